//! A job: a confirmed plan on its way, and the batches in which it is sent.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::account::EnvironmentId;
use super::confirm::{ConfirmedPlan, Warrant};
use super::criteria::What;
use super::plan::{Fingerprint, PlanItem};

/// The journal's number of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct JobId(pub i64);

impl fmt::Display for JobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// How a plan is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Route {
    /// Destroy: one asset a request, not counted against the hourly quota, clears the CDN for
    /// certain. Each hundred is checked by asset ID (one counted request) directly before.
    Thorough,
    /// By asset ID or derived ID: up to 100 a request, counted, exact.
    Batches,
}

impl Route {
    /// Items of one batch on every route: Cloudinary's limit for IDs in one request.
    pub const BATCH: usize = 100;

    /// The route that suits a plan, and the reason in a sentence.
    ///
    /// Copies can only go in batches: destroy always takes the original.
    pub fn suggested(what: What, items: usize) -> (Self, &'static str) {
        match what {
            What::Originals if items <= 5_000 => (
                Self::Thorough,
                "One at a time: clears the CDN for certain and hardly touches this hour's API calls.",
            ),
            What::Originals => {
                (Self::Batches, "A hundred at a time: the fewest requests that are still exact.")
            }
            What::AllCopies | What::ChosenCopies => {
                (Self::Batches, "Copies are deleted a hundred at a time; the originals stay.")
            }
        }
    }

    /// Requests of this plan: counted against the hourly quota, and not counted.
    pub fn price(self, items: usize) -> Price {
        let batches = items.div_ceil(Self::BATCH) as u64;
        match self {
            Self::Thorough => Price { counted: batches, free: items as u64 },
            Self::Batches => Price { counted: batches, free: 0 },
        }
    }
}

/// What a route costs in requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    /// Admin API calls, each counted against the hourly quota.
    pub counted: u64,
    /// Upload API calls, not counted.
    pub free: u64,
}

/// A confirmed plan with its number in the journal.
#[derive(Clone, Debug)]
pub struct Job {
    header: JobHeader,
    items: Arc<[PlanItem]>,
}

/// Everything of a job but its items: what the journal keeps in one row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JobHeader {
    /// The journal's number.
    pub id: JobId,
    /// The only environment in which it may run.
    pub environment: EnvironmentId,
    /// For receipts.
    pub cloud_name: String,
    /// The criteria in words.
    pub description: String,
    /// Originals, all copies, or chosen copies.
    pub what: What,
    /// How it is sent.
    pub route: Route,
    /// Whether CDN copies are cleared.
    pub invalidate: bool,
    /// Number of items.
    pub planned: u64,
    /// Of the plan.
    pub fingerprint: Fingerprint,
    /// When the preview was complete, Unix seconds.
    pub previewed_at: i64,
    /// When a person confirmed it, Unix seconds.
    pub confirmed_at: i64,
}

impl Job {
    /// Makes a job of a confirmed plan, under the number that the journal gave.
    pub fn new(id: JobId, confirmed: &ConfirmedPlan) -> Self {
        let plan = confirmed.plan();
        Self {
            header: JobHeader {
                id,
                environment: plan.environment().clone(),
                cloud_name: confirmed.cloud_name().to_owned(),
                description: plan.description().to_owned(),
                what: plan.what(),
                route: confirmed.route(),
                invalidate: plan.invalidate(),
                planned: plan.items().len() as u64,
                fingerprint: plan.fingerprint(),
                previewed_at: plan.taken_at(),
                confirmed_at: confirmed.confirmed_at(),
            },
            items: plan.items().into(),
        }
    }

    /// A job as the journal wrote it when it was confirmed. For the journal alone: the layer test
    /// looks for other callers.
    pub fn reopen(header: JobHeader, items: Vec<PlanItem>) -> Self {
        Self { header, items: items.into() }
    }

    /// Everything but the items.
    pub fn header(&self) -> &JobHeader {
        &self.header
    }

    /// Every item, in the order of the plan.
    pub fn items(&self) -> &Arc<[PlanItem]> {
        &self.items
    }

    /// The right to send it.
    pub fn warrant(&self) -> Warrant {
        Warrant::new(self.header.environment.clone())
    }

    /// The batches in which it is sent: ranges of items, each at most [`Route::BATCH`] long.
    pub fn batches(&self) -> impl Iterator<Item = Batch> + use<> {
        let planned = self.items.len();
        (0..planned.div_ceil(Route::BATCH)).map(move |index| {
            let start = index * Route::BATCH;
            Batch { index: index as u32, items: start..(start + Route::BATCH).min(planned) }
        })
    }
}

/// A range of a job's items that is sent together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// From 0.
    pub index: u32,
    /// Positions in [`Job::items`].
    pub items: Range<usize>,
}

/// How far a batch is, as the journal has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BatchState {
    /// Nothing was sent.
    Planned,
    /// Written before the first byte went out; without an end, the outcome must be asked for.
    Sending,
    /// Every item has its outcome.
    Done,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_arithmetic() {
        assert_eq!(Route::Thorough.price(250), Price { counted: 3, free: 250 });
        assert_eq!(Route::Batches.price(250), Price { counted: 3, free: 0 });
        assert_eq!(Route::Batches.price(0), Price { counted: 0, free: 0 });
    }

    #[test]
    fn copies_never_go_by_destroy() {
        for what in [What::AllCopies, What::ChosenCopies] {
            assert_eq!(Route::suggested(what, 1).0, Route::Batches);
        }
    }
}
