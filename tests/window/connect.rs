//! From the first start to an open environment.

use cloudsweep::model::account::{Geo, Region};
use cloudsweep::model::problem::{Effect, Kind, Login, Problem, ProgramProblem, RequestProblem};
use cloudsweep::runtime::command::{Command, Keep};
use cloudsweep::runtime::event::{Event, Remembered};
use cloudsweep::text;
use cloudsweep::ui::app::Start;
use egui_kittest::kittest::Queryable as _;

use crate::fake;
use crate::jobs::summary;
use crate::support::Window;

fn on_the_form() -> Window {
    let mut window = Window::first_start(3);
    window.press(&text!("connect-title"));
    window
}

fn type_into(window: &mut Window, label: &str, words: &str) {
    let is_secret = label.contains("secret") || label.contains("URL");
    let role = if is_secret { egui::Role::PasswordInput } else { egui::Role::TextInput };
    window.write(role, label, words);
}

#[test]
fn empty_fields_are_named_at_their_place_and_nothing_is_sent() {
    let mut window = on_the_form();
    window.press(&text!("connect-by-fields"));
    assert!(window.press(&text!("connect")).is_empty());
    for start in ["Enter the cloud name.", "Enter the API key.", "Enter the API secret."] {
        assert!(window.harness.query_by_label_contains(start).is_some(), "{start}");
    }
    type_into(&mut window, "Cloud name", "demo");
    assert!(window.harness.query_by_label_contains("Enter the cloud name.").is_none());
    assert!(window.harness.query_by_label_contains("Enter the API key.").is_some());
}

#[test]
fn the_form_opens_with_its_first_field_and_enter_is_its_button() {
    let mut window = on_the_form();
    let focused =
        |window: &Window, label: &str, role| window.harness.get_by_role_and_label(role, label).is_focused();
    let line = egui::Role::PasswordInput;
    assert!(focused(&window, "CLOUDINARY_URL", line), "nothing was pressed yet");
    window.harness.key_press(egui::Key::Enter);
    assert!(window.settle().is_empty());
    assert!(focused(&window, "CLOUDINARY_URL", line), "what is missing can be typed at once");
    window.harness.get_by_role_and_label(line, "CLOUDINARY_URL").type_text("cloudinary://123:s@shop-prod");
    window.settle();
    window.harness.key_press(egui::Key::Enter);
    let asked = window.settle();
    assert!(asked.iter().any(|command| matches!(command, Command::Remember { .. })), "{asked:?}");
}

#[test]
fn a_page_opens_at_its_top() {
    let mut window = Window::first_start(3);
    twins(&mut window);
    window.resize(900.0, 600.0);
    window.press(&text!("welcome-another"));
    let top = window.harness.get_by_label(&text!("back")).rect().top();
    window.harness.get_by_label(&text!("connect")).scroll_to_me();
    window.harness.run_steps(60);
    assert!(window.harness.get_by_label(&text!("back")).rect().top() < top, "it was scrolled");
    let one = fake::environment("shop-prod");
    window.enter(one);
    window.harness.get_by_label_contains("Environment shop-prod").click();
    window.settle();
    window.press(&text!("environments"));
    window.harness.run_steps(30);
    let now = window.harness.get_by_label(&text!("back")).rect().top();
    assert!((now - top - 54.0).abs() < 1.0, "under the top bar: {now}, {top}");
}

#[test]
fn a_whole_pasted_export_line_opens_its_environment() {
    let mut window = on_the_form();
    type_into(&mut window, "CLOUDINARY_URL", "export CLOUDINARY_URL=cloudinary://123:CANARY@shop-prod");
    assert!(window.harness.query_by_label_contains("shop-prod · API key 123").is_some());
    let asked = window.press(&text!("connect"));
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
    let kind = Kind::Unauthorised(Login::ApiSecret);
    let problem = Problem::new(RequestProblem { kind, effect: Effect::None });
    let what = problem.what();
    window.fake.refuses = Some(problem);
    window.press(&text!("connect-test"));
    assert!(window.harness.query_by_label(&what).is_some());
    window.fake.refuses = None;
    window.press(&text!("connect-test"));
    assert!(window.harness.query_by_label(&text!("connect-works")).is_some());
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
    window.press(&text!("welcome-another"));
    assert!(window.press("Forget shop-prod…").is_empty());
    assert!(window.press(&text!("environment-keep")).is_empty());
    window.press("Forget shop-prod…");
    let asked = window.press(&text!("environment-forget"));
    assert!(matches!(&asked[..], [Command::Forget(id)] if id.0.starts_with("shop-prod/")), "{asked:?}");
}

#[test]
fn the_practice_library_is_offered_and_marked_wherever_it_is_open() {
    let mut window = Window::first_start(3);
    window.press(&text!("welcome-practice"));
    assert!(window.harness.query_by_label_contains("Practice: nothing here is real").is_some());
    let started = Window::start(3, Start { practice: true, ..Start::default() });
    assert!(started.harness.query_by_label_contains("Practice: nothing here is real").is_some());
}

/// Three of one cloud name: two keys, and the second in another region, too.
fn twins(window: &mut Window) -> [cloudsweep::model::account::Environment; 3] {
    let one = fake::environment("shop-prod");
    let mut other = one.clone();
    other.api_key = "999988887777".into();
    let mut europe = one.clone();
    europe.region = Geo::Eu.region();
    let remembered = [&one, &other, &europe].map(|environment| Remembered {
        environment: environment.clone(),
        session_only: false,
        secret_missing: false,
    });
    let remembered = remembered.to_vec();
    window.fake.tell(Event::Environments { remembered, keychain: None, from_variable: None });
    window.settle();
    [one, other, europe]
}

#[test]
fn environments_of_one_cloud_name_are_told_apart_by_name_key_and_region() {
    let mut window = Window::first_start(3);
    let [one, _, europe] = twins(&mut window);
    let account = fake::account();
    window.fake.tell(Event::Opened { environment: one.clone(), account });
    window.settle();
    twins(&mut window);
    window.press("Environment shop-prod · key …2345 · United States");
    for label in [
        "Open now: shop-prod · key …2345 · United States",
        "Switch to shop-prod · key …7777 · United States",
        "Switch to shop-prod · key …2345 · Europe",
        "Mark shop-prod · key …2345 · United States as production",
    ] {
        assert!(window.harness.query_by_label(label).is_some(), "{label}");
    }
    window.press(&text!("environments"));
    assert_eq!(window.harness.query_all_by_label("Open now").count(), 1);
    window.press("Rename shop-prod · key …2345 · Europe…");
    assert!(window.harness.query_all_by_label("Rename shop-prod · key …2345 · Europe").count() > 0);
    let field = window.harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "Name");
    field.focus();
    window.settle();
    window.harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "Name").type_text(" in Paris");
    window.settle();
    let asked = window.press(&text!("save"));
    assert!(
        matches!(&asked[..], [Command::NameEnvironment { environment, name }]
            if *environment == europe.id() && name == "shop-prod in Paris"),
        "{asked:?}"
    );
}

#[test]
fn jobs_and_receipts_name_their_environment_as_the_switcher_does() {
    let mut window = Window::first_start(3);
    let [one, _, europe] = twins(&mut window);
    window.enter(one);
    twins(&mut window);
    let mut job = summary(1, "shop-prod", "Tag “old”");
    job.header.environment = europe.id();
    let mut forgotten = summary(2, "shop-prod", "Tag “old”");
    forgotten.header.environment = fake::environment("gone").id();
    forgotten.header.cloud_name = "gone".into();
    window.fake.tell(Event::JobQueued(job.clone()));
    window.fake.tell(Event::Receipts(Ok(vec![job, forgotten])));
    window.settle();
    window.press(&text!("jobs"));
    assert!(window.harness.query_by_label("shop-prod · key …2345 · Europe").is_some());
    window.harness.get_by_label(&text!("receipts")).click();
    window.harness.run_steps(3);
    let (_, forgotten) = (window.fake.answer(), "gone · key …2345 · United States ·");
    for place in ["shop-prod · key …2345 · Europe ·", forgotten] {
        assert!(window.harness.query_by_label_contains(place).is_some(), "{place}");
    }
}

fn in_another_region(geo: Geo) -> Problem {
    let kind = Kind::OtherRegion(Some(geo));
    let problem = Problem::new(RequestProblem { kind, effect: Effect::None });
    Problem { region: Some(geo), ..problem }
}

#[test]
fn the_right_region_is_offered_where_an_environment_is_opened() {
    let mut window = Window::first_start(3);
    let [_, other, _] = twins(&mut window);
    window.fake.refuses = Some(in_another_region(Geo::Eu));
    window.press("Open shop-prod · key …7777 · United States");
    window.harness.get_by_label(&text!("switch-to-eu")).click();
    window.fake.refuses = None;
    let asked = window.settle();
    assert!(
        matches!(&asked[..], [Command::SwitchRegion { region: Region::Eu, .. }]),
        "of {}: {asked:?}",
        other.id()
    );
}

#[test]
fn the_right_region_is_offered_where_credentials_are_tried() {
    let mut window = on_the_form();
    type_into(&mut window, "CLOUDINARY_URL", "cloudinary://123:CANARY@demo");
    window.fake.refuses = Some(in_another_region(Geo::Ap));
    for button in ["Test connection", "Connect"] {
        window.press(button);
        let asked = window.press(&text!("switch-to-ap"));
        let (Command::TestConnection { credentials, .. } | Command::Remember { credentials, .. }) = &asked[0]
        else {
            panic!("{asked:?}")
        };
        assert_eq!((credentials.environment.region.clone(), credentials.expose()), (Region::Ap, "CANARY"));
    }
    assert!(window.harness.query_by_label(&text!("cloud-name")).is_some(), "the form is still filled");
}

#[test]
fn a_secret_that_is_nowhere_is_asked_for_with_everything_else_filled_in() {
    let mut window = Window::first_start(3);
    let environment = fake::environment("shop-prod");
    let remembered = vec![Remembered { environment, session_only: false, secret_missing: true }];
    window.fake.tell(Event::Environments { remembered, keychain: None, from_variable: None });
    window.settle();
    assert!(window.press("Enter secret of shop-prod").is_empty());
    type_into(&mut window, "API secret", "“CANARY_8f3b”");
    window.harness.get_by_label(&text!("connect")).scroll_to_me();
    window.harness.run_steps(30);
    let asked = window.press(&text!("connect"));
    assert!(
        matches!(&asked[0], Command::Remember { credentials, .. }
            if credentials.environment.api_key == "123456789012345" && credentials.expose() == "CANARY_8f3b"),
        "{asked:?}"
    );
}

#[test]
fn a_warning_stays_until_it_was_read() {
    let mut window = Window::first_start(3);
    let warnings = [ProgramProblem::EnvironmentsNotSaved, ProgramProblem::NoPractice].map(Problem::new);
    for problem in &warnings {
        window.fake.tell(Event::Warning(problem.clone()));
    }
    window.settle();
    for what in warnings.map(|problem| problem.what()) {
        assert!(window.harness.query_by_label(&what).is_some(), "{what}");
        window.press(&text!("dismiss-warning"));
        assert!(window.harness.query_by_label(&what).is_none(), "{what}");
    }
}

#[test]
fn waiting_for_the_keychain_is_said_on_every_page_and_can_be_given_up() {
    for mut window in [on_the_form(), Window::open(3, fake::environment("shop-prod"))] {
        window.fake.tell(Event::KeychainWaits { number: 1, waits: true });
        window.settle();
        assert!(window.harness.query_by_label_contains("Waiting for this computer’s keychain").is_some());
        let sent = window.press(&text!("keychain-go-on-without"));
        assert!(matches!(sent[..], [Command::GoOnWithoutKeychain]), "{sent:?}");
        window.fake.tell(Event::KeychainWaits { number: 3, waits: false });
        window.fake.tell(Event::KeychainWaits { number: 2, waits: true });
        window.settle();
        assert!(window.harness.query_by_label_contains("Waiting for this").is_none(), "older news");
    }
}
