//! Starting, ending, and being driven from outside.

use std::time::Duration;

use cloudsweep_practice::{Server, Settings};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Caller, client, read};

#[tokio::test]
async fn dropping_a_server_frees_its_port_and_cuts_its_connections() {
    let server =
        Server::start(Settings { latency: Duration::from_mins(1), ..Settings::default() }).await.unwrap();
    let port = server.address().port();
    let url = server.cloudinary_url();
    assert_eq!(
        url,
        format!(
            "cloudinary://314159265358979:Pr4ctice0nly_n0tASecret@practice?upload_prefix=http://127.0.0.1:{port}"
        )
    );
    let asked = tokio::spawn(client().get(format!("http://127.0.0.1:{port}/v1_1/practice/ping")).send());
    tokio::time::sleep(Duration::from_millis(50)).await;
    drop(server);
    assert!(asked.await.unwrap().is_err());
    let again = Server::start(Settings { port, ..Settings::default() }).await.unwrap();
    assert_eq!(again.address().port(), port);
    assert!(Server::start(Settings { port, ..Settings::default() }).await.is_err());
}

#[tokio::test]
async fn a_finishing_server_answers_what_is_under_way() {
    let settings = Settings { latency: Duration::from_millis(300), assets: 0, ..Settings::default() };
    let caller = Caller::new(settings).await;
    caller.image("a");
    let body = json!({ "public_id": "a" });
    let request = caller.request(Method::POST, "image/destroy").json(&body);
    let asked = tokio::spawn(request.basic_auth(&caller.key, Some(&caller.secret)).send());
    tokio::time::sleep(Duration::from_millis(50)).await;
    let probe = caller.probe.clone();
    caller.server.finish().await;
    assert_eq!(read(asked.await.unwrap().unwrap()).await.json, json!({ "result": "ok" }));
    assert!(probe.is_empty());
}

#[tokio::test]
async fn the_same_seed_gives_the_same_library() {
    let names = async |seed| {
        let caller = Caller::new(Settings { seed, ..Settings::default() }).await;
        caller.probe.all().into_iter().map(|asset| (asset.asset_id, asset.public_id)).collect::<Vec<_>>()
    };
    assert_eq!(names(5).await, names(5).await);
    assert_ne!(names(5).await, names(6).await);
}

#[tokio::test]
async fn other_processes_drive_it_without_credentials() {
    let caller = Caller::new(Settings { assets: 40, ..Settings::default() }).await;
    let address = format!("http://{}/practice", caller.server.address());
    let ask = async |method: Method, word: &str, body: &'static str| {
        caller.http.request(method, format!("{address}/{word}")).body(body).send().await.unwrap()
    };
    let state: Value = ask(Method::GET, "state", "").await.json().await.unwrap();
    assert_eq!(state["assets"], 40);
    let kinds: u64 = state["kinds"].as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
    assert_eq!(kinds, 40);
    let lines = ask(Method::GET, "assets", "").await.text().await.unwrap();
    let first: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(lines.lines().count(), 40);
    assert_eq!(first["asset_id"], caller.probe.all()[0].asset_id.as_str());

    ask(Method::POST, "faults", "error-500:1@reading").await;
    let faults: Value = ask(Method::GET, "faults", "").await.json().await.unwrap();
    assert_eq!(faults, json!({ "faults": ["error-500:1@reading"] }));
    assert_eq!(caller.get("ping").await.status, 500);
    assert_eq!(ask(Method::POST, "faults", "nonsense").await.status(), 400);
    ask(Method::POST, "faults", "slow").await;
    ask(Method::DELETE, "faults", "").await;

    ask(Method::DELETE, "requests", "").await;
    caller.delete("resources/image/upload", json!({ "public_ids": ["x"] })).await;
    let requests: Value = ask(Method::GET, "requests", "").await.json().await.unwrap();
    assert_eq!(requests["by_endpoint"], json!({ "ping": 1, "delete": 1 }));
    assert_eq!(
        requests["log"],
        json!([{
            "method": "DELETE", "path": "/v1_1/practice/resources/image/upload",
            "body": r#"{"public_ids":["x"]}"#, "status": 200,
        }])
    );
    ask(Method::POST, "quota", "500").await;
    assert_eq!(caller.get("ping").await.status, 420);
    ask(Method::POST, "clock", "3600s").await;
    assert_eq!(caller.get("ping").await.status, 200);
    assert_eq!(ask(Method::PUT, "state", "").await.status(), 405);

    let odd = r#"{ "resource_type": "raw", "type": "private", "public_id": " a?b&c#/", "tags": ["t"] }"#;
    let put: Value = ask(Method::POST, "assets", odd).await.json().await.unwrap();
    assert_eq!(caller.probe.asset("raw", "private", " a?b&c#/").unwrap().asset_id, put["asset_id"]);
    assert_eq!(ask(Method::POST, "assets", "{}").await.status(), 400);
    let search = json!({ "expression": "tags=t" });
    assert_eq!(caller.post("resources/search", search.clone()).await.json["total_count"], 1);
    ask(Method::POST, "lag", "3600s").await;
    assert_eq!(caller.post("resources/search", search).await.json["total_count"], 0);
}

#[tokio::test]
async fn the_remote_control_does_not_wait_for_the_latency() {
    let caller =
        Caller::new(Settings { assets: 3, latency: Duration::from_hours(1), ..Settings::default() }).await;
    let address = format!("http://{}/practice/state", caller.server.address());
    let asked = caller.http.get(address).timeout(Duration::from_mins(5)).send().await.unwrap();
    assert_eq!(asked.json::<Value>().await.unwrap()["assets"], 3);
}
