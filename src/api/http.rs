//! Sending one request and reading its answer; what may be sent again and when.
//!
//! By how certain the outcome is: what certainly was not sent is sent again; what was sent and not
//! answered is sent again only if it reads; what was refused is not sent again.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{RequestBuilder, StatusCode};
use secrecy::{ExposeSecret as _, SecretString};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::answer;
use super::call::{Body, Call, Login};
use super::connection::Connection;
use super::door;
use super::download::Download;
use super::error::{self, ApiError, Certainty, Kind};
use super::gate::{Gate, Pass};
use super::line::{Line, Network};
use super::proxy::ProxySwitch;
use super::redact::Secrets;
use super::sign::{SignatureVersion, signature};
use super::words::words;
use crate::model::account::{Credentials, Environment, SignatureAlgorithm};
use crate::model::message::{Fault, Message};
use crate::model::problem::Problem;
use crate::model::unix_time::UnixTime;
use crate::platform::clock::Clock;

/// Before the second, third and fourth time.
const PAUSES: [Duration; 3] = [Duration::from_millis(300), Duration::from_secs(1), Duration::from_secs(3)];
/// A change that could not be sent for so long is given up as not sent: what it is about was looked at
/// before, and a computer that slept meanwhile must look again.
const LATE: Duration = Duration::from_secs(30);
/// How long the client waits for Cloudinary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// For a connection.
    pub connect: Duration,
    /// For the whole answer to a request that only reads; for each part of a file.
    pub read: Duration,
    /// For the whole answer to a request that changes something: a bulk deletion with many copies
    /// takes its time.
    pub change: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(15),
            read: Duration::from_mins(1),
            change: Duration::from_secs(150),
        }
    }
}

/// The connection to one environment.
pub(super) struct Http {
    connection: Arc<Connection>,
    pub(super) environment: Environment,
    pub(super) secret: SecretString,
    pub(super) gate: Arc<Gate>,
    /// The account accepts only the hash that the environment does not name.
    other_hash: AtomicBool,
    secrets: Secrets,
    timeouts: Timeouts,
    clock: Clock,
    pub(super) line: Arc<dyn Line>,
}

impl Http {
    pub(super) fn new(
        credentials: Credentials,
        timeouts: Timeouts,
        clock: Clock,
        proxy: &ProxySwitch,
    ) -> Result<Self, Problem> {
        let Credentials { environment, secret } = credentials;
        let connection = Connection::new(&environment.region, proxy, timeouts.connect)?;
        let secrets = Secrets::of(&environment.api_key, &secret);
        Ok(Self {
            connection: Arc::new(connection),
            environment,
            secret,
            gate: Arc::new(Gate::new()),
            other_hash: AtomicBool::new(false),
            secrets,
            timeouts,
            clock,
            line: Arc::new(Network),
        })
    }

    /// The same connection behind another's gate.
    pub(super) fn behind(&self, other: &Self) -> Self {
        Self {
            connection: Arc::clone(&self.connection),
            environment: self.environment.clone(),
            secret: self.secret.clone(),
            gate: Arc::clone(&other.gate),
            other_hash: AtomicBool::new(self.other_hash.load(Ordering::Relaxed)),
            secrets: Secrets::of(&self.environment.api_key, &self.secret),
            timeouts: self.timeouts,
            clock: self.clock.clone(),
            line: Arc::clone(&self.line),
        }
    }

    /// Reads; sent again after what passes. A limit is told at once.
    pub(super) async fn read<T: DeserializeOwned>(&self, call: Call) -> Result<T, ApiError> {
        let mut pauses = PAUSES.iter();
        loop {
            let answer = self.send(&call, self.timeouts.read, None).await;
            let error = match answer.and_then(|body| self.parse(&body)) {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            match pauses.next() {
                Some(pause) if error.is_passing() => tokio::time::sleep(*pause).await,
                _ => return Err(error),
            }
        }
    }

    /// Changes; sent again only if it certainly never reached the server, and not late.
    pub(super) async fn change<T: DeserializeOwned>(&self, call: Call) -> Result<T, ApiError> {
        self.change_begun(call, self.clock.now()).await
    }

    /// The same, first tried at `begun`.
    async fn change_begun<T: DeserializeOwned>(&self, call: Call, begun: UnixTime) -> Result<T, ApiError> {
        let mut pauses = PAUSES.iter();
        loop {
            let error = match self.send(&call, self.timeouts.change, Some(begun)).await {
                Ok(body) => return self.parse(&body),
                Err(error) => error,
            };
            match pauses.next() {
                Some(pause)
                    if error.certainty == Certainty::NotSent
                        && error.is_passing()
                        && !self.is_late(begun) =>
                {
                    tokio::time::sleep(*pause).await;
                }
                _ => return Err(error),
            }
        }
    }

    /// Whether a change was first tried too long ago. A clock that was set back says nothing.
    fn is_late(&self, begun: UnixTime) -> bool {
        self.clock.now().since(begun).is_none_or(|late| late > LATE)
    }

    /// A signed change. Two certain refusals are worth a second signature: one over the clock, since
    /// it told the server's time, and one over the signature, since accounts can be locked to the
    /// other hash. The hash that was accepted is kept.
    pub(super) async fn change_signed<T: DeserializeOwned>(&self, call: Call) -> Result<T, ApiError> {
        let before = self.algorithm();
        let begun = self.clock.now();
        let first = self.change_begun(call.clone(), begun).await;
        match first
            .as_ref()
            .err()
            .map(|error| (error.kind, error.message.own().contains("Invalid Signature")))
        {
            Some((Kind::Unauthorised(error::Login::Clock), _)) => self.change_begun(call, begun).await,
            Some((Kind::Unauthorised(error::Login::ApiSecret), true)) => {
                self.other_hash.store(before == self.environment.signature_algorithm, Ordering::Relaxed);
                let second = self.change_begun(call, begun).await;
                if second.as_ref().is_err_and(|error| matches!(error.kind, Kind::Unauthorised(_))) {
                    self.other_hash.store(before != self.environment.signature_algorithm, Ordering::Relaxed);
                    return first;
                }
                second
            }
            _ => first,
        }
    }

    /// The hash of signatures.
    pub(super) fn algorithm(&self) -> SignatureAlgorithm {
        let remembered = self.environment.signature_algorithm;
        match (remembered, self.other_hash.load(Ordering::Relaxed)) {
            (SignatureAlgorithm::Sha1, false) | (SignatureAlgorithm::Sha256, true) => {
                SignatureAlgorithm::Sha1
            }
            (SignatureAlgorithm::Sha256, false) | (SignatureAlgorithm::Sha1, true) => {
                SignatureAlgorithm::Sha256
            }
        }
    }

    /// A file, part by part: no limit for the whole of it. Not sent again.
    pub(super) async fn file(&self, call: Call) -> Result<Download, ApiError> {
        let pass = self.gate.pass(call.meter, || self.clock.now()).await?;
        let sent = self.request(&call)?.send();
        let answer = tokio::time::timeout(self.timeouts.read, sent).await.map_err(|_late| answer::late())?;
        let answer = self
            .accepted(
                &call,
                &pass,
                answer.map_err(|error| self.connection.explained(answer::failure(error)))?,
            )
            .await?;
        Ok(Download::new(answer, self.timeouts.read))
    }

    /// `begun`: when it was first tried, if it must not be sent late.
    async fn send(
        &self,
        call: &Call,
        timeout: Duration,
        begun: Option<UnixTime>,
    ) -> Result<Vec<u8>, ApiError> {
        let pass = self.gate.pass(call.meter, || self.clock.now()).await?;
        if begun.is_some_and(|begun| self.is_late(begun)) {
            return Err(ApiError::new(Kind::Timeout, Certainty::NotSent, Fault::WaitedTooLong));
        }
        let sent = self.line.carry(self.request(call)?.timeout(timeout)).await;
        let answer = sent.map_err(|error| self.connection.explained(error))?;
        let answer = self.accepted(call, &pass, answer).await?;
        answer::whole(answer, answer::LARGEST).await
    }

    /// Looks at the head of an answer; one that refuses is read here. The pass is held meanwhile,
    /// so that nobody goes ahead before a limit is known.
    async fn accepted(
        &self,
        call: &Call,
        pass: &Pass<'_>,
        answer: reqwest::Response,
    ) -> Result<reqwest::Response, ApiError> {
        let (status, now) = (answer.status(), self.clock.now());
        tracing::info!(method = %call.method, path = %call.path, status = status.as_u16(), "answered");
        if status.is_success() {
            self.gate.note(pass, true, answer.headers(), now);
            return Ok(answer);
        }
        let headers = answer.headers().clone();
        // What cannot be read has no words; its status counts all the same.
        let body =
            tokio::time::timeout(self.timeouts.read, answer::whole(answer, answer::LARGEST_REFUSAL)).await;
        let body = body.ok().and_then(Result::ok).unwrap_or_default();
        Err(self.refusal(call, pass, status, &headers, &body, now))
    }

    fn request(&self, call: &Call) -> Result<RequestBuilder, ApiError> {
        let Environment { cloud_name, api_key, region, .. } = &self.environment;
        let path = format!("/v1_1/{cloud_name}/{}", call.path);
        let url = url::Url::parse(&format!("{}{path}", region.api_prefix()));
        // `..` would be a step up: to another request than the one that was meant.
        let url =
            url.ok().filter(|url| url.path() == path).ok_or_else(|| ApiError::not_sent(Fault::DotsInName))?;
        let mut request = self.connection.client()?.request(call.method.clone(), url);
        let (mut query, mut body) = (call.query.clone(), call.body.clone());
        match call.login {
            Login::Basic => request = request.basic_auth(api_key, Some(self.secret.expose_secret())),
            Login::Signed => match &mut body {
                Body::Form(parameters) => self.sign(parameters),
                Body::Json(fields) => self.sign_json(fields),
                Body::None => self.sign(&mut query),
            },
            Login::None => {}
        }
        if !query.is_empty() {
            request = request.query(&query);
        }
        Ok(match body {
            Body::Form(parameters) => request.form(&parameters),
            Body::Json(fields) => request.json(&fields),
            Body::None => request,
        })
    }

    fn sign(&self, parameters: &mut Vec<(&'static str, String)>) {
        parameters.push(("timestamp", self.gate.server_time(self.clock.now()).seconds().to_string()));
        let borrowed: Vec<(&str, &str)> = parameters.iter().map(|(name, value)| (*name, &**value)).collect();
        let signature = self.signature(&borrowed);
        parameters.push(("api_key", self.environment.api_key.clone()));
        parameters.push(("signature", signature));
    }

    /// Texts, numbers and booleans of an object are signed as they are written.
    fn sign_json(&self, fields: &mut Value) {
        fields["timestamp"] = self.gate.server_time(self.clock.now()).seconds().into();
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let pairs: Vec<(String, String)> = fields
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, value)| (name.clone(), text(value)))
            .collect();
        let borrowed: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (&**name, &**value)).collect();
        let signature = self.signature(&borrowed);
        fields["api_key"] = self.environment.api_key.clone().into();
        fields["signature"] = signature.into();
    }

    fn signature(&self, parameters: &[(&str, &str)]) -> String {
        signature(parameters, &self.secret, self.algorithm(), SignatureVersion::Two)
    }

    fn refusal(
        &self,
        call: &Call,
        pass: &Pass<'_>,
        status: StatusCode,
        headers: &HeaderMap,
        body: &[u8],
        now: UnixTime,
    ) -> ApiError {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let own = answer::own_words(body)
            .or_else(|| call.is_download().then(|| answer::own_words_of_a_download(body)).flatten())
            .or_else(|| text("x-cld-error"))
            // Only a proxy asks for a login to itself, in whatever words.
            .filter(|_| status != StatusCode::PROXY_AUTHENTICATION_REQUIRED);
        let foreign = own.is_none();
        let message = own.unwrap_or_else(|| answer::beginning(body));
        let kind =
            if foreign { answer::foreign_kind(status, &message) } else { answer::kind(status, &message) };
        let retry_at = if kind == Kind::LimitReached {
            Some(self.gate.close(pass.meter(), headers, &message, now))
        } else {
            self.gate.note(pass, false, headers, now);
            None
        };
        // What somebody else says tells nothing of what became of the request, whatever the status.
        let refused = status.is_client_error() && !foreign && kind != Kind::Timeout;
        let certainty = if refused { Certainty::Refused } else { Certainty::Unanswered };
        let mut error = ApiError::new(kind, certainty, self.hide(&message));
        if error.message.own().is_empty() {
            error.message = status.canonical_reason().map_or(Fault::Silent.into(), Message::from);
        }
        error.status = Some(status.as_u16());
        error.foreign = foreign;
        error.request_id = text("x-request-id").map(|id| words(&self.hide(&id)));
        error.retry_at = retry_at;
        self.connection.explained(error)
    }

    /// Words from outside without the API secret, signatures and the proxy's password.
    fn hide(&self, text: &str) -> String {
        self.connection.hide(self.secrets.hide(text))
    }

    fn parse<T: DeserializeOwned>(&self, body: &[u8]) -> Result<T, ApiError> {
        door::read(body, &self.secrets).map_err(|error| {
            let came = answer::beginning(body);
            ApiError::unreadable(self.hide(&format!("{}: {came}", words(&error.to_string()))))
        })
    }

    /// A picture from the delivery host: no credentials, no quota.
    pub(super) async fn picture(&self, url: &str, largest: usize) -> Result<Vec<u8>, ApiError> {
        let answer = self.connection.client()?.get(url).timeout(self.timeouts.read).send().await;
        let answer = answer.map_err(|error| self.connection.explained(answer::failure(error)))?;
        let status = answer.status();
        if status == StatusCode::OK {
            return answer::whole(answer, largest).await;
        }
        let told = answer.headers().get("x-cld-error").and_then(|value| value.to_str().ok());
        let message = told.or(status.canonical_reason()).unwrap_or_default();
        let from_proxy = status == StatusCode::PROXY_AUTHENTICATION_REQUIRED;
        let kind = if from_proxy { answer::foreign_kind } else { answer::kind }(status, message);
        let mut error = ApiError::new(kind, Certainty::Refused, self.hide(message));
        error.status = Some(status.as_u16());
        Err(self.connection.explained(error))
    }
}
