//! Reading answers: whole bodies within bounds, what a status means, and what a failure without an
//! answer means.

use reqwest::StatusCode;
use serde_json::Value;

use super::error::{ApiError, Certainty, Kind, Trouble, login, other_region};
use crate::model::message::Fault;

/// No answer of Cloudinary comes near it.
pub(super) const LARGEST: usize = 64 << 20;
/// The largest refusal, bytes: a sentence, or somebody's page.
pub(super) const LARGEST_REFUSAL: usize = 1 << 20;
/// What is set aside for an answer before it is there, bytes: whatever length it says it has.
const SET_ASIDE: u64 = 1 << 20;
/// How much of a page is looked at for words, bytes.
const BEGINNING: usize = 16 << 10;

/// The whole body, if it is not too large.
pub(super) async fn whole(mut answer: reqwest::Response, largest: usize) -> Result<Vec<u8>, ApiError> {
    let too_long = || ApiError::unreadable(Fault::TooLong);
    let length = answer.content_length().unwrap_or_default();
    if length > largest as u64 {
        return Err(too_long());
    }
    let mut body = Vec::with_capacity(length.min(SET_ASIDE) as usize);
    while let Some(chunk) = answer.chunk().await.map_err(failure)? {
        if body.len() + chunk.len() > largest {
            return Err(too_long());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// It did not come in the time that there is for it.
pub(super) fn late() -> ApiError {
    ApiError::new(Kind::Timeout, Certainty::Unanswered, Fault::Late)
}

/// What a status other than 2xx means in an answer that is not Cloudinary's own: nothing about what
/// was asked for. Credentials, a limit, a proxy and trouble are what they are, whoever tells them;
/// Cloudinary itself answers a 401 with a page at times.
pub(super) fn foreign_kind(status: StatusCode, page: &str) -> Kind {
    match status.as_u16() {
        401 => Kind::Unauthorised(login(page)),
        407 => Kind::Network(Trouble::ProxyLogin),
        420 | 429 => Kind::LimitReached,
        500..=599 => Kind::ServerTrouble,
        _ => Kind::NotJson,
    }
}

/// What a status other than 2xx means in Cloudinary's own answer. A 407 is never its own.
pub(super) fn kind(status: StatusCode, message: &str) -> Kind {
    let region = matches!(status.as_u16(), 400 | 401 | 403).then(|| other_region(message)).flatten();
    if let Some(region) = region {
        return region;
    }
    match status.as_u16() {
        400 if message.starts_with("Stale request") => Kind::Unauthorised(login(message)),
        401 => Kind::Unauthorised(login(message)),
        403 => Kind::Forbidden,
        404 => Kind::NotFound,
        408 => Kind::Timeout,
        409 => Kind::Conflict,
        420 | 429 => Kind::LimitReached,
        423 => Kind::StillProcessing,
        400..=499 => Kind::BadRequest,
        500..=599 => Kind::ServerTrouble,
        // A redirect is not followed: it would carry the credentials elsewhere.
        _ => Kind::NotJson,
    }
}

/// Cloudinary's own words: `{"error":{"message":"…"}}`.
pub(super) fn own_words(body: &[u8]) -> Option<String> {
    let answer: Value = serde_json::from_slice(body).ok()?;
    Some(answer.get("error")?.get("message")?.as_str()?.to_owned())
}

/// The same of a download: `{"message":"…"}`.
pub(super) fn own_words_of_a_download(body: &[u8]) -> Option<String> {
    let answer: Value = serde_json::from_slice(body).ok()?;
    Some(answer.get("message")?.as_str()?.to_owned())
}

/// The beginning of a body, with the escapes of JSON for plain characters undone: a text that is
/// looked for is found.
pub(super) fn beginning(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(&body[..body.len().min(BEGINNING)]);
    let mut parts = text.split("\\u00");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()).map(char::from) {
            Some(c) if c.is_ascii_graphic() => plain.extend([c.encode_utf8(&mut [0; 4]), &part[2..]]),
            _ => plain.extend(["\\u00", part]),
        }
    }
    plain
}

/// Nothing, or only a part of an answer, was read: was the request sent?
///
/// The address is left out: that of a picture or a download holds a signature.
pub(super) fn failure(error: reqwest::Error) -> ApiError {
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
    // What the tunnel through a proxy fails with; a connection behind it fails like any other.
    // A certificate's names can be any words.
    if has("certificate") {
        Trouble::Certificate
    } else if text.contains("proxy authorization required") {
        Trouble::ProxyLogin
    } else if text.contains("failed to create underlying connection") {
        Trouble::ProxyAway
    } else if has("proxy") || has("tunnel") {
        Trouble::Proxy
    } else if has("dns") || has("lookup") || has("resolve") {
        Trouble::Name
    } else if has("tls") {
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
pub(super) fn causes(error: &dyn std::error::Error) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_cloudinarys_own_words_are_its_own() {
        let words = |body: &str| own_words(body.as_bytes());
        assert_eq!(words(r#"{"error":{"message":"No such"}}"#).as_deref(), Some("No such"));
        for body in [
            "",
            "<html>",
            "{}",
            "[]",
            r#"{"message":"Not Found"}"#,
            r#"{"error":"not_found"}"#,
            r#"{"error":{"message":7}}"#,
            r#"{"errors":[{"message":"x"}]}"#,
        ] {
            assert_eq!(words(body), None, "{body}");
        }
    }

    #[test]
    fn a_proxy_is_told_apart_by_what_its_tunnel_fails_with() {
        for (text, expected) in [
            ("connect: tunnel error: proxy authorization required", Trouble::ProxyLogin),
            (
                "tunnel error: failed to create underlying connection: tcp connect error: refused",
                Trouble::ProxyAway,
            ),
            ("tunnel error: failed to create underlying connection: dns error", Trouble::ProxyAway),
            ("tunnel error: unsuccessful", Trouble::Proxy),
            // A certificate's names are anybody's words.
            (
                "certificate not valid for name \"a\"; valid for DnsName(\"proxy.example\")",
                Trouble::Certificate,
            ),
            ("dns error: failed to lookup address information", Trouble::Name),
        ] {
            assert_eq!(trouble(text, false), expected, "{text}");
        }
    }

    #[test]
    fn escapes_do_not_hide_what_a_page_says() {
        assert_eq!(beginning(br#"{"a":"\u0043AN\u0041RY\u00e9\u000a"}"#), r#"{"a":"CANARY\u00e9\u000a"}"#);
    }
}
