//! The bridge between the window and the background: commands in, events out, over bounded
//! channels; counters through watch channels. Tokio runs on its own threads; the window never
//! waits.

pub mod command;
mod connect;
mod desk;
mod encoding;
mod ending;
pub mod event;
mod files;
mod hosts;
mod hub;
mod jobs;
mod keychain;
mod known;
mod lanes;
mod left;
mod library;
mod news;
mod outbox;
mod previews;
mod proxies;
mod receipts;
mod running;
mod seals;
mod session;
mod setup;
#[cfg(test)]
mod tests;
mod thumbnails;
mod unwritten;
mod waits;
mod wanted;
mod watched;

use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Runtime;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

use crate::jobs::progress::Progress;
use crate::model::account::Quota;
use command::Command;
pub use desk::answer;
use event::Event;

pub use setup::Setup;

/// The window's end of the bridge.
#[derive(Debug)]
pub struct Link {
    /// Bounded; when it is full, the window keeps the command and tries again at its next frame.
    pub commands: mpsc::Sender<Command>,
    /// Drained once a frame.
    pub events: mpsc::Receiver<Event>,
    /// The running jobs, at most one in each product environment.
    pub progress: watch::Receiver<Vec<Progress>>,
    /// Of the open environment.
    pub quota: watch::Receiver<Quota>,
}

/// The background's threads. They end when this is dropped: requests under way are dropped with
/// them, and the next start asks what became of them.
pub struct Background {
    running: Option<(Runtime, JoinHandle<()>)>,
}

/// Commands and events that may wait.
const WAITING: usize = 256;
/// Threads of the background.
const THREADS: usize = 4;
/// Between two wake-ups of the window for counters alone.
const BETWEEN_COUNTERS: Duration = Duration::from_millis(100);

/// Starts the background. `wake` is called from its threads whenever there is news, and must not
/// block.
///
/// # Errors
/// Where the system gives no threads.
pub fn start(setup: Setup, wake: impl Fn() + Send + Sync + 'static) -> std::io::Result<(Link, Background)> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(THREADS)
        .thread_name("background")
        .enable_all()
        .build()?;
    let (commands, inbox) = mpsc::channel(WAITING);
    let (outgoing, events) = mpsc::channel(WAITING);
    let (progress_sender, progress) = watch::channel(Vec::new());
    let (quota_sender, quota) = watch::channel(Quota::default());
    let wake: Arc<dyn Fn() + Send + Sync> = Arc::new(wake);
    let outbox = outbox::Outbox::new(outgoing, Arc::clone(&wake));
    runtime.spawn(wake_for_counters(progress.clone(), quota.clone(), wake));
    let hub = runtime.spawn(hub::run(setup, inbox, outbox, progress_sender, quota_sender));
    Ok((Link { commands, events, progress, quota }, Background { running: Some((runtime, hub)) }))
}

/// Counters change faster than the user reads.
async fn wake_for_counters(
    mut progress: watch::Receiver<Vec<Progress>>,
    mut quota: watch::Receiver<Quota>,
    wake: Arc<dyn Fn() + Send + Sync>,
) {
    loop {
        let changed = tokio::select! {
            changed = progress.changed() => changed,
            changed = quota.changed() => changed,
        };
        if changed.is_err() {
            return;
        }
        wake();
        tokio::time::sleep(BETWEEN_COUNTERS).await;
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        let Some((runtime, hub)) = self.running.take() else { return };
        // Once the window's end of the bridge is gone, it writes what is left to be written.
        runtime.block_on(async {
            let _ = tokio::time::timeout(Duration::from_secs(2), hub).await;
        });
        runtime.shutdown_timeout(Duration::from_secs(2));
    }
}
