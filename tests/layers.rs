//! The layers: which module may know which, and which packages belong to one layer alone.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Each layer with the layers it may use.
const LAYERS: [(&str, &[&str]); 9] = [
    ("model", &[]),
    ("platform", &["model"]),
    ("api", &["model", "platform"]),
    ("journal", &["model"]),
    ("jobs", &["model", "platform", "api", "journal"]),
    ("practice", &[]),
    ("runtime", &["model", "platform", "api", "journal", "jobs"]),
    ("app", &["model", "platform", "jobs", "runtime"]),
    ("ui", &["model", "platform", "jobs", "runtime", "app"]),
];

/// Packages that one layer keeps to itself. `main` may use those of the window, and start the practice
/// environment alone as `arguments` says.
const OWNED: [(&str, &str); 10] = [
    ("egui", "ui"),
    ("eframe", "ui"),
    ("reqwest", "api"),
    ("rusqlite", "journal"),
    ("keyring_core", "platform"),
    ("zbus_secret_service_keyring_store", "platform"),
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

/// Files outside tests whose code holds a text.
fn holders(needle: &str) -> BTreeSet<String> {
    code()
        .into_iter()
        .filter(|(_, path, _)| !path.ends_with("tests.rs"))
        .filter(|(_, _, text)| text.split("#[cfg(test)]").next().is_some_and(|code| code.contains(needle)))
        .map(|(_, path, _)| path.to_string_lossy().replace('\\', "/"))
        .collect()
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
    only("Command::StartJob(confirmed)]", &["app/flow/mod.rs"]);
    only(".deleter(", &["runtime/running.rs"]);
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
    let lines = ["standing)", "key.color(palette.muted))", "filter.meaning(what))"];
    let numbers = ["right, egui::Align2::RIGHT_CENTER, number"];
    let safe_or = |more: &[&'static str]| [&safe[..], more].concat();
    for (start, allowed) in [
        ("ui.label(", safe_or(&[])),
        ("Label::new(", safe_or(&lines)),
        ("RichText::new(", safe_or(&[])),
        (".on_hover_text(", safe_or(&lines)),
        (".on_disabled_hover_text(", safe_or(&[])),
        // What a person types as the secret goes through no memory of texts.
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
        "jobs/instead.rs",
        "jobs/rows/mod.rs",
        "jobs/rows/offers.rs",
        "jobs/check.rs",
    ] {
        let text = std::fs::read_to_string(source().join(file)).unwrap();
        assert!(!text.contains("Deleter"), "{file}");
    }
}
