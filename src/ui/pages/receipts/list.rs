//! The list.
use crate::ui::msg;
use crate::ui::state::State;
use crate::ui::widgets::Thumbnails;
use egui::Ui;
/// Draws it.
pub fn show(_ui: &mut Ui, _state: &State, _thumbs: &mut Thumbnails, _out: &mut Vec<msg::Msg>) {}
