//! Carrying out a job: from where the journal has it to its end, or to a clear halt.
//!
//! A run starts from a [`JobSnapshot`] the first time as every other time. Batches whose answers were
//! never seen are asked about before anything is sent. Nothing is sent that the journal has not
//! taken first, and nothing counts as ended that the journal has not taken after. What the server
//! told and the disk did not take is handed back, so that it is not lost while the program runs.

use std::sync::{Mutex, PoisonError};

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use tokio::sync::watch;

use super::batch::OpenBatch;
use super::board::Board;
use super::forms::Forms;
use super::permit::{QuotaBudget, control_changed};
use super::progress::Progress;
use super::throttle::Throttle;
use crate::api::{Deleter, Reader};
use crate::journal::{JobSnapshot, Journal, JournalError, Record};
use crate::model::account::Quota;
use crate::model::destroy::DestroyBy;
use crate::model::job::{Batch, BatchState, Job};
use crate::model::outcome::{Outcome, Tally};
use crate::model::problem::{DeletionProblem, Problem};
use crate::model::receipt::{JobState, Summary};
use crate::model::route::Route;
use crate::model::settings::JobSettings;
use crate::model::unix_time::UnixTime;
use crate::platform::clock::Clock;

pub use crate::model::job::Control;

/// Batches of a thorough job on their way at the same time: while one is looked at or written,
/// others are sent.
const THOROUGH: usize = 3;
/// Batches on their way for each counted request that may be: while one is written before it is sent
/// or after, another has its place.
const OPEN_FOR_EACH_CALL: usize = 2;

/// What a run works with.
pub struct Tools {
    /// Asks.
    pub reader: Reader,
    /// Deletes; made from this job's warrant.
    pub deleter: Deleter,
    /// Of the client's environment.
    pub quota: watch::Receiver<Quota>,
    /// Where everything is written.
    pub journal: Journal,
    /// What the user wants.
    pub control: watch::Receiver<Control>,
    /// Where progress is shown; several jobs share it.
    pub progress: watch::Sender<Vec<Progress>>,
    /// Ceilings and the reserve.
    pub settings: JobSettings,
    /// The time.
    pub clock: Clock,
}

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

/// One run of a job.
pub(super) struct Run {
    pub(super) tools: Tools,
    pub(super) job: Job,
    pub(super) board: Board,
    /// Destroy requests under way.
    pub(super) destroys: Throttle,
    /// Counted requests under way.
    pub(super) calls: Throttle,
    /// How destroy names assets here.
    pub(super) forms: Forms,
    /// What is left of this hour's quota.
    pub(super) budget: QuotaBudget,
    /// It was begun by an earlier session, or halted: much may have happened since.
    pub(super) reopened: bool,
    /// By item: whether it had an end when the run began.
    ended: Vec<bool>,
    /// Why everything stops, without an end.
    halted: watch::Sender<Option<Problem>>,
    unwritten: Mutex<Vec<Record>>,
}

/// Carries out a job. `reopened`: it was begun by an earlier session, or halted.
pub async fn run(tools: Tools, snapshot: JobSnapshot, reopened: bool) -> Ended {
    let JobSnapshot { job, batches, ended, tally, .. } = snapshot;
    let settings = tools.settings.bounded();
    let budget = QuotaBudget::new(tools.quota.clone(), settings.reserve);
    let doubtful = batches.iter().any(|(_, state)| *state == BatchState::Sending);
    let board = Board::new(&tools, job.header(), tally, doubtful, reopened);
    let forms = Forms::new(remembered_form(&tools, job.header().route).await);
    board.destroy_by(forms.known());
    let run = Run {
        forms,
        destroys: Throttle::new(settings.destroys.into()),
        calls: Throttle::new(settings.calls.into()),
        budget,
        reopened,
        ended,
        halted: watch::Sender::default(),
        unwritten: Mutex::default(),
        board,
        job,
        tools,
    };
    tokio::select! {
        () = run.work(&batches) => {}
        never = run.mirror_control() => match never {},
    }
    let ended = run.finish().await;
    run.board.clear();
    ended
}

/// Says of a problem that not everything that was answered is recorded.
fn with_unwritten(problem: Problem, unwritten: &[Record]) -> Problem {
    let ends: usize = unwritten.iter().map(|record| record.outcomes.len() + record.extras.len()).sum();
    Problem { unwritten: ends as u64, ..problem }
}

/// As an earlier job found it.
async fn remembered_form(tools: &Tools, route: Route) -> Option<DestroyBy> {
    if route != Route::Thorough {
        return None;
    }
    let server = tools.deleter.environment().product();
    tools.journal.destroy_by(server).await.unwrap_or_else(|error| {
        tracing::warn!(%error, "the form of destroy could not be read");
        None
    })
}

impl Run {
    async fn work(&self, batches: &[(Batch, BatchState)]) {
        if self.job.header().route == Route::Sweep {
            let not_begun = batches.iter().all(|(_, state)| *state == BatchState::Planned);
            if not_begun
                && !self.is_stopped()
                && !self.is_within(Route::FRESH, Some(self.job.header().previewed_at))
            {
                // It would also take what was added since.
                return self.halt(Problem::new(DeletionProblem::SweepTooLate));
            }
            for (batch, state) in batches {
                self.sweep_part(batch, *state == BatchState::Sending).await;
            }
            return;
        }
        self.all(batches, true).await;
        self.board.settled();
        self.all(batches, false).await;
    }

    /// Works on the batches that are in doubt, or on the others, a few at a time. What is in doubt
    /// is asked about even where the job is to stop.
    async fn all(&self, batches: &[(Batch, BatchState)], in_doubt: bool) {
        let at_once = match self.job.header().route {
            Route::Thorough => THOROUGH,
            Route::Batches | Route::Sweep => {
                usize::from(self.tools.settings.bounded().calls) * OPEN_FOR_EACH_CALL
            }
        };
        let doubtful = |state: BatchState| state == BatchState::Sending;
        let mut waiting = batches
            .iter()
            .filter(|(_, state)| *state != BatchState::Done && doubtful(*state) == in_doubt)
            .map(|(batch, _)| batch);
        let mut under_way = FuturesUnordered::new();
        loop {
            while under_way.len() < at_once
                && !self.is_halted()
                && (in_doubt || !self.is_stopped())
                && let Some(batch) = waiting.next()
            {
                let open = OpenBatch::new(batch.index, self.open(batch), in_doubt, self.seen_at());
                under_way.push(self.batch(open));
            }
            if under_way.next().await.is_none() {
                return;
            }
        }
    }

    /// When the items of a batch that was not begun were last seen, if that counts: after a restart
    /// much may have happened, and each hundred is looked at.
    fn seen_at(&self) -> Option<UnixTime> {
        (!self.reopened).then_some(self.job.header().previewed_at)
    }

    /// Positions of a batch that had no end when the run began.
    pub(super) fn open(&self, batch: &Batch) -> Vec<usize> {
        batch.items.clone().filter(|item| !self.ended[*item]).collect()
    }

    /// Shows what the user wants once it is in the journal, so that a pause that was seen holds
    /// after a restart.
    async fn mirror_control(&self) -> std::convert::Infallible {
        let mut control = self.tools.control.clone();
        loop {
            let wanted = *control.borrow_and_update();
            let id = self.job.header().id;
            if let Err(error) = self.tools.journal.control(id, wanted).await {
                tracing::warn!(job = %id, %error, "what is wanted of a job could not be written");
            }
            self.board.control(wanted);
            control_changed(&mut control).await;
        }
    }

    /// What the user wants now.
    pub(super) fn control(&self) -> Control {
        *self.tools.control.borrow()
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.control() == Control::Stop
    }

    /// Stops everything, without ending the job; the first reason stands.
    pub(super) fn halt(&self, problem: Problem) {
        tracing::warn!(job = %self.job.header().id, code = ?problem.code, details = ?problem.details, "halted");
        self.halted.send_if_modified(|halted| halted.is_none() && halted.replace(problem).is_none());
    }

    pub(super) fn is_halted(&self) -> bool {
        self.halted.borrow().is_some()
    }

    pub(super) async fn until_halted(&self) {
        let mut halted = self.halted.subscribe();
        // The sender is here: it does not end before.
        let _ = halted.wait_for(Option::is_some).await;
    }

    /// Writes that a batch is about to be sent; gives whether it may be.
    pub(super) async fn sending(&self, batch: u32) -> bool {
        match self.tools.journal.sending(self.job.header().id, batch).await {
            Ok(()) => true,
            Err(error) => {
                self.halt(error.problem());
                false
            }
        }
    }

    /// Writes what an answer told and then counts it. What the journal does not take is kept, and
    /// the job halts. Gives whether it was written.
    pub(super) async fn record(&self, record: Record) -> bool {
        match self.tools.journal.record(self.job.header().id, record.clone()).await {
            Ok(()) => {
                self.board.count(&record);
                true
            }
            Err(error) => {
                self.halt(error.problem());
                self.unwritten.lock().unwrap_or_else(PoisonError::into_inner).push(record);
                false
            }
        }
    }

    /// Ends the job, unless it was halted. Everything that was begun has written its ends.
    async fn finish(&self) -> Ended {
        let (id, journal, now) = (self.job.header().id, &self.tools.journal, self.tools.clock.now());
        let whole = self.board.tally().ended() == self.job.header().planned;
        let problem = self.halted.borrow().clone();
        let summary = match problem {
            // As far as this run knows: what stands in the file may be somebody else's.
            Some(_) => {
                journal.summary(id).await.map(|summary| Summary { tally: self.board.tally(), ..summary })
            }
            None if whole => journal.end(id, now).await,
            None if self.is_stopped() => match journal.abandon(id, now).await {
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
                    header: self.job.header().clone(),
                    state: JobState::Open,
                    tally: self.board.tally(),
                    ended_at: None,
                },
                problem: problem.or_else(|| Some(error.problem())),
                unwritten,
            },
        }
    }
}

impl Tally {
    /// Counts everything that a record holds.
    pub(super) fn take(&mut self, record: &Record) {
        record.outcomes.iter().for_each(|(_, outcome): &(u32, Outcome)| self.add(outcome));
        self.extras += record.extras.len() as u64;
    }
}
