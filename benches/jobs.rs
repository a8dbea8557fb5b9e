//! Figures of plans and jobs: `cargo bench --bench jobs`.
//!
//! With `CLOUDSWEEP_BENCH_URL` (a `CLOUDINARY_URL` line) it only carries out everything of that
//! practice environment on the route that `CLOUDSWEEP_BENCH_ROUTE` names, for `benches/compare.sh`,
//! and tells how many were deleted in how many seconds, and how many a second its ceiling allows at
//! the latency that `CLOUDSWEEP_BENCH_LATENCY` names in milliseconds.

#[path = "../tests/support/confirmed.rs"]
mod confirmed;
#[path = "../tests/support/tools.rs"]
mod tools;

use std::error::Error;
use std::io::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cloudsweep::api::Client;
use cloudsweep::jobs::planner;
use cloudsweep::jobs::preview_reader::PreviewReader;
use cloudsweep::jobs::runner::{self, Control, Ended, Tools};
use cloudsweep::journal::{JobSnapshot, Journal, Record};
use cloudsweep::model::account::Credentials;
use cloudsweep::model::criteria::Criteria;
use cloudsweep::model::job::{BatchState, Job};
use cloudsweep::model::kinds::Kinds;
use cloudsweep::model::outcome::Outcome;
use cloudsweep::model::plan::Plan;
use cloudsweep::model::route::Route;
use cloudsweep::model::seal::SealKeys;
use cloudsweep::model::selector::{Everything, NonBlank, Prefix, Selector};
use cloudsweep::model::settings::JobSettings;
use cloudsweep::model::sweep::Sweep;
use cloudsweep::model::what::What;
use cloudsweep::platform::clock::{self, Clock};
use cloudsweep_practice::{DestroyById, Server, Settings};
use futures_util::StreamExt as _;
use tokio::sync::watch;

use self::confirmed::confirmed;

type Done<T> = Result<T, Box<dyn Error>>;

const LATENCY: Duration = Duration::from_millis(50);

/// So many go one by one, and ten times as many a hundred at a time: for sixteen seconds and six.
/// What the figures are taken of.
fn uploaded() -> Selector {
    Selector::Prefix(Prefix(NonBlank::new("bench/").expect("a text")))
}

fn assets(route: Route) -> usize {
    match route {
        Route::Thorough => 10_000,
        Route::Batches | Route::Sweep => 100_000,
    }
}

/// Assets a second that a route's ceiling of requests under way allows; a sweep sends one after the
/// other.
fn limit(route: Route, latency: Duration) -> f64 {
    let at_once = match route {
        Route::Thorough => f64::from(JobSettings::DESTROYS),
        Route::Batches => f64::from(JobSettings::CALLS) * Route::BATCH as f64,
        Route::Sweep => Sweep::REQUEST as f64,
    };
    at_once / latency.as_secs_f64()
}

fn say(line: &str) {
    drop(writeln!(std::io::stdout(), "{line}"));
}

/// A client of an environment, and a journal in a folder of its own.
struct Bench {
    client: Client,
    journal: Journal,
    _folder: tempfile::TempDir,
}

impl Bench {
    fn new(url: &str) -> Done<Self> {
        let credentials = Credentials::from_cloudinary_url(url)?;
        let folder = tempfile::tempdir()?;
        let journal = Journal::open(&folder.path().join("journal.sqlite"))?;
        journal.seal_with(&SealKeys::new([1; 32], [2; 32]));
        Ok(Self { client: Client::new(credentials)?, journal, _folder: folder })
    }

    async fn plan(&self, selector: Selector) -> Done<Arc<Plan>> {
        let criteria =
            Criteria { selector, kinds: Kinds::default(), what: What::Originals, invalidate: true };
        let reader = PreviewReader::new(&self.client, 0, Clock::default(), |_| {});
        Ok(Arc::new(planner::plan(&reader, &criteria, None).await?.plan))
    }

    async fn begin(&self, plan: Arc<Plan>, route: Route) -> Done<Job> {
        Ok(self.journal.begin(confirmed(plan, route, clock::now())).await?)
    }

    fn tools(&self, job: &Job, control: watch::Receiver<Control>) -> Tools {
        let settings = JobSettings { reserve: 0, ..JobSettings::default() };
        tools::tools(&self.client, &self.journal, job, control, settings, &Clock::default())
    }

    async fn run(&self, job: Job) -> (Ended, Duration) {
        let control = watch::Sender::new(Control::Run);
        let tools = self.tools(&job, control.subscribe());
        let begun = Instant::now();
        let ended = runner::run(tools, JobSnapshot::fresh(job), false).await;
        (ended, begun.elapsed())
    }
}

/// A server with so many assets under `bench/`.
async fn server(assets: usize, latency: Duration) -> Done<Server> {
    let settings = Settings { assets: 0, quota: u32::MAX, backup: false, latency, ..Settings::default() };
    let server = Server::start(settings).await?;
    for number in 0..assets {
        server.probe().upload("image", "upload", &format!("bench/{number:06}"), &[]);
    }
    Ok(server)
}

/// A job of everything, on a server that knows destroy so.
async fn route(name: &str, route: Route, destroy_by_id: DestroyById) -> Done<()> {
    let assets = assets(route);
    let server = server(assets, LATENCY).await?;
    server.probe().set_destroy_by_id(destroy_by_id);
    let bench = Bench::new(&server.cloudinary_url())?;
    let plan = bench.plan(uploaded()).await?;
    let job = bench.begin(plan, route).await?;
    let before = server.probe().requests();
    let (ended, took) = bench.run(job).await;
    let after = server.probe().requests();
    let (deleted, limit) = (ended.summary.tally.deleted, limit(route, LATENCY));
    let rate = deleted as f64 / took.as_secs_f64();
    say(&format!(
        "{name}: {deleted} of {assets} deleted in {:.2} s, {rate:.0} a second, {:.3} of the limit {limit:.0}; \
         {} counted requests, {} uncounted",
        took.as_secs_f64(),
        rate / limit,
        after.counted - before.counted,
        (after.total - after.counted) - (before.total - before.counted),
    ));
    Ok(())
}

async fn routes() -> Done<()> {
    route("Thorough", Route::Thorough, DestroyById::default()).await?;
    route("Thorough by name", Route::Thorough, DestroyById::only("")?).await?;
    route("Batches", Route::Batches, DestroyById::default()).await?;
    route("Sweep", Route::Sweep, DestroyById::default()).await
}

/// From the user's word to the end of the job, while all requests are under way.
async fn stop() -> Done<()> {
    let server = server(2_000, LATENCY).await?;
    let bench = Bench::new(&server.cloudinary_url())?;
    let plan = bench.plan(uploaded()).await?;
    let job = bench.begin(plan, Route::Thorough).await?;
    let control = watch::Sender::new(Control::Run);
    let tools = bench.tools(&job, control.subscribe());
    let mut board = tools.progress.subscribe();
    let run = tokio::spawn(runner::run(tools, JobSnapshot::fresh(job), false));
    board.wait_for(|all| all.first().is_some_and(|progress| progress.tally.deleted > 300)).await?;
    let begun = Instant::now();
    control.send_replace(Control::Stop);
    let ended = run.await?;
    say(&format!(
        "Stop: answered and written after {:.0} ms, with {} of 2000 deleted",
        begun.elapsed().as_secs_f64() * 1000.0,
        ended.summary.tally.deleted
    ));
    Ok(())
}

/// Outcomes as batches write them: a hundred at a time, several batches at once.
async fn journal() -> Done<()> {
    let server = server(50_000, Duration::ZERO).await?;
    let bench = Bench::new(&server.cloudinary_url())?;
    let plan = bench.plan(uploaded()).await?;
    let items = plan.items().len();
    let begun = Instant::now();
    let id = bench.begin(plan, Route::Batches).await?.header().id;
    let written = begun.elapsed();
    let begun = Instant::now();
    let batch = |index: usize| {
        let journal = bench.journal.clone();
        let outcomes = (index * 100..(index + 1) * 100)
            .map(|item| (item as u32, Outcome::Deleted { copies: Some(3) }))
            .collect();
        let state = Some(BatchState::Done);
        let record = Record { batch: index as u32, outcomes, state, ..Record::default() };
        async move {
            journal.sending(id, index as u32).await?;
            journal.record(id, record).await
        }
    };
    let mut writing = futures_util::stream::iter((0..items / 100).map(batch)).buffer_unordered(8);
    while let Some(done) = writing.next().await {
        done?;
    }
    let took = begun.elapsed();
    say(&format!(
        "Journal: {:.0} outcomes a second; a job of {items} items written in {:.2} s",
        items as f64 / took.as_secs_f64(),
        written.as_secs_f64()
    ));
    Ok(())
}

/// Everything of an environment elsewhere.
async fn everything(url: &str) -> Done<()> {
    let route = match std::env::var("CLOUDSWEEP_BENCH_ROUTE").as_deref() {
        Ok("thorough") => Route::Thorough,
        Ok("batches") => Route::Batches,
        Ok("sweep") => Route::Sweep,
        other => return Err(format!("CLOUDSWEEP_BENCH_ROUTE is {other:?}").into()),
    };
    let bench = Bench::new(url)?;
    let plan = bench.plan(Selector::Everything(Everything)).await?;
    let job = bench.begin(plan, route).await?;
    let (ended, took) = bench.run(job).await;
    let latency = std::env::var("CLOUDSWEEP_BENCH_LATENCY").ok().and_then(|text| text.parse().ok());
    let limit = latency.map_or(0.0, |latency| limit(route, Duration::from_millis(latency)));
    say(&format!("{} {:.3} {limit:.0}", ended.summary.tally.deleted, took.as_secs_f64()));
    Ok(())
}

fn main() -> Done<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        if let Ok(url) = std::env::var("CLOUDSWEEP_BENCH_URL") {
            return everything(&url).await;
        }
        routes().await?;
        stop().await?;
        journal().await
    })
}
