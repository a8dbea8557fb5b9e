//! A receipt as a page to be read and printed: one file, nothing loaded from elsewhere.

use std::borrow::Cow;
use std::io::{self, Write};

use super::{sentence, time};
use crate::model::asset::DeliveryType;
use crate::model::criteria::What;
use crate::model::format;
use crate::model::job::Route;
use crate::model::outcome::Outcome;
use crate::model::receipt::{Ending, Extra, Line, Receipt};

const STYLE: &str = "body{font:14px/1.5 system-ui,sans-serif;margin:2.5em auto;max-width:60em;padding:0 1em;\
    color:#1c2430}h1{font-size:1.6em;margin:0}h2{font-size:1.1em;margin:2em 0 .5em}\
    dl{display:grid;grid-template-columns:max-content 1fr;gap:.2em 1.5em}dt{color:#5b6675}dd{margin:0}\
    table{border-collapse:collapse;width:100%;font-size:12px}\
    th,td{text-align:left;padding:.3em .6em;border-bottom:1px solid #dde2e8;vertical-align:top;\
    overflow-wrap:anywhere}thead{display:table-header-group}tr{break-inside:avoid}\
    @media print{body{margin:0;max-width:none}}";

/// Everything that a receipt holds, for people.
///
/// # Errors
/// Where the writer fails.
pub fn html(receipt: &Receipt, mut writer: impl Write) -> io::Result<()> {
    let title = format!("Cloudsweep receipt {}", receipt.summary.header.id);
    writeln!(writer, "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">")?;
    writeln!(writer, "<title>{}</title>\n<style>{STYLE}</style></head>\n<body>", text(&title))?;
    writeln!(writer, "<h1>{}</h1>\n<p>{}</p>", text(&title), text(ending(receipt)))?;
    facts(receipt, &mut writer)?;
    items(receipt, &mut writer)?;
    if !receipt.extras.is_empty() {
        extras(receipt, &mut writer)?;
    }
    writeln!(writer, "</body>\n</html>")?;
    writer.flush()
}

fn ending(receipt: &Receipt) -> &'static str {
    match receipt.summary.ending() {
        Some(Ending::Complete) => "Everything in the plan was deleted, or was gone already.",
        Some(Ending::WithExceptions) => "Done, with exceptions: each line says which.",
        Some(Ending::Damaged) => "A part of its record is damaged: this is what can be read of it.",
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
    let lines: [(&str, Cow<'_, str>); 13] = [
        ("Environment", header.cloud_name.as_str().into()),
        ("Chosen by", header.description.as_str().into()),
        ("What", what.into()),
        ("Route", route.into()),
        ("CDN", cdn.into()),
        ("Previewed", time(header.previewed_at).into()),
        ("Confirmed", time(header.confirmed_at).into()),
        ("Ended", receipt.summary.ended_at.map(time).unwrap_or_default().into()),
        ("Planned", format::count(header.planned).into()),
        ("Deleted", format::count(tally.deleted).into()),
        ("Already gone", format::count(tally.already_gone).into()),
        ("Refused, skipped, unknown", exceptions(receipt).into()),
        ("Beyond the plan", format::count(tally.extras).into()),
    ];
    writeln!(writer, "<dl>")?;
    for (name, value) in lines {
        writeln!(writer, "<dt>{}</dt><dd>{}</dd>", text(name), text(&value))?;
    }
    writeln!(writer, "</dl>")
}

fn exceptions(receipt: &Receipt) -> String {
    let tally = &receipt.summary.tally;
    [tally.refused, tally.skipped, tally.unknown].map(format::count).join(", ")
}

fn items(receipt: &Receipt, writer: &mut impl Write) -> io::Result<()> {
    writeln!(writer, "<h2>Planned items</h2>")?;
    table(&["Public ID", "Kind", "Size", "Created", "Outcome", "Reason"], writer)?;
    for Line { item, outcome } in &receipt.lines {
        let copy = item.copy.as_ref().map(|copy| format!(" ({})", copy.transformation)).unwrap_or_default();
        row(
            &[
                &format!("{}{copy}", item.name.public_id),
                &format!("{}, {}", item.name.resource_type, item.name.delivery_type),
                &format::bytes(item.bytes),
                &item.created_at.map(time).unwrap_or_default(),
                outcome.as_ref().map_or("open", Outcome::word),
                outcome.as_ref().map(Outcome::reason).unwrap_or_default(),
            ],
            writer,
        )?;
    }
    writeln!(writer, "</tbody></table>")
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

/// Text that no browser takes for markup.
fn text(part: &str) -> Cow<'_, str> {
    if !part.contains(['&', '<', '>', '"', '\'']) {
        return Cow::Borrowed(part);
    }
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
    Cow::Owned(safe)
}
