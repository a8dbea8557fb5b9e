//! PLACEHOLDER

use crate::model::criteria::Criteria;
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
    /// Starts a preview of these criteria.
    Start(Criteria),
}

/// Takes one message of this page.
pub fn update(_state: &mut state::State, msg: Msg) -> Vec<Command> {
    match msg {
        Msg::Start(_) => Vec::new(),
    }
}

/// Takes one event of this page.
pub fn on_event(_state: &mut state::State, _event: Event) -> Vec<Command> {
    Vec::new()
}

/// Draws the page.
pub fn show(_ui: &mut egui::Ui, _state: &state::State, _thumbs: &mut Thumbnails, _out: &mut Vec<msg::Msg>) {}

/// Adds a panel at the bottom of the window (`egui::Panel::bottom`) while there is a plan or a
/// running job, and nothing otherwise.
pub fn bar(_ui: &mut egui::Ui, _state: &state::State, _out: &mut Vec<msg::Msg>) {}
