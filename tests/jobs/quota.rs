//! The hourly quota: the reserve stays untouched, the schedule holds, and no limit is ever drawn
//! that was not planned. Hours pass in seconds: clock and server skip every wait together.

use std::time::Duration;

use cloudsweep::jobs::progress::{Phase, Progress};
use cloudsweep::jobs::runner::{self, Control};
use cloudsweep::journal::Standing;
use cloudsweep::model::criteria::{Selector, What};
use cloudsweep::model::job::Route;
use cloudsweep::model::route::{Conditions, Offer};
use cloudsweep::model::schedule::Allowance;
use cloudsweep::practice::Settings;
use tokio::sync::watch;

use crate::support::{PREFIX, World, server, within};

/// A quota of so many calls an hour.
fn limited(quota: u32) -> Settings {
    Settings { quota, page_limit: 500, ..server() }
}

impl World {
    fn conditions(&self) -> Conditions {
        let allowance = Allowance { quota: *self.client.quota().borrow(), reserve: self.settings.reserve };
        Conditions { allowance, now: self.clock.now() }
    }
}

/// Runs a plan; gives the hours that were predicted and the hours in which calls were made.
async fn hours(world: &World, route: Route) -> (u64, u64) {
    let plan = world.plan(Selector::Prefix(PREFIX.into()), What::Originals).await;
    let offers = Offer::all(&plan, &world.conditions());
    let predicted = offers.into_iter().find(|offer| offer.route == route).unwrap().schedule.windows;
    let planned = plan.items().len() as u64;
    let job = world.begin(plan, route).await;
    world.skipped.lock().unwrap().clear();
    let ended = world.run(job).await;
    assert!(ended.problem.is_none(), "{:?}", ended.problem);
    assert_eq!(ended.summary.tally.deleted, planned);
    // Nothing fails here, so every wait is one for the next hour.
    let waits = world.skipped.lock().unwrap().len() as u64;
    (predicted, waits + 1)
}

/// Every refused call is in the log.
fn limits_drawn(world: &World) -> usize {
    world.probe.request_log().iter().filter(|call| call.status == 420).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_predicted_hours_are_the_hours_on_every_route() {
    for (route, assets, quota) in
        [(Route::Thorough, 6_000, 25), (Route::Batches, 6_000, 40), (Route::Sweep, 6_000, 100)]
    {
        let world = World::new(limited(quota)).await;
        world.fill(assets, 0);
        world.probe.record(true);
        let (predicted, actual) = hours(&world, route).await;
        assert!(predicted.abs_diff(actual) <= 1, "{route:?}: {predicted} predicted, {actual} it took");
        assert_eq!(limits_drawn(&world), 0, "{route:?}");
        if route != Route::Sweep {
            assert!(actual >= 3, "{route:?}: the quota was never short");
        }
    }
}

/// The issue's own size. In batches, since a quarter of a million requests one by one say no more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_quarter_of_a_million_assets_on_five_hundred_calls_an_hour() {
    let world = World::new(limited(500)).await;
    world.fill(250_000, 0);
    world.probe.record(true);
    let (predicted, actual) = hours(&world, Route::Batches).await;
    assert!(predicted.abs_diff(actual) <= 1, "{predicted} predicted, {actual} it took");
    assert_eq!(limits_drawn(&world), 0);
    assert!(world.probe.is_empty());
}

#[tokio::test]
async fn the_reserve_is_left_to_the_site() {
    let world = World::new(limited(50)).await;
    world.fill(3_000, 0);
    let plan = world.plan(Selector::Prefix(PREFIX.into()), What::Originals).await;
    let job = world.begin(plan, Route::Batches).await;
    let control = watch::Sender::new(Control::Run);
    let mut tools = world.tools(&job, control.subscribe());
    // Waits are not skipped here: the run stands still at the reserve.
    tools.clock = cloudsweep::platform::clock::Clock::default();
    let mut board = tools.progress.subscribe();
    let run = tokio::spawn(runner::run(tools, Standing::fresh(job), false));
    let waits =
        |all: &Vec<Progress>| all.first().is_some_and(|it| matches!(it.phase, Phase::KeepingReserve { .. }));
    let progress = within(board.wait_for(waits)).await.unwrap().clone();
    assert_eq!(world.probe.quota_used(), 40, "a fifth of fifty stays");
    let Phase::KeepingReserve { kept, until } = progress[0].phase else { unreachable!() };
    assert_eq!(kept, 10);
    let left = progress[0].time_left.unwrap();
    assert!(until > world.clock.now() && left >= Duration::from_secs(until.abs_diff(world.clock.now())));
    control.send_replace(Control::Stop);
    let ended = within(run).await.unwrap();
    world.judge(&ended.summary).await;
}

#[tokio::test]
async fn a_long_preview_leaves_the_reserve_alone_and_goes_on_in_the_next_hour() {
    let world = World::new(Settings { page_limit: 20, ..limited(50) }).await;
    world.fill(2_000, 0);
    world.probe.record(true);
    let plan = world.plan(Selector::Prefix(PREFIX.into()), What::Originals).await;
    assert_eq!(plan.items().len(), 2_000);
    let waits = world.skipped.lock().unwrap().len();
    assert!((2..=3).contains(&waits), "a hundred pages at forty an hour: {waits} waits");
    assert_eq!(limits_drawn(&world), 0);
}
