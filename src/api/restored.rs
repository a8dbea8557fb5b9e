//! What a server tells of what was to be put back.

use crate::model::message::Message;

/// What became of one item. One that the answer does not mention is in doubt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestoreEntry {
    /// The ID as it was sent.
    pub key: String,
    /// What became of it.
    pub verdict: Verdict,
}

/// See [`RestoreEntry`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is back.
    Restored {
        /// Its version from now on, where told: part of its delivery URLs.
        version: Option<u64>,
    },
    /// `no_backup`: it was never backed up, or the backup is gone.
    NoBackup,
    /// `failed`, `unauthorized` and other words: not put back.
    Other(Message),
}
