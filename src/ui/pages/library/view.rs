//! The library's middle: what is shown, what is chosen, and the grid.

use egui::{Frame, Margin, Ui};

use super::{grid, selected};
use crate::app::intent::Intent;
use crate::app::library::Msg;
use crate::app::msg::{self, Sink};
use crate::app::page::Page;
use crate::app::state::State;
use crate::model::asset::ResourceType;
use crate::text::clock;
use crate::text::counts;
use crate::ui::environments;
use crate::ui::icons::Icon;
use crate::ui::theme::{self, Tone, space, text};
use crate::ui::widgets::{self, Banner, Thumbnails};

/// Hosts that are named, at most.
const HOSTS: usize = 2;

/// Draws the page.
pub fn show(ui: &mut Ui, state: &State, thumbs: &mut Thumbnails, out: &mut Sink) {
    let margin = Margin { left: 20, right: 10, top: 14, bottom: 0 };
    Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::M;
        head(ui, state, out);
        notices(ui, state, out);
        let library = &state.library;
        match &library.problem {
            Some(problem) if library.assets.is_empty() => failed(ui, state, problem, out),
            _ if library.assets.is_empty() && !library.loading => nothing(ui, state),
            _ => grid::show(ui, state, thumbs, out),
        }
    });
}

fn head(ui: &mut Ui, state: &State, out: &mut Sink) {
    if !state.library.selection.is_empty() {
        selected::show(ui, state, out);
        return;
    }
    let palette = theme::of(ui);
    ui.horizontal(|ui| {
        ui.set_min_height(theme::size::CONTROL);
        let kinds = [
            (None, crate::text!("all")),
            (Some(ResourceType::Image), crate::text!("resource-images")),
            (Some(ResourceType::Video), crate::text!("resource-videos")),
            (Some(ResourceType::Raw), crate::text!("resource-raw")),
        ];
        if let Some(kind) = widgets::segmented(ui, "kind", &kinds, state.library.kind) {
            out.push(Msg::Kind(kind));
        }
        ui.add_space(space::XS);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.add_space(space::M);
            if widgets::icon_button(ui, Icon::RefreshCw, &crate::text!("refresh")).clicked() {
                out.push(Msg::Refresh);
            }
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                widgets::one_line(ui, text::small(loaded(state)).color(palette.muted));
            });
        });
    });
}

/// What is loaded, and as of when: `1,204 assets · as of 13:42`.
fn loaded(state: &State) -> String {
    let library = &state.library;
    let mut parts = vec![counted(state)];
    if let Some(at) = library.as_of {
        parts.push(crate::text!("library-as-of", time = clock::time_of_day(at)));
    }
    if library.loading && library.replacing {
        parts.push(crate::text!("library-refreshing"));
    }
    parts.join(" · ")
}

/// How much is loaded: `1,204 assets`, `500 of 12,000 loaded`.
fn counted(state: &State) -> String {
    let library = &state.library;
    let here = library.assets.len() as u64;
    match library.total {
        Some(total) if total > here => crate::text!("library-loaded-of", here = here, total = total),
        _ if library.next.is_some() => crate::text!("library-loaded", here = here),
        _ if library.problem.is_some() && here == 0 => String::new(),
        _ if library.loading && here == 0 => crate::text!("library-loading"),
        _ => counts::originals(here, library.kind),
    }
}

fn notices(ui: &mut Ui, state: &State, out: &mut Sink) {
    if let Some(until) = state.library.waits {
        let time = clock::time_of_day(until);
        let then = if state.library.replacing {
            crate::text!("used-up-new-list", time = time)
        } else {
            crate::text!("used-up-library", time = time)
        };
        widgets::used_up(ui, &then);
    }
    if state.library.stale && state.library.problem.is_none() {
        let (title, body) = (crate::text!("library-old"), crate::text!("library-old-help"));
        Banner::new(Tone::Warning, &title).body(&body).show(ui, |ui| {
            let refresh = widgets::secondary(crate::text!("refresh"));
            if ui.add(refresh.name(crate::text!("library-refresh")).small()).clicked() {
                out.push(Msg::Refresh);
            }
        });
    }
    unconfirmed(ui, state, out);
    if let Some(problem) = state.library.problem.as_ref().filter(|_| !state.library.assets.is_empty()) {
        widgets::problem(ui, problem, |ui| {
            environments::offer_help(ui, state, problem, out);
            if ui.add(widgets::secondary(crate::text!("try-again")).small()).clicked() {
                out.push(Msg::Refresh);
            }
        });
    }
}

/// Hosts that the list alone names, from which no picture is fetched until the user says so.
fn unconfirmed(ui: &mut Ui, state: &State, out: &mut Sink) {
    let Some(session) = state.session.as_ref().filter(|_| state.preferences.pictures) else { return };
    let confirmed = session.environment.hosts();
    let hosts: Vec<&String> =
        state.library.hosts.iter().filter(|host| !confirmed.is_confirmed(host)).collect();
    for host in hosts.iter().take(HOSTS) {
        ui.push_id(host, |ui| {
            ui.horizontal_wrapped(|ui| {
                let words = crate::text!("library-host", host = host.as_str());
                ui.label(text::small(words).color(theme::of(ui).muted));
                let show = widgets::secondary(crate::text!("library-host-show"));
                let name = crate::text!("library-host-show-of", host = host.as_str());
                if ui.add(show.name(name).small()).clicked() {
                    out.push(Intent::ConfirmHost((*host).clone()));
                }
            })
        });
    }
    widgets::and_more(ui, hosts.len(), HOSTS, |number| crate::text!("more-hosts", number = number));
}

fn failed(ui: &mut Ui, state: &State, problem: &crate::model::problem::Problem, out: &mut Sink) {
    ui.set_max_width(theme::size::COLUMN);
    widgets::problem(ui, problem, |ui| {
        environments::offer_help(ui, state, problem, out);
        if ui.add(widgets::primary(crate::text!("try-again"))).clicked() {
            out.push(Msg::Refresh);
        }
        if ui.add(widgets::secondary(crate::text!("environments"))).clicked() {
            out.push(msg::Msg::Go(Page::Connect));
        }
    });
}

fn nothing(ui: &mut Ui, state: &State) {
    let kind = counts::variant(state.library.kind);
    let title = crate::text!("library-empty-title", kind = kind);
    let sentence = crate::text!("library-empty", kind = kind);
    widgets::empty(ui, Icon::Images, &title, &sentence, |_| {});
}
