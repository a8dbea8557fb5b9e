//! Through which proxy requests go, shared by all clients and switched while they are used.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use secrecy::{ExposeSecret as _, SecretString};

use super::error::{ApiError, Certainty};
use super::redact::Secrets;
use crate::model::proxy::ProxyServer;

/// What is never sent through a chosen proxy: this computer.
const LOOPBACK: &str = "localhost,127.0.0.0/8,::1";

/// Through which proxy requests go. `Debug` shows no password.
#[derive(Clone, Debug, Default)]
pub enum Proxy {
    /// As the system or its environment variables say, with the names and passwords that stand there: they
    /// are given to be hidden in texts.
    System {
        /// User and password.
        logins: Vec<(String, SecretString)>,
    },
    /// Always directly.
    #[default]
    None,
    /// Always through this one.
    Own {
        /// With its user, if it has one.
        server: ProxyServer,
        /// Of its user; without one, nobody logs in.
        password: Option<SecretString>,
    },
}

impl Proxy {
    /// Sets a builder's way to the network.
    ///
    /// # Errors
    /// The proxy's address is none.
    pub(super) fn apply(&self, builder: reqwest::ClientBuilder) -> reqwest::Result<reqwest::ClientBuilder> {
        Ok(match self {
            Self::System { .. } => builder,
            Self::None => builder.no_proxy(),
            Self::Own { server, password } => {
                let mut proxy = reqwest::Proxy::all(server.address())?;
                if let (Some(user), Some(password)) = (&server.user, password) {
                    proxy = proxy.basic_auth(user, password.expose_secret());
                }
                builder.proxy(proxy.no_proxy(reqwest::NoProxy::from_string(LOOPBACK)))
            }
        })
    }

    /// What texts from outside must not tell again.
    pub(super) fn secrets(&self) -> Vec<Secrets> {
        let of = |user: &str, password: &SecretString| Secrets::of(user, password);
        match self {
            Self::System { logins } => logins.iter().map(|(user, password)| of(user, password)).collect(),
            Self::Own { server: ProxyServer { user: Some(user), .. }, password: Some(password) } => {
                vec![of(user, password)]
            }
            Self::None | Self::Own { .. } => Vec::new(),
        }
    }
}

/// For so long nobody knocks again at a proxy that did not accept a login: after a few wrong ones, many lock
/// their user out.
const AFTER_REFUSAL: Duration = Duration::from_secs(5);

/// A proxy from the moment in which it was chosen.
#[derive(Default)]
pub(super) struct Chosen {
    pub(super) proxy: Proxy,
    /// When it last did not accept its login, and what it said.
    refused: Mutex<Option<(Instant, ApiError)>>,
}

impl Chosen {
    fn new(proxy: Proxy) -> Arc<Self> {
        Arc::new(Self { proxy, refused: Mutex::default() })
    }

    /// Why nothing is to be sent through it now.
    pub(super) fn refuses(&self) -> Option<ApiError> {
        let refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        let (when, error) = refused.as_ref().filter(|(when, _)| when.elapsed() < AFTER_REFUSAL)?;
        tracing::debug!(seconds = when.elapsed().as_secs(), "the proxy wants another login");
        Some(ApiError { certainty: Certainty::NotSent, ..error.clone() })
    }

    /// It did not accept its login.
    pub(super) fn has_refused(&self, error: &ApiError) {
        *self.refused.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), error.clone()));
    }
}

/// Through which proxy requests go, as it stands now: cheap to clone, every clone tells the same. The
/// default is none.
#[derive(Clone, Default)]
pub struct ProxySwitch(Arc<RwLock<Arc<Chosen>>>);

impl fmt::Debug for ProxySwitch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.now().proxy.fmt(f)
    }
}

impl ProxySwitch {
    /// One that stands so.
    pub fn new(proxy: Proxy) -> Self {
        Self(Arc::new(RwLock::new(Chosen::new(proxy))))
    }

    /// From now on requests go so. Those under way end as they began.
    pub fn set(&self, proxy: Proxy) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Chosen::new(proxy);
    }

    pub(super) fn now(&self) -> Arc<Chosen> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}
