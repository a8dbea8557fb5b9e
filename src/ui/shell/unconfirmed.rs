//! The question at closing while a plan stands that nobody confirmed.

use super::super::theme::text;
use super::super::widgets;
use crate::app::flow;
use crate::app::msg::{Msg, Sink};
use crate::app::state::State;

/// Asks, with “stay” as the answer of Enter and Escape.
pub fn show(ctx: &egui::Context, state: &State, out: &mut Sink) {
    let (answer, left) = widgets::dialog(
        ctx,
        &crate::text!("closing-plan-title"),
        |ui| {
            let lost = flow::would_be_lost(state).unwrap_or_default();
            ui.label(text::body(crate::text!("closing-plan-lost", lost = lost)));
            None
        },
        |ui| {
            let mut answer = None;
            widgets::answers(ui, |ui| {
                if widgets::first_answer(ui, widgets::primary(crate::text!("closing-stay"))) {
                    answer = Some(Msg::Stay);
                }
                if ui.add(widgets::secondary(crate::text!("closing-anyway"))).clicked() {
                    answer = Some(Msg::CloseNow);
                }
            });
            answer
        },
    );
    match answer {
        Some(msg) => out.push(msg),
        None if left => out.push(Msg::Stay),
        None => {}
    }
}
