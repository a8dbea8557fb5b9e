//! Backups: what comes back, and what does not.

use cloudsweep::api::{AssetRef, Destroyed, RestoreVerdict};
use cloudsweep::model::asset::{DeliveryType, ResourceType};

use super::place::{Made, Place, eventually};

/// Uploads with a backup, and deletes it.
async fn deleted(place: &Place, path: &str) -> Made {
    let made = place.image(path, &[("backup", "true"), ("tags", "kept")]).await;
    let asked = AssetRef::ById(made.id);
    eventually("a backed-up version", async || {
        let backups = place.reader.backups(&asked).await.expect("versions").expect("there");
        (!backups.versions.is_empty()).then_some(())
    })
    .await;
    assert_eq!(place.deleter.destroy(&made.name, false).await.expect("an answer"), Destroyed::Ok);
    assert!(!place.has(&made).await);
    made
}

pub async fn what_was_backed_up_comes_back(place: &Place) {
    let none: [&str; 0] = [];
    let restorer = place.client.restorer();
    let made = deleted(place, "kept/owl").await;
    let backups = place.reader.backups(&AssetRef::ById(made.id)).await.expect("versions").expect("kept");
    assert!(backups.asset.placeholder && backups.versions.iter().all(|version| version.restorable));
    let (public_id, missing) = (&*made.name.public_id, place.path("kept/never there"));
    let answer = restorer
        .by_public_ids(ResourceType::Image, &DeliveryType::Upload, &[public_id, &*missing], &none)
        .await
        .expect("an answer");
    for entry in &answer {
        let is_back = matches!(entry.verdict, RestoreVerdict::Restored { .. });
        assert_eq!(is_back, entry.key == public_id, "{answer:?}");
    }
    assert!(place.has(&made).await);
    let made = deleted(place, "kept/by id").await;
    let asked = AssetRef::ById(made.id);
    let backups = place.reader.backups(&asked).await.expect("versions").expect("kept");
    let newest = &backups.versions.last().expect("a version").version_id;
    let answer = restorer.by_asset_ids(&[made.id], &[newest]).await.expect("an answer");
    assert_eq!(answer[0].key, made.id.to_string());
    assert!(matches!(answer[0].verdict, RestoreVerdict::Restored { .. }), "{answer:?}");
    let back = place.reader.details(&asked).await.expect("details").expect("back");
    assert_eq!(back.asset.name, made.name);
}

pub async fn backed_up_versions_go_for_good(place: &Place) {
    let none: [&str; 0] = [];
    let made = deleted(place, "final/owl").await;
    let asked = AssetRef::ById(made.id);
    let backups = place.reader.backups(&asked).await.expect("versions").expect("kept");
    let ids: Vec<String> = backups.versions.iter().map(|version| version.version_id.to_string()).collect();
    let answer = place.deleter.backed_up_versions(made.id, &ids).await.expect("an answer");
    assert_eq!(answer.deleted, ids);
    assert!(answer.failed.is_empty(), "{answer:?}");
    let left = place.reader.backups(&asked).await.expect("versions");
    assert!(left.is_none_or(|backups| backups.versions.is_empty()));
    let answer = place.client.restorer().by_asset_ids(&[made.id], &none).await;
    // An error, or a word about the item: it does not come back.
    let back = answer.is_ok_and(|answer| {
        answer.iter().any(|entry| matches!(entry.verdict, RestoreVerdict::Restored { .. }))
    });
    assert!(!back && !place.has(&made).await);
}
