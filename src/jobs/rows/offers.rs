//! What rows that matched nothing could mean: looked up, and offered beside their rows.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::named::{Kind, named};
use crate::api::During;
use crate::jobs::listing::Found;
use crate::jobs::preview_reader::PreviewReader;
use crate::jobs::report::{self, ListReport, Offer};
use crate::model::asset::{Asset, DeliveryType, ResourceType};
use crate::model::guess::{Guess, Why};
use crate::model::kinds::Kinds;
use crate::model::list::Wanted;
use crate::model::problem::Problem;
use crate::model::query::{Listing, Query};
use crate::model::route::Route;

/// Rows for which something else is looked for, the first ones: each hundred of guesses costs a
/// counted request for every kind.
const ROWS: usize = 200;
/// Rows for which raw files with an ending are looked for: one counted request each.
const ENDINGS: usize = 20;
/// Offers of one row.
const MOST: usize = 8;

/// A guess for a row.
struct Guessed {
    row: u32,
    /// Its place among the guesses of the row.
    rank: usize,
    guess: Guess,
}

/// Looks for what rows without a match could mean, and adds it to the report.
///
/// # Errors
/// The first request that fails.
pub(super) async fn find(
    reader: &PreviewReader,
    kinds: &Kinds,
    report: &mut ListReport,
    found: &mut Found<'_>,
) -> Result<(), Problem> {
    let open: Vec<usize> = unmatched(report);
    report.not_looked_for = open.len().saturating_sub(ROWS);
    let open = &open[..open.len().min(ROWS)];
    let mut guessed = Vec::new();
    for &row in open {
        let of_row = report.list.guesses(&report.list.rows[row]);
        guessed.extend(of_row.into_iter().enumerate().map(|(rank, guess)| Guessed {
            row: row as u32,
            rank,
            guess,
        }));
    }
    let mut hits: Vec<(u32, usize, Asset, Why)> = ask(reader, report, &guessed, kinds).await?;
    hits.extend(with_ending(reader, report, open, kinds).await?);
    hits.sort_by_key(|(row, rank, ..)| (*row, *rank));
    let (mut seen, mut counts) = (HashSet::new(), HashMap::<u32, usize>::new());
    for (row, _, asset, why) in hits {
        let count = counts.entry(row).or_default();
        let new = asset.asset_id.is_some_and(|id| seen.insert((row, id)));
        if new && *count < MOST && !found.holds(&asset) {
            *count += 1;
            report.offers.extend(found.offer(&asset).map(|item| Offer { row, item, why }));
        }
    }
    report.offers.sort_by_key(|offer| offer.row);
    Ok(())
}

/// Rows that matched nothing and have no offer yet.
fn unmatched(report: &ListReport) -> Vec<usize> {
    let offered: HashSet<u32> = report.offers.iter().map(|offer| offer.row).collect();
    let nothing = |(row, found): &(usize, &report::Found)| {
        !matches!(found, report::Found::Assets(_)) && !offered.contains(&(*row as u32))
    };
    report.found.iter().enumerate().filter(nothing).map(|(row, _)| row).collect()
}

/// Asks for every guess, in hundreds of each kind.
async fn ask(
    reader: &PreviewReader,
    report: &ListReport,
    guessed: &[Guessed],
    kinds: &Kinds,
) -> Result<Vec<(u32, usize, Asset, Why)>, Problem> {
    let mut groups: BTreeMap<Kind, BTreeMap<&str, Vec<&Guessed>>> = BTreeMap::new();
    for it in guessed {
        let places = match &it.guess.kind {
            Some(kind) => vec![kind.clone()],
            None => everywhere(kinds),
        };
        for place in places {
            groups.entry(place).or_default().entry(&it.guess.public_id).or_default().push(it);
        }
    }
    let mut hits = Vec::new();
    for ((kind, delivery), names) in groups {
        let ids: Vec<&str> = names.keys().copied().collect();
        for hundred in ids.chunks(Route::BATCH) {
            let Some(page) = named(reader, kind, &delivery, hundred).await? else { continue };
            for asset in page.items {
                let asked = asset.name.resource_type == kind && asset.name.delivery_type == delivery;
                let rows = names.get(&*asset.name.public_id).filter(|_| asked && !asset.placeholder);
                for it in rows.into_iter().flatten() {
                    let why = reason(report, it, &asset, kinds);
                    hits.push((it.row, it.rank, asset.clone(), why));
                }
            }
        }
    }
    Ok(hits)
}

/// Why an asset is offered: of the kinds that were asked for, it is the version or the format that
/// differs from what the row says.
fn reason(report: &ListReport, guessed: &Guessed, asset: &Asset, kinds: &Kinds) -> Why {
    let row = &report.list.rows[guessed.row as usize];
    match &row.wanted {
        Wanted::Record(narrowed)
            if guessed.guess.why == Why::OtherKind
                && kinds.admit(asset)
                && narrowed.admits_kinds(&asset.name) =>
        {
            let version = narrowed.version.is_some_and(|version| version != asset.version);
            if version { Why::OtherVersion } else { Why::OtherFormat }
        }
        _ => guessed.guess.why.clone(),
    }
}

/// The common kinds, and the one of the form where it is another.
fn everywhere(kinds: &Kinds) -> Vec<Kind> {
    let further = kinds.delivery_type.clone().filter(|it| !DeliveryType::COMMON.contains(it));
    let delivery: Vec<DeliveryType> = DeliveryType::COMMON.into_iter().chain(further).collect();
    let of = |kind: ResourceType| delivery.iter().map(move |delivery| (kind, delivery.clone()));
    ResourceType::ALL.into_iter().flat_map(of).collect()
}

/// Raw files whose public ID goes on with a dot: they have their ending in it.
async fn with_ending(
    reader: &PreviewReader,
    report: &ListReport,
    open: &[usize],
    kinds: &Kinds,
) -> Result<Vec<(u32, usize, Asset, Why)>, Problem> {
    let mut hits = Vec::new();
    let mut asked = 0;
    for &row in open {
        let it = &report.list.rows[row];
        let name = match &it.wanted {
            Wanted::PublicId => Some(&*it.text),
            Wanted::Record(narrowed) => narrowed.public_id.as_deref(),
            Wanted::Link(Some(name)) if name.resource_type == ResourceType::Raw => Some(&*name.public_id),
            _ => None,
        };
        // What has an ending already seldom has another one.
        let Some(name) = name.filter(|name| crate::model::delivery::ending(name).is_none()) else { continue };
        if asked == ENDINGS {
            break;
        }
        asked += 1;
        let prefix = format!("{name}.");
        let delivery = kinds.delivery_type.clone().unwrap_or(DeliveryType::Upload);
        let listing =
            Listing { kind: ResourceType::Raw, delivery: Some(delivery), prefix: Some(prefix.clone()) };
        let page = reader.first_page(&Query::Kind(listing)).await;
        let page = page.map_err(|error| error.problem(During::Reading))?;
        let goes_on = |asset: &Asset| {
            let rest = asset.name.public_id.strip_prefix(&*prefix);
            rest.is_some_and(|rest| !rest.contains('/')) && !asset.placeholder
        };
        let found = page.items.into_iter().filter(goes_on).take(MOST);
        hits.extend(found.map(|asset| (row as u32, usize::MAX, asset, Why::EndingAdded)));
    }
    Ok(hits)
}
