//! Permission to send: the user's word, the hourly quota with its reserve, and a place among the
//! requests under way. The first two are asked for before the journal is told, so that nothing is
//! written as sending that then waits for an hour.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::watch;

use super::progress::Phase;
use super::runner::{Control, Run};
use super::throttle::Slot;
use crate::api::ApiError;
use crate::model::account::Quota;
use crate::model::schedule::Allowance;
use crate::model::unix_time::UnixTime;

/// How long a request waits for the answers of others that have taken the last calls of the hour.
const MOMENT: Duration = Duration::from_millis(200);

/// This hour's calls.
pub(super) struct QuotaBudget {
    quota: watch::Receiver<Quota>,
    reserve: u8,
    /// Counted requests whose answers, and with them the new count, have not come.
    under_way: AtomicU64,
}

/// What a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Intent {
    /// It only reads, and nothing is in doubt: a stop ends it at once.
    Look,
    /// It only reads; also done for a job that stops, since something is in doubt.
    Settle,
    /// It deletes; never while the user wants a pause or a stop.
    Delete,
}

/// The right to send one request.
pub(super) struct Permit<'a> {
    run: &'a Run,
    slot: Slot<'a>,
    /// Of the hour's calls, on a counted request.
    _call: Option<Call<'a>>,
}

/// One call of this hour; given back to the count once the answer has told the new one.
pub(super) struct Call<'a>(&'a QuotaBudget);

impl Drop for Call<'_> {
    fn drop(&mut self) {
        self.0.under_way.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum NoAnswer {
    /// It was not its turn any more: a pause, a stop or a halt came first.
    NotAsked,
    /// The request failed.
    Failed(ApiError),
}

impl From<ApiError> for NoAnswer {
    fn from(error: ApiError) -> Self {
        Self::Failed(error)
    }
}

impl QuotaBudget {
    pub(super) fn new(quota: watch::Receiver<Quota>, reserve: u8) -> Self {
        Self { quota, reserve, under_way: AtomicU64::new(0) }
    }

    pub(super) fn allowance(&self) -> Allowance {
        Allowance { quota: *self.quota.borrow(), reserve: self.reserve }
    }

    /// Takes one call, if the hour has one.
    fn take(&self, now: UnixTime) -> Result<Call<'_>, Empty> {
        let left = self.allowance().left(now).unwrap_or(u64::MAX);
        let more = |under_way: u64| (under_way < left).then_some(under_way + 1);
        match self.under_way.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more) {
            Ok(_) => Ok(Call(self)),
            Err(_) if left > 0 => Err(Empty::ForAMoment),
            Err(_) => Err(Empty::UntilNextHour),
        }
    }
}

/// No call is left.
enum Empty {
    /// The last ones are under way.
    ForAMoment,
    /// What is left is the customer's own.
    UntilNextHour,
}

impl Permit<'_> {
    /// Sends, and tells the board and the throttle.
    pub(super) async fn send<T>(
        self,
        request: impl Future<Output = Result<T, ApiError>>,
    ) -> Result<T, ApiError> {
        let under_way = self.run.board.sent();
        let answer = request.await;
        drop(under_way);
        if answer.is_ok() {
            self.run.board.answered();
        }
        self.slot.answered(answer.as_ref().err());
        answer
    }
}

impl Run {
    /// Asks a counted question.
    pub(super) async fn ask<T>(
        &self,
        intent: Intent,
        question: impl Future<Output = Result<T, ApiError>>,
    ) -> Result<T, NoAnswer> {
        Ok(self.ask_at(intent, question).await?.0)
    }

    /// The same, and when it was sent: it may have waited for hours.
    pub(super) async fn ask_at<T>(
        &self,
        intent: Intent,
        question: impl Future<Output = Result<T, ApiError>>,
    ) -> Result<(T, UnixTime), NoAnswer> {
        let asked = async {
            let permit = self.counted(intent).await.ok_or(NoAnswer::NotAsked)?;
            let sent_at = self.tools.clock.now();
            Ok((permit.send(question).await?, sent_at))
        };
        if intent == Intent::Settle {
            return asked.await;
        }
        tokio::select! {
            answer = asked => answer,
            () = self.until_stopped() => Err(NoAnswer::NotAsked),
        }
    }

    async fn until_stopped(&self) {
        let mut control = self.tools.control.clone();
        while *control.borrow_and_update() != Control::Stop {
            control_changed(&mut control).await;
        }
    }

    /// Waits until a counted request may be sent. `None`: a pause, a stop or a halt came first.
    pub(super) async fn counted(&self, intent: Intent) -> Option<Permit<'_>> {
        loop {
            if intent != Intent::Delete && self.control() == Control::Pause {
                let _rest = self.board.rest();
                self.until_allowed().await;
            }
            let slot = self.calls.enter().await;
            if !self.goes_on(intent) {
                return None;
            }
            // Whoever waits here leaves its place to others.
            match self.budget.take(self.tools.clock.now()) {
                Ok(call) => return Some(Permit { run: self, slot, _call: Some(call) }),
                Err(Empty::ForAMoment) => {
                    drop(slot);
                    tokio::time::sleep(MOMENT).await;
                }
                // A job that stops does not wait for hours to ask.
                Err(Empty::UntilNextHour) if self.is_stopped() => return None,
                Err(Empty::UntilNextHour) => {
                    drop(slot);
                    self.wait_for_next_hour().await;
                }
            }
        }
    }

    /// Waits for one of the hour's calls, for a deletion; a place is taken later. `None` as for
    /// [`Self::counted`].
    pub(super) async fn call_to_delete(&self) -> Option<Call<'_>> {
        loop {
            if !self.goes_on(Intent::Delete) {
                return None;
            }
            match self.budget.take(self.tools.clock.now()) {
                Ok(call) => return Some(call),
                Err(Empty::ForAMoment) => tokio::time::sleep(MOMENT).await,
                Err(Empty::UntilNextHour) => self.wait_for_next_hour().await,
            }
        }
    }

    /// Waits for a place among the counted requests, for a deletion that has its call. `None` as
    /// for [`Self::counted`].
    pub(super) async fn place<'a>(&'a self, call: Call<'a>) -> Option<Permit<'a>> {
        let slot = self.calls.enter().await;
        self.goes_on(Intent::Delete).then_some(Permit { run: self, slot, _call: Some(call) })
    }

    /// Waits for a place among the destroy requests. `None` as for [`Self::counted`].
    pub(super) async fn free(&self) -> Option<Permit<'_>> {
        let slot = self.destroys.enter().await;
        self.goes_on(Intent::Delete).then_some(Permit { run: self, slot, _call: None })
    }

    fn goes_on(&self, intent: Intent) -> bool {
        !self.is_halted()
            && match intent {
                Intent::Settle => true,
                Intent::Look => !self.is_stopped(),
                Intent::Delete => self.control() == Control::Run,
            }
    }

    /// Waits out a pause, unless the job is halted. Gives what is wanted then.
    pub(super) async fn until_allowed(&self) -> Control {
        let mut control = self.tools.control.clone();
        while *control.borrow_and_update() == Control::Pause && !self.is_halted() {
            tokio::select! {
                () = control_changed(&mut control) => {}
                () = self.until_halted() => {}
            }
        }
        self.control()
    }

    async fn wait_for_next_hour(&self) {
        let allowance = self.budget.allowance();
        let now = self.tools.clock.now();
        let until = allowance.next_hour(now);
        let limited = allowance.quota.paused_until.is_some_and(|until| now < until);
        let kept = allowance.kept();
        self.wait(if limited {
            Phase::WaitingForLimit { until }
        } else {
            Phase::KeepingReserve { until, kept }
        })
        .await;
    }

    /// Waits as long as a phase says, or until the job is stopped or halted.
    pub(super) async fn wait(&self, phase: Phase) {
        let Some(until) = phase.until() else { return };
        self.board.wait(phase.clone());
        let mut control = self.tools.control.clone();
        let deadline = self.tools.clock.deadline(until);
        while !self.tools.clock.is_past(&deadline)
            && *control.borrow_and_update() != Control::Stop
            && !self.is_halted()
        {
            tokio::select! {
                () = self.tools.clock.wait_towards(until) => {}
                () = control_changed(&mut control) => {}
            }
        }
        self.board.waited(&phase);
    }
}

/// Until the user wants something else. For ever, once nobody can: the program is ending, and a job
/// that was paused must not take that for a word to go on.
pub(super) async fn control_changed(control: &mut watch::Receiver<Control>) {
    if control.changed().await.is_err() {
        std::future::pending::<()>().await;
    }
}
