//! Receipts: what became of every job, item by item.

mod export;
mod hits;
mod line;
mod list;
mod paper;

pub use list::show;
