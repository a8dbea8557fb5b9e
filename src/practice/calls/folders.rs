//! Folders: listing, searching, making, renaming, deleting.

use std::time::Instant;

use serde_json::json;

use super::Call;
use crate::FolderMode;
use crate::asset::parent;
use crate::chance::of_text;
use crate::clock;
use crate::cursor::Cursor;
use crate::json::Json;
use crate::reply::{Answer, Refusal, Reply};
use crate::search::FolderQuery;
use crate::tree::Folder;

/// The most folders that any listing gives.
const MOST: usize = 2000;

/// `GET /folders[/{path}]`: those directly below, by name; all at once unless asked otherwise.
pub fn list(call: &Call<'_>, path: &str) -> Answer {
    let tree = &call.environment.store.tree;
    if !path.is_empty() && tree.get(path).is_none() {
        return Err(missing(path));
    }
    let list = format!("folders {}", path.to_lowercase());
    let after = Cursor::read(&list, call.params.text("next_cursor").as_deref())?;
    let after = after.as_ref().and_then(Cursor::name).unwrap_or_default();
    let own = path.to_lowercase();
    let children: Vec<&Folder> =
        tree.below(path).filter(|folder| parent(&folder.path).to_lowercase() == own).take(MOST).collect();
    let limit = call.params.max_results(MOST)?;
    let mut rest = children.iter().filter(|folder| folder.path.to_lowercase().as_str() > after);
    let page: Vec<&Folder> = rest.by_ref().take(limit).copied().collect();
    let next = rest.next().and(page.last()).map(|last| Cursor::Name(last.path.to_lowercase()).write(&list));
    let mut json = Json::object();
    json.array("folders", |json| page.iter().for_each(|folder| write(json, folder)));
    match next {
        Some(next) => json.text("next_cursor", &next),
        None => json.null("next_cursor"),
    }
    json.number("total_count", children.len());
    Ok(Reply::written(json))
}

/// `GET` or `POST /folders/search`.
pub fn search(call: &Call<'_>) -> Answer {
    let begun = Instant::now();
    let expression = call.params.text("expression").unwrap_or_default();
    let query = FolderQuery::parse(&expression, call.now)?;
    let limit = call.params.max_results(50)?;
    let list = format!("folder search {expression}");
    let from = Cursor::read(&list, call.params.text("next_cursor").as_deref())?;
    let from = from.and_then(|cursor| cursor.offset()).unwrap_or_default();
    let found: Vec<&Folder> = call
        .environment
        .store
        .tree
        .below("")
        .filter(|folder| query.matches(&folder.path, folder.created_at))
        .take(MOST)
        .collect();
    let from = usize::try_from(from).unwrap_or(usize::MAX).min(found.len());
    let until = (from + limit).min(found.len());
    let mut json = Json::object();
    json.number("total_count", found.len());
    json.number("time", begun.elapsed().as_millis());
    json.array("folders", |json| found[from..until].iter().for_each(|folder| write(json, folder)));
    if until < found.len() {
        json.text("next_cursor", &Cursor::Offset(until as u64).write(&list));
    }
    Ok(Reply::written(json))
}

fn write(json: &mut Json, folder: &Folder) {
    json.item(|json| {
        json.text("name", name(&folder.path));
        json.text("path", &folder.path);
        json.text("external_id", &external_id(&folder.path));
        json.text("created_at", &format!("{}Z", clock::iso(folder.created_at)));
    });
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

/// A folder's own ID; 32 hex characters like all others, and no asset's.
fn external_id(path: &str) -> String {
    let path = path.to_lowercase();
    format!("{:016x}{:016x}", of_text(&path), of_text(&format!("folder {path}")))
}

/// `POST /folders/{path}`.
pub fn create(call: &mut Call<'_>, path: &str) -> Answer {
    let reserved =
        |part: &str| part.len() > 1 && part.starts_with('v') && part[1..].bytes().all(|b| b.is_ascii_digit());
    if path.is_empty() || path.split('/').any(|part| part.is_empty() || reserved(part)) {
        return Err(Refusal::invalid("path", path));
    }
    let tree = &mut call.environment.store.tree;
    if tree.get(path).is_some() {
        return Err(Refusal::new(409, format!("Folder {path} already exists")));
    }
    tree.add(path, call.now);
    Ok(Reply::ok(json!({ "success": true, "path": path, "name": name(path) })))
}

/// `PUT /folders/{path}` with `to_folder`: dynamic mode only.
pub fn rename(call: &mut Call<'_>, path: &str) -> Answer {
    let to = call.params.required("to_folder")?.trim_matches('/').to_owned();
    if call.environment.settings.folder_mode == FolderMode::Fixed {
        return Err(Refusal::bad("Folders cannot be renamed in fixed folder mode"));
    }
    let store = &mut call.environment.store;
    let Some(own) = store.tree.get(path).cloned() else { return Err(missing(path)) };
    if store.tree.get(&to).is_some() {
        return Err(Refusal::new(409, format!("Folder {to} already exists")));
    }
    if format!("{}/", to.to_lowercase()).starts_with(&format!("{}/", path.to_lowercase())) {
        return Err(Refusal::invalid("to_folder", &to));
    }
    let moved: Vec<Folder> = std::iter::once(&own).chain(store.tree.below(path)).cloned().collect();
    for folder in &moved {
        let place = format!("{to}{}", &folder.path[own.path.len()..]);
        store.tree.remove(&folder.path);
        store.tree.add(&place, folder.created_at);
        let word = store.word(&place);
        for slot in store.slots_in(&folder.path) {
            store.edit(slot, |asset| asset.folder = word.clone());
        }
    }
    let side = |path: &str| json!({ "name": name(path), "path": path });
    Ok(Reply::ok(json!({ "from": side(&own.path), "to": side(&to) })))
}

/// `DELETE /folders/{path}`: the folder and its empty descendants, or nothing at all.
pub fn delete(call: &mut Call<'_>, path: &str) -> Answer {
    let skip_backup = call.params.flag("skip_backup")?;
    if path.is_empty() {
        return Err(Refusal::bad("The root folder cannot be deleted"));
    }
    let store = &mut call.environment.store;
    let Some(own) = store.tree.get(path) else { return Err(missing(path)) };
    let going: Vec<String> =
        std::iter::once(own).chain(store.tree.below(path)).map(|folder| folder.path.to_string()).collect();
    let is_going = |folder: &str| going.iter().any(|going| going.to_lowercase() == folder.to_lowercase());
    let trailing = store
        .recent(call.environment.settings.index_lag)
        .filter_map(|ghost| ghost.before.as_ref())
        .any(|asset| is_going(&asset.folder));
    let living = going.iter().any(|folder| store.in_folder(folder).is_some_and(|inside| !inside.is_empty()));
    if living || trailing {
        return Err(Refusal::bad("Folder is not empty"));
    }
    if !skip_backup && going.iter().any(|folder| store.hidden_in(folder) > 0) {
        return Err(Refusal::bad("Folder is not empty: it has backed up assets"));
    }
    for folder in &going {
        store.tree.remove(folder);
    }
    Ok(Reply::ok(json!({ "deleted": going })))
}

fn missing(path: &str) -> Refusal {
    Refusal::new(404, format!("Can't find folder with path {path}"))
}
