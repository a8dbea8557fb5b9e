//! The practice environment's time, and how the wire writes it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

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

/// Year, month, day, hour, minute, second.
fn civil(at: i64) -> (i64, i64, i64, i64, i64, i64) {
    let (days, seconds) = (at.div_euclid(86_400), at.rem_euclid(86_400));
    // Howard Hinnant's days-to-civil: years begin in March, so the leap day comes last.
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day, seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// `2024-02-25T08:58:23`, to which the caller adds its zone.
pub fn iso(at: i64) -> String {
    let (year, month, day, hour, minute, second) = civil(at);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
}

/// `2024-02-25`.
pub fn date(at: i64) -> String {
    let (year, month, day, ..) = civil(at);
    format!("{year:04}-{month:02}-{day:02}")
}

/// `2024-10-04 14:00:00 UTC`, as in the rate limit's message.
pub fn spoken(at: i64) -> String {
    format!("{} UTC", iso(at).replace('T', " "))
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
