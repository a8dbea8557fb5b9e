//! The window. The state has one owner ([`state::State`]), one function changes it
//! ([`update::update`]), and views read it and push messages. Everything outside the window is
//! asked for through [`crate::runtime::command::Command`] and comes back as
//! [`crate::runtime::event::Event`].
//!
//! egui stays in here; `state` and `update` need none of it.

pub mod app;
mod browser;
pub mod clock;
pub mod icons;
mod lettering;
pub mod msg;
pub mod notice;
pub mod pages;
mod shell;
pub mod state;
pub mod theme;
pub mod update;
pub mod widgets;
