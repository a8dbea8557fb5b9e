//! The board on which a run writes how far it is; the window reads the latest.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use tokio::sync::watch;

use super::progress::{Phase, Progress};
use crate::model::job::JobHeader;
use crate::model::outcome::{Outcome, Tally};

/// What the run was told to do. Written by the runtime, read before each request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Control {
    /// Send.
    #[default]
    Run,
    /// Send nothing more until told to.
    Pause,
    /// Send nothing more, and end.
    Stop,
}

/// Counters of one run.
pub(super) struct Board {
    sender: watch::Sender<Option<Progress>>,
    state: Mutex<State>,
    begun: Instant,
}

struct State {
    progress: Progress,
    /// Ended before this run, which says nothing about its speed.
    ended_before: u64,
    /// Tasks that wait, and until when.
    waiting: Vec<Phase>,
    control: Control,
    settling: bool,
}

impl Board {
    pub(super) fn new(
        sender: watch::Sender<Option<Progress>>,
        header: &JobHeader,
        tally: Tally,
        now: i64,
        settling: bool,
    ) -> Self {
        let progress = Progress {
            job: header.id,
            description: header.description.clone(),
            planned: header.planned,
            tally,
            phase: Phase::Running,
            under_way: 0,
            time_left: None,
            started_at: now,
        };
        let state = State {
            ended_before: tally.ended(),
            progress,
            waiting: Vec::new(),
            control: Control::Run,
            settling,
        };
        let board = Self { sender, state: Mutex::new(state), begun: Instant::now() };
        board.change(|_| {});
        board
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        let mut state = self.state.lock().expect("no task panics while it holds the board");
        change(&mut state);
        state.progress.phase = state.phase();
        state.progress.time_left = state.time_left(self.begun.elapsed());
        self.sender.send_replace(Some(state.progress.clone()));
    }

    pub(super) fn control(&self, control: Control) {
        self.change(|state| state.control = control);
    }

    pub(super) fn settled(&self) {
        self.change(|state| state.settling = false);
    }

    pub(super) fn sent(&self) {
        self.change(|state| state.progress.under_way += 1);
    }

    pub(super) fn answered(&self) {
        self.change(|state| state.progress.under_way -= 1);
    }

    pub(super) fn count<'a>(&self, outcomes: impl Iterator<Item = &'a Outcome>) {
        self.change(|state| outcomes.for_each(|outcome| state.progress.tally.add(outcome)));
    }

    pub(super) fn wait(&self, phase: Phase) {
        self.change(|state| state.waiting.push(phase));
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
        self.state.lock().expect("no task panics while it holds the board").progress.tally
    }

    /// Takes the run off the board.
    pub(super) fn clear(&self) {
        self.sender.send_replace(None);
    }
}

impl State {
    fn phase(&self) -> Phase {
        match self.control {
            Control::Stop => Phase::Stopping,
            Control::Pause if self.progress.under_way > 0 => Phase::Pausing,
            Control::Pause => Phase::Paused,
            Control::Run if self.progress.under_way == 0 && !self.waiting.is_empty() => {
                self.waiting[0].clone()
            }
            Control::Run if self.settling => Phase::Settling,
            Control::Run => Phase::Running,
        }
    }

    /// By the rate of this run so far.
    fn time_left(&self, elapsed: Duration) -> Option<Duration> {
        let ended = self.progress.tally.ended();
        let done = ended - self.ended_before;
        if done == 0 || self.phase() != Phase::Running {
            return None;
        }
        let left = self.progress.planned.saturating_sub(ended);
        Some(elapsed.mul_f64(left as f64 / done as f64))
    }
}
