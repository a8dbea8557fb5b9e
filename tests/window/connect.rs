//! From the first start to an open environment.

use cloudsweep::model::problem::Problem;
use cloudsweep::runtime::command::{Command, Keep};
use cloudsweep::runtime::event::{Event, Remembered};
use cloudsweep::ui::app::Start;
use egui_kittest::kittest::Queryable as _;

use crate::fake;
use crate::support::Window;

fn on_the_form() -> Window {
    let mut window = Window::first_start(3);
    window.harness.get_by_label("Connect to Cloudinary").click();
    window.settle();
    window
}

fn type_into(window: &mut Window, label: &str, words: &str) {
    let field = egui::accesskit::Role::TextInput;
    let role = if label.contains("secret") || label.contains("URL") {
        egui::accesskit::Role::PasswordInput
    } else {
        field
    };
    window.harness.get_by_role_and_label(role, label).focus();
    window.settle();
    window.harness.get_by_role_and_label(role, label).type_text(words);
    window.settle();
}

#[test]
fn empty_fields_are_named_at_their_place_and_nothing_is_sent() {
    let mut window = on_the_form();
    window.harness.get_by_label("Fill in the fields").click();
    window.settle();
    window.harness.get_by_label("Connect").click();
    assert!(window.settle().is_empty());
    for start in ["Enter the cloud name.", "Enter the API key.", "Enter the API secret."] {
        assert!(window.harness.query_by_label_contains(start).is_some(), "{start}");
    }
    type_into(&mut window, "Cloud name", "demo");
    assert!(window.harness.query_by_label_contains("Enter the cloud name.").is_none());
    assert!(window.harness.query_by_label_contains("Enter the API key.").is_some());
}

#[test]
fn a_whole_pasted_export_line_opens_its_environment() {
    let mut window = on_the_form();
    type_into(&mut window, "CLOUDINARY_URL", "export CLOUDINARY_URL=cloudinary://123:CANARY@shop-prod");
    assert!(window.harness.query_by_label_contains("shop-prod · API key 123").is_some());
    window.harness.get_by_label("Connect").click();
    let asked = window.settle();
    assert!(
        matches!(&asked[0], Command::Remember { credentials, keep: Keep::Keychain }
            if credentials.environment.cloud_name == "shop-prod" && credentials.expose() == "CANARY"),
        "{asked:?}"
    );
    assert!(window.harness.query_by_label("Environment shop-prod").is_some());
    assert!(!format!("{:?}", window.harness.state().state()).contains("CANARY"));
}

#[test]
fn a_refused_test_is_told_in_words() {
    let mut window = on_the_form();
    type_into(&mut window, "CLOUDINARY_URL", "cloudinary://123:s@demo");
    window.fake.refuses = Some(Problem::nothing_changed("The API secret is wrong.", "Copy it again."));
    window.harness.get_by_label("Test connection").click();
    window.settle();
    assert!(window.harness.query_by_label("The API secret is wrong.").is_some());
    window.fake.refuses = None;
    window.harness.get_by_label("Test connection").click();
    window.settle();
    assert!(window.harness.query_by_label("The connection works").is_some());
}

#[test]
fn forgetting_an_environment_asks_first() {
    let mut window = Window::first_start(3);
    let remembered = Remembered {
        environment: fake::environment("shop-prod"),
        session_only: false,
        secret_missing: false,
    };
    window.fake.tell(Event::Environments {
        remembered: vec![remembered],
        keychain: None,
        from_variable: None,
    });
    window.settle();
    window.harness.get_by_label("Connect to another environment").click();
    window.settle();
    window.harness.get_by_label("Forget shop-prod…").click();
    assert!(window.settle().is_empty());
    window.harness.get_by_label("Keep it").click();
    assert!(window.settle().is_empty());
    window.harness.get_by_label("Forget shop-prod…").click();
    window.settle();
    window.harness.get_by_label("Forget").click();
    let asked = window.settle();
    assert!(matches!(&asked[..], [Command::Forget(id)] if id.0.starts_with("shop-prod/")), "{asked:?}");
}

#[test]
fn the_practice_library_is_offered_and_marked_wherever_it_is_open() {
    let mut window = Window::first_start(3);
    window.harness.get_by_label("Try it on a practice library").click();
    window.settle();
    assert!(window.harness.query_by_label_contains("Practice: nothing here is real").is_some());
    let started = Window::start(3, Start { practice: true, ..Start::default() });
    assert!(started.harness.query_by_label_contains("Practice: nothing here is real").is_some());
}
