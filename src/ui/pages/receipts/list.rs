//! The receipts' page: the list of every job, or the one that is open.

use egui::{Id, Response, Ui};

use super::{hits, paper};
use crate::app::environments;
use crate::app::job_status::JobStatus;
use crate::app::msg::{self, Sink};
use crate::app::page::Page;
use crate::app::receipts::{Hits, List, Msg};
use crate::app::state::State;
use crate::model::outcome::Tally;
use crate::model::receipt::{Ending, Summary};
use crate::model::unix_time::UnixTime;
use crate::text::clock;
use crate::text::description;
use crate::text::sums;
use crate::ui::collection::Rows;
use crate::ui::icons::{self, Icon};
use crate::ui::theme::{self, Palette, Tone, size, space};
use crate::ui::widgets;

/// Height of a receipt in the list, about.
const ROW: f32 = 92.0;

/// Draws the page.
pub fn show(ui: &mut Ui, state: &State, out: &mut Sink) {
    if matches!(state.receipts.list, List::Unasked | List::Stale(_)) {
        out.push(Msg::Load);
    }
    match &state.receipts.opened {
        Some(opened) => paper::show(ui, state, opened, out),
        None => list(ui, state, out),
    }
}

fn list(ui: &mut Ui, state: &State, out: &mut Sink) {
    let summaries = state.receipts.list.summaries();
    match &state.receipts.list {
        List::Known(known) if known.is_empty() => return nothing(ui, out),
        List::Unasked => return,
        List::Loading(known) if known.is_empty() => {
            widgets::column(ui, "receipts-loading", |ui| {
                widgets::spinner(ui, &crate::text!("receipts-reading"))
            });
            return;
        }
        _ => {}
    }
    let search = &state.receipts.search;
    let plain = matches!(search.hits, Hits::None) && search.text.trim().is_empty();
    let hits = hits::groups(search);
    // What was found has the button back to the list under it.
    let items = if plain { summaries.len() } else { hits.len() + 1 };
    let view = Id::unique(("receipts", state.visits));
    let mut opened = Sink::default();
    let name = crate::text!("receipts-scroll");
    let shown = Rows::measured(view, items, ROW)
        .gap(space::S)
        .room(space::S, space::XXL)
        .side(widgets::column_of(ui).0)
        .named(&name)
        .show_under(
            ui,
            |ui| head(ui, state, out),
            |ui, cell| {
                Some(match (plain, hits.get(cell.index)) {
                    (true, _) => row(ui, state, &summaries[cell.index], &mut opened),
                    (false, Some(hits)) => hits::group(ui, state, hits, &mut opened),
                    (false, None) => hits::back(ui, &mut opened),
                })
            },
        );
    for index in shown.pressed() {
        opened.push(match (plain, hits.get(index)) {
            (true, _) => Msg::Open(summaries[index].header.id),
            (false, Some(hits)) => Msg::Open(hits[0].summary.header.id),
            (false, None) => Msg::Find(String::new()),
        });
    }
    for msg in opened {
        out.push(msg);
    }
}

/// What scrolls above the receipts: the title, the search, and how it went.
fn head(ui: &mut Ui, state: &State, out: &mut Sink) {
    ui.add_space(space::XL);
    widgets::page_title(ui, &crate::text!("receipts"), &crate::text!("receipts-sentence"));
    if let List::Failed(problem) = &state.receipts.list {
        widgets::problem(ui, problem, |ui| {
            if ui.add(widgets::secondary(crate::text!("try-again")).small()).clicked() {
                out.push(Msg::Load);
            }
        });
    }
    hits::field(ui, &state.receipts.search, out);
    hits::told(ui, &state.receipts.search);
}

fn nothing(ui: &mut Ui, out: &mut Sink) {
    let (title, sentence) = (crate::text!("receipts-none"), crate::text!("receipts-none-sentence"));
    widgets::empty(ui, Icon::ReceiptText, &title, &sentence, |ui| {
        if ui.add(widgets::secondary(crate::text!("go-to-library"))).clicked() {
            out.push(msg::Msg::Go(Page::Library));
        }
    });
}

fn row(ui: &mut Ui, state: &State, summary: &Summary, out: &mut Sink) -> Response {
    let palette = theme::of(ui);
    let header = &summary.header;
    let mark = Mark::of(state, summary);
    widgets::row_card(ui, |ui| {
        ui.horizontal(|ui| {
            icons::show(ui, mark.icon, size::ICON + 4.0, mark.tone.ink(palette));
            ui.add_space(space::XS);
            let when = clock::date_and_time(header.confirmed_at);
            let place = format!("{} · {when}", environments::label_of(state, header));
            widgets::titled_rows(
                ui,
                &description::short(&header.description),
                &[&counts(state, summary), &place],
                |ui| {
                    let name = crate::text!("receipt-open-it", job = header.id.to_string());
                    let open = ui.add(widgets::secondary(crate::text!("open")).name(name).small());
                    if open.clicked() {
                        out.push(Msg::Open(header.id));
                    }
                    widgets::badge(ui, None, &mark.word, mark.tone);
                    open
                },
            )
        })
        .inner
    })
}

/// How a job went, as of now: a running one is counted further than it was when the list was read.
pub(super) fn counts(state: &State, summary: &Summary) -> String {
    let header = &summary.header;
    let tally = state
        .progress_of(header.id)
        .map_or(summary.tally, |progress| Tally { left_out: summary.tally.left_out, ..progress.tally });
    sums::sums(header.what, header.planned, &tally)
}

/// Until when a running job waits, if it does.
pub(super) fn waits_until(state: &State, summary: &Summary) -> Option<UnixTime> {
    let runs = state.jobs.find(summary.header.id).is_some_and(|job| job.status == JobStatus::Running);
    state.progress_of(summary.header.id).filter(|_| runs)?.phase.until()
}

/// How a job stands, as a word, an icon and a tone.
pub(super) struct Mark {
    pub(super) word: String,
    pub(super) icon: Icon,
    pub(super) tone: Tone,
}

impl Mark {
    pub(super) fn of(state: &State, summary: &Summary) -> Self {
        let status = state.jobs.find(summary.header.id).map(|job| &job.status);
        if let (None, Some(until)) = (summary.ending(), waits_until(state, summary)) {
            let word = crate::text!("receipt-waiting-until", time = clock::time_of_day(until));
            return Self { word, icon: Icon::Hourglass, tone: Tone::Info };
        }
        let (word, icon, tone) = match summary.ending() {
            Some(Ending::Complete) => (crate::text!("ended-complete"), Icon::CircleCheck, Tone::Success),
            Some(Ending::WithExceptions) => {
                (crate::text!("ended-with-exceptions"), Icon::TriangleAlert, Tone::Warning)
            }
            Some(Ending::Stopped) => (crate::text!("ended-stopped"), Icon::CircleStop, Tone::Warning),
            Some(Ending::Damaged) => (crate::text!("standing-damaged"), Icon::TriangleAlert, Tone::Warning),
            None => match status {
                Some(JobStatus::Running) => (crate::text!("receipt-running"), Icon::CirclePlay, Tone::Info),
                Some(JobStatus::Waiting) => (crate::text!("receipt-waiting"), Icon::Hourglass, Tone::Info),
                Some(JobStatus::Paused) => (crate::text!("phase-paused"), Icon::CirclePause, Tone::Neutral),
                Some(JobStatus::Unconfirmed(_)) => {
                    (crate::text!("standing-your-word"), Icon::TriangleAlert, Tone::Warning)
                }
                Some(JobStatus::Damaged(_)) => {
                    (crate::text!("standing-damaged"), Icon::TriangleAlert, Tone::Warning)
                }
                Some(JobStatus::Interrupted | JobStatus::Halted(_)) | None => {
                    (crate::text!("ended-interrupted"), Icon::TriangleAlert, Tone::Warning)
                }
            },
        };
        Self { word, icon, tone }
    }

    pub(super) fn show(&self, ui: &mut Ui, palette: &Palette) {
        icons::show(ui, self.icon, size::ICON_LARGE, self.tone.ink(palette));
    }
}
