//! Whatever is left out, put back and taken in: the sums on screen are those of a plan that is frozen
//! then.

use proptest::prelude::*;

use super::*;
use crate::model::asset::ResourceType;
use crate::model::fixture::{at, draft, id, item};
use crate::model::plan::Draft;
use crate::model::what::What;

/// One thing that the user does, or that a new count does for them.
#[derive(Clone, Debug)]
enum Deed {
    LeaveOut(u8, bool),
    WithoutBackup,
    AllBack,
    Take(u8, bool),
    /// Some are gone in the new count.
    CountAnew(u8),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        8 => (0..30_u8, any::<bool>()).prop_map(|(number, out)| Deed::LeaveOut(number, out)),
        1 => Just(Deed::WithoutBackup),
        1 => Just(Deed::AllBack),
        3 => (15..30_u8, any::<bool>()).prop_map(|(number, taken)| Deed::Take(number, taken)),
        1 => (2..6_u8).prop_map(Deed::CountAnew),
    ]
}

/// Few folders, types and dates, so that each is shared, emptied and filled again; and sizes that no
/// sum in 64 bits holds.
fn any_item(number: u8) -> impl Strategy<Value = PlanItem> {
    let name = prop_oneof!["", "a/", "a/b/", "b/", "[c-v]/"];
    let bytes = prop_oneof![0..5_u64, Just(u64::MAX / 2)];
    let backed_up = prop_oneof![Just(Some(true)), Just(Some(false)), Just(None)];
    let kind = prop::sample::select(ResourceType::ALL.to_vec());
    let delivery = prop::sample::select(vec!["upload", "private", "facebook"]);
    (name, bytes, prop::option::of((0..4_i64).prop_map(at)), backed_up, kind, delivery).prop_map(
        move |(folder, bytes, created_at, backed_up, kind, delivery)| {
            let mut item = item(number, true);
            item.name.public_id = format!("{folder}{number}").into();
            item.name.resource_type = kind;
            item.name.delivery_type = delivery.into();
            PlanItem { bytes, created_at, backed_up, ..item }
        },
    )
}

/// Some are counted, others offered, and some both.
fn items() -> impl Strategy<Value = (Vec<PlanItem>, Vec<PlanItem>)> {
    let all = |numbers: std::ops::Range<u8>| numbers.map(any_item).collect::<Vec<_>>();
    (all(0..20), all(15..30))
}

fn what() -> impl Strategy<Value = What> {
    prop::sample::select(vec![What::Originals, What::AllCopies, What::ChosenCopies])
}

fn by_delivery(plan: &Plan) -> BTreeMap<DeliveryType, u64> {
    let mut counts = BTreeMap::new();
    for item in plan.items() {
        *counts.entry(item.name.delivery_type.clone()).or_default() += 1;
    }
    counts
}

/// What is left out and taken in, as keys: nothing is clever here.
#[derive(Default)]
struct Plain {
    left_out: HashSet<AssetId>,
    taken: HashSet<AssetId>,
}

impl Plain {
    fn act(&mut self, deed: &Deed, marks: &Marks, offers: &[PlanItem]) {
        match *deed {
            Deed::LeaveOut(number, true) => {
                if marks.found().items().iter().any(|item| item.key() == id(number)) {
                    self.left_out.insert(id(number));
                }
            }
            Deed::LeaveOut(number, false) => drop(self.left_out.remove(&id(number))),
            Deed::WithoutBackup => {
                let items = marks.found().items().iter();
                self.left_out.extend(items.filter(|item| item.backed_up != Some(true)).map(PlanItem::key));
            }
            Deed::AllBack => self.left_out.clear(),
            Deed::Take(number, taken) => {
                self.left_out.remove(&id(number));
                if taken && offers.iter().any(|item| item.key() == id(number)) {
                    self.taken.insert(id(number));
                } else {
                    self.taken.remove(&id(number));
                }
            }
            Deed::CountAnew(_) => {
                let there: HashSet<AssetId> = marks.found().items().iter().map(PlanItem::key).collect();
                self.left_out.retain(|key| there.contains(key));
            }
        }
    }

    /// Frozen from the start.
    fn plan(&self, counted: &[PlanItem], offers: &[PlanItem], what: What) -> Plan {
        let added = offers.iter().filter(|item| self.taken.contains(&item.key()));
        let items = counted.iter().chain(added).filter(|item| !self.left_out.contains(&item.key()));
        Plan::freeze(Draft { what, ..draft(items.cloned().collect()) })
    }
}

fn act(marks: &mut Marks, deed: &Deed, counted: &mut Vec<PlanItem>, offers: &[PlanItem], what: What) {
    match *deed {
        Deed::LeaveOut(number, out) => drop(marks.set_left_out(id(number), out)),
        Deed::WithoutBackup => marks.leave_out_without_backup(),
        Deed::AllBack => marks.put_all_back(),
        Deed::Take(number, taken) => drop(marks.set_taken(id(number), taken, offers.iter())),
        Deed::CountAnew(each) => {
            counted.retain(|item| !item.key().as_bytes()[0].is_multiple_of(each));
            let plan = Plan::freeze(Draft { what, ..draft(counted.clone()) });
            let mut new = Marks::none(Arc::new(plan));
            for key in marks.taken().iter() {
                new.set_taken(*key, true, offers.iter());
            }
            let compared =
                Compared::of(marks.found(), &marks.all_left_out(), new.found(), Arc::clone(new.counted()));
            new.take_over(compared);
            *marks = new;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn the_sums_on_screen_are_those_of_a_freshly_frozen_plan(
        (mut counted, offers) in items(),
        what in what(),
        deeds in prop::collection::vec(deed(), 1..40),
    ) {
        let mut marks = Marks::none(Arc::new(Plan::freeze(Draft { what, ..draft(counted.clone()) })));
        let mut plain = Plain::default();
        for deed in &deeds {
            act(&mut marks, deed, &mut counted, &offers, what);
            plain.act(deed, &marks, &offers);
            let (fresh, frozen) = (plain.plan(&counted, &offers, what), marks.frozen());
            prop_assert_eq!(marks.outline().totals(), fresh.totals(), "{:?} of {:?}", deed, deeds);
            prop_assert_eq!(frozen.totals(), fresh.totals());
            prop_assert_eq!(frozen.fingerprint(), fresh.fingerprint());
            prop_assert_eq!(marks.by_delivery(), &by_delivery(&fresh));
            prop_assert_eq!(marks.left_out(), plain.left_out.len());
            let taken_in = plain.taken.difference(&plain.left_out).count();
            prop_assert_eq!((marks.taken_in(), &**marks.taken()), (taken_in, &plain.taken));
            for (position, item) in marks.found().items().iter().enumerate() {
                let out = plain.left_out.contains(&item.key());
                prop_assert_eq!((marks.is_out(position), marks.is_left_out(item.key())), (out, out));
            }
            let left_out = frozen.left_out().iter().map(PlanItem::key).collect::<HashSet<_>>();
            prop_assert_eq!(left_out, plain.left_out.clone());
        }
    }

    #[test]
    fn what_was_found_has_the_totals_of_all_its_items(
        (counted, offers) in items(),
        what in what(),
        taken in prop::collection::vec(15..30_u8, 0..6),
    ) {
        let mut marks = Marks::none(Arc::new(Plan::freeze(Draft { what, ..draft(counted) })));
        for number in taken {
            marks.set_taken(id(number), true, offers.iter());
        }
        let found = marks.found();
        prop_assert_eq!(found.totals(), &Totals::of(found.items(), what));
    }
}
