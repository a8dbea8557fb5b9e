//! One practice environment with a journal of its own, and a clock that skips every wait.

mod closed;
mod confirmed;
mod kind;
mod tools;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cloudsweep::api::Client;
use cloudsweep::jobs::planner::{self, Planned};
use cloudsweep::jobs::preview_reader::PreviewReader;
use cloudsweep::jobs::progress::Progress;
use cloudsweep::jobs::runner::{self, Control, Ended, Tools};
use cloudsweep::journal::{JobSnapshot, Journal};
use cloudsweep::model::account::Credentials;
use cloudsweep::model::criteria::Criteria;
use cloudsweep::model::job::Job;
use cloudsweep::model::job_id::JobId;
use cloudsweep::model::kinds::Kinds;
use cloudsweep::model::outcome::Outcome;
use cloudsweep::model::plan::Plan;
use cloudsweep::model::receipt::Summary;
use cloudsweep::model::route::Route;
use cloudsweep::model::selector::{Everything, Selector};
use cloudsweep::model::settings::JobSettings;
use cloudsweep::model::unix_time::UnixTime;
use cloudsweep::model::what::What;
use cloudsweep::platform::clock::Clock;
use cloudsweep_practice::{DestroyById, Knows, Probe, Server, Settings};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::kept::kept;
use crate::receipt::Receipt;
use crate::selectors;

pub use self::closed::closed;
pub use self::confirmed::confirmed;
pub use self::kind::kind;

/// What planned assets begin with; others do not.
pub const PREFIX: &str = "planned/";
/// What planned assets are tagged with; others are not.
pub const TAG: &str = "old";

/// An environment, its client and a journal.
pub struct World {
    _server: Server,
    pub probe: Probe,
    pub client: Client,
    pub journal: Journal,
    pub folder: tempfile::TempDir,
    pub clock: Clock,
    pub settings: JobSettings,
    /// Calls that were used in the hour under way, at every wait that was skipped.
    pub skipped: Arc<Mutex<Vec<u32>>>,
}

/// A server without assets of its own, and generous with calls.
pub fn server() -> Settings {
    Settings { assets: 0, quota: 1_000_000, page_limit: 40, backup: false, ..Settings::default() }
}

/// The same, older than destroy by asset ID: it knows the public ID alone.
pub fn by_name_alone() -> Settings {
    Settings { destroy_by_id: DestroyById { form: Knows::Not, json: Knows::Not }, ..server() }
}

impl World {
    pub async fn new(settings: Settings) -> Self {
        let server = Server::start(settings).await.unwrap();
        let probe = server.probe();
        let (moved, skipped) = (probe.clone(), Arc::<Mutex<Vec<u32>>>::default());
        let skips = Arc::clone(&skipped);
        let clock = Clock::skipping(move |by| {
            skips.lock().unwrap().push(moved.quota_used());
            moved.advance(by);
        });
        Self { skipped, ..Self::behind(server, probe, clock) }
    }

    /// An environment whose waits take their time.
    pub async fn in_real_time(settings: Settings) -> Self {
        let server = Server::start(settings).await.unwrap();
        let probe = server.probe();
        Self::behind(server, probe, Clock::default())
    }

    fn behind(server: Server, probe: Probe, clock: Clock) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::open(&folder.path().join("journal.sqlite")).unwrap();
        let credentials = Credentials::from_cloudinary_url(&server.cloudinary_url()).unwrap();
        let client = Client::with_clock(credentials, clock.clone()).unwrap();
        let settings = JobSettings::default();
        let skipped = Arc::default();
        Self { _server: server, probe, client, journal, folder, clock, settings, skipped }
    }

    /// Lets go of the journal and opens it again, once everything is in the file itself.
    pub fn reopen(&mut self) {
        let path = self.folder.path().join("journal.sqlite");
        let elsewhere = Journal::open(&self.folder.path().join("elsewhere.sqlite")).unwrap();
        drop(std::mem::replace(&mut self.journal, elsewhere));
        closed(&path);
        self.journal = Journal::open(&path).unwrap();
    }

    /// Puts in so many assets that are to go and so many that are to stay, of several kinds.
    pub fn fill(&self, planned: usize, others: usize) {
        for number in 0..planned {
            let (kind, delivery) = kind(number);
            self.probe.upload(kind, delivery, &format!("{PREFIX}{number:06}"), &[TAG, "all"]);
        }
        for number in 0..others {
            let (kind, delivery) = kind(number);
            self.probe.upload(kind, delivery, &format!("other/{number:06}"), &["all"]);
        }
    }

    /// Everything that is there, by full name, with asset ID and version.
    pub fn there(&self) -> BTreeMap<String, (String, i64)> {
        let name = |kind: &str, delivery: &str, id: &str| format!("{kind}/{delivery}/{id}");
        let all = self.probe.all().into_iter();
        all.map(|it| (name(it.resource_type, it.delivery_type, &it.public_id), (it.asset_id, it.version)))
            .collect()
    }

    /// A complete preview that nothing speaks against.
    pub async fn plan(&self, selector: Selector, what: What) -> Arc<Plan> {
        let planned = self.preview(selector, what, None).await;
        assert_eq!(planned.doubt, None);
        Arc::new(planned.plan)
    }

    pub async fn preview(&self, selector: Selector, what: What, last: Option<(u64, UnixTime)>) -> Planned {
        let criteria = Criteria { selector, kinds: Kinds::default(), what, invalidate: true };
        let reader = PreviewReader::new(&self.client, self.settings.reserve, self.clock.clone(), |_| {});
        planner::plan(&reader, &criteria, last).await.unwrap()
    }

    pub async fn begin(&self, plan: Arc<Plan>, route: Route) -> Job {
        self.journal.begin(confirmed(plan, route, self.clock.now())).await.unwrap()
    }

    /// Previews everything that goes this way, and begins to delete it.
    pub async fn job(&self, way: Way) -> Job {
        let plan = self.plan(way.selector(), What::Originals).await;
        self.begin(plan, way.route()).await
    }

    pub fn tools(&self, job: &Job, control: watch::Receiver<Control>) -> Tools {
        tools::tools(&self.client, &self.journal, job, control, self.settings, &self.clock)
    }

    /// Runs a job that was just begun.
    pub async fn run(&self, job: Job) -> Ended {
        let control = watch::Sender::new(Control::Run);
        let tools = self.tools(&job, control.subscribe());
        Box::pin(within(runner::run(tools, JobSnapshot::fresh(job), false))).await
    }

    /// Goes on with a job as the journal has it.
    pub async fn go_on(&self, job: JobId, control: Control) -> Ended {
        let snapshot = self.journal.snapshot(job).await.unwrap();
        let control = watch::Sender::new(control);
        let tools = self.tools(&snapshot.job, control.subscribe());
        Box::pin(within(runner::run(tools, snapshot, true))).await
    }

    pub async fn receipt(&self, job: JobId) -> Receipt {
        kept(&self.journal, job).await
    }

    /// Compares a receipt with what is really there: the sums, that everything that is called gone
    /// is gone, and that everything that was skipped is there.
    pub async fn judge(&self, summary: &Summary) -> Receipt {
        assert!(summary.ending().is_some(), "{summary:?}");
        assert!(summary.adds_up(), "{summary:?}");
        let receipt = self.receipt(summary.header.id).await;
        assert_eq!(&receipt.summary, summary, "live and reopened are the same");
        let there: BTreeSet<String> = self.there().into_values().map(|(id, _)| id).collect();
        for line in &receipt.lines {
            let (id, name) = (line.item.asset_id.to_string(), &line.item.name);
            match line.outcome.as_ref().expect("every item has an end") {
                Outcome::Deleted { .. } | Outcome::AlreadyGone => {
                    assert!(!there.contains(&id), "{name} is called gone and is there");
                }
                Outcome::Skipped { .. } => assert!(there.contains(&id), "{name} was skipped and is gone"),
                Outcome::Refused { .. } | Outcome::Unknown { .. } => {}
            }
        }
        receipt
    }
}

/// A run that is under way.
pub struct Running {
    pub control: watch::Sender<Control>,
    board: watch::Receiver<Vec<Progress>>,
    pub run: JoinHandle<Ended>,
}

impl Running {
    pub fn start(world: &World, job: Job, reopened: bool) -> Self {
        let control = watch::Sender::new(Control::Run);
        let tools = world.tools(&job, control.subscribe());
        let board = tools.progress.subscribe();
        Self { control, board, run: tokio::spawn(runner::run(tools, JobSnapshot::fresh(job), reopened)) }
    }

    /// One that was just begun and has deleted something.
    pub async fn under_way(world: &World, job: Job) -> Self {
        let mut running = Self::start(world, job, false);
        running.shows(|progress| progress.tally.deleted > 0).await;
        running
    }

    /// Until the board shows what pleases.
    pub async fn shows(&mut self, pleases: impl Fn(&Progress) -> bool) -> Progress {
        let shown = within(self.board.wait_for(|all| all.first().is_some_and(&pleases))).await.unwrap();
        shown[0].clone()
    }
}

/// No run may hang: an end or a clear halt comes in time.
pub async fn within<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_mins(4), work).await.expect("the run comes to an end")
}

/// A way to carry out a plan of everything that begins with [`PREFIX`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Thorough,
    Batches,
    SweepPrefix,
    SweepTag,
    SweepAll,
}

impl Way {
    pub const ALL: [Self; 5] =
        [Self::Thorough, Self::Batches, Self::SweepPrefix, Self::SweepTag, Self::SweepAll];

    pub fn route(self) -> Route {
        match self {
            Self::Thorough => Route::Thorough,
            Self::Batches => Route::Batches,
            Self::SweepPrefix | Self::SweepTag | Self::SweepAll => Route::Sweep,
        }
    }

    pub fn selector(self) -> Selector {
        match self {
            Self::Thorough | Self::Batches | Self::SweepPrefix => selectors::prefix(PREFIX),
            Self::SweepTag => selectors::tag(TAG),
            Self::SweepAll => Selector::Everything(Everything),
        }
    }

    /// Whether assets that are not in the plan can be there at all.
    pub fn others(self, number: usize) -> usize {
        if self == Self::SweepAll { 0 } else { number }
    }
}
