//! The practice environment's time, and how the wire writes it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jiff::Timestamp;

/// The system's clock, moved ahead by as much as has been asked for. All clones move together,
/// so that a test can let a quota hour pass for the server and its client at once.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    ahead_ms: Arc<AtomicI64>,
}

impl Clock {
    /// Unix seconds.
    pub fn now(&self) -> i64 {
        (system_ms() + self.ahead_ms.load(Ordering::Relaxed)).div_euclid(1000)
    }

    /// Let time pass.
    pub fn advance(&self, by: Duration) {
        self.ahead_ms.fetch_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX), Ordering::Relaxed);
    }
}

/// Unix seconds of the machine itself.
pub fn machine_now() -> i64 {
    system_ms().div_euclid(1000)
}

fn system_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// In this form of `strftime`, UTC. A time that no calendar has is written as the first one of 1970.
fn written(at: i64, form: &str) -> String {
    Timestamp::from_second(at).unwrap_or_default().strftime(form).to_string()
}

/// `2024-02-25T08:58:23`, to which the caller adds its zone.
pub fn iso(at: i64) -> String {
    written(at, "%Y-%m-%dT%H:%M:%S")
}

/// `2024-02-25`.
pub fn date(at: i64) -> String {
    written(at, "%Y-%m-%d")
}

/// `2024-10-04 14:00:00 UTC`, as in the rate limit's message.
pub fn spoken(at: i64) -> String {
    written(at, "%Y-%m-%d %H:%M:%S UTC")
}

/// `Wed, 09 Mar 2016 17:00:00 GMT`.
pub fn http(at: i64) -> String {
    httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(at.max(0).unsigned_abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_in_every_form_of_the_wire() {
        assert_eq!(iso(1_708_851_503), "2024-02-25T08:58:23");
        assert_eq!(iso(-1), "1969-12-31T23:59:59");
        assert_eq!(date(951_782_400), "2000-02-29");
        assert_eq!(spoken(1_728_050_400), "2024-10-04 14:00:00 UTC");
        assert_eq!(http(1_457_542_800), "Wed, 09 Mar 2016 17:00:00 GMT");
    }

    #[test]
    fn clones_of_a_clock_move_together() {
        let clock = Clock::default();
        let before = clock.clone().now();
        clock.clone().advance(Duration::from_hours(1));
        assert!((3600..3610).contains(&(clock.now() - before)));
    }
}
