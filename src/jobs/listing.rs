//! Listing to the end: every page, or an honest "incomplete".

use std::collections::HashSet;

use super::follow::{Broken, follow};
use super::preview_reader::PreviewReader;
use crate::api::{During, Page, Unreadable};
use crate::model::asset::{Asset, AssetId, AssetName, Derived};
use crate::model::item::{PlanItem, Words};
use crate::model::note::Note;
use crate::model::problem::Problem;
use crate::model::query::Query;

/// Items found so far, and what had to be left out.
pub(super) struct Found<'a> {
    /// In the order in which the server listed them.
    pub items: Vec<PlanItem>,
    seen: HashSet<AssetId>,
    /// Without an asset ID: could not be told apart from a later upload under the same name.
    nameless: HashSet<AssetName>,
    /// The public ID of the first of them.
    first_nameless: Option<Box<str>>,
    /// Entries of an answer that could not be read.
    unreadable: usize,
    /// The first of them.
    first_unreadable: Option<Unreadable>,
    /// Listed, but not of the kinds that were asked for.
    others: usize,
    /// Listed, but nothing shows that they are what was asked for.
    unasked: usize,
    words: Words,
    reader: &'a PreviewReader,
}

impl<'a> Found<'a> {
    pub(super) fn new(reader: &'a PreviewReader) -> Self {
        Self {
            items: Vec::new(),
            seen: HashSet::new(),
            nameless: HashSet::new(),
            first_nameless: None,
            unreadable: 0,
            first_unreadable: None,
            others: 0,
            unasked: 0,
            words: Words::default(),
            reader,
        }
    }

    /// Takes an asset in; a placeholder is nothing that could be deleted.
    pub(super) fn take(&mut self, asset: &Asset) {
        if asset.placeholder {
            return;
        }
        match PlanItem::of_asset(asset, &mut self.words) {
            Ok(item) if self.seen.insert(item.asset_id) => self.items.push(item),
            Ok(_) => {}
            Err(name) => {
                self.first_nameless.get_or_insert_with(|| name.public_id.clone());
                self.nameless.insert(name);
            }
        }
    }

    /// Whether an asset is among the items.
    pub(super) fn holds(&self, asset: &Asset) -> bool {
        asset.asset_id.is_some_and(|id| self.seen.contains(&id))
    }

    /// An asset as an item that is not taken in. `None` for what could not be planned.
    pub(super) fn offer(&mut self, asset: &Asset) -> Option<PlanItem> {
        PlanItem::of_asset(asset, &mut self.words).ok()
    }

    /// Takes those in of a page of assets that were asked for by their IDs that are admitted; gives how
    /// many are not. What else the page brings says nothing of them.
    pub(super) fn take_named(&mut self, page: &Page, admit: impl Fn(&Asset) -> bool) -> usize {
        let mut others = 0;
        for asset in &page.items {
            if admit(asset) {
                self.take(asset);
            } else {
                others += usize::from(!asset.placeholder);
            }
        }
        self.note_unreadable(page);
        self.count();
        others
    }

    /// Takes a whole page of a listing in.
    pub(super) fn take_page(&mut self, page: &Page, admit: impl Fn(&Asset) -> bool) {
        for asset in &page.items {
            if admit(asset) {
                self.take(asset);
            } else {
                self.others += 1;
            }
        }
        self.unasked += page.others;
        self.note_unreadable(page);
        self.count();
    }

    /// Takes single copies of an original in.
    pub(super) fn take_copies<'c>(&mut self, of: &Asset, copies: impl Iterator<Item = &'c Derived>) {
        let (words, seen) = (&mut self.words, &mut self.seen);
        let items = copies.filter_map(|copy| PlanItem::of_copy(of, copy, words).ok());
        self.items.extend(items.filter(|item| seen.insert(item.key())));
        self.count();
    }

    /// Whether everything that was listed is among the items, so that the selector itself would
    /// find exactly these.
    pub(super) fn is_whole(&self) -> bool {
        self.nameless.is_empty() && self.unreadable == 0 && self.others == 0 && self.unasked == 0
    }

    /// Entries that were listed, that the search index may know of, and that are not among the items.
    /// What is not of the kinds that were asked for is in no index's number.
    pub(super) fn set_aside(&self) -> u64 {
        (self.nameless.len() + self.unreadable) as u64
    }

    /// The items, once everything is found.
    pub(super) fn into_items(self) -> Vec<PlanItem> {
        self.items
    }

    /// Counts what a page could not tell.
    pub(super) fn note_unreadable(&mut self, page: &Page) {
        self.unreadable += page.unreadable.len();
        if self.first_unreadable.is_none() {
            self.first_unreadable = page.unreadable.first().cloned();
        }
    }

    /// Tells how many there are by now.
    pub(super) fn count(&mut self) {
        self.reader.note(|counted| counted.found = self.items.len() as u64);
    }

    /// What was left out.
    pub(super) fn notes(&self) -> Vec<Note> {
        let mut notes = Vec::new();
        if let Some(example) = self.first_nameless.clone() {
            notes.push(Note::WithoutAssetId { number: self.nameless.len() as u64, example });
        }
        if let Some(Unreadable { text, why }) = &self.first_unreadable {
            notes.push(Note::Unreadable {
                number: self.unreadable as u64,
                example: text.as_str().into(),
                why: why.clone(),
            });
        }
        if self.unasked > 0 {
            notes.push(Note::NotAskedFor(self.unasked as u64));
        }
        notes
    }
}

/// Follows a listing to its end; what went wrong is told in the user's words.
///
/// # Errors
/// As [`follow`].
pub(super) async fn to_the_end(
    reader: &PreviewReader,
    query: &Query,
    mut take: impl FnMut(&Page),
) -> Result<(), Problem> {
    follow(reader, query, |page| take(&page)).await.map_err(|broken| match broken {
        Broken::Failed(error) => error.problem(During::Reading),
        Broken::Endless(endless) => endless.problem(),
    })
}

/// Asks for assets by their IDs, in hundreds.
///
/// # Errors
/// The first request that fails.
pub(super) async fn by_asset_ids(
    reader: &PreviewReader,
    ids: &[AssetId],
    mut take: impl FnMut(&Page),
) -> Result<(), Problem> {
    for hundred in ids.chunks(crate::model::route::Route::BATCH) {
        let answer = reader.by_asset_ids(hundred).await.map_err(|error| error.problem(During::Reading))?;
        take(&answer);
    }
    Ok(())
}
