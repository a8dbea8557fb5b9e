//! Details: names, copies, backed-up versions, placeholders.

use cloudsweep_practice::Settings;
use serde_json::json;

use crate::support::Caller;

#[tokio::test]
async fn details_come_by_name_and_by_asset_id() {
    let caller = Caller::empty().await;
    let asset = caller.probe.upload("image", "upload", "a b/ñ&x", &["mine"]);
    let by_name = caller.get("resources/image/upload/a%20b/%C3%B1%26x").await;
    assert_eq!(by_name.status, 200);
    assert_eq!(by_name.json["asset_id"], asset.asset_id.as_str());
    assert_eq!(by_name.json["tags"], json!(["mine"]));
    assert_eq!(by_name.json["etag"], asset.etag.as_str());
    assert_eq!(by_name.json["derived"], json!([]));
    assert_eq!(by_name.json.get("versions"), None);
    let encoded = caller.get("resources/image/upload/a%20b%2F%C3%B1%26x").await;
    assert_eq!(encoded.json, by_name.json);
    let by_id = caller.get(&format!("resources/{}", asset.asset_id)).await;
    assert_eq!(by_id.json, by_name.json);
    for path in ["resources/image/private/a%20b/%C3%B1%26x", "resources/2e5b1f0b", "resources/video/upload/x"]
    {
        let missing = caller.get(path).await;
        assert_eq!(missing.status, 404);
        assert!(missing.message().starts_with("Resource not found - "));
    }
}

#[tokio::test]
async fn copies_are_paged() {
    let caller = Caller::new(Settings::default()).await;
    let asset = caller.probe.all().into_iter().find(|asset| asset.derived.len() > 1).unwrap();
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let query = format!("resources/{}?max_results=1&derived_next_cursor={cursor}", asset.asset_id);
        let page = caller.get(&query).await.json;
        let copies = page["derived"].as_array().unwrap();
        assert_eq!(copies.len(), 1);
        seen.push(copies[0]["id"].as_str().unwrap().to_owned());
        assert!(copies[0]["url"].as_str().unwrap().contains(copies[0]["transformation"].as_str().unwrap()));
        match page.get("derived_next_cursor").and_then(|cursor| cursor.as_str()) {
            Some(next) => next.clone_into(&mut cursor),
            None => break,
        }
    }
    let expected: Vec<_> = asset.derived.into_iter().map(|copy| copy.id).collect();
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn a_deleted_asset_with_backups_remains_as_a_placeholder_and_one_without_is_gone() {
    let caller = Caller::new(Settings::default()).await;
    let all = caller.probe.all();
    let uploaded = |asset: &&cloudsweep_practice::AssetView| {
        asset.resource_type == "image" && asset.delivery_type == "upload"
    };
    let kept = all.iter().filter(uploaded).find(|asset| !asset.backups.is_empty()).unwrap();
    caller.image("without");
    let body = json!({ "public_ids": [kept.public_id, "without"] });
    caller.delete("resources/image/upload", body.clone()).await;
    assert_eq!(caller.get("resources/image/upload/without").await.status, 404);
    let details = caller.get(&format!("resources/{}?versions=true", kept.asset_id)).await;
    assert_eq!(details.status, 200);
    assert_eq!(details.json["placeholder"], true);
    assert_eq!(details.json["bytes"], 0);
    let versions: Vec<_> =
        details.json["versions"].as_array().unwrap().iter().map(|one| one["version_id"].clone()).collect();
    assert_eq!(json!(versions), json!(kept.backups));
    let again = caller.delete("resources/image/upload", body).await.json;
    assert_eq!(again["deleted"], json!({ &kept.public_id: "not_found", "without": "not_found" }));
    let destroyed = caller.post("image/destroy", json!({ "public_id": kept.public_id })).await;
    assert_eq!(destroyed.json, json!({ "result": "not found" }));
}
