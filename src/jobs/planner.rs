//! From criteria to a frozen plan, by reading only.
//!
//! Every listing is followed to its last page. Where a request fails, the preview is incomplete
//! and has no way to the confirmation; nothing is guessed. A listing that came to its end with far
//! fewer items than were there last time, or than the search index knows of, is handed over with a
//! doubt, and a person decides.

use std::collections::HashSet;
use std::sync::Arc;

use super::enquiry::Enquiry;
use super::expression::expression;
use super::instead::{self, Instead};
use super::listing::{self, Found, Query};
use super::report::ListReport;
use super::rows;
use crate::api::{During, Kind, Listing, Search};
use crate::model::asset::{Asset, AssetId};
use crate::model::breadth::Breadth;
use crate::model::criteria::{Criteria, Selector};
use crate::model::format;
use crate::model::item::{Items, PlanItem};
use crate::model::kinds::Kinds;
use crate::model::list::PublicIdList;
use crate::model::plan::{Draft, Plan};
use crate::model::preview::{Doubt, Expected};
use crate::model::problem::Problem;
use crate::model::sweep::SweepBy;
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
    /// Why the plan must not be used without a person's word.
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
    enquiry: &Enquiry,
    criteria: &Criteria,
    last: Option<(u64, i64)>,
) -> Result<Planned, Problem> {
    let indexed = indexed(enquiry, criteria).await?;
    enquiry.note(|counted| counted.indexed = indexed);
    let mut found = Found::new(enquiry);
    let (mut notes, report) = find(enquiry, criteria, &mut found).await?;
    let listed = found.items.len() as u64;
    if criteria.what == What::AllCopies {
        notes.extend(without_copies(enquiry, &mut found.items).await?);
    }
    notes.extend(found.notes());
    let known = indexed.map(|all| all.saturating_sub(found.set_aside()));
    let mut doubt = Doubt::about(listed, last, known);
    let mut instead = Vec::new();
    if listed == 0 && found.is_whole() {
        instead = instead::find(enquiry, criteria).await?;
    }
    // The index reads capitals in its own way: what it knows of is what the other spelling finds.
    if !instead.is_empty() && doubt.is_some_and(|doubt| doubt.by == Expected::Index) {
        doubt = None;
    }
    let selector = sweep_by(criteria).filter(|_| found.is_whole());
    let draft = Draft {
        environment: enquiry.environment().clone(),
        description: criteria.describe(),
        what: criteria.what,
        breadth: breadth(&criteria.selector),
        invalidate: criteria.invalidate,
        items: found.into_items(),
        taken_at: enquiry.now(),
        notes,
    };
    Ok(Planned { plan: Plan::freeze_with_selector(draft, selector), report, listed, doubt, instead })
}

async fn find(
    enquiry: &Enquiry,
    criteria: &Criteria,
    found: &mut Found<'_>,
) -> Result<(Vec<String>, Option<ListReport>), Problem> {
    let kinds = &criteria.kinds;
    let mut notes = Vec::new();
    let mut report = None;
    match &criteria.selector {
        Selector::List(list) => {
            report = Some(rows::find(enquiry, list, kinds, found).await?);
            notes.extend(other_hosts(list));
        }
        Selector::Prefix(prefix) => {
            by_kind(enquiry, Some(prefix), kinds, found).await?;
            notes.extend(siblings(prefix, &found.items));
        }
        Selector::Tag(tag) => by_tag(enquiry, tag, kinds, found).await?,
        Selector::All => by_kind(enquiry, None, kinds, found).await?,
        Selector::Picked(assets) => notes.extend(picked(enquiry, assets, found).await?),
        Selector::Copies { of, copies } => {
            let ids: HashSet<AssetId> = copies.iter().map(|copy| copy.id).collect();
            match of.asset_id {
                Some(id) => notes.extend(chosen_copies(enquiry, id, &ids, found).await?),
                None => found.take(of),
            }
        }
        Selector::Again { items, .. } => notes.extend(again(enquiry, items, found).await?),
    }
    Ok((notes, report))
}

/// How many the search index knows of: told at once, long before the listing is through. One
/// counted request. `None` where assets were named one by one, and where the index does not answer.
async fn indexed(enquiry: &Enquiry, criteria: &Criteria) -> Result<Option<u64>, Problem> {
    let Some(expression) = expression(criteria) else { return Ok(None) };
    let search = Search { expression, max_results: 1, ..Search::default() };
    match enquiry.search(&search).await {
        Ok(page) => Ok(Some(page.total)),
        // The index reads some texts in its own way; what it cannot read, the listing can.
        Err(error) if error.kind == Kind::BadRequest => Ok(None),
        Err(error) => Err(error.problem(During::Reading)),
    }
}

/// The selector that could be sent itself. A tag's deletion crosses delivery types, so it is none
/// where the form asks for one of them.
fn sweep_by(criteria: &Criteria) -> Option<SweepBy> {
    match &criteria.selector {
        Selector::Prefix(prefix) => Some(SweepBy::Prefix(prefix.clone())),
        Selector::Tag(tag) if criteria.kinds.delivery_type.is_none() => Some(SweepBy::Tag(tag.clone())),
        Selector::All => Some(SweepBy::All),
        Selector::Tag(_)
        | Selector::List(_)
        | Selector::Picked(_)
        | Selector::Copies { .. }
        | Selector::Again { .. } => None,
    }
}

fn breadth(selector: &Selector) -> Breadth {
    match selector {
        Selector::List(_) | Selector::Picked(_) | Selector::Copies { .. } | Selector::Again { .. } => {
            Breadth::Named
        }
        Selector::Prefix(_) | Selector::Tag(_) => Breadth::Caught,
        Selector::All => Breadth::Everything,
    }
}

/// Everything of each kind, or what starts with a prefix.
async fn by_kind(
    enquiry: &Enquiry,
    prefix: Option<&String>,
    kinds: &Kinds,
    found: &mut Found<'_>,
) -> Result<(), Problem> {
    for kind in kinds.resource_types() {
        for delivery in kinds.delivery_types() {
            let listing = Listing { kind, delivery: Some(delivery), prefix: prefix.cloned() };
            listing::to_the_end(enquiry, &Query::Kind(listing), |page| {
                found.take_page(page, |asset| is_caught(asset, prefix));
            })
            .await?;
        }
    }
    Ok(())
}

/// Whether a prefix catches an asset, whatever the server listed; everything does where there is none.
fn is_caught(asset: &Asset, prefix: Option<&String>) -> bool {
    prefix.is_none_or(|prefix| asset.name.public_id.starts_with(&**prefix))
}

async fn by_tag(enquiry: &Enquiry, tag: &str, kinds: &Kinds, found: &mut Found<'_>) -> Result<(), Problem> {
    for kind in kinds.resource_types() {
        listing::to_the_end(enquiry, &Query::Tag(kind, tag.to_owned()), |page| {
            found.take_page(page, |asset| kinds.admit(asset));
        })
        .await?;
    }
    Ok(())
}

/// Asks anew for what was clicked, since the library may have been read long ago.
async fn picked(
    enquiry: &Enquiry,
    assets: &[Arc<Asset>],
    found: &mut Found<'_>,
) -> Result<Option<String>, Problem> {
    let ids: Vec<_> = assets.iter().filter_map(|asset| asset.asset_id).collect();
    assets.iter().filter(|asset| asset.asset_id.is_none()).for_each(|asset| found.take(asset));
    listing::by_asset_ids(enquiry, &ids, |page| found.take_named(page)).await?;
    let gone = ids.len().saturating_sub(found.items.len()) as u64;
    Ok((gone > 0).then(|| {
        format!(
            "{} gone since the library was read.",
            format::plural(gone, "picked asset is", "picked assets are")
        )
    }))
}

async fn chosen_copies(
    enquiry: &Enquiry,
    of: AssetId,
    copies: &HashSet<AssetId>,
    found: &mut Found<'_>,
) -> Result<Option<String>, Problem> {
    let details = enquiry.details(of).await.map_err(|error| error.problem(During::Reading))?;
    let Some(details) = details else {
        return Ok(Some("The original is gone, and its copies with it.".to_owned()));
    };
    let before = found.items.len();
    found.take_copies(&details.asset, details.derived.iter().filter(|copy| copies.contains(&copy.id)));
    let gone = (copies.len() + before).saturating_sub(found.items.len()) as u64;
    Ok((gone > 0)
        .then(|| format!("{} gone already.", format::plural(gone, "chosen copy is", "chosen copies are"))))
}

/// What an earlier job left undone, as it is now: what was replaced since is looked at as it is.
async fn again(enquiry: &Enquiry, items: &Items, found: &mut Found<'_>) -> Result<Vec<String>, Problem> {
    let mut notes = Vec::new();
    let mut copies: Vec<(AssetId, HashSet<AssetId>)> = Vec::new();
    let mut originals = Vec::new();
    for item in items.iter() {
        let Some(copy) = &item.copy else {
            originals.push(item.asset_id);
            continue;
        };
        match copies.iter_mut().find(|(of, _)| *of == item.asset_id) {
            Some((_, chosen)) => drop(chosen.insert(copy.id)),
            None => copies.push((item.asset_id, HashSet::from([copy.id]))),
        }
    }
    listing::by_asset_ids(enquiry, &originals, |page| found.take_named(page)).await?;
    let gone = originals.len().saturating_sub(found.items.len()) as u64;
    if gone > 0 {
        notes.push(format!("{} gone meanwhile.", format::plural(gone, "of them is", "of them are")));
    }
    for (of, chosen) in copies {
        notes.extend(chosen_copies(enquiry, of, &chosen, found).await?);
    }
    Ok(notes)
}

/// Leaves out originals that have no copies, where they are few enough to ask each one.
async fn without_copies(enquiry: &Enquiry, items: &mut Vec<PlanItem>) -> Result<Option<String>, Problem> {
    if items.len() > COUNT_COPIES_OF {
        return Ok(Some("How many copies there are is known when they are deleted.".to_owned()));
    }
    let (mut copies, mut bytes, mut kept) = (0, 0, Vec::new());
    for item in items.drain(..) {
        let details = enquiry.details(item.asset_id).await;
        let details = details.map_err(|error| error.problem(During::Reading))?;
        let derived = details.map(|details| details.derived).unwrap_or_default();
        if !derived.is_empty() {
            copies += derived.len() as u64;
            bytes = format::sum([bytes, format::sum(derived.iter().map(|copy| copy.bytes))]);
            kept.push(item);
        }
    }
    let asked = kept.len();
    *items = kept;
    Ok((asked > 0)
        .then(|| format!("{}, {}.", format::plural(copies, "copy", "copies"), format::bytes(bytes))))
}

/// Says again that links on hosts that are not the environment's were read.
fn other_hosts(list: &PublicIdList) -> Option<String> {
    list.hosts.any.then(|| {
        "Links on hosts that are not this environment’s were read all the same, as you chose.".to_owned()
    })
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
    use crate::model::asset::DeliveryType;
    use crate::model::fixture::{asset, item};

    fn named(public_id: &str) -> PlanItem {
        let mut item = item(1, true);
        item.name.public_id = public_id.into();
        item
    }

    #[test]
    fn a_prefix_catches_what_starts_with_it_to_the_letter() {
        let caught =
            |public_id: &str, prefix: &str| is_caught(&asset(&named(public_id)), Some(&prefix.into()));
        assert!(caught("docs/a", "docs/") && caught("docs2/a", "docs") && caught("docs", "docs"));
        assert!(!caught("Docs/a", "docs/") && !caught("doc", "docs") && !caught("old/docs/a", "docs/"));
        assert!(is_caught(&asset(&named("anything")), None));
    }

    #[test]
    fn the_selector_itself_is_sent_only_where_it_finds_exactly_the_plan() {
        let criteria =
            |selector, kinds| Criteria { selector, kinds, what: What::Originals, invalidate: true };
        let private = Kinds { delivery_type: Some(DeliveryType::Private), ..Kinds::default() };
        let sweep = |selector: &Selector| {
            [Kinds::default(), private.clone()].map(|kinds| sweep_by(&criteria(selector.clone(), kinds)))
        };
        let prefix = SweepBy::Prefix("a/".into());
        assert_eq!(sweep(&Selector::Prefix("a/".into())), [Some(prefix.clone()), Some(prefix)]);
        assert_eq!(sweep(&Selector::All), [Some(SweepBy::All), Some(SweepBy::All)]);
        let tag = Selector::Tag("old".into());
        assert_eq!(sweep(&tag), [Some(SweepBy::Tag("old".into())), None], "it crosses delivery types");
        assert_eq!(sweep(&Selector::Picked(Vec::new())), [None, None]);
    }

    #[test]
    fn the_wider_a_selector_the_more_is_asked_of_a_person() {
        assert_eq!(breadth(&Selector::Picked(Vec::new())), Breadth::Named);
        assert_eq!(breadth(&Selector::Prefix("a".into())), Breadth::Caught);
        assert_eq!(breadth(&Selector::Tag("a".into())), Breadth::Caught);
        assert_eq!(breadth(&Selector::All), Breadth::Everything);
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
