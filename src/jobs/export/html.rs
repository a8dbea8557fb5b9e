//! A receipt as a page to be read and printed: one file, nothing loaded from elsewhere.

use std::borrow::Cow;
use std::io::{self, Write};

use super::{sentence, time};
use crate::model::asset::DeliveryType;
use crate::model::format;
use crate::model::item::PlanItem;
use crate::model::job::JobHeader;
use crate::model::receipt::{Ending, Extra, Line, Receipt};
use crate::model::route::Route;
use crate::model::what::What;
use crate::text::called::in_full;
use crate::text::sums;

const STYLE: &str = "body{font:14px/1.5 system-ui,sans-serif;margin:2.5em auto;max-width:60em;padding:0 1em;\
    color:#1c2430}h1{font-size:1.6em;margin:0}h2{font-size:1.1em;margin:2em 0 .5em}\
    dl{display:grid;grid-template-columns:max-content 1fr;gap:.2em 1.5em}dt{color:#5b6675}dd{margin:0}\
    table{border-collapse:collapse;width:100%;font-size:12px}\
    th,td{text-align:left;padding:.3em .6em;border-bottom:1px solid #dde2e8;vertical-align:top;\
    overflow-wrap:anywhere}thead{display:table-header-group}tr{break-inside:avoid}\
    @media print{body{margin:0;max-width:none}}";

const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// Everything that a receipt holds, for people.
///
/// # Errors
/// Where the writer fails.
pub fn html(receipt: &Receipt, mut writer: impl Write) -> io::Result<()> {
    let title = format!("Cloudsweep receipt {}", receipt.summary.header.id);
    writeln!(writer, "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">")?;
    // Whatever a name holds, nothing is run and nothing is fetched.
    writeln!(writer, "<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">")?;
    writeln!(writer, "<title>{}</title>\n<style>{STYLE}</style></head>\n<body>", text(&title))?;
    writeln!(writer, "<h1>{}</h1>\n<p>{}</p>", text(&title), text(ending(receipt)))?;
    facts(receipt, &mut writer)?;
    items(receipt, &mut writer)?;
    if !receipt.left_out.is_empty() {
        left_out(receipt, &mut writer)?;
    }
    if !receipt.extras.is_empty() {
        extras(receipt, &mut writer)?;
    }
    writeln!(writer, "</body>\n</html>")?;
    writer.flush()
}

fn ending(receipt: &Receipt) -> &'static str {
    let originals = receipt.summary.header.what == What::Originals;
    match receipt.summary.ending() {
        Some(Ending::Complete) if originals => "Everything in the plan was deleted, or was gone already.",
        Some(Ending::Complete) => {
            "All copies in the plan were deleted, or were gone already. No original was deleted."
        }
        Some(Ending::WithExceptions) => "Done, with exceptions: each line says which.",
        Some(Ending::Damaged) => {
            "A part of its record is damaged, or was changed by another program: this is what can be read of it."
        }
        Some(Ending::Stopped) => "Stopped: what was not sent is still there.",
        None => "Not at its end yet.",
    }
}

fn facts(receipt: &Receipt, writer: &mut impl Write) -> io::Result<()> {
    let header = &receipt.summary.header;
    let tally = &receipt.summary.tally;
    let what = match header.what {
        What::Originals => "Originals with all of their copies",
        What::AllCopies => "All copies; the originals stay",
        What::ChosenCopies => "Chosen copies; the originals stay",
    };
    let route = match header.route {
        Route::Thorough => "Thorough, one at a time",
        Route::Batches => "Batches of a hundred",
        Route::Sweep => "Sweep, the selector itself",
    };
    let cdn = if header.invalidate { "asked to be cleared" } else { "not cleared" };
    let lines: [(&str, Cow<'_, str>); 10] = [
        ("Environment", in_full(header).into()),
        ("Chosen by", header.description.as_str().into()),
        ("What", what.into()),
        ("Deletion method", route.into()),
        ("CDN", cdn.into()),
        ("Previewed", time(header.previewed_at).into()),
        ("Confirmed", time(header.confirmed_at).into()),
        ("Ended", receipt.summary.ended_at.map(time).unwrap_or_default().into()),
        ("Planned", planned(header).into()),
        ("Outcome", sums::sums(header.what, header.planned, tally).into()),
    ];
    writeln!(writer, "<dl>")?;
    for (name, value) in lines {
        writeln!(writer, "<dt>{}</dt><dd>{}</dd>", text(name), text(&value))?;
    }
    writeln!(writer, "</dl>")
}

fn planned(header: &JobHeader) -> String {
    match header.what {
        What::Originals => format::plural(header.planned, "original", "originals"),
        What::AllCopies => format!("Copies of {}", format::plural(header.planned, "original", "originals")),
        What::ChosenCopies => format::plural(header.planned, "copy", "copies"),
    }
}

const ITEM: [&str; 6] = ["Public ID", "Kind", "Size", "Created", "Outcome", "Reason"];

fn items(receipt: &Receipt, writer: &mut impl Write) -> io::Result<()> {
    writeln!(writer, "<h2>Planned items</h2>")?;
    table(&ITEM, writer)?;
    let what = receipt.summary.header.what;
    for Line { item, outcome } in &receipt.lines {
        let outcome = outcome.as_ref();
        let reason = outcome.map(sums::reason).unwrap_or_default();
        // Of a deletion of all copies the size is the original's, which stays.
        let bytes = if what == What::AllCopies { String::new() } else { format::bytes(item.bytes) };
        item_row(item, &bytes, &sums::end(what, outcome), &reason, writer)?;
    }
    writeln!(writer, "</tbody></table>")
}

fn left_out(receipt: &Receipt, writer: &mut impl Write) -> io::Result<()> {
    writeln!(writer, "<h2>Left out of the plan</h2>")?;
    writeln!(writer, "<p>These were left out before it was confirmed, and never sent.</p>")?;
    table(&ITEM, writer)?;
    for item in &receipt.left_out {
        item_row(item, &format::bytes(item.bytes), "Left out", "", writer)?;
    }
    writeln!(writer, "</tbody></table>")
}

fn item_row(
    item: &PlanItem,
    bytes: &str,
    end: &str,
    reason: &str,
    writer: &mut impl Write,
) -> io::Result<()> {
    let copy = item.copy.as_ref().map(|copy| format!(", copy {}", copy.transformation)).unwrap_or_default();
    row(
        &[
            &format!("{}{copy}", item.name.public_id),
            &format!("{}, {}", item.name.resource_type, item.name.delivery_type),
            bytes,
            &item.created_at.map(time).unwrap_or_default(),
            end,
            reason,
        ],
        writer,
    )
}

fn extras(receipt: &Receipt, writer: &mut impl Write) -> io::Result<()> {
    writeln!(writer, "<h2>Deleted beyond the plan</h2>")?;
    table(&["Public ID", "Kind", "How it is known"], writer)?;
    for Extra { resource_type, delivery_type, public_id, end, .. } in &receipt.extras {
        let delivery = delivery_type.as_ref().map_or("", DeliveryType::as_str);
        row(&[public_id, &format!("{resource_type} {delivery}"), sentence(*end)], writer)?;
    }
    writeln!(writer, "</tbody></table>")
}

fn table(heads: &[&str], writer: &mut impl Write) -> io::Result<()> {
    write!(writer, "<table><thead><tr>")?;
    for head in heads {
        write!(writer, "<th>{}</th>", text(head))?;
    }
    writeln!(writer, "</tr></thead><tbody>")
}

fn row(cells: &[&str], writer: &mut impl Write) -> io::Result<()> {
    write!(writer, "<tr>")?;
    for cell in cells {
        write!(writer, "<td>{}</td>", text(cell))?;
    }
    writeln!(writer, "</tr>")
}

/// Text that no browser takes for markup, and in which invisible characters and those that turn the
/// order of others are seen.
fn text(part: &str) -> String {
    let part = format::shown(part);
    let mut safe = String::with_capacity(part.len() + 16);
    for c in part.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}
