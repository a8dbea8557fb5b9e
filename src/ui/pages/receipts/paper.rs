//! One receipt: how the job ended, how many items ended how, and each of them.

use crate::app::msg::Sink;
use egui::{Id, Layout, Ui};

use super::export;
use super::line::{self, HEIGHT};
use super::list::{Mark, counts, waits_until};
use crate::app::clock;
use crate::app::environments;
use crate::app::receipts;
use crate::app::receipts::{Filter, Msg, Opened, Paper, Shown};
use crate::app::stand::Stand;
use crate::app::state::State;
use crate::model::format;
use crate::model::job::JobHeader;
use crate::model::problem::{Problem, ProgramProblem};
use crate::model::receipt::{Ending, Receipt, Summary};
use crate::model::route::Route;
use crate::model::what::What;
use crate::runtime::command::ExportForm;
use crate::ui::collection::Rows;
use crate::ui::icons::Icon;
use crate::ui::theme::{self, Tone, size, space, text};
use crate::ui::widgets::{self, Banner};

/// Draws it.
pub fn show(ui: &mut Ui, state: &State, opened: &Opened, out: &mut Sink) {
    let inside = egui::Frame::new().inner_margin(egui::Margin { left: 20, right: 14, top: 14, bottom: 0 });
    inside.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        let all = widgets::way_back(ui, "All receipts");
        widgets::takes_focus(&all);
        if all.clicked() {
            out.push(Msg::Close);
        }
        match &opened.paper {
            Paper::Loading => {
                widgets::spinner(ui, "Reading the receipt");
            }
            Paper::Failed(problem) => widgets::problem(ui, problem, |ui| {
                if ui.add(widgets::secondary("Try again").small()).clicked() {
                    out.push(Msg::Open(opened.job));
                }
            }),
            Paper::Here(receipt) => paper(ui, state, opened, receipt, out),
        }
    });
}

fn paper(ui: &mut Ui, state: &State, opened: &Opened, receipt: &Receipt, out: &mut Sink) {
    head(ui, state, opened, receipt, out);
    if let Some(export) = &opened.export {
        export::show(ui, export, out);
    }
    ending(ui, state, receipt, out);
    beyond(ui, receipt, out);
    filters(ui, opened, receipt, out);
    if opened.lines().is_empty() {
        let sentence = "No item of this receipt is like that.";
        widgets::empty(ui, Icon::Search, "Nothing here", sentence, |_| {});
        return;
    }
    // Each receipt, filter and search has its own place.
    let view = Id::unique(("receipt lines", opened.job.0, format!("{:?}", opened.shown), &opened.search));
    let what = receipt.summary.header.what;
    Rows::even(view, opened.lines().len(), HEIGHT).room(0.0, space::S).named("Scroll the receipt").show(
        ui,
        |ui, cell| {
            let at = opened.lines()[cell.index] as usize;
            Some(match opened.shown {
                Shown::Extras => line::extra(ui, cell, &receipt.extras[at]),
                Shown::LeftOut => line::left_out(ui, cell, &receipt.left_out[at]),
                Shown::All | Shown::Ended(_) => line::planned(ui, cell, &receipt.lines[at], what),
            })
        },
    );
}

fn head(ui: &mut Ui, state: &State, opened: &Opened, receipt: &Receipt, out: &mut Sink) {
    let palette = theme::of(ui);
    let header = &receipt.summary.header;
    ui.horizontal(|ui| {
        Mark::of(state, &receipt.summary).show(ui, palette);
        ui.add_space(space::XS);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.set_max_width(ui.available_width() - 190.0);
            widgets::one_line(ui, text::title(&header.description));
            let confirmed = clock::date_and_time(header.confirmed_at);
            let place = environments::label_of(state, header);
            let line = format!("Receipt {} · {place} · confirmed {confirmed}", header.id);
            widgets::one_line(ui, text::small(line).color(palette.muted));
        });
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            let save = widgets::secondary("Save as…").icon(Icon::FileDown);
            if ui.add_enabled(opened.export.is_none(), save).clicked() {
                out.push(Msg::ExportForm(ExportForm::Csv));
            }
        });
    });
}

/// The three honest ends, and what stands still.
fn ending(ui: &mut Ui, state: &State, receipt: &Receipt, out: &mut Sink) {
    let summary = &receipt.summary;
    let all = counts(state, summary);
    if !summary.adds_up() {
        let problem = Problem::new(ProgramProblem::DoesNotAddUp);
        widgets::problem(ui, &problem, |_| {});
    }
    match summary.ending() {
        Some(Ending::Complete) => {
            Banner::new(Tone::Success, &all).body(nothing_else(&summary.header)).show(ui, |_| {});
        }
        Some(Ending::WithExceptions) => {
            Banner::new(Tone::Warning, &all)
                .body(exceptions(summary))
                .show(ui, |ui| try_again(ui, state, receipt, out));
        }
        Some(Ending::Stopped) => {
            Banner::new(Tone::Warning, &format!("Stopped: {all}"))
                .body("What was not sent is still there.")
                .show(ui, |ui| try_again(ui, state, receipt, out));
        }
        Some(Ending::Damaged) => {
            Banner::new(
                Tone::Warning,
                "The record of this deletion is damaged, or was changed by another program",
            )
            .body("This is what can be read of it; do not rely on it. It is never resumed.")
            .show(ui, |_| {});
        }
        None => standing_still(ui, state, receipt, &all, out),
    }
}

/// What a complete end means: only batches go by asset ID from the first request to the last.
fn nothing_else(header: &JobHeader) -> &'static str {
    match header.route {
        _ if header.what != What::Originals => {
            "All copies that were planned are gone. No original was deleted."
        }
        Route::Batches => "Everything that was planned is gone. Nothing else was touched.",
        Route::Thorough | Route::Sweep => "Everything that was planned is gone.",
    }
}

/// What kept it from being complete.
fn exceptions(summary: &Summary) -> &'static str {
    let tally = &summary.tally;
    if tally.refused + tally.skipped + tally.unknown > 0 {
        "Some of it was not deleted, or the outcome is unknown. Each line says why."
    } else {
        "Everything that was planned is gone, and something else with it."
    }
}

/// Refused and unknown items can be tried again: with a new preview, and a new confirmation.
fn try_again(ui: &mut Ui, state: &State, receipt: &Receipt, out: &mut Sink) {
    let tally = &receipt.summary.tally;
    let left = tally.refused + tally.unknown;
    if left == 0 {
        return;
    }
    let here = receipts::undone(state).is_some();
    let words = format!("Try {} again…", format::plural(left, "item", "items"));
    if ui.add_enabled(here, widgets::secondary(words).icon(Icon::RefreshCw).small()).clicked() {
        out.push(Msg::TryAgain);
    }
    let name = environments::label_of(state, &receipt.summary.header);
    let hint = if here {
        "First a new preview, then you confirm it again.".to_owned()
    } else {
        format!("Open “{name}” first: they belong there.")
    };
    widgets::hint(ui, &hint);
}

/// What a sweep took beyond the plan.
fn beyond(ui: &mut Ui, receipt: &Receipt, out: &mut Sink) {
    let extras = receipt.extras.len() as u64;
    if extras == 0 {
        return;
    }
    let title = format!("{} deleted beyond the plan", format::plural(extras, "asset was", "assets were"));
    Banner::new(Tone::Danger, &title)
        .body("Added, or uploaded anew, after the preview: a sweep cannot tell such assets apart.")
        .show(ui, |ui| {
            if ui.add(widgets::secondary("Show them").small()).clicked() {
                out.push(Msg::Show(Shown::Extras));
            }
        });
}

fn standing_still(ui: &mut Ui, state: &State, receipt: &Receipt, all: &str, out: &mut Sink) {
    let id = receipt.summary.header.id;
    let go_on = |ui: &mut Ui, out: &mut Sink| {
        let button = widgets::primary("Resume").icon(Icon::CirclePlay).small();
        if ui.add_enabled(!state.look_only, button).clicked() {
            out.push(Msg::GoOn(id));
        }
    };
    match state.jobs.find(id).map(|job| &job.stand) {
        None => {
            Banner::new(Tone::Info, all)
                .body("This deletion has ended; its receipt is being read.")
                .show(ui, |_| {});
        }
        Some(Stand::Running) => {
            let waits = waits_until(state, &receipt.summary)
                .map(|until| crate::text!("receipt-waits-until", time = clock::time_of_day(until)));
            let body = waits.as_deref().unwrap_or("This deletion is still running.");
            Banner::new(Tone::Info, all).body(body).show(ui, |_| {});
        }
        Some(Stand::Waiting) => {
            Banner::new(Tone::Info, all).body("It waits for its turn; see Jobs.").show(ui, |_| {});
        }
        Some(Stand::Halted(problem) | Stand::Unconfirmed(problem)) => {
            widgets::problem(ui, problem, |ui| go_on(ui, out));
        }
        Some(Stand::Damaged(problem)) => widgets::problem(ui, problem, |_| {}),
        Some(Stand::Paused | Stand::Interrupted) => {
            Banner::new(Tone::Warning, &format!("Interrupted: {all}"))
                .body("Before it goes on, Cloudsweep asks Cloudinary what became of the last requests.")
                .show(ui, |ui| go_on(ui, out));
        }
    }
}

fn filters(ui: &mut Ui, opened: &Opened, receipt: &Receipt, out: &mut Sink) {
    let palette = theme::of(ui);
    let what = receipt.summary.header.what;
    ui.horizontal_wrapped(|ui| {
        ui.set_min_height(size::CONTROL);
        let all = format!("All {}", format::count(opened.total()));
        if widgets::chip(ui, None, &all, opened.shown == Shown::All).clicked() {
            out.push(Msg::Show(Shown::All));
        }
        for filter in Filter::ALL {
            let number = opened.count(filter);
            if number == 0 {
                continue;
            }
            let words = format!("{} {}", filter.label(what), format::count(number));
            let chip = widgets::chip(ui, None, &words, opened.shown == Shown::Ended(filter));
            if chip.on_hover_text(filter.meaning(what)).clicked() {
                out.push(Msg::Show(Shown::Ended(filter)));
            }
        }
        if !receipt.extras.is_empty() {
            let words = format!("Beyond the plan {}", format::count(receipt.extras.len() as u64));
            if widgets::chip(ui, None, &words, opened.shown == Shown::Extras).clicked() {
                out.push(Msg::Show(Shown::Extras));
            }
        }
        if !receipt.left_out.is_empty() {
            let words = format!("Left out {}", format::count(receipt.left_out.len() as u64));
            let chip = widgets::chip(ui, None, &words, opened.shown == Shown::LeftOut);
            if chip.on_hover_text("You left these out of the plan; they were never sent.").clicked() {
                out.push(Msg::Show(Shown::LeftOut));
            }
        }
        let mut search = opened.search.clone();
        let field = ui.make_persistent_id("find in the receipt");
        let guard = widgets::Guard::before(ui, field, &search);
        let edit = egui::TextEdit::singleline(&mut search)
            .id(field)
            .hint_text(text::body("Find in this receipt").color(palette.placeholder))
            .desired_width(170.0);
        let response = ui.add(edit);
        response
            .widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, "Find in this receipt"));
        guard.after(ui, &response, &mut search);
        if response.changed() {
            out.push(Msg::Search(search));
        }
        guard.say(ui);
    });
}
