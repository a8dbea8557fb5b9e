//! A preview without an asset: what is told where nothing is there, and where something was left out.

use cloudsweep::model::guess::Why;
use cloudsweep::model::note::Note;
use cloudsweep::model::plan::{Draft, Plan};
use cloudsweep::model::selector::{NonBlank, Prefix, Selector, Spelling};
use cloudsweep::runtime::command::Command;
use cloudsweep::runtime::event::Instead;
use cloudsweep::text;
use cloudsweep::text::Words as _;
use egui_kittest::kittest::Queryable as _;

use crate::fake;
use crate::preview;
use crate::support::Window;

const NOTHING: &str = "nothing of these kinds is there";

/// After a preview by prefix that found nothing, and whose plan has these notes.
fn previewed(notes: Vec<Note>, instead: Vec<Instead>) -> Window {
    let mut window = Window::open(5, fake::environment("shop-prod"));
    let asked = preview::ask(&mut window);
    let draft = Draft { notes, ..preview::draft(Vec::new()) };
    preview::complete(&mut window, &asked, Plan::freeze(draft), instead);
    window
}

#[test]
fn nothing_is_there_only_where_nothing_was_left_out() {
    let window = previewed(Vec::new(), Vec::new());
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
        let notes = vec![
            Note::WithoutAssetId { number: 2, example: "docs/owl".into() },
            Note::Unreadable { number: 1, example: "".into(), why: "no version".into() },
        ];
        let mut window = previewed(notes.clone(), instead);
        assert!(
            window.says("Nothing can be planned")
                && window.says(&text!("description-prefix", text = "docs/"))
        );
        assert!(notes.iter().all(|note| window.says(&note.words())));
        assert!(!window.says(NOTHING) && !window.says("Nothing was found"));
        let offers = window.harness.query_all_by_label("Preview “Docs/”").count();
        assert_eq!(offers, offered);
        assert!(window.press("Refresh").iter().any(|command| matches!(command, Command::Preview { .. })));
    }
}
