//! Plans and jobs over HTTP against the practice environment, whose own state is the judge.

#![expect(clippy::unwrap_used, reason = "a test stops where it stands")]

mod ceilings;
mod control;
mod disk;
mod faults;
mod forms;
mod previews;
mod program;
mod queue;
mod quota;
mod restart;
mod routes;
mod safety;
mod support;
mod time;
