//! A practice environment with something hostile before it, and the way of a whole deletion through
//! both.

use std::path::Path;
use std::time::Duration;

use cloudsweep::api::{Client, Timeouts};
use cloudsweep::jobs::runner::{self, Control, Tools};
use cloudsweep::journal::Standing;
use cloudsweep::model::account::{Credentials, Region};
use cloudsweep::model::job_id::JobId;
use cloudsweep::model::outcome::Outcome;
use cloudsweep::model::receipt::Receipt;
use cloudsweep::model::what::What;
use cloudsweep_practice::Settings;
use tokio::sync::watch;

use crate::proxy::{Deed, Proxy, Request};
use crate::support::{PREFIX, Way, World, server, within};

/// The secret of every test: to be found nowhere.
pub const SECRET: &str = "CANARY-8f3b/1d07_c0ffee";
/// How long the client waits for an answer.
pub const PATIENCE: Duration = Duration::from_millis(1200);

/// A practice environment, reached through a proxy.
pub struct Hostile {
    pub world: World,
    pub proxy: Proxy,
}

impl Hostile {
    pub async fn new(script: impl Fn(&Request) -> Deed + Send + Sync + 'static) -> Self {
        Self::of(server(), script).await
    }

    pub async fn of(settings: Settings, script: impl Fn(&Request) -> Deed + Send + Sync + 'static) -> Self {
        let settings = Settings { api_secret: SECRET.to_owned(), ..settings };
        let key = settings.api_key.clone();
        let mut world = World::new(settings).await;
        let environment = world.client.environment().clone();
        let proxy = Proxy::before(environment.region.api_prefix(), script);
        let region = Region::Own(proxy.prefix());
        let credentials = Credentials::from_fields(&environment.cloud_name, &key, SECRET, &region).unwrap();
        let timeouts = Timeouts { connect: PATIENCE, read: PATIENCE, change: PATIENCE };
        world.client = Client::with(credentials, world.clock.clone(), timeouts).unwrap();
        Self { world, proxy }
    }

    /// Previews everything that begins with [`PREFIX`] and deletes it. Gives the receipt.
    pub async fn delete(&self, way: Way) -> Receipt {
        let plan = self.world.plan(way.selector(), What::Originals).await;
        let job = self.world.begin(plan, way.route()).await;
        let id = job.header().id;
        let ended = self.world.run(job).await;
        assert!(ended.problem.is_none(), "{way:?}: {:?}", ended.problem);
        self.world.judge(&ended.summary).await;
        self.receipt(id).await
    }

    /// The same for so long, and then stopped.
    pub async fn delete_for(&self, way: Way, time: Duration) -> Receipt {
        let plan = self.world.plan(way.selector(), What::Originals).await;
        let job = self.world.begin(plan, way.route()).await;
        let id = job.header().id;
        let control = watch::Sender::new(Control::Run);
        let tools: Tools = self.world.tools(&job, control.subscribe());
        let run = tokio::spawn(runner::run(tools, Standing::fresh(job), false));
        tokio::time::sleep(time).await;
        control.send_replace(Control::Stop);
        let ended = within(run).await.unwrap();
        assert!(ended.problem.is_none(), "{way:?}: {:?}", ended.problem);
        self.world.judge(&ended.summary).await;
        self.receipt(id).await
    }

    async fn receipt(&self, job: JobId) -> Receipt {
        let receipt = self.world.receipt(job).await;
        let others = self.world.there().keys().filter(|name| !name.contains(PREFIX)).count();
        assert_eq!(others, OTHERS, "nothing that was not planned went");
        receipt
    }

    /// How many planned assets are there.
    pub fn left(&self) -> usize {
        self.world.there().keys().filter(|name| name.contains(PREFIX)).count()
    }

    pub fn journal(&self) -> &Path {
        self.world.folder.path()
    }
}

/// Assets that are to stay, in every world.
pub const OTHERS: usize = 4;

/// How many lines of a receipt ended so.
pub fn count(receipt: &Receipt, ends: impl Fn(&Outcome) -> bool) -> usize {
    receipt.lines.iter().filter(|line| line.outcome.as_ref().is_some_and(&ends)).count()
}

pub fn deleted(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Deleted { .. })
}

pub fn unknown(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Unknown { .. })
}

/// The routes that name what goes, and one that does not.
pub const WAYS: [Way; 3] = [Way::Thorough, Way::Batches, Way::SweepPrefix];

/// All of them side by side: most of their time is pauses.
pub async fn side_by_side<F>(runs: Vec<F>)
where
    F: Future<Output = ()> + Send + 'static,
{
    let runs: Vec<_> = runs.into_iter().map(tokio::spawn).collect();
    for run in runs {
        run.await.unwrap();
    }
}
