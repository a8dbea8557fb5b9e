//! Every public ID that starts with a text. Not folder-aware: `docs` also catches `docs2/a`.

use super::expression;
use super::form_error::FormError;
use super::select::{Finding, Reading, Select, Spelling, Typed, spellings};
use crate::model::breadth::Breadth;
use crate::model::description::Way;
use crate::model::guess::{Why, trimmed};
use crate::model::item::PlanItem;
use crate::model::kinds::Kinds;
use crate::model::non_blank::{NonBlank, Unfit};
use crate::model::note::Note;
use crate::model::query::{Listing, Query};
use crate::model::sweep::SweepBy;

pub(super) const READING: Reading = Reading::Text;

/// How the public IDs start, to the letter, blanks at its ends, too: `summer ` is the start of
/// `summer sale/a`, and not of `summer-camp/b`.
#[derive(Clone, Debug, PartialEq)]
pub struct Prefix(pub NonBlank);

pub(super) fn read(typed: Typed<'_>) -> Result<Prefix, FormError> {
    NonBlank::new(typed.text).map(Prefix).map_err(|unfit| match unfit {
        Unfit::Blank => FormError::NoPrefix,
        Unfit::TooLong => FormError::PrefixTooLong,
    })
}

impl Select for Prefix {
    fn describe(&self, _: &Kinds) -> Way {
        Way::Prefix { text: self.0.as_str().into() }
    }

    fn breadth(&self) -> Breadth {
        Breadth::Caught
    }

    fn finding(&self, kinds: &Kinds) -> Finding<'_> {
        let listing = |(kind, delivery)| {
            Query::Kind(Listing { kind, delivery: Some(delivery), prefix: Some(self.0.to_string()) })
        };
        Finding::Listed(kinds.pairs().map(listing).collect())
    }

    fn key(&self) -> Option<(&'static str, &str)> {
        Some(("prefix", self.0.as_str()))
    }

    fn expression(&self, kinds: &Kinds) -> Option<String> {
        let starts = format!("public_id:{}*", expression::bare(self.0.as_str()));
        Some(expression::all([starts].into_iter().chain(expression::kinds(kinds))))
    }

    fn sweep(&self, _: &Kinds) -> Option<SweepBy> {
        Some(SweepBy::Prefix(self.0.to_string()))
    }

    fn notes(&self, items: &[PlanItem]) -> Vec<Note> {
        siblings(self.0.as_str(), items).into_iter().collect()
    }

    fn other_spellings(&self) -> Vec<Spelling<Self>> {
        let text = trimmed(self.0.as_str());
        let slashes = text.replace('\\', "/");
        let others = vec![
            (text.to_owned(), Why::Trimmed),
            (slashes.trim_start_matches('/').to_owned(), Why::OtherSlashes),
        ];
        spellings(&self.0, others, Self)
    }
}

/// Warns where a prefix that looks like a folder also catches its neighbours.
fn siblings(prefix: &str, items: &[PlanItem]) -> Option<Note> {
    if prefix.ends_with('/') {
        return None;
    }
    let outside: Vec<&str> = items
        .iter()
        .map(|item| &*item.name.public_id)
        .filter(|id| id.strip_prefix(prefix).is_some_and(|rest| !rest.starts_with('/')))
        .collect();
    let inside = items.len() - outside.len();
    let example = outside.iter().find(|id| **id != prefix)?;
    (inside > 0).then(|| Note::Siblings {
        folder: prefix.into(),
        outside: outside.len() as u64,
        example: (*example).into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture::item;

    fn prefix(text: &str) -> Prefix {
        Prefix(NonBlank::new(text).unwrap())
    }

    fn named(public_id: &str) -> PlanItem {
        let mut item = item(1, true);
        item.name.public_id = public_id.into();
        item
    }

    #[test]
    fn a_prefix_without_a_slash_warns_of_its_neighbours() {
        let items = [named("docs/a"), named("docs2/b"), named("docs")];
        let notes = prefix("docs").notes(&items);
        let siblings = Note::Siblings { folder: "docs".into(), outside: 2, example: "docs2/b".into() };
        assert_eq!(notes, [siblings]);
        assert_eq!(prefix("docs/").notes(&items[..1]), []);
        let down = [named("docs/a"), named("down/b")];
        assert_eq!(prefix("do").notes(&down), [], "not a folder's name");
    }

    #[test]
    fn other_spellings_never_hold_the_text_itself_or_nothing() {
        let texts = |text: &str| -> Vec<String> {
            prefix(text).other_spellings().into_iter().map(|other| other.text).collect()
        };
        assert_eq!(texts("Products/"), ["products/", "PRODUCTS/"]);
        assert_eq!(texts("summer ")[0], "summer");
        assert_eq!(texts("/docs")[0], "docs");
        assert!(!texts("docs/").contains(&"docs/".to_owned()));
        assert!(texts("/").is_empty());
    }

    #[test]
    fn what_means_something_in_an_expression_is_escaped() {
        use crate::model::asset::ResourceType;
        let images = Kinds { resource_type: Some(ResourceType::Image), delivery_type: Some("upload".into()) };
        assert_eq!(
            prefix("a b(c)*/").expression(&images).unwrap(),
            r"public_id:a\ b\(c\)\*/* AND resource_type:image AND type:upload"
        );
    }
}
