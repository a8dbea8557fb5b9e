//! The sources of a plan, where it has several: each with what it found, and a way out.

use egui::{Align, Id, Layout, Ui};

use super::summary;
use crate::app::flow::{Msg, Ready, Source};
use crate::app::msg::Sink;
use crate::app::state::State;
use crate::text::{Words as _, counts};
use crate::ui::icons::Icon;
use crate::ui::theme::{self, Tone, size, space, text};
use crate::ui::widgets;

/// Within so many seconds a click is the second of a double click.
const DOUBLE_CLICK: f64 = 0.5;

/// Draws those of a complete plan.
pub fn show(ui: &mut Ui, ready: &Ready, out: &mut Sink) {
    if ready.sources.len() < 2 {
        return;
    }
    let plan = ready.counted();
    summary::group(ui, &crate::text!("plan-sources"));
    for (at, (asked, source)) in ready.sources.iter().zip(plan.sources()).enumerate() {
        let counted = counts::planned(source.len(), plan.what(), plan.totals().only_kind());
        let described = source.description().words();
        row(ui, at, &described, out, |ui, out| {
            ui.label(text::small(&*counted).color(theme::of(ui).muted));
            if asked.report.is_some() {
                let name = crate::text!("source-rows-of", source = described.as_str());
                if ui.add(widgets::quiet(crate::text!("source-rows")).name(name).small()).clicked() {
                    out.push(Msg::ShowList(at));
                }
            }
        });
    }
    ui.add_space(space::S);
}

/// Draws those of a plan that is not complete, and which of them are.
pub fn incomplete(ui: &mut Ui, state: &State, out: &mut Sink) {
    let sources = state.flow.sources();
    if sources.len() < 2 {
        return;
    }
    widgets::card(ui, |ui| {
        summary::group(ui, &crate::text!("plan-sources"));
        let waiting = sources.iter().position(|source| !source.is_complete());
        for (at, source) in sources.iter().enumerate() {
            row(ui, at, &source.criteria.describe().words(), out, |ui, _| {
                state_of(ui, source, waiting == Some(at));
            });
        }
    });
    ui.add_space(space::S);
}

/// Whether “Take out” was pressed just before. The next source stands under the pointer then, and a
/// double click must not take that one out, too.
fn is_second_click(ui: &Ui) -> bool {
    let (id, now) = (Id::unique("took-out-at"), ui.input(|input| input.time));
    let before: Option<f64> = ui.data(|data| data.get_temp(id));
    let second = before.is_some_and(|before| now - before < DOUBLE_CLICK);
    if !second {
        ui.data_mut(|data| data.insert_temp(id, now));
    }
    second
}

fn state_of(ui: &mut Ui, source: &Source, failed: bool) {
    if source.is_complete() {
        widgets::badge(ui, Some(Icon::Check), &crate::text!("source-complete"), Tone::Success);
    } else if failed {
        widgets::badge(ui, Some(Icon::TriangleAlert), &crate::text!("source-incomplete"), Tone::Warning);
    } else {
        widgets::badge(ui, None, &crate::text!("source-waits"), Tone::Neutral);
    }
}

/// What found it, and under it what it found, with the way out at the right.
fn row(ui: &mut Ui, at: usize, words: &str, out: &mut Sink, told: impl FnOnce(&mut Ui, &mut Sink)) {
    ui.push_id(("source", at), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        widgets::one_line(ui, text::small_strong(words));
        let line = egui::vec2(ui.available_width(), size::CONTROL_SMALL);
        ui.allocate_ui_with_layout(line, Layout::right_to_left(Align::Center), |ui| {
            let name = crate::text!("take-out-source", source = words);
            let pressed = ui.add(widgets::quiet(crate::text!("take-out")).name(name).small()).clicked();
            if pressed && !is_second_click(ui) {
                out.push(Msg::TakeOut(at));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| told(ui, out));
        });
    });
    ui.add_space(space::XS);
}
