//! The hour's calls are used up: whatever only reads waits with the time told, and goes on by itself.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use cloudsweep::model::criteria::Criteria;
use cloudsweep::model::preview::Preview;
use cloudsweep::model::problem::{DeletionProblem, Effect, Kind, RequestProblem};
use cloudsweep::model::selector::{Picked, Selector};
use cloudsweep::runtime::command::Command;
use cloudsweep::runtime::event::{Event, Reading};
use cloudsweep_practice::Settings;

use crate::selectors;
use crate::support::{Way, copies, hosts, originals};

const QUOTA: u32 = 60;

/// An environment whose hours take this long.
fn open(hour: u64) -> Way {
    Way::open(Settings { quota: QUOTA, quota_hour: Duration::from_secs(hour), ..Settings::default() })
}

/// Uses up the calls of the hour, at its start.
fn use_up(way: &Way) {
    way.server.probe().set_quota_used(QUOTA);
}

/// Previews while nothing is left; gives how often it was told until when, and the preview's end.
fn previewed(way: &mut Way, generation: u64, criteria: Criteria) -> (usize, Preview) {
    use_up(way);
    way.send(Command::Preview { generation, criteria: Box::new(criteria), with: None });
    let mut told = BTreeSet::new();
    let end = way.wait(|event| match event {
        Event::Preview { generation: asked, preview, .. } if asked == generation => match preview {
            Preview::Counting { until, .. } => {
                told.extend(until);
                None
            }
            end => Some(end),
        },
        _ => None,
    });
    (told.len(), end)
}

#[test]
fn every_form_of_a_preview_waits_and_goes_on() {
    let mut way = open(3);
    let all = way.server.probe().all();
    let named = |asset: &&cloudsweep_practice::AssetView| {
        asset.resource_type == "image" && asset.delivery_type == "upload" && !asset.derived.is_empty()
    };
    let asset = all.iter().find(named).expect("an image with copies");
    let picked = way.library().into_iter().take(2).collect();
    let tag = all.iter().find_map(|asset| asset.tags.first()).expect("a tag").clone();
    let near_miss = format!("{}.jpg\n{}", asset.public_id, asset.public_id);
    let one = || selectors::one(&asset.public_id, &hosts()).unwrap();
    let forms = [
        ("One asset", originals(one())),
        ("List with a near miss", originals(selectors::list(&near_miss, &hosts()).unwrap())),
        ("Prefix", originals(selectors::prefix(asset.public_id.clone()))),
        ("Prefix that finds nothing", originals(selectors::prefix(asset.public_id.to_uppercase()))),
        ("Tag", originals(selectors::tag(tag))),
        ("Library", originals(Selector::Picked(Picked(picked)))),
        ("Copies", copies(one())),
    ];
    for (number, (form, criteria)) in forms.into_iter().enumerate() {
        let (told, end) = previewed(&mut way, number as u64 + 1, criteria);
        assert!(told > 0, "{form}: until when it waits");
        assert!(matches!(end, Preview::Complete(_)), "{form}: {end:?}");
    }
}

#[test]
fn a_preview_that_waits_can_be_cancelled() {
    let mut way = open(3600);
    use_up(&way);
    let criteria = Box::new(originals(selectors::prefix("docs")));
    way.send(Command::Preview { generation: 1, criteria, with: None });
    way.wait(|event| match event {
        Event::Preview { preview: Preview::Counting { until: Some(_), .. }, .. } => Some(()),
        _ => None,
    });
    way.send(Command::CancelPreview);
    let problem = way.wait(|event| match event {
        Event::Preview { preview: Preview::Incomplete { problem, .. }, .. } => Some(problem),
        _ => None,
    });
    assert_eq!(problem.code, DeletionProblem::PreviewStopped.into());
}

#[test]
fn a_limit_that_never_ends_is_told_after_some_waits() {
    let mut way = open(1);
    way.server.probe().fault("limit-420@reading".parse().unwrap());
    let (told, end) = previewed(&mut way, 1, originals(selectors::prefix("docs")));
    let Preview::Incomplete { problem, .. } = end else { panic!("{end:?}") };
    assert!((1..=3).contains(&told), "{told}");
    let limit = RequestProblem { kind: Kind::LimitReached, effect: Effect::None };
    assert_eq!(problem.code, limit.into());
}

#[test]
fn the_library_the_tags_and_copies_wait_and_go_on() {
    let mut way = open(3);
    let asset = Arc::clone(way.library().first().expect("an asset"));
    let id = asset.asset_id.expect("an ID");
    for (reading, command) in [
        (Reading::Library(7), Command::ListLibrary { generation: 7, kind: None, cursor: None }),
        (Reading::Tags(8), Command::ListTags { generation: 8 }),
        (Reading::Details(id), Command::Details(asset)),
    ] {
        use_up(&way);
        way.send(command);
        let mut waited = false;
        let came = way.wait(|event| match event {
            Event::ReadingWaits { reading: which, until } if which == reading => {
                waited |= until.is_some();
                None
            }
            Event::LibraryPage { generation: 7, result } => Some(result.is_ok()),
            Event::Tags { generation: 8, result } => Some(result.is_ok()),
            Event::Details { result, .. } => Some(result.is_ok_and(|details| details.is_some())),
            _ => None,
        });
        assert!(waited && came, "{reading:?}");
    }
}

#[test]
fn the_next_page_replaces_one_that_waits() {
    let mut way = open(2);
    use_up(&way);
    for generation in [3, 4] {
        way.send(Command::ListLibrary { generation, kind: None, cursor: None });
    }
    let came = way.wait(|event| match event {
        Event::LibraryPage { generation, .. } => Some(generation),
        _ => None,
    });
    assert_eq!(came, 4);
}
