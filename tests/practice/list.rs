//! Listings and search.

use std::collections::BTreeSet;

use cloudsweep_practice::Settings;
use serde_json::json;

use crate::support::{Caller, names};

/// All pages of a listing.
async fn all_of(caller: &Caller, path: &str) -> (Vec<String>, usize) {
    let (mut seen, mut cursor, mut pages) = (Vec::new(), String::new(), 0);
    loop {
        let between = if path.contains('?') { '&' } else { '?' };
        let answer = caller.get(&format!("{path}{between}next_cursor={cursor}")).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        seen.extend(names(&answer));
        pages += 1;
        match answer.json["next_cursor"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => return (seen, pages),
        }
    }
}

#[tokio::test]
async fn every_asset_is_in_exactly_one_page_of_its_kind() {
    let caller = Caller::new(Settings { assets: 1000, quota: 5000, ..Settings::default() }).await;
    let library = caller.probe.all();
    let kinds: BTreeSet<_> = library.iter().map(|asset| (asset.resource_type, asset.delivery_type)).collect();
    let mut total = 0;
    for (of, delivered) in kinds {
        let (seen, _) = all_of(&caller, &format!("resources/{of}/{delivered}?max_results=7")).await;
        let expected = library
            .iter()
            .rev()
            .filter(|asset| (asset.resource_type, asset.delivery_type) == (of, delivered))
            .map(|asset| asset.public_id.clone());
        assert_eq!(seen, expected.collect::<Vec<_>>(), "newest first: {of}/{delivered}");
        total += seen.len();
    }
    assert_eq!(total, library.len());
}

#[tokio::test]
async fn a_listing_stays_whole_while_its_assets_are_deleted() {
    let caller = Caller::new(Settings { assets: 300, ..Settings::default() }).await;
    let first = caller.get("resources/image/upload?max_results=20").await;
    let cursor = first.json["next_cursor"].as_str().unwrap();
    let rest = all_of(&caller, &format!("resources/image/upload?max_results=500&next_cursor={cursor}")).await;
    caller.delete("resources/image/upload", json!({ "public_ids": names(&first) })).await;
    caller.image("new");
    let (after, _) = all_of(&caller, "resources/image/upload?max_results=20&direction=desc").await;
    assert_eq!(after[0], "new");
    let continued = caller.get(&format!("resources/image/upload?max_results=20&next_cursor={cursor}")).await;
    assert_eq!(names(&continued), after[1..21]);
    assert!(!rest.0.is_empty());
}

#[tokio::test]
async fn prefix_ids_and_direction_choose_and_order() {
    let caller = Caller::empty().await;
    for id in ["b/2", "a/1", "b/10", "b/1", "B/1"] {
        caller.image(id);
    }
    caller.probe.upload("image", "private", "b/0", &[]);
    assert_eq!(
        all_of(&caller, "resources/image/upload?prefix=b/&max_results=2").await,
        (vec!["b/1".to_owned(), "b/10".to_owned(), "b/2".to_owned()], 2)
    );
    let by_ids = caller.get("resources/image/upload?public_ids[]=a/1&public_ids[]=no&public_ids[]=b/0").await;
    assert_eq!(names(&by_ids), ["a/1"]);
    assert_eq!(names(&caller.get("resources/image/upload?public_ids=a/1,b/2").await).len(), 2);
    let ascending = all_of(&caller, "resources/image/upload?direction=asc&max_results=2").await.0;
    let mut descending = all_of(&caller, "resources/image/upload?direction=-1").await.0;
    descending.reverse();
    assert_eq!(ascending, descending);
    assert_eq!(all_of(&caller, "resources/image").await.0.len(), 6);
    assert_eq!(all_of(&caller, "resources/image?type=private").await.0, ["b/0"]);
    for (path, status) in [
        ("resources/image/upload?max_results=501", 400),
        ("resources/image/upload?max_results=0", 400),
        ("resources/image/upload?direction=up", 400),
        ("resources/image?prefix=b", 400),
        ("resources/image/upload?start_at=yesterday", 400),
        ("resources/image/upload?start_at=2024-01-01", 200),
        ("resources/image/upload?start_at=2024-01-01T00:00:00Z", 200),
    ] {
        assert_eq!(caller.get(path).await.status, status, "{path}");
    }
    let later = names(&caller.get("resources/image/upload?start_at=2999-01-01").await);
    assert!(later.is_empty());
}

#[tokio::test]
async fn tags_and_asset_ids_cross_delivery_types() {
    let caller = Caller::empty().await;
    let a = caller.probe.upload("image", "upload", "a", &["t"]);
    let b = caller.probe.upload("image", "private", "b", &["t"]);
    let c = caller.probe.upload("video", "upload", "c", &["t"]);
    assert_eq!(names(&caller.get("resources/image/tags/t").await), ["b", "a"]);
    let path = format!(
        "resources/by_asset_ids?asset_ids[]={}&asset_ids[]={}&asset_ids[]={}&asset_ids[]=nonsense",
        c.asset_id, a.asset_id, b.asset_id
    );
    assert_eq!(names(&caller.get(&path).await), ["c", "a", "b"]);
    caller.delete("resources", json!({ "asset_ids": [a.asset_id] })).await;
    assert_eq!(names(&caller.get(&path).await), ["c", "b"]);
}

#[tokio::test]
async fn blocks_and_fields_are_shown_when_asked_for() {
    let caller = Caller::empty().await;
    caller.probe.upload("image", "upload", "a", &["x", "y"]);
    let plain = caller.get("resources/image/upload").await.json["resources"][0].clone();
    assert_eq!(plain.get("tags"), None);
    for field in ["asset_id", "version", "bytes", "created_at", "asset_folder", "display_name", "secure_url"]
    {
        assert!(plain.get(field).is_some(), "{field}");
    }
    let tagged = caller.get("resources/image/upload?tags=true").await.json["resources"][0].clone();
    assert_eq!(tagged["tags"], json!(["x", "y"]));
    let some = caller.get("resources/image/upload?fields=tags,bytes").await.json["resources"][0].clone();
    let keys: Vec<_> = some.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(BTreeSet::from_iter(keys), BTreeSet::from(["asset_id", "public_id", "bytes", "tags"]));
}

#[tokio::test]
async fn search_pages_through_a_result_that_stands_still() {
    let caller = Caller::new(Settings { assets: 400, ..Settings::default() }).await;
    let body = |cursor: Option<&str>| json!({ "expression": "resource_type:image", "max_results": 50, "next_cursor": cursor });
    let expected = caller.probe.all().iter().filter(|asset| asset.resource_type == "image").count();
    let mut answer = caller.post("resources/search", body(None)).await;
    assert_eq!(answer.json["total_count"], expected);
    let mut seen = BTreeSet::new();
    loop {
        let items = answer.json["resources"].as_array().unwrap();
        let ids: Vec<String> =
            items.iter().map(|item| item["asset_id"].as_str().unwrap().to_owned()).collect();
        seen.extend(ids.iter().cloned());
        let Some(cursor) = answer.json["next_cursor"].as_str().map(str::to_owned) else { break };
        // What was seen goes meanwhile, and nothing is passed over because of it.
        caller.delete("resources", json!({ "asset_ids": ids })).await;
        answer = caller.post("resources/search", body(Some(&cursor))).await;
    }
    assert_eq!(seen.len(), expected);
    let item = answer.json["resources"][0].clone();
    assert_eq!(item["status"], "active");
    assert!(item["created_at"].as_str().unwrap().ends_with("+00:00"));
    assert_eq!(item.get("tags"), None);
    let made_up = caller.post("resources/search", body(Some("abcd"))).await;
    assert_eq!(made_up.status, 400);
}

#[tokio::test]
async fn the_folder_listing_counts_direct_children_of_all_kinds() {
    let caller = Caller::new(Settings::default()).await;
    let library = caller.probe.all();
    let folder = library.iter().map(|asset| &asset.folder).find(|folder| folder.contains('/')).unwrap();
    let inside: BTreeSet<_> =
        library.iter().filter(|asset| asset.folder == *folder).map(|asset| asset.public_id.clone()).collect();
    let upper = folder.to_uppercase();
    let path = format!("resources/by_asset_folder?max_results=500&asset_folder={upper}");
    let answer = caller.get(&path).await;
    assert_eq!(answer.json["total_count"], inside.len());
    assert_eq!(BTreeSet::from_iter(names(&answer)), inside);
    let missing = caller.get("resources/by_asset_folder?asset_folder=no/such").await;
    assert_eq!((missing.status, missing.message()), (404, "Can't find folder with path no/such"));
}

#[tokio::test]
async fn a_search_counts_by_words_and_by_ranges() {
    let caller = Caller::new(Settings { assets: 200, ..Settings::default() }).await;
    let library = caller.probe.all();
    let body = json!({
        "expression": "resource_type:image", "max_results": 1,
        "aggregate": [
            "type", "resource_type",
            { "type": "bytes", "ranges": [{ "key": "small", "to": 100_000 }, { "key": "large", "from": 100_000 }] },
        ],
    });
    let found = caller.post("resources/search", body).await.json["aggregations"].clone();
    let images = || library.iter().filter(|asset| asset.resource_type == "image");
    let of_type = |word: &str| images().filter(|asset| asset.delivery_type == word).count();
    assert_eq!(found["resource_type"], json!({ "image": images().count() }));
    assert_eq!(found["type"]["upload"], of_type("upload"));
    assert_eq!(found["type"].get("list"), None);
    let small = images().filter(|asset| asset.bytes < 100_000).count();
    assert_eq!(found["bytes"], json!({ "small": small, "large": images().count() - small }));
    let wrong = json!({ "aggregate": ["colour"] });
    assert_eq!(caller.post("resources/search", wrong).await.status, 400);
}
