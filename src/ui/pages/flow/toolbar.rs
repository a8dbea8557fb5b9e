//! The line above a plan's pictures: how it is shown, in which order, and which part of it.

use egui::{Margin, Ui};

use crate::app::flow::{Layout, Msg, Only, Ready, Sort};
use crate::app::msg::Sink;
use crate::text::Words as _;
use crate::ui::theme::{self, size, text};
use crate::ui::widgets;

/// Draws it. The parts of the plan have a line of their own where the first one has no room for all that may
/// stand there: what is left out moves no picture then.
pub fn show(ui: &mut Ui, ready: &Ready, out: &mut Sink) {
    let parts = Part::all(ready);
    let mut is_beside = false;
    ui.horizontal_wrapped(|ui| {
        layouts(ui, ready, out);
        if ready.layout == Layout::Report {
            return;
        }
        find(ui, ready, out);
        sort(ui, ready, out);
        let room = ui.max_rect().right() - ui.cursor().left();
        is_beside = widest(ui, ready, &parts) <= room;
        if is_beside {
            filters(ui, ready, &parts, out);
        }
    });
    if !is_beside && !parts.is_empty() && ready.layout != Layout::Report {
        ui.horizontal_wrapped(|ui| {
            ui.set_min_height(size::CONTROL_SMALL);
            filters(ui, ready, &parts, out);
        });
    }
}

fn layouts(ui: &mut Ui, ready: &Ready, out: &mut Sink) {
    let mut layouts =
        vec![(Layout::Grid, crate::text!("layout-grid")), (Layout::List, crate::text!("layout-list"))];
    if ready.report.is_some() {
        layouts.push((Layout::Report, crate::text!("layout-report")));
    }
    if let Some(layout) = widgets::segmented(ui, "layout", &layouts, ready.layout) {
        out.push(Msg::Layout(layout));
    }
}

fn find(ui: &mut Ui, ready: &Ready, out: &mut Sink) {
    let palette = theme::of(ui);
    let mut search = ready.search.clone();
    let field = egui::Id::unique("find-in-plan");
    let guard = widgets::Guard::before(ui, field, &search);
    let find = crate::text!("find-in-plan");
    let edit = egui::TextEdit::singleline(&mut search)
        .id(field)
        .hint_text(text::body(&find).color(palette.placeholder))
        .margin(Margin::symmetric(10, 8))
        .desired_width(130.0);
    let response = ui.add(edit);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, &find));
    guard.after(ui, &response, &mut search);
    if response.changed() {
        out.push(Msg::Search(search));
    }
    guard.say(ui);
}

fn sort(ui: &mut Ui, ready: &Ready, out: &mut Sink) {
    let sort = widgets::drop_down(ui, "sort", 140.0, ready.sort.words(), |ui| {
        for sort in Sort::ALL {
            if ui.selectable_label(ready.sort == sort, sort.words()).clicked() {
                out.push(Msg::Sort(sort));
            }
        }
    });
    sort.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, crate::text!("order")));
}

/// A part of the plan that can be shown alone.
struct Part {
    only: Only,
    words: String,
}

impl Part {
    /// Those that are there.
    fn all(ready: &Ready) -> Vec<Self> {
        let without = ready.found().totals().without_backup;
        let left_out = without - ready.plan().totals().without_backup;
        let several = ready.report.as_ref().map_or(0, |report| report.several.len());
        let (added, new) = (ready.taken(), ready.new_since());
        let are_added = ready.changes.is_some_and(|changes| changes.are_added());
        let new_words = if are_added {
            crate::text!("filter-just-added", number = new)
        } else {
            crate::text!("filter-new", number = new)
        };
        let part = |is_there: bool, only, words| is_there.then_some(Self { only, words });
        let backup = crate::text!("filter-without-backup", number = without, out = left_out);
        [
            part(without > 0, Only::WithoutBackup, backup),
            part(several > 0, Only::Several, crate::text!("filter-several", number = several)),
            part(added > 0, Only::Added, crate::text!("filter-added", number = added)),
            part(new > 0, Only::New, new_words),
            part(ready.left_out() > 0, Only::LeftOut, left_out_words(ready.left_out())),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

fn left_out_words(number: usize) -> String {
    crate::text!("filter-left-out", number = number)
}

fn include_all() -> widgets::Button {
    widgets::quiet(crate::text!("include-all-again")).small()
}

/// Points that the parts take on one line, with all of the plan left out.
fn widest(ui: &Ui, ready: &Ready, parts: &[Part]) -> f32 {
    let totals = ready.found().totals();
    let all = totals.without_backup;
    let words = parts.iter().filter(|part| part.only != Only::LeftOut).map(|part| match part.only {
        Only::WithoutBackup => crate::text!("filter-without-backup", number = all, out = all),
        _ => part.words.clone(),
    });
    let gap = ui.spacing().item_spacing.x;
    let chips = words.chain([left_out_words(ready.found().items().len())]);
    let chips: f32 = chips.map(|words| widgets::chip_width(ui, &words) + gap).sum();
    chips + include_all().whole_width(ui)
}

fn filters(ui: &mut Ui, ready: &Ready, parts: &[Part], out: &mut Sink) {
    for Part { only, words } in parts {
        let is_shown = ready.only == *only;
        if widgets::chip(ui, None, words, is_shown).clicked() {
            out.push(Msg::Only(if is_shown { Only::All } else { *only }));
        }
    }
    if ready.left_out() > 0 && ui.add(include_all()).clicked() {
        out.push(Msg::PutAllBack);
    }
}
