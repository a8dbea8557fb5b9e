//! Receipts as files: a table, data for programs, a page to print, and the list for Cloudinary's
//! support. Each holds every item once; assets that a sweep deleted beyond the plan come after
//! them, and are no part of any sum.
//!
//! A public ID may start with `=`, `+`, `-` or `@`, which a spreadsheet would run as a formula, so
//! no cell starts with one: it is written with an apostrophe before it (OWASP, "CSV Injection").

mod html;
mod json;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::Path;

pub use html::html;
use jiff::Timestamp;
pub use json::json;

use crate::model::asset::{AssetId, DeliveryType};
use crate::model::criteria::What;
use crate::model::outcome::Outcome;
use crate::model::plan::PlanItem;
use crate::model::problem::Problem;
use crate::model::receipt::{Extra, ExtraEnd, Line, Receipt};

/// Every item with its outcome: one line each, in the order of the plan.
///
/// # Errors
/// Where the writer fails.
pub fn csv(receipt: &Receipt, writer: impl Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(writer);
    table.write_record([
        "public_id",
        "resource_type",
        "type",
        "format",
        "bytes",
        "created_at",
        "asset_id",
        "derived_id",
        "transformation",
        "outcome",
        "copies_deleted",
        "reason",
    ])?;
    for Line { item, outcome } in &receipt.lines {
        let copy = item.copy.as_ref();
        let cells: [String; 12] = [
            item.name.public_id.to_string(),
            item.name.resource_type.to_string(),
            item.name.delivery_type.to_string(),
            text(item.format.as_deref()),
            item.bytes.to_string(),
            item.created_at.map(time).unwrap_or_default(),
            item.asset_id.to_string(),
            copy.map(|copy| copy.id.to_string()).unwrap_or_default(),
            text(copy.map(|copy| &*copy.transformation)),
            outcome.as_ref().map_or("open", Outcome::word).to_owned(),
            copies(outcome.as_ref()),
            outcome.as_ref().map(Outcome::reason).unwrap_or_default().to_owned(),
        ];
        table.write_record(cells.iter().map(|cell| harmless(cell).into_owned()))?;
    }
    for Extra { resource_type, delivery_type, public_id, asset_id, end } in &receipt.extras {
        let delivery = text(delivery_type.as_ref().map(DeliveryType::as_str));
        let id = asset_id.as_ref().map(AssetId::to_string).unwrap_or_default();
        let (kind, nothing) = (resource_type.as_str(), "");
        table.write_record([
            &*harmless(public_id),
            kind,
            &delivery,
            nothing,
            nothing,
            nothing,
            &id,
            nothing,
            nothing,
            "beyond the plan",
            nothing,
            sentence(*end),
        ])?;
    }
    table.flush()
}

/// How it is known that an asset beyond the plan is gone.
fn sentence(end: ExtraEnd) -> &'static str {
    match end {
        ExtraEnd::Deleted => "deleted by the sweep",
        ExtraEnd::Gone => "gone after a sweep whose answer was never seen",
    }
}

/// What Cloudinary's support asks for, within 30 days, of what is gone with this job, the assets
/// beyond the plan among it: `public_id,format,resource_type,type`. What was already gone when its
/// turn came is there too: it may be what this job sent, and whose answer was lost. Nothing of a job
/// of copies, which leaves the originals.
///
/// # Errors
/// Where the writer fails.
pub fn support_list(receipt: &Receipt, writer: impl Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(writer);
    table.write_record(["public_id", "format", "resource_type", "type"])?;
    let originals = receipt.summary.header.what == What::Originals;
    let gone = |line: &&Line| {
        originals && matches!(line.outcome, Some(Outcome::Deleted { .. } | Outcome::AlreadyGone))
    };
    for Line { item: PlanItem { name, format, .. }, .. } in receipt.lines.iter().filter(gone) {
        let kinds = [name.resource_type.as_str(), name.delivery_type.as_str()];
        table.write_record([&*harmless(&name.public_id), &*text(format.as_deref()), kinds[0], kinds[1]])?;
    }
    for Extra { resource_type, delivery_type, public_id, .. } in &receipt.extras {
        let delivery = text(delivery_type.as_ref().map(DeliveryType::as_str));
        table.write_record([&*harmless(public_id), "", resource_type.as_str(), &delivery])?;
    }
    table.flush()
}

/// Writes beside the target first and then replaces it, so that a failure leaves no half a file.
///
/// # Errors
/// Where the folder or the file cannot be written.
pub fn to_file(path: &Path, write: impl FnOnce(&mut std::fs::File) -> io::Result<()>) -> Result<(), Problem> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = std::path::PathBuf::from(beside);
    let written = std::fs::File::create(&beside)
        .and_then(|mut file| {
            write(&mut file)?;
            file.sync_all()
        })
        .and_then(|()| std::fs::rename(&beside, path));
    written.map_err(|error| {
        let _ = std::fs::remove_file(&beside);
        Problem::new(
            format!("The file “{}” could not be written.", path.display()),
            "The receipt itself is safe; it stays in Cloudsweep.",
            "Choose another folder, one in which you may write and which has space left.",
        )
        .with_details(error.to_string())
    })
}

fn text(part: Option<&str>) -> String {
    part.unwrap_or_default().to_owned()
}

fn time(seconds: i64) -> String {
    Timestamp::from_second(seconds).map(|at| at.to_string()).unwrap_or_default()
}

fn copies(outcome: Option<&Outcome>) -> String {
    match outcome {
        Some(Outcome::Deleted { copies: Some(copies) }) => copies.to_string(),
        _ => String::new(),
    }
}

/// A cell that no spreadsheet takes for a formula.
fn harmless(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}
