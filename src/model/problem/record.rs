//! What can go wrong with the record of deletions: the journal.

/// Why the record of deletions cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordProblem {
    /// The disk is full.
    Full,
    /// Its file or folder cannot be written.
    ReadOnly,
    /// Another program holds it.
    Locked,
    /// It is no record, or damaged.
    Damaged,
    /// Another file stands at its place, or none.
    Moved,
    /// Another program wrote to it.
    Foreign,
    /// A newer version of this program wrote it.
    Newer,
    /// The rows of one deletion are damaged.
    OfOneJob,
    /// What it has of a deletion is not what was confirmed.
    NotTheSame,
    /// It has no such deletion.
    NoSuchJob,
    /// It could not be opened.
    NotOpened,
    /// Any other reason.
    Other,
}
