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
    sums(ui, report);
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
        .named(&crate::text!("list-scroll"))
        .show_pictures(ui, thumbs, |ui, cell, thumbs| match lines[cell.index] {
            Line::Row(row) => Some(row_line(ui, cell, report, row as usize)),
            Line::Offer(at) => Some(offer_line(ui, ready, &report.offers[at as usize], thumbs, out)),
        });
    for offer in shown.pressed().filter_map(offer) {
        let key = offer.item.key();
        out.push(Msg::Take(key, !ready.is_taken(key)));
    }
}

fn sums(ui: &mut Ui, report: &ListReport) {
    let counts = report.counts();
    let unreadable = counts.unreadable;
    let missing = counts.unmatched - unreadable;
    let matched = report.found.len() - counts.unmatched;
    ui.horizontal_wrapped(|ui| {
        let mut told = |number: usize, words: &dyn Fn(usize) -> String, tone| {
            if number > 0 {
                widgets::badge(ui, None, &words(number), tone);
            }
        };
        told(matched, &|number| crate::text!("rows-found", number = number), Tone::Success);
        told(counts.ambiguous, &|number| crate::text!("rows-several", number = number), Tone::Info);
        told(counts.renamed, &|number| crate::text!("rows-renamed", number = number), Tone::Warning);
        told(missing, &|number| crate::text!("rows-not-found", number = number), Tone::Warning);
        told(unreadable, &|number| crate::text!("list-unusable", number = number), Tone::Warning);
        told(report.list.blank, &|number| crate::text!("list-blank", number = number), Tone::Neutral);
        let duplicates = report.list.duplicates;
        told(duplicates, &|number| crate::text!("list-duplicates", number = number), Tone::Neutral);
    });
    if !report.offers.is_empty() {
        widgets::hint(ui, &crate::text!("rows-offers"));
    }
    if report.not_looked_for > 0 {
        widgets::hint(ui, &crate::text!("rows-not-looked-for", number = report.not_looked_for));
    }
}

/// Hosts of links that were not looked up, with a button that counts each among the environment's.
fn hosts(ui: &mut Ui, ready: &Ready, out: &mut Sink) {
    for (host, links) in ready.foreign().iter().take(HOSTS) {
        ui.push_id(host, |ui| {
            ui.horizontal_wrapped(|ui| {
                let told = crate::text!("rows-foreign", number = *links, host = host.as_str());
                ui.label(text::small(told));
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
    let counts = report.counts();
    let mut options = vec![(Rows::All, crate::text!("rows-all"))];
    if counts.unmatched > 0 {
        if counts.unmatched < report.found.len() {
            options.push((Rows::Found, crate::text!("rows-of-found")));
        }
        options.push((Rows::Unmatched, crate::text!("rows-of-unmatched")));
    }
    if counts.renamed > 0 {
        options.push((Rows::Renamed, crate::text!("rows-of-renamed")));
    }
    if !report.offers.is_empty() {
        options.push((Rows::Offered, crate::text!("rows-of-offered")));
    }
    if counts.ambiguous > 0 {
        options.push((Rows::Several, crate::text!("rows-of-several")));
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
            let told = crate::text!("row-renamed", asset = matched(names));
            (Icon::TriangleAlert, palette.warning, told)
        }
        Found::Assets(names) => (Icon::Check, palette.success, matched(names)),
        Found::Nothing => {
            let several = matches!(row.wanted, Wanted::Link(None));
            let told = if several { crate::text!("row-several-ways") } else { crate::text!("row-not-found") };
            (Icon::CircleMinus, palette.warning, told)
        }
        Found::Unreadable(refusal) => (Icon::CircleAlert, palette.warning, refusal.words()),
    };
    if row.cut {
        told = format!("{told} · {}", crate::text!("row-trimmed"));
    }
    let name = crate::text!("named-value", name = &*row.text, value = told.as_str());
    let stop = collection::stop(ui, cell, &name);
    ui.horizontal(|ui| {
        ui.set_height(HEIGHT);
        column(ui, 44.0, text::small(format::count(row.line.into())).color(palette.muted));
        icons::show(ui, icon, 14.0, ink);
        let room = ui.available_width() - ui.spacing().item_spacing.x;
        let share = (room / 2.0).max(size::NAME.min(room - size::CONTROL));
        column(ui, share, text::code(&*row.text).color(palette.text));
        widgets::sentence(ui, text::small(told).color(palette.muted));
    });
    widgets::tip(stop, &[&name])
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
            crate::text!("row-several", number = several.len(), kinds = kinds.join(" · "))
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
        let name = crate::text!("row-add-it", name = words::accessible(item), why = offer.why.words());
        let add = widgets::checkbox_of_row(ui, &crate::text!("row-add"), &name, taken);
        if add.clicked() {
            out.push(Msg::Take(item.key(), !taken));
        }
        let (place, _) = ui.allocate_exact_size(vec2(HEIGHT + 6.0, HEIGHT), Sense::hover());
        let picture =
            Rect::from_min_max(place.min + vec2(0.0, 4.0), pos2(place.right(), place.bottom() - 4.0));
        widgets::picture(ui, picture, &grid::look(item, thumbs), item.name.resource_type);
        let kind = format!("{}, {}", item.name.resource_type.words(), item.name.delivery_type);
        let why = format!("{kind} · {}", offer.why.words());
        let room = vec2(ui.available_width(), HEIGHT);
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
