//! The flow's page: counting, what stood in its way, or the complete preview.

use egui::Ui;

use super::{confirm, preview, sources};
use crate::app::flow::{Msg, Stage};
use crate::app::msg::{self, Sink};
use crate::app::page::FormKind;
use crate::app::page::Page;
use crate::app::state::State;
use crate::model::doubt::Doubt;
use crate::model::selector::By;
use crate::model::unix_time::UnixTime;
use crate::text::clock;
use crate::text::counts;
use crate::ui::environments;
use crate::ui::icons::Icon;
use crate::ui::theme::{Tone, space};
use crate::ui::widgets::{self, Banner, Thumbnails};

/// Draws the page.
pub fn show(ui: &mut Ui, state: &State, thumbs: &mut Thumbnails, out: &mut Sink) {
    match &state.flow.stage {
        Stage::Ready(ready) => preview::show(ui, state, ready, thumbs, out),
        Stage::Counting { found, indexed, until } => counting(ui, *found, *indexed, *until, out),
        Stage::Incomplete { .. } => incomplete(ui, state, out),
        Stage::Nothing => nothing(ui, out),
    }
}

fn counting(ui: &mut Ui, found: u64, indexed: Option<u64>, until: Option<UnixTime>, out: &mut Sink) {
    let told = match indexed {
        Some(all) => crate::text!("counting-found-of", number = found, all = all),
        None => crate::text!("found-so-far", number = found),
    };
    let (icon, doing) = match until {
        None => (Icon::Search, crate::text!("counting")),
        Some(until) => (Icon::Hourglass, crate::text!("counting-waits", time = clock::time_of_day(until))),
    };
    widgets::empty(ui, icon, &told, &doing, |ui| {
        if until.is_none() {
            ui.spinner();
        }
        ui.add_space(space::S);
        let cancel = ui.add(widgets::secondary(crate::text!("cancel-counting")));
        widgets::takes_focus(&cancel);
        if cancel.clicked() {
            out.push(Msg::CancelCounting);
        }
    });
}

fn incomplete(ui: &mut Ui, state: &State, out: &mut Sink) {
    let Stage::Incomplete { found, problem, doubt } = &state.flow.stage else { return };
    widgets::column(ui, ("incomplete", problem.what()), |ui| {
        widgets::page_title(ui, &crate::text!("incomplete-title"), "");
        widgets::problem(ui, problem, |ui| environments::offer_help(ui, state, problem, out));
        ui.add_space(space::S);
        let told = match doubt {
            None => crate::text!("incomplete-found", number = *found),
            Some(_) => crate::text!("found", counted = counts::originals(*found, None)),
        };
        let sources = state.flow.sources();
        let failed = sources.iter().position(|source| !source.is_complete()).filter(|_| sources.len() > 1);
        let help = match failed {
            None => crate::text!("incomplete-help"),
            Some(_) => crate::text!("incomplete-help-source"),
        };
        Banner::new(Tone::Neutral, &told).body(&help).show(ui, |_| {});
        ui.add_space(space::S);
        sources::incomplete(ui, state, out);
        ui.horizontal(|ui| {
            let again = ui.add(widgets::primary(crate::text!("refresh")).icon(Icon::RefreshCw));
            widgets::takes_focus(&again);
            if again.clicked() {
                out.push(Msg::Again);
            }
            if let Some(doubt) = doubt.filter(Doubt::acceptable) {
                let take = crate::text!("incomplete-take", number = doubt.found);
                if ui.add(widgets::secondary(take)).clicked() {
                    out.push(Msg::Accept);
                }
            }
            if state.flow.form().is_some() && ui.add(widgets::secondary(crate::text!("change"))).clicked() {
                out.push(Msg::Change);
            }
            if ui.add(widgets::secondary(crate::text!("environments"))).clicked() {
                out.push(msg::Msg::Go(Page::Connect));
            }
            if let Some(at) = failed
                && ui.add(widgets::secondary(crate::text!("incomplete-take-out"))).clicked()
            {
                out.push(Msg::TakeOut(at));
            }
            let discard = match failed {
                None => crate::text!("discard"),
                Some(_) => crate::text!("incomplete-discard-all"),
            };
            if ui.add(widgets::quiet(discard)).clicked() {
                out.push(Msg::Discard);
            }
        });
    });
}

fn nothing(ui: &mut Ui, out: &mut Sink) {
    let (title, sentence) = (crate::text!("no-plan-title"), crate::text!("no-plan"));
    widgets::empty(ui, Icon::ListChecks, &title, &sentence, |ui| {
        if ui.add(widgets::primary(crate::text!("go-to-library"))).clicked() {
            out.push(msg::Msg::Go(Page::Library));
        }
        if ui.add(widgets::quiet(crate::text!("delete-one-asset"))).clicked() {
            out.push(msg::Msg::Go(Page::Form(FormKind::Originals(By::One))));
        }
    });
}

/// What lies over every page: the confirmation.
pub fn over(ui: &Ui, state: &State, out: &mut Sink) {
    if let Some(confirming) = &state.flow.confirming {
        confirm::show(ui.ctx(), state, confirming, out);
    }
}
