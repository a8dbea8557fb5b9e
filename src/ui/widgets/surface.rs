//! Where things lie: cards, columns, headings, and what an empty place says.

use egui::{Align, Frame, Layout, Margin, Rect, Stroke, Ui, UiBuilder, vec2};

use crate::ui::icons::{self, Icon};
use crate::ui::theme::{self, radius, size, space, text};

/// Edge of a checkbox, points.
pub(super) const CHECKBOX: f32 = 18.0;

/// A raised sheet, as wide as its place.
pub fn card<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    sheet(ui, Margin::same(space::L as i8 + 4), content)
}

/// A raised sheet for one of many: a row of a list.
pub fn row_card<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    sheet(ui, Margin::symmetric(14, 12), content)
}

fn sheet<R>(ui: &mut Ui, margin: Margin, content: impl FnOnce(&mut Ui) -> R) -> R {
    let palette = theme::of(ui);
    Frame::new()
        .fill(palette.surface)
        .stroke(Stroke::new(1.0, palette.border))
        .corner_radius(radius::L)
        .inner_margin(margin)
        .show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            content(ui)
        })
        .inner
}

/// A scrolling page with one column in its middle, for running text and forms.
///
/// `salt` names what is shown: another one starts at its top.
pub fn column<R>(ui: &mut Ui, salt: impl egui::AsIdSalt, content: impl FnOnce(&mut Ui) -> R) -> R {
    egui::ScrollArea::vertical()
        .id_salt(salt)
        .auto_shrink([false, false])
        .show(ui, |ui| {
            let (side, width) = column_of(ui);
            ui.horizontal_top(|ui| {
                ui.add_space(side);
                // As much height as it wants: it scrolls. What scrolls inside it needs to know.
                let room = vec2(width, 10_000.0);
                ui.allocate_ui_with_layout(room, egui::Layout::top_down(egui::Align::Min), |ui| {
                    ui.set_width(width);
                    ui.add_space(space::XL);
                    let inner = content(ui);
                    ui.add_space(space::XXL);
                    inner
                })
                .inner
            })
            .inner
        })
        .inner
}

/// Room at the sides of the column of [`column`], and its width.
pub fn column_of(ui: &Ui) -> (f32, f32) {
    let width = (ui.available_width() - 2.0 * space::XL).min(size::COLUMN);
    (((ui.available_width() - width) / 2.0).max(space::L), width)
}

/// One line as wide as the column of [`column`], above or under it.
pub fn in_column<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    ui.horizontal(|ui| {
        ui.add_space(column_of(ui).0);
        content(ui)
    })
    .inner
}

/// A page's title with a sentence under it.
pub fn page_title(ui: &mut Ui, title: &str, sentence: &str) {
    let palette = theme::of(ui);
    ui.label(text::title(title));
    if !sentence.is_empty() {
        ui.label(text::body(sentence).color(palette.muted));
    }
    ui.add_space(space::S);
}

/// A name with a quiet line under it, and something at the right end, which has its room first.
pub fn titled_row(ui: &mut Ui, title: &str, line: &str, right: impl FnOnce(&mut Ui)) {
    titled_rows(ui, title, &[line], right);
}

/// The same with several quiet lines, which wrap: nothing of a sum is cut.
pub fn titled_rows<R>(ui: &mut Ui, title: &str, lines: &[&str], right: impl FnOnce(&mut Ui) -> R) -> R {
    let palette = theme::of(ui);
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
        let right = right(ui);
        ui.with_layout(egui::Layout::top_down(egui::Align::Min), |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            super::one_line(ui, text::strong(title));
            for line in lines {
                ui.add(egui::Label::new(text::small(*line).color(palette.muted)).wrap());
            }
        });
        right
    })
    .inner
}

/// A sentence in the quiet colour.
pub fn hint(ui: &mut Ui, sentence: &str) -> egui::Response {
    let palette = theme::of(ui);
    ui.label(text::small(sentence).color(palette.muted))
}

/// A hint under the words of a checkbox.
pub fn hint_under_checkbox(ui: &mut Ui, sentence: &str) {
    ui.horizontal_top(|ui| {
        ui.add_space(CHECKBOX + space::S);
        ui.add(egui::Label::new(text::small(sentence).color(theme::of(ui).muted)).wrap());
    });
}

/// The way back, its icon on the line of what stands under it.
pub fn way_back(ui: &mut Ui, words: impl Into<String>) -> egui::Response {
    let button = super::quiet(words).icon(Icon::ArrowLeft).small();
    let left = ui.cursor().left();
    let size = vec2(ui.available_width(), size::CONTROL_SMALL);
    let place = Rect::from_min_size(ui.cursor().min - vec2(button.padding(), 0.0), size);
    let layout = Layout::left_to_right(Align::Center);
    let response = ui.new_child(UiBuilder::new().max_rect(place).layout(layout)).add(button);
    ui.advance_cursor_after_rect(response.rect.with_min_x(left));
    response
}

/// Draws what may be nothing, in a line that wraps: then it takes no room. Gives its place, too.
pub fn line_if_any<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> (R, Rect) {
    let layout = Layout::left_to_right(Align::Center).with_main_wrap(true);
    if_any(ui, layout, content)
}

/// The same, one under the other.
pub fn rows_if_any<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> (R, Rect) {
    if_any(ui, Layout::top_down(Align::Min), content)
}

fn if_any<R>(ui: &mut Ui, layout: Layout, content: impl FnOnce(&mut Ui) -> R) -> (R, Rect) {
    let size = vec2(ui.available_width(), ui.spacing().interact_size.y);
    let place = Rect::from_min_size(ui.cursor().min, size);
    let mut inside = ui.new_child(UiBuilder::new().max_rect(place).layout(layout));
    let inner = content(&mut inside);
    let drawn = inside.min_rect();
    if drawn.width() > 0.0 {
        ui.advance_cursor_after_rect(drawn);
    }
    (inner, drawn)
}

/// What of a long collection is not shown: `and 49,900 more tags`, as `words` has it. Nothing where all
/// of it is.
pub fn and_more(ui: &mut Ui, all: usize, shown: usize, words: impl FnOnce(usize) -> String) {
    if all > shown {
        hint(ui, &words(all - shown));
    }
}
/// Room for a fact's name, points.
const FACT: f32 = 126.0;

/// A name and a value on one line, or the value under the name where it is too wide for that.
pub fn fact(ui: &mut Ui, name: &str, value: &str) {
    let palette = theme::of(ui);
    let name = egui::Label::new(text::small(name).color(palette.muted));
    let room = ui.available_width() - FACT - ui.spacing().item_spacing.x;
    let is_wide = super::width(ui, text::small(value)) > room;
    let value = egui::Label::new(text::small(value).color(palette.text)).wrap().selectable(true);
    if is_wide {
        ui.vertical(|ui| {
            // Closer to each other than to the next fact.
            ui.spacing_mut().item_spacing.y = 1.0;
            ui.add(name);
            ui.add(value);
        });
        return;
    }
    ui.horizontal_top(|ui| {
        ui.allocate_ui_with_layout(vec2(FACT, 0.0), egui::Layout::left_to_right(egui::Align::Min), |ui| {
            ui.set_min_width(FACT);
            ui.add(name);
        });
        ui.add(value);
    });
}

/// What an empty place says: why it is empty and what can be done.
pub fn empty<R>(
    ui: &mut Ui,
    icon: Icon,
    title: &str,
    sentence: &str,
    actions: impl FnOnce(&mut Ui) -> R,
) -> R {
    let palette = theme::of(ui);
    ui.vertical_centered(|ui| {
        ui.add_space((ui.available_height() * 0.26).clamp(space::XL, 220.0));
        let (rect, _) = ui.allocate_exact_size(vec2(68.0, 68.0), egui::Sense::hover());
        ui.painter().circle_filled(rect.center(), 34.0, palette.sunken);
        icons::paint(ui.painter(), rect.center(), icon, size::ICON_LARGE, palette.muted);
        ui.add_space(space::S);
        ui.label(text::heading(title));
        ui.scope(|ui| {
            ui.set_max_width(440.0);
            ui.label(text::body(sentence).color(palette.muted));
        });
        ui.add_space(space::S);
        actions(ui)
    })
    .inner
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_of_the_same_width_lie_alike_with_and_without_blanks() {
        let ctx = egui::Context::default();
        theme::install(&ctx);
        let mut heights = Vec::new();
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
            ui.set_width(264.0);
            let mut height = |value: &str| ui.scope(|ui| fact(ui, "Public ID", value)).response.rect.height();
            for value in ["mother’s-day-2026/sky-scraper", "mother’s day 2026/sky scraper", "image"] {
                heights.push(height(value));
            }
        });
        output.textures_delta.clear();
        assert!((heights[0] - heights[1]).abs() < 0.5, "{heights:?}");
        assert!(heights[2] < 20.0 && heights[0] > 1.8 * heights[2], "{heights:?}");
    }
}
