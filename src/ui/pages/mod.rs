//! The pages on screen. What each shows and does stands below [`crate::app`].

pub mod connect;
pub mod flow;
pub mod forms;
pub mod jobs;
pub mod library;
pub mod receipts;
pub mod welcome;
