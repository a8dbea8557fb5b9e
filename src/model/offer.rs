//! What each way to send a plan costs: arithmetic, shown before anything starts.

use std::time::Duration;

use super::destroy::DestroyBy;
use super::outline::Outline;
use super::route::Route;
use super::schedule::{Allowance, Schedule};
use super::sweep::SweepBy;
use super::unix_time::UnixTime;
use super::what::What;

/// What a route costs in requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    /// Admin API calls, each counted against the hourly quota.
    pub counted: u64,
    /// It may be fewer: how the server destroys is found out by the first request.
    pub at_most: bool,
    /// Upload API calls, not counted.
    pub free: u64,
}

/// What becomes of copies in the CDN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cdn {
    /// The form said not to clear them.
    Kept,
    /// Destroy clears them everywhere.
    ForCertain,
    /// Bulk calls clear them only where Cloudinary enabled it for the account.
    WhereEnabled,
}

/// What the price depends on besides the plan.
#[derive(Clone, Copy, Debug, Default)]
pub struct Conditions {
    /// What the quota leaves to jobs.
    pub allowance: Allowance,
    /// The time.
    pub now: UnixTime,
    /// How destroy was last found to name assets in this environment; `None`: never tried.
    pub destroy_by: Option<DestroyBy>,
}

/// A route with its price, as it is offered for one plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// The route.
    pub route: Route,
    /// Requests.
    pub price: Price,
    /// Per cent of an hour's limit that the counted requests are; `None`: the limit is not known.
    pub share: Option<f32>,
    /// The hours in which they are made.
    pub schedule: Schedule,
    /// Expected, with the waiting.
    pub time: Duration,
    /// What becomes of copies in the CDN.
    pub cdn: Cdn,
    /// Why this one is the best, if it is.
    pub suggested: Option<Suggestion>,
    /// What it sends where it may take more than the plan, to be read before it may be chosen.
    pub takes_more: Option<SweepBy>,
}

/// Why a route is the best for a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suggestion {
    /// The only one for copies.
    Copies,
    /// Thorough: so few go one at a time without a wait.
    Few,
    /// Thorough: its calls come from fewer hours than those of batches.
    FewerHours {
        /// Of Thorough.
        hours: u64,
        /// Of batches.
        instead_of: u64,
    },
    /// Batches: the fastest that deletes exactly the plan.
    Fastest,
}

impl Price {
    /// Of a plan on a route.
    fn of(route: Route, plan: Outline<'_>, conditions: &Conditions) -> Self {
        let Conditions { allowance, now, destroy_by } = *conditions;
        let items = plan.len();
        let fresh_for = (plan.taken_at() + Route::FRESH).since(now);
        let counted = |by| match (route, plan.sweep()) {
            (Route::Sweep, Some(sweep)) => sweep.requests(),
            _ => route.counted(items, fresh_for, allowance.left(now), by),
        };
        // By name alone is tried anew.
        let exact = counted(Some(DestroyBy::AssetIdInForm));
        let (counted, known) = (counted(destroy_by), destroy_by.is_some_and(DestroyBy::is_exact));
        Self {
            counted,
            at_most: !known && exact < counted,
            free: if route == Route::Thorough { items } else { 0 },
        }
    }
}

impl Cdn {
    fn of(route: Route, invalidate: bool) -> Self {
        match route {
            _ if !invalidate => Self::Kept,
            Route::Thorough => Self::ForCertain,
            Route::Batches | Route::Sweep => Self::WhereEnabled,
        }
    }
}

impl Offer {
    fn of(route: Route, plan: Outline<'_>, conditions: &Conditions) -> Self {
        let Conditions { allowance, now, .. } = conditions;
        let price = Price::of(route, plan, conditions);
        let schedule = allowance.schedule(price.counted, *now);
        let work = Duration::from_secs(plan.len().div_ceil(route.pace()));
        Self {
            route,
            price,
            share: allowance.quota.limit.map(|limit| price.counted as f32 * 100.0 / limit.max(1) as f32),
            schedule,
            time: schedule.wait + work,
            cdn: Cdn::of(route, plan.invalidate()),
            suggested: None,
            takes_more: plan.sweep().filter(|_| route == Route::Sweep).map(|sweep| sweep.by.clone()),
        }
    }

    /// Every route that a plan can take, one of them suggested.
    ///
    /// Copies can only go in batches, since destroy always takes the original. A sweep is never
    /// suggested: it may take more than the plan.
    pub fn all<'a>(plan: impl Into<Outline<'a>>, conditions: &Conditions) -> Vec<Self> {
        let plan = plan.into();
        let offer = |route| Self::of(route, plan, conditions);
        if plan.what() != What::Originals {
            let mut only = offer(Route::Batches);
            only.suggested = Some(Suggestion::Copies);
            return vec![only];
        }
        let (mut thorough, mut batches) = (offer(Route::Thorough), offer(Route::Batches));
        if is_small(plan, &thorough) {
            thorough.suggested = Some(Suggestion::Few);
        } else if thorough.schedule.windows.max(1) < batches.schedule.windows {
            let (hours, instead_of) = (thorough.schedule.windows, batches.schedule.windows);
            thorough.suggested = Some(Suggestion::FewerHours { hours, instead_of });
        } else {
            batches.suggested = Some(Suggestion::Fastest);
        }
        let sweep = plan.sweep().map(|_| offer(Route::Sweep));
        [thorough, batches].into_iter().chain(sweep).collect()
    }

    /// The suggested route.
    pub fn suggested<'a>(plan: impl Into<Outline<'a>>, conditions: &Conditions) -> Route {
        let best = Self::all(plan, conditions).into_iter().find(|offer| offer.suggested.is_some());
        best.map_or(Route::Batches, |offer| offer.route)
    }
}

/// Few enough to go one at a time without a wait.
fn is_small(plan: Outline<'_>, thorough: &Offer) -> bool {
    plan.len() <= 5_000 && thorough.schedule.windows <= 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::account::Quota;
    use crate::model::breadth::Breadth;
    use crate::model::fixture::{at, draft, items};
    use crate::model::plan::{Draft, Plan};

    fn plan(count: u32, what: What) -> Plan {
        let draft = Draft { what, breadth: Breadth::Caught, ..draft(items(count, true)) };
        Plan::freeze_with_selector(draft, Some(SweepBy::Prefix("docs/".into())))
    }

    fn conditions(now: i64) -> Conditions {
        let quota =
            Quota { limit: Some(500), remaining: Some(500), resets_at: Some(at(3600)), paused_until: None };
        Conditions { allowance: Allowance { quota, reserve: 20 }, now: at(now), destroy_by: None }
    }

    fn prices(plan: &Plan, conditions: &Conditions) -> Vec<(u64, u64)> {
        Offer::all(plan, conditions).iter().map(|offer| (offer.price.counted, offer.price.free)).collect()
    }

    #[test]
    fn prices_are_arithmetic() {
        let small = plan(250, What::Originals);
        assert_eq!(prices(&small, &conditions(0)), [(3, 250), (3, 0), (1, 0)]);
        assert_eq!(prices(&small, &conditions(601)), [(3, 250), (6, 0), (1, 0)], "an old preview is checked");
        let large = plan(50_000, What::Originals);
        assert_eq!(prices(&large, &conditions(0)), [(500, 50_000), (600, 0), (50, 0)]);
        let offers = Offer::all(&large, &conditions(0));
        assert_eq!(offers[2].share, Some(10.0));
        assert_eq!((offers[0].schedule.windows, offers[2].schedule.windows), (2, 1));
    }

    #[test]
    fn one_at_a_time_by_asset_id_asks_only_about_what_goes_when_the_preview_is_old() {
        let thorough = |items, now, destroy_by| {
            let conditions = Conditions { destroy_by, ..conditions(now) };
            let price = Offer::all(&plan(items, What::Originals), &conditions)[0].price;
            (price.counted, price.at_most)
        };
        for known in [DestroyBy::AssetIdInForm, DestroyBy::AssetIdInJson] {
            assert_eq!(thorough(250, 0, Some(known)), (0, false));
            assert_eq!(thorough(250, 601, Some(known)), (3, false), "an old preview is checked");
            assert_eq!(thorough(50_000, 0, Some(known)), (140, false), "36,000 go in ten minutes");
        }
        for not_known in [None, Some(DestroyBy::Name)] {
            assert_eq!(thorough(250, 0, not_known), (3, true));
            assert_eq!(thorough(250, 601, not_known), (3, false));
        }
    }

    #[test]
    fn one_route_is_suggested_with_its_reason_and_it_is_never_the_sweep() {
        for (items, route) in [(1, Route::Thorough), (5_000, Route::Thorough), (20_000, Route::Batches)] {
            let offers = Offer::all(&plan(items, What::Originals), &conditions(0));
            let suggested: Vec<_> = offers.iter().filter(|offer| offer.suggested.is_some()).collect();
            assert_eq!(suggested.len(), 1);
            assert_eq!(suggested[0].route, route, "{items}");
            assert_eq!(offers[2].takes_more, Some(SweepBy::Prefix("docs/".into())));
        }
        let huge = plan(120_000, What::Originals);
        for destroy_by in [None, Some(DestroyBy::AssetIdInForm)] {
            let conditions = Conditions { destroy_by, ..conditions(0) };
            assert_eq!(Offer::suggested(&huge, &conditions), Route::Thorough, "half as many hours");
            let large = plan(20_000, What::Originals);
            assert_eq!(Offer::suggested(&large, &conditions), Route::Batches, "within the hour");
        }
    }

    #[test]
    fn copies_never_go_by_destroy() {
        for what in [What::AllCopies, What::ChosenCopies] {
            let offers = Offer::all(&plan(1, what), &Conditions::default());
            assert_eq!(offers.iter().map(|offer| offer.route).collect::<Vec<_>>(), [Route::Batches]);
        }
    }

    #[test]
    fn only_destroy_clears_the_cdn_for_certain() {
        let offers = Offer::all(&plan(1, What::Originals), &Conditions::default());
        let cdn: Vec<Cdn> = offers.iter().map(|offer| offer.cdn).collect();
        assert_eq!(cdn, [Cdn::ForCertain, Cdn::WhereEnabled, Cdn::WhereEnabled]);
    }
}
