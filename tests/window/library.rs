//! The library: choosing, paging, failing, and the inspector.

use cloudsweep::model::problem::{Effect, Kind, Problem, RequestProblem, Trouble};
use cloudsweep::model::receipt::JobState;
use cloudsweep::model::unix_time::UnixTime;
use cloudsweep::runtime::command::Command;
use cloudsweep::runtime::event::{Event, Reading};
use cloudsweep::text;
use cloudsweep::text::clock;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::fake;
use crate::jobs::summary;
use crate::support::Window;

fn open(assets: usize) -> Window {
    Window::open(assets, fake::environment("shop-prod"))
}

const NEXT_HOUR: UnixTime = UnixTime::from_seconds(1_700_000_000);

fn new_list_at(at: UnixTime) -> String {
    text!("used-up-new-list", time = clock::time_of_day(at))
}

fn click(window: &mut Window, position: usize, modifiers: Modifiers) {
    let asset = fake::asset(position);
    window.harness.get_by_label_contains(&format!(" {}", asset.name.public_id)).click_modifiers(modifiers);
    window.settle();
}

#[test]
fn a_click_chooses_one_shift_a_range_and_ctrl_single_ones() {
    let mut window = open(40);
    click(&mut window, 0, Modifiers::NONE);
    assert!(window.says(&text!("selected", number = 1)));
    click(&mut window, 3, Modifiers::SHIFT);
    assert!(window.says(&text!("selected", number = 4)) && window.says("Delete 4 selected images…"));
    click(&mut window, 4, Modifiers::COMMAND);
    assert!(
        window.says(&text!("selected", number = 5))
            && window.says(&text!("selected-delete", number = 5, kind = "all"))
    );
    click(&mut window, 1, Modifiers::COMMAND);
    assert!(window.says(&text!("selected", number = 4)));
    window.harness.key_press(Key::Escape);
    window.settle();
    assert!(!window.says("selected"));
}

#[test]
fn everything_chosen_says_that_more_is_not_loaded() {
    let mut window = open(450);
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.settle();
    let loaded = window.harness.state().state().library.assets.len();
    assert!(loaded < 450, "the first screen does not load everything");
    assert!(window.says(&text!("selected", number = loaded)));
    assert!(window.says(&text!("library-selected-all")));
}

#[test]
fn look_only_takes_the_delete_button_away() {
    let mut window = open(10);
    click(&mut window, 0, Modifiers::NONE);
    window.press(&text!("look-only"));
    let asked = window.press(&text!("selected-delete-one", name = "owl-0"));
    assert!(!asked.iter().any(|command| matches!(command, Command::Preview { .. })), "{asked:?}");
}

#[test]
fn scrolling_to_the_end_loads_every_page_once() {
    let mut window = open(450);
    for _ in 0..12 {
        window.harness.key_press(Key::End);
        window.settle();
    }
    let library = &window.harness.state().state().library;
    assert_eq!(library.assets.len(), 450);
    assert!(library.next.is_none());
    assert!(window.says(&fake::asset(449).name.public_id));
}

#[test]
fn a_million_assets_draw_no_more_than_fit() {
    let mut window = open(0);
    let many: Vec<_> = (0..1_000_000).map(|_| std::sync::Arc::new(fake::asset(1))).collect();
    let generation = window.fake.last_generation;
    window.fake.tell(cloudsweep::runtime::event::Event::LibraryPage {
        generation,
        result: Ok(cloudsweep::runtime::event::LibraryPage { assets: many, next_cursor: None, total: None }),
    });
    window.settle();
    window.harness.key_press(Key::End);
    window.settle();
    let tiles = window.harness.get_all_by_label_contains("Image blog/").count();
    assert!((1..60).contains(&tiles), "{tiles}");
}

fn unreachable() -> Problem {
    Problem::new(RequestProblem { kind: Kind::Network(Trouble::Other), effect: Effect::None })
}

#[test]
fn a_page_that_does_not_come_can_be_tried_again() {
    let mut window = Window::first_start(20);
    let problem = unreachable();
    window.fake.page_fails = Some(problem.clone());
    window.enter(fake::environment("shop-prod"));
    assert!(window.says(&problem.what()) && window.says(&problem.advice()));
    window.press(&text!("try-again"));
    assert!(window.says(&fake::asset(0).name.public_id));
}

#[test]
fn the_inspector_tells_what_an_asset_is_and_asks_for_copies_only_when_the_cursor_rests() {
    let mut window = open(10);
    let asset = fake::asset(0);
    window.harness.get_by_label_contains(&format!(" {}", asset.name.public_id)).click();
    window.harness.run_steps(2);
    let early = window.fake.answer();
    assert!(!early.iter().any(|command| matches!(command, Command::Details(_))), "{early:?}");
    let mut asked = Vec::new();
    for _ in 0..60 {
        asked.extend(window.settle());
    }
    assert_eq!(asked.iter().filter(|command| matches!(command, Command::Details(_))).count(), 1);
    assert!(window.says(&text!("asset-copy-public-id")) && window.says(&text!("copies", number = 3)));
    window.press(&text!("asset-copy", transformation = "c_scale,w_101"));
    assert!(
        window.says(&text!("asset-copies-delete", number = 1, name = "owl-0"))
            && window.says(&text!("asset-original-stays"))
    );
}

#[test]
fn the_keyboard_stays_on_its_tile() {
    let mut window = open(40);
    window.harness.get_by_label_contains(&format!(" {}", fake::asset(0).name.public_id)).focus();
    window.settle();
    let focused = |window: &Window| {
        let tiles = window.harness.get_all_by_role(egui::accesskit::Role::CheckBox);
        tiles
            .filter(egui_kittest::Node::is_focused)
            .map(|tile| tile.accesskit_node().label())
            .next()
            .flatten()
    };
    let name = |at: usize| Some(format!("Image {}", fake::asset(at).name.public_id));
    assert_eq!(focused(&window), name(0));
    window.harness.key_press(Key::Space);
    window.settle();
    assert!(window.says(&text!("selected", number = 1)));
    assert_eq!(focused(&window), name(0), "after the first tick");
    window.harness.key_press(Key::ArrowRight);
    window.settle();
    assert_eq!(focused(&window), name(1), "it goes with the cursor");
    window.harness.key_press(Key::Space);
    window.settle();
    assert!(window.says(&text!("selected", number = 2)), "what has the focus is what the space bar ticks");
    window.harness.key_press(Key::Escape);
    window.settle();
    assert!(!window.says("selected"));
    assert_eq!(focused(&window), name(1), "after Escape");
}

#[test]
fn a_tile_that_is_pressed_without_the_mouse_has_the_keyboard_from_then_on() {
    let mut window = open(40);
    let tile = |at: usize| format!("Image {}", fake::asset(at).name.public_id);
    for before in [tile(0), text!("refresh")] {
        window.harness.get_by_label(&before).focus();
        window.settle();
        window.harness.get_by_label(&tile(2)).click_accesskit();
        window.settle();
        assert!(window.harness.get_by_label(&tile(2)).is_focused(), "not on {before}");
        window.harness.key_press(Key::Escape);
        window.settle();
    }
    window.harness.key_press(Key::ArrowRight);
    window.settle();
    assert!(window.harness.get_by_label(&tile(3)).is_focused(), "an arrow goes on from it");
}

#[test]
fn what_is_shown_and_what_would_be_deleted_are_told_apart() {
    let mut window = open(40);
    click(&mut window, 0, Modifiers::NONE);
    assert!(window.says(&text!("selected-delete-one", name = "owl-0")));
    click(&mut window, 1, Modifiers::COMMAND);
    assert!(
        window.says(&text!("selected-delete", number = 2, kind = "image"))
            && window.says(&text!("selected-one-of", number = 2, kind = "image"))
    );
    window.press(&text!("asset-copies-show"));
    window.press(&text!("asset-copy", transformation = "c_scale,w_101"));
    assert!(window.says(&text!("asset-copies-delete", number = 1, name = "harbour at dawn-1")));
    window.harness.key_press(Key::ArrowRight);
    window.settle();
    assert!(window.says(&text!("selected-not-among", number = 2, kind = "image")));
    assert!(!window.says("copy of"), "a tick does not wait at another asset");
}

#[test]
fn another_list_starts_at_its_top() {
    let mut window = open(300);
    for _ in 0..2 {
        window.harness.key_press(Key::End);
        window.settle();
    }
    assert!(!window.says(&fake::asset(0).name.public_id));
    window.press(&text!("resource-images"));
    assert!(window.says(&fake::asset(0).name.public_id));
}

/// A job of the open environment ends; gives what the window asks then.
fn deleted(window: &mut Window, deleted: u64) -> Vec<Command> {
    let mut summary = summary(1, "shop-prod", "Tag “old”");
    window.fake.tell(Event::JobStarted(summary.clone()));
    window.settle();
    summary.state = JobState::Done;
    summary.tally.deleted = deleted;
    window.fake.tell(Event::JobEnded { summary, problem: None });
    window.settle()
}

fn lists(asked: &[Command]) -> bool {
    asked.iter().any(|command| matches!(command, Command::ListLibrary { .. }))
}

#[test]
fn the_list_stays_until_a_new_one_is_there() {
    let mut window = Window::open(30, fake::environment("shop-prod"));
    let first = fake::asset(0).name.public_id;
    window.fake.page_waits = true;
    assert!(lists(&window.press(&text!("refresh"))));
    assert!(window.says(&first) && window.says("· as of ") && window.says(&text!("library-refreshing")));
    let generation = window.fake.last_generation;
    let reading = Reading::Library(generation + 1);
    window.fake.tell(Event::ReadingWaits { reading, until: Some(NEXT_HOUR) });
    window.settle();
    assert!(window.says(&first) && window.says(&new_list_at(NEXT_HOUR)));
    window.fake.library.remove(0);
    window.fake.page_waits = false;
    window.press(&text!("refresh"));
    assert!(!window.says(&first) && !window.says(&text!("library-refreshing")));
    let what = unreachable().what();
    window.fake.page_fails = Some(unreachable());
    window.press(&text!("refresh"));
    assert!(window.says("29 assets · as of ") && window.says(&what));
    window.press(&text!("try-again"));
    assert!(window.says("29 assets") && !window.says(&what));
}

#[test]
fn after_a_deletion_the_library_and_the_account_are_what_is_there_now() {
    let mut window = Window::open(30, fake::environment("shop-prod"));
    assert!(window.harness.query_by_label_contains(" · as of ").is_some());
    let originals = |window: &Window| {
        window.harness.state().state().session.as_ref().and_then(|session| session.account.originals)
    };
    let before = originals(&window).unwrap();
    assert!(lists(&deleted(&mut window, 3)), "the list is begun anew");
    assert_eq!(originals(&window), Some(before - 3));
}

#[test]
fn a_selection_survives_a_deletion_and_the_page_says_that_it_is_out_of_date() {
    let mut window = Window::open(30, fake::environment("shop-prod"));
    click(&mut window, 1, Modifiers::NONE);
    assert!(!lists(&deleted(&mut window, 3)));
    assert!(window.harness.query_by_label(&text!("library-old")).is_some());
    assert!(window.harness.query_by_label(&text!("selected", number = 1)).is_some());
    assert!(lists(&window.press(&text!("library-refresh"))));
    assert!(window.harness.query_by_label(&text!("library-old")).is_none());
}

#[test]
fn a_library_that_waits_for_the_next_hour_says_until_when() {
    let mut window = Window::open(30, fake::environment("shop-prod"));
    let reading = |window: &Window| Reading::Library(window.fake.last_generation + 1);
    window.fake.page_waits = true;
    window.harness.get_by_label(&text!("refresh")).click();
    let next = reading(&window);
    window.settle();
    window.fake.tell(Event::ReadingWaits { reading: next, until: Some(NEXT_HOUR) });
    window.settle();
    assert!(window.harness.query_by_label(&text!("used-up")).is_some());
    assert!(window.harness.query_by_label_contains(&new_list_at(NEXT_HOUR)).is_some());
    window.fake.tell(Event::ReadingWaits { reading: next, until: None });
    window.settle();
    assert!(window.harness.query_by_label(&text!("used-up")).is_none());
}

/// The first asset is on a host that only the list names.
fn open_with_a_host(url: &str) -> Window {
    let mut window = Window::first_start(3);
    let elsewhere = cloudsweep::model::asset::Asset { secure_url: url.into(), ..fake::asset(0) };
    window.fake.library[0] = std::sync::Arc::new(elsewhere);
    window.enter(fake::environment("shop-prod"));
    window
}

#[test]
fn a_host_that_only_the_list_names_is_said_and_a_person_may_confirm_it() {
    let mut window = open_with_a_host("https://images.example.com/image/upload/a.jpg");
    assert!(window.says("Some pictures are on images.example.com"));
    let sent = window.press(&text!("library-host-show-of", host = "images.example.com"));
    let confirms = |command: &Command| matches!(command, Command::ConfirmHost { host, .. } if host.host() == "images.example.com");
    assert_eq!(sent.iter().filter(|command| confirms(command)).count(), 1, "{sent:?}");
    assert!(!window.says("Some pictures are on"));
    assert!(!open(10).says("Some pictures are on"), "Cloudinary's own host needs no word");
}

#[test]
fn an_address_is_opened_where_its_host_was_said() {
    let mut window = open_with_a_host("https://images.example.com/image/upload/a.jpg");
    click(&mut window, 0, Modifiers::NONE);
    assert!(
        window.says(&text!("asset-open-on", host = "images.example.com"))
            && !window.says(&text!("asset-open"))
    );
    window.press(&text!("library-host-show-of", host = "images.example.com"));
    assert!(
        window.says(&text!("asset-open"))
            && !window.says(&text!("asset-open-on", host = "images.example.com"))
    );
    let long = format!("res.cloudinary.com.{}.evil.example", "a".repeat(60));
    let mut long_name = open_with_a_host(&format!("https://{long}/image/upload/a.jpg"));
    click(&mut long_name, 0, Modifiers::NONE);
    assert!(
        long_name.harness.query_by_label(&long).is_some() && long_name.says(&text!("asset-open-on-this"))
    );
    let mut plain = open_with_a_host("http://images.example.com/image/upload/a.jpg");
    click(&mut plain, 0, Modifiers::NONE);
    assert!(!plain.says("Open on") && !plain.says(&text!("asset-open")));
}
