//! A table: a text whose first line names its columns.
//!
//! Quoted cells may hold delimiters, doubled quotes and line breaks (RFC 4180). A quote that is
//! never closed is a character like any other, so that one of them does not swallow the rest.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::columns::{Cells, Column, Guarded, trimmed};
use super::entry::{Entry, What};
use super::lines::{Lines, ends, quoted, undoubled};

/// What separates cells, the likeliest first.
const DELIMITERS: [u8; 4] = [b'\t', b';', b',', b'|'];
/// A header that is longer is none, bytes.
const LONGEST_HEADER: usize = 64 << 10;

/// What the first row says about the columns.
pub(super) struct Header<'a> {
    /// By position; `None` where a column says nothing about an asset.
    columns: Vec<Option<Column>>,
    /// Whether blanks stand around the cells, as in Markdown and in what databases print.
    padded: bool,
    /// How the program guarded its cells, where it wrote this table.
    own: Option<Guarded>,
    /// What is behind it.
    rows: Rows<'a>,
}

impl<'a> Header<'a> {
    /// Reads a text whose first line is `line`. `None` where it names no column by which an asset
    /// can be found. A `separator` that is not of ASCII separates nothing; JSON has no header.
    pub(super) fn read(text: &'a str, line: usize, separator: Option<char>) -> Option<Self> {
        let first = Lines::of(text).next()?.1;
        if first.len() > LONGEST_HEADER || first.trim_start().starts_with(['{', '[']) {
            return None;
        }
        let named = separator.and_then(|mark| u8::try_from(mark).ok()).filter(u8::is_ascii);
        let headers = named
            .into_iter()
            .chain(DELIMITERS)
            .map(|delimiter| Self::of(Rows { rest: text, line, delimiter }));
        let best = headers.reduce(|best, next| if next.known() > best.known() { next } else { best })?;
        best.columns.iter().flatten().any(|column| column.names_an_asset()).then_some(best)
    }

    fn of(mut rows: Rows<'a>) -> Self {
        let mut columns: Vec<Option<Column>> = Vec::new();
        let mut names = BTreeSet::new();
        let mut padded = false;
        loop {
            let cell = rows.cell();
            padded |= rows.delimiter == b'|' && (cell.starts_with(' ') || cell.ends_with(' '));
            let name = cell.trim_matches(|c: char| c.is_whitespace() || "\"'“”`*\u{feff}".contains(c));
            columns.push(Column::of(name));
            names.insert(name.to_ascii_lowercase());
            if !rows.next_cell() {
                break;
            }
        }
        rows.end_line();
        names.remove("");
        let own = Guarded::of(&names);
        Self { columns, padded, own, rows }
    }

    fn known(&self) -> usize {
        self.columns.iter().flatten().collect::<BTreeSet<_>>().len()
    }

    /// Hands over the rows behind it. Gives the number of those with nothing in them.
    pub(super) fn rows(self, take: &mut impl FnMut(Entry<'a>)) -> usize {
        let mut rows = Rows { ..self.rows };
        if self.columns.len() == 1 {
            // There is nothing to separate: a comma belongs to the cell.
            rows.delimiter = b'\n';
        }
        let mut blank = 0;
        while !rows.rest.is_empty() {
            let (line, before) = (rows.line, rows.rest);
            let mut cells = Cells::default();
            let mut nothing = true;
            let mut too_many = false;
            let mut at = 0;
            loop {
                let cell = rows.cell();
                if !cell.trim().is_empty() {
                    nothing = false;
                    match self.columns.get(at) {
                        Some(Some(column)) => cells.put(*column, self.plain(cell)),
                        Some(None) => {}
                        None => too_many = true,
                    }
                }
                at += 1;
                if !rows.next_cell() {
                    break;
                }
            }
            let whole = &before[..before.len() - rows.rest.len()];
            rows.end_line();
            // Which of its cells is missing nobody knows.
            if self.columns.iter().skip(at).flatten().next().is_some() {
                cells.are_unclear();
            }
            if nothing {
                blank += 1;
            } else if too_many {
                // Which cell belongs to which column nobody knows.
                take(Entry { line, what: What::Text(Cow::Borrowed(whole)) });
            } else if !(self.padded && is_rule(whole)) {
                take(Entry { line, what: What::Record(Box::new(cells.into_record())) });
            }
        }
        blank
    }

    /// A cell as it was before it was written into the table.
    fn plain(&self, cell: Cow<'a, str>) -> Cow<'a, str> {
        let cell = if self.padded { trimmed(cell) } else { cell };
        match (self.own, cell) {
            (None, cell) => cell,
            (Some(guarded), Cow::Borrowed(cell)) => guarded.plain(cell),
            (Some(guarded), Cow::Owned(cell)) => Cow::Owned(guarded.plain(&cell).into_owned()),
        }
    }
}

/// The line between header and rows, as Markdown and databases draw it.
fn is_rule(line: &str) -> bool {
    line.contains("--") && line.bytes().all(|byte| matches!(byte, b'-' | b'+' | b'|' | b':' | b' '))
}

/// A text that is read cell by cell.
struct Rows<'a> {
    rest: &'a str,
    line: usize,
    delimiter: u8,
}

impl<'a> Rows<'a> {
    /// The cell up to a delimiter or the end of the line. Blanks around a quoted one are nothing.
    fn cell(&mut self) -> Cow<'a, str> {
        let start = self.rest.trim_start_matches(' ');
        if let Some((text, behind)) = quoted(start) {
            let behind = behind.trim_start_matches(' ');
            if behind.bytes().next().is_none_or(|byte| self.ends_cell(byte)) {
                self.line += ends(text);
                self.rest = behind;
                return undoubled(text);
            }
        }
        let end = self.rest.bytes().position(|byte| self.ends_cell(byte)).unwrap_or(self.rest.len());
        let (cell, behind) = self.rest.split_at(end);
        self.rest = behind;
        Cow::Borrowed(cell)
    }

    fn ends_cell(&self, byte: u8) -> bool {
        byte == self.delimiter || byte == b'\n' || byte == b'\r'
    }

    /// Goes over a delimiter, where one is next.
    fn next_cell(&mut self) -> bool {
        let next = self.rest.as_bytes().first() == Some(&self.delimiter) && self.delimiter != b'\n';
        if next {
            self.rest = &self.rest[1..];
        }
        next
    }

    /// `\n`, `\r\n` or `\r`.
    fn end_line(&mut self) {
        let rest = self.rest.strip_prefix('\r').unwrap_or(self.rest);
        self.rest = rest.strip_prefix('\n').unwrap_or(rest);
        self.line += 1;
    }
}

/// The character that Excel's line `sep=;` names.
pub(super) fn separator(line: &str) -> Option<char> {
    let line = line.trim_matches(|c| c == ' ' || c == '"');
    let behind =
        line.get(..4).filter(|word| word.eq_ignore_ascii_case("sep=")).map(|word| &line[word.len()..])?;
    let mark = behind.chars().next()?;
    (!mark.is_alphanumeric() && behind.chars().all(|c| c == mark)).then_some(mark)
}
