//! Numbers of what a plan holds.

use crate::model::asset::ResourceType;
use crate::model::outline::Outline;
use crate::model::what::What;

/// So many of what a plan holds: `42 images`, `copies of 42 assets`, `6 copies`.
pub fn planned(number: u64, what: What, only: Option<ResourceType>) -> String {
    match what {
        What::Originals => originals(number, only),
        What::AllCopies => text!("copies-of", originals = originals(number, only)),
        What::ChosenCopies => text!("copies", number = number),
    }
}

/// All that a plan holds.
pub fn of_plan(plan: Outline<'_>) -> String {
    planned(plan.totals().items, plan.what(), plan.totals().only_kind())
}

/// So many of one resource type, or of several: `3 images`, `7 assets`.
pub fn originals(number: u64, only: Option<ResourceType>) -> String {
    match only {
        Some(ResourceType::Image) => text!("images", number = number),
        Some(ResourceType::Video) => text!("videos", number = number),
        Some(ResourceType::Raw) => text!("files", number = number),
        None => text!("assets", number = number),
    }
}

/// One resource type, or several, by the name of its variant in the catalogue.
pub fn variant(only: Option<ResourceType>) -> &'static str {
    only.map_or("all", ResourceType::as_str)
}

/// How many of them are done: `12 of 28 assets`, `copies of 12 of 28 assets`.
pub fn so_far(done: u64, planned: u64, what: What) -> String {
    match what {
        What::Originals => text!("assets-so-far", done = done, planned = planned),
        What::AllCopies => text!("copies-of-so-far", done = done, planned = planned),
        What::ChosenCopies => text!("copies-so-far", done = done, planned = planned),
    }
}
