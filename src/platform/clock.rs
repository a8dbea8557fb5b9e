//! The time, and waiting for one.

use crate::model::unix_time::UnixTime;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

/// Now; 1970 where the clock stands before it.
pub fn now() -> UnixTime {
    UnixTime::from_system(SystemTime::now()).unwrap_or(UnixTime::EPOCH)
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
    until: UnixTime,
    begun: Instant,
    longest: Duration,
}

struct Skipping {
    /// How far it is ahead of this computer's clock.
    ahead: Mutex<Duration>,
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
        Self {
            skipping: Some(Arc::new(Skipping { ahead: Mutex::new(Duration::ZERO), tell: Box::new(tell) })),
        }
    }

    /// Now.
    pub fn now(&self) -> UnixTime {
        let ahead = |skipping: &Arc<Skipping>| *skipping.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        now() + self.skipping.as_ref().map_or(Duration::ZERO, ahead)
    }

    /// A time to wait for.
    pub fn deadline(&self, until: UnixTime) -> Deadline {
        let longest = until.since(self.now()).unwrap_or_default();
        Deadline { until, begun: Instant::now(), longest }
    }

    /// Whether it need not be waited for any more.
    pub fn is_past(&self, deadline: &Deadline) -> bool {
        self.now() >= deadline.until || deadline.begun.elapsed() >= deadline.longest
    }

    /// Waits towards a time, at most a few seconds; to be called again until it is there.
    pub async fn wait_towards(&self, until: UnixTime) {
        let left = until.since(self.now()).unwrap_or_default();
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
    fn skip_to(&self, until: UnixTime) {
        let mut ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        let left = until.since(now() + *ahead).unwrap_or_default();
        if !left.is_zero() {
            (self.tell)(left);
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
        let deadline = clock.deadline(clock.now() + Duration::from_mins(1));
        assert!(!clock.is_past(&deadline));
        let set_back = Deadline { until: deadline.until + Duration::from_hours(2), ..deadline };
        assert!(!clock.is_past(&set_back));
        assert!(clock.is_past(&Deadline { longest: Duration::ZERO, ..set_back }), "it waited long enough");
        assert!(clock.is_past(&Deadline { until: clock.now(), ..deadline }), "the clock is there");
    }

    #[tokio::test]
    async fn a_skipping_clock_is_at_once_where_it_was_to_wait_for() {
        let told = Arc::new(Mutex::new(Duration::ZERO));
        let sum = Arc::clone(&told);
        let clock = Clock::skipping(move |by| *sum.lock().unwrap() += by);
        let until = clock.now() + Duration::from_hours(2);
        let other = clock.clone();
        tokio::join!(clock.wait_towards(until), other.wait_towards(until));
        assert!(clock.now() >= until && other.now() < until + Duration::from_mins(1));
        assert!((7190..=7200).contains(&told.lock().unwrap().as_secs()), "skipped once, not twice");
        clock.wait_towards(until - Duration::from_secs(9)).await;
        assert!(clock.now() >= until, "never backwards");
    }
}
