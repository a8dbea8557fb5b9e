//! How deletions run: whether they go on by themselves, what is left of each hour's calls, and how
//! much is sent at once.

use crate::app::msg::Sink;
use egui::{Layout, Ui};

use crate::app::jobs::Msg;
use crate::model::settings::JobSettings;
use crate::ui::theme::{space, text};
use crate::ui::widgets;

/// Per cent by which the reserve changes.
const RESERVE_STEP: u8 = 5;
/// By which the ceiling of destroy requests changes.
const DESTROYS_STEP: u8 = 5;

/// The settings of jobs; those that run already keep what they began with.
pub fn show(ui: &mut Ui, settings: JobSettings, out: &mut Sink) {
    let mut changed = settings;
    ui.label(text::heading(crate::text!("settings-title")));
    widgets::card(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        if let Some(on) = widgets::checkbox(ui, &crate::text!("settings-resume"), settings.go_on) {
            changed.go_on = on;
        }
        widgets::hint_under_checkbox(ui, &crate::text!("settings-resume-help"));
        ui.add_space(space::M);
        let reserve = crate::text!("per-cent", number = settings.reserve);
        if let Some(up) = row(ui, &crate::text!("settings-reserve"), &reserve) {
            changed.reserve = step(settings.reserve, up, RESERVE_STEP, 0, 90);
        }
        widgets::hint(ui, &crate::text!("settings-reserve-help"));
        ui.add_space(space::M);
        if let Some(up) = row(ui, &crate::text!("settings-destroys"), &settings.destroys.to_string()) {
            changed.destroys = step(settings.destroys, up, DESTROYS_STEP, 1, JobSettings::DESTROYS);
        }
        widgets::hint(ui, &crate::text!("settings-destroys-help"));
        ui.add_space(space::M);
        if let Some(up) = row(ui, &crate::text!("settings-calls"), &settings.calls.to_string()) {
            changed.calls = step(settings.calls, up, 1, 1, JobSettings::CALLS);
        }
    });
    widgets::hint(ui, &crate::text!("settings-from-now-on"));
    if changed != settings {
        out.push(Msg::Settings(changed));
    }
}

/// A name, its value, and a step less or more. Gives whether more was asked for.
fn row(ui: &mut Ui, name: &str, value: &str) -> Option<bool> {
    ui.horizontal(|ui| {
        ui.label(text::strong(name));
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| widgets::stepper(ui, name, value))
            .inner
    })
    .inner
}

/// The next value of a ladder whose rungs are the multiples of a step, within bounds.
fn step(value: u8, up: bool, step: u8, least: u8, most: u8) -> u8 {
    let next = if up { (value / step + 1) * step } else { value.saturating_sub(1) / step * step };
    next.clamp(least, most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_stay_on_their_ladder_and_in_their_bounds() {
        let up = |value| step(value, true, 5, 1, 30);
        let down = |value| step(value, false, 5, 1, 30);
        assert_eq!([up(1), up(5), up(28), up(30)], [5, 10, 30, 30]);
        assert_eq!([down(30), down(7), down(5), down(1)], [25, 5, 1, 1]);
        assert_eq!((step(0, false, 5, 0, 90), step(20, true, 5, 0, 90)), (0, 25));
    }
}
