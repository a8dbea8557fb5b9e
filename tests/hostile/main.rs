//! A hostile server, and hostile things on the way to an honest one, against the real client, planner,
//! runner, journal and background. At the end of each test stands what the server still holds, what
//! the journal and the receipt say, and that nothing went that was not planned.

#![expect(clippy::unwrap_used, reason = "a test stops where it stands")]

mod asked;
mod drip;
mod gone;
#[path = "../support/kept.rs"]
mod kept;
mod log;
mod numbers;
mod order;
mod pages;
mod panics;
#[path = "../support/peer.rs"]
#[allow(dead_code, reason = "the tests of the client use more of it")]
mod peer;
#[path = "../support/proxy.rs"]
mod proxy;
#[path = "../support/receipt.rs"]
mod receipt;
#[path = "../support/selectors.rs"]
#[expect(dead_code, reason = "the tests of the forms use more of it")]
mod selectors;
#[path = "../support/world.rs"]
#[allow(dead_code, reason = "the tests of jobs use more of it")]
mod support;
mod words;
mod world;
