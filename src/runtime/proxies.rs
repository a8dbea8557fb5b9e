//! The chosen proxy and its password.
//!
//! The password is in the keychain under the proxy's own name, or, where the keychain does not take it, in
//! memory for this session. It is never in a file.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use secrecy::SecretString;

use super::event::Event;
use super::keychain::Keychain;
use crate::api::{Proxy, ProxySwitch};
use crate::model::account::Environment;
use crate::model::problem::{Code, Problem, ProgramProblem, Secret};
use crate::model::proxy::{ProxyChoice, ProxyServer};
use crate::platform::paths::Paths;
use crate::platform::proxy;

/// The chosen proxy. Everything here but [`Self::event`] and [`Self::choose`] may block on the disk or the
/// keychain: call it from [`super::watched::blocking`] alone.
pub(super) struct Proxies {
    /// Shared by all clients.
    switch: ProxySwitch,
    chosen: Mutex<Chosen>,
    /// The turn of writing the file.
    writing: Mutex<()>,
    file: PathBuf,
    keychain: Arc<Keychain>,
}

struct Chosen {
    choice: ProxyChoice,
    password: Option<SecretString>,
    /// The keychain has said whether it holds the password.
    looked_up: bool,
}

impl Chosen {
    fn proxy(&self) -> Proxy {
        match &self.choice {
            ProxyChoice::System => Proxy::System { logins: proxy::logins_of_variables() },
            ProxyChoice::None => Proxy::None,
            ProxyChoice::Own(server) => {
                Proxy::Own { server: server.clone(), password: self.password.clone() }
            }
        }
    }

    /// The proxy that somebody logs in to.
    fn with_user(&self) -> Option<&ProxyServer> {
        match &self.choice {
            ProxyChoice::Own(server) if server.user.is_some() => Some(server),
            _ => None,
        }
    }
}

impl Proxies {
    /// Reads the choice; the keychain is not asked yet. Where the choice cannot be read, the system's proxy
    /// is used, and the second value says so.
    pub(super) fn read(keychain: &Arc<Keychain>, paths: &Paths) -> (Self, Option<Problem>) {
        let (choice, problem) = match proxy::read(&paths.proxy()) {
            Ok(choice) => (choice, None),
            Err(error) => {
                tracing::error!(%error, "the chosen proxy could not be read");
                let problem = Problem::new(ProgramProblem::ProxyNotRead).with_details(error.to_string());
                (ProxyChoice::default(), Some(problem))
            }
        };
        let chosen = Chosen { choice, password: None, looked_up: false };
        let proxies = Self {
            switch: ProxySwitch::new(chosen.proxy()),
            chosen: Mutex::new(chosen),
            writing: Mutex::default(),
            file: paths.proxy(),
            keychain: Arc::clone(keychain),
        };
        (proxies, problem)
    }

    fn chosen(&self) -> MutexGuard<'_, Chosen> {
        self.chosen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is chosen, for the window.
    pub(super) fn event(&self) -> Event {
        let choice = self.chosen().choice.clone();
        Event::Proxy { choice, variables: proxy::of_variables() }
    }

    /// Through which proxy requests of an environment go; the keychain was asked for the password before.
    /// Where it does not answer, nobody logs in, and the proxy says that it wants somebody to.
    pub(super) fn of(&self, environment: &Environment) -> ProxySwitch {
        if environment.practice {
            return ProxySwitch::default();
        }
        let server = {
            let chosen = self.chosen();
            if chosen.looked_up || chosen.password.is_some() { None } else { chosen.with_user().cloned() }
        };
        if let Some(server) = server {
            self.look_up_password(&server);
        }
        self.switch.clone()
    }

    fn look_up_password(&self, server: &ProxyServer) {
        let asked = server.clone();
        match self.keychain.ask(move |vault| proxy::password(vault, &asked), |_, _| {}) {
            Ok(password) => {
                let mut chosen = self.chosen();
                // Another one was chosen, or typed, meanwhile.
                if chosen.with_user() == Some(server) && chosen.password.is_none() {
                    chosen.password = password;
                    chosen.looked_up = true;
                    self.switch.set(chosen.proxy());
                }
            }
            Err(unanswered) => {
                tracing::warn!(code = ?unanswered.problem.code, "no password for the proxy");
            }
        }
    }

    /// Chooses a proxy for this session. Without a password, the one of the same proxy and user stays. Gives
    /// the password that is to be kept, with the proxy that it is for.
    pub(super) fn choose(
        &self,
        choice: ProxyChoice,
        password: Option<SecretString>,
    ) -> Option<(ProxyServer, SecretString)> {
        let mut chosen = self.chosen();
        let before = chosen.with_user().cloned();
        chosen.choice = choice;
        let server = chosen.with_user().cloned();
        if before != server {
            (chosen.password, chosen.looked_up) = (None, false);
            if let Some(before) = before {
                self.keychain.post(move |vault| drop(proxy::forget_password(vault, &before)));
            }
        }
        let given = server.zip(password);
        if let Some((_, password)) = &given {
            chosen.password = Some(password.clone());
        }
        self.switch.set(chosen.proxy());
        given
    }

    /// Keeps what is used for the next sessions, and gives why that did not work.
    pub(super) fn keep(&self, password: Option<(ProxyServer, SecretString)>) -> Vec<Problem> {
        let saved = {
            // The last one that writes finds the last one that was chosen.
            let _turn = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
            let choice = self.chosen().choice.clone();
            proxy::write(&self.file, &choice)
        };
        let saved = saved.map_err(|error| {
            tracing::error!(%error, "the chosen proxy could not be written");
            Problem::new(ProgramProblem::ProxyNotSaved).with_details(error.to_string())
        });
        let kept = password.map_or(Ok(()), |(server, password)| {
            let kept = self.keep_password(server.clone(), password);
            // Another one was chosen meanwhile, and this one's password was taken out before it was there.
            if self.chosen().with_user() != Some(&server) {
                self.keychain.post(move |vault| drop(proxy::forget_password(vault, &server)));
            }
            kept
        });
        [saved, kept].into_iter().filter_map(Result::err).collect()
    }

    /// A password that is stored after it was said not to be is taken out again.
    fn keep_password(&self, server: ProxyServer, password: SecretString) -> Result<(), Problem> {
        let later = server.clone();
        let kept = self.keychain.ask(
            move |vault| proxy::keep_password(vault, &server, &password),
            move |vault, answer| {
                if let Err(problem) = answer.and_then(|()| proxy::forget_password(vault, &later)) {
                    tracing::warn!(code = ?problem.code, "a late answer could not be undone");
                }
            },
        );
        kept.map_err(|unanswered| {
            let mut problem = unanswered.problem;
            if let Code::Keychain(_, secret) = &mut problem.code {
                *secret = Secret::ProxyPasswordNotKept;
            }
            problem
        })
    }
}
