//! How counted calls fit into Cloudinary's hours. Arithmetic alone, so that what is promised before
//! a job starts and the time left while it waits are the same sum.

use std::time::Duration;

use super::account::Quota;

/// Cloudinary counts by the clock hour, seconds.
pub const HOUR: i64 = 3600;

/// Clocks differ, and answers travel: so much later than an hour may an hour end, seconds.
const SLACK: i64 = 60;

/// Whether a time at which calls are accepted again is still to come. One that is more than an hour
/// ahead is not: the clock was set back since it was told, and asking is the way to know.
pub fn is_ahead(at: i64, now: i64) -> bool {
    (1..=HOUR + SLACK).contains(&(at - now))
}

/// What the hourly quota leaves to a job, a share of it being kept for the customer's own site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Allowance {
    /// As the last answer told.
    pub quota: Quota,
    /// Per cent of the limit that stays untouched.
    pub reserve: u8,
}

/// When so many calls are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// Hours in which calls are made.
    pub windows: u64,
    /// Until the last of these hours begins.
    pub wait: Duration,
}

impl Allowance {
    /// Calls of each hour that a job never uses.
    pub fn kept(&self) -> u64 {
        self.quota.limit.map_or(0, |limit| limit.saturating_mul(self.reserve.min(90).into()) / 100)
    }

    /// Calls of a whole hour that a job may use; at least one. `None`: the limit is not known.
    pub fn per_hour(&self) -> Option<u64> {
        Some(self.quota.limit?.saturating_sub(self.kept()).max(1))
    }

    /// Calls that a job may use now. `None`: not known, so nothing speaks against one.
    pub fn left(&self, now: i64) -> Option<u64> {
        if self.quota.paused_until.is_some_and(|until| is_ahead(until, now)) {
            return Some(0);
        }
        if self.quota.resets_at.is_some_and(|at| !is_ahead(at, now)) {
            return self.per_hour();
        }
        Some(self.quota.remaining?.saturating_sub(self.kept()))
    }

    /// When the next hour begins, Unix seconds.
    pub fn next_hour(&self, now: i64) -> i64 {
        let told = self
            .quota
            .paused_until
            .into_iter()
            .chain(self.quota.resets_at)
            .filter(|at| is_ahead(*at, now))
            .max();
        told.unwrap_or_else(|| (now.div_euclid(HOUR) + 1) * HOUR)
    }

    /// When so many calls are made, if nothing else uses the quota.
    pub fn schedule(&self, calls: u64, now: i64) -> Schedule {
        let (Some(left), Some(per_hour)) = (self.left(now), self.per_hour()) else {
            return Schedule { windows: u64::from(calls > 0), wait: Duration::ZERO };
        };
        let first = calls.min(left);
        let later = (calls - first).div_ceil(per_hour);
        let wait = match later {
            0 => 0,
            hours => self.next_hour(now) - now + (hours as i64 - 1) * HOUR,
        };
        Schedule {
            windows: u64::from(first > 0) + later,
            wait: Duration::from_secs(u64::try_from(wait).unwrap_or(0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowance(remaining: u64, reserve: u8) -> Allowance {
        let quota =
            Quota { limit: Some(500), remaining: Some(remaining), resets_at: Some(3600), paused_until: None };
        Allowance { quota, reserve }
    }

    #[test]
    fn the_reserve_is_never_part_of_the_allowance() {
        assert_eq!(allowance(500, 20).left(0), Some(400));
        assert_eq!(allowance(90, 20).left(0), Some(0));
        assert_eq!(allowance(90, 0).left(0), Some(90));
        assert_eq!(allowance(0, 20).left(3600), Some(400), "the hour is over");
        assert_eq!(Allowance::default().left(0), None);
    }

    #[test]
    fn a_quarter_of_a_million_takes_seven_hours_at_four_hundred_calls() {
        let told = allowance(500, 20).schedule(2500, 0);
        assert_eq!(told, Schedule { windows: 7, wait: Duration::from_hours(6) });
        assert_eq!(
            allowance(100, 20).schedule(400, 3000),
            Schedule { windows: 1, wait: Duration::from_mins(10) }
        );
        assert_eq!(allowance(500, 20).schedule(0, 0).windows, 0);
        assert_eq!(Allowance::default().schedule(9, 0), Schedule { windows: 1, wait: Duration::ZERO });
    }

    #[test]
    fn a_limit_that_was_reached_holds_until_its_time() {
        let mut reached = allowance(500, 20);
        reached.quota.paused_until = Some(100);
        assert_eq!((reached.left(99), reached.left(100)), (Some(0), Some(400)));
        assert_eq!(reached.next_hour(99), 3600);
    }

    #[test]
    fn a_clock_that_was_set_back_does_not_prolong_a_limit() {
        let mut reached = allowance(0, 20);
        reached.quota.paused_until = Some(3600);
        assert_eq!((reached.left(1), reached.next_hour(1)), (Some(0), 3600));
        let back = 1 - 3 * HOUR;
        assert_eq!(reached.left(back), Some(400), "nothing is known of this hour");
        assert_eq!(reached.next_hour(back), -2 * HOUR);
    }
}
