//! A receipt as it is looked at: its head, and its lines, of which a few are read at a time.

use std::ops::Range;
use std::sync::Arc;

use super::{Extra, Line, Summary};
use crate::model::bits::Bits;
use crate::model::item::PlanItem;
use crate::model::outcome::Outcome;

/// How items ended, as lines are filtered and counted by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    /// Deleted by this job.
    Deleted,
    /// Gone before.
    AlreadyGone,
    /// Refused by the server.
    Refused,
    /// Not sent.
    Skipped,
    /// Sent, end unknown.
    Unknown,
    /// Not at its end yet.
    Open,
}

impl Filter {
    /// In the order of a receipt.
    pub const ALL: [Self; 6] =
        [Self::Deleted, Self::AlreadyGone, Self::Refused, Self::Skipped, Self::Unknown, Self::Open];

    /// How a line ended.
    pub fn of(line: &Line) -> Self {
        match line.outcome {
            None => Self::Open,
            Some(Outcome::Deleted { .. }) => Self::Deleted,
            Some(Outcome::AlreadyGone) => Self::AlreadyGone,
            Some(Outcome::Refused { .. }) => Self::Refused,
            Some(Outcome::Skipped { .. }) => Self::Skipped,
            Some(Outcome::Unknown { .. }) => Self::Unknown,
        }
    }
}

/// How many planned items ended how, counted line by line and not taken from any other sum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EndCounts([u64; Filter::ALL.len()]);

impl EndCounts {
    /// Counts one more.
    pub fn add(&mut self, filter: Filter) {
        self.0[filter as usize] += 1;
    }

    /// Lines that ended like this.
    pub fn of(&self, filter: Filter) -> u64 {
        self.0[filter as usize]
    }

    /// All lines.
    pub fn total(&self) -> u64 {
        self.0.iter().sum()
    }
}

/// What stands above a receipt's lines.
#[derive(Clone, Debug, PartialEq)]
pub struct ReceiptHead {
    /// Header and sums.
    pub summary: Summary,
    /// Its planned items.
    pub counts: EndCounts,
    /// How many assets a sweep deleted beyond the plan.
    pub extras: u64,
    /// How many items were left out of the plan.
    pub left_out: u64,
    /// Of a job that is not at its end: the positions of which an end counts, as it stood when the head
    /// was read. `None`: every end counts.
    pub told: Option<Bits>,
    /// The positions of its items are 0, 1, 2 … without a gap.
    pub gapless: bool,
}

impl ReceiptHead {
    /// Whether the end that is written of the item at a position counts.
    pub fn counts_at(&self, position: i64) -> bool {
        let Some(told) = &self.told else { return true };
        usize::try_from(position).is_ok_and(|position| told.has(position))
    }
}

/// Which lines are on screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// Every planned item.
    #[default]
    All,
    /// Planned items that ended like this.
    Ended(Filter),
    /// What a sweep deleted beyond the plan.
    Extras,
    /// What was left out of the plan.
    LeftOut,
}

/// Which lines are looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReceiptView {
    /// Of which kind.
    pub shown: Shown,
    /// Only public IDs that hold this text, in whatever case.
    pub search: String,
}

/// Where the lines of a view stand in the journal, in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Positions {
    /// 0, 1, 2 …, so many.
    First(usize),
    /// These.
    These(Arc<[i64]>),
}

impl Default for Positions {
    fn default() -> Self {
        Self::First(0)
    }
}

impl Positions {
    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Self::First(number) => *number,
            Self::These(positions) => positions.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Some of them; fewer where they end before.
    pub fn part(&self, range: Range<usize>) -> Vec<i64> {
        let range = range.start.min(self.len())..range.end.min(self.len());
        match self {
            Self::First(_) => range.map(|position| position as i64).collect(),
            Self::These(positions) => positions[range].to_vec(),
        }
    }
}

/// The lines of a view, of which the first are there.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedRows {
    /// Of this view.
    pub view: ReceiptView,
    /// Where they stand.
    pub positions: Positions,
    /// As many as a page has, or all.
    pub first: Vec<Option<ReceiptRow>>,
}

/// One row of a receipt.
#[derive(Clone, Debug, PartialEq)]
pub enum ReceiptRow {
    /// A planned item with its end.
    Planned(Line),
    /// What a sweep deleted beyond the plan.
    Extra(Extra),
    /// What was left out of the plan.
    LeftOut(PlanItem),
}

/// Rows in a page.
pub const PAGE: usize = 100;
