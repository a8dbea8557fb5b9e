//! What a sweep sends: the selector itself, once for each kind, a thousand originals a request.
//!
//! A sweep deletes whatever the selector finds at that moment, so it is offered only where the
//! selector found exactly what the plan holds, and it never touches a kind in which the plan holds
//! nothing.

use std::collections::HashSet;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::asset::{DeliveryType, ResourceType};
use super::item::PlanItem;
use super::non_blank::NonBlank;

/// The selector.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SweepBy {
    /// Every public ID that starts with this text; never blank.
    Prefix(String),
    /// Every asset with this tag, of all delivery types; never blank.
    Tag(String),
    /// Everything.
    All,
}

impl SweepBy {
    /// The kind of selector and its text, for the fingerprint.
    pub fn parts(&self) -> (&'static str, &str) {
        match self {
            Self::Prefix(prefix) => ("prefix", prefix),
            Self::Tag(tag) => ("tag", tag),
            Self::All => ("all", ""),
        }
    }
}

/// The selector for one kind, and the items of the plan that it found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SweepPart {
    /// Image, video or raw.
    pub resource_type: ResourceType,
    /// `None` for a tag, whose deletion crosses delivery types.
    pub delivery_type: Option<DeliveryType>,
    /// Positions in the plan.
    pub items: Range<u32>,
}

/// A plan that could be swept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sweep {
    /// The selector.
    pub by: SweepBy,
    /// One for each kind, in the order of the plan.
    #[serde(rename = "strokes")]
    pub parts: Vec<SweepPart>,
}

impl Sweep {
    /// The most originals that one request deletes: Cloudinary's limit for selectors.
    pub const REQUEST: usize = 1000;

    /// Sorts a plan's items by kind. `None` where a kind stands in two places, or where two items
    /// would have the same name in an answer: then no answer could be read for certain.
    pub fn of(by: SweepBy, items: &[PlanItem]) -> Option<Self> {
        let crosses = matches!(by, SweepBy::Tag(_));
        let kind = |item: &PlanItem| {
            let delivery = (!crosses).then(|| item.name.delivery_type.clone());
            (item.name.resource_type, delivery)
        };
        let mut parts: Vec<SweepPart> = Vec::new();
        for run in items.chunk_by(|one, next| kind(one) == kind(next)) {
            let (resource_type, delivery_type) = kind(run.first()?);
            let first = parts.last().map_or(0, |part| part.items.end);
            parts.push(SweepPart { resource_type, delivery_type, items: first..first + run.len() as u32 });
        }
        let mut kinds = HashSet::new();
        let apart = parts.iter().all(|it| kinds.insert((it.resource_type, it.delivery_type.clone())));
        let mut names = HashSet::with_capacity(items.len());
        let distinct = items.iter().all(|it| {
            let delivery = (!crosses).then_some(&it.name.delivery_type);
            names.insert((it.name.resource_type, delivery, &*it.name.public_id))
        });
        (apart && distinct && !parts.is_empty()).then_some(Self { by, parts })
    }

    /// Whether its parts are those that its selector makes of these items, and it has one that may
    /// be sent.
    pub fn fits(&self, items: &[PlanItem]) -> bool {
        let may_be_sent = match &self.by {
            SweepBy::Prefix(text) | SweepBy::Tag(text) => NonBlank::new(text).is_ok(),
            SweepBy::All => true,
        };
        may_be_sent && Self::of(self.by.clone(), items).as_ref() == Some(self)
    }

    /// Requests at a thousand originals each.
    pub fn requests(&self) -> u64 {
        self.parts.iter().map(|part| part.items.len().div_ceil(Self::REQUEST) as u64).sum()
    }

    /// Requests that list everything the selector finds, 500 in a page.
    pub fn pages(&self) -> u64 {
        self.parts.iter().map(|part| part.items.len().div_ceil(500) as u64).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture::item;

    fn of_kind(number: u8, resource_type: ResourceType, delivery: &str) -> PlanItem {
        let mut item = item(number, true);
        item.name.resource_type = resource_type;
        item.name.delivery_type = DeliveryType::from(delivery);
        item
    }

    #[test]
    fn each_kind_is_one_part_and_no_other_kind_is_touched() {
        let items = [
            of_kind(1, ResourceType::Image, "upload"),
            of_kind(2, ResourceType::Image, "upload"),
            of_kind(3, ResourceType::Raw, "private"),
        ];
        let sweep = Sweep::of(SweepBy::Prefix("docs/".into()), &items).unwrap();
        assert_eq!(sweep.parts.len(), 2);
        assert_eq!(sweep.parts[0].items, 0..2);
        assert_eq!(sweep.parts[1].delivery_type, Some(DeliveryType::Private));
        assert_eq!((sweep.requests(), sweep.parts[1].items.clone()), (2, 2..3));
        let tag = Sweep::of(SweepBy::Tag("old".into()), &items).unwrap();
        assert_eq!(tag.parts[0].delivery_type, None);
    }

    #[test]
    fn a_selector_that_nobody_sees_is_never_sent() {
        let items = [of_kind(1, ResourceType::Image, "upload")];
        let fits = |by| Sweep::of(by, &items).unwrap().fits(&items);
        for blank in ["", " ", "\u{200b}", "\u{feff} "] {
            assert!(!fits(SweepBy::Prefix(blank.into())) && !fits(SweepBy::Tag(blank.into())), "{blank:?}");
        }
        assert!(fits(SweepBy::Prefix("docs/".into())) && fits(SweepBy::Tag("old".into())));
        assert!(fits(SweepBy::All));
    }

    #[test]
    fn what_could_not_be_told_apart_in_an_answer_is_not_swept() {
        let mut mixed = vec![
            of_kind(1, ResourceType::Image, "upload"),
            of_kind(2, ResourceType::Raw, "upload"),
            of_kind(3, ResourceType::Image, "upload"),
        ];
        assert_eq!(Sweep::of(SweepBy::All, &mixed), None, "one kind in two places");
        mixed[1] = of_kind(1, ResourceType::Image, "private");
        mixed.pop();
        assert!(Sweep::of(SweepBy::All, &mixed).is_some());
        assert_eq!(Sweep::of(SweepBy::Tag("a".into()), &mixed), None, "one name for two assets");
        assert_eq!(Sweep::of(SweepBy::All, &[]), None);
    }

    #[test]
    fn selectors_are_told_apart_by_their_sort_and_text() {
        let parts = |by: &SweepBy| by.parts().0.to_owned() + " " + by.parts().1;
        let all = [SweepBy::Prefix("old".into()), SweepBy::Tag("old".into()), SweepBy::All];
        assert_eq!(all.map(|by| parts(&by)), ["prefix old", "tag old", "all "]);
    }

    #[test]
    fn a_request_takes_a_thousand_and_a_page_holds_five_hundred() {
        for (items, requests, pages) in [(1000, 1, 2), (1001, 2, 3), (500, 1, 1)] {
            let sweep = Sweep::of(SweepBy::All, &crate::model::fixture::items(items, true)).unwrap();
            assert_eq!((sweep.requests(), sweep.pages()), (requests, pages), "{items}");
        }
    }
}
