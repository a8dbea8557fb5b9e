//! Every fault of the practice environment, alone and mixed, on every route: never a wrong
//! deletion, never a false “deleted”, always an end or a clear pause.

use std::collections::BTreeMap;
use std::time::Duration;

use cloudsweep::api::AssetRef;
use cloudsweep::jobs::progress::Progress;
use cloudsweep::jobs::runner::{Control, Ended};
use cloudsweep::model::job::Job;
use cloudsweep::model::outcome::Outcome;
use cloudsweep::model::problem::{Code, DeletionProblem, Kind, Login, RequestProblem};
use cloudsweep::model::route::Route;
use cloudsweep::model::selector::{Copies, Everything, Selector};
use cloudsweep::model::what::What;
use cloudsweep_practice::{Fault, Scope, Settings, Trouble};
use futures_util::StreamExt as _;
use proptest::prelude::{ProptestConfig, any, prop};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use crate::support::{PREFIX, Running, Way, World, server, within};

const PLANNED: usize = 230;
const OTHERS: usize = 40;

/// Longer than any of these runs takes that does not wait for a better day.
const PATIENCE: Duration = Duration::from_secs(3);
/// Runs side by side: most of their time is pauses between attempts.
const AT_ONCE: usize = 16;

/// How a run begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Start {
    /// Right after the preview.
    Fresh,
    /// After a restart before anything was sent: what is there is asked for first.
    Reopened,
    /// After a restart in the middle of the first batch: half of it is gone, and nobody was told.
    InDoubt,
}

impl Start {
    const ALL: [Self; 3] = [Self::Fresh, Self::Reopened, Self::InDoubt];
}

/// A way, a start and what goes wrong.
#[derive(Clone, Debug)]
struct Case {
    way: Way,
    start: Start,
    faults: Vec<Fault>,
}

fn fault(text: &str) -> Fault {
    text.parse().unwrap()
}

fn fresh(way: Way, text: &str) -> Case {
    Case { way, start: Start::Fresh, faults: vec![fault(text)] }
}

/// Sends half of the first batch without telling the journal what became of it.
pub async fn leave_in_doubt(world: &World, job: &Job) {
    world.journal.sending(job.header().id, 0).await.unwrap();
    let deleter = world.client.deleter(&job.warrant());
    for item in job.batches().remove(0).items.step_by(2) {
        deleter.destroy(&job.items()[item].name, true).await.unwrap();
    }
}

/// Plans on a good day, begins, and lets the faults loose on the run; where it halts, goes on as a
/// user would. After a while the day is good again, for those that wait for it. Gives the world
/// and the last end.
async fn through(case: &Case) -> (World, Ended) {
    let Case { way, start, faults } = case;
    let slow = Duration::from_millis(200);
    let world = World::new(Settings { seed: 3, slow, ..server() }).await;
    world.fill(PLANNED, way.others(OTHERS));
    let others: BTreeMap<_, _> =
        world.there().into_iter().filter(|(name, _)| !name.contains(PREFIX)).collect();
    let job = world.job(*way).await;
    let id = job.header().id;
    if *start == Start::InDoubt {
        leave_in_doubt(&world, &job).await;
    }
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
    let mut ended = match start {
        Start::Fresh => world.run(job).await,
        Start::Reopened | Start::InDoubt => world.go_on(id, Control::Run).await,
    };
    for attempt in 0..8 {
        if ended.summary.ending().is_some() {
            break;
        }
        assert!(ended.problem.is_some(), "{case:?}: it stands still and says nothing");
        if attempt == 6 {
            world.probe.clear_faults();
        }
        // What waited longer than its preview is good for never begins: only an end is left for it.
        let too_old = ended
            .problem
            .as_ref()
            .is_some_and(|problem| problem.code == DeletionProblem::SweepTooLate.into());
        ended = world.go_on(id, if too_old { Control::Stop } else { Control::Run }).await;
    }
    better.abort();
    let there: BTreeMap<_, _> =
        world.there().into_iter().filter(|(name, _)| !name.contains(PREFIX)).collect();
    assert_eq!(there, others, "{case:?}: what was not planned is as it was");
    (world, ended)
}

async fn judged(case: Case) {
    let (world, ended) = through(&case).await;
    let receipt = world.judge(&ended.summary).await;
    assert!(receipt.extras.is_empty(), "{case:?}");
    let left = world.there().keys().filter(|name| name.contains(PREFIX)).count() as u64;
    let tally = ended.summary.tally;
    assert!(left <= tally.refused + tally.skipped + tally.unknown, "{case:?}: {tally:?}, {left}");
}

async fn all(cases: Vec<Case>) {
    let running = cases.into_iter().map(|case| tokio::spawn(judged(case)));
    let mut running = futures_util::stream::iter(running).buffer_unordered(AT_ONCE);
    while let Some(ended) = running.next().await {
        ended.unwrap();
    }
}

/// Deletions go wrong in every run; questions in those that ask.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fault_alone_on_every_route() {
    let mut cases = Vec::new();
    for way in Way::ALL {
        for trouble in Trouble::all() {
            let changing = Fault { trouble, remaining: Some(2), scope: Scope::Changing };
            let reading = Fault { scope: Scope::Reading, ..changing };
            cases.push(Case { way, start: Start::Fresh, faults: vec![changing] });
            for start in [Start::Reopened, Start::InDoubt] {
                cases.push(Case { way, start, faults: vec![reading] });
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
        for trouble in Trouble::all().filter(|trouble| *trouble != Trouble::Slow) {
            let changing = Fault { trouble, remaining: None, scope: Scope::Changing };
            let reading = Fault { scope: Scope::Reading, ..changing };
            cases.push(Case { way, start: Start::Fresh, faults: vec![changing] });
            cases.push(Case { way, start: Start::InDoubt, faults: vec![reading] });
        }
    }
    all(cases).await;
}

/// As many cases as `PROPTEST_CASES` says, or a few.
#[test]
fn faults_mixed_on_any_route() {
    let troubles: Vec<Trouble> = Trouble::all().collect();
    let fault = (0..troubles.len(), 1_u32..4, any::<bool>()).prop_map(move |(trouble, count, changing)| {
        let scope = if changing { Scope::Changing } else { Scope::Reading };
        Fault { trouble: troubles[trouble], remaining: Some(count), scope }
    });
    let case = (0..Way::ALL.len(), 0..Start::ALL.len(), prop::collection::vec(fault, 1..5));
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(48);
    let mut runner = TestRunner::new(ProptestConfig { cases: 1, ..ProptestConfig::default() });
    let drawn: Vec<Case> = (0..cases)
        .map(|_| {
            let (way, start, faults) = case.new_tree(&mut runner).unwrap().current();
            Case { way: Way::ALL[way], start: Start::ALL[start], faults }
        })
        .collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(all(drawn));
}

#[tokio::test]
async fn what_the_server_refuses_is_told_in_its_own_words() {
    for way in [Way::Batches, Way::SweepPrefix, Way::SweepTag] {
        let (world, ended) = through(&fresh(way, "refuse-third@changing")).await;
        let receipt = world.judge(&ended.summary).await;
        assert!(ended.summary.tally.refused > 50, "{way:?}: {:?}", ended.summary.tally);
        let refused = receipt.lines.iter().filter_map(|line| match &line.outcome {
            Some(Outcome::Refused { reason }) => Some(reason.own()),
            _ => None,
        });
        let reasons: Vec<&str> = refused.collect();
        assert!(reasons.iter().all(|reason| *reason == "unauthorized"), "{way:?}: {reasons:?}");
    }
}

#[tokio::test]
async fn a_server_that_never_answers_leaves_the_end_unknown_and_says_so() {
    let (world, ended) = through(&fresh(Way::Batches, "drop-before@changing")).await;
    world.judge(&ended.summary).await;
    assert_eq!(ended.summary.tally.unknown, PLANNED as u64);
    assert_eq!(world.there().len(), PLANNED + OTHERS);
}

/// What stands on the board while a limit, or a server that is away, holds a run up.
#[tokio::test]
async fn a_run_that_waits_says_for_what() {
    for (text, waiting, why) in [
        ("limit-420", "WaitingForLimit", ""),
        ("html-503@changing", "TryingAgain", "ServerTrouble"),
        ("drop-before@changing", "TryingAgain", "Network(Broken)"),
    ] {
        let world = World::in_real_time(server()).await;
        world.fill(20, 0);
        let job = world.job(Way::Batches).await;
        world.probe.fault(fault(text));
        let mut running = Running::start(&world, job, false);
        let named = |progress: &Progress| {
            let phase = format!("{:?}", progress.phase);
            phase.starts_with(waiting) && phase.contains(why)
        };
        running.shows(named).await;
        running.control.send_replace(Control::Stop);
        let ended = within(running.run).await.unwrap();
        world.judge(&ended.summary).await;
        assert_eq!(world.there().len(), 20);
    }
}

#[tokio::test]
async fn a_wrong_secret_halts_at_once_and_sends_nothing_more() {
    let world = World::new(server()).await;
    world.fill(150, 0);
    let job = world.job(Way::Thorough).await;
    world.probe.fault(fault("html-401"));
    let before = world.probe.requests().total;
    let ended = tokio::time::timeout(Duration::from_secs(20), world.run(job)).await.unwrap();
    assert!(matches!(
        ended.problem.unwrap().code,
        Code::Request(RequestProblem { kind: Kind::Unauthorised(Login::Unclear), .. })
    ));
    assert_eq!(ended.summary.ending(), None);
    assert!(world.probe.requests().total - before <= 8);
    assert_eq!(world.there().len(), 150);
}

/// All but one of the copies of the asset that has the most.
async fn chosen_copies(world: &World) -> Selector {
    let all = world.probe.all().into_iter();
    let most = all.max_by_key(|asset| asset.derived.len()).unwrap();
    let id = AssetRef::ById(most.asset_id.parse().unwrap());
    let details = world.client.reader().details(&id).await.unwrap().unwrap();
    assert!(details.derived.len() > 1);
    Selector::Copies(Copies { of: details.asset.into(), copies: details.derived[1..].to_vec() })
}

/// Copies that go while deletions go wrong. Originals stay as they are; what is called gone is
/// gone; of what is called unknown or refused nothing is said.
async fn copies(what: What, faults: Vec<Fault>) {
    let world = World::new(Settings { assets: 160, seed: 3, ..server() }).await;
    let there = world.there();
    let selector = if what == What::ChosenCopies {
        chosen_copies(&world).await
    } else {
        Selector::Everything(Everything)
    };
    let plan = world.plan(selector, what).await;
    let job = world.begin(plan, Route::Batches).await;
    for fault in &faults {
        world.probe.fault(*fault);
    }
    let ended = world.run(job).await;
    assert!(ended.problem.is_none(), "{what:?} {faults:?}: {:?}", ended.problem);
    let summary = ended.summary;
    assert!(summary.ending().is_some() && summary.adds_up(), "{what:?} {faults:?}: {summary:?}");
    assert_eq!(world.there(), there, "{what:?} {faults:?}: originals stay");
    let copies: BTreeMap<String, Vec<String>> = world
        .probe
        .all()
        .into_iter()
        .map(|asset| (asset.asset_id, asset.derived.into_iter().map(|copy| copy.id).collect()))
        .collect();
    let mut gone = 0;
    for line in world.receipt(summary.header.id).await.lines {
        if let Some(Outcome::Deleted { .. } | Outcome::AlreadyGone) = line.outcome {
            let left = &copies[&line.item.asset_id.to_string()];
            let is_left = match &line.item.copy {
                Some(copy) => left.contains(&copy.id.to_string()),
                None => !left.is_empty(),
            };
            assert!(!is_left, "{what:?} {faults:?}: {} is called gone and is there", line.item.name);
            gone += 1;
        }
    }
    assert!(gone > 0, "{what:?} {faults:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn copies_on_a_bad_day_go_and_their_originals_stay() {
    for what in [What::AllCopies, What::ChosenCopies] {
        let mut running = Vec::new();
        for trouble in Trouble::all().filter(|trouble| *trouble != Trouble::Html401) {
            let changing = Fault { trouble, remaining: Some(1), scope: Scope::Changing };
            let reading = Fault { scope: Scope::Reading, ..changing };
            running.push(vec![changing]);
            running.push(vec![fault("drop-after:1@changing"), reading]);
            running.push(vec![fault("drop-before:1@changing"), reading]);
        }
        let running = running.into_iter().map(|faults| tokio::spawn(copies(what, faults)));
        let mut running = futures_util::stream::iter(running).buffer_unordered(AT_ONCE);
        while let Some(ended) = running.next().await {
            ended.unwrap();
        }
    }
}
