//! What the program is about, as plain data: assets, criteria, plans, confirmations, jobs,
//! outcomes and receipts. Knows of no network, disk, clock or window.

pub mod account;
pub mod age;
pub mod asset;
pub mod breadth;
pub mod called;
pub mod confirm;
pub mod criteria;
pub mod delivery;
pub mod destroy;
pub mod fingerprint;
#[cfg(test)]
pub(crate) mod fixture;
pub mod format;
pub mod guard;
pub mod guess;
pub mod item;
pub mod job;
pub mod job_id;
pub mod kinds;
pub mod list;
pub mod non_blank;
pub mod offer;
pub mod outcome;
pub mod picture;
pub mod plan;
pub mod preferences;
pub mod preview;
pub mod problem;
pub mod product_environment;
pub mod query;
pub mod receipt;
pub mod route;
pub mod schedule;
pub mod seal;
pub mod selector;
pub mod settings;
pub mod source;
pub mod sums;
pub mod sweep;
pub mod totals;
pub mod what;
