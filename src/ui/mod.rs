//! The window's drawing: views read [`crate::app::state::State`] and push messages. egui stays in
//! here.

pub mod app;
mod browser;
pub mod collection;
mod environments;
pub mod icons;
mod lettering;
pub mod notice;
pub mod pages;
mod proxy;
mod shell;
pub mod theme;
pub mod widgets;
