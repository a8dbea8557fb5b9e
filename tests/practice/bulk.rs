//! Bulk deletions.

use cloudsweep_practice::Settings;
use serde_json::{Value, json};

use crate::support::Caller;

fn ids(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("id-{n:04}")).collect()
}

#[tokio::test]
async fn by_public_ids_answers_for_each_as_sent() {
    let caller = Caller::empty().await;
    for id in ["docs/owl", "a,b", "100%", "stays"] {
        caller.image(id);
    }
    caller.probe.upload("image", "private", "secret", &[]);
    let sent = json!({ "public_ids": ["docs/owl", "a,b", "100%", "secret", "no/such"], "invalidate": true });
    let answer = caller.delete("resources/image/upload", sent).await;
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.json["deleted"],
        json!({
            "docs/owl": "deleted", "a,b": "deleted", "100%": "deleted",
            "secret": "not_found", "no/such": "not_found",
        })
    );
    assert_eq!(answer.json["deleted_counts"]["no/such"], json!({ "original": 0, "derived": 0 }));
    assert_eq!(answer.json["deleted_counts"]["a,b"], json!({ "original": 1, "derived": 0 }));
    assert_eq!(answer.json["partial"], false);
    assert!(caller.has("stays") && caller.probe.exists("image", "private", "secret"));
    assert_eq!(caller.probe.len(), 2);
}

#[tokio::test]
async fn calls_without_exactly_one_selector_delete_nothing() {
    let caller = Caller::empty().await;
    caller.image("a");
    let id = caller.probe.all()[0].asset_id.clone();
    for (path, body, message) in [
        ("resources/image/upload", json!({}), "Missing required parameter - public_ids"),
        ("resources/image/upload", json!({ "public_ids": [] }), "Missing required parameter - public_ids"),
        ("resources/image/upload", json!({ "public_ids": null }), "Missing required parameter - public_ids"),
        ("resources/image/upload", json!({ "prefix": "" }), "Missing required parameter - prefix"),
        ("resources/image/upload", json!({ "all": false }), "Missing required parameter - public_ids"),
        ("resources", json!({}), "Missing required parameter - asset_ids"),
        ("resources", json!({ "all": true }), "Missing required parameter - asset_ids"),
        ("derived_resources", json!({}), "Missing required parameter - derived_resource_ids"),
    ] {
        let answer = caller.delete(path, body).await;
        assert_eq!((answer.status, answer.message()), (400, message));
    }
    let both = caller.delete("resources/image/upload", json!({ "prefix": "a", "all": true })).await;
    assert_eq!(both.status, 400);
    for path in ["resources/image/upload", "resources", "derived_resources"] {
        let name = if path == "resources" { "asset_ids" } else { "public_ids" };
        let mut body = json!({ name: ids(101), "derived_resource_ids": ids(101) });
        body[name][0] = json!(if path == "resources" { &id } else { "a" });
        assert_eq!(caller.delete(path, body).await.status, 400, "{path}");
    }
    assert_eq!(caller.delete("resources/image/tags/", json!({})).await.json["deleted"], json!({}));
    assert_eq!(caller.probe.len(), 1);
}

#[tokio::test]
async fn a_prefix_is_a_plain_start_of_the_public_id_and_case_counts() {
    let caller = Caller::empty().await;
    for id in ["docs/a", "docs2/b", "docs-old", "Docs/c", "x/docs/d"] {
        caller.image(id);
    }
    caller.probe.upload("video", "upload", "docs/film", &[]);
    let answer = caller.delete("resources/image/upload", json!({ "prefix": "docs" })).await;
    assert_eq!(
        answer.json["deleted"],
        json!({ "docs-old": "deleted", "docs/a": "deleted", "docs2/b": "deleted" })
    );
    let none = caller.delete("resources/image/upload", json!({ "prefix": "nothing" })).await;
    assert_eq!((none.status, &none.json["deleted"]), (200, &json!({})));
    assert_eq!(caller.probe.len(), 3);
}

#[tokio::test]
async fn a_tag_crosses_delivery_types_and_not_resource_types() {
    let caller = Caller::empty().await;
    let tags = &["summer sale/été 50%"];
    for kind in ["upload", "private", "authenticated"] {
        caller.probe.upload("image", kind, "same", tags);
    }
    caller.probe.upload("video", "upload", "film", tags);
    caller.image("untagged");
    let path = "resources/image/tags/summer%20sale/%C3%A9t%C3%A9%2050%25";
    let answer = caller.delete(path, json!({})).await;
    assert_eq!(answer.json["deleted"], json!({ "same": "deleted" }));
    assert_eq!(answer.json["deleted_counts"]["same"]["original"], 3);
    let left: Vec<_> = caller.probe.all().into_iter().map(|asset| asset.public_id).collect();
    assert_eq!(left, ["film", "untagged"]);
}

#[tokio::test]
async fn asset_ids_cross_everything_and_key_the_answer() {
    let caller = Caller::empty().await;
    let film = caller.probe.upload("video", "private", "film", &[]).asset_id;
    let report = caller.probe.upload("raw", "upload", "file.txt", &[]).asset_id;
    caller.image("stays");
    let sent = json!({ "asset_ids": [film, report, "film", "00000000000000000000000000000000"] });
    let answer = caller.delete("resources", sent).await;
    assert_eq!(answer.json["deleted"][&film], "deleted");
    assert_eq!(answer.json["deleted_counts"][&report], json!({ "original": 1, "derived": 0 }));
    assert_eq!(answer.json["deleted"]["film"], "not_found");
    assert_eq!(answer.json["deleted"]["00000000000000000000000000000000"], "not_found");
    assert!(caller.has("stays"));
    assert_eq!(caller.probe.len(), 1);
}

#[tokio::test]
async fn everything_of_a_kind_goes_in_parts_that_a_cursor_continues() {
    let caller = Caller::new(Settings { assets: 0, page_limit: 2, ..Settings::default() }).await;
    for id in ids(10) {
        caller.image(&id);
    }
    caller.probe.upload("image", "private", "stays", &[]);
    let mut body = json!({ "all": true });
    let mut parts = Vec::new();
    loop {
        let answer = caller.delete("resources/image/upload", body.clone()).await.json;
        parts.push(answer["deleted"].as_object().unwrap().len());
        if answer["partial"] == json!(false) {
            assert_eq!(answer.get("next_cursor"), None);
            break;
        }
        body["next_cursor"] = answer["next_cursor"].clone();
    }
    assert_eq!(parts, [4, 4, 2]);
    assert_eq!(caller.probe.len(), 1);
}

#[tokio::test]
async fn a_foreign_cursor_is_refused_and_deletes_nothing() {
    let caller = Caller::new(Settings { assets: 0, page_limit: 1, ..Settings::default() }).await;
    for id in ids(8) {
        caller.image(&id);
    }
    let first = caller.delete("resources/image/upload", json!({ "prefix": "id" })).await.json;
    for (selector, cursor) in [
        (json!({ "prefix": "id-" }), first["next_cursor"].clone()),
        (json!({ "all": true }), first["next_cursor"].clone()),
        (json!({ "prefix": "id" }), json!("abc123")),
    ] {
        let mut body = selector;
        body["next_cursor"] = cursor;
        assert_eq!(caller.delete("resources/image/upload", body).await.status, 400);
    }
    assert_eq!(caller.probe.len(), 6);
}

/// With copies: from the sample library, which is made with some.
async fn with_copies() -> (Caller, Vec<cloudsweep_practice::AssetView>) {
    let caller = Caller::new(Settings { page_limit: 5, ..Settings::default() }).await;
    let mut all = caller.probe.all();
    all.retain(|asset| {
        !asset.derived.is_empty() && asset.resource_type == "image" && asset.delivery_type == "upload"
    });
    assert!(all.len() > 3, "the sample library has images with copies");
    (caller, all)
}

#[tokio::test]
async fn kept_originals_lose_their_copies_and_are_still_called_deleted() {
    let (caller, assets) = with_copies().await;
    let before = caller.probe.len();
    let id = &assets[0].public_id;
    let body = json!({ "public_ids": [id], "keep_original": true });
    let answer = caller.delete("resources/image/upload", body).await.json;
    assert_eq!(answer["deleted"][id], "deleted");
    let copies = assets[0].derived.len();
    assert_eq!(answer["deleted_counts"][id], json!({ "original": 0, "derived": copies }));
    assert_eq!(caller.probe.len(), before);
    assert!(caller.probe.asset("image", "upload", id).unwrap().derived.is_empty());

    let mut body = json!({ "all": true, "keep_original": true });
    loop {
        let answer = caller.delete("resources/image/upload", body.clone()).await.json;
        if answer["partial"] == json!(false) {
            break;
        }
        body["next_cursor"] = answer["next_cursor"].clone();
    }
    assert_eq!(caller.probe.len(), before);
    let images = |asset: &&cloudsweep_practice::AssetView| {
        asset.resource_type == "image" && asset.delivery_type == "upload"
    };
    assert!(caller.probe.all().iter().filter(images).all(|asset| asset.derived.is_empty()));
}

#[tokio::test]
async fn transformations_alone_already_keep_the_originals() {
    let (caller, assets) = with_copies().await;
    let single = |asset: &&cloudsweep_practice::AssetView| !asset.derived[0].transformation.contains('/');
    let asset = assets.iter().find(single).expect("a copy of one component");
    let copy = &asset.derived[0];
    let mut turned: Vec<&str> = copy.transformation.split(',').collect();
    turned.reverse();
    for text in [turned.join(","), format!("x_1|{}/{}", copy.transformation, copy.format)] {
        let (caller, _) = with_copies().await;
        let body = json!({ "public_ids": [asset.public_id], "transformations": text });
        let answer = caller.delete("resources/image/upload", body).await.json;
        let expected =
            asset.derived.iter().filter(|other| other.transformation == copy.transformation).count();
        assert_eq!(answer["deleted_counts"][&asset.public_id], json!({ "original": 0, "derived": expected }));
        let left = caller.probe.asset("image", "upload", &asset.public_id).unwrap().derived;
        assert_eq!(left.len(), asset.derived.len() - expected);
        assert!(left.iter().all(|other| other.transformation != copy.transformation));
    }
    let body = json!({ "public_ids": [asset.public_id], "transformations": "c_none,w_1" });
    let answer = caller.delete("resources/image/upload", body).await.json;
    assert_eq!(answer["deleted_counts"][&asset.public_id], json!({ "original": 0, "derived": 0 }));
    assert!(caller.has(&asset.public_id));
}

#[tokio::test]
async fn single_copies_go_by_their_ids() {
    let (caller, assets) = with_copies().await;
    let (first, second) = (&assets[0].derived[0].id, &assets[1].derived[0].id);
    let body = json!({ "derived_resource_ids": [first, second, "000000000000000000000000000000ff"] });
    let answer = caller.delete("derived_resources", body).await.json;
    assert_eq!(answer["deleted"][first], "deleted");
    assert_eq!(answer["deleted"][second], "deleted");
    assert_eq!(answer["deleted"]["000000000000000000000000000000ff"], "not_found");
    let left: Vec<_> = caller.probe.all().into_iter().flat_map(|asset| asset.derived).collect();
    assert!(left.iter().all(|copy| copy.id != *first && copy.id != *second));
    assert_eq!(
        caller.delete("derived_resources", json!({ "derived_resource_ids": [first] })).await.json["deleted"],
        {
            let mut gone = Value::Object(serde_json::Map::new());
            gone[first] = json!("not_found");
            gone
        }
    );
}
