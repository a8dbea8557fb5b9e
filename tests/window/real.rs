//! A window over the real background, connected to a practice server of its own.

use std::sync::Arc;
use std::time::Duration;

use cloudsweep::model::account::Credentials;
use cloudsweep::platform::keychain::SessionVault;
use cloudsweep::platform::paths::Paths;
use cloudsweep::runtime::{self, Background, Setup};
use cloudsweep::ui::app::{App, Start};
use cloudsweep_practice::{Server, Settings};
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use tempfile::TempDir;

use crate::started::started;

/// Steps until something must have happened; each waits a little for the background.
const STEPS: usize = 3_000;
const STEP: Duration = Duration::from_millis(10);

/// A window, its background, and the server behind it.
pub struct Real {
    pub harness: Harness<'static, App>,
    pub server: Server,
    _background: Background,
    _home: TempDir,
}

/// A folder of the program's own: no other user may look into it.
fn home_below(folder: &TempDir) -> Paths {
    let paths = Paths::at(folder.path().join("home"));
    paths.make().expect("a folder");
    paths
}

impl Real {
    /// With the default library open.
    pub fn open() -> Self {
        Self::with(Settings::default())
    }

    /// With a library of these settings open.
    pub fn with(settings: Settings) -> Self {
        let server = started(settings);
        let credentials = Credentials::from_cloudinary_url(&server.cloudinary_url()).expect("its own line");
        let home = tempfile::tempdir().expect("a folder");
        let setup = Setup {
            paths: home_below(&home),
            vault: Arc::new(SessionVault::default()),
            from_variable: Some(credentials),
        };
        let (link, background) = runtime::start(setup, || {}).expect("threads");
        let harness = Harness::builder()
            .with_size([1280.0, 800.0])
            .build_eframe(move |cc| App::new(cc, link, Start::default()));
        let mut real = Self { harness, server, _background: background, _home: home };
        real.press("Open practice");
        real.until("the library", |real| real.harness.state().state().library.total.is_some());
        real
    }

    /// Steps until it is so.
    pub fn until(&mut self, what: &str, so: impl Fn(&Self) -> bool) {
        for _ in 0..STEPS {
            self.harness.step();
            if so(self) {
                self.harness.step();
                return;
            }
            std::thread::sleep(STEP);
        }
        panic!("{what} never came; the window says: {:#?}", self.words());
    }

    /// Every name and every text in the window.
    pub fn words(&self) -> Vec<String> {
        let nodes = self.harness.root().children_recursive();
        let said = nodes.flat_map(|node| [node.accesskit_node().label(), node.accesskit_node().value()]);
        said.flatten().filter(|words| !words.is_empty()).collect()
    }

    /// Whether something says this.
    pub fn says(&self, words: &str) -> bool {
        self.harness.query_all_by_label_contains(words).next().is_some()
    }

    /// Steps until something says this.
    pub fn until_said(&mut self, words: &str) {
        self.until(words, |real| real.says(words));
    }

    /// Presses a button once it is there and works.
    pub fn press(&mut self, label: &str) {
        self.until(label, |real| real.works(label));
        self.harness.get_by_role_and_label(Role::Button, label).click();
        self.harness.step();
        self.harness.step();
    }

    /// Whether a button is there and can be pressed.
    pub fn works(&self, label: &str) -> bool {
        let button = self.harness.query_by_role_and_label(Role::Button, label);
        button.is_some_and(|button| !button.accesskit_node().is_disabled())
    }

    /// Ticks or unticks a box.
    pub fn tick(&mut self, label: &str) {
        self.harness.get_by_role_and_label(Role::CheckBox, label).click();
        self.harness.step();
        self.harness.step();
    }

    /// Chooses one of a few.
    pub fn choose(&mut self, label: &str) {
        self.harness.get_by_role_and_label(Role::RadioButton, label).scroll_to_me();
        // It glides there.
        self.harness.run_steps(30);
        self.harness.get_by_role_and_label(Role::RadioButton, label).click();
        self.harness.step();
        self.harness.step();
    }

    /// Types into an empty field.
    pub fn write(&mut self, role: Role, label: &str, words: &str) {
        self.until(label, |real| real.harness.query_by_role_and_label(role, label).is_some());
        self.harness.get_by_role_and_label(role, label).focus();
        self.harness.step();
        self.harness.get_by_role_and_label(role, label).type_text(words);
        self.harness.step();
        self.harness.step();
    }
}
