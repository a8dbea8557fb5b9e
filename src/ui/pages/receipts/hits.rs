//! The search through all receipts: its field, and what it found, deletion by deletion.

use crate::app::msg::Sink;
use egui::{Layout, Response, Sense, Ui, UiBuilder, vec2};

use super::line;
use crate::app::environments;
use crate::app::receipts::{Hits, Msg, Search};
use crate::app::state::State;
use crate::model::receipt::{Filter, Found, Hit, Summary};
use crate::model::what::What;
use crate::runtime::event::HITS;
use crate::text::clock;
use crate::text::description;
use crate::text::receipt::name;
use crate::text::{Words as _, sums};
use crate::ui::icons::Icon;
use crate::ui::theme::{self, Tone, size, space, text};
use crate::ui::widgets::{self, Field};

/// Height of a field with its label.
const HEIGHT: f32 = size::CONTROL + 22.0;
/// Height of what was found of one asset.
const LINE: f32 = size::CONTROL_SMALL;

/// Draws the field.
pub fn field(ui: &mut Ui, search: &Search, out: &mut Sink) {
    let mut typed = search.text.clone();
    let row = vec2(ui.available_width(), HEIGHT);
    ui.allocate_ui_with_layout(row, Layout::right_to_left(egui::Align::Max), |ui| {
        let find = widgets::secondary(crate::text!("find")).icon(Icon::Search);
        if ui.add_enabled(!typed.trim().is_empty(), find).clicked() {
            out.push(Msg::FindNow);
        }
        let (label, hint) = (crate::text!("find-deleted"), crate::text!("find-deleted-hint"));
        let response = Field::new(&label, &mut typed).hint(&hint).code().show(ui);
        if widgets::entered(&response) {
            out.push(Msg::FindNow);
        }
    });
    if typed != search.text {
        out.push(Msg::Find(typed));
    }
    ui.add_space(space::S);
}

/// Draws how the search went, in words; nothing where nothing is searched for.
pub fn told(ui: &mut Ui, search: &Search) {
    match &search.hits {
        Hits::None if search.text.trim().is_empty() => {}
        Hits::None => {
            widgets::hint(ui, &crate::text!("find-press", text = search.text.trim()));
        }
        Hits::Searching { .. } => {
            widgets::spinner(ui, &crate::text!("find-searching"));
        }
        Hits::Failed(problem) => widgets::problem(ui, problem, |_| {}),
        Hits::Here { of, hits } => {
            let (text, number) = (of.as_str(), hits.len());
            let told = match number {
                0 => crate::text!("find-none", text = text),
                HITS.. => crate::text!("find-newest", text = text, number = number),
                _ => crate::text!("find-found", text = text, number = number),
            };
            widgets::hint(ui, &told);
        }
    }
}

/// What was found, deletion by deletion.
pub fn groups(search: &Search) -> Vec<&[Hit]> {
    let Hits::Here { hits, .. } = &search.hits else { return Vec::new() };
    hits.chunk_by(|one, other| one.summary.header.id == other.summary.header.id).collect()
}

/// Draws what was found of one deletion.
pub fn group(ui: &mut Ui, state: &State, hits: &[Hit], out: &mut Sink) -> Response {
    widgets::row_card(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        let open = deletion(ui, state, &hits[0].summary, out);
        for hit in hits {
            let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::hover());
            if ui.is_rect_visible(rect) {
                let mut ui = ui.new_child(UiBuilder::new().max_rect(rect));
                end(&mut ui, hit.summary.header.what, &hit.found);
            }
        }
        open
    })
}

/// The button back to all receipts.
pub fn back(ui: &mut Ui, out: &mut Sink) -> Response {
    let back = widgets::way_back(ui, crate::text!("receipts-show-all"));
    if back.clicked() {
        out.push(Msg::Find(String::new()));
    }
    back
}

fn deletion(ui: &mut Ui, state: &State, summary: &Summary, out: &mut Sink) -> Response {
    let header = &summary.header;
    let when = clock::date_and_time(header.confirmed_at);
    let counts = sums::sums(header.what, header.planned, &summary.tally);
    let environment = environments::label_of(state, header);
    let place = crate::text!("receipt-confirmed", environment = environment, time = when);
    ui.horizontal(|ui| {
        widgets::titled_rows(ui, &description::short(&header.description), &[&counts, &place], |ui| {
            let name = crate::text!("receipt-open-it", job = header.id.to_string());
            let open = ui.add(widgets::secondary(crate::text!("receipt-open")).name(name).small());
            if open.clicked() {
                out.push(Msg::Open(header.id));
            }
            open
        })
    })
    .inner
}

fn end(ui: &mut Ui, what: What, found: &Found) {
    let (name, caption, label, tone) = match found {
        Found::Line(line) => {
            let label = sums::end(what, line.outcome.as_ref());
            let caption = [line::reason(line), Some(line::kind(&line.item))];
            let caption: Vec<String> = caption.into_iter().flatten().collect();
            (name(&line.item), caption.join(" · "), label, line::tone(Filter::of(line)))
        }
        Found::Extra(extra) => {
            let kind = extra.resource_type.words();
            (extra.public_id.to_string(), kind, crate::text!("beyond-plan"), Tone::Danger)
        }
    };
    let palette = theme::of(ui);
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            widgets::badge(ui, None, &label, tone);
            let name = text::code(name);
            let named = widgets::width(ui, name.clone()) + ui.spacing().item_spacing.x;
            let room = ui.available_width() - named.min(size::NAME);
            if room > size::CONTROL {
                ui.scope(|ui| {
                    ui.set_max_width(room);
                    widgets::sentence(ui, text::small(caption).color(palette.muted));
                });
            }
            ui.with_layout(Layout::left_to_right(egui::Align::Center), |ui| {
                widgets::one_line(ui, name);
            });
        });
    });
}
