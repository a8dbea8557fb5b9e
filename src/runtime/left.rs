//! Jobs that an earlier session left.

use tokio::sync::{mpsc, oneshot};

use super::event::Event;
use super::lanes::Waiting;
use super::news::News;
use super::outbox::Outbox;
use super::seals;
use super::wanted::Wanted;
use crate::journal::Journal;
use crate::model::account::EnvironmentId;
use crate::model::job::Control;
use crate::model::job_id::JobId;
use crate::model::problem::Problem;
use crate::model::receipt::Summary;
use crate::model::settings::JobSettings;
use crate::model::unfinished::Unfinished;

/// A job of an earlier session whose key is not at hand yet.
struct Left {
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

/// Those of which the key is not at hand yet.
#[derive(Default)]
pub(super) struct LeftJobs(Vec<Left>);

impl LeftJobs {
    /// Notes the user's word about a job, if it is one of them.
    pub(super) fn want(&mut self, job: JobId, control: Control) {
        self.0.iter_mut().filter(|left| left.job == job).for_each(|left| left.want(control));
    }

    /// Whether a job waits for its key.
    pub(super) fn holds(&self, job: JobId) -> bool {
        self.0.iter().any(|left| left.job == job)
    }

    /// A job is at its end, or goes on.
    pub(super) fn forget(&mut self, job: JobId) {
        self.0.retain(|left| left.job != job);
    }

    /// Takes in what an earlier session left, in place of what was told before. `is_kept`: the user's
    /// word since it was told of first stands. Gives the keys whose jobs go on.
    pub(super) fn take_in(
        &mut self,
        unfinished: Vec<Unfinished>,
        go_on: bool,
        wanted: &Wanted,
        is_kept: impl Fn(JobId) -> bool,
    ) -> Vec<EnvironmentId> {
        self.0.retain(|left| is_kept(left.job));
        self.0.extend(unfinished.into_iter().map(|left| Left::new(left, go_on)));
        // What the user said before this was read.
        for left in &mut self.0 {
            if let Some(control) = wanted.of(left.job) {
                left.want(control);
            }
        }
        let going_on = self.0.iter().filter(|left| left.goes_on);
        let mut keys: Vec<EnvironmentId> = going_on.map(|left| left.key.clone()).collect();
        keys.sort();
        keys.dedup();
        keys
    }

    /// A key is at hand: takes out the jobs that were confirmed with it, and gives those that go on.
    pub(super) fn of_key(&mut self, key: &EnvironmentId) -> Vec<Waiting> {
        let jobs: Vec<Left> = self.0.extract_if(.., |left| left.key == *key).collect();
        let going_on = jobs.into_iter().filter(|left| left.goes_on);
        going_on.map(|Left { job, key, control, .. }| Waiting { job, key, reopened: true, control }).collect()
    }
}

/// Asks the journal what an earlier session left, and how jobs are to run; once the keychain has answered,
/// if that is still to come and does not take long.
pub(super) fn find(
    journal: Result<Journal, Problem>,
    key: Option<oneshot::Receiver<()>>,
    news: mpsc::Sender<News>,
    outbox: &Outbox,
) {
    let journal = match journal {
        Ok(journal) => journal,
        Err(problem) => return outbox.post(Event::JobRefused { job: None, problem }),
    };
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
