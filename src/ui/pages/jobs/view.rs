//! The jobs' page.

use egui::Ui;

use super::{cards, running, settings};
use crate::app::msg::Sink;
use crate::app::stand::Stand;
use crate::app::state::State;
use crate::model::format;
use crate::ui::environments;
use crate::ui::theme::{Tone, size, space};
use crate::ui::widgets::{self, Banner};

/// Draws it.
pub fn show(ui: &mut Ui, state: &State, out: &mut Sink) {
    problems(ui, state, out);
    widgets::column(ui, ("jobs", state.visits), |ui| {
        widgets::page_title(ui, "Jobs", sentence(state));
        ui.spacing_mut().item_spacing.y = space::S;
        for job in state.jobs.all() {
            match job.stand {
                Stand::Running => running::card(ui, state, job, out),
                _ => cards::card(ui, state, job, out),
            }
        }
        if !state.jobs.is_empty() {
            safe(ui, state);
        }
        ui.add_space(space::L);
        settings::show(ui, state.job_settings, out);
    });
}

/// What keeps jobs from going on, above what scrolls: it is never out of sight.
fn problems(ui: &mut Ui, state: &State, out: &mut Sink) {
    let mut halted = state.jobs.all().filter_map(|job| match &job.stand {
        Stand::Halted(problem) => Some((job, problem)),
        _ => None,
    });
    let first = halted.next();
    if state.connect.failed.is_none() && first.is_none() {
        return;
    }
    widgets::in_column(ui, |ui| {
        ui.vertical(|ui| {
            ui.add_space(space::M);
            ui.set_width(ui.available_width().min(size::COLUMN));
            environments::failed(ui, state, out);
            if let Some((job, problem)) = first {
                let more = halted.count() as u64;
                let more = match more {
                    0 => String::new(),
                    more => format!(" And {}.", format::plural(more, "more deletion", "more deletions")),
                };
                let told = format!("“{}” is interrupted. {}{more}", job.header.description, problem.what);
                Banner::new(Tone::Danger, &told).body("See below what to do about it.").show(ui, |_| {});
            }
        });
    });
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
    let then = if state.resumes_by_itself() {
        "At the next start Cloudsweep asks Cloudinary what became of the last requests and goes on by \
         itself; what you paused stays paused."
    } else {
        "At the next start you decide what goes on; Cloudsweep first asks Cloudinary what became of the \
         last requests."
    };
    let told = format!("Every step is written down before it is sent. {then}");
    Banner::new(Tone::Neutral, "Safe to close").body(&told).show(ui, |_| {});
}
