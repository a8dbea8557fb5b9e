use std::sync::Arc;

use super::*;
use crate::model::asset::DeliveryType;
use crate::model::breadth::Breadth;
use crate::model::delivery::Hosts;
use crate::model::kinds::Kinds;
use crate::model::list::PublicIdList;
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
