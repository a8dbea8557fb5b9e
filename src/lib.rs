//! Cloudsweep: delete assets from Cloudinary by pointing and clicking, safely and at any size.
//!
//! Dependencies between the modules point one way:
//! `model, text ← api, journal, platform ← jobs ← runtime ← app ← ui`; the practice environment is a
//! package of its own, `cloudsweep-practice`.

/// Words for experts, as `format!` takes them: they stand in the log and behind “Show details”, in English
/// beside those of `SQLite` and the system. What a user reads by itself is never one of them.
macro_rules! technical {
    ($($words:tt)*) => {
        format!($($words)*)
    };
}

pub mod api;
pub mod app;
pub mod jobs;
pub mod journal;
pub mod model;
pub mod platform;
pub mod runtime;
pub mod text;
pub mod ui;
