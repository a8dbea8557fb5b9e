//! How far a running job is: what the window shows while it works.

use std::time::Duration;

use crate::model::account::EnvironmentId;
use crate::model::job_id::JobId;
use crate::model::outcome::Tally;
use crate::model::problem::Code;
use crate::model::unix_time::UnixTime;

/// Published through a watch channel, one for each running job; a reader sees the latest, never a
/// queue.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// The job.
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
    /// When this run started.
    pub started_at: UnixTime,
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
    /// Cloudinary allows no more counted calls until then; goes on by itself.
    WaitingForLimit {
        /// When it goes on.
        until: UnixTime,
    },
    /// The rest of this hour's calls is left for the customer's own site; goes on by itself.
    KeepingReserve {
        /// When the next hour begins.
        until: UnixTime,
        /// Calls that are left.
        kept: u64,
    },
    /// A request failed, and will be tried again; goes on by itself.
    TryingAgain {
        /// When it tries again.
        until: UnixTime,
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
    pub fn until(&self) -> Option<UnixTime> {
        match self {
            Self::WaitingForLimit { until }
            | Self::KeepingReserve { until, .. }
            | Self::TryingAgain { until, .. } => Some(*until),
            Self::Settling | Self::Running | Self::Pausing | Self::Paused | Self::Stopping => None,
        }
    }
}
