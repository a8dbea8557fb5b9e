//! The bar at the right edge: shows how far, and can be dragged.

use egui::{CursorIcon, Id, Rect, Sense, Ui, WidgetInfo, vec2};

use crate::ui::theme;

/// Room that it has of a place's width.
pub(super) const ROOM: f32 = 12.0;
const SHORTEST: f32 = 28.0;

/// A bar with its measures.
pub(super) struct Bar<'a> {
    pub(super) id: Id,
    /// Along the whole place.
    pub(super) track: Rect,
    /// The last offset.
    pub(super) end: f64,
    /// Of the place.
    pub(super) height: f64,
    /// For screen readers.
    pub(super) name: &'a str,
}

impl Bar<'_> {
    /// Draws it, and gives where it was dragged to, if it was. `grip`: where in the knob it is held.
    pub(super) fn show(&self, ui: &Ui, offset: f64, grip: &mut Option<f32>) -> Option<f64> {
        if self.end <= 0.0 {
            return None;
        }
        // Out of the way of Tab: the keys do the same.
        let response = ui.interact(self.track, self.id, Sense::CLICK | Sense::DRAG);
        response.widget_info(|| WidgetInfo::slider(ui.is_enabled(), offset / self.end, self.name));
        let share = (self.height / (self.end + self.height)) as f32;
        let length = (self.track.height() * share).max(SHORTEST).min(self.track.height());
        let way = (self.track.height() - length).max(1.0);
        let top = |offset: f64| self.track.top() + (offset / self.end).clamp(0.0, 1.0) as f32 * way;
        let mut offset = offset;
        let pointer = response.interact_pointer_pos();
        if let Some(pointer) = pointer {
            let above = pointer.y - top(offset);
            let held =
                *grip.get_or_insert(if (0.0..=length).contains(&above) { above } else { length / 2.0 });
            // Held still it moves nothing: a pixel of the way may be a thousand rows.
            let wanted = ((pointer.y - held - self.track.top()) / way).clamp(0.0, 1.0);
            if (top(f64::from(wanted) * self.end) - top(offset)).abs() > 0.25 {
                offset = f64::from(wanted) * self.end;
            }
        } else {
            *grip = None;
        }
        self.paint(ui, top(offset), length, response.hovered() || response.dragged());
        response.on_hover_cursor(CursorIcon::Default);
        pointer.map(|_| offset)
    }

    fn paint(&self, ui: &Ui, top: f32, length: f32, active: bool) {
        let palette = theme::of(ui);
        let width = if active { 8.0 } else { 5.0 };
        let knob = Rect::from_min_size(egui::pos2(self.track.right() - width, top), vec2(width, length));
        let ink = if active { palette.muted } else { palette.control };
        ui.painter().rect_filled(knob, width / 2.0, ink);
    }
}
