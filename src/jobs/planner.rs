//! From criteria to a frozen plan, by reading only.
//!
//! Every listing is followed to its last page. Where a request fails, the preview is incomplete
//! and has no way to the confirmation; nothing is guessed.

use std::sync::Arc;

use super::listing::{self, Found};
use super::report::ListReport;
use super::rows;
use crate::api::{AssetRef, During, Listing, Reader};
use crate::model::account::EnvironmentId;
use crate::model::asset::{Asset, Derived};
use crate::model::criteria::{Criteria, Kinds, Selector, What};
use crate::model::format;
use crate::model::plan::{Breadth, Draft, Plan, PlanItem};
use crate::model::problem::Problem;

/// Up to this many assets, their copies are counted before they are deleted: one counted request
/// each.
const COUNT_COPIES_OF: usize = 20;

/// A complete plan, and for a list what became of its rows.
#[derive(Debug)]
pub struct Planned {
    /// Frozen.
    pub plan: Plan,
    /// For lists alone.
    pub report: Option<ListReport>,
}

/// Builds the plan of `criteria`. `tell` hears how many assets were found so far; drop the future
/// to cancel.
///
/// # Errors
/// Why the listing could not be completed. Nothing was changed.
pub async fn plan(
    reader: &Reader,
    environment: &EnvironmentId,
    criteria: &Criteria,
    now: impl Fn() -> i64,
    tell: &mut (dyn FnMut(u64) + Send),
) -> Result<Planned, Problem> {
    let mut found = Found::new(tell);
    let mut notes = Vec::new();
    let mut report = None;
    let kinds = &criteria.kinds;
    match &criteria.selector {
        Selector::List(list) => report = Some(rows::find(reader, list, kinds, &mut found).await?),
        Selector::Prefix(prefix) => {
            by_prefix(reader, prefix, kinds, &mut found).await?;
            notes.extend(siblings(prefix, &found.items));
        }
        Selector::Tag(tag) => by_tag(reader, tag, kinds, &mut found).await?,
        Selector::Picked(assets) => notes.extend(picked(reader, assets, &mut found).await?),
        Selector::Copies { of, copies } => {
            notes.extend(chosen_copies(reader, of, copies, &mut found).await?);
        }
    }
    if criteria.what == What::AllCopies {
        notes.extend(without_copies(reader, &mut found.items).await?);
    }
    notes.extend(found.notes());
    let plan = Plan::freeze(Draft {
        environment: environment.clone(),
        description: criteria.describe(),
        what: criteria.what,
        breadth: breadth(&criteria.selector),
        invalidate: criteria.invalidate,
        items: found.items,
        taken_at: now(),
        notes,
    });
    Ok(Planned { plan, report })
}

fn breadth(selector: &Selector) -> Breadth {
    match selector {
        Selector::List(_) | Selector::Picked(_) | Selector::Copies { .. } => Breadth::Named,
        Selector::Prefix(_) | Selector::Tag(_) => Breadth::Caught,
    }
}

async fn by_prefix(
    reader: &Reader,
    prefix: &str,
    kinds: &Kinds,
    found: &mut Found<'_>,
) -> Result<(), Problem> {
    for kind in kinds.resource_types() {
        for delivery in kinds.delivery_types() {
            let listing = Listing { kind, delivery: Some(delivery), prefix: Some(prefix.to_owned()) };
            listing::to_the_end(
                |cursor| {
                    let listing = &listing;
                    async move { reader.list(listing, cursor.as_deref()).await }
                },
                |page| found.take_page(page, |asset| asset.name.public_id.starts_with(prefix)),
            )
            .await?;
        }
    }
    Ok(())
}

async fn by_tag(reader: &Reader, tag: &str, kinds: &Kinds, found: &mut Found<'_>) -> Result<(), Problem> {
    for kind in kinds.resource_types() {
        listing::to_the_end(
            |cursor| async move { reader.by_tag(kind, tag, cursor.as_deref()).await },
            |page| found.take_page(page, |asset| kinds.admit(asset)),
        )
        .await?;
    }
    Ok(())
}

/// Asks anew for what was clicked, since the library may have been read long ago.
async fn picked(
    reader: &Reader,
    assets: &[Arc<Asset>],
    found: &mut Found<'_>,
) -> Result<Option<String>, Problem> {
    let ids: Vec<_> = assets.iter().filter_map(|asset| asset.asset_id).collect();
    assets.iter().filter(|asset| asset.asset_id.is_none()).for_each(|asset| found.take(asset));
    listing::by_asset_ids(reader, &ids, |page| found.take_page(page, |_| true)).await?;
    let gone = ids.len().saturating_sub(found.items.len()) as u64;
    Ok((gone > 0).then(|| {
        format!(
            "{} gone since the library was read.",
            format::plural(gone, "picked asset is", "picked assets are")
        )
    }))
}

async fn chosen_copies(
    reader: &Reader,
    of: &Asset,
    copies: &[Derived],
    found: &mut Found<'_>,
) -> Result<Option<String>, Problem> {
    let Some(id) = of.asset_id else {
        found.take(of);
        return Ok(None);
    };
    let details =
        reader.details(&AssetRef::ById(id)).await.map_err(|error| error.problem(During::Reading))?;
    let Some(details) = details else {
        return Ok(Some(format!("“{}” is gone, and its copies with it.", of.name.public_id)));
    };
    let there = details.derived.iter().filter(|copy| copies.iter().any(|chosen| chosen.id == copy.id));
    found.items.extend(there.filter_map(|copy| PlanItem::of_copy(&details.asset, copy).ok()));
    found.count();
    let gone = copies.len().saturating_sub(found.items.len()) as u64;
    Ok((gone > 0)
        .then(|| format!("{} gone already.", format::plural(gone, "chosen copy is", "chosen copies are"))))
}

/// Leaves out originals that have no copies, where they are few enough to ask each one.
async fn without_copies(reader: &Reader, items: &mut Vec<PlanItem>) -> Result<Option<String>, Problem> {
    if items.len() > COUNT_COPIES_OF {
        return Ok(Some(
            "How many copies there are is known when they are deleted. Cloudinary makes a copy again \
             when a page asks for it."
                .to_owned(),
        ));
    }
    let (mut copies, mut bytes, mut kept) = (0, 0, Vec::new());
    for item in items.drain(..) {
        let details = reader.details(&AssetRef::ById(item.asset_id)).await;
        let details = details.map_err(|error| error.problem(During::Reading))?;
        let derived = details.map(|details| details.derived).unwrap_or_default();
        if !derived.is_empty() {
            copies += derived.len() as u64;
            bytes += derived.iter().map(|copy| copy.bytes).sum::<u64>();
            kept.push(item);
        }
    }
    let asked = kept.len();
    *items = kept;
    Ok((asked > 0).then(|| {
        format!(
            "{}, {}. Cloudinary makes a copy again when a page asks for it.",
            format::plural(copies, "copy", "copies"),
            format::bytes(bytes)
        )
    }))
}

/// Warns where a prefix that looks like a folder also catches its neighbours.
fn siblings(prefix: &str, items: &[PlanItem]) -> Option<String> {
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
    (inside > 0).then(|| {
        format!(
            "{} outside the folder “{prefix}/”, for example “{example}”. End the text with “/” to stay inside.",
            format::plural(outside.len() as u64, "of these is", "of these are"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::plan::tests::item;

    fn named(public_id: &str) -> PlanItem {
        let mut item = item(1, true);
        item.name.public_id = public_id.into();
        item
    }

    #[test]
    fn a_prefix_without_a_slash_warns_of_its_neighbours() {
        let items = [named("docs/a"), named("docs2/b"), named("docs")];
        let note = siblings("docs", &items).unwrap();
        assert!(note.starts_with("2 of these are") && note.contains("“docs2/b”"), "{note}");
        assert_eq!(siblings("docs/", &items[..1]), None);
        assert_eq!(siblings("do", &[named("docs/a"), named("down/b")]), None, "not a folder's name");
    }
}
