//! The hourly quota: the reserve stays untouched, the schedule holds, and no limit is ever drawn
//! that was not planned. Hours pass in seconds: clock and server skip every wait together.

use std::time::Duration;

use cloudsweep::jobs::progress::{Phase, Progress};
use cloudsweep::jobs::runner::{self, Control};
use cloudsweep::journal::JobSnapshot;
use cloudsweep::model::offer::{Conditions, Offer};
use cloudsweep::model::route::Route;
use cloudsweep::model::schedule::{Allowance, HOUR};
use cloudsweep::model::what::What;
use cloudsweep_practice::Settings;
use tokio::sync::watch;

use crate::selectors;
use crate::support::{PREFIX, World, by_name_alone, server, within};

/// A quota of so many calls an hour.
fn limited(quota: u32) -> Settings {
    Settings { quota, page_limit: 500, ..server() }
}

impl World {
    /// At ten past by the server's clock: no test is to meet the full hour by chance.
    async fn at_ten_past(settings: Settings) -> Self {
        let world = Self::new(settings).await;
        let past = world.clock.now().seconds().rem_euclid(HOUR.as_secs() as i64).unsigned_abs();
        world.probe.advance(Duration::from_secs(HOUR.as_secs() + 600 - past));
        world
    }

    /// Calls that were used in each hour, the last one among them.
    fn used(&self) -> Vec<u32> {
        let mut used = self.skipped.lock().unwrap().clone();
        used.push(self.probe.quota_used());
        used
    }

    fn conditions(&self) -> Conditions {
        let allowance = Allowance { quota: *self.client.quota().borrow(), reserve: self.settings.reserve };
        Conditions { allowance, now: self.clock.now(), destroy_by: None }
    }
}

/// Runs a plan; gives the hours that were predicted and the hours in which calls were made.
async fn hours(world: &World, route: Route) -> (u64, u64) {
    let plan = world.plan(selectors::prefix(PREFIX), What::Originals).await;
    let offers = Offer::all(&plan, &world.conditions());
    let predicted = offers.into_iter().find(|offer| offer.route == route).unwrap().schedule.windows;
    let planned = plan.items().len() as u64;
    let job = world.begin(plan, route).await;
    world.skipped.lock().unwrap().clear();
    let ended = world.run(job).await;
    assert!(ended.problem.is_none(), "{:?}", ended.problem);
    assert_eq!(ended.summary.tally.deleted, planned);
    // Nothing fails here, so every wait is one for the next hour.
    (predicted, world.used().len() as u64)
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
        // By asset ID, Thorough would ask for nothing.
        let destroy_by_id = by_name_alone().destroy_by_id;
        let world = World::at_ten_past(Settings { destroy_by_id, ..limited(quota) }).await;
        world.fill(assets, 0);
        world.probe.record(true);
        let (predicted, actual) = hours(&world, route).await;
        assert!(predicted.abs_diff(actual) <= 1, "{route:?}: {predicted} predicted, {actual} it took");
        assert_eq!(limits_drawn(&world), 0, "{route:?}");
        assert!(world.used().iter().all(|used| *used <= quota - quota / 5), "{route:?}: {:?}", world.used());
        if route != Route::Sweep {
            assert!(actual >= 3, "{route:?}: the quota was never short");
        }
    }
}

/// The issue's own size. In batches, since a quarter of a million requests one by one say no more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_quarter_of_a_million_assets_on_five_hundred_calls_an_hour() {
    let world = World::at_ten_past(limited(500)).await;
    world.fill(250_000, 0);
    world.probe.record(true);
    let (predicted, actual) = hours(&world, Route::Batches).await;
    assert!(predicted.abs_diff(actual) <= 1, "{predicted} predicted, {actual} it took");
    assert_eq!(limits_drawn(&world), 0);
    assert!(world.used().iter().all(|used| *used <= 400), "{:?}", world.used());
    assert!(world.probe.is_empty());
}

/// Also when an answer comes so late that many others have overtaken it: what it tells is old.
#[tokio::test]
async fn the_reserve_is_left_to_the_site() {
    let slow = Duration::from_millis(800);
    let world = World::at_ten_past(Settings { slow, ..limited(50) }).await;
    world.fill(3_000, 0);
    let plan = world.plan(selectors::prefix(PREFIX), What::Originals).await;
    world.probe.fault("slow:1@changing".parse().unwrap());
    let job = world.begin(plan, Route::Batches).await;
    let control = watch::Sender::new(Control::Run);
    let mut tools = world.tools(&job, control.subscribe());
    // Waits are not skipped here: the run stands still at the reserve.
    tools.clock = cloudsweep::platform::clock::Clock::default();
    let mut board = tools.progress.subscribe();
    let run = tokio::spawn(runner::run(tools, JobSnapshot::fresh(job), false));
    let waits =
        |all: &Vec<Progress>| all.first().is_some_and(|it| matches!(it.phase, Phase::KeepingReserve { .. }));
    let progress = within(board.wait_for(waits)).await.unwrap().clone();
    assert_eq!(world.probe.quota_used(), 40, "a fifth of fifty stays");
    let Phase::KeepingReserve { kept, until } = progress[0].phase else { unreachable!() };
    assert_eq!(kept, 10);
    let left = progress[0].time_left.unwrap();
    assert!(until.since(world.clock.now()).is_some_and(|wait| !wait.is_zero() && left >= wait));
    control.send_replace(Control::Stop);
    let ended = within(run).await.unwrap();
    world.judge(&ended.summary).await;
}

/// Hours turn while answers are on their way: each hour keeps its own reserve.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_hour_that_turns_in_the_middle_of_a_run_keeps_its_reserve() {
    let latency = Duration::from_millis(5);
    let world = World::at_ten_past(Settings { latency, ..limited(50) }).await;
    world.fill(9_000, 0);
    world.probe.record(true);
    let plan = world.plan(selectors::prefix(PREFIX), What::Originals).await;
    let job = world.begin(plan, Route::Batches).await;
    let control = watch::Sender::new(Control::Run);
    let tools = world.tools(&job, control.subscribe());
    let mut board = tools.progress.subscribe();
    let run = tokio::spawn(runner::run(tools, JobSnapshot::fresh(job), false));
    for deleted in [900, 1_900, 3_100] {
        let so_far = |all: &Vec<Progress>| all.first().is_none_or(|it| it.tally.deleted > deleted);
        drop(within(board.wait_for(so_far)).await);
        let resets_at = world.client.quota().borrow().resets_at.unwrap();
        world.clock.wait_towards(resets_at).await;
    }
    let ended = within(run).await.unwrap();
    assert_eq!(ended.summary.tally.deleted, 9_000);
    assert_eq!(limits_drawn(&world), 0);
    assert!(world.used().iter().all(|used| *used <= 40), "{:?}", world.used());
}

#[tokio::test]
async fn a_long_preview_leaves_the_reserve_alone_and_goes_on_in_the_next_hour() {
    let world = World::at_ten_past(Settings { page_limit: 20, ..limited(50) }).await;
    world.fill(2_000, 0);
    world.probe.record(true);
    let plan = world.plan(selectors::prefix(PREFIX), What::Originals).await;
    assert_eq!(plan.items().len(), 2_000);
    let waits = world.skipped.lock().unwrap().len();
    assert!((2..=3).contains(&waits), "a hundred pages at forty an hour: {waits} waits");
    assert_eq!(limits_drawn(&world), 0);
}
