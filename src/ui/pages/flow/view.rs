//! The flow's page: counting, what stood in its way, or the complete preview.

use egui::Ui;

use super::{confirm, preview, sources};
use crate::app::clock;
use crate::app::flow::{Msg, Stage};
use crate::app::msg::{self, Sink};
use crate::app::page::FormKind;
use crate::app::page::Page;
use crate::app::state::State;
use crate::model::format;
use crate::model::preview::Doubt;
use crate::model::selector::By;
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

fn counting(ui: &mut Ui, found: u64, indexed: Option<u64>, until: Option<i64>, out: &mut Sink) {
    let about = indexed.map(|all| format!("; about {} by the search index", format::count(all)));
    let about = about.unwrap_or_default();
    let told = format!("{} found so far{about}", format::plural(found, "asset", "assets"));
    let (icon, doing) = match until {
        None => (Icon::Search, "Cloudsweep is counting. Nothing is deleted by this.".to_owned()),
        Some(until) => (
            Icon::Hourglass,
            format!(
                "This hour’s API calls are used up. Cloudinary allows the next ones at {}; counting goes on by \
                 itself then.",
                clock::time_of_day(until)
            ),
        ),
    };
    widgets::empty(ui, icon, &told, &doing, |ui| {
        if until.is_none() {
            ui.spinner();
        }
        ui.add_space(space::S);
        let cancel = ui.add(widgets::secondary("Cancel counting"));
        widgets::takes_focus(&cancel);
        if cancel.clicked() {
            out.push(Msg::CancelCounting);
        }
    });
}

fn incomplete(ui: &mut Ui, state: &State, out: &mut Sink) {
    let Stage::Incomplete { found, problem, doubt } = &state.flow.stage else { return };
    widgets::column(ui, ("incomplete", problem.what()), |ui| {
        widgets::page_title(ui, "This preview is incomplete", "");
        widgets::problem(ui, problem, |ui| environments::offer_region(ui, state, problem, out));
        ui.add_space(space::S);
        let told = format!("{} until then", format::plural(*found, "asset was found", "assets were found"));
        Banner::new(Tone::Neutral, &told)
            .body("A plan has to be complete before it can be reviewed.")
            .show(ui, |_| {});
        ui.add_space(space::S);
        sources::incomplete(ui, state, out);
        ui.horizontal(|ui| {
            let again = ui.add(widgets::primary("Refresh").icon(Icon::RefreshCw));
            widgets::takes_focus(&again);
            if again.clicked() {
                out.push(Msg::Again);
            }
            if let Some(doubt) = doubt.filter(Doubt::acceptable) {
                let take = match doubt.found {
                    1 => "Take it as it is".to_owned(),
                    found => format!("Take the {} as they are", format::count(found)),
                };
                if ui.add(widgets::secondary(take)).clicked() {
                    out.push(Msg::Accept);
                }
            }
            if state.flow.form().is_some() && ui.add(widgets::secondary("Change…")).clicked() {
                out.push(Msg::Change);
            }
            if ui.add(widgets::secondary(crate::text!("environments"))).clicked() {
                out.push(msg::Msg::Go(Page::Connect));
            }
            if ui.add(widgets::quiet("Discard")).clicked() {
                out.push(Msg::Discard);
            }
        });
    });
}

fn nothing(ui: &mut Ui, out: &mut Sink) {
    let sentence = "Choose assets in the library, or say which in one of the forms.";
    widgets::empty(ui, Icon::ListChecks, "No plan yet", sentence, |ui| {
        if ui.add(widgets::primary("Go to the library")).clicked() {
            out.push(msg::Msg::Go(Page::Library));
        }
        if ui.add(widgets::quiet("Delete one asset…")).clicked() {
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
