//! Listing to the end: every page, or an honest "incomplete".

use std::collections::HashSet;

use crate::api::{ApiError, During, Page, Reader};
use crate::model::asset::{Asset, AssetId, AssetName};
use crate::model::format;
use crate::model::plan::PlanItem;
use crate::model::problem::Problem;

/// Items found so far, and what had to be left out.
pub(super) struct Found<'a> {
    /// In the order in which the server listed them.
    pub items: Vec<PlanItem>,
    seen: HashSet<AssetId>,
    /// Without an asset ID: could not be told apart from a later upload under the same name.
    nameless: Vec<AssetName>,
    /// Entries of an answer that could not be read.
    unreadable: usize,
    tell: &'a mut (dyn FnMut(u64) + Send),
}

impl<'a> Found<'a> {
    pub(super) fn new(tell: &'a mut (dyn FnMut(u64) + Send)) -> Self {
        Self { items: Vec::new(), seen: HashSet::new(), nameless: Vec::new(), unreadable: 0, tell }
    }

    /// Takes an asset in; a placeholder is nothing that could be deleted.
    pub(super) fn take(&mut self, asset: &Asset) {
        if asset.placeholder {
            return;
        }
        match PlanItem::of_asset(asset) {
            Ok(item) if self.seen.insert(item.asset_id) => self.items.push(item),
            Ok(_) => {}
            Err(name) if self.nameless.contains(&name) => {}
            Err(name) => self.nameless.push(name),
        }
    }

    /// Takes a whole page in.
    pub(super) fn take_page(&mut self, page: &Page, admit: impl Fn(&Asset) -> bool) {
        page.items.iter().filter(|asset| admit(asset)).for_each(|asset| self.take(asset));
        self.note_unreadable(page);
        self.count();
    }

    /// Counts what a page could not tell.
    pub(super) fn note_unreadable(&mut self, page: &Page) {
        self.unreadable += page.unreadable.len();
    }

    /// Tells how many there are by now.
    pub(super) fn count(&mut self) {
        (self.tell)(self.items.len() as u64);
    }

    /// Sentences about what was left out.
    pub(super) fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if let Some(first) = self.nameless.first() {
            notes.push(format!(
                "{} left out because Cloudinary gave no asset ID, for example “{}”.",
                format::plural(self.nameless.len() as u64, "asset was", "assets were"),
                first.public_id
            ));
        }
        if self.unreadable > 0 {
            notes.push(format!(
                "{} of Cloudinary's answer could not be read and stayed out.",
                format::plural(self.unreadable as u64, "entry", "entries"),
            ));
        }
        notes
    }
}

/// Follows a listing from its first page to its last.
///
/// # Errors
/// The first request that fails, and a cursor that comes twice: then the listing is not complete.
pub(super) async fn to_the_end<F>(
    mut page: impl FnMut(Option<String>) -> F,
    mut take: impl FnMut(&Page),
) -> Result<(), Problem>
where
    F: Future<Output = Result<Page, ApiError>>,
{
    let mut cursors = HashSet::new();
    let mut cursor = None;
    loop {
        let answer = page(cursor).await.map_err(|error| error.problem(During::Reading))?;
        take(&answer);
        match answer.next_cursor {
            None => return Ok(()),
            Some(next) if cursors.insert(next.clone()) => cursor = Some(next),
            Some(_) => return Err(turns_in_a_circle()),
        }
    }
}

fn turns_in_a_circle() -> Problem {
    Problem::nothing_changed(
        "Cloudinary's list came back to a page that it had already given, so it never ends.",
        "Try the preview again. If it happens again, Cloudinary's support can help.",
    )
}

/// Asks for assets by their IDs, in hundreds.
///
/// # Errors
/// The first request that fails.
pub(super) async fn by_asset_ids(
    reader: &Reader,
    ids: &[AssetId],
    mut take: impl FnMut(&Page),
) -> Result<(), Problem> {
    for hundred in ids.chunks(crate::model::job::Route::BATCH) {
        let answer = reader.by_asset_ids(hundred).await.map_err(|error| error.problem(During::Reading))?;
        take(&answer);
    }
    Ok(())
}
