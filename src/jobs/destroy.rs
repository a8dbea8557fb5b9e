//! Thorough: one asset a request, a hundred written together, in the form of destroy that the server
//! knows.
//!
//! By asset ID nothing else can be hit, and each hundred is looked at only where the preview is not
//! fresh. By name alone it is looked at directly before, at most [`LOOKED_AT`] before each request.

use std::time::Duration;

use futures_util::StreamExt as _;
use tokio::sync::{mpsc, watch};

use super::batch::{OpenBatch, Seen};
use super::forms::{Missed, Turn, Word};
use super::permit::Permit;
use super::runner::Run;
use super::send::{self, Told};
use crate::api::{ApiError, Destroyed, During, Kind};
use crate::model::asset::AssetName;
use crate::model::destroy::DestroyBy;
use crate::model::outcome::Outcome;
use crate::model::route::Route;

/// So many failures in a row, and the rest of a hundred waits with them.
const IN_A_ROW: u32 = 3;
/// By name: so long after its asset was looked at it is looked at again.
const LOOKED_AT: Duration = Duration::from_mins(1);

/// What a destroy told of its item.
enum Answer {
    Told(Told),
    /// Not found by its asset ID: it may be there all the same, and is asked about.
    Missed(Missed),
}

impl Run {
    /// Sends what is open of a batch, and writes what is answered while the rest is sent. Gives the
    /// failure to wait for.
    pub(super) async fn send_each(&self, batch: &mut OpenBatch) -> Option<ApiError> {
        if !self.sending(batch.index).await {
            return None;
        }
        let (items, seen) = (batch.positions_in_turn(), batch.seen);
        let failed = watch::Sender::new(0);
        let each = |item: usize| {
            let failed = &failed;
            async move { (item, self.destroy(item, seen, failed).await) }
        };
        let (answers, mut answered) = mpsc::unbounded_channel();
        let sending = async move {
            let under_way = futures_util::stream::iter(items).map(each).buffer_unordered(Route::BATCH);
            let mut told = std::pin::pin!(under_way);
            while let Some((item, told)) = told.next().await {
                // Whoever writes is there until the sender is gone.
                let _ = told.is_some_and(|told| answers.send((item, told)).is_err());
            }
        };
        let writing = async {
            let (mut handful, mut worst) = (Vec::new(), None);
            while answered.recv_many(&mut handful, Route::BATCH).await > 0 {
                let mut told = Vec::new();
                for (item, answer) in handful.drain(..) {
                    match answer {
                        Answer::Told(answer) => told.push((item, answer)),
                        Answer::Missed(missed) => batch.missed(item, missed),
                    }
                }
                worst = self.take(batch, told, false).await.or(worst);
            }
            worst
        };
        let ((), worst) = tokio::join!(sending, writing);
        if !batch.is_done() {
            self.end(batch, Vec::new(), true).await;
        }
        worst
    }

    /// `None`: it was not its turn any more, or it must be looked at again (a computer that slept
    /// wakes in the middle of a hundred), or so many `failed` in a row that the way is blocked and
    /// the rest would only fail, too.
    async fn destroy(&self, item: usize, seen: Seen, failed: &watch::Sender<u32>) -> Option<Answer> {
        let mut blocked = failed.subscribe();
        let item = &self.job.items()[item];
        let answer = loop {
            let turn = tokio::select! {
                biased;
                _ = blocked.wait_for(|failed| *failed >= IN_A_ROW) => None,
                turn = self.turn_to_destroy() => turn,
            };
            let (turn, by, permit) = turn?;
            if !self.may_destroy(by, seen) {
                return None;
            }
            let header = self.job.header();
            let request = self.tools.deleter.destroy_by(by, &item.asset_id, &item.name, header.invalidate);
            match self.forms.read(by, &item.name, permit.send(request).await) {
                Word::Unknown => self.form_is_not_known(by).await,
                Word::Missed(missed) => break Answer::Missed(missed),
                Word::Known(answer) => {
                    if matches!(answer, Ok(Destroyed::Ok)) {
                        self.form_worked(by, &item.name).await;
                    }
                    break Answer::Told(told_of_one(answer));
                }
            }
            // Until here the others wait.
            drop(turn);
        };
        match &answer {
            Answer::Told(Told::End(_)) => _ = failed.send_replace(0),
            Answer::Told(Told::NotSent(_) | Told::InDoubt(_)) => failed.send_modify(|failed| *failed += 1),
            Answer::Told(Told::Halt(error)) => self.halt(error.problem(During::Deleting)),
            // The rest of the hundred is asked about together with it.
            Answer::Missed(_) => _ = failed.send_replace(IN_A_ROW),
        }
        Some(answer)
    }

    /// Waits for a form that is known, or for the right to try one, and for a place.
    async fn turn_to_destroy(&self) -> Option<(Turn<'_>, DestroyBy, Permit<'_>)> {
        loop {
            let turn = self.forms.turn().await;
            let permit = self.free().await?;
            // It may have been refused meanwhile.
            if let Some(by) = turn.by() {
                return Some((turn, by, permit));
            }
        }
    }

    /// Whether an asset was seen unchanged late enough to be sent in this form.
    fn may_destroy(&self, by: DestroyBy, seen: Seen) -> bool {
        match by {
            DestroyBy::Name => self.is_within(LOOKED_AT, seen.looked_at),
            DestroyBy::AssetIdInForm | DestroyBy::AssetIdInJson => {
                self.is_within(Route::FRESH, seen.known_at)
            }
        }
    }

    /// Whether a hundred must be looked at before it is sent; where the form is not known, it is
    /// taken to go by asset ID, and looked at once it does not.
    pub(super) fn must_look(&self, seen: Seen) -> bool {
        let by = match self.job.header().route {
            Route::Thorough => self.forms.known(),
            Route::Batches | Route::Sweep => None,
        };
        !self.may_destroy(by.unwrap_or(DestroyBy::AssetIdInForm), seen)
    }

    async fn form_worked(&self, by: DestroyBy, name: &AssetName) {
        if self.forms.worked(by, name) {
            self.remember_form(by).await;
        }
        self.board.destroy_by(self.forms.known());
    }

    /// The server does not know a form, or takes no notice of asset IDs in it.
    pub(super) async fn form_is_not_known(&self, by: DestroyBy) {
        tracing::info!(job = %self.job.header().id, ?by, "the server does not know this form of destroy");
        if let Some(by) = self.forms.is_not_known(by) {
            self.remember_form(by).await;
        }
        self.board.destroy_by(self.forms.known());
    }

    /// What is not remembered is found out again.
    async fn remember_form(&self, by: DestroyBy) {
        let server = self.tools.deleter.environment().product();
        if let Err(error) = self.tools.journal.note_destroy_by(server, by).await {
            tracing::warn!(%error, "the form of destroy could not be written");
        }
    }
}

/// What the answer to a destroy told, in a form that the server knows. A miss is a 200: a 404 says
/// nothing about the asset.
fn told_of_one(answer: Result<Destroyed, ApiError>) -> Told {
    match answer {
        Ok(Destroyed::Ok) => Told::End(Outcome::Deleted { copies: None }),
        Ok(Destroyed::NotFound) => Told::End(Outcome::AlreadyGone),
        Ok(Destroyed::Other(words)) => Told::End(Outcome::Refused { reason: words.into() }),
        Err(error) if error.kind == Kind::NotFound => Told::InDoubt(error),
        Err(error) => send::sort(error),
    }
}
