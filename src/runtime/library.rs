//! Reading the library: pages, an asset's details, tags.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::mpsc;
use tokio::task::AbortHandle;

use super::command::Generation;
use super::event::{Event, LibraryPage, Reading, Tag};
use super::hosts;
use super::news::News;
use super::outbox::Outbox;
use crate::api::{ApiError, AssetRef, Client, Cursors, During, Endless, Reader, Search};
use crate::jobs::patience;
use crate::model::asset::{Asset, AssetId, Details, ResourceType};
use crate::model::problem::Problem;
use crate::platform::clock::Clock;

/// Assets of one page: the most that one search call gives, since each call counts.
const PAGE: u32 = 500;

/// Readings for the open environment, which wait where the hour's calls are used up.
#[derive(Default)]
struct Readings {
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

/// What is read for the window.
pub(super) struct Library {
    readings: Readings,
    /// Of the pages that are shown.
    cursors: Arc<Mutex<Cursors>>,
    outbox: Outbox,
    news: mpsc::Sender<News>,
}

impl Library {
    pub(super) fn new(outbox: &Outbox, news: &mpsc::Sender<News>) -> Self {
        let (readings, cursors) = (Readings::default(), Arc::default());
        Self { readings, cursors, outbox: outbox.clone(), news: news.clone() }
    }

    /// Another environment is open: nobody waits for what was asked of the one before.
    pub(super) fn begin_anew(&mut self) {
        self.readings = Readings::default();
    }

    /// Another page replaces one that is waited for.
    pub(super) fn list(
        &mut self,
        client: Result<&Client, Problem>,
        generation: Generation,
        kind: Option<ResourceType>,
        cursor: Option<String>,
    ) {
        let environment = client.clone().map(|client| client.environment().id());
        let reader = self.patient(client, Reading::Library(generation));
        let (news, cursors) = (self.news.clone(), Arc::clone(&self.cursors));
        let failed = move |problem| Event::LibraryPage { generation, result: Err(problem) };
        let reading = self.outbox.answer_or(failed, async move {
            let result = match (reader, environment) {
                (Ok(reader), Ok(environment)) => {
                    let page = page(&reader, kind, cursor, &cursors).await;
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

    pub(super) fn details(&mut self, client: Result<&Client, Problem>, asset: Arc<Asset>) {
        let id = asset.asset_id.unwrap_or(AssetId::from_bytes([0; 16]));
        let reader = self.patient(client, Reading::Details(id));
        let failed = move |problem| Event::Details { asset: id, result: Err(problem) };
        let reading = self.outbox.answer_or(failed, async move {
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
    pub(super) fn list_tags(&mut self, client: Result<&Client, Problem>, generation: Generation) {
        let reader = self.patient(client, Reading::Tags(generation));
        let failed = move |problem| Event::Tags { generation, result: Err(problem) };
        let reading = self.outbox.answer_or(failed, async move {
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

    fn patient(&self, client: Result<&Client, Problem>, reading: Reading) -> Result<Patient, Problem> {
        let reader = client.map(Client::reader)?;
        Ok(Patient { reader, reading, outbox: self.outbox.clone() })
    }
}

async fn page(
    reader: &Patient,
    kind: Option<ResourceType>,
    cursor: Option<String>,
    cursors: &Mutex<Cursors>,
) -> Result<LibraryPage, Problem> {
    let search = Search {
        expression: kind.map(|kind| format!("resource_type:{kind}")).unwrap_or_default(),
        max_results: PAGE,
        ..Search::default()
    };
    let page = reader.ask(|| reader.reader.search(&search, cursor.as_deref())).await?;
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

async fn details(reader: &Patient, asset: &Asset) -> Result<Option<Arc<Details>>, Problem> {
    let wanted = asset.asset_id.map_or_else(|| AssetRef::ByName(asset.name.clone()), AssetRef::ById);
    let details = reader.ask(|| reader.reader.details(&wanted)).await?;
    Ok(details.map(Arc::new))
}

/// Every tag of every resource type, page by page.
async fn tags(reader: &Patient) -> Result<Vec<Tag>, Problem> {
    let mut all: BTreeMap<String, Vec<ResourceType>> = BTreeMap::new();
    for kind in ResourceType::ALL {
        let (mut cursor, mut cursors) = (None::<String>, Cursors::default());
        loop {
            let page = reader.ask(|| reader.reader.tags(kind, cursor.as_deref())).await?;
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
