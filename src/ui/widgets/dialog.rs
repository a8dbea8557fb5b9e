//! A question in the middle of the window. Everything else waits until it is answered.

use egui::{Align, Context, Frame, Id, Layout, Margin, Modal, Role, ScrollArea, Stroke, Ui, vec2};

use super::Button;
use crate::ui::theme::{self, radius, size, space, text};

/// Draws a dialog. What does not fit into the window scrolls, between a title and buttons that stay in
/// sight. The second value says that it was left by Escape or by a click beside it.
pub fn dialog<R>(
    ctx: &Context,
    title: &str,
    content: impl FnOnce(&mut Ui) -> Option<R>,
    buttons: impl FnOnce(&mut Ui) -> Option<R>,
) -> (Option<R>, bool) {
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
        let window = ctx.content_rect().size();
        ui.set_width(size::DIALOG.min(window.x - 4.0 * space::XL));
        let top = ui.cursor().top();
        ui.label(text::heading(title));
        ui.add_space(space::XS);
        let head = ui.cursor().top() - top;
        let foot_id = id.with("foot");
        let foot: Option<f32> = ui.data(|data| data.get_temp(foot_id));
        let room = window.y - 4.0 * space::XL - head - foot.unwrap_or(size::CONTROL + space::S);
        let given = scrolled(ui, room.max(size::CONTROL), content);
        let buttons = ui.vertical(|ui| {
            ui.add_space(space::S);
            buttons(ui)
        });
        let drawn = buttons.response.rect.height() + ui.spacing().item_spacing.y;
        if foot != Some(drawn) {
            ui.data_mut(|data| data.insert_temp(foot_id, drawn));
            ui.request_discard("foot");
        }
        buttons.inner.or(given)
    });
    let left = answer.should_close();
    (answer.inner, left)
}

fn scrolled<R>(ui: &mut Ui, height: f32, content: impl FnOnce(&mut Ui) -> R) -> R {
    let spacing = ui.spacing().item_spacing;
    ui.scope(|ui| {
        ui.set_max_height(height);
        ui.spacing_mut().scroll = theme::seen_scroll_bar();
        ScrollArea::vertical()
            .max_height(height)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing = spacing;
                content(ui)
            })
            .inner
    })
    .inner
}

/// The answers beside one another, from the right.
pub fn answers<R>(ui: &mut Ui, buttons: impl FnOnce(&mut Ui) -> R) -> R {
    let row = vec2(ui.available_width(), size::CONTROL);
    ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Center), buttons).inner
}

/// The answers of a dialog with fields: what is given where it is saved, and where it is left as it was.
pub fn save_or_cancel<T>(ui: &mut Ui, save: T, cancel: T) -> Option<T> {
    answers(ui, |ui| {
        let saves = ui.add(super::primary(crate::text!("save"))).clicked();
        let cancels = ui.add(super::secondary(crate::text!("cancel"))).clicked();
        if cancels { Some(cancel) } else { saves.then_some(save) }
    })
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
