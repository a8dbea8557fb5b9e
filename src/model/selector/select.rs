//! What is known of a way of finding assets, whichever it is.

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use crate::model::asset::{Asset, AssetId};
use crate::model::breadth::Breadth;
use crate::model::description::Way;
use crate::model::guess::{self, Why};
use crate::model::item::PlanItem;
use crate::model::kinds::Kinds;
use crate::model::list::PublicIdList;
use crate::model::non_blank::NonBlank;
use crate::model::note::Note;
use crate::model::query::Query;
use crate::model::sweep::SweepBy;

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
    fn other_spellings(&self) -> Vec<Spelling<Self>>
    where
        Self: Sized,
    {
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
pub struct Spelling<S> {
    /// The text.
    pub text: String,
    /// The same way of finding with that text.
    pub selector: S,
    /// How it differs.
    pub why: Why,
}

impl<S> Spelling<S> {
    /// The same of a selector that is made of this one's.
    pub(super) fn map<T>(self, make: impl FnOnce(S) -> T) -> Spelling<T> {
        Spelling { text: self.text, selector: make(self.selector), why: self.why }
    }
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
    /// The same, read as [`By::reading`](super::By::reading) says; empty where that is [`Reading::Text`].
    pub list: &'a Arc<PublicIdList>,
}

/// The other spellings of a text that are not blank, too long or the text itself; `of` makes a selector of
/// one.
pub(super) fn spellings<S>(
    text: &NonBlank,
    others: Vec<(String, Why)>,
    of: impl Fn(NonBlank) -> S,
) -> Vec<Spelling<S>> {
    let mut seen = HashSet::from([text.as_str().to_owned()]);
    let others = others.into_iter().chain(guess::spellings(text.as_str()));
    others
        .filter(|(other, _)| seen.insert(other.clone()))
        .filter_map(|(text, why)| Some(Spelling { selector: of(NonBlank::new(&text).ok()?), text, why }))
        .collect()
}
