//! Originals and backed-up versions as files (Upload API: signed, not counted).

use super::Call;
use crate::asset::{DeliveryType, Id, Kind, ResourceType};
use crate::delivery;
use crate::reply::{Answer, Refusal};
use crate::show::asset_path;
use crate::store::Slot;

/// `GET /{resource_type}/download`.
pub fn original(call: &mut Call<'_>, of: ResourceType) -> Answer {
    let public_id = call.params.required("public_id")?;
    let word = call.params.text("type").unwrap_or_default();
    let delivery_type = match word.as_str() {
        "" => DeliveryType::UPLOAD,
        word => DeliveryType::parse(word).ok_or_else(|| Refusal::invalid("type", word))?,
    };
    if let Some(until) = call.params.text("expires_at").filter(|until| !until.is_empty()) {
        let until: i64 = until.parse().ok().ok_or_else(|| Refusal::invalid("expires_at", &until))?;
        if until < call.now {
            return Err(Refusal::new(401, "The download link has expired"));
        }
    }
    let store = &call.environment.store;
    let found = store.find(Kind { resource_type: of, delivery_type }, &public_id);
    let living = found.filter(|slot| store.get(*slot).is_some_and(|asset| !asset.placeholder));
    let slot = living.ok_or_else(|| Refusal::not_found(&public_id))?;
    let format = call.params.text("format").unwrap_or_default();
    let mut reply = file(call, slot, &format)?;
    if call.params.flag("attachment")? {
        reply.headers.push(("content-disposition", "attachment".to_owned()));
    }
    Ok(reply)
}

/// `GET /download_backup`.
pub fn backup(call: &mut Call<'_>) -> Answer {
    let asset_id = call.params.required("asset_id")?;
    let version_id = call.params.required("version_id")?;
    let store = &call.environment.store;
    let found = Id::parse(&asset_id).and_then(|id| store.find_id(id));
    let asset = found.and_then(|slot| store.get(slot)).ok_or_else(|| Refusal::not_found(&asset_id))?;
    let version = Id::parse(&version_id);
    let backup = asset.backups.iter().find(|backup| Some(backup.version_id) == version);
    delivery::version(asset, backup.ok_or_else(|| Refusal::not_found(&version_id))?)
}

/// The same bytes as by the delivery URL, which is signed where it must be.
fn file(call: &mut Call<'_>, slot: Slot, format: &str) -> Answer {
    let environment = &mut *call.environment;
    let asset = environment.store.get(slot).ok_or_else(|| Refusal::not_found("asset"))?;
    let format = if format.is_empty() { asset.format.to_string() } else { format.to_owned() };
    let path = asset_path(environment, asset, &format);
    Ok(delivery::answer(&mut environment.store, &environment.settings, &path, "", call.now))
}
