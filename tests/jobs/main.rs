//! Plans and jobs over HTTP against the practice environment, whose own state is the judge.

#![expect(clippy::unwrap_used, reason = "a test stops where it stands")]

mod admission;
#[path = "../support/asked.rs"]
mod asked;
mod ceilings;
mod control;
mod disk;
#[path = "../support/events.rs"]
mod events;
mod faults;
mod forged;
mod forms;
mod hold;
#[path = "../support/image.rs"]
mod image;
#[path = "../support/kept.rs"]
mod kept;
mod keys;
mod neighbour;
#[path = "../support/peer.rs"]
#[expect(dead_code, reason = "the tests of the client use more of it")]
mod peer;
mod previews;
mod program;
mod queue;
mod quota;
#[path = "../support/receipt.rs"]
mod receipt;
mod restart;
mod routes;
mod safety;
#[path = "../support/selectors.rs"]
#[expect(dead_code, reason = "the tests of the forms use more of it")]
mod selectors;
#[path = "../support/shut.rs"]
mod shut;
#[path = "../support/started.rs"]
mod started;
#[path = "../support/world.rs"]
mod support;
mod time;
