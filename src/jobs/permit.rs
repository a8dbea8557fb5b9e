//! Permission to send: the user's word, the hourly quota with its reserve, and a place among the
//! requests under way. The first two are asked for before the journal is told, so that nothing is
//! written as sending that then waits for an hour.

use std::sync::Arc;
use std::time::Duration;

use super::board::Board;
use super::progress::Phase;
use super::quota_budget::{Call, Empty, QuotaBudget};
use super::retry::{self, Failed};
use super::signals::{Signals, control_changed};
use super::throttle::{Slot, Throttle};
use super::tools::Tools;
use crate::api::{ApiError, During};
use crate::model::job::Control;
use crate::model::unix_time::UnixTime;
use crate::platform::clock::Clock;

/// How long a request waits for the answers of others that have taken the last calls of the hour.
const MOMENT: Duration = Duration::from_millis(200);

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
    board: &'a Board,
    slot: Slot<'a>,
    /// Of the hour's calls, on a counted request.
    _call: Option<Call<'a>>,
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

impl Permit<'_> {
    /// Sends, and tells the board and the throttle.
    pub(super) async fn send<T>(
        self,
        request: impl Future<Output = Result<T, ApiError>>,
    ) -> Result<T, ApiError> {
        let under_way = self.board.sent();
        let answer = request.await;
        drop(under_way);
        if answer.is_ok() {
            self.board.answered();
        }
        self.slot.answered(answer.as_ref().err());
        answer
    }
}

/// Who gives permits in one run.
pub(super) struct Permits {
    signals: Arc<Signals>,
    board: Arc<Board>,
    clock: Clock,
    /// Destroy requests under way.
    destroys: Throttle,
    /// Counted requests under way.
    calls: Throttle,
    /// What is left of this hour's quota.
    budget: QuotaBudget,
}

impl Permits {
    pub(super) fn new(tools: &Tools, signals: &Arc<Signals>, board: &Arc<Board>) -> Self {
        let settings = tools.settings.bounded();
        Self {
            signals: Arc::clone(signals),
            board: Arc::clone(board),
            clock: tools.clock.clone(),
            destroys: Throttle::new(settings.destroys.into()),
            calls: Throttle::new(settings.calls.into()),
            budget: QuotaBudget::new(tools.quota.clone(), settings.reserve),
        }
    }

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
            let sent_at = self.clock.now();
            Ok((permit.send(question).await?, sent_at))
        };
        if intent == Intent::Settle {
            return asked.await;
        }
        tokio::select! {
            answer = asked => answer,
            () = self.signals.until_stopped() => Err(NoAnswer::NotAsked),
        }
    }

    /// Waits until a counted request may be sent. `None`: a pause, a stop or a halt came first.
    pub(super) async fn counted(&self, intent: Intent) -> Option<Permit<'_>> {
        loop {
            if intent != Intent::Delete && self.signals.control() == Control::Pause {
                let _rest = self.board.rest();
                self.signals.until_allowed().await;
            }
            let slot = self.calls.enter().await;
            if !self.goes_on(intent) {
                return None;
            }
            // Whoever waits here leaves its place to others.
            match self.budget.take(self.clock.now()) {
                Ok(call) => return Some(Permit { board: &self.board, slot, _call: Some(call) }),
                Err(Empty::ForAMoment) => {
                    drop(slot);
                    tokio::time::sleep(MOMENT).await;
                }
                // A job that stops does not wait for hours to ask.
                Err(Empty::UntilNextHour) if self.signals.is_stopped() => return None,
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
            match self.budget.take(self.clock.now()) {
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
        self.goes_on(Intent::Delete).then_some(Permit { board: &self.board, slot, _call: Some(call) })
    }

    /// Waits for a place among the destroy requests. `None` as for [`Self::counted`].
    pub(super) async fn free(&self) -> Option<Permit<'_>> {
        let slot = self.destroys.enter().await;
        self.goes_on(Intent::Delete).then_some(Permit { board: &self.board, slot, _call: None })
    }

    fn goes_on(&self, intent: Intent) -> bool {
        !self.signals.is_halted()
            && match intent {
                Intent::Settle => true,
                Intent::Look => !self.signals.is_stopped(),
                Intent::Delete => self.signals.control() == Control::Run,
            }
    }

    async fn wait_for_next_hour(&self) {
        let allowance = self.budget.allowance();
        let now = self.clock.now();
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
    async fn wait(&self, phase: Phase) {
        let Some(until) = phase.until() else { return };
        self.board.wait(phase.clone());
        let mut control = self.signals.watch();
        let deadline = self.clock.deadline(until);
        while !self.clock.is_past(&deadline)
            && *control.borrow_and_update() != Control::Stop
            && !self.signals.is_halted()
        {
            tokio::select! {
                () = self.clock.wait_towards(until) => {}
                () = control_changed(&mut control) => {}
            }
        }
        self.board.waited(&phase);
    }

    /// Waits as long as a failure demands, or until the job is stopped.
    pub(super) async fn hold(&self, failures: &mut u32, error: &ApiError) {
        self.wait(retry::pause_after(error, failures, self.clock.now())).await;
    }

    /// Waits after a failed question, or halts; gives whether it may be asked again.
    pub(super) async fn failed_question(&self, failures: &mut u32, error: NoAnswer) -> bool {
        let error = match error {
            NoAnswer::NotAsked => return false,
            NoAnswer::Failed(error) => error,
        };
        match retry::failed_to_ask(&error, *failures, self.signals.is_stopped()) {
            Failed::GiveUp => return false,
            Failed::Halt => {
                self.signals.halt(error.problem(During::Deleting));
                return false;
            }
            Failed::Wait => self.hold(failures, &error).await,
        }
        true
    }
}
