//! Jobs: begun, lined up, run one at a time in each environment, paused, stopped, and gone on with
//! after a restart.

use std::sync::Arc;

use super::connect::client_of;
use super::event::Event;
use super::hub::{Hub, News};
use super::lanes::{Lane, Waiting};
use crate::api::Client;
use crate::jobs::runner::{self, Ended, Tools};
use crate::journal::{Journal, Record, Standing};
use crate::model::account::EnvironmentId;
use crate::model::age;
use crate::model::confirm::ConfirmedPlan;
use crate::model::job::{Control, Job, JobId, Route};
use crate::model::problem::Problem;
use crate::model::receipt::Summary;
use crate::model::settings::JobSettings;
use crate::platform::clock::{self, Clock};

/// A job is in the journal and can run; or not.
pub(super) struct Begun {
    pub(super) environment: EnvironmentId,
    pub(super) job: JobId,
    /// It was begun by an earlier session, or halted.
    pub(super) reopened: bool,
    pub(super) result: Result<(Box<Standing>, Summary), Problem>,
}

/// A job that a person wants something of, in an environment that cannot be opened.
pub(super) struct OutOfReach {
    summary: Summary,
    control: Control,
    problem: Problem,
}

/// A run is over.
pub(super) struct Over {
    pub(super) environment: EnvironmentId,
    pub(super) ended: Ended,
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
            let written = journal.begin(confirmed).await.map_err(|error| error.problem());
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
            return Err(other_environment(&environment.to_string()));
        }
        if !confirmed.is_fresh(clock::now()) {
            return Err(too_old(confirmed.route()));
        }
        self.journal.clone()
    }

    /// A job is in the journal, and nothing of it was sent.
    pub(super) fn written(&mut self, written: Result<Box<Job>, Problem>) {
        let job = match written {
            Ok(job) => job,
            Err(problem) => return self.send(Event::JobRefused { job: None, problem }),
        };
        let environment = job.header().environment.clone();
        let Some(lane) = self.lanes.get_mut(&environment) else { return };
        let waiting = Waiting { job: job.header().id, reopened: false, control: Control::Run };
        lane.line_up(waiting);
        // The first in the queue is this one, unless others were halted or are to come first.
        if let Some(next) = lane.next() {
            let standing = (next == waiting).then(|| Standing::fresh(*job));
            self.read(environment, next, standing);
        }
    }

    /// Begins with the next job of an environment, if none runs there.
    pub(super) fn advance(&mut self, environment: &EnvironmentId) {
        let next = self.lanes.get_mut(environment).and_then(Lane::next);
        if let Some(next) = next {
            self.read(environment.clone(), next, None);
        }
    }

    /// Reads what a run starts from; what could not be written before goes first.
    fn read(&mut self, environment: EnvironmentId, waiting: Waiting, standing: Option<Standing>) {
        let unwritten = self.unwritten.get(&waiting.job).cloned().unwrap_or_default();
        let (journal, news) = (self.journal.clone(), self.news.clone());
        tokio::spawn(async move {
            let result = read(journal, waiting.job, unwritten, standing).await;
            let begun = Begun { environment, job: waiting.job, reopened: waiting.reopened, result };
            drop(news.send(News::Begun(begun)).await);
        });
    }

    pub(super) fn begun(&mut self, begun: Begun) {
        let Begun { environment, job, reopened, result } = begun;
        let Some(lane) = self.lanes.get_mut(&environment) else { return };
        let (standing, summary) = match result {
            Ok(begun) => begun,
            Err(problem) => {
                lane.over();
                self.send(Event::JobRefused { job: Some(job), problem });
                return self.advance(&environment);
            }
        };
        let (Some(control), Ok(journal)) = (lane.control(), &self.journal) else { return };
        self.unwritten.remove(&summary.header.id);
        let client = &lane.client;
        let tools = Tools {
            reader: client.reader(),
            deleter: client.deleter(&standing.job.warrant()),
            quota: client.quota(),
            journal: journal.clone(),
            control,
            progress: self.progress.clone(),
            settings: self.settings,
            clock: Clock::default(),
        };
        let (news, outbox) = (self.news.clone(), self.outbox.clone());
        tokio::spawn(async move {
            outbox.send(Event::JobStarted(summary)).await;
            let ended = runner::run(tools, *standing, reopened).await;
            drop(news.send(News::Ended(Box::new(Over { environment, ended }))).await);
        });
    }

    pub(super) fn ended(&mut self, over: Over) {
        let Over { environment, ended: Ended { summary, problem, unwritten } } = over;
        if let Some(lane) = self.lanes.get_mut(&environment) {
            lane.over();
        }
        let halted = problem.is_some();
        if !unwritten.is_empty() {
            self.unwritten.insert(summary.header.id, unwritten);
        }
        self.send(Event::JobEnded { summary, problem });
        self.list_receipts();
        // What halted one job would halt the next; they wait until a person goes on.
        if !halted {
            self.advance(&environment);
        }
    }

    /// After a pause, or with a job of an earlier session.
    pub(super) fn resume(&mut self, job: JobId) {
        self.want(job, Control::Run);
        if self.lanes.values().any(|lane| lane.tell(job, Control::Run)) {
            return;
        }
        self.look_up(job, Control::Run);
    }

    pub(super) fn pause(&mut self, job: JobId) {
        self.want(job, Control::Pause);
        for lane in self.lanes.values_mut() {
            lane.tell(job, Control::Pause);
            lane.take_out(job);
        }
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
        let kept = self.unwritten.contains_key(&job);
        let outbox = self.outbox.clone();
        tokio::spawn(async move {
            let ended = match journal {
                Ok(_) if kept => Ok(None),
                Ok(journal) => journal.abandon(job, clock::now()).await.map_err(|error| error.problem()),
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
        self.send(Event::JobEnded { summary, problem: None });
    }

    /// Finds out where a job belongs.
    pub(super) fn look_up(&self, job: JobId, control: Control) {
        let (journal, news, outbox) = (self.journal.clone(), self.news.clone(), self.outbox.clone());
        tokio::spawn(async move {
            let summary = match journal {
                Ok(journal) => journal.summary(job).await.map_err(|error| error.problem()),
                Err(problem) => Err(problem),
            };
            match summary {
                Ok(summary) => drop(news.send(News::Found(Box::new(summary), control)).await),
                Err(problem) => outbox.send(Event::JobRefused { job: Some(job), problem }).await,
            }
        });
    }

    /// Goes on with a job as soon as nothing else runs in its environment, unless a person wants
    /// something else of it by now.
    pub(super) fn found(&mut self, summary: &Summary, control: Control) {
        if self.wanted.get(&summary.header.id) != Some(&control) {
            return;
        }
        let environment = summary.header.environment.clone();
        let Some(lane) = self.lanes.get_mut(&environment) else {
            return self.open_for_job(summary.clone(), control);
        };
        let job = summary.header.id;
        lane.put_first(Waiting { job, reopened: true, control });
        if lane.is_busy() && !lane.is_running(job) {
            return self.tell_queued(job);
        }
        self.advance(&environment);
    }

    /// Makes the client of a remembered environment for a job that a person asked for, and comes
    /// back to it.
    fn open_for_job(&self, summary: Summary, control: Control) {
        let (known, news) = (Arc::clone(&self.known), self.news.clone());
        tokio::spawn(async move {
            match client_of(known, summary.header.environment.clone()).await {
                Ok(client) => {
                    drop(news.send(News::Ready(client)).await);
                    drop(news.send(News::Found(Box::new(summary), control)).await);
                }
                Err(why) => {
                    let problem = closed(&summary.header.cloud_name).with_details(why.what);
                    let out = OutOfReach { summary, control, problem };
                    drop(news.send(News::OutOfReach(Box::new(out))).await);
                }
            }
        });
    }

    /// Nobody can be asked about a job, and nothing of it can be sent. One that a person stops ends
    /// all the same; any other waits.
    pub(super) fn out_of_reach(&mut self, out: OutOfReach) {
        let OutOfReach { summary, control, problem } = out;
        let header = &summary.header;
        let job = header.id;
        if self.lanes.contains_key(&header.environment) || self.wanted.get(&job) != Some(&control) {
            return self.found(&summary, control);
        }
        let journal = match &self.journal {
            Ok(journal) if control == Control::Stop => journal.clone(),
            _ => return self.send(Event::JobRefused { job: Some(job), problem }),
        };
        self.forget_left(job);
        let unwritten = self.unwritten.remove(&job).unwrap_or_default();
        let reason = format!(
            "Sent before the job was stopped; it could not be asked what became of it, since “{}” is not open.",
            header.cloud_name
        );
        let (news, outbox) = (self.news.clone(), self.outbox.clone());
        tokio::spawn(async move {
            let ended = async {
                for record in unwritten {
                    journal.record(job, record).await?;
                }
                journal.abandon_in_doubt(job, reason, clock::now()).await
            };
            match ended.await {
                Ok(summary) => drop(news.send(News::Stopped(Box::new(summary))).await),
                Err(error) => {
                    let problem = error.problem();
                    outbox.send(Event::JobRefused { job: Some(job), problem }).await;
                }
            }
        });
    }

    fn tell_queued(&self, job: JobId) {
        let (journal, outbox) = (self.journal.clone(), self.outbox.clone());
        tokio::spawn(async move {
            let Ok(journal) = journal else { return };
            if let Ok(summary) = journal.summary(job).await {
                outbox.send(Event::JobQueued(summary)).await;
            }
        });
    }

    /// The lane of an environment: one client and one gate for it, as long as the secret is the
    /// same.
    pub(super) fn lane(&mut self, client: Client) -> &mut Lane {
        let lane = self.lanes.entry(client.environment().id()).or_insert_with(|| Lane::new(client.clone()));
        if !lane.client.is_for(&client) {
            lane.client = client;
        }
        lane
    }

    /// A person changed how jobs run; those that run go on as they are.
    pub(super) fn change_job_settings(&mut self, settings: JobSettings) {
        self.settings = settings.bounded();
        let (settings, journal, outbox) = (self.settings, self.journal.clone(), self.outbox.clone());
        tokio::spawn(async move {
            if let Ok(journal) = journal
                && let Err(error) = journal.set_job_settings(settings).await
            {
                tracing::warn!(%error, "the settings of jobs could not be written");
            }
            outbox.send(Event::JobSettings(settings)).await;
        });
    }
}

/// What a run starts from.
async fn read(
    journal: Result<Journal, Problem>,
    job: JobId,
    unwritten: Vec<Record>,
    standing: Option<Standing>,
) -> Result<(Box<Standing>, Summary), Problem> {
    let journal = journal?;
    for record in unwritten {
        journal.record(job, record).await.map_err(|error| error.problem())?;
    }
    let summary = journal.summary(job).await.map_err(|error| error.problem())?;
    if summary.ending().is_some() {
        return Err(Problem::nothing_changed(
            "This job is at its end already.",
            "Its receipt tells what became of each item.",
        ));
    }
    let standing = match standing {
        Some(standing) => standing,
        None => journal.standing(job).await.map_err(|error| error.problem())?,
    };
    Ok((Box::new(standing), summary))
}

fn closed(cloud_name: &str) -> Problem {
    Problem::new(
        format!("“{cloud_name}” is not open, and its API secret is not at hand."),
        "This deletion waits; nothing more of it was sent.",
        format!("Open “{cloud_name}” or connect to it again; then it goes on."),
    )
}

fn too_old(route: Route) -> Problem {
    Problem::new(
        format!("This preview is too old. {}", age::rule(route)),
        "Nothing of it was sent.",
        "Count again, look at what changed since, and confirm it once more.",
    )
}

fn other_environment(wanted: &str) -> Problem {
    Problem::new(
        "This plan belongs to another product environment than the one that is open.",
        "Nothing of it was sent.",
        format!("Open “{wanted}” at the top left, then go on."),
    )
}
