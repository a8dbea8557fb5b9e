//! Collections in a window of their own.

use egui::accesskit::Role;
use egui::{Event, Id, Key, Modifiers, MouseWheelSource, MouseWheelUnit, TouchPhase, Ui, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::extent::{Extent, Heights};
use super::keyboard::Deed;
use super::memory::Memory;
use super::place::Place;
use super::rows::{Cell, Rows};
use crate::ui::theme;

const HEIGHT: f32 = 46.0;

fn view() -> Id {
    Id::unique("rows under test")
}

/// A window in which each row is a button.
fn window<'a>(rows: impl Fn() -> Rows<'a> + 'a) -> Harness<'a, Vec<Deed>> {
    let mut harness = Harness::builder().with_size([640.0, 500.0]).build_ui_state(
        move |ui, deeds: &mut Vec<Deed>| {
            deeds.extend(rows().show(ui, |ui, cell| Some(button(ui, cell))).deeds);
        },
        Vec::new(),
    );
    theme::install(&harness.ctx);
    harness.run_steps(3);
    harness
}

/// As high as its cell.
fn button(ui: &mut Ui, cell: &Cell) -> egui::Response {
    ui.add_sized(cell.rect.size(), egui::Button::new(format!("row {}", cell.index)))
}

/// Some are higher than others.
fn high_button(ui: &mut Ui, cell: &Cell) -> egui::Response {
    let height = [30.0, 30.0, 70.0, 44.0, 30.0][cell.index % 5];
    ui.add_sized(vec2(cell.rect.width(), height), egui::Button::new(format!("row {}", cell.index)))
}

/// Rows of one height or of several.
fn window_of<'a>(rows: usize, measured: bool) -> Harness<'a, Vec<Deed>> {
    let mut harness = Harness::builder().with_size([640.0, 500.0]).build_ui_state(
        move |ui, _: &mut Vec<Deed>| {
            if measured {
                Rows::measured(view(), rows, 40.0).show(ui, |ui, cell| Some(high_button(ui, cell)));
            } else {
                Rows::even(view(), rows, HEIGHT).show(ui, |ui, cell| Some(button(ui, cell)));
            }
        },
        Vec::new(),
    );
    theme::install(&harness.ctx);
    harness.run_steps(3);
    harness
}

fn scroll_to<T>(harness: &Harness<'_, T>, rows: usize, offset: f64) {
    let extent = Extent { rows, heights: Heights::Even(HEIGHT.into()), gap: 2.0, lead: 0.0, tail: 0.0 };
    let memory = Memory::at(Place::at(offset, &extent, 1));
    harness.ctx.data_mut(|data| data.insert_temp(view(), memory));
}

/// What has the focus, and whether it is in sight.
fn focused<T>(harness: &Harness<'_, T>) -> Option<(usize, bool)> {
    let mut buttons = harness.query_all_by_role(Role::Button);
    let button = buttons.find(|button| button.accesskit_node().is_focused())?;
    let name = button.accesskit_node().label()?;
    let rect = button.rect();
    Some((name.strip_prefix("row ")?.parse().ok()?, rect.top() >= -0.1 && rect.bottom() <= 500.1))
}

fn wheel(delta: f32) -> Event {
    Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, delta),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    }
}

#[test]
fn a_point_of_the_wheel_is_a_point_at_any_row() {
    let rows = 5_000_000;
    for row in [10_usize, 500_000, 3_333_333, 4_999_000] {
        let mut harness = window(move || Rows::even(view(), rows, HEIGHT));
        scroll_to(&harness, rows, row as f64 * 48.0 + 5.0);
        harness.hover_at(egui::pos2(300.0, 250.0));
        harness.run_steps(3);
        let top =
            |harness: &Harness<'_, Vec<Deed>>| harness.get_by_label(&format!("row {}", row + 4)).rect().top();
        for step in [-1.0, -1.0, -1.0, 1.0, -1.0, -3.0, 1.0] {
            let before = top(&harness);
            harness.event(wheel(step));
            harness.run_steps(2);
            assert!((top(&harness) - before - step).abs() < 0.02, "row {row}: {step}");
        }
    }
}

#[test]
fn every_row_is_reached_by_arrows_and_by_tab_and_is_in_sight_then() {
    for measured in [false, true] {
        for key in [Key::ArrowDown, Key::Tab] {
            let mut harness = window_of(60, measured);
            for row in 0..60 {
                harness.key_press(key);
                harness.run_steps(2);
                assert_eq!(focused(&harness), Some((row, true)), "{key:?}, measured: {measured}");
            }
        }
    }
}

#[test]
fn ends_and_pages_lead_everywhere_whatever_the_wheel_did() {
    for measured in [false, true] {
        let mut harness = window_of(9_000, measured);
        harness.hover_at(egui::pos2(300.0, 250.0));
        harness.key_press(Key::Home);
        harness.run_steps(2);
        harness.event(wheel(-30_000.0));
        harness.run_steps(30);
        harness.key_press(Key::Home);
        harness.run_steps(2);
        assert_eq!(focused(&harness), Some((0, true)), "measured: {measured}");
        harness.key_press(Key::PageDown);
        harness.run_steps(2);
        let (page, in_sight) = focused(&harness).expect("a row");
        assert!((7..13).contains(&page) && in_sight, "{page}");
        harness.key_press(Key::End);
        harness.run_steps(4);
        assert_eq!(focused(&harness), Some((8_999, true)), "measured: {measured}");
        harness.key_press(Key::PageUp);
        harness.run_steps(2);
        let (page, in_sight) = focused(&harness).expect("a row");
        assert!((8_986..8_994).contains(&page) && in_sight, "{page}");
    }
}

#[test]
fn keys_of_one_frame_are_done_one_after_the_other() {
    let mut harness = window(|| Rows::even(view(), 1_000, HEIGHT));
    harness.key_press(Key::Home);
    harness.run_steps(2);
    harness.state_mut().clear();
    let press = |key| Event::Key {
        key,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    let keys = [Key::ArrowDown, Key::ArrowDown, Key::Space, Key::ArrowDown, Key::Enter, Key::ArrowDown];
    harness.input_mut().events.extend(keys.map(press));
    harness.step();
    let at = |index| Deed::Move { index, shift: false };
    assert_eq!(
        *harness.state(),
        [
            at(2),
            Deed::Press { index: 2, shift: false, command: true },
            at(3),
            Deed::Press { index: 3, shift: false, command: false },
            at(4),
        ]
    );
    harness.run_steps(2);
    assert_eq!(focused(&harness), Some((4, true)));
}

#[test]
fn keys_go_to_what_lies_over_the_page_and_to_fields() {
    let text = &mut String::new();
    let mut harness = Harness::builder().with_size([640.0, 500.0]).build_ui_state(
        move |ui, deeds: &mut Vec<Deed>| {
            let label = ui.label("Field");
            ui.text_edit_singleline(text).labelled_by(label.id);
            deeds.extend(Rows::even(view(), 1_000, HEIGHT).show(ui, |ui, cell| Some(button(ui, cell))).deeds);
        },
        Vec::new(),
    );
    theme::install(&harness.ctx);
    harness.get_by_role(Role::TextInput).focus();
    harness.run_steps(2);
    harness.key_press(Key::End);
    harness.key_press(Key::ArrowDown);
    harness.run_steps(2);
    assert_eq!(*harness.state(), []);
    harness.key_press(Key::Tab);
    harness.run_steps(2);
    harness.key_press(Key::End);
    harness.run_steps(2);
    assert_eq!(*harness.state(), [Deed::Move { index: 999, shift: false }]);
}

#[test]
fn the_tile_at_the_top_stays_in_the_first_row_in_any_width() {
    let mut harness = Harness::builder().with_size([1_100.0, 500.0]).build_ui_state(
        |ui, first: &mut usize| {
            *first = Rows::tiles(view(), 100_000).show(ui, |ui, cell| Some(button(ui, cell))).items.start;
        },
        0,
    );
    theme::install(&harness.ctx);
    harness.hover_at(egui::pos2(300.0, 250.0));
    harness.run_steps(2);
    harness.event(wheel(-7.0));
    harness.key_press(Key::PageDown);
    for _ in 0..200 {
        harness.key_press(Key::PageDown);
    }
    harness.run_steps(3);
    let before = *harness.state();
    for width in [300.0, 777.0, 1_500.0, 420.0, 1_100.0] {
        harness.set_size(vec2(width, 500.0));
        harness.run_steps(3);
        let columns = super::tiles::lattice(width - 16.0 - super::bar::ROOM).0;
        let first = *harness.state();
        assert!((first..first + 2 * columns).contains(&before), "{width}: {first}, not {before}");
    }
    assert_eq!(*harness.state(), before, "and back again");
}

#[test]
fn what_stands_above_the_rows_scrolls_with_them() {
    let mut harness = Harness::builder().with_size([640.0, 500.0]).build_ui_state(
        |ui, height: &mut f32| {
            let head = |ui: &mut Ui| {
                ui.add_sized(vec2(200.0, *height), egui::Label::new("head"));
            };
            Rows::measured(view(), 300, 40.0).show_under(ui, head, |ui, cell| Some(high_button(ui, cell)));
        },
        80.0,
    );
    theme::install(&harness.ctx);
    harness.run_steps(3);
    let top = |harness: &Harness<'_, f32>, label: &str| harness.get_by_label(label).rect().top();
    assert!(top(&harness, "row 0") >= harness.get_by_label("head").rect().bottom());
    assert!(top(&harness, "head") > 0.0, "it begins at the top");
    *harness.state_mut() = 160.0;
    harness.run_steps(2);
    assert!(top(&harness, "row 0") >= harness.get_by_label("head").rect().bottom(), "it grew");
    assert!(top(&harness, "head") > 0.0, "and stays");
    harness.key_press(Key::End);
    harness.run_steps(4);
    assert!(top(&harness, "row 299") < 500.0 && top(&harness, "head") < -1_000.0);
    harness.key_press(Key::Home);
    harness.run_steps(4);
    assert!((0.0..60.0).contains(&top(&harness, "head")) && top(&harness, "row 0") > 160.0);
}
