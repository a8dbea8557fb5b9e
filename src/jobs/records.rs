//! What the journal is told of a run, before anything is sent and after it was answered. Nothing counts
//! as ended that the journal has not taken; what it did not take is kept, and handed back at the end.

use std::sync::{Arc, Mutex, PoisonError};

use super::batch::OpenBatch;
use super::board::Board;
use super::send::Told;
use super::signals::{Signals, control_changed};
use super::tools::Tools;
use crate::api::{ApiError, During};
use crate::journal::{Journal, JournalError, Record};
use crate::model::asset::{AssetId, AssetName};
use crate::model::job::{Control, JobHeader};
use crate::model::outcome::Outcome;
use crate::model::problem::Problem;
use crate::model::receipt::{JobState, Summary};
use crate::model::unix_time::UnixTime;
use crate::platform::clock::Clock;

/// How a run ended.
#[derive(Debug)]
pub struct Ended {
    /// As the journal has it, or as far as is known where it cannot be read.
    pub summary: Summary,
    /// Why the job stands still, if it is not at its end.
    pub problem: Option<Problem>,
    /// What the server told and the journal did not take: to be written before the job goes on.
    pub unwritten: Vec<Record>,
}

/// The journal's part in one run.
pub(super) struct Records {
    header: JobHeader,
    journal: Journal,
    clock: Clock,
    signals: Arc<Signals>,
    board: Arc<Board>,
    unwritten: Mutex<Vec<Record>>,
}

impl Records {
    pub(super) fn new(tools: &Tools, header: &JobHeader, signals: &Arc<Signals>, board: &Arc<Board>) -> Self {
        Self {
            header: header.clone(),
            journal: tools.journal.clone(),
            clock: tools.clock.clone(),
            signals: Arc::clone(signals),
            board: Arc::clone(board),
            unwritten: Mutex::default(),
        }
    }

    /// Writes that a batch is about to be sent; gives whether it may be.
    pub(super) async fn sending(&self, batch: u32) -> bool {
        match self.journal.sending(self.header.id, batch).await {
            Ok(()) => true,
            Err(error) => {
                self.signals.halt(error.problem());
                false
            }
        }
    }

    /// Writes what an answer told and then counts it. What the journal does not take is kept, and
    /// the job halts. Gives whether it was written.
    pub(super) async fn record(&self, record: Record) -> bool {
        match self.journal.record(self.header.id, record.clone()).await {
            Ok(()) => {
                self.board.count(&record);
                true
            }
            Err(error) => {
                self.signals.halt(error.problem());
                self.unwritten.lock().unwrap_or_else(PoisonError::into_inner).push(record);
                false
            }
        }
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

    /// Takes what the requests told of a batch; gives the failure to wait for.
    pub(super) async fn take(
        &self,
        batch: &mut OpenBatch,
        told: Vec<(usize, Told)>,
        answered: bool,
    ) -> Option<ApiError> {
        let learnt = batch.learn(told);
        if let Some(error) = learnt.halt {
            self.signals.halt(error.problem(During::Deleting));
        }
        self.end(batch, learnt.ends, answered).await;
        learnt.wait
    }

    /// Writes what a part of a sweep would take beyond the plan; gives whether it was written.
    pub(super) async fn note_seen(&self, part: u32, beyond: Vec<(AssetId, AssetName)>) -> bool {
        let noted = self.journal.note_seen(self.header.id, part, beyond).await;
        noted.map_err(|error| self.signals.halt(error.problem())).is_ok()
    }

    /// What was written so. `None`: it could not be read, and the job halts.
    pub(super) async fn seen(&self, part: u32) -> Option<Vec<(AssetId, AssetName)>> {
        let seen = self.journal.seen(self.header.id, part).await;
        seen.map_err(|error| self.signals.halt(error.problem())).ok()
    }

    /// Shows what the user wants once it is in the journal, so that a pause that was seen holds
    /// after a restart.
    pub(super) async fn mirror_control(&self) -> std::convert::Infallible {
        let mut control = self.signals.watch();
        loop {
            let wanted = *control.borrow_and_update();
            let id = self.header.id;
            if let Err(error) = self.journal.control(id, wanted).await {
                tracing::warn!(job = %id, %error, "what is wanted of a job could not be written");
            }
            self.board.control(wanted);
            control_changed(&mut control).await;
        }
    }

    /// Ends the job, unless it was halted. Everything that was begun has written its ends.
    pub(super) async fn finish(&self) -> Ended {
        let (id, journal, now) = (self.header.id, &self.journal, self.clock.now());
        let whole = self.board.tally().ended() == self.header.planned;
        let problem = self.signals.problem();
        let summary = match problem {
            // As far as this run knows: what stands in the file may be somebody else's.
            Some(_) => {
                journal.summary(id).await.map(|summary| Summary { tally: self.board.tally(), ..summary })
            }
            None if whole => self.end_whole(now).await,
            None if self.signals.is_stopped() => match journal.abandon(id, now).await {
                Ok(Some(summary)) => Ok(summary),
                Ok(None) => Err(JournalError::Row(technical!("a batch of job {id} is in doubt"))),
                Err(error) => Err(error),
            },
            None => Err(JournalError::Row(technical!("job {id} ended before its items"))),
        };
        let unwritten = std::mem::take(&mut *self.unwritten.lock().unwrap_or_else(PoisonError::into_inner));
        let problem = problem.map(|problem| with_unwritten(problem, &unwritten));
        match summary {
            Ok(summary) => Ended { summary, problem, unwritten },
            Err(error) => Ended {
                summary: Summary {
                    header: self.header.clone(),
                    state: JobState::Open,
                    tally: self.board.tally(),
                    ended_at: None,
                },
                problem: problem.or_else(|| Some(error.problem())),
                unwritten,
            },
        }
    }

    /// Ends the job, of which every item has its end. A stop that came last decides how it ended, and may not
    /// be in the journal yet.
    async fn end_whole(&self, now: UnixTime) -> Result<Summary, JournalError> {
        let id = self.header.id;
        if self.signals.is_stopped() {
            self.journal.control(id, Control::Stop).await?;
        }
        self.journal.end(id, now).await
    }
}

/// Says of a problem that not everything that was answered is recorded.
fn with_unwritten(problem: Problem, unwritten: &[Record]) -> Problem {
    let ends: usize = unwritten.iter().map(|record| record.outcomes.len() + record.extras.len()).sum();
    Problem { unwritten: ends as u64, ..problem }
}
