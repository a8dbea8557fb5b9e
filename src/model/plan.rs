//! A plan: the frozen list of exactly what will go.
//!
//! Built once by the planner from a complete listing, immutable from then on. What was previewed
//! is what runs: the job takes its items from here and from nowhere else. A listing that was cut
//! off, is empty by mistake or still being counted is not a plan but a [`Preview`](super::preview::Preview) of another kind,
//! and has no way to the confirmation.

mod source;
mod union;

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

pub use source::Source;

use super::account::EnvironmentId;
use super::asset::AssetId;
use super::bits::Bits;
use super::breadth::Breadth;
use super::description::Description;
use super::facets::Facets;
use super::fingerprint::Fingerprint;
use super::item::{Items, PlanItem};
use super::note::Note;
use super::order::{Names, Orders, Sort};
use super::sweep::{Sweep, SweepBy};
use super::totals::Totals;
use super::unix_time::UnixTime;
use super::what::What;

/// A frozen list of what will go. Immutable: its fields can be read, not changed.
#[derive(Clone, Debug)]
pub struct Plan {
    environment: EnvironmentId,
    sources: Vec<Source>,
    description: Description,
    notes: Vec<Note>,
    what: What,
    invalidate: bool,
    items: Items,
    left_out: Items,
    sweep: Option<Sweep>,
    totals: Totals,
    fingerprint: OnceLock<Fingerprint>,
    made: Arc<Made>,
}

/// What is made of a plan's items when it is first asked for, so that nothing walks them again.
#[derive(Debug, Default)]
struct Made {
    facets: OnceLock<Facets>,
    orders: Orders,
}

/// What the planner hands over to freeze a plan.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Where the assets are.
    pub environment: EnvironmentId,
    /// How its items were found.
    pub description: Description,
    /// Originals, all copies, or chosen copies.
    pub what: What,
    /// Named or caught.
    pub breadth: Breadth,
    /// Whether CDN copies are cleared.
    pub invalidate: bool,
    /// In the order in which they are shown and carried out. Repetitions are dropped.
    pub items: Vec<PlanItem>,
    /// When the listing was complete.
    pub taken_at: UnixTime,
    /// What a user should know of it: siblings that a prefix catches, rows left out …
    pub notes: Vec<Note>,
}

impl Plan {
    /// Freezes a draft.
    pub fn freeze(draft: Draft) -> Self {
        Self::freeze_with_selector(draft, None)
    }

    /// Freezes a draft. `selector`: what found exactly these items and nothing else, so that it
    /// may be sent itself.
    pub fn freeze_with_selector(draft: Draft, selector: Option<SweepBy>) -> Self {
        let mut items = draft.items;
        drop_repetitions(&mut items);
        items.shrink_to_fit();
        let source = Source {
            description: draft.description,
            breadth: draft.breadth,
            taken_at: draft.taken_at,
            notes: draft.notes,
            selector,
            found: Bits::clear(items.len()).inverted(),
        };
        let Draft { environment, what, invalidate, .. } = draft;
        Self::of_sources(environment, what, invalidate, vec![source], items.into())
    }

    fn of_sources(
        environment: EnvironmentId,
        what: What,
        invalidate: bool,
        sources: Vec<Source>,
        items: Items,
    ) -> Self {
        let mut notes: Vec<Note> = Vec::new();
        for note in sources.iter().flat_map(|source| &source.notes) {
            if !notes.contains(note) {
                notes.push(note.clone());
            }
        }
        let description = Description::of_all(sources.iter().map(|source| &source.description));
        let sweep = match (&sources[..], what) {
            ([Source { selector: Some(by), .. }], What::Originals) => {
                items.whole().and_then(|items| Sweep::of(by.clone(), items))
            }
            _ => None,
        };
        Self {
            environment,
            what,
            invalidate,
            totals: Totals::of(&items, what),
            sources,
            description,
            notes,
            items,
            left_out: Items::default(),
            sweep,
            fingerprint: OnceLock::new(),
            made: Arc::default(),
        }
    }

    /// Makes what the window asks of a plan at once, in the background.
    pub fn prepare(&self) {
        self.facets();
        for sort in [Sort::Plan, Sort::Sample] {
            self.order(sort);
        }
    }

    /// Where the assets are.
    pub fn environment(&self) -> &EnvironmentId {
        &self.environment
    }

    /// How its items were found.
    pub fn description(&self) -> &Description {
        &self.description
    }

    /// Originals, all copies, or chosen copies.
    pub fn what(&self) -> What {
        self.what
    }

    /// The widest of its sources.
    pub fn breadth(&self) -> Breadth {
        self.sources.iter().map(|source| source.breadth).max().unwrap_or(Breadth::Everything)
    }

    /// Whether CDN copies are cleared.
    pub fn invalidate(&self) -> bool {
        self.invalidate
    }

    /// Every item, in order; no two with the same key.
    pub fn items(&self) -> &Items {
        &self.items
    }

    /// What was found and then left out of it: for the receipt, and nothing else. Never sent, and no
    /// part of the fingerprint.
    pub fn left_out(&self) -> &Items {
        &self.left_out
    }

    /// The selector that found exactly these items, where there is one.
    pub fn sweep(&self) -> Option<&Sweep> {
        self.sweep.as_ref()
    }

    /// When the listing of its oldest source was complete.
    pub fn taken_at(&self) -> UnixTime {
        self.sources.iter().map(|source| source.taken_at).min().unwrap_or(UnixTime::MIN)
    }

    /// What a user should know of it.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// Sums over the items.
    pub fn totals(&self) -> &Totals {
        &self.totals
    }

    /// Over everything that would be carried out. Made when it is first asked for.
    pub fn fingerprint(&self) -> Fingerprint {
        *self.fingerprint.get_or_init(|| {
            Fingerprint::over(&self.environment, self.what, self.invalidate, self.sweep.as_ref(), &self.items)
        })
    }

    /// What its totals ask of each item.
    pub fn facets(&self) -> &Facets {
        self.made.facets.get_or_init(|| Facets::of(&self.items, self.what))
    }

    /// All positions in an order.
    pub fn order(&self, sort: Sort) -> &Arc<[u32]> {
        self.made.orders.get(&self.items, sort)
    }

    /// The names as a search compares them.
    pub fn names(&self) -> &Names {
        self.made.orders.names(&self.items)
    }

    /// Where the item with a key stands.
    pub fn position(&self, key: AssetId) -> Option<usize> {
        let order = self.order(Sort::Sample);
        let at = order.binary_search_by_key(&key, |position| self.items[*position as usize].key());
        at.ok().map(|at| order[at] as usize)
    }

    /// The same plan with further items, which the user took one by one. No selector finds exactly
    /// these, so it cannot be swept. Its totals are kept by difference.
    #[must_use]
    pub fn with(&self, further: impl IntoIterator<Item = PlanItem>) -> Self {
        let mut seen = HashSet::new();
        let new = |item: &PlanItem| self.position(item.key()).is_none() && seen.insert(item.key());
        let further: Vec<PlanItem> = further.into_iter().filter(new).collect();
        let by_hand = self.description.by_hand + further.len() as u64;
        let description = Description { by_hand, ..self.description.clone() };
        let facets = self.facets();
        let totals = facets.totals(facets.whole(), &further.iter().collect::<Vec<_>>());
        let items = self.items.joined(further);
        let all = items.len();
        Self { description, ..self.of_items(items, totals, |found| found.resized(all)) }
    }

    /// The same plan without the items at these positions, which are remembered; summed item by item,
    /// its fingerprint made. No selector finds exactly these any more, so it cannot be swept.
    #[must_use]
    pub fn without(&self, out: &Bits) -> Self {
        let places: Vec<usize> = out.resized(self.items.len()).inverted().iter().collect();
        let (out, kept) = self.items.parted(out);
        let left_out = if self.left_out.is_empty() {
            out
        } else {
            self.left_out.iter().chain(out.iter()).cloned().collect::<Vec<_>>().into()
        };
        let totals = Totals::of(&kept, self.what);
        let plan = Self { left_out, ..self.of_items(kept, totals, |found| found.picked(&places)) };
        plan.fingerprint();
        plan
    }

    /// `found`: the positions in these items, from those in the plan's.
    fn of_items(&self, items: Items, totals: Totals, found: impl Fn(&Bits) -> Bits) -> Self {
        let sources = self.sources.iter().map(|source| source.over(found(&source.found)));
        Self {
            totals,
            items,
            sources: sources.collect(),
            made: Arc::default(),
            left_out: self.left_out.clone(),
            sweep: None,
            fingerprint: OnceLock::new(),
            environment: self.environment.clone(),
            description: self.description.clone(),
            notes: self.notes.clone(),
            what: self.what,
            invalidate: self.invalidate,
        }
    }
}

fn drop_repetitions(items: &mut Vec<PlanItem>) {
    let mut seen = HashSet::with_capacity(items.len());
    items.retain(|item| seen.insert(item.key()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::asset::AssetId;
    use crate::model::description::Way;
    use crate::model::fixture::{at, draft, item, plan};

    /// A plan without the item of a number.
    fn without(plan: &Plan, number: u8) -> Plan {
        let key = AssetId::from_bytes([number; 16]);
        plan.without(&plan.items().marked(|item| item.key() == key))
    }

    #[test]
    fn a_plan_is_what_its_draft_says() {
        let plan = Plan::freeze(Draft {
            environment: EnvironmentId("shop".into()),
            description: Way::Tag { tag: "old".into() }.into(),
            what: What::AllCopies,
            breadth: Breadth::Caught,
            invalidate: true,
            items: vec![item(1, true)],
            taken_at: at(17),
            notes: vec![Note::AnyHost],
        });
        assert_eq!(plan.environment(), &EnvironmentId("shop".into()));
        assert_eq!(plan.description(), &Way::Tag { tag: "old".into() }.into());
        assert_eq!((plan.what(), plan.taken_at()), (What::AllCopies, at(17)));
        assert_eq!((plan.breadth(), plan.notes()), (Breadth::Caught, &[Note::AnyHost][..]));
        assert!(plan.invalidate() && plan.left_out().is_empty());
        let kept = plan.without(&Bits::clear(1));
        assert_eq!((kept.environment(), kept.notes()), (plan.environment(), plan.notes()));
        assert_eq!((kept.what(), kept.taken_at(), kept.invalidate()), (What::AllCopies, at(17), true));
        assert!(!Plan::freeze(Draft { invalidate: false, ..draft(Vec::new()) }).invalidate());
    }

    #[test]
    fn what_was_taken_in_already_is_not_added_by_hand() {
        let base = without(&plan(vec![item(1, true), item(2, true)]), 2);
        let same = base.with([item(1, true)]);
        assert_eq!((same.items().len(), same.description()), (1, base.description()));
        assert_eq!(same.left_out().len(), 1, "what was left out stays so");
    }

    #[test]
    fn names_stand_in_the_order_of_the_items() {
        let plan = plan(vec![item(3, true), item(1, true)]);
        assert_eq!([plan.names().get(0), plan.names().get(1)], ["docs/3", "docs/1"]);
    }

    #[test]
    fn repeated_items_count_once() {
        let plan = plan(vec![item(1, true), item(2, false), item(1, true)]);
        assert_eq!(plan.items().len(), 2);
        assert_eq!((plan.totals().bytes, plan.totals().without_backup), (2000, 1));
    }

    #[test]
    fn what_is_taken_into_a_plan_is_frozen_with_it() {
        let base = plan(vec![item(1, true)]);
        let more = base.with([item(2, false), item(1, true)]);
        assert_eq!((more.items().len(), more.totals().without_backup), (2, 1));
        assert_ne!(more.fingerprint(), base.fingerprint());
        let by_hand = Description { by_hand: 1, ..base.description().clone() };
        assert_eq!(more.description(), &by_hand, "the receipt says so, too");
        assert_eq!(more.fingerprint(), plan(vec![item(1, true), item(2, false)]).fingerprint());
    }

    #[test]
    fn the_fingerprint_changes_with_every_item_and_version() {
        let base = plan(vec![item(1, true), item(2, true)]);
        let mut overwritten = item(2, true);
        overwritten.version = 2;
        assert_eq!(base.fingerprint(), plan(vec![item(1, true), item(2, true)]).fingerprint());
        assert_ne!(base.fingerprint(), plan(vec![item(1, true), overwritten]).fingerprint());
        assert_ne!(base.fingerprint(), without(&base, 2).fingerprint());
    }

    #[test]
    fn what_is_left_out_is_remembered_and_no_part_of_the_plan() {
        let key = |number| AssetId::from_bytes([number; 16]);
        let base = plan(vec![item(1, true), item(2, true), item(3, true)]);
        let kept = without(&base, 2);
        let names = |items: &Items| items.iter().map(PlanItem::key).collect::<Vec<_>>();
        assert_eq!((names(kept.items()), names(kept.left_out())), (vec![key(1), key(3)], vec![key(2)]));
        assert_eq!(kept.fingerprint(), plan(vec![item(1, true), item(3, true)]).fingerprint());
        let twice = without(&kept, 1);
        assert_eq!((names(twice.items()), names(twice.left_out())), (vec![key(3)], vec![key(2), key(1)]));
    }

    #[test]
    fn a_plan_from_which_something_is_left_out_cannot_be_swept() {
        let draft = Draft { breadth: Breadth::Caught, ..draft(vec![item(1, true), item(2, true)]) };
        let by = SweepBy::Prefix("docs/".into());
        let plan = Plan::freeze_with_selector(draft.clone(), Some(by.clone()));
        assert_eq!(plan.sweep().map(|sweep| &sweep.by), Some(&by));
        assert_ne!(
            plan.fingerprint(),
            Plan::freeze(draft.clone()).fingerprint(),
            "the selector is part of it"
        );
        assert_eq!(without(&plan, 2).sweep(), None);
        let copies = Draft { what: What::AllCopies, ..draft };
        assert_eq!(Plan::freeze_with_selector(copies, Some(by)).sweep(), None, "copies go in batches");
    }
}
