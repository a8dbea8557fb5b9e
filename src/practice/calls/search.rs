//! Search.

use std::sync::Arc;
use std::time::Instant;

use super::Call;
use super::page::{Page, View, limit};
use crate::cursor::Cursor;
use crate::reply::{Answer, Refusal};
use crate::search::{Aggregates, Query, SortBy};
use crate::show::{Shape, Style};
use crate::store::Slot;

/// `POST /resources/search`: all kinds mixed, newest first unless asked otherwise.
pub fn search(call: &mut Call<'_>) -> Answer {
    let begun = Instant::now();
    let expression = call.params.text("expression").unwrap_or_default();
    let query = Query::parse(&expression, call.now)?;
    let order = SortBy::read(call.params.value("sort_by"))?;
    let aggregates = Aggregates::read(call.params.value("aggregate"))?;
    let limit = limit(call, 50)?;
    let list = format!("search {expression} {:?}", call.params.value("sort_by"));
    let cursor = Cursor::read(&list, call.params.text("next_cursor").as_deref())?;
    let view = View::lagging(call);
    let (kept, from) = match cursor.and_then(|cursor| cursor.snapshot()) {
        Some((id, from)) => (Some(id), usize::try_from(from).unwrap_or(usize::MAX)),
        None => (None, 0),
    };
    let found: Arc<[Slot]> = match kept {
        Some(id) => call
            .environment
            .searches
            .get(id)
            .ok_or_else(|| Refusal::bad("Invalid value for parameter next_cursor: it has expired"))?,
        None => run(call, &view, &query, &order),
    };
    let from = from.min(found.len());
    let until = (from + limit).min(found.len());
    let next = (until < found.len()).then(|| {
        let id = kept.unwrap_or_else(|| call.environment.searches.keep(Arc::clone(&found)));
        Cursor::Snapshot(id, until as u64)
    });
    let page = Page { slots: found[from..until].to_vec(), next, total: Some(found.len()) };
    let shape = Shape::new(call.environment, Style::Search, &call.params);
    let store = &call.environment.store;
    let counts = (!aggregates.is_empty())
        .then(|| aggregates.count(&found.iter().filter_map(|slot| view.get(store, *slot))).to_string());
    let took = begun.elapsed().as_millis();
    Ok(page.reply(call, &view, &list, &shape, |json| {
        json.number("time", took);
        if let Some(counts) = &counts {
            json.raw("aggregations", counts.as_bytes());
        }
    }))
}

fn run(call: &Call<'_>, view: &View, query: &Query, order: &SortBy) -> Arc<[Slot]> {
    let mut found: Vec<_> =
        view.all(&call.environment.store).filter(|(_, asset)| query.matches(asset)).collect();
    found.sort_by(|(slot_a, a), (slot_b, b)| order.compare(a, b).then(slot_b.cmp(slot_a)));
    found.into_iter().map(|(slot, _)| slot).collect()
}
