//! Backups: restoring from them, deleting them.

use cloudsweep_practice::{AssetView, Settings};
use serde_json::json;

use crate::support::{Caller, names};

/// The sample library, and a tagged image of it with backups.
/// Pictures of different sizes.
const FIRST: &str = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";
const SECOND: &str = "data:image/gif;base64,R0lGODlhAwACAIAAAAAAAP///yH5BAEAAAAALAAAAAADAAIAAAIChF4AOw==";

async fn with_backup() -> (Caller, AssetView) {
    let caller = Caller::new(Settings::default()).await;
    let asset = caller.probe.all().into_iter().find(|asset| {
        asset.resource_type == "image"
            && asset.delivery_type == "upload"
            && !asset.backups.is_empty()
            && !asset.tags.is_empty()
    });
    (caller, asset.unwrap())
}

#[tokio::test]
async fn a_deleted_asset_comes_back_as_it_was_but_for_its_copies() {
    let (caller, asset) = with_backup().await;
    let tag = asset.tags[0].clone();
    let before = names(&caller.get(&format!("resources/image/tags/{tag}?max_results=500")).await);
    caller.post("image/destroy", json!({ "public_id": asset.public_id })).await;
    let gone = names(&caller.get(&format!("resources/image/tags/{tag}?max_results=500")).await);
    assert!(!gone.contains(&asset.public_id));
    caller.image("unsaved");
    caller.post("image/destroy", json!({ "public_id": "unsaved" })).await;
    let body = json!({ "public_ids": [asset.public_id, "unsaved", "never"] });
    let answer = caller.post("resources/image/upload/restore", body).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json["unsaved"], json!({ "error": "no_backup" }));
    assert_eq!(answer.json["never"], json!({ "error": "no_backup" }));
    let restored = &answer.json[&asset.public_id];
    assert_eq!((&restored["asset_id"], &restored["placeholder"]), (&json!(asset.asset_id), &json!(false)));
    let now = caller.probe.asset("image", "upload", &asset.public_id).unwrap();
    assert_eq!(now, AssetView { derived: Vec::new(), ..asset });
    assert_eq!(names(&caller.get(&format!("resources/image/tags/{tag}?max_results=500")).await), before);
}

#[tokio::test]
async fn versions_follow_the_order_of_the_ids() {
    let caller = Caller::new(Settings { assets: 0, ..Settings::default() }).await;
    let mut first = Vec::new();
    for id in ["a", "b"] {
        for file in ["https://example.com/1.png", "https://example.com/22.png"] {
            caller.post("image/upload", json!({ "public_id": id, "file": file })).await;
        }
        first.push(caller.probe.asset("image", "upload", id).unwrap());
    }
    let ids: Vec<_> = first.iter().map(|asset| asset.asset_id.clone()).collect();
    caller.delete("resources", json!({ "asset_ids": [ids[0]] })).await;
    let versions = [&first[0].backups[0], &first[1].backups[0]];
    let answer = caller.post("resources/restore", json!({ "asset_ids": ids, "versions": versions })).await;
    for (asset, id) in first.iter().zip(&ids) {
        assert_eq!(answer.json[id]["public_id"], json!(asset.public_id));
        let now = caller.probe.asset("image", "upload", &asset.public_id).unwrap();
        assert!(now.version < asset.version, "the older version is back, of the living one too");
        assert_ne!(now.etag, asset.etag);
    }
    let measures = |answer: &serde_json::Value| {
        ["bytes", "width", "height", "etag"].map(|name| answer[name].to_string())
    };
    for file in [FIRST, SECOND] {
        caller.post("image/upload", json!({ "public_id": "c", "file": file })).await;
    }
    let newest = caller.get("resources/image/upload/c?versions=true").await.json;
    let version = newest["versions"][0]["version_id"].clone();
    caller
        .post("resources/image/upload/restore", json!({ "public_ids": ["c"], "versions": [version] }))
        .await;
    let oldest = caller.get("resources/image/upload/c").await.json;
    assert_ne!(measures(&oldest), measures(&newest));
    let fresh = caller.post("image/upload", json!({ "public_id": "d", "file": FIRST })).await.json;
    assert_eq!(measures(&oldest), measures(&fresh), "the content of the older version is back");
    let uneven = caller.post("resources/restore", json!({ "asset_ids": ids, "versions": ["x"] })).await;
    assert_eq!(uneven.status, 400);
    let wrong = json!({ "asset_ids": [ids[0]], "versions": ["00000000000000000000000000000000"] });
    assert_eq!(caller.post("resources/restore", wrong).await.json[&ids[0]], json!({ "error": "no_backup" }));
    let remote = caller.post("resources/image/fetch/restore", json!({ "public_ids": ["x"] })).await;
    assert_eq!(remote.status, 400);
}

#[tokio::test]
async fn a_name_that_was_taken_meanwhile_is_not_overwritten() {
    let (caller, asset) = with_backup().await;
    caller.delete("resources", json!({ "asset_ids": [asset.asset_id] })).await;
    let other = caller.probe.upload("image", "upload", &asset.public_id, &[]);
    assert_ne!(other.asset_id, asset.asset_id);
    let body = json!({ "asset_ids": [asset.asset_id] });
    let refused = caller.post("resources/restore", body.clone()).await.json;
    assert_eq!(refused[&asset.asset_id], json!({ "error": "failed" }));
    assert_eq!(caller.probe.asset("image", "upload", &asset.public_id), Some(other.clone()));
    caller.delete("resources", json!({ "asset_ids": [other.asset_id] })).await;
    let restored = caller.post("resources/restore", body).await.json;
    assert_eq!(restored[&asset.asset_id]["public_id"], json!(asset.public_id));
}

#[tokio::test]
async fn deleted_versions_are_gone_and_failures_make_a_207() {
    let (caller, asset) = with_backup().await;
    let path = format!("resources/backup/{}", asset.asset_id);
    let none = "000000000000000000000000000000aa";
    let partly = caller.delete(&path, json!({ "version_ids": [asset.backups[0], none] })).await;
    assert_eq!(partly.status, 207);
    assert_eq!(
        partly.json,
        json!({
            "asset_id": asset.asset_id,
            "deleted_version_ids": [asset.backups[0]],
            "failures": [{ "version_id": none, "error": "not_found" }],
        })
    );
    caller.delete("resources", json!({ "asset_ids": [asset.asset_id] })).await;
    for (body, status) in [(json!({}), 400), (json!({ "version_ids": [] }), 400)] {
        assert_eq!(caller.delete(&path, body).await.status, status);
    }
    let rest = &asset.backups[1..];
    if !rest.is_empty() {
        let whole = caller.delete(&path, json!({ "version_ids": rest })).await;
        assert_eq!((whole.status, whole.json.get("failures")), (200, None));
    }
    assert_eq!(
        caller.get(&format!("resources/{}", asset.asset_id)).await.status,
        404,
        "nothing is left of it"
    );
    assert_eq!(caller.delete(&path, json!({ "version_ids": [none] })).await.status, 404);
    let body = json!({ "asset_ids": [asset.asset_id] });
    assert_eq!(
        caller.post("resources/restore", body).await.json[&asset.asset_id],
        json!({ "error": "no_backup" })
    );
}

#[tokio::test]
async fn a_backed_up_version_can_be_fetched_before_it_goes() {
    let (caller, asset) = with_backup().await;
    let newest = asset.backups.last().unwrap();
    let path = format!("download_backup?asset_id={}&version_id={newest}", asset.asset_id);
    let fetch = async |path: &str| {
        let request = caller.request(reqwest::Method::GET, path);
        let response = request.basic_auth(&caller.key, Some(&caller.secret)).send().await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        response.bytes().await.unwrap()
    };
    let encoded = asset.public_id.replace('&', "%26").replace(' ', "%20");
    let original = fetch(&format!("image/download?public_id={encoded}&type=upload")).await;
    assert_eq!(original.len() as u64, asset.bytes);
    caller.delete("resources", json!({ "asset_ids": [asset.asset_id] })).await;
    assert_eq!(fetch(&path).await, original, "the same file, although the asset is gone");
    let gone = caller.get(&format!("image/download?public_id={encoded}&type=upload")).await;
    assert_eq!(gone.status, 404);
    assert_eq!(caller.get(&path.replace(&**newest, "nonsense")).await.status, 404);
}

#[tokio::test]
async fn a_private_original_can_be_downloaded_until_the_link_expires() {
    let caller = Caller::new(Settings::default()).await;
    let private =
        |asset: &AssetView| asset.delivery_type == "authenticated" && asset.resource_type == "image";
    let asset = caller.probe.all().into_iter().find(private).unwrap();
    let url = format!("image/download?public_id={}&type=authenticated&attachment=true", asset.public_id);
    let request = caller.request(reqwest::Method::GET, &url);
    let response = request.basic_auth(&caller.key, Some(&caller.secret)).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-disposition"], "attachment");
    assert_eq!(response.bytes().await.unwrap().len() as u64, asset.bytes);
    assert_eq!(caller.get(&format!("{url}&expires_at=1")).await.status, 401);
    let unsigned = caller.request(reqwest::Method::GET, &url).send().await.unwrap();
    assert_eq!(unsigned.status(), 401);
}
