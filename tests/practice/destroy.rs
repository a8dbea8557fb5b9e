//! Destroying single assets.

use cloudsweep_practice::{DestroyById, Knows, Settings};
use reqwest::Method;
use serde_json::json;

use crate::support::Caller;

#[tokio::test]
async fn a_miss_of_any_kind_is_a_200_with_a_space() {
    let caller = Caller::empty().await;
    caller.image("docs/owl");
    for (path, body) in [
        ("image/destroy", json!({ "public_id": "docs/none" })),
        ("video/destroy", json!({ "public_id": "docs/owl" })),
        ("image/destroy", json!({ "public_id": "docs/owl", "type": "private" })),
        ("image/destroy", json!({ "public_id": "docs/owl.jpg" })),
        ("asset/destroy", json!({ "asset_id": "0123456789abcdef0123456789abcdef" })),
    ] {
        let answer = caller.post(path, body).await;
        assert_eq!((answer.status, answer.json), (200, json!({ "result": "not found" })));
    }
    assert!(caller.has("docs/owl"));
    for round in ["ok", "not found"] {
        let answer =
            caller.post("image/destroy", json!({ "public_id": "docs/owl", "invalidate": true })).await;
        assert_eq!(answer.json, json!({ "result": round }));
        assert!(!caller.has("docs/owl"));
    }
}

#[tokio::test]
async fn parameters_may_come_as_query_form_multipart_or_json() {
    let caller = Caller::empty().await;
    let id = "a & b=c/ñ +ü?#%";
    let multipart = reqwest::multipart::Form::new().text("public_id", id);
    let requests = [
        caller.request(Method::POST, "image/destroy").query(&[("public_id", id)]),
        caller.request(Method::POST, "image/destroy").form(&[("public_id", id)]),
        caller.request(Method::POST, "image/destroy").multipart(multipart),
        caller.request(Method::POST, "image/destroy").json(&json!({ "public_id": id, "callback": null })),
    ];
    for request in requests {
        caller.image(id);
        assert_eq!(caller.send(request).await.json, json!({ "result": "ok" }));
        assert!(!caller.has(id));
    }
}

#[tokio::test]
async fn an_asset_id_destroys_across_kinds() {
    let caller = Caller::empty().await;
    let film = caller.probe.upload("video", "authenticated", "film", &[]);
    let answer = caller.post("asset/destroy", json!({ "asset_id": film.asset_id })).await;
    assert_eq!(answer.json, json!({ "result": "ok" }));
    assert!(caller.probe.is_empty());
}

#[tokio::test]
async fn the_path_of_a_kind_takes_an_asset_id_too() {
    let caller = Caller::empty().await;
    let film = caller.probe.upload("video", "authenticated", "film", &[]);
    let request = caller.request(Method::POST, "video/destroy").form(&[("asset_id", &film.asset_id)]);
    assert_eq!(caller.send(request).await.json, json!({ "result": "ok" }));
    assert!(caller.probe.is_empty());
}

/// By switch, over HTTP as other processes have it.
#[tokio::test]
async fn either_form_by_asset_id_can_be_taken_away() {
    let caller = Caller::empty().await;
    let there = caller.probe.upload("image", "upload", "a", &[]);
    let body = json!({ "asset_id": there.asset_id });
    let switch = format!("http://{}/practice/destroy", caller.server.address());
    let answers = async |known: &'static str| {
        let answer = caller.http.post(&switch).body(known).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{known}");
        let form = caller.post("image/destroy", body.clone()).await;
        assert!(form.status == 200 || form.message() == "Missing required parameter - public_id");
        (form.status, caller.post("asset/destroy", body.clone()).await.status)
    };
    assert_eq!(answers("").await, (400, 404));
    assert!(caller.has("a"), "an unknown form deletes nothing");
    assert_eq!(answers("json").await, (400, 200));
    assert!(!caller.has("a"));
    assert_eq!(answers("form").await, (200, 404));
    assert_eq!(answers("json form").await, (200, 200));
    let wrong = caller.http.post(&switch).body("both").send().await.unwrap();
    assert_eq!(wrong.status(), 400);
}

#[tokio::test]
async fn a_server_that_takes_no_notice_of_asset_ids_finds_nothing() {
    let destroy_by_id = DestroyById { form: Knows::Misses, json: Knows::Misses };
    let caller = Caller::new(Settings { assets: 0, destroy_by_id, ..Settings::default() }).await;
    let there = caller.probe.upload("image", "upload", "a", &[]);
    for path in ["image/destroy", "asset/destroy"] {
        let answer = caller.post(path, json!({ "asset_id": there.asset_id })).await;
        assert_eq!((answer.status, answer.json), (200, json!({ "result": "not found" })));
    }
    assert!(caller.has("a"));
}

#[tokio::test]
async fn without_a_public_id_nothing_happens() {
    let caller = Caller::empty().await;
    caller.image("a");
    for body in [json!({}), json!({ "public_id": "" }), json!({ "public_id": null })] {
        let answer = caller.post("image/destroy", body).await;
        assert_eq!((answer.status, answer.message()), (400, "Missing required parameter - public_id"));
    }
    assert_eq!(caller.post("any/destroy", json!({ "public_id": "a" })).await.status, 400);
    assert!(caller.has("a"));
}
