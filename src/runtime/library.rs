//! Reading the library: pages, an asset's details, tags.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::command::Generation;
use super::event::{Event, LibraryPage, Tag};
use super::hosts;
use super::hub::{Hub, News};
use crate::api::{AssetRef, Client, Cursors, During, Endless, Reader, Search};
use crate::model::asset::{Asset, AssetId, Details, ResourceType};
use crate::model::problem::Problem;

/// Assets of one page: the most that one search call gives, since each call counts.
const PAGE: u32 = 500;

impl Hub {
    pub(super) fn list_library(
        &self,
        generation: Generation,
        kind: Option<ResourceType>,
        cursor: Option<String>,
    ) {
        let reader = self.client().map(|client| (client.reader(), client.environment().id()));
        let (news, cursors) = (self.news.clone(), Arc::clone(&self.cursors));
        let failed = move |problem| Event::LibraryPage { generation, result: Err(problem) };
        self.answer_or(failed, async move {
            let result = match reader {
                Ok((reader, environment)) => {
                    let page = page(&reader, kind, cursor, &cursors).await;
                    if let Ok(page) = &page {
                        let seen = hosts::of_assets(page.assets.iter().map(|asset| &**asset));
                        drop(news.send(News::SeenOn(environment, seen)).await);
                    }
                    page
                }
                Err(problem) => Err(problem),
            };
            Event::LibraryPage { generation, result }
        });
    }

    pub(super) fn details(&self, asset: Arc<Asset>) {
        let reader = self.client().map(Client::reader);
        let id = asset.asset_id.unwrap_or(AssetId::from_bytes([0; 16]));
        let failed = move |problem| Event::Details { asset: id, result: Err(problem) };
        self.answer_or(failed, async move {
            let result = match reader {
                Ok(reader) => details(&reader, &asset).await,
                Err(problem) => Err(problem),
            };
            Event::Details { asset: id, result }
        });
    }

    pub(super) fn list_tags(&self, generation: Generation) {
        let reader = self.client().map(Client::reader);
        let failed = move |problem| Event::Tags { generation, result: Err(problem) };
        self.answer_or(failed, async move {
            let result = match reader {
                Ok(reader) => tags(&reader).await,
                Err(problem) => Err(problem),
            };
            Event::Tags { generation, result }
        });
    }
}

async fn page(
    reader: &Reader,
    kind: Option<ResourceType>,
    cursor: Option<String>,
    cursors: &Mutex<Cursors>,
) -> Result<LibraryPage, Problem> {
    let search = Search {
        expression: kind.map(|kind| format!("resource_type:{kind}")).unwrap_or_default(),
        max_results: PAGE,
        ..Search::default()
    };
    let page = reader.search(&search, cursor.as_deref()).await;
    let page = page.map_err(|error| error.problem(During::Reading))?;
    let next_cursor = {
        let mut cursors = cursors.lock().unwrap_or_else(PoisonError::into_inner);
        if cursor.is_none() {
            *cursors = Cursors::default();
        }
        let assets = page.items.iter().map(|asset| (asset.asset_id, &asset.name));
        cursors.next(assets, page.next_cursor).map_err(Endless::problem)?
    };
    Ok(LibraryPage {
        assets: page.items.into_iter().filter(|asset| !asset.placeholder).map(Arc::new).collect(),
        next_cursor,
        total: Some(page.total),
    })
}

async fn details(reader: &Reader, asset: &Asset) -> Result<Option<Arc<Details>>, Problem> {
    let wanted = asset.asset_id.map_or_else(|| AssetRef::ByName(asset.name.clone()), AssetRef::ById);
    let details = reader.details(&wanted).await.map_err(|error| error.problem(During::Reading))?;
    Ok(details.map(Arc::new))
}

/// Every tag of every resource type, page by page.
async fn tags(reader: &Reader) -> Result<Vec<Tag>, Problem> {
    let mut all: BTreeMap<String, Vec<ResourceType>> = BTreeMap::new();
    for kind in ResourceType::ALL {
        let (mut cursor, mut cursors) = (None::<String>, Cursors::default());
        loop {
            let page = reader.tags(kind, cursor.as_deref()).await;
            let page = page.map_err(|error| error.problem(During::Reading))?;
            let next = cursors.next(&page.tags, page.next_cursor).map_err(Endless::problem)?;
            for name in page.tags {
                let kinds = all.entry(name).or_default();
                if kinds.last() != Some(&kind) {
                    kinds.push(kind);
                }
            }
            if next.is_none() {
                break;
            }
            cursor = next;
        }
    }
    Ok(all.into_iter().map(|(name, kinds)| Tag { name, kinds }).collect())
}
