//! The card of a job that runs: how far it is, how each item ended, and the ways to halt it; and
//! the question before one is stopped.

use std::time::Duration;

use crate::app::msg::Sink;
use egui::{Layout, Ui};

use crate::app::jobs::{Job, Msg, words};
use crate::app::state::State;
use crate::jobs::progress::{Phase, Progress};
use crate::model::outcome::Tally;
use crate::model::unix_time::UnixTime;
use crate::model::what::What;
use crate::text::{Words as _, sums};
use crate::ui::icons::Icon;
use crate::ui::theme::{self, Tone, space, text};
use crate::ui::widgets::{self, Banner};

/// The card of a running job.
pub fn card(ui: &mut Ui, state: &State, job: &Job, out: &mut Sink) {
    widgets::card(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::M;
        super::cards::head(ui, state, job);
        match state.progress_of(job.header.id) {
            Some(news) => under_way(ui, state, job, news, out),
            None => {
                widgets::spinner(ui, &crate::text!("job-reads"));
            }
        }
    });
}

fn under_way(ui: &mut Ui, state: &State, job: &Job, news: &Progress, out: &mut Sink) {
    let palette = theme::of(ui);
    let done = news.tally.ended();
    ui.horizontal(|ui| {
        ui.label(text::title(crate::text!("bar-progress", done = done, planned = news.planned)));
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            if let Some(left) = news.time_left.filter(|left| outlasts(*left, news, state.now)) {
                ui.label(text::body(words::time_left(left)).color(palette.muted));
            }
        });
    });
    let part = done as f32 / news.planned.max(1) as f32;
    let tone = if news.phase.until().is_some() { Tone::Warning } else { Tone::Info };
    widgets::bar(ui, &crate::text!("bar-done-name"), part, ui.available_width(), 10.0, tone);
    phase(ui, news);
    outcomes(ui, job.header.what, news.planned, &news.tally);
    ui.add_space(space::XS);
    controls(ui, state, job, news, out);
}

/// Whether the time that is left reaches beyond what the job waits for; else nobody has worked it out yet.
fn outlasts(left: Duration, news: &Progress, now: UnixTime) -> bool {
    news.phase.until().is_none_or(|until| until < now + left)
}

fn phase(ui: &mut Ui, news: &Progress) {
    let words = words::phase(news);
    match news.phase {
        Phase::WaitingForLimit { .. } | Phase::KeepingReserve { .. } | Phase::TryingAgain { .. } => {
            Banner::new(Tone::Warning, &words).show(ui, |_| {});
        }
        Phase::Paused => {
            Banner::new(Tone::Info, &words).body(&crate::text!("phase-paused-help")).show(ui, |_| {});
        }
        _ => {
            widgets::spinner(ui, &words);
        }
    }
}

/// How items ended so far; what has not happened is not named.
fn outcomes(ui: &mut Ui, what: What, planned: u64, tally: &Tally) {
    let copies = what != What::Originals;
    widgets::line_if_any(ui, |ui| {
        if tally.deleted > 0 {
            let deleted = if copies {
                sums::deleted(what, planned, tally)
            } else {
                crate::text!("tally-deleted", number = tally.deleted)
            };
            widgets::badge(ui, None, &deleted, Tone::Success);
        }
        if copies {
            widgets::badge(ui, None, &crate::text!("tally-originals-kept", number = planned), Tone::Neutral);
        }
        let gone = if what == What::AllCopies {
            crate::text!("tally-without-copies", number = tally.already_gone)
        } else {
            crate::text!("tally-already-gone", number = tally.already_gone)
        };
        for (number, words, tone) in [
            (tally.already_gone, gone, Tone::Neutral),
            (tally.refused, crate::text!("tally-refused", number = tally.refused), Tone::Danger),
            (tally.skipped, crate::text!("tally-skipped", number = tally.skipped), Tone::Warning),
            (tally.unknown, crate::text!("tally-unknown", number = tally.unknown), Tone::Warning),
            (tally.extras, crate::text!("tally-extras", number = tally.extras), Tone::Danger),
        ] {
            if number > 0 {
                widgets::badge(ui, None, &words, tone);
            }
        }
        if tally.copies > 0 && !copies {
            let words = crate::text!("tally-copies", number = tally.copies);
            widgets::badge(ui, None, &words, Tone::Neutral);
        }
    });
}

fn controls(ui: &mut Ui, state: &State, job: &Job, news: &Progress, out: &mut Sink) {
    let id = job.header.id;
    let job_id = id.to_string();
    ui.horizontal(|ui| {
        let free = news.phase.can_be_stopped();
        if matches!(news.phase, Phase::Paused | Phase::Pausing) {
            let resume = widgets::primary(crate::text!("job-resume")).icon(Icon::CirclePlay);
            let resume = resume.name(crate::text!("job-resume-it", job = job_id));
            let resume = ui.add_enabled(!state.look_only, resume);
            if !state.look_only {
                widgets::takes_focus(&resume);
            }
            if resume.clicked() {
                out.push(Msg::GoOn(id));
            }
        } else {
            let pause = widgets::secondary(crate::text!("job-pause")).icon(Icon::CirclePause);
            let pause = pause.name(crate::text!("job-pause-it", job = job_id));
            let pause = ui.add_enabled(free, pause);
            if free {
                widgets::takes_focus(&pause);
            }
            if pause.clicked() {
                out.push(Msg::Pause(id));
            }
        }
        let stop = widgets::secondary(crate::text!("job-stop")).icon(Icon::CircleStop);
        let stop = stop.name(crate::text!("job-stop-it", job = id.to_string()));
        if ui.add_enabled(free, stop).clicked() {
            out.push(Msg::AskToStop(id));
        }
    });
}

/// The question before a job is stopped, over every page.
pub fn ask_to_stop(ctx: &egui::Context, state: &State, out: &mut Sink) {
    let Some(asked) = state.jobs.asks_to_stop else { return };
    let Some(job) = state.jobs.find(asked.job) else { return };
    let (answer, left) = widgets::dialog(
        ctx,
        &crate::text!("stop-title"),
        |ui| {
            let muted = theme::of(ui).muted;
            ui.label(text::body(job.header.description.words()).color(muted));
            ui.label(text::strong(now(state, job)));
            ui.label(text::body(crate::text!("stop-sentence")));
            None
        },
        |ui| {
            let mut answer = None;
            widgets::answers(ui, |ui| {
                let keep =
                    if asked.held { crate::text!("stop-keep-going") } else { crate::text!("stop-not") };
                if widgets::first_answer(ui, widgets::primary(keep)) {
                    answer = Some(Msg::KeepRunning);
                }
                if ui.add(widgets::secondary(crate::text!("stop-it"))).clicked() {
                    answer = Some(Msg::Stop);
                }
            });
            answer
        },
    );
    match answer {
        Some(wish) => out.push(wish),
        None if left => out.push(Msg::KeepRunning),
        None => {}
    }
}

/// How a job stands while the user is asked about it.
fn now(state: &State, job: &Job) -> String {
    let Some(news) = state.progress_of(job.header.id) else {
        return crate::text!("stop-held");
    };
    let so_far = words::progressed(job, news);
    match news.phase {
        Phase::Paused => crate::text!("stop-paused", progress = so_far),
        _ => crate::text!("stop-pausing", progress = so_far),
    }
}
