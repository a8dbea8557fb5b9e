//! One asset with everything about it: its copies, its backed-up versions.

use super::Call;
use crate::asset::{Asset, Backup, Id, Kind};
use crate::clock;
use crate::cursor::Cursor;
use crate::json::Json;
use crate::reply::{Answer, Refusal, Reply};
use crate::show::{Shape, Style, derived_url};
use crate::store::Slot;

/// `GET /resources/{resource_type}/{type}/{public_id}`.
pub fn by_name(call: &Call<'_>, kind: Kind, public_id: &str) -> Answer {
    let slot = call.environment.store.find(kind, public_id);
    details(call, slot.ok_or_else(|| Refusal::not_found(public_id))?)
}

/// `GET /resources/{asset_id}`.
pub fn by_asset_id(call: &Call<'_>, id: &str) -> Answer {
    let slot = Id::parse(id).and_then(|id| call.environment.store.find_id(id));
    details(call, slot.ok_or_else(|| Refusal::not_found(id))?)
}

/// A deleted asset with backups is still answered: `bytes: 0`, `placeholder: true`.
fn details(call: &Call<'_>, slot: Slot) -> Answer {
    let asset = call.environment.store.get(slot).ok_or_else(|| Refusal::not_found("asset"))?;
    let list = format!("derived {}", asset.id);
    let cursor = call.params.text("derived_next_cursor").or_else(|| call.params.text("next_cursor"));
    let from = Cursor::read(&list, cursor.as_deref())?.and_then(|cursor| cursor.offset()).unwrap_or(0);
    let limit = super::page::limit(call, 10)?;
    let versions = call.params.flag("versions")?;
    let shape = Shape::new(call.environment, Style::Details, &call.params);
    let mut json = Json::object();
    shape.write(&mut json, asset);
    json.nested("last_updated", |json| {
        let time = format!("{}Z", clock::iso(asset.version));
        json.text("tags_updated_at", &time);
        json.text("updated_at", &time);
    });
    let from = usize::try_from(from).unwrap_or(usize::MAX).min(asset.derived.len());
    let until = (from + limit).min(asset.derived.len());
    derived(call, &mut json, asset, from..until);
    if until < asset.derived.len() {
        let next = Cursor::Offset(until as u64).write(&list);
        json.text("next_cursor", &next);
        json.text("derived_next_cursor", &next);
    } else {
        json.null("next_cursor");
    }
    if call.params.flag("related")? {
        related(call, &mut json, asset.id);
    }
    if versions {
        json.array("versions", |json| asset.backups.iter().for_each(|backup| version(json, backup)));
    }
    Ok(Reply::written(json))
}

fn derived(call: &Call<'_>, json: &mut Json, asset: &Asset, part: std::ops::Range<usize>) {
    json.array("derived", |json| {
        for copy in &asset.derived[part] {
            let url = derived_url(call.environment, asset, copy);
            json.item(|json| {
                json.text("transformation", &copy.transformation);
                if !copy.format.is_empty() {
                    json.text("format", &copy.format);
                }
                json.number("bytes", copy.bytes);
                json.text("id", &copy.id.to_string());
                json.text("url", &url);
                json.text("secure_url", &url);
            });
        }
    });
}

fn related(call: &Call<'_>, json: &mut Json, own: Id) {
    let environment = &*call.environment;
    let linked = environment.related.range((own, Id(0))..=(own, Id(u128::MAX)));
    let others = linked.filter_map(|(_, other)| environment.store.get(environment.store.find_id(*other)?));
    json.array("related_assets", |json| {
        for other in others.filter(|other| !other.placeholder) {
            json.item(|json| {
                json.text("asset_id", &other.id.to_string());
                json.text("public_id", &other.public_id);
                json.text("resource_type", other.kind.resource_type.word());
                json.text("type", other.kind.delivery_type.word());
            });
        }
    });
}

fn version(json: &mut Json, backup: &Backup) {
    json.item(|json| {
        json.text("version_id", &backup.version_id.to_string());
        json.text("version", &backup.version.to_string());
        json.number("size", backup.bytes);
        json.text("time", &format!("{}Z", clock::iso(backup.time)));
        json.flag("restorable", true);
    });
}
