//! Jobs: begun, lined up, run one at a time in each product environment, paused and stopped.

use tokio::sync::{oneshot, watch};

use super::event::Event;
use super::hub::{Hub, News};
use super::lanes::{Lane, Waiting};
use super::left::Said;
use super::seals;
use super::unwritten::Unwritten;
use super::watched::{told, watched};
use crate::jobs::progress::Progress;
use crate::jobs::runner::{self, Ended, Tools};
use crate::journal::{JobSnapshot, Journal, JournalError};
use crate::model::confirm::ConfirmedPlan;
use crate::model::job::{Control, Job, JobHeader};
use crate::model::job_id::JobId;
use crate::model::problem::{DeletionProblem, Problem};
use crate::model::product_environment::ProductEnvironment;
use crate::model::receipt::Summary;
use crate::model::settings::JobSettings;
use crate::platform::clock::{self, Clock};

/// A job is in the journal and can run; or not.
pub(super) struct Begun {
    environment: ProductEnvironment,
    waiting: Waiting,
    result: Result<(Box<JobSnapshot>, Summary), Refusal>,
}

/// Why a job does not run.
enum Refusal {
    /// For the user.
    Problem(Problem),
    /// It was to be stopped, and a part of its record is damaged.
    PutAside(Box<Summary>),
}

/// A run is over.
pub(super) struct RunFinished {
    environment: ProductEnvironment,
    ended: Ended,
}

impl Hub {
    /// Writes a confirmed plan to the journal; it runs when its turn comes.
    pub(super) fn start_job(&mut self, confirmed: ConfirmedPlan) {
        let journal = match self.ready(&confirmed) {
            Ok(journal) => journal,
            Err(problem) => return self.send(Event::JobRefused { job: None, problem }),
        };
        let (news, outbox) = (self.news.clone(), self.outbox.clone());
        tokio::spawn(async move {
            let begin = async { journal.begin(confirmed).await.map_err(|error| error.problem()) };
            let written = told(begin).await;
            // Before anything else that is told of it.
            if let Ok(job) = &written {
                outbox.send(Event::JobQueued(Summary::begun(job))).await;
            }
            drop(news.send(News::Written(written.map(Box::new))).await);
        });
    }

    /// What a new job needs: its environment open, a preview that is not too old, and a journal.
    fn ready(&self, confirmed: &ConfirmedPlan) -> Result<Journal, Problem> {
        let client = self.client()?;
        let environment = confirmed.plan().environment();
        if *environment != client.environment().id() {
            return Err(Problem::new(DeletionProblem::OtherEnvironment { wanted: environment.to_string() }));
        }
        if !confirmed.is_fresh(clock::now()) {
            return Err(Problem::new(DeletionProblem::PreviewTooOld(confirmed.route())));
        }
        self.journal.clone()
    }

    /// A job is in the journal, and nothing of it was sent.
    pub(super) fn written(&mut self, written: Result<Box<Job>, Problem>) {
        let job = match written {
            Ok(job) => job,
            Err(problem) => return self.send(Event::JobRefused { job: None, problem }),
        };
        self.vouch(job.header().clone());
        let key = job.header().environment.clone();
        let environment = key.product();
        let Some(lane) = self.lanes.get_mut(&environment) else { return };
        let waiting = Waiting { job: job.header().id, key, reopened: false, control: Control::Run };
        lane.line_up(waiting.clone());
        // The first in the queue is this one, unless others were halted or are to come first.
        if let Some(next) = lane.next() {
            let snapshot = (next == waiting).then(|| JobSnapshot::fresh(*job));
            self.read(environment, next, snapshot);
        }
    }

    /// Begins with the next job of a product environment, if none runs there.
    pub(super) fn advance(&mut self, environment: &ProductEnvironment) {
        let next = self.lanes.get_mut(environment).and_then(Lane::next);
        if let Some(next) = next {
            self.read(environment.clone(), next, None);
        }
    }

    /// Reads what a run starts from; what could not be written before goes first.
    fn read(&mut self, environment: ProductEnvironment, waiting: Waiting, snapshot: Option<JobSnapshot>) {
        let unwritten = self.unwritten.get(&waiting.job).cloned().unwrap_or_default();
        let adopted = self.adopted.get(&waiting.job).cloned();
        let (journal, news) = (self.journal.clone(), self.news.clone());
        tokio::spawn(async move {
            let result = watched(read(journal, &waiting, adopted, unwritten, snapshot)).await;
            let result = result.unwrap_or_else(|problem| Err(Refusal::Problem(problem)));
            let begun = Begun { environment, waiting, result };
            drop(news.send(News::Begun(Box::new(begun))).await);
        });
    }

    pub(super) fn begun(&mut self, begun: Begun) {
        let Begun { environment, waiting: Waiting { job, key, reopened, .. }, result } = begun;
        let result = result.and_then(|begun| match self.may_run(&begun.0) {
            Ok(()) => Ok(begun),
            Err(why) => Err(Refusal::Problem(Problem::new(why))),
        });
        let Some(lane) = self.lanes.get_mut(&environment) else { return };
        let (snapshot, summary) = match result {
            Ok(begun) => begun,
            Err(refusal) => {
                lane.over();
                match refusal {
                    Refusal::Problem(problem) => self.send(Event::JobRefused { job: Some(job), problem }),
                    Refusal::PutAside(summary) => self.stopped(*summary),
                }
                return self.advance(&environment);
            }
        };
        let (Some(control), Ok(journal)) = (lane.control(), &self.journal) else { return };
        let Some(client) = lane.client(&key) else { return };
        self.unwritten.remove(&summary.header.id);
        self.adopted.remove(&summary.header.id);
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
    }

    pub(super) fn ended(&mut self, over: RunFinished) {
        let RunFinished { environment, ended: Ended { summary, problem, unwritten } } = over;
        if let Some(lane) = self.lanes.get_mut(&environment) {
            lane.over();
        }
        let halted = problem.is_some();
        if summary.ending().is_some() {
            self.vouched.remove(&summary.header.id);
            self.renew_seals();
        }
        self.keep_unwritten(summary.header.id, unwritten);
        self.send(Event::JobEnded { summary, problem });
        self.tell_destroy_by(None);
        self.list_receipts();
        // What halted one job would halt the next; they wait until the user goes on.
        if !halted {
            self.advance(&environment);
        }
    }

    pub(super) fn pause(&mut self, job: JobId) {
        self.want(job, Control::Pause);
        for lane in self.lanes.values_mut() {
            lane.tell(job, Control::Pause);
            lane.take_out(job);
        }
    }

    /// The user is being asked about a job: nothing of it is sent meanwhile, and its turn does not come.
    pub(super) fn hold(&mut self, job: JobId) {
        self.want(job, Control::Pause);
        for lane in self.lanes.values_mut() {
            lane.tell(job, Control::Pause);
            lane.hold(job, true);
        }
    }

    /// The answer was that it goes on.
    pub(super) fn release(&mut self, job: JobId) {
        let here = self.lanes.iter().find(|(_, lane)| lane.holds(job));
        let Some(environment) = here.map(|(environment, _)| environment.clone()) else {
            // One of an earlier session waits for its key, which may have come meanwhile.
            return if self.is_left(job) { self.want(job, Control::Run) } else { self.resume(job) };
        };
        self.want(job, Control::Run);
        if let Some(lane) = self.lanes.get_mut(&environment) {
            lane.tell(job, Control::Run);
            lane.hold(job, false);
        }
        self.advance(&environment);
    }

    /// What is wanted of jobs after the next start, in the journal; they stay as they are until then.
    pub(super) fn prepare_to_close(&mut self, jobs: &[JobId], resume: bool) {
        let control = if resume { Control::Run } else { Control::Pause };
        // Their readers end with the program alone.
        for job in jobs {
            let _ = self.words.send(Said::Wanted(*job, control));
        }
        let (waiting, written) = oneshot::channel();
        let _ = self.words.send(Said::AllOfIt(waiting));
        let renewal = (!resume).then(|| self.renewal());
        self.answer(async move {
            let _ = written.await;
            if let Some(renewal) = renewal {
                let _ = tokio::time::timeout(seals::PATIENCE, renewal.run()).await;
            }
            Event::ReadyToClose
        });
    }

    /// A job that is not running ends at once, unless something of it is in doubt: that is asked
    /// about first, and nothing is sent.
    pub(super) fn stop(&mut self, job: JobId) {
        self.want(job, Control::Stop);
        if self.lanes.values().any(|lane| lane.tell(job, Control::Stop)) {
            return;
        }
        self.lanes.values_mut().for_each(|lane| lane.take_out(job));
        let (journal, news) = (self.journal.clone(), self.news.clone());
        let unwritten = self.unwritten.get(&job).cloned().unwrap_or_default();
        // A user may have resumed it since.
        let told = self.unconfirmed.get(&job).or_else(|| self.adopted.get(&job)).cloned();
        let outbox = self.outbox.clone();
        tokio::spawn(async move {
            let ended = match journal {
                Ok(journal) => {
                    abandon(&journal, job, told, &unwritten).await.map_err(|error| error.problem())
                }
                Err(problem) => Err(problem),
            };
            match ended {
                Ok(Some(summary)) => drop(news.send(News::Stopped(Box::new(summary))).await),
                Ok(None) => drop(news.send(News::LookUp(job, Control::Stop)).await),
                Err(problem) => outbox.send(Event::JobRefused { job: Some(job), problem }).await,
            }
        });
    }

    pub(super) fn stopped(&mut self, summary: Summary) {
        self.forget_left(summary.header.id);
        self.vouched.remove(&summary.header.id);
        self.unconfirmed.remove(&summary.header.id);
        self.adopted.remove(&summary.header.id);
        self.unwritten.remove(&summary.header.id);
        self.renew_seals();
        self.send(Event::JobEnded { summary, problem: None });
    }

    /// The user changed how jobs run; those that run go on as they are.
    pub(super) fn change_job_settings(&mut self, settings: JobSettings) {
        self.settings = settings.bounded();
        let (settings, journal, outbox) = (self.settings, self.journal.clone(), self.outbox.clone());
        let renewal = (!settings.go_on).then(|| self.renewal());
        tokio::spawn(async move {
            if let Ok(journal) = journal
                && let Err(error) = journal.set_job_settings(settings).await
            {
                tracing::warn!(%error, "the settings of jobs could not be written");
            }
            outbox.send(Event::JobSettings(settings)).await;
            if let Some(renewal) = renewal {
                renewal.run().await;
            }
        });
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

/// Ends a job of which nothing is in doubt; one of which a row is damaged is put aside. `told`: it does
/// not count as confirmed here, and neither do the ends that are written of it.
async fn abandon(
    journal: &Journal,
    job: JobId,
    told: Option<JobHeader>,
    unwritten: &Unwritten,
) -> Result<Option<Summary>, JournalError> {
    seals::adopt(journal, told).await?;
    let ended = async {
        unwritten.write(journal, job).await?;
        journal.abandon(job, clock::now()).await
    };
    match ended.await {
        Err(error) => aside_if_damaged(journal, job, error).await.map(Some),
        ended => ended,
    }
}

/// A user stops a job, and `error` came of it: if a part of its record is damaged, it is put aside.
///
/// # Errors
/// Any other one that came, and where it cannot be put aside.
pub(super) async fn aside_if_damaged(
    journal: &Journal,
    job: JobId,
    error: JournalError,
) -> Result<Summary, JournalError> {
    if error.is_of_one_job() { journal.put_aside(job).await } else { Err(error) }
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
