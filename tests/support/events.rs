//! Waiting for the background's news, for at most a minute.

use std::time::Duration;

use cloudsweep::runtime::Link;
use cloudsweep::runtime::event::Event;

/// The first event that is wanted; the others are passed over.
pub fn wait_for<T>(
    threads: &tokio::runtime::Runtime,
    link: &mut Link,
    mut wanted: impl FnMut(Event) -> Option<T>,
) -> T {
    let events = &mut link.events;
    threads.block_on(async {
        let first = async {
            loop {
                if let Some(taken) = wanted(events.recv().await.expect("the background runs")) {
                    return taken;
                }
            }
        };
        tokio::time::timeout(Duration::from_mins(1), first).await.expect("news within a minute")
    })
}
