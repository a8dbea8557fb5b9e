//! Destroying one asset (Upload API: not counted against the quota).

use serde_json::json;

use super::Call;
use crate::asset::{DeliveryType, Id, Kind, ResourceType};
use crate::reply::{Answer, Refusal, Reply};
use crate::settings::Knows;
use crate::store::Slot;

/// `POST /{resource_type}/destroy` with a public ID, or with an asset ID as newer references say.
pub fn by_name(call: &mut Call<'_>, of: ResourceType) -> Answer {
    call.params.flag("invalidate")?;
    let knows = call.environment.settings.destroy_by_id.form;
    if call.params.text("public_id").is_none()
        && call.params.text("asset_id").is_some()
        && knows != Knows::Not
    {
        return by_id(call, knows);
    }
    let public_id = call.params.required("public_id")?;
    let word = call.params.text("type").filter(|word| !word.is_empty());
    let delivery_type = match &word {
        None => DeliveryType::UPLOAD,
        Some(word) => DeliveryType::parse(word).ok_or_else(|| Refusal::invalid("type", word))?,
    };
    let slot = call.environment.store.find(Kind { resource_type: of, delivery_type }, &public_id);
    Ok(destroy(call, slot))
}

/// `POST /asset/destroy`.
pub fn by_asset_id(call: &mut Call<'_>) -> Answer {
    match call.environment.settings.destroy_by_id.json {
        Knows::Not => Err(Refusal::new(404, "No such call: POST asset/destroy")),
        knows => by_id(call, knows),
    }
}

fn by_id(call: &mut Call<'_>, knows: Knows) -> Answer {
    let id = call.params.required("asset_id")?;
    let slot = Id::parse(&id).and_then(|id| call.environment.store.find_id(id));
    Ok(destroy(call, slot.filter(|_| knows == Knows::Well)))
}

/// `POST /delete_by_token`: no credentials but the token that an upload gave ten minutes ago at
/// most. It works once.
pub fn by_token(call: &mut Call<'_>) -> Answer {
    let token = call.params.required("token")?;
    let found = call.environment.tokens.remove(&token).filter(|(_, until)| *until >= call.now);
    let (id, _) = found.ok_or_else(|| Refusal::bad("Invalid token"))?;
    let slot = call.environment.store.find_id(id);
    Ok(destroy(call, slot))
}

/// A miss is a 200, too, and spells `not found` with a space.
fn destroy(call: &mut Call<'_>, slot: Option<Slot>) -> Reply {
    let store = &mut call.environment.store;
    let live = slot.filter(|slot| store.get(*slot).is_some_and(|asset| !asset.placeholder));
    let result = match live {
        Some(slot) => {
            store.delete(slot);
            "ok"
        }
        None => "not found",
    };
    Reply::ok(json!({ "result": result }))
}
