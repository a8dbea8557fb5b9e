//! A plan on its way: preview, review, confirmation.

mod confirm;
mod grid;
mod items;
mod preview;
mod report;
mod sources;
mod summary;
mod toolbar;
mod view;

pub use view::{over, show};
