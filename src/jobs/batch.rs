//! One batch on its way: rounds of asking, writing, sending and reading, until each of its items
//! has an end.

mod open;

use std::time::Duration;

use super::check::{self, OfRun};
use super::permit::{Intent, NoAnswer};
use super::progress::Phase;
use super::runner::Run;
use super::send::{self, Told};
use crate::api::{ApiError, During, Kind};
use crate::journal::Record;
use crate::model::item::PlanItem;
use crate::model::outcome::Outcome;
use crate::model::route::Route;
use crate::model::unix_time::UnixTime;

pub(super) use open::{OpenBatch, SENDS, Seen, state_after, still_there};

/// So often an answer that cannot be read is asked for again.
const UNREADABLE: u32 = 3;
/// The longest pause between two attempts while they fail.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);
/// Where a limit is told without its end: Cloudinary counts by the hour, and to ask again is cheap.
const LIMIT_WITHOUT_END: Duration = Duration::from_mins(5);
/// The shortest pause.
const SECOND: Duration = Duration::from_secs(1);

/// Whether a batch goes on.
enum Step {
    Again,
    Leave,
}

/// What follows from a question that failed.
#[derive(Debug, PartialEq, Eq)]
enum Failed {
    /// It stays unasked: a stop comes to its end.
    GiveUp,
    /// The user must mend something first.
    Halt,
    /// It is asked again after a pause.
    Wait,
}

impl Run {
    /// Works on one batch until it is done, stopped or halted.
    pub(super) async fn batch(&self, mut batch: OpenBatch) {
        let mut first = true;
        while !batch.is_done() {
            match self.round(&mut batch, first).await {
                Step::Again => first = false,
                Step::Leave => break,
            }
        }
        if !batch.is_done() && self.is_stopped() && !self.is_halted() {
            let ends = batch.ends_when_stopped();
            self.end(&mut batch, ends, true).await;
        }
    }

    async fn round(&self, batch: &mut OpenBatch, first: bool) -> Step {
        let control = self.until_allowed().await;
        if self.is_halted() {
            return Step::Leave;
        }
        let _at_work = self.board.work();
        let must_ask = batch.must_be_asked_about(control, first, self.must_look(batch.seen));
        if must_ask && let Err(error) = self.ask_about(batch).await {
            return self.failed(batch, error).await;
        }
        if self.is_halted() {
            return Step::Leave;
        }
        if self.is_stopped() {
            batch.left_in_doubt();
            return Step::Leave;
        }
        if must_ask {
            batch.settled();
        }
        if batch.is_done() {
            return Step::Again;
        }
        // While something is deleted, nobody is told that it is only asked about.
        self.board.settled();
        match self.send(batch).await {
            Some(error) => self.hold(&mut batch.failures, &error).await,
            None => batch.failures = 0,
        }
        Step::Again
    }

    /// Whether something was seen at most so long ago. A clock that was set back says nothing.
    pub(super) fn is_within(&self, longest: Duration, seen_at: Option<UnixTime>) -> bool {
        is_within(longest, seen_at, self.tools.clock.now())
    }

    /// Asks about every open item; those that are gone or changed end here.
    async fn ask_about(&self, batch: &mut OpenBatch) -> Result<(), NoAnswer> {
        let positions = batch.positions();
        let items: Vec<&PlanItem> = positions.iter().map(|item| &self.job.items()[*item]).collect();
        let intent = if batch.in_doubt { Intent::Settle } else { Intent::Look };
        let questions = OfRun { run: self, intent };
        let (verdicts, seen_at) =
            check::ask(&questions, self.job.header().what, &items, batch.in_doubt).await?;
        let judged = batch.judge(&verdicts, seen_at);
        for by in judged.not_known {
            self.form_is_not_known(by).await;
        }
        self.end(batch, judged.ends, false).await;
        Ok(())
    }

    /// Writes ends and takes them off the batch. `answered`: everything that was sent of it has its
    /// answer with these.
    pub(super) async fn end(&self, batch: &mut OpenBatch, ends: Vec<(usize, Outcome)>, answered: bool) {
        let state = batch.state_after(ends.len(), answered);
        if ends.is_empty() && state.is_none() {
            return;
        }
        let mut positions: Vec<usize> = ends.iter().map(|(item, _)| *item).collect();
        positions.sort_unstable();
        let outcomes = ends.into_iter().map(|(item, outcome)| (item as u32, outcome)).collect();
        let record = Record { batch: batch.index, outcomes, state, ..Record::default() };
        if self.record(record).await {
            batch.open.retain(|item, _| positions.binary_search(item).is_err());
        }
    }

    /// A failed question: asks again later, or halts.
    async fn failed(&self, batch: &mut OpenBatch, error: NoAnswer) -> Step {
        if self.failed_question(&mut batch.unasked, error).await { Step::Again } else { Step::Leave }
    }

    /// Waits after a failed question, or halts; gives whether it may be asked again.
    pub(super) async fn failed_question(&self, failures: &mut u32, error: NoAnswer) -> bool {
        let error = match error {
            NoAnswer::NotAsked => return false,
            NoAnswer::Failed(error) => error,
        };
        match failed_to_ask(&error, *failures, self.is_stopped()) {
            Failed::GiveUp => return false,
            Failed::Halt => {
                self.halt(error.problem(During::Deleting));
                return false;
            }
            Failed::Wait => self.hold(failures, &error).await,
        }
        true
    }

    /// Sends what is open, on the job's route; gives the failure that everything has to wait for,
    /// if there was one.
    async fn send(&self, batch: &mut OpenBatch) -> Option<ApiError> {
        match self.job.header().route {
            Route::Thorough => self.send_each(batch).await,
            Route::Batches | Route::Sweep => self.send_together(batch).await,
        }
    }

    /// The journal is told while others hold the places: so none of them stands empty meanwhile.
    async fn send_together(&self, batch: &mut OpenBatch) -> Option<ApiError> {
        let call = self.call_to_delete().await?;
        // It may have waited for hours: then it is asked about again first.
        if self.must_look(batch.seen) || !self.sending(batch.index).await {
            return None;
        }
        let Some(permit) = self.place(call).await.filter(|_| !self.must_look(batch.seen)) else {
            // Not sent after all.
            self.end(batch, Vec::new(), true).await;
            return None;
        };
        let positions = batch.positions();
        let items: Vec<&PlanItem> = positions.iter().map(|item| &self.job.items()[*item]).collect();
        let header = self.job.header();
        let request = send::in_one_request(&self.tools.deleter, &items, header.what, header.invalidate);
        let told = send::told(permit.send(request).await, &items, header.what);
        self.take(batch, positions.into_iter().zip(told).collect(), true).await
    }

    /// Reads what the requests told; gives the failure to wait for.
    pub(super) async fn take(
        &self,
        batch: &mut OpenBatch,
        told: Vec<(usize, Told)>,
        answered: bool,
    ) -> Option<ApiError> {
        let learnt = batch.learn(told);
        if let Some(error) = learnt.halt {
            self.halt(error.problem(During::Deleting));
        }
        self.end(batch, learnt.ends, answered).await;
        learnt.wait
    }

    /// Waits as long as a failure demands, or until the job is stopped.
    pub(super) async fn hold(&self, failures: &mut u32, error: &ApiError) {
        let phase = pause_after(error, failures, self.tools.clock.now());
        self.wait(phase).await;
    }
}

/// Whether something was seen at most so long ago. A clock that was set back says nothing.
fn is_within(longest: Duration, seen_at: Option<UnixTime>, now: UnixTime) -> bool {
    seen_at.and_then(|at| now.since(at)).is_some_and(|ago| ago <= longest)
}

/// `failures`: so many before it, in a row.
fn failed_to_ask(error: &ApiError, failures: u32, is_stopped: bool) -> Failed {
    match error.kind {
        _ if is_stopped => Failed::GiveUp,
        Kind::Unauthorised(_)
        | Kind::OtherRegion(_)
        | Kind::Forbidden
        | Kind::BadRequest
        | Kind::NotFound => Failed::Halt,
        // It may be a bad moment. What stays unreadable is the user's to look at.
        Kind::Unusable if failures >= UNREADABLE => Failed::Halt,
        _ => Failed::Wait,
    }
}

/// How long to wait after a failure, and as what it is shown: until the limit ends, or one second,
/// two, four … for each failure in a row.
fn pause_after(error: &ApiError, failures: &mut u32, now: UnixTime) -> Phase {
    if matches!(error.kind, Kind::LimitReached) {
        let until = error.retry_at.unwrap_or(now + LIMIT_WITHOUT_END).max(now + SECOND);
        return Phase::WaitingForLimit { until };
    }
    let pause = SECOND * (1 << (*failures).min(6));
    *failures += 1;
    let why = error.problem(During::Deleting).code;
    Phase::TryingAgain { until: now + pause.min(LONGEST_PAUSE), why }
}

#[cfg(test)]
mod tests;
