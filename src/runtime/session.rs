//! The open environment: its client, what the user set about it, and the hosts of its assets, which are seen
//! in what is listed or confirmed by a user, and kept with the environment.

use std::sync::Arc;

use tokio::sync::watch;
use tokio::task::AbortHandle;

use super::event::Event;
use super::known::Known;
use super::outbox::Outbox;
use super::thumbnails::Thumbnails;
use super::watched::blocking;
use crate::api::Client;
use crate::journal::Journal;
use crate::model::account::{Account, Environment, EnvironmentId, KnownHosts, Quota};
use crate::model::delivery::DeliveryHost;
use crate::model::problem::{DeletionProblem, Problem};

/// The open environment.
struct Open {
    client: Client,
    environment: Environment,
    /// Passes its counters on while it is open.
    quota: AbortHandle,
}

impl Drop for Open {
    fn drop(&mut self) {
        self.quota.abort();
    }
}

/// What belongs to the open environment.
pub(super) struct Session {
    open: Option<Open>,
    pub(super) thumbnails: Thumbnails,
    known: Arc<Known>,
    journal: Result<Journal, Problem>,
    outbox: Outbox,
    quota: watch::Sender<Quota>,
}

impl Session {
    pub(super) fn new(
        known: &Arc<Known>,
        journal: &Result<Journal, Problem>,
        outbox: &Outbox,
        quota: watch::Sender<Quota>,
    ) -> Self {
        Self {
            open: None,
            thumbnails: Thumbnails::start(outbox),
            known: Arc::clone(known),
            journal: journal.clone(),
            outbox: outbox.clone(),
            quota,
        }
    }

    /// Makes an environment the open one, and tells the window.
    pub(super) fn open(&mut self, client: Client, environment: Environment, account: Account) {
        let mut quota = client.quota();
        let sender = self.quota.clone();
        let pass_on = async move {
            loop {
                sender.send_replace(*quota.borrow_and_update());
                if quota.changed().await.is_err() {
                    return;
                }
            }
        };
        let quota = tokio::spawn(pass_on).abort_handle();
        self.thumbnails.of(client.clone());
        self.open = Some(Open { client, environment: environment.clone(), quota });
        self.tell_destroy_by(Some(Event::Opened { environment, account }));
    }

    /// Tells how destroy names assets in the open environment, after what must come first.
    pub(super) fn tell_destroy_by(&self, first: Option<Event>) {
        let Some(open) = &self.open else { return };
        let (journal, outbox) = (self.journal.clone(), self.outbox.clone());
        let (environment, server) = (open.environment.id(), open.environment.product());
        tokio::spawn(async move {
            if let Some(first) = first {
                outbox.send(first).await;
            }
            let Ok(journal) = journal else { return };
            match journal.destroy_by(server).await {
                Ok(by) => outbox.send(Event::DestroyBy { environment, by }).await,
                Err(error) => tracing::warn!(%error, "the form of destroy could not be read"),
            }
        });
    }

    /// The open environment's client, or the answer that nothing is open.
    pub(super) fn client(&self) -> Result<&Client, Problem> {
        let open = self.open.as_ref().map(|open| &open.client);
        open.ok_or_else(|| Problem::new(DeletionProblem::NothingOpen))
    }

    pub(super) fn mark_production(&mut self, id: EnvironmentId, production: bool) {
        self.change(id, true, move |environment| environment.production = production);
    }

    pub(super) fn name_environment(&mut self, id: EnvironmentId, name: String) {
        self.change(id, true, move |environment| environment.call(&name));
    }

    /// Changes an environment where it is open, and where it is kept, in whatever order the disk takes
    /// it. `by_hand`: a user said so.
    fn change(
        &mut self,
        id: EnvironmentId,
        by_hand: bool,
        change: impl Fn(&mut Environment) + Send + 'static,
    ) {
        if let Some(open) = self.open.as_mut().filter(|open| open.environment.id() == id) {
            change(&mut open.environment);
        }
        let known = Arc::clone(&self.known);
        self.outbox.answer(async move {
            let keeper = Arc::clone(&known);
            blocking(move || keeper.change(&id, by_hand, change)).await;
            known.event()
        });
    }

    /// Keeps hosts that were not known of an environment. Nothing is sent to them.
    pub(super) fn seen_on(&mut self, environment: &EnvironmentId, seen: Vec<DeliveryHost>) {
        let Some(open) = self.open_as(environment) else { return };
        let known = open.environment.hosts();
        let new: Vec<_> = seen.into_iter().filter(|host| !known.own.contains(host)).collect();
        // No more than so many are kept.
        let mut after = open.environment.delivery_hosts.clone();
        after.see(new.clone());
        if after != open.environment.delivery_hosts {
            self.change_hosts(environment.clone(), false, move |hosts| {
                hosts.see(new.clone());
            });
        }
    }

    pub(super) fn confirm_host(&mut self, environment: EnvironmentId, host: DeliveryHost) {
        self.change_hosts(environment, true, move |hosts| hosts.confirm(host.clone()));
    }

    pub(super) fn remove_host(&mut self, environment: EnvironmentId, host: DeliveryHost) {
        self.change_hosts(environment, true, move |hosts| hosts.remove(&host));
    }

    fn open_as(&self, environment: &EnvironmentId) -> Option<&Open> {
        self.open.as_ref().filter(|open| open.environment.id() == *environment)
    }

    /// `by_hand`: a user said so.
    fn change_hosts(
        &mut self,
        environment: EnvironmentId,
        by_hand: bool,
        change: impl Fn(&mut KnownHosts) + Send + 'static,
    ) {
        self.change(environment.clone(), by_hand, move |environment| change(&mut environment.delivery_hosts));
        if let Some(open) = self.open_as(&environment) {
            self.thumbnails.hosts(open.environment.hosts());
            let hosts = open.environment.delivery_hosts.clone();
            self.outbox.post(Event::DeliveryHosts { environment, hosts });
        }
    }
}
