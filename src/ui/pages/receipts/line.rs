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
/// Room for a line's badge: at most, and where that would leave too little for the name.
const BADGE: f32 = 250.0;
const BADGE_NARROW: f32 = 110.0;

/// A planned item of a job of these.
pub fn planned(ui: &mut Ui, cell: &Cell, line: &Line, what: What) -> Response {
    let end = sums::end(what, line.outcome.as_ref());
    let badge = (&*end, tone(Filter::of(line)));
    let mut caption = vec![kind(&line.item)];
    // Of a deletion of all copies the size is the original's, which stays.
    caption.extend((what != What::AllCopies).then(|| format::bytes(line.item.bytes)));
    caption.extend(reason(line));
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
    let caption = [kind, extra.end.words()].join(" · ");
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
    let words = Rect::from_min_max(start, rect.max - vec2(room, 0.0));
    widgets::two_lines(ui, words, name, caption);
    let place = Rect::from_min_max(pos2(rect.right() - room, rect.top()), rect.max - vec2(space::S, 0.0));
    let mut end = ui
        .new_child(egui::UiBuilder::new().max_rect(place).layout(Layout::right_to_left(egui::Align::Center)));
    widgets::badge(&mut end, None, badge.0, badge.1);
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
