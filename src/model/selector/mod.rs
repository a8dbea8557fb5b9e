//! The ways of finding assets: a file for each, and a line for each in the table below.
//!
//! A file holds all that is known of its way: how what was typed is read, what it is called, how much
//! it catches and what is asked for it. What a form holds becomes a selector only through its file's `read`, so that a blank text never reaches the planner.

mod again;
mod asset_ids;
mod copies;
mod everything;
mod expression;
mod form_error;
mod list;
mod one;
mod picked;
mod prefix;
mod tag;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

pub use again::Again;
pub use asset_ids::AssetIds;
pub use copies::Copies;
pub use everything::Everything;
pub use form_error::FormError;
pub use list::List;
pub use picked::Picked;
pub use prefix::Prefix;
pub use tag::Tag;

pub use super::non_blank::{NonBlank, Unfit};

use super::asset::{Asset, AssetId};
use super::breadth::Breadth;
use super::description::Way;
use super::guess::Why;
use super::item::PlanItem;
use super::kinds::Kinds;
use super::list::PublicIdList;
use super::note::Note;
use super::query::Query;
use super::sweep::SweepBy;

/// Makes [`Selector`], and [`By`] of the ways that a form can fill, each named as its file.
macro_rules! selectors {
    ($($(#[$doc:meta])* $name:ident $(, $(#[$by_doc:meta])* by $by:ident in $file:ident)*;)*) => {
        /// How assets are found.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Selector {
            $($(#[$doc])* $name($name),)*
        }

        impl Deref for Selector {
            type Target = dyn Select;

            fn deref(&self) -> &Self::Target {
                match self {
                    $(Self::$name(selector) => selector,)*
                }
            }
        }

        /// How a form finds its assets.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum By {
            $($($(#[$by_doc])* $by,)*)*
        }

        impl By {
            /// In the order in which they are offered.
            pub const ALL: &'static [Self] = &[$($(Self::$by,)*)*];

            /// How its text is read while it is typed.
            pub const fn reading(self) -> Reading {
                match self {
                    $($(Self::$by => $file::READING,)*)*
                }
            }

            /// Reads what was typed.
            ///
            /// # Errors
            /// Why it finds nothing.
            pub fn read(self, typed: Typed<'_>) -> Result<Selector, FormError> {
                match self {
                    $($(Self::$by => $file::read(typed),)*)*
                }
            }
        }
    };
}

selectors! {
    /// Public IDs and links, row by row.
    List,
        /// One public ID or pasted link.
        by One in one,
        /// Pasted lines, or a file.
        by List in list;
    /// Assets by their IDs.
    AssetIds,
        /// Asset IDs, one on each line.
        by AssetIds in asset_ids;
    /// Every public ID that starts with a text.
    Prefix,
        /// Public IDs that start with a text.
        by Prefix in prefix;
    /// Every asset with a tag.
    Tag,
        /// Assets with a tag.
        by Tag in tag;
    /// Everything of the kinds.
    Everything,
        /// Everything of the kinds.
        by Everything in everything;
    /// Assets clicked in the library.
    Picked;
    /// Copies of one asset, chosen from its details.
    Copies;
    /// What an earlier job left undone.
    Again;
}

/// What is known of a way of finding assets.
pub trait Select: fmt::Debug {
    /// How it finds, for headings, receipts and the journal.
    fn describe(&self, kinds: &Kinds) -> Way;

    /// How much it catches, which is part of its risk.
    fn breadth(&self) -> Breadth;

    /// What is asked to find its assets.
    fn finding(&self, kinds: &Kinds) -> Finding<'_>;

    /// A word and a text that tell it from others of the same environment, for what it found last
    /// time. `None` where each asset was named: there is nothing to compare.
    fn key(&self) -> Option<(&'static str, &str)> {
        None
    }

    /// The search expression that counts what it would find. `None` where each asset was named.
    fn expression(&self, _: &Kinds) -> Option<String> {
        None
    }

    /// The selector that could itself be sent, in place of what it found.
    fn sweep(&self, _: &Kinds) -> Option<SweepBy> {
        None
    }

    /// What the user should know of what it found.
    fn notes(&self, _: &[PlanItem]) -> Vec<Note> {
        Vec::new()
    }

    /// Of the assets that it names, so many are not there any more: at least one.
    fn gone(&self, number: u64) -> Note {
        Note::Gone(number)
    }

    /// What else its text could mean, for where it finds nothing. A text that is blank is left out.
    fn other_spellings(&self) -> Vec<Spelling> {
        Vec::new()
    }
}

/// What is asked to find a selector's assets.
#[derive(Debug)]
pub enum Finding<'a> {
    /// Listings, each followed to its end. The reader admits nothing else than what they ask for.
    Listed(Vec<Query>),
    /// Rows of a list, each by itself.
    Rows(&'a Arc<PublicIdList>),
    /// What was named or clicked, asked for by its IDs.
    Named(Named<'a>),
}

/// Assets and copies that were named or clicked.
#[derive(Debug, Default)]
pub struct Named<'a> {
    /// Assets.
    pub assets: Vec<AssetId>,
    /// Assets without an ID: they cannot be planned, and the user is told.
    pub nameless: Vec<&'a Asset>,
    /// Single copies, by their originals.
    pub copies: Vec<(AssetId, HashSet<AssetId>)>,
}

/// What a text could mean besides what it says.
#[derive(Clone, Debug, PartialEq)]
pub struct Spelling {
    /// The text.
    pub text: String,
    /// The same way of finding with that text.
    pub selector: Selector,
    /// How it differs.
    pub why: Why,
}

/// How the text of a form is read while it is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// As it stands; nothing, where the form has no text.
    Text,
    /// As one public ID or link.
    One,
    /// Line by line.
    Lines,
}

/// What was typed into a form.
#[derive(Clone, Copy, Debug)]
pub struct Typed<'a> {
    /// The field's text.
    pub text: &'a str,
    /// The same, read as [`By::reading`] says; empty where that is [`Reading::Text`].
    pub list: &'a Arc<PublicIdList>,
}

/// The other spellings of a text that are not blank, too long or the text itself; `of` makes a selector of
/// one.
fn spellings(
    text: &NonBlank,
    others: Vec<(String, Why)>,
    of: impl Fn(NonBlank) -> Selector,
) -> Vec<Spelling> {
    let mut seen = HashSet::from([text.as_str().to_owned()]);
    let others = others.into_iter().chain(super::guess::spellings(text.as_str()));
    others
        .filter(|(other, _)| seen.insert(other.clone()))
        .filter_map(|(text, why)| Some(Spelling { selector: of(NonBlank::new(&text).ok()?), text, why }))
        .collect()
}
