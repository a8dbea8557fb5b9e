//! From criteria to a frozen plan, by reading only.
//!
//! Every listing is followed to its last page. Where a request fails, the preview is incomplete
//! and has no way to the confirmation; nothing is guessed. A listing that came to its end with far
//! fewer items than were there last time, or than the search index knows of, is handed over with a
//! doubt, and the user decides.

use std::collections::HashSet;

use super::instead::{self, Instead};
use super::listing::{self, Found};
use super::preview_reader::PreviewReader;
use super::report::ListReport;
use super::rows;
use crate::api::During;
use crate::model::asset::AssetId;
use crate::model::criteria::Criteria;
use crate::model::doubt::{Doubt, Expected};
use crate::model::format;
use crate::model::item::PlanItem;
use crate::model::note::Note;
use crate::model::plan::{Draft, Plan};
use crate::model::problem::Problem;
use crate::model::selector::{Finding, Named};
use crate::model::unix_time::UnixTime;
use crate::model::what::What;

/// Up to this many assets, their copies are counted before they are deleted: one counted request
/// each.
const COUNT_COPIES_OF: usize = 20;

/// A listing that came to its end.
#[derive(Debug)]
pub struct Planned {
    /// Frozen.
    pub plan: Plan,
    /// For lists alone.
    pub report: Option<ListReport>,
    /// Assets that the criteria found, to be remembered for the next time.
    pub listed: u64,
    /// Why the plan must not be used without the user's word.
    pub doubt: Option<Doubt>,
    /// Other spellings that find something, where a prefix or tag found nothing.
    pub instead: Vec<Instead>,
}

/// Builds the plan of `criteria`. `last`: what the same criteria found last time, and when. Drop
/// the future to cancel.
///
/// # Errors
/// Why the listing could not be completed. Nothing was changed.
pub async fn plan(
    reader: &PreviewReader,
    criteria: &Criteria,
    last: Option<(u64, UnixTime)>,
) -> Result<Planned, Problem> {
    let indexed = reader.indexed(&criteria.selector, &criteria.kinds).await?;
    reader.note(|counted| counted.indexed = indexed);
    let mut found = Found::new(reader);
    let (mut notes, report) = find(reader, criteria, &mut found).await?;
    let listed = found.items.len() as u64;
    if criteria.what == What::AllCopies {
        notes.extend(without_copies(reader, &mut found.items).await?);
    }
    notes.extend(found.notes());
    let known = indexed.map(|all| all.saturating_sub(found.set_aside()));
    let mut doubt = Doubt::about(listed, last, known);
    let mut instead = Vec::new();
    if listed == 0 && found.is_whole() {
        instead = instead::find(reader, criteria).await?;
    }
    // The index reads capitals in its own way: what it knows of is what the other spelling finds.
    if !instead.is_empty() && doubt.is_some_and(|doubt| doubt.by == Expected::Index) {
        doubt = None;
    }
    // Of a listing that is doubted nobody knows that it is all that the selector finds.
    let sweep = criteria.selector.sweep(&criteria.kinds).filter(|_| found.is_whole() && doubt.is_none());
    let draft = Draft {
        environment: reader.environment().clone(),
        description: criteria.describe(),
        what: criteria.what,
        breadth: criteria.selector.breadth(),
        invalidate: criteria.invalidate,
        items: found.into_items(),
        taken_at: reader.now(),
        notes,
    };
    Ok(Planned { plan: Plan::freeze_with_selector(draft, sweep), report, listed, doubt, instead })
}

async fn find(
    reader: &PreviewReader,
    criteria: &Criteria,
    found: &mut Found<'_>,
) -> Result<(Vec<Note>, Option<ListReport>), Problem> {
    let Criteria { selector, kinds, .. } = criteria;
    let (mut notes, mut report) = (Vec::new(), None);
    match selector.finding(kinds) {
        Finding::Listed(queries) => {
            for query in &queries {
                listing::to_the_end(reader, query, |page| {
                    found.take_page(page, |asset| kinds.admit(asset));
                })
                .await?;
            }
        }
        Finding::Rows(list) => report = Some(rows::find(reader, list, kinds, found).await?),
        Finding::Named(named) => notes = self::named(reader, criteria, named, found).await?,
    }
    notes.extend(selector.notes(&found.items));
    Ok((notes, report))
}

/// Asks for what was named or clicked, as it is now, and says what of it is gone, or of other kinds.
async fn named(
    reader: &PreviewReader,
    criteria: &Criteria,
    named: Named<'_>,
    found: &mut Found<'_>,
) -> Result<Vec<Note>, Problem> {
    let (mut notes, mut others) = (Vec::new(), 0);
    named.nameless.iter().for_each(|asset| found.take(asset));
    listing::by_asset_ids(reader, &named.assets, |page| {
        others += found.take_named(page, |asset| criteria.kinds.admit(asset));
    })
    .await?;
    let gone = named.assets.len().saturating_sub(found.items.len() + others) as u64;
    if gone > 0 {
        notes.push(criteria.selector.gone(gone));
    }
    if others > 0 {
        notes.push(Note::OtherKinds(others as u64));
    }
    for (of, chosen) in named.copies {
        notes.extend(chosen_copies(reader, of, &chosen, found).await?);
    }
    Ok(notes)
}

async fn chosen_copies(
    reader: &PreviewReader,
    of: AssetId,
    copies: &HashSet<AssetId>,
    found: &mut Found<'_>,
) -> Result<Option<Note>, Problem> {
    let details = reader.details(of).await.map_err(|error| error.problem(During::Reading))?;
    let Some(details) = details else {
        return Ok(Some(Note::OriginalGone));
    };
    let before = found.items.len();
    found.take_copies(&details.asset, details.derived.iter().filter(|copy| copies.contains(&copy.id)));
    let gone = (copies.len() + before).saturating_sub(found.items.len()) as u64;
    Ok((gone > 0).then_some(Note::CopiesGone(gone)))
}

/// Leaves out originals that have no copies, where they are few enough to ask each one.
async fn without_copies(reader: &PreviewReader, items: &mut Vec<PlanItem>) -> Result<Option<Note>, Problem> {
    if items.len() > COUNT_COPIES_OF {
        return Ok(Some(Note::CopiesUncounted));
    }
    let (mut number, mut bytes, mut kept) = (0, 0, Vec::new());
    for item in items.drain(..) {
        let details = reader.details(item.asset_id).await;
        let details = details.map_err(|error| error.problem(During::Reading))?;
        let derived = details.map(|details| details.derived).unwrap_or_default();
        if !derived.is_empty() {
            number += derived.len() as u64;
            bytes = format::sum([bytes, format::sum(derived.iter().map(|copy| copy.bytes))]);
            kept.push(item);
        }
    }
    let asked = kept.len();
    *items = kept;
    Ok((asked > 0).then_some(Note::Copies { number, bytes }))
}
