//! One run of a job, made of its parts: each has its own state, and does its own work.

use std::sync::Arc;
use std::time::Duration;

use super::batch::is_within;
use super::board::Board;
use super::known_form::KnownForm;
use super::permit::Permits;
use super::records::Records;
use super::signals::Signals;
use super::tools::Tools;
use crate::api::{Deleter, Reader};
use crate::journal::JobSnapshot;
use crate::model::job::{Batch, BatchState, Job};
use crate::model::unix_time::UnixTime;
use crate::platform::clock::Clock;

/// The parts of one run.
pub(super) struct Run {
    pub(super) job: Job,
    /// Asks.
    pub(super) reader: Reader,
    /// Deletes; made from this job's warrant.
    pub(super) deleter: Deleter,
    pub(super) clock: Clock,
    /// What the user wants, and whether it was halted.
    pub(super) signals: Arc<Signals>,
    /// Shows how far it is.
    pub(super) board: Arc<Board>,
    /// Says when something may be sent.
    pub(super) permits: Permits,
    /// Tells the journal.
    pub(super) records: Records,
    /// How destroy names assets here.
    pub(super) forms: KnownForm,
    /// It was begun by an earlier session, or halted: much may have happened since.
    pub(super) reopened: bool,
    /// By item: whether it had an end when the run began.
    ended: Vec<bool>,
}

impl Run {
    /// Puts a run together, and its batches as they were left.
    pub(super) async fn new(
        tools: Tools,
        snapshot: JobSnapshot,
        reopened: bool,
    ) -> (Self, Vec<(Batch, BatchState)>) {
        let JobSnapshot { job, batches, ended, tally, .. } = snapshot;
        let header = job.header();
        let doubtful = batches.iter().any(|(_, state)| *state == BatchState::Sending);
        let signals = Arc::new(Signals::new(header.id, tools.control.clone()));
        let board = Arc::new(Board::new(&tools, header, tally, doubtful, reopened));
        let run = Self {
            permits: Permits::new(&tools, &signals, &board),
            records: Records::new(&tools, header, &signals, &board),
            forms: KnownForm::of(&tools, header, &board).await,
            reader: tools.reader,
            deleter: tools.deleter,
            clock: tools.clock,
            signals,
            board,
            reopened,
            ended,
            job,
        };
        (run, batches)
    }

    /// Positions of a batch that had no end when the run began.
    pub(super) fn open(&self, batch: &Batch) -> Vec<usize> {
        batch.items.clone().filter(|item| !self.ended[*item]).collect()
    }

    /// Whether something was seen at most so long ago, by this run's clock.
    pub(super) fn is_within(&self, longest: Duration, seen_at: Option<UnixTime>) -> bool {
        is_within(longest, seen_at, self.clock.now())
    }
}
