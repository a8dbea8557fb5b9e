//! Pages of the window are kept apart: none imports another one.

use std::collections::BTreeSet;
use std::path::Path;

use crate::{after, program, source};

/// The pages of the window: each has a folder below `app`, most have one below `ui/pages`.
fn pages() -> BTreeSet<String> {
    let folders = |parent: &str| {
        let entries = std::fs::read_dir(source().join(parent)).expect("a folder of pages");
        let folders = entries.map(|entry| entry.expect("an entry")).filter(|entry| entry.path().is_dir());
        folders.map(|entry| entry.file_name().into_string().expect("a name")).collect::<Vec<_>>()
    };
    folders("app").into_iter().chain(folders("ui/pages")).collect()
}

/// Every path that the `use` lines of a text bring in, braces resolved: `a::{b, c::d}` gives `a::b`
/// and `a::c::d`.
fn imports(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    let uses = text.match_indices("use ").filter(|(at, _)| {
        let before = text[..*at].rsplit('\n').next().unwrap_or_default().trim();
        matches!(before, "" | "pub" | "pub(super)" | "pub(crate)")
    });
    for (at, start) in uses {
        let path = text[at + start.len()..].split(';').next().unwrap_or_default();
        resolve(String::new(), path, &mut all);
    }
    all
}

/// One path behind `before`, with each of what its braces hold.
fn resolve(before: String, path: &str, all: &mut Vec<String>) {
    let Some(open) = path.find('{') else {
        all.push(before + path.trim());
        return;
    };
    let before = before + path[..open].trim();
    let inside = &path[open + 1..path.rfind('}').expect("a closed brace")];
    let (mut depth, mut from) = (0, 0);
    for (at, c) in inside.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                resolve(before.clone(), &inside[from..at], all);
                from = at + 1;
            }
            _ => {}
        }
    }
    if !inside[from..].trim().is_empty() {
        resolve(before, &inside[from..], all);
    }
}

/// The pages that a file of one page names, its own left out: in `use` lines and in paths, from the
/// crate and from its own place.
fn pages_named(path: &Path, own: &str, text: &str) -> BTreeSet<String> {
    let parents = if path.starts_with("app") { 1 } else { 2 };
    let inside = path.iter().count() - parents - usize::from(path.ends_with("mod.rs"));
    let starts = ["crate::app::".to_owned(), "crate::ui::pages::".to_owned(), "super::".repeat(inside)];
    let imported = imports(text);
    let mut named = BTreeSet::new();
    for text in imported.iter().map(String::as_str).chain([text]) {
        named.extend(starts.iter().flat_map(|start| after(text, start)));
    }
    pages().into_iter().filter(|page| page != own && named.contains(page.as_str())).collect()
}

/// The page to which a file belongs, if any.
fn page_of(path: &Path) -> Option<String> {
    let path = path.strip_prefix("app").or_else(|_| path.strip_prefix("ui/pages")).ok()?;
    let first = path.iter().next()?.to_str()?.to_owned();
    pages().contains(&first).then_some(first)
}

/// A page says what it wants of another one by an intent, which `app/update.rs` routes. Tests beside
/// the pages may set up more than one.
#[test]
fn no_page_imports_another() {
    let mut wrong = Vec::new();
    for (_, path, text) in program() {
        let Some(own) = page_of(&path) else { continue };
        for other in pages_named(&path, &own, &text) {
            wrong.push(format!("{} names {other}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_way_to_import_another_page_is_seen() {
    let path = Path::new("app/forms/filled.rs");
    for text in [
        "use crate::app::flow;",
        "use crate::app::{state, flow::{self, Ready}};",
        "pub use crate::ui::pages::flow::show;",
        "fn a() { crate::app::flow::start() }",
        "use super::super::flow;",
        "fn a() { super::super::flow::start() }",
    ] {
        assert_eq!(pages_named(path, "forms", text), BTreeSet::from(["flow".to_owned()]), "{text}");
    }
    for text in ["use crate::app::forms::Form;", "use super::flow;", "fn a() { state.flow.form() }"] {
        assert_eq!(pages_named(path, "forms", text), BTreeSet::new(), "{text}");
    }
    let page = Path::new("app/forms/mod.rs");
    assert!(pages_named(page, "forms", "use super::flow;").contains("flow"));
    let view = Path::new("ui/pages/forms/view.rs");
    assert!(pages_named(view, "forms", "use super::super::flow;").contains("flow"));
}
