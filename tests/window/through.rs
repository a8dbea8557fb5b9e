//! From the empty field to the receipt, for every form, by the names of the controls alone; the
//! background, the client and the server are the real ones.

use std::collections::BTreeSet;

use cloudsweep::app::flow::words;
use cloudsweep::model::asset::ResourceType;
use cloudsweep::model::description::Way;
use cloudsweep::model::format;
use cloudsweep::model::kinds::Kinds;
use cloudsweep::text;
use cloudsweep::text::Words as _;
use cloudsweep::text::confirm::button;
use cloudsweep_practice::AssetView;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use crate::real::Real;

/// `image/upload/docs/owl` of everything that the server has.
pub fn there(window: &Real) -> BTreeSet<String> {
    window.server.probe().all().iter().map(full).collect()
}

pub fn full(asset: &AssetView) -> String {
    format!("{}/{}/{}", asset.resource_type, asset.delivery_type, asset.public_id)
}

fn named(asset: &AssetView) -> bool {
    asset.resource_type == "image" && asset.delivery_type == "upload"
}

fn everything(resource_type: Option<ResourceType>) -> String {
    Way::Everything(Kinds { resource_type, delivery_type: None }).words()
}

/// Reads what the confirmation asks for, does it, and waits for the receipt.
pub fn confirm(window: &mut Real) {
    window.press("Review plan…");
    window.until("the confirmation", |real| real.says(&text!("cancel")));
    answer(window);
    window.until("the receipt", |real| real.says(&text!("receipts-all")) && real.says(" deleted"));
}

/// Ticks and types what the open confirmation asks for, and presses the last button.
pub fn answer(window: &mut Real) {
    let confirming = window.harness.state().state().flow.confirming.as_ref().expect("an open confirmation");
    let confirmation = confirming.confirmation.clone();
    let last = button(&confirmation);
    if confirmation.needs_tick() {
        assert!(!window.works(&last), "the box comes first");
        window.tick(&words::to_tick(&confirmation));
    }
    if let Some(phrase) = confirmation.phrase() {
        assert!(!window.works(&last), "the phrase comes first");
        window.write(Role::TextInput, &words::to_type(&confirmation, &phrase), &phrase);
    }
    window.press(&last);
}

/// Goes from “Preview…” to the receipt; gives what is gone.
fn delete(window: &mut Real) -> BTreeSet<String> {
    let before = there(window);
    window.press(&text!("form-preview"));
    window.until_said(&text!("in-this-plan"));
    assert_eq!(there(window), before, "a preview changes nothing");
    confirm(window);
    before.difference(&there(window)).cloned().collect()
}

#[test]
fn one_asset_by_its_public_id() {
    let mut window = Real::open();
    let asset = window.server.probe().all().into_iter().find(named).unwrap();
    window.press(&text!("form-one"));
    window.write(Role::TextInput, &text!("one-field"), &asset.public_id);
    window.choose(&text!("resource-images"));
    assert_eq!(delete(&mut window), BTreeSet::from([full(&asset)]));
    assert!(window.says("1 of 1 deleted"));
}

#[test]
fn one_asset_by_a_pasted_link() {
    let mut window = Real::open();
    let asset = window.server.probe().all().into_iter().filter(named).nth(5).unwrap();
    let library = &window.harness.state().state().library.assets;
    let listed = library.iter().find(|listed| listed.asset_id.unwrap().to_string() == asset.asset_id);
    let link = listed.unwrap().secure_url.to_string();
    window.press(&text!("form-one"));
    window.write(Role::TextInput, &text!("one-field"), &link);
    assert!(window.says(&text!(
        "read-as-link",
        name = &*asset.public_id,
        resource = "image",
        delivery = "upload"
    )));
    assert_eq!(delete(&mut window), BTreeSet::from([full(&asset)]));
}

#[test]
fn a_list_with_a_line_that_finds_nothing() {
    let mut window = Real::open();
    let some: Vec<AssetView> = window.server.probe().all().into_iter().filter(named).take(3).collect();
    let mut lines: Vec<&str> = some.iter().map(|asset| &*asset.public_id).collect();
    lines.extend(["", "no/such/asset"]);
    window.press(&text!("form-list"));
    let field = &text!("list-field");
    window.write(Role::MultilineTextInput, field, &lines.join("\n"));
    window.choose(&text!("resource-images"));
    assert!(window.says(&text!("list-lines", number = 4)) && window.says(&text!("list-blank", number = 1)));
    window.press(&text!("form-preview"));
    window.until_said(&text!("in-this-plan"));
    let (found, missing) = (text!("rows-found", number = 3), text!("rows-not-found", number = 1));
    assert!(window.says(&found) && window.says(&missing));
    let before = there(&window);
    confirm(&mut window);
    let gone: BTreeSet<String> = before.difference(&there(&window)).cloned().collect();
    assert_eq!(gone, some.iter().map(full).collect());
}

#[test]
fn asset_ids_are_taken_alone_and_what_is_none_is_told_with_its_line() {
    let mut window = Real::open();
    let asset = window.server.probe().all().into_iter().filter(named).nth(3).unwrap();
    window.press(&text!("form-asset-ids"));
    let field = &text!("asset-ids-field");
    window.write(Role::MultilineTextInput, field, &format!("{}\ndocs/owl", asset.asset_id));
    window.press(&text!("form-preview"));
    assert!(window.says(&text!("form-not-asset-ids", line = 2, more = 0)));
    window.press(&text!("list-clear"));
    window.write(Role::MultilineTextInput, field, &asset.asset_id);
    assert_eq!(delete(&mut window), BTreeSet::from([full(&asset)]));
}

#[test]
fn a_prefix_asks_for_the_count() {
    let mut window = Real::open();
    let all = window.server.probe().all();
    let asset = all.iter().filter(|asset| named(asset)).find(|asset| asset.public_id.contains('/')).unwrap();
    window.press(&text!("form-prefix"));
    window.write(Role::TextInput, &text!("prefix-field"), &asset.public_id);
    let expected: BTreeSet<String> = all
        .iter()
        .filter(|other| ["upload", "private", "authenticated"].contains(&other.delivery_type))
        .filter(|other| other.public_id.starts_with(&asset.public_id))
        .map(full)
        .collect();
    assert_eq!(delete(&mut window), expected);
}

#[test]
fn a_tag_is_chosen_and_everything_with_it_goes() {
    let mut window = Real::open();
    let all = window.server.probe().all();
    let tag = fill_in_the_rarest_tag(&mut window, &all);
    let expected: BTreeSet<String> = all.iter().filter(|asset| asset.tags.contains(&tag)).map(full).collect();
    assert_eq!(delete(&mut window), expected);
}

#[test]
fn everything_of_a_kind_goes_and_nothing_of_another() {
    let mut window = Real::open();
    window.press(&text!("form-everything"));
    assert!(window.says(&everything(None)));
    window.choose(&text!("resource-raw"));
    assert!(window.says(&everything(Some(ResourceType::Raw))));
    let raw = |asset: &&AssetView| asset.resource_type == "raw";
    let expected: BTreeSet<String> = window.server.probe().all().iter().filter(raw).map(full).collect();
    assert_eq!(delete(&mut window), expected);
}

/// Opens the form and types the tag that the fewest assets have; gives it.
fn fill_in_the_rarest_tag(window: &mut Real, all: &[AssetView]) -> String {
    let tag = rarest_tag(all);
    window.press(&text!("form-tag"));
    window.write(Role::TextInput, &text!("form-tag"), &tag);
    tag
}

fn rarest_tag(all: &[AssetView]) -> String {
    let mut tags: Vec<&String> = all.iter().flat_map(|asset| &asset.tags).collect();
    tags.sort();
    tags.dedup();
    let count = |tag: &&String| all.iter().filter(|asset| asset.tags.contains(tag)).count();
    tags.into_iter().min_by_key(count).expect("the sample library has tags").clone()
}

#[test]
fn copies_go_and_their_original_stays() {
    let mut window = Real::open();
    let all = window.server.probe().all();
    let asset = all.into_iter().filter(named).find(|asset| asset.derived.len() >= 2).unwrap();
    window.press(&text!("form-copies"));
    window.write(Role::TextInput, &text!("one-field"), &asset.public_id);
    window.choose(&text!("resource-images"));
    assert_eq!(delete(&mut window), BTreeSet::new(), "no original goes");
    let words = window.words();
    let told = |words: &String| words.ends_with("copies deleted · original kept");
    assert!(words.iter().filter(|words| told(words)).count() >= 2, "the whole and its row: {words:?}");
    assert!(!words.iter().any(|words| words == "Deleted" || words.ends_with(": Deleted")), "{words:?}");
    window.press(&text!("receipts-all"));
    window.until("the list", |real| real.words().iter().any(|words| words.contains("original kept")));
    window.write(Role::TextInput, &text!("find-deleted"), &asset.public_id);
    window.press(&text!("find"));
    window.until_said("1 match for");
    assert!(window.words().iter().any(told), "{:?}", window.words());
    let left = window.server.probe().all().into_iter().find(|left| left.asset_id == asset.asset_id);
    // Looking at it makes its thumbnail anew, which is a copy of another ID.
    let before: BTreeSet<String> = asset.derived.into_iter().map(|copy| copy.id).collect();
    assert!(left.unwrap().derived.iter().all(|copy| !before.contains(&copy.id)));
}

#[test]
fn a_single_copy_goes_from_the_panel_and_everything_else_stays() {
    let mut window = Real::open();
    let all = window.server.probe().all();
    let listed = window.harness.state().state().library.assets.clone();
    let copies = |id: &str| all.iter().find(|asset| asset.asset_id == id).map_or(0, |it| it.derived.len());
    let at = listed.iter().take(12).position(|asset| copies(&asset.asset_id.unwrap().to_string()) > 1);
    let asset = &listed[at.expect("copies on the first screen")];
    let tile = format!(" {}", asset.name.public_id);
    window.harness.get_by_label_contains(&tile).click();
    let copy = text!("asset-copy", transformation = "");
    let is_copy = |words: &String| words.starts_with(&copy) && words.contains('_');
    window.until("its copies", |real| real.words().iter().any(is_copy));
    let label = window.words().into_iter().find(is_copy).unwrap();
    window.tick(&label);
    let name = format::shortened(asset.short_name(), 28);
    window.press(&text!("asset-copies-delete", number = 1, name = name));
    window.until_said(&text!("in-this-plan"));
    let before = there(&window);
    confirm(&mut window);
    assert!(window.says("1 copy deleted · original kept"));
    assert!(
        !window.says("1 of 1 deleted") && !window.words().iter().any(|words| words.ends_with(": Deleted"))
    );
    assert_eq!(there(&window), before, "every original stays");
}

#[test]
fn what_is_clicked_in_the_library_goes() {
    let mut window = Real::open();
    let names: Vec<String> = window
        .harness
        .state()
        .state()
        .library
        .assets
        .iter()
        .take(2)
        .map(|asset| {
            format!("{}/{}/{}", asset.name.resource_type, asset.name.delivery_type, asset.name.public_id)
        })
        .collect();
    let tiles: Vec<_> = window.harness.get_all_by_role(Role::CheckBox).take(3).collect();
    tiles[1].click_modifiers(egui::Modifiers::COMMAND);
    drop(tiles);
    window.harness.step();
    let tiles: Vec<_> = window.harness.get_all_by_role(Role::CheckBox).take(3).collect();
    tiles[2].click_modifiers(egui::Modifiers::COMMAND);
    drop(tiles);
    window.harness.step();
    let before = there(&window);
    let button =
        window.words().into_iter().find(|words| words.starts_with("Delete 2 ") && words.ends_with('…'));
    window.press(&button.expect("two are chosen"));
    window.until_said(&text!("in-this-plan"));
    confirm(&mut window);
    let gone: BTreeSet<String> = before.difference(&there(&window)).cloned().collect();
    assert_eq!(gone, names.into_iter().collect());
}

/// Every list also tells of three that nobody asked for: of the preview, and of the run.
#[test]
fn one_that_is_clicked_goes_alone_whatever_else_the_server_lists() {
    let mut window = Real::open();
    let asset = window.harness.state().state().library.assets[1].clone();
    let tiles: Vec<_> = window.harness.get_all_by_role(Role::CheckBox).take(3).collect();
    tiles[2].click_modifiers(egui::Modifiers::COMMAND);
    drop(tiles);
    window.harness.step();
    window.server.probe().fault("stray-listing@reading".parse().unwrap());
    let before = there(&window);
    window.press(&format!("Delete {}…", asset.short_name()));
    window.until_said(&text!("in-this-plan"));
    assert!(window.says("Plan: 1 "));
    confirm(&mut window);
    let gone: BTreeSet<String> = before.difference(&there(&window)).cloned().collect();
    assert_eq!(gone, BTreeSet::from([asset.name.to_string()]));
}

#[test]
fn the_last_button_waits_for_the_phrase_and_cancel_and_escape_send_nothing() {
    let mut window = Real::open();
    let all = window.server.probe().all();
    fill_in_the_rarest_tag(&mut window, &all);
    window.press(&text!("form-preview"));
    window.until_said(&text!("in-this-plan"));
    for way_out in ["Cancel", "Escape", "Enter"] {
        window.press("Review plan…");
        window.until(way_out, |real| real.harness.state().state().flow.confirming.is_some());
        let confirmation =
            window.harness.state().state().flow.confirming.as_ref().unwrap().confirmation.clone();
        let last = button(&confirmation);
        assert!(!window.works(&last), "nothing is typed");
        let field = words::to_type(&confirmation, &confirmation.phrase().unwrap());
        window.write(Role::TextInput, &field, "wrong");
        assert!(!window.works(&last), "the phrase is wrong");
        match way_out {
            "Cancel" => window.press(&text!("cancel")),
            "Escape" => window.harness.key_press(Key::Escape),
            _ => {
                window.harness.key_press(Key::Enter);
                window.harness.step();
                window.press(&text!("cancel"));
            }
        }
        window.until("the end of the dialog", |real| real.harness.state().state().flow.confirming.is_none());
    }
    assert_eq!(window.server.probe().requests().changing, 0);
    assert_eq!(there(&window).len(), all.len());
}

#[test]
fn enter_on_the_last_button_does_not_delete() {
    let mut window = Real::open();
    let asset = window.server.probe().all().into_iter().find(named).unwrap();
    window.press(&text!("form-one"));
    window.write(Role::TextInput, &text!("one-field"), &asset.public_id);
    window.choose(&text!("resource-images"));
    window.press(&text!("form-preview"));
    window.until_said(&text!("in-this-plan"));
    window.press("Review plan…");
    let confirmation = window.harness.state().state().flow.confirming.as_ref().unwrap().confirmation.clone();
    if confirmation.needs_tick() {
        window.tick(&words::to_tick(&confirmation));
    }
    let last = button(&confirmation);
    window.until("an armed button", |real| real.works(&last));
    window.harness.get_by_role_and_label(Role::Button, &last).focus();
    window.harness.step();
    window.harness.key_press(Key::Enter);
    window.harness.run_steps(3);
    assert!(window.harness.state().state().flow.confirming.is_some(), "the dialog is still open");
    assert_eq!(window.server.probe().requests().changing, 0);
}

#[test]
fn blank_fields_are_told_at_their_place_and_nothing_is_sent() {
    let mut window = Real::open();
    let before = window.server.probe().requests().total;
    for (page, sentence) in [
        (text!("form-one"), text!("form-no-public-id")),
        (text!("form-list"), text!("form-no-public-ids")),
        (text!("form-prefix"), text!("form-no-prefix")),
    ] {
        window.press(&page);
        window.press(&text!("form-preview"));
        assert!(window.says(&sentence), "{page}: {:?}", window.words());
    }
    window.press(&text!("form-prefix"));
    window.write(Role::TextInput, &text!("prefix-field"), "   ");
    window.press(&text!("form-preview"));
    assert!(window.says(&text!("form-no-prefix")));
    assert_eq!(window.server.probe().requests().total, before);
}

#[test]
fn thumbnails_can_be_switched_off_and_then_none_is_fetched() {
    let mut window = Real::open();
    window.press("Environment practice");
    window.tick("Thumbnails");
    window.until("the change", |real| !real.harness.state().state().preferences.pictures);
    window.harness.key_press(Key::Escape);
    window.harness.run_steps(5);
    std::thread::sleep(std::time::Duration::from_millis(500));
    let before = window.server.probe().requests().deliveries;
    for page in ["Receipts", "Library"] {
        window.press(page);
    }
    window.harness.key_press(Key::PageDown);
    window.harness.run_steps(60);
    assert_eq!(window.server.probe().requests().deliveries, before);
}

#[test]
fn a_link_of_another_cloud_is_told_and_finds_nothing() {
    let mut window = Real::open();
    window.press(&text!("form-one"));
    let link = "https://res.cloudinary.com/somebody-else/image/upload/owl.jpg";
    window.write(Role::TextInput, &text!("one-field"), link);
    let refused = text!("refusal-other-cloud", cloud = "somebody-else");
    window.until_said(&refused);
    window.press(&text!("form-preview"));
    window.until_said(&text!("nothing-used-title"));
    assert!(window.says(&refused));
    assert!(!window.says(&text!("in-this-plan")));
}

#[test]
fn a_tag_and_a_prefix_make_one_plan_and_what_is_taken_out_of_it_stays() {
    let mut window = Real::open();
    let all = window.server.probe().all();
    let tag = fill_in_the_rarest_tag(&mut window, &all);
    window.press(&text!("form-preview"));
    window.until_said(&text!("in-this-plan"));
    let tagged: BTreeSet<String> = all.iter().filter(|asset| asset.tags.contains(&tag)).map(full).collect();
    for (prefix, sources) in [("docs/", 2), ("products/", 3)] {
        window.press(&text!("form-prefix"));
        window.write(Role::TextInput, &text!("prefix-field"), prefix);
        press_starting(&mut window, "Add to plan of ");
        window.until("the sources", |real| takes_out(real).len() == sources);
    }
    let products = takes_out(&window).pop().expect("a way out");
    window.press(&products);
    window.until("two sources", |real| takes_out(real).len() == 2);
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.until("all three again", |real| takes_out(real).len() == 3);
    window.press(&products);
    window.until("two sources", |real| takes_out(real).len() == 2);
    let caught = |asset: &&AssetView| {
        asset.public_id.starts_with("docs/")
            && ["upload", "private", "authenticated"].contains(&asset.delivery_type)
    };
    let expected: BTreeSet<String> = all.iter().filter(caught).map(full).chain(tagged).collect();
    let before = there(&window);
    confirm(&mut window);
    let gone: BTreeSet<String> = before.difference(&there(&window)).cloned().collect();
    assert_eq!(gone, expected);
}

/// The buttons by which sources are taken out of the plan.
fn takes_out(window: &Real) -> Vec<String> {
    window.words().into_iter().filter(|words| words.starts_with("Take out of the plan: ")).collect()
}

fn press_starting(window: &mut Real, start: &str) {
    let button = window.words().into_iter().find(|words| words.starts_with(start));
    window.press(&button.unwrap_or_else(|| panic!("no “{start}…”")));
}
