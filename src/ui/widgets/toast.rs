//! Short news under the top bar that goes away by itself: there it covers no button that leads on.

use egui::{Align2, Area, Frame, Id, Margin, Order, Stroke, vec2};

use super::secondary;
use crate::ui::icons::{self, Icon};
use crate::ui::state::Undo;
use crate::ui::theme::{self, Tone, radius, size, space, text};

/// One piece of news.
#[derive(Clone, Debug, PartialEq)]
pub struct Toast {
    /// What it says.
    pub words: String,
    /// How it went.
    pub tone: Tone,
    /// What can be done about it.
    pub undo: Option<Undo>,
    /// When it goes, in seconds since the program's start.
    pub until: f64,
}

/// Draws those that are still there, the newest lowest. Gives what is to be undone.
pub fn toasts(ctx: &egui::Context, toasts: &[Toast], time: f64) -> Option<Undo> {
    let next = toasts.iter().map(|toast| toast.until).reduce(f64::min)?;
    let mut undone = None;
    let palette = theme::of_context(ctx);
    ctx.request_repaint_after(std::time::Duration::from_secs_f64((next - time).max(0.05)));
    Area::new(Id::unique("toasts"))
        .order(Order::Tooltip)
        .interactable(toasts.iter().any(|toast| toast.undo.is_some()))
        .anchor(Align2::CENTER_TOP, vec2(0.0, size::TOP_BAR + space::S))
        .show(ctx, |ui| {
            for toast in toasts {
                Frame::new()
                    .fill(palette.surface)
                    .stroke(Stroke::new(1.0, palette.border))
                    .corner_radius(radius::L)
                    .shadow(ctx.global_style().visuals.popup_shadow)
                    .inner_margin(Margin::symmetric(14, 10))
                    .show(ui, |ui| {
                        ui.horizontal(|ui| {
                            let icon = match toast.tone {
                                Tone::Success => Icon::CircleCheck,
                                Tone::Warning => Icon::TriangleAlert,
                                Tone::Danger => Icon::CircleAlert,
                                Tone::Neutral | Tone::Info | Tone::Practice => Icon::Info,
                            };
                            icons::show(ui, icon, size::ICON, toast.tone.ink(palette));
                            ui.label(text::strong(&toast.words));
                            if toast.undo.is_some() && ui.add(secondary("Undo").small()).clicked() {
                                undone = toast.undo;
                            }
                        });
                    });
            }
        });
    undone
}
