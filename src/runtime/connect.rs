//! Connecting: testing, remembering, opening and forgetting environments, and the practice one.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use secrecy::SecretString;

use super::command::{Generation, Keep};
use super::event::{Event, Remembered};
use super::hub::{Hub, News};
use super::watched::{told, watched};
use crate::api::{self, Client};
use crate::model::account::{Account, Credentials, Environment, EnvironmentId};
use crate::model::delivery::DeliveryHost;
use crate::model::problem::Problem;
use crate::platform::keychain::{SessionVault, Vault};
use crate::platform::paths::Paths;
use crate::platform::remembered;
use crate::practice::{Server, Settings};

/// The environments that the person connected to, and the way to their secrets. Everything here
/// may block on the disk or the keychain: call it from [`blocking`] alone.
pub(super) struct Known {
    vault: Arc<dyn Vault>,
    /// Secrets that are not in the keychain.
    session: SessionVault,
    paths: Paths,
    from_variable: Option<EnvironmentId>,
    list: Mutex<List>,
}

#[derive(Default)]
struct List {
    environments: BTreeMap<EnvironmentId, Environment>,
    /// Why no keychain can be used.
    keychain: Option<Problem>,
    /// A list that could not be read is never written over.
    read_only: bool,
}

impl Known {
    /// Reads the list and asks whether the keychain can be used.
    pub(super) async fn read(
        vault: Arc<dyn Vault>,
        paths: Paths,
        from_variable: Option<Credentials>,
    ) -> Self {
        let known = Self {
            vault,
            session: SessionVault::default(),
            paths,
            from_variable: from_variable.as_ref().map(|credentials| credentials.environment.id()),
            list: Mutex::default(),
        };
        blocking(move || {
            known.load(from_variable);
            known
        })
        .await
    }

    fn load(&self, from_variable: Option<Credentials>) {
        let mut list = List::default();
        match remembered::read(&self.paths.environments()) {
            Ok(read) => list.environments.extend(read.into_iter().map(|one| (one.id(), one))),
            Err(error) => {
                tracing::error!(%error, "the list of environments could not be read");
                list.read_only = true;
            }
        }
        if let Some(Credentials { environment, secret }) = from_variable {
            let id = environment.id();
            if self.session.set(&id, &secret).is_ok() {
                list.environments.entry(id).or_insert(environment);
            }
        }
        *self.list() = list;
    }

    /// A keychain can wait for its owner: not asked before the window is there.
    fn check_keychain(&self) {
        let keychain = self.vault.check().err();
        self.list().keychain = keychain;
    }

    fn list(&self) -> MutexGuard<'_, List> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn event(&self) -> Event {
        let list = self.list();
        let one = |(id, environment): (&EnvironmentId, &Environment)| Remembered {
            environment: environment.clone(),
            session_only: self.session.holds(id),
        };
        let mut remembered: Vec<Remembered> = list.environments.iter().map(one).collect();
        remembered.sort_by_key(|one| one.environment.cloud_name.to_lowercase());
        Event::Environments {
            remembered,
            keychain: list.keychain.clone(),
            from_variable: self.from_variable.clone(),
        }
    }

    /// Keeps a secret where it was asked for; where the keychain does not take it, for this
    /// session, and says why.
    fn keep(&self, credentials: &Credentials, keep: Keep) -> Option<Problem> {
        let id = credentials.environment.id();
        let kept = match keep {
            Keep::Keychain => self.vault.set(&id, &credentials.secret),
            Keep::Session => {
                // An older secret there would come back at the next start. Without a keychain
                // there is none.
                drop(self.vault.delete(&id));
                Ok(())
            }
        };
        let in_keychain = matches!(keep, Keep::Keychain) && kept.is_ok();
        let session =
            if in_keychain { self.session.delete(&id) } else { self.session.set(&id, &credentials.secret) };
        debug_assert!(session.is_ok(), "memory takes every secret");
        let mut environment = credentials.environment.clone();
        if let Some(known) = self.list().environments.get(&id) {
            // What a person set, and what was learned, outlives a new secret.
            environment.production |= known.production;
            environment.delivery_hosts.clone_from(&known.delivery_hosts);
        }
        self.list().environments.insert(id, environment);
        self.save();
        kept.err()
    }

    /// Environments of this session alone are not written: without its secret, an entry is no use.
    fn save(&self) {
        let list = self.list();
        if list.read_only {
            return;
        }
        let lasting: Vec<Environment> = list
            .environments
            .iter()
            .filter(|(id, _)| !self.session.holds(id))
            .map(|(_, environment)| environment.clone())
            .collect();
        if let Err(error) = remembered::write(&self.paths.environments(), &lasting) {
            tracing::error!(%error, "the list of environments could not be written");
        }
    }

    fn credentials(&self, id: &EnvironmentId) -> Result<Credentials, Problem> {
        let environment = self.list().environments.get(id).cloned();
        let Some(environment) = environment else {
            return Err(Problem::nothing_changed(
                "This environment is not remembered any more.",
                "Connect to it again.",
            ));
        };
        let secret: Option<SecretString> = match self.session.get(id)? {
            Some(secret) => Some(secret),
            None => self.vault.get(id)?,
        };
        let secret = secret.ok_or_else(|| {
            Problem::nothing_changed(
                format!("The keychain holds no API secret for {}.", environment.cloud_name),
                "Connect to it again with its API secret.",
            )
        })?;
        Ok(Credentials { environment, secret })
    }

    fn forget(&self, id: &EnvironmentId) -> Result<(), Problem> {
        self.vault
            .delete(id)
            .or_else(|problem| if self.session.holds(id) { Ok(()) } else { Err(problem) })?;
        self.session.delete(id)?;
        self.list().environments.remove(id);
        self.save();
        Ok(())
    }

    pub(super) fn set_delivery_hosts(&self, id: &EnvironmentId, hosts: Vec<DeliveryHost>) {
        if let Some(environment) = self.list().environments.get_mut(id) {
            environment.delivery_hosts = hosts;
        }
        self.save();
    }

    fn mark(&self, id: &EnvironmentId, production: bool) {
        if let Some(environment) = self.list().environments.get_mut(id) {
            environment.production = production;
        }
        self.save();
    }
}

/// Work that blocks, on a thread that may.
pub(super) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(stopped) => match stopped.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_cancelled) => std::future::pending().await,
        },
    }
}

/// Asks the server, and makes the client that stays.
async fn connect(credentials: Credentials) -> Result<(Client, Account), Problem> {
    let account = told(api::test_connection(credentials.clone())).await?;
    Ok((Client::new(credentials)?, account))
}

impl Hub {
    pub(super) fn tell_environments(&self) {
        let (known, outbox) = (Arc::clone(&self.known), self.outbox.clone());
        tokio::spawn(async move {
            outbox.send(known.event()).await;
            let checked = Arc::clone(&known);
            blocking(move || checked.check_keychain()).await;
            outbox.send(known.event()).await;
        });
    }

    pub(super) fn test(&self, generation: Generation, credentials: Credentials) {
        self.answer(async move {
            let result = told(api::test_connection(credentials)).await;
            Event::ConnectionTested { generation, result }
        });
    }

    pub(super) fn remember(&self, credentials: Credentials, keep: Keep) {
        let (known, outbox, news) = (Arc::clone(&self.known), self.outbox.clone(), self.news.clone());
        tokio::spawn(async move {
            let id = credentials.environment.id();
            let (keeper, kept) = (Arc::clone(&known), credentials.clone());
            let keeping = watched(blocking(move || keeper.keep(&kept, keep)));
            let keychain = keeping.await.unwrap_or_else(Some);
            outbox.send(Event::Remembered { environment: id.clone(), keychain }).await;
            outbox.send(known.event()).await;
            open(id, connect(credentials).await, &outbox, &news).await;
        });
    }

    pub(super) fn open_known(&self, id: EnvironmentId) {
        let (known, outbox, news) = (Arc::clone(&self.known), self.outbox.clone(), self.news.clone());
        tokio::spawn(async move {
            let asked = id.clone();
            let connected = match told(blocking(move || known.credentials(&asked))).await {
                Ok(credentials) => connect(credentials).await,
                Err(problem) => Err(problem),
            };
            open(id, connected, &outbox, &news).await;
        });
    }

    /// Makes the client of a remembered environment in which jobs of an earlier session wait. One
    /// that is not remembered, or whose keychain stays shut, waits until it is opened.
    pub(super) fn open_for_jobs(&self, id: EnvironmentId) {
        let (known, news) = (Arc::clone(&self.known), self.news.clone());
        tokio::spawn(async move {
            match client_of(known, id).await {
                Ok(client) => drop(news.send(News::Ready(client)).await),
                Err(problem) => tracing::info!(what = problem.what, "unfinished jobs wait"),
            }
        });
    }

    pub(super) fn forget(&self, id: EnvironmentId) {
        let (known, outbox) = (Arc::clone(&self.known), self.outbox.clone());
        tokio::spawn(async move {
            let (forgetter, gone) = (Arc::clone(&known), id.clone());
            if let Err(problem) = told(blocking(move || forgetter.forget(&gone))).await {
                outbox.send(Event::OpenFailed { environment: Some(id), problem }).await;
            }
            outbox.send(known.event()).await;
        });
    }

    pub(super) fn mark_production(&mut self, id: EnvironmentId, production: bool) {
        if let Some(open) = self.open.as_mut().filter(|open| open.environment.id() == id) {
            open.environment.production = production;
        }
        let known = Arc::clone(&self.known);
        self.answer(async move {
            let marker = Arc::clone(&known);
            blocking(move || marker.mark(&id, production)).await;
            known.event()
        });
    }

    pub(super) fn start_practice(&mut self) {
        if let Some(server) = self.practice.take() {
            self.practice_started(server);
            return;
        }
        let (outbox, news) = (self.outbox.clone(), self.news.clone());
        tokio::spawn(async move {
            match Server::start(Settings::default()).await {
                Ok(server) => drop(news.send(News::Practice(server)).await),
                Err(error) => {
                    let problem = Problem::nothing_changed(
                        "The practice library could not be started.",
                        "Close other programs and try again.",
                    )
                    .with_details(error.to_string());
                    outbox.send(Event::OpenFailed { environment: None, problem }).await;
                }
            }
        });
    }

    pub(super) fn practice_started(&mut self, server: Server) {
        let credentials = Credentials::from_cloudinary_url(&server.cloudinary_url());
        self.practice = Some(server);
        let Ok(mut credentials) = credentials else {
            tracing::error!("the practice environment's own address could not be read");
            return;
        };
        credentials.environment.practice = true;
        let (outbox, news) = (self.outbox.clone(), self.news.clone());
        tokio::spawn(async move {
            let id = credentials.environment.id();
            open(id, connect(credentials).await, &outbox, &news).await;
        });
    }
}

/// The client of a remembered environment, made without asking the server.
pub(super) async fn client_of(known: Arc<Known>, id: EnvironmentId) -> Result<Client, Problem> {
    told(blocking(move || known.credentials(&id))).await.and_then(Client::new)
}

/// Tells the hub of an environment that answered, or the window of one that did not.
async fn open(
    id: EnvironmentId,
    connected: Result<(Client, Account), Problem>,
    outbox: &super::outbox::Outbox,
    news: &tokio::sync::mpsc::Sender<News>,
) {
    match connected {
        Ok((client, account)) => drop(news.send(News::Answered { client, account }).await),
        Err(problem) => outbox.send(Event::OpenFailed { environment: Some(id), problem }).await,
    }
}
