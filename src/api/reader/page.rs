//! Pages, as a server gives them.

use crate::model::asset::Asset;
use crate::model::message::Flaw;

/// A page of a listing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// In the server's order.
    pub items: Vec<Asset>,
    /// For the next page; `None` at the end.
    pub next_cursor: Option<String>,
    /// Entries that could not be understood.
    pub unreadable: Vec<Unreadable>,
    /// Entries that were not asked for: never among the items.
    pub others: usize,
    /// All of them on all pages, where the answer tells it: in a folder and in a search.
    pub total: Option<u64>,
}

/// An entry of a listing that could not be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Its public ID or asset ID; may be empty.
    pub text: String,
    /// What is wrong with it.
    pub why: Flaw,
}

/// A page of tags.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagPage {
    /// In alphabetical order.
    pub tags: Vec<String>,
    /// For the next page; `None` at the end.
    pub next_cursor: Option<String>,
}

/// One folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// The last part of its path.
    pub name: String,
    /// From the root, without a slash at either end.
    pub path: String,
}

/// A page of folders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FolderPage {
    /// In the server's order.
    pub folders: Vec<Folder>,
    /// For the next page; `None` at the end.
    pub next_cursor: Option<String>,
    /// All of them, where the answer tells it.
    pub total: Option<u64>,
}
