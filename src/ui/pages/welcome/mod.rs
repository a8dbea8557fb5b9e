//! The first page: what the program is for, and the two ways in.

mod art;

use egui::{Ui, vec2};

use crate::app::intent::Intent;
use crate::app::msg::{Msg, Sink};
use crate::app::page::Page;
use crate::app::state::State;
use crate::ui::environments;
use crate::ui::icons::Icon;
use crate::ui::theme::{self, size, space, text};
use crate::ui::widgets;

/// Draws the page.
pub fn show(ui: &mut Ui, state: &State, out: &mut Sink) {
    let whole = ui.max_rect();
    let wide = whole.width() > size::NARROW - 80.0;
    let left = if wide { (whole.width() * 0.5).min(640.0) } else { whole.width() };
    if wide {
        let right = egui::Rect::from_min_max(whole.min + vec2(left, 0.0), whole.max);
        art::show(ui, right);
    }
    let mut column = ui.new_child(
        egui::UiBuilder::new()
            .max_rect(egui::Rect::from_min_size(whole.min, vec2(left, whole.height())))
            .layout(egui::Layout::top_down(egui::Align::Min)),
    );
    egui::ScrollArea::vertical().id_salt("welcome").auto_shrink([false, false]).show(&mut column, |ui| {
        let margin = space::XXL + space::S;
        let width = (left - 2.0 * margin).min(500.0);
        ui.horizontal_top(|ui| {
            ui.add_space(margin);
            ui.vertical(|ui| {
                ui.set_width(width);
                let listed = state.connect.remembered.len().min(3) as f32;
                ui.add_space(((whole.height() - 470.0 - listed * 80.0) / 2.0).max(space::XL));
                words(ui);
                offers(ui, state, out);
                ui.add_space(space::XL);
            });
        });
    });
}

fn words(ui: &mut Ui) {
    let palette = theme::of(ui);
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(30.0, 30.0), egui::Sense::hover());
        art::mark(ui, rect);
        ui.label(text::heading(crate::text!("program")));
    });
    ui.add_space(space::XL);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for line in [crate::text!("welcome-title-first"), crate::text!("welcome-title-second")] {
            ui.label(text::title(line).size(36.0));
        }
    });
    ui.add_space(space::XS);
    ui.label(text::body(crate::text!("welcome-sentence")).size(15.5).color(palette.muted));
    ui.add_space(space::L);
}

fn offers(ui: &mut Ui, state: &State, out: &mut Sink) {
    let palette = theme::of(ui);
    environments::failed(ui, state, out);
    if !state.connect.remembered.is_empty() {
        environments::list(ui, state, false, out);
        ui.add_space(space::S);
    }
    let free = state.connect.opening.is_none();
    let connect = widgets::primary(crate::text!("connect-title")).icon(Icon::Plug).large();
    let connect = if state.connect.remembered.is_empty() {
        connect
    } else {
        widgets::secondary(crate::text!("welcome-another")).icon(Icon::Plug).large()
    };
    ui.spacing_mut().item_spacing.y = 10.0;
    if ui.add_enabled(free, connect.full_width()).clicked() {
        out.push(Msg::Go(Page::Connect));
    }
    let practice = widgets::secondary(crate::text!("welcome-practice")).icon(Icon::GraduationCap).large();
    if ui.add_enabled(free, practice.full_width()).clicked() {
        out.push(Intent::OpenPractice);
    }
    if state.connect.opens_practice() {
        widgets::spinner(ui, &crate::text!("welcome-practice-starts"));
    } else {
        ui.label(text::small(crate::text!("welcome-practice-help")).color(palette.muted));
    }
}
