//! Ping, configuration, usage, types, tags and the quota's headers.

use std::time::Duration;

use cloudsweep_practice::{FolderMode, Settings};
use serde_json::json;

use crate::support::Caller;

#[tokio::test]
async fn small_calls_answer_and_tell_the_quota() {
    let caller = Caller::new(Settings { quota: 7, ..Settings::default() }).await;
    for (index, path) in ["ping", "config", "usage", "resources", "tags/image"].into_iter().enumerate() {
        let answer = caller.get(path).await;
        assert_eq!(answer.header("x-featureratelimit-limit"), "7", "{path}");
        assert_eq!(answer.header("x-featureratelimit-remaining"), (6 - index).to_string(), "{path}");
        let reset = httpdate::parse_http_date(answer.header("x-featureratelimit-reset")).unwrap();
        let seconds = reset.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
        assert_eq!(seconds % 3600, 0);
        assert_eq!(answer.header("x-request-id").len(), 32);
    }
    assert_eq!(caller.get("ping").await.json, json!({ "status": "ok" }));
}

#[tokio::test]
async fn the_configuration_tells_the_folder_mode_only_when_asked() {
    for (mode, word) in [(FolderMode::Dynamic, "dynamic"), (FolderMode::Fixed, "fixed")] {
        let caller = Caller::new(Settings { assets: 0, folder_mode: mode, ..Settings::default() }).await;
        assert_eq!(caller.get("config").await.json["settings"], json!(null));
        let answer = caller.get("config?settings=true").await;
        assert_eq!(answer.json["cloud_name"], "practice");
        assert_eq!(answer.json["settings"]["folder_mode"], word);
    }
}

#[tokio::test]
async fn usage_and_types_follow_the_library() {
    let caller = Caller::empty().await;
    assert_eq!(caller.get("resources").await.json["resource_types"], json!([]));
    caller.image("a");
    caller.probe.upload("raw", "private", "b.txt", &[]);
    assert_eq!(caller.get("resources").await.json["resource_types"], json!(["image", "raw"]));
    let usage = caller.get("usage").await.json;
    assert_eq!(usage["resources"], 2);
    assert_eq!(usage["storage"]["usage"], 2048);
    assert!(usage["credits"]["limit"].is_number());
}

#[tokio::test]
async fn tags_are_paged_by_name_within_a_resource_type() {
    let caller = Caller::empty().await;
    caller.probe.upload("image", "upload", "a", &["summer sale", "autumn", "sun"]);
    caller.probe.upload("image", "private", "b", &["sun"]);
    caller.probe.upload("video", "upload", "c", &["film"]);
    let first = caller.get("tags/image?max_results=2").await.json;
    assert_eq!(first["tags"], json!(["autumn", "summer sale"]));
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = caller.get(&format!("tags/image?max_results=2&next_cursor={cursor}")).await.json;
    assert_eq!(second, json!({ "tags": ["sun"] }));
    assert_eq!(caller.get("tags/image?prefix=su").await.json["tags"], json!(["summer sale", "sun"]));
    assert_eq!(caller.get("tags/video?prefix=no").await.json, json!({ "tags": [] }));
}

#[tokio::test]
async fn a_used_up_quota_refuses_until_the_full_hour_and_spares_the_upload_api() {
    let caller = Caller::new(Settings { quota: 2, assets: 0, ..Settings::default() }).await;
    caller.image("a");
    caller.get("ping").await;
    caller.get("ping").await;
    let refused = caller.delete("resources/image/upload", json!({ "public_ids": ["a"] })).await;
    assert_eq!(refused.status, 420);
    let message = refused.message();
    let start = "Rate Limit Exceeded. Limit of 2 api operations reached. Try again on ";
    assert!(message.starts_with(start) && message.ends_with(":00:00 UTC"), "{message}");
    assert_eq!(refused.header("x-featureratelimit-remaining"), "0");
    assert!(caller.has("a"));
    let destroyed = caller.post("image/destroy", json!({ "public_id": "a" })).await;
    assert_eq!((destroyed.status, &destroyed.json), (200, &json!({ "result": "ok" })));
    assert!(destroyed.headers.get("x-featureratelimit-limit").is_none());
    caller.probe.advance(Duration::from_hours(1));
    assert_eq!(caller.get("ping").await.status, 200);
    assert_eq!(caller.probe.requests().counted, 3);
}

#[tokio::test]
async fn the_limit_can_be_told_as_429() {
    let caller = Caller::new(Settings { quota: 0, limit_status: 429, ..Settings::default() }).await;
    assert_eq!(caller.get("ping").await.status, 429);
}
