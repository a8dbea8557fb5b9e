//! The library: every asset of the open environment.

mod facts;
mod grid;
mod inspector;
mod selected;
mod view;

pub use inspector::show as inspector;
pub use view::show;
