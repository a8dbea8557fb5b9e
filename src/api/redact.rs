//! Taking secrets out of texts that come from outside, before anybody sees them.
//!
//! No server should send a secret back. One that does (a proxy's page that repeats the request, a
//! refusal that repeats the signature) is not repeated.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use secrecy::{ExposeSecret as _, SecretString};

/// What stands in the place of a secret.
const HIDDEN: &str = "•••";

/// Every form in which the API secret goes over the wire. `Debug` shows none.
pub(super) struct Secrets(Vec<SecretString>);

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets")
    }
}

impl Secrets {
    /// As it is, in the `Authorization` header, and in a form or query.
    pub(super) fn of(api_key: &str, secret: &SecretString) -> Self {
        let plain = secret.expose_secret();
        let basic = STANDARD_NO_PAD.encode(format!("{api_key}:{plain}"));
        let encoded: String = url::form_urlencoded::byte_serialize(plain.as_bytes()).collect();
        let mut forms = vec![basic, encoded, plain.to_owned()];
        forms.retain(|form| !form.is_empty());
        Self(forms.into_iter().map(SecretString::from).collect())
    }

    /// Hides the secret, and everything that looks like a signature of a call or a delivery URL.
    pub(super) fn hide(&self, text: &str) -> String {
        let mut text = without_delivery_signatures(&without_signatures(text));
        for secret in &self.0 {
            let secret = secret.expose_secret();
            if text.contains(secret) {
                text = text.replace(secret, HIDDEN);
            }
        }
        text
    }
}

/// Hides whole runs of 40 or 64 hexadecimal digits: SHA-1 and SHA-256. Asset IDs have 32.
fn without_signatures(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_hexdigit()) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(from.len());
        let (run, behind) = from.split_at(end);
        shown.push_str(before);
        shown.push_str(if matches!(run.len(), 40 | 64) { HIDDEN } else { run });
        rest = behind;
    }
    shown.push_str(rest);
    shown
}

/// Hides `s--`, 8 or 32 characters, `--`.
fn without_delivery_signatures(text: &str) -> String {
    let mut parts = text.split("s--");
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        shown.push_str("s--");
        match signature_length(part) {
            Some(length) => shown.extend([HIDDEN, &part[length..]]),
            None => shown.push_str(part),
        }
    }
    shown
}

/// Of the signature at the beginning.
fn signature_length(text: &str) -> Option<usize> {
    [32, 8].into_iter().find(|&length| {
        text.get(..length).is_some_and(|hash| {
            hash.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_'))
                && text[length..].starts_with("--")
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_the_secret_is_hidden() {
        let secrets = Secrets::of("1234", &SecretString::from("CA/NARY+9"));
        for text in ["CA/NARY+9", "CA%2FNARY%2B9", "Basic MTIzNDpDQS9OQVJZKzk="] {
            let shown = secrets.hide(&format!("before {text} after"));
            assert!(shown.contains(HIDDEN), "{shown}");
            assert!(!shown.contains("NARY") && !shown.contains("MTIz"), "{shown}");
            assert!(shown.starts_with("before ") && shown.ends_with(" after"), "{shown}");
        }
        assert_eq!(format!("{secrets:?}"), "Secrets");
    }

    #[test]
    fn signatures_are_hidden_and_asset_ids_are_not() {
        let secrets = Secrets::of("1", &SecretString::from("CANARY"));
        let sha1 = "c3470533147774275dd37996cc4d0e68fd03cd4f";
        assert_eq!(
            secrets.hide(&format!("Invalid Signature {sha1}. String to sign - 'public_id=é'.")),
            "Invalid Signature •••. String to sign - 'public_id=é'."
        );
        for (text, shown) in [
            ("not found - s--Ai4Znfl3--/c_fill/a.jpg", "not found - s--•••--/c_fill/a.jpg"),
            ("s--2hbrSMPOjj5BJ4xV7SgFbRDevFaQNUFf--/a", "s--•••--/a"),
            ("s----SjmNDA--/a, s--tail", "s--•••--/a, s--tail"),
            ("it's--so", "it's--so"),
        ] {
            assert_eq!(secrets.hide(text), shown);
        }
        let id = "b5e6d2b39ba3e0869d67141ba7dba6cf";
        assert_eq!(secrets.hide(id), id);
    }
}
