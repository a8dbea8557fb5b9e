//! Choosing: one of a few, yes or no.

use egui::{CornerRadius, CursorIcon, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::ui::icons::{self, Icon};
use crate::ui::lettering::drawn;
use crate::ui::theme::{self, radius, size, space, text};

/// One of a few, side by side. Gives the value that was clicked.
pub fn segmented<T: Copy + PartialEq>(
    ui: &mut Ui,
    name: &str,
    options: &[(T, impl AsRef<str>)],
    current: T,
) -> Option<T> {
    let palette = theme::of(ui);
    let font = text::medium_font(text::SMALL);
    let galleys: Vec<_> = options
        .iter()
        .map(|(_, label)| {
            ui.painter().layout_no_wrap(
                drawn(label.as_ref()).into_owned(),
                font.clone(),
                egui::Color32::PLACEHOLDER,
            )
        })
        .collect();
    let inset = 3.0;
    let width: f32 = galleys.iter().map(|galley| galley.size().x + 24.0).sum::<f32>() + 2.0 * inset;
    let (rect, _) = ui.allocate_exact_size(vec2(width, size::CONTROL), Sense::hover());
    ui.painter().rect_filled(rect, CornerRadius::same(radius::M), palette.sunken);
    let mut x = rect.left() + inset;
    let mut clicked = None;
    for ((value, label), galley) in options.iter().zip(galleys) {
        let label = label.as_ref();
        let cell = egui::Rect::from_min_size(
            pos2(x, rect.top() + inset),
            vec2(galley.size().x + 24.0, size::CONTROL - 2.0 * inset),
        );
        x = cell.right();
        let on = *value == current;
        let id = ui.make_persistent_id((name, label));
        let response = ui.interact(cell, id, Sense::click()).on_hover_cursor(CursorIcon::PointingHand);
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), on, label));
        let corners = CornerRadius::same(radius::S);
        if on {
            let outline = Stroke::new(1.0, palette.border_strong);
            ui.painter().rect(cell, corners, palette.raised, outline, StrokeKind::Inside);
        }
        if response.has_focus() {
            ui.painter().rect_stroke(cell, corners, Stroke::new(2.0, palette.accent), StrokeKind::Inside);
        }
        let ink = if on || response.hovered() { palette.text } else { palette.muted };
        let at = cell.center() - galley.size() / 2.0;
        ui.painter().galley_with_override_text_color(at, galley, ink);
        if response.clicked() {
            clicked = Some(*value);
        }
    }
    clicked.filter(|value| *value != current)
}

/// Yes or no, at once. Gives the new value when it was clicked.
pub fn switch(ui: &mut Ui, label: &str, on: bool) -> Option<bool> {
    let palette = theme::of(ui);
    let font = text::medium_font(text::SMALL);
    let galley = ui.painter().layout_no_wrap(drawn(label).into_owned(), font, egui::Color32::PLACEHOLDER);
    let track = vec2(32.0, 18.0);
    let wanted = vec2(galley.size().x + space::S + track.x, size::CONTROL_SMALL);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, ui.is_enabled(), on, label));
    let how = ui.animate_bool_responsive(response.id, on);
    let at = pos2(rect.left(), rect.center().y - galley.size().y / 2.0);
    let ink = if on { palette.text } else { palette.muted };
    ui.painter().galley_with_override_text_color(at, galley, ink);
    let track = egui::Rect::from_center_size(pos2(rect.right() - track.x / 2.0, rect.center().y), track);
    let fill = palette.control.lerp_to_gamma(palette.accent, how);
    ui.painter().rect_filled(track, track.height() / 2.0, fill);
    let knob = egui::lerp(track.left() + 9.0..=track.right() - 9.0, how);
    ui.painter().circle_filled(pos2(knob, track.center().y), 6.5, palette.on_accent);
    if response.has_focus() {
        let ring = Stroke::new(2.0, palette.accent);
        ui.painter().rect_stroke(track.expand(3.0), track.height(), ring, StrokeKind::Middle);
    }
    let clicked = response.on_hover_cursor(CursorIcon::PointingHand).clicked();
    clicked.then_some(!on)
}

/// A number and a step less or more, at the right end of a row: draws from right to left. Gives
/// whether more was asked for.
pub fn stepper(ui: &mut Ui, name: &str, value: &str) -> Option<bool> {
    let mut asked = None;
    if super::icon_button(ui, Icon::Plus, &crate::text!("more-of", name = name)).clicked() {
        asked = Some(true);
    }
    let font = text::semibold_font(text::BODY);
    let galley = ui.painter().layout_no_wrap(drawn(value).into_owned(), font, theme::of(ui).text);
    let (rect, response) =
        ui.allocate_exact_size(vec2(galley.size().x.max(40.0), size::CONTROL_SMALL), Sense::hover());
    let named = || crate::text!("named-value", name = name, value = value);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, named()));
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, theme::of(ui).text);
    if super::icon_button(ui, Icon::Minus, &crate::text!("less-of", name = name)).clicked() {
        asked = Some(false);
    }
    asked
}

/// The arrow of a list that drops down, as buttons have it.
fn chevron(ui: &Ui, rect: egui::Rect, visuals: &egui::style::WidgetVisuals, _open: bool) {
    icons::paint(ui.painter(), rect.center(), Icon::ChevronDown, size::ICON - 2.0, visuals.fg_stroke.color);
}

/// Height of a row of a list that drops down.
const ROW: f32 = 25.0;

/// A list that drops down, as far as the window has room for it: what it hides, it hides without a sign.
/// `name` names it for the window; `choices` draws the rows.
pub fn drop_down(
    ui: &mut Ui,
    name: &str,
    width: f32,
    shown: String,
    choices: impl FnOnce(&mut Ui),
) -> egui::Response {
    let height = ui.ctx().content_rect().height() - 2.0 * size::TOP_BAR;
    egui::ComboBox::from_id_salt(name)
        .icon(chevron)
        .width(width)
        .height(height)
        .selected_text(text::body(shown))
        .popup_style(egui::style::StyleModifier::new(|style| {
            style.spacing.item_spacing.y = 0.0;
            style.spacing.button_padding.y = 2.0;
            style.spacing.interact_size.y = ROW;
            style.spacing.scroll = theme::seen_scroll_bar();
        }))
        .show_ui(ui, choices)
        .response
}

/// A tick with words that wrap. Gives the new value when it was clicked.
pub fn checkbox(ui: &mut Ui, label: &str, on: bool) -> Option<bool> {
    named_checkbox(ui, label, label, on)
}

/// The same, with another name for who cannot see what it stands beside.
pub fn named_checkbox(ui: &mut Ui, label: &str, name: &str, on: bool) -> Option<bool> {
    checkbox_of_row(ui, label, name, on).clicked().then_some(!on)
}

/// The same for a row of a collection, which is pressed by it.
pub fn checkbox_of_row(ui: &mut Ui, label: &str, name: &str, on: bool) -> Response {
    let palette = theme::of(ui);
    let edge = super::surface::CHECKBOX;
    let font = text::regular_font(text::BODY);
    let room = ui.available_width() - edge - space::S;
    let galley = ui.painter().layout(drawn(label).into_owned(), font, egui::Color32::PLACEHOLDER, room);
    let wanted = vec2(edge + space::S + galley.size().x, galley.size().y.max(edge + space::XS));
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, ui.is_enabled(), on, name));
    if response.gained_focus() {
        // At once: the next Tab may come before a glide has ended.
        response.scroll_to_me_animation(None, egui::style::ScrollAnimation::none());
    }
    let first_line = if galley.rows.len() > 1 { edge / 2.0 + 1.0 } else { rect.height() / 2.0 };
    let mark = egui::Rect::from_center_size(
        pos2(rect.left() + edge / 2.0, rect.top() + first_line),
        vec2(edge, edge),
    );
    tick(ui, mark, on, response.hovered());
    if response.has_focus() {
        let ring = Stroke::new(2.0, palette.accent);
        ui.painter().rect_stroke(mark.expand(3.0), radius::S + 2, ring, StrokeKind::Middle);
    }
    let at = pos2(mark.right() + space::S, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley_with_override_text_color(at, galley, palette.text);
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// The tick's box.
pub fn tick(ui: &Ui, mark: egui::Rect, on: bool, hovered: bool) {
    let palette = theme::of(ui);
    let (fill, outline) = if on {
        (palette.accent, palette.accent)
    } else {
        (palette.surface, if hovered { palette.muted } else { palette.control })
    };
    let corners = CornerRadius::same(radius::S);
    ui.painter().rect(mark, corners, fill, Stroke::new(1.5, outline), StrokeKind::Inside);
    if on {
        icons::paint(ui.painter(), mark.center(), Icon::Check, mark.width() - 4.0, palette.on_accent);
    }
}
