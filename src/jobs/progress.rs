//! How far a running job is: what the window shows while it works.

use std::time::Duration;

use crate::model::account::EnvironmentId;
use crate::model::job_id::JobId;
use crate::model::outcome::Tally;
use crate::model::problem::Code;

/// Published through a watch channel, one for each running job; a reader sees the latest, never a
/// queue.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// Which job.
    pub job: JobId,
    /// Where it runs.
    pub environment: EnvironmentId,
    /// Items of the plan.
    pub planned: u64,
    /// How items ended so far.
    pub tally: Tally,
    /// What it is doing now.
    pub phase: Phase,
    /// Requests sent whose answer has not come.
    pub under_way: u32,
    /// By the rate so far, and by the hourly quota's schedule where that takes longer.
    pub time_left: Option<Duration>,
    /// Unix seconds of the start of this run.
    pub started_at: i64,
}

/// What a job is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Asking the server about batches whose answers were never seen.
    Settling,
    /// Sending.
    Running,
    /// Sends nothing more; some answers are still to come, or to be written.
    Pausing,
    /// Nothing is under way, and every answer that came is in the journal.
    Paused,
    /// Cloudinary allows no more counted calls until then (Unix seconds); goes on by itself.
    WaitingForLimit {
        /// Unix seconds.
        until: i64,
    },
    /// The rest of this hour's calls is left for the customer's own site; goes on by itself.
    KeepingReserve {
        /// Unix seconds of the next hour.
        until: i64,
        /// Calls that are left.
        kept: u64,
    },
    /// A request failed, and will be tried again; goes on by itself.
    TryingAgain {
        /// Unix seconds of the next attempt.
        until: i64,
        /// What happened: the network, the server, or what stands before it.
        why: Code,
    },
    /// Sends nothing more; ends when the last answers are there.
    Stopping,
}

impl Phase {
    /// Whether the user can still pause or stop it.
    pub fn can_be_stopped(&self) -> bool {
        !matches!(self, Self::Stopping)
    }

    /// Until when it waits, if it does.
    pub fn until(&self) -> Option<i64> {
        match self {
            Self::WaitingForLimit { until }
            | Self::KeepingReserve { until, .. }
            | Self::TryingAgain { until, .. } => Some(*until),
            Self::Settling | Self::Running | Self::Pausing | Self::Paused | Self::Stopping => None,
        }
    }
}
