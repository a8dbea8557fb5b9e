//! Words that come from outside, as they may be kept, logged and shown: on one line, of bounded
//! length, without control characters, signatures and passwords of proxies. The API secret is hidden
//! before, by [`super::redact::Secrets`], lest half of one is left where a text is cut.

use super::redact::{without_passwords, without_signatures};

/// How much of somebody's words is kept, characters.
pub(super) const LONGEST: usize = 500;
/// What stands where a text was cut.
const CUT: char = '…';

/// The words of a text.
pub(super) fn words(text: &str) -> String {
    let text = without_passwords(&without_signatures(text));
    let (mut shown, mut length) = (String::new(), 0);
    let mut between = false;
    for c in text.chars().filter(|c| !is_hidden(*c)) {
        if is_space(c) {
            between = length > 0;
            continue;
        }
        for c in between.then_some(' ').into_iter().chain([c]) {
            if length == LONGEST {
                shown.pop();
                shown.push(CUT);
                return shown;
            }
            shown.push(c);
            length += 1;
        }
        between = false;
    }
    shown
}

/// Also the ends of lines and other control characters.
fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// What turns the order of the text around it, or is a mark of byte order.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_are_one_short_line() {
        for (text, shown) in [
            ("no  such\r\n\tthing\0 ", "no such thing"),
            ("a\u{2028}b\u{85}c", "a b c"),
            ("\u{202e}gpj.exe\u{202c}", "gpj.exe"),
            ("error at http://me:pass@proxy:3128/ (tunnel)", "error at http://•••@proxy:3128/ (tunnel)"),
            ("", ""),
        ] {
            assert_eq!(words(text), shown, "{text:?}");
        }
        let long = words(&"é".repeat(3_000_000));
        assert_eq!((long.chars().count(), long.ends_with("é…")), (LONGEST, true));
        assert_eq!(words(&"é".repeat(LONGEST)), "é".repeat(LONGEST), "not cut");
    }

    proptest! {
        #[test]
        fn whatever_comes_is_kept_short(text in "\\PC{0,40}[\\x00-\\x20]{0,9}.{0,900}") {
            let shown = words(&text);
            prop_assert!(shown.chars().count() <= LONGEST);
            prop_assert!(!shown.chars().any(|c| c.is_control() || is_hidden(c)));
            prop_assert!(!shown.starts_with(' ') && !shown.ends_with(' '));
        }
    }
}
