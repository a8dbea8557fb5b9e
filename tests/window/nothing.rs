//! A preview without an asset: what is told where nothing is there, and where something was left out.

use std::sync::Arc;

use cloudsweep::model::breadth::Breadth;
use cloudsweep::model::guess::Why;
use cloudsweep::model::plan::{Draft, Plan};
use cloudsweep::model::preview::Preview;
use cloudsweep::model::selector::{NonBlank, Prefix, Selector, Spelling};
use cloudsweep::model::what::What;
use cloudsweep::runtime::command::Command;
use cloudsweep::runtime::event::{Event, Instead};
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;

use crate::fake;
use crate::support::Window;

const LEFT_OUT: &str = "2 assets were left out because Cloudinary gave no asset ID, for example “docs/owl”.";
const NOTHING: &str = "nothing of these kinds is there";

/// After a preview by prefix that found nothing, and whose plan has these notes.
fn previewed(notes: &[&str], instead: Vec<Instead>) -> Window {
    let mut window = Window::open(5, fake::environment("shop-prod"));
    let press = |window: &mut Window, label: &str| {
        window.harness.get_all_by_role_and_label(Role::Button, label).last().expect("a button").click();
        window.settle()
    };
    press(&mut window, "Prefix");
    window.harness.get_by_role_and_label(Role::TextInput, "Public IDs start with").focus();
    window.harness.step();
    window.harness.get_by_role_and_label(Role::TextInput, "Public IDs start with").type_text("docs/");
    let asked = press(&mut window, "Preview…");
    let generation = asked.iter().find_map(|command| match command {
        Command::Preview { generation, .. } => Some(*generation),
        _ => None,
    });
    let draft = Draft {
        environment: fake::environment("shop-prod").id(),
        description: "Name starts with “docs/”".into(),
        what: What::Originals,
        breadth: Breadth::Caught,
        invalidate: true,
        items: Vec::new(),
        taken_at: 1_700_000_000,
        notes: notes.iter().map(|note| (*note).to_owned()).collect(),
    };
    let preview = Preview::Complete(Arc::new(Plan::freeze(draft)));
    let generation = generation.expect("a preview was asked for");
    window.fake.tell(Event::Preview { generation, preview, report: None, instead });
    window.settle();
    window
}

fn says(window: &Window, words: &str) -> bool {
    window.harness.query_all_by_label_contains(words).next().is_some()
}

#[test]
fn nothing_is_there_only_where_nothing_was_left_out() {
    let window = previewed(&[], Vec::new());
    assert!(says(&window, "Nothing was found") && says(&window, NOTHING));
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
        assert!(says(&window, "Nothing can be planned") && says(&window, "Name starts with “docs/”"));
        assert!(notes.iter().all(|note| says(&window, note)));
        assert!(!says(&window, NOTHING) && !says(&window, "Nothing was found"));
        let offers = window.harness.query_all_by_label("Preview “Docs/”").count();
        assert_eq!(offers, offered);
        window.harness.get_by_label("Refresh").click();
        assert!(window.settle().iter().any(|command| matches!(command, Command::Preview { .. })));
    }
}
