//! Jobs at every point at which the program can die, and on a disk that is full or read-only:
//! over HTTP against the practice environment, whose own state is the judge.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

use proptest::prelude::{ProptestConfig, Strategy};
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use tokio::sync::watch;

use crate::api::Client;
use crate::jobs::planner;
use crate::jobs::preview_reader::PreviewReader;
use crate::jobs::runner::{self, Control, Ended, Tools};
use crate::journal::tests::End;
use crate::journal::{JobSnapshot, Journal};
use crate::model::account::Credentials;
use crate::model::confirm::ConfirmedPlan;
use crate::model::criteria::Criteria;
use crate::model::fixture;
use crate::model::kinds::Kinds;
use crate::model::outcome::Outcome;
use crate::model::problem::RecordProblem;
use crate::model::receipt::Ending;
use crate::model::route::Route;
use crate::model::settings::JobSettings;
use crate::model::what::What;
use crate::platform::clock::Clock;
use cloudsweep_practice::{Server, Settings};

const OTHERS: usize = 20;
const ROUTES: [Route; 3] = [Route::Thorough, Route::Batches, Route::Sweep];

/// A practice environment with what is to go and what is to stay, and a folder for journals.
struct World {
    server: Server,
    client: Client,
    clock: Clock,
    folder: tempfile::TempDir,
    planned: usize,
}

impl World {
    async fn new(planned: usize) -> Self {
        let settings =
            Settings { assets: 0, quota: u32::MAX, page_limit: 20, backup: false, ..Settings::default() };
        let server = Server::start(settings).await.unwrap();
        let probe = server.probe();
        for number in 0..planned {
            let kind = if number % 3 == 0 { "raw" } else { "image" };
            probe.upload(kind, "upload", &format!("planned/{number:04}"), &[]);
        }
        for number in 0..OTHERS {
            probe.upload("image", "upload", &format!("other/{number:04}"), &[]);
        }
        let clock = Clock::skipping(move |by| probe.advance(by));
        let credentials = Credentials::from_cloudinary_url(&server.cloudinary_url()).unwrap();
        let client = Client::with_clock(credentials, clock.clone()).unwrap();
        Self { server, client, clock, folder: tempfile::tempdir().unwrap(), planned }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("journal.sqlite")
    }

    async fn confirmed(&self, route: Route) -> ConfirmedPlan {
        let criteria = Criteria {
            selector: fixture::prefix("planned/"),
            kinds: Kinds::default(),
            what: What::Originals,
            invalidate: true,
        };
        let reader = PreviewReader::new(&self.client, 0, self.clock.clone(), |_| {});
        let plan = planner::plan(&reader, &criteria, None).await.unwrap().plan;
        assert_eq!(plan.items().len(), self.planned);
        fixture::confirmed(plan, route, self.clock.now())
    }

    async fn run(&self, journal: &Journal, snapshot: JobSnapshot, reopened: bool) -> Ended {
        let control = watch::Sender::new(Control::Run);
        let tools = Tools {
            reader: self.client.reader(),
            deleter: self.client.deleter(&snapshot.job.warrant()),
            quota: self.client.quota(),
            journal: journal.clone(),
            control: control.subscribe(),
            progress: watch::Sender::default(),
            settings: JobSettings::default(),
            clock: self.clock.clone(),
        };
        let run = runner::run(tools, snapshot, reopened);
        tokio::time::timeout(Duration::from_mins(1), run).await.expect("the run comes to an end")
    }

    /// Goes on with the only job, or begins it if it was never written, and judges its end.
    async fn to_the_end(&self, route: Route) -> fixture::Receipt {
        let journal = Journal::open(&self.file()).unwrap();
        let left = journal.unfinished().await.unwrap();
        let ended = match left.first() {
            Some(left) => {
                let snapshot = journal.snapshot(left.summary.header.id).await.unwrap();
                self.run(&journal, snapshot, true).await
            }
            None if journal.summaries().await.unwrap().is_empty() => {
                let job = journal.begin(self.confirmed(route).await).await.unwrap();
                self.run(&journal, JobSnapshot::fresh(job), false).await
            }
            None => {
                let ended = journal.summaries().await.unwrap().remove(0);
                Ended { summary: ended, problem: None, unwritten: Vec::new() }
            }
        };
        assert!(ended.problem.is_none(), "{route:?}: {:?}", ended.problem);
        assert_eq!(ended.summary.ending(), Some(Ending::Complete));
        assert!(ended.summary.adds_up());
        let probe = self.server.probe();
        let left: BTreeSet<String> = probe.all().into_iter().map(|asset| asset.public_id).collect();
        assert_eq!(left.len(), OTHERS, "{route:?}: {left:?}");
        assert!(left.iter().all(|name| name.starts_with("other/")));
        journal.receipt(ended.summary.header.id).await.unwrap()
    }
}

/// Lives until the journal's `writes`-th write; begins the job, or goes on with it, on a day with
/// some faults. Gives whether it came to its end before.
async fn life(world: &World, route: Route, writes: u32, end: End, faults: &[&str]) -> bool {
    let bad_day = || faults.iter().for_each(|fault| world.server.probe().fault(fault.parse().unwrap()));
    let journal = Journal::open_until(&world.file(), writes, end).unwrap();
    let known = journal.summaries().await.unwrap();
    let ended = match known.first() {
        Some(summary) if summary.ending().is_some() => return true,
        Some(summary) => {
            let snapshot = journal.snapshot(summary.header.id).await.unwrap();
            bad_day();
            world.run(&journal, snapshot, true).await
        }
        None => {
            let confirmed = world.confirmed(route).await;
            let before = world.server.probe().requests().changing;
            let Ok(job) = journal.begin(confirmed).await else {
                assert_eq!(world.server.probe().requests().changing, before, "not written, not sent");
                return false;
            };
            bad_day();
            world.run(&journal, JobSnapshot::fresh(job), false).await
        }
    };
    assert!(ended.problem.is_some() || ended.summary.ending().is_some());
    ended.summary.ending().is_some()
}

/// Ends unwritten, or written and unanswered.
const DEATHS: [End; 2] = [End::Unwritten, End::Unanswered];

/// Each write of a job in turn is the last one of a life.
async fn dies_at_every_write(route: Route) {
    for end in DEATHS {
        for writes in 1.. {
            let world = World::new(130).await;
            let through = life(&world, route, writes, end, &[]).await;
            let receipt = Box::pin(world.to_the_end(route)).await;
            assert!(receipt.extras.is_empty(), "{route:?} {writes} {end:?}: {:?}", receipt.extras);
            if through {
                assert!(writes > 5, "{route:?}: it was through after {writes} writes");
                break;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_survives_a_death_at_every_write() {
    let running = ROUTES.map(|route| tokio::spawn(dies_at_every_write(route)));
    for route in running {
        route.await.unwrap();
    }
}

/// Several short lives, in which answers are lost and lists are cut off. As many cases as
/// `PROPTEST_CASES` says, or a few.
#[test]
fn a_job_survives_any_number_of_deaths_on_a_bad_day() {
    const FAULTS: [&str; 5] = [
        "drop-after:1@changing",
        "cut-body:1@changing",
        "drop-before:1@changing",
        "short-listing:1@reading",
        "empty-listing:1@reading",
    ];
    let life_of = (1_u32..16, 0..DEATHS.len(), 0..FAULTS.len());
    let case = (0..ROUTES.len(), proptest::collection::vec(life_of, 1..5));
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(16);
    let mut runner = TestRunner::new(ProptestConfig::default());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for _ in 0..cases {
        let (route, lives) = case.new_tree(&mut runner).unwrap().current();
        let route = ROUTES[route];
        runtime.block_on(async {
            let world = World::new(130).await;
            for (writes, end, fault) in &lives {
                life(&world, route, *writes, DEATHS[*end], &[FAULTS[*fault]]).await;
                world.server.probe().clear_faults();
            }
            let receipt = Box::pin(world.to_the_end(route)).await;
            assert!(receipt.extras.is_empty(), "{route:?} {lives:?}: {:?}", receipt.extras);
        });
    }
}

/// Every answer that came is handed back, and with it nothing has to be asked for again.
async fn without_a_disk(route: Route, end: End, why: RecordProblem) {
    // Enough outcomes that they cannot all find room in pages that are there already.
    let world = World::new(4_000).await;
    let confirmed = world.confirmed(route).await;
    let journal = Journal::open_until(&world.file(), 3, end).unwrap();
    let job = journal.begin(confirmed).await.unwrap();
    let id = job.header().id;
    let ended = world.run(&journal, JobSnapshot::fresh(job), false).await;
    let problem = ended.problem.expect("it stops");
    assert_eq!(problem.code, why.into());
    assert_eq!(ended.summary.ending(), None);
    drop(journal);
    let journal = Journal::open(&world.file()).unwrap();
    for record in ended.unwritten {
        journal.record(id, record).await.unwrap();
    }
    drop(journal);
    let receipt = Box::pin(world.to_the_end(route)).await;
    let deleted = |line: &&crate::model::receipt::Line| matches!(line.outcome, Some(Outcome::Deleted { .. }));
    assert_eq!(receipt.lines.iter().filter(deleted).count(), world.planned, "{route:?}");
}

#[tokio::test]
async fn a_full_disk_stops_the_job_and_loses_nothing() {
    for route in ROUTES {
        Box::pin(without_a_disk(route, End::Full, RecordProblem::Full)).await;
    }
}

#[tokio::test]
async fn a_read_only_disk_stops_the_job_and_loses_nothing() {
    for route in ROUTES {
        Box::pin(without_a_disk(route, End::ReadOnly, RecordProblem::ReadOnly)).await;
    }
}
