//! Lists in the window: what a row could mean is offered and taken by a click alone, links on other
//! hosts are told, and a long list is read beside the window.

use std::time::Duration;

use cloudsweep::app::forms::Form;
use cloudsweep::app::page::FormKind;
use cloudsweep::model::selector::By;
use cloudsweep::text;
use cloudsweep_practice::Settings;
use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::real::Real;

/// An environment with these images.
fn with(public_ids: &[&str]) -> Real {
    let window = Real::with(Settings { assets: 12, ..Settings::default() });
    for id in public_ids {
        window.server.probe().upload("image", "upload", id, &[]);
    }
    window
}

/// The box that takes what a row without its ending could mean.
fn add(name: &str) -> String {
    text!("row-add-it", name = name, why = text!("why-without-ending", ending = "jpg"))
}

fn form(window: &Real) -> &Form {
    window.harness.state().state().forms.form(FormKind::Originals(By::List))
}

#[test]
fn what_a_row_could_mean_is_taken_by_a_click_alone() {
    let mut window = with(&["avatar-1", "docs/owl"]);
    window.press(&text!("form-list"));
    window.write(Role::MultilineTextInput, &text!("list-field"), "avatar-1.jpg\ndocs/owl");
    window.press(&text!("form-preview"));
    window.until_said("without the ending .jpg");
    assert!(window.says("Plan: 1 image"), "{:#?}", window.words());
    assert_eq!(window.server.probe().requests().changing, 0);
    let offer = add("Image avatar-1");
    window.tick(&offer);
    window.until_said("Plan: 2 images");
    window.until_said(&text!("preview-added", number = 1));
    assert!(
        window.says(&text!("description-by-hand", number = 1)),
        "the confirmation and the receipt say so, too"
    );
    window.tick(&offer);
    window.until_said("Plan: 1 image");
    // Left out among the pictures it is not ticked here any more.
    window.tick(&offer);
    window.choose(&text!("layout-grid"));
    window.tick(&text!("in-the-plan", name = "Image avatar-1"));
    window.until_said("Plan: 1 image");
    window.choose(&text!("layout-report"));
    assert!(!window.says("added by you"));
    window.tick(&offer);
    window.until_said("Plan: 2 images");
}

#[test]
fn a_choice_about_links_does_not_outlive_its_list() {
    let mut window = with(&[]);
    window.press(&text!("form-list"));
    window.write(
        Role::MultilineTextInput,
        &text!("list-field"),
        "https://a.shop.example/image/upload/v1/owl.jpg",
    );
    window.until_said(&text!("hosts-foreign", number = 1));
    window.tick(&text!("hosts-use-anyway"));
    assert!(form(&window).any_host);
    window.press(&text!("list-clear"));
    window.write(
        Role::MultilineTextInput,
        &text!("list-field"),
        "https://b.shop.example/image/upload/v1/owl.jpg",
    );
    window.until_said(&text!("host-is-ours", host = "b.shop.example"));
    assert!(!form(&window).any_host);
}

#[test]
fn every_offer_is_reached_by_the_keyboard() {
    let ids: Vec<String> = (0..40).map(|number| format!("near/{number:02}")).collect();
    let mut window = with(&ids.iter().map(String::as_str).collect::<Vec<_>>());
    window.press(&text!("form-list"));
    let lines: Vec<String> = ids.iter().map(|id| format!("{id}.jpg")).collect();
    window.write(Role::MultilineTextInput, &text!("list-field"), &lines.join("\n"));
    window.press(&text!("form-preview"));
    window.until_said("without the ending .jpg");
    let mut reached = std::collections::BTreeSet::new();
    for _ in 0..120 {
        window.harness.key_press(Key::Tab);
        window.harness.run_steps(3);
        let focused =
            window.harness.root().children_recursive().find(|node| node.accesskit_node().is_focused());
        let name = focused.and_then(|node| node.accesskit_node().label());

        reached.extend(name.filter(|name| name.starts_with("Add Image near/")));
    }
    assert_eq!(reached.len(), 40, "{reached:?}");
}

#[test]
fn the_form_for_one_asset_offers_what_is_close() {
    let mut window = with(&["avatar-1"]);
    window.press(&text!("form-one"));
    window.write(Role::TextInput, &text!("one-field"), "avatar-1.jpg");
    window.press(&text!("form-preview"));
    window.until_said(&text!("nothing-by-name-title"));
    assert!(!window.says(&text!("in-this-plan")));
    window.tick(&add("Image avatar-1"));
    window.until_said(&text!("in-this-plan"));
    window.press("Review plan…");
    window.until("the confirmation", |real| real.says(&text!("cancel")));
    window.tick(&text!("confirm-understand", items = text!("images", number = 1)));
    window.press("Delete 1 image");
    window.until("the deletion", |real| !real.server.probe().exists("image", "upload", "avatar-1"));
}

#[test]
fn a_link_on_another_host_is_read_only_where_it_is_wanted() {
    let mut window = with(&["docs/owl"]);
    window.press(&text!("form-list"));
    let link = "https://media.shop.example/image/upload/v1700000000/docs/owl.jpg";
    window.write(Role::MultilineTextInput, &text!("list-field"), link);
    window.until_said(&text!("hosts-foreign", number = 1));
    window.tick(&text!("hosts-use-anyway"));
    window.press(&text!("form-preview"));
    window.until_said("as you chose");
    assert!(window.says("Plan: 1 image"));
    window.press(&text!("change"));
    window.tick(&text!("hosts-use-anyway"));
    window.press(&text!("host-is-ours", host = "media.shop.example"));
    window.until("it counts", |real| form(real).foreign.is_empty());
    window.press(&text!("form-preview"));
    window.until_said("Plan: 1 image");
    assert!(!window.says("as you chose"));
}

#[test]
fn a_prefix_in_other_capitals_is_offered_with_a_button() {
    let mut window = with(&["zebra/1", "zebra/2"]);
    window.press(&text!("form-prefix"));
    window.write(Role::TextInput, &text!("prefix-field"), "Zebra/");
    window.press(&text!("form-preview"));
    window.until_said("2 start with “zebra/”");
    assert!(!window.says(&text!("read-trimmed")));
    window.press(&text!("instead-preview", text = "zebra/"));
    window.until_said("Plan: 2 images");
    window.press(&text!("change"));
    assert_eq!(&*window.harness.state().state().forms.form(FormKind::Originals(By::Prefix)).text, "zebra/");
}

#[test]
fn a_long_list_is_read_beside_the_window_and_previewed_when_it_is_there() {
    let mut window = with(&["docs/owl"]);
    window.press(&text!("form-list"));
    let lines: Vec<String> = (0..20_000).map(|number| format!("no/such/{number}")).collect();
    let field = text!("list-field");
    window.until("the field", |real| {
        real.harness.query_by_role_and_label(Role::MultilineTextInput, &field).is_some()
    });
    window.harness.get_by_role_and_label(Role::MultilineTextInput, &field).focus();
    window.harness.step();
    window.harness.event(egui::Event::Paste(format!("docs/owl\n{}", lines.join("\n"))));
    window.harness.step();
    assert!(form(&window).is_long() && form(&window).read.rows.is_empty(), "not between two frames");
    window.until("the list", |real| form(real).read.rows.len() == 20_001);
    window.press(&text!("form-preview"));
    window.until_said(&text!("rows-not-found", number = 20_000));
    window.until_said("Plan: 1 image");
}

#[test]
fn a_text_that_is_no_list_is_named() {
    let mut window = with(&[]);
    window.press(&text!("form-list"));
    window.write(Role::MultilineTextInput, &text!("list-field"), "CLOUDINARY_URL=cloudinary://1:CANARY@demo");
    window.until_said(&text!("credentials-not-taken"));
    window.press(&text!("form-preview"));
    std::thread::sleep(Duration::from_millis(50));
    window.harness.run_steps(5);
    assert!(window.says(&text!("credentials-not-taken")) && !window.says(&text!("in-this-plan")));
}
