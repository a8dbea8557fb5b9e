//! Bad days.

use std::time::Duration;

use cloudsweep_practice::Settings;
use reqwest::Method;
use serde_json::json;

use crate::support::{Caller, names};

#[tokio::test]
async fn refusing_faults_answer_in_their_own_way_and_do_nothing() {
    let caller = Caller::empty().await;
    caller.image("a");
    for (fault, status, html) in [
        ("error-500:1", 500, false),
        ("html-503:1", 503, true),
        ("locked-423:1", 423, false),
        ("html-401:1", 401, true),
        ("html-404:1", 404, true),
        ("limit-420:1", 420, false),
        ("limit-429:1", 429, false),
    ] {
        caller.probe.fault(fault.parse().unwrap());
        let answer = caller.delete("resources/image/upload", json!({ "public_ids": ["a"] })).await;
        assert_eq!(answer.status, status, "{fault}");
        assert_eq!(answer.header("content-type").starts_with("text/html"), html, "{fault}");
        assert_eq!(answer.message().is_empty(), html, "{fault}");
        assert!(caller.has("a"), "{fault}");
    }
    let counts = caller.probe.requests();
    assert_eq!((counts.total, counts.changing, counts.counted), (7, 7, 0));
    assert_eq!(caller.get("ping").await.status, 200);
}

#[tokio::test]
async fn a_dropped_connection_has_done_its_work_or_not() {
    let caller = Caller::empty().await;
    for (fault, gone) in [("drop-before:1@changing", false), ("drop-after:1@changing", true)] {
        caller.image("a");
        caller.probe.fault(fault.parse().unwrap());
        assert_eq!(caller.get("ping").await.status, 200, "reading is spared");
        let request = caller.request(Method::POST, "image/destroy").json(&json!({ "public_id": "a" }));
        let error = request.basic_auth(&caller.key, Some(&caller.secret)).send().await.unwrap_err();
        assert!(error.status().is_none(), "{error}");
        assert_eq!(caller.has("a"), !gone, "{fault}");
    }
}

#[tokio::test]
async fn a_slow_answer_has_done_its_work_when_nobody_waits_for_it_any_more() {
    let caller =
        Caller::new(Settings { assets: 0, slow: Duration::from_hours(1), ..Settings::default() }).await;
    caller.image("a");
    caller.probe.fault("slow:1".parse().unwrap());
    let request = caller.request(Method::POST, "image/destroy").json(&json!({ "public_id": "a" }));
    let asked = tokio::spawn(request.basic_auth(&caller.key, Some(&caller.secret)).send());
    while caller.has("a") {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    assert!(!asked.is_finished());
    asked.abort();
    assert_eq!(caller.get("ping").await.status, 200);
}

#[tokio::test]
async fn a_cut_body_begins_and_does_not_end() {
    let caller = Caller::new(Settings::default()).await;
    caller.probe.fault("cut-body:1".parse().unwrap());
    let request = caller.request(Method::GET, "resources/image/upload?max_results=100");
    let response = request.basic_auth(&caller.key, Some(&caller.secret)).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.content_length().unwrap() > 1000);
    assert!(response.bytes().await.is_err());
}

#[tokio::test]
async fn listings_can_be_empty_cut_short_or_hold_strays() {
    let caller = Caller::new(Settings::default()).await;
    let path = "resources/image/upload?max_results=20";
    caller.probe.fault("empty-listing:1".parse().unwrap());
    assert_eq!(caller.get("ping").await.status, 200);
    assert_eq!(caller.get(path).await.json, json!({ "resources": [] }));
    caller.probe.fault("stray-listing:1".parse().unwrap());
    let strays = caller.get("resources/image/upload?public_ids[]=nobody").await;
    assert_eq!(strays.json["resources"].as_array().unwrap().len(), 3, "{}", strays.json);
    caller.probe.fault("short-listing:1".parse().unwrap());
    let short = caller.get(path).await;
    assert_eq!((names(&short).len(), short.json.get("next_cursor")), (10, None));
    assert_eq!(names(&caller.get(path).await).len(), 20);
}

#[tokio::test]
async fn a_stale_index_still_shows_what_is_gone() {
    let caller = Caller::new(Settings { assets: 30, ..Settings::default() }).await;
    let victim = caller.probe.all().into_iter().find(|asset| asset.resource_type == "image").unwrap();
    let search = json!({ "expression": format!("public_id=\"{}\"", victim.public_id) });
    caller.delete("resources", json!({ "asset_ids": [victim.asset_id] })).await;
    assert!(names(&caller.post("resources/search", search.clone()).await).is_empty());
    caller.probe.fault("stale-index".parse().unwrap());
    assert_eq!(names(&caller.post("resources/search", search.clone()).await), [victim.public_id]);
    let details = caller.get(&format!("resources/{}", victim.asset_id)).await;
    assert!(details.status == 404 || details.json["placeholder"] == true);
    caller.probe.settle();
    assert!(names(&caller.post("resources/search", search).await).is_empty());
}

#[tokio::test]
async fn some_of_a_bulk_deletion_can_be_refused() {
    let caller = Caller::empty().await;
    for id in ["a", "b", "c", "d"] {
        caller.image(id);
    }
    caller.probe.fault("refuse-third".parse().unwrap());
    let body = json!({ "public_ids": ["a", "b", "c", "d"] });
    let answer = caller.delete("resources/image/upload", body).await.json;
    assert_eq!(
        answer["deleted"],
        json!({ "a": "deleted", "b": "deleted", "c": "unauthorized", "d": "deleted" })
    );
    assert_eq!(caller.probe.all()[0].public_id, "c");
    assert_eq!(caller.probe.len(), 1);
}
