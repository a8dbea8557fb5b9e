//! What the user takes out of a plan and into it, with the sums that follow.
//!
//! Nothing here walks the plan: what was counted has a bit for each item and its sums by difference;
//! what was taken of the offers is little.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use crate::model::asset::{AssetId, DeliveryType};
use crate::model::bits::Bits;
use crate::model::chosen::Chosen;
use crate::model::comparison::{Compared, LeftOut};
use crate::model::item::PlanItem;
use crate::model::outline::Outline;
use crate::model::plan::Plan;
use crate::model::totals::Totals;

/// Which items of a plan are left out, and which were taken in.
#[derive(Debug)]
pub(super) struct Marks {
    /// As it was counted.
    counted: Arc<Plan>,
    /// The same, with what was taken of the offers at its end.
    found: Arc<Plan>,
    /// What is left out of what was counted.
    chosen: Chosen,
    /// What was taken of the offers; may have been counted, too.
    taken: Arc<HashSet<AssetId>>,
    /// What was taken in and then left out.
    added_out: HashSet<AssetId>,
    /// What was left out before, and is not found at the moment: should it come back, it stays out.
    absent: Arc<HashSet<AssetId>>,
    /// What is new among what was counted, and among what was taken in.
    new: Bits,
    new_added: HashSet<AssetId>,
    totals: Totals,
    by_delivery: BTreeMap<DeliveryType, u64>,
    taken_in: usize,
}

impl Marks {
    /// Nothing is left out, nothing taken in.
    pub(super) fn none(counted: Arc<Plan>) -> Self {
        let mut marks = Self {
            found: Arc::clone(&counted),
            chosen: Chosen::all(Arc::clone(&counted)),
            taken: Arc::default(),
            added_out: HashSet::new(),
            absent: Arc::default(),
            new: Bits::default(),
            new_added: HashSet::new(),
            totals: Totals::default(),
            by_delivery: BTreeMap::new(),
            taken_in: 0,
            counted,
        };
        marks.sum();
        marks
    }

    pub(super) fn counted(&self) -> &Arc<Plan> {
        &self.counted
    }

    /// Everything that was found, those left out too.
    pub(super) fn found(&self) -> &Arc<Plan> {
        &self.found
    }

    /// What would run.
    pub(super) fn outline(&self) -> Outline<'_> {
        if self.is_whole() {
            Outline::from(&self.counted)
        } else {
            Outline::of_part(&self.found, &self.totals)
        }
    }

    /// Whether it is exactly what was counted.
    pub(super) fn is_whole(&self) -> bool {
        self.left_out() == 0 && self.absent.is_empty() && Arc::ptr_eq(&self.found, &self.counted)
    }

    /// The plan without what is left out, to be confirmed.
    pub(super) fn frozen(&self) -> Arc<Plan> {
        if self.is_whole() { Arc::clone(&self.counted) } else { Arc::new(self.found.without(&self.out())) }
    }

    pub(super) fn by_delivery(&self) -> &BTreeMap<DeliveryType, u64> {
        &self.by_delivery
    }

    /// How many are left out.
    pub(super) fn left_out(&self) -> usize {
        self.chosen.out().count() + self.added_out.len()
    }

    /// Whether the item at a position in [`Self::found`] is left out.
    pub(super) fn is_out(&self, position: usize) -> bool {
        match self.found.items().get(position) {
            Some(item) if position >= self.counted.items().len() => self.added_out.contains(&item.key()),
            _ => self.chosen.out().has(position),
        }
    }

    /// The same of the item with a key.
    pub(super) fn is_left_out(&self, key: AssetId) -> bool {
        self.added_out.contains(&key)
            || self.counted.position(key).is_some_and(|position| self.chosen.out().has(position))
    }

    /// What is left out, by position in [`Self::found`].
    pub(super) fn out(&self) -> Bits {
        self.of_found(self.chosen.out(), &self.added_out)
    }

    /// What is left out, found or not.
    pub(super) fn all_left_out(&self) -> LeftOut {
        LeftOut { at: self.out(), absent: Arc::clone(&self.absent) }
    }

    /// What is new, by position in [`Self::found`].
    pub(super) fn new_ones(&self) -> Bits {
        self.of_found(&self.new, &self.new_added)
    }

    /// How many are new, or not as they were when the same was counted before.
    pub(super) fn new_since(&self) -> usize {
        self.new.count() + self.new_added.len()
    }

    pub(super) fn taken(&self) -> &Arc<HashSet<AssetId>> {
        &self.taken
    }

    /// How many offered assets were taken in, and are not left out.
    pub(super) fn taken_in(&self) -> usize {
        self.taken_in
    }

    /// Leaves an item out, or puts it back, and tells whether that changed anything.
    pub(super) fn set_left_out(&mut self, key: AssetId, out: bool) -> bool {
        let changed = if let Some(position) = self.counted.position(key) {
            self.chosen.set_out(position, out)
        } else if !out {
            self.added_out.remove(&key)
        } else {
            self.added().any(|(_, item)| item.key() == key) && self.added_out.insert(key)
        };
        if changed {
            self.sum();
        }
        changed
    }

    /// Leaves out everything that cannot be put back, or of which that is not known.
    pub(super) fn leave_out_without_backup(&mut self) {
        self.chosen.leave_out_without_backup();
        let without = self.added().filter(|(_, item)| item.backed_up != Some(true));
        let without: Vec<AssetId> = without.map(|(_, item)| item.key()).collect();
        self.added_out.extend(without);
        self.sum();
    }

    /// Puts everything back.
    pub(super) fn put_all_back(&mut self) {
        self.chosen.put_all_back();
        self.added_out.clear();
        self.absent = Arc::default();
        self.sum();
    }

    /// Takes one of the offers in, or out again; it is not left out then. Tells whether that changed
    /// anything.
    pub(super) fn set_taken<'a>(
        &mut self,
        key: AssetId,
        taken: bool,
        offers: impl Iterator<Item = &'a PlanItem>,
    ) -> bool {
        let mut all = HashSet::clone(&self.taken);
        let changed = if taken { all.insert(key) } else { all.remove(&key) };
        let back = self.set_left_out(key, false);
        if taken && self.absent.contains(&key) {
            Arc::make_mut(&mut self.absent).remove(&key);
        }
        if !changed && !back {
            return false;
        }
        let further: Vec<PlanItem> = offers.filter(|item| all.contains(&item.key())).cloned().collect();
        self.found =
            if further.is_empty() { Arc::clone(&self.counted) } else { Arc::new(self.counted.with(further)) };
        self.taken = Arc::new(all);
        self.sum();
        true
    }

    /// Leaves out what was left out of the count before, and nothing else.
    pub(super) fn take_over(&mut self, compared: Compared) {
        let Compared { comparison, chosen } = compared;
        let at = |positions: &Bits| -> HashSet<AssetId> {
            self.added()
                .filter(|(position, _)| positions.has(*position))
                .map(|(_, item)| item.key())
                .collect()
        };
        (self.added_out, self.new_added) = (at(&comparison.left_out.at), at(&comparison.new));
        self.absent = comparison.left_out.absent;
        self.new = comparison.new.resized(self.counted.items().len());
        self.chosen = chosen;
        self.sum();
    }

    /// What was taken in and not counted, with its positions in [`Self::found`].
    fn added(&self) -> impl Iterator<Item = (usize, &PlanItem)> {
        let items = self.found.items();
        (self.counted.items().len()..items.len()).map(|position| (position, &items[position]))
    }

    fn of_found(&self, counted: &Bits, added: &HashSet<AssetId>) -> Bits {
        let mut all = counted.resized(self.found.items().len());
        for (position, item) in self.added() {
            all.set(position, added.contains(&item.key()));
        }
        all
    }

    fn sum(&mut self) {
        let added = self.added().filter(|(_, item)| !self.added_out.contains(&item.key()));
        let added: Vec<&PlanItem> = added.map(|(_, item)| item).collect();
        let (totals, by_delivery) = (self.chosen.totals(&added), self.chosen.by_delivery(&added));
        let taken_in = self.taken.iter().filter(|key| !self.is_left_out(**key)).count();
        (self.totals, self.by_delivery, self.taken_in) = (totals, by_delivery, taken_in);
    }
}

#[cfg(test)]
mod tests;
