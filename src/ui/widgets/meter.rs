//! How much: a bar that fills, and a mark that something is under way.

use std::time::Duration;

use egui::{Color32, Pos2, Response, Role, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo, vec2};

use crate::ui::theme::{self, Tone};

/// A bar, from 0 to 1, as wide as asked.
pub fn bar(ui: &mut Ui, name: &str, fraction: f32, width: f32, height: f32, tone: Tone) -> Response {
    let palette = theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ProgressIndicator, true, name);
        info.value = Some(f64::from(fraction.clamp(0.0, 1.0)) * 100.0);
        info
    });
    let ends = height / 2.0;
    ui.painter().rect_filled(rect, ends, palette.sunken);
    let filled = rect.width() * fraction.clamp(0.0, 1.0);
    if filled > 0.5 {
        let done = egui::Rect::from_min_size(rect.min, vec2(filled.max(height), height));
        ui.painter().rect_filled(done, ends, tone.ink(palette));
    }
    response
}

/// Something is under way; `words` say what.
pub fn spinner(ui: &mut Ui, words: &str) -> Response {
    let palette = theme::of(ui);
    ui.horizontal(|ui| {
        turning(ui, palette.accent);
        ui.label(theme::text::body(words).color(palette.muted))
    })
    .inner
}

/// Between two pictures of something that turns. egui's own asks for as many as the screen can show, for as
/// long as it turns.
const STEP: Duration = Duration::from_millis(100);

/// Part of a circle, which turns once in two seconds.
fn turning(ui: &mut Ui, color: Color32) {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(16.0), Sense::hover());
    response.widget_info(|| WidgetInfo::new(Role::ProgressIndicator));
    if !ui.is_rect_visible(rect) {
        return;
    }
    ui.request_repaint_after(STEP);
    let steps = (ui.input(|input| input.time) / STEP.as_secs_f64()).floor();
    let start = (steps / 20.0).fract() as f32 * std::f32::consts::TAU;
    let point = |at: u8| -> Pos2 { rect.center() + Vec2::angled(start + f32::from(at) * 0.25) * 6.0 };
    ui.painter().add(Shape::line((0..=18).map(point).collect(), Stroke::new(3.0, color)));
}
