//! PLACEHOLDER

use crate::runtime::command::Command;
use crate::runtime::event::Event;
use crate::ui::state;

/// State of this page.
#[derive(Debug, Default)]
pub struct State {}

/// What happens on this page.
#[derive(Debug)]
pub enum Msg {}

/// Takes one message of this page.
pub fn update(_state: &mut state::State, msg: Msg) -> Vec<Command> {
    match msg {}
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
