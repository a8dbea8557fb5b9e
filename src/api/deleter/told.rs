//! What a server tells of a deletion.

use crate::api::key::Key;

/// What a bulk deletion said of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// `deleted`. With `keep_original` it speaks of the copies.
    Deleted,
    /// `not_found`
    NotFound,
    /// Any other word: not deleted.
    Other(String),
}

/// One item of a bulk deletion's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkEntry {
    /// The ID as it was sent; the public ID where none was sent.
    pub key: Key,
    /// What became of it.
    pub verdict: Verdict,
    /// Originals deleted, where told: 0 where the original was kept.
    pub original: Option<u64>,
    /// Copies deleted with it, where told.
    pub derived: Option<u64>,
}

/// A bulk deletion's answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BulkAnswer {
    /// In no order.
    pub deleted: Vec<BulkEntry>,
    /// More remains; to be asked again with the cursor.
    pub partial: bool,
    /// For the rest.
    pub next_cursor: Option<String>,
}

/// What stays, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotDeleted {
    /// As it was sent.
    pub key: String,
    /// The server's words; may be empty.
    pub why: String,
}

/// What became of backed-up versions. One that is named in neither list is in doubt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VersionsAnswer {
    /// Version IDs, gone for good.
    pub deleted: Vec<String>,
    /// The others.
    pub failed: Vec<NotDeleted>,
}

/// What became of links between assets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnlinkAnswer {
    /// Assets that are not related any more.
    pub unlinked: Vec<String>,
    /// The others.
    pub failed: Vec<NotDeleted>,
}
