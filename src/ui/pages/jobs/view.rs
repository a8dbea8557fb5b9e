//! The jobs' page.

use egui::Ui;

use super::{cards, running, settings};
use crate::app::job_status::JobStatus;
use crate::app::msg::Sink;
use crate::app::state::State;
use crate::text::Words as _;
use crate::ui::environments;
use crate::ui::theme::{Tone, size, space};
use crate::ui::widgets::{self, Banner};

/// The whole page: what keeps jobs from going on, a card for each job, and the settings.
pub fn show(ui: &mut Ui, state: &State, out: &mut Sink) {
    problems(ui, state, out);
    widgets::column(ui, ("jobs", state.visits), |ui| {
        widgets::page_title(ui, &crate::text!("jobs"), &sentence(state));
        ui.spacing_mut().item_spacing.y = space::S;
        for job in state.jobs.all() {
            match job.status {
                JobStatus::Running => running::card(ui, state, job, out),
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
    let mut halted = state.jobs.all().filter_map(|job| match &job.status {
        JobStatus::Halted(problem) => Some((job, problem)),
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
                let more = halted.count();
                let told = crate::text!(
                    "jobs-interrupted",
                    name = job.header.description.words(),
                    why = problem.what(),
                    more = more
                );
                Banner::new(Tone::Danger, &told)
                    .body(&crate::text!("jobs-interrupted-help"))
                    .show(ui, |_| {});
            }
        });
    });
}

fn sentence(state: &State) -> String {
    if state.jobs.is_empty() { crate::text!("jobs-none") } else { crate::text!("jobs-sentence") }
}

fn safe(ui: &mut Ui, state: &State) {
    let then = if state.resumes_by_itself() {
        crate::text!("safe-to-close-resumes")
    } else {
        crate::text!("safe-to-close-asks")
    };
    Banner::new(Tone::Neutral, &crate::text!("safe-to-close")).body(&then).show(ui, |_| {});
}
