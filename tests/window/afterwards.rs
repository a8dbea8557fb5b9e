//! After a deletion, over the real background: trying again what was refused, the search through
//! all receipts, saving in each form, a sweep's extras, and a queue of deletions.

use std::collections::BTreeSet;
use std::time::Duration;

use cloudsweep::model::sweep::SweepBy;
use cloudsweep::text;
use cloudsweep::text::offer::takes_more;
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
    window.until_said(&text!("in-this-plan"));
    let planned = tagged(&tag);
    (tag, planned)
}

/// The same, sent in batches.
fn preview_in_batches(window: &mut Real) -> BTreeSet<String> {
    let (_, planned) = preview(window);
    window.choose(&text!("method-batches"));
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
    let before = there(&window);
    window.press(&text!("receipt-try-again", number = left.len()));
    window.until_said(&text!("in-this-plan"));
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
    window.press(&text!("receipts-all"));
    window.write(Role::TextInput, &text!("find-deleted"), &name);
    window.press(&text!("find"));
    window.until_said("for “");
    assert!(window.says(&name) && window.says("Deleted"));
    window.press(&text!("receipt-open-it", job = "1"));
    window.until_said(&text!("save-as"));
    window.press(&text!("receipts-all"));
    window.press(&text!("receipts-show-all"));
    window.until_said(&text!("receipts"));
    window.write(Role::TextInput, &text!("find-deleted"), "nobody-deleted-this");
    window.press(&text!("find"));
    window.until_said(&text!("find-none", text = "nobody-deleted-this"));
}

#[test]
fn a_receipt_is_saved_in_each_of_its_forms() {
    let mut window = Real::open();
    preview_in_batches(&mut window);
    confirm(&mut window);
    let folder = tempfile::tempdir().unwrap();
    for (form, file, starts) in [
        (text!("save-csv"), "a.csv", "\"public_id\""),
        (text!("save-html"), "a.html", "<!doctype html>"),
        (text!("save-json"), "a.json", "{"),
        (text!("save-support"), "b.csv", "\"public_id\",\"format\",\"resource_type\",\"type\""),
    ] {
        window.press(&text!("save-as"));
        if form != text!("save-csv") {
            window.choose(&form);
        }
        let path = folder.path().join(file);
        window.write(Role::TextInput, &text!("save-to"), &path.display().to_string());
        window.press(&text!("save-file"));
        window.until_said(&text!("saved"));
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.trim_start_matches('\u{feff}').to_lowercase().starts_with(starts), "{form}: {text:.80}");
        window.press(&text!("save-close-it"));
    }
}

#[test]
fn a_sweep_tells_what_it_took_beyond_the_plan() {
    let mut window = Real::open();
    let (tag, _) = preview(&mut window);
    window.choose(&text!("method-sweep"));
    window.until_said(&takes_more(&SweepBy::Tag(tag.clone())));
    window.server.probe().upload("image", "upload", "late/arrival", &[&tag]);
    window.press("Review plan…");
    window.until_said(&text!("sweep-takes-more"));
    window.press(&text!("cancel"));
    confirm(&mut window);
    window.until_said(&text!("beyond-plan-title", number = 1));
    window.press(&text!("beyond-plan-show"));
    window.until_said("late/arrival: Beyond the plan");
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
    window.until("the confirmation", |real| real.says(&text!("cancel")));
    answer(&mut window);
    window.until_said("Pause 1");
    let all = window.server.probe().all();
    let other =
        all.iter().find(|asset| !tagged.contains(&full(asset)) && asset.resource_type == "raw").unwrap();
    window.press(&text!("form-one"));
    window.write(Role::TextInput, &text!("one-field"), &other.public_id);
    window.press(&text!("form-preview"));
    window.until_said(&text!("in-this-plan"));
    window.press("Review plan…");
    window.until("the confirmation", |real| real.says(&text!("cancel")));
    answer(&mut window);
    window.until_said("Next in line");
    window.until("both deletions", |real| {
        let left = there(real);
        !left.contains(&full(other)) && tagged.is_disjoint(&left)
    });
    window.press("Receipts");
    window.until("two receipts", |real| {
        real.works(&text!("receipt-open-it", job = "1")) && real.works(&text!("receipt-open-it", job = "2"))
    });
}
