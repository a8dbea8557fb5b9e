//! The age of a preview, by the labels of the confirmation and a clock that is moved.

use std::time::Duration;

use cloudsweep::jobs::progress::Phase;
use cloudsweep::model::asset::Asset;
use cloudsweep::model::item::{PlanItem, Words};
use cloudsweep::model::plan::{Draft, Plan};
use cloudsweep::model::sweep::SweepBy;
use cloudsweep::platform::clock::Clock;
use cloudsweep::runtime::command::Command;
use cloudsweep::runtime::event::Event;
use cloudsweep::text;
use cloudsweep::ui::app::Start;
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::fake;
use crate::jobs::{progress, summary};
use crate::preview;
use crate::support::Window;

/// A window whose time stands still but for what a test lets pass.
struct Moved {
    window: Window,
    clock: Clock,
}

impl Moved {
    /// With a complete preview of so many assets, by prefix.
    fn with_plan(assets: u8) -> Self {
        let clock = Clock::skipping(|_| {});
        let mut window = Window::start(5, Start { clock: clock.clone(), ..Start::default() });
        let environment = fake::environment("shop-prod");
        window.enter(environment);
        let mut moved = Self { window, clock };
        let asked = preview::ask(&mut moved.window);
        moved.complete(&asked, assets);
        moved
    }

    fn press(&mut self, label: &str) -> Vec<Command> {
        let button = self.window.harness.get_all_by_role_and_label(Role::Button, label).last();
        button.expect("a button").click();
        self.window.settle()
    }

    fn works(&self, label: &str) -> bool {
        !self.window.harness.get_by_role_and_label(Role::Button, label).accesskit_node().is_disabled()
    }

    /// Answers the preview that was asked for.
    fn complete(&mut self, asked: &[Command], assets: u8) {
        let items = (0..assets).map(item).collect();
        let draft = Draft { taken_at: self.clock.now(), ..preview::draft(items) };
        let plan = Plan::freeze_with_selector(draft, Some(SweepBy::Prefix("docs/".into())));
        preview::complete(&mut self.window, asked, plan, Vec::new());
    }

    fn pass(&mut self, minutes: u64) {
        let until = self.clock.now() + Duration::from_secs(60 * minutes + 1);
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(self.clock.wait_towards(until));
        self.window.settle();
    }
}

fn item(number: u8) -> PlanItem {
    let asset = Asset { backed_up: Some(true), ..fake::image(number.into(), &format!("docs/{number}")) };
    PlanItem::of_asset(&asset, &mut Words::default()).expect("an asset with an ID")
}

#[test]
fn the_confirmation_tells_the_age_of_the_preview_and_ends_with_it() {
    let mut moved = Moved::with_plan(3);
    moved.press("Review plan…");
    assert!(moved.window.says("less than a minute ago"));
    moved.pass(4);
    assert!(moved.window.says("4 minutes ago") && !moved.window.says("less than a minute ago"));
    let field = text!("confirm-type-number", number = "3");
    moved.window.write(Role::TextInput, &field, "3");
    assert!(moved.works("Delete 3 images"));
    moved.pass(56);
    assert!(!moved.works("Delete 3 images"));
    assert!(moved.window.says(&text!("confirm-too-old")) && moved.window.says("a preview of the last hour"));
    assert!(moved.press("Delete 3 images").is_empty());
    let asked = moved.press(&text!("refresh"));
    assert!(moved.window.says(&text!("cancel-counting")));
    moved.complete(&asked, 3);
    assert!(
        moved.window.says("less than a minute ago"),
        "nothing changed, so the confirmation is open again"
    );
    assert!(!moved.works("Delete 3 images"), "what was typed is to be typed again");
}

#[test]
fn the_keyboard_stands_on_the_job_that_was_just_begun() {
    let mut moved = Moved::with_plan(3);
    moved.press("Review plan…");
    assert!(moved.window.says(&text!("confirm-enter")));
    let field = text!("confirm-type-number", number = "3");
    moved.window.write(Role::TextInput, &field, "3");
    moved.window.harness.key_press(egui::Key::Enter);
    assert!(moved.window.settle().is_empty());
    assert!(moved.window.harness.get_by_role_and_label(Role::TextInput, &field).is_focused());
    moved.window.harness.get_by_label("Delete 3 images").focus();
    moved.window.harness.step();
    moved.window.harness.key_press(egui::Key::Space);
    let asked = moved.window.settle();
    assert!(asked.iter().any(|command| matches!(command, Command::StartJob(_))), "{asked:?}");
    let begun = summary(7, "shop-prod", "Name starts with “docs/”");
    moved.window.fake.tell(Event::JobQueued(begun.clone()));
    moved.window.fake.progress.send_replace(vec![progress(&begun, Phase::Running)]);
    moved.window.fake.tell(Event::JobStarted(begun));
    moved.window.settle();
    assert!(moved.window.harness.get_by_label("Pause 7").is_focused());
}

/// How many points of a line the sidebar, the page's edge and the picture take.
const BEFORE_THE_NAME: f32 = 208.0 + 20.0 + 68.0;

#[test]
fn a_name_has_the_first_claim_on_a_line_of_the_plan() {
    let mut moved = Moved::with_plan(3);
    for (width, words) in [(1280.0, true), (900.0, false)] {
        moved.window.resize(width, 600.0);
        moved.window.harness.get_by_role_and_label(Role::RadioButton, &text!("layout-list")).click();
        moved.window.settle();
        let leave_out = text!("leave-out-it", name = "Image docs/1");
        let leave_out = moved.window.harness.get_by_label(&leave_out).rect();
        assert_eq!(leave_out.width() > 40.0, words, "{width}: {leave_out}");
        assert!(leave_out.left() - BEFORE_THE_NAME > 190.0, "{width}: {leave_out}");
    }
}

#[test]
fn an_old_preview_is_counted_anew_and_what_changed_is_told_first() {
    let mut moved = Moved::with_plan(3);
    moved.pass(25);
    moved.press("Review plan…");
    assert!(moved.window.says("25 minutes ago"), "young enough for every route but one");
    moved.press(&text!("cancel"));
    moved.window.harness.get_by_label_contains(&text!("method-sweep")).click();
    moved.window.settle();
    assert!(moved.window.says("it is counted again before the review"));
    let asked = moved.press("Review plan…");
    moved.complete(&asked, 5);
    assert!(moved.window.says(&text!("refreshed-more", number = 2)));
    assert!(!moved.window.says(&text!("confirm-enter")), "it is read first");
    moved.press("Review plan…");
    assert!(moved.window.says(&text!("confirm-type-cloud-name", name = "shop-prod")));
    moved.pass(11);
    assert!(moved.window.says("A sweep needs a preview of the last 10 minutes."));
}

#[test]
fn in_the_smallest_window_the_buttons_of_the_longest_question_stay_in_sight() {
    let mut moved = Moved::with_plan(3);
    moved.window.harness.get_by_label_contains(&text!("method-sweep")).click();
    moved.window.settle();
    moved.press("Review plan…");
    moved.window.resize(760.0, 520.0);
    let window = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(760.0, 520.0));
    for label in [&text!("cancel"), "Delete 3 images", &text!("confirm-title", action = "Delete 3 images")] {
        let rect = moved.window.harness.get_all_by_label(label).last().expect("it is drawn").rect();
        assert!(window.contains_rect(rect), "{label}: {rect}");
    }
    let field = text!("confirm-type-cloud-name", name = "shop-prod");
    moved.window.harness.get_by_role_and_label(Role::TextInput, &field).focus();
    moved.window.settle();
    let rect = moved.window.harness.get_by_role_and_label(Role::TextInput, &field).rect();
    let cancel = moved.window.harness.get_by_role_and_label(Role::Button, &text!("cancel")).rect();
    assert!(rect.bottom() <= cancel.top() && rect.top() > 0.0, "{rect} above {cancel}");
}
