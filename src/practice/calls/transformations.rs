//! Transformations: those in use and those that have a name.

use std::collections::BTreeMap;

use serde_json::json;

use super::Call;
use crate::asset::Derived;
use crate::cursor::Cursor;
use crate::json::Json;
use crate::reply::{Answer, Refusal, Reply};
use crate::show::derived_url;
use crate::store::{Slot, Store};

/// `GET /transformations[?named=true]`; with `transformation` the details of one.
pub fn list(call: &Call<'_>) -> Answer {
    if let Some(one) = call.params.text("transformation") {
        return details(call, &one);
    }
    let named = call.params.flag("named")?;
    let list = format!("transformations {named}");
    let limit = call.params.max_results(10)?;
    let after = Cursor::read(&list, call.params.text("next_cursor").as_deref())?;
    let after = after.as_ref().and_then(Cursor::name).unwrap_or_default();
    let mut all: BTreeMap<String, bool> = BTreeMap::new();
    if !named {
        for (_, copy) in copies(&call.environment.store) {
            all.insert(copy.transformation.to_string(), true);
        }
    }
    for name in call.environment.named.keys() {
        all.entry(format!("t_{name}")).or_insert_with(|| is_used(&call.environment.store, name));
    }
    let mut rest = all.iter().filter(|(name, _)| name.as_str() > after);
    let page: Vec<_> = rest.by_ref().take(limit).collect();
    let more = rest.next().is_some();
    let mut json = Json::object();
    json.array("transformations", |json| {
        for (name, used) in &page {
            json.item(|json| {
                json.text("name", name);
                json.flag("allowed_for_strict", false);
                json.flag("used", **used);
                json.flag("named", name.starts_with("t_"));
            });
        }
    });
    if let Some((last, _)) = page.last().filter(|_| more) {
        json.text("next_cursor", &Cursor::Name((*last).clone()).write(&list));
    }
    Ok(Reply::written(json))
}

/// `GET /transformations/{transformation}`: its copies of all assets.
pub fn details(call: &Call<'_>, one: &str) -> Answer {
    let environment = &*call.environment;
    let limit = call.params.max_results(10)?;
    if !is_known(call, one) {
        return Err(Refusal::not_found(one));
    }
    let found = copies(&environment.store).filter(|(_, copy)| is(copy, one)).take(limit);
    let mut json = Json::object();
    json.text("name", one);
    json.flag("allowed_for_strict", false);
    json.flag("used", is_used(&environment.store, one));
    json.flag("named", environment.named.contains_key(plain(one)));
    json.array("derived", |json| {
        for (slot, copy) in found {
            let Some(asset) = environment.store.get(slot) else { continue };
            json.item(|json| {
                json.text("public_id", &asset.public_id);
                json.text("resource_type", asset.kind.resource_type.word());
                json.text("type", asset.kind.delivery_type.word());
                json.text("format", &copy.format);
                json.text("url", &derived_url(environment, asset, copy));
                json.text("id", &copy.id.to_string());
                json.number("bytes", copy.bytes);
            });
        }
    });
    Ok(Reply::written(json))
}

/// `POST /transformations`: a name for one.
pub fn create(call: &mut Call<'_>, path: Option<&str>) -> Answer {
    let name = match path {
        Some(path) => path.to_owned(),
        None => call.params.required("name")?,
    };
    let meaning = call.params.required("transformation")?;
    let named = &mut call.environment.named;
    if named.contains_key(plain(&name)) {
        return Err(Refusal::new(409, format!("Transformation {name} already exists")));
    }
    named.insert(plain(&name).to_owned(), meaning);
    Ok(Reply::ok(json!({ "message": "created" })))
}

/// `DELETE /transformations`: the name, if it is one, and its copies of all assets.
pub fn delete(call: &mut Call<'_>, path: Option<&str>) -> Answer {
    call.params.flag("invalidate")?;
    let one = match path {
        Some(path) => path.to_owned(),
        None => call.params.required("transformation")?,
    };
    if !is_known(call, &one) {
        return Err(Refusal::not_found(&one));
    }
    call.environment.named.remove(plain(&one));
    let store = &mut call.environment.store;
    let slots: Vec<Slot> = store.everything().iter().map(|(_, slot)| *slot).collect();
    for slot in slots {
        store.delete_derived(slot, |copy| is(copy, &one));
    }
    Ok(Reply::ok(json!({ "message": "deleted" })))
}

fn copies(store: &Store) -> impl Iterator<Item = (Slot, &Derived)> {
    store.everything().iter().flat_map(|(_, slot)| {
        store
            .get(*slot)
            .into_iter()
            .flat_map(move |asset| asset.derived.iter().map(move |copy| (*slot, copy)))
    })
}

fn is_known(call: &Call<'_>, one: &str) -> bool {
    call.environment.named.contains_key(plain(one)) || is_used(&call.environment.store, one)
}

fn is_used(store: &Store, one: &str) -> bool {
    copies(store).any(|(_, copy)| is(copy, one))
}

/// A named transformation is written with or without its `t_`.
fn is(copy: &Derived, one: &str) -> bool {
    *copy.transformation == *one || copy.transformation.strip_prefix("t_") == Some(one)
}

fn plain(name: &str) -> &str {
    name.strip_prefix("t_").unwrap_or(name)
}
