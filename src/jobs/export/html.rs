//! A receipt as a page to be read and printed: one file, nothing loaded from elsewhere.

use std::io::{self, Write};

use super::time;
use crate::model::asset::DeliveryType;
use crate::model::format;
use crate::model::item::PlanItem;
use crate::model::receipt::{Ending, Extra, Line, Receipt, Summary};
use crate::model::what::What;
use crate::text;
use crate::text::called::in_full;
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

/// Everything that a receipt holds, for people.
///
/// # Errors
/// Where the writer fails.
pub fn html(receipt: &Receipt, mut writer: impl Write) -> io::Result<()> {
    let title = safe(&text!("page-title", job = receipt.summary.header.id.to_string()));
    let language = safe(&language());
    writeln!(writer, "<!doctype html>\n<html lang=\"{language}\">\n<head><meta charset=\"utf-8\">")?;
    // Whatever a name holds, nothing is run and nothing is fetched.
    writeln!(writer, "<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">")?;
    writeln!(writer, "<title>{title}</title>\n<style>{STYLE}</style></head>\n<body>")?;
    writeln!(writer, "<h1>{title}</h1>\n<p>{}</p>", safe(&ending(&receipt.summary)))?;
    facts(receipt, &mut writer)?;
    items(receipt, &mut writer)?;
    if !receipt.left_out.is_empty() {
        left_out(receipt, &mut writer)?;
    }
    if !receipt.extras.is_empty() {
        extras(receipt, &mut writer)?;
    }
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

fn facts(receipt: &Receipt, writer: &mut impl Write) -> io::Result<()> {
    let Summary { header, tally, ended_at, .. } = &receipt.summary;
    let cdn = if header.invalidate { text!("page-cdn-cleared") } else { text!("page-cdn-kept") };
    let lines = [
        (text!("page-environment"), in_full(header)),
        (text!("page-chosen-by"), header.description.words()),
        (text!("page-what"), header.what.words()),
        (text!("page-method"), header.route.words()),
        (text!("page-cdn"), cdn),
        (text!("page-previewed"), time(header.previewed_at)),
        (text!("page-confirmed"), time(header.confirmed_at)),
        (text!("page-ended"), ended_at.map(time).unwrap_or_default()),
        (text!("page-planned"), counts::planned(header.planned, header.what, None)),
        (text!("page-outcome"), sums::sums(header.what, header.planned, tally)),
    ];
    writeln!(writer, "<dl>")?;
    for (name, value) in lines {
        writeln!(writer, "<dt>{}</dt><dd>{}</dd>", safe(&name), safe(&value))?;
    }
    writeln!(writer, "</dl>")
}

fn items(receipt: &Receipt, writer: &mut impl Write) -> io::Result<()> {
    heading(&text!("page-items"), writer)?;
    item_table(writer)?;
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
    heading(&text!("page-left-out"), writer)?;
    writeln!(writer, "<p>{}</p>", safe(&text!("page-left-out-sentence")))?;
    item_table(writer)?;
    let end = text!("left-out");
    for item in &receipt.left_out {
        item_row(item, &format::bytes(item.bytes), &end, "", writer)?;
    }
    writeln!(writer, "</tbody></table>")
}

fn item_table(writer: &mut impl Write) -> io::Result<()> {
    let heads = [
        text!("page-public-id"),
        text!("page-kind"),
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
    row(
        &[
            &name(item),
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
    heading(&text!("page-beyond-plan"), writer)?;
    table(&[text!("page-public-id"), text!("page-kind"), text!("page-how-known")], writer)?;
    for Extra { resource_type, delivery_type, public_id, end, .. } in &receipt.extras {
        let delivery = delivery_type.as_ref().map_or("", DeliveryType::as_str);
        row(&[public_id, &format!("{resource_type} {delivery}"), &end.words()], writer)?;
    }
    writeln!(writer, "</tbody></table>")
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

fn row(cells: &[&str], writer: &mut impl Write) -> io::Result<()> {
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
