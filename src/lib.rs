//! Cloudsweep: delete assets from Cloudinary by pointing and clicking, safely and at any size.
//!
//! Dependencies between the modules point one way:
//! `model, text ← api, journal, platform ← jobs ← runtime ← app ← ui`; the practice environment is a
//! package of its own, `cloudsweep-practice`.

pub mod api;
pub mod app;
pub mod jobs;
pub mod journal;
pub mod model;
pub mod platform;
pub mod runtime;
pub mod text;
pub mod ui;
