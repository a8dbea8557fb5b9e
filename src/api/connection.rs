//! The way to the network of one client: made anew when another proxy is chosen.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::header::{CONNECTION, HeaderMap, HeaderValue};

use super::answer;
use super::error::{ApiError, Certainty, Kind, Trouble};
use super::proxy::{Chosen, Proxy, ProxySwitch};
use super::redact::Secrets;
use super::words::words;
use crate::model::account::Region;
use crate::model::problem::{Problem, ProgramProblem};

/// Connections that were idle for longer (HTTP/2 alone keeps any) are not used again: a server that
/// closes one at the very moment of a request leaves that request's end unknown.
const IDLE: Duration = Duration::from_secs(20);

/// The way to the network of one client and of those behind its gate.
pub(super) struct Connection {
    switch: ProxySwitch,
    /// Its server is reached by plain http.
    plain: bool,
    connect_timeout: Duration,
    made: Mutex<Made>,
}

/// What was made for a proxy.
struct Made {
    chosen: Arc<Chosen>,
    client: reqwest::Client,
    secrets: Arc<[Secrets]>,
}

impl Connection {
    /// A server on this computer is always reached directly.
    pub(super) fn new(
        region: &Region,
        switch: &ProxySwitch,
        connect_timeout: Duration,
    ) -> Result<Self, Problem> {
        let direct = is_loopback(region.api_prefix());
        let switch = if direct { ProxySwitch::default() } else { switch.clone() };
        // A second installation is refused, and changes nothing.
        drop(rustls::crypto::ring::default_provider().install_default());
        let made = Made::new(switch.now(), connect_timeout).map_err(|error| {
            Problem::new(ProgramProblem::NoNetwork).with_details(words(&answer::causes(&error)))
        })?;
        let plain = region.api_prefix().starts_with("http://");
        Ok(Self { switch, plain, connect_timeout, made: Mutex::new(made) })
    }

    /// What sends requests through the proxy as it is chosen now.
    ///
    /// # Errors
    /// Nothing can be sent through it, or it has just refused its login.
    pub(super) fn client(&self) -> Result<reqwest::Client, ApiError> {
        let now = self.switch.now();
        if let Some(refusal) = now.refuses() {
            return Err(refusal);
        }
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if !Arc::ptr_eq(&made.chosen, &now) {
            *made = Made::new(now, self.connect_timeout).map_err(|error| {
                let kind = Kind::Network(Trouble::Other);
                ApiError::new(kind, Certainty::NotSent, answer::causes(&error))
            })?;
        }
        Ok(made.client.clone())
    }

    /// A failure, with what it says of the proxy. Of a request that never left over plain http: all that it
    /// had to find was the proxy.
    pub(super) fn explained(&self, mut error: ApiError) -> ApiError {
        let now = self.switch.now();
        if error.kind.wants_proxy_login() {
            now.has_refused(&error);
        }
        let unfound = [Trouble::Name, Trouble::ConnectionRefused, Trouble::Other].map(Kind::Network);
        let by_proxy = self.plain && matches!(now.proxy, Proxy::Own { .. });
        if by_proxy && error.certainty == Certainty::NotSent && unfound.contains(&error.kind) {
            error.kind = Kind::Network(Trouble::ProxyAway);
        }
        error
    }

    /// A text without the proxy's password.
    pub(super) fn hide(&self, text: String) -> String {
        let secrets = Arc::clone(&self.made.lock().unwrap_or_else(PoisonError::into_inner).secrets);
        secrets.iter().fold(text, |text, secret| secret.in_words(&text).unwrap_or(text))
    }
}

impl Made {
    fn new(chosen: Arc<Chosen>, connect_timeout: Duration) -> reqwest::Result<Self> {
        let builder = reqwest::Client::builder()
            .user_agent(concat!("Cloudsweep/", env!("CARGO_PKG_VERSION")))
            // On HTTP/1.1 one request a connection: nothing but their order tells which answer on it
            // belongs to which request, and an answer too many would be taken for the next one's.
            // HTTP/2, which numbers them, does not send this header.
            .default_headers(HeaderMap::from_iter([(CONNECTION, HeaderValue::from_static("close"))]))
            .connect_timeout(connect_timeout)
            .pool_idle_timeout(IDLE)
            // Each attempt is decided on by its certainty.
            .retry(reqwest::retry::never())
            // A redirect would carry the credentials elsewhere.
            .redirect(reqwest::redirect::Policy::none());
        let client = chosen.proxy.apply(builder)?.build()?;
        let secrets = chosen.proxy.secrets().into();
        Ok(Self { chosen, client, secrets })
    }
}

fn is_loopback(prefix: &str) -> bool {
    url::Url::parse(prefix).is_ok_and(|url| match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    })
}
