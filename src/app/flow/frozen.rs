//! The plan as it would be confirmed: frozen when it is reviewed, and dropped with every change.

use std::sync::Arc;

use super::marks::Marks;
use crate::model::plan::Plan;
use crate::runtime::command::{Command, Generation};

/// The plan as it would be confirmed now.
#[derive(Debug, Default)]
pub(super) enum Frozen {
    /// Not made since the last change.
    #[default]
    Not,
    /// Being made.
    Asked(Generation),
    /// Made.
    Here(Arc<Plan>),
}

/// What freezing a plan gives.
#[derive(Debug)]
pub(super) enum Freezing {
    /// The plan.
    Now(Arc<Plan>),
    /// It is asked for; the answer comes back to [`Frozen::take`].
    Later(Option<Command>),
}

impl Frozen {
    /// The plan with these marks, which a large one is asked for.
    pub(super) fn make(&mut self, marks: &Marks, large: bool, generation: Generation) -> Freezing {
        match self {
            Self::Here(plan) => return Freezing::Now(Arc::clone(plan)),
            Self::Asked(_) => return Freezing::Later(None),
            Self::Not => {}
        }
        if large && !marks.is_whole() {
            *self = Self::Asked(generation);
            let (found, left_out) = (Arc::clone(marks.found()), marks.out());
            return Freezing::Later(Some(Command::Freeze { generation, found, left_out }));
        }
        let plan = marks.frozen();
        *self = Self::Here(Arc::clone(&plan));
        Freezing::Now(plan)
    }

    /// Takes an answer, and tells whether it is of the plan as it is now.
    pub(super) fn take(&mut self, generation: Generation, plan: &Arc<Plan>) -> bool {
        let wanted = self.is_asked(generation);
        if wanted {
            *self = Self::Here(Arc::clone(plan));
        }
        wanted
    }

    /// Whether this is the question that is waited for.
    pub(super) fn is_asked(&self, generation: Generation) -> bool {
        matches!(self, Self::Asked(asked) if *asked == generation)
    }

    /// Nobody waits for an answer any more.
    pub(super) fn stop(&mut self) {
        if matches!(self, Self::Asked(_)) {
            *self = Self::Not;
        }
    }

    /// Whether it is this one.
    pub(super) fn is(&self, plan: &Arc<Plan>) -> bool {
        matches!(self, Self::Here(frozen) if Arc::ptr_eq(frozen, plan))
    }
}
