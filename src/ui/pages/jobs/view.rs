//! The jobs' page.

use egui::Ui;

use super::{Stand, cards, running, settings};
use crate::ui::msg;
use crate::ui::pages::connect;
use crate::ui::state::State;
use crate::ui::theme::{Tone, space};
use crate::ui::widgets::{self, Banner};

/// Draws it.
pub fn show(ui: &mut Ui, state: &State, out: &mut Vec<msg::Msg>) {
    let mut wishes = Vec::new();
    widgets::column(ui, "jobs", |ui| {
        widgets::page_title(ui, "Jobs", sentence(state));
        connect::failed(ui, state, out);
        ui.spacing_mut().item_spacing.y = space::S;
        for job in state.jobs.all() {
            match job.stand {
                Stand::Running => running::card(ui, state, job, &mut wishes),
                _ => cards::card(ui, state, job, &mut wishes, out),
            }
        }
        if !state.jobs.is_empty() {
            safe(ui, state);
        }
        ui.add_space(space::L);
        settings::show(ui, state.job_settings, &mut wishes);
    });
    out.extend(wishes.into_iter().map(msg::Msg::Jobs));
}

fn sentence(state: &State) -> &'static str {
    if state.jobs.is_empty() {
        "Nothing is being deleted. A confirmed plan shows here until it has its receipt."
    } else {
        "Deletions that you have confirmed and that are not at their end. In each environment one runs \
         at a time."
    }
}

fn safe(ui: &mut Ui, state: &State) {
    let then = if state.job_settings.go_on {
        "At the next start Cloudsweep asks Cloudinary what became of the last requests and goes on by \
         itself; what you paused stays paused."
    } else {
        "At the next start you decide what goes on; Cloudsweep first asks Cloudinary what became of the \
         last requests."
    };
    let told = format!("Every step is written down before it is sent. {then}");
    Banner::new(Tone::Neutral, "Safe to close").body(&told).show(ui, |_| {});
}
