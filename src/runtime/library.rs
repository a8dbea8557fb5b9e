//! Reading the library: pages, an asset's details, tags.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::task::AbortHandle;

use super::command::Generation;
use super::event::{Event, LibraryPage, Reading, Tag};
use super::hosts;
use super::hub::{Hub, News};
use super::outbox::Outbox;
use crate::api::{ApiError, AssetRef, Client, During, Reader, Search};
use crate::jobs::patience;
use crate::model::asset::{Asset, AssetId, Details, ResourceType};
use crate::model::problem::Problem;
use crate::platform::clock::Clock;

/// Assets of one page: the most that one search call gives, since each call counts.
const PAGE: u32 = 500;

/// Readings for the open environment, which wait where the hour's calls are used up.
#[derive(Default)]
pub(super) struct Readings {
    library: Option<AbortHandle>,
    tags: Option<AbortHandle>,
    details: Vec<AbortHandle>,
}

impl Readings {
    fn all(&mut self) -> impl Iterator<Item = AbortHandle> {
        self.library.take().into_iter().chain(self.tags.take()).chain(self.details.drain(..))
    }
}

impl Drop for Readings {
    fn drop(&mut self) {
        self.all().for_each(|reading| reading.abort());
    }
}

/// A reader that waits for the next hour, and says so.
struct Patient {
    reader: Reader,
    reading: Reading,
    outbox: Outbox,
}

impl Patient {
    async fn ask<T, F>(&self, ask: impl Fn() -> F) -> Result<T, Problem>
    where
        F: Future<Output = Result<T, ApiError>>,
    {
        let waits = |until| {
            let (outbox, reading) = (self.outbox.clone(), self.reading);
            tokio::spawn(async move { outbox.send(Event::ReadingWaits { reading, until }).await });
        };
        let answer = patience::patiently(&Clock::default(), waits, ask).await;
        answer.map_err(|error| error.problem(During::Reading))
    }
}

impl Hub {
    /// Another page replaces one that is waited for.
    pub(super) fn list_library(
        &mut self,
        generation: Generation,
        kind: Option<ResourceType>,
        cursor: Option<String>,
    ) {
        let environment = self.client().map(|client| client.environment().id());
        let reader = self.patient(Reading::Library(generation));
        let news = self.news.clone();
        let reading = self.answer(async move {
            let result = match (reader, environment) {
                (Ok(reader), Ok(environment)) => {
                    let page = page(&reader, kind, cursor).await;
                    if let Ok(page) = &page {
                        let seen = hosts::of_assets(page.assets.iter().map(|asset| &**asset));
                        drop(news.send(News::SeenOn(environment, seen)).await);
                    }
                    page
                }
                (Err(problem), _) | (_, Err(problem)) => Err(problem),
            };
            Event::LibraryPage { generation, result }
        });
        if let Some(before) = self.readings.library.replace(reading) {
            before.abort();
        }
    }

    pub(super) fn details(&mut self, asset: Arc<Asset>) {
        let id = asset.asset_id.unwrap_or(AssetId::from_bytes([0; 16]));
        let reader = self.patient(Reading::Details(id));
        let reading = self.answer(async move {
            let result = match reader {
                Ok(reader) => details(&reader, &asset).await,
                Err(problem) => Err(problem),
            };
            Event::Details { asset: id, result }
        });
        self.readings.details.retain(|reading| !reading.is_finished());
        self.readings.details.push(reading);
    }

    /// Another listing replaces one that is waited for.
    pub(super) fn list_tags(&mut self, generation: Generation) {
        let reader = self.patient(Reading::Tags(generation));
        let reading = self.answer(async move {
            let result = match reader {
                Ok(reader) => tags(&reader).await,
                Err(problem) => Err(problem),
            };
            Event::Tags { generation, result }
        });
        if let Some(before) = self.readings.tags.replace(reading) {
            before.abort();
        }
    }

    fn patient(&self, reading: Reading) -> Result<Patient, Problem> {
        let reader = self.client().map(Client::reader)?;
        Ok(Patient { reader, reading, outbox: self.outbox.clone() })
    }
}

async fn page(
    reader: &Patient,
    kind: Option<ResourceType>,
    cursor: Option<String>,
) -> Result<LibraryPage, Problem> {
    let search = Search {
        expression: kind.map(|kind| format!("resource_type:{kind}")).unwrap_or_default(),
        max_results: PAGE,
        ..Search::default()
    };
    let page = reader.ask(|| reader.reader.search(&search, cursor.as_deref())).await?;
    Ok(LibraryPage {
        assets: page.items.into_iter().filter(|asset| !asset.placeholder).map(Arc::new).collect(),
        next_cursor: page.next_cursor,
        total: Some(page.total),
    })
}

async fn details(reader: &Patient, asset: &Asset) -> Result<Option<Arc<Details>>, Problem> {
    let wanted = asset.asset_id.map_or_else(|| AssetRef::ByName(asset.name.clone()), AssetRef::ById);
    let details = reader.ask(|| reader.reader.details(&wanted)).await?;
    Ok(details.map(Arc::new))
}

/// Every tag of every resource type, page by page.
async fn tags(reader: &Patient) -> Result<Vec<Tag>, Problem> {
    let mut all: BTreeMap<String, Vec<ResourceType>> = BTreeMap::new();
    for kind in ResourceType::ALL {
        let mut cursor: Option<String> = None;
        loop {
            let page = reader.ask(|| reader.reader.tags(kind, cursor.as_deref())).await?;
            for name in page.tags {
                all.entry(name).or_default().push(kind);
            }
            match page.next_cursor {
                Some(next) if cursor.as_ref() != Some(&next) => cursor = Some(next),
                Some(_) | None => break,
            }
        }
    }
    Ok(all.into_iter().map(|(name, kinds)| Tag { name, kinds }).collect())
}
