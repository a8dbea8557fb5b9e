//! One receipt: how the job ended, how many items ended how, and each of them.

use crate::app::msg::Sink;
use egui::{Id, Layout, Ui};

use super::export;
use super::line::{self, HEIGHT};
use super::list::{Mark, counts, waits_until};
use crate::app::environments;
use crate::app::job_status::JobStatus;
use crate::app::receipts;
use crate::app::receipts::{Msg, Opened, Paper};
use crate::app::state::State;
use crate::model::problem::{Problem, ProgramProblem};
use crate::model::receipt::{Ending, Filter, ReceiptHead, ReceiptRow, ReceiptView, Shown};
use crate::runtime::command::ExportForm;
use crate::text::clock;
use crate::text::description;
use crate::text::receipt::{complete, exceptions, label, meaning};
use crate::ui::collection::Rows;
use crate::ui::icons::Icon;
use crate::ui::theme::{self, Tone, size, space, text};
use crate::ui::widgets::{self, Banner};

/// A receipt, with the way back to the list.
pub fn show(ui: &mut Ui, state: &State, opened: &Opened, out: &mut Sink) {
    let inside = egui::Frame::new().inner_margin(egui::Margin { left: 20, right: 14, top: 14, bottom: 0 });
    inside.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        let all = widgets::way_back(ui, crate::text!("receipts-all"));
        widgets::takes_focus(&all);
        if all.clicked() {
            out.push(Msg::Close);
        }
        match &opened.paper {
            Paper::Loading => {
                widgets::spinner(ui, &crate::text!("receipt-reading"));
            }
            Paper::Failed(problem) => widgets::problem(ui, problem, |ui| {
                if ui.add(widgets::secondary(crate::text!("try-again")).small()).clicked() {
                    out.push(Msg::Open(opened.job));
                }
            }),
            Paper::Here(head) => paper(ui, state, opened, head, out),
        }
    });
}

fn paper(ui: &mut Ui, state: &State, opened: &Opened, receipt: &ReceiptHead, out: &mut Sink) {
    head(ui, state, opened, receipt, out);
    if let Some(export) = &opened.export {
        export::show(ui, export, out);
    }
    ending(ui, state, receipt, out);
    beyond(ui, receipt, out);
    filters(ui, opened, receipt, out);
    if opened.rows.is_empty() {
        let title = crate::text!("receipt-nothing");
        let sentence = match opened.rows.view().shown {
            Shown::All => crate::text!("receipt-nothing-sentence"),
            Shown::Ended(_) | Shown::Extras | Shown::LeftOut => crate::text!("receipt-nothing-filtered"),
        };
        widgets::empty(ui, Icon::Search, &title, &sentence, |_| {});
        return;
    }
    // Each receipt, filter and search has its own place.
    let ReceiptView { shown, search } = opened.rows.view();
    let view = Id::unique(("receipt-lines", opened.job.0, format!("{shown:?}"), search));
    let what = receipt.summary.header.what;
    let drawn = Rows::even(view, opened.rows.len(), HEIGHT)
        .room(0.0, space::S)
        .named(&crate::text!("receipt-scroll"))
        .show(ui, |ui, cell| {
            Some(match opened.rows.get(cell.index) {
                Some(ReceiptRow::Planned(planned)) => line::planned(ui, cell, planned, what),
                Some(ReceiptRow::Extra(extra)) => line::extra(ui, cell, extra),
                Some(ReceiptRow::LeftOut(item)) => line::left_out(ui, cell, item),
                None => line::unread(ui, cell),
            })
        });
    // A screen ahead, on both sides.
    let near = drawn.items.start.saturating_sub(drawn.screen)..drawn.items.end + drawn.screen;
    if opened.rows.lacks(&near) {
        out.push(Msg::InSight(near));
    }
}

fn head(ui: &mut Ui, state: &State, opened: &Opened, receipt: &ReceiptHead, out: &mut Sink) {
    let palette = theme::of(ui);
    let header = &receipt.summary.header;
    ui.horizontal(|ui| {
        Mark::of(state, &receipt.summary).show(ui, palette);
        ui.add_space(space::XS);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.set_max_width(ui.available_width() - 190.0);
            widgets::one_line(ui, text::title(description::short(&header.description)));
            let line = crate::text!(
                "receipt-of",
                job = header.id.to_string(),
                environment = environments::label_of(state, header),
                time = clock::date_and_time(header.confirmed_at)
            );
            widgets::title_line(ui, text::small(line).color(palette.muted));
        });
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            let save = widgets::secondary(crate::text!("save-as")).icon(Icon::FileDown);
            if ui.add_enabled(opened.export.is_none(), save).clicked() {
                out.push(Msg::ExportForm(ExportForm::Csv));
            }
        });
    });
}

/// The three honest ends, and what stands still.
fn ending(ui: &mut Ui, state: &State, receipt: &ReceiptHead, out: &mut Sink) {
    let summary = &receipt.summary;
    let all = counts(state, summary);
    if !summary.adds_up() {
        let problem = Problem::new(ProgramProblem::DoesNotAddUp);
        widgets::problem(ui, &problem, |_| {});
    }
    match summary.ending() {
        Some(Ending::Complete) => {
            Banner::new(Tone::Success, &all).body(&complete(summary)).show(ui, |_| {});
        }
        Some(Ending::WithExceptions) => {
            Banner::new(Tone::Warning, &all)
                .body(&exceptions(summary))
                .show(ui, |ui| try_again(ui, state, receipt, out));
        }
        Some(Ending::Stopped) => {
            Banner::new(Tone::Warning, &crate::text!("receipt-stopped", sums = all))
                .body(&crate::text!("receipt-stopped-help"))
                .show(ui, |ui| try_again(ui, state, receipt, out));
        }
        Some(Ending::Damaged) => {
            Banner::new(Tone::Warning, &crate::text!("receipt-damaged"))
                .body(&crate::text!("receipt-damaged-help"))
                .show(ui, |_| {});
        }
        None => standing_still(ui, state, receipt, &all, out),
    }
}

/// Refused and unknown items can be tried again: with a new preview, and a new confirmation.
fn try_again(ui: &mut Ui, state: &State, receipt: &ReceiptHead, out: &mut Sink) {
    let tally = &receipt.summary.tally;
    let left = tally.refused + tally.unknown;
    if left == 0 {
        return;
    }
    let here = receipts::can_try_again(state);
    let words = crate::text!("receipt-try-again", number = left);
    if ui.add_enabled(here, widgets::secondary(words).icon(Icon::RefreshCw).small()).clicked() {
        out.push(Msg::TryAgain);
    }
    let hint = if here {
        crate::text!("receipt-try-again-help")
    } else {
        let environment = environments::label_of(state, &receipt.summary.header);
        crate::text!("receipt-open-first", environment = environment)
    };
    widgets::hint(ui, &hint);
}

/// What a sweep took beyond the plan.
fn beyond(ui: &mut Ui, receipt: &ReceiptHead, out: &mut Sink) {
    let extras = receipt.extras;
    if extras == 0 {
        return;
    }
    Banner::new(Tone::Danger, &crate::text!("beyond-plan-title", number = extras))
        .body(&crate::text!("beyond-plan-help"))
        .show(ui, |ui| {
            if ui.add(widgets::secondary(crate::text!("beyond-plan-show")).small()).clicked() {
                out.push(Msg::Show(Shown::Extras));
            }
        });
}

fn standing_still(ui: &mut Ui, state: &State, receipt: &ReceiptHead, all: &str, out: &mut Sink) {
    let id = receipt.summary.header.id;
    let go_on = |ui: &mut Ui, out: &mut Sink| {
        let button = widgets::primary(crate::text!("job-resume")).icon(Icon::CirclePlay).small();
        if ui.add_enabled(!state.look_only, button).clicked() {
            out.push(Msg::GoOn(id));
        }
    };
    match state.jobs.find(id).map(|job| &job.status) {
        None => {
            Banner::new(Tone::Info, all).body(&crate::text!("receipt-ended")).show(ui, |_| {});
        }
        Some(JobStatus::Running) => {
            let body = match waits_until(state, &receipt.summary) {
                Some(until) => crate::text!("receipt-waits-until", time = clock::time_of_day(until)),
                None => crate::text!("receipt-still-running"),
            };
            Banner::new(Tone::Info, all).body(&body).show(ui, |_| {});
        }
        Some(JobStatus::Waiting) => {
            Banner::new(Tone::Info, all).body(&crate::text!("receipt-waits-its-turn")).show(ui, |_| {});
        }
        Some(JobStatus::Halted(problem) | JobStatus::Unconfirmed(problem)) => {
            widgets::problem(ui, problem, |ui| go_on(ui, out));
        }
        Some(JobStatus::Damaged(problem)) => widgets::problem(ui, problem, |_| {}),
        Some(JobStatus::Paused | JobStatus::Interrupted) => {
            Banner::new(Tone::Warning, &crate::text!("receipt-interrupted", sums = all))
                .body(&crate::text!("job-asks-first"))
                .show(ui, |ui| go_on(ui, out));
        }
    }
}

fn filters(ui: &mut Ui, opened: &Opened, receipt: &ReceiptHead, out: &mut Sink) {
    let palette = theme::of(ui);
    let what = receipt.summary.header.what;
    ui.horizontal_wrapped(|ui| {
        ui.set_min_height(size::CONTROL);
        let all = crate::text!("receipt-all", number = receipt.counts.total());
        if widgets::chip(ui, None, &all, opened.view.shown == Shown::All).clicked() {
            out.push(Msg::Show(Shown::All));
        }
        for filter in Filter::ALL {
            let number = receipt.counts.of(filter);
            if number == 0 {
                continue;
            }
            let words = crate::text!("receipt-some", outcome = label(filter, what), number = number);
            let chip = widgets::chip(ui, None, &words, opened.view.shown == Shown::Ended(filter));
            if chip.on_hover_text(text::body(meaning(filter, what))).clicked() {
                out.push(Msg::Show(Shown::Ended(filter)));
            }
        }
        if receipt.extras > 0 {
            let (outcome, number) = (crate::text!("beyond-plan"), receipt.extras);
            let words = crate::text!("receipt-some", outcome = outcome, number = number);
            if widgets::chip(ui, None, &words, opened.view.shown == Shown::Extras).clicked() {
                out.push(Msg::Show(Shown::Extras));
            }
        }
        if receipt.left_out > 0 {
            let (outcome, number) = (crate::text!("left-out"), receipt.left_out);
            let words = crate::text!("receipt-some", outcome = outcome, number = number);
            let chip = widgets::chip(ui, None, &words, opened.view.shown == Shown::LeftOut);
            if chip.on_hover_text(text::body(crate::text!("left-out-help"))).clicked() {
                out.push(Msg::Show(Shown::LeftOut));
            }
        }
        let mut search = opened.view.search.clone();
        let field = ui.make_persistent_id("receipt-find");
        let guard = widgets::Guard::before(ui, field, &search);
        let name = crate::text!("receipt-find");
        let edit = egui::TextEdit::singleline(&mut search)
            .id(field)
            .hint_text(text::body(&name).color(palette.placeholder))
            .desired_width(170.0);
        let response = ui.add(edit);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, &name));
        guard.after(ui, &response, &mut search);
        if response.changed() {
            out.push(Msg::Search(search));
        }
        guard.say(ui);
    });
}
