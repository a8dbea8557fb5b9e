//! The card of a job that waits or stands still: why, and what the user can do about it.

use egui::{Layout, Ui};

use crate::app::environments;
use crate::app::intent::Intent;
use crate::app::job_status::JobStatus;
use crate::app::jobs::words::{self, Wait};
use crate::app::jobs::{Job, Msg, keys};
use crate::app::msg::{self, Sink};
use crate::app::page::Page;
use crate::app::state::State;
use crate::text::Words as _;
use crate::ui::icons::{self, Icon};
use crate::ui::proxy;
use crate::ui::theme::{self, Tone, size, space, text};
use crate::ui::widgets::{self, Banner};

/// What goes, by which criteria, and where.
pub fn head(ui: &mut Ui, state: &State, job: &Job) {
    ui.horizontal(|ui| {
        widgets::titled_row(ui, &words::title(state, job), &job.header.description.words(), |ui| {
            ui.scope(|ui| {
                ui.set_max_width(ui.available_width() * 0.5);
                widgets::badge(
                    ui,
                    Some(Icon::Cloud),
                    &environments::label_of(state, &job.header),
                    Tone::Neutral,
                );
            });
        });
    });
}

/// The card of a job that does not run.
pub fn card(ui: &mut Ui, state: &State, job: &Job, out: &mut Sink) {
    widgets::card(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        head(ui, state, job);
        if let JobStatus::Halted(problem) | JobStatus::Unconfirmed(problem) | JobStatus::Damaged(problem) =
            &job.status
        {
            widgets::problem(ui, problem, |ui| proxy::offer_password(ui, problem, out));
        }
        ui.horizontal(|ui| {
            let palette = theme::of(ui);
            let (icon, ink) = match job.status {
                JobStatus::Running | JobStatus::Waiting => (Icon::Hourglass, palette.muted),
                JobStatus::Paused => (Icon::CirclePause, palette.muted),
                JobStatus::Interrupted
                | JobStatus::Halted(_)
                | JobStatus::Unconfirmed(_)
                | JobStatus::Damaged(_) => (Icon::TriangleAlert, palette.warning),
            };
            ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
                actions(ui, state, job, out);
                ui.with_layout(Layout::left_to_right(egui::Align::Center), |ui| {
                    icons::show(ui, icon, size::ICON, ink);
                    let standing = text::small(words::standing(state, job)).color(palette.muted);
                    ui.add(egui::Label::new(standing).truncate());
                });
            });
        });
        other_keys(ui, state, job, out);
        if job.status == JobStatus::Interrupted {
            let (title, body) = (crate::text!("job-was-interrupted"), crate::text!("job-asks-first"));
            Banner::new(Tone::Info, &title).body(&body).show(ui, |_| {});
        }
    });
}

/// The keys with which it can go on after the user's word.
fn other_keys(ui: &mut Ui, state: &State, job: &Job, out: &mut Sink) {
    let keys = keys::offered(state, job);
    if keys.is_empty() {
        return;
    }
    let title = crate::text!("job-other-key", key = job.header.environment.key_ending());
    Banner::new(Tone::Info, &title).body(&crate::text!("job-other-key-help")).show(ui, |ui| {
        ui.add_space(space::XS);
        ui.horizontal_wrapped(|ui| {
            for key in keys {
                let words = crate::text!("job-resume-with", key = key.key_ending());
                let name = crate::text!(
                    "job-resume-with-for",
                    key = key.key_ending(),
                    job = job.header.id.to_string()
                );
                let button = widgets::primary(words).icon(Icon::CirclePlay).small().name(name);
                if ui.add_enabled(!state.look_only, button).clicked() {
                    out.push(Msg::ContinueWith(job.header.id, key));
                }
            }
        });
    });
}

/// From the right.
fn actions(ui: &mut Ui, state: &State, job: &Job, out: &mut Sink) {
    let id = job.header.id;
    let job_id = id.to_string();
    let stop = widgets::secondary(crate::text!("job-stop")).icon(Icon::CircleStop).small();
    let stop = stop.name(crate::text!("job-stop-it", job = job_id.as_str()));
    if ui.add(stop).clicked() {
        out.push(Msg::AskToStop(id));
    }
    if matches!(job.status, JobStatus::Unconfirmed(_) | JobStatus::Damaged(_)) {
        let items = widgets::secondary(crate::text!("job-items")).icon(Icon::ReceiptText).small();
        if ui.add(items.name(crate::text!("job-items-of", job = job_id.as_str()))).clicked() {
            out.push(Intent::OpenReceipt(id));
        }
    }
    if matches!(job.status, JobStatus::Damaged(_)) {
        return;
    }
    let wait = (job.status == JobStatus::Waiting).then(|| words::wait(state, job));
    if wait.is_some() {
        let pause = widgets::secondary(crate::text!("job-pause")).icon(Icon::CirclePause).small();
        let pause = pause.name(crate::text!("job-pause-it", job = job_id.as_str()));
        if ui.add(pause).clicked() {
            out.push(Msg::Pause(id));
        }
    }
    if !keys::has_its_own(state, job) && !keys::others(state, job).is_empty() {
        return;
    }
    if matches!(wait, Some(Wait::Closed | Wait::OtherKey)) {
        let open = widgets::primary(crate::text!("job-open")).icon(Icon::Cloud).small();
        let environment = environments::label_of(state, &job.header);
        let open = open.name(crate::text!("job-open-for", environment = environment, job = job_id));
        if ui.add(open).clicked() {
            out.push(open_environment(state, job));
        }
    } else if matches!(wait, None | Some(Wait::Halted)) {
        let on = widgets::primary(crate::text!("job-resume")).icon(Icon::CirclePlay).small();
        let on = on.name(crate::text!("job-resume-it", job = job_id));
        if ui.add_enabled(!state.look_only, on).clicked() {
            out.push(Msg::GoOn(id));
        }
    }
}

/// Opens the job's environment, or leads to where it can be connected to.
fn open_environment(state: &State, job: &Job) -> msg::Msg {
    let environment = &job.key;
    if environment.is_practice() {
        return Intent::OpenPractice.into();
    }
    if keys::has_its_own(state, job) {
        Intent::OpenEnvironment(environment.clone()).into()
    } else {
        msg::Msg::Go(Page::Connect)
    }
}
