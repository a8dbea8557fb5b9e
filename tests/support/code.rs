//! The program's own code, for tests that read it.

use std::path::{Path, PathBuf};

/// Where its sources are.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The files of a folder and those below, but for tests, their fixtures and folders of these names.
pub fn files(folder: &Path, without: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder of the sources") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
        if path.is_dir() {
            if name != "tests" && !without.contains(&name) {
                found.extend(files(&path, without));
            }
        } else if path.extension().is_some_and(|ending| ending == "rs")
            && !["tests.rs", "fixture.rs"].contains(&name)
        {
            found.push(path);
        }
    }
    found
}
