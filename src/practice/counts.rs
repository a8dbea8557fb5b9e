//! What was asked of the environment.

use std::collections::BTreeMap;

/// Requests since the start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// API calls of every kind, refused ones among them; pictures are not.
    pub total: u64,
    /// Of them, those that only read.
    pub reading: u64,
    /// Of them, those that delete, restore, upload or alter.
    pub changing: u64,
    /// Of them, those that the hourly quota was charged with.
    pub counted: u64,
    /// Pictures and other files delivered or refused.
    pub deliveries: u64,
    /// API calls by name: `list`, `destroy`, `delete_by_tag` ….
    pub by_endpoint: BTreeMap<&'static str, u64>,
}

impl Counts {
    /// How often a call of this name came.
    pub fn of(&self, endpoint: &str) -> u64 {
        self.by_endpoint.get(endpoint).copied().unwrap_or_default()
    }

    pub(super) fn note(&mut self, endpoint: &'static str, changing: bool) {
        self.total += 1;
        *if changing { &mut self.changing } else { &mut self.reading } += 1;
        *self.by_endpoint.entry(endpoint).or_default() += 1;
    }
}

/// One recorded API call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    /// `GET`, `POST`, `DELETE` ….
    pub method: String,
    /// Path and query as they were sent.
    pub path: String,
    /// The body; what is not UTF-8 is replaced.
    pub body: String,
    /// The status that it was answered with, even where the answer was then lost on purpose.
    pub status: u16,
}
