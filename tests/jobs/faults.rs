//! Every fault of the practice environment, alone and mixed, on every route: never a wrong
//! deletion, never a false “deleted”, always an end or a clear pause.

use std::collections::BTreeMap;
use std::time::Duration;

use cloudsweep::jobs::progress::Progress;
use cloudsweep::jobs::runner::{self, Control, Ended};
use cloudsweep::journal::Standing;
use cloudsweep::model::criteria::What;
use cloudsweep::model::outcome::Outcome;
use cloudsweep::practice::{Fault, Settings};
use futures_util::StreamExt as _;
use proptest::prelude::{ProptestConfig, any, prop};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use tokio::sync::watch;

use crate::support::{PREFIX, Way, World, server, within};

const FAULTS: [&str; 14] = [
    "slow",
    "error-500",
    "html-503",
    "locked-423",
    "html-401",
    "limit-420",
    "limit-429",
    "drop-before",
    "drop-after",
    "cut-body",
    "empty-listing",
    "short-listing",
    "stale-index",
    "refuse-third",
];

const PLANNED: usize = 230;
const OTHERS: usize = 40;

/// Longer than any of these runs takes that does not wait for a better day.
const PATIENCE: Duration = Duration::from_secs(3);

/// Plans on a good day, begins, and lets the faults loose on the run; where it halts, goes on as a
/// person would. After a while the day is good again, for those that wait for it. Gives the world
/// and the last end.
async fn through(way: Way, faults: &[Fault]) -> (World, Ended) {
    let world = World::new(Settings { seed: 3, ..server() }).await;
    world.fill(PLANNED, way.others(OTHERS));
    let others: BTreeMap<_, _> =
        world.there().into_iter().filter(|(name, _)| !name.contains(PREFIX)).collect();
    let plan = world.plan(way.selector(), What::Originals).await;
    let job = world.begin(plan, way.route()).await;
    let id = job.header().id;
    for fault in faults {
        world.probe.fault(*fault);
    }
    let (probe, endless) = (world.probe.clone(), faults.iter().any(|fault| fault.remaining.is_none()));
    let better = tokio::spawn(async move {
        tokio::time::sleep(PATIENCE).await;
        if endless {
            probe.clear_faults();
        }
    });
    let mut ended = world.run(job).await;
    for attempt in 0..8 {
        if ended.summary.ending().is_some() {
            break;
        }
        assert!(ended.problem.is_some(), "{way:?} {faults:?}: it stands still and says nothing");
        if attempt == 6 {
            world.probe.clear_faults();
        }
        ended = world.go_on(id, Control::Run).await;
    }
    better.abort();
    let there: BTreeMap<_, _> =
        world.there().into_iter().filter(|(name, _)| !name.contains(PREFIX)).collect();
    assert_eq!(there, others, "{way:?} {faults:?}: what was not planned is as it was");
    (world, ended)
}

async fn judged(way: Way, faults: Vec<Fault>) {
    let (world, ended) = through(way, &faults).await;
    let receipt = world.judge(&ended.summary).await;
    assert!(receipt.extras.is_empty(), "{way:?} {faults:?}");
    let left = world.there().keys().filter(|name| name.contains(PREFIX)).count() as u64;
    let tally = ended.summary.tally;
    assert!(left <= tally.refused + tally.skipped + tally.unknown, "{way:?} {faults:?}: {tally:?}, {left}");
}

/// Most of the time is pauses between attempts, so many run at once.
async fn all(cases: Vec<(Way, Vec<Fault>)>) {
    let running = cases.into_iter().map(|(way, faults)| tokio::spawn(judged(way, faults)));
    let mut running = futures_util::stream::iter(running).buffer_unordered(8);
    while let Some(ended) = running.next().await {
        ended.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fault_alone_on_every_route() {
    let mut cases = Vec::new();
    for way in Way::ALL {
        for fault in FAULTS {
            for scope in ["@changing", "@reading"] {
                let text = format!("{fault}:2{scope}");
                cases.push((way, vec![text.parse().unwrap()]));
            }
        }
    }
    all(cases).await;
}

/// Until the day is good again: a run that cannot go on waits or halts, and ends well after.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn faults_that_stay_on_every_route() {
    let mut cases = Vec::new();
    for way in Way::ALL {
        for fault in FAULTS.into_iter().filter(|fault| *fault != "slow") {
            cases.push((way, vec![format!("{fault}@changing").parse().unwrap()]));
        }
        for fault in ["stale-index", "short-listing:40", "empty-listing:40"] {
            cases.push((way, vec![format!("{fault}@reading").parse().unwrap()]));
        }
    }
    all(cases).await;
}

/// As many cases as `PROPTEST_CASES` says, or a few.
#[test]
fn faults_mixed_on_any_route() {
    let fault = (0..FAULTS.len(), 1_u32..4, any::<bool>()).prop_map(|(fault, count, changing)| {
        let scope = if changing { "@changing" } else { "@reading" };
        format!("{}:{count}{scope}", FAULTS[fault]).parse::<Fault>().unwrap()
    });
    let case = (0..Way::ALL.len(), prop::collection::vec(fault, 1..5));
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(24);
    let mut runner = TestRunner::new(ProptestConfig { cases: 1, ..ProptestConfig::default() });
    let drawn: Vec<(Way, Vec<Fault>)> = (0..cases)
        .map(|_| {
            let (way, faults) = case.new_tree(&mut runner).unwrap().current();
            (Way::ALL[way], faults)
        })
        .collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(all(drawn));
}

#[tokio::test]
async fn what_the_server_refuses_is_told_in_its_own_words() {
    for way in [Way::Batches, Way::SweepPrefix, Way::SweepTag] {
        let (world, ended) = through(way, &["refuse-third@changing".parse().unwrap()]).await;
        let receipt = world.judge(&ended.summary).await;
        assert!(ended.summary.tally.refused > 50, "{way:?}: {:?}", ended.summary.tally);
        let refused = receipt.lines.iter().filter_map(|line| line.outcome.as_ref());
        let reasons: Vec<&str> = refused.map(Outcome::reason).filter(|it| !it.is_empty()).collect();
        assert!(reasons.iter().all(|reason| *reason == "unauthorized"), "{way:?}: {reasons:?}");
    }
}

#[tokio::test]
async fn a_server_that_never_answers_leaves_the_end_unknown_and_says_so() {
    let (world, ended) = through(Way::Batches, &["drop-before@changing".parse().unwrap()]).await;
    world.judge(&ended.summary).await;
    assert_eq!(ended.summary.tally.unknown, PLANNED as u64);
    assert_eq!(world.there().len(), PLANNED + OTHERS);
}

/// What stands on the board while a limit, or a server that is away, holds a run up.
#[tokio::test]
async fn a_run_that_waits_says_for_what() {
    for (fault, waiting) in [("limit-420", "WaitingForLimit"), ("html-503", "WaitingForNetwork")] {
        let world = World::in_real_time(server()).await;
        world.fill(20, 0);
        let plan = world.plan(Way::Batches.selector(), What::Originals).await;
        let job = world.begin(plan, Way::Batches.route()).await;
        world.probe.fault(fault.parse().unwrap());
        let control = watch::Sender::new(Control::Run);
        let tools = world.tools(&job, control.subscribe());
        let mut board = tools.progress.subscribe();
        let run = tokio::spawn(runner::run(tools, Standing::fresh(job), false));
        let named = |all: &Vec<Progress>| {
            all.first().is_some_and(|progress| format!("{:?}", progress.phase).starts_with(waiting))
        };
        within(board.wait_for(named)).await.unwrap();
        control.send_replace(Control::Stop);
        let ended = within(run).await.unwrap();
        world.judge(&ended.summary).await;
        assert_eq!(world.there().len(), 20);
    }
}

#[tokio::test]
async fn a_wrong_secret_halts_at_once_and_sends_nothing_more() {
    let world = World::new(server()).await;
    world.fill(150, 0);
    let plan = world.plan(Way::Thorough.selector(), What::Originals).await;
    let job = world.begin(plan, Way::Thorough.route()).await;
    world.probe.fault("html-401".parse().unwrap());
    let before = world.probe.requests().total;
    let ended = tokio::time::timeout(Duration::from_secs(20), world.run(job)).await.unwrap();
    assert!(ended.problem.unwrap().what.contains("credentials"));
    assert_eq!(ended.summary.ending(), None);
    assert!(world.probe.requests().total - before <= 8);
    assert_eq!(world.there().len(), 150);
}
