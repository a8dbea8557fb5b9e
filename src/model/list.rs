//! A list of public IDs and URLs as people paste it: read line by line, every line accounted for.
//!
//! Plain lines, CSV columns (a header named `public_id`, or the first column) and delivery URLs
//! are understood. Nothing is dropped in silence: blank lines, duplicates and lines that cannot
//! be read are counted or kept with their reason.

use std::collections::HashSet;

use super::asset::AssetId;
use super::delivery::{self, Reading};
use super::table::{Cell, Table};

/// Cells of a first line that make the text a table, and the column that is read.
const HEADERS: [&str; 6] = ["public_id", "public id", "publicid", "asset_id", "secure_url", "url"];

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
        let mut list = Self::default();
        let mut seen = HashSet::new();
        for Cell { line, text } in Table::read(text, &HEADERS) {
            let cell = text.trim();
            if cell.is_empty() {
                list.blank += 1;
            } else if seen.insert(cell.to_owned()) {
                list.rows.push(Row { line, text: cell.into(), wanted: Wanted::read(cell, cloud_name) });
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
    fn a_text_that_makes_no_sense_is_told_row_by_row() {
        let list = PublicIdList::read("a\0b\n\u{1}\nok\n", "demo");
        assert!(matches!(list.rows[0].wanted, Wanted::Unreadable(_)));
        assert!(matches!(list.rows[1].wanted, Wanted::Unreadable(_)));
        assert_eq!(list.rows[2].wanted, Wanted::PublicId("ok".into()));
        let long = "x".repeat(256);
        assert!(matches!(PublicIdList::read(&long, "demo").rows[0].wanted, Wanted::Unreadable(_)));
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
