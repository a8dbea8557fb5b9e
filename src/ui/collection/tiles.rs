//! How tiles lie in a width: as many columns as fit, each as wide as there is room.

use egui::{Vec2, vec2};

use crate::ui::theme::size;
use crate::ui::widgets::Tile;

/// Between two tiles, and between two rows of them.
pub(super) const GAP: f32 = 14.0;

/// Columns of a width, and the size of a tile in them.
pub(super) fn lattice(width: f32) -> (usize, Vec2) {
    let columns = (((width + GAP) / (size::TILE + GAP)).floor() as usize).max(1);
    let edge = ((width + GAP) / columns as f32 - GAP).floor();
    (columns, vec2(edge, (edge * 0.78).floor() + Tile::TEXT))
}
