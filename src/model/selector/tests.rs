use std::collections::HashSet;
use std::sync::Arc;

use super::*;
use crate::model::asset::{Asset, DeliveryType, Derived, ResourceType};
use crate::model::breadth::Breadth;
use crate::model::delivery::Hosts;
use crate::model::description::Way;
use crate::model::fixture::{asset, derived, id, item};
use crate::model::item::PlanItem;
use crate::model::kinds::Kinds;
use crate::model::list::{PublicIdList, Refusal};
use crate::model::note::Note;
use crate::model::query::{Listing, Query};
use crate::model::sweep::SweepBy;

fn typed(by: By, text: &str) -> Result<Selector, FormError> {
    let hosts = Hosts::of_cloud("demo");
    let list = Arc::new(match by.reading() {
        Reading::Text => PublicIdList::default(),
        Reading::One => PublicIdList::read_one(text, &hosts),
        Reading::Lines => PublicIdList::read(text, &hosts),
    });
    by.read(Typed { text, list: &list })
}

fn text(text: &str) -> NonBlank {
    NonBlank::new(text).unwrap()
}

#[test]
fn a_blank_text_never_becomes_a_selector_that_is_looked_for_by_text() {
    for by in By::ALL {
        for blank in ["", " ", "\t\n", "\u{a0}", "\u{200b}\u{feff}"] {
            if let Ok(selector) = typed(*by, blank) {
                assert_eq!(selector, Selector::Everything(Everything), "{by:?} {blank:?}");
            }
        }
    }
    assert_eq!(typed(By::Prefix, &"x".repeat(256)), Err(FormError::PrefixTooLong));
}

#[test]
fn a_prefix_counts_as_it_was_typed_and_a_tag_without_its_ends() {
    for prefix in ["docs/", " docs/ ", "summer ", "\u{200b}a"] {
        assert_eq!(typed(By::Prefix, prefix), Ok(Selector::Prefix(Prefix(text(prefix)))), "{prefix:?}");
    }
    assert_eq!(typed(By::Tag, " \u{200b}old "), Ok(Selector::Tag(Tag(text("old")))));
}

#[test]
fn the_selector_itself_is_sent_only_where_it_finds_exactly_the_plan() {
    let private = Kinds { delivery_type: Some(DeliveryType::Private), ..Kinds::default() };
    let sweep = |selector: &Selector| [Kinds::default(), private.clone()].map(|kinds| selector.sweep(&kinds));
    let prefix = SweepBy::Prefix("a/".into());
    assert_eq!(sweep(&Selector::Prefix(Prefix(text("a/")))), [Some(prefix.clone()), Some(prefix)]);
    assert_eq!(sweep(&Selector::Everything(Everything)), [Some(SweepBy::All), Some(SweepBy::All)]);
    let tag = Selector::Tag(Tag(text("old")));
    assert_eq!(sweep(&tag), [Some(SweepBy::Tag("old".into())), None], "it crosses delivery types");
    assert_eq!(sweep(&Selector::Picked(Picked(Vec::new()))), [None, None]);
}

#[test]
fn the_wider_a_selector_the_more_is_asked_of_a_person() {
    assert_eq!(Selector::Picked(Picked(Vec::new())).breadth(), Breadth::Named);
    assert_eq!(Selector::Prefix(Prefix(text("a"))).breadth(), Breadth::Caught);
    assert_eq!(Selector::Tag(Tag(text("a"))).breadth(), Breadth::Caught);
    assert_eq!(Selector::Everything(Everything).breadth(), Breadth::Everything);
}

#[test]
fn only_what_catches_is_counted_by_the_index() {
    let all = Kinds::default();
    let tag = Selector::Tag(Tag(text("x\" OR *")));
    assert_eq!(tag.expression(&all).unwrap(), r#"tags="x\" OR \*""#);
    assert_eq!(
        Selector::Everything(Everything).expression(&all).unwrap(),
        "(type:upload OR type:private OR type:authenticated)"
    );
    assert_eq!(Selector::Picked(Picked(Vec::new())).expression(&all), None);
}

/// Images that are uploaded.
fn images() -> Kinds {
    Kinds { resource_type: Some(ResourceType::Image), delivery_type: Some(DeliveryType::Upload) }
}

fn listed(selector: &Selector, kinds: &Kinds) -> Vec<Query> {
    match selector.finding(kinds) {
        Finding::Listed(queries) => queries,
        other => panic!("{other:?}"),
    }
}

fn named(selector: &Selector) -> Named<'_> {
    match selector.finding(&Kinds::default()) {
        Finding::Named(named) => named,
        other => panic!("{other:?}"),
    }
}

#[test]
fn only_what_was_typed_is_listed_in_each_of_the_kinds() {
    let (prefix, tag) = (Selector::Prefix(Prefix(text("a/"))), Selector::Tag(Tag(text("old"))));
    let listing = |prefix: Option<&str>| {
        let delivery = Some(DeliveryType::Upload);
        Query::Kind(Listing { kind: ResourceType::Image, delivery, prefix: prefix.map(str::to_owned) })
    };
    assert_eq!(listed(&prefix, &images()), [listing(Some("a/"))]);
    assert_eq!(listed(&Selector::Everything(Everything), &images()), [listing(None)]);
    assert_eq!(listed(&tag, &images()), [Query::Tag(ResourceType::Image, "old".into())]);
    let all = Kinds::default();
    let everywhere = |selector: &Selector| listed(selector, &all).len();
    assert_eq!((everywhere(&prefix), everywhere(&Selector::Everything(Everything))), (9, 9));
    assert_eq!(everywhere(&tag), 3, "it crosses delivery types");
}

#[test]
fn what_was_named_or_clicked_is_asked_for_by_its_ids_and_by_nothing_else() {
    let nameless = Arc::new(Asset { asset_id: None, ..asset(&item(2, true)) });
    let picked = Selector::Picked(Picked(vec![Arc::new(asset(&item(1, true))), Arc::clone(&nameless)]));
    let found = named(&picked);
    assert_eq!((&found.assets[..], &found.nameless[..]), (&[id(1)][..], &[&*nameless][..]));
    assert!(found.copies.is_empty());
    let ids = Selector::AssetIds(AssetIds(vec![id(3), id(1)]));
    assert_eq!((named(&ids).assets, named(&ids).nameless.len()), (vec![id(3), id(1)], 0));
    let copies = |of: &Arc<Asset>| {
        let copies: Vec<Derived> = vec![derived(101), derived(102)];
        Selector::Copies(Copies { of: Arc::clone(of), copies })
    };
    let chosen = copies(&Arc::new(asset(&item(1, true))));
    assert_eq!(named(&chosen).copies, [(id(1), HashSet::from([id(101), id(102)]))]);
    assert!(named(&chosen).assets.is_empty() && named(&chosen).nameless.is_empty());
    let of_nameless = copies(&nameless);
    assert_eq!((named(&of_nameless).nameless, named(&of_nameless).copies.len()), (vec![&*nameless], 0));
}

#[test]
fn what_could_shrink_is_told_from_others_by_its_word_and_text() {
    assert_eq!(Selector::Prefix(Prefix(text("a/"))).key(), Some(("prefix", "a/")));
    assert_eq!(Selector::Tag(Tag(text("old"))).key(), Some(("tag", "old")));
    assert_eq!(Selector::Everything(Everything).key(), Some(("all", "")));
    assert_eq!(Selector::AssetIds(AssetIds(vec![id(1)])).key(), None);
}

#[test]
fn clicked_assets_are_described_by_their_number_and_what_all_of_them_are() {
    let mut raw = item(3, true);
    raw.name.resource_type = ResourceType::Raw;
    let way = |items: &[PlanItem]| {
        let clicked = items.iter().map(|item| Arc::new(asset(item))).collect();
        Selector::Picked(Picked(clicked)).describe(&Kinds::default())
    };
    let (one, two) = (item(1, true), item(2, true));
    assert_eq!(way(std::slice::from_ref(&one)), Way::Clicked { public_id: "docs/1".into() });
    let images = Way::Selected { number: 2, resource_type: Some(ResourceType::Image) };
    assert_eq!(way(&[one.clone(), two]), images);
    assert_eq!(way(&[one, raw]), Way::Selected { number: 2, resource_type: None });
}

#[test]
fn a_list_of_one_row_is_described_by_it_and_a_longer_one_by_its_length() {
    let way = |text: &str| typed(By::One, text).unwrap().describe(&Kinds::default());
    assert_eq!(way("docs/owl"), Way::PublicId { public_id: "docs/owl".into() });
    let link = "https://res.cloudinary.com/demo/image/upload/v1/docs/owl.jpg";
    assert_eq!(way(link), Way::PublicId { public_id: "docs/owl".into() });
    let elsewhere = "https://shop.example/owl.jpg";
    assert_eq!(way(elsewhere), Way::Link { link: elsewhere.into() });
    let list = typed(By::List, "docs/1\ndocs/2").unwrap();
    assert_eq!(list.describe(&Kinds::default()), Way::List { rows: 2 });
}

#[test]
fn a_list_in_which_no_row_can_be_looked_up_is_refused_and_one_in_which_some_can_is_not() {
    let too_long = "x".repeat(256);
    let refused = Err(FormError::AllRefused { first: Refusal::TooLong });
    assert_eq!(typed(By::List, &format!("{too_long}\ny{too_long}")), refused);
    for some in [format!("{too_long}\ndocs/1"), format!("docs/1\n{too_long}")] {
        assert!(matches!(typed(By::List, &some), Ok(Selector::List(List(list))) if list.rows.len() == 2));
    }
}

#[test]
fn links_on_any_host_are_told_of_where_they_are_read() {
    let notes = |any: bool| {
        let hosts = Hosts { any, ..Hosts::of_cloud("demo") };
        let list = Arc::new(PublicIdList::read("docs/1", &hosts));
        Selector::List(List(list)).notes(&[])
    };
    assert_eq!((notes(true), notes(false)), (vec![Note::AnyHost], vec![]));
}

#[test]
fn the_expression_of_a_tag_holds_only_the_kinds_that_were_chosen() {
    let tag = Selector::Tag(Tag(text("old")));
    assert_eq!(tag.expression(&images()).unwrap(), r#"tags="old" AND resource_type:image AND type:upload"#);
}

#[test]
fn other_spellings_of_a_tag_are_tags() {
    let other = Selector::Tag(Tag(text("Old"))).other_spellings();
    let found: Vec<_> = other.iter().map(|it| (&*it.text, it.selector.clone())).collect();
    let tag = |spelled: &str| Selector::Tag(Tag(text(spelled)));
    assert_eq!(found, [("old", tag("old")), ("OLD", tag("OLD"))]);
}
