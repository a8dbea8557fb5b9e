//! Jobs that an earlier session left, and the user's last word about any job, which holds after a
//! restart.

use tokio::sync::{mpsc, oneshot};

use super::event::Event;
use super::hub::{Hub, News};
use super::lanes::Waiting;
use super::seals;
use crate::journal::Journal;
use crate::model::account::EnvironmentId;
use crate::model::job::Control;
use crate::model::job_id::JobId;
use crate::model::problem::Problem;
use crate::model::receipt::Summary;
use crate::model::settings::JobSettings;
use crate::model::unfinished::Unfinished;

/// A job of an earlier session whose key is not at hand yet.
pub(super) struct Left {
    job: JobId,
    /// With which it was confirmed.
    key: EnvironmentId,
    control: Control,
    /// Whether it goes on as soon as its key is at hand: as it was told at the start, whatever
    /// is chosen for the next one; or as the user said since.
    goes_on: bool,
}

impl Left {
    /// Jobs that the user confirmed go on by themselves, unless they were paused or the user
    /// chose otherwise; one that was being stopped is brought to its end. What may have been written
    /// by somebody else waits, whatever is written of it.
    fn new(left: Unfinished, go_on: bool) -> Self {
        let Unfinished { summary: Summary { header, .. }, control, held } = left;
        let goes_on = held.is_none() && (control == Control::Stop || (go_on && control == Control::Run));
        Self { job: header.id, key: header.environment, control, goes_on }
    }

    fn want(&mut self, control: Control) {
        self.control = control;
        self.goes_on = control != Control::Pause;
    }
}

impl Hub {
    /// Notes the user's word, wherever the job is: running, queued, being looked up, or left by an
    /// earlier session.
    pub(super) fn want(&mut self, job: JobId, control: Control) {
        self.wanted.insert(job, control);
        self.left.iter_mut().filter(|left| left.job == job).for_each(|left| left.want(control));
        // Its reader ends with the program alone.
        let _ = self.words.send(Said::Wanted(job, control));
    }

    /// Whether a job of an earlier session waits for its key.
    pub(super) fn is_left(&self, job: JobId) -> bool {
        self.left.iter().any(|left| left.job == job)
    }

    /// A job that an earlier session left is at its end.
    pub(super) fn forget_left(&mut self, job: JobId) {
        self.left.retain(|left| left.job != job);
    }

    /// Asks the journal what an earlier session left, and how jobs are to run; once the keychain has
    /// answered, if that is still to come and does not take long.
    pub(super) fn find_unfinished(&self, key: Option<oneshot::Receiver<()>>) {
        let journal = match self.journal.clone() {
            Ok(journal) => journal,
            Err(problem) => return self.send(Event::JobRefused { job: None, problem }),
        };
        let news = self.news.clone();
        tokio::spawn(async move {
            if let Some(key) = key {
                seals::answered(key).await;
            }
            let settings = journal.job_settings().await.unwrap_or_else(|error| {
                tracing::warn!(%error, "the settings of jobs could not be read");
                JobSettings { go_on: false, ..JobSettings::default() }
            });
            let unfinished = journal.unfinished().await.map_err(|error| error.problem());
            drop(news.send(News::Unfinished(settings, unfinished)).await);
        });
    }

    /// What an earlier session left.
    pub(super) fn unfinished(&mut self, settings: JobSettings, unfinished: Result<Vec<Unfinished>, Problem>) {
        self.settings = settings;
        self.send(Event::JobSettings(settings));
        let unfinished = match unfinished {
            Ok(unfinished) => unfinished,
            Err(problem) => return self.send(Event::JobRefused { job: None, problem }),
        };
        let unfinished = self.note_held(unfinished);
        self.send(Event::Unfinished { jobs: unfinished.clone(), go_on: settings.go_on });
        // The user's word since it was told of first stands.
        self.left.retain(|left| self.vouched.contains_key(&left.job));
        self.left.extend(unfinished.into_iter().map(|left| Left::new(left, settings.go_on)));
        // What the user said before this was read.
        for left in &mut self.left {
            if let Some(control) = self.wanted.get(&left.job) {
                left.want(*control);
            }
        }
        let going_on = self.left.iter().filter(|left| left.goes_on);
        let mut keys: Vec<EnvironmentId> = going_on.map(|left| left.key.clone()).collect();
        keys.sort();
        keys.dedup();
        for key in keys {
            if self.is_at_hand(&key) {
                self.go_on(&key);
            } else {
                self.open_for_jobs(key);
            }
        }
    }

    /// A key is at hand: the jobs of an earlier session that were confirmed with it go on. Those of
    /// another key of the same product environment wait for the user's word.
    pub(super) fn go_on(&mut self, key: &EnvironmentId) {
        let environment = key.product();
        let jobs: Vec<Left> = self.left.extract_if(.., |left| left.key == *key).collect();
        if let Some(lane) = self.lanes.get_mut(&environment) {
            for Left { job, key, control, .. } in jobs.into_iter().filter(|left| left.goes_on) {
                lane.line_up(Waiting { job, key, reopened: true, control });
            }
        }
        self.advance(&environment);
    }
}

/// What is told to [`remember`].
pub(super) enum Said {
    /// What the user wants of a job.
    Wanted(JobId, Control),
    /// Somebody waits until everything before this is written.
    AllOfIt(oneshot::Sender<()>),
}

/// Writes what the user wants of jobs, in the order in which it was said.
pub(super) async fn remember(
    journal: Result<Journal, Problem>,
    mut said: mpsc::UnboundedReceiver<Said>,
    news: mpsc::Sender<News>,
) {
    while let Some(said) = said.recv().await {
        match (said, &journal) {
            (Said::AllOfIt(waiting), _) => drop(waiting.send(())),
            (Said::Wanted(..), Err(_)) => {}
            (Said::Wanted(job, control), Ok(journal)) => match journal.control(job, control).await {
                Ok(()) if control == Control::Run => {}
                Ok(()) => drop(news.send(News::TakenBack).await),
                Err(error) => {
                    tracing::warn!(%job, %error, "what is wanted of a job could not be written");
                }
            },
        }
    }
}
