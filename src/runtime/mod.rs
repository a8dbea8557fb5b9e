//! The bridge between the window and the background: commands in, events out, over bounded
//! channels; counters through watch channels. Tokio runs on its own threads; the window never
//! waits.

pub mod command;
pub mod event;

use tokio::sync::{mpsc, watch};

use crate::jobs::progress::Progress;
use crate::model::account::Quota;
use command::Command;
use event::Event;

/// The window's end of the bridge.
#[derive(Debug)]
pub struct Link {
    /// Bounded; when it is full, the window keeps the command and tries again at its next frame.
    pub commands: mpsc::Sender<Command>,
    /// Drained once a frame.
    pub events: mpsc::Receiver<Event>,
    /// The running job, if one is.
    pub progress: watch::Receiver<Option<Progress>>,
    /// Of the open environment.
    pub quota: watch::Receiver<Quota>,
}
