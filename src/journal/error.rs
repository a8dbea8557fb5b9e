//! Why the journal could not be used, by what the user can do about it.

use crate::model::job::NotTheSame;
use crate::model::job_id::JobId;
use crate::model::problem::{Problem, RecordProblem};

/// Why the journal could not be read or written. Nothing was lost that it had answered for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JournalError {
    /// The disk is full.
    #[error("the disk is full: {0}")]
    Full(String),
    /// The file or its folder cannot be written.
    #[error("the journal’s file cannot be written: {0}")]
    ReadOnly(String),
    /// Another program holds it.
    #[error("another program holds the journal’s file: {0}")]
    Locked(String),
    /// Not a journal, or damaged.
    #[error("the journal’s file is damaged: {0}")]
    Damaged(String),
    /// Another file stands at its path, or none.
    #[error("the journal’s file is not at its place any more: {0}")]
    Moved(String),
    /// Somebody else wrote to it.
    #[error("another program wrote to the journal’s file: {0}")]
    Foreign(String),
    /// Written by a newer version of this program.
    #[error("the journal was written by a newer version of Cloudsweep (format {0})")]
    Newer(i64),
    /// Anything else that `SQLite` says.
    #[error("the journal could not be used: {0}")]
    Other(String),
    /// A row that this version cannot read.
    #[error("the journal has a row that cannot be read: {0}")]
    Row(String),
    /// What is written of a job is not what was confirmed.
    #[error(transparent)]
    NotTheSame(#[from] NotTheSame),
    /// There is no such job.
    #[error("there is no job {0}")]
    NoSuchJob(JobId),
    /// A fault of this program, in these words.
    #[error("the journal’s work broke off: {0}")]
    Panicked(String),
    /// The threads have ended.
    #[error("the journal is closed")]
    Closed,
}

impl From<rusqlite::Error> for JournalError {
    /// Sorts an error of `SQLite` by what the user can do about it.
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        let words = error.to_string();
        if is_of_a_value(&error) {
            return Self::Row(words);
        }
        match error.sqlite_error_code() {
            Some(Code::DiskFull) => Self::Full(words),
            Some(Code::ReadOnly | Code::CannotOpen | Code::PermissionDenied | Code::SystemIoFailure) => {
                Self::ReadOnly(words)
            }
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => Self::Locked(words),
            Some(Code::DatabaseCorrupt | Code::NotADatabase) => Self::Damaged(words),
            _ => Self::Other(words),
        }
    }
}

/// Whether it is about what a row holds.
fn is_of_a_value(error: &rusqlite::Error) -> bool {
    use rusqlite::Error as E;
    let conversion = matches!(
        error,
        E::FromSqlConversionFailure(..)
            | E::IntegralValueOutOfRange(..)
            | E::InvalidColumnType(..)
            | E::Utf8Error(..)
    );
    conversion || error.sqlite_error_code() == Some(rusqlite::ErrorCode::TooBig)
}

impl JournalError {
    /// Whether it is about the rows of one job, and says nothing of any other.
    pub fn is_of_one_job(&self) -> bool {
        matches!(self, Self::Row(_) | Self::NotTheSame(_))
    }

    /// Whether it is about the file or the disk, so that any other write would fail as well.
    pub(super) fn concerns_all(&self) -> bool {
        match self {
            Self::Full(_)
            | Self::ReadOnly(_)
            | Self::Locked(_)
            | Self::Damaged(_)
            | Self::Moved(_)
            | Self::Foreign(_) => true,
            Self::Newer(_)
            | Self::Other(_)
            | Self::Row(_)
            | Self::NotTheSame(_)
            | Self::NoSuchJob(_)
            | Self::Panicked(_)
            | Self::Closed => false,
        }
    }

    /// As it is told.
    pub fn problem(&self) -> Problem {
        let code = match self {
            Self::Full(_) => RecordProblem::Full,
            Self::ReadOnly(_) => RecordProblem::ReadOnly,
            Self::Locked(_) => RecordProblem::Locked,
            Self::Moved(_) => RecordProblem::Moved,
            Self::Foreign(_) => RecordProblem::Foreign,
            Self::Row(_) => RecordProblem::OfOneJob,
            Self::Damaged(_) => RecordProblem::Damaged,
            Self::NotTheSame(_) => RecordProblem::NotTheSame,
            Self::Newer(_) => RecordProblem::Newer,
            Self::NoSuchJob(_) => RecordProblem::NoSuchJob,
            Self::Closed | Self::Other(_) | Self::Panicked(_) => RecordProblem::Other,
        };
        Problem::new(code).with_details(self.to_string())
    }
}
