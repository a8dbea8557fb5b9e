//! A practice environment with something hostile before it, and the way of a whole deletion through
//! both.

use std::path::Path;
use std::time::Duration;

use cloudsweep::api::{Client, Timeouts};
use cloudsweep::jobs::runner::{Control, Ended};
use cloudsweep::model::account::{Credentials, Region};
use cloudsweep::model::outcome::Outcome;
use cloudsweep::platform::clock::Clock;
use cloudsweep_practice::Settings;

use crate::proxy::{Deed, Proxy, Request};
use crate::receipt::Receipt;
use crate::support::{PREFIX, Running, Way, World, server, within};

/// The secret of every test: to be found nowhere.
pub const SECRET: &str = "CANARY-8f3b/1d07_c0ffee";
/// How long the client waits for an answer.
pub const PATIENCE: Duration = Duration::from_millis(1200);

/// Credentials for a server at this address.
pub fn credentials(prefix: &str, secret: &str) -> Credentials {
    Credentials::from_fields("demo", "key", secret, &Region::Own(prefix.to_owned())).unwrap()
}

/// A client that waits so long for an answer.
pub fn waiting(credentials: Credentials, clock: Clock, patience: Duration) -> Client {
    let timeouts = Timeouts { connect: patience, read: patience, change: patience };
    Client::with(credentials, clock, timeouts).unwrap()
}

/// A client of a server at this address that waits five seconds.
pub fn client(prefix: &str) -> Client {
    waiting(credentials(prefix, SECRET), Clock::default(), Duration::from_secs(5))
}

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
        world.client = waiting(credentials, world.clock.clone(), PATIENCE);
        Self { world, proxy }
    }

    /// Previews everything that begins with [`PREFIX`] and deletes it. Gives the receipt.
    pub async fn delete(&self, way: Way) -> Receipt {
        let job = self.world.job(way).await;
        let ended = self.world.run(job).await;
        self.judge(way, &ended).await
    }

    /// The same for so long, and then stopped.
    pub async fn delete_for(&self, way: Way, time: Duration) -> Receipt {
        let running = Running::start(&self.world, self.world.job(way).await, false);
        tokio::time::sleep(time).await;
        running.control.send_replace(Control::Stop);
        let ended = within(running.run).await.unwrap();
        self.judge(way, &ended).await
    }

    async fn judge(&self, way: Way, ended: &Ended) -> Receipt {
        assert!(ended.problem.is_none(), "{way:?}: {:?}", ended.problem);
        let receipt = self.world.judge(&ended.summary).await;
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
