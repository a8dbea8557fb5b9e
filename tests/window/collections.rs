//! Plans, receipts and their list by keyboard and wheel, where there are many of them.

use std::sync::Arc;

use cloudsweep::app::flow::{Ready, Stage};
use cloudsweep::model::asset::AssetId;
use cloudsweep::model::item::PlanItem;
use cloudsweep::model::job_id::JobId;
use cloudsweep::model::outcome::{Outcome, Tally};
use cloudsweep::model::plan::Plan;
use cloudsweep::model::receipt::{
    EndCounts, Filter, JobState, Line, ListedRows, PAGE, Positions, ReceiptHead, ReceiptRow, ReceiptView,
    Summary,
};
use cloudsweep::runtime::command::Command;
use cloudsweep::runtime::event::Event;
use cloudsweep::text;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::fake;
use crate::jobs::summary;
use crate::preview;
use crate::support::Window;

const MANY: u32 = 40_000;

fn item(number: u32) -> PlanItem {
    let asset = fake::asset(number as usize);
    PlanItem {
        asset_id: asset.asset_id.expect("an asset ID"),
        name: cloudsweep::model::asset::AssetName {
            public_id: format!("docs/{number:05}").into(),
            ..fake::asset(0).name
        },
        version: 1,
        etag: None,
        bytes: 1_000,
        created_at: None,
        format: Some("jpg".into()),
        host: "https://res.cloudinary.com/shop-prod".into(),
        backed_up: Some(true),
        copy: None,
    }
}

fn key(number: u32) -> AssetId {
    item(number).asset_id
}

/// A window with a plan of many.
pub fn plan() -> Window {
    let mut window = Window::open(5, fake::environment("shop-prod"));
    let asked = preview::ask(&mut window);
    let plan = Plan::freeze(preview::draft((0..MANY).map(item).collect()));
    preview::complete(&mut window, &asked, plan, Vec::new());
    window
}

fn ready(window: &Window) -> &Ready {
    match &window.harness.state().state().flow.stage {
        Stage::Ready(ready) => ready,
        stage => panic!("no plan: {stage:?}"),
    }
}

/// What a screen reader says of what has the focus.
fn focused(window: &Window) -> String {
    let mut nodes = window.harness.root().children_recursive();
    let focused = nodes.find(|node| node.accesskit_node().is_focused()).map(|node| node.accesskit_node());
    focused.and_then(|node| node.label().or_else(|| node.value())).unwrap_or_default()
}

/// Whether something is there and whole in the window.
fn in_sight(window: &Window, label: &str) -> bool {
    let mut nodes = window.harness.query_all_by_label(label);
    nodes.any(|node| node.rect().top() > 0.0 && node.rect().bottom() < 800.0)
}

fn key_press(window: &mut Window, key: Key) {
    window.harness.key_press(key);
    window.settle();
}

/// Keys that come in one frame.
fn at_once(window: &mut Window, keys: &[(Key, Modifiers)]) {
    let events = keys.iter().flat_map(|(key, modifiers)| {
        [true, false].map(|pressed| egui::Event::Key {
            key: *key,
            physical_key: None,
            pressed,
            repeat: false,
            modifiers: *modifiers,
        })
    });
    window.harness.input_mut().events.extend(events);
    window.settle();
}

fn plain(keys: &[Key]) -> Vec<(Key, Modifiers)> {
    keys.iter().map(|key| (*key, Modifiers::NONE)).collect()
}

#[test]
fn a_plan_of_many_is_walked_by_keyboard_as_pictures_and_as_lines() {
    let mut window = plan();
    // The button for the next step has the focus of who works by keyboard, and leaves the arrows.
    key_press(&mut window, Key::F5);
    assert_eq!(focused(&window), "Review plan…");
    key_press(&mut window, Key::ArrowDown);
    assert_eq!(focused(&window), text!("in-the-plan", name = "Image docs/00000"));
    let (grid, list) = (text!("layout-grid"), text!("layout-list"));
    for (layout, name) in [
        (&grid, text!("in-the-plan", name = "Image docs/")),
        (&list, text!("leave-out-it", name = "Image docs/")),
    ] {
        window.harness.get_by_role_and_label(Role::RadioButton, layout).click();
        window.settle();
        let drawn = window.harness.query_all_by_label_contains(&name).count();
        assert!((10..90).contains(&drawn), "{drawn} {layout}");
        let columns = if *layout == grid { 4 } else { 1 };
        for (key, number) in [
            (Key::End, MANY - 1),
            (Key::ArrowUp, MANY - 1 - columns),
            (Key::Home, 0),
            (Key::ArrowDown, columns),
            (Key::ArrowRight, columns + 1),
        ] {
            key_press(&mut window, key);
            let label = format!("{name}{number:05}");
            assert_eq!(focused(&window), label, "{layout}, {key:?}");
            assert!(in_sight(&window, &label), "{layout}, {key:?}");
        }
        key_press(&mut window, Key::PageDown);
        let page: u32 = focused(&window)[name.len()..].parse().unwrap();
        assert!((columns + 2..columns + 30).contains(&page), "{page}");
        assert!(in_sight(&window, &focused(&window)));
    }
}

#[test]
fn the_space_bar_leaves_out_what_the_cursor_is_on_however_fast_it_comes() {
    let mut window = plan();
    let left_out = |window: &Window| -> Vec<u32> {
        (0..40).filter(|number| ready(window).is_left_out(key(*number))).collect()
    };
    key_press(&mut window, Key::Home);
    at_once(&mut window, &plain(&[Key::ArrowRight, Key::ArrowRight, Key::Space, Key::ArrowRight]));
    assert_eq!(left_out(&window), [2]);
    assert_eq!(focused(&window), text!("in-the-plan", name = "Image docs/00003"));
    at_once(&mut window, &plain(&[Key::Space, Key::Space]));
    assert_eq!(left_out(&window), [2], "out and back");
    at_once(&mut window, &plain(&[Key::Space, Key::ArrowLeft, Key::Space]));
    assert_eq!(left_out(&window), [3]);
    window.harness.get_by_role_and_label(Role::RadioButton, &text!("layout-list")).click();
    window.settle();
    key_press(&mut window, Key::Home);
    at_once(&mut window, &plain(&[Key::ArrowDown, Key::Enter, Key::ArrowDown, Key::ArrowDown, Key::Enter]));
    assert_eq!(left_out(&window), [1]);
    assert_eq!(focused(&window), text!("leave-out-it", name = "Image docs/00003"));
}

#[test]
fn a_field_keeps_its_keys() {
    let mut window = plan();
    window.harness.get_by_role_and_label(Role::TextInput, &text!("find-in-plan")).focus();
    window.settle();
    key_press(&mut window, Key::End);
    key_press(&mut window, Key::Space);
    assert_eq!(focused(&window), text!("find-in-plan"));
    assert_eq!(ready(&window).left_out(), 0);
}

#[test]
fn fast_shift_and_end_select_up_to_the_end() {
    let mut window = Window::open(90, fake::environment("shop-prod"));
    key_press(&mut window, Key::Home);
    // Shift is up again before the frame is drawn.
    at_once(&mut window, &[(Key::ArrowRight, Modifiers::NONE), (Key::End, Modifiers::SHIFT)]);
    assert!(window.says(&text!("selected", number = 89)));
    at_once(&mut window, &[(Key::Home, Modifiers::NONE), (Key::ArrowRight, Modifiers::SHIFT)]);
    assert!(window.says(&text!("selected", number = 2)));
}

#[test]
fn home_leads_to_the_top_after_the_bar_was_dragged() {
    let mut window = Window::open(90, fake::environment("shop-prod"));
    let first = format!("Image {}", fake::asset(0).name.public_id);
    key_press(&mut window, Key::Home);
    let bar = window.harness.get_by_label(&text!("library-scroll")).rect();
    window.harness.drag_at(bar.center_top() + egui::vec2(0.0, 10.0));
    window.harness.run_steps(2);
    window.harness.hover_at(bar.center_bottom());
    window.harness.run_steps(2);
    window.harness.drop_at(bar.center_bottom());
    window.settle();
    assert!(!in_sight(&window, &first));
    key_press(&mut window, Key::Home);
    assert!(in_sight(&window, &first));
}

#[test]
fn pictures_that_fly_past_are_not_asked_for() {
    let (number, mut window) = (3_000, Window::first_start(0));
    window.fake.library = (0..number).map(|index| Arc::new(fake::asset(index))).collect();
    window.enter(fake::environment("shop-prod"));
    for _ in 0..40 {
        key_press(&mut window, Key::End);
    }
    key_press(&mut window, Key::Home);
    let wished = |commands: &[Command]| -> usize {
        commands
            .iter()
            .map(|command| if let Command::WantThumbnails(wishes) = command { wishes.len() } else { 0 })
            .sum()
    };
    let bar = window.harness.get_by_label(&text!("library-scroll")).rect();
    window.harness.drag_at(bar.center_top() + egui::vec2(0.0, 4.0));
    window.harness.step();
    window.fake.answer();
    let mut asked = 0;
    for step in 1..20 {
        window.harness.hover_at(bar.center_top() + egui::vec2(0.0, 25.0 * step as f32));
        window.harness.step();
        asked += wished(&window.fake.answer());
    }
    assert_eq!(asked, 0, "while the bar is dragged");
    window.harness.drop_at(bar.center());
    let rested = window.settle();
    assert!((20..120).contains(&wished(&rested)), "{}", wished(&rested));
}

fn line(number: u32) -> Line {
    let outcome = match number % 3 {
        0 => Outcome::Refused { reason: "not allowed".into() },
        _ => Outcome::Deleted { copies: None },
    };
    Line { item: item(number), outcome: Some(outcome) }
}

fn ended(job: i64) -> Summary {
    let mut summary = summary(job, "shop-prod", &format!("Tag “old-{job}”"));
    (summary.state, summary.header.planned) = (JobState::Done, MANY.into());
    summary.tally = Tally {
        deleted: u64::from(MANY - MANY.div_ceil(3)),
        refused: MANY.div_ceil(3).into(),
        ..Tally::default()
    };
    summary
}

/// A window on the list of so many receipts.
fn receipts(number: i64) -> Window {
    let mut window = Window::open(5, fake::environment("shop-prod"));
    window.press("Receipts");
    window.fake.tell(Event::Receipts(Ok((1..=number).rev().map(ended).collect())));
    window.settle();
    window
}

#[test]
fn thousands_of_receipts_are_reached_by_keyboard_and_few_are_drawn() {
    let mut window = receipts(5_000);
    let drawn = window.harness.query_all_by_label_contains(&text!("receipt-open-it", job = "")).count();
    assert!((4..20).contains(&drawn), "{drawn}");
    for (key, job) in [(Key::Home, 5_000), (Key::ArrowDown, 4_999), (Key::End, 1), (Key::ArrowUp, 2)] {
        key_press(&mut window, key);
        let label = text!("receipt-open-it", job = job.to_string());
        assert_eq!(focused(&window), label, "{key:?}");
        assert!(in_sight(&window, &label), "{key:?}");
    }
    assert!(!in_sight(&window, &text!("find-deleted")));
    key_press(&mut window, Key::Home);
    assert!(in_sight(&window, &text!("find-deleted")), "the top of the page comes with the first row");
    window.harness.key_press(Key::ArrowDown);
    window.settle();
    window.harness.key_press(Key::Enter);
    let asked = window.settle();
    assert!(matches!(asked[..], [Command::OpenReceipt { job: JobId(4_999), .. }]), "{asked:?}");
}

#[test]
fn a_field_above_the_receipts_keeps_the_focus_while_what_is_under_it_changes() {
    let mut window = receipts(300);
    window.write(Role::TextInput, &text!("find-deleted"), "owl");
    assert!(window.says(&text!("find-press", text = "owl")));
    assert!(in_sight(&window, "Receipts"), "the page stays at its top");
    window.harness.get_by_role_and_label(Role::TextInput, &text!("find-deleted")).type_text("s");
    window.settle();
    assert_eq!(window.harness.state().state().receipts.search.text, "owls");
    window.press(&text!("receipts-show-all"));
    assert!(in_sight(&window, &text!("receipt-open-it", job = "300")));
}

#[test]
fn each_line_of_a_long_receipt_is_reached_by_keyboard() {
    let mut window = receipts(1);
    window.press(&text!("receipt-open-it", job = "1"));
    window.fake.lines = (0..MANY).map(line).collect();
    window.fake.tell(Event::Receipt { job: JobId(1), result: Ok(receipt()) });
    window.settle();
    let drawn = window.harness.query_all_by_label_contains("docs/").count();
    assert!((5..60).contains(&drawn), "{drawn}");
    let last = format!("docs/{:05}: Refused", MANY - 1);
    for (key, label) in [
        (Key::End, &*last),
        (Key::Home, "docs/00000: Refused"),
        (Key::ArrowDown, "docs/00001: Deleted"),
        (Key::ArrowDown, "docs/00002: Deleted"),
    ] {
        key_press(&mut window, key);
        assert_eq!(focused(&window), label, "{key:?}");
        assert!(in_sight(&window, label), "{key:?}");
    }
    at_once(&mut window, &plain(&[Key::ArrowDown, Key::ArrowDown, Key::ArrowDown, Key::ArrowUp]));
    assert_eq!(focused(&window), "docs/00004: Deleted");
}

/// The head of a receipt of many lines, and the first of them.
fn receipt() -> (Arc<ReceiptHead>, ListedRows) {
    let mut counts = EndCounts::default();
    for number in 0..MANY {
        counts.add(Filter::of(&line(number)));
    }
    let head = ReceiptHead { summary: ended(1), counts, extras: 0, left_out: 0, told: None, gapless: true };
    let first = (0..PAGE as u32).map(|number| Some(ReceiptRow::Planned(line(number)))).collect();
    let positions = Positions::First(MANY as usize);
    (Arc::new(head), ListedRows { view: ReceiptView::default(), positions, first })
}

#[test]
fn a_line_that_is_still_being_read_has_its_place() {
    let mut window = receipts(1);
    window.press(&text!("receipt-open-it", job = "1"));
    window.fake.lines = (0..MANY).map(line).collect();
    window.fake.lines_wait = true;
    window.fake.tell(Event::Receipt { job: JobId(1), result: Ok(receipt()) });
    window.settle();
    assert!(in_sight(&window, "docs/00000: Refused"), "the first ones come with the receipt");
    window.harness.key_press(Key::End);
    let asked = window.settle();
    assert_eq!(focused(&window), text!("receipt-line-unread"));
    let [Command::ReadReceiptRows { generation, positions, .. }] = &asked[..] else { panic!("{asked:?}") };
    let rows = positions.iter().map(|at| Some(ReceiptRow::Planned(line(*at as u32)))).collect();
    window.fake.tell(Event::ReceiptRows { generation: *generation, result: Ok(rows) });
    window.settle();
    assert_eq!(focused(&window), format!("docs/{:05}: Refused", MANY - 1));
}
