//! The pages. Each has its state, its messages and its update in `mod.rs`, free of egui, and its
//! views beside it.

pub mod connect;
pub mod flow;
pub mod forms;
pub mod jobs;
pub mod library;
pub mod receipts;
pub mod welcome;
