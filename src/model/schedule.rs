//! How counted calls fit into Cloudinary's hours. Arithmetic alone, so that what is promised before
//! a job starts and the time left while it waits are the same sum.

use std::time::Duration;

use super::account::Quota;
use super::unix_time::UnixTime;

/// Cloudinary counts by the clock hour.
pub const HOUR: Duration = Duration::from_hours(1);

/// Clocks differ, and answers travel: so much later than an hour may an hour end.
const SLACK: Duration = Duration::from_mins(1);

/// Whether a time at which calls are accepted again is still to come. One that is more than an hour
/// ahead is not: the clock was set back since it was told, and asking is the way to know.
pub fn is_ahead(at: UnixTime, now: UnixTime) -> bool {
    at > now && at <= now + HOUR + SLACK
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
    pub fn left(&self, now: UnixTime) -> Option<u64> {
        if self.quota.paused_until.is_some_and(|until| is_ahead(until, now)) {
            return Some(0);
        }
        if self.quota.resets_at.is_some_and(|at| !is_ahead(at, now)) {
            return self.per_hour();
        }
        Some(self.quota.remaining?.saturating_sub(self.kept()))
    }

    /// When the next hour begins.
    pub fn next_hour(&self, now: UnixTime) -> UnixTime {
        let told = self
            .quota
            .paused_until
            .into_iter()
            .chain(self.quota.resets_at)
            .filter(|at| is_ahead(*at, now))
            .max();
        told.unwrap_or_else(|| {
            let into_this_hour = now.seconds().rem_euclid(HOUR.as_secs() as i64);
            now - Duration::from_secs(into_this_hour.unsigned_abs()) + HOUR
        })
    }

    /// When so many calls are made, if nothing else uses the quota.
    pub fn schedule(&self, calls: u64, now: UnixTime) -> Schedule {
        let (Some(left), Some(per_hour)) = (self.left(now), self.per_hour()) else {
            return Schedule { windows: u64::from(calls > 0), wait: Duration::ZERO };
        };
        let first = calls.min(left);
        let later = (calls - first).div_ceil(per_hour);
        let wait = match later {
            0 => Duration::ZERO,
            hours => {
                let further = u32::try_from(hours - 1).unwrap_or(u32::MAX);
                self.next_hour(now).since(now).unwrap_or_default() + HOUR.saturating_mul(further)
            }
        };
        Schedule { windows: u64::from(first > 0) + later, wait }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture::at;

    fn allowance(remaining: u64, reserve: u8) -> Allowance {
        let quota = Quota {
            limit: Some(500),
            remaining: Some(remaining),
            resets_at: Some(at(3600)),
            paused_until: None,
        };
        Allowance { quota, reserve }
    }

    #[test]
    fn the_reserve_is_never_part_of_the_allowance() {
        assert_eq!(allowance(500, 20).left(at(0)), Some(400));
        assert_eq!(allowance(90, 20).left(at(0)), Some(0));
        assert_eq!(allowance(90, 0).left(at(0)), Some(90));
        assert_eq!(allowance(0, 20).left(at(3600)), Some(400), "the hour is over");
        assert_eq!(Allowance::default().left(at(0)), None);
    }

    #[test]
    fn a_quarter_of_a_million_takes_seven_hours_at_four_hundred_calls() {
        let told = allowance(500, 20).schedule(2500, at(0));
        assert_eq!(told, Schedule { windows: 7, wait: Duration::from_hours(6) });
        assert_eq!(
            allowance(100, 20).schedule(400, at(3000)),
            Schedule { windows: 1, wait: Duration::from_mins(10) }
        );
        assert_eq!(allowance(500, 20).schedule(0, at(0)).windows, 0);
        assert_eq!(Allowance::default().schedule(9, at(0)), Schedule { windows: 1, wait: Duration::ZERO });
    }

    #[test]
    fn a_limit_that_was_reached_holds_until_its_time() {
        let mut reached = allowance(500, 20);
        reached.quota.paused_until = Some(at(100));
        assert_eq!((reached.left(at(99)), reached.left(at(100))), (Some(0), Some(400)));
        assert_eq!(reached.next_hour(at(99)), at(3600));
    }

    #[test]
    fn a_clock_that_was_set_back_does_not_prolong_a_limit() {
        let mut reached = allowance(0, 20);
        reached.quota.paused_until = Some(at(3600));
        assert_eq!((reached.left(at(1)), reached.next_hour(at(1))), (Some(0), at(3600)));
        let back = at(1) - 3 * HOUR;
        assert_eq!(reached.left(back), Some(400), "nothing is known of this hour");
        assert_eq!(reached.next_hour(back), at(0) - 2 * HOUR);
    }
}
