//! The background as a whole, told what a window tells it.

use std::path::Path;
use std::sync::Arc;

use cloudsweep::platform::keychain::Vault;
use cloudsweep::platform::paths::Paths;
use cloudsweep::runtime::command::Command;
use cloudsweep::runtime::event::Event;
use cloudsweep::runtime::{self, Background, Link, Setup};

use crate::events::{PATIENCE, wait_for};

/// The background, and the window’s end of the bridge.
pub struct Program {
    pub link: Link,
    _background: Background,
}

impl Program {
    pub fn start(home: &Path, vault: Arc<dyn Vault>) -> Self {
        let setup = Setup { paths: Paths::at(home), vault, from_variable: None };
        let (link, background) = runtime::start(setup, || {}).expect("threads");
        Self { link, _background: background }
    }

    pub fn send(&self, command: Command) {
        self.link.commands.try_send(command).expect("the background takes commands");
    }

    /// The first event that is wanted; the others are passed over.
    pub fn wait<T>(&mut self, wanted: impl FnMut(Event) -> Option<T>) -> T {
        wait_for(&mut self.link, PATIENCE, "what is wanted", wanted)
    }

    /// Waits until an environment is open.
    pub fn opened(&mut self) {
        self.wait(|event| matches!(event, Event::Opened { .. }).then_some(()));
    }
}
