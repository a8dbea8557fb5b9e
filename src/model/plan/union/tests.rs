use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::model::breadth::Breadth;
use crate::model::confirm::{Confirmation, Stakes};
use crate::model::description;
use crate::model::fixture::{at, draft, id, item};
use crate::model::note::Note;
use crate::model::plan::Draft;
use crate::model::route::Route;
use crate::model::sweep::SweepBy;
use crate::model::totals::Totals;
use crate::model::unix_time::UnixTime;
use crate::model::what::What;
use std::sync::Arc;

/// What one way of finding found: assets by number with their versions, and how.
#[derive(Clone, Debug)]
struct Way {
    found: BTreeMap<u8, u64>,
    breadth: Breadth,
    taken_at: UnixTime,
    whole: bool,
}

fn way() -> impl Strategy<Value = Way> {
    let breadth = prop::sample::select(vec![Breadth::Named, Breadth::Caught, Breadth::Everything]);
    let found = prop::collection::btree_map(0..24_u8, 1..3_u64, 0..12);
    (found, breadth, (0..100_i64).prop_map(at), any::<bool>())
        .prop_map(|(found, breadth, taken_at, whole)| Way { found, breadth, taken_at, whole })
}

fn plan(number: usize, way: &Way) -> Plan {
    let items =
        way.found.iter().map(|(number, version)| PlanItem { version: *version, ..item(*number, true) });
    let draft = Draft {
        description: description::Way::List { rows: number as u64 }.into(),
        breadth: way.breadth,
        taken_at: way.taken_at,
        ..draft(items.collect())
    };
    Plan::freeze_with_selector(draft, way.whole.then(|| SweepBy::Tag(format!("tag {number}"))))
}

fn keys(plan: &Plan) -> Vec<AssetId> {
    let mut keys: Vec<AssetId> = plan.items().iter().map(PlanItem::key).collect();
    keys.sort();
    keys
}

/// A plan is what these ways found together, and nothing else.
fn is_of(plan: &Plan, ways: &[(usize, &Way)]) -> Result<(), TestCaseError> {
    let all: BTreeSet<AssetId> =
        ways.iter().flat_map(|(_, way)| way.found.keys()).map(|number| id(*number)).collect();
    prop_assert_eq!(keys(plan), all.into_iter().collect::<Vec<_>>(), "each once");
    prop_assert_eq!(plan.totals(), &Totals::of(plan.items(), What::Originals));
    prop_assert_eq!(plan.breadth(), ways.iter().map(|(_, way)| way.breadth).max().unwrap());
    prop_assert_eq!(plan.taken_at(), ways.iter().map(|(_, way)| way.taken_at).min().unwrap());
    prop_assert_eq!(plan.sources().len(), ways.len());
    for (source, (number, way)) in plan.sources().iter().zip(ways) {
        prop_assert_eq!(source.description(), &description::Way::List { rows: *number as u64 }.into());
        let found: BTreeSet<AssetId> = source.found.iter().map(|at| plan.items()[at].key()).collect();
        prop_assert_eq!(found, way.found.keys().map(|number| id(*number)).collect());
        prop_assert_eq!(source.len(), way.found.len() as u64);
        prop_assert_eq!(source.is_empty(), way.found.is_empty());
    }
    let alone = match ways {
        [(number, way)] if way.whole && !way.found.is_empty() => Some(SweepBy::Tag(format!("tag {number}"))),
        _ => None,
    };
    prop_assert_eq!(plan.sweep().map(|sweep| &sweep.by), alone.as_ref());
    prop_assert!(plan.sweep().is_none_or(|sweep| sweep.fits(plan.items().whole().unwrap())));
    is_confirmed_as_the_widest(plan, ways)
}

/// What has to be done to confirm it is what a plan of the same items would ask for, had each been
/// found in the widest way.
fn is_confirmed_as_the_widest(plan: &Plan, ways: &[(usize, &Way)]) -> Result<(), TestCaseError> {
    let widest = ways.iter().map(|(_, way)| way.breadth).max().unwrap();
    let alike = Plan::freeze(Draft { breadth: widest, ..draft(plan.items().iter().cloned().collect()) });
    let tier = |plan: &Plan| {
        let stakes = Stakes { cloud_name: "demo".into(), production: false, account_total: None };
        Confirmation::new(Arc::new(plan.clone()), Route::Batches, stakes).map(|it| it.tier())
    };
    prop_assert_eq!(tier(plan), tier(&alike));
    Ok(())
}

proptest! {
    #[test]
    fn a_plan_is_the_union_of_its_sources_whichever_of_them_are_taken_out(
        ways in prop::collection::vec(way(), 1..5),
        out in prop::collection::vec(any::<prop::sample::Index>(), 0..5),
    ) {
        let mut left: Vec<(usize, &Way)> = ways.iter().enumerate().collect();
        let mut whole = plan(0, &ways[0]);
        for (number, way) in left.iter().skip(1) {
            whole = whole.united(&plan(*number, way)).unwrap();
        }
        is_of(&whole, &left)?;
        for out in out {
            let at = out.index(left.len());
            if left.len() == 1 {
                prop_assert!(whole.without_source(at).is_none(), "the last one stays");
                break;
            }
            left.remove(at);
            whole = whole.without_source(at).unwrap();
            is_of(&whole, &left)?;
        }
        prop_assert!(whole.without_source(left.len()).is_none());
    }

    #[test]
    fn what_two_sources_found_is_as_the_later_one_found_it(one in way(), two in way()) {
        let (first, second) = (plan(0, &one), plan(1, &two));
        let both = first.united(&second).unwrap();
        for item in both.items() {
            let later = second.items().iter().chain(first.items()).find(|it| it.key() == item.key());
            prop_assert_eq!(Some(item), later);
        }
    }

    #[test]
    fn what_is_left_out_of_a_plan_is_left_out_of_its_sources(
        one in way(),
        two in way(),
        out in prop::collection::btree_set(0..24_u8, 0..12),
    ) {
        let both = plan(0, &one).united(&plan(1, &two)).unwrap();
        let out: BTreeSet<AssetId> = out.into_iter().map(id).collect();
        let kept = both.without(&both.items().marked(|item| out.contains(&item.key())));
        for (source, before) in kept.sources().iter().zip(both.sources()) {
            let found: Vec<AssetId> = source.found.iter().map(|at| kept.items()[at].key()).collect();
            let before = before.found.iter().map(|at| both.items()[at].key());
            prop_assert_eq!(found, before.filter(|key| !out.contains(key)).collect::<Vec<_>>());
        }
        prop_assert!(kept.sweep().is_none());
    }
}

#[test]
fn plans_that_do_not_go_together_are_not_united() {
    let base = Plan::freeze(draft(vec![item(1, true)]));
    let copies = Plan::freeze(Draft { what: What::AllCopies, ..draft(vec![item(2, true)]) });
    let cached = Plan::freeze(Draft { invalidate: false, ..draft(vec![item(2, true)]) });
    let elsewhere =
        Draft { environment: crate::model::account::EnvironmentId("other".into()), ..draft(vec![]) };
    for other in [copies, cached, Plan::freeze(elsewhere)] {
        assert!(!base.can_take(&other) && base.united(&other).is_none());
    }
}

#[test]
fn a_note_of_two_sources_is_read_once() {
    let with = |notes: [Note; 2]| Plan::freeze(Draft { notes: notes.to_vec(), ..draft(vec![item(1, true)]) });
    let (one, both, two) = (Note::Gone(1), Note::AnyHost, Note::Gone(2));
    let united = with([one.clone(), both.clone()]).united(&with([both.clone(), two.clone()])).unwrap();
    assert_eq!(united.notes(), [one, both.clone(), two.clone()]);
    assert_eq!(united.without_source(0).unwrap().notes(), [both, two]);
}
