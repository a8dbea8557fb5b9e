//! Asking what became of assets, by asset ID: directly before a hundred is destroyed, and for
//! every request whose answer was never seen.
//!
//! An absent asset is taken for gone only when a second list leaves it out too, and when its
//! details, asked for one by one (of all, or of some where many may be gone), agree: a list that
//! was cut off must not pass for a deletion. A list that was whole, as it said, and that the next
//! one contradicts proves that lists are cut off now; then none is believed.

use std::collections::HashMap;

use super::permit::NoAnswer;
use crate::api::{ApiError, Page};
use crate::model::asset::{Asset, AssetId, Details};
use crate::model::item::PlanItem;
use crate::model::message::Fault;
use crate::model::outcome::{Outcome, Skip};
use crate::model::unix_time::UnixTime;
use crate::model::what::What;

/// Absent assets whose details are asked for, where they were not expected to be gone.
const DETAILS: usize = 20;
/// The same, where the answer to a deletion was never seen, so that most may be gone.
const DETAILS_IN_DOUBT: usize = 3;

/// What the server says of a planned item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// As it was previewed: may be sent.
    Unchanged,
    /// Not there any more.
    Gone,
    /// Overwritten or renamed since the preview: must not be sent.
    Changed,
}

impl Verdict {
    /// Compares an item with what is there under its asset ID.
    pub(super) fn of(item: &PlanItem, there: Option<&Asset>) -> Self {
        match there {
            None => Self::Gone,
            Some(asset) if asset.placeholder => Self::Gone,
            Some(asset) if asset.name != item.name || asset.version != item.version => Self::Changed,
            Some(asset) => match (&asset.etag, &item.etag) {
                (Some(now), Some(then)) if now != then => Self::Changed,
                _ => Self::Unchanged,
            },
        }
    }

    /// The end that it means, if it means one.
    pub(super) fn outcome(self) -> Option<Outcome> {
        match self {
            Self::Unchanged => None,
            Self::Gone => Some(Outcome::AlreadyGone),
            Self::Changed => Some(Outcome::Skipped { reason: Skip::Changed }),
        }
    }
}

/// What is asked with: a run over HTTP, or a test's own answers.
pub(super) trait Questions: Sync {
    /// A list of those of at most a hundred assets that are there, and when it was asked for.
    fn list(&self, ids: &[AssetId]) -> impl Future<Output = Result<(Page, UnixTime), NoAnswer>> + Send;

    /// One asset's details; `None` where it is not there.
    fn details(&self, id: AssetId) -> impl Future<Output = Result<Option<Details>, NoAnswer>> + Send;

    /// The time.
    fn now(&self) -> UnixTime;
}

/// Asks about at most a hundred items; gives also as of when that is so. One counted
/// request where all are there; where copies are in doubt, one more for each asset. `what`: of the
/// plan. `in_doubt`: many may be gone.
///
/// # Errors
/// The request that failed, and an answer that cannot be believed.
pub(super) async fn ask(
    questions: &impl Questions,
    what: What,
    items: &[&PlanItem],
    in_doubt: bool,
) -> Result<(Vec<Verdict>, UnixTime), NoAnswer> {
    let ids: Vec<AssetId> = items.iter().map(|item| item.asset_id).collect();
    let (there, seen_at) = seen(questions, &ids, in_doubt).await?;
    let mut verdicts: Vec<Verdict> =
        items.iter().map(|item| Verdict::of(item, there.get(&item.asset_id))).collect();
    if what != What::Originals && in_doubt {
        for (item, verdict) in items.iter().zip(&mut verdicts) {
            if *verdict == Verdict::Unchanged && !copies_there(questions, item).await? {
                *verdict = Verdict::Gone;
            }
        }
    }
    Ok((verdicts, seen_at))
}

/// Those of at most a hundred assets that are there.
///
/// # Errors
/// As [`ask`].
pub(super) async fn originals(
    questions: &impl Questions,
    ids: &[AssetId],
    in_doubt: bool,
) -> Result<HashMap<AssetId, Asset>, NoAnswer> {
    Ok(seen(questions, ids, in_doubt).await?.0)
}

async fn seen(
    questions: &impl Questions,
    ids: &[AssetId],
    in_doubt: bool,
) -> Result<(HashMap<AssetId, Asset>, UnixTime), NoAnswer> {
    let mut first = None;
    let mut missing = ids.to_vec();
    missing.sort_unstable();
    missing.dedup();
    let mut there = HashMap::with_capacity(missing.len());
    let (mut again, mut said_whole) = (false, false);
    while !missing.is_empty() {
        let (page, sent_at) = questions.list(&missing).await?;
        first = first.or(Some(sent_at));
        if let Some(unreadable) = page.unreadable.first() {
            return Err(ApiError::unusable(unreadable).into());
        }
        let before = missing.len();
        let whole = page.next_cursor.is_none();
        there.extend(page.items.into_iter().filter_map(|asset| Some((asset.asset_id?, asset))));
        missing.retain(|id| !there.contains_key(id));
        match missing.len() == before {
            true if again => break,
            false if said_whole => return Err(left_out().into()),
            _ => {}
        }
        again = true;
        said_whole |= whole;
    }
    let several = if in_doubt { DETAILS_IN_DOUBT } else { DETAILS };
    for id in spread(&missing, several) {
        if questions.details(id).await?.is_some() {
            return Err(left_out().into());
        }
    }
    Ok((there, first.unwrap_or_else(|| questions.now())))
}

fn left_out() -> ApiError {
    ApiError::unreadable(Fault::LeftOut)
}

/// At most so many, from the first to the last.
fn spread(ids: &[AssetId], most: usize) -> Vec<AssetId> {
    if ids.len() <= most {
        return ids.to_vec();
    }
    (0..most).map(|step| ids[step * (ids.len() - 1) / (most - 1)]).collect()
}

/// Whether the chosen copy, or any copy, of an original is there.
async fn copies_there(questions: &impl Questions, item: &PlanItem) -> Result<bool, NoAnswer> {
    let derived = questions.details(item.asset_id).await?.map(|details| details.derived).unwrap_or_default();
    Ok(match &item.copy {
        Some(copy) => derived.iter().any(|it| it.id == copy.id),
        None => !derived.is_empty(),
    })
}

#[cfg(test)]
mod tests;
