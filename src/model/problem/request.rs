//! What can go wrong with a request to Cloudinary.

use crate::model::account::Geo;

/// A request that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestProblem {
    /// What happened.
    pub kind: Kind,
    /// What it means for the assets.
    pub effect: Effect,
}

/// What a failed request means for the assets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing. That need not be said, and would alarm.
    None,
    /// Nothing more is deleted.
    DeletionStops,
    /// What was under way may have been deleted.
    DeletionUnanswered,
    /// Nothing was restored.
    NotRestored,
    /// What was under way may have been restored.
    RestorationUnanswered,
}

/// What Cloudinary did not accept of the credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Login {
    /// `Invalid cloud_name …`
    CloudName,
    /// `Unknown API key …`, `Invalid api_key`
    ApiKey,
    /// `api_secret mismatch`, `Invalid Signature …`
    ApiSecret,
    /// `Stale request`: the timestamp was more than an hour off.
    Clock,
    /// It did not say.
    Unclear,
}

/// What went wrong between here and Cloudinary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The host's name was not found.
    Name,
    /// The host refused the connection.
    ConnectionRefused,
    /// The certificate was not accepted; a wrong clock does this too.
    Certificate,
    /// The proxy did not let the request through.
    Proxy,
    /// 407: the proxy wants a user and a password, or does not take those that it was given.
    ProxyLogin,
    /// The proxy itself cannot be reached.
    ProxyAway,
    /// The connection broke while it was used.
    Broken,
    /// Any other.
    Other,
}

impl Kind {
    /// Whether the proxy wants a user and a password, which only the user can give it: asked again with the
    /// same ones, it may lock them out.
    pub fn wants_proxy_login(self) -> bool {
        self == Self::Network(Trouble::ProxyLogin)
    }
}

/// The meaning of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 400: the request makes no sense to Cloudinary.
    BadRequest,
    /// 401.
    Unauthorised(Login),
    /// The environment is in another region, in which one where Cloudinary named one it has.
    OtherRegion(Option<Geo>),
    /// 403: the API key may not do this.
    Forbidden,
    /// 404.
    NotFound,
    /// 409.
    Conflict,
    /// 423: to be tried again later.
    StillProcessing,
    /// 420 and 429 alike.
    LimitReached,
    /// 5xx.
    ServerTrouble,
    /// Nothing came back.
    Network(Trouble),
    /// It took too long.
    Timeout,
    /// Something else than JSON, or JSON of another shape: a proxy, a login page, a cut answer.
    NotJson,
    /// A list that never ends.
    Endless,
    /// Cloudinary answered, and what it told of an asset cannot be used: asking again changes nothing
    /// unless the asset changes.
    Unusable,
}
