//! The remembered environments, as a list of cards.

use egui::Ui;

use super::{Msg, Opening, region_name};
use crate::model::account::Environment;
use crate::runtime::event::Remembered;
use crate::ui::icons::{self, Icon};
use crate::ui::msg;
use crate::ui::state::State;
use crate::ui::theme::{self, Tone, size, space, text};
use crate::ui::widgets;

/// Draws the list, and the question before one is forgotten. Where they are only opened, `manage`
/// is off.
pub fn list(ui: &mut Ui, state: &State, manage: bool, out: &mut Vec<msg::Msg>) {
    for remembered in &state.connect.remembered {
        let id = remembered.environment.id();
        let from_variable = state.connect.from_variable.as_ref() == Some(&id);
        row(ui, state, remembered, from_variable, manage, out);
    }
    if state.connect.forgetting.is_some() {
        ask(ui.ctx(), state, out);
    }
}

fn row(
    ui: &mut Ui,
    state: &State,
    remembered: &Remembered,
    from_variable: bool,
    manage: bool,
    out: &mut Vec<msg::Msg>,
) {
    let palette = theme::of(ui);
    let Remembered { environment, session_only } = remembered;
    let id = environment.id();
    let name = &environment.cloud_name;
    widgets::row_card(ui, |ui| {
        ui.horizontal(|ui| {
            icons::show(ui, Icon::Cloud, size::ICON + 4.0, palette.accent_ink);
            let controls = if manage { 250.0 } else { 90.0 };
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                ui.set_max_width(ui.available_width() - controls);
                ui.horizontal(|ui| {
                    ui.add(egui::Label::new(text::strong(name)).truncate());
                    if environment.production && !manage {
                        widgets::badge(ui, None, "Production", Tone::Warning);
                    }
                    if from_variable {
                        widgets::badge(ui, None, "CLOUDINARY_URL", Tone::Info);
                    } else if *session_only {
                        widgets::badge(ui, None, "This session only", Tone::Neutral);
                    }
                });
                let region = region_name(&environment.region);
                let key = text::small(format!("API key {} · {region}", environment.api_key));
                ui.add(egui::Label::new(key.color(palette.muted)).truncate());
                if manage {
                    hosts(ui, environment, out);
                }
            });
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let opening = state.connect.opening == Some(Opening::Remembered(id.clone()));
                let words = if opening { "Opening" } else { "Open" };
                let open = widgets::primary(words).name(format!("Open {name}"));
                if ui.add_enabled(state.connect.opening.is_none(), open).clicked() {
                    out.push(msg::Msg::Connect(Msg::Open(id.clone())));
                }
                if manage {
                    manage_row(ui, environment, from_variable, out);
                }
            });
        });
    });
}

/// Hosts whose links count as links of the environment, each of which can be taken off.
fn hosts(ui: &mut Ui, environment: &Environment, out: &mut Vec<msg::Msg>) {
    if environment.delivery_hosts.is_empty() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.label(text::small("Links on").color(theme::of(ui).muted));
        for host in &environment.delivery_hosts {
            let name = format!("Take the host {host} off");
            let button = widgets::quiet(host.to_string()).icon(Icon::X).name(name).small();
            if ui.add(button).clicked() {
                out.push(msg::Msg::Connect(Msg::RemoveHost(environment.id(), host.clone())));
            }
        }
    });
}

fn manage_row(ui: &mut Ui, environment: &Environment, from_variable: bool, out: &mut Vec<msg::Msg>) {
    let name = &environment.cloud_name;
    let forget = format!("Forget {name}…");
    if !from_variable && widgets::icon_button(ui, Icon::Trash2, &forget).clicked() {
        out.push(msg::Msg::Connect(Msg::AskForget(environment.id())));
    }
    if let Some(on) = widgets::switch(ui, "Production", environment.production) {
        out.push(msg::Msg::Connect(Msg::MarkProduction(environment.id(), on)));
    }
}

fn ask(ctx: &egui::Context, state: &State, out: &mut Vec<msg::Msg>) {
    let name = state
        .connect
        .remembered
        .iter()
        .find(|remembered| Some(remembered.environment.id()) == state.connect.forgetting)
        .map_or("this environment", |remembered| remembered.environment.cloud_name.as_str());
    let (answer, left) = widgets::dialog(ctx, &format!("Forget {name}?"), |ui| {
        ui.label(text::body(
            "Cloudsweep removes it from this list and its API secret from the keychain. Nothing changes in \
             Cloudinary, and the receipts stay.",
        ));
        ui.add_space(space::M);
        let mut answer = None;
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if ui.add(widgets::secondary("Forget")).clicked() {
                answer = Some(Msg::Forget);
            }
            if ui.add(widgets::primary("Keep it")).clicked() {
                answer = Some(Msg::KeepRemembered);
            }
        });
        answer
    });
    match answer {
        Some(msg) => out.push(msg::Msg::Connect(msg)),
        None if left => out.push(msg::Msg::Connect(Msg::KeepRemembered)),
        None => {}
    }
}
