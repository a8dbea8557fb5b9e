//! A pasted list, row by row: what matched and what did not.

use egui::{ScrollArea, Sense, Ui, vec2};

use crate::model::format;
use crate::runtime::event::{Found, ListReport, ReportRow};
use crate::ui::icons::{self, Icon};
use crate::ui::theme::{self, Tone, space, text};
use crate::ui::widgets;

const HEIGHT: f32 = 28.0;

/// Draws the sums and the rows in sight.
pub fn show(ui: &mut Ui, report: &ListReport) {
    let missing = report.rows.iter().filter(|row| matches!(row.found, Found::Nothing)).count();
    let unreadable = report.rows.iter().filter(|row| matches!(row.found, Found::Unreadable(_))).count();
    let matched = report.rows.len() - missing - unreadable;
    ui.horizontal_wrapped(|ui| {
        let mut told = |number: usize, words: &str, tone| {
            if number > 0 {
                widgets::badge(ui, None, &format!("{} {words}", format::count(number as u64)), tone);
            }
        };
        told(matched, "found", Tone::Success);
        told(missing, "not found", Tone::Warning);
        told(unreadable, "cannot be looked up", Tone::Warning);
        told(report.blank, "blank", Tone::Neutral);
        told(report.duplicates, "repeated", Tone::Neutral);
    });
    ui.add_space(space::XS);
    ui.spacing_mut().item_spacing.y = 0.0;
    let area = ScrollArea::vertical().id_salt("report").auto_shrink([false, false]);
    area.show_rows(ui, HEIGHT, report.rows.len(), |ui, range| {
        for row in &report.rows[range] {
            line(ui, row);
        }
    });
}

fn line(ui: &mut Ui, row: &ReportRow) {
    let palette = theme::of(ui);
    let (icon, ink, told) = match &row.found {
        Found::Assets(names) => {
            let names: Vec<String> =
                names.iter().map(|name| format!("{} ({})", name.public_id, name.resource_type)).collect();
            (Icon::Check, palette.success, names.join(", "))
        }
        Found::Nothing => (Icon::CircleMinus, palette.warning, "Not found among these kinds".to_owned()),
        Found::Unreadable(reason) => (Icon::CircleAlert, palette.warning, reason.to_string()),
    };
    ui.horizontal(|ui| {
        ui.set_height(HEIGHT);
        let column = |ui: &mut Ui, width: f32, words: egui::RichText| {
            ui.allocate_ui_with_layout(
                vec2(width, HEIGHT),
                egui::Layout::left_to_right(egui::Align::Center),
                |ui| {
                    ui.set_min_width(width);
                    ui.add(egui::Label::new(words).truncate().sense(Sense::hover()));
                },
            );
        };
        column(ui, 44.0, text::small(format::count(row.line as u64)).color(palette.muted));
        icons::show(ui, icon, 14.0, ink);
        let width = ((ui.available_width() - 40.0) / 2.0).max(80.0);
        column(ui, width, text::code(&*row.text).color(palette.text));
        column(ui, width, text::small(told).color(palette.muted));
    });
}
