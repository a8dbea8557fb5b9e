//! Short news that goes away by itself, in a place of its own: it covers nothing that is pressed.

use egui::{Frame, Label, Layout, Margin, Stroke, Ui};

use super::secondary;
use crate::ui::icons::{self, Icon};
use crate::ui::state::Undo;
use crate::ui::theme::{self, Tone, radius, size, space, text};

/// Height under which no further piece of news is begun, points.
const LEAST: f32 = 64.0;

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

/// Draws those that are still there at the lower end of a place, the newest lowest; older ones as far as
/// there is room. Gives what is to be undone.
pub fn toasts(ui: &mut Ui, toasts: &[Toast], time: f64) -> Option<Undo> {
    let next = toasts.iter().map(|toast| toast.until).reduce(f64::min)?;
    ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64((next - time).max(0.05)));
    let mut undone = None;
    ui.with_layout(Layout::bottom_up(egui::Align::Min), |ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        for (older, toast) in toasts.iter().rev().enumerate() {
            if older > 0 && ui.available_height() < LEAST {
                break;
            }
            undone = undone.or(one(ui, toast));
        }
    });
    undone
}

/// The same in one line, the newest alone: for pages without room at their side.
pub fn toast_line(ui: &mut Ui, toasts: &[Toast], time: f64) -> Option<Undo> {
    let newest = toasts.last()?;
    ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64((newest.until - time).max(0.05)));
    one(ui, newest)
}

fn one(ui: &mut Ui, toast: &Toast) -> Option<Undo> {
    let palette = theme::of(ui);
    let icon = match toast.tone {
        Tone::Success => Icon::CircleCheck,
        Tone::Warning => Icon::TriangleAlert,
        Tone::Danger => Icon::CircleAlert,
        Tone::Neutral | Tone::Info | Tone::Practice => Icon::Info,
    };
    let frame = Frame::new()
        .fill(palette.surface)
        .stroke(Stroke::new(1.0, palette.border_strong))
        .corner_radius(radius::L)
        .inner_margin(Margin::symmetric(10, 8));
    let shown = frame.show(ui, |ui| {
        ui.with_layout(Layout::top_down(egui::Align::Min), |ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            ui.horizontal_top(|ui| {
                icons::show(ui, icon, size::ICON, toast.tone.ink(palette));
                ui.add(Label::new(text::small_strong(&toast.words)).wrap());
            });
            toast.undo.filter(|_| ui.add(secondary("Undo").small()).clicked())
        })
        .inner
    });
    shown.inner
}
