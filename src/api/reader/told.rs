//! What a server tells of one asset, and of the environment.

use crate::model::account::FolderMode;
use crate::model::asset::{Asset, BackedUpVersion, Derived};

/// One look at an asset: a page of its copies.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// Also a placeholder: of an asset that was deleted and has a backed-up version.
    pub asset: Asset,
    /// A page of them.
    pub derived: Vec<Derived>,
    /// Copies on this page whose entry could not be understood.
    pub unreadable_copies: usize,
    /// Oldest first; empty unless asked for.
    pub versions: Vec<BackedUpVersion>,
    /// For the next page of copies; `None` at the end.
    pub next_cursor: Option<String>,
}

/// `GET /config?settings=true`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// How folders and public IDs go together, where told.
    pub folder_mode: Option<FolderMode>,
}

/// `GET /usage`; hours old.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// `Free` …
    pub plan: Option<String>,
    /// Originals.
    pub originals: Option<u64>,
    /// Made-to-size copies.
    pub derived: Option<u64>,
    /// Bytes stored.
    pub storage_bytes: Option<u64>,
}
