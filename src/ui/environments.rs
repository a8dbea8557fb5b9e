//! Environments on several pages: the remembered ones as a list of cards, why one could not be opened,
//! and the switch to the region in which one is.

use std::collections::BTreeMap;

use egui::Ui;

use super::icons::{self, Icon};
use super::proxy;
use super::theme::{self, Tone, size, space, text};
use super::widgets;
use crate::app::connect::{Msg, Opening};
use crate::app::environments::{detail, label};
use crate::app::msg::Sink;
use crate::app::state::State;
use crate::model::account::{Environment, Geo};
use crate::model::delivery::DeliveryHost;
use crate::model::problem::Problem;
use crate::runtime::event::Remembered;
use crate::text::account::switch_to;

/// Draws the list, and the questions about one of them. Where they are only opened, `manage` is off.
pub fn list(ui: &mut Ui, state: &State, manage: bool, out: &mut Sink) {
    for remembered in &state.connect.remembered {
        row(ui, state, remembered, manage, out);
    }
    if state.connect.forgetting.is_some() {
        ask(ui.ctx(), state, out);
    }
    if let Some((id, name)) = &state.connect.naming {
        let known = state.connect.remembered.iter().map(|it| &it.environment).find(|it| it.id() == *id);
        let title = known.map_or_else(|| crate::text!("environment-this"), |it| label(state, it));
        ask_name(ui.ctx(), &title, known, name, out);
    }
}

/// Why the last environment could not be opened, and the switch to its region where that is why.
pub fn failed(ui: &mut Ui, state: &State, out: &mut Sink) {
    let Some((environment, problem)) = &state.connect.failed else { return };
    widgets::problem(ui, problem, |ui| {
        proxy::offer_password(ui, problem, out);
        let Some(geo) = problem.region else { return };
        let msg = match environment {
            _ if state.connect.failed_form => Msg::UseRegion(geo),
            Some(environment) => Msg::SwitchRegion(environment.clone(), geo),
            None => return,
        };
        if switch_region(ui, geo, state.connect.opening.is_none()) {
            out.push(msg);
        }
    });
    ui.add_space(space::S);
}

/// What mends a problem of the open environment, beside it: the switch to its region, or the form for the
/// proxy's password.
pub fn offer_help(ui: &mut Ui, state: &State, problem: &Problem, out: &mut Sink) {
    proxy::offer_password(ui, problem, out);
    let (Some(geo), Some(session)) = (problem.region, &state.session) else { return };
    if !session.environment.practice && switch_region(ui, geo, state.connect.opening.is_none()) {
        out.push(Msg::SwitchRegion(session.environment.id(), geo));
    }
}

/// Whether it was pressed.
pub fn switch_region(ui: &mut Ui, geo: Geo, free: bool) -> bool {
    ui.add_enabled(free, widgets::secondary(switch_to(geo)).icon(Icon::Globe)).clicked()
}

fn row(ui: &mut Ui, state: &State, remembered: &Remembered, manage: bool, out: &mut Sink) {
    let palette = theme::of(ui);
    let Remembered { environment, session_only, secret_missing } = remembered;
    let from_variable = state.connect.from_variable.as_ref() == Some(&environment.id());
    let here = state.open_id() == Some(environment.id());
    widgets::row_card(ui, |ui| {
        ui.horizontal(|ui| {
            icons::show(ui, Icon::Cloud, size::ICON + 4.0, palette.accent_ink);
            let controls = if manage { 290.0 } else { 90.0 };
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                ui.set_max_width(ui.available_width() - controls);
                ui.horizontal_wrapped(|ui| {
                    ui.add(egui::Label::new(text::strong(environment.title())).truncate());
                    if here {
                        widgets::badge(
                            ui,
                            Some(Icon::Check),
                            &crate::text!("environment-open-now"),
                            Tone::Success,
                        );
                    }
                    if environment.production && !manage {
                        widgets::badge(ui, None, &crate::text!("production"), Tone::Warning);
                    }
                    if from_variable {
                        widgets::badge(ui, None, "CLOUDINARY_URL", Tone::Info);
                    } else if *session_only {
                        widgets::badge(ui, None, &crate::text!("environment-session-only"), Tone::Neutral);
                    }
                });
                ui.add(egui::Label::new(text::small(detail(environment)).color(palette.muted)).wrap());
                if manage {
                    hosts(ui, environment, out);
                }
            });
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                open(ui, state, environment, *secret_missing, out);
                if manage {
                    manage_row(ui, state, environment, from_variable, out);
                }
            });
        });
    });
}

/// The button that opens it, or asks for its secret where that is nowhere.
fn open(ui: &mut Ui, state: &State, environment: &Environment, secret_missing: bool, out: &mut Sink) {
    let (id, label) = (environment.id(), label(state, environment));
    let free = state.connect.opening.is_none();
    if secret_missing {
        let button = widgets::secondary(crate::text!("environment-enter-secret"))
            .name(crate::text!("environment-enter-secret-of", environment = label));
        if ui.add_enabled(free, button).clicked() {
            out.push(Msg::AskSecret(id));
        }
        return;
    }
    let opening = state.connect.opening == Some(Opening::Remembered(id.clone()));
    let (words, name) = if opening {
        (crate::text!("environment-opens"), crate::text!("environment-opens-it", environment = label))
    } else {
        (crate::text!("open"), crate::text!("environment-open-it", environment = label))
    };
    if ui.add_enabled(free, widgets::primary(words).name(name)).clicked() {
        out.push(Msg::Open(id));
    }
}

/// Hosts whose links count as links of the environment, each of which can be taken off; those from
/// which pictures come stand first.
fn hosts(ui: &mut Ui, environment: &Environment, out: &mut Sink) {
    let known = &environment.delivery_hosts;
    hosts_of(ui, environment, &crate::text!("environment-hosts-confirmed"), known.confirmed(), out);
    hosts_of(ui, environment, &crate::text!("environment-hosts-seen"), known.seen(), out);
}

fn hosts_of(ui: &mut Ui, environment: &Environment, words: &str, hosts: &[DeliveryHost], out: &mut Sink) {
    // One host can have several paths.
    let named: BTreeMap<&str, &DeliveryHost> = hosts.iter().map(|host| (host.host(), host)).collect();
    if named.is_empty() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.label(text::small(words).color(theme::of(ui).muted));
        for host in named.into_values() {
            let name = crate::text!("environment-remove-host", host = host.to_string());
            let button = widgets::quiet(host.to_string()).icon(Icon::X).name(name).small();
            if ui.add(button).clicked() {
                out.push(Msg::RemoveHost(environment.id(), host.clone()));
            }
        }
    });
}

fn manage_row(ui: &mut Ui, state: &State, environment: &Environment, from_variable: bool, out: &mut Sink) {
    let label = label(state, environment);
    let forget = crate::text!("environment-forget-it", environment = label.as_str());
    if !from_variable && widgets::icon_button(ui, Icon::Trash2, &forget).clicked() {
        out.push(Msg::AskForget(environment.id()));
    }
    if widgets::icon_button(ui, Icon::Pencil, &crate::text!("environment-rename-it", environment = label))
        .clicked()
    {
        out.push(Msg::AskName(environment.id()));
    }
    if let Some(on) = widgets::switch(ui, &crate::text!("production"), environment.production) {
        out.push(Msg::MarkProduction(environment.id(), on));
    }
}

fn ask_name(ctx: &egui::Context, title: &str, environment: Option<&Environment>, name: &str, out: &mut Sink) {
    let (answer, left) = widgets::dialog(
        ctx,
        &crate::text!("environment-rename-title", environment = title),
        |ui| {
            if let Some(environment) = environment {
                widgets::hint(ui, &detail(environment));
            }
            let mut typed = name.to_owned();
            let response = widgets::Field::new(&crate::text!("environment-name"), &mut typed)
                .help(&crate::text!("environment-name-help"))
                .show(ui);
            let mut answer = (typed != name).then_some(Msg::TypeName(typed));
            if widgets::entered(&response) {
                answer = Some(Msg::Name);
            }
            answer
        },
        |ui| widgets::save_or_cancel(ui, Msg::Name, Msg::KeepName),
    );
    match answer {
        Some(msg) => out.push(msg),
        None if left => out.push(Msg::KeepName),
        None => {}
    }
}

fn ask(ctx: &egui::Context, state: &State, out: &mut Sink) {
    let remembered = state.connect.remembered.iter().map(|remembered| &remembered.environment);
    let mut asked = remembered.filter(|it| Some(it.id()) == state.connect.forgetting);
    let name = asked.next().map_or_else(|| crate::text!("environment-this"), |it| label(state, it));
    let (answer, left) = widgets::dialog(
        ctx,
        &crate::text!("environment-forget-title", environment = name),
        |ui| {
            ui.label(text::body(crate::text!("environment-forget-sentence")));
            None
        },
        |ui| {
            let mut answer = None;
            widgets::answers(ui, |ui| {
                if ui.add(widgets::primary(crate::text!("environment-keep"))).clicked() {
                    answer = Some(Msg::KeepRemembered);
                }
                if ui.add(widgets::secondary(crate::text!("environment-forget"))).clicked() {
                    answer = Some(Msg::Forget);
                }
            });
            answer
        },
    );
    match answer {
        Some(msg) => out.push(msg),
        None if left => out.push(Msg::KeepRemembered),
        None => {}
    }
}
