//! Keeps credentials out of the fields that are not made for them: what is pasted, typed or set there
//! would go on to Cloudinary, to the screen and to screen readers.

use egui::{Event, ImeEvent, Response, Ui};

use crate::model::account::{TypedSecret, holds_credentials};
use crate::ui::theme::{self, text};

/// A field that shuts credentials out.
pub struct Guard {
    field: egui::Id,
    /// What was shut out in this frame.
    pub turned_away: Option<TypedSecret>,
    before: String,
}

impl Guard {
    /// To be called before the field is drawn: takes credentials out of what comes for it.
    pub fn before(ui: &Ui, field: egui::Id, text: &str) -> Self {
        let focused = ui.memory(|memory| memory.has_focus(field));
        let mut turned_away = None;
        ui.input_mut(|input| {
            input.events.retain(|event| {
                match text_of(event, field, focused).filter(|text| holds_credentials(text)) {
                    Some(text) => {
                        turned_away = Some(TypedSecret::from(text));
                        false
                    }
                    None => true,
                }
            });
        });
        if turned_away.is_some() {
            told(ui, field, true);
        }
        Self { field, turned_away, before: text.to_owned() }
    }

    /// To be called after the field was drawn: what became credentials letter by letter is put back.
    pub fn after(&self, ui: &Ui, response: &Response, text: &mut String) {
        if self.turned_away.is_none() && response.changed() {
            told(ui, self.field, false);
        }
        if response.changed() && holds_credentials(text) {
            text.clone_from(&self.before);
            super::forget_undo(ui.ctx(), self.field);
            told(ui, self.field, true);
        }
    }

    /// Says so under the field, until something else is typed.
    pub fn say(&self, ui: &mut Ui) -> bool {
        let said = ui.data(|data| data.get_temp(self.field.with("turned-away")).unwrap_or(false));
        if said {
            ui.label(text::small(crate::text!("credentials-not-taken")).color(theme::of(ui).danger_ink));
        }
        said
    }
}

fn told(ui: &Ui, field: egui::Id, so: bool) {
    ui.data_mut(|data| data.insert_temp(field.with("turned-away"), so));
}

fn text_of(event: &Event, field: egui::Id, focused: bool) -> Option<&str> {
    match event {
        Event::Paste(text) | Event::Text(text) | Event::Ime(ImeEvent::Commit(text)) if focused => Some(text),
        Event::AccessKitActionRequest(request) if request.target_node == field.accesskit_id() => {
            match &request.data {
                Some(egui::accesskit::ActionData::Value(text)) => Some(text),
                _ => None,
            }
        }
        _ => None,
    }
}
