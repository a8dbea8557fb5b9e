//! The frame of every page: top bar, sidebar, the page itself, the plan's bar, and what lies over
//! all of it.

mod bar;
mod closing;
mod sidebar;
mod top_bar;
mod unconfirmed;

use egui::{Frame, Key, Modifiers, Panel, Ui};

use super::collection;
use super::icons::Icon;
use super::pages::{connect, flow, forms, jobs, library, receipts, welcome};
use super::proxy;
use super::theme::{self, Tone, size};
use super::widgets::{self, Thumbnails};
use crate::app::msg::{Msg, Sink};
use crate::app::page::Page;
use crate::app::state::State;

/// Draws the whole window.
pub fn show(ui: &mut Ui, state: &State, thumbs: &mut Thumbnails, out: &mut Sink) {
    widgets::watch_keyboard(ui.ctx());
    undo_by_key(ui, state, out);
    let palette = theme::of(ui);
    ui.painter().rect_filled(ui.max_rect(), 0, palette.canvas);
    let inside = state.session.is_some() && state.page != Page::Welcome;
    if inside {
        at_the_top(ui, |ui| top_bar::show(ui, state, out));
        let side = Frame::new().fill(palette.panel).inner_margin(egui::Margin::same(10));
        Panel::left("sidebar")
            .exact_size(size::SIDEBAR)
            .resizable(false)
            .frame(side)
            .show(ui, |ui| sidebar::show(ui, state, out));
    }
    if state.session.is_none() && matches!(state.page, Page::Jobs | Page::Receipts) {
        at_the_top(ui, |ui| outside(ui, state, out));
    }
    keychain(ui, state, out);
    if !inside {
        news(ui, state, out);
    }
    warnings(ui, state, out);
    bar::show(ui, state, out);
    page(ui, state, thumbs, out);
    jobs::over(ui.ctx(), state, out);
    proxy::show(ui.ctx(), state, out);
    if let Some(closing) = &state.closing {
        closing::show(ui.ctx(), state, closing, out);
    }
}

/// Ctrl+Z, or Cmd+Z on a Mac, where no field takes it: “Undo” of the latest news that has one.
fn undo_by_key(ui: &Ui, state: &State, out: &mut Sink) {
    let Some(undo) = state.toasts.iter().rev().find_map(|toast| toast.undo) else { return };
    if !collection::is_elsewhere(ui.ctx())
        && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Z))
    {
        out.push(Msg::Undo(undo));
    }
}

fn at_the_top(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    let bar = Frame::new().fill(theme::of(ui).panel).inner_margin(egui::Margin::symmetric(14, 0));
    Panel::top("top-bar").exact_size(size::TOP_BAR).resizable(false).frame(bar).show(ui, content);
}

/// That the keychain is waited for, on every page, and the way out.
fn keychain(ui: &mut Ui, state: &State, out: &mut Sink) {
    if !state.connect.keychain_waits.1 {
        return;
    }
    let bar = Frame::new().fill(theme::of(ui).canvas).inner_margin(egui::Margin::symmetric(14, 8));
    Panel::top("keychain").resizable(false).frame(bar).show(ui, |ui| {
        let (title, body) = (crate::text!("keychain-waits"), crate::text!("keychain-waits-help"));
        widgets::Banner::new(Tone::Info, &title).body(&body).show(ui, |ui| {
            if ui.add(widgets::secondary(crate::text!("keychain-go-on-without")).small()).clicked() {
                out.push(crate::app::connect::Msg::GoOnWithoutKeychain);
            }
        });
    });
}

/// Short news where there is no sidebar to hold it.
fn news(ui: &mut Ui, state: &State, out: &mut Sink) {
    if state.toasts.is_empty() {
        return;
    }
    let frame = Frame::new().fill(theme::of(ui).canvas).inner_margin(egui::Margin::symmetric(14, 8));
    Panel::bottom("news").resizable(false).frame(frame).show(ui, |ui| {
        if let Some(undo) = widgets::toast_line(ui, &state.toasts, state.time) {
            out.push(Msg::Undo(undo));
        }
    });
}

/// The oldest warning that was not read yet, on every page.
fn warnings(ui: &mut Ui, state: &State, out: &mut Sink) {
    let Some(problem) = state.connect.warnings.first() else { return };
    let bar = Frame::new().fill(theme::of(ui).canvas).inner_margin(egui::Margin::symmetric(14, 8));
    Panel::top("warnings").resizable(false).frame(bar).show(ui, |ui| {
        let body = [problem.body(), problem.more()];
        let body = body.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" ");
        widgets::Banner::new(Tone::Warning, &problem.what()).body(&body).show(ui, |ui| {
            if ui
                .add(widgets::secondary(crate::text!("ok")).name(crate::text!("dismiss-warning")).small())
                .clicked()
            {
                out.push(crate::app::connect::Msg::DismissWarning);
            }
        });
    });
}

/// What can be seen without an environment: jobs and receipts; and the way to open one.
fn outside(ui: &mut Ui, state: &State, out: &mut Sink) {
    ui.horizontal_centered(|ui| {
        if ui.add(widgets::secondary(crate::text!("open-environment")).icon(Icon::Cloud)).clicked() {
            out.push(Msg::Go(Page::Connect));
        }
        for (page, icon, label) in [
            (Page::Jobs, Icon::Hourglass, crate::text!("jobs")),
            (Page::Receipts, Icon::ReceiptText, crate::text!("receipts")),
        ] {
            if ui.add(widgets::quiet(label).icon(icon).selected(state.page == page)).clicked() {
                out.push(Msg::Go(page));
            }
        }
    });
}

fn page(ui: &mut Ui, state: &State, thumbs: &mut Thumbnails, out: &mut Sink) {
    if state.page == Page::Library && state.session.is_some() {
        library::inspector(ui, state, thumbs, out);
    }
    let palette = theme::of(ui);
    let frame = Frame::new().fill(palette.canvas);
    egui::CentralPanel::default().frame(frame).show(ui, |ui| match state.page {
        Page::Welcome => welcome::show(ui, state, out),
        Page::Connect => connect::show(ui, state, out),
        Page::Library => library::show(ui, state, thumbs, out),
        Page::Form(_) => forms::show(ui, state, out),
        Page::Flow => flow::show(ui, state, thumbs, out),
        Page::Jobs => jobs::show(ui, state, out),
        Page::Receipts => receipts::show(ui, state, out),
    });
}
