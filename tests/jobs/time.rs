//! Time that jumps: a computer that slept in the middle of a job, and a clock that was set back.

use std::time::Duration;

use cloudsweep::jobs::runner::{self, Control};
use cloudsweep::journal::Standing;
use cloudsweep::model::criteria::What;
use cloudsweep::model::outcome::{Outcome, Skip};
use cloudsweep::practice::Settings;
use tokio::sync::watch;

use crate::support::{PREFIX, Running, Way, World, kind, server, within};

/// Between the look at a hundred and its last destroy the computer sleeps for hours, and somebody
/// uploads another asset under a name whose turn has not come.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_came_while_the_computer_slept_in_the_middle_of_a_hundred_stays() {
    let latency = Duration::from_millis(20);
    let mut world = World::new(Settings { latency, page_limit: 500, ..server() }).await;
    world.settings.destroys = 1;
    world.fill(90, 0);
    let plan = world.plan(Way::Thorough.selector(), What::Originals).await;
    let job = world.begin(plan, Way::Thorough.route()).await;
    let last = job.items()[89].name.clone();
    let mut running = Running::start(&world, job, false);
    running.shows(|progress| progress.tally.deleted > 0).await;
    let (resource, delivery) = (last.resource_type.as_str(), last.delivery_type.as_str());
    assert!(world.probe.remove(resource, delivery, &last.public_id), "its turn has not come");
    let anew = world.probe.upload(resource, delivery, &last.public_id, &[]);
    world.clock.wait_towards(world.clock.now() + 8 * 3600).await;
    let ended = within(running.run).await.unwrap();
    world.judge(&ended.summary).await;
    assert_eq!((ended.summary.tally.deleted, ended.summary.tally.already_gone), (89, 1));
    assert_eq!(world.probe.asset(resource, delivery, &last.public_id), Some(anew));
}

/// The preview is older than the clock says, so its assets are looked at again.
#[tokio::test]
async fn a_clock_that_was_set_back_does_not_make_a_preview_fresh() {
    let world = World::new(server()).await;
    world.fill(50, 0);
    world.clock.wait_towards(world.clock.now() + 4 * 3600).await;
    let plan = world.plan(Way::Batches.selector(), What::Originals).await;
    let job = world.begin(plan, Way::Batches.route()).await;
    let (id, control) = (job.header().id, watch::Sender::new(Control::Run));
    let (resource, delivery) = kind(7);
    world.probe.upload(resource, delivery, &format!("{PREFIX}000007"), &[]);
    let mut tools = world.tools(&job, control.subscribe());
    tools.clock = cloudsweep::platform::clock::Clock::default();
    assert!(tools.clock.now() < job.header().previewed_at);
    let ended = Box::pin(within(runner::run(tools, Standing::fresh(job), false))).await;
    assert_eq!((ended.summary.tally.deleted, ended.summary.tally.skipped), (49, 1));
    let changed = Some(Outcome::Skipped { reason: Skip::Changed });
    assert!(world.receipt(id).await.lines.iter().any(|line| line.outcome == changed));
}
