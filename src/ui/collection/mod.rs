//! One collection for everything that scrolls in rows: the library, plans, receipts, lists, tags.
//! Only what is in sight is drawn, whatever the number of rows.
//!
//! A place in it is an item and a rest in points, and offsets are 64-bit: one point of scrolling is one
//! point at row 500,000, too. egui's own scrolling, which counts in 32 bits, sees a window on the whole.

mod bar;
mod drawing;
mod extent;
mod keyboard;
mod measured;
mod memory;
mod pace;
mod place;
mod rows;
mod stop;
mod tiles;
mod window;

pub use keyboard::{Deed, click_modifiers, is_elsewhere};
pub use rows::{Cell, Rows, Shown};
pub use stop::stop;

/// Whether two offsets are the same, but for what is lost by adding them up.
#[cfg(test)]
fn near(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-6
}

#[cfg(test)]
mod tests;
