//! The ways to send a plan.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::destroy::DestroyBy;
use super::sweep::Sweep;
use super::what::What;

/// How a plan is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Route {
    /// Destroy: one asset a request, by asset ID, not counted against the hourly quota, clears the
    /// CDN for certain, exact. Each hundred is looked at (one counted request) once the preview is
    /// older than [`Route::FRESH`]; directly before it is sent, always, on a server that knows
    /// destroy by name alone.
    Thorough,
    /// By asset ID or derived ID: up to 100 a request, counted, exact. Looked at once the preview is
    /// older than [`Route::FRESH`].
    Batches,
    /// The selector itself: up to 1,000 a request, counted. Also deletes what was added since.
    Sweep,
}

impl Route {
    /// Its word in the fingerprint of a job.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Thorough => "thorough",
            Self::Batches => "batches",
            Self::Sweep => "sweep",
        }
    }

    /// Items of one batch: Cloudinary's limit for IDs in one request.
    pub const BATCH: usize = 100;
    /// A preview older than this is checked again before it is sent in batches.
    pub const FRESH: Duration = Duration::from_mins(10);

    /// Whether a plan can go this way. Destroy always takes the original, so copies only go in
    /// batches; a sweep needs the selector that found the plan.
    pub fn can_take(self, what: What, sweep: Option<&Sweep>) -> bool {
        match self {
            Self::Thorough => what == What::Originals,
            Self::Batches => true,
            Self::Sweep => what == What::Originals && sweep.is_some(),
        }
    }

    /// Assets that go in a second, for the expected time: so many requests under way, at half a
    /// second for one asset, two for a hundred, and ten for a thousand (one after the other).
    pub(super) fn pace(self) -> u64 {
        match self {
            Self::Thorough => 60,
            Self::Batches => 400,
            Self::Sweep => 100,
        }
    }

    /// Counted requests for so many items, the preview being fresh for so much longer, where
    /// this hour has so many calls left (`None`: not known), and destroy names assets so (`None`:
    /// not known; then at most so many).
    ///
    /// Those whose turn comes when the preview is not fresh any more are asked about once: all of an
    /// old one; in batches, those for which this hour has no calls left; one by one, those that go
    /// later at the usual pace. By name, all are.
    pub fn counted(
        self,
        items: u64,
        fresh_for: Option<Duration>,
        left: Option<u64>,
        by: Option<DestroyBy>,
    ) -> u64 {
        let batches = items.div_ceil(Self::BATCH as u64);
        match (self, fresh_for) {
            (Self::Thorough, Some(fresh_for)) if by.is_some_and(DestroyBy::is_exact) => items
                .saturating_sub(fresh_for.as_secs().saturating_mul(self.pace()))
                .div_ceil(Self::BATCH as u64),
            (Self::Thorough, _) => batches,
            (Self::Batches, Some(_)) => 2 * batches - left.map_or(batches, |left| left.min(batches)),
            (Self::Batches, None) => 2 * batches,
            (Self::Sweep, _) => items.div_ceil(Sweep::REQUEST as u64),
        }
    }
}
