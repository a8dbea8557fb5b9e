//! What an answer of the server told.

use crate::model::job::BatchState;
use crate::model::outcome::Outcome;
use crate::model::receipt::Extra;

/// What an answer told of one batch: written at once, all or nothing.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// The batch.
    pub batch: u32,
    /// Ends by item position. An item that has an end keeps it, unless that end was “unknown”.
    pub outcomes: Vec<(u32, Outcome)>,
    /// Assets that went beyond the plan.
    pub extras: Vec<Extra>,
    /// How far the batch is with this; `None` leaves it. One that is done stays done.
    pub state: Option<BatchState>,
}
