//! One request, as plain data: what the typed calls build and [`super::http::Http`] sends.

use reqwest::Method;
use serde_json::Value;

/// Which of Cloudinary's two meters a request runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meter {
    /// Admin API: each request counts against the hourly quota, whatever it does.
    Counted,
    /// Upload API: not counted.
    Free,
}

/// How a request shows whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Login {
    /// HTTP Basic with API key and secret.
    Basic,
    /// `timestamp`, `api_key` and `signature` beside the parameters; the secret stays here.
    Signed,
    /// Whoever has the token in the parameters may do it.
    None,
}

/// One request, below `/v1_1/{cloud}`.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) method: Method,
    /// Encoded.
    pub(super) path: String,
    pub(super) query: Vec<(&'static str, String)>,
    pub(super) body: Body,
    pub(super) login: Login,
    pub(super) meter: Meter,
}

#[derive(Clone, Debug)]
pub(super) enum Body {
    None,
    Json(Value),
    /// `application/x-www-form-urlencoded`.
    Form(Vec<(&'static str, String)>),
}

impl Call {
    fn new(method: Method, path: impl Into<String>, body: Body) -> Self {
        let (login, meter) = (Login::Basic, Meter::Counted);
        Self { method, path: path.into(), query: Vec::new(), body, login, meter }
    }

    /// An Admin API call that reads.
    pub(super) fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path, Body::None)
    }

    /// An Admin API call with a JSON body.
    pub(super) fn post_json(path: impl Into<String>, body: Value) -> Self {
        Self::new(Method::POST, path, Body::Json(body))
    }

    /// An Admin API call with a JSON body, which is immune to commas in public IDs.
    pub(super) fn delete(path: impl Into<String>, body: Value) -> Self {
        Self::new(Method::DELETE, path, Body::Json(body))
    }

    /// The same with everything in the query, for when bodies of DELETE do not arrive.
    pub(super) fn delete_without_body(path: impl Into<String>) -> Self {
        Self::new(Method::DELETE, path, Body::None)
    }

    /// An Upload API call with a form.
    pub(super) fn post_form(
        path: impl Into<String>,
        login: Login,
        parameters: Vec<(&'static str, String)>,
    ) -> Self {
        Self { login, meter: Meter::Free, ..Self::new(Method::POST, path, Body::Form(parameters)) }
    }

    /// An Upload API call with a JSON object, signed.
    pub(super) fn post_json_signed(path: impl Into<String>, body: Value) -> Self {
        Self { login: Login::Signed, meter: Meter::Free, ..Self::post_json(path, body) }
    }

    /// An Upload API call that reads, signed in its query.
    pub(super) fn get_signed(path: impl Into<String>) -> Self {
        Self { login: Login::Signed, meter: Meter::Free, ..Self::get(path) }
    }

    /// Whether its answer is a file: only such calls are signed in their query.
    pub(super) fn is_download(&self) -> bool {
        self.method == Method::GET && self.login == Login::Signed
    }

    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.query.push((name, value.into()));
        self
    }

    pub(super) fn with_some(self, name: &'static str, value: Option<impl Into<String>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// `name[]=…` for each, as the SDKs send arrays in a query.
    pub(super) fn with_each(
        mut self,
        name: &'static str,
        values: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.query.extend(values.into_iter().map(|value| (name, value.into())));
        self
    }
}
