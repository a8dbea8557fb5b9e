//! Requests that the official Python SDK sent, word for word but for the credentials.

use cloudsweep_practice::{FolderMode, Settings};
use reqwest::Method;
use serde_json::{Map, Value};

use crate::support::Caller;

/// Cursors and IDs that the recording made up; no server knows them.
const MADE_UP: [&str; 2] = ["next_cursor", "derived_next_cursor"];

#[tokio::test]
async fn every_recorded_call_is_known_and_its_parameters_are_understood() {
    let text = include_str!("../vectors/requests.json");
    let recorded: Value = serde_json::from_str(text).unwrap();
    let rows = recorded["rows"].as_array().unwrap();
    assert!(rows.len() > 40);
    for folder_mode in [FolderMode::Dynamic, FolderMode::Fixed] {
        let caller = Caller::new(Settings { folder_mode, ..Settings::default() }).await;
        for row in rows {
            let path = row["path"].as_str().unwrap().strip_prefix("/v1_1/demo/").unwrap();
            let method: Method = row["method"].as_str().unwrap().parse().unwrap();
            let mut request = caller.request(method, path);
            if let Some(query) = row["query"].as_array() {
                let pairs = query.iter().map(|pair| (pair[0].as_str().unwrap(), pair[1].as_str().unwrap()));
                let known: Vec<_> = pairs.filter(|(name, _)| !MADE_UP.contains(name)).collect();
                request = request.query(&known);
            }
            let mut body: Map<String, Value> = row["body"].as_object().cloned().unwrap_or_default();
            body.retain(|name, _| !MADE_UP.contains(&name.as_str()));
            request = match row["encoding"].as_str() {
                None => request,
                Some("json") => request.json(&body),
                Some(_) => request.form(&body),
            };
            let answer = caller.send(request).await;
            let name = row["call"].as_str().unwrap();
            let absent = answer.status == 404 && !answer.message().starts_with("No such call");
            let dynamic_only = folder_mode == FolderMode::Fixed && path == "resources/by_asset_folder";
            assert!(
                answer.status == 200 || absent || dynamic_only || answer.status == 207,
                "{name}: {answer:?}"
            );
        }
    }
}
