//! Jobs of one product environment, whichever key they go by: one runs, the others wait in the order
//! in which they were confirmed. Each has a lane of its own, so several can be worked on at once.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use tokio::sync::watch;

use crate::api::Client;
use crate::model::account::EnvironmentId;
use crate::model::job::Control;
use crate::model::job_id::JobId;
use crate::model::product_environment::ProductEnvironment;

/// The lanes of all product environments.
#[derive(Default)]
pub(super) struct Lanes(HashMap<ProductEnvironment, Lane>);

impl Lanes {
    /// The lane of a product environment, once a client of it was admitted.
    pub(super) fn of(&mut self, environment: &ProductEnvironment) -> Option<&mut Lane> {
        self.0.get_mut(environment)
    }

    /// The client of a key, in the lane of its product environment: one gate for all of its keys.
    pub(super) fn admit(&mut self, client: Client) -> Client {
        self.0.entry(client.environment().product()).or_default().admit(client)
    }

    /// Whether there is a client of a key.
    pub(super) fn is_at_hand(&self, key: &EnvironmentId) -> bool {
        self.0.get(&key.product()).is_some_and(|lane| lane.client(key).is_some())
    }

    /// A key of the same product environment that is at hand.
    pub(super) fn other_key(&self, key: &EnvironmentId) -> Option<&EnvironmentId> {
        self.0.get(&key.product()).and_then(|lane| lane.keys().next())
    }

    /// Where a job is running or waiting.
    pub(super) fn place_of(&self, job: JobId) -> Option<ProductEnvironment> {
        self.0.iter().find(|(_, lane)| lane.holds(job)).map(|(environment, _)| environment.clone())
    }

    /// Whether a job is running.
    pub(super) fn is_running(&self, job: JobId) -> bool {
        self.0.values().any(|lane| lane.is_running(job))
    }

    /// Tells a job, if it is running.
    pub(super) fn tell(&self, job: JobId, control: Control) -> bool {
        self.0.values().any(|lane| lane.tell(job, control))
    }

    /// Takes a job out of its queue.
    pub(super) fn take_out(&mut self, job: JobId) {
        self.0.values_mut().for_each(|lane| lane.take_out(job));
    }

    /// Holds a waiting job in its place, or no longer.
    pub(super) fn hold(&mut self, job: JobId, held: bool) {
        self.0.values_mut().for_each(|lane| lane.hold(job, held));
    }
}

/// The jobs of one product environment.
#[derive(Default)]
pub(super) struct Lane {
    /// By key, all behind one gate.
    clients: BTreeMap<EnvironmentId, Client>,
    /// The job that runs, or is being read from the journal for it.
    running: Option<Running>,
    waiting: VecDeque<Waiting>,
    /// Those among the waiting that keep their place, and whose turn does not come.
    held: BTreeSet<JobId>,
}

struct Running {
    job: JobId,
    control: watch::Sender<Control>,
}

/// A job whose turn has not come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Waiting {
    pub(super) job: JobId,
    /// With which key it goes.
    pub(super) key: EnvironmentId,
    /// It was begun by an earlier session, or halted.
    pub(super) reopened: bool,
    /// What the user wants of it.
    pub(super) control: Control,
}

impl Lane {
    /// The client of a key: the one that is there, as long as the secret is the same, or the new one
    /// behind the same gate.
    pub(super) fn admit(&mut self, client: Client) -> Client {
        let key = client.environment().id();
        if let Some(known) = self.clients.get(&key).filter(|known| known.is_for(&client)) {
            return known.clone();
        }
        let client = match self.clients.values().next() {
            Some(other) => client.behind_the_gate_of(other),
            None => client,
        };
        self.clients.insert(key, client.clone());
        client
    }

    /// The client of a key, if it is at hand.
    pub(super) fn client(&self, key: &EnvironmentId) -> Option<&Client> {
        self.clients.get(key)
    }

    /// The keys that are at hand.
    pub(super) fn keys(&self) -> impl Iterator<Item = &EnvironmentId> {
        self.clients.keys()
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

    /// Puts a job before all others that wait: the user asked for it now.
    pub(super) fn put_first(&mut self, waiting: Waiting) {
        self.take_out(waiting.job);
        if !self.is_running(waiting.job) {
            self.waiting.push_front(waiting);
        }
    }

    /// Takes a job out of the queue.
    pub(super) fn take_out(&mut self, job: JobId) {
        self.held.remove(&job);
        self.waiting.retain(|waiting| waiting.job != job);
    }

    /// Holds a waiting job in its place, or no longer.
    pub(super) fn hold(&mut self, job: JobId, held: bool) {
        if held && self.waiting.iter().any(|waiting| waiting.job == job) {
            self.held.insert(job);
        } else {
            self.held.remove(&job);
        }
    }

    /// Begins with the next job, if none runs. One on hold is passed over.
    pub(super) fn next(&mut self) -> Option<Waiting> {
        if self.running.is_some() {
            return None;
        }
        let at = self.waiting.iter().position(|waiting| !self.held.contains(&waiting.job))?;
        let next = self.waiting.remove(at)?;
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

    fn client(key: &str, secret: &str) -> Client {
        Client::new(Credentials::from_fields("demo", key, secret, &Region::Us).unwrap()).unwrap()
    }

    fn waiting(job: i64) -> Waiting {
        let key = client("1", "s").environment().id();
        Waiting { job: JobId(job), key, reopened: false, control: Control::Run }
    }

    #[test]
    fn a_key_keeps_its_client_until_its_secret_changes() {
        let mut lane = Lane::default();
        let first = lane.admit(client("1", "s"));
        let second = lane.admit(client("2", "t"));
        assert!(lane.admit(client("1", "s")).is_for(&first) && !second.is_for(&first));
        let rotated = lane.admit(client("1", "other"));
        assert!(!rotated.is_for(&first));
        assert!(lane.client(&first.environment().id()).unwrap().is_for(&rotated));
        assert_eq!(lane.keys().count(), 2);
    }

    #[test]
    fn one_job_runs_and_the_others_wait_their_turn() {
        let mut lane = Lane::default();
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
    fn a_job_on_hold_keeps_its_place_and_its_turn_does_not_come() {
        let mut lane = Lane::default();
        (1..=4).for_each(|job| lane.line_up(waiting(job)));
        lane.hold(JobId(1), true);
        lane.hold(JobId(3), true);
        assert_eq!(lane.next(), Some(waiting(2)));
        lane.hold(JobId(1), false);
        lane.over();
        assert_eq!(lane.next(), Some(waiting(1)));
        lane.over();
        lane.take_out(JobId(3));
        lane.line_up(waiting(3));
        assert_eq!(lane.next(), Some(waiting(4)));
        lane.over();
        assert_eq!(lane.next(), Some(waiting(3)), "what was taken out is not held any more");
    }

    #[test]
    fn only_the_running_job_is_told() {
        let mut lane = Lane::default();
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
