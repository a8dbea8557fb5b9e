//! The plan as pictures. Each tile is in the plan or left out of it; a click changes that.

use crate::app::msg::Sink;
use egui::{CursorIcon, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::app::flow::words;
use crate::app::flow::{Msg, Ready};
use crate::model::asset::ResourceType;
use crate::model::item::PlanItem;
use crate::runtime::command::ThumbnailWish;
use crate::text::Words as _;
use crate::ui::theme::{self, radius, size, text};
use crate::ui::widgets::{self, Look, Thumbnails, Tile};

const GAP: f32 = 14.0;
const BAR: f32 = 12.0;

/// Draws the tiles in sight.
pub fn show(ui: &mut Ui, ready: &Ready, thumbs: &mut Thumbnails, out: &mut Sink) {
    let width = ui.available_width() - BAR;
    let columns = (((width + GAP) / (size::TILE + GAP)).floor() as usize).max(1);
    let edge = ((width + GAP) / columns as f32 - GAP).floor();
    let tile = vec2(edge, (edge * 0.78).floor() + Tile::TEXT);
    let rows = ready.shown().len().div_ceil(columns);
    ui.spacing_mut().item_spacing.y = GAP;
    let area = ScrollArea::vertical().id_salt(("plan grid", ready.view())).auto_shrink([false, false]);
    area.show_rows(ui, tile.y, rows, |ui, range| {
        for row in range {
            let (place, _) = ui.allocate_exact_size(vec2(width, tile.y), Sense::hover());
            let indices = ready.shown().iter().skip(row * columns).take(columns);
            for (column, index) in indices.enumerate() {
                let at = place.min + vec2(column as f32 * (edge + GAP), 0.0);
                let item = &ready.found().items()[*index as usize];
                let left_out = ready.is_out(*index as usize);
                one(ui, Rect::from_min_size(at, tile), item, left_out, thumbs, out);
            }
        }
    });
}

fn one(ui: &mut Ui, rect: Rect, item: &PlanItem, left_out: bool, thumbs: &mut Thumbnails, out: &mut Sink) {
    let palette = theme::of(ui);
    let name = words::accessible(item);
    let caption = words::caption(item);
    let mark = match item.name.resource_type {
        ResourceType::Image => None,
        ResourceType::Video | ResourceType::Raw => item.format.as_deref(),
    };
    let look = look(item, thumbs);
    let tile = Tile::new(words::short(item), &name, item.name.resource_type);
    tile.caption(&caption).mark(mark).show(ui, rect, &look);
    let frame = Rect::from_min_max(rect.min, pos2(rect.right(), rect.bottom() - Tile::TEXT));
    if left_out {
        ui.painter().rect_filled(rect.expand(1.0), radius::L, palette.canvas.gamma_multiply(0.72));
        let words = text::small_strong("Left out").color(palette.text);
        let galley = egui::WidgetText::from(words).into_galley(
            ui,
            Some(egui::TextWrapMode::Extend),
            f32::INFINITY,
            egui::TextStyle::Body,
        );
        let plate = Rect::from_center_size(frame.center(), galley.size() + vec2(20.0, 8.0));
        ui.painter().rect_filled(plate, radius::S, palette.surface);
        let at = plate.center() - galley.size() / 2.0;
        ui.painter().galley(at, galley, palette.text);
    }
    let id = ui.make_persistent_id(("in the plan", item.key()));
    let response = ui.interact(rect, id, Sense::click()).on_hover_cursor(CursorIcon::PointingHand);
    let label = format!("In the plan: {name}");
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, ui.is_enabled(), !left_out, &label));
    let tick = Rect::from_min_size(frame.min + vec2(8.0, 8.0), vec2(20.0, 20.0));
    widgets::tick(ui, tick, !left_out, response.hovered());
    if response.has_focus() {
        let ring = egui::Stroke::new(2.0, palette.accent);
        ui.painter().rect_stroke(frame, radius::L, ring, egui::StrokeKind::Inside);
    }
    if response.clicked() {
        out.push(Msg::LeaveOut(item.key(), !left_out));
    }
    if response.hovered() || response.has_focus() {
        let act = if left_out { "Click to include it again" } else { "Click to leave it out" };
        match look {
            Look::NotShown(why) => widgets::tip(response, &[&item.name.public_id, act, &why.words()]),
            Look::Ready(_) | Look::Missing | Look::Loading => {
                widgets::tip(response, &[&item.name.public_id, act])
            }
        };
    }
}

/// The picture of an item; raw files have none.
pub fn look(item: &PlanItem, thumbs: &mut Thumbnails) -> Look {
    if item.name.resource_type == ResourceType::Raw || item.host.is_empty() {
        return Look::Missing;
    }
    thumbs.get(item.key(), || ThumbnailWish {
        key: item.key(),
        secure_url: item.delivery_url().into(),
        name: item.name.clone(),
        format: item.format.as_deref().map(Into::into),
    })
}
