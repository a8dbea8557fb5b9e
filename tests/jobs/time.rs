//! Time that jumps: a computer that slept in the middle of a job, and a clock that was set back.

use std::time::Duration;

use cloudsweep::jobs::progress::Phase;
use cloudsweep::jobs::runner::{self, Control};
use cloudsweep::journal::JobSnapshot;
use cloudsweep::model::asset::AssetName;
use cloudsweep::model::outcome::{Outcome, Skip, Tally};
use cloudsweep::model::problem::DeletionProblem;
use cloudsweep::model::what::What;
use cloudsweep_practice::Settings;
use tokio::sync::watch;

use crate::support::{PREFIX, Running, TAG, Way, World, by_name_alone, kind, server, within};

/// In the middle of a hundred the computer sleeps for hours, and somebody uploads another asset under
/// a name whose turn has not come, and overwrites one: both stay, in every form of destroy.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_came_while_the_computer_slept_in_the_middle_of_a_hundred_stays() {
    for settings in [server(), by_name_alone()] {
        let latency = Duration::from_millis(20);
        let mut world = World::new(Settings { latency, page_limit: 500, ..settings }).await;
        world.settings.destroys = 1;
        world.fill(90, 0);
        let job = world.job(Way::Thorough).await;
        let (replaced, overwritten) = (job.items()[89].name.clone(), job.items()[88].name.clone());
        let running = Running::under_way(&world, job).await;
        let put = |name: &AssetName| {
            world.probe.upload(name.resource_type.as_str(), name.delivery_type.as_str(), &name.public_id, &[])
        };
        let (resource, delivery) = (replaced.resource_type.as_str(), replaced.delivery_type.as_str());
        assert!(world.probe.remove(resource, delivery, &replaced.public_id), "its turn has not come");
        let left = [put(&replaced), put(&overwritten)];
        world.clock.wait_towards(world.clock.now() + Duration::from_hours(8)).await;
        let ended = within(running.run).await.unwrap();
        world.judge(&ended.summary).await;
        let Tally { deleted, already_gone, skipped, .. } = ended.summary.tally;
        assert_eq!((deleted, already_gone, skipped), (88, 1, 1));
        let mut there = world.probe.all();
        there.sort_by_key(|asset| std::cmp::Reverse(asset.public_id.clone()));
        assert_eq!(there, left);
    }
}

/// The preview is older than the clock says, so its assets are looked at again.
#[tokio::test]
async fn a_clock_that_was_set_back_does_not_make_a_preview_fresh() {
    let world = World::new(server()).await;
    world.fill(50, 0);
    world.clock.wait_towards(world.clock.now() + Duration::from_hours(4)).await;
    let job = world.job(Way::Batches).await;
    let (id, control) = (job.header().id, watch::Sender::new(Control::Run));
    let (resource, delivery) = kind(7);
    world.probe.upload(resource, delivery, &format!("{PREFIX}000007"), &[]);
    let mut tools = world.tools(&job, control.subscribe());
    tools.clock = cloudsweep::platform::clock::Clock::default();
    assert!(tools.clock.now() < job.header().previewed_at);
    let ended = Box::pin(within(runner::run(tools, JobSnapshot::fresh(job), false))).await;
    assert_eq!((ended.summary.tally.deleted, ended.summary.tally.skipped), (49, 1));
    let changed = Some(Outcome::Skipped { reason: Skip::Changed });
    assert!(world.receipt(id).await.lines.iter().any(|line| line.outcome == changed));
}

/// A sweep that rested (closed, or paused) is not sent again where it would take what was added since;
/// where nothing was, it goes on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sweep_that_rested_takes_nothing_that_was_added_meanwhile() {
    for way in [Way::SweepPrefix, Way::SweepTag] {
        for reopened in [false, true] {
            for (minutes, added) in [(8, true), (11, false), (11, true)] {
                let latency = Duration::from_millis(30);
                let world = World::new(Settings { latency, page_limit: 10, ..server() }).await;
                world.fill(200, 0);
                let job = world.job(way).await;
                let id = job.header().id;
                let mut running = Running::under_way(&world, job).await;
                running.control.send_replace(Control::Pause);
                running.shows(|progress| progress.phase == Phase::Paused).await;
                if added {
                    let (resource, delivery) = kind(0);
                    world.probe.upload(resource, delivery, &format!("{PREFIX}new"), &[TAG]);
                }
                world.clock.wait_towards(world.clock.now() + Duration::from_mins(minutes)).await;
                let sent = world.probe.requests().changing;
                let ended = if reopened {
                    running.run.abort();
                    world.go_on(id, Control::Run).await
                } else {
                    running.control.send_replace(Control::Run);
                    within(running.run).await.unwrap()
                };
                let case = format!("{way:?}, reopened {reopened}, {minutes} min, added {added}");
                if minutes > 10 && added {
                    let problem = ended.problem.expect(&case);
                    let public_id = format!("{PREFIX}new");
                    assert_eq!(problem.code, DeletionProblem::SweepTakesMore { public_id }.into(), "{case}");
                    assert_eq!(world.probe.requests().changing, sent, "{case}");
                } else {
                    assert!(ended.problem.is_none(), "{case}: {:?}", ended.problem);
                    assert_eq!(ended.summary.tally.deleted, 200, "{case}");
                }
            }
        }
    }
}

/// A sweep takes what its selector finds by then, so one that waited for long never begins.
#[tokio::test]
async fn a_sweep_that_waited_past_its_preview_sends_nothing() {
    for way in [Way::SweepPrefix, Way::SweepTag] {
        for reopened in [false, true] {
            let world = World::new(server()).await;
            world.fill(50, 5);
            let job = world.job(way).await;
            let id = job.header().id;
            world.clock.wait_towards(world.clock.now() + Duration::from_secs(601)).await;
            let ended = if reopened { world.go_on(id, Control::Run).await } else { world.run(job).await };
            let problem = ended.problem.expect("it says why");
            assert_eq!(problem.code, DeletionProblem::SweepTooLate.into());
            assert_eq!(world.there().len(), 55, "{way:?}");
            let ended = world.go_on(id, Control::Stop).await;
            world.judge(&ended.summary).await;
            assert_eq!((ended.summary.tally.skipped, world.there().len()), (50, 55), "{way:?}");
        }
    }
}

/// Whatever form destroy has, and however long the plan was looked through before.
#[tokio::test]
async fn what_was_overwritten_since_an_old_preview_is_skipped() {
    for (way, settings) in
        [(Way::Thorough, server()), (Way::Thorough, by_name_alone()), (Way::Batches, server())]
    {
        let world = World::new(Settings { page_limit: 500, ..settings }).await;
        world.fill(250, 0);
        let plan = world.plan(way.selector(), What::Originals).await;
        let (resource, delivery) = kind(7);
        world.probe.upload(resource, delivery, &format!("{PREFIX}000007"), &[]);
        world.clock.wait_towards(world.clock.now() + Duration::from_secs(601)).await;
        let job = world.begin(plan, way.route()).await;
        let before = world.probe.requests().counted;
        let ended = world.run(job).await;
        world.judge(&ended.summary).await;
        assert_eq!((ended.summary.tally.deleted, ended.summary.tally.skipped), (249, 1), "{way:?}");
        let looks = if way == Way::Batches { 6 } else { 3 };
        assert_eq!(world.probe.requests().counted - before, looks, "{way:?}: a look at each hundred");
    }
}
