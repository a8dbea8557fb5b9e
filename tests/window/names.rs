//! Names that a server may send: scripts without a font, control characters, far too long, far too
//! many. What is drawn and told holds none of the harmful, and the window lives on.

use std::sync::Arc;

use cloudsweep::model::asset::Asset;
use cloudsweep::text;
use egui::Key;
use egui::accesskit;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::fake;
use crate::support::Window;

const NAMES: [&str; 9] = [
    "docs/צילום מסך 2023",
    "docs/صورة ١٢",
    "docs/ภาพถ่าย",
    "docs/བོད་ཡིག",
    "docs/猫の写真",
    "docs/🧿🏳️‍🌈",
    "a\0b",
    "invoice\u{202e}gpj.exe",
    "one\ntwo\u{2028}three\u{9b}31m",
];

fn library(names: &[&str], change: impl Fn(&mut Asset)) -> Window {
    let mut window = Window::first_start(0);
    window.fake.library = names
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let mut asset = fake::image(at, name);
            change(&mut asset);
            Arc::new(asset)
        })
        .collect();
    window.enter(fake::environment("demo"));
    window
}

/// Every text of the accessibility tree. The runs of a text that can be selected are as they are
/// drawn.
fn told(window: &Window) -> Vec<String> {
    texts(window, |role| role != accesskit::Role::TextRun)
}

fn texts(window: &Window, of: impl Fn(accesskit::Role) -> bool) -> Vec<String> {
    let mut told = Vec::new();
    let mut open = vec![window.harness.root()];
    while let Some(node) = open.pop() {
        let inner = node.accesskit_node();
        if of(inner.role()) {
            told.extend(inner.label());
            told.extend(inner.value());
        }
        open.extend(node.children());
    }
    told
}

fn assert_harmless(window: &Window) {
    for text in texts(window, |_| true) {
        let harmful = |c: char| {
            c.is_control()
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
        };
        assert!(!text.contains(harmful), "{text:?}");
        assert!(text.chars().count() <= 1_000, "{} characters", text.chars().count());
    }
}

#[test]
fn every_name_can_be_chosen_and_looked_at() {
    let mut window = library(&NAMES, |_| {});
    assert_harmless(&window);
    for (at, _) in NAMES.iter().enumerate() {
        window.harness.key_press(if at == 0 { Key::Home } else { Key::ArrowRight });
        window.settle();
        assert_harmless(&window);
    }
    let told = told(&window).join("\n");
    assert!(told.contains("Image a[U+0000]b") && told.contains("invoice[U+202E]gpj.exe"), "{told}");
    assert!(
        told.contains("docs/צילום מסך 2023"),
        "the tree has the text itself, not its order on screen: {told}"
    );
}

#[test]
fn a_name_without_a_font_is_told_as_itself_and_copied_as_itself() {
    let mut window = library(&["docs/猫", "x"], |_| {});
    window.press("Image docs/猫");
    let told = told(&window);
    assert!(told.iter().any(|text| text == "docs/猫"), "{told:?}");
    assert!(!told.iter().any(|text| text.contains("[U+732B]")), "{told:?}");
    window.harness.get_by_label_contains(&text!("asset-copy-public-id")).click();
    window.harness.run_steps(1);
    let copied = window.harness.output().platform_output.commands.iter().find_map(|command| match command {
        egui::OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    assert_eq!(copied.as_deref(), Some("docs/猫"));
}

#[test]
fn long_collections_are_cut_in_the_tree() {
    let many: Vec<String> = (0..50_000).map(|tag| format!("tag-{tag}")).collect();
    let mut window =
        library(&["a", "b"], |asset| asset.tags = many.iter().map(|tag| tag.as_str().into()).collect());
    window.press("Image a");
    assert!(window.says(&text!("more-tags", number = 49_976)));
    assert!(told(&window).len() < 400, "{}", told(&window).len());
    window.fake.tags = many;
    window.press(&text!("form-tag"));
    assert!(window.says(&text!("tag-named", name = "tag-0")));
    assert!(told(&window).len() < 400, "{}", told(&window).len());
}

#[test]
fn a_long_name_is_whole_in_the_tree_and_for_the_keyboard() {
    let long = format!("campaigns/{}hero-2023-final", "very-".repeat(46));
    let mut window = library(&[&long, "b"], |_| {});
    window.harness.get_by_label(&format!("Image {long}")).focus();
    window.settle();
    let shown = told(&window).iter().filter(|text| **text == long).count();
    assert!(shown > 0, "the whole name is shown beside the focus: {:?}", told(&window));
}
