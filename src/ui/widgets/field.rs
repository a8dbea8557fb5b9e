//! A text field with its label over it, its hint in it, and its error or help under it.

use egui::{Frame, Margin, Response, Stroke, StrokeKind, TextEdit, Ui};

use crate::ui::icons::Icon;
use crate::ui::theme::{self, radius, size, space, text};

/// A field that is still being described; see [`Field::show`].
#[must_use = "a field shows only when `show` is called"]
#[derive(Debug)]
pub struct Field<'a> {
    label: &'a str,
    text: &'a mut String,
    hint: &'a str,
    help: &'a str,
    error: Option<&'a str>,
    reveal: Option<&'a mut bool>,
    rows: usize,
    code: bool,
}

impl<'a> Field<'a> {
    /// A field of one line.
    pub fn new(label: &'a str, text: &'a mut String) -> Self {
        Self { label, text, hint: "", help: "", error: None, reveal: None, rows: 1, code: false }
    }

    /// An example, shown while it is empty.
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// A sentence under it.
    pub fn help(mut self, help: &'a str) -> Self {
        self.help = help;
        self
    }

    /// What is wrong with it; takes the place of the help.
    pub fn error(mut self, error: Option<&'a str>) -> Self {
        self.error = error;
        self
    }

    /// Shows dots instead of letters, with a button that shows the letters.
    pub fn masked(mut self, revealed: &'a mut bool) -> Self {
        self.reveal = Some(revealed);
        self
    }

    /// More than one line.
    pub fn rows(mut self, rows: usize) -> Self {
        self.rows = rows;
        self
    }

    /// Letters of one width: public IDs, URLs, keys.
    pub fn code(mut self) -> Self {
        self.code = true;
        self
    }

    /// Draws it as wide as its place; the response is the text field's.
    pub fn show(self, ui: &mut Ui) -> Response {
        let palette = theme::of(ui);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = space::XS + 1.0;
            ui.visuals_mut().weak_text_color = Some(palette.placeholder);
            let label = ui.label(text::strong(self.label));
            let id = ui.make_persistent_id(("field", self.label));
            let focused = ui.memory(|memory| memory.has_focus(id));
            let outline = if self.error.is_some() {
                Stroke::new(1.0, palette.danger)
            } else if focused {
                Stroke::new(1.0, palette.accent)
            } else {
                Stroke::new(1.0, palette.border_strong)
            };
            let masked = self.reveal.as_deref().is_some_and(|shown| !shown);
            let eye = if self.reveal.is_some() { size::CONTROL + space::XS } else { 0.0 };
            let font = if self.code {
                egui::FontId::monospace(text::BODY - 1.0)
            } else {
                text::regular_font(text::BODY)
            };
            let frame = Frame::new()
                .fill(palette.surface)
                .stroke(outline)
                .corner_radius(radius::M)
                .inner_margin(Margin::symmetric(10, 8));
            let mut edit = if self.rows > 1 {
                TextEdit::multiline(self.text).desired_rows(self.rows)
            } else {
                TextEdit::singleline(self.text)
            };
            edit = edit
                .id(id)
                .font(font)
                .password(masked)
                .frame(frame)
                .hint_text(text::body(self.hint).color(palette.placeholder));
            let response = ui
                .horizontal(|ui| {
                    let response = ui.add(edit.desired_width(ui.available_width() - eye));
                    if let Some(revealed) = self.reveal {
                        let (icon, name) =
                            if *revealed { (Icon::EyeOff, "Hide") } else { (Icon::Eye, "Show") };
                        let name = format!("{name} {}", self.label);
                        if super::icon_button(ui, icon, &name).clicked() {
                            *revealed = !*revealed;
                        }
                    }
                    response
                })
                .inner
                .labelled_by(label.id);
            if focused {
                let ring = Stroke::new(2.0, outline.color);
                ui.painter().rect_stroke(response.rect, radius::M, ring, StrokeKind::Inside);
            }
            if let Some(error) = self.error {
                ui.label(text::small(error).color(palette.danger_ink));
            } else if !self.help.is_empty() {
                ui.label(text::small(self.help).color(palette.muted));
            }
            response
        })
        .inner
    }
}
