//! What the user wants of a run, and whether it was halted: looked at before anything goes on.

use tokio::sync::watch;

use crate::model::job::Control;
use crate::model::job_id::JobId;
use crate::model::problem::Problem;

/// The signals of one run.
pub(super) struct Signals {
    job: JobId,
    /// What the user wants.
    control: watch::Receiver<Control>,
    /// Why everything stops, without an end.
    halted: watch::Sender<Option<Problem>>,
}

impl Signals {
    pub(super) fn new(job: JobId, control: watch::Receiver<Control>) -> Self {
        Self { job, control, halted: watch::Sender::default() }
    }

    /// What the user wants now.
    pub(super) fn control(&self) -> Control {
        *self.control.borrow()
    }

    /// What the user wants, to be waited for with [`control_changed`].
    pub(super) fn watch(&self) -> watch::Receiver<Control> {
        self.control.clone()
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.control() == Control::Stop
    }

    pub(super) async fn until_stopped(&self) {
        let mut control = self.watch();
        while *control.borrow_and_update() != Control::Stop {
            control_changed(&mut control).await;
        }
    }

    /// Waits out a pause, unless the job is halted. Gives what is wanted then.
    pub(super) async fn until_allowed(&self) -> Control {
        let mut control = self.watch();
        while *control.borrow_and_update() == Control::Pause && !self.is_halted() {
            tokio::select! {
                () = control_changed(&mut control) => {}
                () = self.until_halted() => {}
            }
        }
        self.control()
    }

    /// Stops everything, without ending the job; the first reason stands.
    pub(super) fn halt(&self, problem: Problem) {
        tracing::warn!(job = %self.job, code = ?problem.code, details = ?problem.details, "halted");
        self.halted.send_if_modified(|halted| halted.is_none() && halted.replace(problem).is_none());
    }

    pub(super) fn is_halted(&self) -> bool {
        self.halted.borrow().is_some()
    }

    /// Why the job was halted, if it was.
    pub(super) fn problem(&self) -> Option<Problem> {
        self.halted.borrow().clone()
    }

    async fn until_halted(&self) {
        let mut halted = self.halted.subscribe();
        // The sender is here: it does not end before.
        let _ = halted.wait_for(Option::is_some).await;
    }
}

/// Until the user wants something else. For ever, once nobody can: the program is ending, and a job
/// that was paused must not take that for a word to go on.
pub(super) async fn control_changed(control: &mut watch::Receiver<Control>) {
    if control.changed().await.is_err() {
        std::future::pending::<()>().await;
    }
}
