//! The library's middle: what is shown, what is chosen, and the grid.

use egui::{Frame, Margin, Ui};

use super::{facts, grid};
use crate::app::clock;
use crate::app::intent::Intent;
use crate::app::library::Msg;
use crate::app::msg::{self, Sink};
use crate::app::page::Page;
use crate::app::state::State;
use crate::model::asset::ResourceType;
use crate::model::format;
use crate::model::what::What;
use crate::text::counts;
use crate::ui::environments;
use crate::ui::icons::Icon;
use crate::ui::theme::{self, Tone, space, text};
use crate::ui::widgets::{self, Banner, Thumbnails};

/// Hosts that are named, at most.
const HOSTS: usize = 2;

const KINDS: [(Option<ResourceType>, &str); 4] = [
    (None, "All"),
    (Some(ResourceType::Image), "Images"),
    (Some(ResourceType::Video), "Videos"),
    (Some(ResourceType::Raw), "Raw files"),
];

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
    let palette = theme::of(ui);
    ui.horizontal(|ui| {
        ui.set_min_height(theme::size::CONTROL);
        let library = &state.library;
        if library.selection.is_empty() {
            if let Some(kind) = widgets::segmented(ui, "kind", &KINDS, library.kind) {
                out.push(Msg::Kind(kind));
            }
            ui.add_space(space::XS);
            let as_of = library.as_of.map(|at| format!(" · as of {}", clock::time_of_day(at)));
            let anew = if library.loading && library.replacing { " · loading it anew" } else { "" };
            let counted = format!("{}{}{anew}", counted(state), as_of.unwrap_or_default());
            ui.label(text::small(counted).color(palette.muted));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.add_space(space::M);
                if widgets::icon_button(ui, Icon::RefreshCw, "Load again").clicked() {
                    out.push(Msg::Refresh);
                }
            });
        } else {
            chosen(ui, state, out);
        }
    });
}

/// What is loaded, in words: `1,204 assets`, `500 of 12,000 loaded`.
fn counted(state: &State) -> String {
    let library = &state.library;
    let here = library.assets.len() as u64;
    match library.total {
        Some(total) if total > here => {
            format!("{} of {} loaded", format::count(here), format::count(total))
        }
        _ if library.next.is_some() => format!("{} loaded, more follow", format::count(here)),
        _ if library.problem.is_some() && here == 0 => String::new(),
        _ if library.loading && here == 0 => "Loading".to_owned(),
        _ => format::originals(here, library.kind),
    }
}

fn chosen(ui: &mut Ui, state: &State, out: &mut Sink) {
    let palette = theme::of(ui);
    let selection = &state.library.selection;
    let count = selection.len();
    if widgets::icon_button(ui, Icon::X, "Clear the selection").clicked() {
        out.push(Msg::Clear);
    }
    ui.label(text::strong(format!("{} selected", format::count(count))));
    ui.label(text::small(format::bytes(selection.bytes())).color(palette.muted));
    let all = state.library.assets.len() as u64;
    if count < all
        && ui.add(widgets::quiet(format!("Select all {} loaded", format::count(all))).small()).clicked()
    {
        out.push(Msg::SelectAll);
    }
    if count >= all && state.library.next.is_some() {
        ui.label(text::small("All that are loaded. More follow below.").color(palette.warning));
    }
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
        ui.add_space(space::M);
        let words = match state.library.only_chosen() {
            Some(asset) => format!("Delete {}…", facts::named(asset)),
            None => format!("Delete {}…", facts::selected(count, selection.kind())),
        };
        let button = ui.add_enabled(!state.look_only, widgets::danger(words).icon(Icon::Trash2));
        if button.on_disabled_hover_text("“Look only” is on: nothing can be deleted.").clicked() {
            out.push(Msg::Delete);
        }
        if let Some(plan) = state.plan_to_extend(What::Originals).filter(|_| !state.look_only) {
            let name = crate::text!("add-to-plan-of", assets = counts::of_plan(plan));
            let add = widgets::secondary(crate::text!("add-to-plan")).name(name).icon(Icon::Plus);
            if ui.add(add).clicked() {
                out.push(Msg::Add);
            }
        }
    });
}

fn notices(ui: &mut Ui, state: &State, out: &mut Sink) {
    if let Some(until) = state.library.waits {
        let what = if state.library.replacing { "The new list comes" } else { "The library goes on loading" };
        widgets::used_up(ui, what, clock::time_of_day(until));
    }
    if state.library.stale && state.library.problem.is_none() {
        Banner::new(Tone::Warning, "This list is out of date")
            .body("What is gone by now may still be shown. Your selection is kept until you refresh.")
            .show(ui, |ui| {
                if ui.add(widgets::secondary("Refresh").name("Refresh the list").small()).clicked() {
                    out.push(Msg::Refresh);
                }
            });
    }
    unconfirmed(ui, state, out);
    if let Some(problem) = state.library.problem.as_ref().filter(|_| !state.library.assets.is_empty()) {
        widgets::problem(ui, problem, |ui| {
            environments::offer_region(ui, state, problem, out);
            if ui.add(widgets::secondary("Try again").small()).clicked() {
                out.push(Msg::Refresh);
            }
        });
    }
}

/// Hosts that the list alone names, from which no picture is fetched until a person says so.
fn unconfirmed(ui: &mut Ui, state: &State, out: &mut Sink) {
    let Some(session) = state.session.as_ref().filter(|_| state.preferences.pictures) else { return };
    let confirmed = session.environment.hosts();
    let hosts: Vec<&String> =
        state.library.hosts.iter().filter(|host| !confirmed.is_confirmed(host)).collect();
    for host in hosts.iter().take(HOSTS) {
        ui.push_id(host, |ui| {
            ui.horizontal_wrapped(|ui| {
                let words = format!("Some pictures are on {host}, which is not confirmed to be yours.");
                ui.label(text::small(words).color(theme::of(ui).muted));
                let show = widgets::secondary("Show pictures from it");
                if ui.add(show.name(format!("Show pictures from it: {host}")).small()).clicked() {
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
        environments::offer_region(ui, state, problem, out);
        if ui.add(widgets::primary("Try again")).clicked() {
            out.push(Msg::Refresh);
        }
        if ui.add(widgets::secondary(crate::text!("environments"))).clicked() {
            out.push(msg::Msg::Go(Page::Connect));
        }
    });
}

fn nothing(ui: &mut Ui, state: &State) {
    let (title, sentence) = match state.library.kind {
        None => ("Nothing in this library", "There are no assets in this product environment."),
        Some(ResourceType::Image) => ("No images", "There are no images in this product environment."),
        Some(ResourceType::Video) => ("No videos", "There are no videos or audio files here."),
        Some(ResourceType::Raw) => ("No raw files", "There are no other files here."),
    };
    widgets::empty(ui, Icon::Images, title, sentence, |_| {});
}
