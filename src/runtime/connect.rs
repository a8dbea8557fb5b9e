//! Connecting: testing, remembering, opening and forgetting environments, and the practice one.

use std::sync::Arc;

use secrecy::SecretString;
use tokio::sync::mpsc;

use super::command::{Generation, Keep};
use super::event::Event;
use super::known::Known;
use super::news::News;
use super::outbox::Outbox;
use super::watched::{blocking, told, watched};
use crate::api::{self, Client, ProxySwitch};
use crate::model::account::{Account, Credentials, EnvironmentId, Region};
use crate::model::problem::{Problem, ProgramProblem};
use crate::model::proxy::ProxyChoice;
use cloudsweep_practice::{Server, Settings};

/// Asks the server, and makes the client that stays.
async fn connect(known: &Arc<Known>, credentials: Credentials) -> Result<(Client, Account), Problem> {
    let proxy = proxy_for(known, &credentials).await?;
    let account = told(api::test_connection(&proxy, credentials.clone())).await?;
    Ok((Client::through(&proxy, credentials)?, account))
}

/// Through which proxy these credentials are sent.
async fn proxy_for(known: &Arc<Known>, credentials: &Credentials) -> Result<ProxySwitch, Problem> {
    let (known, environment) = (Arc::clone(known), credentials.environment.clone());
    watched(blocking(move || known.proxies.of(&environment))).await
}

/// Asks the server and, once it has answered, keeps the credentials in the way that is given, which
/// also tells why the keychain did not take them.
async fn connect_and_keep(
    known: &Arc<Known>,
    credentials: Credentials,
    keep: impl FnOnce(Arc<Known>, Credentials) -> (Credentials, Option<Problem>) + Send + 'static,
    outbox: &Outbox,
) -> Result<(Client, Account), Problem> {
    let proxy = proxy_for(known, &credentials).await?;
    let account = api::test_connection(&proxy, credentials.clone()).await?;
    let keeper = Arc::clone(known);
    let (credentials, keychain) = watched(blocking(move || keep(keeper, credentials))).await?;
    let environment = credentials.environment.id();
    outbox.send(Event::Remembered { environment, keychain }).await;
    outbox.send(known.event()).await;
    Ok((Client::through(&proxy, credentials)?, account))
}

/// The ways to environments, and the practice environment.
pub(super) struct Connections {
    known: Arc<Known>,
    outbox: Outbox,
    news: mpsc::Sender<News>,
    practice: Option<Server>,
}

impl Connections {
    pub(super) fn new(known: &Arc<Known>, outbox: &Outbox, news: &mpsc::Sender<News>) -> Self {
        Self { known: Arc::clone(known), outbox: outbox.clone(), news: news.clone(), practice: None }
    }

    pub(super) fn tell_environments(&self) {
        let (known, outbox) = (Arc::clone(&self.known), self.outbox.clone());
        tokio::spawn(async move {
            outbox.send(known.event()).await;
            outbox.send(known.proxies.event()).await;
            let checked = Arc::clone(&known);
            blocking(move || checked.check_keychain()).await;
            outbox.send(known.event()).await;
        });
    }

    /// The user does not wait for the keychain any longer.
    pub(super) fn go_on_without_keychain(&self) {
        self.known.go_on_without_keychain();
    }

    pub(super) fn test(&self, generation: Generation, credentials: Credentials) {
        let known = Arc::clone(&self.known);
        self.outbox.answer(async move {
            let tested = async {
                let proxy = proxy_for(&known, &credentials).await?;
                api::test_connection(&proxy, credentials).await
            };
            Event::ConnectionTested { generation, result: told(tested).await }
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
                Ok(credentials) => connect(&known, credentials).await,
                Err(problem) => {
                    outbox.send(known.event()).await;
                    Err(problem)
                }
            };
            open(id, connected, &outbox, &news).await;
        });
    }

    /// Chooses a proxy, for clients that are open too.
    pub(super) fn choose_proxy(&self, choice: ProxyChoice, password: Option<SecretString>) {
        let password = self.known.proxies.choose(choice, password);
        let (known, outbox) = (Arc::clone(&self.known), self.outbox.clone());
        tokio::spawn(async move {
            let keeper = Arc::clone(&known);
            match watched(blocking(move || keeper.proxies.keep(password))).await {
                Ok(problems) => {
                    for problem in problems {
                        outbox.send(Event::Warning(problem)).await;
                    }
                }
                Err(problem) => outbox.send(Event::Warning(problem)).await,
            }
            outbox.send(known.proxies.event()).await;
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
        let (known, outbox, news) = (Arc::clone(&self.known), self.outbox.clone(), self.news.clone());
        tokio::spawn(async move {
            let id = credentials.environment.id();
            open(id, connect(&known, credentials).await, &outbox, &news).await;
        });
    }
}

/// Makes the client of a remembered environment in which jobs of an earlier session wait. One that is not
/// remembered, or whose keychain stays shut, waits until it is opened.
pub(super) fn open_for_jobs(known: Arc<Known>, news: mpsc::Sender<News>, id: EnvironmentId) {
    tokio::spawn(async move {
        match client_of(known, id).await {
            Ok(client) => drop(news.send(News::Ready(client)).await),
            Err(problem) => tracing::info!(code = ?problem.code, "unfinished jobs wait"),
        }
    });
}

/// The client of a remembered environment, made without asking the server.
pub(super) async fn client_of(known: Arc<Known>, id: EnvironmentId) -> Result<Client, Problem> {
    let found = blocking(move || {
        let credentials = known.credentials(&id)?;
        Ok((known.proxies.of(&credentials.environment), credentials))
    });
    let (proxy, credentials) = told(found).await?;
    Client::through(&proxy, credentials)
}

/// Tells the hub of an environment that answered, or the window of one that did not.
async fn open(
    id: EnvironmentId,
    connected: Result<(Client, Account), Problem>,
    outbox: &Outbox,
    news: &mpsc::Sender<News>,
) {
    match connected {
        Ok((client, account)) => drop(news.send(News::Answered { client, account }).await),
        Err(problem) => outbox.send(Event::OpenFailed { environment: Some(id), problem }).await,
    }
}
