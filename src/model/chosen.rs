//! Which items of a plan are left out, and the totals of the others, kept by difference: leaving one
//! of a million out costs no more than leaving one of ten out.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::asset::DeliveryType;
use super::bits::Bits;
use super::facets::Sums;
use super::item::PlanItem;
use super::plan::Plan;
use super::totals::Totals;

/// Which items of a plan are left out, by position.
#[derive(Clone, Debug)]
pub struct Chosen {
    plan: Arc<Plan>,
    out: Bits,
    sums: Sums,
}

impl Chosen {
    /// Nothing is left out.
    pub fn all(plan: Arc<Plan>) -> Self {
        let (out, sums) = (Bits::clear(plan.items().len()), plan.facets().whole().clone());
        Self { plan, out, sums }
    }

    /// These are left out; summed item by item.
    pub fn without(plan: Arc<Plan>, out: Bits) -> Self {
        let sums = plan.facets().sums(plan.items(), &out);
        Self { plan, out, sums }
    }

    /// Positions that are left out.
    pub fn out(&self) -> &Bits {
        &self.out
    }

    /// Leaves an item out, or puts it back, and tells whether that changed anything.
    pub fn set_out(&mut self, position: usize, out: bool) -> bool {
        let changed = self.out.set(position, out);
        if changed {
            self.plan.facets().change(&mut self.sums, position, &self.plan.items()[position], !out);
        }
        changed
    }

    /// Leaves out everything that cannot be put back, or of which that is not known.
    pub fn leave_out_without_backup(&mut self) {
        let facets = self.plan.facets();
        let before = self.out.minus(facets.without_backup());
        self.out = self.out.or(facets.without_backup());
        self.sums = facets.backed_up().clone();
        for position in before.iter() {
            facets.change(&mut self.sums, position, &self.plan.items()[position], false);
        }
    }

    /// Puts everything back.
    pub fn put_all_back(&mut self) {
        *self = Self::all(Arc::clone(&self.plan));
    }

    /// The totals of what is not left out, and of a few items besides.
    pub fn totals(&self, besides: &[&PlanItem]) -> Totals {
        self.plan.facets().totals(&self.sums, besides)
    }

    /// The same by delivery type.
    pub fn by_delivery(&self, besides: &[&PlanItem]) -> BTreeMap<DeliveryType, u64> {
        self.plan.facets().by_delivery(&self.sums, besides)
    }
}
