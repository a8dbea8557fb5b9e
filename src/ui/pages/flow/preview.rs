//! A complete preview: what would go, all of it, and the sums beside it.

use crate::app::msg::Sink;
use egui::{Frame, Margin, Panel, Ui};

use super::{grid, items, report, summary, toolbar};
use crate::app::flow::{Changes, Layout, Msg, Ready};
use crate::app::state::State;
use crate::model::format;
use crate::model::kinds::Kinds;
use crate::model::what::What;
use crate::runtime::event::{Found, Instead};
use crate::text::clock;
use crate::text::{Words as _, counts, description};
use crate::ui::icons::Icon;
use crate::ui::theme::{self, Tone, size, space, text};
use crate::ui::widgets::{self, Banner, Thumbnails};

/// Room for the buttons beside the title, points.
const BUTTONS: f32 = 190.0;

/// Draws the page.
pub fn show(ui: &mut Ui, state: &State, ready: &Ready, thumbs: &mut Thumbnails, out: &mut Sink) {
    if ready.found().items().is_empty() {
        nothing_found(ui, state, ready, thumbs, out);
        return;
    }
    let palette = theme::of(ui);
    let side = Frame::new().fill(palette.panel).inner_margin(Margin::same(space::L as i8));
    Panel::right("plan-summary")
        .exact_size(size::INSPECTOR)
        .resizable(false)
        .frame(side)
        .show(ui, |ui| summary::show(ui, state, ready, out));
    let inside = Frame::new().inner_margin(Margin { left: 20, right: 14, top: 16, bottom: 0 });
    egui::CentralPanel::default().frame(inside).show(ui, |ui| {
        heading(ui, state, ready, out);
        toolbar::show(ui, ready, out);
        ui.add_space(space::XS);
        match (ready.layout, &ready.report) {
            (Layout::Report, Some(told)) => report::show(ui, ready, told, thumbs, out),
            _ if ready.shown().is_empty() => {
                let (title, sentence) = (crate::text!("no-matches-title"), crate::text!("no-matches"));
                widgets::empty(ui, Icon::Search, &title, &sentence, |_| {});
            }
            (Layout::List, _) => items::show(ui, ready, thumbs, out),
            _ => grid::show(ui, ready, thumbs, out),
        }
    });
}

fn nothing_found(ui: &mut Ui, state: &State, ready: &Ready, thumbs: &mut Thumbnails, out: &mut Sink) {
    // Where something was left out, nobody knows that nothing is there.
    let described = ready.plan().description().words();
    let (nothing, told) = match ready.plan().notes() {
        [] => (crate::text!("nothing-found-title"), crate::text!("nothing-found", description = described)),
        _ => (crate::text!("nothing-planned-title"), described),
    };
    if let Some(report) = &ready.report {
        let (title, told) = match &report.found[..] {
            [Found::Unreadable(refusal)] => {
                let why = refusal.words();
                (crate::text!("nothing-used-title"), why)
            }
            _ if !report.offers.is_empty() => (crate::text!("nothing-by-name-title"), told),
            _ => (nothing, told),
        };
        widgets::column(ui, ("nothing-found", ready.number), |ui| {
            widgets::page_title(ui, &title, &told);
            notes(ui, ready);
            ui.horizontal(|ui| actions(ui, state, out));
            ui.add_space(space::M);
            widgets::card(ui, |ui| {
                ui.set_height(ui.available_height().clamp(160.0, 420.0));
                report::show(ui, ready, report, thumbs, out);
            });
        });
    } else if ready.instead.is_empty() && ready.plan().notes().is_empty() {
        widgets::empty(ui, Icon::Search, &nothing, &told, |ui| actions(ui, state, out));
    } else {
        widgets::column(ui, ("instead", ready.number), |ui| {
            widgets::page_title(ui, &nothing, &told);
            notes(ui, ready);
            for other in &ready.instead {
                let words = crate::text!("instead-preview", text = format::shown(&other.spelling.text));
                instead(ui, other, words, out);
                ui.add_space(space::S);
            }
            ui.horizontal(|ui| actions(ui, state, out));
        });
    }
}

/// What the user should know of the plan.
fn notes(ui: &mut Ui, ready: &Ready) {
    for note in ready.plan().notes() {
        let tone = if note.is_warning() { Tone::Warning } else { Tone::Info };
        Banner::new(tone, &note.words()).show(ui, |_| {});
        ui.add_space(space::XS);
    }
}

/// “139 start with “products/””, with a button that takes those.
fn instead(ui: &mut Ui, other: &Instead, words: String, out: &mut Sink) {
    let spelling = &other.spelling;
    let title = description::found(&spelling.selector.describe(&Kinds::default()), other.found);
    let body = crate::text!("instead", why = spelling.why.words());
    Banner::new(Tone::Info, &title).body(&body).show(ui, |ui| {
        if ui.add(widgets::secondary(words).small()).clicked() {
            out.push(Msg::Instead(spelling.text.clone()));
        }
    });
}

/// One under the other, or beside one another where the place is a row.
fn actions(ui: &mut Ui, state: &State, out: &mut Sink) {
    if state.flow.form().is_some() {
        let change = ui.add(widgets::primary(crate::text!("change")));
        widgets::takes_focus(&change);
        if change.clicked() {
            out.push(Msg::Change);
        }
    }
    let again = ui.add(widgets::secondary(crate::text!("refresh")));
    widgets::takes_focus(&again);
    if again.clicked() {
        out.push(Msg::Again);
    }
}

fn heading(ui: &mut Ui, state: &State, ready: &Ready, out: &mut Sink) {
    let title = |ui: &mut Ui| {
        let words = description::short(ready.plan().description());
        widgets::title_line(ui, text::heading(words).size(text::TITLE - 4.0));
    };
    // A line of its own, where the buttons would leave too little of it.
    let beside = ui.available_width() > BUTTONS + 2.0 * size::NAME;
    if !beside {
        title(ui);
    }
    ui.horizontal(|ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if state.flow.form().is_some()
                && ui.add(widgets::secondary(crate::text!("change")).small()).clicked()
            {
                out.push(Msg::Change);
            }
            if ui.add(widgets::secondary(crate::text!("refresh")).icon(Icon::RefreshCw).small()).clicked() {
                out.push(Msg::Again);
            }
            if beside {
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), title);
            }
        });
    });
    ui.horizontal_wrapped(|ui| {
        let found = ready.found();
        let complete = crate::text!("preview-complete", time = clock::time_of_day(found.taken_at()));
        widgets::badge(ui, Some(Icon::Check), &complete, Tone::Success);
        let (number, only) = (found.items().len() as u64, found.totals().only_kind());
        let counted = match found.what() {
            What::AllCopies => {
                crate::text!("preview-copies-of", originals = counts::originals(number, only))
            }
            what => crate::text!("found", counted = counts::planned(number, what, only)),
        };
        widgets::badge(ui, None, &counted, Tone::Neutral);
        if ready.taken() > 0 {
            let words = crate::text!("preview-added", number = ready.taken());
            widgets::badge(ui, None, &words, Tone::Info);
        }
        if ready.left_out() > 0 {
            let words = crate::text!("preview-left-out", number = ready.left_out());
            widgets::badge(ui, None, &words, Tone::Warning);
        }
        if let Some(changes) = ready.changes.filter(Changes::are_expected) {
            widgets::badge(ui, None, &changes.words(), Tone::Neutral);
        }
    });
    ui.add_space(space::XS);
    if let Some(changes) = ready.changes.filter(|changes| !changes.are_expected()) {
        Banner::new(Tone::Warning, &changes.words()).body(&changes.advice()).show(ui, |_| {});
        ui.add_space(space::XS);
    }
    // Above what scrolls: no warning is ever out of sight.
    notes(ui, ready);
    for other in &ready.instead {
        let words = crate::text!("plan-add-spelling", text = format::shown(&other.spelling.text));
        instead(ui, other, words, out);
        ui.add_space(space::XS);
    }
}
