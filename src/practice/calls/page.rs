//! One page of a listing.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use super::Call;
use crate::asset::Asset;
use crate::cursor::Cursor;
use crate::fault::Trouble;
use crate::json::Json;
use crate::reply::{Refusal, Reply};
use crate::show::Shape;
use crate::store::{Slot, Store};

/// How far an index trails behind when `stale-index` is on.
const STALE: Duration = Duration::from_hours(1);

/// The slots of a page, and where the next one begins.
#[derive(Debug, Default)]
pub struct Page {
    pub slots: Vec<Slot>,
    pub next: Option<Cursor>,
    pub total: Option<usize>,
}

impl Page {
    /// As many as fit from `found`; `cursor` tells the position of the last of them.
    pub fn of<T: Copy>(
        found: impl Iterator<Item = T>,
        limit: usize,
        slot: impl Fn(T) -> Slot,
        cursor: impl Fn(T) -> Cursor,
    ) -> Self {
        let mut page = Self::default();
        let mut last = None;
        for item in found {
            if page.slots.len() == limit {
                page.next = last.map(&cursor);
                break;
            }
            page.slots.push(slot(item));
            last = Some(item);
        }
        page
    }

    /// What `empty-listing` and `short-listing` leave of it, and what `stray-listing` adds.
    fn spoil(&mut self, call: &Call<'_>) {
        if call.meets(Trouble::StrayListing) {
            let all = call.environment.store.everything().iter().map(|(_, slot)| *slot);
            let strays: Vec<Slot> = all.filter(|slot| !self.slots.contains(slot)).take(3).collect();
            self.slots.extend(strays);
        }
        let left = if call.meets(Trouble::EmptyListing) {
            0
        } else if call.meets(Trouble::ShortListing) {
            self.slots.len() / 2
        } else {
            return;
        };
        self.slots.truncate(left);
        self.next = None;
        self.total = self.total.map(|_| left);
    }

    /// The answer.
    pub fn reply(
        mut self,
        call: &Call<'_>,
        view: &View,
        list: &str,
        shape: &Shape<'_>,
        extra: impl FnOnce(&mut Json),
    ) -> Reply {
        self.spoil(call);
        let mut json = Json::object();
        if let Some(total) = self.total {
            json.number("total_count", total);
        }
        extra(&mut json);
        json.array("resources", |json| {
            for slot in &self.slots {
                if let Some(asset) = view.get(&call.environment.store, *slot) {
                    json.item(|json| shape.write(json, asset));
                }
            }
        });
        if let Some(next) = &self.next {
            json.text("next_cursor", &next.write(list));
        }
        Reply::written(json)
    }
}

/// How many items a page of this call has.
///
/// # Errors
/// 400 for a `max_results` outside of 1–500.
pub fn limit(call: &Call<'_>, default: usize) -> Result<usize, Refusal> {
    Ok(call.params.max_results(default)?.min(call.environment.settings.page_limit.max(1)))
}

/// The library as an index sees it that may trail behind.
#[derive(Debug, Default)]
pub struct View {
    /// What is seen instead of the present state; `None` where nothing is.
    past: HashMap<Slot, Option<Arc<Asset>>>,
}

impl View {
    /// As of now.
    pub fn exact() -> Self {
        Self::default()
    }

    /// As far behind as the settings and the faults say.
    pub fn lagging(call: &Call<'_>) -> Self {
        let stale = call.meets(Trouble::StaleIndex);
        let lag = if stale { STALE } else { call.environment.settings.index_lag };
        let mut past = HashMap::new();
        for ghost in call.environment.store.recent(lag) {
            past.entry(ghost.slot).or_insert_with(|| ghost.before.clone());
        }
        if stale {
            // This fault keeps showing what is gone; it hides nothing that is new.
            past.retain(|_, before: &mut Option<Arc<Asset>>| before.is_some());
        }
        Self { past }
    }

    /// The index is up to date.
    pub fn is_exact(&self) -> bool {
        self.past.is_empty()
    }

    /// The asset as it is seen.
    pub fn get<'a>(&'a self, store: &'a Store, slot: Slot) -> Option<&'a Asset> {
        match self.past.get(&slot) {
            Some(before) => before.as_deref(),
            None => store.get(slot).filter(|asset| !asset.placeholder),
        }
    }

    /// Everything that is seen, in no order.
    pub fn all<'a>(&'a self, store: &'a Store) -> impl Iterator<Item = (Slot, &'a Asset)> {
        let present = store
            .everything()
            .iter()
            .map(|(_, slot)| *slot)
            .filter(|slot| !self.past.contains_key(slot))
            .filter_map(|slot| Some((slot, store.get(slot)?)));
        let past = self.past.iter().filter_map(|(slot, before)| Some((*slot, before.as_deref()?)));
        present.chain(past)
    }
}
