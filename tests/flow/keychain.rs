//! A keychain that never answers: nobody waits for it longer than they want to.

use std::sync::Arc;
use std::time::Duration;

use cloudsweep::model::account::Credentials;
use cloudsweep::model::problem::KeychainProblem;
use cloudsweep::platform::keychain::{SessionVault, Vault};
use cloudsweep::runtime::command::{Command, Keep};
use cloudsweep::runtime::event::Event;
use cloudsweep_practice::{Server, Settings};

use crate::events::wait_for;
use crate::program::Program;
use crate::shut::Shut;
use crate::started::started;

/// Its daemon died: every question hangs for ever.
fn dead() -> Arc<Shut> {
    Arc::new(Shut(|| {
        loop {
            std::thread::park();
        }
    }))
}

/// A program, and what its window was told of waiting for the keychain.
struct Patient {
    program: Program,
    /// The newest news.
    waits: (u64, bool),
}

impl Patient {
    fn start(home: &std::path::Path, vault: Arc<dyn Vault>) -> Self {
        Self { program: Program::start(home, vault), waits: (0, false) }
    }

    fn send(&self, command: Command) {
        self.program.send(command);
    }

    /// Waits for an event, far shorter than the keychain has time.
    fn wait<T>(&mut self, mut wanted: impl FnMut(&Event) -> Option<T>) -> T {
        let waits = &mut self.waits;
        wait_for(&mut self.program.link, Duration::from_secs(20), "what is wanted", |event| {
            if let Event::KeychainWaits { number, waits: now } = event {
                *waits = (number, now).max(*waits);
            }
            wanted(&event)
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

fn server() -> (Server, Credentials) {
    let server = started(Settings { assets: 3, ..Settings::default() });
    let credentials = Credentials::from_cloudinary_url(&server.cloudinary_url()).expect("its own line");
    (server, credentials)
}

#[test]
fn typed_credentials_connect_without_the_keychain_and_it_is_said_that_they_are_not_kept() {
    let home = tempfile::tempdir().unwrap();
    let mut program = Patient::start(home.path(), dead());
    let (_server, credentials) = server();
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
    assert_eq!(why.code, KeychainProblem::NotWaitedFor.into());
    program.opened();
    program.waits_no_more();
}

#[test]
fn opening_what_the_keychain_holds_can_be_given_up_and_the_secret_typed_instead() {
    let home = tempfile::tempdir().unwrap();
    let mut before = Patient::start(home.path(), Arc::new(SessionVault::default()));
    let (_server, credentials) = server();
    let id = credentials.environment.id();
    before.send(Command::Remember { credentials: credentials.clone(), keep: Keep::Keychain });
    before.opened();
    let mut program = Patient::start(home.path(), dead());
    program.send(Command::Open(id));
    program.go_on();
    let problem = program.wait(|event| match event {
        Event::OpenFailed { problem, .. } => Some(problem.clone()),
        _ => None,
    });
    assert_eq!(problem.code, KeychainProblem::NotWaitedFor.into());
    program.waits_no_more();
    // The one that hangs costs this one a short wait at most, even if nobody says anything.
    program.send(Command::Remember { credentials, keep: Keep::Keychain });
    program.opened();
}
