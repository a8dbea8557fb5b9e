//! Connecting: testing, remembering, opening and forgetting environments, and the practice one.

use std::sync::Arc;

use super::command::{Generation, Keep};
use super::event::Event;
use super::hub::{Hub, News};
use super::known::Known;
use super::outbox::Outbox;
use super::watched::{told, watched};
use crate::api::{self, Client};
use crate::model::account::{Account, Credentials, Environment, EnvironmentId, Region};
use crate::model::problem::{Problem, ProgramProblem};
use cloudsweep_practice::{Server, Settings};

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

/// Asks the server and, once it has answered, keeps the credentials in the way that is given, which
/// also tells why the keychain did not take them.
async fn connect_and_keep(
    known: &Arc<Known>,
    credentials: Credentials,
    keep: impl FnOnce(Arc<Known>, Credentials) -> (Credentials, Option<Problem>) + Send + 'static,
    outbox: &Outbox,
) -> Result<(Client, Account), Problem> {
    let account = api::test_connection(credentials.clone()).await?;
    let keeper = Arc::clone(known);
    let (credentials, keychain) = watched(blocking(move || keep(keeper, credentials))).await?;
    let environment = credentials.environment.id();
    outbox.send(Event::Remembered { environment, keychain }).await;
    outbox.send(known.event()).await;
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

    /// Keeps only what answers: a failed connection leaves nothing in the list or in the keychain.
    pub(super) fn remember(&self, credentials: Credentials, keep: Keep) {
        let (known, outbox, news) = (Arc::clone(&self.known), self.outbox.clone(), self.news.clone());
        tokio::spawn(async move {
            let asked = credentials.environment.id();
            let kept = move |known: Arc<Known>, credentials| known.keep(credentials, keep);
            let connected = connect_and_keep(&known, credentials, kept, &outbox).await;
            open(asked, connected, &outbox, &news).await;
        });
    }

    /// Moves a remembered environment to the region in which it is, if it answers there, and opens it.
    pub(super) fn switch_region(&self, id: EnvironmentId, region: Region) {
        let (known, outbox, news) = (Arc::clone(&self.known), self.outbox.clone(), self.news.clone());
        tokio::spawn(async move {
            let (asked, finder) = (id.clone(), Arc::clone(&known));
            let connected = match told(blocking(move || finder.credentials(&asked))).await {
                Ok(mut credentials) => {
                    credentials.environment.region = region;
                    let old = id.clone();
                    let moved = move |known: Arc<Known>, credentials| known.move_to(&old, credentials);
                    connect_and_keep(&known, credentials, moved, &outbox).await
                }
                Err(problem) => Err(problem),
            };
            open(id, connected, &outbox, &news).await;
        });
    }

    pub(super) fn open_known(&self, id: EnvironmentId) {
        let (known, outbox, news) = (Arc::clone(&self.known), self.outbox.clone(), self.news.clone());
        tokio::spawn(async move {
            let (asked, finder) = (id.clone(), Arc::clone(&known));
            let connected = match told(blocking(move || finder.credentials(&asked))).await {
                Ok(credentials) => connect(credentials).await,
                Err(problem) => {
                    outbox.send(known.event()).await;
                    Err(problem)
                }
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
                Err(problem) => tracing::info!(code = ?problem.code, "unfinished jobs wait"),
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
        self.change(id, true, move |environment| environment.production = production);
    }

    pub(super) fn name_environment(&mut self, id: EnvironmentId, name: String) {
        self.change(id, true, move |environment| environment.call(&name));
    }

    /// Changes an environment where it is open, and where it is kept, in whatever order the disk takes
    /// it. `by_hand`: a user said so.
    pub(super) fn change(
        &mut self,
        id: EnvironmentId,
        by_hand: bool,
        change: impl Fn(&mut Environment) + Send + 'static,
    ) {
        if let Some(open) = self.open.as_mut().filter(|open| open.environment.id() == id) {
            change(&mut open.environment);
        }
        let known = Arc::clone(&self.known);
        self.answer(async move {
            let keeper = Arc::clone(&known);
            blocking(move || keeper.change(&id, by_hand, change)).await;
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
                    let problem = Problem::new(ProgramProblem::NoPractice).with_details(error.to_string());
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
    outbox: &Outbox,
    news: &tokio::sync::mpsc::Sender<News>,
) {
    match connected {
        Ok((client, account)) => drop(news.send(News::Answered { client, account }).await),
        Err(problem) => outbox.send(Event::OpenFailed { environment: Some(id), problem }).await,
    }
}
