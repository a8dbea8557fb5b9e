//! The way to the window: an event, then a wake-up.

use std::sync::Arc;

use tokio::sync::mpsc;

use super::event::Event;

/// Cheap to clone; every task of the background holds one.
#[derive(Clone)]
pub(super) struct Outbox {
    events: mpsc::Sender<Event>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl Outbox {
    pub(super) fn new(events: mpsc::Sender<Event>, wake: Arc<dyn Fn() + Send + Sync>) -> Self {
        Self { events, wake }
    }

    /// Waits while the window has not taken earlier events. Without effect once it is closed.
    pub(super) async fn send(&self, event: Event) {
        if self.events.send(event).await.is_ok() {
            (self.wake)();
        }
    }

    /// For news that the next one replaces: dropped while the window is behind.
    pub(super) fn offer(&self, event: Event) {
        if self.events.try_send(event).is_ok() {
            (self.wake)();
        }
    }
}
