//! A source of a plan: a complete way in which some of its items were found.

use crate::model::bits::Bits;
use crate::model::breadth::Breadth;
use crate::model::description::Description;
use crate::model::note::Note;
use crate::model::sweep::SweepBy;
use crate::model::unix_time::UnixTime;

/// One complete way in which items of a plan were found.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    pub(super) description: Description,
    pub(super) breadth: Breadth,
    pub(super) taken_at: UnixTime,
    pub(super) notes: Vec<Note>,
    /// What found exactly its items and nothing else.
    pub(super) selector: Option<SweepBy>,
    /// Positions in the plan of what it found; another source may have found some of them, too.
    pub(super) found: Bits,
}

impl Source {
    /// How its items were found.
    pub fn description(&self) -> &Description {
        &self.description
    }

    /// How many items of the plan it found.
    pub fn len(&self) -> u64 {
        self.found.count() as u64
    }

    /// Whether it found none of them.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The same, over the items of another plan.
    pub(super) fn over(&self, found: Bits) -> Self {
        Self { found, ..self.clone() }
    }
}
