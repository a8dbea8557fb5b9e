//! A point in time as Cloudinary, the journal and this computer's clock tell it: whole seconds.

use std::ops::{Add, Sub};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Seconds since 1970 began in UTC; negative before. Written as that number.
///
/// Arithmetic stays within the ends of what the type can hold, and takes no notice of the parts of a
/// second in a [`Duration`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnixTime(i64);

impl UnixTime {
    /// 1970-01-01 00:00:00 UTC.
    pub const EPOCH: Self = Self(0);
    /// Earlier than any other.
    pub const MIN: Self = Self(i64::MIN);
    /// Later than any other.
    pub const MAX: Self = Self(i64::MAX);

    /// The time so many seconds after [`Self::EPOCH`].
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Seconds after [`Self::EPOCH`].
    pub const fn seconds(self) -> i64 {
        self.0
    }

    /// How much later this is than `earlier`; `None` where it is before it.
    pub fn since(self, earlier: Self) -> Option<Duration> {
        (self >= earlier).then(|| self.abs_diff(earlier))
    }

    /// How far apart two times are, whichever is the earlier.
    pub fn abs_diff(self, other: Self) -> Duration {
        Duration::from_secs(self.0.abs_diff(other.0))
    }

    /// What a clock of the system tells; `None` before 1970.
    pub fn from_system(time: SystemTime) -> Option<Self> {
        let since = time.duration_since(UNIX_EPOCH).ok()?;
        Some(Self::EPOCH + since)
    }

    /// In the calendar; `None` outside the years that one can hold, −9999 to 9999.
    pub fn to_timestamp(self) -> Option<Timestamp> {
        Timestamp::from_second(self.0).ok()
    }
}

impl From<Timestamp> for UnixTime {
    /// The second in which it falls.
    fn from(time: Timestamp) -> Self {
        Self(time.as_second())
    }
}

impl Add<Duration> for UnixTime {
    type Output = Self;

    fn add(self, later: Duration) -> Self {
        Self(self.0.saturating_add_unsigned(later.as_secs()))
    }
}

impl Sub<Duration> for UnixTime {
    type Output = Self;

    fn sub(self, earlier: Duration) -> Self {
        Self(self.0.saturating_sub_unsigned(earlier.as_secs()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn arithmetic_ends_at_the_first_and_the_last_second() {
        assert_eq!(UnixTime::MAX + SECOND, UnixTime::MAX);
        assert_eq!(UnixTime::MIN - SECOND, UnixTime::MIN);
        assert_eq!(UnixTime::MIN + Duration::MAX, UnixTime::MAX);
        assert_eq!(UnixTime::from_seconds(-1) + SECOND, UnixTime::EPOCH);
        assert_eq!(UnixTime::MAX.since(UnixTime::MIN), Some(Duration::from_secs(u64::MAX)));
    }

    #[test]
    fn nothing_is_since_a_time_that_has_not_come() {
        let now = UnixTime::from_seconds(100);
        assert_eq!((now + SECOND).since(now), Some(SECOND));
        assert_eq!(now.since(now), Some(Duration::ZERO));
        assert_eq!(now.since(now + SECOND), None);
        assert_eq!((now.abs_diff(now + SECOND), (now + SECOND).abs_diff(now)), (SECOND, SECOND));
    }

    #[test]
    fn it_is_written_as_the_number_of_its_seconds() {
        let time = UnixTime::from_seconds(1_700_000_000);
        assert_eq!(serde_json::to_string(&time).unwrap(), "1700000000");
        assert_eq!(serde_json::from_str::<UnixTime>("1700000000").unwrap(), time);
    }

    #[test]
    fn calendars_and_clocks_are_read_to_the_second() {
        let time = UnixTime::from_seconds(1_700_000_000);
        let timestamp = time.to_timestamp().unwrap();
        assert_eq!(timestamp.to_string(), "2023-11-14T22:13:20Z");
        assert_eq!(UnixTime::from(timestamp), time);
        assert_eq!(UnixTime::MAX.to_timestamp(), None);
        let clock = UNIX_EPOCH + Duration::from_millis(1_700_000_000_999);
        assert_eq!(UnixTime::from_system(clock), Some(time));
        assert_eq!(UnixTime::from_system(UNIX_EPOCH - SECOND), None);
    }
}
