//! A list, row by row: which assets each row names, for certain.
//!
//! Asked for by asset ID and by public ID in hundreds, each name in the kinds that its row allows.
//! Where the whole library takes fewer requests than the list, the library is read instead and
//! matched here: the answer is the same. What rows without a match could mean is looked up last, in
//! [`offers`], and only offered.

mod named;
mod offers;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use self::named::{Kind, named};
use super::listing::{self, Found};
use super::preview_reader::PreviewReader;
use super::report::{self, ListReport, Offer};
use crate::api::{During, Page, Search};
use crate::model::asset::{Asset, AssetId, AssetName, DeliveryType, ResourceType};
use crate::model::guess::Why;
use crate::model::item::PlanItem;
use crate::model::kinds::Kinds;
use crate::model::list::{PublicIdList, Row, Wanted};
use crate::model::problem::Problem;
use crate::model::query::{Listing, Query};
use crate::model::route::Route;

/// Assets of one page of a listing.
const PAGE: u64 = 500;

/// Public IDs that are asked for in one kind, with the rows that ask.
type Names<'a> = HashMap<&'a str, Vec<usize>>;

/// Finds every row's assets.
///
/// # Errors
/// The first request that fails.
pub(super) async fn find(
    reader: &PreviewReader,
    list: &Arc<PublicIdList>,
    kinds: &Kinds,
    found: &mut Found<'_>,
) -> Result<ListReport, Problem> {
    let mut search =
        Rows { reader, list, kinds, report: ListReport::blank(list), found, either: HashMap::new() };
    search.asset_ids().await?;
    search.names().await?;
    search.settle();
    search.found.count();
    let Rows { mut report, found, .. } = search;
    report.several = Arc::new(several(&report, &found.items));
    offers::find(reader, kinds, &mut report, found).await?;
    Ok(report)
}

struct Rows<'a, 'b, 'c> {
    reader: &'c PreviewReader,
    list: &'a PublicIdList,
    kinds: &'c Kinds,
    report: ListReport,
    found: &'c mut Found<'b>,
    /// What rows whose text may be an asset ID or a public ID were found by.
    either: HashMap<usize, Either>,
}

/// Assets with a text as their asset ID and as their public ID.
#[derive(Default)]
struct Either {
    by_id: Option<Asset>,
    by_name: Vec<Asset>,
}

impl<'a> Rows<'a, '_, '_> {
    /// Rows with an asset ID, and those whose text looks like one.
    async fn asset_ids(&mut self) -> Result<(), Problem> {
        let mut wanted: HashMap<AssetId, Vec<usize>> = HashMap::new();
        for (row, it) in self.list.rows.iter().enumerate() {
            let id = match &it.wanted {
                Wanted::Id(id) => Some(*id),
                Wanted::Record(narrowed) => narrowed.asset_id,
                Wanted::PublicId | Wanted::Link(_) | Wanted::Address(_) | Wanted::Unreadable(_) => None,
            };
            if let Some(id) = id {
                wanted.entry(id).or_default().push(row);
            }
        }
        let ids: Vec<AssetId> = wanted.keys().copied().collect();
        let reader = self.reader;
        listing::by_asset_ids(reader, &ids, |page| {
            for asset in page.items.iter().filter(|asset| !asset.placeholder) {
                let rows = asset.asset_id.and_then(|id| wanted.get(&id));
                for row in rows.into_iter().flatten() {
                    self.by_id(*row, asset);
                }
            }
            self.found.note_unreadable(page);
        })
        .await
    }

    fn by_id(&mut self, row: usize, asset: &Asset) {
        if !self.kinds.admit(asset) {
            return;
        }
        match &self.list.rows[row].wanted {
            Wanted::Id(_) => self.either.entry(row).or_default().by_id = Some(asset.clone()),
            Wanted::Record(narrowed) if narrowed.admits(asset) => self.matched(row, asset),
            _ => {}
        }
    }

    /// Rows that are looked up by public ID.
    async fn names(&mut self) -> Result<(), Problem> {
        let mut groups: HashMap<Kind, Names<'a>> = HashMap::new();
        let list = self.list;
        for (row, it) in list.rows.iter().enumerate() {
            let Some((public_id, kinds)) = self.asked(it) else { continue };
            for kind in kinds {
                groups.entry(kind).or_default().entry(public_id).or_default().push(row);
            }
        }
        let whole_library = library_is_cheaper(self.reader, &groups).await?;
        let mut groups: Vec<(Kind, Names<'a>)> = groups.into_iter().collect();
        groups.sort_by(|(one, _), (other, _)| one.cmp(other));
        for ((kind, delivery), names) in &groups {
            if whole_library && DeliveryType::COMMON.contains(delivery) {
                self.read_library(*kind, delivery, names).await?;
            } else {
                self.ask(*kind, delivery, names).await?;
            }
        }
        Ok(())
    }

    /// The public ID that a row asks for, and the kinds in which it does.
    fn asked(&self, row: &'a Row) -> Option<(&'a str, Vec<Kind>)> {
        match &row.wanted {
            Wanted::PublicId | Wanted::Id(_) => Some((&row.text, each(self.kinds))),
            Wanted::Record(narrowed) if narrowed.asset_id.is_none() => {
                let kinds = narrow(self.kinds, narrowed.resource_type, narrowed.delivery_type.as_ref())?;
                Some((narrowed.public_id.as_deref()?, each(&kinds)))
            }
            Wanted::Link(Some(name)) => {
                let kinds = narrow(self.kinds, Some(name.resource_type), Some(&name.delivery_type))?;
                Some((&name.public_id, each(&kinds)))
            }
            // Its public ID is the address, but only where fetched assets are asked for.
            Wanted::Address(_) if self.kinds.delivery_type == Some(DeliveryType::Fetch) => {
                Some((&row.text, each(self.kinds)))
            }
            Wanted::Record(_) | Wanted::Link(None) | Wanted::Address(_) | Wanted::Unreadable(_) => None,
        }
    }

    async fn read_library(
        &mut self,
        kind: ResourceType,
        delivery: &DeliveryType,
        names: &Names<'a>,
    ) -> Result<(), Problem> {
        let query = Query::Kind(Listing { kind, delivery: Some(delivery.clone()), prefix: None });
        let reader = self.reader;
        listing::to_the_end(reader, &query, |page| self.match_page(page, kind, delivery, names)).await
    }

    async fn ask(
        &mut self,
        kind: ResourceType,
        delivery: &DeliveryType,
        names: &Names<'a>,
    ) -> Result<(), Problem> {
        let mut ids: Vec<&str> = names.keys().copied().collect();
        ids.sort_unstable();
        for hundred in ids.chunks(Route::BATCH) {
            if let Some(page) = named(self.reader, kind, delivery, hundred).await? {
                self.match_page(&page, kind, delivery, names);
            }
        }
        Ok(())
    }

    fn match_page(&mut self, page: &Page, kind: ResourceType, delivery: &DeliveryType, names: &Names<'a>) {
        for asset in page.items.iter().filter(|asset| !asset.placeholder) {
            let name = &asset.name;
            if name.resource_type != kind || name.delivery_type != *delivery {
                continue;
            }
            for row in names.get(&*name.public_id).into_iter().flatten() {
                self.by_name(*row, asset);
            }
        }
        self.found.note_unreadable(page);
        self.found.count();
    }

    fn by_name(&mut self, row: usize, asset: &Asset) {
        match &self.list.rows[row].wanted {
            Wanted::Id(_) => self.either.entry(row).or_default().by_name.push(asset.clone()),
            Wanted::Record(narrowed) if !narrowed.admits(asset) => {}
            _ => self.matched(row, asset),
        }
    }

    /// A text that is an asset ID or a public ID names whichever is there; where both are, neither.
    fn settle(&mut self) {
        let mut rows: Vec<(usize, Either)> = std::mem::take(&mut self.either).into_iter().collect();
        rows.sort_by_key(|(row, _)| *row);
        for (row, Either { by_id, by_name }) in rows {
            let others =
                by_id.as_ref().is_some_and(|it| by_name.iter().any(|other| other.asset_id != it.asset_id));
            if others {
                let by_id = by_id.iter().map(|asset| (asset, Why::AssetId));
                for (asset, why) in by_id.chain(by_name.iter().map(|asset| (asset, Why::PublicId))) {
                    let item = self.found.offer(asset);
                    self.report.offers.extend(item.map(|item| Offer { row: row as u32, item, why }));
                }
            } else {
                by_id.iter().chain(&by_name).for_each(|asset| self.matched(row, asset));
            }
        }
    }

    fn matched(&mut self, row: usize, asset: &Asset) {
        self.report.matched(row, &asset.name);
        self.found.take(asset);
    }
}

/// The kinds of a form, one by one.
fn each(kinds: &Kinds) -> Vec<Kind> {
    let delivery = kinds.delivery_types();
    let of = |kind: ResourceType| delivery.iter().map(move |delivery| (kind, delivery.clone()));
    kinds.resource_types().into_iter().flat_map(of).collect()
}

/// The kinds of a form that a row allows; `None` where there are none.
fn narrow(kinds: &Kinds, kind: Option<ResourceType>, delivery: Option<&DeliveryType>) -> Option<Kinds> {
    let fits = |form: Option<&DeliveryType>| form.is_none() || delivery.is_none() || form == delivery;
    let same = kinds.resource_type.is_none() || kind.is_none() || kinds.resource_type == kind;
    (same && fits(kinds.delivery_type.as_ref())).then(|| Kinds {
        resource_type: kinds.resource_type.or(kind),
        delivery_type: kinds.delivery_type.clone().or_else(|| delivery.cloned()),
    })
}

/// Whether reading the whole library takes fewer requests than asking for so many names. The
/// search index may lag, which is of no matter for a price.
async fn library_is_cheaper(
    reader: &PreviewReader,
    groups: &HashMap<Kind, Names<'_>>,
) -> Result<bool, Problem> {
    let kinds = groups.len() as u64;
    let asking: u64 = groups.values().map(|names| names.len().div_ceil(Route::BATCH) as u64).sum();
    if asking <= 2 * kinds {
        return Ok(false);
    }
    let search = Search { max_results: 1, ..Search::default() };
    let page = reader.search(&search).await.map_err(|error| error.problem(During::Reading))?;
    Ok(page.total.div_ceil(PAGE) + kinds < asking)
}

/// Assets of rows that name several.
fn several(report: &ListReport, items: &[PlanItem]) -> HashSet<AssetId> {
    let names: HashSet<&AssetName> = report
        .found
        .iter()
        .filter_map(|found| match found {
            report::Found::Assets(names) if names.len() > 1 => Some(names),
            _ => None,
        })
        .flatten()
        .collect();
    items.iter().filter(|item| names.contains(&item.name)).map(|item| item.asset_id).collect()
}
