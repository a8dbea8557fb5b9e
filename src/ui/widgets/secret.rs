//! A field for a secret. It leaves nothing behind: no steps to undo, nothing on the clipboard, no
//! letters for screen readers, whether the letters are shown or not.

use std::any::TypeId;
use std::ops::Range;

use egui::text::CharIndex;
use egui::text_edit::TextEditState;
use egui::{Color32, Event, FontId, Response, TextBuffer, TextEdit, Ui};

use super::field::{Look, under};
use crate::model::account::TypedSecret;
use crate::ui::icons::Icon;
use crate::ui::theme::{self, size, space, text};

/// Stands for a line break in a field of one line, which otherwise turns it into a blank: in a pasted
/// file, comments end with their line.
const LINE: &str = "\u{2028}";

const FONT: FontId = FontId::monospace(text::BODY - 1.0);

/// A field that is still being described; see [`SecretField::show`].
#[must_use = "a field shows only when `show` is called"]
#[derive(Debug)]
pub struct SecretField<'a> {
    label: &'a str,
    text: &'a mut TypedSecret,
    revealed: &'a mut bool,
    hint: &'a str,
    help: &'a str,
    error: Option<&'a str>,
}

impl<'a> SecretField<'a> {
    /// A field that shows dots instead of letters, with a button that shows the letters.
    pub fn new(label: &'a str, text: &'a mut TypedSecret, revealed: &'a mut bool) -> Self {
        Self { label, text, revealed, hint: "", help: "", error: None }
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

    /// Draws it as wide as its place.
    pub fn show(self, ui: &mut Ui) -> Response {
        ui.vertical(|ui| {
            let look = Look::begin(ui, self.label, self.error.is_some());
            keep_lines(ui, look.id);
            let response = ui
                .horizontal(|ui| {
                    let width = ui.available_width() - size::CONTROL - space::XS;
                    let response = edit(ui, &look, self.text, self.hint, *self.revealed, width);
                    let (icon, name) = if *self.revealed {
                        (Icon::EyeOff, crate::text!("hide-field", field = self.label))
                    } else {
                        (Icon::Eye, crate::text!("show-field", field = self.label))
                    };
                    if super::icon_button(ui, icon, &name).clicked() {
                        *self.revealed = !*self.revealed;
                    }
                    response
                })
                .inner
                .labelled_by(look.label);
            forget_undo(ui.ctx(), look.id);
            look.ring(ui, &response);
            under(ui, self.error, self.help);
            response
        })
        .inner
    }
}

/// The field itself always holds dots. Where the letters are to be seen, they are painted in the place
/// of the dots, which are as wide: a picture, of which neither clipboard nor screen reader knows.
fn edit(
    ui: &mut Ui,
    look: &Look,
    text: &mut TypedSecret,
    hint: &str,
    revealed: bool,
    width: f32,
) -> Response {
    let palette = theme::of(ui);
    let shown = revealed && !text.as_str().is_empty();
    let ink = if shown { Color32::TRANSPARENT } else { palette.text };
    let output = super::field::as_high_as_all(TextEdit::singleline(text), look.frame)
        .id(look.id)
        .font(FONT)
        .text_color(ink)
        .password(true)
        .hint_text(text::body(hint).font(FONT).color(palette.placeholder))
        .desired_width(width)
        .show(ui);
    if shown {
        let letters = ui.painter().layout_no_wrap(text.as_str().replace(LINE, " "), FONT, palette.text);
        let painter = ui.painter().with_clip_rect(output.text_clip_rect);
        painter.galley(output.galley_pos, letters, palette.text);
    }
    output.response.response
}

/// Line breaks of what is pasted are kept as [`LINE`].
fn keep_lines(ui: &Ui, field: egui::Id) {
    if !ui.memory(|memory| memory.has_focus(field)) {
        return;
    }
    ui.input_mut(|input| {
        for event in &mut input.events {
            if let Event::Paste(pasted) = event {
                *pasted = pasted.replace("\r\n", LINE).replace(['\r', '\n'], LINE);
            }
        }
    });
}

/// Forgets every earlier text of a field.
pub(super) fn forget_undo(ctx: &egui::Context, field: egui::Id) {
    if let Some(mut state) = TextEditState::load(ctx, field) {
        state.clear_undoer();
        state.store(ctx, field);
    }
}

impl TextBuffer for TypedSecret {
    fn is_mutable(&self) -> bool {
        true
    }

    fn as_str(&self) -> &str {
        Self::as_str(self)
    }

    fn insert_text(&mut self, text: &str, at: CharIndex) -> usize {
        let at = self.byte_index_from_char_index(at).0;
        self.insert(at, text);
        text.chars().count()
    }

    fn delete_char_range(&mut self, characters: Range<CharIndex>) {
        let start = self.byte_index_from_char_index(characters.start).0;
        let end = self.byte_index_from_char_index(characters.end).0;
        self.remove(start..end);
    }

    fn type_id(&self) -> TypeId {
        TypeId::of::<Self>()
    }
}
