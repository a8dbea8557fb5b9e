//! Changing what is known about assets: tags, context, folder, moderation, name.

use std::sync::Arc;

use serde_json::{Value, json};

use super::Call;
use super::upload::{answer, check, make_eager};
use crate::FolderMode;
use crate::asset::{Context, DeliveryType, Kind, Moderation, ResourceType, parent};
use crate::params::Params;
use crate::reply::{Answer, Refusal, Reply};
use crate::show::{Shape, Style};
use crate::store::{Slot, Store};

/// `POST /resources/{resource_type}/{type}/{public_id}`.
pub fn update(call: &mut Call<'_>, kind: Kind, public_id: &str) -> Answer {
    let slot = living(call, kind, public_id)?;
    apply(call, slot)?;
    let environment = &*call.environment;
    let asset = environment.store.get(slot).ok_or_else(|| Refusal::not_found(public_id))?;
    let mut json = crate::json::Json::object();
    Shape::new(environment, Style::Details, &Params::default()).write(&mut json, asset);
    Ok(Reply::written(json))
}

/// `POST /{resource_type}/explicit`: the same on the Upload API, and copies made ahead.
pub fn explicit(call: &mut Call<'_>, of: ResourceType) -> Answer {
    let public_id = call.params.required("public_id")?;
    let kind = Kind { resource_type: of, delivery_type: delivery_type(&call.params, "type")? };
    let slot = living(call, kind, &public_id)?;
    apply(call, slot)?;
    let eager = call.params.text("eager").unwrap_or_default();
    let eager = make_eager(&mut call.environment.store, slot, &eager);
    answer(call, slot, &eager, |_| {})
}

fn apply(call: &mut Call<'_>, slot: Slot) -> Result<(), Refusal> {
    let params = &call.params;
    let fixed = call.environment.settings.folder_mode == FolderMode::Fixed;
    let store = &mut call.environment.store;
    let tags = params.list("tags").map(|tags| words(store, &tags));
    let context = context(store, params);
    let folder =
        params.text("asset_folder").filter(|_| !fixed).map(|folder| store.word(folder.trim_matches('/')));
    let name = shown_name(store, params).filter(|_| !fixed);
    let moderation = moderation(params)?;
    let status =
        params.text("moderation_status").map(|status| Moderation::parse("manual", &status)).transpose()?;
    store.edit(slot, |asset| {
        if let Some(tags) = tags {
            asset.tags = tags;
        }
        if let Some(context) = context {
            asset.context = context;
        }
        if let Some(folder) = folder {
            asset.folder = folder;
        }
        if let Some(name) = name {
            asset.display_name = Some(name);
        }
        asset.moderation = status.or(moderation).or(asset.moderation);
    });
    Ok(())
}

/// `POST /{resource_type}/rename`.
pub fn rename(call: &mut Call<'_>, of: ResourceType) -> Answer {
    let from = call.params.required("from_public_id")?;
    let to = call.params.required("to_public_id")?;
    check(&to)?;
    let kind = Kind { resource_type: of, delivery_type: delivery_type(&call.params, "type")? };
    let to_kind = match call.params.text("to_type") {
        Some(_) => Kind { delivery_type: delivery_type(&call.params, "to_type")?, ..kind },
        None => kind,
    };
    let slot = living(call, kind, &from)?;
    if call.params.flag("overwrite")?
        && let Some(other) = call.environment.store.find(to_kind, &to).filter(|other| *other != slot)
    {
        call.environment.store.erase(other);
    }
    if !call.environment.store.rename(slot, to_kind, &to) {
        return Err(Refusal::bad(&format!("to_public_id ({to}) already exists")));
    }
    if call.environment.settings.folder_mode == FolderMode::Fixed {
        let folder = call.environment.store.word(parent(&to));
        call.environment.store.edit(slot, |asset| asset.folder = folder);
    }
    answer(call, slot, &[], |_| {})
}

/// `POST /{resource_type}/tags` with `command` `add`, `remove`, `replace` or `remove_all`.
pub fn tags(call: &mut Call<'_>, of: ResourceType) -> Answer {
    let command = call.params.required("command")?;
    let given = match command.as_str() {
        "remove_all" => Vec::new(),
        "add" | "remove" | "replace" => call.params.list("tag").ok_or_else(|| Refusal::missing("tag"))?,
        _ => return Err(Refusal::invalid("command", &command)),
    };
    let ids = call.params.list("public_ids").ok_or_else(|| Refusal::missing("public_ids"))?;
    let kind = Kind { resource_type: of, delivery_type: delivery_type(&call.params, "type")? };
    let mut changed = Vec::new();
    for id in ids {
        let Ok(slot) = living(call, kind, &id) else { continue };
        let store = &mut call.environment.store;
        let given = words(store, &given);
        store.edit(slot, |asset| {
            let mut tags = asset.tags.to_vec();
            if command != "add" {
                tags.retain(|tag| command == "remove" && !given.contains(tag));
            }
            if command != "remove" {
                tags.extend(
                    given.iter().filter(|tag| !asset.tags.contains(tag) || command == "replace").cloned(),
                );
            }
            asset.tags = tags.into_boxed_slice();
        });
        changed.push(id);
    }
    Ok(Reply::ok(json!({ "public_ids": changed })))
}

/// `POST /{resource_type}/context` with `command` `add` or `remove_all`.
pub fn contexts(call: &mut Call<'_>, of: ResourceType) -> Answer {
    let command = call.params.required("command")?;
    let given = match command.as_str() {
        "remove_all" => Context::default(),
        "add" => {
            context(&mut call.environment.store, &call.params).ok_or_else(|| Refusal::missing("context"))?
        }
        _ => return Err(Refusal::invalid("command", &command)),
    };
    let ids = call.params.list("public_ids").ok_or_else(|| Refusal::missing("public_ids"))?;
    let kind = Kind { resource_type: of, delivery_type: delivery_type(&call.params, "type")? };
    let mut changed = Vec::new();
    for id in ids {
        let Ok(slot) = living(call, kind, &id) else { continue };
        call.environment.store.edit(slot, |asset| {
            let mut pairs = asset.context.to_vec();
            pairs.retain(|(key, _)| command == "add" && given.iter().all(|(new, _)| new != key));
            pairs.extend(given.iter().cloned());
            asset.context = pairs.into_boxed_slice();
        });
        changed.push(id);
    }
    Ok(Reply::ok(json!({ "public_ids": changed })))
}

fn living(call: &Call<'_>, kind: Kind, public_id: &str) -> Result<Slot, Refusal> {
    let store = &call.environment.store;
    let found = store.find(kind, public_id);
    found
        .filter(|slot| store.get(*slot).is_some_and(|asset| !asset.placeholder))
        .ok_or_else(|| Refusal::not_found(public_id))
}

fn delivery_type(params: &Params, name: &str) -> Result<DeliveryType, Refusal> {
    match params.text(name).filter(|word| !word.is_empty()) {
        None => Ok(DeliveryType::UPLOAD),
        Some(word) => DeliveryType::parse(&word).ok_or_else(|| Refusal::invalid(name, &word)),
    }
}

/// Each once, in their order.
pub fn words(store: &mut Store, texts: &[String]) -> Box<[Arc<str>]> {
    let mut words: Vec<Arc<str>> = Vec::new();
    for text in texts.iter().filter(|text| !text.is_empty()) {
        let word = store.word(text);
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words.into_boxed_slice()
}

/// `display_name`, unless it is empty.
pub fn shown_name(store: &mut Store, params: &Params) -> Option<Arc<str>> {
    params.text("display_name").filter(|name| !name.is_empty()).map(|name| store.word(&name))
}

/// `alt=An owl|caption=a\|b`, or a JSON object; `None` when not given.
pub fn context(store: &mut Store, params: &Params) -> Option<Context> {
    let pairs: Vec<(String, String)> = match params.value("context")? {
        Value::Object(object) => object
            .iter()
            .map(|(key, value)| {
                (key.clone(), value.as_str().map_or_else(|| value.to_string(), str::to_owned))
            })
            .collect(),
        value => pairs(value.as_str().unwrap_or_default()),
    };
    Some(pairs.into_iter().map(|(key, value)| (store.word(&key), store.word(&value))).collect())
}

fn pairs(text: &str) -> Vec<(String, String)> {
    let (mut pairs, mut key, mut word) = (Vec::new(), None, String::new());
    let mut letters = text.chars();
    loop {
        match letters.next() {
            Some('\\') => word.extend(letters.next()),
            Some('=') if key.is_none() => key = Some(std::mem::take(&mut word)),
            letter @ (Some('|') | None) => {
                if let Some(key) = key.take() {
                    pairs.push((key, std::mem::take(&mut word)));
                }
                word.clear();
                if letter.is_none() {
                    return pairs;
                }
            }
            Some(letter) => word.push(letter),
        }
    }
}

/// The queue that `moderation` puts an asset in.
///
/// # Errors
/// 400 for one that is not known.
pub fn moderation(params: &Params) -> Result<Option<Moderation>, Refusal> {
    let kind = params.text("moderation").filter(|kind| !kind.is_empty());
    kind.map(|kind| Moderation::parse(&kind, "pending")).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn context_is_pairs_with_escapes() {
        let found = pairs(r"alt=An owl|caption=a\|b\=c=d|broken");
        let expected = [("alt", "An owl"), ("caption", "a|b=c=d")];
        assert_eq!(found, expected.map(|(key, value)| (key.to_owned(), value.to_owned())));
    }
}
