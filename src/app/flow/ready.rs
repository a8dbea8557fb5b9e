//! A complete preview: the plan as it was counted, what a person has taken out of it, and the order
//! in which it is looked at.
//!
//! Sorting and finding touch only the view. The plan itself changes in one way: items are left out
//! or put back, and it is frozen anew.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::Changes;
use super::look::{Layout, Only, Sort};
use super::rows::{self, Line, Rows};
use crate::model::asset::{AssetId, DeliveryType};
use crate::model::item::PlanItem;
use crate::model::plan::Plan;
use crate::model::route::Route;
use crate::runtime::command::Generation;
use crate::runtime::event::{Instead, ListReport};

/// A complete preview.
#[derive(Debug)]
pub struct Ready {
    /// Tells this preview from all others of the window; scroll positions belong to it.
    pub number: Generation,
    /// As it was counted.
    counted: Arc<Plan>,
    /// The same, with what was taken of the offers.
    found: Arc<Plan>,
    plan: Arc<Plan>,
    left_out: HashSet<AssetId>,
    taken: HashSet<AssetId>,
    new: HashSet<AssetId>,
    by_delivery: BTreeMap<DeliveryType, u64>,
    /// Row by row, for lists.
    pub report: Option<Arc<ListReport>>,
    /// Rows of the report that matched nothing or cannot be looked up.
    pub unmatched: usize,
    /// Of them, rows that cannot be looked up.
    pub unreadable: usize,
    /// Hosts of links in it that are not the environment's, each with its number of links.
    pub foreign: Vec<(String, usize)>,
    /// Rows that name several assets.
    pub ambiguous: usize,
    /// Rows whose asset ID is of an asset with another name.
    pub renamed: usize,
    /// Which rows of the report are on screen.
    pub rows: Rows,
    lines: Vec<Line>,
    /// Other spellings that find something, where nothing was found.
    pub instead: Vec<Instead>,
    /// What was otherwise when the same was counted before, if it was.
    pub changes: Option<Changes>,
    /// How it will be sent.
    pub route: Route,
    /// The order on screen.
    pub sort: Sort,
    /// What is on screen.
    pub only: Only,
    /// Only public IDs that hold this text.
    pub search: String,
    /// Tiles or lines.
    pub layout: Layout,
    shown: Vec<u32>,
}

impl Ready {
    /// A preview as it arrives: nothing left out, the suggested route.
    pub fn new(plan: Arc<Plan>, report: Option<Arc<ListReport>>, route: Route) -> Self {
        let unmatched = report.as_ref().map_or(0, |report| report.unmatched());
        let ambiguous = report.as_ref().map_or(0, |report| report.ambiguous());
        let foreign = report.as_ref().map(|report| report.list.foreign_hosts()).unwrap_or_default();
        let foreign: Vec<(String, usize)> =
            foreign.into_iter().map(|(host, links)| (host.to_owned(), links)).collect();
        let mut ready = Self {
            foreign,
            route,
            number: 0,
            changes: None,
            by_delivery: by_delivery(&plan),
            counted: Arc::clone(&plan),
            found: Arc::clone(&plan),
            plan,
            left_out: HashSet::new(),
            taken: HashSet::new(),
            new: HashSet::new(),
            layout: if unmatched > 0
                || ambiguous > 0
                || report.as_ref().is_some_and(|report| report.renamed() > 0)
            {
                Layout::Report
            } else {
                Layout::Grid
            },
            renamed: report.as_ref().map_or(0, |report| report.renamed()),
            unreadable: report.as_ref().map_or(0, |report| report.unreadable()),
            report,
            unmatched,
            ambiguous,
            rows: Rows::default(),
            lines: Vec::new(),
            instead: Vec::new(),
            sort: Sort::default(),
            only: Only::default(),
            search: String::new(),
            shown: Vec::new(),
        };
        ready.arrange();
        ready.arrange_rows();
        ready
    }

    /// Lines of the report on screen.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Other rows of the report on screen.
    pub fn set_rows(&mut self, rows: Rows) {
        self.rows = rows;
        self.arrange_rows();
    }

    /// Whether an offered asset was taken into the plan, and is in it.
    pub fn is_taken(&self, key: AssetId) -> bool {
        self.taken.contains(&key) && !self.is_left_out(key)
    }

    /// How many offered assets were taken into the plan, and are in it.
    pub fn taken(&self) -> usize {
        self.taken.iter().filter(|key| !self.is_left_out(**key)).count()
    }

    /// How many are new, or not as they were when the same was counted before.
    pub fn new_since(&self) -> usize {
        self.new.len()
    }

    /// Takes an offered asset into the plan, or out of it again.
    pub fn set_taken(&mut self, key: AssetId, taken: bool) {
        let Some(report) = &self.report else { return };
        if !report.offers.iter().any(|offer| offer.item.key() == key) {
            return;
        }
        let changed = if taken { self.taken.insert(key) } else { self.taken.remove(&key) };
        let back = self.left_out.remove(&key);
        if !changed && !back {
            return;
        }
        let chosen = report.offers.iter().filter(|offer| self.taken.contains(&offer.item.key()));
        let further: Vec<PlanItem> = chosen.map(|offer| offer.item.clone()).collect();
        self.found =
            if further.is_empty() { Arc::clone(&self.counted) } else { Arc::new(self.counted.with(further)) };
        self.freeze();
        self.arrange();
    }

    fn arrange_rows(&mut self) {
        if let Some(report) = &self.report {
            self.lines = rows::lines(report, self.rows);
        }
    }

    /// Takes over from the same counted before: what was left out, the route where the plan can
    /// still take it, and how it was looked at. Gives what is otherwise.
    pub fn take_over(&mut self, before: &Self) -> Changes {
        for key in &before.taken {
            self.set_taken(*key, true);
        }
        let changes = Changes::between(&before.found, &self.found, before.route);
        let known: HashMap<AssetId, &PlanItem> =
            before.found.items().iter().map(|item| (item.key(), item)).collect();
        let otherwise = |item: &&PlanItem| known.get(&item.key()) != Some(item);
        self.new = self.found.items().iter().filter(otherwise).map(PlanItem::key).collect();
        self.changes = Some(changes);
        if before.route.can_take(self.found.what(), self.found.sweep()) {
            self.route = before.route;
        }
        let keys = self.found.items().iter().map(PlanItem::key);
        self.left_out = keys.filter(|key| before.is_left_out(*key)).collect();
        self.sort = before.sort;
        self.search.clone_from(&before.search);
        if self.layout != Layout::Report {
            self.layout = before.layout;
        }
        self.freeze();
        self.arrange();
        changes
    }

    /// What would run.
    pub fn plan(&self) -> &Arc<Plan> {
        &self.plan
    }

    /// Everything that was found, those left out too.
    pub fn found(&self) -> &Arc<Plan> {
        &self.found
    }

    /// Names what is on screen, for its scroll position: another plan, order, filter or search starts
    /// at its top, and going back to one finds it where it was left.
    pub fn view(&self) -> (Generation, Sort, Only, &str) {
        (self.number, self.sort, self.only, &self.search)
    }

    /// Items of the plan by delivery type.
    pub fn by_delivery(&self) -> &BTreeMap<DeliveryType, u64> {
        &self.by_delivery
    }

    /// Positions in [`Self::found`], in the order on screen.
    pub fn shown(&self) -> &[u32] {
        &self.shown
    }

    /// Whether an item was taken out.
    pub fn is_left_out(&self, key: AssetId) -> bool {
        self.left_out.contains(&key)
    }

    /// How many were taken out.
    pub fn left_out(&self) -> usize {
        self.left_out.len()
    }

    /// Takes an item out of the plan, or puts it back.
    pub fn set_left_out(&mut self, key: AssetId, out: bool) {
        let changed = if out { self.left_out.insert(key) } else { self.left_out.remove(&key) };
        if changed {
            self.freeze();
        }
    }

    /// Takes out everything that cannot be put back.
    pub fn leave_out_without_backup(&mut self) {
        let without = self.found.items().iter().filter(|item| item.backed_up != Some(true));
        self.left_out.extend(without.map(PlanItem::key));
        self.freeze();
    }

    /// Puts everything back that was taken out.
    pub fn put_all_back(&mut self) {
        self.left_out.clear();
        self.freeze();
    }

    /// Another order.
    pub fn set_sort(&mut self, sort: Sort) {
        self.sort = sort;
        self.arrange();
    }

    /// Other items on screen.
    pub fn set_only(&mut self, only: Only) {
        self.only = only;
        self.arrange();
    }

    /// Only public IDs that hold this text.
    pub fn set_search(&mut self, search: String) {
        self.search = search;
        self.arrange();
    }

    fn freeze(&mut self) {
        self.plan = if self.left_out.is_empty() {
            Arc::clone(&self.found)
        } else {
            let out = self.found.items().marked(|item| self.left_out.contains(&item.key()));
            Arc::new(self.found.without(&out))
        };
        if self.plan.sweep().is_none() && self.route == Route::Sweep {
            self.route = Route::Batches;
        }
        self.by_delivery = by_delivery(&self.plan);
        if self.only == Only::LeftOut {
            if self.left_out.is_empty() {
                self.only = Only::All;
            }
            self.arrange();
        }
    }

    fn arrange(&mut self) {
        let items = self.found.items();
        let search = self.search.trim().to_lowercase();
        let visible = |item: &PlanItem| {
            let kept = match self.only {
                Only::All => true,
                Only::WithoutBackup => item.backed_up != Some(true),
                Only::LeftOut => self.left_out.contains(&item.key()),
                Only::Added => self.taken.contains(&item.key()),
                Only::New => self.new.contains(&item.key()),
                Only::Several => {
                    self.report.as_ref().is_some_and(|report| report.several.contains(&item.asset_id))
                }
            };
            kept && (search.is_empty() || item.name.public_id.to_lowercase().contains(&search))
        };
        let mut shown: Vec<u32> =
            (0..items.len() as u32).filter(|&index| visible(&items[index as usize])).collect();
        let item = |index: &u32| &items[*index as usize];
        match self.sort {
            Sort::Plan => {}
            Sort::Name => shown.sort_by(|a, b| item(a).name.public_id.cmp(&item(b).name.public_id)),
            Sort::Newest => shown.sort_by_key(|index| Reverse(item(index).created_at)),
            Sort::Oldest => shown.sort_by_key(|index| item(index).created_at.unwrap_or(i64::MAX)),
            Sort::Largest => shown.sort_by_key(|index| Reverse(item(index).bytes)),
            // Asset IDs are random, so their order is a mixture that stays the same.
            Sort::Sample => shown.sort_by_key(|index| item(index).key()),
        }
        self.shown = shown;
    }
}

fn by_delivery(plan: &Plan) -> BTreeMap<DeliveryType, u64> {
    let mut counts = BTreeMap::new();
    for item in plan.items() {
        if let Some(count) = counts.get_mut(&item.name.delivery_type) {
            *count += 1;
        } else {
            counts.insert(item.name.delivery_type.clone(), 1);
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture::{item, plan};

    fn ready() -> Ready {
        Ready::new(Arc::new(plan(vec![item(3, true), item(1, false), item(2, true)])), None, Route::Thorough)
    }

    #[test]
    fn what_is_left_out_is_not_in_the_plan_and_can_be_put_back() {
        let mut ready = ready();
        let before = ready.plan().fingerprint();
        let key = item(3, true).key();
        ready.set_left_out(key, true);
        assert_eq!(ready.plan().items().len(), 2);
        assert!(ready.plan().items().iter().all(|item| item.key() != key));
        assert_eq!(ready.shown().len(), 3, "it stays on screen, so that it can be put back");
        ready.set_left_out(key, false);
        assert_eq!(ready.plan().fingerprint(), before);
    }

    #[test]
    fn leaving_out_what_has_no_backup_keeps_the_rest() {
        let mut ready = ready();
        ready.leave_out_without_backup();
        assert_eq!(ready.plan().totals().without_backup, 0);
        assert_eq!((ready.plan().items().len(), ready.left_out()), (2, 1));
    }

    #[test]
    fn sorting_and_finding_never_touch_the_plan() {
        let mut ready = ready();
        let before = ready.plan().fingerprint();
        for (sort, first) in [(Sort::Newest, "docs/3"), (Sort::Oldest, "docs/1"), (Sort::Name, "docs/1")] {
            ready.set_sort(sort);
            let index = ready.shown()[0] as usize;
            assert_eq!(&*ready.found().items()[index].name.public_id, first, "{sort:?}");
        }
        ready.set_search("DOCS/2".into());
        assert_eq!(ready.shown().len(), 1);
        assert_eq!(ready.plan().fingerprint(), before);
    }
}
