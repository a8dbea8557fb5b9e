//! Previews: what is asked, planned and told.

use serde_json::{Value, json};

use super::cloud::resource;
use super::*;
use crate::jobs::planner::{self, Planned};
use crate::model::asset::{Asset, DeliveryType, Derived, ResourceType};
use crate::model::criteria::Criteria;
use crate::model::delivery::Hosts;
use crate::model::doubt::{Doubt, Expected};
use crate::model::fixture::{asset, at, copy_item, derived, id, item, items, prefix};
use crate::model::kinds::Kinds;
use crate::model::list::PublicIdList;
use crate::model::note::Note;
use crate::model::selector::{Again, AssetIds, Copies, List, Picked, Selector};

/// Uploaded images.
fn images(selector: Selector) -> Criteria {
    let kinds = Kinds { resource_type: Some(ResourceType::Image), delivery_type: Some(DeliveryType::Upload) };
    Criteria { selector, kinds, what: What::Originals, invalidate: true }
}

async fn planned(world: &World, criteria: &Criteria) -> Planned {
    planner::plan(&world.reader(), criteria, None).await.unwrap()
}

fn ids(planned: &Planned) -> Vec<crate::model::asset::AssetId> {
    planned.plan.items().iter().map(PlanItem::key).collect()
}

/// Lists this entry besides.
fn list_also(world: &World, entry: Value) {
    world.meanwhile(move |asked, _, cloud| {
        (asked.method == "GET").then(|| {
            let prefix = asked.each("prefix").concat();
            let there = cloud.there.iter().filter(|item| item.name.public_id.starts_with(&prefix));
            let there: Vec<Value> = there.map(resource).chain([entry.clone()]).collect();
            Answer::Told(200, json!({ "resources": there }))
        })
    });
}

#[tokio::test]
async fn a_plan_is_what_the_listing_holds_and_its_selector_may_be_sent() {
    let mut there = numbered(1..4);
    there[2].name.public_id = "elsewhere/3".into();
    let world = World::new(there);
    world.cloud(|cloud| cloud.indexed = Some(2));
    let found = planned(&world, &images(prefix("docs/"))).await;
    assert_eq!((ids(&found), found.listed, found.doubt), (vec![id(1), id(2)], 2, None));
    let by = found.plan.sweep().map(|sweep| sweep.by.clone());
    assert_eq!(by, Some(SweepBy::Prefix("docs/".into())));
    assert_eq!((found.plan.what(), found.plan.invalidate()), (What::Originals, true));
    assert!(found.plan.notes().is_empty() && found.report.is_none() && found.instead.is_empty());
    assert_eq!(
        (world.asked("GET").len(), world.asked("POST").len()),
        (1, 1),
        "no other spelling is looked for"
    );
}

#[tokio::test]
async fn a_listing_with_something_left_out_is_no_sweep() {
    for odd in [json!({ "public_id": "docs/9" }), resource(&PlanItem { version: 2, ..item(1, true) })] {
        let world = World::new(numbered(1..3));
        list_also(&world, odd);
        let found = planned(&world, &images(prefix("docs/"))).await;
        assert_eq!((found.doubt, found.plan.sweep()), (None, None));
        assert!(matches!(found.plan.notes(), [Note::Unreadable { .. }]), "{:?}", found.plan.notes());
    }
}

#[tokio::test]
async fn a_listing_that_is_doubted_is_no_sweep() {
    let world = World::new(numbered(1..3));
    world.cloud(|cloud| cloud.indexed = Some(100));
    let found = planned(&world, &images(prefix("docs/"))).await;
    let doubt = Doubt { found: 2, expected: 100, by: Expected::Index };
    assert_eq!((found.doubt, found.plan.sweep()), (Some(doubt), None));
}

#[tokio::test]
async fn another_spelling_explains_what_the_index_knows_of_and_not_what_was_there_last_time() {
    let world = World::new(items(12, true));
    let spelled = images(prefix("Docs/"));
    let found = planned(&world, &spelled).await;
    assert_eq!((found.listed, found.doubt), (0, None), "the index reads capitals in its own way");
    let instead: Vec<_> = found.instead.iter().map(|it| (&*it.spelling.text, it.found)).collect();
    assert_eq!(instead, [("docs/", 12)]);
    let found = planner::plan(&world.reader(), &spelled, Some((50, at(7)))).await.unwrap();
    assert_eq!(found.doubt.map(|doubt| doubt.by), Some(Expected::LastTime { at: at(7) }));
    assert_eq!(found.instead.len(), 1);
    let found = planned(&world, &images(prefix("nothing/"))).await;
    assert_eq!(found.doubt.map(|doubt| doubt.by), Some(Expected::Index), "nothing explains it");
    assert!(found.instead.is_empty());
}

#[tokio::test]
async fn where_something_could_not_be_read_no_other_spelling_is_looked_for() {
    let world = World::new(items(12, true));
    list_also(&world, json!({ "public_id": "Docs/9" }));
    let found = planned(&world, &images(prefix("Docs/"))).await;
    assert_eq!((found.listed, found.instead.len(), world.asked("POST").len()), (0, 0, 1));
}

#[tokio::test]
async fn originals_without_copies_are_left_out_where_copies_are_to_go() {
    let criteria = |what| Criteria { what, ..images(prefix("docs/")) };
    let world = World::new(numbered(1..4));
    world.cloud(|cloud| cloud.copies = vec![(id(1), vec![id(101), id(102)]), (id(3), vec![id(103)])]);
    let found = planned(&world, &criteria(What::AllCopies)).await;
    assert_eq!((ids(&found), found.listed), (vec![id(1), id(3)], 3));
    assert_eq!(found.plan.notes(), [Note::Copies { number: 3, bytes: 300 }]);
    assert_eq!(world.asked("GET").len(), 4, "a list, and each one's details");
    let found = planned(&world, &criteria(What::Originals)).await;
    assert_eq!((found.plan.items().len(), world.asked("GET").len()), (3, 5));
    world.cloud(|cloud| cloud.copies.clear());
    let found = planned(&world, &criteria(What::AllCopies)).await;
    assert!(found.plan.items().is_empty() && found.plan.notes().is_empty());
}

#[tokio::test]
async fn copies_of_more_than_twenty_originals_are_not_counted() {
    for (number, asked, notes) in [(20, 21, vec![]), (21, 1, vec![Note::CopiesUncounted])] {
        let world = World::new(items(number, true));
        let criteria = Criteria { what: What::AllCopies, ..images(prefix("docs/")) };
        let found = planned(&world, &criteria).await;
        assert_eq!((world.asked("GET").len(), found.plan.notes()), (asked, &notes[..]));
        assert_eq!(found.plan.items().len(), if number == 21 { 21 } else { 0 });
    }
}

#[tokio::test]
async fn of_named_assets_it_is_told_how_many_are_gone_and_how_many_are_of_other_kinds() {
    let mut raw = item(3, true);
    raw.name.resource_type = ResourceType::Raw;
    let world = World::new(vec![item(1, true), raw]);
    let named = |numbers: &[u8]| {
        images(Selector::AssetIds(AssetIds(numbers.iter().map(|number| id(*number)).collect())))
    };
    for (numbers, notes) in [
        (&[1, 2, 3, 4][..], vec![Note::UnknownAssetIds(2), Note::OtherKinds(1)]),
        (&[1, 3], vec![Note::OtherKinds(1)]),
        (&[1, 2], vec![Note::UnknownAssetIds(1)]),
        (&[1], vec![]),
    ] {
        let found = planned(&world, &named(numbers)).await;
        assert_eq!((ids(&found), found.plan.notes()), (vec![id(1)], &notes[..]), "{numbers:?}");
        assert_eq!(found.plan.sweep(), None);
    }
}

#[tokio::test]
async fn a_clicked_asset_is_planned_as_it_is_now_and_one_without_an_id_is_told_of() {
    let now = PlanItem { version: 7, ..item(1, true) };
    let world = World::new(vec![now.clone()]);
    let nameless = Asset { asset_id: None, ..asset(&item(2, true)) };
    let clicked = vec![Arc::new(asset(&item(1, true))), Arc::new(nameless)];
    let found = planned(&world, &images(Selector::Picked(Picked(clicked)))).await;
    let versions: Vec<u64> = found.plan.items().iter().map(|item| item.version).collect();
    assert_eq!(versions, [7]);
    assert_eq!(found.plan.notes(), [Note::WithoutAssetId { number: 1, example: "docs/2".into() }]);
}

#[tokio::test]
async fn chosen_copies_that_are_gone_are_told_of() {
    let world = World::new(numbered(1..2));
    world.cloud(|cloud| cloud.copies = vec![(id(1), vec![id(101), id(102)])]);
    let copies = |of: u8, copies: Vec<Derived>| {
        let of = Arc::new(asset(&item(of, true)));
        Criteria { what: What::ChosenCopies, ..images(Selector::Copies(Copies { of, copies })) }
    };
    for (chosen, planned_copies, notes) in [
        (vec![101, 102], vec![id(101), id(102)], vec![]),
        (vec![101], vec![id(101)], vec![]),
        (vec![102, 103, 104], vec![id(102)], vec![Note::CopiesGone(2)]),
    ] {
        let found = planned(&world, &copies(1, chosen.into_iter().map(derived).collect())).await;
        assert_eq!((ids(&found), found.plan.notes()), (planned_copies, &notes[..]));
    }
    let found = planned(&world, &copies(2, vec![derived(101)])).await;
    assert_eq!((ids(&found), found.plan.notes()), (vec![], &[Note::OriginalGone][..]));
}

#[tokio::test]
async fn copies_of_several_originals_are_counted_each_by_itself() {
    let world = World::new(numbered(1..3));
    world.cloud(|cloud| cloud.copies = vec![(id(1), vec![id(101), id(102)]), (id(2), vec![id(103)])]);
    let undone = vec![copy_item(1, 101), copy_item(1, 102), copy_item(2, 103), copy_item(2, 104)];
    let again = Again { of: JobId(1), items: undone.into() };
    let criteria = Criteria { what: What::ChosenCopies, ..images(Selector::Again(again)) };
    let found = planned(&world, &criteria).await;
    assert_eq!(
        (ids(&found), found.plan.notes()),
        (vec![id(101), id(102), id(103)], &[Note::CopiesGone(1)][..])
    );
}

#[tokio::test]
async fn a_list_is_reported_row_by_row() {
    let world = World::new(numbered(1..3));
    let list = PublicIdList::read("docs/1\ndocs/7", &Hosts::of_cloud("demo"));
    let found = planned(&world, &images(Selector::List(List(Arc::new(list))))).await;
    assert_eq!(ids(&found), [id(1)]);
    let report = found.report.expect("a report");
    assert_eq!((report.found.len(), report.list.rows.len()), (2, 2));
}
