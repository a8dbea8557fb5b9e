//! A fault in the program itself, injected by a line of the log that panics: whatever waits for the
//! task is told, nothing counts for ever, and a job goes on where it was.

use std::sync::Arc;
use std::time::Duration;

use cloudsweep::model::account::Credentials;
use cloudsweep::model::criteria::Criteria;
use cloudsweep::model::kinds::Kinds;
use cloudsweep::model::plan::Plan;
use cloudsweep::model::preview::Preview;
use cloudsweep::model::problem::ProgramProblem;
use cloudsweep::model::receipt::Ending;
use cloudsweep::model::route::Route;
use cloudsweep::model::what::What;
use cloudsweep::platform::clock;
use cloudsweep::platform::keychain::SessionVault;
use cloudsweep::platform::paths::Paths;
use cloudsweep::runtime::command::Command;
use cloudsweep::runtime::event::Event;
use cloudsweep::runtime::{self, Background, Link, Setup};
use cloudsweep_practice::{Server, Settings};

use crate::log;
use crate::selectors;
use crate::support::confirmed;

/// The program's background without a window.
pub struct Program {
    link: Link,
    background: Option<Background>,
    _home: tempfile::TempDir,
}

impl Drop for Program {
    fn drop(&mut self) {
        let background = self.background.take();
        // It waits for its threads.
        std::thread::spawn(move || drop(background));
    }
}

impl Program {
    /// With an environment open.
    pub async fn open(credentials: Credentials) -> Self {
        let home = tempfile::tempdir().unwrap();
        let paths = Paths::at(home.path());
        let id = credentials.environment.id();
        let vault = Arc::new(SessionVault::default());
        let setup = Setup { paths, vault, from_variable: Some(credentials) };
        let (link, background) = runtime::start(setup, || {}).unwrap();
        let mut program = Self { link, background: Some(background), _home: home };
        program.send(Command::Open(id)).await;
        program.until(|event| matches!(event, Event::Opened { .. }).then_some(())).await;
        program
    }

    pub async fn send(&self, command: Command) {
        self.link.commands.send(command).await.unwrap();
    }

    /// Until an event tells something.
    pub async fn until<T>(&mut self, mut tells: impl FnMut(Event) -> Option<T>) -> T {
        let told = async {
            loop {
                if let Some(told) = tells(self.link.events.recv().await.unwrap()) {
                    return told;
                }
            }
        };
        tokio::time::timeout(Duration::from_mins(1), told).await.expect("it is told")
    }

    async fn preview(&mut self) -> Preview {
        let criteria = Criteria {
            selector: selectors::prefix("planned/"),
            kinds: Kinds::default(),
            what: What::Originals,
            invalidate: true,
        };
        self.send(Command::Preview { generation: 1, criteria: Box::new(criteria), with: None }).await;
        let ended = |event| match event {
            Event::Preview { preview: Preview::Counting { .. }, .. } => None,
            Event::Preview { preview, .. } => Some(preview),
            _ => None,
        };
        self.until(ended).await
    }

    async fn plan(&mut self) -> Arc<Plan> {
        let Preview::Complete(plan) = self.preview().await else { panic!("a whole preview") };
        plan
    }
}

/// One fault at a time: they are all of one process.
static ALONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

async fn practice() -> (Server, Program) {
    log::keep();
    let server = Server::start(Settings { assets: 0, ..Settings::default() }).await.unwrap();
    for number in 0..250 {
        server.probe().upload("image", "upload", &format!("planned/{number}"), &["old"]);
    }
    server.probe().upload("image", "upload", "other", &[]);
    let credentials = Credentials::from_cloudinary_url(&server.cloudinary_url()).unwrap();
    (server, Program::open(credentials).await)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_preview_that_panics_has_failed_and_the_next_one_has_not() {
    let _alone = ALONE.lock().await;
    let (_server, mut program) = practice().await;
    log::panic_at("path=resources/image/upload");
    let Preview::Incomplete { problem, .. } = program.preview().await else { panic!("it has failed") };
    assert!(log::panicked() && problem.code == ProgramProblem::Panicked.into(), "{problem:?}");
    assert_eq!(program.plan().await.items().len(), 250);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_reads_tells_that_it_panicked() {
    let _alone = ALONE.lock().await;
    let (server, mut program) = practice().await;
    log::panic_at("path=resources/search");
    program.send(Command::ListLibrary { generation: 1, kind: None, cursor: None }).await;
    let page = program.until(|event| match event {
        Event::LibraryPage { result, .. } => Some(result),
        _ => None,
    });
    assert!(page.await.is_err() && log::panicked());
    log::panic_at("path=tags/image");
    program.send(Command::ListTags { generation: 1 }).await;
    let tags = program.until(|event| match event {
        Event::Tags { result, .. } => Some(result),
        _ => None,
    });
    assert!(tags.await.is_err() && log::panicked());
    log::panic_at("path=config");
    let credentials = Credentials::from_cloudinary_url(&server.cloudinary_url()).unwrap();
    program.send(Command::TestConnection { generation: 2, credentials: credentials.clone() }).await;
    let tested = program.until(|event| match event {
        Event::ConnectionTested { result, .. } => Some(result),
        _ => None,
    });
    assert!(tested.await.is_err() && log::panicked());
    log::panic_at("path=config");
    program.send(Command::Open(credentials.environment.id())).await;
    let failed = program.until(|event| match event {
        Event::OpenFailed { problem, .. } => Some(problem),
        _ => None,
    });
    assert!(failed.await.code == ProgramProblem::Panicked.into() && log::panicked());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_that_panics_halts_and_goes_on_where_it_was() {
    let _alone = ALONE.lock().await;
    for (route, path) in [
        (Route::Thorough, "path=image/destroy"),
        (Route::Batches, "path=resources status"),
        (Route::Sweep, "path=resources/image/upload"),
    ] {
        let (server, mut program) = practice().await;
        let plan = program.plan().await;
        log::panic_at(path);
        program.send(Command::StartJob(confirmed(plan, route, clock::now()))).await;
        let ended = |event| match event {
            Event::JobEnded { summary, problem } => Some((summary, problem)),
            Event::JobRefused { problem, .. } => panic!("{problem:?}"),
            _ => None,
        };
        let (summary, problem) = program.until(ended).await;
        assert!(problem.unwrap().code == ProgramProblem::Panicked.into() && log::panicked(), "{route:?}");
        assert_eq!(summary.ending(), None, "{route:?}: it can go on");
        assert!(program.link.progress.borrow().is_empty(), "{route:?}: nothing counts any more");
        program.send(Command::Resume(summary.header.id)).await;
        let (summary, problem) = program.until(ended).await;
        assert!(problem.is_none(), "{route:?}: {problem:?}");
        assert_eq!(summary.ending(), Some(Ending::Complete), "{route:?}");
        assert!(summary.adds_up());
        let left: Vec<String> = server.probe().all().into_iter().map(|asset| asset.public_id).collect();
        assert_eq!(left, ["other"], "{route:?}");
    }
}
