//! The window without its drawing: what it shows ([`state::State`]), what happens in it
//! ([`msg::Msg`]), and the one function that changes it ([`update::update`]). Everything outside the
//! window is asked for through [`crate::runtime::command::Command`] and comes back as
//! [`crate::runtime::event::Event`].
//!
//! Each page's state, messages and update stand in a folder of their own, and no page imports
//! another.

pub mod bin;
mod called;
pub mod closing;
pub mod connect;
pub mod environments;
pub mod filled;
#[cfg(test)]
pub(crate) mod fixture;
pub mod flow;
pub mod forms;
pub mod intent;
pub mod job_status;
pub mod jobs;
pub mod library;
pub mod msg;
pub mod page;
pub mod proxy;
pub mod receipts;
pub mod state;
pub mod toast;
pub mod tone;
pub mod update;
