//! One receipt on screen: its paper, and which of its lines are looked at.

use std::sync::Arc;

use super::Export;
use crate::model::job_id::JobId;
use crate::model::outcome::{Outcome, Tally};
use crate::model::problem::Problem;
use crate::model::receipt::{Line, Receipt};
use crate::model::what::What;
use crate::text;

/// How items ended, for the filter.
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

    /// For buttons, in the receipt of a job of these.
    pub fn label(self, what: What) -> String {
        match self {
            Self::Deleted if what == What::Originals => text!("end-deleted"),
            Self::Deleted => text!("sums-copies-uncounted"),
            Self::AlreadyGone if what == What::AllCopies => text!("end-no-copies"),
            Self::AlreadyGone => text!("end-already-gone"),
            Self::Refused => text!("end-refused"),
            Self::Skipped => text!("end-skipped"),
            Self::Unknown => text!("end-unknown"),
            Self::Open => text!("end-open"),
        }
    }

    /// One sentence that says what it means.
    pub fn meaning(self, what: What) -> String {
        match self {
            Self::Deleted if what != What::Originals => text!("receipt-copies-deleted-help"),
            Self::Deleted => text!("receipt-deleted-help"),
            Self::AlreadyGone if what == What::AllCopies => text!("receipt-no-copies-help"),
            Self::AlreadyGone => text!("receipt-already-gone-help"),
            Self::Refused => text!("receipt-refused-help"),
            Self::Skipped => text!("receipt-skipped-help"),
            Self::Unknown => text!("receipt-unknown-help"),
            Self::Open => text!("receipt-not-done-help"),
        }
    }

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

/// The receipt itself.
#[derive(Debug)]
pub enum Paper {
    /// On its way.
    Loading,
    /// Read.
    Here(Arc<Receipt>),
    /// Could not be read.
    Failed(Problem),
}

/// One receipt on screen.
#[derive(Debug)]
pub struct Opened {
    /// Which job.
    pub job: JobId,
    /// The receipt itself.
    pub paper: Paper,
    /// Which lines are on screen.
    pub shown: Shown,
    /// Only public IDs that hold this text.
    pub search: String,
    /// The file that is about to be written.
    pub export: Option<Export>,
    counts: [u64; Filter::ALL.len()],
    lines: Vec<u32>,
    /// When it was last asked for, and not answered yet.
    asked_at: Option<f64>,
    /// When it may be asked for again while its job runs.
    again_at: f64,
}

impl Opened {
    /// Between two readings while its job runs, seconds, and how many times as long as one takes.
    const PAUSE: f64 = 2.0;
    const TIMES: f64 = 10.0;

    /// Before its paper is there. `time`: seconds since the program's start.
    pub fn new(job: JobId, time: f64) -> Self {
        Self {
            job,
            paper: Paper::Loading,
            shown: Shown::default(),
            search: String::new(),
            export: None,
            counts: Default::default(),
            lines: Vec::new(),
            asked_at: Some(time),
            again_at: 0.0,
        }
    }

    /// It was asked for once more.
    pub fn asked(&mut self, time: f64) {
        self.asked_at = Some(time);
    }

    /// Whether its job has come further than it shows, and it may be read again.
    pub fn is_behind(&self, tally: &Tally, time: f64) -> bool {
        let shown = self.receipt().map(|receipt| receipt.summary.tally.ended());
        self.asked_at.is_none() && time >= self.again_at && shown.is_some_and(|shown| shown != tally.ended())
    }

    /// Takes the paper, or why there is none, and gives the one before.
    pub fn take(&mut self, result: Result<Arc<Receipt>, Problem>, time: f64) -> Option<Arc<Receipt>> {
        let took = self.asked_at.take().map_or(0.0, |asked| time - asked);
        self.again_at = time + (took * Self::TIMES).max(Self::PAUSE);
        let paper = result.map_or_else(Paper::Failed, Paper::Here);
        let before = std::mem::replace(&mut self.paper, paper);
        self.counts = Default::default();
        if let Paper::Here(receipt) = &self.paper {
            for line in &receipt.lines {
                self.counts[Filter::of(line) as usize] += 1;
            }
        }
        self.arrange();
        match before {
            Paper::Here(receipt) => Some(receipt),
            Paper::Loading | Paper::Failed(_) => None,
        }
    }

    /// Lines that ended like this, counted line by line and not taken from any other sum.
    pub fn count(&self, filter: Filter) -> u64 {
        self.counts[filter as usize]
    }

    /// All lines.
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// The receipt, once it is there.
    pub fn receipt(&self) -> Option<&Receipt> {
        match &self.paper {
            Paper::Here(receipt) => Some(receipt),
            Paper::Loading | Paper::Failed(_) => None,
        }
    }

    /// Positions of the lines on screen: among the receipt's lines, or among its extras where
    /// those are shown.
    pub fn lines(&self) -> &[u32] {
        &self.lines
    }

    /// Other lines on screen.
    pub fn show(&mut self, shown: Shown) {
        self.shown = shown;
        self.arrange();
    }

    /// Only public IDs that hold this text.
    pub fn set_search(&mut self, search: String) {
        self.search = search;
        self.arrange();
    }

    fn arrange(&mut self) {
        self.lines.clear();
        let Paper::Here(receipt) = &self.paper else { return };
        let search = self.search.trim().to_lowercase();
        let named = |public_id: &str| search.is_empty() || public_id.to_lowercase().contains(&search);
        let positions = |all: usize, visible: &dyn Fn(usize) -> bool| -> Vec<u32> {
            (0..all).filter(|&index| visible(index)).map(|index| index as u32).collect()
        };
        self.lines = match self.shown {
            Shown::LeftOut => {
                positions(receipt.left_out.len(), &|index| named(&receipt.left_out[index].name.public_id))
            }
            Shown::Extras => {
                positions(receipt.extras.len(), &|index| named(&receipt.extras[index].public_id))
            }
            shown => positions(receipt.lines.len(), &|index| {
                let line = &receipt.lines[index];
                (shown == Shown::All || shown == Shown::Ended(Filter::of(line)))
                    && named(&line.item.name.public_id)
            }),
        };
    }
}
