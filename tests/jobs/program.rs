//! The background as a whole, told what a window tells it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use cloudsweep::jobs::progress::{Phase, Progress};
use cloudsweep::model::account::{Credentials, EnvironmentId};
use cloudsweep::model::criteria::Criteria;
use cloudsweep::model::delivery::Hosts;
use cloudsweep::model::job::JobHeader;
use cloudsweep::model::job_id::JobId;
use cloudsweep::model::kinds::Kinds;
use cloudsweep::model::plan::Plan;
use cloudsweep::model::preview::Preview;
use cloudsweep::model::receipt::Summary;
use cloudsweep::model::route::Route;
use cloudsweep::model::selector::Selector;
use cloudsweep::model::unfinished::Unfinished;
use cloudsweep::model::what::What;
use cloudsweep::platform::clock;
use cloudsweep::platform::keychain::{SessionVault, Vault};
use cloudsweep::platform::paths::Paths;
use cloudsweep::runtime::command::{Command, Keep};
use cloudsweep::runtime::event::Event;
use cloudsweep::runtime::{self, Background, Link, Setup};
use cloudsweep_practice::{Server, Settings};

use crate::asked::asked;
use crate::events::{PATIENCE, wait_for};
use crate::receipt::Receipt;
use crate::selectors;
use crate::started::started;
use crate::support::{PREFIX, confirmed, server};

/// An API key beside the one that the server names, and its secret.
const OTHER_KEY: (&str, &str) = ("987654321098764321", "practice-only_another");

/// The `CLOUDINARY_URL` of a server with its other key.
pub fn with_other_key(server: &Server) -> String {
    let (key, secret) = OTHER_KEY;
    format!("cloudinary://{key}:{secret}@practice?upload_prefix=http://{}", server.address())
}

/// A practice environment with so many assets that are to go, and two keys.
pub fn environment(planned: usize, latency: Duration) -> Server {
    let further_keys = vec![(OTHER_KEY.0.to_owned(), OTHER_KEY.1.to_owned())];
    let settings = Settings { latency, further_keys, ..server() };
    let server = started(settings);
    for number in 0..planned {
        server.probe().upload("image", "upload", &format!("{PREFIX}{number:05}"), &["old"]);
    }
    server
}

/// The background, and the user who tells it what to do.
pub struct Program {
    pub link: Link,
    _background: Background,
}

impl Program {
    pub fn start(folder: &std::path::Path, vault: &Arc<SessionVault>) -> Self {
        let vault: Arc<dyn Vault> = Arc::clone(vault) as Arc<dyn Vault>;
        let setup = Setup { paths: Paths::at(folder), vault, from_variable: None };
        Self::of(runtime::start(setup, || {}).unwrap())
    }

    pub fn of((link, background): (Link, Background)) -> Self {
        Self { link, _background: background }
    }

    pub fn send(&self, command: Command) {
        self.link.commands.blocking_send(command).unwrap();
    }

    /// The next news of a kind; everything else is passed over.
    pub fn next<T>(&mut self, what: &str, pick: impl FnMut(Event) -> Option<T>) -> T {
        wait_for(&mut self.link, PATIENCE, what, pick)
    }

    pub fn open(&mut self, server: &Server) -> EnvironmentId {
        self.open_with(&server.cloudinary_url())
    }

    pub fn open_with(&mut self, cloudinary_url: &str) -> EnvironmentId {
        let credentials = Credentials::from_cloudinary_url(cloudinary_url).unwrap();
        let id = credentials.environment.id();
        self.send(Command::Remember { credentials, keep: Keep::Keychain });
        self.next("the environment", |event| match event {
            Event::Opened { environment, .. } => (environment.id() == id).then_some(()),
            Event::OpenFailed { problem, .. } => panic!("{problem:?}"),
            _ => None,
        });
        id
    }

    pub fn ask_for(&self, generation: u64, selector: Selector) {
        let criteria =
            Criteria { selector, kinds: Kinds::default(), what: What::Originals, invalidate: true };
        self.send(Command::Preview { generation, criteria: Box::new(criteria), with: None });
    }

    /// The end of counting.
    pub fn counted(&mut self) -> Preview {
        self.next("the preview", |event| match event {
            Event::Preview { preview: Preview::Counting { .. }, .. } => None,
            Event::Preview { preview, .. } => Some(preview),
            _ => None,
        })
    }

    pub fn plan(&mut self, selector: Selector) -> Arc<Plan> {
        self.ask_for(1, selector);
        match self.counted() {
            Preview::Complete(plan) => plan,
            other => panic!("{other:?}"),
        }
    }

    pub fn start_job(&self, plan: Arc<Plan>, route: Route) {
        self.send(Command::StartJob(confirmed(plan, route, clock::now())));
    }

    pub fn started(&mut self) -> JobId {
        self.next("a job's start", |event| match event {
            Event::JobStarted(summary) => Some(summary.header.id),
            Event::JobRefused { problem, .. } => panic!("{problem:?}"),
            _ => None,
        })
    }

    /// Opens the environment and begins a job of everything that is planned; it has deleted
    /// something by then.
    pub fn deleting(&mut self, server: &Server) -> JobId {
        self.open(server);
        let plan = self.plan(selectors::prefix(PREFIX));
        self.start_job(plan, Route::Thorough);
        let job = self.started();
        self.wait_for("something was deleted", |progress| progress.tally.deleted > 0);
        job
    }

    /// Pauses a job, and waits until it rests.
    pub fn pause(&self, job: JobId) {
        self.send(Command::Pause(job));
        self.wait_for("a pause", |progress| progress.phase == Phase::Paused);
    }

    /// What an earlier session left, and whether it goes on by itself.
    pub fn left(&mut self) -> (Vec<Unfinished>, bool) {
        self.next("what was left", |event| match event {
            Event::Unfinished { jobs, go_on } => Some((jobs, go_on)),
            _ => None,
        })
    }

    pub fn queued(&mut self) -> JobId {
        self.next("a job in the queue", |event| match event {
            Event::JobQueued(summary) => Some(summary.header.id),
            Event::JobRefused { problem, .. } => panic!("{problem:?}"),
            _ => None,
        })
    }

    pub fn ended(&mut self) -> Summary {
        self.next("a job's end", |event| match event {
            Event::JobEnded { summary, problem } => {
                assert_eq!(problem, None);
                Some(summary)
            }
            Event::JobRefused { problem, .. } => panic!("{problem:?}"),
            _ => None,
        })
    }

    pub fn receipt(&mut self, job: JobId) -> Receipt {
        asked(job, |command, answers| {
            self.send(command);
            self.next("the receipt", |event| answers(&event).then_some(event))
        })
    }

    /// What a job that is at its end left undone.
    pub fn undone(&mut self, header: &JobHeader) -> Option<Box<Criteria>> {
        self.send(Command::ReadUndone { generation: 1, header: Box::new(header.clone()) });
        self.next("what was left undone", |event| match event {
            Event::Undone { result, .. } => Some(result.unwrap()),
            _ => None,
        })
    }

    /// Until the board shows a running job that pleases.
    pub fn wait_for(&self, what: &str, pleases: impl Fn(&Progress) -> bool) {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if self.link.progress.borrow().iter().any(&pleases) {
                return;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        panic!("no progress: {what}");
    }
}

pub fn names(from: usize, to: usize) -> Selector {
    let lines: Vec<String> = (from..to).map(|number| format!("{PREFIX}{number:05}")).collect();
    selectors::list(&lines.join("\n"), &Hosts::of_cloud("practice")).unwrap()
}

/// Begins a job of everything, lets it delete something, and ends the program.
pub fn left_behind(server: &Server, folder: &std::path::Path, vault: &Arc<SessionVault>) -> JobId {
    Program::start(folder, vault).deleting(server)
}

/// How many assets are there once nothing goes any more.
pub fn settled(server: &Server) -> usize {
    std::thread::sleep(Duration::from_millis(300));
    let left = server.probe().len();
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(server.probe().len(), left, "paused is paused");
    left
}
