//! The board on which a run writes how far it is; the window reads the latest.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::watch;

use super::progress::{Phase, Progress};
use super::tools::Tools;
use crate::journal::Record;
use crate::model::account::Quota;
use crate::model::destroy::DestroyBy;
use crate::model::job::{Control, JobHeader};
use crate::model::outcome::Tally;
use crate::model::route::Route;
use crate::model::schedule::Allowance;
use crate::model::unix_time::UnixTime;
use crate::platform::clock::Clock;

/// Counters of one run.
pub(super) struct Board {
    sender: watch::Sender<Vec<Progress>>,
    quota: watch::Receiver<Quota>,
    reserve: u8,
    clock: Clock,
    route: Route,
    /// Until when its preview counts as fresh.
    fresh_until: UnixTime,
    state: Mutex<State>,
}

struct State {
    progress: Progress,
    /// Ended before this run sent anything, which says nothing about its speed.
    ended_before: u64,
    /// Tasks in the middle of asking, sending and writing.
    at_work: u32,
    /// Of them, those that a pause holds up before their next question.
    resting: u32,
    /// Of them, those that wait, and for what.
    waiting: Vec<Phase>,
    /// The last failure, until an answer comes: other requests may still be at their tries.
    failing: Option<Phase>,
    control: Control,
    settling: bool,
    /// How destroy names assets, once it is known.
    by: Option<DestroyBy>,
    /// Time in which something was sent: asking and waiting say nothing about the speed.
    worked: Duration,
    since: Instant,
}

impl Board {
    pub(super) fn new(
        tools: &Tools,
        header: &JobHeader,
        tally: Tally,
        settling: bool,
        reopened: bool,
    ) -> Self {
        let progress = Progress {
            job: header.id,
            environment: header.environment.clone(),
            planned: header.planned,
            tally,
            phase: Phase::Running,
            under_way: 0,
            time_left: None,
            started_at: tools.clock.now(),
        };
        let state = State {
            ended_before: tally.ended(),
            progress,
            at_work: 0,
            resting: 0,
            waiting: Vec::new(),
            failing: None,
            control: Control::Run,
            settling,
            by: None,
            worked: Duration::ZERO,
            since: Instant::now(),
        };
        let board = Self {
            sender: tools.progress.clone(),
            quota: tools.quota.clone(),
            reserve: tools.settings.bounded().reserve,
            clock: tools.clock.clone(),
            route: header.route,
            // After a restart each hundred is asked about, as if the preview were old.
            fresh_until: if reopened { UnixTime::MIN } else { header.previewed_at + Route::FRESH },
            state: Mutex::new(state),
        };
        board.change(|_| {});
        board
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        let mut state = self.state();
        let now = Instant::now();
        if matches!(state.progress.phase, Phase::Running | Phase::Pausing | Phase::Stopping) {
            let passed = now - state.since;
            state.worked += passed;
        }
        state.since = now;
        change(&mut state);
        state.progress.phase = state.phase();
        state.progress.time_left = self.time_left(&state);
        let progress = state.progress.clone();
        self.sender.send_modify(|all| match all.iter_mut().find(|it| it.job == progress.job) {
            Some(known) => *known = progress,
            None => all.push(progress),
        });
    }

    pub(super) fn control(&self, control: Control) {
        self.change(|state| state.control = control);
    }

    /// How destroy names assets, once it is known: which questions are still to be asked.
    pub(super) fn destroy_by(&self, by: Option<DestroyBy>) {
        if self.state().by != by {
            self.change(|state| state.by = by);
        }
    }

    /// Every doubt of an earlier run was asked about. What ended by that says nothing about how
    /// fast the rest goes.
    pub(super) fn settled(&self) {
        self.change(|state| {
            if std::mem::take(&mut state.settling) {
                state.ended_before = state.progress.tally.ended();
            }
        });
    }

    /// A task works until the guard is dropped: a pause is complete only when none does.
    pub(super) fn work(&self) -> Counted<'_> {
        self.counted(|state| &mut state.at_work)
    }

    /// A task that works is held up by a pause until the guard is dropped.
    pub(super) fn rest(&self) -> Counted<'_> {
        self.counted(|state| &mut state.resting)
    }

    fn counted(&self, counter: fn(&mut State) -> &mut u32) -> Counted<'_> {
        self.change(|state| *counter(state) += 1);
        Counted { board: self, counter }
    }

    /// A request is under way until the guard is dropped.
    pub(super) fn sent(&self) -> Counted<'_> {
        self.counted(|state| &mut state.progress.under_way)
    }

    /// An answer came: the way is open.
    pub(super) fn answered(&self) {
        self.change(|state| state.failing = None);
    }

    pub(super) fn count(&self, record: &Record) {
        self.change(|state| take(&mut state.progress.tally, record));
    }

    pub(super) fn wait(&self, phase: Phase) {
        self.change(|state| {
            state.failing = matches!(phase, Phase::TryingAgain { .. }).then(|| phase.clone());
            state.waiting.push(phase);
        });
    }

    pub(super) fn waited(&self, phase: &Phase) {
        self.change(|state| {
            if let Some(at) = state.waiting.iter().position(|waiting| waiting == phase) {
                state.waiting.swap_remove(at);
            }
        });
    }

    /// How items ended so far.
    pub(super) fn tally(&self) -> Tally {
        self.state().progress.tally
    }

    /// Takes the run off the board.
    pub(super) fn clear(&self) {
        let job = self.state().progress.job;
        self.sender.send_modify(|all| all.retain(|progress| progress.job != job));
    }

    /// The schedule's waiting, and the work at the rate of this run so far.
    fn time_left(&self, state: &State) -> Option<Duration> {
        // Nobody knows how long the way stays blocked.
        if state.control != Control::Run || state.failing.is_some() {
            return None;
        }
        let ended = state.progress.tally.ended();
        let left = state.progress.planned.saturating_sub(ended);
        let allowance = Allowance { quota: *self.quota.borrow(), reserve: self.reserve };
        let now = self.clock.now();
        let fresh_for = self.fresh_until.since(now);
        let calls = self.route.counted(left, fresh_for, allowance.left(now), state.by);
        let wait = allowance.schedule(calls, now).wait;
        let done = ended - state.ended_before;
        let work = (done > 0).then(|| state.worked.mul_f64(left as f64 / done as f64));
        match work {
            Some(work) => Some(wait + work),
            None if wait.is_zero() => None,
            None => Some(wait),
        }
    }
}

/// Counts one task or request of a sort for as long as it is there.
pub(super) struct Counted<'a> {
    board: &'a Board,
    counter: fn(&mut State) -> &mut u32,
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.board.change(|state| *(self.counter)(state) -= 1);
    }
}

impl State {
    fn phase(&self) -> Phase {
        match self.control {
            Control::Stop => Phase::Stopping,
            Control::Pause if self.at_work > self.resting + self.waiting.len() as u32 => Phase::Pausing,
            Control::Pause => Phase::Paused,
            Control::Run if let Some(failing) = &self.failing => failing.clone(),
            Control::Run if self.progress.under_way == 0 && !self.waiting.is_empty() => {
                self.waiting[0].clone()
            }
            Control::Run if self.settling => Phase::Settling,
            Control::Run => Phase::Running,
        }
    }
}

/// Counts everything that a record holds.
fn take(tally: &mut Tally, record: &Record) {
    record.outcomes.iter().for_each(|(_, outcome)| tally.add(outcome));
    tally.extras += record.extras.len() as u64;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::account::EnvironmentId;
    use crate::model::fixture::at;
    use crate::model::job_id::JobId;
    use crate::model::problem::RecordProblem;

    fn state() -> State {
        let progress = Progress {
            job: JobId(1),
            environment: EnvironmentId("demo/1".into()),
            planned: 300,
            tally: Tally::default(),
            phase: Phase::Running,
            under_way: 3,
            time_left: None,
            started_at: at(0),
        };
        State {
            progress,
            ended_before: 0,
            at_work: 3,
            resting: 0,
            waiting: Vec::new(),
            failing: None,
            control: Control::Run,
            settling: false,
            by: None,
            worked: Duration::ZERO,
            since: Instant::now(),
        }
    }

    #[test]
    fn a_failure_is_told_while_other_requests_are_still_at_their_tries() {
        let failing = Phase::TryingAgain { until: at(7), why: RecordProblem::Other.into() };
        let trying = State { failing: Some(failing.clone()), ..state() };
        assert_eq!(trying.phase(), failing);
        assert_eq!(State { control: Control::Pause, ..trying }.phase(), Phase::Pausing);
        let limit = Phase::WaitingForLimit { until: at(7) };
        let waiting = State { waiting: vec![limit.clone()], ..state() };
        assert_eq!(waiting.phase(), Phase::Running, "uncounted requests go on");
        let all_wait = State { waiting: vec![limit.clone()], ..state() };
        let under_way = Progress { under_way: 0, ..all_wait.progress.clone() };
        assert_eq!(State { progress: under_way, ..all_wait }.phase(), limit);
    }
}
