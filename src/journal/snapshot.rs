//! What a run of a job starts from.

use crate::model::job::{Batch, BatchState, Job};
use crate::model::outcome::Tally;
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
