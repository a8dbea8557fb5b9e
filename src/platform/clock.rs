//! The time, and waiting for one.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Now, in Unix seconds; 0 where the clock stands before 1970.
pub fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64)
}

/// The clock by which jobs and clients go: this computer's, or one that skips every wait, so that
/// hours can be tried out in seconds. Clones are the same clock.
#[derive(Clone, Default)]
pub struct Clock {
    skipping: Option<Arc<Skipping>>,
}

/// A time that is waited for: the clock is there, or, where it was set back, as much time has passed
/// as there was to wait.
#[derive(Clone, Copy, Debug)]
pub struct Deadline {
    until: i64,
    begun: Instant,
    longest: Duration,
}

struct Skipping {
    /// Seconds ahead of this computer's clock.
    ahead: Mutex<i64>,
    /// Told of every skip before anybody sees the new time.
    tell: Box<dyn Fn(Duration) + Send + Sync>,
}

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Clock").field("skips", &self.skipping.is_some()).finish()
    }
}

impl Clock {
    /// The longest wait at a time: a laptop that slept wakes to the right time within it.
    const STEP: Duration = Duration::from_secs(5);

    /// A clock on which waiting takes no time: it jumps ahead, and tells `tell` by how much.
    pub fn skipping(tell: impl Fn(Duration) + Send + Sync + 'static) -> Self {
        Self { skipping: Some(Arc::new(Skipping { ahead: Mutex::new(0), tell: Box::new(tell) })) }
    }

    /// Now, in Unix seconds.
    pub fn now(&self) -> i64 {
        let ahead = |skipping: &Arc<Skipping>| *skipping.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        now() + self.skipping.as_ref().map_or(0, ahead)
    }

    /// A time to wait for, Unix seconds.
    pub fn deadline(&self, until: i64) -> Deadline {
        let longest = Duration::from_secs(u64::try_from(until - self.now()).unwrap_or(0));
        Deadline { until, begun: Instant::now(), longest }
    }

    /// Whether it need not be waited for any more.
    pub fn is_past(&self, deadline: &Deadline) -> bool {
        self.now() >= deadline.until || deadline.begun.elapsed() >= deadline.longest
    }

    /// Waits towards a time, at most a few seconds; to be called again until it is there.
    pub async fn wait_towards(&self, until: i64) {
        let left = Duration::from_secs(u64::try_from(until - self.now()).unwrap_or(0));
        match &self.skipping {
            None => tokio::time::sleep(left.min(Self::STEP)).await,
            Some(skipping) => {
                skipping.skip_to(until);
                tokio::task::yield_now().await;
            }
        }
    }
}

impl Skipping {
    fn skip_to(&self, until: i64) {
        let mut ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        let left = until - (now() + *ahead);
        if left > 0 {
            (self.tell)(Duration::from_secs(left.unsigned_abs()));
            *ahead += left;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_over_when_its_time_has_passed_though_the_clock_was_set_back() {
        let clock = Clock::default();
        let deadline = clock.deadline(clock.now() + 60);
        assert!(!clock.is_past(&deadline));
        let set_back = Deadline { until: deadline.until + 7200, ..deadline };
        assert!(!clock.is_past(&set_back));
        assert!(clock.is_past(&Deadline { longest: Duration::ZERO, ..set_back }), "it waited long enough");
        assert!(clock.is_past(&Deadline { until: clock.now(), ..deadline }), "the clock is there");
    }

    #[tokio::test]
    async fn a_skipping_clock_is_at_once_where_it_was_to_wait_for() {
        let told = Arc::new(Mutex::new(Duration::ZERO));
        let sum = Arc::clone(&told);
        let clock = Clock::skipping(move |by| *sum.lock().unwrap() += by);
        let until = clock.now() + 7200;
        let other = clock.clone();
        tokio::join!(clock.wait_towards(until), other.wait_towards(until));
        assert!(clock.now() >= until && other.now() < until + 60);
        assert!((7190..=7200).contains(&told.lock().unwrap().as_secs()), "skipped once, not twice");
        clock.wait_towards(until - 9).await;
        assert!(clock.now() >= until, "never backwards");
    }
}
