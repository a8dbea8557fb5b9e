//! A job that is not at its end, as a start finds it in the journal.

use super::job::Control;
use super::problem::Problem;
use super::receipt::Summary;
use super::seal::Unconfirmed;

/// A job that is not at its end.
#[derive(Clone, Debug, PartialEq)]
pub struct Unfinished {
    /// Header and counts.
    pub summary: Summary,
    /// What the user wants of it.
    pub control: Control,
    /// Why it does not go on by itself, whatever is wanted of it.
    pub held: Option<Held>,
}

/// Why a job does not go on by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// It may have been written by somebody else; the user must say that it is theirs.
    Unconfirmed(Unconfirmed),
    /// A part of its record cannot be read, as the problem's details say: it can be looked at and put
    /// aside, and never goes on.
    Damaged(Problem),
}
