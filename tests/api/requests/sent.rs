//! A row beside what the client sent.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cloudsweep::api::{SignatureVersion, signature};
use cloudsweep::model::account::Credentials;
use cloudsweep::model::unix_time::UnixTime;
use serde_json::Value;

use super::asked::Asked;
use crate::support::peer::Seen;
use crate::support::{KEY, SECRET};

/// Parameters that a signature adds.
const OF_THE_SIGNATURE: [&str; 3] = ["timestamp", "api_key", "signature"];

type Pairs = Vec<(String, String)>;

pub fn compare(asked: &Asked, seen: &Seen, credentials: &Credentials) -> Result<(), String> {
    same("method", &*asked.method, &*seen.method)?;
    same("path", &*asked.path, seen.path())?;
    let (query, body) = parameters(seen);
    let signed = if asked.method == "GET" { &query } else { &body };
    if asked.signed {
        check_signature(signed, credentials)?;
    }
    let basic = format!("Basic {}", STANDARD.encode(format!("{KEY}:{SECRET}")));
    let expected = (!asked.signed && !asked.anonymous).then_some(&*basic);
    same("authorisation", &expected, &seen.header("authorization"))?;
    same("query", &sorted(asked.query.clone()), &sorted(query))?;
    match &asked.body {
        Value::Null => same("body", "", &*String::from_utf8_lossy(&seen.body)),
        Value::Object(fields) if asked.form => {
            same("content type", &Some("application/x-www-form-urlencoded"), &seen.header("content-type"))?;
            let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let expected: Pairs = fields.iter().map(|(name, value)| (name.clone(), text(value))).collect();
            same("form", &sorted(expected), &sorted(body))
        }
        json => {
            same("content type", &Some("application/json"), &seen.header("content-type"))?;
            let sent: Value =
                serde_json::from_slice(&seen.body).map_err(|error| format!("no JSON: {error}"))?;
            same("body", json, &sent)
        }
    }
}

fn same<T: PartialEq + std::fmt::Debug + ?Sized>(what: &str, expected: &T, sent: &T) -> Result<(), String> {
    if expected == sent { Ok(()) } else { Err(format!("{what}: sent {sent:?}, recorded {expected:?}")) }
}

/// Query and form.
fn parameters(seen: &Seen) -> (Pairs, Pairs) {
    let form = seen.header("content-type") == Some("application/x-www-form-urlencoded");
    let form = if form { url::form_urlencoded::parse(&seen.body).into_owned().collect() } else { Vec::new() };
    (seen.query(), form)
}

/// By name; values of the same name stay in their order. Without what a signature adds, and without
/// a destroy's `type=upload`, which is what Cloudinary takes anyway.
fn sorted(mut pairs: Pairs) -> Pairs {
    let is_id_of_destroy = pairs.iter().any(|(name, _)| name == "public_id");
    pairs.retain(|(name, value)| {
        !OF_THE_SIGNATURE.contains(&&**name) && (!is_id_of_destroy || name != "type" || value != "upload")
    });
    pairs.sort_by(|(a, _), (b, _)| a.cmp(b));
    pairs
}

/// The signature is that of everything else that was sent.
fn check_signature(sent: &Pairs, credentials: &Credentials) -> Result<(), String> {
    let one = |name: &str| {
        let mut values = sent.iter().filter(|(it, _)| it == name).map(|(_, value)| &**value);
        match (values.next(), values.next()) {
            (Some(value), None) => Ok(value),
            _ => Err(format!("not one {name}")),
        }
    };
    same("api_key", KEY, one("api_key")?)?;
    let timestamp = one("timestamp")?.parse().map_err(|error| format!("timestamp: {error}"))?;
    if UnixTime::from_seconds(timestamp).abs_diff(cloudsweep::platform::clock::now()) > Duration::from_mins(1)
    {
        return Err(format!("timestamp {timestamp} is not now"));
    }
    let signed: Vec<(&str, &str)> = sent
        .iter()
        .filter(|(name, _)| !["api_key", "signature", "file"].contains(&&**name))
        .map(|(name, value)| (&**name, &**value))
        .collect();
    let algorithm = credentials.environment.signature_algorithm;
    let expected = signature(&signed, &credentials.secret, algorithm, SignatureVersion::Two);
    same("signature", &*expected, one("signature")?)
}
