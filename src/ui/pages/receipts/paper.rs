//! One receipt: how the job ended, how many items ended how, and each of them.

use egui::{Layout, Rect, ScrollArea, Sense, Ui, pos2, vec2};

use super::list::Mark;
use super::{Filter, Msg, Opened, Paper, export};
use crate::model::asset::{DeliveryType, ResourceType};
use crate::model::format;
use crate::model::problem::Problem;
use crate::model::receipt::{Ending, JobState, Line, Receipt};
use crate::runtime::command::ExportForm;
use crate::ui::clock;
use crate::ui::icons::Icon;
use crate::ui::state::State;
use crate::ui::theme::{self, Tone, radius, size, space, text};
use crate::ui::widgets::{self, Banner, Look};

const HEIGHT: f32 = 44.0;

/// Draws it.
pub fn show(ui: &mut Ui, state: &State, opened: &Opened, wishes: &mut Vec<Msg>) {
    let inside = egui::Frame::new().inner_margin(egui::Margin { left: 20, right: 14, top: 14, bottom: 0 });
    inside.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        if ui.add(widgets::quiet("All receipts").icon(Icon::ArrowLeft).small()).clicked() {
            wishes.push(Msg::Close);
        }
        match &opened.paper {
            Paper::Loading => {
                widgets::spinner(ui, "Reading the receipt");
            }
            Paper::Failed(problem) => widgets::problem(ui, problem, |ui| {
                if ui.add(widgets::secondary("Try again").small()).clicked() {
                    wishes.push(Msg::Open(opened.job));
                }
            }),
            Paper::Here(receipt) => paper(ui, state, opened, receipt, wishes),
        }
    });
}

fn paper(ui: &mut Ui, state: &State, opened: &Opened, receipt: &Receipt, wishes: &mut Vec<Msg>) {
    head(ui, state, opened, receipt, wishes);
    if let Some(export) = &opened.export {
        export::show(ui, export, wishes);
    }
    ending(ui, state, receipt, wishes);
    filters(ui, opened, wishes);
    if opened.shown().is_empty() {
        let sentence = "No item of this receipt is like that.";
        widgets::empty(ui, Icon::Search, "Nothing here", sentence, |_| {});
        return;
    }
    ui.spacing_mut().item_spacing.y = 2.0;
    let area = ScrollArea::vertical().id_salt("receipt lines").auto_shrink([false, false]);
    area.show_rows(ui, HEIGHT, opened.shown().len(), |ui, range| {
        for index in &opened.shown()[range] {
            line(ui, &receipt.lines[*index as usize]);
        }
    });
}

fn head(ui: &mut Ui, state: &State, opened: &Opened, receipt: &Receipt, wishes: &mut Vec<Msg>) {
    let palette = theme::of(ui);
    let header = &receipt.summary.header;
    ui.horizontal(|ui| {
        Mark::of(state, &receipt.summary).show(ui, palette);
        ui.add_space(space::XS);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.set_max_width(ui.available_width() - 190.0);
            ui.add(egui::Label::new(text::title(&header.description)).truncate());
            let confirmed = clock::date_and_time(header.confirmed_at);
            let line = format!("Receipt {} · {} · confirmed {confirmed}", header.id, header.cloud_name);
            ui.add(egui::Label::new(text::small(line).color(palette.muted)).truncate());
        });
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            let save = widgets::secondary("Save as…").icon(Icon::FileDown);
            if ui.add_enabled(opened.export.is_none(), save).clicked() {
                wishes.push(Msg::ExportForm(ExportForm::Csv));
            }
        });
    });
}

/// The three honest ends, and what stands still.
fn ending(ui: &mut Ui, state: &State, receipt: &Receipt, wishes: &mut Vec<Msg>) {
    let summary = &receipt.summary;
    let (deleted, planned) = (summary.tally.deleted, summary.header.planned);
    let all = format!("{} of {} deleted", format::count(deleted), format::count(planned));
    if !summary.adds_up() {
        let problem = Problem::new(
            "The outcomes in this receipt do not add up to its plan.",
            "Each line below is as it was recorded.",
            "This is a fault of Cloudsweep. Please report it with the saved receipt.",
        );
        widgets::problem(ui, &problem, |_| {});
    }
    match summary.ending() {
        Some(Ending::Complete) => {
            Banner::new(Tone::Success, &all)
                .body("Everything that was planned is gone. Nothing else was touched.")
                .show(ui, |_| {});
        }
        Some(Ending::WithExceptions) => {
            Banner::new(Tone::Warning, &all)
                .body("Some items were not deleted, or their end is not known. Each line says why.")
                .show(ui, |_| {});
        }
        Some(Ending::Stopped) => {
            Banner::new(Tone::Warning, &format!("Stopped: {all}"))
                .body("What was not sent is still there.")
                .show(ui, |_| {});
        }
        None => standing_still(ui, state, receipt, &all, wishes),
    }
}

fn standing_still(ui: &mut Ui, state: &State, receipt: &Receipt, all: &str, wishes: &mut Vec<Msg>) {
    let id = receipt.summary.header.id;
    if state.flow.job.as_ref().is_some_and(|running| running.job == id) {
        Banner::new(Tone::Info, all).body("This deletion is still running.").show(ui, |_| {});
        return;
    }
    let here = state.session.as_ref().map(|session| session.environment.id());
    let same = here.as_ref() == Some(&receipt.summary.header.environment);
    let go_on = |ui: &mut Ui, wishes: &mut Vec<Msg>| {
        let free = same && !state.look_only && receipt.summary.state == JobState::Open;
        let button = ui.add_enabled(free, widgets::primary("Go on").icon(Icon::CirclePlay).small());
        if button.clicked() {
            wishes.push(Msg::GoOn(id));
        }
        if !same {
            let name = &receipt.summary.header.cloud_name;
            widgets::hint(ui, &format!("Open “{name}” first: it belongs there."));
        }
    };
    match state.receipts.problems.get(&id) {
        Some(problem) => widgets::problem(ui, problem, |ui| go_on(ui, wishes)),
        None => Banner::new(Tone::Warning, &format!("Interrupted: {all}"))
            .body("Before it goes on, Cloudsweep asks Cloudinary what became of the last requests.")
            .show(ui, |ui| go_on(ui, wishes)),
    }
}

fn filters(ui: &mut Ui, opened: &Opened, wishes: &mut Vec<Msg>) {
    let palette = theme::of(ui);
    ui.horizontal(|ui| {
        ui.set_min_height(size::CONTROL);
        let all = format!("All {}", format::count(opened.total()));
        if widgets::chip(ui, None, &all, opened.filter.is_none()).clicked() {
            wishes.push(Msg::Filter(None));
        }
        for filter in Filter::ALL {
            let number = opened.count(filter);
            if number == 0 {
                continue;
            }
            let words = format!("{} {}", filter.label(), format::count(number));
            let chip = widgets::chip(ui, None, &words, opened.filter == Some(filter));
            if chip.on_hover_text(filter.meaning()).clicked() {
                wishes.push(Msg::Filter(Some(filter)));
            }
        }
        let mut search = opened.search.clone();
        let edit = egui::TextEdit::singleline(&mut search)
            .id(ui.make_persistent_id("find in the receipt"))
            .hint_text(egui::RichText::new("Find in this receipt").color(palette.faint))
            .desired_width(170.0);
        let response = ui.add(edit);
        response
            .widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, "Find in this receipt"));
        if response.changed() {
            wishes.push(Msg::Search(search));
        }
    });
}

fn line(ui: &mut Ui, line: &Line) {
    let palette = theme::of(ui);
    let width = ui.available_width() - 12.0;
    let (rect, response) = ui.allocate_exact_size(vec2(width, HEIGHT), Sense::hover());
    let filter = Filter::of(line);
    let item = &line.item;
    let name = match &item.copy {
        Some(copy) => format!("{}, copy {}", item.name.public_id, copy.transformation),
        None => item.name.public_id.to_string(),
    };
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::Role::Label, true, format!("{name}: {}", filter.label()))
    });
    if response.contains_pointer() {
        ui.painter().rect_filled(rect, radius::M, palette.hover);
    }
    let icon = Rect::from_min_size(rect.min + vec2(6.0, 6.0), vec2(HEIGHT - 6.0, HEIGHT - 12.0));
    widgets::picture(ui, icon, &Look::Missing, item.name.resource_type);
    let right = 170.0;
    let words = Rect::from_min_max(pos2(icon.right() + space::M, rect.top()), rect.max - vec2(right, 0.0));
    widgets::two_lines(ui, words, &name, &caption(line));
    let place = Rect::from_min_max(pos2(rect.right() - right, rect.top()), rect.max - vec2(space::S, 0.0));
    let mut end = ui
        .new_child(egui::UiBuilder::new().max_rect(place).layout(Layout::right_to_left(egui::Align::Center)));
    widgets::badge(&mut end, None, filter.label(), tone(filter));
}

/// Kind, size, and the reason where there is one.
fn caption(line: &Line) -> String {
    let kind = match line.item.name.resource_type {
        ResourceType::Image => "Image",
        ResourceType::Video => "Video",
        ResourceType::Raw => "Raw file",
    };
    let mut parts = vec![kind.to_owned()];
    if line.item.name.delivery_type != DeliveryType::Upload {
        parts.push(line.item.name.delivery_type.to_string());
    }
    parts.push(format::bytes(line.item.bytes));
    if let Some(outcome) = line.outcome.as_ref().filter(|outcome| !outcome.reason().is_empty()) {
        parts.push(outcome.reason().to_owned());
    }
    parts.join(" · ")
}

fn tone(filter: Filter) -> Tone {
    match filter {
        Filter::Deleted => Tone::Success,
        Filter::AlreadyGone | Filter::Open => Tone::Neutral,
        Filter::Refused => Tone::Danger,
        Filter::Skipped | Filter::Unknown => Tone::Warning,
    }
}
