//! The bar at the lower edge of every page: the plan that waits, the jobs under way, or the end of
//! one. It also draws what lies over the page: the confirmation.

use egui::{Frame, Layout, Margin, Panel, Ui};

use crate::app::flow::{self, Aside, Msg, Ready, Stage, State as Flow, blocked, offered};
use crate::app::jobs;
use crate::app::msg::{self, Sink};
use crate::app::page::Page;
use crate::app::state::State;
use crate::model::format;
use crate::model::problem::Problem;
use crate::model::receipt::{Ending, Summary};
use crate::model::unix_time::UnixTime;
use crate::model::what::What;
use crate::text::clock;
use crate::text::{Words as _, counts, description, sums};
use crate::ui::icons::{self, Icon};
use crate::ui::pages;
use crate::ui::theme::{self, Tone, size, space, text};
use crate::ui::widgets;

/// Draws the bar where there is something to tell.
pub fn show(ui: &mut Ui, state: &State, out: &mut Sink) {
    if let Some(news) = News::of(state) {
        let palette = theme::of(ui);
        let frame = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(20, 0));
        Panel::bottom("plan-bar").exact_size(size::BAR).resizable(false).frame(frame).show(ui, |ui| {
            ui.horizontal_centered(|ui| news.show(ui, state, out));
        });
    }
    pages::flow::over(ui, state, out);
}

/// The one thing that the bar tells, the most pressing first.
enum News<'a> {
    Refused(&'a Problem),
    Running,
    StandStill,
    Ended(&'a Summary),
    Counting(u64, Option<UnixTime>),
    Plan(&'a Ready),
    Aside(&'a Aside),
}

impl<'a> News<'a> {
    fn of(state: &'a State) -> Option<Self> {
        let flow: &Flow = &state.flow;
        let watching = state.page == Page::Jobs;
        match &flow.stage {
            _ if flow.refused.is_some() => flow.refused.as_ref().map(Self::Refused),
            Stage::Ready(ready) if state.page == Page::Flow && !ready.found().items().is_empty() => {
                Some(Self::Plan(ready))
            }
            _ if state.job_runs() && !watching => Some(Self::Running),
            _ if flow.ended.is_some() => flow.ended.as_ref().map(Self::Ended),
            _ if state.jobs.stand_still() && !watching => Some(Self::StandStill),
            Stage::Counting { found, until, .. } if state.page != Page::Flow => {
                Some(Self::Counting(*found, *until))
            }
            Stage::Ready(ready) if !ready.found().items().is_empty() => Some(Self::Plan(ready)),
            Stage::Ready(_) | Stage::Nothing | Stage::Counting { .. } | Stage::Incomplete { .. } => {
                offered(state).map(Self::Aside)
            }
        }
    }

    fn show(&self, ui: &mut Ui, state: &State, out: &mut Sink) {
        match self {
            Self::Refused(problem) => refused(ui, problem, out),
            Self::Running => running(ui, state, out),
            Self::StandStill => stand_still(ui, state, out),
            Self::Ended(summary) => ended(ui, summary, out),
            Self::Counting(found, until) => counting(ui, *found, *until, out),
            Self::Plan(ready) => plan(ui, state, ready, out),
            Self::Aside(aside) => set_aside(ui, aside, out),
        }
    }
}

/// The right end of the bar.
fn at_the_right(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    ui.with_layout(Layout::right_to_left(egui::Align::Center), content);
}

fn refused(ui: &mut Ui, problem: &Problem, out: &mut Sink) {
    let palette = theme::of(ui);
    icons::show(ui, Icon::CircleAlert, size::ICON + 2.0, palette.danger_ink);
    ui.label(text::strong(problem.what()));
    at_the_right(ui, |ui| {
        if ui.add(widgets::secondary(crate::text!("ok")).small()).clicked() {
            out.push(Msg::DismissNotice);
        }
        ui.with_layout(Layout::left_to_right(egui::Align::Center), |ui| {
            widgets::one_line(ui, text::small(problem.body()).color(palette.muted));
        });
    });
}

/// The first that runs, and how many more there are.
fn running(ui: &mut Ui, state: &State, out: &mut Sink) {
    let palette = theme::of(ui);
    let Some(news) = state.progress.first() else { return };
    let done = news.tally.ended();
    widgets::bar(
        ui,
        &crate::text!("bar-done-name"),
        done as f32 / news.planned.max(1) as f32,
        120.0,
        6.0,
        Tone::Info,
    );
    ui.label(text::strong(crate::text!("bar-progress", done = done, planned = news.planned)));
    let mut told = jobs::phase(news);
    let more = state.jobs.len().saturating_sub(1) as u64;
    if more > 0 {
        told = format!("{told} · {}", crate::text!("bar-more", number = more));
    }
    at_the_right(ui, |ui| {
        show_jobs(ui, out);
        ui.with_layout(Layout::left_to_right(egui::Align::Center), |ui| {
            widgets::one_line(ui, text::small(told).color(palette.muted));
        });
    });
}

/// Jobs that do not go on by themselves, or not yet.
fn stand_still(ui: &mut Ui, state: &State, out: &mut Sink) {
    let number = state.jobs.len() as u64;
    icons::show(ui, Icon::Hourglass, size::ICON + 2.0, theme::of(ui).warning);
    ui.label(text::strong(crate::text!("bar-unfinished", number = number)));
    at_the_right(ui, |ui| show_jobs(ui, out));
}

fn show_jobs(ui: &mut Ui, out: &mut Sink) {
    if ui.add(widgets::secondary(crate::text!("show-jobs"))).clicked() {
        out.push(msg::Msg::Go(Page::Jobs));
    }
}

fn ended(ui: &mut Ui, summary: &Summary, out: &mut Sink) {
    let palette = theme::of(ui);
    let halted = summary.ending().is_none();
    let (icon, ink, word) = match summary.ending() {
        Some(Ending::Complete) => (Icon::CircleCheck, palette.success, crate::text!("ended-complete")),
        Some(Ending::WithExceptions) => {
            (Icon::TriangleAlert, palette.warning, crate::text!("ended-with-exceptions"))
        }
        Some(Ending::Stopped) => (Icon::CircleStop, palette.warning, crate::text!("ended-stopped")),
        Some(Ending::Damaged) => (Icon::TriangleAlert, palette.warning, crate::text!("ended-damaged")),
        None => (Icon::CircleAlert, palette.danger_ink, crate::text!("ended-interrupted")),
    };
    icons::show(ui, icon, size::ICON + 2.0, ink);
    ui.label(text::strong(word));
    let header = &summary.header;
    let counts = sums::sums(header.what, header.planned, &summary.tally);
    let told = format!("{counts} · {}", header.description.words());
    at_the_right(ui, |ui| {
        let words = if halted { crate::text!("show-jobs") } else { crate::text!("show-receipt") };
        if ui.add(widgets::secondary(words)).clicked() {
            out.push(Msg::ShowEnded);
        }
        if widgets::icon_button(ui, Icon::X, &crate::text!("dismiss")).clicked() {
            out.push(Msg::DismissNotice);
        }
        ui.with_layout(Layout::left_to_right(egui::Align::Center), |ui| {
            widgets::phrases(ui, &told, |words| text::small(words).color(palette.muted));
        });
    });
}

fn counting(ui: &mut Ui, found: u64, until: Option<UnixTime>, out: &mut Sink) {
    let told = crate::text!("found-so-far", number = found);
    match until {
        None => {
            widgets::spinner(ui, &told);
        }
        Some(until) => {
            icons::show(ui, Icon::Hourglass, size::ICON + 2.0, theme::of(ui).warning);
            let at = clock::time_of_day(until);
            ui.label(text::strong(crate::text!("bar-counting-waits", number = found, time = at)));
        }
    }
    at_the_right(ui, |ui| {
        if ui.add(widgets::secondary(crate::text!("show-preview"))).clicked() {
            out.push(msg::Msg::Go(Page::Flow));
        }
        if ui.add(widgets::quiet(crate::text!("cancel-counting"))).clicked() {
            out.push(Msg::CancelCounting);
        }
    });
}

fn plan(ui: &mut Ui, state: &State, ready: &Ready, out: &mut Sink) {
    let palette = theme::of(ui);
    let blocked = blocked(state);
    ui.label(text::strong(crate::text!("bar-plan", sums = sums(ready))));
    at_the_right(ui, |ui| {
        if state.page == Page::Flow {
            let review =
                ui.add_enabled(blocked.is_none(), widgets::primary(crate::text!("review-plan")).large());
            if blocked.is_none() && state.flow.confirming.is_none() {
                widgets::takes_focus(&review);
            }
            if review.clicked() {
                out.push(Msg::Review);
            }
        } else if ui.add(widgets::primary(crate::text!("show-plan"))).clicked() {
            out.push(msg::Msg::Go(Page::Flow));
        }
        if ui.add(widgets::quiet(crate::text!("clear")).name(crate::text!("clear-plan"))).clicked() {
            out.push(Msg::Discard);
        }
        let age = flow::age(state, ready);
        ui.ctx().request_repaint_after(age.changes_in(ready.route));
        let old = crate::text!("bar-plan-old", age = age.words());
        let old = (!age.is_fresh(ready.route)).then_some(old);
        if state.flow.starting {
            widgets::spinner(ui, &crate::text!("writing"));
        } else if let Some(reason) =
            blocked.map(|blocked| blocked.words()).or(old).filter(|_| state.page == Page::Flow)
        {
            ui.with_layout(Layout::left_to_right(egui::Align::Center), |ui| {
                ui.add_space(space::M);
                widgets::one_line(ui, text::small(reason).color(palette.warning));
            });
        } else if state.page != Page::Flow {
            // The form that is shown may hold something else.
            ui.with_layout(Layout::left_to_right(egui::Align::Center), |ui| {
                let words = text::small(description::short(ready.plan().description()));
                widgets::one_line(ui, words.color(palette.muted));
            });
        }
    });
}

/// A plan that gave way to something else.
fn set_aside(ui: &mut Ui, aside: &Aside, out: &mut Sink) {
    let palette = theme::of(ui);
    icons::show(ui, Icon::History, size::ICON + 2.0, palette.muted);
    ui.label(text::strong(crate::text!("bar-aside", sums = sums(&aside.ready))));
    at_the_right(ui, |ui| {
        if ui.add(widgets::secondary(crate::text!("bring-back"))).clicked() {
            out.push(Msg::BringBack(aside.id));
        }
        ui.with_layout(Layout::left_to_right(egui::Align::Center), |ui| {
            let words = text::small(description::short(aside.ready.plan().description()));
            widgets::one_line(ui, words.color(palette.muted));
        });
    });
}

/// `42 images · 8.4 GB · 12 without backup`.
fn sums(ready: &Ready) -> String {
    let plan = ready.plan();
    let totals = plan.totals();
    let mut parts = vec![counts::planned(totals.items, plan.what(), totals.only_kind())];
    if plan.what() != What::AllCopies {
        parts.push(format::bytes(totals.bytes));
    }
    if totals.without_backup > 0 {
        parts.push(crate::text!("without-backup", number = totals.without_backup));
    }
    parts.join(" · ")
}
