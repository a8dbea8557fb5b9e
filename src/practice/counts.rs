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
    /// API calls under way that the quota is charged with.
    pub counted_at_once: AtOnce,
    /// API calls under way that it is not charged with.
    pub free_at_once: AtOnce,
    /// API calls by name: `list`, `destroy`, `delete_by_tag` ….
    pub by_endpoint: BTreeMap<&'static str, u64>,
}

/// Calls of a sort under way, from their arrival to the head of their answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AtOnce {
    /// At this moment.
    pub now: u64,
    /// At most since the start.
    pub most: u64,
}

impl Counts {
    pub(super) fn at_once(&mut self, counted: bool) -> &mut AtOnce {
        if counted { &mut self.counted_at_once } else { &mut self.free_at_once }
    }

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

impl AtOnce {
    pub(super) fn come(&mut self) {
        self.now += 1;
        self.most = self.most.max(self.now);
    }

    pub(super) fn gone(&mut self) {
        self.now -= 1;
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
    /// Its answer was lost on purpose, or cut off.
    pub lost: bool,
}
