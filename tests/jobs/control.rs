//! The user's word to a running job: what a pause and a stop promise about the journal.

use std::time::Duration;

use cloudsweep::jobs::progress::Phase;
use cloudsweep::jobs::runner::{Control, Ended};
use cloudsweep::model::job::BatchState;
use cloudsweep::model::outcome::{Outcome, Tally};
use cloudsweep::model::problem::{Code, Kind, Login, RequestProblem};
use cloudsweep::model::receipt::JobState;
use cloudsweep::model::unsettled::{Asked, Cause};
use cloudsweep_practice::Settings;

use crate::faults::leave_in_doubt;
use crate::receipt::Receipt;
use crate::support::{PREFIX, Running, TAG, Way, World, server, within};

const ROUTES: [Way; 3] = [Way::Thorough, Way::Batches, Way::SweepPrefix];

/// A program that ends while it shows a pause leaves nothing in doubt, and has lost no answer.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pause_is_shown_only_when_every_answer_is_in_the_journal() {
    for way in ROUTES {
        let latency = Duration::from_millis(40);
        let mut world = World::in_real_time(Settings { latency, page_limit: 150, ..server() }).await;
        world.settings.calls = 4;
        let planned = 3_000;
        world.fill(planned, 0);
        let job = world.job(way).await;
        let id = job.header().id;
        let mut running = Running::start(&world, job, false);
        let mut before = 0;
        for _ in 0..3 {
            running.shows(|progress| progress.tally.deleted > before).await;
            running.control.send_replace(Control::Pause);
            let shown = running.shows(|progress| progress.phase == Phase::Paused).await;
            let snapshot = world.journal.snapshot(id).await.unwrap();
            assert!(snapshot.batches.iter().all(|(_, state)| *state != BatchState::Sending), "{way:?}");
            assert_eq!(snapshot.tally.deleted as usize, planned - world.there().len(), "{way:?}");
            assert_eq!((snapshot.tally, shown.under_way), (shown.tally, 0));
            before = shown.tally.deleted;
            running.control.send_replace(Control::Run);
        }
        running.control.send_replace(Control::Stop);
        let ended = within(running.run).await.unwrap();
        world.judge(&ended.summary).await;
        assert_eq!(ended.summary.tally.skipped as usize, world.there().len(), "{way:?}");
    }
}

/// The program ends, and for a moment the job outlives those who tell it what to do.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_paused_job_that_nobody_can_reach_any_more_begins_nothing() {
    let latency = Duration::from_millis(20);
    let world = World::in_real_time(Settings { latency, page_limit: 150, ..server() }).await;
    world.fill(400, 0);
    let job = world.job(Way::Thorough).await;
    let id = job.header().id;
    let mut running = Running::under_way(&world, job).await;
    running.control.send_replace(Control::Pause);
    running.shows(|progress| progress.phase == Phase::Paused).await;
    drop(running.control);
    tokio::time::sleep(Duration::from_millis(200)).await;
    let snapshot = world.journal.snapshot(id).await.unwrap();
    assert!(snapshot.batches.iter().all(|(_, state)| *state != BatchState::Sending));
    running.run.abort();
}

/// What stands in the way is told at once, not only when the user goes on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_paused_job_that_is_halted_says_so_and_ends_its_run() {
    let (slow, latency) = (Duration::from_secs(1), Duration::from_millis(20));
    let world = World::in_real_time(Settings { slow, latency, ..server() }).await;
    world.fill(1_500, 0);
    let job = world.job(Way::Batches).await;
    for fault in ["slow:1@changing", "html-401:1@changing"] {
        world.probe.fault(fault.parse().unwrap());
    }
    let running = Running::under_way(&world, job).await;
    running.control.send_replace(Control::Pause);
    let ended = within(running.run).await.unwrap();
    assert!(matches!(
        ended.problem.unwrap().code,
        Code::Request(RequestProblem { kind: Kind::Unauthorised(Login::Unclear), .. })
    ));
    assert_eq!(ended.summary.ending(), None);
}

/// Begins a job, has its first batch sent by a program that ended, and stops it at the next start.
/// Of that batch, half is gone. Gives the receipt.
async fn stopped_in_doubt(world: &World, way: Way) -> Receipt {
    let job = world.job(way).await;
    leave_in_doubt(world, &job).await;
    let changing = world.probe.requests().changing;
    let ended = world.go_on(job.header().id, Control::Stop).await;
    assert_eq!(world.probe.requests().changing, changing, "a stop sends nothing");
    assert_eq!(ended.summary.state, JobState::Stopped);
    world.judge(&ended.summary).await
}

#[tokio::test]
async fn a_stop_asks_about_what_is_in_doubt_before_it_says_what_it_does_not_know() {
    for way in ROUTES {
        let world = World::new(server()).await;
        world.fill(300, 0);
        let receipt = stopped_in_doubt(&world, way).await;
        let first =
            receipt.lines.iter().filter(|line| !matches!(line.outcome, Some(Outcome::Skipped { .. })));
        let first = first.count() as u64;
        let gone = (300 - world.there().len()) as u64;
        let expected =
            Tally { already_gone: gone, unknown: first - gone, skipped: 300 - first, ..Tally::default() };
        assert_eq!(receipt.summary.tally, expected, "{way:?}");
        assert_eq!(gone, first.div_ceil(2), "{way:?}");
        for line in &receipt.lines {
            if let Some(Outcome::Unknown { reason }) = &line.outcome {
                assert_eq!(reason.asked, Some(Asked::WhenStopped), "{way:?}: {reason:?}");
                let there = world.there();
                assert!(there.keys().any(|name| name.ends_with(&*line.item.name.public_id)), "{way:?}");
            }
        }
    }
}

/// Stops a run while a question is under way whose answer would take an hour, and gives its end.
async fn stopped_while_it_asks(world: &World, mut running: Running, deleted: u64) -> Ended {
    running.shows(|progress| progress.tally.deleted == deleted && progress.under_way > 0).await;
    let changing = world.probe.requests().changing;
    running.control.send_replace(Control::Stop);
    let ended = tokio::time::timeout(Duration::from_secs(20), running.run).await;
    let ended = ended.expect("it does not wait for the answer").unwrap();
    assert_eq!(world.probe.requests().changing, changing);
    world.judge(&ended.summary).await;
    ended
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_waits_for_no_question_while_nothing_is_in_doubt() {
    for way in ROUTES {
        let world = World::in_real_time(Settings { slow: Duration::from_hours(1), ..server() }).await;
        world.fill(150, 0);
        let job = world.job(way).await;
        world.probe.fault("slow@reading".parse().unwrap());
        // After a restart, everything is asked about first.
        let running = Running::start(&world, job, true);
        let ended = stopped_while_it_asks(&world, running, 0).await;
        assert_eq!(ended.summary.tally, Tally { skipped: 150, ..Tally::default() }, "{way:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_does_not_wait_for_what_a_sweep_asks_at_its_end() {
    let world = World::in_real_time(Settings { slow: Duration::from_hours(1), ..server() }).await;
    for number in 0..30 {
        world.probe.upload("image", "upload", &format!("{PREFIX}{number}"), &[TAG]);
    }
    let job = world.job(Way::SweepTag).await;
    // The sweep does not find it any more: its tag is gone.
    world.probe.upload("image", "upload", &format!("{PREFIX}7"), &[]);
    world.probe.fault("slow@reading".parse().unwrap());
    let ended = stopped_while_it_asks(&world, Running::start(&world, job, false), 29).await;
    assert_eq!(ended.summary.tally.skipped, 1);
}

/// However much of it is under way, it says that it was stopped if that kept anything from being sent,
/// and only then.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_says_that_it_was_stopped_exactly_where_that_left_something() {
    for way in ROUTES {
        for late in [false, true] {
            let latency = Duration::from_millis(40);
            let mut world = World::in_real_time(Settings { latency, page_limit: 150, ..server() }).await;
            world.settings.destroys = 2;
            // No more than is open at the same time.
            world.fill(200, 0);
            let job = world.job(way).await;
            let mut running = Running::start(&world, job, false);
            let enough = if late { 200 } else { 1 };
            running.shows(|progress| progress.tally.deleted >= enough).await;
            running.control.send_replace(Control::Stop);
            let ended = within(running.run).await.unwrap();
            world.judge(&ended.summary).await;
            let left = world.there().len() as u64;
            assert_eq!(ended.summary.tally.skipped, left, "{way:?}");
            let expected = if left > 0 { JobState::Stopped } else { JobState::Done };
            assert_eq!(ended.summary.state, expected, "{way:?}, {left} left");
        }
    }
}

async fn stopped_without_an_answer(way: Way) {
    let world = World::new(server()).await;
    world.fill(120, 0);
    let job = world.job(way).await;
    let id = job.header().id;
    world.journal.sending(id, 0).await.unwrap();
    let in_doubt = job.batches().remove(0).items.len() as u64;
    world.probe.fault("html-503@reading".parse().unwrap());
    let ended = world.go_on(id, Control::Stop).await;
    let receipt = world.judge(&ended.summary).await;
    assert_eq!(ended.summary.tally.unknown, in_doubt, "{way:?}");
    for line in &receipt.lines {
        if let Some(Outcome::Unknown { reason }) = &line.outcome {
            assert_eq!(*reason, Cause::CutOff.into(), "{way:?}");
        }
    }
    assert_eq!(world.there().len(), 120);
}

#[tokio::test]
async fn a_stop_that_cannot_ask_says_unknown_and_not_that_it_was_still_there() {
    // Each takes as long as a question's repetitions.
    let [first, second, third] = ROUTES.map(stopped_without_an_answer);
    tokio::join!(first, second, third);
}
