//! Who may call: Basic, signed parameters, or a bearer token.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::Settings;
use crate::clock::{machine_now, spoken};
use crate::params::Params;
use crate::reply::Refusal;
use crate::sign;

/// A signature is good for an hour.
const SIGNATURE_LIFE: i64 = 3600;

/// The Admin API: Basic or bearer.
///
/// # Errors
/// 401.
pub fn admin(headers: &HeaderMap, settings: &Settings) -> Result<(), Refusal> {
    match credentials(headers) {
        Credentials::Bearer(token) => bearer(token, settings),
        Credentials::Basic(key, secret) => match settings.secret_of(&key) {
            None => Err(unauthorized("Invalid api_key")),
            Some(known) => same(&secret, known),
        },
        Credentials::None => Err(unauthorized("Authorization required")),
    }
}

/// The Upload API: signed parameters, Basic or bearer.
///
/// # Errors
/// 401. A wrong signature is answered with the string to sign, as Cloudinary does.
pub fn upload(headers: &HeaderMap, params: &Params, settings: &Settings) -> Result<(), Refusal> {
    match credentials(headers) {
        Credentials::Bearer(token) => bearer(token, settings),
        Credentials::Basic(key, secret) => match settings.secret_of(&key) {
            None => Err(unknown_key(&key)),
            Some(known) => same(&secret, known),
        },
        Credentials::None => signed(params, settings),
    }
}

fn same(secret: &str, known: &str) -> Result<(), Refusal> {
    if secret == known { Ok(()) } else { Err(unauthorized("api_secret mismatch")) }
}

fn signed(params: &Params, settings: &Settings) -> Result<(), Refusal> {
    let needed = |name: &str| {
        params
            .text(name)
            .filter(|text| !text.is_empty())
            .ok_or_else(|| unauthorized(format!("Missing required parameter - {name}")))
    };
    let key = needed("api_key")?;
    let secret = settings.secret_of(&key).ok_or_else(|| unknown_key(&key))?;
    let timestamp = needed("timestamp")?;
    let signature = needed("signature")?;
    let at: i64 =
        timestamp.parse().ok().ok_or_else(|| unauthorized(format!("Invalid timestamp {timestamp}")))?;
    // The machine's time, not the environment's: a client need not follow when that is moved.
    if at < machine_now() - SIGNATURE_LIFE {
        let time = spoken(at);
        return Err(unauthorized(format!(
            "Stale request - reported time is {time} which is more than 1 hour ago"
        )));
    }
    if sign::is_right(params, secret, &signature) {
        return Ok(());
    }
    let text = sign::string_to_sign(params, true);
    Err(unauthorized(format!("Invalid Signature {signature}. String to sign - '{text}'.")))
}

fn bearer(token: &str, settings: &Settings) -> Result<(), Refusal> {
    if settings.oauth_token.as_deref() == Some(token) { Ok(()) } else { Err(unauthorized("Invalid token")) }
}

fn unknown_key(key: &str) -> Refusal {
    unauthorized(format!("Unknown API key {key}"))
}

fn unauthorized(message: impl Into<String>) -> Refusal {
    Refusal::new(401, message)
}

enum Credentials<'a> {
    None,
    Basic(String, String),
    Bearer(&'a str),
}

fn credentials(headers: &HeaderMap) -> Credentials<'_> {
    let header = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (scheme, rest) = header.split_once(' ').unwrap_or_default();
    if scheme.eq_ignore_ascii_case("bearer") {
        return Credentials::Bearer(rest.trim());
    }
    let plain = STANDARD.decode(rest.trim()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    match plain.as_deref().and_then(|plain| plain.split_once(':')) {
        Some((key, secret)) if scheme.eq_ignore_ascii_case("basic") => {
            Credentials::Basic(key.to_owned(), secret.to_owned())
        }
        _ => Credentials::None,
    }
}
