//! Taking secrets out of texts that come from outside, before anybody sees them.
//!
//! No server should send a secret back. One that does (a proxy's page that repeats the request, a
//! refusal that repeats the signature) is not repeated.
//!
//! Parts of a secret are hidden in words only, which nobody looks anything up by. A name may hold the
//! same ordinary words as a secret, and stays as it is unless it holds the whole of it.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use secrecy::{ExposeSecret as _, SecretString};

use crate::model::format::is_unseen;

/// What stands in the place of a secret.
const HIDDEN: &str = "•••";

/// A shorter form is looked for nowhere: it would be found in every other word.
const SHORTEST: usize = 6;

/// So many characters of the secret in a row are hidden in words like the whole of it: parts of it could
/// be put together again from several texts. Of a secret that was cut in two, one part at least is longer.
const FRAGMENT: usize = 9;
/// Every run of [`FRAGMENT`] characters holds a whole block of so many, counted from the first.
const BLOCK: usize = FRAGMENT.div_ceil(2);

/// Every form in which the API secret goes over the wire, or comes back. `Debug` shows none.
pub(super) struct Secrets {
    /// Longest first.
    forms: Vec<SecretString>,
    /// The secret itself, where it is long enough for parts of it to be looked for.
    whole: Option<SecretString>,
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets")
    }
}

impl Secrets {
    /// As it is; in the `Authorization` header, whole and alone; in a form or query, with capitals
    /// and without, only where needed and throughout; as JSON and HTML write it; and in hexadecimal.
    pub(super) fn of(api_key: &str, secret: &SecretString) -> Self {
        let plain = secret.expose_secret();
        let encoded: String = url::form_urlencoded::byte_serialize(plain.as_bytes()).collect();
        let json = serde_json::Value::from(plain).to_string();
        let mut forms = vec![
            STANDARD_NO_PAD.encode(format!("{api_key}:{plain}")),
            STANDARD_NO_PAD.encode(plain),
            URL_SAFE_NO_PAD.encode(format!("{api_key}:{plain}")),
            URL_SAFE_NO_PAD.encode(plain),
            with_small_escapes(&encoded),
            encoded.replace('+', "%20"),
            encoded,
            json.trim_matches('"').replace('/', "\\/"),
            json.trim_matches('"').to_owned(),
            every_byte(plain, |byte| format!("%{byte:02X}")),
            every_byte(plain, |byte| format!("%{byte:02x}")),
            every_byte(plain, |byte| format!("\\u{byte:04x}")),
            hex::encode(plain),
            hex::encode_upper(plain),
            in_html(plain, "&#39;"),
            in_html(plain, "&#x27;"),
            plain.to_owned(),
        ];
        forms.retain(|form| form.len() >= SHORTEST);
        // One that holds another goes first, so that no half of it is left.
        forms.sort_by(|one, other| other.len().cmp(&one.len()).then(one.cmp(other)));
        forms.dedup();
        // A part of a shorter one is no sign of it, and parts are counted in bytes.
        let whole = (plain.is_ascii() && plain.len() >= 2 * FRAGMENT).then(|| secret.clone());
        Self { forms: forms.into_iter().map(SecretString::from).collect(), whole }
    }

    /// Hides the secret and its parts in words, and everything that looks like a signature of a call or
    /// a delivery URL.
    pub(super) fn hide(&self, text: &str) -> String {
        let text = without_signatures(text);
        self.in_words(&text).unwrap_or(text)
    }

    /// Words without the secret and its parts, also where characters that nobody sees stand between its
    /// letters; `None` where they hold none.
    pub(super) fn in_words(&self, text: &str) -> Option<String> {
        seen(text, |text| {
            let clean = self.without_whole(text);
            let shown = clean.as_deref().unwrap_or(text);
            self.without_fragments(shown).or(clean)
        })
    }

    /// Whether a text holds the whole secret in any of its forms, also where characters that nobody sees
    /// stand between its letters. Parts of it count for nothing.
    pub(super) fn are_in(&self, text: &str) -> bool {
        seen(text, |text| self.without_whole(text)).is_some()
    }

    fn without_whole(&self, text: &str) -> Option<String> {
        let mut clean: Option<String> = None;
        for secret in &self.forms {
            let secret = secret.expose_secret();
            let shown = clean.as_deref().unwrap_or(text);
            if shown.len() >= secret.len() && shown.contains(secret) {
                clean = Some(shown.replace(secret, HIDDEN));
            }
        }
        clean
    }

    /// A text without parts of the secret; `None` where it holds none.
    fn without_fragments(&self, text: &str) -> Option<String> {
        let whole = self.whole.as_ref()?.expose_secret();
        let mut clean: Option<String> = None;
        for at in (0..=whole.len() - BLOCK).step_by(BLOCK) {
            let mut from = 0;
            loop {
                let shown = clean.as_deref().unwrap_or(text);
                let Some(found) = shown[from..].find(&whole[at..at + BLOCK]) else { break };
                let (start, end) = grown(shown, from + found, whole, at);
                if end - start >= FRAGMENT {
                    clean = Some(format!("{}{HIDDEN}{}", &shown[..start], &shown[end..]));
                    from = start + HIDDEN.len();
                } else {
                    from += found + BLOCK;
                }
            }
        }
        clean
    }
}

/// What is left of a text by `replaced`, once as it is and once without what nobody sees; `None` where
/// nothing was to be replaced.
fn seen(text: &str, replaced: impl Fn(&str) -> Option<String>) -> Option<String> {
    let clean = replaced(text);
    let shown = clean.as_deref().unwrap_or(text);
    let bare = shown.contains(is_unseen).then(|| shown.replace(is_unseen, ""));
    bare.and_then(|bare| replaced(&bare)).or(clean)
}

/// Where a block of a secret lies in a text, with what agrees before and behind it. Both are at
/// characters' bounds: the secret is ASCII.
fn grown(text: &str, found: usize, whole: &str, at: usize) -> (usize, usize) {
    let (text, whole) = (text.as_bytes(), whole.as_bytes());
    let before = text[..found].iter().rev().zip(whole[..at].iter().rev());
    let behind = text[found + BLOCK..].iter().zip(&whole[at + BLOCK..]);
    let start = found - before.take_while(|(one, other)| one == other).count();
    let end = found + BLOCK + behind.take_while(|(one, other)| one == other).count();
    (start, end)
}

/// `%2F` as `%2f`.
fn with_small_escapes(encoded: &str) -> String {
    let mut parts = encoded.split('%');
    let mut small = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (digits, rest) = part.split_at(part.len().min(2));
        small.extend(["%", &digits.to_lowercase(), rest]);
    }
    small
}

fn every_byte(text: &str, escaped: impl Fn(u8) -> String) -> String {
    text.bytes().map(escaped).collect()
}

fn in_html(text: &str, apostrophe: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', apostrophe)
}

/// Hides what looks like a signature of a call or a delivery URL.
pub(super) fn without_signatures(text: &str) -> String {
    without_delivery_signatures(&without_call_signatures(text))
}

/// Hides name and password in every address: a proxy may have some.
pub(super) fn without_passwords(text: &str) -> String {
    let mut parts = text.split("://");
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        shown.push_str("://");
        let ends = |c: char| c.is_whitespace() || matches!(c, '/' | '?' | '#' | '"' | '<' | '>');
        let host = part.split(ends).next().unwrap_or_default();
        match host.rfind('@') {
            Some(at) => shown.extend([HIDDEN, &part[at..]]),
            None => shown.push_str(part),
        }
    }
    shown
}

/// Hides whole runs of 40 or 64 hexadecimal digits: SHA-1 and SHA-256. Asset IDs have 32.
fn without_call_signatures(text: &str) -> String {
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
        for text in [
            "CA/NARY+9",
            "CA\\/NARY+9",
            "CA%2FNARY%2B9",
            "CA%2fNARY%2b9",
            "Basic MTIzNDpDQS9OQVJZKzk=",
            "Q0EvTkFSWSs5",
            "Q0EvTkFSWSs5 Q0EvTkFSWSs5",
            "%43%41%2F%4E%41%52%59%2B%39",
            "%43%41%2f%4e%41%52%59%2b%39",
            "\\u0043\\u0041\\u002f\\u004e\\u0041\\u0052\\u0059\\u002b\\u0039",
            "43412f4e4152592b39",
            "43412F4E4152592B39",
            "C\u{feff}A/NA\u{202e}RY\u{0}+\u{200b}9",
        ] {
            let shown = secrets.hide(&format!("before {text} after"));
            assert!(shown.contains(HIDDEN), "{shown}");
            assert!(
                !["NARY", "MTIz", "Q0Ev", "%43", "u0043", "4341"].iter().any(|part| shown.contains(part)),
                "{shown}"
            );
            assert!(shown.starts_with("before ") && shown.ends_with(" after"), "{shown}");
        }
        assert_eq!(format!("{secrets:?}"), "Secrets");
        let odd = Secrets::of("1234", &SecretString::from("a<b>&\"'c d"));
        for text in
            ["a<b>&\"'c d", "a<b>&\\\"'c d", "a&lt;b&gt;&amp;&quot;&#39;c d", "a%3Cb%3E%26%22%27c%20d"]
        {
            assert_eq!(odd.hide(text), HIDDEN, "{text}");
        }
        let short = Secrets::of("1", &SecretString::from("a"));
        assert_eq!(short.hide("a cat"), "a cat", "what is in every word is no secret");
    }

    #[test]
    fn a_secret_cut_in_two_anywhere_is_not_told_in_two_texts() {
        let whole = "Zr7_kQ0vX-p3LmT9wYb2HcD4eFg";
        let secrets = Secrets::of("1234", &SecretString::from(whole));
        for cut in 0..=whole.len() {
            let (one, other) = whole.split_at(cut);
            let shown = [one, other].map(|part| secrets.hide(&format!("é{part}é")));
            for (part, shown) in [one, other].into_iter().zip(&shown) {
                assert_eq!(part.len() >= FRAGMENT, *shown == format!("é{HIDDEN}é"), "{part}: {shown}");
            }
            assert!(shown.iter().any(|shown| shown.contains(HIDDEN)));
        }
        for start in 0..=whole.len() - FRAGMENT {
            let part = &whole[start..start + FRAGMENT];
            assert_eq!(secrets.hide(part), HIDDEN, "whichever part it is");
            assert_eq!(secrets.hide(&format!("{part} and {part}")), format!("{HIDDEN} and {HIDDEN}"));
        }
        let (near, far) = (&whole[..FRAGMENT - 1], "Zr7_k Zr7_kQ0v, vX-p3Lm");
        assert_eq!((secrets.hide(near), secrets.hide(far)), (near.to_owned(), far.to_owned()));
    }

    #[test]
    fn a_name_holds_the_whole_secret_or_none_of_it() {
        let secrets = Secrets::of("1234", &SecretString::from("correct-horse-battery-staple"));
        for name in ["mine/correct-horse", "mine/horse-battery-photo", "my-battery-staple", "new/•••"] {
            assert!(!secrets.are_in(name), "{name}");
        }
        assert_eq!(secrets.hide("no mine/correct-horse"), "no mine/•••", "words are another matter");
        for name in [
            "a/correct-horse-battery-staple/b",
            "correct-horse\u{200b}-battery-staple",
            "Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5LXN0YXBsZQ",
        ] {
            assert!(secrets.are_in(name), "{name}");
        }
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
