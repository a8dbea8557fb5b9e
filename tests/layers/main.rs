//! The layers: which module may know which, and which packages belong to one layer alone.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

#[path = "../support/modules.rs"]
mod modules;
mod pages;

/// Each layer with the layers it may use.
const LAYERS: [(&str, &[&str]); 10] = [
    ("model", &[]),
    ("text", &["model"]),
    ("platform", &["model"]),
    ("api", &["model", "platform"]),
    ("journal", &["model"]),
    ("jobs", &["model", "text", "platform", "api", "journal"]),
    ("practice", &[]),
    ("runtime", &["model", "text", "platform", "api", "journal", "jobs"]),
    ("app", &["model", "text", "platform", "jobs", "runtime"]),
    ("ui", &["model", "text", "platform", "jobs", "runtime", "app"]),
];

/// Packages that one layer keeps to itself. `main` may use those of the window, and start the practice
/// environment alone as `arguments` says.
const OWNED: [(&str, &str); 9] = [
    ("egui", "ui"),
    ("eframe", "ui"),
    ("reqwest", "api"),
    ("rusqlite", "journal"),
    ("keyring", "platform"),
    ("zbus", "platform"),
    ("rfd", "platform"),
    ("axum", "practice"),
    ("cloudsweep_practice", "runtime"),
];

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder of the sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every file below `src` with its layer and its code, comments left out.
fn code() -> Vec<(String, PathBuf, String)> {
    let mut all = Vec::new();
    for path in files(&source()) {
        let inside = path.strip_prefix(source()).expect("below the sources").to_owned();
        let first = inside.iter().next().and_then(|first| first.to_str()).expect("a name");
        let layer = first.trim_end_matches(".rs").to_owned();
        let text = std::fs::read_to_string(&path).expect("a source file");
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        all.push((layer, inside, lines.collect::<Vec<_>>().join("\n")));
    }
    all
}

/// The names that stand after `start` in a text: `crate::` gives the layers that it uses.
fn after<'a>(text: &'a str, start: &str) -> BTreeSet<&'a str> {
    let ends = |c: char| !(c.is_alphanumeric() || c == '_');
    text.match_indices(start)
        .filter(|(at, _)| text[..*at].chars().next_back().is_none_or(ends))
        .map(|(at, _)| &text[at + start.len()..])
        .map(|rest| &rest[..rest.find(ends).unwrap_or(rest.len())])
        .collect()
}

#[test]
fn dependencies_point_one_way() {
    let mut wrong = Vec::new();
    for (layer, path, text) in code() {
        let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == layer) else { continue };
        assert!(!text.contains("use crate::{"), "{}: one `use` a layer", path.display());
        for used in after(&text, "crate::") {
            let known = LAYERS.iter().any(|(name, _)| *name == used);
            if known && used != layer && !allowed.contains(&used) {
                wrong.push(format!("{} uses {used}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A layer may hand on what belongs to another one only where everybody who uses it may use that one too:
/// the window reaches nothing of the journal through `runtime`.
#[test]
fn no_layer_hands_on_what_those_above_it_may_not_use() {
    let mut wrong = Vec::new();
    for (layer, path, text) in program() {
        let above = LAYERS.iter().filter(|(_, allowed)| allowed.contains(&&*layer));
        for owner in handed_on(&text).into_iter().filter(|owner| *owner != layer) {
            for (user, _) in above.clone().filter(|(_, allowed)| !allowed.contains(&&*owner)) {
                wrong.push(format!("{} hands {owner} on to {user}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Layers of which a text makes something public under a name of its own: by `pub use` or `pub type`.
fn handed_on(text: &str) -> BTreeSet<String> {
    let public = |start: &'static str| {
        text.match_indices(start)
            .filter(|(at, _)| text[..*at].rsplit('\n').next().unwrap_or_default().trim().is_empty())
            .filter_map(|(at, start)| text[at + start.len()..].split(';').next())
    };
    let names = public("pub use ").chain(public("pub type "));
    names.flat_map(|name| after(name, "crate::")).map(str::to_owned).collect()
}

#[test]
fn every_way_to_hand_something_on_is_seen() {
    let journal = BTreeSet::from(["journal".to_owned()]);
    for text in [
        "pub use crate::journal::Record;",
        "pub use crate::journal::{\n    JobSnapshot, Record,\n};",
        "pub mod inside {\n    pub use crate::journal as record;\n}",
        "pub type Written = Vec<crate::journal::Record>;",
    ] {
        assert_eq!(handed_on(text), journal, "{text}");
    }
    for text in ["use crate::journal::Record;", "pub(super) use crate::journal::Record;"] {
        assert_eq!(handed_on(text), BTreeSet::new(), "{text}");
    }
}

/// What the window and the background tell each other holds only what the window may name.
#[test]
fn commands_and_events_name_what_the_window_may_name() {
    let (_, window) = LAYERS.iter().find(|(name, _)| *name == "app").expect("the window's layer");
    for file in ["command.rs", "event.rs", "mod.rs"] {
        let path = Path::new("runtime").join(file);
        let (.., text) = program().into_iter().find(|(_, known, _)| *known == path).expect(file);
        let used = after(&text, "crate::");
        let strange: Vec<_> = used.iter().filter(|used| !window.contains(used)).collect();
        assert!(strange.is_empty(), "{file}: {strange:?}");
    }
}

#[test]
fn every_layer_is_one_that_this_test_knows() {
    let known = ["lib", "main", "arguments"];
    let strange: BTreeSet<String> = code()
        .into_iter()
        .map(|(layer, ..)| layer)
        .filter(|layer| !known.contains(&&**layer) && LAYERS.iter().all(|(name, _)| name != layer))
        .collect();
    assert!(strange.is_empty(), "{strange:?}");
}

#[test]
fn each_package_stays_in_its_layer() {
    let mut wrong = Vec::new();
    for (layer, path, text) in
        code().into_iter().filter(|(layer, ..)| !["main", "arguments"].contains(&&**layer))
    {
        for (package, owner) in OWNED {
            let uses = !after(&text, &format!("{package}::")).is_empty()
                || text.contains(&format!("use {package};"));
            if uses && layer != owner {
                wrong.push(format!("{} uses {package}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Whether a file is neither of tests nor what they share.
fn is_program(path: &Path) -> bool {
    !path.iter().any(|part| ["tests", "tests.rs", "fixture.rs"].iter().any(|name| part == *name))
}

/// The same without tests: neither files of tests nor what follows `#[cfg(test)]`.
fn program() -> Vec<(String, PathBuf, String)> {
    let mut all = code();
    all.retain(|(_, path, _)| is_program(path));
    for (.., text) in &mut all {
        text.truncate(text.find("#[cfg(test)]").unwrap_or(text.len()));
    }
    all
}

/// Files outside tests whose code holds a text.
fn holders(needle: &str) -> BTreeSet<String> {
    let holders = program().into_iter().filter(|(.., text)| text.contains(needle));
    holders.map(|(_, path, _)| path.to_string_lossy().replace('\\', "/")).collect()
}

#[test]
fn systems_are_told_apart_in_platform_and_main_alone() {
    for sign in ["target_os", "cfg(windows)", "cfg(not(windows))", "target_family"] {
        let mut strange = holders(sign);
        strange.retain(|file| !file.starts_with("platform/") && file != "main.rs");
        assert!(strange.is_empty(), "{sign}: {strange:#?}");
    }
}

#[test]
fn the_steps_of_a_deletion_have_one_door_each() {
    let only = |needle: &str, files: &[&str]| {
        let expected: BTreeSet<String> = files.iter().map(|file| (*file).to_owned()).collect();
        assert_eq!(holders(needle), expected, "{needle}");
    };
    only("Ok(ConfirmedPlan {", &["model/confirm.rs"]);
    only("Warrant::new(", &["model/job.rs"]);
    only("Job::reopen(", &["journal/read.rs"]);
    only("Command::StartJob(confirmed).into()", &["app/flow/confirming.rs"]);
    only(".deleter(", &["runtime/running.rs"]);
}

#[test]
fn one_file_of_the_window_starts_jobs() {
    let starts = program().into_iter().filter(|(layer, _, text)| {
        ["app", "ui", "main"].contains(&&**layer) && !after(text, "StartJob").is_empty()
    });
    let files: Vec<PathBuf> = starts.map(|(_, path, _)| path).collect();
    assert_eq!(files, [Path::new("app/flow/confirming.rs")]);
}

#[test]
fn views_push_into_one_sink() {
    let mut wrong = Vec::new();
    for (layer, path, text) in code() {
        if layer == "ui" && (text.contains("Vec<Msg>") || text.contains("Vec<msg::Msg>")) {
            wrong.push(path);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What follows `start` in the code of the window, wherever something else than `allowed` does.
fn followed_by_other_than(start: &str, allowed: &[&str]) -> Vec<String> {
    let own = ["ui/lettering", "ui/theme.rs", "ui/widgets/line.rs"];
    let window = code().into_iter().filter(|(layer, path, _)| {
        layer == "ui" && !path.ends_with("tests.rs") && !own.iter().any(|own| path.starts_with(own))
    });
    window
        .flat_map(|(_, path, text)| {
            let at: Vec<usize> = text.match_indices(start).map(|(at, _)| at + start.len()).collect();
            at.into_iter()
                .map(|at| {
                    text[at..].trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '&' | '*'))
                })
                .filter(|rest| !allowed.iter().any(|allowed| rest.starts_with(allowed)))
                .map(|rest| format!("{}: {start}{}", path.display(), rest.lines().next().unwrap_or_default()))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Names from a server may hold anything: `text::…`, `drawn` and the widgets that use them show it
/// safely.
#[test]
fn text_gets_onto_the_screen_through_one_door() {
    let safe = ["\"", "text::", "theme::text::", "drawn("];
    let lines = ["standing)", "key.color(palette.muted))"];
    let numbers = ["right, egui::Align2::RIGHT_CENTER, number"];
    let safe_or = |more: &[&'static str]| [&safe[..], more].concat();
    for (start, allowed) in [
        ("ui.label(", safe_or(&[])),
        ("Label::new(", safe_or(&lines)),
        ("RichText::new(", safe_or(&[])),
        (".on_hover_text(", safe_or(&lines)),
        (".on_disabled_hover_text(", safe_or(&[])),
        // What the user types as the secret goes through no memory of texts.
        (".layout_no_wrap(", safe_or(&["text.as_str().replace(LINE"])),
        ("painter().layout(", safe_or(&[])),
        ("painter().text(", safe_or(&numbers)),
        ("layout_job(", safe_or(&[])),
        ("LayoutJob::", safe_or(&[])),
        ("ui.heading(", safe_or(&[])),
        ("ui.monospace(", safe_or(&[])),
        ("ui.button(", safe_or(&[])),
        ("CollapsingHeader::new(", safe_or(&[])),
    ] {
        let other = followed_by_other_than(start, &allowed);
        assert!(other.is_empty(), "use `text::…` or a widget: {other:#?}");
    }
}

#[test]
fn the_planner_has_no_way_to_delete() {
    for file in [
        "jobs/planner.rs",
        "jobs/listing.rs",
        "jobs/follow.rs",
        "jobs/instead.rs",
        "jobs/rows/mod.rs",
        "jobs/rows/offers.rs",
        "jobs/rows/named.rs",
        "jobs/check.rs",
    ] {
        let text = std::fs::read_to_string(source().join(file)).unwrap();
        assert!(!text.contains("Deleter"), "{file}");
    }
}

/// Two modules that need each other are one. What both need stands in a third.
#[test]
fn no_modules_depend_on_each_other() {
    let code = code();
    for layer in ["model", "api", "jobs", "runtime"] {
        let files = code.iter().filter(|(_, path, _)| is_program(path)).filter(|(of, ..)| of == layer);
        let modules = modules::Modules::read(files.map(|(_, path, text)| (&**path, &**text)));
        let circles = modules.circles();
        assert!(circles.is_empty(), "{circles:#?}");
    }
}

#[test]
fn every_way_to_depend_on_each_other_is_seen() {
    let circles = |one: &str, other: &str| {
        let parent = ("jobs/mod.rs", "mod a; mod b; pub use a::A;");
        let files = [parent, ("jobs/a.rs", one), ("jobs/b/mod.rs", other)];
        modules::Modules::read(files.map(|(path, text)| (Path::new(path), text))).circles()
    };
    let uses = "use super::b::B; pub struct A(B);";
    for (one, other) in [
        (uses, "use super::a::A; pub struct B(A);"),
        (uses, "use super::{c::C, a}; pub struct B(a::A);"),
        (uses, "pub struct B(crate::jobs::A);"),
        (uses, "use super::A as Other; pub struct B(Other);"),
        (uses, "pub use super::A; pub struct B(Vec<A>);"),
        ("pub struct A; fn a() { super::b::of(&A) }", "use super::a::A; pub fn of(a: &A) {}"),
        (
            "pub struct A; impl A { fn one(&self) { self.other() } }",
            "use super::a::A; impl A { pub(super) fn other(&self) {} }",
        ),
    ] {
        let expected = ["jobs::a uses jobs::b", "jobs::b uses jobs::a"];
        assert_eq!(circles(one, other), [expected], "{one} {other}");
    }
    for (one, other) in [
        (uses, "pub struct B;"),
        (uses, "#[cfg(test)] mod tests { use super::super::a::A; } pub struct B;"),
        (uses, "pub use super::A; pub struct B;"),
        (uses, "use super::b; pub struct B { a: u8 }"),
        (
            "pub struct A { other: u8 } impl A { fn one(&self) { self.other } }",
            "use super::a::A; impl A { pub(super) fn other(&self) {} }",
        ),
    ] {
        assert!(circles(one, other).is_empty(), "{one} {other}");
    }
}
