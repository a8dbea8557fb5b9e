//! A window over the real background that is searched for the secret at every step.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use cloudsweep::platform::keychain::SessionVault;
use cloudsweep::platform::paths::Paths;
use cloudsweep::runtime::{self, Background, Setup};
use cloudsweep::ui::app::{App, Start};
use egui::accesskit::Role;
use egui::text_edit::TextEditState;
use egui::{Event, Key, Modifiers, OutputCommand};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::search::Forms;

const STEPS: usize = 3_000;
const STEP: Duration = Duration::from_millis(10);

pub struct Window {
    pub harness: Harness<'static, App>,
    forms: Forms,
    /// Labels and values that were looked at.
    pub looked: usize,
    _background: Background,
}

impl Window {
    pub fn open(home: &Path, vault: Arc<SessionVault>, forms: Forms) -> Self {
        let paths = Paths::at(home);
        paths.make().expect("a folder");
        let (link, background) =
            runtime::start(Setup { paths, vault, from_variable: None }, || {}).expect("threads");
        let harness = Harness::builder()
            .with_size([1280.0, 800.0])
            .build_eframe(move |cc| App::new(cc, link, Start::default()));
        Self { harness, forms, looked: 0, _background: background }
    }

    /// One frame, and a look at all that left the window with it.
    pub fn step(&mut self) {
        self.harness.step();
        let words = self.words();
        self.looked += words.len();
        let words = words.join("\n");
        assert!(!self.forms.are_in(words.as_bytes()), "for screen readers: {words}");
        for command in &self.harness.output().platform_output.commands {
            let out = match command {
                OutputCommand::CopyText(text) | OutputCommand::TextSelectionSettled(text) => text.clone(),
                OutputCommand::OpenUrl(url) => url.url.clone(),
                OutputCommand::CopyImage(_) => String::new(),
            };
            assert!(!self.forms.are_in(out.as_bytes()), "on the clipboard: {out}");
        }
    }

    /// Everything that a screen reader is told.
    pub fn words(&self) -> Vec<String> {
        let nodes = self.harness.root().children_recursive();
        let said = nodes.flat_map(|node| {
            let node = node.accesskit_node();
            [node.label(), node.value(), node.description(), node.placeholder().map(str::to_owned)]
        });
        said.flatten().filter(|words| !words.is_empty()).collect()
    }

    pub fn until(&mut self, what: &str, so: impl Fn(&Self) -> bool) {
        for _ in 0..STEPS {
            self.step();
            if so(self) {
                self.step();
                return;
            }
            std::thread::sleep(STEP);
        }
        panic!("{what} never came; the window says: {:#?}", self.words());
    }

    pub fn says(&self, words: &str) -> bool {
        self.harness.query_all_by_label_contains(words).next().is_some()
    }

    pub fn until_said(&mut self, words: &str) {
        self.until(words, |window| window.says(words));
    }

    pub fn press(&mut self, label: &str) {
        self.until(label, |window| {
            let button = window.harness.query_by_role_and_label(Role::Button, label);
            button.is_some_and(|button| !button.accesskit_node().is_disabled())
        });
        self.harness.get_by_role_and_label(Role::Button, label).click();
        self.step();
        self.step();
    }

    /// Chooses one of a few, by a part of its words.
    pub fn choose(&mut self, words: &str) {
        let radio = |node: &egui_kittest::Node<'_>| node.accesskit_node().role() == Role::RadioButton;
        self.harness.query_all_by_label_contains(words).find(radio).expect("a choice").click();
        self.step();
        self.step();
    }

    /// Gives a field the focus.
    pub fn focus(&mut self, role: Role, label: &str) -> egui::Id {
        self.until(label, |window| window.harness.query_by_role_and_label(role, label).is_some());
        self.harness.get_by_role_and_label(role, label).focus();
        self.step();
        self.step();
        self.harness.ctx.memory(egui::Memory::focused).expect("a field has the focus")
    }

    /// Pastes a text into a field, in place of what is there.
    pub fn paste(&mut self, role: Role, label: &str, text: &str) {
        self.focus(role, label);
        self.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        self.step();
        self.harness.event(Event::Paste(text.to_owned()));
        self.step();
        self.step();
    }

    /// Tries to get a field's text out of it, in every way that an editor has, and looks into what egui
    /// remembers of it. Gives what undoing leaves in the field.
    pub fn squeeze(&mut self, role: Role, label: &str) -> Vec<String> {
        let field = self.focus(role, label);
        let mut left = Vec::new();
        for event in [Event::Copy, Event::Cut] {
            self.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
            self.step();
            self.harness.event(event);
            self.step();
            self.step();
        }
        for (modifiers, key) in [
            (Modifiers::COMMAND, Key::Z),
            (Modifiers::COMMAND | Modifiers::SHIFT, Key::Z),
            (Modifiers::COMMAND, Key::Y),
            (Modifiers::COMMAND, Key::Z),
        ] {
            for _ in 0..4 {
                self.harness.key_press_modifiers(modifiers, key);
                self.step();
                left.extend(self.remembered(field));
            }
        }
        self.step();
        left
    }

    /// Every text that egui could bring back into a field.
    fn remembered(&self, field: egui::Id) -> Vec<String> {
        let Some(state) = TextEditState::load(&self.harness.ctx, field) else { return Vec::new() };
        let (mut undoer, mut texts) = (state.undoer(), Vec::new());
        let nowhere = (egui::text::CCursorRange::default(), "\u{1}".to_owned());
        while let Some((_, text)) = undoer.undo(&nowhere).cloned() {
            texts.push(text);
            if texts.len() > 100 {
                break;
            }
        }
        texts
    }
}
