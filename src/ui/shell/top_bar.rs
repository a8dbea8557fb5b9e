//! Which environment is open, how many calls are left, and the look-only switch.

use egui::{Frame, Margin, Popup, Ui};

use super::super::icons::Icon;
use super::super::theme::{self, Tone, size, space, text};
use super::super::widgets;
use crate::app::msg::{Msg, Sink};
use crate::app::page::Page;
use crate::app::state::State;
use crate::app::{connect, environments};
use crate::model::account::Environment;
use crate::model::schedule::is_ahead;
use crate::text::clock;

/// Draws the bar.
pub fn show(ui: &mut Ui, state: &State, out: &mut Sink) {
    ui.horizontal_centered(|ui| {
        let rest = if is_narrow(ui) { 280.0 } else { 380.0 };
        ui.scope(|ui| {
            ui.set_max_width(ui.available_width() - rest);
            environment(ui, state, out);
        });
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if let Some(on) = widgets::switch(ui, &crate::text!("look-only"), state.look_only) {
                out.push(Msg::LookOnly(on));
            }
            ui.add_space(space::L);
            quota(ui, state);
        });
    });
}

fn is_narrow(ui: &Ui) -> bool {
    ui.ctx().content_rect().width() < size::NARROW
}

fn environment(ui: &mut Ui, state: &State, out: &mut Sink) {
    let Some(session) = &state.session else { return };
    let words = shown(state, &session.environment);
    let icon = if session.environment.practice { Icon::GraduationCap } else { Icon::Cloud };
    let name = crate::text!("environment-menu", environment = words.as_str());
    let button = ui.add(widgets::secondary(words).icon(icon).drops().name(name));
    Popup::menu(&button).show(|ui| {
        let before = out.len();
        menu(ui, state, out);
        // Whatever was chosen with the keyboard or a screen reader, too.
        if out.len() > before {
            ui.close();
        }
    });
    if session.environment.practice {
        widgets::badge(ui, None, &crate::text!("practice-badge"), Tone::Practice);
    }
    if session.environment.production {
        widgets::badge(ui, Some(Icon::ShieldAlert), &crate::text!("production"), Tone::Warning);
    }
}

/// What it is called; beside a given name the cloud name, too.
fn shown(state: &State, environment: &Environment) -> String {
    let called = environments::label(state, environment);
    match &environment.name {
        Some(_) if !called.contains(&environment.cloud_name) => {
            format!("{called} · {}", environment.cloud_name)
        }
        _ => called,
    }
}

fn menu(ui: &mut Ui, state: &State, out: &mut Sink) {
    ui.set_width(380.0);
    ui.spacing_mut().item_spacing.y = 2.0;
    let Some(session) = &state.session else { return };
    let open = session.environment.id();
    for remembered in &state.connect.remembered {
        let id = remembered.environment.id();
        let here = id == open;
        let environment = &remembered.environment;
        let called = environments::label(state, environment);
        let name = if here {
            crate::text!("environment-open-now-it", environment = called.as_str())
        } else {
            crate::text!("environment-switch", environment = called.as_str())
        };
        let button = widgets::quiet(called)
            .icon(if here { Icon::Check } else { Icon::Cloud })
            .name(name)
            .left_aligned();
        let pressed = ui.add(button).clicked() && !here;
        ui.horizontal_top(|ui| {
            ui.add_space(size::ICON + space::L);
            let muted = theme::of(ui).muted;
            ui.add(egui::Label::new(text::small(environments::detail(environment)).color(muted)).wrap());
        });
        if pressed {
            let msg = if remembered.secret_missing { connect::Msg::AskSecret } else { connect::Msg::Open };
            out.push(msg(id));
        }
    }
    if !session.environment.practice {
        let called = environments::label(state, &session.environment);
        let words = if session.environment.production {
            crate::text!("environment-unmark", environment = called)
        } else {
            crate::text!("environment-mark", environment = called)
        };
        if ui.add(widgets::quiet(words).icon(Icon::ShieldAlert).left_aligned()).clicked() {
            let on = !session.environment.production;
            out.push(connect::Msg::MarkProduction(open, on));
        }
        let practice =
            widgets::quiet(crate::text!("practice-library")).icon(Icon::GraduationCap).left_aligned();
        if ui.add(practice).clicked() {
            out.push(connect::Msg::Practice);
        }
    }
    ui.add(egui::Separator::default().spacing(space::M));
    // As far from the edge as the words of the buttons.
    Frame::new().inner_margin(Margin::symmetric(10, 0)).show(ui, |ui| {
        if let Some(on) = widgets::switch(ui, &crate::text!("thumbnails"), state.preferences.pictures) {
            out.push(Msg::Pictures(on));
        }
        // A menu is justified, which would spread the words of running text.
        ui.vertical(|ui| widgets::hint(ui, &crate::text!("thumbnails-help")));
    });
    ui.add(egui::Separator::default().spacing(space::M));
    if ui.add(widgets::quiet(crate::text!("environments")).icon(Icon::Settings).left_aligned()).clicked() {
        out.push(Msg::Go(Page::Connect));
    }
}

fn quota(ui: &mut Ui, state: &State) {
    let palette = theme::of(ui);
    let quota = &state.quota;
    let now = state.now;
    for at in quota.paused_until.into_iter().chain(quota.resets_at) {
        if let Some(left) = at.since(now) {
            ui.ctx().request_repaint_after(left);
        }
    }
    if let Some(until) = quota.paused_until.filter(|until| is_ahead(*until, now)) {
        let words = crate::text!("calls-paused", time = clock::time_of_day(until));
        widgets::badge(ui, Some(Icon::Hourglass), &words, Tone::Warning);
        return;
    }
    // Of an hour that is over nothing is left, and of the next nothing is known.
    if quota.resets_at.is_some_and(|at| !is_ahead(at, now)) {
        return;
    }
    let (Some(limit), Some(remaining)) = (quota.limit, quota.remaining) else { return };
    let part = remaining as f32 / limit.max(1) as f32;
    let tone = if part < 0.2 { Tone::Warning } else { Tone::Info };
    let mut tip = crate::text!("calls-tip", limit = limit, left = remaining);
    if let Some(at) = quota.resets_at {
        tip = format!("{tip} {}", crate::text!("calls-renewed", time = clock::time_of_day(at)));
    }
    widgets::bar(ui, &crate::text!("calls-left-name"), part, 64.0, 5.0, tone)
        .on_hover_text(text::small(&tip));
    let words = if is_narrow(ui) {
        crate::text!("calls-left-narrow", left = remaining)
    } else {
        crate::text!("calls-left", left = remaining, limit = limit)
    };
    ui.label(text::small(words).color(palette.muted)).on_hover_text(text::small(&tip));
}
