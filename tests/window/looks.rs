//! Where things stand in the window, by the places of what is named.

use cloudsweep::jobs::progress::Phase;
use cloudsweep::model::asset::Asset;
use cloudsweep::model::item::{PlanItem, Words};
use cloudsweep::model::plan::Plan;
use cloudsweep::model::sweep::SweepBy;
use cloudsweep::model::unix_time::UnixTime;
use cloudsweep::text;
use cloudsweep::text::Words as _;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;

use crate::jobs::{busy, progress, summary};
use crate::support::Window;
use crate::{fake, preview};

/// A window with a complete preview of six assets, by prefix.
fn with_plan() -> Window {
    let mut window = Window::open(5, fake::environment("shop-prod"));
    let asked = preview::ask(&mut window);
    let item = |number: u8| {
        let asset = Asset { backed_up: Some(true), ..fake::image(number.into(), &format!("docs/{number}")) };
        PlanItem::of_asset(&asset, &mut Words::default()).expect("an asset with an ID")
    };
    let draft = preview::draft((0..6).map(item).collect());
    let plan = Plan::freeze_with_selector(draft, Some(SweepBy::Prefix("docs/".into())));
    preview::complete(&mut window, &asked, plan, Vec::new());
    window
}

#[test]
fn leaving_one_out_moves_no_picture() {
    let mut window = with_plan();
    let place =
        |window: &Window| window.harness.get_by_label(&text!("in-the-plan", name = "Image docs/3")).rect();
    let before = place(&window);
    window.press(&text!("in-the-plan", name = "Image docs/1"));
    assert!(window.says(&text!("filter-left-out", number = 1)));
    assert_eq!(place(&window), before);
}

#[test]
fn while_a_sweep_is_chosen_its_warning_stays_in_sight_and_the_way_back_too() {
    let mut window = with_plan();
    let warning = text!("sweep-takes-more");
    assert!(!window.says(&warning));
    window.harness.get_by_label_contains(&text!("method-sweep")).click();
    window.settle();
    for height in [800.0, 520.0] {
        window.resize(1280.0, height);
        let warned = window.harness.get_by_label(&warning).rect();
        let thorough = window.harness.get_by_label_contains(&text!("method-thorough")).rect();
        assert!(warned.bottom() < thorough.top() && thorough.bottom() < height, "{warned} {thorough}");
    }
}

#[test]
fn the_slash_that_keeps_a_prefix_inside_its_folder_is_one_click_away() {
    let mut window = Window::open(5, fake::environment("shop-prod"));
    window.press(&text!("form-prefix"));
    window.write(Role::TextInput, &text!("prefix-field"), "docs");
    assert!(window.says("but also “docs2/…”"));
    window.press(&text!("add-slash"));
    assert!(!window.says("but also"));
    let label = text!("prefix-field");
    let field = window.harness.get_by_role_and_label(Role::TextInput, &label);
    assert_eq!(field.value().as_deref(), Some("docs/"));
}

#[test]
fn a_field_is_as_high_with_its_hint_as_with_words() {
    let mut window = Window::open(5, fake::environment("shop-prod"));
    for (page, label) in
        [(text!("form-one"), text!("one-field")), (text!("form-prefix"), text!("prefix-field"))]
    {
        window.press(&page);
        let size =
            |window: &Window| window.harness.get_by_role_and_label(Role::TextInput, &label).rect().size();
        let empty = size(&window);
        window.write(Role::TextInput, &label, "docs/");
        assert_eq!(size(&window), empty, "{page}");
    }
}

#[test]
fn a_list_that_drops_down_shows_all_of_it() {
    let mut window = Window::open(5, fake::environment("shop-prod"));
    let window_rect = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1280.0, 800.0));
    window.press(&text!("form-one"));
    window.harness.get_by_role_and_label(Role::ComboBox, &text!("delivery-type")).click();
    window.settle();
    let last = window.harness.get_by_role_and_label(Role::Button, "Sprite").rect();
    assert!(window_rect.contains_rect(last), "{last}");
    assert!(last.height() >= 25.0, "as high as a row of any menu: {last}");
    window.harness.key_press(egui::Key::Escape);
    let mut window = with_plan();
    window.harness.get_by_role_and_label(Role::ComboBox, &text!("order")).click();
    window.settle();
    let window_rect = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1280.0, 800.0));
    for sort in cloudsweep::app::flow::Sort::ALL {
        let words = sort.words();
        let entry = window.harness.get_all_by_role_and_label(Role::Button, &words).last();
        assert!(window_rect.contains_rect(entry.expect("an entry").rect()), "{sort:?}");
    }
}

#[test]
fn a_deletion_that_waits_says_until_when_and_no_time_that_is_over_before() {
    let mut window = busy();
    let running = summary(1, "shop-prod", "Tag “old”");
    for (until, told) in [(4_000_000_000, false), (1_700_000_000, true)] {
        let phase = Phase::KeepingReserve { until: UnixTime::from_seconds(until), kept: 100 };
        window.fake.progress.send_replace(vec![progress(&running, phase)]);
        window.settle();
        assert_eq!(window.says("about 2 hours left"), told, "{until}");
    }
}

#[test]
fn the_way_back_begins_where_the_title_begins() {
    let mut window = Window::first_start(5);
    window.press("Connect to Cloudinary");
    let title = window.harness.get_by_label(&text!("connect-title")).rect();
    let back = window.harness.get_by_role_and_label(Role::Button, &text!("back")).rect();
    assert!((back.left() + 10.0 - title.left()).abs() < 1.0, "{back} {title}");
}

#[test]
fn what_is_loaded_leaves_room_for_refresh_in_a_small_window() {
    let mut window = Window::open(450, fake::environment("shop-prod"));
    let loaded = window.harness.state().state().library.assets.len();
    let words = text!("library-loaded-of", here = loaded, total = 450);
    for width in [1280.0, 900.0, 760.0] {
        window.resize(width, 600.0);
        let told = window.harness.get_by_label_contains(&words).rect();
        let refresh = window.harness.get_by_label(&text!("refresh")).rect();
        assert!(told.right() <= refresh.left() && refresh.right() <= width, "{width}: {told} {refresh}");
    }
}
