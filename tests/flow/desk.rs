//! What the window has worked out in the background, since it would take too long there.

use std::sync::Arc;

use cloudsweep::jobs::lines::{Line, Rows};
use cloudsweep::model::arrangement::{Admitted, Arrangement};
use cloudsweep::model::item::PlanItem;
use cloudsweep::model::order::Sort;
use cloudsweep::model::plan::Plan;
use cloudsweep::runtime::command::Command;
use cloudsweep::runtime::event::Event;

use crate::selectors;
use crate::support::{self, Way};

fn plan(way: &mut Way) -> Arc<Plan> {
    way.preview(support::originals(selectors::prefix("products/"))).plan
}

#[test]
fn items_are_sorted_and_found() {
    let mut way = support::open();
    let plan = plan(&mut way);
    let wanted = Box::new(Arrangement {
        counted: Arc::clone(&plan),
        found: Arc::clone(&plan),
        sort: Sort::Name,
        admitted: Admitted::All,
        text: "1".into(),
        within: None,
    });
    let expected = wanted.positions();
    assert!(!expected.is_empty() && expected.len() < plan.items().len());
    way.send(Command::Arrange { generation: 7, wanted });
    let shown = way.wait(|event| match event {
        Event::Arranged { generation: 7, shown } => Some(shown),
        _ => None,
    });
    assert_eq!(shown, expected);
}

#[test]
fn rows_of_a_list_are_found() {
    let mut way = support::open();
    let list = selectors::list("nothing-of-this-name\nor-of-that-one", &way.hosts()).expect("a list");
    let report = way.preview(support::originals(list)).report.expect("of a list");
    let count = |rows| Command::ArrangeLines { generation: rows as u64, report: Arc::clone(&report), rows };
    for (rows, expected) in [(Rows::Found, vec![]), (Rows::Unmatched, vec![Line::Row(0), Line::Row(1)])] {
        way.send(count(rows));
        let lines = way.wait(|event| match event {
            Event::LinesArranged { generation, lines } if generation == rows as u64 => Some(lines),
            _ => None,
        });
        assert_eq!(lines[..], expected);
    }
}

#[test]
fn a_plan_is_frozen_without_what_is_left_out() {
    let mut way = support::open();
    let found = plan(&mut way);
    let first = found.items()[0].key();
    let left_out = found.items().marked(|item| item.key() == first);
    let expected = found.without(&left_out);
    way.send(Command::Freeze { generation: 7, found: Arc::clone(&found), left_out });
    let frozen = way.wait(|event| match event {
        Event::Frozen { generation: 7, result } => Some(result.expect("frozen")),
        _ => None,
    });
    assert_eq!(frozen.fingerprint(), expected.fingerprint());
    assert_eq!((frozen.items(), frozen.totals()), (expected.items(), expected.totals()));
    assert_eq!(frozen.left_out().iter().map(PlanItem::key).collect::<Vec<_>>(), [first]);
}

#[test]
fn a_new_count_is_compared_and_what_was_left_out_stays_so() {
    let mut way = support::open();
    let (before, now) = (plan(&mut way), plan(&mut way));
    let first = before.items()[0].key();
    let left_out = before.items().marked(|item| item.key() == first);
    let (counted, found) = (Arc::clone(&now), now);
    way.send(Command::Compare { generation: 7, before, left_out: left_out.clone().into(), counted, found });
    let compared = way.wait(|event| match event {
        Event::Compared { generation: 7, result } => Some(result.expect("compared")),
        _ => None,
    });
    let told = compared.comparison;
    assert_eq!((told.more, told.gone, told.changed), (0, 0, 0));
    assert_eq!((&told.left_out.at, compared.chosen.out()), (&left_out, &left_out));
}

#[test]
fn what_is_to_be_freed_is_freed() {
    let mut way = support::open();
    let plan = plan(&mut way);
    let held = Arc::downgrade(&plan);
    way.send(Command::Free(vec![Box::new(plan)]));
    for _ in 0..5_000 {
        if held.strong_count() == 0 {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    panic!("it is still held");
}
