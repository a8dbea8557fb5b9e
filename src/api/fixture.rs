//! A client for unit tests whose answers come from a function: no socket, and nothing to wait for.

use std::sync::Arc;

use futures_util::future::{self, BoxFuture};
use reqwest::{RequestBuilder, Response};
use serde_json::{Map, Value};

use super::client::Client;
use super::error::{ApiError, Certainty, Kind, Trouble};
use super::http::{Http, Timeouts};
use super::line::Line;
use super::proxy::ProxySwitch;
use crate::model::account::Credentials;
use crate::platform::clock::Clock;

/// A request as the function sees it.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// `GET`, `POST`, `DELETE`.
    pub(crate) method: String,
    /// Below the cloud name, decoded: `resources/image/upload`.
    pub(crate) path: String,
    /// Decoded, in its order.
    pub(crate) query: Vec<(String, String)>,
    /// The JSON, or a form's fields; null where there is none.
    pub(crate) body: Value,
}

/// What it is answered.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    /// A status with a JSON body.
    Told(u16, Value),
    /// The connection breaks before an answer comes.
    Lost,
}

/// The function.
struct Script(Box<dyn Fn(Asked) -> Answer + Send + Sync>);

impl Client {
    /// A client of the cloud `demo` whose every request is answered by a function.
    pub(crate) fn scripted(clock: Clock, script: impl Fn(Asked) -> Answer + Send + Sync + 'static) -> Self {
        let credentials = Credentials::from_cloudinary_url("cloudinary://123456:secret@demo").unwrap();
        let mut http = Http::new(credentials, Timeouts::default(), clock, &ProxySwitch::default()).unwrap();
        http.line = Arc::new(Script(Box::new(script)));
        Self { http: Arc::new(http) }
    }
}

impl Asked {
    fn new(request: &reqwest::Request) -> Self {
        let path = percent_encoding::percent_decode_str(request.url().path()).decode_utf8_lossy();
        let body = request.body().and_then(reqwest::Body::as_bytes).unwrap_or_default();
        Self {
            method: request.method().to_string(),
            path: path.split('/').skip(3).collect::<Vec<_>>().join("/"),
            query: request.url().query_pairs().into_owned().collect(),
            body: serde_json::from_slice(body).unwrap_or_else(|_not_json| form(body)),
        }
    }

    /// Every value of a name in the query.
    pub(crate) fn each(&self, name: &str) -> Vec<&str> {
        self.query.iter().filter(|(its, _)| its == name).map(|(_, value)| &**value).collect()
    }
}

fn form(body: &[u8]) -> Value {
    let fields = url::form_urlencoded::parse(body).map(|(name, value)| (name.into(), value.into()));
    if body.is_empty() { Value::Null } else { Value::Object(fields.collect::<Map<_, _>>()) }
}

impl Line for Script {
    fn carry(&self, request: RequestBuilder) -> BoxFuture<'_, Result<Response, ApiError>> {
        let answer = match self.0(Asked::new(&request.build().unwrap())) {
            Answer::Told(status, body) => {
                Ok(http::Response::builder().status(status).body(body.to_string()).unwrap().into())
            }
            Answer::Lost => {
                Err(ApiError::new(Kind::Network(Trouble::Broken), Certainty::Unanswered, "cut off"))
            }
        };
        Box::pin(future::ready(answer))
    }
}
