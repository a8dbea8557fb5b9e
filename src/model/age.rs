//! How old a preview is, and how old it may be when it is confirmed.
//!
//! What was listed changes: assets are uploaded anew, renamed, deleted. A sweep takes what its
//! selector finds when it is sent, so it needs a younger preview than what goes asset by asset.

use std::time::Duration;

use super::plan::Plan;
use super::route::Route;
use super::unix_time::UnixTime;

const MINUTE: u64 = 60;
/// A window's time is as of its frame, and so may be a moment behind the listing's.
const MOMENT: Duration = Duration::from_secs(2);

/// Of a preview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Age {
    /// `None`: the clock was set back since, so nobody knows.
    elapsed: Option<Duration>,
}

impl Age {
    /// How old a plan is.
    pub fn of(plan: &Plan, now: UnixTime) -> Self {
        let taken_at = plan.taken_at();
        let just_now = || (now + MOMENT >= taken_at).then_some(Duration::ZERO);
        Self { elapsed: now.since(taken_at).or_else(just_now) }
    }

    /// Whether a plan of this age may be confirmed on a route. Not where the clock was set back.
    pub fn is_fresh(self, route: Route) -> bool {
        self.elapsed.is_some_and(|elapsed| elapsed <= longest(route))
    }

    /// How long ago it was taken; `None`: the clock was set back since, so nobody knows.
    pub fn elapsed(self) -> Option<Duration> {
        self.elapsed
    }

    /// When its words change next, or whether it is fresh.
    pub fn changes_in(self, route: Route) -> Duration {
        let seconds = self.elapsed.unwrap_or_default().as_secs();
        let minute = MINUTE - seconds % MINUTE;
        let old = (longest(route).as_secs() + 1).saturating_sub(seconds);
        Duration::from_secs(if old > 0 { minute.min(old) } else { minute })
    }
}

/// How old a preview may be that is confirmed.
const fn longest(route: Route) -> Duration {
    match route {
        Route::Sweep => Duration::from_mins(10),
        Route::Thorough | Route::Batches => Duration::from_hours(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture::{at, plan};

    /// Of a plan that was taken at 0.
    fn age(now: i64) -> Age {
        Age::of(&plan(Vec::new()), at(now))
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
        assert!(age(-2).is_fresh(Route::Sweep), "the window's frame began before the listing's end");
        assert!(!age(-3).is_fresh(Route::Thorough));
        assert_eq!(age(-60).elapsed(), None);
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
