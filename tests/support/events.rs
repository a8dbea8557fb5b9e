//! Waiting for the background's news.

use std::time::{Duration, Instant};

use cloudsweep::runtime::Link;
use cloudsweep::runtime::event::Event;
use tokio::sync::mpsc::error::TryRecvError;

/// Nothing here takes as long; whoever waits longer waits for ever.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// The first event that is wanted; the others are passed over.
pub fn wait_for<T>(
    link: &mut Link,
    patience: Duration,
    what: &str,
    mut wanted: impl FnMut(Event) -> Option<T>,
) -> T {
    let begun = Instant::now();
    while begun.elapsed() < patience {
        match link.events.try_recv() {
            Ok(event) => {
                if let Some(taken) = wanted(event) {
                    return taken;
                }
            }
            Err(TryRecvError::Empty) => std::thread::sleep(Duration::from_millis(1)),
            Err(TryRecvError::Disconnected) => panic!("the background ended without news of {what}"),
        }
    }
    panic!("no news of {what}");
}
