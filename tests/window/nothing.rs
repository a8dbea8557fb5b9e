//! A preview without an asset: what is told where nothing is there, and where something was left out.

use cloudsweep::model::guess::Why;
use cloudsweep::model::message::Flaw;
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
    let docs = text!("description-prefix", text = "docs/");
    let nothing = text!("nothing-found", description = docs.as_str());
    assert!(window.says(&text!("nothing-found-title")) && window.says(&nothing));
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
            Note::Unreadable { number: 1, example: "".into(), why: Flaw::NoPublicId },
        ];
        let mut window = previewed(notes.clone(), instead);
        assert!(window.says(&text!("nothing-planned-title")) && window.says(&docs));
        assert!(notes.iter().all(|note| window.says(&note.words())));
        assert!(!window.says(&nothing) && !window.says(&text!("nothing-found-title")));
        let offers = window.harness.query_all_by_label(&text!("instead-preview", text = "Docs/")).count();
        assert_eq!(offers, offered);
        assert!(
            window.press(&text!("refresh")).iter().any(|command| matches!(command, Command::Preview { .. }))
        );
    }
}
