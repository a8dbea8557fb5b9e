//! What the program writes, read back as a list: exactly the same assets, whatever they are called.

use std::collections::BTreeSet;
use std::sync::Arc;

use cloudsweep::jobs::export;
use cloudsweep::model::account::EnvironmentId;
use cloudsweep::model::asset::AssetId;
use cloudsweep::model::description::Description;
use cloudsweep::model::fingerprint::Fingerprint;
use cloudsweep::model::job::JobHeader;
use cloudsweep::model::job_id::JobId;
use cloudsweep::model::outcome::{Outcome, Tally};
use cloudsweep::model::plan::Plan;
use cloudsweep::model::receipt::{JobState, Line, Summary};
use cloudsweep::model::route::Route;
use cloudsweep::model::selector::{Picked, Selector};
use cloudsweep::model::unix_time::UnixTime;
use cloudsweep::model::what::What;
use cloudsweep_practice::Settings;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::receipt::Receipt;
use crate::selectors;
use crate::support::{Way, copies, hosts, originals};

/// Names that a table, a spreadsheet or JSON could take for something else.
const ODD: [&str; 24] = [
    "=1+1",
    "+x",
    "-K82QoL4",
    "@sum",
    "'=x",
    "''",
    "a,b;c",
    "quote\"d",
    "\"whole\"",
    "tab\tin",
    "line\nbreak",
    "null",
    "true",
    "0123",
    "1e5",
    "public_id",
    "https://a.example/x,y",
    "{\"a\":1}",
    "[x]",
    "sep=;",
    "日本語",
    "e\u{301}",
    "a\u{202e}rtl",
    "b5e6d2b39ba3e0869d67141ba7dba6cf",
];

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::sample::select(&ODD[..]).prop_map(str::to_owned),
        1 => (prop::sample::select(&ODD[..]), prop::sample::select(&ODD[..])).prop_map(|(a, b)| format!("{a}/{b}")),
        1 => "[!-~]{1,12}",
    ]
    .prop_filter("no public ID has a blank or a slash at an end", |name| name.trim_matches(['/', ' ']) == name)
}

/// The receipt of a job that ended so with all of a plan.
fn receipt(plan: &Plan, outcome: &Outcome) -> Receipt {
    let lines = plan.items().iter().cloned().map(|item| Line { item, outcome: Some(outcome.clone()) });
    let lines: Vec<Line> = lines.collect();
    let mut tally = Tally::default();
    for _ in &lines {
        tally.add(outcome);
    }
    let header = JobHeader {
        id: JobId(1),
        environment: EnvironmentId("practice".into()),
        cloud_name: "practice".into(),
        description: Description::default(),
        what: plan.what(),
        route: Route::Batches,
        invalidate: true,
        planned: lines.len() as u64,
        fingerprint: Fingerprint([0; 32]),
        previewed_at: UnixTime::EPOCH,
        confirmed_at: UnixTime::EPOCH,
    };
    let summary = Summary { header, state: JobState::Done, tally, ended_at: Some(UnixTime::EPOCH) };
    Receipt { summary, lines, extras: Vec::new(), left_out: Vec::new() }
}

fn files(receipt: &Receipt) -> [(&'static str, String); 3] {
    let text = |file: Vec<u8>| String::from_utf8(file).expect("UTF-8");
    let (mut csv, mut json, mut list) = (Vec::new(), Vec::new(), Vec::new());
    export::csv(receipt, &mut csv).expect("memory takes everything");
    export::json(receipt, &mut json).expect("memory takes everything");
    export::support_list(receipt, &mut list).expect("memory takes everything");
    [("CSV", text(csv)), ("JSON", text(json)), ("support's list", text(list))]
}

fn ids(plan: &Plan) -> BTreeSet<AssetId> {
    plan.items().iter().map(|item| item.asset_id).collect()
}

#[test]
fn what_was_written_names_the_same_assets_when_it_is_read_back() {
    let mut way = Way::open(Settings { assets: 0, quota: u32::MAX, ..Settings::default() });
    let way = std::cell::RefCell::new(&mut way);
    let kinds = prop::sample::select(vec![
        ("image", "upload"),
        ("image", "private"),
        ("video", "upload"),
        ("raw", "upload"),
    ]);
    let assets = prop::collection::vec((kinds, name(), any::<bool>()), 1..10);
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(40);
    let mut runner = TestRunner::new(Config { cases, max_shrink_iters: 100, ..Config::default() });
    let result = runner.run(&assets, |assets| {
        let mut way = way.borrow_mut();
        let probe = way.server.probe();
        for asset in probe.all() {
            probe.remove(asset.resource_type, asset.delivery_type, &asset.public_id);
        }
        for ((kind, delivery), name, _) in &assets {
            probe.upload(kind, delivery, name, &[]);
        }
        // A part of the library: the rest must not come back with it.
        let wanted: BTreeSet<&str> =
            assets.iter().filter(|(.., in_it)| *in_it).map(|(_, name, _)| &**name).collect();
        let picked: Vec<_> =
            way.library().into_iter().filter(|asset| wanted.contains(&*asset.name.public_id)).collect();
        if picked.is_empty() {
            return Ok(());
        }
        let part = way.preview(originals(Selector::Picked(Picked(picked)))).plan;
        for (form, text) in files(&receipt(&part, &Outcome::Deleted { copies: None })) {
            let selector = selectors::list(&text, &hosts()).ok_or_else(|| TestCaseError::fail("no list"))?;
            let back = way.preview(originals(selector)).plan;
            prop_assert_eq!(ids(&back), ids(&part), "{}: {}", form, text);
        }
        Ok(())
    });
    result.unwrap_or_else(|failed| panic!("{failed}"));
}

#[test]
fn a_receipt_of_copies_never_names_the_originals_that_stayed() {
    let mut way = Way::open(Settings { quota: u32::MAX, ..Settings::default() });
    let all = way.server.probe().all();
    let original = all.iter().find(|asset| !asset.derived.is_empty()).expect("one with copies");
    let plan = way.preview(copies(selectors::one(&original.public_id, &hosts()).unwrap())).plan;
    assert_eq!(plan.what(), What::AllCopies);
    for (form, text) in files(&receipt(&plan, &Outcome::Deleted { copies: Some(1) })) {
        let Some(selector) = selectors::list(&text, &hosts()) else { continue };
        let previewed = way.preview(originals(selector));
        assert!(previewed.plan.items().is_empty(), "{form}: {text}");
        assert!(previewed.report.unwrap().offers.is_empty(), "{form}: nor is one offered");
    }
}

#[test]
fn what_was_left_out_is_never_named_when_a_receipt_is_read_back() {
    let mut way = Way::open(Settings { quota: u32::MAX, ..Settings::default() });
    let whole = way.preview(originals(selectors::tag(way.server.probe().all()[0].tags[0].clone())));
    let left_out = whole.plan.items()[0].clone();
    let plan = Arc::new(whole.plan.without(&whole.plan.items().marked(|item| item.key() == left_out.key())));
    let receipt = way.carry_out(&plan);
    assert_eq!((&receipt.left_out[..], receipt.summary.tally.left_out), (&[left_out.clone()][..], 1));
    let library: BTreeSet<AssetId> = way.library().iter().filter_map(|asset| asset.asset_id).collect();
    assert!(library.contains(&left_out.asset_id), "it is still there");
    for (form, text) in files(&receipt) {
        let previewed = way.preview(originals(selectors::list(&text, &hosts()).unwrap()));
        assert!(previewed.plan.items().is_empty(), "{form}: {text}");
        let offers = &previewed.report.as_ref().unwrap().offers;
        assert!(offers.iter().all(|offer| offer.item.asset_id != left_out.asset_id), "{form}");
    }
}
