//! A complete preview: the plan as it was counted, what the user has taken out of it, and the order
//! in which it is looked at.
//!
//! Sorting and finding touch only the view. The plan itself changes in one way: items are left out
//! or put back. It is frozen without them when it is reviewed, and any change drops what was frozen.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::frozen::{Freezing, Frozen};
use super::lines::Lines;
use super::look::{Layout, Only};
use super::marks::Marks;
use super::sight::{Sight, View};
use super::{Because, Before, Changes, Source};
use crate::app::bin::SMALL;
use crate::jobs::lines::{Line, Rows};
use crate::model::arrangement::{Admitted, Arrangement};
use crate::model::asset::{AssetId, DeliveryType};
use crate::model::comparison::{Compared, LeftOut};
use crate::model::order::{Sort, folded};
use crate::model::outline::Outline;
use crate::model::plan::Plan;
use crate::model::route::Route;
use crate::runtime::command::{Command, Generation};
use crate::runtime::event::{Instead, ListReport};

/// A complete preview.
#[derive(Debug)]
pub struct Ready {
    /// Tells this preview from all others of the window; scroll positions belong to it.
    pub number: Generation,
    /// How many deletions were known of when the oldest of it was asked for.
    pub(super) asked_after: u64,
    marks: Marks,
    /// How often the marks have changed, and how often what was found.
    changed: u64,
    found_changed: u64,
    pub(super) frozen: Frozen,
    /// What it is made of.
    pub sources: Vec<Source>,
    /// Row by row, for lists; where there are several, the one on screen.
    pub report: Option<Arc<ListReport>>,
    /// Which rows of the report are on screen.
    pub rows: Rows,
    pub(super) lines: Lines,
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
    pub(super) sight: Sight,
}

impl Ready {
    /// A preview as it arrives: nothing left out, the suggested route.
    pub fn new(plan: Arc<Plan>, sources: Vec<Source>, route: Route) -> Self {
        let report = sources.iter().rev().find_map(|source| source.report.clone());
        let newest = sources.last().and_then(|source| source.report.as_ref());
        let odd = newest.is_some_and(|report| report.counts().are_odd());
        let sort = Sort::default();
        let shown = Arc::clone(plan.order(sort));
        let view = View { sort, only: Only::default(), text: Arc::default(), state: 0 };
        Self {
            number: 0,
            asked_after: 0,
            marks: Marks::none(plan),
            changed: 0,
            found_changed: 0,
            frozen: Frozen::default(),
            rows: Rows::default(),
            lines: report.as_deref().map(Lines::all).unwrap_or_default(),
            report,
            sources,
            instead: Vec::new(),
            changes: None,
            route,
            sort,
            only: Only::default(),
            search: String::new(),
            layout: if odd { Layout::Report } else { Layout::Grid },
            sight: Sight::new(shown, view),
        }
    }

    /// What would run.
    pub fn plan(&self) -> Outline<'_> {
        self.marks.outline()
    }

    /// Everything that was found, those left out too.
    pub fn found(&self) -> &Arc<Plan> {
        self.marks.found()
    }

    /// How many items were found, or how many rows its list has: so much it holds.
    pub fn size(&self) -> usize {
        let rows = self.report.as_ref().map_or(0, |report| report.found.len());
        self.found().items().len().max(rows)
    }

    /// Whether the window does not go through all of it.
    pub(super) fn is_large(&self) -> bool {
        self.size() > SMALL
    }

    /// Names what is on screen, for its scroll position: another plan, order, filter or search starts
    /// at its top, and going back to one finds it where it was left.
    pub fn view(&self) -> (Generation, Sort, Only, &str) {
        (self.number, self.sort, self.only, &self.search)
    }

    /// Items of the plan by delivery type.
    pub fn by_delivery(&self) -> &BTreeMap<DeliveryType, u64> {
        self.marks.by_delivery()
    }

    /// Hosts of links in the list that are not the environment's, each with its number of links.
    pub fn foreign(&self) -> &[(String, usize)] {
        self.report.as_ref().map_or(&[], |report| &report.counts().foreign)
    }

    /// Positions in [`Self::found`], in the order on screen.
    pub fn shown(&self) -> &[u32] {
        self.sight.shown()
    }

    /// Lines of the report on screen.
    pub fn lines(&self) -> &[Line] {
        self.lines.shown()
    }

    /// Whether an item was taken out.
    pub fn is_left_out(&self, key: AssetId) -> bool {
        self.marks.is_left_out(key)
    }

    /// Whether the item at a position in [`Self::found`] was taken out.
    pub fn is_out(&self, position: usize) -> bool {
        self.marks.is_out(position)
    }

    /// How many were taken out.
    pub fn left_out(&self) -> usize {
        self.marks.left_out()
    }

    /// Whether an offered asset was taken into the plan, and is in it.
    pub fn is_taken(&self, key: AssetId) -> bool {
        self.marks.taken().contains(&key) && !self.is_left_out(key)
    }

    /// How many offered assets were taken into the plan, and are in it.
    pub fn taken(&self) -> usize {
        self.marks.taken_in()
    }

    /// How many are new, or not as they were when the same was counted before.
    pub fn new_since(&self) -> usize {
        self.marks.new_since()
    }

    /// Takes an item out of the plan, or puts it back.
    pub fn set_left_out(&mut self, key: AssetId, out: bool) {
        if self.marks.set_left_out(key, out) {
            self.changed();
        }
    }

    /// Takes out everything that cannot be put back.
    pub fn leave_out_without_backup(&mut self) {
        self.marks.leave_out_without_backup();
        self.changed();
    }

    /// Puts everything back that was taken out.
    pub fn put_all_back(&mut self) {
        self.marks.put_all_back();
        self.changed();
    }

    /// Takes an offered asset into the plan, or out of it again.
    pub fn set_taken(&mut self, key: AssetId, taken: bool) {
        let reports = self.sources.iter().filter_map(|source| source.report.as_ref());
        let mut offers = reports.flat_map(|report| &report.offers).map(|offer| &offer.item);
        if offers.clone().any(|item| item.key() == key) && self.marks.set_taken(key, taken, &mut offers) {
            self.found_changed += 1;
            self.sight.cut(self.marks.counted().items().len());
            self.changed();
        }
    }

    /// Another way to send it.
    pub fn set_route(&mut self, route: Route) {
        self.route = route;
        self.frozen.stop();
    }

    /// Another list's rows on screen.
    pub(super) fn set_report(&mut self, report: Arc<ListReport>) {
        (self.rows, self.lines) = (Rows::default(), Lines::all(&report));
        self.report = Some(report);
    }

    /// Other rows of the report on screen.
    pub fn set_rows(&mut self, rows: Rows) {
        self.rows = rows;
        self.lines.want(rows);
    }

    /// Another order.
    pub fn set_sort(&mut self, sort: Sort) {
        self.sort = sort;
        self.look();
    }

    /// Other items on screen.
    pub fn set_only(&mut self, only: Only) {
        self.only = only;
        self.look();
    }

    /// Only public IDs that hold this text.
    pub fn set_search(&mut self, search: String) {
        self.search = search;
        self.look();
    }

    /// What was taken in of the same counted before is taken in again.
    pub(super) fn take_over_offers(&mut self, before: &Self) {
        for key in before.marks.taken().iter() {
            self.set_taken(*key, true);
        }
    }

    /// Takes over from the same counted before: what was left out, the route where the plan can
    /// still take it, and how it was looked at. Gives what is otherwise.
    pub(super) fn take_over(&mut self, before: &Before, compared: Compared) -> Changes {
        let Before { ready: before, because, .. } = before;
        let (what, sweep) = (self.found().what(), self.found().sweep());
        let takes = before.route.can_take(what, sweep);
        let lost = (!takes).then_some(before.route);
        let changes = Changes::of(&compared.comparison, (before.found(), self.found()), lost, *because);
        self.changes = (*because != Because::TakenOut).then_some(changes);
        if takes {
            self.route = before.route;
        }
        self.sort = before.sort;
        self.search.clone_from(&before.search);
        let looks_at_rows = before.layout == Layout::Report && *because != Because::Anew;
        if self.layout != Layout::Report && !looks_at_rows {
            self.layout = before.layout;
        }
        self.marks.take_over(compared);
        self.changed();
        changes
    }

    /// What is compared with a new count: all that was found, and what of it is left out.
    pub(super) fn remembered(&self) -> (Arc<Plan>, LeftOut) {
        (Arc::clone(self.found()), self.marks.all_left_out())
    }

    /// How often what was made of it has changed.
    pub(super) fn changes_made(&self) -> u64 {
        self.changed
    }

    /// Leaves out what is left out of another plan, as far as this one holds it; unless it is much.
    pub(super) fn leave_out_as(&mut self, other: &Self) {
        let out = other.marks.out();
        if out.count() > SMALL {
            return;
        }
        for position in out.iter() {
            let key = other.found().items()[position].key();
            self.set_left_out(key, true);
        }
    }

    /// As it was counted, without what was taken in besides.
    pub fn counted(&self) -> &Arc<Plan> {
        self.marks.counted()
    }

    /// The plan as it is now, for the confirmation.
    pub(super) fn freeze(&mut self, generation: Generation) -> Freezing {
        let large = self.is_large();
        self.frozen.make(&self.marks, large, generation)
    }

    /// The same, whatever its size.
    #[cfg(test)]
    pub(super) fn frozen_now(&self) -> Arc<Plan> {
        self.marks.frozen()
    }

    fn changed(&mut self) {
        self.frozen = Frozen::Not;
        self.changed += 1;
        if self.plan().sweep().is_none() && self.route == Route::Sweep {
            self.route = Route::Batches;
        }
        if self.only == Only::LeftOut && self.left_out() == 0 {
            self.only = Only::All;
        }
        self.look();
    }

    /// What is to be on screen may be something else now.
    fn look(&mut self) {
        let state = match self.only {
            Only::All | Only::WithoutBackup | Only::Several | Only::Added | Only::New => self.found_changed,
            Only::LeftOut => self.changed,
        };
        let text = folded(self.search.trim()).into();
        self.sight.want(View { sort: self.sort, only: self.only, text, state });
    }

    /// Puts on screen what is wanted, or asks for what takes longer.
    pub(super) fn settle(&mut self, generation: Generation) -> Vec<Command> {
        let (at_once, marks, report) = (!self.is_large(), &self.marks, &self.report);
        let items = self.sight.settle(at_once, generation, |view| Arrangement {
            counted: Arc::clone(marks.counted()),
            found: Arc::clone(marks.found()),
            sort: view.sort,
            admitted: admitted(view.only, marks, report.as_deref()),
            text: Arc::clone(&view.text),
            within: None,
        });
        let report = self.report.as_ref();
        let lines = report.and_then(|report| self.lines.settle(report, generation));
        items.into_iter().chain(lines).collect()
    }

    /// It comes back on screen: what was asked for in between went to nobody.
    pub(super) fn ask_again(&mut self) {
        self.frozen.stop();
        self.sight.ask_again();
        self.lines.ask_again();
    }
}

fn admitted(only: Only, marks: &Marks, report: Option<&ListReport>) -> Admitted {
    match only {
        Only::All => Admitted::All,
        Only::WithoutBackup => Admitted::WithoutBackup,
        Only::LeftOut => Admitted::At(Arc::new(marks.out())),
        Only::New => Admitted::At(Arc::new(marks.new_ones())),
        Only::Added => Admitted::Keys(Arc::clone(marks.taken())),
        Only::Several => {
            Admitted::Assets(report.map_or_else(Arc::default, |report| Arc::clone(&report.several)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture::{item, plan};

    fn ready() -> Ready {
        let plan = plan(vec![item(3, true), item(1, false), item(2, true)]);
        Ready::new(Arc::new(plan), Vec::new(), Route::Thorough)
    }

    fn frozen(ready: &mut Ready) -> Arc<Plan> {
        let Freezing::Now(plan) = ready.freeze(1) else { panic!("a small plan is frozen at once") };
        plan
    }

    #[test]
    fn what_is_left_out_is_not_in_the_plan_and_can_be_put_back() {
        let mut ready = ready();
        let before = frozen(&mut ready).fingerprint();
        let key = item(3, true).key();
        ready.set_left_out(key, true);
        assert!(ready.settle(1).is_empty() && ready.is_left_out(key) && ready.is_out(0));
        let plan = frozen(&mut ready);
        assert_eq!((plan.items().len(), ready.plan().len()), (2, 2));
        assert!(plan.items().iter().all(|item| item.key() != key));
        assert_eq!(ready.shown().len(), 3, "it stays on screen, so that it can be put back");
        ready.set_left_out(key, false);
        assert_eq!(frozen(&mut ready).fingerprint(), before);
    }

    #[test]
    fn leaving_out_what_has_no_backup_keeps_the_rest() {
        let mut ready = ready();
        ready.leave_out_without_backup();
        assert_eq!(ready.plan().totals().without_backup, 0);
        assert_eq!((ready.plan().len(), ready.left_out()), (2, 1));
        assert_eq!(frozen(&mut ready).totals(), ready.plan().totals());
    }

    #[test]
    fn sorting_and_finding_never_touch_the_plan() {
        let mut ready = ready();
        let before = frozen(&mut ready).fingerprint();
        for (sort, first) in [(Sort::Newest, "docs/3"), (Sort::Oldest, "docs/1"), (Sort::Name, "docs/1")] {
            ready.set_sort(sort);
            assert!(ready.settle(1).is_empty());
            let index = ready.shown()[0] as usize;
            assert_eq!(&*ready.found().items()[index].name.public_id, first, "{sort:?}");
        }
        ready.set_search("DOCS/2".into());
        assert!(ready.settle(1).is_empty());
        assert_eq!(ready.shown().len(), 1);
        assert_eq!(frozen(&mut ready).fingerprint(), before);
    }
}
