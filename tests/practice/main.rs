//! The practice environment over real HTTP, held to the facts about Cloudinary's API.

#![expect(clippy::unwrap_used, reason = "a step that fails ends its test")]

mod account;
mod auth;
mod bulk;
mod destroy;
mod details;
mod encodings;
mod faults;
mod folders;
mod life;
mod list;
mod recorded;
mod restore;
mod support;
mod transformations;
mod upload;
