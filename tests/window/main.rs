//! The window, driven by the names of its controls over a made-up background.

mod connect;
#[allow(dead_code, reason = "each test uses a part of it")]
mod fake;
mod library;
mod shell;
mod support;
