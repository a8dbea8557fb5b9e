//! What rows certainly name, and what they could mean besides.

use super::*;
use crate::model::asset::{AssetName, DeliveryType, ResourceType};
use crate::model::guess::Why;

fn hosts() -> Hosts {
    Hosts::of_cloud("demo")
}

fn read(text: &str) -> PublicIdList {
    PublicIdList::read(text, &hosts())
}

fn one(text: &str) -> Wanted {
    let list = read(text);
    assert_eq!(list.rows.len(), 1, "{text:?}: {list:?}");
    list.rows[0].wanted.clone()
}

fn link(resource_type: ResourceType, delivery_type: DeliveryType, public_id: &str) -> Wanted {
    Wanted::Link(Some(Box::new(AssetName { resource_type, delivery_type, public_id: public_id.into() })))
}

fn guesses(text: &str) -> Vec<(String, Why)> {
    let list = PublicIdList::read_one(text, &hosts());
    let guesses = list.guesses(&list.rows[0]);
    guesses.into_iter().map(|guess| (guess.public_id.into(), guess.why)).collect()
}

#[test]
fn every_line_is_a_row_a_blank_or_a_duplicate() {
    let mut text = String::from("\u{feff}");
    for number in 0..10_000 {
        match number % 4 {
            0 => text.push_str("\r\n"),
            1 => text.push_str("docs/owl\n"),
            _ => text.push_str(&["docs/item ", &number.to_string(), "\n"].concat()),
        }
    }
    let list = read(&text);
    assert_eq!((list.rows.len(), list.blank, list.duplicates), (5_001, 2_500, 2_499));
    assert_eq!(list.rows[0].line, 2);
}

#[test]
fn odd_characters_belong_to_the_public_id() {
    for odd in ["a b", "a & b", "q?x", "a#b", "100%", "ñ/ü", "a,b", "a'b", "v12/x", "[x]"] {
        let list = PublicIdList::read_one(odd, &hosts());
        assert_eq!((&list.rows[0].wanted, &*list.rows[0].text), (&Wanted::PublicId, odd));
    }
}

#[test]
fn what_can_be_no_name_is_told_row_by_row() {
    let list = read("a\u{1}b\nok");
    assert_eq!(list.rows[0].wanted, Wanted::Unreadable(Refusal::Control));
    assert_eq!(list.rows[1].wanted, Wanted::PublicId);
    assert_eq!(one(&"x".repeat(256)), Wanted::Unreadable(Refusal::TooLong));
    assert_eq!(one(&"é".repeat(255)), Wanted::PublicId);
}

#[test]
fn a_link_elsewhere_can_only_be_a_fetched_asset() {
    for (text, refusal) in [
        ("https://res.cloudinary.com/other/image/upload/owl.jpg", Refusal::OtherCloud("other".into())),
        ("http://img.example/s/607/ON1_v476.jpg", Refusal::OtherHost("img.example".into())),
        ("https://console.cloudinary.com/app", Refusal::NoAsset),
    ] {
        assert_eq!(one(text), Wanted::Address(refusal), "{text}");
        assert!(guesses(text).contains(&(text.to_owned(), Why::Fetched)), "{text}");
    }
    let list = read("https://b.example/1\nhttps://a.example/2\nhttps://b.example/3\ndocs/owl");
    assert_eq!(list.foreign_hosts(), [("b.example", 2), ("a.example", 1)]);
}

#[test]
fn credentials_are_no_list_and_are_never_repeated() {
    let list = read("CLOUDINARY_URL=cloudinary://123456789012345:CANARY_secret@demo");
    assert!(list.rows.is_empty() && list.looks_like.is_some());
    let one = PublicIdList::read_one("cloudinary://1:CANARY@demo", &hosts());
    assert_eq!(one.rows[0].wanted, Wanted::Unreadable(Refusal::Credentials));
}

#[test]
fn columns_narrow_their_row() {
    let narrowed = |text: &str| match one(text) {
        Wanted::Record(narrowed) => *narrowed,
        other => panic!("{text}: {other:?}"),
    };
    let row = narrowed("public_id,format,resource_type,type\ndocs/clip,MP4,video,upload");
    assert_eq!(row.public_id.as_deref(), Some("docs/clip"));
    assert_eq!(row.resource_type, Some(ResourceType::Video));
    assert_eq!(row.delivery_type, Some(DeliveryType::Upload));
    assert_eq!(row.format.as_deref(), Some("mp4"));
    let id = "b5e6d2b39ba3e0869d67141ba7dba6cf";
    let row = narrowed(&format!("public_id;asset_id;version\ndocs/owl;{id};v12"));
    assert_eq!((row.asset_id, row.version), (id.parse().ok(), Some(12)));
    let url = "https://res.cloudinary.com/demo/video/private/v1/docs/clip.mp4";
    let row = narrowed(&format!("public_id,url\ndocs/clip,{url}"));
    assert_eq!(
        (row.resource_type, row.delivery_type),
        (Some(ResourceType::Video), Some(DeliveryType::Private))
    );
    let row = narrowed(&format!("format,secure_url\nmp4,{url}"));
    assert_eq!(row.public_id.as_deref(), Some("docs/clip"));
    assert_eq!(narrowed(&format!("public_id\n{id}")).public_id.as_deref(), Some(id), "its column says so");
}

#[test]
fn an_address_with_a_delivery_type_beside_it_is_a_public_id() {
    let Wanted::Record(row) = one("public_id,type\nhttps://a.example/x.png,fetch") else { panic!() };
    assert_eq!(row.public_id.as_deref(), Some("https://a.example/x.png"));
    assert_eq!(row.delivery_type, Some(DeliveryType::Fetch));
    let foreign = one("public_id\nhttps://a.example/x.png");
    assert_eq!(foreign, Wanted::Address(Refusal::OtherHost("a.example".into())));
}

#[test]
fn a_row_that_contradicts_itself_names_nothing() {
    let url = "https://res.cloudinary.com/demo/video/upload/docs/clip.mp4";
    for (text, refusal) in [
        (format!("public_id,url\ndocs/other,{url}"), Refusal::Conflict),
        (format!("resource_type,url\nimage,{url}"), Refusal::Conflict),
        (format!("public_id,resource_type,url\ndocs/clip,image,{url}"), Refusal::Conflict),
        ("public_id,asset_id\ndocs/owl,123".to_owned(), Refusal::NotAnAssetId),
        ("public_id,resource_type\ndocs/owl,movie".to_owned(), Refusal::NotAResourceType("movie".into())),
        ("public_id,version\ndocs/owl,latest".to_owned(), Refusal::NotAVersion),
        (
            "public_id,type\ndocs/owl,Public image".to_owned(),
            Refusal::NotADeliveryType("Public image".into()),
        ),
        (
            "public_id,url\nowl,https://res.cloudinary.com/other/image/upload/owl.jpg".to_owned(),
            Refusal::OtherCloud("other".into()),
        ),
    ] {
        assert_eq!(one(&text), Wanted::Unreadable(refusal), "{text}");
    }
}

#[test]
fn the_link_of_a_row_settles_what_its_public_id_leaves_open() {
    let text =
        "public_id,url\nw_archive/logo,https://res.cloudinary.com/demo/image/upload/w_archive/logo.png";
    let Wanted::Record(row) = one(text) else { panic!() };
    assert_eq!(row.public_id.as_deref(), Some("w_archive/logo"));
    assert_eq!(row.resource_type, Some(ResourceType::Image));
}

#[test]
fn a_stored_field_is_a_link_without_a_host_where_it_can_be_nothing_else() {
    let certain = link(ResourceType::Image, DeliveryType::Upload, "ok9wh8hw");
    assert_eq!(one("image/upload/v1428825384/ok9wh8hw.jpg"), certain);
    assert_eq!(one("image/upload/ok9wh8hw.jpg"), Wanted::PublicId);
    assert!(guesses("image/upload/ok9wh8hw.jpg").contains(&("ok9wh8hw".to_owned(), Why::StoredField)));
}

#[test]
fn what_a_plain_text_could_mean_is_guessed_with_its_reason() {
    for (text, guess, why) in [
        ("avatar-1.jpg", "avatar-1", Why::WithoutEnding("jpg".into())),
        ("male-g\u{f6}ran", "male-go\u{308}ran", Why::OtherForm),
        ("do\u{200b}cs/owl", "docs/owl", Why::WithoutInvisible),
        ("Docs/Owl", "docs/owl", Why::OtherCapitals),
        ("my%20photo", "my photo", Why::Decoded),
        ("\"docs/owl\",", "docs/owl", Why::WithoutDecoration),
        ("/docs/owl", "docs/owl", Why::OtherSlashes),
        ("docs\\owl", "docs/owl", Why::OtherSlashes),
        ("docs/owl", "docs/owl", Why::OtherKind),
    ] {
        assert!(guesses(text).contains(&(guess.to_owned(), why)), "{text}: {:?}", guesses(text));
    }
}

#[test]
fn what_nobody_sees_at_the_ends_of_a_name_is_cut_and_told() {
    let list = read("  docs/owl \n\u{200b}docs/cat\u{a0}\ndocs/fox\n");
    assert!(!list.rows[2].cut);
    assert_eq!((&*list.rows[0].text, list.rows[0].cut), ("docs/owl", true));
    assert_eq!((&*list.rows[1].text, list.rows[1].cut), ("docs/cat", true));
}
