//! Plans and jobs over HTTP against the practice environment, whose own state is the judge.

mod disk;
mod faults;
mod hub;
mod quota;
mod routes;
mod safety;
mod support;
