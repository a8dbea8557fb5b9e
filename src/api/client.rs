//! A client with one key of a product environment: cheap to clone, every clone behind the same gate.

use std::fmt;
use std::sync::Arc;

use secrecy::ExposeSecret as _;
use tokio::sync::watch;

use super::deleter::Deleter;
use super::http::{Http, Timeouts};
use super::proxy::ProxySwitch;
use super::reader::Reader;
use super::restorer::Restorer;
use super::sign::DeliverySigner;
use super::thumbnail::Thumbnail;
use crate::model::account::{Credentials, Environment, Quota};
use crate::model::asset::AssetName;
use crate::model::confirm::Warrant;
use crate::model::delivery::Hosts;
use crate::model::picture::NoPicture;
use crate::model::problem::Problem;
use crate::platform::clock::Clock;

/// Sends requests for one key of a product environment. `Debug` shows the environment, never the secret.
#[derive(Clone)]
pub struct Client {
    pub(super) http: Arc<Http>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("environment", &self.http.environment).finish_non_exhaustive()
    }
}

impl Client {
    /// A client without a proxy. Sends nothing.
    ///
    /// # Errors
    /// Where the system's certificates or the proxy's address cannot be used.
    pub fn new(credentials: Credentials) -> Result<Self, Problem> {
        Self::with_clock(credentials, Clock::default())
    }

    /// A client whose requests go through the proxy as it is chosen at their time. Sends nothing.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn through(proxy: &ProxySwitch, credentials: Credentials) -> Result<Self, Problem> {
        let http = Http::new(credentials, Timeouts::default(), Clock::default(), proxy)?;
        Ok(Self { http: Arc::new(http) })
    }

    /// A client that goes by another clock than this computer's. Sends nothing.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn with_clock(credentials: Credentials, clock: Clock) -> Result<Self, Problem> {
        Self::with(credentials, clock, Timeouts::default())
    }

    /// A client that overrides the timeouts, too.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn with(credentials: Credentials, clock: Clock, timeouts: Timeouts) -> Result<Self, Problem> {
        let http = Http::new(credentials, timeouts, clock, &ProxySwitch::default())?;
        Ok(Self { http: Arc::new(http) })
    }

    /// Whether both have the same environment, key and secret, so that they may share a gate.
    pub fn is_for(&self, other: &Self) -> bool {
        self.http.environment == other.http.environment
            && self.http.secret.expose_secret() == other.http.secret.expose_secret()
    }

    /// Which environment.
    pub fn environment(&self) -> &Environment {
        &self.http.environment
    }

    /// What only reads.
    pub fn reader(&self) -> Reader {
        Reader { http: Arc::clone(&self.http) }
    }

    /// The same client behind the gate of another: the hourly quota is that of the product
    /// environment, whatever the key.
    #[must_use]
    pub fn behind_the_gate_of(&self, other: &Self) -> Self {
        Self { http: Arc::new(self.http.behind(&other.http)) }
    }

    /// What deletes. One that was made with another product environment's warrant refuses every call.
    pub fn deleter(&self, warrant: &Warrant) -> Deleter {
        Deleter::new(Arc::clone(&self.http), *warrant.environment() == self.http.environment.product())
    }

    /// What puts back.
    pub fn restorer(&self) -> Restorer {
        Restorer { http: Arc::clone(&self.http) }
    }

    /// Where the picture of an asset is, on hosts of this environment as they are known by now.
    ///
    /// # Errors
    /// As [`Thumbnail::on`].
    pub fn thumbnail(
        &self,
        hosts: &Hosts,
        secure_url: &str,
        name: &AssetName,
        format: Option<&str>,
    ) -> Result<Thumbnail, NoPicture> {
        Thumbnail::on(hosts, self.environment(), &self.signer(), secure_url, name, format)
    }

    /// What signs delivery URLs with this client's secret, in the account's algorithm as far as it is
    /// known by now.
    pub fn signer(&self) -> DeliverySigner {
        DeliverySigner::new(self.http.secret.clone(), self.http.algorithm())
    }

    /// The hourly quota, as of the last answer that told it.
    pub fn quota(&self) -> watch::Receiver<Quota> {
        self.http.gate.quota()
    }
}
