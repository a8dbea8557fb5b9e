//! Where the cursor stops in a row that has no control of its own.

use egui::{Id, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::rows::Cell;
use crate::ui::theme::{self, radius};

pub(super) fn id(ui: &Ui) -> Id {
    ui.scope_id().with("stop")
}

/// Marks a row that has no control of its own to show the focus.
pub(super) fn ring(ui: &Ui, row: Rect) {
    let ring = Stroke::new(2.0, theme::of(ui).accent);
    ui.painter().rect_stroke(row.expand2(vec2(5.0, -1.0)), radius::M, ring, StrokeKind::Inside);
}

/// Where the cursor stops in a row that has no control of its own, told by its name.
pub fn stop(ui: &Ui, cell: &Cell, name: &str) -> Response {
    let sense = if cell.stop { Sense::focusable_noninteractive() } else { Sense::hover() };
    let response = ui.interact(cell.rect, id(ui), sense);
    if cell.stop {
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, name));
    }
    response
}
