//! What became of each row of a list: shown beside the preview, so that nothing a person pasted
//! is dropped in silence.

use crate::model::asset::AssetName;
use crate::model::list::PublicIdList;

/// What became of each row of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListReport {
    /// In the order of the lines.
    pub rows: Vec<ReportRow>,
    /// Lines with nothing in them.
    pub blank: usize,
    /// Lines that repeat an earlier one.
    pub duplicates: usize,
}

/// One row of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportRow {
    /// 1-based line number.
    pub line: usize,
    /// The row's text.
    pub text: Box<str>,
    /// What it matched.
    pub found: Found,
}

/// What a row matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// These assets, by their full names; more than one where the same public ID exists in several
    /// kinds.
    Assets(Vec<AssetName>),
    /// Nothing of these kinds.
    Nothing,
    /// The row could not be looked up; the reason is for a person.
    Unreadable(Box<str>),
}

impl ListReport {
    /// A report in which no row has matched anything yet.
    pub(super) fn blank(list: &PublicIdList) -> Self {
        use crate::model::list::Wanted;
        let rows = list.rows.iter().map(|row| ReportRow {
            line: row.line,
            text: row.text.clone(),
            found: match &row.wanted {
                Wanted::Unreadable(reason) => Found::Unreadable(reason.clone()),
                Wanted::PublicId(_) | Wanted::AssetId(_) | Wanted::Url(_) => Found::Nothing,
            },
        });
        Self { rows: rows.collect(), blank: list.blank, duplicates: list.duplicates }
    }

    /// Notes that a row matched an asset.
    pub(super) fn matched(&mut self, row: usize, name: AssetName) {
        let found = &mut self.rows[row].found;
        match found {
            Found::Assets(names) if names.contains(&name) => {}
            Found::Assets(names) => names.push(name),
            Found::Nothing | Found::Unreadable(_) => *found = Found::Assets(vec![name]),
        }
    }

    /// Rows that matched nothing.
    pub fn unmatched(&self) -> usize {
        self.rows.iter().filter(|row| !matches!(row.found, Found::Assets(_))).count()
    }
}
