//! The whole way without a window: criteria, preview, confirmation, job and receipt through the
//! real background and the real client, over HTTP, against a practice server whose own state is
//! asked afterwards.

#[path = "../support/asked.rs"]
mod asked;
mod bad_day;
#[path = "../support/confirmed.rs"]
mod confirmed;
mod desk;
mod doubts;
#[path = "../support/events.rs"]
mod events;
mod exports;
mod forms;
mod hosts;
mod keychain;
mod limits;
mod lists;
mod named;
mod names;
mod program;
#[path = "../support/receipt.rs"]
mod receipt;
mod region;
mod restart;
#[path = "../support/selectors.rs"]
mod selectors;
#[path = "../support/shut.rs"]
mod shut;
mod sources;
#[path = "../support/started.rs"]
mod started;
mod support;
