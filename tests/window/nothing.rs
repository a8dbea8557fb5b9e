//! A preview without an asset: what is told where nothing is there, and where something was left out.

use cloudsweep::model::guess::Why;
use cloudsweep::model::plan::{Draft, Plan};
use cloudsweep::model::selector::{NonBlank, Prefix, Selector, Spelling};
use cloudsweep::runtime::command::Command;
use cloudsweep::runtime::event::Instead;
use egui_kittest::kittest::Queryable as _;

use crate::fake;
use crate::preview;
use crate::support::Window;

const LEFT_OUT: &str = "2 assets were left out because Cloudinary gave no asset ID, for example “docs/owl”.";
const NOTHING: &str = "nothing of these kinds is there";

/// After a preview by prefix that found nothing, and whose plan has these notes.
fn previewed(notes: &[&str], instead: Vec<Instead>) -> Window {
    let mut window = Window::open(5, fake::environment("shop-prod"));
    let asked = preview::ask(&mut window);
    let notes = notes.iter().map(|note| (*note).to_owned()).collect();
    let draft = Draft { notes, ..preview::draft(Vec::new()) };
    preview::complete(&mut window, &asked, Plan::freeze(draft), instead);
    window
}

#[test]
fn nothing_is_there_only_where_nothing_was_left_out() {
    let window = previewed(&[], Vec::new());
    assert!(window.says("Nothing was found") && window.says(NOTHING));
    let other = Instead {
        spelling: Spelling {
            text: "Docs/".into(),
            selector: Selector::Prefix(Prefix(NonBlank::new("Docs/").unwrap())),
            why: Why::OtherCapitals,
        },
        found: 3,
    };
    for instead in [Vec::new(), vec![other]] {
        let offered = instead.len();
        let notes = [LEFT_OUT, "1 entry of Cloudinary’s answer could not be read and stayed out."];
        let mut window = previewed(&notes, instead);
        assert!(window.says("Nothing can be planned") && window.says("Name starts with “docs/”"));
        assert!(notes.iter().all(|note| window.says(note)));
        assert!(!window.says(NOTHING) && !window.says("Nothing was found"));
        let offers = window.harness.query_all_by_label("Preview “Docs/”").count();
        assert_eq!(offers, offered);
        assert!(window.press("Refresh").iter().any(|command| matches!(command, Command::Preview { .. })));
    }
}
