//! Backed-up versions: bringing assets back from them, and deleting them for good.

use super::Call;
use super::list::ids;
use crate::asset::{Asset, Backup, Id, Kind};
use crate::fault::Trouble;
use crate::json::Json;
use crate::reply::{Answer, Refusal, Reply};
use crate::show::{Shape, Style};
use crate::store::{Slot, Store};

/// `POST /resources/{resource_type}/{type}/restore`.
pub fn by_names(call: &mut Call<'_>, kind: Kind) -> Answer {
    if !kind.delivery_type.is_uploaded() {
        return Err(Refusal::invalid("type", kind.delivery_type.word()));
    }
    restore(call, "public_ids", |store, name| store.find(kind, name))
}

/// `POST /resources/restore`.
pub fn by_asset_ids(call: &mut Call<'_>) -> Answer {
    restore(call, "asset_ids", |store, id| store.find_id(Id::parse(id)?))
}

/// The answer is keyed by the IDs as sent; `versions`, if given, follows their order.
fn restore(call: &mut Call<'_>, name: &str, find: impl Fn(&Store, &str) -> Option<Slot>) -> Answer {
    let ids = ids(&call.params, name)?.filter(|ids| !ids.is_empty()).ok_or_else(|| Refusal::missing(name))?;
    let versions = call.params.list("versions").filter(|versions| !versions.is_empty());
    if versions.as_ref().is_some_and(|versions| versions.len() != ids.len()) {
        return Err(Refusal::bad(&format!("versions must have as many items as {name}")));
    }
    let mut json = Json::object();
    for (index, id) in ids.iter().enumerate() {
        let version = versions.as_ref().map(|versions| versions[index].as_str());
        let slot = find(&call.environment.store, id).ok_or("no_backup");
        let outcome = slot.and_then(|slot| bring_back(&mut call.environment.store, slot, version));
        let environment = &*call.environment;
        json.nested(id, |json| match outcome {
            Ok(slot) => {
                if let Some(asset) = environment.store.get(slot) {
                    Shape::new(environment, Style::List, &call.params).write(json, asset);
                    json.flag("placeholder", false);
                }
            }
            Err(error) => json.text("error", error),
        });
    }
    Ok(Reply::written(json))
}

fn bring_back(store: &mut Store, slot: Slot, version: Option<&str>) -> Result<Slot, &'static str> {
    let asset = store.get(slot).ok_or("no_backup")?;
    let backup = chosen(asset, version).ok_or("no_backup")?.clone();
    let (kind, public_id) = (asset.kind, asset.public_id.clone());
    if !store.rename(slot, kind, &public_id) {
        // Something else has taken the name meanwhile.
        return Err("failed");
    }
    store.edit(slot, |asset| {
        asset.placeholder = false;
        if backup.version != asset.version {
            asset.version = backup.version;
            asset.bytes = backup.bytes;
            asset.etag = backup.etag;
            (asset.width, asset.height) = (backup.width, backup.height);
            asset.derived.clear();
        }
    });
    Ok(slot)
}

fn chosen<'a>(asset: &'a Asset, version: Option<&str>) -> Option<&'a Backup> {
    match version {
        None => asset.backups.last(),
        Some(id) => {
            let id = Id::parse(id)?;
            asset.backups.iter().find(|backup| backup.version_id == id)
        }
    }
}

/// `DELETE /resources/backup/{asset_id}`: 207 when some could not be deleted.
pub fn delete_versions(call: &mut Call<'_>, asset_id: &str) -> Answer {
    let versions = ids(&call.params, "version_ids")?
        .filter(|ids| !ids.is_empty())
        .ok_or_else(|| Refusal::missing("version_ids"))?;
    let spared = call.meets(Trouble::RefuseThird);
    let store = &mut call.environment.store;
    let found = Id::parse(asset_id).and_then(|id| store.find_id(id));
    let slot = found.ok_or_else(|| Refusal::not_found(asset_id))?;
    let (mut deleted, mut failed) = (Vec::new(), Vec::new());
    for (index, text) in versions.iter().enumerate() {
        let id = Id::parse(text);
        let there = store
            .get(slot)
            .is_some_and(|asset| asset.backups.iter().any(|backup| Some(backup.version_id) == id));
        match (there, spared && index % 3 == 2) {
            (false, _) => failed.push((text, "not_found")),
            (true, true) => failed.push((text, "unauthorized")),
            (true, false) => {
                store.edit(slot, |asset| asset.backups.retain(|backup| Some(backup.version_id) != id));
                deleted.push(text);
            }
        }
    }
    if store.get(slot).is_some_and(|asset| asset.placeholder && asset.backups.is_empty()) {
        store.erase(slot);
    }
    let mut json = Json::object();
    json.text("asset_id", asset_id);
    json.array("deleted_version_ids", |json| deleted.iter().for_each(|id| json.text_item(id)));
    if failed.is_empty() {
        return Ok(Reply::written(json));
    }
    json.array("failures", |json| {
        for (id, error) in &failed {
            json.item(|json| {
                json.text("version_id", id);
                json.text("error", error);
            });
        }
    });
    Ok(Reply { status: 207, ..Reply::written(json) })
}
