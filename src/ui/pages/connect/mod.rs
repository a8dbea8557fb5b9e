//! PLACEHOLDER

use crate::runtime::command::Command;
use crate::runtime::event::Event;
use crate::ui::msg;
use crate::ui::state;

/// State of this page.
#[derive(Debug, Default)]
pub struct State {}

/// What happens on this page.
#[derive(Debug)]
pub enum Msg {
    /// Opens the practice library.
    Practice,
}

/// Takes one message of this page.
pub fn update(_state: &mut state::State, msg: Msg) -> Vec<Command> {
    match msg {
        Msg::Practice => vec![Command::StartPractice],
    }
}

/// Takes one event of this page.
pub fn on_event(_state: &mut state::State, _event: Event) -> Vec<Command> {
    Vec::new()
}

/// Draws the page.
pub fn show(_ui: &mut egui::Ui, _state: &state::State, _out: &mut Vec<msg::Msg>) {}
