//! Which environment is open, how many calls are left, and the look-only switch.

use egui::Ui;

use super::super::msg::Msg;
use super::super::state::State;

/// Draws it.
pub fn show(_ui: &mut Ui, _state: &State, _out: &mut Vec<Msg>) {}
