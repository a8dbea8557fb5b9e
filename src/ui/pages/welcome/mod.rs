//! The first page: what the program is, and the two ways in.

use crate::ui::msg::Msg;
use crate::ui::state::State;

/// Draws the page.
pub fn show(_ui: &mut egui::Ui, _state: &State, _out: &mut Vec<Msg>) {}
