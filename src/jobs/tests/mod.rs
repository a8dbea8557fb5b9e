//! Previews and runs against a product environment in memory: no socket, and a clock on which waiting
//! takes no time.

mod batches;
mod cloud;
mod plans;
mod sweeps;

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::watch;

use self::cloud::Cloud;
use super::preview_reader::PreviewReader;
use super::runner::{self, Control, Ended, Tools};
use crate::api::Client;
use crate::api::fixture::{Answer, Asked};
use crate::journal::{JobSnapshot, Journal};
use crate::model::account::Quota;
use crate::model::fixture::{confirmed, draft, item};
use crate::model::item::PlanItem;
use crate::model::job::Job;
use crate::model::job_id::JobId;
use crate::model::outcome::Outcome;
use crate::model::plan::{Draft, Plan};
use crate::model::receipt::Extra;
use crate::model::route::Route;
use crate::model::settings::JobSettings;
use crate::model::sweep::SweepBy;
use crate::model::unix_time::UnixTime;
use crate::model::what::What;
use crate::platform::clock::Clock;

/// For so long a preview counts, seconds.
const FRESH: i64 = Route::FRESH.as_secs() as i64;
/// More than any of these tests needs.
const MOST_REQUESTS: usize = 500;

/// What a test does before a request is answered, and its answer in place of the environment's. It gets
/// the request, how many of the same method came before it, and the environment.
type Meanwhile = Box<dyn FnMut(&Asked, usize, &mut Cloud) -> Option<Answer> + Send>;

#[derive(Default)]
struct State {
    cloud: Cloud,
    asked: Vec<Asked>,
    meanwhile: Option<Meanwhile>,
}

/// An environment with a client, a journal, and what the user and the quota say to its runs.
struct World {
    state: Arc<Mutex<State>>,
    client: Client,
    journal: Journal,
    clock: Clock,
    control: watch::Sender<Control>,
    quota: watch::Sender<Quota>,
    folder: tempfile::TempDir,
}

impl World {
    /// An environment that holds these.
    fn new(there: Vec<PlanItem>) -> Self {
        let cloud = Cloud { there, ..Cloud::default() };
        let state = Arc::new(Mutex::new(State { cloud, ..State::default() }));
        let (answers, clock) = (Arc::clone(&state), Clock::skipping(|_| {}));
        let client = Client::scripted(clock.clone(), move |asked| {
            let State { cloud, asked: all, meanwhile } = &mut *answers.lock().unwrap();
            let before = all.iter().filter(|it| it.method == asked.method).count();
            assert!(all.len() < MOST_REQUESTS, "it never ends");
            all.push(asked.clone());
            let answer = meanwhile.as_mut().and_then(|meanwhile| meanwhile(&asked, before, cloud));
            answer.unwrap_or_else(|| cloud.answer(&asked))
        });
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::open(&folder.path().join("journal.sqlite")).unwrap();
        let (control, quota) = (watch::Sender::default(), watch::Sender::default());
        Self { state, client, journal, clock, control, quota, folder }
    }

    /// The hour's calls are used up for another half of it.
    fn use_up_the_hour(&self) {
        let resets_at = Some(self.clock.now() + Duration::from_mins(30));
        self.quota.send_replace(Quota {
            limit: Some(500),
            remaining: Some(0),
            resets_at,
            ..Quota::default()
        });
    }

    fn cloud<T>(&self, change: impl FnOnce(&mut Cloud) -> T) -> T {
        change(&mut self.state.lock().unwrap().cloud)
    }

    /// Says what happens before each request.
    fn meanwhile(&self, answer: impl FnMut(&Asked, usize, &mut Cloud) -> Option<Answer> + Send + 'static) {
        self.state.lock().unwrap().meanwhile = Some(Box::new(answer));
    }

    /// Every request so far with this method.
    fn asked(&self, method: &str) -> Vec<Asked> {
        let state = self.state.lock().unwrap();
        state.asked.iter().filter(|asked| asked.method == method).cloned().collect()
    }

    /// The journal's file.
    fn path(&self) -> PathBuf {
        self.folder.path().join("journal.sqlite")
    }

    /// Takes the journal's file away: it takes nothing more.
    fn lose_the_journal(&self) {
        std::fs::rename(self.path(), self.path().with_extension("moved")).unwrap();
    }

    fn reader(&self) -> PreviewReader {
        PreviewReader::new(&self.client, 20, self.clock.clone(), |_| {})
    }

    /// A plan that was previewed so many seconds ago; below 0, before the clock was set back.
    fn plan(&self, items: Vec<PlanItem>, what: What, selector: Option<SweepBy>, ago: i64) -> Plan {
        let taken_at = UnixTime::from_seconds(self.clock.now().seconds() - ago);
        let environment = self.client.environment().id();
        Plan::freeze_with_selector(Draft { environment, what, taken_at, ..draft(items) }, selector)
    }

    async fn begin(&self, plan: Plan, route: Route) -> Job {
        let at = plan.taken_at();
        self.journal.begin(confirmed(plan, route, at)).await.unwrap()
    }

    fn tools(&self, job: &Job) -> Tools {
        Tools {
            reader: self.client.reader(),
            deleter: self.client.deleter(&job.warrant()),
            quota: self.quota.subscribe(),
            journal: self.journal.clone(),
            control: self.control.subscribe(),
            progress: watch::Sender::default(),
            settings: JobSettings::default(),
            clock: self.clock.clone(),
        }
    }

    /// Runs a job that was just begun.
    async fn run(&self, job: Job) -> Ended {
        Box::pin(runner::run(self.tools(&job), JobSnapshot::fresh(job), false)).await
    }

    /// Goes on with a job as the journal has it, after a restart.
    async fn go_on(&self, job: JobId) -> Ended {
        let snapshot = self.journal.snapshot(job).await.unwrap();
        Box::pin(runner::run(self.tools(&snapshot.job), snapshot, true)).await
    }

    /// How each item ended.
    async fn ends(&self, job: JobId) -> Vec<Option<Outcome>> {
        self.journal.receipt(job).await.unwrap().lines.into_iter().map(|line| line.outcome).collect()
    }

    /// What went beyond the plan.
    async fn extras(&self, job: JobId) -> Vec<Extra> {
        self.journal.receipt(job).await.unwrap().extras
    }
}

/// Assets by their numbers.
fn numbered(numbers: impl IntoIterator<Item = u8>) -> Vec<PlanItem> {
    numbers.into_iter().map(|number| item(number, true)).collect()
}

/// Deleted, with so many copies.
#[expect(clippy::unnecessary_wraps, reason = "as the ends beside it")]
fn deleted(copies: u64) -> Option<Outcome> {
    Some(Outcome::Deleted { copies: Some(copies) })
}
