//! Folders.

use std::time::Duration;

use cloudsweep_practice::{FolderMode, Settings};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Caller};

fn paths(answer: &Answer) -> Vec<String> {
    let folders = answer.json["folders"].as_array().unwrap_or_else(|| panic!("{answer:?}"));
    folders.iter().map(|folder| folder["path"].as_str().unwrap().to_owned()).collect()
}

async fn create(caller: &Caller, path: &str) -> Answer {
    caller.post(&format!("folders/{path}"), json!({})).await
}

async fn upload(caller: &Caller, public_id: &str, folder: &str, backup: bool) {
    let body = json!({
        "file": "https://example.com/a.png", "public_id": public_id, "asset_folder": folder, "backup": backup,
    });
    assert_eq!(caller.post("image/upload", body).await.status, 200);
}

#[tokio::test]
async fn folders_are_made_listed_and_paged() {
    let caller = Caller::empty().await;
    let made = create(&caller, "my%20folder/sub%20%C3%A9").await;
    assert_eq!(made.json, json!({ "success": true, "path": "my folder/sub é", "name": "sub é" }));
    assert_eq!(create(&caller, "My%20Folder").await.status, 409);
    assert_eq!(create(&caller, "v12").await.status, 400);
    for name in ["a", "b", "c"] {
        create(&caller, name).await;
    }
    assert_eq!(paths(&caller.get("folders").await), ["a", "b", "c", "my folder"]);
    assert_eq!(paths(&caller.get("folders/").await).len(), 4);
    let child = caller.get("folders/MY%20folder").await;
    assert_eq!(child.json["folders"][0]["name"], "sub é");
    assert_eq!((&child.json["total_count"], &child.json["next_cursor"]), (&json!(1), &Value::Null));
    let missing = caller.get("folders/none").await;
    assert_eq!((missing.status, missing.message()), (404, "Can't find folder with path none"));
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = caller.get(&format!("folders?max_results=1&next_cursor={cursor}")).await;
        assert_eq!(paths(&page).len(), 1);
        seen.extend(paths(&page));
        match page.json["next_cursor"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => break,
        }
    }
    assert_eq!(seen, ["a", "b", "c", "my folder"]);
}

#[tokio::test]
async fn an_empty_folder_goes_with_its_empty_descendants() {
    let caller = Caller::empty().await;
    for path in ["product/test/item", "product-2"] {
        create(&caller, path).await;
    }
    let gone = caller.delete("folders/product/test", json!({})).await;
    assert_eq!(gone.json, json!({ "deleted": ["product/test", "product/test/item"] }));
    assert_eq!(caller.delete("folders/product/test", json!({})).await.status, 404);
    assert_eq!(caller.delete("folders", json!({})).await.status, 400);
    assert_eq!(caller.delete("folders/", json!({})).await.status, 400);
    assert_eq!(caller.probe.folders(), ["product", "product-2"]);
}

#[tokio::test]
async fn a_folder_with_assets_at_any_depth_stays_whole() {
    let caller = Caller::empty().await;
    upload(&caller, "x", "a/b/c", false).await;
    create(&caller, "a/empty").await;
    let refused = caller.delete("folders/A", json!({})).await;
    assert_eq!((refused.status, refused.message()), (400, "Folder is not empty"));
    assert_eq!(caller.probe.folders(), ["a", "a/b", "a/b/c", "a/empty"]);
    caller.post("image/destroy", json!({ "public_id": "x" })).await;
    assert_eq!(caller.delete("folders/A", json!({})).await.json["deleted"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn invisible_backups_keep_a_folder_unless_they_are_skipped() {
    let caller = Caller::empty().await;
    upload(&caller, "x", "a/b", true).await;
    caller.post("image/destroy", json!({ "public_id": "x" })).await;
    let refused = caller.delete("folders/a", json!({})).await;
    assert_eq!(refused.status, 400);
    let request = caller.request(Method::DELETE, "folders/a?skip_backup=true");
    assert_eq!(caller.send(request).await.json, json!({ "deleted": ["a", "a/b"] }));
    assert!(caller.probe.folders().is_empty());
    let restored = caller.post("resources/image/upload/restore", json!({ "public_ids": ["x"] })).await;
    assert_eq!(restored.json["x"]["asset_folder"], "a/b");
    assert_eq!(caller.probe.folders(), ["a", "a/b"]);
}

#[tokio::test]
async fn what_counts_as_inside_depends_on_the_folder_mode() {
    let dynamic = Caller::empty().await;
    create(&dynamic, "docs").await;
    upload(&dynamic, "docs/x", "elsewhere", false).await;
    assert_eq!(dynamic.delete("folders/docs", json!({})).await.status, 200);
    let settings = Settings { assets: 0, folder_mode: FolderMode::Fixed, ..Settings::default() };
    let fixed = Caller::new(settings).await;
    upload(&fixed, "docs/x", "elsewhere", false).await;
    assert_eq!(fixed.probe.folders(), ["docs"]);
    assert_eq!(fixed.delete("folders/docs", json!({})).await.status, 400);
    assert_eq!(fixed.get("resources/by_asset_folder?asset_folder=docs").await.status, 400);
}

#[tokio::test]
async fn a_lagging_index_still_sees_what_was_deleted() {
    let caller = Caller::empty().await;
    upload(&caller, "x", "a", false).await;
    caller.probe.set_index_lag(Duration::from_mins(5));
    caller.post("image/destroy", json!({ "public_id": "x" })).await;
    assert_eq!(caller.get("resources/image/upload/x").await.status, 404, "details are exact");
    let search = json!({ "expression": "asset_folder=\"a\"" });
    assert!(caller.post("resources/search", search.clone()).await.json["total_count"] == 0);
    assert_eq!(caller.delete("folders/a", json!({})).await.status, 400);
    caller.probe.set_index_lag(Duration::ZERO);
    assert_eq!(caller.delete("folders/a", json!({})).await.status, 200);
}

#[tokio::test]
async fn renaming_takes_the_assets_and_the_folders_below_along() {
    let caller = Caller::empty().await;
    upload(&caller, "x", "a/b/c", true).await;
    upload(&caller, "y", "a/b", true).await;
    caller.post("image/destroy", json!({ "public_id": "y" })).await;
    let request = caller.request(Method::PUT, "folders/a/b").json(&json!({ "to_folder": "z/new" }));
    let answer = caller.send(request).await.json;
    assert_eq!(
        answer,
        json!({ "from": { "name": "b", "path": "a/b" }, "to": { "name": "new", "path": "z/new" } })
    );
    assert_eq!(caller.probe.folders(), ["a", "z", "z/new", "z/new/c"]);
    assert_eq!(caller.probe.asset("image", "upload", "x").unwrap().folder, "z/new/c");
    assert_eq!(caller.probe.placeholder("image", "upload", "y").unwrap().folder, "z/new");
    for (from, to, status) in
        [("z", "z/new/deeper", 400), ("z/new", "a", 409), ("none", "b", 404), ("z", "", 400)]
    {
        let request =
            caller.request(Method::PUT, &format!("folders/{from}")).json(&json!({ "to_folder": to }));
        assert_eq!(caller.send(request).await.status, status, "{from} to {to}");
    }
}

#[tokio::test]
async fn folders_are_searched() {
    let caller = Caller::empty().await;
    for path in ["docs/a", "docs/b", "docs-old", "x"] {
        create(&caller, path).await;
    }
    let found = caller.post("folders/search", json!({ "expression": "path=\"docs/a\"" })).await;
    assert_eq!(paths(&found), ["docs/a"]);
    let all = caller.get("folders/search?max_results=3").await;
    assert_eq!((&all.json["total_count"], paths(&all).len()), (&json!(5), 3));
    let next = all.json["next_cursor"].as_str().unwrap();
    assert_eq!(paths(&caller.get(&format!("folders/search?next_cursor={next}")).await).len(), 2);
}
