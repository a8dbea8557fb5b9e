//! PLACEHOLDER

use crate::runtime::command::Command;
use crate::runtime::event::Event;
use crate::ui::msg;
use crate::ui::state;
use crate::ui::widgets::Thumbnails;

/// State of this page.
#[derive(Debug, Default)]
pub struct State {}

/// What happens on this page.
#[derive(Debug)]
pub enum Msg {
    /// Opens a form with this text in its first field.
    Open(FormKind, String),
}

/// Takes one message of this page.
pub fn update(_state: &mut state::State, msg: Msg) -> Vec<Command> {
    match msg {
        Msg::Open(..) => Vec::new(),
    }
}

/// Takes one event of this page.
pub fn on_event(_state: &mut state::State, _event: Event) -> Vec<Command> {
    Vec::new()
}

/// The forms of the sidebar's “Delete by”.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormKind {
    /// A public ID or a pasted URL.
    One,
    /// Pasted lines, or a file.
    List,
    /// Public IDs that start with a text.
    Prefix,
    /// Assets with a tag.
    Tag,
    /// Made-to-size copies; the originals stay.
    Copies,
}

/// Draws the page.
pub fn show(_ui: &mut egui::Ui, _state: &state::State, _thumbs: &mut Thumbnails, _out: &mut Vec<msg::Msg>) {}
