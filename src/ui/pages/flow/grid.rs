//! The plan as pictures. Each tile is in the plan or left out of it; a click changes that.

use crate::app::msg::Sink;
use egui::{CursorIcon, Id, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::app::flow::words;
use crate::app::flow::{Msg, Ready};
use crate::model::asset::ResourceType;
use crate::model::item::PlanItem;
use crate::runtime::command::ThumbnailWish;
use crate::text::Words as _;
use crate::ui::collection::Rows;
use crate::ui::theme::{self, radius, space, text};
use crate::ui::widgets::{self, Look, Thumbnails, Tile};

/// Draws the tiles in sight.
pub fn show(ui: &mut Ui, ready: &Ready, thumbs: &mut Thumbnails, out: &mut Sink) {
    let at = |index: usize| ready.shown()[index] as usize;
    let shown = Rows::tiles(Id::unique(("plan-grid", ready.view())), ready.shown().len())
        .room(0.0, space::L)
        .named(&crate::text!("scroll-plan"))
        .show_pictures(ui, thumbs, |ui, cell, thumbs| {
            Some(one(ui, cell.rect, ready, at(cell.index), thumbs, out))
        });
    for index in shown.pressed() {
        out.push(leave_out(ready, at(index)));
    }
}

/// The item at a position out of the plan, or back into it.
pub fn leave_out(ready: &Ready, position: usize) -> Msg {
    Msg::LeaveOut(ready.found().items()[position].key(), !ready.is_out(position))
}

fn one(
    ui: &mut Ui,
    rect: Rect,
    ready: &Ready,
    position: usize,
    thumbs: &mut Thumbnails,
    out: &mut Sink,
) -> Response {
    let palette = theme::of(ui);
    let (item, left_out) = (&ready.found().items()[position], ready.is_out(position));
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
        ui.painter().rect_filled(frame.expand(1.0), radius::L, palette.canvas.gamma_multiply(0.72));
        let words = text::small_strong(crate::text!("left-out")).color(palette.text);
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
    // Its own name, so that the focus stays on it while tiles come and go.
    let id = Id::unique(("in-the-plan", item.key()));
    let response = ui.interact(rect, id, Sense::click()).on_hover_cursor(CursorIcon::PointingHand);
    let label = crate::text!("in-the-plan", name = name);
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, ui.is_enabled(), !left_out, &label));
    let tick = Rect::from_min_size(frame.min + vec2(8.0, 8.0), vec2(20.0, 20.0));
    widgets::tick(ui, tick, !left_out, response.hovered());
    if response.has_focus() {
        let ring = egui::Stroke::new(2.0, palette.accent);
        ui.painter().rect_stroke(frame, radius::L, ring, egui::StrokeKind::Inside);
    }
    if response.clicked() {
        out.push(leave_out(ready, position));
    }
    if !response.hovered() && !response.has_focus() {
        return response;
    }
    let act = if left_out { crate::text!("include-again-click") } else { crate::text!("leave-out-click") };
    match look {
        Look::NotShown(why) => widgets::tip(response, &[&item.name.public_id, &act, &why.words()]),
        Look::Ready(_) | Look::Missing | Look::Loading => {
            widgets::tip(response, &[&item.name.public_id, &act])
        }
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
