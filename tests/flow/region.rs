//! An environment that is in another region than it is asked in: told as that wherever it is met, with
//! the region to switch to, and nothing is kept of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::Router;
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use cloudsweep::model::account::{Credentials, Environment, EnvironmentId, Geo};
use cloudsweep::model::preview::Preview;
use cloudsweep::model::problem::{Effect, Kind, Problem, RequestProblem};
use cloudsweep::platform::keychain::SessionVault;
use cloudsweep::platform::paths::Paths;
use cloudsweep::runtime::command::{Command, Keep};
use cloudsweep::runtime::event::Event;
use tempfile::TempDir;

use crate::program::Program;
use crate::selectors;
use crate::support::originals;

const MOVED: &str =
    r#"{"error":{"message":"Cloud shop belongs to eu geo, please access via api-eu.evil.example"}}"#;
const ANSWER: &str = r#"{"resources":[],"total_count":0,"status":"ok","cloud_name":"shop","plan":"Free"}"#;

struct Shop {
    credentials: Credentials,
    moved: Arc<AtomicBool>,
    vault: Arc<SessionVault>,
    home: TempDir,
    program: Program,
    _threads: tokio::runtime::Runtime,
}

impl Shop {
    fn new() -> Self {
        let threads = tokio::runtime::Runtime::new().expect("set up");
        let moved = Arc::new(AtomicBool::new(true));
        let there = Arc::clone(&moved);
        let answer = move || {
            let (status, body) = if there.load(Ordering::SeqCst) {
                (StatusCode::BAD_REQUEST, MOVED)
            } else {
                (StatusCode::OK, ANSWER)
            };
            async move { (status, [("content-type", "application/json")], body).into_response() }
        };
        let listener = threads.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).expect("set up");
        let address = listener.local_addr().expect("set up");
        threads.spawn(async move { axum::serve(listener, Router::new().fallback(answer)).await });
        let pasted = format!("cloudinary://1:CANARY@shop?upload_prefix=http://{address}");
        let credentials = Credentials::from_cloudinary_url(&pasted).expect("set up");
        let (home, vault) = (tempfile::tempdir().expect("set up"), Arc::new(SessionVault::default()));
        let program = Program::start(home.path(), vault.clone());
        Self { credentials, moved, vault, home, program, _threads: threads }
    }

    fn id(&self) -> EnvironmentId {
        self.credentials.environment.id()
    }

    fn remember(&self) {
        self.program.send(Command::Remember { credentials: self.credentials.clone(), keep: Keep::Keychain });
    }
}

fn told(problem: &Problem) {
    let kind = Kind::OtherRegion(Some(Geo::Eu));
    assert_eq!(problem.code, RequestProblem { kind, effect: Effect::None }.into(), "nothing of deletions");
    assert_eq!(problem.region, Some(Geo::Eu));
    assert!(!problem.body().contains("evil"), "only the server's own words name its host: {problem:?}");
}

fn failed(event: Event) -> Option<Problem> {
    match event {
        Event::OpenFailed { problem, .. } => Some(problem),
        Event::Opened { .. } => panic!("it is not there"),
        _ => None,
    }
}

#[test]
fn what_does_not_connect_is_not_remembered_and_its_region_is_named() {
    let mut shop = Shop::new();
    shop.program.send(Command::TestConnection { generation: 1, credentials: shop.credentials.clone() });
    let tested = shop.program.wait(|event| match event {
        Event::ConnectionTested { result, .. } => Some(result),
        _ => None,
    });
    told(&tested.unwrap_err());
    shop.remember();
    let problem = shop.program.wait(failed);
    told(&problem);
    assert!(!shop.vault.holds(&shop.id()));
    assert!(!Paths::at(shop.home.path()).environments().exists());
}

#[test]
fn an_environment_that_moved_is_told_in_library_and_preview_and_when_it_is_opened() {
    let mut shop = Shop::new();
    shop.moved.store(false, Ordering::SeqCst);
    shop.remember();
    shop.program.opened();
    assert!(shop.vault.holds(&shop.id()));
    shop.moved.store(true, Ordering::SeqCst);
    shop.program.send(Command::ListLibrary { generation: 1, kind: None, cursor: None });
    let listed = shop.program.wait(|event| match event {
        Event::LibraryPage { result, .. } => Some(result.map(drop)),
        _ => None,
    });
    told(&listed.unwrap_err());
    let criteria = Box::new(originals(selectors::prefix("docs/")));
    shop.program.send(Command::Preview { generation: 2, criteria, with: None });
    told(&shop.program.wait(|event| match event {
        Event::Preview { preview: Preview::Incomplete { problem, .. }, .. } => Some(problem),
        _ => None,
    }));
    shop.program.send(Command::Open(shop.id()));
    told(&shop.program.wait(failed));
    let list = std::fs::read_to_string(Paths::at(shop.home.path()).environments()).unwrap();
    let kept: Vec<Environment> = serde_json::from_str(&list).unwrap();
    assert_eq!(kept, [shop.credentials.environment.clone()]);
    assert!(!list.contains("CANARY"));
}
