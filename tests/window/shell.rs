//! The frame around the pages.

use cloudsweep::jobs::progress::{Phase, Progress};
use cloudsweep::model::account::Quota;
use cloudsweep::model::job::Control;
use cloudsweep::model::job_id::JobId;
use cloudsweep::model::receipt::JobState;
use cloudsweep::runtime::command::Command;
use cloudsweep::runtime::event::Event;
use cloudsweep::text;
use egui::{ViewportCommand, ViewportEvent, ViewportId};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::fake;
use crate::jobs::{left, progress, summary};
use crate::preview;
use crate::support::Window;

fn running() -> Progress {
    let summary = summary(1, "shop-prod", "Tag “old”");
    Progress { time_left: None, ..progress(&summary, Phase::Running) }
}

fn ask_to_close(window: &mut Window) -> Vec<ViewportCommand> {
    let viewport = window.harness.input_mut().viewports.entry(ViewportId::ROOT).or_default();
    viewport.events.push(ViewportEvent::Close);
    window.harness.step();
    commands(window)
}

fn commands(window: &Window) -> Vec<ViewportCommand> {
    window
        .harness
        .output()
        .viewport_output
        .get(&ViewportId::ROOT)
        .map(|output| output.commands.clone())
        .unwrap_or_default()
}

#[test]
fn closing_asks_while_a_job_runs_and_staying_is_the_first_answer() {
    let mut window = Window::open(5, fake::environment("shop-prod"));
    run(&mut window);
    assert!(ask_to_close(&mut window).contains(&ViewportCommand::CancelClose));
    let asked = window.settle();
    assert!(matches!(asked[..], [Command::Hold(JobId(1))]), "from the first moment on: {asked:?}");
    assert!(window.harness.query_by_label_contains("400 of 1,204 deleted").is_some());
    assert!(window.harness.query_by_label(&text!("closing-paused")).is_some());
    assert!(window.harness.get_by_label(&text!("closing-stay")).is_focused());
    assert!(matches!(window.press(&text!("closing-stay"))[..], [Command::Release(JobId(1))]));
    assert!(!window.harness.state().state().close_confirmed);
    for (label, expected) in [("Pause and close", false), ("Close, and resume at the next start", true)] {
        ask_to_close(&mut window);
        window.settle();
        let asked = window.press(label);
        let [Command::PrepareToClose { jobs, resume }] = &asked[..] else { panic!("{asked:?}") };
        assert_eq!((&jobs[..], *resume), (&[JobId(1)][..], expected));
        assert!(!window.harness.state().state().close_confirmed, "not before it is written");
        assert!(window.harness.query_by_label(&text!("closing-now")).is_some());
        if expected {
            window.fake.tell(Event::ReadyToClose);
            window.harness.run_steps(2);
            assert!(window.harness.state().state().close_confirmed);
            assert!(commands(&window).contains(&ViewportCommand::Close));
            return;
        }
        window = Window::open(5, fake::environment("shop-prod"));
        run(&mut window);
    }
}

#[test]
fn the_question_at_closing_goes_with_the_job_that_it_is_about() {
    let mut window = Window::open(5, fake::environment("shop-prod"));
    run(&mut window);
    ask_to_close(&mut window);
    window.settle();
    window.fake.progress.send_replace(Vec::new());
    window.fake.tell(Event::JobEnded { summary: summary(1, "shop-prod", "Tag “old”"), problem: None });
    window.settle();
    assert!(window.harness.query_by_label(&text!("closing-pause")).is_none());
    assert!(window.harness.query_by_label_contains(&text!("closing-ended")).is_some());
}

#[test]
fn a_job_that_begins_while_closing_is_asked_about_is_held_too() {
    let mut window = Window::open(5, fake::environment("shop-prod"));
    run(&mut window);
    window.fake.tell(Event::Unfinished { jobs: vec![left(3, Control::Pause)], go_on: true });
    window.settle();
    ask_to_close(&mut window);
    window.settle();
    assert!(window.harness.query_by_label(&text!("job-next-start-resumes")).is_some());
    assert!(window.harness.query_by_label(&text!("job-next-start-paused")).is_some());
    window.fake.tell(Event::JobQueued(summary(2, "shop-prod", "Tag “new”")));
    let asked = window.settle();
    assert!(asked.iter().any(|command| matches!(command, Command::Hold(JobId(2)))), "{asked:?}");
}

/// Job 1 runs.
fn run(window: &mut Window) {
    window.fake.progress.send_replace(vec![running()]);
    window.fake.tell(Event::JobStarted(summary(1, "shop-prod", "Tag “old”")));
    window.settle();
}

#[test]
fn closing_without_a_job_does_not_ask() {
    let mut window = Window::open(5, fake::environment("shop-prod"));
    assert!(!ask_to_close(&mut window).contains(&ViewportCommand::CancelClose));
}

#[test]
fn another_environment_can_be_opened_while_a_job_runs() {
    let mut window = Window::open(5, fake::environment("shop-prod"));
    window.fake.progress.send_replace(vec![running()]);
    window.settle();
    window.press("Environment shop-prod");
    window.press(&text!("practice-library"));
    assert!(window.harness.query_by_label("Environment Practice library").is_some());
    assert!(window.harness.query_by_label("400 of 1,204").is_some(), "the bar still tells of the job");
}

#[test]
fn short_news_covers_nothing_that_is_pressed() {
    for (width, height) in [(1280.0, 800.0), (900.0, 600.0)] {
        let mut window = Window::open(30, fake::environment("shop-prod"));
        window.resize(width, height);
        run(&mut window);
        for page in
            [text!("library"), text!("form-prefix"), text!("form-list"), text!("jobs"), text!("receipts")]
        {
            window.press(&page);
            for _ in 0..2 {
                window.press(&text!("look-only"));
            }
            let words = text!("look-only-jobs-go-on");
            let told = window.harness.query_all_by_label_contains(&words);
            let news: Vec<egui::Rect> = told.map(|node| node.rect()).collect();
            assert!(!news.is_empty(), "{page}");
            for node in window.harness.root().children_recursive() {
                let role = node.accesskit_node().role();
                if matches!(role, egui::Role::Button | egui::Role::TextInput | egui::Role::CheckBox) {
                    let covered = news.iter().any(|news| news.intersects(node.rect()));
                    assert!(!covered, "{page} at {width}: {:?}", node.accesskit_node().label());
                }
            }
        }
    }
}

#[test]
fn a_deletion_that_ends_on_the_first_page_is_told_there_and_after_it() {
    let mut window = Window::first_start(5);
    run(&mut window);
    window.fake.progress.send_replace(Vec::new());
    let mut ended = summary(1, "shop-prod", "Tag “old”");
    (ended.state, ended.tally.deleted) = (JobState::Done, 1_204);
    window.fake.tell(Event::JobEnded { summary: ended, problem: None });
    window.settle();
    assert!(window.harness.query_by_label(&text!("show-receipt")).is_some());
    let environment = fake::environment("shop-prod");
    window.enter(environment);
    assert!(window.harness.query_by_label(&text!("show-receipt")).is_some());
}

#[test]
fn a_plan_is_shown_under_what_it_was_chosen_by() {
    let mut window = Window::open(5, fake::environment("shop-prod"));
    preview::ask(&mut window);
    let chosen = |label: String| {
        let row = window.harness.get_by_role_and_label(egui::Role::Button, &label);
        row.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True)
    };
    assert!(chosen(text!("form-prefix")) && !chosen(text!("library")) && !chosen(text!("form-list")));
}

#[test]
fn enter_in_a_field_of_one_line_is_its_forms_button() {
    let mut window = Window::open(5, fake::environment("shop-prod"));
    let fields = [
        (text!("form-one"), text!("one-field")),
        (text!("form-prefix"), text!("prefix-field")),
        (text!("form-tag"), text!("form-tag")),
    ];
    for (page, field) in fields {
        window.harness.get_by_role_and_label(egui::Role::Button, &page).click();
        window.settle();
        window.write(egui::Role::TextInput, &field, "docs");
        window.harness.key_press(egui::Key::Enter);
        let asked = window.settle();
        assert!(asked.iter().any(|command| matches!(command, Command::Preview { .. })), "{page}: {asked:?}");
    }
}

#[test]
fn the_calls_that_are_left_are_told_in_a_small_window_too() {
    let mut window = Window::open(5, fake::environment("a-product-environment-with-a-rather-long-name"));
    let quota = Quota { limit: Some(500), remaining: Some(487), ..Quota::default() };
    window.fake.quota.send_replace(quota);
    for (width, words) in [(1280.0, "487 of 500 calls left"), (900.0, "487 calls left")] {
        window.resize(width, 600.0);
        let told = window.harness.get_by_label(words).rect();
        let switch = window.harness.get_by_label(&text!("look-only")).rect();
        let environment = window.harness.get_by_label_contains("Environment a-product").rect();
        assert!(environment.right() < told.left() && told.right() < switch.left(), "{width}");
    }
}

#[test]
fn every_control_on_every_page_has_a_name() {
    let mut window = Window::open(30, fake::environment("shop-prod"));
    let pages = [text!("library"), text!("form-copies"), text!("jobs"), text!("receipts")];
    let forms = [text!("form-one"), text!("form-list"), text!("form-prefix"), text!("form-tag")];
    for page in pages.into_iter().chain(forms) {
        window.press(&page);
        let nameless: Vec<_> = window
            .harness
            .root()
            .children_recursive()
            .filter(|node| {
                let node = node.accesskit_node();
                let wanted = matches!(
                    node.role(),
                    egui::Role::Button
                        | egui::Role::CheckBox
                        | egui::Role::RadioButton
                        | egui::Role::TextInput
                        | egui::Role::PasswordInput
                        | egui::Role::Slider
                );
                wanted && node.label().is_none_or(|label| label.trim().is_empty())
            })
            .map(|node| format!("{:?}", node.accesskit_node().role()))
            .collect();
        assert!(nameless.is_empty(), "{page}: {nameless:?}");
    }
}
