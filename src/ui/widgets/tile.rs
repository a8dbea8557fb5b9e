//! An asset as a tile: its picture, its kind, its name, and whether it is chosen.

use egui::{
    Color32, CornerRadius, CursorIcon, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2,
    vec2,
};

use super::choice::tick;
use super::line::{elided, truncated};
use super::thumbnails::Look;
use crate::model::asset::ResourceType;
use crate::text::Words as _;
use crate::ui::icons::{self, Icon};
use crate::ui::theme::{self, radius, space, text};

/// A tile that is still being described; see [`Tile::show`].
#[must_use = "a tile shows only when `show` is called"]
#[derive(Debug)]
pub struct Tile<'a> {
    name: &'a str,
    accessible: &'a str,
    caption: &'a str,
    kind: ResourceType,
    mark: Option<&'a str>,
    selected: Option<bool>,
    focused: bool,
}

impl<'a> Tile<'a> {
    /// Height under the picture for name and caption.
    pub const TEXT: f32 = 42.0;

    /// A tile with a name under its picture; `accessible` tells it apart from all others.
    pub fn new(name: &'a str, accessible: &'a str, kind: ResourceType) -> Self {
        Self { name, accessible, caption: "", kind, mark: None, selected: None, focused: false }
    }

    /// A second line: size, dimensions.
    pub fn caption(mut self, caption: &'a str) -> Self {
        self.caption = caption;
        self
    }

    /// A word on the picture's lower corner: format, length.
    pub fn mark(mut self, mark: Option<&'a str>) -> Self {
        self.mark = mark;
        self
    }

    /// Can be chosen, and is or is not.
    pub fn selected(mut self, selected: bool) -> Self {
        self.selected = Some(selected);
        self
    }

    /// Whether the keyboard stands on it.
    pub fn focused(mut self, focused: bool) -> Self {
        self.focused = focused;
        self
    }

    /// Draws it into a place.
    pub fn show(self, ui: &mut Ui, rect: Rect, look: &Look) -> Response {
        let palette = theme::of(ui);
        let id = ui.make_persistent_id(("tile", self.accessible));
        let sense = if self.selected.is_some() { Sense::click() } else { Sense::hover() };
        let response = ui.interact(rect, id, sense);
        response.widget_info(|| match self.selected {
            Some(on) => WidgetInfo::selected(Role::CheckBox, ui.is_enabled(), on, self.accessible),
            None => WidgetInfo::labeled(Role::Image, true, self.accessible),
        });
        if let Look::NotShown(why) = look {
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(why.words()));
        }
        let chosen = self.selected == Some(true);
        let frame = Rect::from_min_max(rect.min, pos2(rect.right(), rect.bottom() - Self::TEXT));
        picture(ui, frame, look, self.kind);
        if chosen {
            let tint = palette.accent.gamma_multiply(0.18);
            ui.painter().rect_filled(frame, CornerRadius::same(radius::L), tint);
        }
        let outline = if chosen {
            Stroke::new(2.5, palette.accent)
        } else if self.focused || response.hovered() && self.selected.is_some() {
            Stroke::new(2.0, palette.faint)
        } else {
            Stroke::new(1.0, palette.border)
        };
        ui.painter().rect_stroke(frame, CornerRadius::same(radius::L), outline, StrokeKind::Inside);
        if self.focused {
            let ring = Stroke::new(2.0, palette.accent);
            ui.painter().rect_stroke(frame.expand(3.0), radius::L + 3, ring, StrokeKind::Middle);
        }
        if chosen || response.hovered() && self.selected.is_some() {
            let mark = Rect::from_min_size(frame.min + vec2(8.0, 8.0), vec2(20.0, 20.0));
            tick(ui, mark, chosen, response.hovered());
        }
        self.corner(ui, frame);
        self.words(ui, rect, frame);
        if self.selected.is_some() { response.on_hover_cursor(CursorIcon::PointingHand) } else { response }
    }

    fn corner(&self, ui: &Ui, frame: Rect) {
        let palette = theme::of(ui);
        let icon = match self.kind {
            ResourceType::Video => Some(Icon::Play),
            ResourceType::Image | ResourceType::Raw => None,
        };
        let Some(words) = self.mark.or(icon.map(|_| "")) else { return };
        let font = text::semibold_font(text::TINY);
        let galley = elided(ui, &words.to_uppercase(), font, frame.width() - 40.0);
        let lead = if icon.is_some() { 14.0 } else { 0.0 };
        let extent = vec2(galley.size().x + lead + 12.0, 19.0);
        let plate = Rect::from_min_size(frame.right_bottom() - extent - vec2(7.0, 7.0), extent);
        ui.painter().rect_filled(plate, CornerRadius::same(radius::S), palette.scrim);
        if let Some(icon) = icon {
            let centre = pos2(plate.left() + 11.0, plate.center().y);
            icons::paint(ui.painter(), centre, icon, 10.0, palette.on_scrim);
        }
        let at = pos2(plate.left() + 6.0 + lead, plate.center().y - galley.size().y / 2.0);
        ui.painter().galley_with_override_text_color(at, galley, palette.on_scrim);
    }

    fn words(&self, ui: &Ui, rect: Rect, frame: Rect) {
        let palette = theme::of(ui);
        let name = elided(ui, self.name, text::medium_font(text::SMALL), rect.width() - space::XS);
        let at = pos2(rect.left() + 2.0, frame.bottom() + 6.0);
        ui.painter().galley_with_override_text_color(at, name, palette.text);
        let caption = elided(ui, self.caption, text::regular_font(text::TINY), rect.width() - space::XS);
        let at = pos2(rect.left() + 2.0, frame.bottom() + 23.0);
        ui.painter().galley_with_override_text_color(at, caption, palette.muted);
    }
}

/// A picture, whole, in a place; or what stands for it.
pub fn picture(ui: &Ui, frame: Rect, look: &Look, kind: ResourceType) {
    let palette = theme::of(ui);
    let corners = CornerRadius::same(radius::L);
    ui.painter().rect_filled(frame, corners, palette.sunken);
    match look {
        Look::Ready(texture) => {
            let extent = texture.size_vec2();
            let scale = (frame.width() / extent.x).max(frame.height() / extent.y);
            // Filled to the edges; wide and tall pictures are shown whole, on the ground.
            let ratio = (extent.x / extent.y) / (frame.width() / frame.height());
            let scale = if (0.55..1.9).contains(&ratio) {
                scale
            } else {
                (frame.width() / extent.x).min(frame.height() / extent.y)
            };
            let drawn = extent * scale;
            let place = Rect::from_center_size(frame.center(), drawn.min(frame.size()));
            let part = place.size() / drawn;
            let uv = Rect::from_center_size(pos2(0.5, 0.5), part);
            let round = if place.size() == frame.size() { corners } else { CornerRadius::same(2) };
            let shape =
                egui::epaint::RectShape::filled(place, round, Color32::WHITE).with_texture(texture.id(), uv);
            ui.painter().add(shape);
        }
        Look::Missing | Look::NotShown(_) | Look::Loading => {
            let icon = match kind {
                ResourceType::Image => Icon::Image,
                ResourceType::Video => Icon::Clapperboard,
                ResourceType::Raw => Icon::FileText,
            };
            let ink = if matches!(look, Look::Loading) { palette.border_strong } else { palette.faint };
            let points = (frame.height() * 0.24).clamp(14.0, 34.0);
            icons::paint(ui.painter(), frame.center(), icon, points, ink);
        }
    }
}

/// A name over a caption. Where they do not fit, the name loses its middle and the caption its end.
pub fn two_lines(ui: &Ui, place: Rect, name: &str, caption: &str) {
    let palette = theme::of(ui);
    let above = elided(ui, name, text::medium_font(text::SMALL), place.width());
    let below = truncated(ui, caption, text::regular_font(text::TINY + 0.5), place.width());
    let top = place.center().y - (above.size().y + below.size().y + 1.0) / 2.0;
    let second = top + above.size().y + 1.0;
    ui.painter().galley_with_override_text_color(pos2(place.left(), top), above, palette.text);
    ui.painter().galley_with_override_text_color(pos2(place.left(), second), below, palette.muted);
}
