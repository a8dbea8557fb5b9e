//! The columns of a list, by the names that their headers have: those of Cloudinary's resource
//! object (Admin API, “Resource”), and the few that this program adds.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::entry::Record;
use crate::model::guard::{unguard, unguard_start};

/// The columns of a receipt that is saved as CSV, in their order. A table with exactly these is
/// one of the program's own, and its cells are guarded.
pub const RECEIPT: [&str; 14] = [
    "public_id",
    "resource_type",
    "type",
    "format",
    "bytes",
    "created_at",
    "asset_id",
    "what",
    "derived_id",
    "transformation",
    "outcome",
    "copies_deleted",
    "reason",
    KEPT_OR_NOT,
];
/// What became of the original; receipts of earlier versions have no such column.
const KEPT_OR_NOT: &str = "original";

/// How the cells of a saved receipt are guarded.
#[derive(Clone, Copy, Debug)]
pub(super) enum Guarded {
    /// Wherever a spreadsheet could see a cell begin.
    Everywhere,
    /// At their start alone, by an earlier version.
    AtTheStart,
}

impl Guarded {
    /// By the names of the columns; `None` where they are not those of a receipt.
    pub(super) fn of(names: &BTreeSet<String>) -> Option<Self> {
        let others = RECEIPT.iter().filter(|name| **name != KEPT_OR_NOT);
        if !others.clone().all(|name| names.contains(*name)) {
            return None;
        }
        match (names.contains(KEPT_OR_NOT), names.len() - others.count()) {
            (true, 1) => Some(Self::Everywhere),
            (false, 0) => Some(Self::AtTheStart),
            _ => None,
        }
    }

    /// What a cell was before it was guarded.
    pub(super) fn plain(self, cell: &str) -> Cow<'_, str> {
        match self {
            Self::Everywhere => unguard(cell),
            Self::AtTheStart => Cow::Borrowed(unguard_start(cell)),
        }
    }
}

/// The column `what` of a row that names an original with all of its copies.
pub const ORIGINAL: &str = "original";
/// The column `what` of a row that names all copies of an original, which stays.
pub const ALL_COPIES: &str = "all copies";
/// The column `what` of a row that names a single copy.
pub const COPY: &str = "copy";
/// The column `what` of a row that names what the user left out of a deletion, so that it stays.
pub const LEFT_OUT: &str = "left out";

/// A column that says something about an asset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    AssetId,
    PublicId,
    ResourceType,
    DeliveryType,
    Type,
    Format,
    Version,
    SecureUrl,
    DeliveryUrl,
    Url,
    DerivedId,
    What,
}

/// Names without blanks, underscores and hyphens, in lower case.
const NAMES: [(&str, Column); 12] = [
    ("publicid", Column::PublicId),
    ("assetid", Column::AssetId),
    ("resourcetype", Column::ResourceType),
    ("type", Column::Type),
    ("deliverytype", Column::DeliveryType),
    ("format", Column::Format),
    ("version", Column::Version),
    ("secureurl", Column::SecureUrl),
    ("deliveryurl", Column::DeliveryUrl),
    ("url", Column::Url),
    ("derivedid", Column::DerivedId),
    ("what", Column::What),
];

impl Column {
    /// By its name in a header or in JSON: `public_id`, `Public ID`, `publicId`.
    pub(super) fn of(name: &str) -> Option<Self> {
        NAMES.into_iter().find(|(known, _)| same(name, known)).map(|(_, column)| column)
    }

    /// Whether it can name an asset by itself.
    pub(super) fn names_an_asset(self) -> bool {
        matches!(self, Self::AssetId | Self::PublicId | Self::SecureUrl | Self::DeliveryUrl | Self::Url)
    }
}

fn same(name: &str, known: &str) -> bool {
    let letters = name.bytes().filter(|byte| !matches!(byte, b' ' | b'_' | b'-'));
    letters.map(|byte| byte.to_ascii_lowercase()).eq(known.bytes())
}

/// What stands in the columns of one row.
#[derive(Debug, Default)]
pub(super) struct Cells<'a> {
    cells: [Option<Cow<'a, str>>; NAMES.len()],
    unclear: bool,
}

impl<'a> Cells<'a> {
    /// Puts a cell in; a blank one is none.
    pub(super) fn put(&mut self, column: Column, cell: Cow<'a, str>) {
        let inside = cell.trim();
        let before = self.cells[column as usize].take();
        self.unclear |= before.is_some_and(|before| before.trim() != inside);
        self.cells[column as usize] = match (inside.is_empty(), inside.len() == cell.len()) {
            (true, _) => None,
            (false, true) => Some(cell),
            (false, false) if column == Column::PublicId => Some(cell),
            (false, false) => Some(trimmed(cell)),
        };
    }

    /// A cell is missing, or holds what is no text and no number.
    pub(super) fn are_unclear(&mut self) {
        self.unclear = true;
    }

    /// Whether two columns for the same say different things.
    fn contradict(&self) -> bool {
        let cell = |column: Column| self.cells[column as usize].as_deref();
        let differ =
            |one: Option<&str>, other: Option<&str>| matches!((one, other), (Some(a), Some(b)) if a != b);
        let address =
            |column: Column| cell(column).map(|url| url.split_once("://").map_or(url, |(_, rest)| rest));
        differ(cell(Column::Type), cell(Column::DeliveryType))
            || differ(address(Column::Url), address(Column::SecureUrl))
            || differ(address(Column::DeliveryUrl), address(Column::SecureUrl))
            || differ(address(Column::Url), address(Column::DeliveryUrl))
    }

    pub(super) fn into_record(mut self) -> Record<'a> {
        let unclear = self.unclear || self.contradict();
        let mut take = |column: Column| self.cells[column as usize].take();
        let (derived_id, what) = (take(Column::DerivedId), take(Column::What));
        Record {
            unclear,
            asset_id: take(Column::AssetId),
            public_id: take(Column::PublicId),
            resource_type: take(Column::ResourceType),
            delivery_type: take(Column::DeliveryType).or_else(|| take(Column::Type)),
            format: take(Column::Format),
            version: take(Column::Version),
            url: [Column::SecureUrl, Column::DeliveryUrl, Column::Url].into_iter().find_map(&mut take),
            copies_only: derived_id.is_some() || what.as_deref().is_some_and(means_copies),
            left_out: what.is_some_and(|what| what.eq_ignore_ascii_case(LEFT_OUT)),
            derived_id,
        }
    }
}

/// Whether the column `what` says that only copies are meant; the words of a job's header too.
pub(super) fn means_copies(what: &str) -> bool {
    [ALL_COPIES, COPY, "all-copies", "chosen-copies"].iter().any(|word| what.eq_ignore_ascii_case(word))
}

pub(super) fn trimmed(cell: Cow<'_, str>) -> Cow<'_, str> {
    match cell {
        Cow::Borrowed(cell) => Cow::Borrowed(cell.trim()),
        Cow::Owned(cell) if cell.trim().len() == cell.len() => Cow::Owned(cell),
        Cow::Owned(cell) => Cow::Owned(cell.trim().to_owned()),
    }
}
