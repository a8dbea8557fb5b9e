//! Everything that the window shows. Changed by [`super::update::update`] alone.

use std::mem;
use std::path::PathBuf;

use crate::jobs::progress::Progress;
use crate::model::account::{Account, Environment, EnvironmentId, Quota};
use crate::model::destroy::DestroyBy;
use crate::model::given::Given;
use crate::model::job_id::JobId;
use crate::model::outline::Outline;
use crate::model::preferences::Preferences;
use crate::model::settings::JobSettings;
use crate::model::unix_time::UnixTime;
use crate::model::what::What;
use crate::runtime::command::Generation;

use super::bin::Bin;
use super::page::Page;
use super::toast::Toast;
use super::tone::Tone;
use super::{connect, flow, forms, jobs, library, proxy, receipts};

/// What can be brought back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undo {
    /// A plan that was set aside.
    Plan(flow::AsideId),
    /// The text of a form that was replaced.
    Text,
}

/// The open environment.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// The environment.
    pub environment: Environment,
    /// What is known of it.
    pub account: Account,
}

/// The question at closing, while which nothing is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Closing {
    /// Jobs that are on hold for it.
    pub held: Vec<JobId>,
    /// It was answered; the journal is being told.
    pub answered: bool,
}

/// The window's state.
#[derive(Debug, Default)]
pub struct State {
    /// How many questions the pages have asked.
    pub(super) asked: Generation,
    /// What is to be freed in the background.
    pub(super) bin: Bin,
    /// The chosen proxy.
    pub proxy: proxy::State,
    /// What fills the middle.
    pub page: Page,
    /// The user's folder for documents: where receipts are saved unless the user says otherwise.
    pub documents: Option<PathBuf>,
    /// How often another page was gone to: each opens at its top.
    pub visits: u64,
    /// What the program was given to open, until an environment is open.
    pub given: Vec<Given>,
    /// The open environment, if one is.
    pub session: Option<Session>,
    /// Remembered environments and the connection form.
    pub connect: connect::State,
    /// Assets, selection, thumbnails, details.
    pub library: library::State,
    /// What is typed into the forms.
    pub forms: forms::State,
    /// The plan on its way from preview to its confirmation.
    pub flow: flow::State,
    /// Jobs that are not at their end.
    pub jobs: jobs::State,
    /// Finished jobs.
    pub receipts: receipts::State,
    /// The latest of every running job.
    pub progress: Vec<Progress>,
    /// Calls of this hour.
    pub quota: Quota,
    /// How destroy was last found to name assets in the open environment.
    pub destroy_by: Option<DestroyBy>,
    /// What is set for the window.
    pub preferences: Preferences,
    /// How jobs run.
    pub job_settings: JobSettings,
    /// “Look only”: nothing can be deleted while it is on.
    pub look_only: bool,
    /// The window was asked to close while jobs go on, and asks.
    pub closing: Option<Closing>,
    /// The question at closing was answered with yes.
    pub close_confirmed: bool,
    /// Short news at the lower left.
    pub toasts: Vec<Toast>,
    /// The time, as of this frame.
    pub now: UnixTime,
    /// Seconds since the program's start, as of this frame.
    pub time: f64,
}

impl State {
    /// Seconds for which a piece of short news stays.
    const TOAST: f64 = 4.0;
    /// The same where something can be done about it.
    const OFFER: f64 = 30.0;

    /// Shows short news that goes away by itself. For what needs no answer; problems belong into
    /// a banner on their page.
    pub fn say(&mut self, tone: Tone, words: impl Into<String>) {
        let until = self.time + Self::TOAST;
        self.toasts.push(Toast { words: words.into(), tone, until, undo: None });
    }

    /// Shows short news with “Undo” beside it. One of a kind: the text that was replaced before, or the
    /// plan that was cleared before, cannot be brought back any more.
    pub fn offer(&mut self, words: impl Into<String>, undo: Undo) {
        let same_kind = |other: Undo| mem::discriminant(&other) == mem::discriminant(&undo);
        self.toasts.retain(|toast| !toast.undo.is_some_and(same_kind));
        let until = self.time + Self::OFFER;
        self.toasts.push(Toast { words: words.into(), tone: Tone::Info, until, undo: Some(undo) });
    }

    /// The number of the next question to the background, of whatever page.
    pub fn next_question(&mut self) -> Generation {
        self.asked += 1;
        self.asked
    }

    /// Sets the clocks and drops news that is old.
    pub fn tick(&mut self, now: UnixTime, time: f64) {
        self.now = now;
        self.time = time;
        self.toasts.retain(|toast| toast.until > time);
    }

    /// The plan to which more could be added of which the same goes.
    pub fn plan_to_extend(&self, what: What) -> Option<Outline<'_>> {
        flow::could_take(self, what).map(flow::Ready::plan)
    }

    /// Whether a job is between its start and its end.
    pub fn job_runs(&self) -> bool {
        !self.progress.is_empty()
    }

    /// Whether a job runs, and the user has not paused it.
    pub fn going_on(&self) -> bool {
        let running = self.progress.iter().map(|progress| progress.job);
        running.into_iter().any(|job| self.jobs.going_on().any(|going| going == job))
    }

    /// Whether the next start goes on with jobs without asking: only where that is chosen, and where a
    /// keychain can show that they were confirmed here.
    pub fn resumes_by_itself(&self) -> bool {
        self.job_settings.go_on && self.connect.keychain.is_none()
    }

    /// How far a running job is.
    pub fn progress_of(&self, job: JobId) -> Option<&Progress> {
        self.progress.iter().find(|progress| progress.job == job)
    }

    /// The open environment.
    pub fn open_id(&self) -> Option<EnvironmentId> {
        self.session.as_ref().map(|session| session.environment.id())
    }

    /// Whether the practice environment is open.
    pub fn practice(&self) -> bool {
        self.session.as_ref().is_some_and(|session| session.environment.practice)
    }
}
