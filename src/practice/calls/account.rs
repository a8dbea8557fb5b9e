//! The environment itself: ping, configuration, usage, types and tags in use.

use serde_json::json;

use super::Call;
use crate::asset::ResourceType;
use crate::clock;
use crate::cursor::Cursor;
use crate::json::Json;
use crate::reply::{Answer, Refusal, Reply};

/// `GET /ping`.
pub fn ping() -> Reply {
    Reply::ok(json!({ "status": "ok" }))
}

/// `GET /config?settings=true`: whether folders are fixed or dynamic.
pub fn config(call: &Call<'_>) -> Answer {
    let settings = &call.environment.settings;
    let mut answer = json!({ "cloud_name": settings.cloud_name, "created_at": "2024-06-04T09:00:00Z" });
    if call.params.flag("settings")? {
        answer["settings"] = json!({ "folder_mode": settings.folder_mode.word() });
    }
    Ok(Reply::ok(answer))
}

/// `GET /usage[/{dd-mm-yyyy}]`. A day of the past has no limits; its numbers are today's.
pub fn usage(call: &Call<'_>, day: Option<&str>) -> Answer {
    if let Some(day) = day {
        jiff::civil::Date::strptime("%d-%m-%Y", day).ok().ok_or_else(|| Refusal::invalid("date", day))?;
    }
    let store = &call.environment.store;
    let (mut resources, mut derived, mut stored) = (0_u64, 0_u64, 0_u64);
    for (_, slot) in store.everything() {
        let Some(asset) = store.get(*slot) else { continue };
        resources += 1;
        derived += asset.derived.len() as u64;
        stored += asset.bytes + asset.derived.iter().map(|copy| u64::from(copy.bytes)).sum::<u64>();
    }
    let credits = (stored as f64 / f64::from(1 << 30) * 100.0).round() / 100.0;
    let used = |usage: u64, credits: f64| json!({ "usage": usage, "credits_usage": credits });
    let mut answer = json!({
        "plan": "Free",
        "last_updated": clock::date(call.now),
        "transformations": used(derived, derived as f64 / 1000.0),
        "bandwidth": used(0, 0.0),
        "storage": used(stored, credits),
        "objects": { "usage": resources + derived },
        "requests": call.environment.counts.total,
        "resources": resources,
        "derived_resources": derived,
        "credits": { "usage": credits },
    });
    if day.is_none() {
        answer["credits"]["limit"] = json!(25.0);
        answer["credits"]["used_percent"] = json!((credits * 400.0).round() / 100.0);
        answer["media_limits"] = json!({
            "image_max_size_bytes": 10_485_760,
            "video_max_size_bytes": 104_857_600,
            "raw_max_size_bytes": 10_485_760,
            "image_max_px": 25_000_000,
            "asset_max_total_px": 50_000_000,
        });
    }
    Ok(Reply::ok(answer))
}

/// `GET /resources`: the resource types in use.
pub fn resource_types(call: &Call<'_>) -> Reply {
    let store = &call.environment.store;
    let words: Vec<&str> = ResourceType::ALL
        .into_iter()
        .filter(|of| store.of_resource_type(*of).is_some())
        .map(ResourceType::word)
        .collect();
    Reply::ok(json!({ "resource_types": words }))
}

/// `GET /tags/{resource_type}`, by name.
pub fn tags(call: &Call<'_>, of: ResourceType) -> Answer {
    let prefix = call.params.text("prefix").unwrap_or_default();
    let list = format!("tags {} {prefix}", of.word());
    let limit = call.params.max_results(10)?;
    let after = Cursor::read(&list, call.params.text("next_cursor").as_deref())?;
    let store = &call.environment.store;
    let mut found = store.tags_of(of, &prefix, after.as_ref().and_then(Cursor::name));
    let page: Vec<&str> = found.by_ref().take(limit).map(|tag| &**tag).collect();
    let more = found.next().is_some();
    let mut json = Json::object();
    json.array("tags", |json| page.iter().for_each(|tag| json.text_item(tag)));
    if let Some(last) = page.last().filter(|_| more) {
        json.text("next_cursor", &Cursor::Name((*last).to_owned()).write(&list));
    }
    Ok(Reply::written(json))
}
