//! Waits that end on time. The runtime's timer counts in whole milliseconds and is late by one or
//! two, which is much where an answer is to take fifty; a thread that waits for nothing else is not.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use tokio::sync::oneshot;

/// Wakes whoever waits; its thread ends when it is dropped.
#[derive(Debug)]
pub struct Pace(Arc<Waiting>);

#[derive(Debug, Default)]
struct Waiting {
    list: Mutex<List>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct List {
    /// By time; the number tells those of the same time apart.
    waits: BTreeMap<(Instant, u64), oneshot::Sender<()>>,
    number: u64,
    is_over: bool,
}

impl Pace {
    /// Starts the thread.
    ///
    /// # Errors
    /// No thread is to be had.
    pub fn start() -> io::Result<Self> {
        let waiting = Arc::<Waiting>::default();
        let waker = Arc::clone(&waiting);
        std::thread::Builder::new().name("practice pace".to_owned()).spawn(move || waker.wake())?;
        Ok(Self(waiting))
    }

    /// Waits until then; not at all where that is past.
    pub async fn until(&self, time: Instant) {
        if time <= Instant::now() {
            return;
        }
        let (wake, woken) = oneshot::channel();
        {
            let mut list = self.0.list();
            list.number += 1;
            let key = (time, list.number);
            list.waits.insert(key, wake);
            if list.waits.first_key_value().is_some_and(|(first, _)| *first == key) {
                self.0.changed.notify_one();
            }
        }
        // Its thread outlives it.
        drop(woken.await);
    }
}

impl Drop for Pace {
    fn drop(&mut self) {
        self.0.list().is_over = true;
        self.0.changed.notify_one();
    }
}

impl Waiting {
    fn list(&self) -> MutexGuard<'_, List> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wake(&self) {
        let mut list = self.list();
        while !list.is_over {
            let now = Instant::now();
            let next = list.waits.first_key_value().map(|((time, _), _)| *time);
            list = match next {
                Some(time) if time <= now => {
                    if let Some((_, wake)) = list.waits.pop_first() {
                        // Whoever hung up waits no more.
                        _ = wake.send(());
                    }
                    continue;
                }
                Some(time) => {
                    let waited = self.changed.wait_timeout(list, time - now);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
                None => self.changed.wait(list).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn waits_end_in_the_order_of_their_times_and_never_before() {
        let pace = Pace::start().unwrap();
        let begun = Instant::now();
        let order = Mutex::new(Vec::new());
        let wait = async |milliseconds: u64| {
            let time = begun + Duration::from_millis(milliseconds);
            pace.until(time).await;
            assert!(Instant::now() >= time, "{milliseconds}");
            order.lock().unwrap().push(milliseconds);
        };
        tokio::join!(wait(60), wait(0), wait(20), wait(40));
        assert_eq!(*order.lock().unwrap(), [0, 20, 40, 60]);
    }

    #[tokio::test]
    async fn one_that_is_given_up_holds_up_nobody() {
        let pace = Pace::start().unwrap();
        let begun = Instant::now();
        let hour =
            tokio::time::timeout(Duration::from_millis(5), pace.until(begun + Duration::from_hours(1)));
        assert!(hour.await.is_err());
        pace.until(begun + Duration::from_millis(20)).await;
    }
}
