//! Plans of several sources: each is counted by itself, and exactly what they found together goes.

use std::collections::BTreeSet;
use std::sync::Arc;

use cloudsweep::model::breadth::Breadth;
use cloudsweep::model::criteria::Criteria;
use cloudsweep::model::plan::Plan;
use cloudsweep::model::preview::Preview;
use cloudsweep::model::problem::Problem;
use cloudsweep::model::route::Route;
use cloudsweep::runtime::command::Command;
use cloudsweep::runtime::event::Event;

use crate::selectors;
use crate::support::{Name, Way, all_deleted, copies, open, originals, planned};

/// Waits for the plan that answers the question of a number.
fn answer(way: &mut Way, asked: u64) -> Result<Arc<Plan>, Problem> {
    way.wait(|event| match event {
        Event::Preview { generation, preview, .. } if generation == asked => match preview {
            Preview::Counting { .. } => None,
            Preview::Complete(plan) => Some(Ok(plan)),
            Preview::Incomplete { problem, .. } => Some(Err(problem)),
        },
        _ => None,
    })
}

fn added(way: &mut Way, with: &Arc<Plan>, criteria: Criteria) -> Result<Arc<Plan>, Problem> {
    let with = Some(Arc::clone(with));
    way.send(Command::Preview { generation: 1000, criteria: Box::new(criteria), with });
    answer(way, 1000)
}

/// Public IDs that start with “docs/”, and two named assets of which that finds one.
fn two_sources(way: &mut Way) -> (Arc<Plan>, Arc<Plan>, Arc<Plan>) {
    let caught = way.preview(originals(selectors::prefix("docs/"))).plan;
    let one_of_them = caught.items()[0].name.public_id.to_string();
    let other = way.server.probe().all().into_iter().map(|asset| asset.public_id);
    let other = other.filter(|id| id.starts_with("products/")).min().expect("a product");
    let list = selectors::list(&format!("{one_of_them}\n{other}"), &way.hosts()).expect("a list");
    let named = way.preview(originals(list.clone())).plan;
    let both = added(way, &caught, originals(list)).expect("a complete plan");
    (caught, named, both)
}

#[test]
fn exactly_what_two_sources_found_goes() {
    let mut way = open();
    let (caught, named, both) = two_sources(&mut way);
    let wanted: BTreeSet<Name> = planned(&caught).union(&planned(&named)).cloned().collect();
    assert_eq!(planned(&both), wanted);
    assert_eq!(both.items().len(), wanted.len(), "each once");
    assert_eq!((both.breadth(), both.sources().len()), (Breadth::Caught, 2));
    assert!(caught.sweep().is_some() && both.sweep().is_none());
    assert!(!Route::Sweep.can_take(both.what(), both.sweep()));
    let before = way.there();
    let receipt = way.carry_out(&both);
    assert!(all_deleted(&receipt), "{:?}", receipt.summary.tally);
    assert_eq!(way.there(), before.difference(&wanted).cloned().collect());
}

#[test]
fn a_source_is_taken_out_in_the_background() {
    let mut way = open();
    let (caught, named, both) = two_sources(&mut way);
    for (at, left) in [(0, &named), (1, &caught)] {
        way.send(Command::TakeOutSource { generation: 2000, plan: Arc::clone(&both), at });
        let plan = answer(&mut way, 2000).expect("a complete plan");
        assert_eq!(plan.fingerprint(), left.fingerprint(), "{at}: as if it had been alone");
    }
    way.send(Command::TakeOutSource { generation: 3000, plan: caught, at: 0 });
    assert!(answer(&mut way, 3000).is_err(), "the last one stays");
}

#[test]
fn what_does_not_go_together_is_no_plan() {
    let mut way = open();
    let originals = way.preview(originals(selectors::prefix("docs/"))).plan;
    assert!(added(&mut way, &originals, copies(selectors::prefix("docs/"))).is_err());
}
