//! A product environment in memory that answers as Cloudinary does.

use serde_json::{Map, Value, json};

use crate::api::fixture::{Answer, Asked};
use crate::model::asset::AssetId;
use crate::model::item::PlanItem;

/// The tag that every asset has.
pub(super) const TAG: &str = "old";

/// What is there, and how a deletion by selector is cut.
#[derive(Default)]
pub(super) struct Cloud {
    pub(super) there: Vec<PlanItem>,
    /// Copies by their originals.
    pub(super) copies: Vec<(AssetId, Vec<AssetId>)>,
    /// Originals that one deletion by selector takes; a thousand where it is 0.
    pub(super) at_once: usize,
    /// How many the search index knows of, if not as many as there are.
    pub(super) indexed: Option<u64>,
}

impl Cloud {
    pub(super) fn answer(&mut self, asked: &Asked) -> Answer {
        let path: Vec<&str> = asked.path.split('/').collect();
        let body = match (&*asked.method, &path[..]) {
            ("GET", ["resources", "by_asset_ids"]) => {
                let ids = asked.each("asset_ids[]");
                self.listing(|item| ids.contains(&&*item.asset_id.to_string()))
            }
            ("GET", ["resources", id]) => return self.details(id),
            ("GET", ["resources", kind, "tags", tag]) => {
                self.listing(|item| item.name.resource_type.as_str() == *kind && *tag == TAG)
            }
            ("GET", ["resources", kind, delivery]) => {
                let (prefix, names) = (asked.each("prefix"), asked.each("public_ids[]"));
                self.listing(|item| {
                    is_of(item, kind, Some(delivery))
                        && prefix.iter().all(|prefix| item.name.public_id.starts_with(prefix))
                        && (names.is_empty() || names.contains(&&*item.name.public_id))
                })
            }
            ("POST", ["resources", "search"]) => {
                json!({ "resources": [], "total_count": self.indexed.unwrap_or(self.there.len() as u64) })
            }
            ("DELETE", ["resources"]) => self.by_asset_ids(asked),
            ("DELETE", ["derived_resources"]) => self.chosen_copies(asked),
            ("DELETE", ["resources", kind, "tags", TAG]) => self.sweep(|item| is_of(item, kind, None)),
            ("DELETE", ["resources", kind, delivery]) => {
                let prefix = asked.body["prefix"].as_str();
                assert!(prefix.is_some() || asked.body["all"] == true, "{asked:?}");
                self.sweep(|item| {
                    is_of(item, kind, Some(delivery))
                        && item.name.public_id.starts_with(prefix.unwrap_or_default())
                })
            }
            ("POST", [_, "destroy"]) => self.destroy(asked),
            _ => panic!("{asked:?}"),
        };
        Answer::Told(200, body)
    }

    fn listing(&self, wanted: impl Fn(&PlanItem) -> bool) -> Value {
        let resources: Vec<Value> = self.there.iter().filter(|item| wanted(item)).map(resource).collect();
        json!({ "resources": resources })
    }

    fn copies_of(&self, id: AssetId) -> &[AssetId] {
        self.copies.iter().find(|(of, _)| *of == id).map_or(&[], |(_, copies)| copies)
    }

    fn details(&self, id: &str) -> Answer {
        let Some(item) = self.there.iter().find(|item| item.asset_id.to_string() == id) else {
            return refusal(404, "Resource not found");
        };
        let copy = |id: &AssetId| json!({ "id": id.to_string(), "transformation": "c_fit", "bytes": 100 });
        let mut details = resource(item);
        details["derived"] = self.copies_of(item.asset_id).iter().map(copy).collect();
        Answer::Told(200, details)
    }

    /// Takes an original out with its copies; gives how many of these there were.
    fn take(&mut self, wanted: impl Fn(&PlanItem) -> bool) -> Option<(PlanItem, u64)> {
        let at = self.there.iter().position(wanted)?;
        let item = self.there.remove(at);
        let copies = self.copies_of(item.asset_id).len() as u64;
        self.copies.retain(|(of, _)| *of != item.asset_id);
        Some((item, copies))
    }

    fn by_asset_ids(&mut self, asked: &Asked) -> Value {
        let mut told = Told::default();
        for id in ids(&asked.body["asset_ids"]) {
            let there = self.there.iter().find(|item| item.asset_id.to_string() == id);
            match there.map(|item| item.asset_id) {
                None => told.not_found(&id),
                Some(original) if asked.body["keep_original"] == true => {
                    told.deleted(&id, 0, self.copies_of(original).len() as u64);
                    self.copies.retain(|(of, _)| *of != original);
                }
                Some(original) => {
                    let taken = self.take(|item| item.asset_id == original);
                    told.deleted(&id, 1, taken.map_or(0, |(_, copies)| copies));
                }
            }
        }
        told.answer(false)
    }

    fn chosen_copies(&mut self, asked: &Asked) -> Value {
        let mut told = Told::default();
        for id in ids(&asked.body["derived_resource_ids"]) {
            let all = self.copies.iter_mut().map(|(_, copies)| copies);
            let mut found = false;
            for copies in all {
                let before = copies.len();
                copies.retain(|copy| copy.to_string() != id);
                found |= copies.len() < before;
            }
            if found { told.deleted(&id, 0, 1) } else { told.not_found(&id) }
        }
        told.answer(false)
    }

    fn sweep(&mut self, wanted: impl Fn(&PlanItem) -> bool) -> Value {
        let mut told = Told::default();
        let most = if self.at_once == 0 { 1000 } else { self.at_once };
        for _ in 0..most {
            let Some((item, copies)) = self.take(&wanted) else { break };
            told.deleted(&item.name.public_id, 1, copies);
        }
        told.answer(self.there.iter().any(wanted))
    }

    fn destroy(&mut self, asked: &Asked) -> Value {
        let taken = self.take(|item| asked.body["asset_id"] == item.asset_id.to_string());
        json!({ "result": if taken.is_some() { "ok" } else { "not found" } })
    }
}

/// A bulk deletion's answer in the making.
#[derive(Default)]
struct Told {
    deleted: Map<String, Value>,
    counts: Map<String, Value>,
}

impl Told {
    fn deleted(&mut self, key: &str, original: u64, derived: u64) {
        self.deleted.insert(key.to_owned(), json!("deleted"));
        self.counts.insert(key.to_owned(), json!({ "original": original, "derived": derived }));
    }

    fn not_found(&mut self, key: &str) {
        self.deleted.insert(key.to_owned(), json!("not_found"));
    }

    fn answer(self, partial: bool) -> Value {
        let cursor = partial.then_some("the rest");
        json!({
            "deleted": self.deleted,
            "deleted_counts": self.counts,
            "partial": partial,
            "next_cursor": cursor,
        })
    }
}

fn is_of(item: &PlanItem, kind: &str, delivery: Option<&str>) -> bool {
    item.name.resource_type.as_str() == kind
        && delivery.is_none_or(|delivery| item.name.delivery_type.as_str() == delivery)
}

fn ids(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().map(|id| id.as_str().unwrap().to_owned()).collect()
}

/// An asset as listings tell of it.
pub(super) fn resource(item: &PlanItem) -> Value {
    json!({
        "asset_id": item.asset_id.to_string(),
        "public_id": item.name.public_id,
        "resource_type": item.name.resource_type.as_str(),
        "type": item.name.delivery_type.as_str(),
        "version": item.version,
        "bytes": item.bytes,
        "tags": [TAG],
    })
}

/// As Cloudinary words it.
pub(super) fn refusal(status: u16, message: &str) -> Answer {
    Answer::Told(status, json!({ "error": { "message": message } }))
}
