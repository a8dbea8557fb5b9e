//! Small marks: badges that tell, chips that can be pressed.

use egui::{CornerRadius, CursorIcon, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::line::elided;
use crate::ui::icons::{self, Icon};
use crate::ui::theme::{self, Tone, radius, size, space, text};

/// A word on a coloured ground. Tells, and cannot be pressed.
pub fn badge(ui: &mut Ui, icon: Option<Icon>, words: &str, tone: Tone) -> Response {
    let palette = theme::of(ui);
    let galley = elided(ui, words, text::medium_font(text::SMALL), ui.available_width() - space::XL);
    let lead = if icon.is_some() { 18.0 } else { 0.0 };
    let wanted = vec2(galley.size().x + lead + 2.0 * space::S, 22.0);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    ui.painter().rect_filled(rect, CornerRadius::same(radius::S), tone.fill(palette));
    let ink = tone.ink(palette);
    if let Some(icon) = icon {
        icons::paint(ui.painter(), pos2(rect.left() + space::S + 6.0, rect.center().y), icon, 13.0, ink);
    }
    let at = pos2(rect.left() + space::S + lead, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley_with_override_text_color(at, galley, ink);
    response
}

/// Between a chip's edge and its words, points.
const CHIP: f32 = 11.0;

/// Points that a chip without an icon takes with all of its words.
pub fn chip_width(ui: &Ui, words: &str) -> f32 {
    super::width(ui, text::small_strong(words)) + 2.0 * CHIP
}

/// A word that can be pressed: a tag, a filter. `selected` shows it as chosen.
pub fn chip(ui: &mut Ui, icon: Option<Icon>, words: &str, selected: bool) -> Response {
    let palette = theme::of(ui);
    let galley = elided(ui, words, text::medium_font(text::SMALL), ui.available_width() - 2.0 * space::XL);
    let lead = if icon.is_some() { 19.0 } else { 0.0 };
    let wanted = vec2(galley.size().x + lead + 2.0 * CHIP, size::CONTROL_SMALL);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, ui.is_enabled(), selected, words));
    let (fill, outline, ink) = if selected {
        (palette.accent_soft, palette.accent, palette.accent_ink)
    } else if response.hovered() {
        (palette.hover, palette.faint, palette.text)
    } else {
        (palette.surface, palette.border_strong, palette.text)
    };
    let corners = CornerRadius::same((rect.height() / 2.0) as u8);
    let stroke =
        if response.has_focus() { Stroke::new(2.0, palette.accent) } else { Stroke::new(1.0, outline) };
    ui.painter().rect(rect, corners, fill, stroke, StrokeKind::Inside);
    if let Some(icon) = icon {
        icons::paint(ui.painter(), pos2(rect.left() + 17.0, rect.center().y), icon, 13.0, ink);
    }
    let at = pos2(rect.left() + CHIP + lead, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley_with_override_text_color(at, galley, ink);
    response.on_hover_cursor(CursorIcon::PointingHand)
}
