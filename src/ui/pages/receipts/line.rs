//! One line of a receipt: a planned item with its end, or an asset beyond the plan.

use egui::{Layout, Rect, Response, Ui, pos2, vec2};

use crate::model::asset::ResourceType;
use crate::model::format;
use crate::model::item::PlanItem;
use crate::model::receipt::{Extra, Filter, Line};
use crate::model::what::What;
use crate::text::receipt::name;
use crate::text::{Words as _, sums};
use crate::ui::collection::{self, Cell};
use crate::ui::theme::{self, Tone, radius, size, space};
use crate::ui::widgets::{self, Look};

/// Height of a line.
pub const HEIGHT: f32 = 44.0;
/// A line's badge has so much room at most, and this where the name would have too little.
const BADGE: f32 = 250.0;
const BADGE_NARROW: f32 = 110.0;

/// A planned item of a job of these.
pub fn planned(ui: &mut Ui, cell: &Cell, line: &Line, what: What) -> Response {
    let end = sums::end(what, line.outcome.as_ref());
    let badge = (&*end, tone(Filter::of(line)));
    let mut caption: Vec<String> = reason(line).into_iter().chain([kind(&line.item)]).collect();
    // Of a deletion of all copies the size is the original's, which stays.
    caption.extend((what != What::AllCopies).then(|| format::bytes(line.item.bytes)));
    row(ui, cell, line.item.name.resource_type, &name(&line.item), &caption.join(" · "), badge)
}

/// An item that was left out of the plan.
pub fn left_out(ui: &mut Ui, cell: &Cell, item: &PlanItem) -> Response {
    let caption = format!("{} · {}", kind(item), format::bytes(item.bytes));
    row(ui, cell, item.name.resource_type, &name(item), &caption, (&*crate::text!("left-out"), Tone::Neutral))
}

/// An asset beyond the plan.
pub fn extra(ui: &mut Ui, cell: &Cell, extra: &Extra) -> Response {
    let delivery = extra.delivery_type.as_ref().map(|delivery| format!(", {delivery}"));
    let kind = format!("{}{}", extra.resource_type.words(), delivery.unwrap_or_default());
    let caption = [extra.end.words(), kind].join(" · ");
    let badge = (&*crate::text!("beyond-plan"), Tone::Danger);
    row(ui, cell, extra.resource_type, &extra.public_id, &caption, badge)
}

/// A line that is still being read.
pub fn unread(ui: &mut Ui, cell: &Cell) -> Response {
    let told = crate::text!("receipt-line-unread");
    let response = collection::stop(ui, cell, &told);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &told));
    let bar = Rect::from_min_size(cell.rect.min + vec2(6.0, 6.0), vec2(HEIGHT - 6.0, HEIGHT - 12.0));
    ui.painter().rect_filled(bar, radius::M, theme::of(ui).hover);
    let start = pos2(bar.right() + space::M, cell.rect.center().y - 5.0);
    let words = Rect::from_min_size(start, vec2((cell.rect.width() * 0.3).min(size::NAME), 10.0));
    ui.painter().rect_filled(words, radius::M, theme::of(ui).hover);
    response
}

/// `Image, upload`.
pub fn kind(item: &PlanItem) -> String {
    format!("{}, {}", item.name.resource_type.words(), item.name.delivery_type)
}

/// Two lines of words with a badge at the right end.
fn row(
    ui: &mut Ui,
    cell: &Cell,
    kind: ResourceType,
    name: &str,
    caption: &str,
    badge: (&str, Tone),
) -> Response {
    let palette = theme::of(ui);
    let rect = cell.rect;
    let told = format!("{name}: {}", badge.0);
    let response = collection::stop(ui, cell, &told);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &told));
    if response.contains_pointer() {
        ui.painter().rect_filled(rect, radius::M, palette.hover);
    }
    let icon = Rect::from_min_size(rect.min + vec2(6.0, 6.0), vec2(HEIGHT - 6.0, HEIGHT - 12.0));
    widgets::picture(ui, icon, &Look::Missing, kind);
    let start = pos2(icon.right() + space::M, rect.top());
    let room = (rect.right() - start.x - size::NAME).clamp(BADGE_NARROW, BADGE);
    let place = Rect::from_min_max(pos2(rect.right() - room, rect.top()), rect.max - vec2(space::S, 0.0));
    let mut end = ui
        .new_child(egui::UiBuilder::new().max_rect(place).layout(Layout::right_to_left(egui::Align::Center)));
    let badge = widgets::badge(&mut end, None, badge.0, badge.1);
    let words = Rect::from_min_max(start, pos2(badge.rect.left() - space::M, rect.bottom()));
    widgets::two_lines(ui, words, name, caption);
    widgets::tip(response, &[name, caption])
}

/// Why it ended so, where there is a reason.
pub fn reason(line: &Line) -> Option<String> {
    let outcome = line.outcome.as_ref()?;
    Some(sums::reason(outcome)).filter(|reason| !reason.is_empty())
}

/// The colour of an end.
pub fn tone(filter: Filter) -> Tone {
    match filter {
        Filter::Deleted => Tone::Success,
        Filter::AlreadyGone | Filter::Open => Tone::Neutral,
        Filter::Refused => Tone::Danger,
        Filter::Skipped | Filter::Unknown => Tone::Warning,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_has_all_the_room_that_a_short_badge_leaves() {
        let ctx = egui::Context::default();
        theme::install(&ctx);
        let reason = sums::reason(&crate::model::outcome::Outcome::Refused { reason: "unauthorized".into() });
        let caption = format!("{reason} · Image, upload · 2.4 MB");
        let drawn_at = |width: f32| {
            let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
                let rect = Rect::from_min_size(pos2(0.0, 0.0), vec2(width, HEIGHT));
                let cell = Cell { index: 0, rect, stop: false };
                row(ui, &cell, ResourceType::Image, "team/Mia Benali", &caption, ("Refused", Tone::Danger));
            });
            output.textures_delta.clear();
            let texts = output.shapes.drain(..).filter_map(|clipped| match clipped.shape {
                egui::Shape::Text(text) => Some((text.galley.text().to_owned(), text.visual_bounding_rect())),
                _ => None,
            });
            texts.collect::<Vec<_>>()
        };
        for width in [520.0, 760.0, 1040.0] {
            let texts = drawn_at(width);
            let badge = texts.iter().find(|(words, _)| words == "Refused").expect("a badge");
            let told = texts.iter().find(|(words, _)| words.starts_with("Your API key")).expect("a reason");
            assert!(told.1.right() < badge.1.left(), "{told:?} {badge:?}");
            assert!(told.0 == caption || badge.1.left() - told.1.right() < 90.0, "{width}: {told:?}");
            assert!(told.0.starts_with("Your API key lacks the permission to delete assets."), "{width}");
        }
        assert!(drawn_at(1040.0).iter().any(|(words, _)| *words == caption));
    }
}
