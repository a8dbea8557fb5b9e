//! What a collection keeps from frame to frame.

use std::sync::{Arc, Mutex};

use egui::Id;

use super::measured::Measured;
use super::pace::Pace;
use super::place::Place;
use super::window::Window;

/// Of one view.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    pub(super) place: Place,
    pub(super) window: Window,
    /// The offset in the window, as egui left it.
    pub(super) local: f32,
    /// Height of what scrolls above the first row.
    pub(super) head: f32,
    pub(super) cursor: Option<usize>,
    pub(super) focus: Option<Focus>,
    pub(super) grip: Option<f32>,
    pub(super) pace: Pace,
    pub(super) measured: Option<Arc<Mutex<Measured>>>,
    /// The cursor was moved, and rows turned out to have other heights since.
    pub(super) settling: bool,
}

#[cfg(test)]
impl Memory {
    pub(super) fn at(place: Place) -> Self {
        Self { place, ..Self::default() }
    }
}

/// What has the focus in a collection.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Focus {
    pub(super) id: Id,
    pub(super) item: usize,
    /// It is what the item is pressed by.
    pub(super) main: bool,
}
