//! Listings: by kind, name, tag, folder and IDs.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::fmt::rfc2822;
use jiff::tz::TimeZone;

use super::Call;
use super::page::{Page, View, limit};
use crate::FolderMode;
use crate::asset::{Asset, DeliveryType, Id, Kind, Moderation, ResourceType};
use crate::cursor::Cursor;
use crate::json::Json;
use crate::params::Params;
use crate::reply::{Answer, Refusal, Reply};
use crate::show::{Shape, Style};
use crate::store::{Slot, Timeline, stretch};

/// The most IDs that one call takes.
pub const MOST_IDS: usize = 100;

/// `GET /resources/{resource_type}[/{type}]`, also with `prefix` or `public_ids`.
pub fn of_kind(call: &Call<'_>, of: ResourceType, delivered: Option<DeliveryType>) -> Answer {
    let delivered = match (delivered, call.params.text("type").filter(|word| !word.is_empty())) {
        (None, Some(word)) => {
            Some(DeliveryType::parse(&word).ok_or_else(|| Refusal::invalid("type", &word))?)
        }
        (delivered, _) => delivered,
    };
    let kind = delivered.map(|delivery_type| Kind { resource_type: of, delivery_type });
    if let Some(public_ids) = ids(&call.params, "public_ids")? {
        let kind = kind.ok_or_else(|| Refusal::missing("type"))?;
        let store = &call.environment.store;
        return Ok(by_slots(call, public_ids.iter().filter_map(|id| store.find(kind, id)).collect()));
    }
    if let Some(prefix) = call.params.text("prefix").filter(|prefix| !prefix.is_empty()) {
        return by_prefix(call, kind.ok_or_else(|| Refusal::missing("type"))?, &prefix);
    }
    let store = &call.environment.store;
    let (timeline, list) = match kind {
        Some(kind) => (store.of_kind(kind), format!("kind {} {}", of.word(), kind.delivery_type.word())),
        None => (store.of_resource_type(of), format!("type {}", of.word())),
    };
    by_time(call, timeline, &list, |_| true)
}

/// The IDs of a call; `None` without the parameter.
///
/// # Errors
/// 400 for more than a hundred.
pub fn ids(params: &Params, name: &str) -> Result<Option<Vec<String>>, Refusal> {
    let list = params.list(name);
    if list.as_ref().is_some_and(|list| list.len() > MOST_IDS) {
        return Err(Refusal::bad(&format!("Number of {name} must not exceed {MOST_IDS}")));
    }
    Ok(list)
}

fn by_prefix(call: &Call<'_>, kind: Kind, prefix: &str) -> Answer {
    let list = format!("prefix {} {} {prefix}", kind.resource_type.word(), kind.delivery_type.word());
    let after = Cursor::read(&list, call.params.text("next_cursor").as_deref())?;
    let store = &call.environment.store;
    let found = store.with_prefix(kind, prefix, after.as_ref().and_then(Cursor::name));
    let name =
        |slot| Cursor::Name(store.get(slot).map_or_else(String::new, |asset| asset.public_id.to_string()));
    let page = Page::of(found, limit(call, 10)?, |slot| slot, name);
    Ok(answer(call, page, &View::exact(), &list))
}

/// `GET /resources/{resource_type}/tags/{tag}`: all delivery types.
pub fn by_tag(call: &Call<'_>, of: ResourceType, tag: &str) -> Answer {
    let timeline = call.environment.store.with_tag(of, tag);
    by_time(call, timeline, &format!("tag {} {tag}", of.word()), |_| true)
}

/// `GET /resources/{resource_type}/context?key=…[&value=…]`: all delivery types.
pub fn by_context(call: &Call<'_>, of: ResourceType) -> Answer {
    let key = call.params.required("key")?;
    let value = call.params.text("value").filter(|value| !value.is_empty());
    let list = format!("context {} {key} {value:?}", of.word());
    let fits = |asset: &Asset| {
        asset
            .context
            .iter()
            .any(|(name, text)| **name == *key && value.as_ref().is_none_or(|value| **text == **value))
    };
    by_time(call, call.environment.store.of_resource_type(of), &list, fits)
}

/// `GET /resources/{resource_type}/moderations/{kind}/{status}`: all delivery types.
pub fn by_moderation(call: &Call<'_>, of: ResourceType, kind: &str, status: &str) -> Answer {
    let moderation = Moderation::parse(kind, status)?;
    let list = format!("moderation {} {kind} {status}", of.word());
    let fits = |asset: &Asset| asset.moderation == Some(moderation);
    by_time(call, call.environment.store.of_resource_type(of), &list, fits)
}

/// Newest first unless asked otherwise; the cursor is a position in time, so it stays right
/// while assets come and go.
fn by_time(
    call: &Call<'_>,
    timeline: Option<&Timeline>,
    list: &str,
    fits: impl Fn(&Asset) -> bool,
) -> Answer {
    let ascending = match call.params.text("direction").as_deref() {
        None | Some("" | "desc" | "-1") => false,
        Some("asc" | "1") => true,
        Some(other) => return Err(Refusal::invalid("direction", other)),
    };
    let since = start_at(&call.params)?;
    let list = format!("{list} {ascending} {since}");
    let after = Cursor::read(&list, call.params.text("next_cursor").as_deref())?;
    let found = stretch(timeline, after.as_ref().and_then(Cursor::time), ascending)
        .filter(|(created_at, _)| *created_at >= since)
        .filter(|(_, slot)| call.environment.store.get(*slot).is_some_and(&fits));
    let page = Page::of(found, limit(call, 10)?, |(_, slot)| slot, |(at, slot)| Cursor::Time(at, slot));
    Ok(answer(call, page, &View::exact(), &list))
}

fn start_at(params: &Params) -> Result<i64, Refusal> {
    let Some(text) = params.text("start_at").filter(|text| !text.is_empty()) else { return Ok(i64::MIN) };
    let day = |text: &str| text.parse::<Date>()?.to_zoned(TimeZone::UTC);
    text.parse::<Timestamp>()
        .or_else(|_| day(&text).map(|midnight| midnight.timestamp()))
        .or_else(|_| rfc2822::parse(&text).map(|zoned| zoned.timestamp()))
        .map(Timestamp::as_second)
        .ok()
        .ok_or_else(|| Refusal::invalid("start_at", &text))
}

/// `GET /resources/by_asset_folder`: direct children, all kinds mixed, newest first.
pub fn by_folder(call: &Call<'_>) -> Answer {
    if call.environment.settings.folder_mode == FolderMode::Fixed {
        return Err(Refusal::bad("Asset folders exist in dynamic folder mode only"));
    }
    let folder = call.params.text("asset_folder").ok_or_else(|| Refusal::missing("asset_folder"))?;
    let store = &call.environment.store;
    if !folder.is_empty() && store.tree.get(&folder).is_none() {
        return Err(Refusal::new(404, format!("Can't find folder with path {folder}")));
    }
    let list = format!("folder {}", folder.to_lowercase());
    let after = Cursor::read(&list, call.params.text("next_cursor").as_deref())?;
    let view = View::lagging(call);
    let seen: Timeline;
    let timeline = if view.is_exact() {
        store.in_folder(&folder)
    } else {
        let inside = |(slot, asset): (Slot, &Asset)| {
            (asset.folder.to_lowercase() == folder.to_lowercase()).then_some((asset.created_at, slot))
        };
        seen = view.all(store).filter_map(inside).collect();
        Some(&seen)
    };
    let found = stretch(timeline, after.as_ref().and_then(Cursor::time), false);
    let mut page = Page::of(found, limit(call, 50)?, |(_, slot)| slot, |(at, slot)| Cursor::Time(at, slot));
    page.total = Some(timeline.map_or(0, Timeline::len));
    Ok(answer(call, page, &view, &list))
}

/// `GET /resources/by_asset_ids`.
pub fn by_asset_ids(call: &Call<'_>) -> Answer {
    let ids = ids(&call.params, "asset_ids")?.ok_or_else(|| Refusal::missing("asset_ids"))?;
    let store = &call.environment.store;
    let slots = ids.iter().filter_map(|id| store.find_id(Id::parse(id)?)).collect();
    Ok(by_slots(call, slots))
}

fn by_slots(call: &Call<'_>, slots: Vec<Slot>) -> Reply {
    answer(call, Page { slots, ..Page::default() }, &View::exact(), "")
}

fn answer(call: &Call<'_>, page: Page, view: &View, list: &str) -> Reply {
    let mut shape = Shape::new(call.environment, Style::List, &call.params);
    if list.starts_with("context ") {
        shape = shape.with_context();
    }
    page.reply(call, view, list, &shape, |_: &mut Json| {})
}
