//! The plan as lines: picture, name, size, day, backup.

use crate::app::msg::Sink;
use egui::{Rect, ScrollArea, Sense, Ui, pos2, vec2};

use super::grid;
use crate::app::flow::words;
use crate::app::flow::{Msg, Ready};
use crate::model::format;
use crate::model::item::PlanItem;
use crate::model::what::What;
use crate::ui::icons::Icon;
use crate::ui::theme::{self, radius, size, space, text};
use crate::ui::widgets::{self, Thumbnails};

const HEIGHT: f32 = 46.0;
/// Room for what stands behind the name; without words, where those would leave too little for it.
const SIDE: f32 = 220.0;
const SIDE_NARROW: f32 = 38.0;

/// Draws the lines in sight.
pub fn show(ui: &mut Ui, ready: &Ready, thumbs: &mut Thumbnails, out: &mut Sink) {
    ui.spacing_mut().item_spacing.y = 2.0;
    let area = ScrollArea::vertical().id_salt(("plan lines", ready.view())).auto_shrink([false, false]);
    area.show_rows(ui, HEIGHT, ready.shown().len(), |ui, range| {
        for index in &ready.shown()[range] {
            line(ui, ready, *index as usize, thumbs, out);
        }
    });
}

fn line(ui: &mut Ui, ready: &Ready, index: usize, thumbs: &mut Thumbnails, out: &mut Sink) {
    let palette = theme::of(ui);
    let (item, left_out) = (&ready.found().items()[index], ready.is_out(index));
    let width = ui.available_width() - 12.0;
    let (rect, response) = ui.allocate_exact_size(vec2(width, HEIGHT), Sense::hover());
    if response.contains_pointer() {
        ui.painter().rect_filled(rect, radius::M, palette.hover);
    }
    let thumb = Rect::from_min_size(rect.min + vec2(4.0, 4.0), vec2(HEIGHT + 6.0, HEIGHT - 8.0));
    widgets::picture(ui, thumb, &grid::look(item, thumbs), item.name.resource_type);
    let name = match &item.copy {
        Some(copy) => &copy.transformation,
        None => &item.name.public_id,
    };
    let start = pos2(thumb.right() + space::M, rect.top());
    let narrow = rect.right() - SIDE - space::M - start.x < size::NAME;
    let side = if narrow { SIDE_NARROW } else { SIDE };
    let place = Rect::from_min_max(start, rect.max - vec2(side + space::M, 0.0));
    let note = note(ready, item, left_out);
    let mut caption = format!("{} · {}", format::kind(item.name.resource_type), words::caption(item));
    if let Some(note) = note.filter(|_| narrow) {
        caption = format!("{note} · {caption}");
    }
    widgets::two_lines(ui, place, name, &caption);
    let right = Rect::from_min_max(pos2(rect.right() - side, rect.top()), rect.max - vec2(space::S, 0.0));
    let mut ui = ui.new_child(
        // Its own name, so that the focus stays on it while lines come and go.
        egui::UiBuilder::new()
            .scope_id(egui::Id::unique(("plan line", item.key())))
            .max_rect(right)
            .layout(egui::Layout::right_to_left(egui::Align::Center)),
    );
    let label = words::accessible(item);
    let (icon, act, name) = if left_out {
        (Icon::Undo2, "Include again", format!("Include again {label}"))
    } else {
        (Icon::CircleMinus, "Leave out", format!("Leave out {label}"))
    };
    let pressed = if narrow {
        widgets::icon_button(&mut ui, icon, &name).clicked()
    } else {
        ui.add(widgets::quiet(act).icon(icon).name(name).small()).clicked()
    };
    if pressed {
        out.push(Msg::LeaveOut(item.key(), !left_out));
    }
    if let Some(note) = note.filter(|_| !narrow) {
        ui.label(text::small_strong(note).color(palette.warning));
    }
}

/// What sets it apart in the plan, if anything.
fn note(ready: &Ready, item: &PlanItem, left_out: bool) -> Option<&'static str> {
    if left_out {
        return Some("Left out");
    }
    (ready.plan().what() == What::Originals && item.backed_up != Some(true)).then_some("No backup")
}
