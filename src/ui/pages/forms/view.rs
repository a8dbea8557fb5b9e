//! A form on screen: what it finds, in which kinds, and “Preview…”.

use egui::{Align, CentralPanel, Frame, Layout, Margin, Panel, Ui, vec2};

use super::{kinds, row};
use crate::app::forms::{Form, Msg};
use crate::app::msg::Sink;
use crate::app::page::FormKind;
use crate::app::page::Page;
use crate::app::state::State;
use crate::model::selector::By;
use crate::text::counts;
use crate::ui::icons::Icon;
use crate::ui::theme::{self, size, space, text};
use crate::ui::widgets;

/// Draws the page.
pub fn show(ui: &mut Ui, state: &State, out: &mut Sink) {
    let Page::Form(kind) = state.page else { return };
    // In sight however long the form is.
    let foot = Frame::new().inner_margin(Margin::symmetric(0, 10));
    Panel::bottom("submit").resizable(false).frame(foot).show(ui, |ui| {
        let row = vec2(widgets::column_of(ui).1, size::CONTROL_LARGE);
        let beside = Layout::left_to_right(Align::Center);
        widgets::in_column(ui, |ui| {
            ui.allocate_ui_with_layout(row, beside, |ui| submit(ui, state, kind, out));
        });
    });
    CentralPanel::default().frame(Frame::NONE).show(ui, |ui| {
        let form = state.forms.form(kind);
        widgets::column(ui, ("form", kind, form.by, state.visits), |ui| {
            let words = row::words(kind);
            widgets::page_title(ui, &(words.title)(), &(words.sentence)());
            widgets::card(ui, |ui| {
                ui.spacing_mut().item_spacing.y = space::L;
                if kind == FormKind::Copies {
                    ways(ui, state, out);
                }
                (row::of(form.by).field)(ui, state, kind, form, out);
                kinds::show(ui, kind, form, out);
                cdn(ui, kind, form, out);
            });
        });
    });
}

fn ways(ui: &mut Ui, state: &State, out: &mut Sink) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS + 1.0;
        ui.label(text::strong(crate::text!("copies-of-which")));
        let options: Vec<_> = By::ALL.iter().map(|by| (*by, (row::of(*by).of)())).collect();
        if let Some(by) = widgets::segmented(ui, "copies-of", &options, state.forms.copies_by) {
            out.push(Msg::CopiesBy(by));
        }
    });
}

fn cdn(ui: &mut Ui, kind: FormKind, form: &Form, out: &mut Sink) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        if let Some(on) = widgets::checkbox(ui, &crate::text!("form-cdn"), form.invalidate) {
            out.push(Msg::Invalidate(kind, on));
        }
        widgets::hint_under_checkbox(ui, &crate::text!("form-cdn-help"));
    });
}

fn submit(ui: &mut Ui, state: &State, kind: FormKind, out: &mut Sink) {
    let palette = theme::of(ui);
    if ui.add(widgets::primary(crate::text!("form-preview")).icon(Icon::Eye).large()).clicked() {
        out.push(Msg::Preview(kind));
    }
    if let Some(plan) = state.plan_to_extend(kind.what()) {
        let name = crate::text!("add-to-plan-of", assets = counts::of_plan(plan));
        let add = widgets::secondary(crate::text!("add-to-plan")).name(name).icon(Icon::Plus).large();
        if ui.add(add).clicked() {
            out.push(Msg::Add(kind));
        }
    }
    ui.add_space(space::XS);
    let help = crate::text!("form-preview-help");
    ui.add(egui::Label::new(text::small(help).color(palette.muted)).wrap());
}
