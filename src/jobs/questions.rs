//! Counted questions of a run.

use super::check::Questions;
use super::follow::Asker;
use super::permit::{Intent, NoAnswer};
use super::run::Run;
use crate::api::{AssetRef, Page};
use crate::model::asset::{AssetId, Details};
use crate::model::query::Query;
use crate::model::unix_time::UnixTime;

/// Asks for a run.
pub(super) struct OfRun<'a> {
    pub(super) run: &'a Run,
    /// Whether it is asked although the job stops.
    pub(super) intent: Intent,
}

impl Questions for OfRun<'_> {
    async fn list(&self, ids: &[AssetId]) -> Result<(Page, UnixTime), NoAnswer> {
        self.run.permits.ask_at(self.intent, self.run.reader.by_asset_ids(ids)).await
    }

    async fn details(&self, id: AssetId) -> Result<Option<Details>, NoAnswer> {
        self.run.permits.ask(self.intent, self.run.reader.details(&AssetRef::ById(id))).await
    }

    fn now(&self) -> UnixTime {
        self.run.clock.now()
    }
}

impl Asker for OfRun<'_> {
    type Error = NoAnswer;

    async fn page_of(&self, query: &Query, cursor: Option<&str>) -> Result<Page, NoAnswer> {
        self.run.permits.ask(self.intent, self.run.reader.page_of(query, cursor)).await
    }
}
