//! Buttons. One look a meaning: primary for the one thing that a page is for, secondary for the
//! rest, danger for what deletes, quiet where a frame would be noise.

use egui::{
    CornerRadius, CursorIcon, Response, Role, Sense, Stroke, StrokeKind, Ui, Widget, WidgetInfo, vec2,
};

use super::line::elided;
use crate::ui::icons::{self, Icon};
use crate::ui::theme::{self, Palette, radius, size, space, text};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    Primary,
    Secondary,
    Danger,
    Quiet,
}

/// How wide a button is, and where its words stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Width {
    /// As wide as its words.
    Words,
    /// As wide as its place, words in the middle.
    Middle,
    /// As wide as its place, words at the left.
    Left,
}

/// A button that is still being described; add it with `ui.add` or `ui.add_enabled`.
#[must_use = "a button shows only when it is added to a ui"]
#[derive(Debug)]
pub struct Button {
    label: String,
    name: Option<String>,
    icon: Option<Icon>,
    icon_only: bool,
    look: Look,
    height: f32,
    width: Width,
    selected: Option<bool>,
    drops: bool,
    count: usize,
}

impl Button {
    fn new(label: impl Into<String>, look: Look) -> Self {
        Self {
            label: label.into(),
            name: None,
            icon: None,
            icon_only: false,
            look,
            height: size::CONTROL,
            width: Width::Words,
            selected: None,
            drops: false,
            count: 0,
        }
    }

    /// An icon before the words.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// For rows and bars.
    pub fn small(mut self) -> Self {
        self.height = size::CONTROL_SMALL;
        self
    }

    /// For the one thing that a page is for.
    pub fn large(mut self) -> Self {
        self.height = size::CONTROL_LARGE;
        self
    }

    /// As wide as its place.
    pub fn full_width(mut self) -> Self {
        self.width = Width::Middle;
        self
    }

    /// Words at the left instead of in the middle: rows of a sidebar or a menu.
    pub fn left_aligned(mut self) -> Self {
        self.width = Width::Left;
        self
    }

    /// Opens a menu, and shows so by an arrow.
    pub fn drops(mut self) -> Self {
        self.drops = true;
        self
    }

    /// A number at its right end, unless it is zero. For rows that are as wide as their place.
    pub fn count(mut self, count: usize) -> Self {
        self.count = count;
        self
    }

    /// Shows whether it is the chosen one of several.
    pub fn selected(mut self, selected: bool) -> Self {
        self.selected = Some(selected);
        self
    }

    /// A name for screen readers where the words alone do not tell.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }
}

/// The one thing that a page is for.
pub fn primary(label: impl Into<String>) -> Button {
    Button::new(label, Look::Primary)
}

/// Everything else.
pub fn secondary(label: impl Into<String>) -> Button {
    Button::new(label, Look::Secondary)
}

/// Deletes, or leads to it. Its words name verb and count.
pub fn danger(label: impl Into<String>) -> Button {
    Button::new(label, Look::Danger)
}

/// Without a frame.
pub fn quiet(label: impl Into<String>) -> Button {
    Button::new(label, Look::Quiet)
}

/// Counts a host among those of the environment.
pub fn count_host(host: &str) -> Button {
    secondary(crate::text!("host-is-ours", host = host)).small()
}

/// An icon alone; its name is its tooltip.
pub fn icon_button(ui: &mut Ui, icon: Icon, name: &str) -> Response {
    let mut button = Button::new("", Look::Quiet).icon(icon).name(name).small();
    button.icon_only = true;
    super::tip(ui.add(button), &[name])
}

impl Widget for Button {
    fn ui(self, ui: &mut Ui) -> Response {
        let palette = theme::of(ui);
        let padding = self.padding();
        let icon_width = if self.icon.is_some() { size::ICON } else { 0.0 };
        let gap = self.gap();
        let arrow = if self.drops { size::ICON + space::XS } else { 0.0 };
        let galley = elided(ui, &self.label, self.font(), ui.available_width() - self.around());
        let wanted = galley.size().x + self.around();
        let width = if self.icon_only {
            self.height
        } else if self.width != Width::Words {
            ui.available_width().max(wanted)
        } else {
            wanted
        };
        let (rect, response) = ui.allocate_exact_size(vec2(width, self.height), Sense::click());
        let name = self.name.as_deref().unwrap_or(&self.label);
        // Who speaks to the window says what is to be read on the button.
        let read = self.label.trim_end_matches('…');
        debug_assert!(name.contains(read), "“{name}” is not named by its words “{read}”");
        if response.gained_focus() {
            // At once: the next Tab may come before a glide has ended.
            response.scroll_to_me_animation(None, egui::style::ScrollAnimation::none());
        }
        response.widget_info(|| match self.selected {
            Some(selected) => WidgetInfo::selected(Role::Button, ui.is_enabled(), selected, name),
            None => WidgetInfo::labeled(Role::Button, ui.is_enabled(), name),
        });
        if ui.is_rect_visible(rect) {
            let opacity = ui.opacity();
            let sunken = !ui.is_enabled() && matches!(self.look, Look::Primary | Look::Danger);
            let (fill, outline, ink) = if sunken {
                // Its words stay readable; a faded colour would leave them pale on pale.
                ui.set_opacity((opacity / ui.visuals().disabled_alpha).min(1.0));
                (palette.sunken, palette.border, palette.muted)
            } else {
                self.colours(palette, &response)
            };
            let corners = CornerRadius::same(radius::M);
            ui.painter().rect(rect, corners, fill, Stroke::new(1.0, outline), StrokeKind::Inside);
            if response.has_focus() {
                let ring = Stroke::new(2.0, palette.accent);
                ui.painter().rect_stroke(rect.expand(2.0), radius::M + 2, ring, StrokeKind::Middle);
            }
            let content = icon_width + gap + galley.size().x + arrow;
            if self.drops {
                let centre = egui::pos2(rect.right() - padding - 6.0, rect.center().y + 1.0);
                icons::paint(ui.painter(), centre, Icon::ChevronDown, size::ICON - 2.0, palette.muted);
            }
            if self.count > 0 {
                let right = egui::pos2(rect.right() - padding, rect.center().y);
                let (number, font) = (self.count.to_string(), text::semibold_font(text::SMALL));
                ui.painter().text(right, egui::Align2::RIGHT_CENTER, number, font, ink);
            }
            let mut x = if self.width == Width::Left {
                rect.left() + padding
            } else {
                rect.center().x - content / 2.0
            };
            if let Some(icon) = self.icon {
                let centre = egui::pos2(x + icon_width / 2.0, rect.center().y);
                icons::paint(ui.painter(), centre, icon, size::ICON, ink);
                x += icon_width + gap;
            }
            let y = rect.center().y - galley.size().y / 2.0;
            ui.painter().galley_with_override_text_color(egui::pos2(x, y), galley, ink);
            ui.set_opacity(opacity);
        }
        response.on_hover_cursor(CursorIcon::PointingHand)
    }
}

impl Button {
    /// Points that it takes with all of its words.
    pub fn whole_width(&self, ui: &Ui) -> f32 {
        let words = text::body(&self.label).font(self.font());
        super::width(ui, words) + self.around()
    }

    fn font(&self) -> egui::FontId {
        let points = if self.height <= size::CONTROL_SMALL { text::SMALL } else { text::BODY };
        text::medium_font(points)
    }

    /// Width of all but its words.
    fn around(&self) -> f32 {
        let icon = if self.icon.is_some() { size::ICON } else { 0.0 };
        let arrow = if self.drops { size::ICON + space::XS } else { 0.0 };
        icon + self.gap() + arrow + 2.0 * self.padding()
    }

    /// Between its icon and its words.
    fn gap(&self) -> f32 {
        if self.icon.is_some() && !self.label.is_empty() { space::S - 2.0 } else { 0.0 }
    }

    /// Between its edge and its words.
    pub(super) fn padding(&self) -> f32 {
        match (self.look, self.height <= size::CONTROL_SMALL) {
            (Look::Quiet, _) | (_, true) => 10.0,
            _ if self.height >= size::CONTROL_LARGE => 20.0,
            _ => 14.0,
        }
    }

    fn colours(
        &self,
        palette: &Palette,
        response: &Response,
    ) -> (egui::Color32, egui::Color32, egui::Color32) {
        let none = egui::Color32::TRANSPARENT;
        let hovered = response.hovered() || response.is_pointer_button_down_on();
        if self.selected == Some(true) {
            return (palette.accent_soft, none, palette.accent_ink);
        }
        match (self.look, hovered) {
            (Look::Primary, false) => (palette.accent, none, palette.on_accent),
            (Look::Primary, true) => (palette.accent_hover, none, palette.on_accent),
            (Look::Danger, false) => (palette.danger, none, palette.on_danger),
            (Look::Danger, true) => (palette.danger_hover, none, palette.on_danger),
            (Look::Secondary, false) => (palette.surface, palette.border_strong, palette.text),
            (Look::Secondary, true) => (palette.hover, palette.faint, palette.text),
            (Look::Quiet, false) => (none, none, palette.muted),
            (Look::Quiet, true) => (palette.hover, none, palette.text),
        }
    }
}
