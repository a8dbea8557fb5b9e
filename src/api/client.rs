//! One environment's client: cheap to clone, every clone behind the same gate.

use std::fmt;
use std::sync::Arc;

use tokio::sync::watch;

use super::deleter::Deleter;
use super::http::{Http, Timeouts};
use super::reader::Reader;
use super::restorer::Restorer;
use crate::model::account::{Credentials, Environment, Quota};
use crate::model::confirm::Warrant;
use crate::model::problem::Problem;

/// See the module. `Debug` shows the environment, never the secret.
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
    /// Sends nothing.
    ///
    /// # Errors
    /// Where the system's certificates or proxy settings cannot be used.
    pub fn new(credentials: Credentials) -> Result<Self, Problem> {
        Self::with_timeouts(credentials, Timeouts::default())
    }

    /// The same with other patience.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn with_timeouts(credentials: Credentials, timeouts: Timeouts) -> Result<Self, Problem> {
        Ok(Self { http: Arc::new(Http::new(credentials, timeouts)?) })
    }

    /// Which environment.
    pub fn environment(&self) -> &Environment {
        &self.http.environment
    }

    /// What only reads.
    pub fn reader(&self) -> Reader {
        Reader { http: Arc::clone(&self.http) }
    }

    /// What deletes. One that was made with another environment's warrant refuses every call.
    pub fn deleter(&self, warrant: &Warrant) -> Deleter {
        Deleter::new(Arc::clone(&self.http), *warrant.environment() == self.http.environment.id())
    }

    /// What puts back.
    pub fn restorer(&self) -> Restorer {
        Restorer { http: Arc::clone(&self.http) }
    }

    /// The hourly quota, as of the last answer that told it.
    pub fn quota(&self) -> watch::Receiver<Quota> {
        self.http.gate.quota()
    }
}
