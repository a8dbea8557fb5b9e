//! Bulk deletions of the Admin API.

use std::collections::HashMap;

use super::Call;
use super::list::ids;
use crate::asset::{Derived, Id, Kind, ResourceType};
use crate::cursor::Cursor;
use crate::fault::Trouble;
use crate::json::Json;
use crate::params::Params;
use crate::reply::{Answer, Refusal, Reply};
use crate::store::{Slot, Store, Timeline, stretch};

/// `DELETE /resources/{resource_type}/{type}` by `public_ids`, `prefix` or `all`.
pub fn of_kind(call: &mut Call<'_>, kind: Kind) -> Answer {
    let scope = Scope::read(&call.params)?;
    let named = ids(&call.params, "public_ids")?.filter(|ids| !ids.is_empty());
    let prefix = call.params.text("prefix");
    let all = call.params.flag("all")?;
    match (named, prefix, all) {
        (Some(ids), None, false) => {
            let slots = ids.into_iter().map(|id| (call.environment.store.find(kind, &id), id)).collect();
            Ok(delete(call, slots, &scope, None))
        }
        // An empty prefix would be everything of the kind: `all` is there to say so.
        (None, Some(prefix), false) if prefix.is_empty() => Err(Refusal::missing("prefix")),
        (None, Some(prefix), false) => by_prefix(call, kind, &prefix, &scope),
        (None, None, true) => {
            let list = format!("delete all {kind:?} {scope:?}");
            by_time(call, |store| store.of_kind(kind), &list, &scope)
        }
        (None, None, false) => Err(Refusal::missing("public_ids")),
        _ => Err(Refusal::bad("Only one of public_ids, prefix and all can be given")),
    }
}

/// `DELETE /resources/{resource_type}/tags/{tag}`: across delivery types.
pub fn by_tag(call: &mut Call<'_>, of: ResourceType, tag: &str) -> Answer {
    let scope = Scope::read(&call.params)?;
    let list = format!("delete tag {of:?} {tag} {scope:?}");
    by_time(call, |store| store.with_tag(of, tag), &list, &scope)
}

/// `DELETE /resources` by `asset_ids`: across all kinds, keyed by asset ID.
pub fn by_asset_ids(call: &mut Call<'_>) -> Answer {
    let scope = Scope::read(&call.params)?;
    let ids = ids(&call.params, "asset_ids")?
        .filter(|ids| !ids.is_empty())
        .ok_or_else(|| Refusal::missing("asset_ids"))?;
    let store = &call.environment.store;
    let slots = ids.into_iter().map(|id| (Id::parse(&id).and_then(|id| store.find_id(id)), id)).collect();
    Ok(delete(call, slots, &scope, None))
}

/// `DELETE /derived_resources`: single copies by their IDs.
pub fn derived(call: &mut Call<'_>) -> Answer {
    call.params.flag("invalidate")?;
    let ids = ids(&call.params, "derived_resource_ids")?
        .filter(|ids| !ids.is_empty())
        .ok_or_else(|| Refusal::missing("derived_resource_ids"))?;
    let spared = call.meets(Trouble::RefuseThird);
    let store = &mut call.environment.store;
    let mut json = Json::object();
    json.nested("deleted", |json| {
        for (index, text) in ids.iter().enumerate() {
            let found = Id::parse(text).and_then(|id| Some((store.find_derived(id)?, id)));
            let word = match found {
                Some(_) if spared && index % 3 == 2 => "unauthorized",
                Some((slot, id)) if store.delete_derived(slot, |copy| copy.id == id) > 0 => "deleted",
                _ => "not_found",
            };
            json.text(text, word);
        }
    });
    Ok(Reply::written(json))
}

fn by_prefix(call: &mut Call<'_>, kind: Kind, prefix: &str, scope: &Scope) -> Answer {
    let list = format!("delete prefix {kind:?} {prefix} {scope:?}");
    let after = Cursor::read(&list, call.params.text("next_cursor").as_deref())?;
    let store = &call.environment.store;
    let limit = most(call);
    let mut found: Vec<Slot> =
        store.with_prefix(kind, prefix, after.as_ref().and_then(Cursor::name)).take(limit + 1).collect();
    let more = found.len() > limit;
    found.truncate(limit);
    let rows = named(call, &found);
    let next = rows.last().filter(|_| more).map(|(_, name)| Cursor::Name(name.clone()).write(&list));
    Ok(delete(call, rows, scope, next.as_deref()))
}

/// Oldest first, so that what is added meanwhile is still met.
fn by_time(
    call: &mut Call<'_>,
    timeline: impl FnOnce(&Store) -> Option<&Timeline>,
    list: &str,
    scope: &Scope,
) -> Answer {
    let after = Cursor::read(list, call.params.text("next_cursor").as_deref())?;
    let limit = most(call);
    let timeline = timeline(&call.environment.store);
    let mut found: Vec<(i64, Slot)> =
        stretch(timeline, after.as_ref().and_then(Cursor::time), true).take(limit + 1).collect();
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(|(at, slot)| Cursor::Time(*at, *slot).write(list));
    let slots: Vec<Slot> = found.into_iter().map(|(_, slot)| slot).collect();
    let rows = named(call, &slots);
    Ok(delete(call, rows, scope, next.as_deref()))
}

/// Originals that one call by prefix, tag or `all` removes at most.
fn most(call: &Call<'_>) -> usize {
    (call.environment.settings.page_limit * 2).max(1)
}

fn named(call: &Call<'_>, slots: &[Slot]) -> Vec<(Option<Slot>, String)> {
    let name = |slot: &Slot| call.environment.store.get(*slot).map(|asset| asset.public_id.to_string());
    slots.iter().filter_map(|slot| Some((Some(*slot), name(slot)?))).collect()
}

/// What goes of each asset.
#[derive(Debug)]
struct Scope {
    keep_original: bool,
    /// Only copies made with one of these; the presence alone keeps the originals.
    transformations: Vec<String>,
}

impl Scope {
    fn read(params: &Params) -> Result<Self, Refusal> {
        // Bulk clearing of the CDN is off for accounts by default, and is ignored silently then.
        params.flag("invalidate")?;
        let transformations = match params.value("transformations") {
            Some(serde_json::Value::Array(_)) => params.list("transformations").unwrap_or_default(),
            _ => params.text("transformations").map_or_else(Vec::new, |text| {
                text.split('|').filter(|one| !one.is_empty()).map(str::to_owned).collect()
            }),
        };
        Ok(Self {
            keep_original: params.flag("keep_original")? || !transformations.is_empty(),
            transformations,
        })
    }

    fn fits(&self, copy: &Derived) -> bool {
        let same = |text: &str| ordered(text) == ordered(&copy.transformation);
        self.transformations.is_empty()
            || self.transformations.iter().any(|entry| {
                same(entry)
                    || entry
                        .rsplit_once('/')
                        .is_some_and(|(text, format)| *copy.format == *format && same(text))
            })
    }
}

/// A transformation whose parts stand in alphabetical order, as Cloudinary keeps them.
fn ordered(transformation: &str) -> String {
    let component = |component: &str| {
        let mut parts: Vec<&str> = component.split(',').collect();
        parts.sort_unstable();
        parts.join(",")
    };
    transformation.split('/').map(component).collect::<Vec<_>>().join("/")
}

/// What became of the assets, by the name that the answer calls them.
#[derive(Debug, Default)]
struct Tally {
    rows: Vec<(String, Row)>,
    places: HashMap<String, usize>,
}

#[derive(Debug)]
struct Row {
    word: &'static str,
    original: usize,
    derived: usize,
}

impl Tally {
    /// The same name comes again where a tag has it in two delivery types, or the request twice.
    fn add(&mut self, name: String, row: Row) {
        if let Some(place) = self.places.get(&name) {
            let (_, known) = &mut self.rows[*place];
            known.original += row.original;
            known.derived += row.derived;
        } else {
            self.places.insert(name.clone(), self.rows.len());
            self.rows.push((name, row));
        }
    }

    fn reply(&self, next: Option<&str>) -> Reply {
        let mut json = Json::object();
        json.nested("deleted", |json| {
            for (name, row) in &self.rows {
                json.text(name, row.word);
            }
        });
        json.nested("deleted_counts", |json| {
            for (name, row) in &self.rows {
                json.nested(name, |json| {
                    json.number("original", row.original);
                    json.number("derived", row.derived);
                });
            }
        });
        json.flag("partial", next.is_some());
        json.optional("next_cursor", next);
        Reply::written(json)
    }
}

fn delete(
    call: &mut Call<'_>,
    targets: Vec<(Option<Slot>, String)>,
    scope: &Scope,
    next: Option<&str>,
) -> Reply {
    let spared = call.meets(Trouble::RefuseThird);
    let mut tally = Tally::default();
    for (index, (slot, name)) in targets.into_iter().enumerate() {
        let row = one(call, slot, scope, spared && index % 3 == 2);
        tally.add(name, row);
    }
    tally.reply(next)
}

fn one(call: &mut Call<'_>, slot: Option<Slot>, scope: &Scope, spared: bool) -> Row {
    let store = &mut call.environment.store;
    let live = slot.filter(|slot| store.get(*slot).is_some_and(|asset| !asset.placeholder));
    let Some(slot) = live else { return Row { word: "not_found", original: 0, derived: 0 } };
    if spared {
        return Row { word: "unauthorized", original: 0, derived: 0 };
    }
    let (original, derived) = if scope.keep_original {
        (0, store.delete_derived(slot, |copy| scope.fits(copy)))
    } else {
        (1, store.delete(slot))
    };
    Row { word: "deleted", original, derived }
}
