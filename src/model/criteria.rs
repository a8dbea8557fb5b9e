//! What a form asks for: the criteria from which the planner builds a plan.
//!
//! Text becomes criteria only through the functions here, so a blank prefix or tag cannot reach
//! the planner, and with it no request.

use std::sync::Arc;

use super::asset::{Asset, DeliveryType, Derived, ResourceType};
use super::delivery::Hosts;
use super::guess::trimmed;
use super::item::Items;
use super::job_id::JobId;
use super::kinds::Kinds;
use super::list::{PublicIdList, Wanted};
use super::outcome::Outcome;
use super::receipt::{Line, Receipt};
use super::what::What;

/// How the assets are found.
#[derive(Clone, Debug, PartialEq)]
pub enum Selector {
    /// One public ID or one pasted delivery URL, and a list of them: row by row.
    List(Arc<PublicIdList>),
    /// Every public ID that starts with this text. Not folder-aware. Never blank.
    Prefix(String),
    /// Every asset with this tag. Never blank.
    Tag(String),
    /// Everything of the kinds.
    All,
    /// Assets clicked in the library.
    Picked(Vec<Arc<Asset>>),
    /// Copies of one asset, chosen from its details.
    Copies {
        /// The original, which stays.
        of: Arc<Asset>,
        /// The copies that go.
        copies: Vec<Derived>,
    },
    /// What an earlier job left undone: looked up anew, previewed and confirmed like anything else.
    Again {
        /// That job.
        of: JobId,
        /// Its items.
        items: Items,
    },
}

/// A filled form.
#[derive(Clone, Debug, PartialEq)]
pub struct Criteria {
    /// How the assets are found.
    pub selector: Selector,
    /// Which kinds to look through. Of no meaning for picked assets and copies.
    pub kinds: Kinds,
    /// What goes of each.
    pub what: What,
    /// Whether CDN copies are to be cleared: Cloudinary's `invalidate`.
    pub invalidate: bool,
}

/// A field that a form cannot take, with the sentence for its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CriteriaError {
    /// An empty prefix would be everything.
    #[error("Enter how the public IDs start. An empty start would mean every asset, so it is never sent.")]
    EmptyPrefix,
    /// No tag.
    #[error("Choose or enter a tag.")]
    EmptyTag,
    /// Longer than Cloudinary allows.
    #[error("A tag has at most 255 characters.")]
    LongTag,
    /// Longer than Cloudinary allows.
    #[error("A public ID has at most 255 characters.")]
    LongPrefix,
    /// Nothing usable in the field.
    #[error("Enter a public ID or paste a link to the asset.")]
    EmptyPublicId,
    /// No line names an asset.
    #[error("Paste the public IDs, one a line, or open a file.")]
    EmptyList,
    /// Nothing is selected.
    #[error("Select at least one asset.")]
    NothingPicked,
}

/// What a job left undone: its items that were refused, and those whose end is unknown. `None`
/// where there are none.
pub fn again(receipt: &Receipt) -> Option<Criteria> {
    let undone =
        |line: &&Line| matches!(line.outcome, Some(Outcome::Refused { .. } | Outcome::Unknown { .. }));
    let items: Vec<_> = receipt.lines.iter().filter(undone).map(|line| line.item.clone()).collect();
    let header = &receipt.summary.header;
    (!items.is_empty()).then(|| Criteria {
        selector: Selector::Again { of: header.id, items: items.into() },
        kinds: Kinds::default(),
        what: header.what,
        invalidate: header.invalidate,
    })
}

/// Checks a prefix. It counts to the letter, blanks at its ends, too: `summer ` is the start of
/// `summer sale/a`, and not of `summer-camp/b`.
///
/// # Errors
/// A blank one, and one that is too long.
pub fn prefix(text: &str) -> Result<Selector, CriteriaError> {
    match text.chars().count() {
        _ if trimmed(text).is_empty() => Err(CriteriaError::EmptyPrefix),
        1..=255 => Ok(Selector::Prefix(text.to_owned())),
        _ => Err(CriteriaError::LongPrefix),
    }
}

/// Checks a tag. Blanks and invisible characters at its ends are cut off: no tag has one there.
///
/// # Errors
/// A blank one, and one that is too long.
pub fn tag(text: &str) -> Result<Selector, CriteriaError> {
    let text = trimmed(text);
    match text.chars().count() {
        0 => Err(CriteriaError::EmptyTag),
        1..=255 => Ok(Selector::Tag(text.to_owned())),
        _ => Err(CriteriaError::LongTag),
    }
}

/// Checks one public ID or link.
///
/// # Errors
/// A blank one. What the link cannot be read as is told by the list's own rows.
pub fn one(text: &str, hosts: &Hosts) -> Result<Selector, CriteriaError> {
    let list = PublicIdList::read_one(text, hosts);
    if list.rows.is_empty() { Err(CriteriaError::EmptyPublicId) } else { Ok(Selector::List(Arc::new(list))) }
}

/// Checks pasted lines.
///
/// # Errors
/// A list in which no line names anything.
pub fn list(text: &str, hosts: &Hosts) -> Result<Selector, CriteriaError> {
    let list = PublicIdList::read(text, hosts);
    if list.rows.is_empty() { Err(CriteriaError::EmptyList) } else { Ok(Selector::List(Arc::new(list))) }
}

impl Criteria {
    /// What tells these criteria from others of the same environment, for what they found last
    /// time. `None` where each asset was named: there is nothing to compare.
    pub fn key(&self) -> Option<String> {
        let (word, text) = match &self.selector {
            Selector::Prefix(prefix) => ("prefix", &**prefix),
            Selector::Tag(tag) => ("tag", &**tag),
            Selector::All => ("all", ""),
            Selector::List(_) | Selector::Picked(_) | Selector::Copies { .. } | Selector::Again { .. } => {
                return None;
            }
        };
        let kind = self.kinds.resource_type.map_or("*", ResourceType::as_str);
        let delivery = self.kinds.delivery_type.as_ref().map_or("*", DeliveryType::as_str);
        Some(format!("{}/{kind}/{delivery}/{word}/{text}", self.what.word()))
    }

    /// A sentence part for headings, receipts and the journal: `Public IDs that start with
    /// “docs/”`.
    pub fn describe(&self) -> String {
        let found = match &self.selector {
            Selector::List(list) if list.rows.len() == 1 => match &list.rows[0].wanted {
                Wanted::Link(Some(name)) => format!("Public ID “{}”", name.public_id),
                Wanted::Link(None) | Wanted::Address(_) => format!("Link “{}”", list.rows[0].text),
                _ => format!("Public ID “{}”", list.rows[0].text),
            },
            Selector::List(list) => {
                format!("List of {} public IDs", super::format::count(list.rows.len() as u64))
            }
            Selector::Prefix(prefix) => format!("Name starts with “{}”", super::format::shown(prefix)),
            Selector::Tag(tag) => format!("Tag “{tag}”"),
            Selector::All => format!("Everything: {}", self.kinds.describe()),
            Selector::Picked(assets) => match &assets[..] {
                [one] => format!("“{}”", one.name.public_id),
                several => {
                    let kinds = several.iter().map(|asset| asset.name.resource_type);
                    format!("{} selected", super::format::originals(several.len() as u64, only(kinds)))
                }
            },
            Selector::Copies { of, copies } => {
                let copies = super::format::plural(copies.len() as u64, "copy", "copies");
                format!("{copies} of “{}”", of.name.public_id)
            }
            Selector::Again { of, items } => {
                let items = super::format::plural(items.len() as u64, "item", "items");
                format!("Retry: {items} from receipt {of}")
            }
        };
        match self.what {
            What::AllCopies => format!("{found} · copies only"),
            What::Originals | What::ChosenCopies => found,
        }
    }
}

/// The one that all are, if they are.
fn only(mut kinds: impl Iterator<Item = ResourceType>) -> Option<ResourceType> {
    let first = kinds.next()?;
    kinds.all(|kind| kind == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_prefix_or_tag_never_becomes_criteria() {
        for blank in ["", " ", "\t\n", "\u{a0}", "\u{200b}\u{feff}"] {
            assert_eq!(prefix(blank), Err(CriteriaError::EmptyPrefix), "{blank:?}");
            assert_eq!(tag(blank), Err(CriteriaError::EmptyTag), "{blank:?}");
            assert_eq!(one(blank, &Hosts::of_cloud("demo")), Err(CriteriaError::EmptyPublicId), "{blank:?}");
            assert_eq!(list(blank, &Hosts::of_cloud("demo")), Err(CriteriaError::EmptyList), "{blank:?}");
        }
        assert_eq!(prefix(&"x".repeat(256)), Err(CriteriaError::LongPrefix));
        assert_eq!(tag(" \u{200b}old "), Ok(Selector::Tag("old".into())));
    }

    #[test]
    fn a_prefix_counts_as_it_was_typed() {
        for typed in ["docs/", " docs/ ", "summer ", "\u{200b}a"] {
            assert_eq!(prefix(typed), Ok(Selector::Prefix(typed.into())), "{typed:?}");
        }
    }

    #[test]
    fn only_what_could_shrink_has_a_key() {
        let criteria = |selector| Criteria {
            selector,
            kinds: Kinds { resource_type: Some(ResourceType::Image), delivery_type: None },
            what: What::Originals,
            invalidate: true,
        };
        assert_eq!(criteria(Selector::Tag("a".into())).key().unwrap(), "originals/image/*/tag/a");
        assert_ne!(criteria(Selector::Tag("a".into())).key(), criteria(Selector::Prefix("a".into())).key());
        assert_eq!(criteria(Selector::Picked(Vec::new())).key(), None);
    }
}
