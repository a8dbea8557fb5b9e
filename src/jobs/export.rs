//! Receipts as files.
//!
//! A public ID may start with `=`, `+`, `-` or `@`, which a spreadsheet would run as a formula, so
//! no cell starts with one: it is written with an apostrophe before it (OWASP, "CSV Injection").

use std::borrow::Cow;
use std::io::Write;
use std::path::Path;

use jiff::Timestamp;

use crate::model::outcome::Outcome;
use crate::model::plan::PlanItem;
use crate::model::problem::Problem;
use crate::model::receipt::{Line, Receipt};

/// Every item with its outcome: one line each, in the order of the plan.
///
/// # Errors
/// Where the writer fails.
pub fn csv(receipt: &Receipt, writer: impl Write) -> csv::Result<()> {
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
    table.flush()?;
    Ok(())
}

/// What Cloudinary's support asks for, within 30 days, of what this job deleted:
/// `public_id,format,resource_type,type`.
///
/// # Errors
/// Where the writer fails.
pub fn support_list(receipt: &Receipt, writer: impl Write) -> csv::Result<()> {
    let mut table = csv::Writer::from_writer(writer);
    table.write_record(["public_id", "format", "resource_type", "type"])?;
    let deleted = |line: &&Line| matches!(line.outcome, Some(Outcome::Deleted { .. }));
    for Line { item: PlanItem { name, format, .. }, .. } in receipt.lines.iter().filter(deleted) {
        let kinds = [name.resource_type.as_str(), name.delivery_type.as_str()];
        table.write_record([&*harmless(&name.public_id), &*text(format.as_deref()), kinds[0], kinds[1]])?;
    }
    table.flush()?;
    Ok(())
}

/// Writes beside the target first and then replaces it, so that a failure leaves no half a file.
///
/// # Errors
/// Where the folder or the file cannot be written.
pub fn to_file(
    path: &Path,
    write: impl FnOnce(&mut std::fs::File) -> csv::Result<()>,
) -> Result<(), Problem> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = std::path::PathBuf::from(beside);
    let written = std::fs::File::create(&beside)
        .map_err(csv::Error::from)
        .and_then(|mut file| {
            write(&mut file)?;
            file.sync_all()?;
            Ok(())
        })
        .and_then(|()| Ok(std::fs::rename(&beside, path)?));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::account::EnvironmentId;
    use crate::model::criteria::What;
    use crate::model::job::{JobHeader, JobId, Route};
    use crate::model::outcome::Tally;
    use crate::model::plan::{Fingerprint, tests::item};
    use crate::model::receipt::{JobState, Summary};

    fn receipt(names: &[(&str, Outcome)]) -> Receipt {
        let mut lines = Vec::new();
        let mut tally = Tally::default();
        for (number, (name, outcome)) in names.iter().enumerate() {
            let mut item = item(number as u8, true);
            item.name.public_id = (*name).into();
            tally.add(outcome);
            lines.push(Line { item, outcome: Some(outcome.clone()) });
        }
        let header = JobHeader {
            id: JobId(1),
            environment: EnvironmentId("demo".into()),
            cloud_name: "demo".into(),
            description: "test".into(),
            what: What::Originals,
            route: Route::Batches,
            invalidate: true,
            planned: lines.len() as u64,
            fingerprint: Fingerprint([0; 32]),
            previewed_at: 0,
            confirmed_at: 0,
        };
        Receipt { summary: Summary { header, state: JobState::Done, tally, ended_at: Some(1) }, lines }
    }

    fn cells(write: impl FnOnce(&mut Vec<u8>) -> csv::Result<()>) -> Vec<Vec<String>> {
        let mut file = Vec::new();
        write(&mut file).unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&file[..]);
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn no_cell_starts_a_formula_and_every_item_has_its_line() {
        let odd = ["=1+1", "+x", "-x", "@x", "a,\"b\"\nc", "ñ"];
        let deleted = Outcome::Deleted { copies: Some(2) };
        let mut named: Vec<_> = odd.iter().map(|name| (*name, deleted.clone())).collect();
        named.push(("gone", Outcome::AlreadyGone));
        named.push(("no", Outcome::Refused { reason: "=cmd".into() }));
        let rows = cells(|file| csv(&receipt(&named), file));
        assert_eq!(rows.len(), 1 + named.len());
        for cell in rows.iter().flatten() {
            assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
        }
        assert_eq!(rows[1][0], "'=1+1");
        assert_eq!(rows[5][0], "a,\"b\"\nc");
        assert_eq!((&*rows[7][9], &*rows[8][9]), ("already gone", "refused"));
    }

    #[test]
    fn the_support_list_has_only_what_was_deleted() {
        let named = [("a", Outcome::Deleted { copies: None }), ("b", Outcome::AlreadyGone)];
        let rows = cells(|file| support_list(&receipt(&named), file));
        assert_eq!(rows[1..], [["a", "jpg", "image", "upload"].map(str::to_owned).to_vec()]);
    }

    #[test]
    fn a_file_that_cannot_be_written_is_told_and_nothing_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let problem = to_file(&folder.path().join("no/such.csv"), |_| Ok(())).unwrap_err();
        assert!(problem.what.contains("such.csv"));
        let broken = to_file(&folder.path().join("a.csv"), |_| Err(std::io::Error::other("full").into()));
        assert!(broken.is_err());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
