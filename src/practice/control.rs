//! Driving and checking a running server from other processes: `/practice/…`, no part of
//! Cloudinary's API and without credentials, as it is reachable from this machine alone. Answered at
//! once, whatever the latency.
//!
//! | Call | Does |
//! |---|---|
//! | `GET /practice/state` | numbers of assets by kind, folders, quota, faults, requests |
//! | `GET /practice/assets` | all living assets, one JSON object a line |
//! | `POST /practice/assets` | put one in: `{"resource_type", "type", "public_id", "tags": []}`; any name goes |
//! | `GET`, `DELETE /practice/requests` | counters; recorded calls, and recording (again) |
//! | `GET`, `POST`, `DELETE /practice/faults` | those that are on; switch one on (the body is its text); all off |
//! | `POST /practice/quota` | the body says how many calls of this hour are used up |
//! | `POST /practice/lag` | the body says how far search and folders trail behind: `2s` |
//! | `POST /practice/destroy` | the body names the forms of destroy by asset ID that are known: `form`, `json` |
//! | `POST /practice/clock` | the body says how far to move the time: `1800s` |

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use super::asset::Kind;
use super::environment::Environment;
use super::fault::Fault;
use super::params::Params;
use super::reply::{Answer, Content, Refusal, Reply};
use super::settings::{DestroyById, duration};
use super::view::AssetView;

const WORDS: [&str; 8] = ["state", "assets", "requests", "faults", "quota", "lag", "destroy", "clock"];

/// The word behind `/practice/`, if it is one of these calls.
pub fn path(path: &str) -> Option<&str> {
    path.strip_prefix("/practice/").filter(|word| WORDS.contains(word))
}

/// Answer one.
pub fn answer(environment: &mut Environment, method: &str, word: &str, body: &[u8]) -> Reply {
    carry_out(environment, method, word, body).unwrap_or_else(Reply::from)
}

fn carry_out(environment: &mut Environment, method: &str, word: &str, body: &[u8]) -> Answer {
    let text = String::from_utf8_lossy(body);
    let text = text.trim();
    let now = environment.now();
    match (method, word) {
        ("GET", "state") => return Ok(Reply::ok(state(environment))),
        ("GET", "assets") => return Ok(assets(environment)),
        ("POST", "assets") => return put(environment, body),
        ("GET", "requests") => return Ok(Reply::ok(requests(environment))),
        ("DELETE", "requests") => environment.log = Some(Vec::new()),
        ("GET", "faults") => {}
        ("POST", "faults") => {
            let fault = text.parse::<Fault>().map_err(|unknown| Refusal::bad(&unknown.to_string()))?;
            environment.faults.add(fault);
        }
        ("DELETE", "faults") => environment.faults.clear(),
        ("POST", "quota") => {
            let used = text.parse().ok().ok_or_else(|| Refusal::invalid("quota", text))?;
            environment.quota.set(used, &environment.settings, now);
        }
        ("POST", "lag") => environment.settings.index_lag = time(text)?,
        ("POST", "destroy") => {
            environment.settings.destroy_by_id =
                DestroyById::only(text).map_err(|wrong| Refusal::bad(&wrong.to_string()))?;
        }
        ("POST", "clock") => environment.settings.clock.advance(time(text)?),
        _ => return Err(Refusal::new(405, format!("/practice/{word} does not take {method}"))),
    }
    let faults: Vec<String> = environment.faults.list().iter().map(ToString::to_string).collect();
    Ok(Reply::ok(json!({ "faults": faults })))
}

fn time(text: &str) -> Result<Duration, Refusal> {
    duration(text).map_err(|wrong| Refusal::bad(&wrong.to_string()))
}

fn put(environment: &mut Environment, body: &[u8]) -> Answer {
    let mut params = Params::default();
    params.add_json(body)?;
    let of = params.text("resource_type").unwrap_or_else(|| "image".to_owned());
    let delivered = params.text("type").unwrap_or_else(|| "upload".to_owned());
    let kind = Kind::parse(&of, &delivered).ok_or_else(|| Refusal::invalid("type", &delivered))?;
    let tags = params.list("tags").unwrap_or_default();
    let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
    let slot = environment.put(kind, &params.required("public_id")?, &tags);
    Ok(Reply::ok(json!(environment.store.get(slot).map(AssetView::from))))
}

fn state(environment: &mut Environment) -> Value {
    let now = environment.now();
    let mut kinds: BTreeMap<String, u64> = BTreeMap::new();
    let store = &environment.store;
    for asset in store.everything().iter().filter_map(|(_, slot)| store.get(*slot)) {
        let name = format!("{}/{}", asset.kind.resource_type.word(), asset.kind.delivery_type.word());
        *kinds.entry(name).or_default() += 1;
    }
    json!({
        "assets": environment.store.everything().len(),
        "kinds": kinds,
        "folders": environment.store.tree.below("").map(|folder| &*folder.path).collect::<Vec<_>>(),
        "quota": {
            "limit": environment.settings.quota,
            "used": environment.quota.used(&environment.settings, now),
        },
        "faults": environment.faults.list().iter().map(ToString::to_string).collect::<Vec<_>>(),
        "requests": counts(environment),
    })
}

fn counts(environment: &Environment) -> Value {
    let counts = &environment.counts;
    json!({
        "total": counts.total,
        "reading": counts.reading,
        "changing": counts.changing,
        "counted": counts.counted,
        "deliveries": counts.deliveries,
        "by_endpoint": counts.by_endpoint,
    })
}

fn requests(environment: &Environment) -> Value {
    let mut answer = counts(environment);
    if let Some(log) = &environment.log {
        let calls = log.iter().map(|call| {
            json!({ "method": call.method, "path": call.path, "body": call.body, "status": call.status })
        });
        answer["log"] = calls.collect();
    }
    answer
}

fn assets(environment: &Environment) -> Reply {
    let store = &environment.store;
    let mut lines = Vec::new();
    for asset in store.everything().iter().filter_map(|(_, slot)| store.get(*slot)) {
        lines.extend(json!(AssetView::from(asset)).to_string().into_bytes());
        lines.push(b'\n');
    }
    Reply { status: 200, headers: Vec::new(), content: Content::Written(lines) }
}
