//! How a planned item ended. Every item ends as exactly one of these, so the sum is the plan.

use serde::{Deserialize, Serialize};

/// The most copies (derived assets) that are believed of one asset. No real one has as many, and as
/// many of each item of the largest job can still be summed up.
pub const MOST_COPIES: u64 = 1 << 20;

use super::format::sum;
use super::message::Message;
use super::unsettled::Unsettled;

/// The end of one item. “Deleted” comes only from the server's answer about that item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum Outcome {
    /// The server said that it deleted this item.
    Deleted {
        /// Copies that went with it, where the answer counted them.
        copies: Option<u64>,
    },
    /// The server had no such item any more: `not found`, `not_found`, or absent when asked.
    AlreadyGone,
    /// The server refused it, or this program does not send such a request.
    Refused {
        /// The server's own words, or why it is never sent.
        reason: Message,
    },
    /// Not sent.
    Skipped {
        /// Why not.
        reason: Skip,
    },
    /// Sent, and the server could not be asked what became of it.
    Unknown {
        /// What stood in the way.
        reason: Unsettled,
    },
}

/// Why an item was not sent. The journal keeps it as this word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Skip {
    /// Overwritten, renamed or uploaded anew since the preview.
    Changed,
    /// The job was stopped before its turn.
    Stopped,
    /// A sweep was at its end, and had not caught it: its tag was taken off, or it was renamed.
    NotCaught,
    /// As a later version says it.
    #[serde(untagged)]
    Other(String),
}

impl Outcome {
    /// The word in lists and CSV.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Deleted { .. } => "deleted",
            Self::AlreadyGone => "already gone",
            Self::Refused { .. } => "refused",
            Self::Skipped { .. } => "skipped",
            Self::Unknown { .. } => "unknown",
        }
    }
}

/// How many items ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tally {
    /// Deleted by this job.
    pub deleted: u64,
    /// Already gone.
    pub already_gone: u64,
    /// Refused by the server.
    pub refused: u64,
    /// Not sent.
    pub skipped: u64,
    /// Sent, end unknown.
    pub unknown: u64,
    /// Copies that went, as far as the answers counted them.
    pub copies: u64,
    /// Items among the deleted whose answer did not count their copies.
    pub uncounted: u64,
    /// Assets that a sweep deleted beyond the plan. They are no items, and no part of any sum.
    pub extras: u64,
    /// What the user left out of the plan. No items either, and no part of any sum.
    pub left_out: u64,
}

impl Tally {
    /// Counts one more.
    pub fn add(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Deleted { copies } => {
                self.deleted += 1;
                self.copies = self.copies.saturating_add(copies.unwrap_or(0));
                self.uncounted += u64::from(copies.is_none());
            }
            Outcome::AlreadyGone => self.already_gone += 1,
            Outcome::Refused { .. } => self.refused += 1,
            Outcome::Skipped { .. } => self.skipped += 1,
            Outcome::Unknown { .. } => self.unknown += 1,
        }
    }

    /// What the user has to look at: not deleted, of unknown end, or deleted beyond the plan.
    pub fn exceptions(&self) -> u64 {
        sum([self.refused, self.skipped, self.unknown, self.extras])
    }

    /// Items that have an end.
    pub fn ended(&self) -> u64 {
        sum([self.deleted, self.already_gone, self.refused, self.skipped, self.unknown])
    }
}
