//! The recordings of the official Python SDK: every JSON file of `tests/vectors`, or of the folder
//! that `CLOUDSWEEP_VECTORS` names.

use std::path::PathBuf;

use serde_json::Value;

/// What a file of vectors is about, told from its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    Requests,
    Signatures,
    DeliveryUrls,
}

impl About {
    fn of(row: &Value) -> Option<Self> {
        let has = |name: &str| row.get(name).is_some();
        if has("method") && has("path") {
            Some(Self::Requests)
        } else if has("params") && has("signature") {
            Some(Self::Signatures)
        } else if has("public_id") && has("url") {
            Some(Self::DeliveryUrls)
        } else {
            None
        }
    }
}

/// One row, and where it stands, for messages.
#[derive(Debug)]
pub struct Row {
    pub place: String,
    pub value: Value,
}

impl Row {
    pub fn text(&self, name: &str) -> &str {
        self.value[name].as_str().unwrap_or_else(|| panic!("{}: no text {name}", self.place))
    }
}

/// Every row about something, of every file. A row that is about nothing known is a failure, and
/// so is a folder without any.
pub fn rows(about: About) -> Vec<Row> {
    let folder = std::env::var_os("CLOUDSWEEP_VECTORS")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors")), PathBuf::from);
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    assert!(!files.is_empty(), "no JSON file in {}", folder.display());
    let mut found = Vec::new();
    for path in files {
        let file = path.file_name().expect("a file").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).expect("a text");
        let value: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{file}: {error}"));
        let rows = value.get("rows").unwrap_or(&value).as_array();
        let rows = rows.unwrap_or_else(|| panic!("{file}: no rows"));
        for (index, row) in rows.iter().enumerate() {
            let place = format!("{file}, row {index} ({})", row["call"].as_str().unwrap_or("–"));
            let is_about = About::of(row).unwrap_or_else(|| panic!("{place} is about nothing known: {row}"));
            if is_about == about {
                found.push(Row { place, value: row.clone() });
            }
        }
    }
    found
}

/// Fails with every row that is wrong, not only the first.
pub fn report(about: About, checked: usize, wrong: &[String]) {
    assert!(wrong.is_empty(), "{} of {checked} {about:?} rows differ:\n{}", wrong.len(), wrong.join("\n"));
}
