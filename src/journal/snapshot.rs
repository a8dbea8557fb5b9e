//! Jobs that are not at their end, as they stand in the journal.

use super::JournalError;
use crate::model::job::{Batch, BatchState, Control, Job};
use crate::model::outcome::Tally;
use crate::model::problem::Problem;
use crate::model::receipt::Summary;
use crate::model::seal::Unconfirmed;

/// A job as it stands in the journal: what a run starts from, the first time and every other.
#[derive(Debug)]
pub struct JobSnapshot {
    /// The job with its items.
    pub job: Job,
    /// Every batch, in order.
    pub batches: Vec<(Batch, BatchState)>,
    /// By item: whether it has an end.
    pub ended: Vec<bool>,
    /// How items ended so far.
    pub tally: Tally,
    /// Whether this installation's seal shows that it was confirmed here.
    pub confirmed: Result<(), Unconfirmed>,
}

impl JobSnapshot {
    /// A job that was just begun: nothing of it was sent.
    pub fn fresh(job: Job) -> Self {
        let batches = job.batches().into_iter().map(|batch| (batch, BatchState::Planned)).collect();
        let (ended, tally) = (vec![false; job.items().len()], Tally::default());
        Self { batches, ended, tally, confirmed: Ok(()), job }
    }
}

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
    /// A part of its record cannot be read: it can be looked at and put aside, and never goes on.
    Damaged(String),
}

impl Held {
    /// As it is told.
    pub fn problem(&self) -> Problem {
        match self {
            Self::Unconfirmed(why) => Problem::new(*why),
            Self::Damaged(why) => JournalError::Row(why.clone()).problem(),
        }
    }
}
