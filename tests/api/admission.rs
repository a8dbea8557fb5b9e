//! A server that tells of more than it was asked for: nothing else is admitted, from any listing.

use cloudsweep::api::{Ask, AssetRef, Assets, Kind, Page, Reader};
use cloudsweep::model::asset::{AssetId, DeliveryType, ResourceType};
use cloudsweep::model::query::Listing;
use serde_json::{Value, json};

use crate::support::peer::{Peer, ok};
use crate::support::{client, credentials, name};

const IMAGE: ResourceType = ResourceType::Image;
const UPLOAD: DeliveryType = DeliveryType::Upload;

/// The asset ID of a number.
fn id(number: u8) -> AssetId {
    AssetId::from_bytes([number; 16])
}

fn asset(number: u8, kind: &str, delivery: &str, public_id: &str, tags: &[&str]) -> Value {
    json!({
        "asset_id": id(number).to_string(), "resource_type": kind, "type": delivery,
        "public_id": public_id, "version": 1, "bytes": 10, "tags": tags,
    })
}

/// One of every sort.
fn everything() -> Value {
    json!([
        asset(1, "image", "upload", "docs/owl", &["old"]),
        asset(2, "image", "upload", "docs/precious", &[]),
        asset(3, "image", "private", "docs/owl", &["old", "new"]),
        asset(4, "video", "upload", "docs/owl", &["old"]),
        asset(5, "image", "upload", "elsewhere/owl", &["new"]),
        asset(6, "image", "upload", "Docs/owl", &["Old"]),
        { "resource_type": "image", "type": "upload", "public_id": "docs/nameless", "version": 1 },
        asset(1, "image", "upload", "docs/owl", &["old"]),
    ])
}

async fn peer(resources: &Value) -> (Peer, Reader) {
    let body = json!({ "resources": resources, "next_cursor": null }).to_string();
    let peer = Peer::always(ok(&body)).await;
    let reader = client(credentials("demo", &peer.prefix())).reader();
    (peer, reader)
}

fn numbers(page: &Page) -> Vec<u8> {
    page.items.iter().map(|it| it.asset_id.map_or(0, |id| id.as_bytes()[0])).collect()
}

#[tokio::test]
async fn a_listing_by_ids_gives_those_alone() {
    let (_peer, reader) = peer(&everything()).await;
    let page = reader.by_asset_ids(&[id(1), id(9)]).await.unwrap();
    assert_eq!((numbers(&page), page.others), (vec![1], 6));
    let page = reader.by_asset_ids(&[id(9)]).await.unwrap();
    assert_eq!((numbers(&page), page.others), (vec![], 8));
    let page = reader.by_public_ids(IMAGE, &UPLOAD, &["docs/owl", "elsewhere"]).await.unwrap();
    assert_eq!((numbers(&page), page.others), (vec![1], 6), "to the letter, and of this kind");
    // In several queries, since they are long.
    let long: Vec<String> = (0..40).map(|number| format!("{number}{}", "é".repeat(200))).collect();
    let long: Vec<&str> = long.iter().map(String::as_str).collect();
    let page = reader.by_public_ids(IMAGE, &UPLOAD, &long).await.unwrap();
    assert!(page.items.is_empty() && page.others > 8);
}

#[tokio::test]
async fn a_listing_by_kind_prefix_or_tag_gives_what_is_of_it() {
    let (_peer, reader) = peer(&everything()).await;
    let listing = |delivery: Option<DeliveryType>, prefix: Option<&str>| Listing {
        kind: IMAGE,
        delivery,
        prefix: prefix.map(str::to_owned),
    };
    let page = reader.list(&listing(None, None), None).await.unwrap();
    assert_eq!((numbers(&page), page.others), (vec![1, 2, 3, 5, 6, 0], 1));
    let page = reader.list(&listing(Some(UPLOAD), None), None).await.unwrap();
    assert_eq!((numbers(&page), page.others), (vec![1, 2, 5, 6, 0], 2));
    let page = reader.list(&listing(Some(UPLOAD), Some("docs/")), None).await.unwrap();
    assert_eq!((numbers(&page), page.others), (vec![1, 2, 0], 4));
    let page = reader.by_tag(IMAGE, "old", None).await.unwrap();
    assert_eq!((numbers(&page), page.others), (vec![1, 3], 5), "an entry without the tag does not show it");
}

/// Nothing in these entries shows that they are of what was asked for.
#[tokio::test]
async fn what_an_entry_leaves_out_admits_it_to_nothing() {
    let mut silent = asset(1, "image", "upload", "docs/owl", &[]);
    silent.as_object_mut().unwrap().remove("tags");
    let with = |field: &str, value: Value| {
        let mut told = silent.clone();
        told["asset_id"] = json!(id(2).to_string());
        told["public_id"] = json!("docs/other");
        told[field] = value;
        told
    };
    let kind = IMAGE;
    let moderated = |status: &str| json!([{ "kind": "manual", "status": status }]);
    for (assets, shown, not_it) in [
        (Assets::Tagged { kind, tag: "old" }, with("tags", json!(["old"])), with("tags", json!(["new"]))),
        (
            Assets::InFolder("docs"),
            with("asset_folder", json!("docs")),
            with("asset_folder", json!("docs/old")),
        ),
        (
            Assets::WithContext { kind, key: "alt", value: Some("x") },
            with("context", json!({ "custom": { "alt": "x" } })),
            with("context", json!({ "custom": { "alt": "y" } })),
        ),
        (
            Assets::WithContext { kind, key: "alt", value: None },
            with("context", json!({ "alt": "y" })),
            with("context", json!({ "other": "alt" })),
        ),
        (
            Assets::Moderated { kind, queue: "manual", status: "rejected" },
            with("moderation", moderated("rejected")),
            with("moderation", moderated("approved")),
        ),
    ] {
        for (told, expected) in [(shown, vec![2]), (not_it, vec![])] {
            let (_peer, reader) = peer(&json!([silent, told])).await;
            let page = reader.page(assets, &Ask::page(None)).await.unwrap();
            assert_eq!(numbers(&page), expected, "{assets:?} {told}");
            assert_eq!(page.others, 2 - expected.len());
        }
    }
}

#[tokio::test]
async fn two_stories_about_one_asset_are_none() {
    let mut stories =
        json!([asset(1, "image", "upload", "docs/owl", &[]), asset(2, "image", "upload", "b", &[])]);
    stories[1]["asset_id"] = stories[0]["asset_id"].clone();
    let (_peer, reader) = peer(&stories).await;
    let page = reader.by_asset_ids(&[id(1)]).await.unwrap();
    assert_eq!((page.items.len(), page.unreadable.len()), (0, 2));
}

#[tokio::test]
async fn details_of_another_asset_say_nothing() {
    let placeholder = json!({ "placeholder": true });
    for more in [json!({}), placeholder] {
        let mut told = asset(2, "image", "upload", "docs/precious", &[]);
        told.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let peer = Peer::always(ok(&told.to_string())).await;
        let reader = client(credentials("demo", &peer.prefix())).reader();
        for asked in [AssetRef::ById(id(1)), AssetRef::ByName(name(IMAGE, "upload", "docs/owl"))] {
            let error = reader.details(&asked).await.expect_err("neither there nor gone");
            assert_eq!(error.kind, Kind::NotJson, "{asked:?}");
            assert!(reader.backups(&asked).await.is_err());
        }
    }
    let mut nameless = asset(1, "image", "upload", "docs/owl", &[]);
    nameless.as_object_mut().unwrap().remove("asset_id");
    let peer = Peer::always(ok(&nameless.to_string())).await;
    let reader = client(credentials("demo", &peer.prefix())).reader();
    assert!(reader.details(&AssetRef::ById(id(1))).await.is_err(), "it does not say whose they are");
}

/// The first page is the asset's own, the second another's.
#[tokio::test]
async fn copies_of_another_asset_are_not_taken_for_its_own() {
    let page = |number: u8, cursor: Option<&str>| {
        let mut told = asset(number, "image", "upload", "docs/owl", &[]);
        told["derived"] = json!([{ "id": id(100 + number).to_string(), "transformation": "c_fit" }]);
        told["derived_next_cursor"] = json!(cursor);
        ok(&told.to_string())
    };
    let peer = Peer::first_then(page(1, Some("more")), page(2, None)).await;
    let reader = client(credentials("demo", &peer.prefix())).reader();
    assert!(reader.details(&AssetRef::ById(id(1))).await.is_err());
}
