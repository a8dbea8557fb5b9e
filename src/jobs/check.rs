//! Asking what became of assets, by asset ID: directly before a hundred is destroyed, and for
//! every request whose answer was never seen.

use std::collections::HashMap;

use crate::api::{ApiError, AssetRef, Reader};
use crate::model::asset::{Asset, AssetId};
use crate::model::criteria::What;
use crate::model::outcome::{Outcome, Skip};
use crate::model::plan::PlanItem;

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

/// Asks about at most a hundred items. One counted request; one more where something is absent,
/// so that a shortened answer is not taken for a deletion; one for each asset whose copies are in
/// doubt.
///
/// # Errors
/// The request that failed; and an answer with entries that could not be read, since an absent
/// item might be one of them.
pub(super) async fn ask(
    reader: &Reader,
    items: &[&PlanItem],
    what: What,
    copies_in_doubt: bool,
) -> Result<Vec<Verdict>, ApiError> {
    let there = originals(reader, items).await?;
    let mut verdicts: Vec<Verdict> =
        items.iter().map(|item| Verdict::of(item, there.get(&item.asset_id))).collect();
    if what != What::Originals && copies_in_doubt {
        for (item, verdict) in items.iter().zip(&mut verdicts) {
            if *verdict == Verdict::Unchanged && !copies_there(reader, item).await? {
                *verdict = Verdict::Gone;
            }
        }
    }
    Ok(verdicts)
}

async fn originals(reader: &Reader, items: &[&PlanItem]) -> Result<HashMap<AssetId, Asset>, ApiError> {
    let mut ids: Vec<AssetId> = items.iter().map(|item| item.asset_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut there = HashMap::with_capacity(ids.len());
    for _ in 0..2 {
        let page = reader.by_asset_ids(&ids).await?;
        if let Some(unreadable) = page.unreadable.first() {
            return Err(ApiError::unreadable(&unreadable.why));
        }
        there.extend(page.items.into_iter().filter_map(|asset| Some((asset.asset_id?, asset))));
        ids.retain(|id| !there.contains_key(id));
        if ids.is_empty() {
            break;
        }
    }
    Ok(there)
}

/// Whether the chosen copy, or any copy, of an original is there.
async fn copies_there(reader: &Reader, item: &PlanItem) -> Result<bool, ApiError> {
    let derived = reader.details(&AssetRef::ById(item.asset_id)).await?.map(|details| details.derived);
    Ok(match &item.copy {
        Some(copy) => derived.is_some_and(|derived| derived.iter().any(|it| it.id == copy.id)),
        None => derived.is_some_and(|derived| !derived.is_empty()),
    })
}
