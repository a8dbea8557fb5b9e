//! Receipts as files: a table, data for programs, a page to print, and the list for Cloudinary's
//! support. Each holds every item once; assets that a sweep deleted beyond the plan come after
//! them, and are no part of any sum.
//!
//! What is written as a table or as data can be read back as a list (`model::source`) and then says
//! of the same assets the same: whether the original was meant or copies of it, too. A spreadsheet
//! would run a public ID that starts with `=`, `+`, `-` or `@`, so no cell of the table starts with
//! one (`model::guard`); the list for Cloudinary's support is exact to the letter.

mod html;
mod json;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

pub use html::html;
use jiff::Timestamp;
pub use json::json;

use crate::model::asset::{AssetId, DeliveryType};
use crate::model::criteria::What;
use crate::model::guard::guard;
use crate::model::outcome::Outcome;
use crate::model::plan::PlanItem;
use crate::model::problem::Problem;
use crate::model::receipt::{Extra, ExtraEnd, Line, Receipt};
use crate::model::source::columns::{ALL_COPIES, COPY, ORIGINAL, RECEIPT};
use crate::platform::paths::Paths;
use crate::platform::replace::{NotWritten, Readers, replace};

/// Every item with its outcome: one line each, in the order of the plan. UTF-8 with a byte order
/// mark, without which Excel on Windows takes it for another encoding.
///
/// # Errors
/// Where the writer fails.
pub fn csv(receipt: &Receipt, mut writer: impl Write) -> io::Result<()> {
    writer.write_all("\u{feff}".as_bytes())?;
    let mut table = quoted(writer);
    table.write_record(RECEIPT)?;
    for Line { item, outcome } in &receipt.lines {
        let copy = item.copy.as_ref();
        let cells: [Cow<'_, str>; RECEIPT.len()] = [
            (&*item.name.public_id).into(),
            item.name.resource_type.as_str().into(),
            item.name.delivery_type.as_str().into(),
            item.format.as_deref().unwrap_or_default().into(),
            item.bytes.to_string().into(),
            item.created_at.map(time).unwrap_or_default().into(),
            item.asset_id.to_string().into(),
            meant(receipt).into(),
            copy.map(|copy| copy.id.to_string()).unwrap_or_default().into(),
            copy.map_or("", |copy| &*copy.transformation).into(),
            outcome.as_ref().map_or("open", Outcome::word).into(),
            copies(outcome.as_ref()).into(),
            outcome.as_ref().map(Outcome::reason).unwrap_or_default().into(),
        ];
        table.write_record(cells.iter().map(|cell| guard(cell).into_owned()))?;
    }
    for Extra { resource_type, delivery_type, public_id, asset_id, end } in &receipt.extras {
        let id = asset_id.as_ref().map(AssetId::to_string).unwrap_or_default();
        let (kind, nothing) = (resource_type.as_str(), "");
        let cells: [&str; RECEIPT.len()] = [
            public_id,
            kind,
            delivery_type.as_ref().map_or(nothing, DeliveryType::as_str),
            nothing,
            nothing,
            nothing,
            &id,
            ORIGINAL,
            nothing,
            nothing,
            "beyond the plan",
            nothing,
            sentence(*end),
        ];
        table.write_record(cells.iter().map(|cell| guard(cell).into_owned()))?;
    }
    table.flush()
}

/// A table of which each cell is a text.
fn quoted<W: Write>(writer: W) -> csv::Writer<W> {
    csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(writer)
}

/// What the rows of a receipt name: a list that is read back must not take an original that was to
/// stay.
fn meant(receipt: &Receipt) -> &'static str {
    match receipt.summary.header.what {
        What::Originals => ORIGINAL,
        What::AllCopies => ALL_COPIES,
        What::ChosenCopies => COPY,
    }
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
/// of copies, which leaves the originals. UTF-8 without a mark, each cell exactly what it names; the
/// type of an asset beyond the plan may be unknown, and is blank then.
///
/// # Errors
/// Where the writer fails.
pub fn support_list(receipt: &Receipt, writer: impl Write) -> io::Result<()> {
    let mut table = quoted(writer);
    table.write_record(["public_id", "format", "resource_type", "type"])?;
    let originals = receipt.summary.header.what == What::Originals;
    let gone = |line: &&Line| {
        originals && matches!(line.outcome, Some(Outcome::Deleted { .. } | Outcome::AlreadyGone))
    };
    for Line { item: PlanItem { name, format, .. }, .. } in receipt.lines.iter().filter(gone) {
        let format = format.as_deref().unwrap_or_default();
        let (kind, delivery) = (name.resource_type.as_str(), name.delivery_type.as_str());
        table.write_record([&name.public_id, format, kind, delivery])?;
    }
    for Extra { resource_type, delivery_type, public_id, .. } in &receipt.extras {
        let delivery = delivery_type.as_ref().map_or("", DeliveryType::as_str);
        table.write_record([public_id, "", resource_type.as_str(), delivery])?;
    }
    table.flush()
}

/// Writes a file of a person's choice: the old one or the whole new one is there at every moment. Not
/// through a link, and not among the program's own files.
///
/// # Errors
/// Where the file cannot or must not be written; what was there is there still.
pub fn to_file(
    path: &Path,
    own: &Paths,
    write: impl FnOnce(&mut BufWriter<&File>) -> io::Result<()>,
) -> Result<(), Problem> {
    let problem = |what: String, advice: &str| {
        Problem::new(what, "The receipt itself is safe; it stays in Cloudsweep.", advice)
    };
    let name = path.display();
    if own.own(path) {
        let what = format!("“{name}” is in the folder in which Cloudsweep keeps its own files.");
        return Err(problem(what, "Choose another folder."));
    }
    replace(path, Readers::Usual, write).map_err(|error| match error {
        NotWritten::Link => problem(
            format!("“{name}” is a link to another file, which is left as it is."),
            "Choose another name, or the file that it leads to.",
        ),
        NotWritten::NoFile | NotWritten::ReadOnly => {
            problem(format!("The file “{name}” could not be replaced: {error}."), "Choose another name.")
        }
        NotWritten::Io(error) => problem(
            format!("The file “{name}” could not be written."),
            match error.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                    "The disk is full. Free some space, or choose another folder."
                }
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                    "You may not write there. Choose another folder."
                }
                _ => "Choose another folder, one in which you may write and which has space left.",
            },
        )
        .with_details(error.to_string()),
    })
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
