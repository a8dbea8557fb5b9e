//! The form of destroy that the server knows: as earlier jobs found it, as this run finds it, and what
//! it demands of a hundred before it is sent.

use std::sync::Arc;
use std::time::Duration;

use super::batch::{Seen, is_within};
use super::board::Board;
use super::forms::{Forms, Turn, Word};
use super::tools::Tools;
use crate::api::{ApiError, Destroyed};
use crate::journal::Journal;
use crate::model::asset::AssetName;
use crate::model::destroy::DestroyBy;
use crate::model::job::JobHeader;
use crate::model::job_id::JobId;
use crate::model::product_environment::ProductEnvironment;
use crate::model::route::Route;
use crate::platform::clock::Clock;

/// By name: so long after its asset was looked at it is looked at again.
const LOOKED_AT: Duration = Duration::from_mins(1);

/// What one run knows of it.
pub(super) struct KnownForm {
    forms: Forms,
    board: Arc<Board>,
    journal: Journal,
    server: ProductEnvironment,
    job: JobId,
    route: Route,
    clock: Clock,
}

impl KnownForm {
    /// As earlier jobs found it.
    pub(super) async fn of(tools: &Tools, header: &JobHeader, board: &Arc<Board>) -> Self {
        let server = tools.deleter.environment().product();
        let known = Self {
            forms: Forms::new(remembered(&tools.journal, &server, header.route).await),
            board: Arc::clone(board),
            journal: tools.journal.clone(),
            server,
            job: header.id,
            route: header.route,
            clock: tools.clock.clone(),
        };
        board.destroy_by(known.forms.known());
        known
    }

    /// See [`Forms::turn`].
    pub(super) async fn turn(&self) -> Turn<'_> {
        self.forms.turn().await
    }

    /// See [`Forms::read`].
    pub(super) fn read(&self, by: DestroyBy, name: &AssetName, answer: Result<Destroyed, ApiError>) -> Word {
        self.forms.read(by, name, answer)
    }

    /// Whether an asset was seen unchanged late enough to be sent in this form.
    pub(super) fn may_destroy(&self, by: DestroyBy, seen: Seen) -> bool {
        let now = self.clock.now();
        match by {
            DestroyBy::Name => is_within(LOOKED_AT, seen.looked_at, now),
            DestroyBy::AssetIdInForm | DestroyBy::AssetIdInJson => {
                is_within(Route::FRESH, seen.known_at, now)
            }
        }
    }

    /// Whether a hundred must be looked at before it is sent; where the form is not known, it is
    /// taken to go by asset ID, and looked at once it does not.
    pub(super) fn must_look(&self, seen: Seen) -> bool {
        let by = match self.route {
            Route::Thorough => self.forms.known(),
            Route::Batches | Route::Sweep => None,
        };
        !self.may_destroy(by.unwrap_or(DestroyBy::AssetIdInForm), seen)
    }

    pub(super) async fn worked(&self, by: DestroyBy, name: &AssetName) {
        if self.forms.worked(by, name) {
            self.remember(by).await;
        }
        self.board.destroy_by(self.forms.known());
    }

    /// The server does not know a form, or takes no notice of asset IDs in it.
    pub(super) async fn is_not_known(&self, by: DestroyBy) {
        tracing::info!(job = %self.job, ?by, "the server does not know this form of destroy");
        if let Some(by) = self.forms.is_not_known(by) {
            self.remember(by).await;
        }
        self.board.destroy_by(self.forms.known());
    }

    /// What is not remembered is found out again.
    async fn remember(&self, by: DestroyBy) {
        if let Err(error) = self.journal.note_destroy_by(self.server.clone(), by).await {
            tracing::warn!(%error, "the form of destroy could not be written");
        }
    }
}

/// As an earlier job found it.
async fn remembered(journal: &Journal, server: &ProductEnvironment, route: Route) -> Option<DestroyBy> {
    if route != Route::Thorough {
        return None;
    }
    journal.destroy_by(server.clone()).await.unwrap_or_else(|error| {
        tracing::warn!(%error, "the form of destroy could not be read");
        None
    })
}
