//! What a preview asks with: a reader, and patience.
//!
//! A short preview asks at once. A long one would use up the hour's calls, the customer's own among
//! them, so after its first requests it keeps the reserve, and waits for the next hour where only
//! that is left. Where Cloudinary says that the hour's calls are used up, every preview waits. Then it
//! goes on where it was.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use tokio::sync::watch;

use super::follow::Asker;
use super::patience;
use crate::api::{ApiError, AssetRef, Client, During, Kind, Page, Reader, Search, SearchPage};
use crate::model::account::{EnvironmentId, Quota};
use crate::model::asset::{AssetId, DeliveryType, Details, ResourceType};
use crate::model::kinds::Kinds;
use crate::model::problem::Problem;
use crate::model::query::Query;
use crate::model::schedule::Allowance;
use crate::model::selector::Selector;
use crate::model::unix_time::UnixTime;
use crate::platform::clock::Clock;

/// Requests that a preview sends without looking at the reserve.
const AT_ONCE: u64 = 20;

/// How far a preview is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Items found so far.
    pub found: u64,
    /// How many the search index knows of, where it was asked.
    pub indexed: Option<u64>,
    /// It waits for calls until then.
    pub until: Option<UnixTime>,
}

/// Reads for one preview: keeps the reserve, waits for the next hour, and tells how far it is.
pub struct PreviewReader {
    reader: Reader,
    quota: watch::Receiver<Quota>,
    reserve: u8,
    environment: EnvironmentId,
    clock: Clock,
    asked: AtomicU64,
    counted: Mutex<Counted>,
    tell: Box<dyn Fn(Counted) + Send + Sync>,
}

impl PreviewReader {
    /// `reserve`: per cent of the hour's calls that a long preview leaves alone. `tell` hears how
    /// far it is.
    pub fn new(
        client: &Client,
        reserve: u8,
        clock: Clock,
        tell: impl Fn(Counted) + Send + Sync + 'static,
    ) -> Self {
        Self {
            reader: client.reader(),
            quota: client.quota(),
            reserve,
            environment: client.environment().id(),
            clock,
            asked: AtomicU64::new(0),
            counted: Mutex::default(),
            tell: Box::new(tell),
        }
    }

    pub(super) fn environment(&self) -> &EnvironmentId {
        &self.environment
    }

    pub(super) fn now(&self) -> UnixTime {
        self.clock.now()
    }

    /// Notes how far it is and tells it.
    pub(super) fn note(&self, change: impl FnOnce(&mut Counted)) {
        let now = {
            let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
            change(&mut counted);
            *counted
        };
        (self.tell)(now);
    }

    /// How many the search index knows of that a selector would find: told at once, long before a
    /// listing is through. One counted request. `None` where assets were named one by one, and where the
    /// index does not answer.
    pub(super) async fn indexed(&self, selector: &Selector, kinds: &Kinds) -> Result<Option<u64>, Problem> {
        let Some(expression) = selector.expression(kinds) else { return Ok(None) };
        let search = Search { expression, max_results: 1, ..Search::default() };
        match self.search(&search).await {
            Ok(page) => Ok(Some(page.total)),
            // The index reads some texts in its own way; what it cannot read, the listing can.
            Err(error) if error.kind == Kind::BadRequest => Ok(None),
            Err(error) => Err(error.problem(During::Reading)),
        }
    }

    pub(super) async fn search(&self, search: &Search) -> Result<SearchPage, ApiError> {
        self.patiently(|| self.reader.search(search, None)).await
    }

    pub(super) async fn details(&self, asset: AssetId) -> Result<Option<Details>, ApiError> {
        let asset = AssetRef::ById(asset);
        self.patiently(|| self.reader.details(&asset)).await
    }

    pub(super) async fn by_asset_ids(&self, ids: &[AssetId]) -> Result<Page, ApiError> {
        self.patiently(|| self.reader.by_asset_ids(ids)).await
    }

    pub(super) async fn by_public_ids(
        &self,
        kind: ResourceType,
        delivery: &DeliveryType,
        public_ids: &[&str],
    ) -> Result<Page, ApiError> {
        self.patiently(|| self.reader.by_public_ids(kind, delivery, public_ids)).await
    }

    /// The first page of a listing, of at most 500.
    pub(super) async fn first_page(&self, query: &Query) -> Result<Page, ApiError> {
        self.page_of(query, None).await
    }

    async fn patiently<T, F>(&self, ask: impl Fn() -> F) -> Result<T, ApiError>
    where
        F: Future<Output = Result<T, ApiError>>,
    {
        let waits = |until| self.note(|counted| counted.until = until);
        let ask = async || {
            if self.asked.fetch_add(1, Ordering::Relaxed) >= AT_ONCE {
                self.wait_for_calls().await;
            }
            ask().await
        };
        patience::patiently(&self.clock, waits, ask).await
    }

    async fn wait_for_calls(&self) {
        loop {
            let now = self.clock.now();
            let allowance = Allowance { quota: *self.quota.borrow(), reserve: self.reserve };
            if allowance.left(now) != Some(0) {
                return;
            }
            let until = allowance.next_hour(now);
            self.note(|counted| counted.until = Some(until));
            let deadline = self.clock.deadline(until);
            while !self.clock.is_past(&deadline) {
                self.clock.wait_towards(until).await;
            }
            self.note(|counted| counted.until = None);
        }
    }
}

impl Asker for PreviewReader {
    type Error = ApiError;

    async fn page_of(&self, query: &Query, cursor: Option<&str>) -> Result<Page, ApiError> {
        self.patiently(|| self.reader.page_of(query, cursor)).await
    }
}
