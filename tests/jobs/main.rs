//! Plans and jobs over HTTP against the practice environment, whose own state is the judge.

#![expect(clippy::unwrap_used, reason = "whatever fails here fails the test")]
#![expect(clippy::print_stdout, reason = "counts, for whoever runs it by hand")]
#![expect(clippy::large_futures, reason = "a whole run is awaited in place, and a test has room for it")]

mod disk;
mod faults;
mod hub;
mod quota;
mod routes;
mod safety;
mod support;
