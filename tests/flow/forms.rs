//! Every form: what was planned is gone, what was not is still there.

use std::collections::BTreeSet;

use cloudsweep::model::asset::{AssetId, DeliveryType, ResourceType};
use cloudsweep::model::criteria::Criteria;
use cloudsweep::model::kinds::Kinds;
use cloudsweep::model::note::Note;
use cloudsweep::model::route::Route;
use cloudsweep::model::selector::{AssetIds, Copies, Picked, Selector};
use cloudsweep::model::what::What;
use cloudsweep::runtime::command::Command;
use cloudsweep::runtime::event::Event;
use cloudsweep_practice::{AssetView, DestroyById, Settings};

use crate::selectors;
use crate::support::{Name, Way, all_deleted, copies, ended, hosts, only, open, originals, planned};

/// Carries criteria out and holds the server's own state against the plan.
fn exactly_what_was_planned(way: &mut Way, criteria: Criteria) -> BTreeSet<Name> {
    let before = way.there();
    let plan = way.preview(criteria).plan;
    let names = planned(&plan);
    assert!(!names.is_empty(), "the sample library has something for every form");
    assert!(names.is_subset(&before));
    assert_eq!(way.there(), before, "a preview changes nothing");
    let receipt = way.carry_out(&plan);
    assert!(all_deleted(&receipt), "{:?}", receipt.summary.tally);
    let expected: BTreeSet<Name> = before.difference(&names).cloned().collect();
    assert_eq!(way.there(), expected);
    names
}

/// The first assets of a kind that the server has.
fn some(way: &Way, resource_type: &str, delivery_type: &str, count: usize) -> Vec<String> {
    let all = way.server.probe().all();
    let fitting = all
        .into_iter()
        .filter(|asset| asset.resource_type == resource_type && asset.delivery_type == delivery_type);
    let names: Vec<String> = fitting.map(|asset| asset.public_id).take(count).collect();
    assert_eq!(names.len(), count, "{resource_type}/{delivery_type}");
    names
}

#[test]
fn asset_ids_name_their_assets_and_the_kinds_narrow_them() {
    let mut way = open();
    let all = way.server.probe().all();
    let first = |resource_type: &str| all.iter().find(|asset| asset.resource_type == resource_type).unwrap();
    let (image, video) = (first("image"), first("video"));
    let ids = [&image.asset_id, &video.asset_id, "0123456789abcdef0123456789abcdef"]
        .map(|id| id.parse::<AssetId>().unwrap());
    let selector = Selector::AssetIds(AssetIds(ids.to_vec()));
    let images = Kinds { resource_type: Some(ResourceType::Image), delivery_type: None };
    let narrowed = way.preview(Criteria { kinds: images, ..originals(selector.clone()) });
    assert_eq!(narrowed.plan.items().len(), 1);
    assert_eq!(narrowed.plan.notes(), [Note::UnknownAssetIds(1), Note::OtherKinds(1)]);
    let gone = exactly_what_was_planned(&mut way, originals(selector));
    let named = |asset: &AssetView| {
        Name(format!("{}/{}/{}", asset.resource_type, asset.delivery_type, asset.public_id))
    };
    assert_eq!(gone, BTreeSet::from([named(image), named(video)]));
}

#[test]
fn one_asset_by_its_public_id() {
    let mut way = open();
    for (resource_type, delivery_type) in [
        ("image", "upload"),
        ("video", "upload"),
        ("raw", "upload"),
        ("image", "authenticated"),
        ("image", "private"),
    ] {
        let id = some(&way, resource_type, delivery_type, 1).remove(0);
        let selector = selectors::one(&id, &hosts()).unwrap();
        let gone = exactly_what_was_planned(&mut way, originals(selector));
        assert!(gone.contains(&Name(format!("{resource_type}/{delivery_type}/{id}"))));
    }
}

#[test]
fn one_asset_by_its_link() {
    let mut way = open();
    let links: Vec<(String, String)> = way
        .library()
        .into_iter()
        .filter(|asset| !matches!(asset.name.delivery_type.as_str(), "fetch" | "facebook"))
        .map(|asset| (asset.secure_url.to_string(), asset.name.public_id.to_string()))
        .step_by(31)
        .collect();
    for (link, id) in links {
        let selector = selectors::one(&link, &way.hosts()).unwrap();
        let gone = exactly_what_was_planned(&mut way, originals(selector));
        assert_eq!(gone.len(), 1, "{link}");
        assert!(gone.iter().all(|name| name.0.ends_with(&id)), "{link}: {gone:?}");
    }
}

#[test]
fn a_list_of_public_ids_and_links() {
    let mut way = open();
    let mut lines = some(&way, "image", "upload", 30);
    lines.extend(some(&way, "raw", "upload", 3));
    lines.push("no/such/asset".to_owned());
    let selector = selectors::list(&lines.join("\n"), &hosts()).unwrap();
    let previewed = way.preview(originals(selector.clone()));
    assert_eq!(previewed.report.unwrap().counts().unmatched, 1);
    let gone = exactly_what_was_planned(&mut way, originals(selector));
    assert!(gone.len() >= 33);
}

#[test]
fn a_prefix() {
    let mut way = open();
    let id = way.server.probe().all().into_iter().map(|asset| asset.public_id).find(|id| id.contains('/'));
    let prefix = id.unwrap().rsplit_once('/').unwrap().0.to_owned() + "/";
    let selector = selectors::prefix(&prefix);
    let gone = exactly_what_was_planned(&mut way, originals(selector));
    assert!(gone.iter().all(|name| name.0.contains(&format!("/{prefix}"))), "{gone:?}");
    assert!(way.there().iter().all(|name| !name.0.contains(&format!("upload/{prefix}"))));
}

#[test]
fn a_tag() {
    let mut way = open();
    let all = way.server.probe().all();
    let tag = all.iter().flat_map(|asset| &asset.tags).next().unwrap().clone();
    let tagged = all.iter().filter(|asset| asset.tags.contains(&tag)).count();
    let gone = exactly_what_was_planned(&mut way, originals(selectors::tag(&tag)));
    assert_eq!(gone.len(), tagged);
}

#[test]
fn a_tag_of_one_kind_leaves_the_other_kinds() {
    let mut way = open();
    let all = way.server.probe().all();
    let tag = all.iter().flat_map(|asset| &asset.tags).next().unwrap().clone();
    let criteria = originals(selectors::tag(&tag));
    let criteria = only(criteria, ResourceType::Image, DeliveryType::Upload);
    let gone = exactly_what_was_planned(&mut way, criteria);
    assert!(gone.iter().all(|name| name.0.starts_with("image/upload/")), "{gone:?}");
}

#[test]
fn what_was_picked_in_the_library() {
    let mut way = open();
    let assets: Vec<_> = way.library().into_iter().take(7).collect();
    let gone = exactly_what_was_planned(&mut way, originals(Selector::Picked(Picked(assets))));
    assert_eq!(gone.len(), 7);
}

/// Carries out a deletion of copies: every original stays, and of the planned ones no copy.
fn only_copies(way: &mut Way, selector: Selector) {
    let before = way.there();
    let probe = way.server.probe();
    let plan = way.preview(copies(selector)).plan;
    let names = planned(&plan);
    assert!(!names.is_empty());
    let others: usize = copies_of(&probe.all(), |name| !names.contains(name));
    assert!(copies_of(&probe.all(), |name| names.contains(name)) > 0);
    let receipt = way.carry_out(&plan);
    assert_eq!(ended(&receipt, "deleted") + ended(&receipt, "already gone"), names.len());
    assert_eq!(way.there(), before, "every original stays");
    assert_eq!(copies_of(&probe.all(), |name| names.contains(name)), 0);
    assert_eq!(copies_of(&probe.all(), |name| !names.contains(name)), others);
}

fn copies_of(all: &[AssetView], wanted: impl Fn(&Name) -> bool) -> usize {
    let name = |asset: &AssetView| {
        Name(format!("{}/{}/{}", asset.resource_type, asset.delivery_type, asset.public_id))
    };
    all.iter().filter(|asset| wanted(&name(asset))).map(|asset| asset.derived.len()).sum()
}

#[test]
fn copies_of_one_of_a_list_of_a_prefix_and_of_a_tag() {
    let mut way = open();
    let all = way.server.probe().all();
    let with_copies: Vec<&str> =
        all.iter().filter(|asset| asset.derived.len() > 1).map(|asset| &*asset.public_id).collect();
    only_copies(&mut way, selectors::one(with_copies[0], &hosts()).unwrap());
    only_copies(&mut way, selectors::list(&with_copies[1..30].join("\n"), &hosts()).unwrap());
    let left = way.server.probe().all();
    let tagged = left.iter().find(|asset| !asset.derived.is_empty() && !asset.tags.is_empty()).unwrap();
    only_copies(&mut way, selectors::tag(&tagged.tags[0]));
    let left = way.server.probe().all();
    let inside =
        left.iter().find(|asset| !asset.derived.is_empty() && asset.public_id.contains('/')).unwrap();
    let folder = inside.public_id.split_once('/').unwrap().0;
    only_copies(&mut way, selectors::prefix(format!("{folder}/")));
}

#[test]
fn single_copies_from_the_details() {
    let mut way = open();
    let before = way.there();
    let all = way.server.probe().all();
    let many = |id: &str| all.iter().any(|asset| asset.asset_id == id && asset.derived.len() >= 3);
    let asset = way.library().into_iter().find(|asset| many(&asset.asset_id.unwrap().to_string())).unwrap();
    way.send(Command::Details(asset.clone()));
    let details = way.wait(|event| match event {
        Event::Details { result, .. } => Some(result.unwrap().unwrap()),
        _ => None,
    });
    let chosen = details.derived[..2].to_vec();
    let kept: Vec<String> = details.derived[2..].iter().map(|copy| copy.id.to_string()).collect();
    let criteria = Criteria {
        selector: Selector::Copies(Copies { of: asset.clone(), copies: chosen }),
        kinds: Kinds::default(),
        what: What::ChosenCopies,
        invalidate: true,
    };
    let receipt = way.delete(criteria);
    assert_eq!(ended(&receipt, "deleted"), 2);
    assert_eq!(way.there(), before, "the original stays");
    let id = asset.asset_id.unwrap().to_string();
    let left = way.server.probe().all().into_iter().find(|asset| asset.asset_id == id).unwrap();
    let left: Vec<String> = left.derived.into_iter().map(|copy| copy.id).collect();
    assert_eq!(left, kept);
}

#[test]
fn the_wrong_resource_type_or_delivery_type_deletes_nothing() {
    let mut way = open();
    let before = way.there();
    let id = some(&way, "image", "upload", 1).remove(0);
    for (resource_type, delivery_type) in [
        (ResourceType::Video, DeliveryType::Upload),
        (ResourceType::Raw, DeliveryType::Upload),
        (ResourceType::Image, DeliveryType::Private),
    ] {
        let criteria = only(originals(selectors::one(&id, &hosts()).unwrap()), resource_type, delivery_type);
        let previewed = way.preview(criteria);
        assert!(previewed.plan.items().is_empty(), "{:?}", previewed.plan.items());
        assert_eq!(previewed.report.unwrap().counts().unmatched, 1);
    }
    assert_eq!(way.there(), before);
    assert_eq!(way.server.probe().requests().changing, 0);
}

#[test]
fn what_was_gone_before_is_never_called_deleted() {
    for route in [Route::Thorough, Route::Batches] {
        let mut way = open();
        let ids = some(&way, "image", "upload", 5);
        let selector = selectors::list(&ids.join("\n"), &hosts()).unwrap();
        let late = way.preview(originals(selector)).plan;
        way.delete(originals(selectors::one(&ids[2], &hosts()).unwrap()));
        let receipt = way.carry_out_by(&late, route);
        assert_eq!(ended(&receipt, "deleted"), 4, "{route:?}");
        let gone = &receipt.lines.iter().find(|line| *line.item.name.public_id == ids[2]).unwrap().outcome;
        assert_eq!(gone.as_ref().unwrap().word(), "already gone", "{route:?}");
    }
}

/// By name alone each hundred is looked at first, so what was overwritten stays, too; by asset ID
/// that is so once the preview is ten minutes old.
#[test]
fn an_asset_uploaded_anew_or_overwritten_since_the_preview_is_left_alone() {
    let by_name = DestroyById::only("").unwrap();
    for destroy_by_id in [DestroyById::default(), by_name] {
        let mut way = Way::open(Settings { destroy_by_id, ..Settings::default() });
        let ids = some(&way, "image", "upload", 4);
        let selector = selectors::list(&ids.join("\n"), &hosts()).unwrap();
        let plan = way.preview(originals(selector)).plan;
        let probe = way.server.probe();
        probe.remove("image", "upload", &ids[0]);
        let anew = probe.upload("image", "upload", &ids[0], &[]);
        if destroy_by_id == by_name {
            probe.upload("image", "upload", &ids[1], &[]);
        }
        let receipt = way.carry_out_by(&plan, Route::Thorough);
        let end = |id: &str| {
            let line = receipt.lines.iter().find(|line| &*line.item.name.public_id == id).unwrap();
            line.outcome.as_ref().unwrap().word()
        };
        assert_eq!(end(&ids[0]), "already gone", "its asset ID is gone; the new one is another asset");
        assert_eq!(probe.asset("image", "upload", &ids[0]), Some(anew));
        if destroy_by_id == by_name {
            assert_eq!(end(&ids[1]), "skipped");
            assert!(probe.exists("image", "upload", &ids[1]));
        }
        assert_eq!((end(&ids[2]), end(&ids[3])), ("deleted", "deleted"));
    }
}
