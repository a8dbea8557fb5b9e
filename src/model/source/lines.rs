//! The lines of a text, and what stands between quotes.

use std::borrow::Cow;

/// Longer than any cell of an export; a quote that is not closed within it is none, bytes.
const LONGEST_CELL: usize = 64 << 10;

/// Lines with their 1-based numbers. `\n`, `\r\n` and `\r` end one; other separators of Unicode do
/// not, since a public ID may hold them.
pub(super) struct Lines<'a> {
    text: &'a str,
    at: usize,
    number: usize,
    /// Where the next `\n` is, so that a text that has none is searched for it once.
    newline: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { text, at: 0, number: 0, newline: newline(text, 0) }
    }

    /// What is behind the lines that were given.
    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<(usize, &'a str)> {
        if self.at >= self.text.len() {
            return None;
        }
        let upto = &self.text[self.at..self.newline];
        let from = self.at;
        let end = from + upto.find('\r').unwrap_or(upto.len());
        self.at = if end + 1 < self.newline { end + 1 } else { self.newline + 1 };
        if self.at > self.newline {
            self.newline = newline(self.text, self.at);
        }
        self.number += 1;
        Some((self.number, &self.text[from..end]))
    }
}

fn newline(text: &str, from: usize) -> usize {
    text.get(from..).and_then(|rest| rest.find('\n')).map_or(text.len(), |at| from + at)
}

/// How many lines end in a text.
pub(super) fn ends(text: &str) -> usize {
    let bytes = text.as_bytes();
    let lone = |at: usize| bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
    (0..bytes.len()).filter(|at| bytes[*at] == b'\n' || lone(*at)).count()
}

/// What stands between quotes at the start of a text, doubled ones left as they are, and what is
/// behind.
pub(super) fn quoted(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix('"')?;
    let mut from = 0;
    loop {
        let at = from + inside[from..].find('"')?;
        if at > LONGEST_CELL {
            return None;
        }
        let behind = &inside[at + 1..];
        if !behind.starts_with('"') {
            return Some((&inside[..at], behind));
        }
        from = at + 2;
    }
}

/// What doubled quotes stand for.
pub(super) fn undoubled(text: &str) -> Cow<'_, str> {
    if text.contains('"') { Cow::Owned(text.replace("\"\"", "\"")) } else { Cow::Borrowed(text) }
}

/// A line that is quoted as a whole, without its quotes.
pub(super) fn unquoted(line: &str) -> Option<Cow<'_, str>> {
    match quoted(line.trim())? {
        (text, "") => Some(undoubled(text)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_ends_of_lines_and_no_other() {
        let lines: Vec<_> = Lines::of("a\nb\r\n\rc\r\rd\u{2028}e\u{85}f\n\n").collect();
        assert_eq!(
            lines,
            [(1, "a"), (2, "b"), (3, ""), (4, "c"), (5, ""), (6, "d\u{2028}e\u{85}f"), (7, "")]
        );
        assert_eq!(Lines::of("").count(), 0);
        assert_eq!(Lines::of("\r").collect::<Vec<_>>(), [(1, "")]);
        assert_eq!(Lines::of("\r\n").collect::<Vec<_>>(), [(1, "")]);
        assert_eq!(ends("a\nb\r\nc\rd\r"), 4);
    }

    #[test]
    fn only_a_line_that_is_quoted_as_a_whole_loses_its_quotes() {
        assert_eq!(unquoted(" \"a, \"\"b\"\"\" ").as_deref(), Some("a, \"b\""));
        for line in ["\"a\" b", "\"a\"b\"", "\"", "\"a", "a\"", ""] {
            assert_eq!(unquoted(line), None, "{line}");
        }
    }
}
