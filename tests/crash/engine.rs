//! The program without a window, in a process of its own: the same background, told by the same
//! commands. The first time it previews, confirms and starts; later the job goes on by itself.

use std::path::Path;
use std::process::{Child, ChildStdin, Stdio};
use std::sync::Arc;
use std::time::Duration;

use cloudsweep::model::account::Credentials;
use cloudsweep::model::criteria::Criteria;
use cloudsweep::model::kinds::Kinds;
use cloudsweep::model::preview::Preview;
use cloudsweep::model::route::Route;
use cloudsweep::model::settings::JobSettings;
use cloudsweep::model::what::What;
use cloudsweep::platform::clock;
use cloudsweep::platform::paths::Paths;
use cloudsweep::runtime::command::Command;
use cloudsweep::runtime::event::Event;
use cloudsweep::runtime::{self, Link, Setup};

use crate::confirmed::confirmed;
use crate::selectors;
use crate::server::PREFIX;
use crate::vault::Kept;

/// The job is at its end.
pub const ENDED: i32 = 0;
/// The job halted, and said why: the user goes on with it.
pub const HALTED: i32 = 3;

/// The process, from the test's side. Killed with it.
pub struct Engine {
    child: Child,
    _input: ChildStdin,
}

impl Engine {
    /// Its exit code, once it has ended.
    pub fn ended(&mut self) -> Option<i32> {
        let status = self.child.try_wait().unwrap()?;
        Some(status.code().expect("nobody else kills it"))
    }

    /// Waits for its end.
    pub fn wait(mut self) -> i32 {
        loop {
            if let Some(code) = self.ended() {
                return code;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Engine {
    /// SIGKILL, wherever it stands.
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Starts it.
pub fn start(home: &Path, url: &str, route: Route) -> Engine {
    let mut child = crate::process("engine::engine_process")
        .env("CLOUDSWEEP_CRASH_HOME", home)
        .env("CLOUDSWEEP_CRASH_URL", url)
        .env("CLOUDSWEEP_CRASH_ROUTE", serde_json::to_string(&route).unwrap())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let input = child.stdin.take().unwrap();
    Engine { child, _input: input }
}

/// Does not outlive the test: its standard input ends with it.
fn end_with_the_test() {
    std::thread::spawn(|| {
        drop(std::io::copy(&mut std::io::stdin(), &mut std::io::sink()));
        std::process::exit(HALTED);
    });
}

fn variable(name: &str) -> String {
    std::env::var(name).unwrap()
}

#[test]
#[ignore = "the program's process, started by the kill test"]
fn engine_process() {
    end_with_the_test();
    let credentials = Credentials::from_cloudinary_url(&variable("CLOUDSWEEP_CRASH_URL")).unwrap();
    let route: Route = serde_json::from_str(&variable("CLOUDSWEEP_CRASH_ROUTE")).unwrap();
    let home = variable("CLOUDSWEEP_CRASH_HOME");
    let vault = Arc::new(Kept::beside(Path::new(&home)));
    let paths = Paths::at(home);
    let environment = credentials.environment.id();
    let setup = Setup { paths, vault, from_variable: Some(credentials) };
    let (mut link, background) = runtime::start(setup, || {}).unwrap();
    let send = |link: &Link, command| link.commands.blocking_send(command).unwrap();
    let code = loop {
        match link.events.blocking_recv().unwrap() {
            Event::Unfinished { jobs, go_on } => {
                assert!(go_on, "the default");
                if jobs.is_empty() {
                    send(&link, Command::Open(environment.clone()));
                }
            }
            Event::Opened { .. } => {
                // One request at a time, so that there is something left to kill.
                if route == Route::Batches {
                    let settings = JobSettings { calls: 1, ..JobSettings::default() };
                    send(&link, Command::ChangeJobSettings(settings));
                }
                let criteria = Criteria {
                    selector: selectors::prefix(PREFIX),
                    kinds: Kinds::default(),
                    what: What::Originals,
                    invalidate: true,
                };
                send(&link, Command::Preview { generation: 1, criteria: Box::new(criteria), with: None });
            }
            Event::Preview { preview: Preview::Complete(plan), .. } => {
                send(&link, Command::StartJob(confirmed(plan, route, clock::now())));
            }
            Event::JobEnded { problem: None, .. } => break ENDED,
            Event::JobEnded { problem: Some(problem), .. }
            | Event::JobRefused { problem, .. }
            | Event::OpenFailed { problem, .. }
            | Event::Preview { preview: Preview::Incomplete { problem, .. }, .. } => {
                eprintln!("{problem:?}");
                break HALTED;
            }
            _ => {}
        }
    };
    drop(background);
    std::process::exit(code);
}
