//! Jobs that are not at their end.

mod cards;
mod running;
mod settings;
mod view;

pub use running::ask_to_stop as over;
pub use view::show;
