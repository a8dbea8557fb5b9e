//! One batch on its way: rounds of asking, writing, sending and reading, until each of its items
//! has an end.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::StreamExt as _;

use super::board::Control;
use super::check::{self, Verdict};
use super::progress::Phase;
use super::runner::Run;
use super::send::{self, Told};
use crate::api::{ApiError, During, Kind};
use crate::model::job::Route;
use crate::model::outcome::Outcome;
use crate::model::plan::PlanItem;

/// After so many sends without an answer, an item that is still there ends as unknown.
const SENDS: u8 = 5;
/// The longest pause between two attempts while the network is away, seconds.
const LONGEST_PAUSE: i64 = 60;
/// Where a limit is told without its end: Cloudinary counts by the hour, and asks again are cheap.
const LIMIT_WITHOUT_END: i64 = 300;

/// A batch with items that have no end yet.
pub(super) struct OpenBatch {
    pub(super) index: u32,
    /// Positions in the job's items.
    open: BTreeMap<usize, Attempt>,
    /// Something of it was sent, and its answer was never seen.
    pub(super) in_doubt: bool,
    /// Failures in a row.
    failures: u32,
}

/// What was tried with one item.
#[derive(Clone, Default)]
struct Attempt {
    /// Sends without an answer.
    unanswered: u8,
    /// Why it is in doubt.
    doubt: Option<String>,
}

/// Whether a batch goes on.
enum Step {
    Again,
    Leave,
}

impl OpenBatch {
    pub(super) fn new(index: u32, open: Vec<usize>, in_doubt: bool) -> Self {
        let doubt = in_doubt.then(|| "The program ended before Cloudinary's answer came.".to_owned());
        let attempt = Attempt { unanswered: 0, doubt };
        Self {
            index,
            open: open.into_iter().map(|item| (item, attempt.clone())).collect(),
            in_doubt,
            failures: 0,
        }
    }

    pub(super) fn is_done(&self) -> bool {
        self.open.is_empty()
    }

    /// Positions without an end, and why they are in doubt, if they are.
    pub(super) fn open(&self) -> impl Iterator<Item = (usize, Option<&str>)> {
        self.open.iter().map(|(item, attempt)| (*item, attempt.doubt.as_deref()))
    }

    /// Every doubt was asked about. A stop keeps its doubts: a request may still be worked on.
    fn settled(&mut self) {
        self.in_doubt = false;
        self.open.values_mut().for_each(|attempt| attempt.doubt = None);
    }

    fn positions(&self) -> Vec<usize> {
        self.open.keys().copied().collect()
    }
}

impl Run {
    /// Works on one batch until it is done, stopped or halted.
    pub(super) async fn batch(&self, mut batch: OpenBatch) -> OpenBatch {
        let mut first = true;
        while !batch.is_done() {
            match self.round(&mut batch, first).await {
                Step::Again => first = false,
                Step::Leave => break,
            }
        }
        batch
    }

    async fn round(&self, batch: &mut OpenBatch, first: bool) -> Step {
        let control = self.until_allowed().await;
        if self.is_halted() {
            return Step::Leave;
        }
        let must_ask = batch.in_doubt || (control == Control::Run && (self.checks || !first));
        if must_ask && let Err(error) = self.ask(batch).await {
            return self.failed(batch, error).await;
        }
        if control == Control::Stop {
            return Step::Leave;
        }
        if must_ask {
            batch.settled();
        }
        if batch.is_done() || self.is_halted() {
            return Step::Again;
        }
        if let Err(error) = self.tools.journal.sending(self.job.header().id, batch.index).await {
            self.halt(error.problem());
            return Step::Leave;
        }
        match self.send(batch).await {
            Some(error) => self.hold(batch, &error).await,
            None => batch.failures = 0,
        }
        Step::Again
    }

    /// Waits out a pause. Gives `Stop` or `Run`.
    async fn until_allowed(&self) -> Control {
        let mut control = self.tools.control.clone();
        loop {
            let now = *control.borrow_and_update();
            if now != Control::Pause || self.is_halted() || control.changed().await.is_err() {
                return now;
            }
        }
    }

    /// Asks about every open item; those that are gone or changed end here.
    async fn ask(&self, batch: &mut OpenBatch) -> Result<(), ApiError> {
        let positions = batch.positions();
        let items: Vec<&PlanItem> = positions.iter().map(|item| &self.job.items()[*item]).collect();
        let copies = batch.in_doubt;
        let verdicts = check::ask(&self.tools.reader, &items, self.job.header().what, copies).await?;
        batch.failures = 0;
        let mut ends = Vec::new();
        for (item, verdict) in positions.into_iter().zip(verdicts) {
            let attempt = batch.open.entry(item).or_default();
            match verdict.outcome() {
                Some(end) => ends.push((item, end)),
                None if attempt.unanswered >= SENDS => ends.push((item, never_answered(attempt))),
                None => debug_assert_eq!(verdict, Verdict::Unchanged),
            }
        }
        self.end(batch, ends).await;
        Ok(())
    }

    /// Writes ends and takes them off the batch. Gives whether they were written.
    async fn end(&self, batch: &mut OpenBatch, ends: Vec<(usize, Outcome)>) -> bool {
        if ends.is_empty() {
            return true;
        }
        let done = ends.len() == batch.open.len();
        let items: Vec<usize> = ends.iter().map(|(item, _)| *item).collect();
        let written = self.record(ends, done.then_some(batch.index)).await;
        if written {
            for item in items {
                batch.open.remove(&item);
            }
        }
        written
    }

    /// A failed question: asks again later, or halts.
    async fn failed(&self, batch: &mut OpenBatch, error: ApiError) -> Step {
        match error.kind {
            Kind::Unauthorised(_) | Kind::Forbidden | Kind::BadRequest | Kind::NotFound => {
                self.halt(error.problem(During::Deleting));
                return Step::Leave;
            }
            _ if *self.tools.control.borrow() == Control::Stop => return Step::Leave,
            _ => self.hold(batch, &error).await,
        }
        Step::Again
    }

    /// Sends what is open, on the job's route; gives the failure that everything has to wait for,
    /// if there was one.
    async fn send(&self, batch: &mut OpenBatch) -> Option<ApiError> {
        match self.job.header().route {
            Route::Thorough => self.send_each(batch).await,
            Route::Batches => {
                let positions = batch.positions();
                let items: Vec<&PlanItem> = positions.iter().map(|item| &self.job.items()[*item]).collect();
                let header = self.job.header();
                self.board.sent();
                let told =
                    send::in_one_request(&self.tools.deleter, &items, header.what, header.invalidate).await;
                self.board.answered();
                self.take(batch, positions.into_iter().zip(told).collect()).await
            }
        }
    }

    async fn send_each(&self, batch: &mut OpenBatch) -> Option<ApiError> {
        let mut worst = None;
        let items = batch.positions().into_iter();
        let each = |item: usize| async move { (item, self.destroy(item).await) };
        let mut handfuls = std::pin::pin!(send::handfuls(items, Route::BATCH, each));
        while let Some(handful) = handfuls.next().await {
            let told = handful.into_iter().filter_map(|(item, told)| Some((item, told?))).collect();
            worst = self.take(batch, told).await.or(worst);
        }
        worst
    }

    /// `None`: it was not its turn any more.
    async fn destroy(&self, item: usize) -> Option<Told> {
        let _slot = self.slots.acquire().await.ok()?;
        if self.is_halted() || *self.tools.control.borrow() != Control::Run {
            return None;
        }
        self.board.sent();
        let told =
            send::destroy(&self.tools.deleter, &self.job.items()[item], self.job.header().invalidate).await;
        self.board.answered();
        if let Told::Halt(error) = &told {
            self.halt(error.problem(During::Deleting));
        }
        Some(told)
    }

    /// Reads what the requests told; gives the failure to wait for.
    async fn take(&self, batch: &mut OpenBatch, told: Vec<(usize, Told)>) -> Option<ApiError> {
        let mut ends = Vec::new();
        let mut wait = None;
        for (item, told) in told {
            let attempt = batch.open.entry(item).or_default();
            match told {
                Told::End(end) => ends.push((item, end)),
                Told::InDoubt(error) => {
                    attempt.unanswered += 1;
                    attempt.doubt = Some(error.message.clone());
                    batch.in_doubt = true;
                    wait = wait.or(Some(error));
                }
                Told::NotSent(error) => wait = Some(error),
                Told::Halt(error) => self.halt(error.problem(During::Deleting)),
            }
        }
        self.end(batch, ends).await;
        wait
    }

    /// Waits as long as a failure demands, or until the job is stopped.
    async fn hold(&self, batch: &mut OpenBatch, error: &ApiError) {
        let now = (self.tools.now)();
        let phase = if matches!(error.kind, Kind::LimitReached) {
            let until = error.retry_at.unwrap_or(now + LIMIT_WITHOUT_END).max(now + 1);
            Phase::WaitingForLimit { until }
        } else {
            let pause = 1_i64 << batch.failures.min(6);
            batch.failures += 1;
            Phase::WaitingForNetwork { until: now + pause.min(LONGEST_PAUSE) }
        };
        self.board.wait(phase.clone());
        if let Phase::WaitingForLimit { until } | Phase::WaitingForNetwork { until } = phase {
            self.sleep_until(until).await;
        }
        self.board.waited(&phase);
    }

    /// By the wall clock, in short steps, so that a laptop that slept wakes to the right time.
    async fn sleep_until(&self, until: i64) {
        let mut control = self.tools.control.clone();
        while (self.tools.now)() < until && *control.borrow_and_update() != Control::Stop && !self.is_halted()
        {
            let step = Duration::from_secs((until - (self.tools.now)()).clamp(1, 5).unsigned_abs());
            let _ = tokio::time::timeout(step, control.changed()).await;
        }
    }
}

fn never_answered(attempt: &Attempt) -> Outcome {
    let last = attempt.doubt.as_deref().unwrap_or_default();
    Outcome::Unknown {
        reason: format!("Sent {SENDS} times; it was still there when last asked. {last}")
            .trim_end()
            .to_owned(),
    }
}
