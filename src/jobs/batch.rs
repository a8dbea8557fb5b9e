//! One batch on its way: rounds of asking, writing, sending and reading, until each of its items
//! has an end.

use std::collections::BTreeMap;

use super::check::{self, Verdict};
use super::forms::Missed;
use super::permit::{Intent, NoAnswer};
use super::progress::Phase;
use super::runner::{Control, Run};
use super::send::{self, Told};
use crate::api::{ApiError, Certainty, During, Kind};
use crate::journal::Record;
use crate::model::item::PlanItem;
use crate::model::job::BatchState;
use crate::model::outcome::{Outcome, Skip};
use crate::model::route::Route;

/// After so many sends without an answer, what is still there ends as unknown.
pub(super) const SENDS: u8 = 5;
/// So often an answer that cannot be read is asked for again.
const UNREADABLE: u32 = 3;
/// The longest pause between two attempts while they fail, seconds.
const LONGEST_PAUSE: i64 = 60;
/// Where a limit is told without its end: Cloudinary counts by the hour, and to ask again is cheap.
const LIMIT_WITHOUT_END: i64 = 300;
/// Why an item is in doubt that an answer did not find.
const MISSED: &str = "Cloudinary did not find its asset ID.";
/// What is said of items that an earlier session sent.
pub(super) const CUT_OFF: &str = "The program ended before Cloudinary’s answer came.";

/// A batch with items that have no end yet.
pub(super) struct OpenBatch {
    pub(super) index: u32,
    /// Positions in the job's items.
    open: BTreeMap<usize, Attempt>,
    /// Something of it was sent, and its answer was never seen.
    in_doubt: bool,
    /// Sends that failed, in a row.
    failures: u32,
    /// Questions that failed, in a row.
    unasked: u32,
    pub(super) seen: Seen,
}

/// As of when it is known what is there, Unix seconds; `None`: not known.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    /// By the preview, or by asking since.
    pub(super) known_at: Option<i64>,
    /// By asking about exactly these items.
    pub(super) looked_at: Option<i64>,
}

/// What was tried with one item.
#[derive(Clone, Default)]
struct Attempt {
    /// Sends without an answer.
    unanswered: u8,
    /// Why it is in doubt.
    doubt: Option<String>,
    /// It was said not to be there.
    missed: Option<Missed>,
    /// Its last request failed: others go first, so that one that always fails holds up nobody.
    failed: bool,
}

/// Whether a batch goes on.
enum Step {
    Again,
    Leave,
}

impl OpenBatch {
    /// `known_at`: when its items were last seen unchanged, if that still counts.
    pub(super) fn new(index: u32, open: Vec<usize>, in_doubt: bool, known_at: Option<i64>) -> Self {
        let doubt = in_doubt.then(|| CUT_OFF.to_owned());
        let attempt = Attempt { doubt, ..Attempt::default() };
        Self {
            index,
            open: open.into_iter().map(|item| (item, attempt.clone())).collect(),
            in_doubt,
            failures: 0,
            unasked: 0,
            seen: Seen { known_at, looked_at: None },
        }
    }

    pub(super) fn is_done(&self) -> bool {
        self.open.is_empty()
    }

    /// An answer did not find an item by its asset ID: it is asked about, as what is in doubt.
    pub(super) fn missed(&mut self, item: usize, missed: Missed) {
        let attempt = self.open.entry(item).or_default();
        attempt.missed = Some(missed);
        attempt.doubt = Some(MISSED.to_owned());
        self.in_doubt = true;
    }

    /// Every doubt was asked about, and what is left may be sent again.
    fn settled(&mut self) {
        self.in_doubt = false;
        self.open.values_mut().for_each(|attempt| attempt.doubt = None);
    }

    /// Every doubt was asked about, and nothing is sent any more: what is left is there, but may
    /// not stay so.
    fn left_in_doubt(&mut self) {
        let doubts = self.open.values_mut().filter_map(|attempt| attempt.doubt.as_mut());
        doubts.for_each(|doubt| *doubt = there_when_stopped(doubt));
    }

    fn positions(&self) -> Vec<usize> {
        self.open.keys().copied().collect()
    }

    /// The same, those whose last request failed at the end.
    pub(super) fn positions_in_turn(&self) -> Vec<usize> {
        let of = |wanted: bool| {
            let open = self.open.iter().filter(move |(_, attempt)| attempt.failed == wanted);
            open.map(|(item, _)| *item)
        };
        of(false).chain(of(true)).collect()
    }

    /// What was never sent was skipped; what is in doubt stays so.
    fn ends_when_stopped(&self) -> Vec<(usize, Outcome)> {
        let end = |attempt: &Attempt| match &attempt.doubt {
            None => Outcome::Skipped { reason: Skip::Stopped },
            Some(reason) => Outcome::Unknown { reason: reason.clone() },
        };
        self.open.iter().map(|(item, attempt)| (*item, end(attempt))).collect()
    }
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
        let must_ask = batch.in_doubt || (control == Control::Run && (!first || self.must_look(batch.seen)));
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

    /// Whether something was seen within so many seconds. A clock that was set back says nothing.
    pub(super) fn is_within(&self, seconds: i64, seen_at: Option<i64>) -> bool {
        seen_at.is_some_and(|at| (0..=seconds).contains(&(self.tools.clock.now() - at)))
    }

    /// Asks about every open item; those that are gone or changed end here.
    async fn ask_about(&self, batch: &mut OpenBatch) -> Result<(), NoAnswer> {
        let positions = batch.positions();
        let items: Vec<&PlanItem> = positions.iter().map(|item| &self.job.items()[*item]).collect();
        let intent = if batch.in_doubt { Intent::Settle } else { Intent::Look };
        let (verdicts, seen_at) = check::ask(self, &items, batch.in_doubt, intent).await?;
        batch.unasked = 0;
        batch.seen = Seen { known_at: Some(seen_at), looked_at: Some(seen_at) };
        let mut ends = Vec::new();
        for (item, verdict) in positions.into_iter().zip(verdicts) {
            let attempt = batch.open.entry(item).or_default();
            // It is there all the same: the server takes no notice of asset IDs, or not always.
            match attempt.missed.take().filter(|_| verdict == Verdict::Unchanged) {
                Some(Missed::Unproven(by)) => self.form_is_not_known(by).await,
                Some(Missed::Proven) => attempt.unanswered += 1,
                None => {}
            }
            match verdict.outcome() {
                Some(end) => ends.push((item, end)),
                None if attempt.unanswered >= SENDS => ends.push((item, never_answered(attempt))),
                None => debug_assert_eq!(verdict, Verdict::Unchanged),
            }
        }
        self.end(batch, ends, false).await;
        Ok(())
    }

    /// Writes ends and takes them off the batch. `answered`: everything that was sent of it has its
    /// answer with these.
    pub(super) async fn end(&self, batch: &mut OpenBatch, ends: Vec<(usize, Outcome)>, answered: bool) {
        let done = ends.len() == batch.open.len();
        let state = match (done, answered && !batch.in_doubt) {
            (true, _) => Some(BatchState::Done),
            (false, true) => Some(BatchState::Answered),
            (false, false) => None,
        };
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
        match error.kind {
            // What cannot be asked about stays unknown: a stop comes to its end.
            _ if self.is_stopped() => return false,
            Kind::Unauthorised(_)
            | Kind::OtherRegion(_)
            | Kind::Forbidden
            | Kind::BadRequest
            | Kind::NotFound => {
                self.halt(error.problem(During::Deleting));
                return false;
            }
            // It may have been a bad moment. What stays unreadable is a person's to look at.
            Kind::Unusable if *failures >= UNREADABLE => {
                self.halt(error.problem(During::Deleting));
                return false;
            }
            _ => self.hold(failures, &error).await,
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
        let mut ends = Vec::new();
        let mut wait = None;
        for (item, told) in told {
            let attempt = batch.open.entry(item).or_default();
            attempt.failed = matches!(told, Told::InDoubt(_) | Told::NotSent(_));
            match told {
                Told::End(end) => ends.push((item, end)),
                Told::InDoubt(error) => {
                    attempt.unanswered += 1;
                    attempt.doubt = Some(error.message.clone());
                    batch.in_doubt = true;
                    wait = wait.or(Some(error));
                }
                Told::NotSent(error) => wait = Some(error),
                Told::Halt(error) => {
                    if error.certainty == Certainty::Unanswered {
                        attempt.doubt = Some(error.message.clone());
                        batch.in_doubt = true;
                    }
                    self.halt(error.problem(During::Deleting));
                }
            }
        }
        self.end(batch, ends, answered).await;
        wait
    }

    /// Waits as long as a failure demands, or until the job is stopped.
    pub(super) async fn hold(&self, failures: &mut u32, error: &ApiError) {
        let now = self.tools.clock.now();
        if matches!(error.kind, Kind::LimitReached) {
            let until = error.retry_at.unwrap_or(now + LIMIT_WITHOUT_END).max(now + 1);
            self.wait(Phase::WaitingForLimit { until }).await;
        } else {
            let pause = 1_i64 << (*failures).min(6);
            *failures += 1;
            let why = error.problem(During::Deleting).what;
            self.wait(Phase::TryingAgain { until: now + pause.min(LONGEST_PAUSE), why }).await;
        }
    }
}

fn never_answered(attempt: &Attempt) -> Outcome {
    Outcome::Unknown { reason: still_there(attempt.doubt.as_deref().unwrap_or_default()) }
}

/// Why something that was sent, and that a stopped job found still there, is not called skipped:
/// Cloudinary may yet carry out the request whose answer was never seen.
pub(super) fn there_when_stopped(doubt: &str) -> String {
    format!("Sent before the job was stopped; it was still there when asked, and may yet go. {doubt}")
}

/// Why something that was sent so often, and is still there, ends as unknown.
pub(super) fn still_there(last: &str) -> String {
    format!("Sent {SENDS} times; it was still there when last asked. {last}").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_failed_last_goes_after_the_others() {
        let mut batch = OpenBatch::new(0, (0..5).collect(), false, None);
        for item in [0, 1, 3] {
            batch.open.entry(item).or_default().failed = true;
        }
        assert_eq!(batch.positions_in_turn(), [2, 4, 0, 1, 3]);
        assert_eq!(batch.positions(), [0, 1, 2, 3, 4]);
    }
}
