//! The question at closing while jobs go on, or while a plan stands that nobody confirmed. From the
//! first moment on nothing is sent, until it is answered.

use super::super::theme::{space, text};
use super::super::widgets;
use super::unconfirmed;
use crate::app::msg::{Msg, Sink};
use crate::app::state::{Closing, State};
use crate::app::{flow, jobs};
use crate::text::Words as _;

/// Jobs that are named, at most.
const JOBS: usize = 5;

/// Asks about what is at stake, with “stay” as the answer of Enter and Escape.
pub fn show(ctx: &egui::Context, state: &State, closing: &Closing, out: &mut Sink) {
    if closing.answered || state.jobs.going_on().next().is_some() {
        about_jobs(ctx, state, closing, out);
    } else {
        unconfirmed::show(ctx, state, out);
    }
}

fn about_jobs(ctx: &egui::Context, state: &State, closing: &Closing, out: &mut Sink) {
    let title = match closing.held.len() {
        0 | 1 => crate::text!("closing-title"),
        more => crate::text!("closing-title-several", number = more),
    };
    let (answer, left) = widgets::dialog(
        ctx,
        &title,
        |ui| {
            for job in state.jobs.all().take(JOBS) {
                let named = match state.progress_of(job.header.id) {
                    Some(news) => {
                        let (name, value) = (job.header.description.words(), jobs::progressed(job, news));
                        crate::text!("named-value", name = name, value = value)
                    }
                    None => job.header.description.words(),
                };
                ui.label(text::strong(named));
                widgets::hint(ui, &jobs::at_next_start(state, job));
            }
            let more = |number: usize| crate::text!("more-deletions", number = number);
            widgets::and_more(ui, state.jobs.len(), JOBS, more);
            if closing.answered {
                widgets::spinner(ui, &crate::text!("writing"));
                return None;
            }
            ui.label(text::body(crate::text!("closing-paused")));
            ui.label(text::body(crate::text!("closing-asks-first")));
            if let Some(lost) = flow::would_be_lost(state) {
                ui.label(text::body(lost));
            }
            None
        },
        |ui| {
            if closing.answered {
                return not_waiting(ui);
            }
            ui.spacing_mut().item_spacing.y = space::S;
            let mut answer = None;
            if widgets::first_answer(ui, widgets::primary(crate::text!("closing-stay")).full_width()) {
                answer = Some(Msg::Stay);
            }
            if ui.add(widgets::secondary(resumes(state)).full_width()).clicked() {
                answer = Some(Msg::Close { resume: true });
            }
            if ui.add(widgets::secondary(crate::text!("closing-pause")).full_width()).clicked() {
                answer = Some(Msg::Close { resume: false });
            }
            answer
        },
    );
    match answer {
        Some(msg) => out.push(msg),
        None if left && !closing.answered => out.push(Msg::Stay),
        None => {}
    }
}

/// What the next start does with a job that is not paused, as a button.
fn resumes(state: &State) -> String {
    if state.resumes_by_itself() { crate::text!("closing-resume") } else { crate::text!("closing-ask") }
}

fn not_waiting(ui: &mut egui::Ui) -> Option<Msg> {
    let now = widgets::answers(ui, |ui| ui.add(widgets::secondary(crate::text!("closing-now"))).clicked());
    now.then_some(Msg::CloseNow)
}
