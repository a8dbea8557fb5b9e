//! The way to the window: an event, then a wake-up.

use std::sync::Arc;

use tokio::sync::mpsc;
use tokio::task::AbortHandle;

use super::event::Event;
use super::watched::watched;
use crate::model::problem::Problem;

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

    /// Sends from a task, in case the window is behind.
    pub(super) fn post(&self, event: Event) {
        let outbox = self.clone();
        tokio::spawn(async move { outbox.send(event).await });
    }

    /// Does work elsewhere and sends the event that it gives. The handle ends it before.
    pub(super) fn answer(&self, work: impl Future<Output = Event> + Send + 'static) -> AbortHandle {
        let outbox = self.clone();
        tokio::spawn(async move { outbox.send(work.await).await }).abort_handle()
    }

    /// The same, or the event that tells why there is none.
    pub(super) fn answer_or(
        &self,
        failed: impl FnOnce(Problem) -> Event + Send + 'static,
        work: impl Future<Output = Event> + Send + 'static,
    ) -> AbortHandle {
        self.answer(async move { watched(work).await.unwrap_or_else(failed) })
    }
}
