//! Sending one request and reading its answer; what may be sent again and when.

use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{Method, RequestBuilder, StatusCode};
use secrecy::SecretString;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::error::{ApiError, Certainty, Kind, Trouble, login};
use super::gate::Gate;
use super::sign::{SignatureVersion, signature};
use crate::model::account::{Credentials, Environment};
use crate::model::problem::Problem;
use crate::platform::clock::Clock;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);
const READ_TIMEOUT: Duration = Duration::from_secs(60);
/// A bulk deletion with many copies takes its time.
const CHANGE_TIMEOUT: Duration = Duration::from_secs(150);
/// Before the second, third and fourth time.
const PAUSES: [Duration; 3] =
    [Duration::from_millis(300), Duration::from_millis(1000), Duration::from_millis(3000)];
/// No answer of Cloudinary comes near it.
const LARGEST_ANSWER: usize = 64 << 20;
/// How much of a server's page is kept for the details.
const LONGEST_MESSAGE: usize = 300;

/// The connection to one environment.
pub(super) struct Http {
    client: reqwest::Client,
    pub(super) environment: Environment,
    pub(super) secret: SecretString,
    pub(super) gate: Gate,
    clock: Clock,
}

/// One request, below `/v1_1/{cloud}`.
#[derive(Clone, Debug)]
pub(super) struct Call {
    method: Method,
    path: String,
    query: Vec<(&'static str, String)>,
    body: Body,
}

#[derive(Clone, Debug)]
enum Body {
    None,
    Json(Value),
    /// Parameters to be signed.
    Signed(Vec<(&'static str, String)>),
}

impl Call {
    pub(super) fn get(path: impl Into<String>) -> Self {
        Self { method: Method::GET, path: path.into(), query: Vec::new(), body: Body::None }
    }

    pub(super) fn post_json(path: impl Into<String>, body: Value) -> Self {
        Self { method: Method::POST, path: path.into(), query: Vec::new(), body: Body::Json(body) }
    }

    pub(super) fn delete(path: impl Into<String>, body: Value) -> Self {
        Self { method: Method::DELETE, path: path.into(), query: Vec::new(), body: Body::Json(body) }
    }

    pub(super) fn post_signed(path: impl Into<String>, parameters: Vec<(&'static str, String)>) -> Self {
        Self { method: Method::POST, path: path.into(), query: Vec::new(), body: Body::Signed(parameters) }
    }

    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.query.push((name, value.into()));
        self
    }

    pub(super) fn with_some(self, name: &'static str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }
}

impl Http {
    pub(super) fn new(credentials: Credentials, clock: Clock) -> Result<Self, Problem> {
        let Credentials { environment, secret } = credentials;
        // A second installation is refused, and changes nothing.
        drop(rustls::crypto::ring::default_provider().install_default());
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("Cloudsweep/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT_TIMEOUT)
            // A redirect would carry the credentials elsewhere.
            .redirect(reqwest::redirect::Policy::none());
        if is_loopback(environment.region.api_prefix()) {
            builder = builder.no_proxy();
        }
        let client = builder.build().map_err(|error| {
            Problem::nothing_changed(
                "The network could not be set up on this computer.",
                "Check the system's proxy settings and certificates.",
            )
            .with_details(causes(&error))
        })?;
        Ok(Self { client, environment, secret, gate: Gate::new(), clock })
    }

    /// Reads; sent again after what passes. A limit is told at once.
    pub(super) async fn read<T: DeserializeOwned>(&self, call: Call) -> Result<T, ApiError> {
        let mut pauses = PAUSES.iter();
        loop {
            let error = match self.send(&call, READ_TIMEOUT).await.and_then(|body| parse(&body)) {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            match pauses.next() {
                Some(pause) if error.is_passing() => tokio::time::sleep(*pause).await,
                _ => return Err(error),
            }
        }
    }

    /// Changes; sent again only if it certainly never reached the server.
    pub(super) async fn change<T: DeserializeOwned>(&self, call: Call) -> Result<T, ApiError> {
        let mut pauses = PAUSES.iter();
        loop {
            let error = match self.send(&call, CHANGE_TIMEOUT).await {
                Ok(body) => return parse(&body),
                Err(error) => error,
            };
            match pauses.next() {
                Some(pause) if error.certainty == Certainty::NotSent && error.is_passing() => {
                    tokio::time::sleep(*pause).await;
                }
                _ => return Err(error),
            }
        }
    }

    async fn send(&self, call: &Call, timeout: Duration) -> Result<Vec<u8>, ApiError> {
        self.gate.pass(self.clock.now())?;
        let answer = self.request(call).timeout(timeout).send().await.map_err(unanswered)?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let now = self.clock.now();
        self.gate.note(&headers, now);
        let body = whole(answer).await;
        tracing::info!(method = %call.method, path = %call.path, status = status.as_u16(), "answered");
        if status == StatusCode::OK || status == StatusCode::MULTI_STATUS {
            return body;
        }
        Err(self.refusal(status, &headers, &body.unwrap_or_default(), now))
    }

    fn request(&self, call: &Call) -> RequestBuilder {
        let Environment { cloud_name, api_key, region, .. } = &self.environment;
        let url = format!("{}/v1_1/{cloud_name}/{}", region.api_prefix(), call.path);
        let mut request = self.client.request(call.method.clone(), url);
        if !call.query.is_empty() {
            request = request.query(&call.query);
        }
        let secret = secrecy::ExposeSecret::expose_secret(&self.secret);
        match &call.body {
            Body::None => request.basic_auth(api_key, Some(secret)),
            Body::Json(body) => request.basic_auth(api_key, Some(secret)).json(body),
            Body::Signed(parameters) => request.form(&self.signed(parameters)),
        }
    }

    fn signed<'a>(&self, parameters: &'a [(&'static str, String)]) -> Vec<(&'a str, String)> {
        let timestamp = self.gate.server_time(self.clock.now()).to_string();
        let mut pairs: Vec<(&str, String)> =
            parameters.iter().map(|(name, value)| (*name, value.clone())).collect();
        pairs.push(("timestamp", timestamp));
        let borrowed: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, &**value)).collect();
        let algorithm = self.environment.signature_algorithm;
        let signature = signature(&borrowed, &self.secret, algorithm, SignatureVersion::Two);
        pairs.push(("api_key", self.environment.api_key.clone()));
        pairs.push(("signature", signature));
        pairs
    }

    fn refusal(&self, status: StatusCode, headers: &HeaderMap, body: &[u8], now: i64) -> ApiError {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let message = words(body).or_else(|| text("x-cld-error")).unwrap_or_else(|| excerpt(body));
        let kind = match status.as_u16() {
            401 => Kind::Unauthorised(login(&message)),
            403 => Kind::Forbidden,
            404 => Kind::NotFound,
            407 => Kind::Network(Trouble::Proxy),
            409 => Kind::Conflict,
            423 => Kind::StillProcessing,
            420 | 429 => Kind::LimitReached,
            400 if message.starts_with("Stale request") => Kind::Unauthorised(login(&message)),
            400..=499 => Kind::BadRequest,
            500..=599 => Kind::ServerTrouble,
            _ => Kind::NotJson,
        };
        let certainty = if status.is_client_error() { Certainty::Refused } else { Certainty::Unanswered };
        let retry_at = (kind == Kind::LimitReached).then(|| self.gate.close(headers, &message, now));
        let mut error = ApiError::new(kind, certainty, self.without_secrets(message));
        error.status = Some(status.as_u16());
        error.request_id = text("x-request-id");
        error.retry_at = retry_at;
        error
    }

    /// No server should send the secret back; one that does is not repeated.
    fn without_secrets(&self, message: String) -> String {
        let secret = secrecy::ExposeSecret::expose_secret(&self.secret);
        if message.contains(secret) { message.replace(secret, "•••") } else { message }
    }

    /// A picture from the delivery host: no credentials, no quota.
    pub(super) async fn picture(&self, url: &str, largest: usize) -> Result<Vec<u8>, ApiError> {
        let answer = self.client.get(url).timeout(READ_TIMEOUT).send().await.map_err(unanswered)?;
        let status = answer.status();
        if status != StatusCode::OK {
            let told = answer.headers().get("x-cld-error").and_then(|value| value.to_str().ok());
            let message = told.unwrap_or_else(|| status.canonical_reason().unwrap_or_default()).to_owned();
            let mut error = ApiError::new(Kind::NotFound, Certainty::Refused, message);
            error.status = Some(status.as_u16());
            return Err(error);
        }
        up_to(answer, largest).await
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

async fn whole(answer: reqwest::Response) -> Result<Vec<u8>, ApiError> {
    up_to(answer, LARGEST_ANSWER).await
}

async fn up_to(mut answer: reqwest::Response, largest: usize) -> Result<Vec<u8>, ApiError> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(unanswered)? {
        if body.len() + chunk.len() > largest {
            return Err(ApiError::unreadable("The answer is far too long."));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    serde_json::from_slice(body).map_err(|error| {
        let shown = excerpt(body);
        ApiError::unreadable(&format!("{error}: {shown}"))
    })
}

/// `{"error":{"message":"…"}}`
fn words(body: &[u8]) -> Option<String> {
    let answer: Value = serde_json::from_slice(body).ok()?;
    let error = answer.get("error")?;
    let message = error.get("message").unwrap_or(error).as_str()?;
    Some(message.to_owned())
}

fn excerpt(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(&body[..body.len().min(4 * LONGEST_MESSAGE)]);
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    one_line.chars().take(LONGEST_MESSAGE).collect()
}

/// Nothing was read about this request: was it sent?
fn unanswered(error: reqwest::Error) -> ApiError {
    let error = error.without_url();
    let text = causes(&error);
    let sent = !(error.is_connect() || error.is_builder());
    let certainty = if sent { Certainty::Unanswered } else { Certainty::NotSent };
    let kind = if error.is_timeout() { Kind::Timeout } else { Kind::Network(trouble(&text, sent)) };
    ApiError::new(kind, certainty, text)
}

fn trouble(text: &str, sent: bool) -> Trouble {
    let text = text.to_lowercase();
    let has = |word: &str| text.contains(word);
    if has("proxy") || has("tunnel") {
        Trouble::Proxy
    } else if has("dns") || has("lookup") || has("resolve") {
        Trouble::Name
    } else if has("certificate") || has("tls") {
        Trouble::Certificate
    } else if has("refused") {
        Trouble::ConnectionRefused
    } else if sent {
        Trouble::Broken
    } else {
        Trouble::Other
    }
}

/// An error and what caused it, down to the last.
fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let words = error.to_string();
        if !text.contains(&words) {
            text.push_str(": ");
            text.push_str(&words);
        }
        cause = error.source();
    }
    text
}
