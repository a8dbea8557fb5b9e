//! The age of a preview, by the labels of the confirmation and a clock that is moved.

use std::sync::Arc;

use cloudsweep::jobs::progress::Phase;
use cloudsweep::model::asset::{AssetId, AssetName, DeliveryType, ResourceType};
use cloudsweep::model::breadth::Breadth;
use cloudsweep::model::item::PlanItem;
use cloudsweep::model::plan::{Draft, Plan};
use cloudsweep::model::preview::Preview;
use cloudsweep::model::sweep::SweepBy;
use cloudsweep::model::what::What;
use cloudsweep::platform::clock::Clock;
use cloudsweep::runtime::command::Command;
use cloudsweep::runtime::event::Event;
use cloudsweep::ui::app::Start;
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::fake;
use crate::jobs::{progress, summary};
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
        window.fake.tell(Event::Opened { environment, account: fake::account() });
        window.settle();
        let mut moved = Self { window, clock };
        moved.press("Prefix");
        let field = "Public IDs start with";
        moved.window.harness.get_by_role_and_label(Role::TextInput, field).focus();
        moved.window.harness.step();
        moved.window.harness.get_by_role_and_label(Role::TextInput, field).type_text("docs/");
        let asked = moved.press("Preview…");
        moved.complete(&asked, assets);
        moved
    }

    fn press(&mut self, label: &str) -> Vec<Command> {
        let button = self.window.harness.get_all_by_role_and_label(Role::Button, label).last();
        button.expect("a button").click();
        self.window.settle()
    }

    fn says(&self, words: &str) -> bool {
        self.window.harness.query_all_by_label_contains(words).next().is_some()
    }

    fn works(&self, label: &str) -> bool {
        !self.window.harness.get_by_role_and_label(Role::Button, label).accesskit_node().is_disabled()
    }

    /// Answers the preview that was asked for.
    fn complete(&mut self, asked: &[Command], assets: u8) {
        let generation = asked.iter().find_map(|command| match command {
            Command::Preview { generation, .. } => Some(*generation),
            _ => None,
        });
        let draft = Draft {
            environment: fake::environment("shop-prod").id(),
            description: "Name starts with “docs/”".into(),
            what: What::Originals,
            breadth: Breadth::Caught,
            invalidate: true,
            items: (0..assets).map(item).collect(),
            taken_at: self.clock.now(),
            notes: Vec::new(),
        };
        let plan = Plan::freeze_with_selector(draft, Some(SweepBy::Prefix("docs/".into())));
        let preview = Preview::Complete(Arc::new(plan));
        let generation = generation.expect("a preview was asked for");
        self.window.fake.tell(Event::Preview { generation, preview, report: None, instead: Vec::new() });
        self.window.settle();
    }

    fn pass(&mut self, minutes: i64) {
        let until = self.clock.now() + 60 * minutes + 1;
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(self.clock.wait_towards(until));
        self.window.settle();
    }
}

fn item(number: u8) -> PlanItem {
    PlanItem {
        asset_id: AssetId::from_bytes([number; 16]),
        name: AssetName {
            resource_type: ResourceType::Image,
            delivery_type: DeliveryType::Upload,
            public_id: format!("docs/{number}").into(),
        },
        version: 1,
        etag: None,
        bytes: 1000,
        created_at: None,
        format: Some("jpg".into()),
        host: "".into(),
        backed_up: Some(true),
        copy: None,
    }
}

#[test]
fn the_confirmation_tells_the_age_of_the_preview_and_ends_with_it() {
    let mut moved = Moved::with_plan(3);
    moved.press("Review plan…");
    assert!(moved.says("less than a minute ago"));
    moved.pass(4);
    assert!(moved.says("4 minutes ago") && !moved.says("less than a minute ago"));
    let field = "To confirm, type the number of items: 3";
    moved.window.harness.get_by_role_and_label(Role::TextInput, field).focus();
    moved.window.harness.step();
    moved.window.harness.get_by_role_and_label(Role::TextInput, field).type_text("3");
    moved.window.settle();
    assert!(moved.works("Delete 3 images"));
    moved.pass(56);
    assert!(!moved.works("Delete 3 images"));
    assert!(moved.says("This preview is too old") && moved.says("a preview of the last hour"));
    assert!(moved.press("Delete 3 images").is_empty());
    let asked = moved.press("Refresh");
    assert!(moved.says("Cancel counting"));
    moved.complete(&asked, 3);
    assert!(moved.says("less than a minute ago"), "nothing changed, so the confirmation is open again");
    assert!(!moved.works("Delete 3 images"), "what was typed is to be typed again");
}

#[test]
fn the_keyboard_stands_on_the_job_that_was_just_begun() {
    let mut moved = Moved::with_plan(3);
    moved.press("Review plan…");
    assert!(moved.says("Enter never deletes."));
    let field = "To confirm, type the number of items: 3";
    moved.window.harness.get_by_role_and_label(Role::TextInput, field).focus();
    moved.window.harness.step();
    moved.window.harness.get_by_role_and_label(Role::TextInput, field).type_text("3");
    moved.window.settle();
    moved.window.harness.key_press(egui::Key::Enter);
    assert!(moved.window.settle().is_empty());
    assert!(moved.window.harness.get_by_role_and_label(Role::TextInput, field).is_focused());
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
        moved.window.harness.get_by_role_and_label(Role::RadioButton, "List").click();
        moved.window.settle();
        let leave_out = moved.window.harness.get_by_label("Leave out Image docs/1").rect();
        assert_eq!(leave_out.width() > 40.0, words, "{width}: {leave_out}");
        assert!(leave_out.left() - BEFORE_THE_NAME > 190.0, "{width}: {leave_out}");
    }
}

#[test]
fn an_old_preview_is_counted_anew_and_what_changed_is_told_first() {
    let mut moved = Moved::with_plan(3);
    moved.pass(25);
    moved.press("Review plan…");
    assert!(moved.says("25 minutes ago"), "young enough for every route but one");
    moved.press("Cancel");
    moved.window.harness.get_by_label_contains("Sweep, a thousand").click();
    moved.window.settle();
    assert!(moved.says("it is counted anew before the review"));
    let asked = moved.press("Review plan…");
    moved.complete(&asked, 5);
    assert!(moved.says("Counted anew: 2 more since "));
    assert!(!moved.says("To confirm, type"), "it is read first");
    moved.press("Review plan…");
    assert!(moved.says("To confirm, type the name of the environment"));
    moved.pass(11);
    assert!(moved.says("A sweep needs a preview of the last 10 minutes."));
}
