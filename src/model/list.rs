//! A list of public IDs and URLs as people paste it: read line by line, every line accounted for.
//!
//! Plain lines, CSV columns (a header named `public_id`, or the first column) and delivery URLs
//! are understood. Nothing is dropped in silence: blank lines, duplicates and lines that cannot
//! be read are counted or kept with their reason.

use std::collections::HashSet;

use super::asset::AssetId;
use super::delivery::{self, Reading};

/// What one row asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A public ID, of whatever kinds the form says.
    PublicId(Box<str>),
    /// An asset ID (32 hexadecimal characters); also looked up as a public ID.
    AssetId(AssetId),
    /// A delivery URL; what it can mean, most likely first.
    Url(Vec<delivery::Candidate>),
    /// Cannot be looked up; the reason is for a person.
    Unreadable(Box<str>),
}

/// One line that is neither blank nor a repetition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// 1-based line number in what was pasted.
    pub line: usize,
    /// The cell's text, blanks at its ends cut off.
    pub text: Box<str>,
    /// What it asks for.
    pub wanted: Wanted,
}

/// A read list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublicIdList {
    /// In the order of the lines.
    pub rows: Vec<Row>,
    /// Lines with nothing in them.
    pub blank: usize,
    /// Lines that repeat an earlier one.
    pub duplicates: usize,
}

impl PublicIdList {
    /// Reads pasted lines or a file's text. `cloud_name` decides which URLs are of this
    /// environment.
    pub fn read(text: &str, cloud_name: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let column = Column::guess(text);
        let mut list = Self::default();
        let mut seen = HashSet::new();
        for (index, line) in text.lines().enumerate() {
            let Some(cell) = column.cell(index, line) else { continue };
            let cell = cell.trim();
            if cell.is_empty() {
                list.blank += 1;
            } else if seen.insert(cell.to_owned()) {
                list.rows.push(Row {
                    line: index + 1,
                    text: cell.into(),
                    wanted: Wanted::read(cell, cloud_name),
                });
            } else {
                list.duplicates += 1;
            }
        }
        list
    }

    /// Reads a field that holds one public ID or URL; commas and quotes belong to it.
    pub fn read_one(text: &str, cloud_name: &str) -> Self {
        let text = text.trim();
        let rows = if text.is_empty() {
            Vec::new()
        } else {
            vec![Row { line: 1, text: text.into(), wanted: Wanted::read(text, cloud_name) }]
        };
        Self { rows, ..Self::default() }
    }
}

impl Wanted {
    fn read(cell: &str, cloud_name: &str) -> Self {
        if let Ok(id) = cell.parse() {
            return Self::AssetId(id);
        }
        match delivery::read(cell, cloud_name) {
            Reading::Candidates(candidates) => Self::Url(candidates),
            Reading::OtherCloud(cloud) => Self::Unreadable(
                format!("This link belongs to the product environment “{cloud}”, not to “{cloud_name}”.")
                    .into(),
            ),
            Reading::NotADeliveryUrl => {
                Self::Unreadable("This link does not lead to an asset in Cloudinary.".into())
            }
            Reading::NotAUrl if cell.chars().count() > 255 => {
                Self::Unreadable("A public ID has at most 255 characters.".into())
            }
            Reading::NotAUrl if cell.chars().any(char::is_control) => {
                Self::Unreadable("A public ID has no control characters.".into())
            }
            Reading::NotAUrl => Self::PublicId(cell.into()),
        }
    }
}

/// Where in a line the public ID stands.
enum Column {
    /// The line is the public ID.
    Whole,
    /// A CSV file with a header that names the column.
    Named(usize),
}

impl Column {
    /// A first line with a cell `public_id` (or `asset_id`, `secure_url`, `url`) makes it a table;
    /// anything else is plain lines, since a public ID may hold a comma.
    fn guess(text: &str) -> Self {
        let header = text.lines().next().unwrap_or_default();
        let cells = cells(header);
        ["public_id", "public id", "asset_id", "secure_url", "url"]
            .iter()
            .find_map(|name| cells.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name)))
            .map_or(Self::Whole, Self::Named)
    }

    fn cell(&self, index: usize, line: &str) -> Option<String> {
        match self {
            Self::Whole => Some(unquote(line).to_owned()),
            Self::Named(_) if index == 0 => None,
            Self::Named(column) => Some(cells(line).into_iter().nth(*column).unwrap_or_default()),
        }
    }
}

/// The cells of a CSV line, split at commas, semicolons or tabs, whichever the line has.
fn cells(line: &str) -> Vec<String> {
    let delimiter =
        [b'\t', b';', b','].into_iter().find(|mark| line.as_bytes().contains(mark)).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(line.as_bytes());
    let mut record = csv::StringRecord::new();
    match reader.read_record(&mut record) {
        Ok(true) => record.iter().map(str::to_owned).collect(),
        Ok(false) | Err(_) => Vec::new(),
    }
}

fn unquote(line: &str) -> &str {
    let line = line.trim();
    line.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_row_a_blank_or_a_duplicate() {
        let mut text = String::from("\u{feff}");
        for number in 0..10_000 {
            match number % 4 {
                0 => text.push_str("\r\n"),
                1 => text.push_str("docs/owl\n"),
                _ => text.push_str(&["docs/item ", &number.to_string(), "\n"].concat()),
            }
        }
        let list = PublicIdList::read(&text, "demo");
        assert_eq!((list.rows.len(), list.blank, list.duplicates), (5_001, 2_500, 2_499));
        assert_eq!(list.rows[0].line, 2);
    }

    #[test]
    fn a_table_gives_its_public_id_column() {
        let list = PublicIdList::read("format,public_id\njpg,\"a, b\"\npng,c\n", "demo");
        let texts: Vec<&str> = list.rows.iter().map(|row| &*row.text).collect();
        assert_eq!(texts, ["a, b", "c"]);
    }

    #[test]
    fn odd_characters_belong_to_the_public_id() {
        for odd in ["a b", "a & b", "q?x", "a#b", "100%", "ñ/ü", "a,b"] {
            let list = PublicIdList::read(odd, "demo");
            assert_eq!(list.rows[0].wanted, Wanted::PublicId(odd.into()), "{odd}");
        }
    }

    #[test]
    fn a_link_of_another_cloud_is_kept_with_its_reason() {
        let list = PublicIdList::read("https://res.cloudinary.com/other/image/upload/owl.jpg", "demo");
        let Wanted::Unreadable(reason) = &list.rows[0].wanted else { panic!("{list:?}") };
        assert!(reason.contains("“other”"), "{reason}");
    }
}
