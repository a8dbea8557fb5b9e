//! A plan as it would be frozen now, without its items: what is said of it while things are still
//! being left out.

use std::sync::Arc;

use super::account::EnvironmentId;
use super::description::Description;
use super::note::Note;
use super::plan::Plan;
use super::sweep::Sweep;
use super::totals::Totals;
use super::unix_time::UnixTime;
use super::what::What;

/// A plan without its items. Nothing can be confirmed or carried out by it.
#[derive(Clone, Copy, Debug)]
pub struct Outline<'a> {
    plan: &'a Plan,
    totals: &'a Totals,
    sweep: Option<&'a Sweep>,
}

impl<'a> Outline<'a> {
    /// Of a plan from which items were left out. No selector finds exactly the others.
    pub fn of_part(plan: &'a Plan, totals: &'a Totals) -> Self {
        Self { plan, totals, sweep: None }
    }

    /// How many items it has.
    pub fn len(&self) -> u64 {
        self.totals.items
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Sums over the items.
    pub fn totals(&self) -> &'a Totals {
        self.totals
    }

    /// The selector that found exactly these items, where there is one.
    pub fn sweep(&self) -> Option<&'a Sweep> {
        self.sweep
    }

    /// Where the assets are.
    pub fn environment(&self) -> &'a EnvironmentId {
        self.plan.environment()
    }

    /// How its items were found.
    pub fn description(&self) -> &'a Description {
        self.plan.description()
    }

    /// Originals, all copies, or chosen copies.
    pub fn what(&self) -> What {
        self.plan.what()
    }

    /// Whether CDN copies are cleared.
    pub fn invalidate(&self) -> bool {
        self.plan.invalidate()
    }

    /// When the listing was complete.
    pub fn taken_at(&self) -> UnixTime {
        self.plan.taken_at()
    }

    /// What a user should know of it.
    pub fn notes(&self) -> &'a [Note] {
        self.plan.notes()
    }
}

impl<'a> From<&'a Plan> for Outline<'a> {
    fn from(plan: &'a Plan) -> Self {
        Self { plan, totals: plan.totals(), sweep: plan.sweep() }
    }
}

impl<'a> From<&'a Arc<Plan>> for Outline<'a> {
    fn from(plan: &'a Arc<Plan>) -> Self {
        Self::from(&**plan)
    }
}
