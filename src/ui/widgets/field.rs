//! A text field with its label over it, its hint in it, and its error or help under it.

use egui::{Frame, Margin, Response, Stroke, StrokeKind, TextEdit, Ui};

use super::guard::Guard;
use crate::model::account::TypedSecret;
use crate::ui::theme::{self, radius, size, space, text};

/// A field that is still being described; see [`Field::show`]. Credentials cannot be put into it.
#[must_use = "a field shows only when `show` is called"]
#[derive(Debug)]
pub struct Field<'a> {
    label: &'a str,
    text: &'a mut String,
    hint: &'a str,
    help: &'a str,
    error: Option<&'a str>,
    rows: usize,
    code: bool,
    credentials: Option<&'a mut Option<TypedSecret>>,
}

impl<'a> Field<'a> {
    /// A field of one line.
    pub fn new(label: &'a str, text: &'a mut String) -> Self {
        Self { label, text, hint: "", help: "", error: None, rows: 1, code: false, credentials: None }
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

    /// Where credentials go that somebody puts into it.
    pub fn credentials(mut self, into: &'a mut Option<TypedSecret>) -> Self {
        self.credentials = Some(into);
        self
    }

    /// Draws it as wide as its place; the response is the text field's.
    pub fn show(self, ui: &mut Ui) -> Response {
        let font = if self.code {
            egui::FontId::monospace(text::BODY - 1.0)
        } else {
            text::regular_font(text::BODY)
        };
        ui.vertical(|ui| {
            let look = Look::begin(ui, self.label, self.error.is_some());
            let mut guard = Guard::before(ui, look.id, self.text);
            let edit = if self.rows > 1 {
                TextEdit::multiline(self.text).desired_rows(self.rows)
            } else {
                TextEdit::singleline(self.text)
            };
            let hint = text::body(self.hint).font(font.clone()).color(theme::of(ui).placeholder);
            let edit = edit.id(look.id).font(font).frame(look.frame).hint_text(hint);
            let edit = if self.rows > 1 { edit } else { as_high_as_all(edit, look.frame) };
            let response = ui.add(edit.desired_width(ui.available_width())).labelled_by(look.label);
            guard.after(ui, &response, self.text);
            if response.gained_focus() {
                // At once: the next Tab may come before a glide has ended.
                response.scroll_to_me_animation(None, egui::style::ScrollAnimation::none());
            }
            look.ring(ui, &response);
            let taken = match self.credentials {
                Some(into) => {
                    *into = guard.turned_away.take();
                    false
                }
                None => guard.say(ui),
            };
            if !taken {
                under(ui, self.error, self.help);
            }
            response
        })
        .inner
    }
}

/// A field of one line: as high in letters of one width as in others.
pub(super) fn as_high_as_all(edit: TextEdit<'_>, frame: Frame) -> TextEdit<'_> {
    let frame = frame.inner_margin(Margin::symmetric(10, 6));
    edit.frame(frame).min_size(egui::vec2(0.0, size::CONTROL)).align(egui::Align2::LEFT_CENTER)
}

/// What every field looks like.
pub(super) struct Look {
    pub(super) id: egui::Id,
    pub(super) label: egui::Id,
    pub(super) frame: Frame,
    outline: Stroke,
    focused: bool,
}

impl Look {
    /// Draws the label; the field comes under it.
    pub(super) fn begin(ui: &mut Ui, label: &str, wrong: bool) -> Self {
        let palette = theme::of(ui);
        ui.spacing_mut().item_spacing.y = space::XS + 1.0;
        ui.visuals_mut().weak_text_color = Some(palette.placeholder);
        let id = ui.make_persistent_id(("field", label));
        let label = ui.label(text::strong(label)).id;
        let focused = ui.memory(|memory| memory.has_focus(id));
        let outline = if wrong {
            Stroke::new(1.0, palette.danger)
        } else if focused {
            Stroke::new(1.0, palette.accent)
        } else {
            Stroke::new(1.0, palette.control)
        };
        let frame = Frame::new()
            .fill(palette.surface)
            .stroke(outline)
            .corner_radius(radius::M)
            .inner_margin(Margin::symmetric(10, 8));
        Self { id, label, frame, outline, focused }
    }

    /// Draws what says that the field has the focus.
    pub(super) fn ring(&self, ui: &Ui, response: &Response) {
        if self.focused {
            let ring = Stroke::new(2.0, self.outline.color);
            ui.painter().rect_stroke(response.rect, radius::M, ring, StrokeKind::Inside);
        }
    }
}

/// What is wrong with a field, or else what helps.
pub(super) fn under(ui: &mut Ui, error: Option<&str>, help: &str) {
    let palette = theme::of(ui);
    if let Some(error) = error {
        ui.label(text::small(error).color(palette.danger_ink));
    } else if !help.is_empty() {
        ui.label(text::small(help).color(palette.muted));
    }
}
