//! Jobs of one environment: one runs, the others wait in the order in which they were confirmed.
//! Each environment has a lane of its own, so several can be worked on at once.

use std::collections::VecDeque;

use tokio::sync::watch;

use crate::api::Client;
use crate::model::job::{Control, JobId};

/// The jobs of one environment.
pub(super) struct Lane {
    /// Behind the gate of this environment.
    pub(super) client: Client,
    /// The job that runs, or is being read from the journal for it.
    running: Option<Running>,
    waiting: VecDeque<Waiting>,
}

struct Running {
    job: JobId,
    control: watch::Sender<Control>,
}

/// A job whose turn has not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Waiting {
    pub(super) job: JobId,
    /// It was begun by an earlier session, or halted.
    pub(super) reopened: bool,
    /// What a person wants of it.
    pub(super) control: Control,
}

impl Lane {
    pub(super) fn new(client: Client) -> Self {
        Self { client, running: None, waiting: VecDeque::new() }
    }

    /// Whether a job is running or waiting here.
    pub(super) fn holds(&self, job: JobId) -> bool {
        self.is_running(job) || self.waiting.iter().any(|waiting| waiting.job == job)
    }

    /// Whether a job is running here.
    pub(super) fn is_running(&self, job: JobId) -> bool {
        self.running.as_ref().is_some_and(|running| running.job == job)
    }

    /// Whether anything runs.
    pub(super) fn is_busy(&self) -> bool {
        self.running.is_some()
    }

    /// Puts a job at the end of the queue.
    pub(super) fn line_up(&mut self, waiting: Waiting) {
        if !self.holds(waiting.job) {
            self.waiting.push_back(waiting);
        }
    }

    /// Puts a job before all others that wait: a person asked for it now.
    pub(super) fn put_first(&mut self, waiting: Waiting) {
        self.take_out(waiting.job);
        if !self.is_running(waiting.job) {
            self.waiting.push_front(waiting);
        }
    }

    /// Takes a job out of the queue.
    pub(super) fn take_out(&mut self, job: JobId) {
        self.waiting.retain(|waiting| waiting.job != job);
    }

    /// Begins with the next job, if none runs.
    pub(super) fn next(&mut self) -> Option<Waiting> {
        if self.running.is_some() {
            return None;
        }
        let next = self.waiting.pop_front()?;
        let control = watch::Sender::new(next.control);
        self.running = Some(Running { job: next.job, control });
        Some(next)
    }

    /// Tells the running job, if it is this one.
    pub(super) fn tell(&self, job: JobId, control: Control) -> bool {
        let running = self.running.as_ref().filter(|running| running.job == job);
        running.is_some_and(|running| {
            running.control.send_replace(control);
            true
        })
    }

    /// What is told to the running job.
    pub(super) fn control(&self) -> Option<watch::Receiver<Control>> {
        self.running.as_ref().map(|running| running.control.subscribe())
    }

    /// The running job is over.
    pub(super) fn over(&mut self) {
        self.running = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::account::{Credentials, Region};

    fn lane() -> Lane {
        let credentials = Credentials::from_fields("demo", "1", "s", &Region::Us).unwrap();
        Lane::new(Client::new(credentials).unwrap())
    }

    fn waiting(job: i64) -> Waiting {
        Waiting { job: JobId(job), reopened: false, control: Control::Run }
    }

    #[test]
    fn one_job_runs_and_the_others_wait_their_turn() {
        let mut lane = lane();
        for job in [1, 2, 3, 2] {
            lane.line_up(waiting(job));
        }
        assert_eq!(lane.next(), Some(waiting(1)));
        assert_eq!(lane.next(), None, "one at a time");
        lane.put_first(waiting(3));
        lane.put_first(waiting(1));
        lane.over();
        assert_eq!(lane.next(), Some(waiting(3)));
        lane.over();
        assert_eq!(lane.next(), Some(waiting(2)), "lined up twice, it runs once");
        lane.over();
        assert_eq!(lane.next(), None);
    }

    #[test]
    fn only_the_running_job_is_told() {
        let mut lane = lane();
        lane.line_up(waiting(1));
        lane.line_up(waiting(2));
        lane.next();
        assert!(!lane.tell(JobId(2), Control::Pause));
        assert!(lane.tell(JobId(1), Control::Pause));
        assert_eq!(*lane.control().unwrap().borrow(), Control::Pause);
        lane.take_out(JobId(2));
        assert!(!lane.holds(JobId(2)) && lane.holds(JobId(1)));
    }
}
