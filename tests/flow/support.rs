//! A background that is connected to a practice server of its own.

use std::collections::BTreeSet;
use std::sync::Arc;

use cloudsweep::jobs::instead::Instead;
use cloudsweep::jobs::report::ListReport;
use cloudsweep::model::account::Credentials;
use cloudsweep::model::asset::{Asset, DeliveryType, ResourceType};
use cloudsweep::model::criteria::Criteria;
use cloudsweep::model::delivery::Hosts;
use cloudsweep::model::kinds::Kinds;
use cloudsweep::model::offer::{Conditions, Offer};
use cloudsweep::model::outcome::Outcome;
use cloudsweep::model::plan::Plan;
use cloudsweep::model::preview::Preview;
use cloudsweep::model::problem::Problem;
use cloudsweep::model::route::Route;
use cloudsweep::model::selector::Selector;
use cloudsweep::model::what::What;
use cloudsweep::platform::clock;
use cloudsweep::platform::keychain::SessionVault;
use cloudsweep::platform::paths::Paths;
use cloudsweep::runtime::command::Command;
use cloudsweep::runtime::event::Event;
use cloudsweep::runtime::{self, Background, Link, Setup};
use cloudsweep_practice::{Server, Settings};
use tempfile::TempDir;

use crate::asked::asked;
use crate::confirmed::confirmed;
use crate::events::{PATIENCE, wait_for};
use crate::receipt::Receipt;
use crate::started::started;

/// A practice server, a background that is connected to it, and the way between them.
pub struct Way {
    pub server: Server,
    pub link: Link,
    pub home: TempDir,
    pub credentials: Credentials,
    generation: u64,
    background: Option<Background>,
}

/// A complete preview.
pub struct Previewed {
    pub plan: Arc<Plan>,
    pub report: Option<Arc<ListReport>>,
    pub instead: Vec<Instead>,
}

/// Cloudinary's own hosts, for the practice library's cloud name.
pub fn hosts() -> Hosts {
    Hosts::of_cloud("practice")
}

/// The default library.
pub fn open() -> Way {
    Way::open(Settings::default())
}

/// Originals of every kind.
pub fn originals(selector: Selector) -> Criteria {
    Criteria { selector, kinds: Kinds::default(), what: What::Originals, invalidate: true }
}

/// Copies of originals of every kind.
pub fn copies(selector: Selector) -> Criteria {
    Criteria { what: What::AllCopies, ..originals(selector) }
}

/// Only one resource type and delivery type.
pub fn only(criteria: Criteria, resource_type: ResourceType, delivery_type: DeliveryType) -> Criteria {
    let kinds = Kinds { resource_type: Some(resource_type), delivery_type: Some(delivery_type) };
    Criteria { kinds, ..criteria }
}

impl Way {
    /// A library with these settings, connected to and open.
    pub fn open(settings: Settings) -> Self {
        let server = started(settings);
        let credentials = Credentials::from_cloudinary_url(&server.cloudinary_url()).expect("its own line");
        let home = tempfile::tempdir().expect("a folder");
        let (link, background) = start(&home, &credentials);
        let background = Some(background);
        let mut way = Self { server, link, home, credentials, generation: 0, background };
        way.connect().expect("the practice server answers");
        way
    }

    /// Which links are of this environment.
    pub fn hosts(&self) -> Hosts {
        self.credentials.environment.hosts()
    }

    /// Ends the background and starts another one on the same files, as the next start does.
    pub fn restart(&mut self) {
        drop(self.background.take());
        let (link, background) = start(&self.home, &self.credentials);
        self.link = link;
        self.background = Some(background);
        self.connect().expect("the practice server answers");
    }

    /// Opens the environment.
    pub fn connect(&mut self) -> Result<(), Problem> {
        self.send(Command::Open(self.credentials.environment.id()));
        self.wait(|event| match event {
            Event::Opened { .. } => Some(Ok(())),
            Event::OpenFailed { problem, .. } => Some(Err(problem)),
            _ => None,
        })
    }

    pub fn send(&self, command: Command) {
        self.link.commands.try_send(command).expect("the background takes commands");
    }

    /// The first piece of news that `wanted` takes; the others are passed over.
    pub fn wait<T>(&mut self, wanted: impl FnMut(Event) -> Option<T>) -> T {
        wait_for(&mut self.link, PATIENCE, "what is wanted", wanted)
    }

    /// Counts to the end.
    pub fn try_preview(&mut self, criteria: Criteria) -> Result<Previewed, Problem> {
        self.generation += 1;
        let asked = self.generation;
        self.send(Command::Preview { generation: asked, criteria: Box::new(criteria), with: None });
        self.wait(|event| match event {
            Event::Preview { generation, preview, report, instead } if generation == asked => match preview {
                Preview::Counting { .. } => None,
                Preview::Complete(plan) => Some(Ok(Previewed { plan, report, instead })),
                Preview::Incomplete { problem, .. } => Some(Err(problem)),
            },
            _ => None,
        })
    }

    pub fn preview(&mut self, criteria: Criteria) -> Previewed {
        self.try_preview(criteria).expect("a complete preview")
    }

    /// Confirms a plan, carries it out by the suggested route and reads its receipt.
    pub fn carry_out(&mut self, plan: &Arc<Plan>) -> Receipt {
        let route = Offer::suggested(plan, &Conditions::default());
        self.carry_out_by(plan, route)
    }

    pub fn carry_out_by(&mut self, plan: &Arc<Plan>, route: Route) -> Receipt {
        self.send(Command::StartJob(confirmed(Arc::clone(plan), route, clock::now())));
        let (job, problem) = self.wait(|event| match event {
            Event::JobEnded { summary, problem } => Some((summary.header.id, problem)),
            Event::JobRefused { problem, .. } => panic!("refused: {problem:?}"),
            _ => None,
        });
        assert!(problem.is_none(), "{problem:?}");
        self.receipt(job)
    }

    pub fn receipt(&mut self, wanted: cloudsweep::model::job_id::JobId) -> Receipt {
        let receipt = asked(wanted, |command, answers| {
            self.send(command);
            self.wait(|event| answers(&event).then_some(event))
        });
        assert!(receipt.summary.adds_up(), "{:?}", receipt.summary);
        assert_eq!(receipt.lines.len() as u64, receipt.summary.header.planned);
        receipt
    }

    /// The first page of the library.
    pub fn library(&mut self) -> Vec<Arc<Asset>> {
        self.send(Command::ListLibrary { generation: 1, kind: None, cursor: None });
        self.wait(|event| match event {
            Event::LibraryPage { result, .. } => Some(result.expect("a page").assets),
            _ => None,
        })
    }

    /// Previews and carries out.
    pub fn delete(&mut self, criteria: Criteria) -> Receipt {
        let plan = self.preview(criteria).plan;
        self.carry_out(&plan)
    }

    /// Every asset that the server has, by its full name.
    pub fn there(&self) -> BTreeSet<Name> {
        self.server.probe().all().into_iter().map(|asset| Name::of(&asset)).collect()
    }
}

/// `image/upload/docs/owl`
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name(pub String);

impl Name {
    fn of(asset: &cloudsweep_practice::AssetView) -> Self {
        Self(format!("{}/{}/{}", asset.resource_type, asset.delivery_type, asset.public_id))
    }
}

/// The full names that a plan holds.
pub fn planned(plan: &Plan) -> BTreeSet<Name> {
    plan.items()
        .iter()
        .map(|item| item.name.clone())
        .map(|name| Name(format!("{}/{}/{}", name.resource_type, name.delivery_type, name.public_id)))
        .collect()
}

/// How many lines ended with this word.
pub fn ended(receipt: &Receipt, word: &str) -> usize {
    receipt.lines.iter().filter(|line| line.outcome.as_ref().is_some_and(|end| end.word() == word)).count()
}

/// Whether every line says deleted.
pub fn all_deleted(receipt: &Receipt) -> bool {
    receipt.lines.iter().all(|line| matches!(line.outcome, Some(Outcome::Deleted { .. })))
}

fn start(home: &TempDir, credentials: &Credentials) -> (Link, Background) {
    let setup = Setup {
        paths: Paths::at(home.path()),
        vault: Arc::new(SessionVault::default()),
        from_variable: Some(credentials.clone()),
    };
    runtime::start(setup, || {}).expect("threads")
}
