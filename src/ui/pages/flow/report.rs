//! A pasted list, row by row: what matched, what did not, and what a row could mean instead.

use crate::app::msg::Sink;
use egui::{Id, Rect, Response, Sense, Ui, pos2, vec2};

use super::grid;
use crate::app::flow::words;
use crate::app::flow::{Line, Msg, Ready, Rows};
use crate::model::asset::AssetName;
use crate::model::format;
use crate::model::list::Wanted;
use crate::runtime::event::{Found, ListReport, Offer};
use crate::text::Words as _;
use crate::ui::collection::{self, Cell};
use crate::ui::icons::{self, Icon};
use crate::ui::theme::{self, Tone, size, space, text};
use crate::ui::widgets::{self, Thumbnails};

const HEIGHT: f32 = 40.0;
/// Foreign hosts that are named, at most.
const HOSTS: usize = 3;
/// Lines above and below what is in sight that are there for Tab: not every one has a box.
const BEYOND: usize = 12;

/// Draws the sums, the choice of rows, and the lines in sight.
pub fn show(ui: &mut Ui, ready: &Ready, report: &ListReport, thumbs: &mut Thumbnails, out: &mut Sink) {
    sums(ui, ready, report);
    hosts(ui, ready, out);
    choice(ui, ready, report, out);
    ui.add_space(space::XS);
    let lines = ready.lines();
    let offer = |index: usize| match lines[index] {
        Line::Offer(at) => Some(&report.offers[at as usize]),
        Line::Row(_) => None,
    };
    let view = Id::unique(("report", ready.number, ready.rows as u8));
    let shown = collection::Rows::even(view, lines.len(), HEIGHT)
        .gap(0.0)
        .beyond(BEYOND)
        .named("Scroll the list")
        .show_pictures(ui, thumbs, |ui, cell, thumbs| match lines[cell.index] {
            Line::Row(row) => Some(row_line(ui, cell, report, row as usize)),
            Line::Offer(at) => Some(offer_line(ui, ready, &report.offers[at as usize], thumbs, out)),
        });
    for offer in shown.pressed().filter_map(offer) {
        let key = offer.item.key();
        out.push(Msg::Take(key, !ready.is_taken(key)));
    }
}

fn sums(ui: &mut Ui, ready: &Ready, report: &ListReport) {
    let unreadable = ready.unreadable;
    let missing = ready.unmatched - unreadable;
    let matched = report.found.len() - ready.unmatched;
    ui.horizontal_wrapped(|ui| {
        let mut told = |number: usize, words: &str, tone| {
            if number > 0 {
                widgets::badge(ui, None, &format!("{} {words}", format::count(number as u64)), tone);
            }
        };
        told(matched, "found", Tone::Success);
        told(ready.ambiguous, "with several assets of one name", Tone::Info);
        told(ready.renamed, "under another name", Tone::Warning);
        told(missing, "not found", Tone::Warning);
        told(unreadable, "cannot be looked up", Tone::Warning);
        told(report.list.blank, "blank", Tone::Neutral);
        told(report.list.duplicates, "repeated", Tone::Neutral);
    });
    if !report.offers.is_empty() {
        let told = "Some rows found nothing, but something close to them is there. Nothing of that is in the \
                    plan unless you tick it.";
        widgets::hint(ui, told);
    }
    if report.not_looked_for > 0 {
        let rows = format::plural(report.not_looked_for as u64, "further row", "further rows");
        widgets::hint(ui, &format!("For {rows} without a match, nothing close was looked for."));
    }
}

/// Hosts of links that were not looked up, with a button that counts each among the environment's.
fn hosts(ui: &mut Ui, ready: &Ready, out: &mut Sink) {
    for (host, links) in ready.foreign().iter().take(HOSTS) {
        ui.push_id(host, |ui| {
            ui.horizontal_wrapped(|ui| {
                let links = format::plural(*links as u64, "link", "links");
                ui.label(text::small(format!("{links} on {host}, which is not a host of this environment.")));
                if ui.add(widgets::count_host(host)).clicked() {
                    out.push(Msg::CountHost(host.clone()));
                }
            })
        });
    }
    widgets::and_more(ui, ready.foreign().len(), HOSTS, |number| crate::text!("more-hosts", number = number));
}

/// Which rows are shown, where there is a choice.
fn choice(ui: &mut Ui, ready: &Ready, report: &ListReport, out: &mut Sink) {
    let mut options = vec![(Rows::All, "All rows")];
    if ready.unmatched > 0 {
        if ready.unmatched < report.found.len() {
            options.push((Rows::Found, "Found"));
        }
        options.push((Rows::Unmatched, "Without a match"));
    }
    if ready.renamed > 0 {
        options.push((Rows::Renamed, "Under another name"));
    }
    if !report.offers.is_empty() {
        options.push((Rows::Offered, "Close to something"));
    }
    if ready.ambiguous > 0 {
        options.push((Rows::Several, "Several assets"));
    }
    if options.len() > 1
        && report.found.len() > 1
        && let Some(rows) = widgets::segmented(ui, "rows", &options, ready.rows)
    {
        out.push(Msg::Rows(rows));
    }
}

fn row_line(ui: &mut Ui, cell: &Cell, report: &ListReport, at: usize) -> Response {
    let palette = theme::of(ui);
    let (row, found) = (&report.list.rows[at], &report.found[at]);
    let (icon, ink, mut told) = match found {
        Found::Assets(names) if report.is_renamed(at) => {
            let told = format!("Its asset ID is of {}", matched(names));
            (Icon::TriangleAlert, palette.warning, told)
        }
        Found::Assets(names) => (Icon::Check, palette.success, matched(names)),
        Found::Nothing => {
            let several = matches!(row.wanted, Wanted::Link(None));
            let told = if several {
                "This link can be read in more than one way"
            } else {
                "Not found among these kinds"
            };
            (Icon::CircleMinus, palette.warning, told.to_owned())
        }
        Found::Unreadable(refusal) => {
            (Icon::CircleAlert, palette.warning, refusal.words(&report.list.hosts.cloud_name))
        }
    };
    if row.cut {
        told.push_str(" · what nobody sees at its ends was cut off");
    }
    let stop = collection::stop(ui, cell, &format!("{}: {told}", row.text));
    ui.horizontal(|ui| {
        ui.set_height(HEIGHT);
        column(ui, 44.0, text::small(format::count(row.line.into())).color(palette.muted));
        icons::show(ui, icon, 14.0, ink);
        let room = ui.available_width() - 40.0;
        let name = (room / 2.0).max(size::NAME.min(room - size::CONTROL));
        column(ui, name, text::code(&*row.text).color(palette.text));
        // A sentence that has no room loses its end: without its middle it could say the opposite.
        ui.scope(|ui| {
            ui.set_max_width(room - name);
            ui.add(egui::Label::new(text::small(told).color(palette.muted)).truncate());
        });
    });
    stop
}

/// The asset that a row names; of several, their kinds.
fn matched(names: &[AssetName]) -> String {
    let kind = |name: &AssetName| format!("{}, {}", name.resource_type, name.delivery_type);
    match names {
        [name] => format!("{} ({})", name.public_id, kind(name)),
        several => {
            // A name has one asset of each kind and type; a line has room for a few.
            let mut kinds: Vec<String> = several.iter().take(6).map(kind).collect();
            if several.len() > kinds.len() {
                kinds.push("…".to_owned());
            }
            format!("{} assets of this name: {}", several.len(), kinds.join(" · "))
        }
    }
}

/// What the row above could mean: picture, name, kind and why, unticked.
fn offer_line(
    ui: &mut Ui,
    ready: &Ready,
    offer: &Offer,
    thumbs: &mut Thumbnails,
    out: &mut Sink,
) -> Response {
    let item = &offer.item;
    let taken = ready.is_taken(item.key());
    ui.horizontal(|ui| {
        ui.set_height(HEIGHT);
        ui.add_space(44.0 + space::M);
        let name = format!("Add {}, {}", words::accessible(item), offer.why.words());
        let add = widgets::checkbox_of_row(ui, "Add", &name, taken);
        if add.clicked() {
            out.push(Msg::Take(item.key(), !taken));
        }
        let (place, _) = ui.allocate_exact_size(vec2(HEIGHT + 6.0, HEIGHT), Sense::hover());
        let picture =
            Rect::from_min_max(place.min + vec2(0.0, 4.0), pos2(place.right(), place.bottom() - 4.0));
        widgets::picture(ui, picture, &grid::look(item, thumbs), item.name.resource_type);
        let kind = format!("{}, {}", format::kind(item.name.resource_type), item.name.delivery_type);
        let why = format!("{kind} · {}", offer.why.words());
        let room = vec2(ui.available_width() - space::L, HEIGHT);
        let (place, _) = ui.allocate_exact_size(room, Sense::hover());
        widgets::two_lines(ui, place, &item.name.public_id, &why);
        add
    })
    .inner
}

fn column(ui: &mut Ui, width: f32, words: egui::RichText) {
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    ui.allocate_ui_with_layout(vec2(width, HEIGHT), layout, |ui| {
        ui.set_min_width(width);
        widgets::one_line(ui, words);
    });
}
