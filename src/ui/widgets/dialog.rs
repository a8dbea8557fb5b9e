//! A question in the middle of the window. Everything else waits until it is answered.

use egui::{Context, Frame, Id, Margin, Modal, Role, Stroke, Ui};

use super::Button;
use crate::ui::theme::{self, radius, size, space, text};

/// Draws a dialog. The second value says that it was left by Escape or by a click beside it.
pub fn dialog<R>(ctx: &Context, title: &str, content: impl FnOnce(&mut Ui) -> R) -> (R, bool) {
    let palette = theme::of_context(ctx);
    let id = Id::unique(("dialog", title));
    let frame = Frame::new()
        .fill(palette.surface)
        .stroke(Stroke::new(1.0, palette.border))
        .corner_radius(radius::L + 4)
        .shadow(ctx.global_style().visuals.window_shadow)
        .inner_margin(Margin::same(space::XL as i8));
    let area = Modal::default_area(id).role(Role::AlertDialog).accessible_name(title);
    let answer = Modal::new(id).area(area).frame(frame).backdrop_color(palette.veil).show(ctx, |ui| {
        ui.set_width(size::DIALOG.min(ctx.content_rect().width() - 4.0 * space::XL));
        ui.label(text::heading(title));
        ui.add_space(space::XS);
        content(ui)
    });
    let left = answer.should_close();
    (answer.inner, left)
}

/// The answer that does no harm: it has the focus until another one takes it, so that Enter gives
/// it. Whether it was given.
pub fn first_answer(ui: &mut Ui, button: Button) -> bool {
    let answer = ui.add(button);
    if ui.memory(|memory| memory.focused().is_none()) {
        answer.request_focus();
    }
    answer.clicked()
}
