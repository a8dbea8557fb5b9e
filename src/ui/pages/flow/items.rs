//! The plan as lines: picture, name, size, day, backup.

use crate::app::msg::Sink;
use egui::{Id, Rect, Response, Ui, pos2, vec2};

use super::grid;
use crate::app::flow::Ready;
use crate::app::flow::words;
use crate::model::item::PlanItem;
use crate::model::what::What;
use crate::text::Words as _;
use crate::ui::collection::Rows;
use crate::ui::icons::Icon;
use crate::ui::theme::{self, radius, size, space, text};
use crate::ui::widgets::{self, Thumbnails};

const HEIGHT: f32 = 46.0;
/// Room for what stands behind the name; without words, where those would leave too little for it.
const SIDE: f32 = 220.0;
const SIDE_NARROW: f32 = 38.0;

/// Draws the lines in sight.
pub fn show(ui: &mut Ui, ready: &Ready, thumbs: &mut Thumbnails, out: &mut Sink) {
    let at = |index: usize| ready.shown()[index] as usize;
    let shown = Rows::even(Id::unique(("plan-lines", ready.view())), ready.shown().len(), HEIGHT)
        .room(0.0, space::S)
        .named(&crate::text!("scroll-plan"))
        .show_pictures(ui, thumbs, |ui, cell, thumbs| {
            Some(line(ui, cell.rect, ready, at(cell.index), thumbs, out))
        });
    for index in shown.pressed() {
        out.push(grid::leave_out(ready, at(index)));
    }
}

fn line(
    ui: &mut Ui,
    rect: Rect,
    ready: &Ready,
    position: usize,
    thumbs: &mut Thumbnails,
    out: &mut Sink,
) -> Response {
    let palette = theme::of(ui);
    let (item, left_out) = (&ready.found().items()[position], ready.is_out(position));
    if ui.rect_contains_pointer(rect) {
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
    let mut caption = format!("{} · {}", item.name.resource_type.words(), words::caption(item));
    if let Some(note) = note.as_ref().filter(|_| narrow) {
        caption = format!("{note} · {caption}");
    }
    widgets::two_lines(ui, place, name, &caption);
    let right = Rect::from_min_max(pos2(rect.right() - side, rect.top()), rect.max - vec2(space::S, 0.0));
    let mut ui = ui.new_child(
        // Its own name, so that the focus stays on it while lines come and go.
        egui::UiBuilder::new()
            .scope_id(Id::unique(("plan-line", item.key())))
            .max_rect(right)
            .layout(egui::Layout::right_to_left(egui::Align::Center)),
    );
    let label = words::accessible(item);
    let (icon, act, name) = if left_out {
        (Icon::Undo2, crate::text!("include-again"), crate::text!("include-again-it", name = label))
    } else {
        (Icon::CircleMinus, crate::text!("leave-out"), crate::text!("leave-out-it", name = label))
    };
    let button = if narrow {
        widgets::icon_button(&mut ui, icon, &name)
    } else {
        ui.add(widgets::quiet(act).icon(icon).name(name).small())
    };
    if button.clicked() {
        out.push(grid::leave_out(ready, position));
    }
    if let Some(note) = note.filter(|_| !narrow) {
        ui.label(text::small_strong(note).color(palette.warning));
    }
    button
}

/// What sets it apart in the plan, if anything.
fn note(ready: &Ready, item: &PlanItem, left_out: bool) -> Option<String> {
    if left_out {
        return Some(crate::text!("left-out"));
    }
    let without = ready.plan().what() == What::Originals && item.backed_up != Some(true);
    without.then(|| crate::text!("no-backup"))
}
