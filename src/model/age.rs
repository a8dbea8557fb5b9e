//! How old a preview is, and how old it may be when it is confirmed.
//!
//! What was listed changes: assets are uploaded anew, renamed, deleted. A sweep takes what its
//! selector finds when it is sent, so it needs a younger preview than what goes asset by asset.

use std::time::Duration;

use super::plan::Plan;
use super::route::Route;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
/// A window's time is as of its frame, and so may be a moment behind the listing's.
const MOMENT: i64 = 2;

/// Of a preview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Age {
    /// Seconds; `None`: the clock was set back since, so nobody knows.
    seconds: Option<i64>,
}

impl Age {
    /// How old a plan is. `now`: Unix seconds.
    pub fn of(plan: &Plan, now: i64) -> Self {
        let since = now.saturating_sub(plan.taken_at());
        Self { seconds: (since >= -MOMENT).then(|| since.max(0)) }
    }

    /// Whether a plan of this age may be confirmed on a route. Not where the clock was set back.
    pub fn is_fresh(self, route: Route) -> bool {
        self.seconds.is_some_and(|seconds| seconds <= longest(route))
    }

    /// In seconds; `None`: the clock was set back since, so nobody knows.
    pub fn seconds(self) -> Option<u64> {
        self.seconds.map(i64::unsigned_abs)
    }

    /// When its words change next, or whether it is fresh.
    pub fn changes_in(self, route: Route) -> Duration {
        let seconds = self.seconds.unwrap_or_default();
        let minute = MINUTE - seconds % MINUTE;
        let old = longest(route) + 1 - seconds;
        let next = if old > 0 { minute.min(old) } else { minute };
        Duration::from_secs(next.unsigned_abs())
    }
}

/// The oldest preview that may be confirmed, seconds.
const fn longest(route: Route) -> i64 {
    match route {
        Route::Sweep => 10 * MINUTE,
        Route::Thorough | Route::Batches => HOUR,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture::plan;

    /// Of a plan that was taken at 0.
    fn age(now: i64) -> Age {
        Age::of(&plan(Vec::new()), now)
    }

    #[test]
    fn a_sweep_needs_a_preview_of_ten_minutes_and_the_others_one_of_an_hour() {
        for (route, longest) in [(Route::Sweep, 600), (Route::Thorough, 3600), (Route::Batches, 3600)] {
            assert!(age(0).is_fresh(route) && age(longest).is_fresh(route));
            assert!(!age(longest + 1).is_fresh(route), "{route:?}");
        }
    }

    #[test]
    fn a_clock_that_was_set_back_makes_a_preview_old() {
        assert!(age(-MOMENT).is_fresh(Route::Sweep), "the window's frame began before the listing's end");
        assert!(!age(-MOMENT - 1).is_fresh(Route::Thorough));
        assert_eq!(age(-60).seconds(), None);
    }

    #[test]
    fn it_is_told_when_an_age_must_be_looked_at_again() {
        for (seconds, route, next) in [
            (0, Route::Sweep, 60),
            (59, Route::Sweep, 1),
            (600, Route::Sweep, 1),
            (600, Route::Thorough, 60),
            (3590, Route::Thorough, 10),
            (9999, Route::Thorough, 21),
        ] {
            assert_eq!(age(seconds).changes_in(route).as_secs(), next, "{seconds} {route:?}");
        }
    }
}
