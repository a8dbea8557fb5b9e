//! A receipt: what became of a job, item by item. A fold over the journal, the same for a running
//! job and for one that was reopened.

mod view;

use serde::{Deserialize, Serialize};

pub use view::{EndCounts, Filter, ListedRows, PAGE, Positions, ReceiptHead, ReceiptRow, ReceiptView, Shown};

use super::asset::{AssetId, DeliveryType, ResourceType};
use super::item::PlanItem;
use super::job::{Job, JobHeader};
use super::outcome::{Outcome, Tally};
use super::unix_time::UnixTime;

/// How far a job is, as the journal has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum JobState {
    /// Not at its end; running, or waiting to go on.
    Open,
    /// Every item has its end.
    Done,
    /// The user stopped it; the rest was not sent.
    Stopped,
    /// A part of its record cannot be read, or could not when it was put aside.
    Damaged,
}

/// The three honest ends, and the one of which not everything is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Everything planned was deleted, or was gone before, and nothing else.
    Complete,
    /// Something was refused, skipped, is unknown, or was deleted beyond the plan.
    WithExceptions,
    /// The user stopped it.
    Stopped,
    /// A part of its record cannot be read.
    Damaged,
}

/// A job's header with its counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// The job.
    pub header: JobHeader,
    /// How far it is.
    pub state: JobState,
    /// How its items ended so far.
    pub tally: Tally,
    /// When it ended.
    pub ended_at: Option<UnixTime>,
}

impl Summary {
    /// Of a job that was just written: nothing of it was sent.
    pub fn begun(job: &Job) -> Self {
        Self { header: job.header().clone(), state: JobState::Open, tally: Tally::default(), ended_at: None }
    }

    /// The end, for a job that has one.
    pub fn ending(&self) -> Option<Ending> {
        match self.state {
            JobState::Open => None,
            JobState::Stopped => Some(Ending::Stopped),
            JobState::Damaged => Some(Ending::Damaged),
            JobState::Done if self.tally.exceptions() > 0 => Some(Ending::WithExceptions),
            JobState::Done => Some(Ending::Complete),
        }
    }

    /// Whether the outcomes add up to the plan; anything else is a fault of this program.
    pub fn adds_up(&self) -> bool {
        matches!(self.state, JobState::Open | JobState::Damaged) || self.tally.ended() == self.header.planned
    }
}

/// One line of a receipt. `None`: not at its end yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What was planned.
    pub item: PlanItem,
    /// How it ended.
    pub outcome: Option<Outcome>,
}

/// An asset that a sweep deleted although it was not in the plan: added, or uploaded anew under a
/// planned name, after the preview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extra {
    /// Image, video or raw.
    pub resource_type: ResourceType,
    /// Not told by the answer to a deletion by tag.
    pub delivery_type: Option<DeliveryType>,
    /// As the server named it.
    pub public_id: Box<str>,
    /// Known only where it was listed before it was deleted.
    pub asset_id: Option<AssetId>,
    /// How it is known that it is gone.
    pub end: ExtraEnd,
}

/// How it is known that an extra asset is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExtraEnd {
    /// The server said that it deleted it.
    Deleted,
    /// It was there before the sweep and was gone after one whose answer was never seen.
    Gone,
}

/// A line of any receipt that a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The job's header and counts.
    pub summary: Summary,
    /// The line, or the asset beyond the plan.
    pub found: Found,
}

/// What a search through all receipts finds.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// A planned item.
    Line(Box<Line>),
    /// An asset that a sweep deleted beyond the plan.
    Extra(Extra),
}
