//! Short news that goes away by itself, in a place of its own: it covers nothing that is pressed.

use egui::{Frame, Label, Margin, Stroke, TextStyle, TextWrapMode, Ui, WidgetText, vec2};

use super::secondary;
use crate::app::state::Undo;
use crate::app::toast::Toast;
use crate::ui::icons::{self, Icon};
use crate::ui::theme::{self, Tone, radius, size, space, text};

/// Around the words, points.
const MARGIN: egui::Vec2 = vec2(10.0, 8.0);

/// Draws those that are still there at the lower end of a place, the newest lowest; older ones as far as
/// there is room. Gives what is to be undone.
pub fn toasts(ui: &mut Ui, toasts: &[Toast], time: f64) -> Option<Undo> {
    let next = toasts.iter().map(|toast| toast.until).reduce(f64::min)?;
    ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64((next - time).max(0.05)));
    let heights: Vec<f32> = toasts.iter().map(|toast| height(ui, toast) + space::S).collect();
    let mut room = ui.available_height();
    let mut first = toasts.len() - 1;
    room -= heights[first];
    while first > 0 && heights[first - 1] <= room {
        first -= 1;
        room -= heights[first];
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.add_space(room.max(0.0));
    let mut undone = None;
    for toast in &toasts[first..] {
        ui.add_space(space::S);
        undone = undone.or(one(ui, toast));
    }
    undone
}

/// The same in one line, the newest alone: for pages without room at their side.
pub fn toast_line(ui: &mut Ui, toasts: &[Toast], time: f64) -> Option<Undo> {
    let newest = toasts.last()?;
    ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64((newest.until - time).max(0.05)));
    one(ui, newest)
}

fn one(ui: &mut Ui, toast: &Toast) -> Option<Undo> {
    let palette = theme::of(ui);
    let icon = match toast.tone {
        Tone::Success => Icon::CircleCheck,
        Tone::Warning => Icon::TriangleAlert,
        Tone::Danger => Icon::CircleAlert,
        Tone::Neutral | Tone::Info | Tone::Practice => Icon::Info,
    };
    let frame = Frame::new()
        .fill(palette.surface)
        .stroke(Stroke::new(1.0, palette.border_strong))
        .corner_radius(radius::L)
        .inner_margin(Margin::symmetric(MARGIN.x as i8, MARGIN.y as i8));
    let shown = frame.show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, space::XS);
        ui.horizontal_top(|ui| {
            icons::show(ui, icon, size::ICON, toast.tone.ink(palette));
            ui.add(Label::new(text::small_strong(&toast.words)).wrap());
        });
        toast.undo.filter(|_| ui.add(secondary(crate::text!("undo")).small()).clicked())
    });
    shown.inner
}

/// How high it will be, points.
fn height(ui: &Ui, toast: &Toast) -> f32 {
    let width = ui.available_width() - 2.0 * MARGIN.x - size::ICON - space::S;
    let words = WidgetText::from(text::small_strong(&toast.words));
    let words = words.into_galley(ui, Some(TextWrapMode::Wrap), width, TextStyle::Body).size().y;
    let undo = if toast.undo.is_some() { size::CONTROL_SMALL + space::XS } else { 0.0 };
    words.max(size::ICON) + undo + 2.0 * MARGIN.y + 2.0
}
