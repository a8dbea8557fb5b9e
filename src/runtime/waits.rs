//! Telling the window that somebody waits for the keychain.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::runtime::Handle;

use super::event::Event;
use super::outbox::Outbox;

/// What is answered sooner is not told: it would only flicker.
const AT_ONCE: Duration = Duration::from_millis(250);

/// How many wait now, and what the window knows of it.
#[derive(Default)]
pub(super) struct Waits(Mutex<State>);

#[derive(Default)]
struct State {
    waiting: u32,
    told: bool,
    /// Of what was told: two pieces of news can pass each other on the way.
    number: u64,
}

impl State {
    fn tell(&mut self, waits: bool) -> Event {
        self.told = waits;
        self.number += 1;
        Event::KeychainWaits { number: self.number, waits }
    }
}

/// Somebody waits until this is dropped.
pub(super) struct Waiting {
    waits: Arc<Waits>,
    outbox: Outbox,
    threads: Handle,
}

impl Waits {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody begins to wait.
    pub(super) fn begin(self: &Arc<Self>, outbox: &Outbox, threads: &Handle) -> Waiting {
        self.state().waiting += 1;
        let (waits, to_window) = (Arc::clone(self), outbox.clone());
        threads.spawn(async move {
            tokio::time::sleep(AT_ONCE).await;
            let news = {
                let mut state = waits.state();
                (state.waiting > 0 && !state.told).then(|| state.tell(true))
            };
            if let Some(news) = news {
                to_window.send(news).await;
            }
        });
        Waiting { waits: Arc::clone(self), outbox: outbox.clone(), threads: threads.clone() }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let mut state = self.waits.state();
        state.waiting -= 1;
        if state.waiting == 0 && state.told {
            let (news, outbox) = (state.tell(false), self.outbox.clone());
            self.threads.spawn(async move { outbox.send(news).await });
        }
    }
}
