//! A product environment: its library, quota, faults and counters, behind one lock.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use axum::http::HeaderMap;

use super::asset::{Asset, Id, Kind, parent};
use super::calls::{self, Call};
use super::chance::Chance;
use super::counts::{Counts, Logged};
use super::delivery::{self, Order};
use super::fault::{Faults, Occasion, Trouble};
use super::http::auth;
use super::params::Params;
use super::quota::{Quota, exceeded};
use super::reply::{Answer, Refusal, Reply};
use super::route::{Class, Route};
use super::settings::FolderMode;
use super::snapshots::Snapshots;
use super::store::{Slot, Store};
use super::{Settings, sample};

const GATEWAY_503: &str = "<html><head><title>503 Service Temporarily Unavailable</title></head>\
    <body><center><h1>503 Service Temporarily Unavailable</h1></center><hr></body></html>";
const NOWHERE_404: &str = "<html><head><title>404 Not Found</title></head>\
    <body><center><h1>404 Not Found</h1></center><hr></body></html>";
const LOGIN_401: &str = "<!DOCTYPE html><html><head><title>Unauthorized (401)</title></head>\
    <body><h1>You are not authorized to view this page</h1></body></html>";

/// All that a practice server knows of one product environment.
#[derive(Debug)]
pub struct Environment {
    pub settings: Settings,
    pub store: Store,
    pub quota: Quota,
    pub faults: Faults,
    pub counts: Counts,
    /// Calls while they are recorded.
    pub log: Option<Vec<Logged>>,
    /// Where new IDs come from.
    pub chance: Chance,
    /// Scheme, host and port.
    pub origin: String,
    /// Result sets of searches that are being paged through.
    pub searches: Snapshots,
    /// Files of which parts are here, by upload.
    pub parts: HashMap<String, Vec<u8>>,
    /// Delete tokens: whose, and until when.
    pub tokens: HashMap<String, (Id, i64)>,
    /// Named transformations and what they stand for.
    pub named: BTreeMap<String, String>,
    /// Which assets are related to which, both ways.
    pub related: BTreeSet<(Id, Id)>,
}

/// One API call as it came.
pub struct Request<'a> {
    pub method: &'a str,
    /// Path and query, for the log.
    pub full_path: &'a str,
    /// What follows `/v1_1/`.
    pub path: &'a str,
    pub headers: &'a HeaderMap,
    pub body: &'a [u8],
}

/// What goes back, and what is to happen to it on its way.
#[derive(Debug)]
pub struct Outcome {
    pub reply: Reply,
    pub troubles: Vec<Trouble>,
}

impl Environment {
    /// A new one with its sample library.
    pub fn new(settings: Settings, origin: String) -> Self {
        let mut store = Store::default();
        sample::fill(&mut store, &settings, settings.clock.now());
        store.settle();
        Self {
            store,
            quota: Quota::default(),
            faults: Faults::new(settings.faults.clone()),
            counts: Counts::default(),
            log: None,
            // Apart from the seed of the library, whose IDs must not come again.
            chance: Chance::new(settings.seed ^ 0xa11c_e5ed_0000_0000),
            origin,
            searches: Snapshots::default(),
            parts: HashMap::new(),
            tokens: HashMap::new(),
            named: BTreeMap::new(),
            related: BTreeSet::new(),
            settings,
        }
    }

    /// The environment's time in Unix seconds.
    pub fn now(&self) -> i64 {
        self.settings.clock.now()
    }

    /// Answer an API call.
    pub fn call(&mut self, request: &Request<'_>, params: Result<Params, Refusal>) -> Outcome {
        let (cloud, path) = request.path.split_once('/').unwrap_or((request.path, ""));
        let route = Route::find(request.method, path);
        let (name, occasion) = route.as_ref().map_or(("unknown", Occasion::default()), |route| {
            let (changing, listing, bulk) = (route.is_changing(), route.is_listing(), route.is_bulk());
            (route.name(), Occasion { changing, listing, bulk })
        });
        self.counts.note(name, occasion.changing);
        let troubles = if route.is_ok() { self.faults.meet(occasion) } else { Vec::new() };
        let answer = self.refusal_of(&troubles).unwrap_or_else(|| {
            if cloud != self.settings.cloud_name {
                return Err(Refusal::new(401, format!("Invalid cloud_name {cloud}")));
            }
            self.carry_out(&route?, request.headers, params?, troubles.clone())
        });
        let mut reply = answer.unwrap_or_else(Reply::from);
        reply.headers.push(("x-request-id", format!("{:032x}", self.chance.id().0)));
        if let Some(log) = &mut self.log {
            log.push(Logged {
                method: request.method.to_owned(),
                path: request.full_path.to_owned(),
                body: String::from_utf8_lossy(request.body).into_owned(),
                status: reply.status,
                lost: troubles.iter().any(|trouble| trouble.loses_the_answer()),
            });
        }
        Outcome { reply, troubles }
    }

    /// Troubles that come before any work.
    fn refusal_of(&mut self, troubles: &[Trouble]) -> Option<Answer> {
        let now = self.now();
        troubles.iter().find_map(|trouble| {
            Some(match trouble {
                // A call whose connection breaks before its work gets as far; nobody hears of it.
                Trouble::Error500 | Trouble::DropBefore => Err(Refusal::new(500, "General Error")),
                Trouble::Locked423 => Err(Refusal::new(423, "Processing")),
                Trouble::Html503 => Ok(Reply::html(503, GATEWAY_503)),
                Trouble::Html404 => Ok(Reply::html(404, NOWHERE_404)),
                Trouble::Html401 => Ok(Reply::html(401, LOGIN_401)),
                Trouble::Limit420 => Ok(self.limited(420, now)),
                Trouble::Limit429 => Ok(self.limited(429, now)),
                _ => return None,
            })
        })
    }

    fn limited(&mut self, status: u16, now: i64) -> Reply {
        let mut reply = Reply::from(exceeded(status, &self.settings, now));
        let mut headers = self.quota.headers(&self.settings, now);
        "0".clone_into(&mut headers[1].1);
        reply.headers.extend(headers);
        reply
    }

    fn carry_out(
        &mut self,
        route: &Route,
        headers: &HeaderMap,
        params: Params,
        troubles: Vec<Trouble>,
    ) -> Answer {
        let now = self.now();
        if route.class() != Class::Admin {
            if route.class() == Class::Upload {
                auth::upload(headers, &params, &self.settings)?;
            }
            return calls::dispatch(route, Call { environment: self, params, troubles, now });
        }
        auth::admin(headers, &self.settings)?;
        let answer = self.quota.charge(&self.settings, now).and_then(|()| {
            self.counts.counted += 1;
            calls::dispatch(route, Call { environment: self, params, troubles, now })
        });
        let mut reply = answer.unwrap_or_else(Reply::from);
        reply.headers.extend(self.quota.headers(&self.settings, now));
        Ok(reply)
    }

    /// Puts a small asset in as it is, past the rules for uploads: any name goes.
    pub fn put(&mut self, kind: Kind, public_id: &str, tags: &[&str]) -> Slot {
        let now = self.now();
        let known = self.store.find(kind, public_id).and_then(|slot| self.store.get(slot));
        let known = known.filter(|asset| !asset.placeholder).cloned();
        let id = known.as_ref().map_or_else(|| self.chance.id(), |known| known.id);
        let mut asset = Asset::new(id, kind, Arc::from(public_id), now);
        if let Some(known) = known {
            asset = Asset { derived: Vec::new(), version: now.max(known.version + 1), ..known };
        }
        asset.etag = self.chance.id();
        asset.bytes = 1024;
        asset.tags = tags.iter().map(|tag| self.store.word(tag)).collect();
        if self.settings.folder_mode == FolderMode::Fixed {
            asset.folder = self.store.word(parent(public_id));
        }
        self.store.insert(asset)
    }

    /// Read a request for a picture or another file.
    pub fn deliver(&mut self, cloud: &str, path: &str, query: &str) -> Result<Order, Refusal> {
        self.counts.deliveries += 1;
        if cloud != self.settings.cloud_name {
            return Err(Refusal::new(401, format!("Unknown customer {cloud}")));
        }
        let now = self.now();
        delivery::order(&self.store, &self.settings, path, query, now)
    }
}
