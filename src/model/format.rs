//! Numbers as people read them: separators and units.

use std::borrow::Cow;

/// A sum of numbers that somebody else told: the largest number where it would be larger.
pub fn sum(numbers: impl IntoIterator<Item = u64>) -> u64 {
    numbers.into_iter().fold(0, u64::saturating_add)
}

/// `1204` → `1,204`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Bytes in decimal units, as Cloudinary's Console shows them: `8.4 GB`.
pub fn bytes(number: u64) -> String {
    const UNITS: [&str; 5] = ["kB", "MB", "GB", "TB", "PB"];
    if number < 1000 {
        return format!("{number} B");
    }
    let mut value = number as f64;
    let mut unit = "B";
    for next in UNITS {
        if value < 999.95 {
            break;
        }
        value /= 1000.0;
        unit = next;
    }
    if value < 99.95 { format!("{value:.1} {unit}") } else { format!("{value:.0} {unit}") }
}

/// A text in which blanks at its ends and invisible characters can be seen: `summer[space]`,
/// `docs[U+200B]`.
pub fn shown(text: &str) -> String {
    let (start, end) = (text.len() - text.trim_start().len(), text.trim_end().len());
    let mut shown = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let at_an_end = at < start || at >= end;
        if at_an_end && c == ' ' {
            shown.push_str("[space]");
        } else if is_unseen(c) || (at_an_end && c.is_whitespace()) {
            shown.push_str(&code_point(c));
        } else {
            shown.push(c);
        }
    }
    shown
}

/// Whether a character must not be drawn or told as it is: it controls, separates lines, turns the
/// text around it, or shows nothing.
pub fn is_unseen(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') || is_invisible(c)
}

/// Whether a character shows nothing, in any place: zero-width blanks and joiners, soft hyphens,
/// marks of direction, byte order marks, variation selectors.
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// `[U+200B]`.
pub fn code_point(c: char) -> String {
    format!("[U+{:04X}]", u32::from(c))
}

/// A text with code points in place of what [`is_unseen`]; blanks at its ends stay.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unseen) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_unseen(c) { clean.push_str(&code_point(c)) } else { clean.push(c) }
    }
    Cow::Owned(clean)
}

/// Whether a text has more than so many characters.
pub fn is_longer(text: &str, most: usize) -> bool {
    text.len() > most && text.chars().nth(most).is_some()
}

/// Start and end of a text that has more than so many characters, with `…` for its middle.
pub fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    if !is_longer(text, most) {
        return Cow::Borrowed(text);
    }
    let kept = most.saturating_sub(1);
    let (head, tail) = (kept.div_ceil(2), kept / 2);
    let head = text.char_indices().nth(head).map_or(text.len(), |(at, _)| at);
    let tail =
        if tail == 0 { text.len() } else { text.char_indices().rev().nth(tail - 1).map_or(0, |(at, _)| at) };
    Cow::Owned(format!("{}…{}", &text[..head], &text[tail..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_have_separators() {
        for (number, text) in [(0, "0"), (999, "999"), (1204, "1,204"), (1_000_000, "1,000,000")] {
            assert_eq!(count(number), text);
        }
    }

    #[test]
    fn bytes_have_the_unit_that_keeps_them_short() {
        for (number, text) in [
            (0, "0 B"),
            (999, "999 B"),
            (1000, "1.0 kB"),
            (999_960, "1.0 MB"),
            (379_132, "379 kB"),
            (8_400_000_000, "8.4 GB"),
        ] {
            assert_eq!(bytes(number), text);
        }
    }

    #[test]
    fn what_nobody_would_see_is_shown() {
        for (text, told) in [
            ("summer sale/", "summer sale/"),
            ("summer ", "summer[space]"),
            ("  a\u{a0}", "[space][space]a[U+00A0]"),
            ("do\u{200b}cs", "do[U+200B]cs"),
            (" ", "[space]"),
        ] {
            assert_eq!(shown(text), told, "{text:?}");
        }
    }

    #[test]
    fn what_controls_or_turns_text_is_never_let_through() {
        for (text, told) in [
            ("a\0b", "a[U+0000]b"),
            ("a\u{9b}b", "a[U+009B]b"),
            ("gpj.\u{202e}exe", "gpj.[U+202E]exe"),
            ("a\u{2066}b\u{2069}", "a[U+2066]b[U+2069]"),
            ("one\ntwo\u{2028}three", "one[U+000A]two[U+2028]three"),
            (" a ", " a "),
        ] {
            assert_eq!(clean(text), told, "{text:?}");
            assert!(!shown(text).contains(is_unseen));
        }
    }

    #[test]
    fn a_text_is_as_long_as_its_characters() {
        for (text, longer) in [("", false), ("abc", false), ("abcd", true), ("äöü", false), ("äöüa", true)]
        {
            assert_eq!(is_longer(text, 3), longer, "{text}");
        }
    }

    #[test]
    fn long_names_keep_start_and_end() {
        assert_eq!(shortened("abcdefgh", 8), "abcdefgh");
        assert_eq!(shortened("abcdefghi", 8), "abcd…ghi");
        assert_eq!(shortened("äöüäöüäöüx", 5), "äö…üx");
        assert_eq!(shortened("abc", 1), "…");
    }
}
