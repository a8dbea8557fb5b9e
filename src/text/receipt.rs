//! What a receipt says.

use super::Words;
use crate::model::item::PlanItem;
use crate::model::receipt::{ExtraEnd, Filter, Summary};
use crate::model::route::Route;
use crate::model::what::What;

impl Words for ExtraEnd {
    /// How it is known that an asset beyond the plan is gone.
    fn words(&self) -> String {
        match self {
            Self::Deleted => text!("beyond-plan-deleted"),
            Self::Gone => text!("beyond-plan-gone"),
        }
    }
}

impl Words for What {
    /// What goes, and what stays.
    fn words(&self) -> String {
        match self {
            Self::Originals => text!("what-originals"),
            Self::AllCopies => text!("what-all-copies"),
            Self::ChosenCopies => text!("what-chosen-copies"),
        }
    }
}

/// How items ended, for buttons, in the receipt of a job of these.
pub fn label(filter: Filter, what: What) -> String {
    match filter {
        Filter::Deleted if what == What::Originals => text!("end-deleted"),
        Filter::Deleted => text!("sums-copies-uncounted"),
        Filter::AlreadyGone if what == What::AllCopies => text!("end-no-copies"),
        Filter::AlreadyGone => text!("end-already-gone"),
        Filter::Refused => text!("end-refused"),
        Filter::Skipped => text!("end-skipped"),
        Filter::Unknown => text!("end-unknown"),
        Filter::Open => text!("end-open"),
    }
}

/// One sentence that says what that means.
pub fn meaning(filter: Filter, what: What) -> String {
    match filter {
        Filter::Deleted if what != What::Originals => text!("receipt-copies-deleted-help"),
        Filter::Deleted => text!("receipt-deleted-help"),
        Filter::AlreadyGone if what == What::AllCopies => text!("receipt-no-copies-help"),
        Filter::AlreadyGone => text!("receipt-already-gone-help"),
        Filter::Refused => text!("receipt-refused-help"),
        Filter::Skipped => text!("receipt-skipped-help"),
        Filter::Unknown => text!("receipt-unknown-help"),
        Filter::Open => text!("receipt-not-done-help"),
    }
}

/// The public ID, and which copy of it.
pub fn name(item: &PlanItem) -> String {
    match &item.copy {
        Some(copy) => {
            text!("item-copy", item = &*item.name.public_id, transformation = &*copy.transformation)
        }
        None => item.name.public_id.to_string(),
    }
}

/// What a complete end means. Only batches go by asset ID from the first request to the last.
pub fn complete(summary: &Summary) -> String {
    match (summary.header.what, summary.header.route) {
        (What::AllCopies | What::ChosenCopies, _) => text!("receipt-complete-copies"),
        (What::Originals, Route::Batches) => text!("receipt-complete-alone"),
        (What::Originals, Route::Thorough | Route::Sweep) => text!("receipt-complete"),
    }
}

/// What kept a receipt from being complete.
pub fn exceptions(summary: &Summary) -> String {
    let tally = &summary.tally;
    match (tally.refused + tally.skipped, tally.unknown) {
        (0, 0) => text!("receipt-took-more"),
        (_, 0) => text!("receipt-not-deleted"),
        (0, _) => text!("receipt-not-known"),
        _ => text!("receipt-exceptions"),
    }
}
