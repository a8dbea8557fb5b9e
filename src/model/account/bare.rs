//! A value without what was copied along with it: quotes, the name before it, a mark behind it,
//! characters that nobody sees.

use secrecy::zeroize::Zeroizing;

/// Without invisible characters; every blank is a space or a line break, every quote a plain one.
pub(super) fn visible(text: &str) -> Zeroizing<String> {
    let mut shown = Zeroizing::new(String::with_capacity(text.len()));
    for c in text.chars() {
        match c {
            _ if is_invisible(c) => {}
            '\u{2028}' | '\u{2029}' | '\r' => shown.push('\n'),
            '“' | '”' | '„' | '‟' | '«' | '»' => shown.push('"'),
            '‘' | '’' | '‚' | '‛' | '´' => shown.push('\''),
            _ if c.is_whitespace() && c != '\n' => shown.push(' '),
            _ => shown.push(c),
        }
    }
    shown
}

/// Marks of the byte order, of a word's joints and of a direction, and what a terminal adds.
fn is_invisible(c: char) -> bool {
    let control = c.is_control() && !c.is_whitespace();
    control
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// The value alone. `names`: how what stands before it may end, in small letters without marks,
/// `apisecret`. What is no value with such a name before it stays as it is.
pub(super) fn bare(text: &str, names: &[&str]) -> Zeroizing<String> {
    let shown = visible(text);
    let mut value: &str = &shown;
    loop {
        let before = value.len();
        value = value.trim().trim_end_matches([';', ',']);
        value = unquoted(value);
        value = behind_its_name(value, names).unwrap_or(value);
        if value.len() == before {
            return Zeroizing::new(value.to_owned());
        }
    }
}

/// Without quotes around it, where they are a pair and the only ones.
fn unquoted(text: &str) -> &str {
    for quote in ['"', '\'', '`'] {
        let inner = text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
        if let Some(inner) = inner.filter(|inner| !inner.contains(quote)) {
            return inner;
        }
    }
    text
}

fn behind_its_name<'a>(text: &'a str, names: &[&str]) -> Option<&'a str> {
    text.char_indices().filter(|(_, c)| matches!(c, ':' | '=') || c.is_whitespace()).find_map(|(at, mark)| {
        let name: String = text[..at].chars().filter(char::is_ascii_alphanumeric).collect();
        let name = name.to_ascii_lowercase();
        // A word alone, `secret`, is a name only where something says so.
        let is_known = names
            .iter()
            .any(|known| name.ends_with(known) && (matches!(mark, ':' | '=') || *known != "secret"));
        let value = text[at + mark.len_utf8()..].trim_start_matches(['=', ':', '>', ' ', '\n']);
        (is_known && !value.is_empty()).then_some(value)
    })
}

/// Whether a value is the example of some instructions.
pub(super) fn is_placeholder(value: &str) -> bool {
    const EXAMPLES: [&str; 16] = [
        "your_api_secret",
        "your_api_key",
        "your_cloud_name",
        "your_secret",
        "your_key",
        "your_cloud",
        "my_api_secret",
        "my_api_key",
        "my_cloud_name",
        "my_secret",
        "my_key",
        "api_secret",
        "api_key",
        "cloud_name",
        "api-secret",
        "api-key",
    ];
    value.contains(['<', '>', '{', '}', '$']) || EXAMPLES.iter().any(|word| value.eq_ignore_ascii_case(word))
}

/// Whether letters of a value are hidden, as the Console shows a secret until “Reveal” is pressed.
pub(super) fn is_masked(value: &str) -> bool {
    value.contains(['*', '•', '●', '∙', '·', '⋅', '․', '…', '▪', '■'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SECRET: &[&str] = &["apisecret", "secret"];

    #[test]
    fn what_was_copied_along_is_taken_off() {
        for text in [
            "abcDEF-123_x",
            "\"abcDEF-123_x\"",
            "“abcDEF-123_x”",
            "‘abcDEF-123_x’ ",
            "API secret: abcDEF-123_x",
            "API Secret\nabcDEF-123_x",
            "API secret\tabcDEF-123_x",
            "secret = abcDEF-123_x",
            "CLOUDINARY_API_SECRET=abcDEF-123_x",
            "export CLOUDINARY_API_SECRET='abcDEF-123_x';",
            "$Env:CLOUDINARY_API_SECRET = \"abcDEF-123_x\"",
            "setx CLOUDINARY_API_SECRET \"abcDEF-123_x\"",
            "\"api_secret\": \"abcDEF-123_x\",",
            "'api_secret' => 'abcDEF-123_x',",
            "\u{feff}abc\u{200b}DEF-\u{ad}123_x\u{2060}\r\n",
            "\u{a0}abcDEF-123_x\u{3000}",
        ] {
            assert_eq!(&**bare(text, SECRET), "abcDEF-123_x", "{text:?}");
        }
        for kept in ["abc def", "\"abc", "a\"b\"c", "secret abc", "API key: 12", "•••abc"] {
            assert_eq!(&**bare(kept, SECRET), kept);
        }
    }

    proptest! {
        #[test]
        fn taking_off_twice_takes_off_nothing_more(text in "(?s)(API secret|secret|export |[\"'“”:=; \u{200b}\n>]|[a-zA-Z0-9_-]|.){0,24}") {
            let once = bare(&text, SECRET);
            prop_assert_eq!(&*bare(&once, SECRET), &*once);
        }

        #[test]
        fn a_clean_value_stays_to_the_letter(text in "[A-Za-z0-9_-]{1,64}") {
            prop_assert_eq!(&**bare(&text, SECRET), &text);
        }
    }
}
