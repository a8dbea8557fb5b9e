//! How far the planner is: counting, complete or incomplete, never confused.

use std::sync::Arc;

use super::doubt::Doubt;
use super::plan::Plan;
use super::problem::Problem;
use super::unix_time::UnixTime;

/// How far the planner is. Only `Complete` holds a plan.
#[derive(Clone, Debug)]
pub enum Preview {
    /// Still listing; so many found.
    Counting {
        /// Items found so far.
        found: u64,
        /// How many the search index knows of, where it was asked: an estimate, seconds late.
        indexed: Option<u64>,
        /// It waits until then for the next hour's calls, and goes on by itself.
        until: Option<UnixTime>,
    },
    /// Everything is known.
    Complete(Arc<Plan>),
    /// Stopped, cut off, or not to be trusted; so many found until then.
    Incomplete {
        /// Items found so far.
        found: u64,
        /// Why, and what to do.
        problem: Problem,
        /// Set where the listing came to its end with far fewer items than expected: the user who
        /// has seen both numbers may take it as it is.
        doubt: Option<Doubt>,
    },
}
