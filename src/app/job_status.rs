//! How a job stands, as jobs and receipts show it.

use crate::model::problem::Problem;

/// How a job stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobStatus {
    /// It runs, or was paused while it ran.
    Running,
    /// Its turn comes by itself: after the job before it, or once its environment is open.
    Waiting,
    /// The user paused it before its turn or in an earlier session.
    Paused,
    /// It was interrupted by an earlier session's end, and the user chose that such jobs ask.
    Interrupted,
    /// A fault halted it.
    Halted(Problem),
    /// Nothing shows that it was confirmed on this computer; it waits for the user's word.
    Unconfirmed(Problem),
    /// A part of its record cannot be read: it never goes on.
    Damaged(Problem),
}
