//! A receipt as a page to be read and printed: one file, nothing loaded from elsewhere.

use std::io::{self, Write};

use super::Source;
use crate::journal::Section;
use crate::model::asset::{DeliveryType, ResourceType};
use crate::model::format;
use crate::model::item::PlanItem;
use crate::model::receipt::{Ending, Extra, Filter, Line, ReceiptRow, Summary};
use crate::model::what::What;
use crate::text;
use crate::text::called::in_full;
use crate::text::clock::date_and_time;
use crate::text::receipt::{complete, exceptions, name};
use crate::text::{Words as _, counts, language, sums};

const STYLE: &str = "body{font:14px/1.5 system-ui,sans-serif;margin:2.5em auto;max-width:60em;padding:0 1em;\
    color:#1c2430}h1{font-size:1.6em;margin:0}h2{font-size:1.1em;margin:2em 0 .5em}\
    dl{display:grid;grid-template-columns:max-content 1fr;gap:.2em 1.5em}dt{color:#5b6675}dd{margin:0}\
    table{border-collapse:collapse;width:100%;font-size:12px}\
    th,td{text-align:left;padding:.3em .6em;border-bottom:1px solid #dde2e8;vertical-align:top;\
    overflow-wrap:anywhere}thead{display:table-header-group}tr{break-inside:avoid}\
    @media print{body{margin:0;max-width:none}}";

const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// The most planned items that are in a page, and the most of what was left out and of what went beyond the
/// plan: as many as a browser opens at once, and more than anybody prints. The CSV has all.
const MOST: u64 = 10_000;

/// What a receipt holds, for people; of a very long one, [`MOST`] items, those that were not deleted first.
///
/// # Errors
/// Where the writer fails, or the receipt can't be read.
pub fn html(receipt: &impl Source, mut writer: impl Write) -> io::Result<()> {
    let summary = receipt.summary();
    let title = safe(&text!("page-title", job = summary.header.id.to_string()));
    let language = safe(&language());
    writeln!(writer, "<!doctype html>\n<html lang=\"{language}\">\n<head><meta charset=\"utf-8\">")?;
    // Whatever a name holds, nothing is run and nothing is fetched.
    writeln!(writer, "<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">")?;
    writeln!(writer, "<title>{title}</title>\n<style>{STYLE}</style></head>\n<body>")?;
    writeln!(writer, "<h1>{title}</h1>\n<p>{}</p>", safe(&ending(summary)))?;
    facts(summary, &mut writer)?;
    items(receipt, &mut writer)?;
    left_out(receipt, &mut writer)?;
    extras(receipt, &mut writer)?;
    writeln!(writer, "</body></html>")?;
    writer.flush()
}

fn ending(summary: &Summary) -> String {
    match summary.ending() {
        Some(Ending::Complete) => complete(summary),
        Some(Ending::WithExceptions) => exceptions(summary),
        Some(Ending::Damaged) => text!("page-damaged"),
        Some(Ending::Stopped) => text!("page-stopped"),
        None => text!("page-not-ended"),
    }
}

fn facts(summary: &Summary, writer: &mut impl Write) -> io::Result<()> {
    let Summary { header, tally, ended_at, .. } = summary;
    let cdn = if header.invalidate { text!("page-cdn-cleared") } else { text!("cdn-kept") };
    let mut lines = vec![
        (text!("page-environment"), in_full(header)),
        (text!("page-chosen-by"), header.description.words()),
        (text!("page-what"), header.what.words()),
        (text!("page-method"), header.route.words()),
        (text!("cdn"), cdn),
        (text!("page-previewed"), date_and_time(header.previewed_at)),
        (text!("page-confirmed"), date_and_time(header.confirmed_at)),
    ];
    lines.extend(ended_at.map(|at| (text!("page-ended"), date_and_time(at))));
    lines.push((text!("page-planned"), counts::planned(header.planned, header.what, None)));
    lines.push((text!("page-outcome"), sums::sums(header.what, header.planned, tally)));
    writeln!(writer, "<dl>")?;
    for (name, value) in lines {
        writeln!(writer, "<dt>{}</dt><dd>{}</dd>", safe(&name), safe(&value))?;
    }
    writeln!(writer, "</dl>")
}

fn items(receipt: &impl Source, writer: &mut impl Write) -> io::Result<()> {
    heading(&text!("page-items"), writer)?;
    // A header that is damaged says nothing of them.
    let planned = receipt.number_of(Section::Planned);
    if planned <= MOST {
        item_table(writer)?;
        planned_rows(receipt, MOST, |_| true, writer)?;
    } else {
        sentence(&text!("page-too-many", shown = MOST, all = planned), writer)?;
        item_table(writer)?;
        let is_gone = |line: &Line| matches!(Filter::of(line), Filter::Deleted | Filter::AlreadyGone);
        let told = planned_rows(receipt, MOST, |line| !is_gone(line), writer)?;
        planned_rows(receipt, MOST - told, is_gone, writer)?;
    }
    writeln!(writer, "</tbody></table>")
}

/// Writes the wanted ones of the planned items, at most so many, and tells how many they are.
fn planned_rows(
    receipt: &impl Source,
    most: u64,
    wanted: impl Fn(&Line) -> bool,
    writer: &mut impl Write,
) -> io::Result<u64> {
    let what = receipt.summary().header.what;
    let mut rows = receipt.rows(Section::Planned);
    let mut written = 0;
    while written < most
        && let Some(row) = rows.next()
    {
        let ReceiptRow::Planned(line) = row? else { continue };
        if wanted(&line) {
            planned_row(&line, what, writer)?;
            written += 1;
        }
    }
    Ok(written)
}

fn planned_row(line: &Line, what: What, writer: &mut impl Write) -> io::Result<()> {
    let Line { item, outcome } = line;
    let reason = outcome.as_ref().map(sums::reason).unwrap_or_default();
    // Of a deletion of all copies the size is the original's, which stays.
    let bytes = if what == What::AllCopies { String::new() } else { format::bytes(item.bytes) };
    item_row(item, &bytes, &sums::end(what, outcome.as_ref()), &reason, writer)
}

fn left_out(receipt: &impl Source, writer: &mut impl Write) -> io::Result<()> {
    let mut rows = receipt.rows(Section::LeftOut).take(MOST as usize).peekable();
    if rows.peek().is_none() {
        return Ok(());
    }
    heading(&text!("page-left-out"), writer)?;
    sentence(&text!("page-left-out-sentence"), writer)?;
    too_many(receipt.number_of(Section::LeftOut), writer)?;
    item_table(writer)?;
    let end = text!("left-out");
    for row in rows {
        if let ReceiptRow::LeftOut(item) = row? {
            item_row(&item, &format::bytes(item.bytes), &end, "", writer)?;
        }
    }
    writeln!(writer, "</tbody></table>")
}

/// Says that only the first of so many rows are here, where that is so.
fn too_many(all: u64, writer: &mut impl Write) -> io::Result<()> {
    if all <= MOST {
        return Ok(());
    }
    sentence(&text!("page-first-of", shown = MOST, all = all), writer)
}

fn sentence(words: &str, writer: &mut impl Write) -> io::Result<()> {
    writeln!(writer, "<p>{}</p>", safe(words))
}

fn item_table(writer: &mut impl Write) -> io::Result<()> {
    let heads = [
        text!("page-public-id"),
        text!("page-type"),
        text!("page-size"),
        text!("page-created"),
        text!("page-outcome"),
        text!("page-reason"),
    ];
    table(&heads, writer)
}

fn item_row(
    item: &PlanItem,
    bytes: &str,
    end: &str,
    reason: &str,
    writer: &mut impl Write,
) -> io::Result<()> {
    row_of(
        &[
            &name(item),
            &type_of(item.name.resource_type, Some(&item.name.delivery_type)),
            bytes,
            &item.created_at.map(date_and_time).unwrap_or_default(),
            end,
            reason,
        ],
        writer,
    )
}

fn extras(receipt: &impl Source, writer: &mut impl Write) -> io::Result<()> {
    let mut rows = receipt.rows(Section::Extras).take(MOST as usize).peekable();
    if rows.peek().is_none() {
        return Ok(());
    }
    heading(&text!("page-beyond-plan"), writer)?;
    sentence(&text!("beyond-plan-help"), writer)?;
    too_many(receipt.number_of(Section::Extras), writer)?;
    table(&[text!("page-public-id"), text!("page-type"), text!("page-how-known")], writer)?;
    for row in rows {
        let ReceiptRow::Extra(Extra { resource_type, delivery_type, public_id, end, .. }) = row? else {
            continue;
        };
        row_of(&[&*public_id, &type_of(resource_type, delivery_type.as_ref()), &end.words()], writer)?;
    }
    writeln!(writer, "</tbody></table>")
}

/// `Image, upload`, as in the window.
fn type_of(resource_type: ResourceType, delivery_type: Option<&DeliveryType>) -> String {
    let delivery = delivery_type.map(|delivery| format!(", {delivery}")).unwrap_or_default();
    format!("{}{delivery}", resource_type.words())
}

fn heading(words: &str, writer: &mut impl Write) -> io::Result<()> {
    writeln!(writer, "<h2>{}</h2>", safe(words))
}

fn table(heads: &[String], writer: &mut impl Write) -> io::Result<()> {
    write!(writer, "<table><thead><tr>")?;
    for head in heads {
        write!(writer, "<th>{}</th>", safe(head))?;
    }
    writeln!(writer, "</tr></thead><tbody>")
}

fn row_of(cells: &[&str], writer: &mut impl Write) -> io::Result<()> {
    write!(writer, "<tr>")?;
    for cell in cells {
        write!(writer, "<td>{}</td>", safe(cell))?;
    }
    writeln!(writer, "</tr>")
}

/// Text that no browser takes for markup, and in which invisible characters and those that turn the
/// order of others are seen.
fn safe(part: &str) -> String {
    let part = format::shown(part);
    let mut escaped = String::with_capacity(part.len() + 16);
    for c in part.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}
