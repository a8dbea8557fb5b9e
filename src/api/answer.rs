//! Reading answers: whole bodies within bounds, what a status means, and what a failure without an
//! answer means.

use reqwest::StatusCode;
use serde_json::Value;

use super::error::{ApiError, Certainty, Kind, Trouble, login, other_region};

/// No answer of Cloudinary comes near it.
pub(super) const LARGEST: usize = 64 << 20;
/// How much of a server's words is kept, characters.
const LONGEST_MESSAGE: usize = 500;
/// How much of a page is looked at for words, bytes.
const BEGINNING: usize = 16 << 10;

/// The whole body, if it is not too large.
pub(super) async fn whole(mut answer: reqwest::Response, largest: usize) -> Result<Vec<u8>, ApiError> {
    let too_long = || ApiError::unreadable("The answer is far too long.");
    let length = answer.content_length().unwrap_or_default();
    if length > largest as u64 {
        return Err(too_long());
    }
    let mut body = Vec::with_capacity(length as usize);
    while let Some(chunk) = answer.chunk().await.map_err(failure)? {
        if body.len() + chunk.len() > largest {
            return Err(too_long());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// What a status other than 2xx means.
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
        407 => Kind::Network(Trouble::Proxy),
        409 => Kind::Conflict,
        420 | 429 => Kind::LimitReached,
        423 => Kind::StillProcessing,
        400..=499 => Kind::BadRequest,
        500..=599 => Kind::ServerTrouble,
        // A redirect is not followed: it would carry the credentials elsewhere.
        _ => Kind::NotJson,
    }
}

/// `{"error":{"message":"…"}}`; downloads answer `{"message":"…"}`.
pub(super) fn words(body: &[u8]) -> Option<String> {
    let answer: Value = serde_json::from_slice(body).ok()?;
    let error = answer.get("error").unwrap_or(&answer);
    let message = error.get("message").unwrap_or(error).as_str()?;
    Some(message.to_owned())
}

/// The beginning of a body, for [`short`].
pub(super) fn beginning(body: &[u8]) -> String {
    String::from_utf8_lossy(&body[..body.len().min(BEGINNING)]).into_owned()
}

/// On one line, and not too long. To be used after secrets were hidden, lest half of one is left.
pub(super) fn short(text: &str) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    one_line.chars().take(LONGEST_MESSAGE).collect()
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
