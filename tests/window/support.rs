//! A window with its made-up background.

use cloudsweep::model::account::Environment;
use cloudsweep::runtime::command::Command;
use cloudsweep::runtime::event::Event;
use cloudsweep::ui::app::{App, Start};
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use crate::fake::{self, Fake};

/// A window and its background.
pub struct Window {
    /// The window.
    pub harness: Harness<'static, App>,
    /// The background.
    pub fake: Fake,
}

impl Window {
    /// A window at its first start, over a library of so many assets.
    pub fn first_start(assets: usize) -> Self {
        Self::start(assets, Start::default())
    }

    /// A window as the command line asked for it.
    pub fn start(assets: usize, start: Start) -> Self {
        let (link, fake) = fake::bridge(assets);
        let harness =
            Harness::builder().with_size([1280.0, 800.0]).build_eframe(move |cc| App::new(cc, link, start));
        let mut window = Self { harness, fake };
        window.settle();
        window
    }

    /// A window with an open environment.
    pub fn open(assets: usize, environment: Environment) -> Self {
        let mut window = Self::first_start(assets);
        window.enter(environment);
        window
    }

    /// An environment was opened.
    pub fn enter(&mut self, environment: Environment) {
        self.fake.tell(Event::Opened { environment, account: fake::account() });
        self.settle();
    }

    /// The same window in another size, points.
    pub fn resize(&mut self, width: f32, height: f32) {
        self.harness.set_size(egui::vec2(width, height));
        self.settle();
    }

    /// Presses what has this label; gives what was asked.
    pub fn press(&mut self, label: &str) -> Vec<Command> {
        self.harness.get_by_label(label).click();
        self.settle()
    }

    /// Types into an empty field.
    pub fn write(&mut self, role: Role, label: &str, words: &str) {
        self.harness.get_by_role_and_label(role, label).focus();
        self.settle();
        self.harness.get_by_role_and_label(role, label).type_text(words);
        self.settle();
    }

    /// Whether these words are read somewhere.
    pub fn says(&self, words: &str) -> bool {
        self.harness.query_all_by_label_contains(words).next().is_some()
    }

    /// Lets window and background talk until nothing is left to say; gives what was asked.
    pub fn settle(&mut self) -> Vec<Command> {
        let mut asked = Vec::new();
        for _ in 0..50 {
            self.harness.run_steps(3);
            let came = self.fake.answer();
            if came.is_empty() {
                self.harness.run_steps(2);
                return asked;
            }
            asked.extend(came);
        }
        panic!("window and background never come to rest");
    }
}
