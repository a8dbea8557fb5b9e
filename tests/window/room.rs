//! That what is named has its room, in windows of every size.

use cloudsweep::app::flow::Stage;
use cloudsweep::text;
use egui::Rect;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;

use crate::support::Window;
use crate::{collections, fake};

fn button(window: &Window, label: &str) -> Rect {
    window.harness.get_by_role_and_label(Role::Button, label).rect()
}

/// A window with a plan of images and the library before it, with the first tile ticked.
fn selected() -> Window {
    let mut window = collections::plan();
    window.press(&text!("library"));
    window.harness.get_by_label_contains(&format!(" {}", fake::asset(0).name.public_id)).click();
    window.settle();
    window
}

#[test]
fn what_can_be_done_with_a_selection_is_told_whole_in_a_small_window() {
    let mut window = selected();
    let Stage::Ready(ready) = &window.harness.state().state().flow.stage else { panic!("a plan stands") };
    let plan = ready.plan().len();
    let labels = [
        text!("library-clear-selection"),
        text!("library-select-all", number = window.harness.state().state().library.assets.len() as u64),
        text!("add-to-plan-of", assets = text!("images", number = plan)),
        text!("selected-delete-one", name = "owl-0"),
    ];
    let wide = labels.clone().map(|label| button(&window, &label));
    for width in [1100.0, 900.0, 760.0] {
        window.resize(width, 520.0);
        let small = labels.clone().map(|label| button(&window, &label));
        for (at, rect) in small.iter().enumerate() {
            assert_eq!(rect.size(), wide[at].size(), "{width}: {}", labels[at]);
            assert!(rect.right() <= width, "{width}: {}", labels[at]);
            let others = small[at + 1..].iter();
            assert!(others.clone().all(|other| !other.intersects(*rect)), "{width}: {small:?}");
        }
    }
}

#[test]
fn the_foot_of_a_form_stays_in_a_small_window() {
    let mut window = collections::plan();
    window.press(&text!("form-prefix"));
    for (width, height) in [(1280.0, 800.0), (760.0, 520.0)] {
        window.resize(width, height);
        let help = window.harness.get_by_label(&text!("form-preview-help")).rect();
        assert!(help.right() <= width && help.bottom() <= height, "{width}: {help}");
        let field = window.harness.get_by_role_and_label(Role::TextInput, &text!("prefix-field")).rect();
        let preview = button(&window, &text!("form-preview"));
        assert!((16.0..=24.0).contains(&(field.left() - preview.left())), "{preview} {field}");
    }
}

#[test]
fn fields_of_one_form_are_as_high_as_each_other() {
    let mut window = Window::open(5, fake::environment("shop-prod"));
    let mut height = |page: String, label: String| {
        window.press(&page);
        window.harness.get_by_role_and_label(Role::TextInput, &label).rect().height()
    };
    let code = height(text!("form-one"), text!("one-field"));
    let words = height(text!("form-list"), text!("list-file"));
    assert!((code - words).abs() < 0.01 && code >= 34.0, "{code} {words}");
}

#[test]
fn a_plan_without_parts_has_no_empty_line_above_its_pictures() {
    let mut window = collections::plan();
    let gap = |window: &Window| {
        let order = window.harness.get_by_role_and_label(Role::ComboBox, &text!("order")).rect();
        let first = window.harness.get_all_by_role(Role::CheckBox).map(|tile| tile.rect().top());
        first.fold(f32::INFINITY, f32::min) - order.bottom()
    };
    assert!(gap(&window) < 24.0, "{}", gap(&window));
    window.resize(760.0, 520.0);
    assert!(gap(&window) < 24.0, "{}", gap(&window));
}

#[test]
fn ticked_copies_leave_a_copy_in_sight_above_the_bar_of_a_plan() {
    let mut window = selected();
    for _ in 0..60 {
        window.settle();
    }
    let copies = ["c_fill,h_300,w_300", "c_scale,w_101"];
    for transformation in copies {
        let label = text!("asset-copy", transformation = transformation);
        window.harness.get_by_label(&label).click_accesskit();
        window.settle();
    }
    let delete = text!("asset-copies-delete", number = 2, name = "owl-0");
    let foot = button(&window, &delete);
    let first = window.harness.get_by_label(&text!("asset-copy", transformation = copies[0])).rect();
    assert!(first.bottom() <= foot.top(), "{first} {foot}");
}
