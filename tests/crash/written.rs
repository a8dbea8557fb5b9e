//! What a killed program left: the ends in its journal, and what its requests named.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cloudsweep::model::route::Route;

use crate::server::Deletion;

/// What a killed program left in the journal.
#[derive(Default)]
pub struct Written {
    /// Asset IDs and full names of items that have an end.
    pub ids: BTreeSet<String>,
    pub names: BTreeSet<String>,
    /// `resources/image/upload` of parts that are done.
    pub parts: BTreeSet<String>,
    pub open: u64,
    /// The job is in the journal.
    pub begun: bool,
    /// The job is at its end.
    pub ended: bool,
}

impl Written {
    /// What a request named had its end before that life began.
    pub fn has_ended(&self, name: &str) -> bool {
        [&self.ids, &self.names, &self.parts].iter().any(|ended| ended.contains(name))
    }
}

/// Reads it; nothing of it where there is no job yet.
pub fn written(home: &Path, route: Route) -> Written {
    let mut written = Written::default();
    let path = home.join("journal.sqlite");
    let Ok(file) = rusqlite::Connection::open(&path) else { return written };
    let state = file.query_row("SELECT state FROM job", [], |row| row.get::<_, String>(0));
    written.begun = state.is_ok();
    written.ended = state.is_ok_and(|state| state != "open");
    let Ok(mut query) = file.prepare(
        "SELECT hex(item.asset_id), resource_type, delivery_type, public_id, outcome IS NOT NULL, state
         FROM item JOIN batch ON batch.job = item.job AND position >= first AND position < past",
    ) else {
        return written;
    };
    let mut rows = query.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let text = |column: usize| row.get::<_, String>(column).unwrap();
        let kind = format!("{}/{}", text(1), text(2));
        if row.get::<_, bool>(4).unwrap() {
            written.ids.insert(text(0).to_lowercase());
            written.names.insert(format!("{kind}/{}", text(3)));
        } else {
            written.open += 1;
        }
        if route == Route::Sweep && text(5) == "done" {
            written.parts.insert(format!("resources/{kind}"));
        }
    }
    written
}

/// What a request names: an asset by full name, assets by ID, or a part by its path.
pub fn named(deletion: &Deletion) -> Vec<String> {
    let path = deletion.path.split('?').next().unwrap().splitn(4, '/').nth(3).unwrap();
    let body: serde_json::Value = serde_json::from_str(&deletion.body).unwrap_or_default();
    if let Some(kind) = path.strip_suffix("/destroy") {
        let fields: BTreeMap<String, String> = url::form_urlencoded::parse(deletion.body.as_bytes())
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        if let Some(id) = fields.get("asset_id").map(String::as_str).or(body["asset_id"].as_str()) {
            assert!(!fields.contains_key("public_id"), "never in two ways: {deletion:?}");
            return vec![id.to_owned()];
        }
        let delivery = fields.get("type").map_or("upload", String::as_str);
        return vec![format!("{kind}/{delivery}/{}", fields["public_id"])];
    }
    match body["asset_ids"].as_array() {
        Some(ids) => ids.iter().map(|id| id.as_str().unwrap().to_owned()).collect(),
        None => vec![path.to_owned()],
    }
}
