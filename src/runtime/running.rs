//! Jobs: begun, lined up, run one at a time in each environment, paused, stopped, and gone on with
//! after a restart.

use std::sync::Arc;

use tokio::sync::mpsc;

use super::connect::client_of;
use super::event::Event;
use super::hub::{Hub, News};
use super::lanes::{Lane, Waiting};
use crate::api::Client;
use crate::jobs::runner::{self, Ended, Tools};
use crate::journal::{Journal, Record, Standing, Unfinished};
use crate::model::account::EnvironmentId;
use crate::model::confirm::ConfirmedPlan;
use crate::model::job::{Control, Job, JobId};
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

/// A run is over.
pub(super) struct Over {
    pub(super) environment: EnvironmentId,
    pub(super) ended: Ended,
}

impl Hub {
    /// Writes a confirmed plan to the journal; it runs when its turn comes.
    pub(super) fn start_job(&mut self, confirmed: ConfirmedPlan) {
        let ready = self.ready(confirmed.plan().environment());
        let journal = match ready {
            Ok(journal) => journal,
            Err(problem) => return self.send(Event::JobRefused { job: None, problem }),
        };
        let news = self.news.clone();
        tokio::spawn(async move {
            let written = journal.begin(confirmed).await.map_err(|error| error.problem());
            drop(news.send(News::Written(written.map(Box::new))).await);
        });
    }

    /// What a new job needs: its environment open, and a journal.
    fn ready(&self, environment: &EnvironmentId) -> Result<Journal, Problem> {
        let client = self.client()?;
        if *environment != client.environment().id() {
            return Err(other_environment(&environment.to_string()));
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
        if lane.is_busy() {
            return self.tell_queued(waiting.job);
        }
        // The first in the queue is this one, unless others were halted or are to come first.
        match lane.next() {
            Some(next) if next == waiting => {
                let standing = Standing::fresh(*job);
                self.read(environment, next, Some(standing));
            }
            Some(next) => {
                self.read(environment, next, None);
                self.tell_queued(waiting.job);
            }
            None => {}
        }
    }

    /// Begins with the next job of an environment, if none runs there.
    fn advance(&mut self, environment: &EnvironmentId) {
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
        self.left.retain(|left| left.summary.header.id != summary.header.id);
        self.send(Event::JobEnded { summary, problem: None });
    }

    /// Notes a person's word, wherever the job is: running, queued, being looked up, or left by an
    /// earlier session.
    fn want(&mut self, job: JobId, control: Control) {
        self.wanted.insert(job, control);
        let left = self.left.iter_mut().filter(|left| left.summary.header.id == job);
        left.for_each(|left| left.control = control);
        // Its reader ends with the program alone.
        let _ = self.words.send((job, control));
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
        let (known, news, outbox) = (Arc::clone(&self.known), self.news.clone(), self.outbox.clone());
        tokio::spawn(async move {
            let header = &summary.header;
            match client_of(known, header.environment.clone()).await {
                Ok(client) => {
                    drop(news.send(News::Ready(client)).await);
                    drop(news.send(News::Found(Box::new(summary), control)).await);
                }
                Err(why) => {
                    let problem = closed(&header.cloud_name).with_details(why.what);
                    outbox.send(Event::JobRefused { job: Some(header.id), problem }).await;
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

    /// Asks the journal what an earlier session left, and how jobs are to run.
    pub(super) fn find_unfinished(&self) {
        let (journal, news) = (self.journal.clone(), self.news.clone());
        tokio::spawn(async move {
            let Ok(journal) = journal else { return };
            let settings = journal.job_settings().await.unwrap_or_else(|error| {
                tracing::warn!(%error, "the settings of jobs could not be read");
                JobSettings { go_on: false, ..JobSettings::default() }
            });
            let unfinished = journal.unfinished().await.unwrap_or_else(|error| {
                tracing::error!(%error, "unfinished jobs could not be read");
                Vec::new()
            });
            drop(news.send(News::Unfinished(settings, unfinished)).await);
        });
    }

    /// What an earlier session left. Jobs that a person confirmed go on by themselves, unless they
    /// were paused or the person chose otherwise; one that was being stopped is brought to its end.
    pub(super) fn unfinished(&mut self, settings: JobSettings, unfinished: Vec<Unfinished>) {
        self.settings = settings;
        self.send(Event::JobSettings(settings));
        self.send(Event::Unfinished { jobs: unfinished.clone(), go_on: settings.go_on });
        self.left = unfinished;
        let mut environments: Vec<EnvironmentId> = self.going_on().map(|(id, _)| id).collect();
        environments.sort();
        environments.dedup();
        for environment in environments {
            if self.lanes.contains_key(&environment) {
                self.go_on(&environment);
            } else {
                self.open_for_jobs(environment);
            }
        }
    }

    /// Jobs that go on without being asked for, and where.
    fn going_on(&self) -> impl Iterator<Item = (EnvironmentId, Waiting)> {
        let go_on = self.settings.go_on;
        let wanted = move |control| control == Control::Stop || (go_on && control == Control::Run);
        self.left.iter().filter(move |left| wanted(left.control)).map(|left| {
            let header = &left.summary.header;
            (header.environment.clone(), Waiting { job: header.id, reopened: true, control: left.control })
        })
    }

    /// The client of an environment is there: its jobs of an earlier session go on.
    pub(super) fn go_on(&mut self, environment: &EnvironmentId) {
        let jobs: Vec<Waiting> =
            self.going_on().filter(|(id, _)| id == environment).map(|(_, waiting)| waiting).collect();
        self.left.retain(|left| left.summary.header.environment != *environment);
        if let Some(lane) = self.lanes.get_mut(environment) {
            for waiting in jobs {
                lane.line_up(waiting);
            }
        }
        self.advance(environment);
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

/// Writes what a person wants of jobs, in the order in which it was said.
pub(super) async fn remember(
    journal: Result<Journal, Problem>,
    mut said: mpsc::UnboundedReceiver<(JobId, Control)>,
) {
    let Ok(journal) = journal else { return };
    while let Some((job, control)) = said.recv().await {
        if let Err(error) = journal.control(job, control).await {
            tracing::warn!(%job, %error, "what is wanted of a job could not be written");
        }
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

fn other_environment(wanted: &str) -> Problem {
    Problem::new(
        "This plan belongs to another product environment than the one that is open.",
        "Nothing of it was sent.",
        format!("Open “{wanted}” at the top left, then go on."),
    )
}
