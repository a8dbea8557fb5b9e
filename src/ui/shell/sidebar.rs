//! The navigation sidebar.

use egui::Ui;

use super::super::icons::Icon;
use super::super::pages::forms;
use super::super::theme::{self, space, text};
use super::super::widgets;
use crate::app::msg::{Msg, Sink};
use crate::app::page::FormKind;
use crate::app::page::Page;
use crate::app::state::State;

/// Draws the pages’ rows, and short news under them.
pub fn show(ui: &mut Ui, state: &State, out: &mut Sink) {
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.add_space(space::XS);
    row(ui, state, Page::Library, Icon::LayoutGrid, &crate::text!("library"), out);
    ui.add_space(space::L);
    caption(ui, &crate::text!("delete-by"));
    for kind in FormKind::all() {
        let words = forms::words(kind);
        row(ui, state, Page::Form(kind), words.icon, &(words.label)(), out);
    }
    ui.add_space(space::L);
    caption(ui, &crate::text!("deletions"));
    let jobs = widgets::quiet(crate::text!("jobs")).icon(Icon::Hourglass).count(state.jobs.len());
    go(ui, state, Page::Jobs, jobs, out);
    row(ui, state, Page::Receipts, Icon::ReceiptText, &crate::text!("receipts"), out);
    if let Some(undo) = widgets::toasts(ui, &state.toasts, state.time) {
        out.push(Msg::Undo(undo));
    }
}

/// The row of the page that is shown: a plan is shown under what it was chosen by, one of several
/// sources under none.
fn stands_for(state: &State) -> Option<Page> {
    match (state.page, state.flow.sources()) {
        (Page::Flow, [_, _, ..]) => None,
        (Page::Flow, _) => Some(state.flow.form().map_or(Page::Library, Page::Form)),
        (page, _) => Some(page),
    }
}

fn caption(ui: &mut Ui, words: &str) {
    let palette = theme::of(ui);
    ui.horizontal(|ui| {
        ui.add_space(10.0);
        ui.label(text::small_strong(words).color(palette.placeholder));
    });
    ui.add_space(2.0);
}

fn row(ui: &mut Ui, state: &State, page: Page, icon: Icon, label: &str, out: &mut Sink) {
    go(ui, state, page, widgets::quiet(label).icon(icon), out);
}

fn go(ui: &mut Ui, state: &State, page: Page, button: widgets::Button, out: &mut Sink) {
    if ui.add(button.left_aligned().selected(stands_for(state) == Some(page))).clicked() {
        out.push(Msg::Go(page));
    }
}
