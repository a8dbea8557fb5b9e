//! Carrying out a job: from where the journal has it to its end, or to a clear halt.
//!
//! A run starts from a [`Standing`] the first time as every other time. Batches whose answers were
//! never seen are asked about before anything is sent. Nothing is sent that the journal has not
//! taken first, and nothing counts as ended that the journal has not taken after.

use std::sync::OnceLock;

use futures_util::StreamExt as _;
use tokio::sync::{Semaphore, watch};

pub use super::board::Control;

use super::batch::OpenBatch;
use super::board::Board;
use super::progress::Progress;
use crate::api::{Deleter, Reader};
use crate::journal::{Journal, JournalError, Standing};
use crate::model::job::{BatchState, Job, Route};
use crate::model::outcome::{Outcome, Skip, Tally};
use crate::model::problem::Problem;
use crate::model::receipt::{JobState, Summary};

/// Destroy requests under way: Cloudinary's own command line tool uses as many.
const DESTROYS: usize = 30;
/// Batches on their way at the same time.
const BATCHES: usize = 3;
/// A preview older than this is checked before it is sent in batches, seconds.
const FRESH: i64 = 600;

/// What a run works with.
pub struct Tools {
    /// Asks.
    pub reader: Reader,
    /// Deletes; made from this job's warrant.
    pub deleter: Deleter,
    /// Where everything is written.
    pub journal: Journal,
    /// What a person wants.
    pub control: watch::Receiver<Control>,
    /// Where progress is shown.
    pub progress: watch::Sender<Option<Progress>>,
    /// Unix seconds.
    pub now: fn() -> i64,
}

/// How a run ended.
#[derive(Debug)]
pub struct Ended {
    /// As the journal has it, or as far as is known where it cannot be read.
    pub summary: Summary,
    /// Why the job stands still, if it is not at its end.
    pub problem: Option<Problem>,
}

/// One run of a job.
pub(super) struct Run {
    pub(super) tools: Tools,
    pub(super) job: Job,
    pub(super) board: Board,
    /// Permits for destroy requests, shared by all batches.
    pub(super) slots: Semaphore,
    /// Whether each batch is checked by asset ID before its first request.
    pub(super) checks: bool,
    halted: OnceLock<Problem>,
}

/// Carries out a job. `reopened`: it was begun by an earlier session, or halted.
pub async fn run(tools: Tools, standing: Standing, reopened: bool) -> Ended {
    let mut tally = Tally::default();
    standing.outcomes.iter().flatten().for_each(|outcome| tally.add(outcome));
    let (in_doubt, fresh): (Vec<_>, Vec<_>) = open_batches(&standing).partition(|batch| batch.in_doubt);
    let Standing { job, .. } = standing;
    let now = (tools.now)();
    let board = Board::new(tools.progress.clone(), job.header(), tally, now, !in_doubt.is_empty());
    let aged = now - job.header().previewed_at > FRESH;
    let run = Run {
        checks: job.header().route == Route::Thorough || reopened || aged,
        slots: Semaphore::new(DESTROYS),
        halted: OnceLock::new(),
        board,
        job,
        tools,
    };
    let work = async {
        let mut left = run.all(in_doubt).await;
        run.board.settled();
        left.extend(run.all(fresh).await);
        left
    };
    let left = tokio::select! {
        left = work => left,
        never = run.mirror_control() => match never {},
    };
    let ended = run.finish(left).await;
    run.board.clear();
    ended
}

/// Every batch that has items without an end.
fn open_batches(standing: &Standing) -> impl Iterator<Item = OpenBatch> {
    standing.batches.iter().filter_map(|(batch, state)| {
        let open: Vec<usize> =
            batch.items.clone().filter(|item| standing.outcomes[*item].is_none()).collect();
        let in_doubt = *state == BatchState::Sending;
        (!open.is_empty()).then(|| OpenBatch::new(batch.index, open, in_doubt))
    })
}

impl Run {
    /// Works on batches, a few at a time; gives back what still has items without an end.
    async fn all(&self, batches: Vec<OpenBatch>) -> Vec<OpenBatch> {
        futures_util::stream::iter(batches)
            .map(|batch| self.batch(batch))
            .buffer_unordered(BATCHES)
            .filter(|batch| std::future::ready(!batch.is_done()))
            .collect()
            .await
    }

    async fn mirror_control(&self) -> std::convert::Infallible {
        let mut control = self.tools.control.clone();
        loop {
            self.board.control(*control.borrow_and_update());
            if control.changed().await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }

    /// Stops everything, without ending the job; the first reason stands.
    pub(super) fn halt(&self, problem: Problem) {
        tracing::warn!(job = %self.job.header().id, what = problem.what, details = problem.details, "halted");
        let _ = self.halted.set(problem);
    }

    pub(super) fn is_halted(&self) -> bool {
        self.halted.get().is_some()
    }

    /// Writes outcomes and then counts them. `done`: the batch that has all of its outcomes now.
    /// Gives whether they were written.
    pub(super) async fn record(&self, outcomes: Vec<(usize, Outcome)>, done: Option<u32>) -> bool {
        let rows = outcomes.iter().map(|(item, outcome)| (*item as u32, outcome.clone())).collect();
        match self.tools.journal.outcomes(self.job.header().id, rows, done).await {
            Ok(()) => {
                self.board.count(outcomes.iter().map(|(_, outcome)| outcome));
                true
            }
            Err(error) => {
                self.halt(error.problem());
                false
            }
        }
    }

    async fn finish(&self, left: Vec<OpenBatch>) -> Ended {
        let mut state = JobState::Done;
        if !self.is_halted() && !left.is_empty() {
            state = JobState::Stopped;
            for batch in left {
                let ends = batch.ends_when_stopped();
                if !self.record(ends, Some(batch.index)).await {
                    break;
                }
            }
        }
        let id = self.job.header().id;
        let ended = match self.halted.get() {
            None => self.tools.journal.end(id, state, (self.tools.now)()).await,
            Some(_) => self.tools.journal.summary(id).await,
        };
        self.ended(ended)
    }

    fn ended(&self, summary: Result<Summary, JournalError>) -> Ended {
        let problem = self.halted.get().cloned();
        match summary {
            Ok(summary) => Ended { summary, problem },
            Err(error) => Ended {
                summary: Summary {
                    header: self.job.header().clone(),
                    state: JobState::Open,
                    tally: self.board.tally(),
                    ended_at: None,
                },
                problem: problem.or_else(|| Some(error.problem())),
            },
        }
    }
}

impl OpenBatch {
    /// What was never sent was skipped; what is in doubt stays so.
    fn ends_when_stopped(&self) -> Vec<(usize, Outcome)> {
        let end = |doubt: Option<&str>| match doubt {
            None => Outcome::Skipped { reason: Skip::Stopped },
            Some(reason) => Outcome::Unknown { reason: reason.to_owned() },
        };
        self.open().map(|(item, doubt)| (item, end(doubt))).collect()
    }
}
