//! From criteria to a plan, from a confirmed plan to a receipt.
//!
//! [`planner`] only reads: it holds an [`crate::api::Reader`], which has no deleting method.
//! [`runner`] is the only caller of an [`crate::api::Deleter`], and gets it from a job's warrant.

mod batch;
mod board;
mod check;
mod destroy;
pub mod export;
mod follow;
mod forms;
mod found;
pub mod instead;
mod known_form;
pub mod lines;
mod listing;
pub mod patience;
mod permit;
pub mod planner;
pub mod preview_reader;
pub mod progress;
mod questions;
mod quota_budget;
mod records;
pub mod report;
mod retry;
mod rows;
mod run;
pub mod runner;
mod send;
mod signals;
mod sweep_part;
mod throttle;
mod tools;

#[cfg(test)]
mod tests;
