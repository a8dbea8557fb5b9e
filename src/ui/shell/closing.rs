//! The question at closing while a job runs.

use super::super::msg::Msg;
use super::super::pages::flow;
use super::super::state::State;
use super::super::theme::{space, text};
use super::super::widgets;
use crate::model::format;

/// Asks, with “stay” as the answer of Enter and Escape.
pub fn show(ctx: &egui::Context, state: &State, out: &mut Vec<Msg>) {
    let (answer, left) = widgets::dialog(ctx, "A deletion is still running", |ui| {
        for progress in &state.progress {
            let done = format!(
                "{} of {} are done.",
                format::count(progress.tally.ended()),
                format::plural(progress.planned, "item", "items"),
            );
            ui.label(text::body(done));
        }
        let then = if state.job_settings.go_on {
            "then it goes on unless you paused it"
        } else {
            "then you decide whether it goes on"
        };
        ui.label(text::body(format!(
            "If you close Cloudsweep now, the rest waits. At the next start Cloudsweep first asks \
             Cloudinary what became of the last requests, {then}. Nothing outside your plan is touched.",
        )));
        if let Some(lost) = flow::would_be_lost(state) {
            ui.label(text::body(lost));
        }
        ui.add_space(space::M);
        let mut answer = None;
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if widgets::first_answer(ui, widgets::primary("Keep it open")) {
                answer = Some(Msg::Stay);
            }
            if ui.add(widgets::secondary("Close anyway")).clicked() {
                answer = Some(Msg::Close);
            }
        });
        answer
    });
    match answer {
        Some(msg) => out.push(msg),
        None if left => out.push(Msg::Stay),
        None => {}
    }
}
