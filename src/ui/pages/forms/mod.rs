//! The forms of “Delete by”.

mod fields;
mod kinds;
mod lines;
mod tags;
mod view;

pub use view::show;
