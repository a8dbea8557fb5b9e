//! After a deletion, over the real background: trying again what was refused, the search through
//! all receipts, saving in each form, a sweep's extras, and a queue of deletions.

use std::collections::BTreeSet;
use std::time::Duration;

use cloudsweep::text;
use cloudsweep_practice::{Fault, Settings};
use egui::accesskit::Role;

use crate::real::Real;
use crate::through::{answer, confirm, full, there};

/// From the tag form to the open preview of about a dozen assets; gives the tag and them.
fn preview(window: &mut Real) -> (String, BTreeSet<String>) {
    let all = window.server.probe().all();
    let tagged = |tag: &str| -> BTreeSet<String> {
        all.iter().filter(|asset| asset.tags.iter().any(|it| it == tag)).map(full).collect()
    };
    let tags: BTreeSet<&String> = all.iter().flat_map(|asset| &asset.tags).collect();
    let tag = tags.into_iter().min_by_key(|tag| tagged(tag).len().abs_diff(12)).expect("tags").clone();
    window.press(&text!("form-tag"));
    window.write(Role::TextInput, &text!("form-tag"), &tag);
    window.press(&text!("form-preview"));
    window.until_said("In this plan");
    let planned = tagged(&tag);
    (tag, planned)
}

/// The same, sent in batches.
fn preview_in_batches(window: &mut Real) -> BTreeSet<String> {
    let (_, planned) = preview(window);
    window.choose("Batches of a hundred");
    planned
}

#[test]
fn what_was_refused_is_tried_again_with_a_plan_of_its_own() {
    let mut window = Real::open();
    let tagged = preview_in_batches(&mut window);
    let fault: Fault = "refuse-third:1@changing".parse().unwrap();
    window.server.probe().fault(fault);
    confirm(&mut window);
    let left: BTreeSet<String> = tagged.intersection(&there(&window)).cloned().collect();
    assert!(!left.is_empty() && left.len() < tagged.len(), "{left:?}");
    let words = if left.len() == 1 {
        "Try 1 item again…".into()
    } else {
        format!("Try {} items again…", left.len())
    };
    let before = there(&window);
    window.press(&words);
    window.until_said("In this plan");
    assert_eq!(there(&window), before, "a preview changes nothing");
    confirm(&mut window);
    let gone: BTreeSet<String> = before.difference(&there(&window)).cloned().collect();
    assert_eq!(gone, left, "exactly what was refused");
}

#[test]
fn who_deleted_an_asset_is_found_among_all_receipts() {
    let mut window = Real::open();
    let tagged = preview_in_batches(&mut window);
    confirm(&mut window);
    let name = tagged.first().unwrap().splitn(3, '/').nth(2).unwrap().to_owned();
    window.press("All receipts");
    window.write(Role::TextInput, "Find a deleted asset", &name);
    window.press("Find");
    window.until_said("for “");
    assert!(window.says(&name) && window.says("Deleted"));
    window.press("Open receipt 1");
    window.until_said("Save as…");
    window.press("All receipts");
    window.press("Show all receipts");
    window.until_said("Receipts");
    window.write(Role::TextInput, "Find a deleted asset", "nobody-deleted-this");
    window.press("Find");
    window.until_said("No matching receipt on this computer");
}

#[test]
fn a_receipt_is_saved_in_each_of_its_forms() {
    let mut window = Real::open();
    preview_in_batches(&mut window);
    confirm(&mut window);
    let folder = tempfile::tempdir().unwrap();
    for (form, file, starts) in [
        ("Every item (CSV)", "a.csv", "\"public_id\""),
        ("To print (HTML)", "a.html", "<!doctype html>"),
        ("For programs (JSON)", "a.json", "{"),
        ("List for Cloudinary’s support", "b.csv", "\"public_id\",\"format\",\"resource_type\",\"type\""),
    ] {
        window.press("Save as…");
        if form != "Every item (CSV)" {
            window.choose(form);
        }
        let path = folder.path().join(file);
        window.write(Role::TextInput, "Save to", &path.display().to_string());
        window.press("Save file");
        window.until_said("Saved");
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.trim_start_matches('\u{feff}').to_lowercase().starts_with(starts), "{form}: {text:.80}");
        window.press("Close saving");
    }
}

#[test]
fn a_sweep_tells_what_it_took_beyond_the_plan() {
    let mut window = Real::open();
    let (tag, _) = preview(&mut window);
    window.choose("Sweep, a thousand at a time");
    window.until_said("added since");
    window.server.probe().upload("image", "upload", "late/arrival", &[&tag]);
    window.press("Review plan…");
    window.until_said("A sweep may take more than this plan");
    window.press("Cancel");
    confirm(&mut window);
    window.until_said("1 asset was deleted beyond the plan");
    window.press("Show them");
    assert!(window.says("late/arrival: Beyond the plan"));
    assert!(!there(&window).contains("image/upload/late/arrival"));
}

#[test]
fn a_second_deletion_waits_for_the_first_and_both_end_with_a_receipt() {
    let slow = Duration::from_secs(10);
    let mut window =
        Real::with(Settings { latency: Duration::from_millis(150), slow, ..Settings::default() });
    let tagged = preview_in_batches(&mut window);
    let slow: Fault = "slow:1@changing".parse().unwrap();
    window.server.probe().fault(slow);
    window.press("Review plan…");
    window.until("the confirmation", |real| real.says("Cancel"));
    answer(&mut window);
    window.until_said("Pause 1");
    let all = window.server.probe().all();
    let other =
        all.iter().find(|asset| !tagged.contains(&full(asset)) && asset.resource_type == "raw").unwrap();
    window.press(&text!("form-one"));
    window.write(Role::TextInput, &text!("one-field"), &other.public_id);
    window.press(&text!("form-preview"));
    window.until_said("In this plan");
    window.press("Review plan…");
    window.until("the confirmation", |real| real.says("Cancel"));
    answer(&mut window);
    window.until_said("Next in line");
    window.until("both deletions", |real| {
        let left = there(real);
        !left.contains(&full(other)) && tagged.is_disjoint(&left)
    });
    window.press("Receipts");
    window.until("two receipts", |real| real.works("Open receipt 1") && real.works("Open receipt 2"));
}
