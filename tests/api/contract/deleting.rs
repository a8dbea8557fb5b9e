//! What deletes.

use cloudsweep::api::{BulkAnswer, BulkEntry, BulkOptions, Certainty, Destroyed, Verdict};
use cloudsweep::model::asset::{AssetId, DeliveryType, ResourceType};
use cloudsweep::model::destroy::DestroyBy;

use super::place::{Made, Place, eventually};

const IMAGE: ResourceType = ResourceType::Image;

fn entry<'a>(answer: &'a BulkAnswer, key: &str) -> &'a BulkEntry {
    let mut deleted = answer.deleted.iter();
    deleted.find(|entry| entry.key.exact() == Some(key)).unwrap_or_else(|| panic!("{key} in {answer:?}"))
}

/// Repeats a deletion with its cursor to the end; gives every entry.
async fn to_the_end<F>(mut delete: impl FnMut(Option<String>) -> F) -> Vec<BulkEntry>
where
    F: Future<Output = BulkAnswer>,
{
    let mut entries = Vec::new();
    let mut cursor = None;
    loop {
        let answer = delete(cursor).await;
        entries.extend(answer.deleted);
        if !answer.partial {
            return entries;
        }
        cursor = Some(answer.next_cursor.expect("a cursor where more remains"));
    }
}

pub async fn destroy_takes_what_it_names(place: &Place) {
    let made = place.image("destroy/owl", &[]).await;
    let mut wrong_kind = made.name.clone();
    wrong_kind.resource_type = ResourceType::Raw;
    let mut wrong_type = made.name.clone();
    wrong_type.delivery_type = DeliveryType::Private;
    for other in [wrong_kind, wrong_type] {
        assert_eq!(place.deleter.destroy(&other, false).await.expect("an answer"), Destroyed::NotFound);
    }
    assert!(place.has(&made).await);
    assert_eq!(place.deleter.destroy(&made.name, true).await.expect("an answer"), Destroyed::Ok);
    assert!(!place.has(&made).await);
    assert_eq!(place.deleter.destroy(&made.name, None).await.expect("an answer"), Destroyed::NotFound);
}

/// A live environment may know one form, both or neither; what it does not know, it refuses.
pub async fn destroy_by_asset_id_takes_what_it_names_or_is_refused(place: &Place) {
    for (number, by) in DestroyBy::ALL.into_iter().enumerate() {
        let made = place.image(&format!("destroy/by id {number}"), &[("type", "private")]).await;
        let stays = place.image(&format!("destroy/by id {number}"), &[]).await;
        let answer = place.deleter.destroy_by(by, &made.id, &made.name, true).await;
        match answer {
            Ok(answer) => assert_eq!((answer, place.has(&made).await), (Destroyed::Ok, false), "{by:?}"),
            Err(error) => {
                assert!(!place.is_own && by.is_exact(), "{by:?}: {error}");
                assert_eq!(error.certainty, Certainty::Refused, "{by:?}: {error:?}");
                assert!(place.has(&made).await, "{by:?}");
            }
        }
        assert!(place.has(&stays).await, "{by:?}");
    }
}

pub async fn public_ids_go_by_kind(place: &Place) {
    let public = place.image("kinds/owl", &[]).await;
    let private = place.image("kinds/owl", &[("type", "private")]).await;
    let missing = place.path("kinds/not there");
    let ids = [&*public.name.public_id, &*missing];
    let deleter = &place.deleter;
    let private_type = DeliveryType::Private;
    let answer = deleter.by_public_ids(IMAGE, &private_type, &ids, BulkOptions::default()).await;
    let answer = answer.expect("an answer");
    let (gone, none) = (entry(&answer, ids[0]), entry(&answer, ids[1]));
    assert_eq!((&gone.verdict, gone.original), (&Verdict::Deleted, Some(1)));
    assert_eq!((&none.verdict, none.original), (&Verdict::NotFound, Some(0)));
    assert!(!answer.partial);
    assert!(place.has(&public).await && !place.has(&private).await);
}

pub async fn asset_ids_cross_kinds(place: &Place) {
    let image = place.image("ids/owl", &[]).await;
    let raw = place.raw("ids/owl.txt", &[("type", "authenticated")]).await;
    let stays = place.image("ids/stays", &[]).await;
    let nobody = AssetId::from_bytes([1; 16]);
    let options = BulkOptions { invalidate: Some(true), ..BulkOptions::default() };
    let answer = place.deleter.by_asset_ids(&[image.id, raw.id, nobody], options).await.expect("an answer");
    for gone in [&image, &raw] {
        assert_eq!(entry(&answer, &gone.id.to_string()).verdict, Verdict::Deleted, "by the ID that was sent");
        assert!(!place.has(gone).await);
    }
    assert_eq!(entry(&answer, &nobody.to_string()).verdict, Verdict::NotFound);
    assert!(place.has(&stays).await);
}

pub async fn a_prefix_spares_what_starts_otherwise(place: &Place) {
    let inside = place.image("pre/docs/a", &[]).await;
    let sibling = place.image("pre/docs2/a", &[]).await;
    let other = place.image("pre/docs/a", &[("type", "private")]).await;
    let prefix = place.path("pre/docs/");
    let upload = DeliveryType::Upload;
    let delete = |cursor: Option<String>| {
        let (deleter, prefix, upload) = (&place.deleter, &prefix, &upload);
        async move {
            let options = BulkOptions { next_cursor: cursor.as_deref(), ..BulkOptions::default() };
            deleter.by_prefix(IMAGE, upload, prefix, options).await.expect("an answer")
        }
    };
    let entries = to_the_end(delete).await;
    let keys: Vec<Option<&str>> = entries.iter().map(|entry| entry.key.exact()).collect();
    assert_eq!(keys, [Some(&*inside.name.public_id)]);
    assert!(!place.has(&inside).await);
    assert!(place.has(&sibling).await && place.has(&other).await);
}

pub async fn a_tag_crosses_delivery_types_alone(place: &Place) {
    let tag = place.path("tag of a clause");
    let tagged = [("tags", &*tag)];
    let public = place.image("tagged/owl", &tagged).await;
    let private = place.image("tagged/owl", &[tagged[0], ("type", "private")]).await;
    let raw = place.raw("tagged/owl.txt", &tagged).await;
    let untagged = place.image("tagged/other", &[]).await;
    let delete = |cursor: Option<String>| {
        let (deleter, tag) = (&place.deleter, &tag);
        async move {
            let options = BulkOptions { next_cursor: cursor.as_deref(), ..BulkOptions::default() };
            deleter.by_tag(IMAGE, tag, options).await.expect("an answer")
        }
    };
    assert!(!to_the_end(delete).await.is_empty());
    assert!(!place.has(&public).await && !place.has(&private).await);
    assert!(place.has(&raw).await && place.has(&untagged).await);
}

/// Only where nobody else's assets are.
pub async fn everything_of_a_kind_goes_and_nothing_else(place: &Place) {
    if !place.is_own {
        return;
    }
    let private = place.raw("all/a.txt", &[("type", "private")]).await;
    let public = place.raw("all/a.txt", &[]).await;
    let kind = DeliveryType::Private;
    let delete = |cursor: Option<String>| {
        let (deleter, kind) = (&place.deleter, &kind);
        async move {
            let options = BulkOptions { next_cursor: cursor.as_deref(), ..BulkOptions::default() };
            deleter.all(ResourceType::Raw, kind, options).await.expect("an answer")
        }
    };
    let entries = to_the_end(delete).await;
    assert!(entries.iter().any(|entry| entry.key.exact() == Some(&*private.name.public_id)));
    assert!(place.has(&public).await && !place.has(&private).await);
}

async fn with_copies(place: &Place, path: &str) -> Made {
    let made = place.image(path, &[("eager", "c_scale,w_10|c_scale,w_11|c_scale,w_12")]).await;
    copies_are(place, &made, 3).await;
    made
}

async fn copies_are(place: &Place, made: &Made, number: usize) {
    let asked = cloudsweep::api::AssetRef::ById(made.id);
    eventually("so many copies", async || {
        let details = place.reader.details(&asked).await.expect("details").expect("there");
        (details.derived.len() == number).then_some(())
    })
    .await;
}

pub async fn copies_go_and_originals_stay(place: &Place) {
    let upload = DeliveryType::Upload;
    let made = with_copies(place, "derived/owl").await;
    let asked = cloudsweep::api::AssetRef::ById(made.id);
    let details = place.reader.details(&asked).await.expect("details").expect("there");
    let one = details.derived[0].id;
    let nobody = AssetId::from_bytes([2; 16]);
    let answer = place.deleter.derived(&[one, nobody]).await.expect("an answer");
    assert_eq!(entry(&answer, &one.to_string()).verdict, Verdict::Deleted);
    assert_eq!(entry(&answer, &nobody.to_string()).verdict, Verdict::NotFound);
    copies_are(place, &made, 2).await;
    let left = place.reader.details(&asked).await.expect("details").expect("there");
    let transformation = &*left.derived[0].transformation;
    let ids = [&*made.name.public_id];
    let answer = place.deleter.derived_by_transformation(IMAGE, &upload, &ids, &[transformation], None).await;
    assert_eq!(entry(&answer.expect("an answer"), ids[0]).original, Some(0));
    copies_are(place, &made, 1).await;
    let options = BulkOptions { keep_original: Some(true), ..BulkOptions::default() };
    let answer = place.deleter.by_asset_ids(&[made.id], options).await.expect("an answer");
    let kept = entry(&answer, &made.id.to_string());
    assert_eq!((kept.original, kept.derived), (Some(0), Some(1)));
    copies_are(place, &made, 0).await;
    assert!(place.has(&made).await);
}

pub async fn a_token_deletes_its_upload(place: &Place) {
    let made = place.image("token/owl", &[("return_delete_token", "true")]).await;
    let token = made.said["delete_token"].as_str().expect("a token");
    assert_eq!(place.deleter.by_token(token).await.expect("an answer"), Destroyed::Ok);
    assert!(!place.has(&made).await);
    place.deleter.by_token("certainly-no-token").await.expect_err("unknown");
}

pub async fn a_transformation_goes_with_its_copies(place: &Place) {
    // Not a usual one: it goes from every asset of the environment.
    let transformation = "c_scale,w_17,h_13";
    let made = place.image("transformed/owl", &[("eager", transformation)]).await;
    copies_are(place, &made, 1).await;
    let asked = cloudsweep::api::AssetRef::ById(made.id);
    let details = place.reader.details(&asked).await.expect("details").expect("there");
    let as_stored = &*details.derived[0].transformation;
    place.deleter.transformation(as_stored).await.expect("deleted");
    copies_are(place, &made, 0).await;
    let error = place.deleter.transformation(as_stored).await.expect_err("gone");
    assert_eq!(error.kind, cloudsweep::api::Kind::NotFound);
}
