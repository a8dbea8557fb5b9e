//! Jobs that run, one at a time in each product environment: read when their turn comes, begun and ended.

use tokio::sync::{mpsc, watch};

use super::ending::aside_if_damaged;
use super::event::Event;
use super::lanes::{Lane, Lanes, Waiting};
use super::news::{Begun, News, Refusal, RunFinished};
use super::outbox::Outbox;
use super::seals::{self, Seals};
use super::unwritten::{Unwritten, UnwrittenJobs};
use super::watched::watched;
use crate::jobs::progress::Progress;
use crate::jobs::runner::{self, Ended, Tools};
use crate::journal::{JobSnapshot, Journal, JournalError};
use crate::model::job::{Control, Job, JobHeader};
use crate::model::problem::{DeletionProblem, Problem};
use crate::model::product_environment::ProductEnvironment;
use crate::model::receipt::Summary;
use crate::model::settings::JobSettings;
use crate::platform::clock::Clock;

/// What runs, and what waits for its turn.
pub(super) struct Runs {
    pub(super) lanes: Lanes,
    pub(super) seals: Seals,
    pub(super) unwritten: UnwrittenJobs,
    /// How jobs run.
    pub(super) settings: JobSettings,
    pub(super) journal: Result<Journal, Problem>,
    pub(super) outbox: Outbox,
    pub(super) news: mpsc::Sender<News>,
    pub(super) progress: watch::Sender<Vec<Progress>>,
}

/// A job whose turn went by without a run.
pub(super) struct Passed {
    /// Where the next may begin.
    pub(super) environment: ProductEnvironment,
    /// It was put aside.
    pub(super) put_aside: Option<Box<Summary>>,
}

impl Runs {
    /// Lines up a job that is in the journal, and of which nothing was sent.
    pub(super) fn line_up(&mut self, job: Job) {
        self.seals.vouch(job.header().clone());
        let key = job.header().environment.clone();
        let environment = key.product();
        let Some(lane) = self.lanes.of(&environment) else { return };
        let waiting = Waiting { job: job.header().id, key, reopened: false, control: Control::Run };
        lane.line_up(waiting.clone());
        // The first in the queue is this one, unless others were halted or are to come first.
        if let Some(next) = lane.next() {
            let snapshot = (next == waiting).then(|| JobSnapshot::fresh(job));
            self.read(environment, next, snapshot);
        }
    }

    /// Begins with the next job of a product environment, if none runs there.
    pub(super) fn advance(&mut self, environment: &ProductEnvironment) {
        let next = self.lanes.of(environment).and_then(Lane::next);
        if let Some(next) = next {
            self.read(environment.clone(), next, None);
        }
    }

    /// Reads what a run starts from; what could not be written before goes first.
    fn read(&mut self, environment: ProductEnvironment, waiting: Waiting, snapshot: Option<JobSnapshot>) {
        let unwritten = self.unwritten.of(waiting.job);
        let adopted = self.seals.adopted(waiting.job);
        let (journal, news) = (self.journal.clone(), self.news.clone());
        tokio::spawn(async move {
            let result = watched(read(journal, &waiting, adopted, unwritten, snapshot)).await;
            let result = result.unwrap_or_else(|problem| Err(Refusal::Problem(problem)));
            let begun = Begun { environment, waiting, result };
            drop(news.send(News::Begun(Box::new(begun))).await);
        });
    }

    /// A job was read: it runs, if it may. `stops`: the user wants it stopped. `Some`: its turn went by
    /// without a run.
    pub(super) fn begun(&mut self, begun: Begun, stops: bool) -> Option<Passed> {
        let Begun { environment, waiting: Waiting { job, key, reopened, .. }, result } = begun;
        let result = result.and_then(|begun| match self.seals.may_run(&begun.0, stops) {
            Ok(()) => Ok(begun),
            Err(why) => Err(Refusal::Problem(Problem::new(why))),
        });
        let lane = self.lanes.of(&environment)?;
        let (snapshot, summary) = match result {
            Ok(begun) => begun,
            Err(refusal) => {
                lane.over();
                let put_aside = match refusal {
                    Refusal::Problem(problem) => {
                        self.outbox.post(Event::JobRefused { job: Some(job), problem });
                        None
                    }
                    Refusal::PutAside(summary) => Some(summary),
                };
                return Some(Passed { environment, put_aside });
            }
        };
        let (Some(control), Ok(journal)) = (lane.control(), &self.journal) else { return None };
        let client = lane.client(&key)?;
        self.unwritten.forget(summary.header.id);
        self.seals.begun(summary.header.id);
        let tools = Tools {
            reader: client.reader(),
            deleter: client.deleter(&snapshot.job.warrant()),
            quota: client.quota(),
            journal: journal.clone(),
            control,
            progress: self.progress.clone(),
            settings: self.settings,
            clock: Clock::default(),
        };
        let (news, outbox) = (self.news.clone(), self.outbox.clone());
        tokio::spawn(async move {
            let (journal, progress) = (tools.journal.clone(), tools.progress.clone());
            outbox.send(Event::JobStarted(summary.clone())).await;
            let run = Box::pin(watched(runner::run(tools, *snapshot, reopened))).await;
            let ended = match run {
                Ok(ended) => ended,
                Err(problem) => broken_off(&journal, &progress, summary, problem).await,
            };
            drop(news.send(News::Ended(Box::new(RunFinished { environment, ended }))).await);
        });
        None
    }

    /// A run is over. Gives where the next job may begin: what halted one would halt the next, and they wait
    /// until the user goes on.
    pub(super) fn ended(&mut self, over: RunFinished) -> Option<ProductEnvironment> {
        let RunFinished { environment, ended: Ended { summary, problem, unwritten } } = over;
        if let Some(lane) = self.lanes.of(&environment) {
            lane.over();
        }
        let halted = problem.is_some();
        if summary.ending().is_some() {
            self.seals.ended(summary.header.id);
        }
        self.unwritten.keep(summary.header.id, unwritten);
        self.outbox.post(Event::JobEnded { summary, problem });
        (!halted).then_some(environment)
    }
}

/// A run in which something panicked halts: the journal has everything that was told, and what was
/// under way is asked about when the job goes on.
async fn broken_off(
    journal: &Journal,
    progress: &watch::Sender<Vec<Progress>>,
    begun: Summary,
    problem: Problem,
) -> Ended {
    let job = begun.header.id;
    progress.send_modify(|all| all.retain(|progress| progress.job != job));
    let summary = journal.summary(job).await.unwrap_or(begun);
    Ended { summary, problem: Some(problem), unwritten: Vec::new() }
}

/// What a run starts from.
async fn read(
    journal: Result<Journal, Problem>,
    waiting: &Waiting,
    adopted: Option<JobHeader>,
    unwritten: Unwritten,
    snapshot: Option<JobSnapshot>,
) -> Result<(Box<JobSnapshot>, Summary), Refusal> {
    let journal = journal.map_err(Refusal::Problem)?;
    let job = waiting.job;
    let snapshot = async {
        seals::adopt(&journal, adopted).await?;
        unwritten.write(&journal, job).await?;
        let summary = journal.summary(job).await?;
        let snapshot = match snapshot {
            _ if summary.ending().is_some() => None,
            Some(snapshot) => Some(snapshot),
            None => Some(journal.snapshot(job).await?),
        };
        Ok::<_, JournalError>((snapshot, summary))
    };
    match snapshot.await {
        Ok((Some(snapshot), summary)) => Ok((Box::new(snapshot), summary)),
        Ok((None, _)) => Err(Refusal::Problem(Problem::new(DeletionProblem::AtItsEnd))),
        Err(error) if waiting.control == Control::Stop => {
            match aside_if_damaged(&journal, job, error).await {
                Ok(summary) => Err(Refusal::PutAside(Box::new(summary))),
                Err(error) => Err(Refusal::Problem(error.problem())),
            }
        }
        Err(error) => Err(Refusal::Problem(error.problem())),
    }
}
