//! A keychain that never answers: nobody waits for it longer than they want to.

use std::sync::Arc;
use std::time::Duration;

use cloudsweep::model::account::{Credentials, EnvironmentId};
use cloudsweep::model::problem::Problem;
use cloudsweep::platform::keychain::{SessionVault, Vault};
use cloudsweep::platform::paths::Paths;
use cloudsweep::runtime::command::{Command, Keep};
use cloudsweep::runtime::event::Event;
use cloudsweep::runtime::{self, Background, Link, Setup};
use cloudsweep_practice::{Server, Settings};
use secrecy::SecretString;

/// Its daemon died: every question hangs for ever.
struct Dead;

impl Vault for Dead {
    fn check(&self) -> Result<(), Problem> {
        loop {
            std::thread::park();
        }
    }

    fn get(&self, _: &EnvironmentId) -> Result<Option<SecretString>, Problem> {
        self.check().map(|()| None)
    }

    fn set(&self, _: &EnvironmentId, _: &SecretString) -> Result<(), Problem> {
        self.check()
    }

    fn delete(&self, _: &EnvironmentId) -> Result<(), Problem> {
        self.check()
    }
}

struct Program {
    link: Link,
    _background: Background,
    threads: tokio::runtime::Runtime,
    /// The newest news on waiting for the keychain.
    waits: (u64, bool),
}

impl Program {
    fn start(home: &std::path::Path, vault: Arc<dyn Vault>) -> Self {
        let setup = Setup { paths: Paths::at(home), vault, from_variable: None };
        let (link, background) = runtime::start(setup, || {}).expect("threads");
        let threads = tokio::runtime::Runtime::new().expect("threads");
        Self { link, _background: background, threads, waits: (0, false) }
    }

    fn send(&self, command: Command) {
        self.link.commands.try_send(command).expect("the background takes commands");
    }

    /// Waits for an event, far shorter than the keychain has time.
    fn wait<T>(&mut self, mut wanted: impl FnMut(&Event) -> Option<T>) -> T {
        let (events, waits) = (&mut self.link.events, &mut self.waits);
        self.threads.block_on(async {
            let first = async {
                loop {
                    let event = events.recv().await.expect("the background runs");
                    if let Event::KeychainWaits { number, waits: now } = event {
                        *waits = (number, now).max(*waits);
                    }
                    if let Some(taken) = wanted(&event) {
                        return taken;
                    }
                }
            };
            tokio::time::timeout(Duration::from_secs(20), first).await.expect("news in time")
        })
    }

    /// Waits until the window was told that nobody waits for the keychain any more.
    fn waits_no_more(&mut self) {
        if self.waits.1 {
            self.wait(|event| matches!(event, Event::KeychainWaits { waits: false, .. }).then_some(()));
        }
    }

    fn opened(&mut self) {
        self.wait(|event| matches!(event, Event::Opened { .. }).then_some(()));
    }

    /// Waits until the window is told that the keychain is waited for, and goes on without it.
    fn go_on(&mut self) {
        self.wait(|event| matches!(event, Event::KeychainWaits { waits: true, .. }).then_some(()));
        self.send(Command::GoOnWithoutKeychain);
    }
}

fn server(threads: &tokio::runtime::Runtime) -> (Server, Credentials) {
    let server = threads.block_on(Server::start(Settings { assets: 3, ..Settings::default() }));
    let server = server.expect("a free port");
    let credentials = Credentials::from_cloudinary_url(&server.cloudinary_url()).expect("its own line");
    (server, credentials)
}

#[test]
fn typed_credentials_connect_without_the_keychain_and_it_is_said_that_they_are_not_kept() {
    let home = tempfile::tempdir().unwrap();
    let mut program = Program::start(home.path(), Arc::new(Dead));
    let (_server, credentials) = server(&program.threads);
    // What is to be kept nowhere asks nothing of it that anybody waits for.
    program.send(Command::Remember { credentials: credentials.clone(), keep: Keep::Session });
    program.opened();
    assert_eq!(program.waits, (0, false));
    program.send(Command::Remember { credentials, keep: Keep::Keychain });
    program.go_on();
    let why = program.wait(|event| match event {
        Event::Remembered { keychain, .. } => Some(keychain.clone()),
        _ => None,
    });
    let why = why.expect("it was not kept");
    assert!(why.what.contains("without the keychain") && why.advice.contains("this session only"), "{why:?}");
    program.opened();
    program.waits_no_more();
}

#[test]
fn opening_what_the_keychain_holds_can_be_given_up_and_the_secret_typed_instead() {
    let home = tempfile::tempdir().unwrap();
    let mut before = Program::start(home.path(), Arc::new(SessionVault::default()));
    let (_server, credentials) = server(&before.threads);
    let id = credentials.environment.id();
    before.send(Command::Remember { credentials: credentials.clone(), keep: Keep::Keychain });
    before.opened();
    let mut program = Program::start(home.path(), Arc::new(Dead));
    program.send(Command::Open(id));
    program.go_on();
    let problem = program.wait(|event| match event {
        Event::OpenFailed { problem, .. } => Some(problem.clone()),
        _ => None,
    });
    assert!(problem.what.contains("without the keychain"), "{problem:?}");
    program.waits_no_more();
    // The one that hangs costs this one a short wait at most, even if nobody says anything.
    program.send(Command::Remember { credentials, keep: Keep::Keychain });
    program.opened();
}
