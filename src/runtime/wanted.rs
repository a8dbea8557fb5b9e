//! The user's last word about any job in this session, and the way in which it gets into the journal, so
//! that it holds after a restart.

use std::collections::HashMap;

use tokio::sync::{mpsc, oneshot};

use super::news::News;
use crate::journal::Journal;
use crate::model::job::Control;
use crate::model::job_id::JobId;
use crate::model::problem::Problem;

/// What the user wants of jobs.
pub(super) struct Wanted {
    by_job: HashMap<JobId, Control>,
    /// To the journal, in the order in which it was said. Its reader ends with the program alone.
    words: mpsc::UnboundedSender<Said>,
}

impl Wanted {
    /// Starts what writes it.
    pub(super) fn start(journal: Result<Journal, Problem>, news: mpsc::Sender<News>) -> Self {
        let (words, said) = mpsc::unbounded_channel();
        tokio::spawn(remember(journal, said, news));
        Self { by_job: HashMap::new(), words }
    }

    /// The user's last word about a job.
    pub(super) fn of(&self, job: JobId) -> Option<Control> {
        self.by_job.get(&job).copied()
    }

    /// Notes it.
    pub(super) fn note(&mut self, job: JobId, control: Control) {
        self.by_job.insert(job, control);
        let _ = self.words.send(Said::Wanted(job, control));
    }

    /// What is wanted of jobs after the next start, in the journal alone; the receiver tells once
    /// everything is there.
    pub(super) fn after_restart(&self, jobs: &[JobId], control: Control) -> oneshot::Receiver<()> {
        for job in jobs {
            let _ = self.words.send(Said::Wanted(*job, control));
        }
        let (waiting, written) = oneshot::channel();
        let _ = self.words.send(Said::AllOfIt(waiting));
        written
    }
}

/// What is told to [`remember`].
enum Said {
    /// What the user wants of a job.
    Wanted(JobId, Control),
    /// Somebody waits until everything before this is written.
    AllOfIt(oneshot::Sender<()>),
}

/// Writes what the user wants of jobs, in the order in which it was said.
async fn remember(
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
