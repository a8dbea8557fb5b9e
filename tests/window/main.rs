//! The window, driven by the names of its controls: over a made-up background where every answer
//! has to be chosen, and over the real one from the empty field to the receipt.

mod additions;
mod afterwards;
mod age;
mod collections;
mod connect;
mod fake;
mod held;
mod jobs;
mod library;
mod lists;
mod looks;
mod names;
mod nothing;
mod preview;
mod proxy;
mod real;
mod room;
mod shell;
#[path = "../support/started.rs"]
mod started;
mod support;
mod through;
