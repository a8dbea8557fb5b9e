//! A message in its place on the page: what happened, what it means, what to do.

use egui::{Frame, Margin, Ui};

use crate::model::problem::Problem;
use crate::ui::icons::{self, Icon};
use crate::ui::theme::{self, Tone, radius, size, space, text};

/// A message that is still being described; see [`Banner::show`].
#[must_use = "a banner shows only when `show` is called"]
#[derive(Debug)]
pub struct Banner<'a> {
    tone: Tone,
    title: &'a str,
    body: &'a str,
}

impl<'a> Banner<'a> {
    /// A message.
    pub fn new(tone: Tone, title: &'a str) -> Self {
        Self { tone, title, body: "" }
    }

    /// Further sentences.
    pub fn body(mut self, body: &'a str) -> Self {
        self.body = body;
        self
    }

    /// Draws it, with what belongs under the words (buttons, details; may be nothing).
    pub fn show<R>(self, ui: &mut Ui, under: impl FnOnce(&mut Ui) -> R) -> R {
        let palette = theme::of(ui);
        let ink = self.tone.ink(palette);
        let frame = Frame::new()
            .fill(self.tone.fill(palette))
            .corner_radius(radius::L)
            .inner_margin(Margin::symmetric(14, 12));
        frame
            .show(ui, |ui| {
                ui.set_min_width(ui.available_width());
                ui.horizontal_top(|ui| {
                    ui.spacing_mut().item_spacing.x = space::M;
                    ui.vertical(|ui| {
                        ui.add_space(1.0);
                        icons::show(ui, self.icon(), size::ICON + 2.0, ink);
                    });
                    ui.vertical(|ui| {
                        ui.spacing_mut().item_spacing.y = space::XS;
                        ui.set_width(ui.available_width());
                        ui.label(text::strong(self.title).color(palette.text));
                        if !self.body.is_empty() {
                            ui.label(text::body(self.body).color(palette.text));
                        }
                        under(ui)
                    })
                    .inner
                })
                .inner
            })
            .inner
    }

    fn icon(&self) -> Icon {
        match self.tone {
            Tone::Neutral | Tone::Info => Icon::Info,
            Tone::Success => Icon::CircleCheck,
            Tone::Warning => Icon::TriangleAlert,
            Tone::Danger => Icon::CircleAlert,
            Tone::Practice => Icon::GraduationCap,
        }
    }
}

/// What was to be read waits for the next hour's API calls. `then`: what happens when, as a sentence.
pub fn used_up(ui: &mut Ui, then: &str) {
    Banner::new(Tone::Warning, &crate::text!("used-up")).body(then).show(ui, |_| {});
}

/// A problem in its four sentences, the last behind “Show details”, with buttons under it.
pub fn problem<R>(ui: &mut Ui, problem: &Problem, actions: impl FnOnce(&mut Ui) -> R) -> R {
    Banner::new(Tone::Danger, &problem.what()).body(&problem.body()).show(ui, |ui| {
        if !problem.details.is_none() {
            egui::CollapsingHeader::new(text::small(crate::text!("show-details")))
                .id_salt(("details", problem.what()))
                .show(ui, |ui| {
                    for line in problem.more().lines() {
                        ui.add(egui::Label::new(text::code(line)).selectable(true).wrap());
                    }
                });
        }
        super::line_if_any(ui, actions).0
    })
}
