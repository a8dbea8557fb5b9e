//! The forms of “Delete by”.

mod fields;
mod kinds;
mod lines;
mod row;
mod tags;
mod view;

pub use row::words;
pub use view::show;
