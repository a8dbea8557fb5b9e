//! What every bulk deletion answers.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::loose::{self, Object, Text, Words};
use crate::api::deleter::{BulkAnswer, BulkEntry, Verdict};
use crate::api::key::Key;

/// Every bulk deletion.
#[derive(Deserialize)]
pub(in crate::api) struct Bulk {
    /// Its absence is an error.
    #[serde(deserialize_with = "loose::object")]
    deleted: Vec<(Key, Words)>,
    /// Absent before about 2019.
    #[serde(default, deserialize_with = "loose::entries")]
    deleted_counts: Vec<(Key, Object<Counts>)>,
    #[serde(default, deserialize_with = "loose::list")]
    unauthorized: Vec<Text>,
    #[serde(default, deserialize_with = "loose::flag")]
    partial: Option<bool>,
    #[serde(default, deserialize_with = "loose::cursor")]
    next_cursor: Option<Box<str>>,
}

/// Of one asset, and no more than one could have: a journal adds them up.
#[derive(Deserialize)]
struct Counts {
    #[serde(default, deserialize_with = "loose::count")]
    original: Option<u64>,
    #[serde(default, deserialize_with = "loose::count")]
    derived: Option<u64>,
}

impl Bulk {
    pub(in crate::api) fn into_answer(self) -> BulkAnswer {
        let counts = self.deleted_counts.into_iter();
        let mut counts: HashMap<String, Counts> =
            counts.filter_map(|(key, counts)| Some((key.exact()?.to_owned(), counts.0?))).collect();
        let entry = |(key, word): (Key, Words)| {
            let word = word.0.unwrap_or_default();
            let verdict = match &*word {
                "deleted" => Verdict::Deleted,
                "not_found" | "not found" => Verdict::NotFound,
                _ => Verdict::Other(word),
            };
            let counts = key.exact().and_then(|key| counts.remove(key));
            let (original, derived) = counts.map_or((None, None), |counts| (counts.original, counts.derived));
            BulkEntry { key, verdict, original, derived }
        };
        let mut deleted: Vec<BulkEntry> = self.deleted.into_iter().map(entry).collect();
        let refused = self.unauthorized.into_iter().filter_map(|key| key.0);
        deleted.extend(refused.map(|key| BulkEntry {
            key: Key::Exact(key.into()),
            verdict: Verdict::Other("unauthorized".to_owned()),
            original: None,
            derived: None,
        }));
        BulkAnswer {
            deleted: without_contradictions(deleted),
            partial: self.partial.unwrap_or_default(),
            next_cursor: self.next_cursor.map(String::from),
        }
    }
}

/// Of two different words about one item neither can be believed: it stays in doubt, as one that is
/// not mentioned.
fn without_contradictions(entries: Vec<BulkEntry>) -> Vec<BulkEntry> {
    let mut first: HashMap<String, Verdict> = HashMap::with_capacity(entries.len());
    let mut contradicted = HashSet::new();
    for (key, entry) in entries.iter().filter_map(|entry| Some((entry.key.exact()?, entry))) {
        let verdict = first.entry(key.to_owned()).or_insert_with(|| entry.verdict.clone());
        if *verdict != entry.verdict {
            contradicted.insert(key.to_owned());
        }
    }
    let mut told = HashSet::new();
    let once = |entry: &BulkEntry| match entry.key.exact() {
        Some(key) => !contradicted.contains(key) && told.insert(key.to_owned()),
        None => true,
    };
    entries.into_iter().filter(once).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::door;
    use crate::api::redact::Secrets;

    fn bulk(json: &str) -> BulkAnswer {
        serde_json::from_str::<Bulk>(json).unwrap().into_answer()
    }

    #[test]
    fn nothing_counts_as_deleted_that_the_answer_does_not_name() {
        for json in [r#"{"partial":false}"#, r#"{"deleted":null}"#, r#"{"deleted":["a"]}"#, "[]"] {
            assert!(serde_json::from_str::<Bulk>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn counts_may_be_absent_and_words_may_be_new() {
        let answer = bulk(
            r#"{"deleted":{"a":"deleted","b":"not_found","c":"pending","d":null},"unauthorized":["e"],
            "deleted_counts":{"a":{"original":1,"derived":"4"},"b":7},"partial":"true","next_cursor":null}"#,
        );
        let of = |key: &str| answer.deleted.iter().find(|entry| entry.key.exact() == Some(key)).unwrap();
        assert_eq!((of("a").original, of("a").derived), (Some(1), Some(4)));
        assert_eq!((&of("b").verdict, of("b").derived), (&Verdict::NotFound, None));
        for (key, word) in [("c", "pending"), ("d", ""), ("e", "unauthorized")] {
            assert_eq!(of(key).verdict, Verdict::Other(word.into()));
        }
        assert!(answer.partial);
        assert_eq!(answer.next_cursor, None);
        assert_eq!(bulk(r#"{"deleted":{}}"#), BulkAnswer::default());
    }

    #[test]
    fn what_an_answer_contradicts_itself_about_it_does_not_tell() {
        let answer = bulk(
            r#"{"deleted":{"a":"deleted","b":"deleted","a":"not_found","c":"deleted","c":"deleted"},
            "unauthorized":["b"]}"#,
        );
        let keys: Vec<&str> = answer.deleted.iter().map(|entry| entry.key.text()).collect();
        assert_eq!(keys, ["c"]);
    }

    /// What is told in place of a name is that of no item, and an item may have just that name.
    #[test]
    fn a_name_that_was_hidden_is_no_other_name() {
        let body = r#"{"deleted":{"CANARY":"deleted","•••":"not_found","a/CANARY":"deleted","a/•••":"deleted"},
            "deleted_counts":{"CANARY":{"original":1,"derived":9}}}"#;
        let secrets = Secrets::of("1", &"CANARY".into());
        let answer = door::read::<Bulk>(body.as_bytes(), &secrets).unwrap().into_answer();
        let told: Vec<_> = answer
            .deleted
            .iter()
            .map(|entry| (entry.key.text(), entry.key.exact().is_some(), &entry.verdict, entry.derived))
            .collect();
        let expected = [
            ("•••", false, &Verdict::Deleted, None),
            ("•••", true, &Verdict::NotFound, None),
            ("a/•••", false, &Verdict::Deleted, None),
            ("a/•••", true, &Verdict::Deleted, None),
        ];
        assert_eq!(told, expected);
    }
}
