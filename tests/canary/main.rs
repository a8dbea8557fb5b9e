//! One secret through a whole life of the program: typed, pasted, stored, used, repeated by a server
//! that should not, and then looked for in everything that the program left behind or let out.

mod search;
mod server;
mod window;

use std::path::Path;
use std::sync::Arc;

use cloudsweep::app::flow::words;
use cloudsweep::platform::keychain::SessionVault;
use cloudsweep::text;
use cloudsweep_practice::{Server, Settings};
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;

use search::Forms;
use server::{Fails, Gateway};
use window::Window;

const KEY: &str = "314159265358979";
const SECRET: &str = "CANARY+8f3b/1d07_c0ffee-CANARY";

struct Life {
    window: Window,
    gateway: Gateway,
    server: Server,
    forms: Forms,
    vault: Arc<SessionVault>,
    _threads: tokio::runtime::Runtime,
}

impl Life {
    fn begin(home: &Path) -> Self {
        let threads = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let threads = threads.expect("threads");
        let settings =
            Settings { api_key: KEY.into(), api_secret: SECRET.into(), assets: 60, ..Settings::default() };
        let server = threads.block_on(Server::start(settings)).expect("a free port");
        let forms = Forms::of(KEY, SECRET);
        let behind = server.cloudinary_url().split_once("upload_prefix=").expect("its address").1.to_owned();
        let gateway = threads.block_on(Gateway::new(behind, forms.clone()));
        let vault = Arc::new(SessionVault::default());
        let window = Window::open(home, Arc::clone(&vault), forms.clone());
        Self { window, gateway, server, forms, vault, _threads: threads }
    }

    fn line(&self) -> String {
        let secret = SECRET.replace('+', "%2B").replace('/', "%2F");
        format!("cloudinary://{KEY}:{secret}@practice?upload_prefix={}", self.gateway.address)
    }

    /// The field leaves nothing of what was pasted into it.
    fn squeeze(&mut self, role: Role, label: &str) {
        for text in self.window.squeeze(role, label) {
            assert!(!self.forms.are_in(text.as_bytes()), "{label} remembers it");
        }
    }

    fn is_typed(&self) -> bool {
        let form = &self.window.harness.state().state().connect.form;
        !form.line.as_str().is_empty() || !form.secret.as_str().is_empty()
    }

    /// By fields with a wrong secret, by the line while the server fails, and by the line.
    fn connect(&mut self) {
        self.window.press(&text!("connect-title"));
        self.window.press(&text!("show-field", field = "CLOUDINARY_URL"));
        let line = format!("# settings\nset CLOUDINARY_URL=\"{}\"\n", self.line());
        self.window.paste(Role::PasswordInput, "CLOUDINARY_URL", &line);
        assert!(self.window.says(&format!("practice · API key {KEY}")), "{:?}", self.window.words());
        for fails in [Fails::Json(401), Fails::Json(400), Fails::Page(403), Fails::Json(500)] {
            self.gateway.fail(fails);
            self.window.press(&text!("connect-test"));
            self.window.until("a problem", |window| {
                matches!(&window.harness.state().state().connect.tested, Some(Err(_)))
            });
        }
        self.gateway.fail(Fails::Json(401));
        self.window.press(&text!("connect"));
        self.window.until("a failure", |window| window.harness.state().state().connect.failed.is_some());
        assert!(self.is_typed(), "a failed connection leaves the form filled");
        assert!(self.vault_is_empty() && self.window.harness.state().state().connect.remembered.is_empty());
        self.gateway.fail(Fails::Not);
        self.squeeze(Role::PasswordInput, "CLOUDINARY_URL");
        self.window.paste(Role::PasswordInput, "CLOUDINARY_URL", &line);
        self.window.press(&text!("connect"));
        self.window.until_said("Environment practice");
        assert!(!self.is_typed() && !self.vault_is_empty());
    }

    fn vault_is_empty(&self) -> bool {
        let id = cloudsweep::model::account::Credentials::from_cloudinary_url(&self.line());
        !self.vault.holds(&id.expect("a line").environment.id())
    }

    /// What is looked through holds what is typed: a public ID is found in all of it.
    fn find_what_is_no_secret(&mut self) {
        self.window.press(&text!("form-one"));
        self.window.paste(Role::TextInput, &text!("one-field"), "docs/not-secret");
        assert!(self.window.words().iter().any(|words| words.contains("docs/not-secret")));
        let left = self.window.squeeze(Role::TextInput, &text!("one-field"));
        assert!(left.iter().any(|text| text == "docs/not-secret"), "{left:?}");
    }

    /// The line pasted into every other field: turned away, and told.
    fn paste_elsewhere(&mut self) {
        let line = format!("CLOUDINARY_URL={}", self.line());
        for (page, role, label) in [
            (text!("form-one"), Role::TextInput, text!("one-field")),
            (text!("form-prefix"), Role::TextInput, text!("prefix-field")),
            (text!("form-tag"), Role::TextInput, text!("form-tag")),
            (text!("form-list"), Role::MultilineTextInput, text!("list-field")),
            (text!("form-list"), Role::TextInput, text!("list-file")),
        ] {
            self.window.press(&page);
            self.paste_line(role, &label, &line);
        }
    }

    fn paste_line(&mut self, role: Role, label: &str, line: &str) {
        self.window.paste(role, label, line);
        assert!(self.window.says(&text!("credentials-not-taken")), "{label}: {:?}", self.window.words());
        self.squeeze(role, label);
    }

    /// Deletes one of two, refused in words that hold the secret for the other, and saves the receipt in every form.
    fn delete_and_export(&mut self, exports: &Path) {
        let all = self.server.probe().all();
        let some =
            all.iter().filter(|it| it.resource_type == "image" && it.delivery_type == "upload").take(2);
        let lines: Vec<&str> = some.map(|it| it.public_id.as_str()).collect();
        self.window.press(&text!("form-list"));
        let field = &text!("list-field");
        self.window.paste(Role::MultilineTextInput, field, &lines.join("\n"));
        self.gateway.fail(Fails::Json(400));
        self.window.press(&text!("form-preview"));
        self.window.until_said(&text!("incomplete-title"));
        self.gateway.fail(Fails::Not);
        self.window.press(&text!("form-list"));
        self.window.press(&text!("form-preview"));
        self.window.until_said(&text!("in-this-plan"));
        self.window.press("Review plan…");
        self.gateway.fail(Fails::Destroys(400));
        self.answer();
        self.window.until_said(&text!("receipts-all"));
        for (form, name) in [("CSV", "a.csv"), ("HTML", "a.html"), ("JSON", "a.json"), ("support", "a.txt")] {
            self.window.press(&text!("save-as"));
            self.window.choose(form);
            self.window.step();
            let path = exports.join(name).display().to_string();
            self.window.paste(Role::TextInput, &text!("save-to"), &path);
            self.window.press(&text!("save-file"));
            self.window.until_said(&text!("saved"));
            self.window.press(&text!("save-close-it"));
            assert!(exports.join(name).is_file());
        }
        self.gateway.fail(Fails::Not);
        let line = self.line();
        self.paste_line(Role::TextInput, &text!("receipt-find"), &line);
        self.window.press(&text!("receipts-all"));
        self.paste_line(Role::TextInput, &text!("find-deleted"), &line);
    }

    /// Ticks and types what the open confirmation asks for, and presses the last button.
    fn answer(&mut self) {
        let confirming =
            self.window.harness.state().state().flow.confirming.as_ref().expect("a confirmation");
        let confirmation = confirming.confirmation.clone();
        if confirmation.needs_tick() {
            let label = words::to_tick(&confirmation);
            self.window.harness.get_by_role_and_label(Role::CheckBox, &label).click();
            self.window.step();
        }
        if let Some(phrase) = confirmation.phrase() {
            self.window.paste(Role::TextInput, &words::to_type(&confirmation, &phrase), &phrase);
        }
        self.window.press(&cloudsweep::text::confirm::button(&confirmation));
    }

    /// Opens the form once more; then the environment is forgotten.
    fn forget(&mut self) {
        self.window.press("Environment practice");
        self.window.press(&text!("environments"));
        self.squeeze(Role::PasswordInput, "CLOUDINARY_URL");
        self.window.choose(&text!("connect-by-fields"));
        let line = self.line();
        self.window.paste(Role::TextInput, &text!("cloud-name"), &line);
        assert!(self.is_typed(), "a line in any field is taken apart into all of them");
        for (role, label) in [
            (Role::TextInput, "Cloud name"),
            (Role::TextInput, "API key"),
            (Role::PasswordInput, "API secret"),
        ] {
            self.squeeze(role, label);
        }
        self.window.press(&text!("show-field", field = text!("api-secret")));
        self.window.paste(Role::PasswordInput, &text!("api-secret"), &format!("“{SECRET}”"));
        self.squeeze(Role::PasswordInput, &text!("api-secret"));
        self.window.paste(Role::PasswordInput, &text!("api-secret"), SECRET);
        self.window.press(&text!("back"));
        assert!(!self.is_typed(), "the page was left");
        self.window.press("Environment practice");
        self.window.press(&text!("environments"));
        self.window.press("Forget practice…");
        self.window.press(&text!("environment-forget"));
        self.window
            .until("an empty list", |window| window.harness.state().state().connect.remembered.is_empty());
        assert!(self.vault_is_empty());
        self.squeeze(Role::PasswordInput, &text!("api-secret"));
    }
}

#[test]
fn the_secret_is_left_nowhere() {
    let (folder, exports) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let home = folder.path().join("home");
    let home = home.as_path();
    cloudsweep::platform::paths::Paths::at(home).make().expect("a folder");
    let log = std::fs::File::create(home.join("everything.log")).expect("a log");
    tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false).with_writer(log).init();
    let mut life = Life::begin(home);
    life.connect();
    life.find_what_is_no_secret();
    life.paste_elsewhere();
    life.delete_and_export(exports.path());
    life.window.press(&text!("library"));
    life.window.until("thumbnails", |_| true);
    life.forget();

    let signatures = life.gateway.signatures();
    assert!(!signatures.is_empty(), "something was signed");
    assert!(life.window.looked > 1_000, "screen readers were told something");
    let forms = life.forms.clone();
    let here = |folder: &Path| {
        let mut held = |bytes: &[u8]| {
            if forms.are_in(bytes) {
                return Some(forms.before(bytes));
            }
            let text = String::from_utf8_lossy(bytes);
            signatures.iter().find(|signature| text.contains(signature.as_str())).cloned()
        };
        search::files(folder, &mut held)
    };
    // While the program runs the journal's newest pages are in the file beside it; after its end not.
    let (found, looked) = here(home);
    assert!(found.is_empty() && looked >= 4, "{found:?} of {looked}");
    drop(life);
    let (found, looked) = here(home);
    assert!(found.is_empty() && looked >= 3, "{found:?} of {looked}");
    let log = std::fs::read_to_string(home.join("everything.log")).expect("a log");
    assert!(log.contains("answered") && log.contains("hyper_util"), "everything was logged");
    let (found, looked) = here(exports.path());
    assert!(found.is_empty() && looked == 4, "{found:?} of {looked}");
}
