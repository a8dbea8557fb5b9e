//! The running job: one at a time.

use tokio::sync::watch;

use super::event::Event;
use super::hub::{Hub, News};
use crate::api::Client;
use crate::jobs::runner::{self, Control, Ended, Tools};
use crate::journal::{Journal, Standing};
use crate::model::confirm::ConfirmedPlan;
use crate::model::job::JobId;
use crate::model::problem::Problem;
use crate::model::receipt::Summary;
use crate::platform::clock;

/// The job that runs, or is being written to the journal.
pub(super) struct Running {
    /// `None` until the journal has given its number.
    job: Option<JobId>,
    control: watch::Sender<Control>,
}

/// A job is in the journal and can run; or not.
pub(super) type Begun = Result<(Box<Standing>, Summary, Client, bool), Problem>;

impl Hub {
    pub(super) fn start_job(&mut self, confirmed: ConfirmedPlan) {
        let ready = self.ready(Some(confirmed.plan().environment()));
        let (client, journal) = match ready {
            Ok(ready) => ready,
            Err(problem) => return self.send(Event::JobRefused(problem)),
        };
        self.running = Some(Running { job: None, control: watch::Sender::default() });
        let news = self.news.clone();
        tokio::spawn(async move {
            let begun = match journal.begin(confirmed).await {
                Ok(job) => standing(&journal, job.header().id, client, false).await,
                Err(error) => Err(error.problem()),
            };
            let _ = news.send(News::Begun(begun)).await;
        });
    }

    /// After a pause, or a job of an earlier session.
    pub(super) fn resume(&mut self, job: JobId) {
        if self.control(job, Control::Run) {
            return;
        }
        let (client, journal) = match self.ready(None) {
            Ok(ready) => ready,
            Err(problem) => return self.send(Event::JobRefused(problem)),
        };
        self.running = Some(Running { job: None, control: watch::Sender::default() });
        let news = self.news.clone();
        tokio::spawn(async move {
            let begun = standing(&journal, job, client, true).await;
            let _ = news.send(News::Begun(begun)).await;
        });
    }

    pub(super) fn pause(&self, job: JobId) {
        self.control(job, Control::Pause);
    }

    /// A job that is not running ends without sending anything: what was in doubt is asked about.
    pub(super) fn stop(&mut self, job: JobId) {
        if self.control(job, Control::Stop) {
            return;
        }
        self.resume(job);
        if let Some(running) = &self.running {
            running.control.send_replace(Control::Stop);
        }
    }

    /// Tells the running job, if it is this one.
    fn control(&self, job: JobId, control: Control) -> bool {
        let running = self.running.as_ref().filter(|running| running.job == Some(job));
        running.is_some_and(|running| {
            running.control.send_replace(control);
            true
        })
    }

    /// What a job needs: nothing else running, the right environment open, a journal.
    fn ready(
        &self,
        environment: Option<&crate::model::account::EnvironmentId>,
    ) -> Result<(Client, Journal), Problem> {
        if self.running.is_some() {
            return Err(Problem::new(
                "Another job is still running.",
                "Nothing of this plan was sent.",
                "Wait until it has ended, or stop it, then confirm again.",
            ));
        }
        let client = self.client()?.clone();
        if environment.is_some_and(|wanted| *wanted != client.environment().id()) {
            return Err(other_environment(&environment.map(ToString::to_string).unwrap_or_default()));
        }
        Ok((client, self.journal.clone()?))
    }

    pub(super) fn begun(&mut self, begun: Begun) {
        let (standing, summary, client, reopened) = match begun {
            Ok(begun) => begun,
            Err(problem) => {
                self.running = None;
                return self.send(Event::JobRefused(problem));
            }
        };
        let (Some(running), Ok(journal)) = (&mut self.running, &self.journal) else { return };
        running.job = Some(summary.header.id);
        let tools = Tools {
            reader: client.reader(),
            deleter: client.deleter(&standing.job.warrant()),
            journal: journal.clone(),
            control: running.control.subscribe(),
            progress: self.progress.clone(),
            now: clock::now,
        };
        let (news, outbox) = (self.news.clone(), self.outbox.clone());
        tokio::spawn(async move {
            outbox.send(Event::JobStarted(summary)).await;
            let ended = runner::run(tools, *standing, reopened).await;
            let _ = news.send(News::Ended(Box::new(ended))).await;
        });
    }

    pub(super) fn ended(&mut self, ended: Ended) {
        self.running = None;
        let Ended { summary, problem } = ended;
        self.send(Event::JobEnded { summary, problem });
        self.list_receipts();
    }
}

/// Reads a job as the journal has it; it runs only in its own environment.
async fn standing(journal: &Journal, job: JobId, client: Client, reopened: bool) -> Begun {
    let standing = journal.standing(job).await.map_err(|error| error.problem())?;
    let summary = journal.summary(job).await.map_err(|error| error.problem())?;
    if summary.header.environment != client.environment().id() {
        return Err(other_environment(&summary.header.cloud_name));
    }
    if summary.ending().is_some() {
        return Err(Problem::nothing_changed(
            "This job is at its end already.",
            "Its receipt tells what became of each item.",
        ));
    }
    Ok((Box::new(standing), summary, client, reopened))
}

fn other_environment(wanted: &str) -> Problem {
    Problem::new(
        "This plan belongs to another product environment than the one that is open.",
        "Nothing of it was sent.",
        format!("Open “{wanted}” at the top left, then go on."),
    )
}
