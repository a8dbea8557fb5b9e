//! Why a deletion, or the preview before it, does not start or go on.

use crate::model::route::Route;

/// Why a deletion, or the preview before it, does not start or go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeletionProblem {
    /// No environment is open.
    NothingOpen,
    /// What was to be added is of another environment than the plan, or something else is to go of it.
    Apart,
    /// The user stopped the preview.
    PreviewStopped,
    /// The preview is older than this route allows.
    PreviewTooOld(Route),
    /// The plan is of another environment than the open one.
    OtherEnvironment {
        /// The plan's cloud name.
        wanted: String,
    },
    /// It is at its end already.
    AtItsEnd,
    /// A sweep whose preview got too old before it began.
    SweepTooLate,
    /// A sweep rested, and would take more than its plan by now.
    SweepTakesMore {
        /// One of what it would take.
        public_id: String,
    },
    /// Its environment is not open, and the API secret is not at hand.
    NotOpen {
        /// The environment's cloud name.
        cloud_name: String,
    },
    /// The secret of the API key with which it was confirmed is not at hand.
    OtherKey {
        /// The last characters of the key with which it was confirmed.
        confirmed: String,
        /// Those of a key that is at hand.
        other: String,
    },
    /// The API key is one of another product environment.
    KeyOfAnother {
        /// The deletion's cloud name.
        cloud_name: String,
    },
}
