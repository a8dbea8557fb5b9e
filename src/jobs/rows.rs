//! A list, row by row: which assets each row names.
//!
//! Asked for by public ID in hundreds, for each kind. Where the whole library takes fewer requests
//! than the list, the library is read instead and matched here: the answer is the same.

use std::collections::{HashMap, HashSet};

use super::enquiry::Enquiry;
use super::listing::{self, Found, Query};
use super::report::ListReport;
use crate::api::{During, Listing, Page, Search};
use crate::model::asset::{Asset, AssetId, AssetName, DeliveryType, ResourceType};
use crate::model::criteria::Kinds;
use crate::model::job::Route;
use crate::model::list::{PublicIdList, Wanted};
use crate::model::problem::Problem;

/// Assets of one page of a listing.
const PAGE: u64 = 500;

/// Rows by the public ID that they ask for.
type ByPublicId<'a> = HashMap<&'a str, Vec<usize>>;

/// Finds every row's assets.
///
/// # Errors
/// The first request that fails.
pub(super) async fn find(
    enquiry: &Enquiry,
    list: &PublicIdList,
    kinds: &Kinds,
    found: &mut Found<'_>,
) -> Result<ListReport, Problem> {
    let mut search = Rows { enquiry, list, kinds, report: ListReport::blank(list), found };
    let by_id = search.asset_ids().await?;
    let names = search.public_ids(&by_id);
    search.by_public_id(&names).await?;
    search.urls().await?;
    search.found.count();
    Ok(search.report)
}

struct Rows<'a, 'b> {
    enquiry: &'a Enquiry,
    list: &'a PublicIdList,
    kinds: &'a Kinds,
    report: ListReport,
    found: &'a mut Found<'b>,
}

impl<'a> Rows<'a, '_> {
    /// Rows that look like asset IDs; gives those that were found.
    async fn asset_ids(&mut self) -> Result<HashSet<usize>, Problem> {
        let wanted: HashMap<AssetId, usize> = self
            .list
            .rows
            .iter()
            .enumerate()
            .filter_map(|(row, it)| match it.wanted {
                Wanted::AssetId(id) => Some((id, row)),
                Wanted::PublicId(_) | Wanted::Url(_) | Wanted::Unreadable(_) => None,
            })
            .collect();
        let ids: Vec<AssetId> = wanted.keys().copied().collect();
        let mut rows = HashSet::new();
        let (enquiry, kinds) = (self.enquiry, self.kinds);
        listing::by_asset_ids(enquiry, &ids, |page| {
            for asset in page.items.iter().filter(|asset| kinds.admit(asset)) {
                if let Some(row) = asset.asset_id.and_then(|id| wanted.get(&id)) {
                    self.matched(*row, asset);
                    rows.insert(*row);
                }
            }
            self.found.note_unreadable(page);
        })
        .await?;
        Ok(rows)
    }

    /// Rows that are to be looked up by public ID.
    fn public_ids(&self, found_by_id: &HashSet<usize>) -> ByPublicId<'a> {
        let mut names = ByPublicId::new();
        for (row, it) in self.list.rows.iter().enumerate() {
            let name = match &it.wanted {
                Wanted::PublicId(name) => &**name,
                Wanted::AssetId(_) if !found_by_id.contains(&row) => &*it.text,
                Wanted::AssetId(_) | Wanted::Url(_) | Wanted::Unreadable(_) => continue,
            };
            names.entry(name).or_default().push(row);
        }
        names
    }

    async fn by_public_id(&mut self, names: &ByPublicId<'a>) -> Result<(), Problem> {
        if names.is_empty() {
            return Ok(());
        }
        let whole_library = library_is_cheaper(self.enquiry, self.kinds, names.len()).await?;
        let ids: Vec<&str> = names.keys().copied().collect();
        for kind in self.kinds.resource_types() {
            for delivery in self.kinds.delivery_types() {
                if whole_library {
                    self.read_library(kind, &delivery, names).await?;
                } else {
                    self.ask(kind, &delivery, &ids, names).await?;
                }
            }
        }
        Ok(())
    }

    async fn read_library(
        &mut self,
        kind: ResourceType,
        delivery: &DeliveryType,
        names: &ByPublicId<'a>,
    ) -> Result<(), Problem> {
        let query = Query::Kind(Listing { kind, delivery: Some(delivery.clone()), prefix: None });
        let enquiry = self.enquiry;
        listing::to_the_end(enquiry, &query, |page| self.match_page(page, names)).await
    }

    async fn ask(
        &mut self,
        kind: ResourceType,
        delivery: &DeliveryType,
        ids: &[&str],
        names: &ByPublicId<'a>,
    ) -> Result<(), Problem> {
        for hundred in ids.chunks(Route::BATCH) {
            let page = self.enquiry.by_public_ids(kind, delivery, hundred).await;
            self.match_page(&page.map_err(|error| error.problem(During::Reading))?, names);
        }
        Ok(())
    }

    fn match_page(&mut self, page: &Page, names: &ByPublicId<'a>) {
        for asset in page.items.iter().filter(|asset| self.kinds.admit(asset)) {
            for row in names.get(&*asset.name.public_id).into_iter().flatten() {
                self.matched(*row, asset);
            }
        }
        self.found.note_unreadable(page);
        self.found.count();
    }

    /// Links: each row's readings in order, until one is there.
    async fn urls(&mut self) -> Result<(), Problem> {
        let mut open: Vec<(usize, Vec<AssetName>)> = self
            .list
            .rows
            .iter()
            .enumerate()
            .filter_map(|(row, it)| match &it.wanted {
                Wanted::Url(candidates) => Some((row, self.admitted(candidates.iter().map(|it| &it.name)))),
                Wanted::PublicId(_) | Wanted::AssetId(_) | Wanted::Unreadable(_) => None,
            })
            .collect();
        for level in 0.. {
            open.retain(|(_, names)| names.len() > level);
            if open.is_empty() {
                break;
            }
            let there = self.names_at(&open, level).await?;
            open.retain(|(row, names)| match there.get(&names[level]) {
                Some(asset) => {
                    self.matched(*row, asset);
                    false
                }
                None => true,
            });
        }
        Ok(())
    }

    fn admitted<'n>(&self, names: impl Iterator<Item = &'n AssetName>) -> Vec<AssetName> {
        let admitted = |name: &&AssetName| {
            self.kinds.resource_type.is_none_or(|kind| kind == name.resource_type)
                && self.kinds.delivery_type.as_ref().is_none_or(|kind| *kind == name.delivery_type)
        };
        names.filter(admitted).cloned().collect()
    }

    /// The assets that the readings at one level name, a hundred a request and kind.
    async fn names_at(
        &mut self,
        open: &[(usize, Vec<AssetName>)],
        level: usize,
    ) -> Result<HashMap<AssetName, Asset>, Problem> {
        let mut groups: HashMap<(ResourceType, DeliveryType), HashSet<&str>> = HashMap::new();
        for name in open.iter().map(|(_, names)| &names[level]) {
            let group = groups.entry((name.resource_type, name.delivery_type.clone())).or_default();
            group.insert(&name.public_id);
        }
        let mut there = HashMap::new();
        for ((kind, delivery), ids) in groups {
            let ids: Vec<&str> = ids.into_iter().collect();
            for hundred in ids.chunks(Route::BATCH) {
                let page = self.enquiry.by_public_ids(kind, &delivery, hundred).await;
                let page = page.map_err(|error| error.problem(During::Reading))?;
                self.found.note_unreadable(&page);
                there.extend(page.items.into_iter().map(|asset| (asset.name.clone(), asset)));
            }
        }
        Ok(there)
    }

    fn matched(&mut self, row: usize, asset: &Asset) {
        if !asset.placeholder {
            self.report.matched(row, asset.name.clone());
        }
        self.found.take(asset);
    }
}

/// Whether reading the whole library takes fewer requests than asking for so many names. The
/// search index may lag, which is of no matter for a price.
async fn library_is_cheaper(enquiry: &Enquiry, kinds: &Kinds, names: usize) -> Result<bool, Problem> {
    let kinds = (kinds.resource_types().len() * kinds.delivery_types().len()) as u64;
    let asking = names.div_ceil(Route::BATCH) as u64 * kinds;
    if asking <= 2 * kinds {
        return Ok(false);
    }
    let search = Search { max_results: 1, ..Search::default() };
    let page = enquiry.search(&search).await.map_err(|error| error.problem(During::Reading))?;
    Ok(page.total.div_ceil(PAGE) + kinds < asking)
}
