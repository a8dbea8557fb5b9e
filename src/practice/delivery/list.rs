//! Client-side lists: the public assets with a tag, as JSON.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::super::asset::{Asset, DeliveryType, ResourceType};
use super::super::reply::{Answer, Refusal, Reply};
use super::super::store::Store;

/// A list shows no more than this.
const MOST: usize = 1000;

/// The uploaded assets of these resource types with a tag, newest first.
///
/// # Errors
/// 404 when there is none.
pub fn answer(store: &Store, resource_types: &[ResourceType], tag: &str, now: i64) -> Answer {
    let tagged = resource_types.iter().filter_map(|of| store.with_tag(*of, tag));
    let mut slots: Vec<_> = tagged.flatten().collect();
    slots.sort_unstable_by(|a, b| b.cmp(a));
    let public = slots.into_iter().filter_map(|(_, slot)| store.get(*slot));
    let public = public.filter(|asset| asset.kind.delivery_type == DeliveryType::UPLOAD);
    let resources: Vec<Value> = public.take(MOST).map(item).collect();
    if resources.is_empty() {
        return Err(Refusal::not_found(&format!("{tag}.json")));
    }
    Ok(Reply::ok(json!({ "resources": resources, "updated_at": moment(now) })))
}

fn item(asset: &Asset) -> Value {
    let mut item = json!({
        "public_id": &*asset.public_id,
        "version": asset.version,
        "format": &*asset.format,
        "type": asset.kind.delivery_type.word(),
        "created_at": moment(asset.created_at),
    });
    if asset.width > 0 {
        item["width"] = asset.width.into();
        item["height"] = asset.height.into();
    }
    if !asset.context.is_empty() {
        let custom: Map<String, Value> =
            asset.context.iter().map(|(key, value)| (key.to_string(), Value::from(&**value))).collect();
        item["context"] = json!({ "custom": custom });
    }
    item
}

fn moment(at: i64) -> Value {
    Timestamp::from_second(at).map_or(Value::Null, |moment| moment.to_string().into())
}
