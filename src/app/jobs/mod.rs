//! Jobs that are not at their end: the ones that run, the ones that wait for them, and the ones
//! that stand still. In each product environment one runs at a time, whatever its key; several
//! environments are worked on at once.
//!
//! What each job does at the moment comes through the watch channel ([`state::State::progress`]);
//! this holds which jobs there are, in the order in which their turn comes.

pub mod keys;
pub mod words;

use crate::app::job_status::JobStatus;
use crate::app::state;
use crate::app::tone::Tone;
use crate::model::account::EnvironmentId;
use crate::model::job::{Control, JobHeader};
use crate::model::job_id::JobId;
use crate::model::outcome::Tally;
use crate::model::problem::Problem;
use crate::model::product_environment::ProductEnvironment;
use crate::model::receipt::Summary;
use crate::model::settings::JobSettings;
use crate::model::unfinished::{Held, Unfinished};
use crate::runtime::command::Command;
use crate::text;
use crate::text::sums;

pub use words::{at_next_start, phase, progressed};

/// State of the jobs.
#[derive(Debug, Default)]
pub struct State {
    jobs: Vec<Job>,
    /// “Stop…” was pressed for this one and asks.
    pub asks_to_stop: Option<Asked>,
}

/// A question about a job, while which nothing of it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The job.
    pub job: JobId,
    /// It would go on by itself, was it not for the question.
    pub held: bool,
}

/// A job that is not at its end.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// Everything but its items.
    pub header: JobHeader,
    /// Where it runs, whatever the key.
    pub environment: ProductEnvironment,
    /// With which key it goes: the one that it was confirmed with, unless the user said another.
    pub key: EnvironmentId,
    /// How its items ended, as of its last news; a running job's progress knows better.
    pub tally: Tally,
    /// How it stands.
    pub status: JobStatus,
    /// The user paused it while it runs.
    pub paused: bool,
}

impl State {
    /// Every job: those that run first, then those that wait, in the order of their turns, then
    /// those that stand still.
    pub fn all(&self) -> impl Iterator<Item = &Job> {
        let rank = |job: &&Job| match job.status {
            JobStatus::Running => 0,
            JobStatus::Waiting => 1,
            JobStatus::Halted(_)
            | JobStatus::Unconfirmed(_)
            | JobStatus::Damaged(_)
            | JobStatus::Interrupted
            | JobStatus::Paused => 2,
        };
        (0..3).flat_map(move |wanted| self.jobs.iter().filter(move |job| rank(job) == wanted))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.jobs.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.jobs.is_empty()
    }

    /// Whether there are jobs that do not go on by themselves, or not yet.
    pub fn stand_still(&self) -> bool {
        self.jobs.iter().any(|job| job.status != JobStatus::Running)
    }

    /// One job, as long as it is not at its end.
    pub fn find(&self, job: JobId) -> Option<&Job> {
        self.jobs.iter().find(|known| known.header.id == job)
    }

    /// Jobs of the same product environment whose turn comes before that of a waiting one.
    pub fn before<'a>(&'a self, job: &'a Job) -> impl Iterator<Item = &'a Job> {
        let same = |other: &&Job| other.environment == job.environment;
        let turn = |other: &&Job| matches!(other.status, JobStatus::Running | JobStatus::Waiting);
        self.all().take_while(|other| other.header.id != job.header.id).filter(same).filter(turn)
    }

    /// Every job of which something would be sent without a further word: those that run, unless a
    /// user paused them, and those whose turn comes.
    pub fn going_on(&self) -> impl Iterator<Item = JobId> {
        let ids = self.jobs.iter().map(|job| job.header.id);
        ids.filter(|job| self.goes_on_by_itself(*job))
    }

    fn goes_on_by_itself(&self, job: JobId) -> bool {
        self.find(job).is_some_and(|job| match job.status {
            JobStatus::Running => !job.paused,
            JobStatus::Waiting => true,
            JobStatus::Paused
            | JobStatus::Interrupted
            | JobStatus::Halted(_)
            | JobStatus::Unconfirmed(_)
            | JobStatus::Damaged(_) => false,
        })
    }

    fn set_paused(&mut self, job: JobId, paused: bool) {
        if let Some(job) = self.jobs.iter_mut().find(|known| known.header.id == job) {
            job.paused = paused;
        }
    }

    fn stands(&mut self, job: JobId) -> Option<&mut JobStatus> {
        self.jobs.iter_mut().find(|known| known.header.id == job).map(|known| &mut known.status)
    }

    fn remove(&mut self, job: JobId) -> Option<Job> {
        let at = self.jobs.iter().position(|known| known.header.id == job)?;
        Some(self.jobs.remove(at))
    }

    fn put(&mut self, summary: &Summary, status: JobStatus) {
        let header = summary.header.clone();
        match self.jobs.iter_mut().find(|known| known.header.id == header.id) {
            Some(known) => (known.header, known.tally, known.status) = (header, summary.tally, status),
            None => self.jobs.push(Job {
                environment: header.environment.product(),
                key: header.environment.clone(),
                header,
                tally: summary.tally,
                status,
                paused: false,
            }),
        }
    }

    /// A job that the user asked for now comes before the others that wait in its environment.
    fn put_first(&mut self, job: Job) {
        let waits = |other: &Job| other.status == JobStatus::Waiting && other.environment == job.environment;
        let at = self.jobs.iter().position(waits).unwrap_or(self.jobs.len());
        self.jobs.insert(at, job);
    }
}

/// What happens among the jobs.
#[derive(Clone, Debug)]
pub enum Msg {
    /// Sends nothing more until it is resumed; takes a waiting one out of the queue.
    Pause(JobId),
    /// Goes on, before others that wait.
    GoOn(JobId),
    /// “Continue with the key …1234”: another than it was confirmed with.
    ContinueWith(JobId, EnvironmentId),
    /// “Stop…”: asks first.
    AskToStop(JobId),
    /// Not stopped after all.
    KeepRunning,
    /// Stopped for good.
    Stop,
    /// Another way to run the jobs that start from now on.
    Settings(JobSettings),
}

/// Takes one message of this page.
pub fn update(state: &mut state::State, msg: Msg) -> Vec<Command> {
    let jobs = &mut state.jobs;
    match msg {
        Msg::Pause(job) => match jobs.stands(job) {
            Some(JobStatus::Running) => {
                jobs.set_paused(job, true);
                vec![Command::Pause(job)]
            }
            Some(status @ JobStatus::Waiting) => {
                *status = JobStatus::Paused;
                vec![Command::Pause(job)]
            }
            _ => Vec::new(),
        },
        Msg::GoOn(job) => go_on(state, job, None),
        Msg::ContinueWith(job, key) => go_on(state, job, Some(key)),
        Msg::AskToStop(job) => ask_to_stop(jobs, job),
        Msg::KeepRunning => {
            let asked = jobs.asks_to_stop.take().filter(|asked| asked.held);
            asked.map(|asked| Command::Release(asked.job)).into_iter().collect()
        }
        Msg::Stop => jobs.asks_to_stop.take().map(|asked| Command::Stop(asked.job)).into_iter().collect(),
        Msg::Settings(settings) => {
            state.job_settings = settings.bounded();
            vec![Command::ChangeJobSettings(state.job_settings)]
        }
    }
}

/// Nothing more of the job is sent from the first press on.
fn ask_to_stop(jobs: &mut State, job: JobId) -> Vec<Command> {
    if jobs.asks_to_stop.is_some() {
        return Vec::new();
    }
    let held = jobs.goes_on_by_itself(job);
    jobs.asks_to_stop = jobs.find(job).map(|job| Asked { job: job.header.id, held });
    if held { vec![Command::Hold(job)] } else { Vec::new() }
}

/// Goes on with a job, with another key if one is given. Not while “Look only” is on.
fn go_on(state: &mut state::State, job: JobId, key: Option<EnvironmentId>) -> Vec<Command> {
    if state.look_only {
        return Vec::new();
    }
    match state.jobs.find(job).map(|job| &job.status) {
        None => return Vec::new(),
        Some(JobStatus::Running) => state.jobs.set_paused(job, false),
        Some(_) => {
            if let Some(mut moved) = state.jobs.remove(job) {
                moved.status = JobStatus::Waiting;
                moved.key = key.clone().unwrap_or(moved.key);
                state.jobs.put_first(moved);
            }
        }
    }
    vec![match key {
        Some(key) => Command::ContinueWith { job, key },
        None => Command::Resume(job),
    }]
}

/// At start: jobs that an earlier session left.
pub fn left(state: &mut state::State, jobs: &[Unfinished], go_on: bool) {
    for Unfinished { summary, control, held } in jobs {
        let status = match (held, control) {
            (Some(Held::Unconfirmed(why)), _) => JobStatus::Unconfirmed(Problem::new(*why)),
            (Some(Held::Damaged(problem)), _) => JobStatus::Damaged(problem.clone()),
            (None, Control::Pause) => JobStatus::Paused,
            (None, Control::Run) if !go_on => JobStatus::Interrupted,
            (None, Control::Run | Control::Stop) => JobStatus::Waiting,
        };
        state.jobs.put(summary, status);
    }
}

/// A job waits for the one before it.
pub fn queued(state: &mut state::State, summary: &Summary) {
    state.jobs.put(summary, JobStatus::Waiting);
}

/// A job runs.
pub fn started(state: &mut state::State, summary: &Summary) {
    state.jobs.put(summary, JobStatus::Running);
}

/// A job is at its end, or stands still.
pub fn ended(state: &mut state::State, summary: &Summary, problem: Option<Problem>) {
    let jobs = &mut state.jobs;
    let id = summary.header.id;
    match problem {
        Some(problem) => {
            jobs.put(summary, JobStatus::Halted(problem));
            jobs.set_paused(id, false);
        }
        None => drop(jobs.remove(id)),
    }
    if jobs.asks_to_stop.is_some_and(|asked| asked.job == id) {
        jobs.asks_to_stop = None;
        let sums = sums::sums(summary.header.what, summary.header.planned, &summary.tally);
        state.say(Tone::Info, text!("job-ended-meanwhile", sums = sums));
    }
}

/// A job could not be started or ended; nothing of it was sent. Whether it is one of these.
pub fn refused(state: &mut state::State, job: JobId, problem: &Problem) -> bool {
    let status = state.jobs.stands(job);
    let known = status.is_some();
    if let Some(status) = status {
        *status = JobStatus::Halted(problem.clone());
    }
    known
}

#[cfg(test)]
mod tests;
