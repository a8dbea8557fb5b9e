//! Receipts as files: a table, data for programs, a page to print, and the list for Cloudinary's
//! support. Each holds every item once; assets that a sweep deleted beyond the plan come after
//! them, and are no part of any sum.
//!
//! What is written as a table or as data can be read back as a list (`model::source`) and then says
//! of the same assets the same: whether the original was meant or copies of it, too. What was left
//! out of the plan is named as that, and is never looked up. A spreadsheet would run a public ID that
//! starts with `=`, `+`, `-` or `@`, so no cell of the table starts with one (`model::guard`); in the
//! list for Cloudinary's support the public ID alone is exact to the letter: it stands first in its
//! row, where its quotes hold whatever separates the cells.

mod html;
mod json;
mod source;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::Path;

pub use html::html;
pub use json::json;
pub use source::{JournalSource, Source};

use crate::journal::Section;
use crate::model::asset::{AssetId, DeliveryType};
use crate::model::guard::guard;
use crate::model::item::PlanItem;
use crate::model::outcome::Outcome;
use crate::model::problem::{FileProblem, Problem, Unreplaced, Unwritable};
use crate::model::receipt::{Extra, Line, ReceiptRow};
use crate::model::source::columns::{ALL_COPIES, COPY, LEFT_OUT, ORIGINAL, RECEIPT};
use crate::model::sums;
use crate::model::unix_time::UnixTime;
use crate::model::what::What;
use crate::platform::paths::Paths;
use crate::platform::replace::{NotWritten, Output, Readers, replace};
use crate::text;
use crate::text::{Words as _, sums as told};

/// Every item with its outcome: one line each, in the order of the plan. UTF-8 with a byte order
/// mark, without which Excel on Windows takes it for another encoding.
///
/// # Errors
/// Where the writer fails.
pub fn csv(receipt: &impl Source, mut writer: impl Write) -> io::Result<()> {
    writer.write_all("\u{feff}".as_bytes())?;
    let mut table = quoted(writer);
    table.write_record(RECEIPT)?;
    let what = receipt.summary().header.what;
    for section in [Section::Planned, Section::LeftOut, Section::Extras] {
        for row in receipt.rows(section) {
            match row? {
                ReceiptRow::Planned(line) => planned_row(&mut table, &line, what)?,
                ReceiptRow::LeftOut(item) => left_out_row(&mut table, &item)?,
                ReceiptRow::Extra(extra) => extra_row(&mut table, &extra)?,
            }
        }
    }
    table.flush()
}

fn planned_row(table: &mut csv::Writer<impl Write>, line: &Line, what: What) -> io::Result<()> {
    let outcome = line.outcome.as_ref();
    let ended = [
        sums::word(what, outcome).into(),
        copies(outcome).into(),
        outcome.map(told::reason).unwrap_or_default().into(),
        sums::original(what, outcome).into(),
    ];
    write_row(table, &item_cells(&line.item, meant(what)), &ended)
}

fn left_out_row(table: &mut csv::Writer<impl Write>, item: &PlanItem) -> io::Result<()> {
    let ended = [LEFT_OUT.into(), "".into(), text!("reason-left-out").into(), sums::KEPT.into()];
    write_row(table, &item_cells(item, LEFT_OUT), &ended)
}

fn extra_row(table: &mut csv::Writer<impl Write>, extra: &Extra) -> io::Result<()> {
    let Extra { resource_type, delivery_type, public_id, asset_id, end } = extra;
    let nothing = || Cow::Borrowed("");
    let named = [
        (&**public_id).into(),
        resource_type.as_str().into(),
        delivery_type.as_ref().map_or("", DeliveryType::as_str).into(),
        nothing(),
        nothing(),
        nothing(),
        asset_id.as_ref().map(AssetId::to_string).unwrap_or_default().into(),
        ORIGINAL.into(),
        nothing(),
        nothing(),
    ];
    let ended = ["beyond the plan".into(), nothing(), end.words().into(), "deleted".into()];
    write_row(table, &named, &ended)
}

/// Columns that say which item a row names; the others say how it ended.
const NAMING: usize = 10;

/// What a row says of its item. `meant`: whether the original is named, or copies of it.
fn item_cells<'a>(item: &'a PlanItem, meant: &'static str) -> [Cow<'a, str>; NAMING] {
    let copy = item.copy.as_ref();
    [
        (&*item.name.public_id).into(),
        item.name.resource_type.as_str().into(),
        item.name.delivery_type.as_str().into(),
        item.format.as_deref().unwrap_or_default().into(),
        item.bytes.to_string().into(),
        item.created_at.map(time).unwrap_or_default().into(),
        item.asset_id.to_string().into(),
        meant.into(),
        copy.map(|copy| copy.id.to_string()).unwrap_or_default().into(),
        copy.map_or("", |copy| &*copy.transformation).into(),
    ]
}

fn write_row<W: Write>(
    table: &mut csv::Writer<W>,
    named: &[Cow<'_, str>; NAMING],
    ended: &[Cow<'_, str>; RECEIPT.len() - NAMING],
) -> io::Result<()> {
    let cells = named.iter().chain(ended);
    Ok(table.write_record(cells.map(|cell| guard(cell).into_owned()))?)
}

/// A table of which each cell is a text.
fn quoted<W: Write>(writer: W) -> csv::Writer<W> {
    csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(writer)
}

/// What the rows of a receipt name: a list that is read back must not take an original that was to
/// stay.
fn meant(what: What) -> &'static str {
    match what {
        What::Originals => ORIGINAL,
        What::AllCopies => ALL_COPIES,
        What::ChosenCopies => COPY,
    }
}

/// What Cloudinary's support asks for, within 30 days, of what is gone with this job, the assets
/// beyond the plan among it: `public_id,format,resource_type,type`. What was already gone when its
/// turn came is there too: it may be what this job sent, and whose answer was lost. Nothing of a job
/// of copies, which leaves the originals. UTF-8 without a mark, each public ID exactly what it is; the
/// type of an asset beyond the plan may be unknown, and is blank then.
///
/// # Errors
/// Where the writer fails.
pub fn support_list(receipt: &impl Source, writer: impl Write) -> io::Result<()> {
    let mut table = quoted(writer);
    table.write_record(["public_id", "format", "resource_type", "type"])?;
    let originals = receipt.summary().header.what == What::Originals;
    for row in receipt.rows(Section::Planned).take_while(|_| originals) {
        let ReceiptRow::Planned(Line { item, outcome }) = row? else { continue };
        if matches!(outcome, Some(Outcome::Deleted { .. } | Outcome::AlreadyGone)) {
            gone_row(&mut table, &item)?;
        }
    }
    for row in receipt.rows(Section::Extras) {
        if let ReceiptRow::Extra(extra) = row? {
            extra_gone_row(&mut table, &extra)?;
        }
    }
    table.flush()
}

fn gone_row(table: &mut csv::Writer<impl Write>, item: &PlanItem) -> io::Result<()> {
    let PlanItem { name, format, .. } = item;
    let format = guard(format.as_deref().unwrap_or_default());
    let (kind, delivery) = (name.resource_type.as_str(), guard(name.delivery_type.as_str()));
    Ok(table.write_record([&*name.public_id, &*format, kind, &*delivery])?)
}

fn extra_gone_row(table: &mut csv::Writer<impl Write>, extra: &Extra) -> io::Result<()> {
    let delivery = guard(extra.delivery_type.as_ref().map_or("", DeliveryType::as_str));
    Ok(table.write_record([&*extra.public_id, "", extra.resource_type.as_str(), &*delivery])?)
}

/// Writes a file of the user's choice: the old one or the whole new one is there at every moment. Not
/// through a link, and not among the program's own files.
///
/// # Errors
/// Where the file cannot or must not be written; what was there is there still.
pub fn to_file(
    path: &Path,
    own: &Paths,
    write: impl FnOnce(&mut Output) -> io::Result<()>,
) -> Result<(), Problem> {
    let name = path.display().to_string();
    if own.own(path) {
        return Err(Problem::new(FileProblem::OwnFolder { name }));
    }
    replace(path, Readers::Usual, write).map_err(|error| match error {
        NotWritten::Link => Problem::new(FileProblem::Link { name }),
        NotWritten::NoFile => Problem::new(FileProblem::NotReplaced { name, why: Unreplaced::NoFile }),
        NotWritten::ReadOnly => Problem::new(FileProblem::NotReplaced { name, why: Unreplaced::ReadOnly }),
        NotWritten::Io(error) => {
            let why = match error.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Unwritable::Full,
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Unwritable::Forbidden,
                _ => Unwritable::Other,
            };
            Problem::new(FileProblem::NotWritten { name, why }).with_details(error.to_string())
        }
    })
}

/// `2024-10-04T14:00:00Z`.
fn time(at: UnixTime) -> String {
    at.to_timestamp().map(|at| at.to_string()).unwrap_or_default()
}

fn copies(outcome: Option<&Outcome>) -> String {
    match outcome {
        Some(Outcome::Deleted { copies: Some(copies) }) => copies.to_string(),
        _ => String::new(),
    }
}
