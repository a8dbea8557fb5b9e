//! How much: a bar that fills, and a mark that something is under way.

use egui::{Response, Role, Sense, Ui, WidgetInfo, vec2};

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
        ui.add(egui::Spinner::new().size(16.0).color(palette.accent));
        ui.label(theme::text::body(words).color(palette.muted))
    })
    .inner
}
