//! One collection for everything that scrolls in rows: the library, plans, receipts, lists, tags.
//! Only what is in sight is drawn, whatever the number of rows.
//!
//! A place in it is an item and a rest in points, and offsets are 64-bit: one point of scrolling is one
//! point at row 500,000, too. egui's own scrolling, which counts in 32 bits, sees a window on the whole.

mod bar;
mod extent;
mod keyboard;
mod measured;
mod pace;
mod place;
mod rows;
mod tiles;
mod window;

pub use keyboard::{Deed, click_modifiers, is_elsewhere};
pub use rows::{Cell, Rows, Shown, stop};

#[cfg(test)]
mod tests;
