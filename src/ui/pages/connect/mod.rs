//! The connection page.

mod view;

pub use view::show;
