//! One column of a text: a CSV file whose first line names it, or plain lines.
//!
//! Quoted cells may hold delimiters, doubled quotes and line breaks. A quote that is never closed
//! is a character like any other, so that one of them does not swallow the rest of the file.

/// Longer than any cell of an export; a quote that is not closed within it is none, bytes.
const LONGEST_CELL: usize = 64 << 10;
/// What separates cells, the likeliest first.
const DELIMITERS: [char; 3] = ['\t', ';', ','];

/// The cell of one line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Cell {
    /// 1-based.
    pub line: usize,
    /// Without its quotes.
    pub text: String,
}

/// A text that is read cell by cell.
pub(super) struct Table<'a> {
    rest: &'a str,
    line: usize,
    /// Delimiter and column, where the first line is a header.
    column: Option<(char, usize)>,
}

impl<'a> Table<'a> {
    /// Reads the column that the first line names with one of these words, the first of them that
    /// it has; all lines, whole, where it has none, since a public ID may hold a comma.
    pub(super) fn read(text: &'a str, headers: &[&str]) -> Self {
        let mut table = Self { rest: text, line: 1, column: None };
        while table.rest.starts_with(['\n', '\r']) {
            table.end_line();
        }
        let header = &table.rest[..end_of_line(table.rest)];
        let delimiter = DELIMITERS.into_iter().find(|mark| header.contains(*mark)).unwrap_or(',');
        let mut first = Self { rest: header, line: 1, column: None };
        let names: Vec<String> =
            first.record(delimiter).iter().map(|name| name.trim().to_lowercase()).collect();
        let at = headers.iter().find_map(|header| names.iter().position(|name| name == header));
        match at {
            Some(at) => {
                table.column = Some((delimiter, at));
                table.record(delimiter);
                table
            }
            None => Self { rest: text, line: 1, column: None },
        }
    }

    /// The cells up to the end of a line.
    fn record(&mut self, delimiter: char) -> Vec<String> {
        let mut cells = Vec::new();
        loop {
            cells.push(self.cell(delimiter));
            match self.rest.strip_prefix(delimiter) {
                Some(rest) => self.rest = rest,
                None => break,
            }
        }
        self.end_line();
        cells
    }

    /// The cell up to a delimiter or the end of the line.
    fn cell(&mut self, delimiter: char) -> String {
        if let Some((text, behind)) = quoted(self.rest) {
            let ends = behind.is_empty() || behind.starts_with([delimiter, '\n', '\r']);
            if ends {
                self.line += text.matches('\n').count();
                self.rest = behind;
                return text.replace("\"\"", "\"");
            }
        }
        let end = self.rest.find([delimiter, '\n', '\r']).unwrap_or(self.rest.len());
        let (cell, behind) = self.rest.split_at(end);
        self.rest = behind;
        cell.to_owned()
    }

    fn whole_line(&mut self) -> String {
        let (line, behind) = self.rest.split_at(end_of_line(self.rest));
        self.rest = behind;
        self.end_line();
        match quoted(line.trim()) {
            Some((text, "")) => text.replace("\"\"", "\""),
            _ => line.to_owned(),
        }
    }

    /// `\n`, `\r\n` or `\r`.
    fn end_line(&mut self) {
        let rest = self.rest.strip_prefix('\r').unwrap_or(self.rest);
        self.rest = rest.strip_prefix('\n').unwrap_or(rest);
        self.line += 1;
    }
}

impl Iterator for Table<'_> {
    type Item = Cell;

    fn next(&mut self) -> Option<Cell> {
        if self.rest.is_empty() {
            return None;
        }
        let line = self.line;
        let text = match self.column {
            Some((delimiter, at)) => self.record(delimiter).into_iter().nth(at).unwrap_or_default(),
            None => self.whole_line(),
        };
        Some(Cell { line, text })
    }
}

fn end_of_line(text: &str) -> usize {
    text.find(['\n', '\r']).unwrap_or(text.len())
}

/// What stands between quotes, doubled ones left as they are, and what is behind.
fn quoted(text: &str) -> Option<(&str, &str)> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<(usize, String)> {
        Table::read(text, &["public_id", "url"]).map(|cell| (cell.line, cell.text)).collect()
    }

    fn expected(cells: &[(usize, &str)]) -> Vec<(usize, String)> {
        cells.iter().map(|(line, text)| (*line, (*text).to_owned())).collect()
    }

    #[test]
    fn plain_lines_are_whole_whatever_ends_them() {
        let lines = expected(&[(1, "a,b"), (2, "c;d"), (3, ""), (4, "e \"f\"")]);
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a,b", "\"c;d\"", "", "\"e \"\"f\"\"\""].join(end);
            assert_eq!(cells(&text), lines, "{end:?}");
        }
        assert_eq!(cells(""), []);
        assert_eq!(cells("\"a\" b"), expected(&[(1, "\"a\" b")]));
    }

    #[test]
    fn a_header_chooses_the_column_and_the_delimiter() {
        for mark in [",", ";", "\t"] {
            let text = ["\nformat#Public_ID #url", "jpg#a, b; c#x", "png#\"q\"\"u#o\"#y", "", "gif", "z##"]
                .join("\n");
            let mut text = text.replace('#', mark);
            if mark != "\t" {
                text = text.replace("a, b; c", "\"a, b; c\"");
            }
            let quoted = format!("q\"u{mark}o");
            let lines = expected(&[(3, "a, b; c"), (4, &*quoted), (5, ""), (6, ""), (7, "")]);
            assert_eq!(cells(&text), lines, "{mark:?}");
        }
    }

    #[test]
    fn a_cell_may_go_over_lines_and_an_open_quote_may_not() {
        let text = "note,public_id\n\"two\nlines\",a\nx,b\n\"open,c\ny,d\n";
        assert_eq!(cells(text), expected(&[(2, "a"), (4, "b"), (5, "c"), (6, "d")]));
    }
}
