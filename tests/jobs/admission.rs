//! A plan from a server that answers with more than it was asked for.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use cloudsweep::api::Client;
use cloudsweep::jobs::planner;
use cloudsweep::jobs::preview_reader::PreviewReader;
use cloudsweep::jobs::progress::{Phase, Progress};
use cloudsweep::jobs::runner::{self, Control, Tools};
use cloudsweep::journal::{JobSnapshot, Journal};
use cloudsweep::model::account::{Credentials, Region};
use cloudsweep::model::asset::{Asset, AssetId, DeliveryType, Derived, ResourceType};
use cloudsweep::model::criteria::Criteria;
use cloudsweep::model::delivery::Hosts;
use cloudsweep::model::item::{Items, PlanItem, Words};
use cloudsweep::model::job_id::JobId;
use cloudsweep::model::kinds::Kinds;
use cloudsweep::model::note::Note;
use cloudsweep::model::plan::Plan;
use cloudsweep::model::route::Route;
use cloudsweep::model::selector::{Again, Copies, Picked, Selector};
use cloudsweep::model::settings::JobSettings;
use cloudsweep::model::what::What;
use cloudsweep::platform::clock::{self, Clock};
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::image::image;
use crate::peer::{Peer, Seen, ok};
use crate::selectors;
use crate::support::{confirmed, within};

fn id(number: u8) -> AssetId {
    AssetId::from_bytes([number; 16])
}

/// Numbers are asset IDs; the first is the one that is wanted.
fn told(number: u8) -> Value {
    json!({
        "asset_id": id(number).to_string(), "resource_type": "image", "type": "upload",
        "public_id": format!("docs/{number}"), "version": 7, "bytes": 10, "backup": true, "tags": [],
    })
}

fn asset(number: u8) -> Asset {
    Asset { version: 7, bytes: 10, ..image(id(number), &format!("docs/{number}")) }
}

/// A server to which every question has one answer: the wanted asset, and three others.
async fn greedy() -> Peer {
    answering(|_| 4).await
}

/// The same with so many assets in each list.
async fn answering(listed: impl Fn(&Seen) -> u8 + Send + Sync + 'static) -> Peer {
    let mut all = told(1);
    all["derived"] = json!([
        { "id": id(101).to_string(), "transformation": "c_fit" },
        { "id": id(102).to_string(), "transformation": "c_fill" },
        { "id": id(101).to_string(), "transformation": "c_fit" },
    ]);
    Peer::new(move |seen, _| {
        let mut all = all.clone();
        all["resources"] = (1..=listed(seen)).map(told).collect();
        ok(&all.to_string())
    })
    .await
}

fn client(peer: &Peer) -> Client {
    let region = Region::Own(peer.prefix());
    Client::new(Credentials::from_fields("demo", "1", "secret", &region).unwrap()).unwrap()
}

async fn plan(selector: Selector, what: What) -> Plan {
    plan_from(&client(&greedy().await), selector, what).await
}

async fn plan_from(client: &Client, selector: Selector, what: What) -> Plan {
    let reader = PreviewReader::new(client, 0, Clock::default(), |_| {});
    let kinds = Kinds { resource_type: Some(ResourceType::Image), delivery_type: Some(DeliveryType::Upload) };
    let criteria = Criteria { selector, kinds, what, invalidate: true };
    planner::plan(&reader, &criteria, None).await.unwrap().plan
}

fn keys(plan: &Plan) -> BTreeSet<AssetId> {
    plan.items().iter().map(PlanItem::key).collect()
}

#[tokio::test]
async fn one_picked_asset_makes_a_plan_of_one() {
    let plan = plan(Selector::Picked(Picked(vec![Arc::new(asset(1))])), What::Originals).await;
    assert_eq!(keys(&plan), BTreeSet::from([id(1)]));
    assert_eq!(plan.notes(), [], "it is there, and nothing was left out");
}

#[tokio::test]
async fn what_is_tried_again_is_what_was_left_undone() {
    let item = PlanItem::of_asset(&asset(1), &mut Words::default()).unwrap();
    let gone = PlanItem::of_asset(&asset(9), &mut Words::default()).unwrap();
    let items = Items::from(vec![item, gone]);
    let plan = plan(Selector::Again(Again { of: JobId(1), items }), What::Originals).await;
    assert_eq!(keys(&plan), BTreeSet::from([id(1)]));
    assert_eq!(plan.notes(), [Note::UndoneGone(1)]);
}

#[tokio::test]
async fn a_list_finds_what_its_rows_name() {
    for row in ["docs/1".to_owned(), id(1).to_string()] {
        let list = selectors::list(&row, &Hosts::of_cloud("demo")).unwrap();
        let plan = plan(list, What::Originals).await;
        assert_eq!(keys(&plan), BTreeSet::from([id(1)]), "{row}");
    }
}

#[tokio::test]
async fn of_an_assets_copies_only_the_chosen_one_is_planned() {
    let copy = Derived {
        id: id(101),
        transformation: "c_fit".into(),
        format: None,
        bytes: 0,
        secure_url: "".into(),
    };
    let selector = Selector::Copies(Copies { of: Arc::new(asset(1)), copies: vec![copy] });
    assert_eq!(keys(&plan(selector, What::ChosenCopies).await), BTreeSet::from([id(101)]));
}

/// What is listed besides could go with a sweep, so there is none.
#[tokio::test]
async fn a_prefix_that_catches_others_cannot_be_swept() {
    let swept = plan(selectors::prefix("docs/"), What::Originals).await;
    assert!(keys(&swept).len() == 4 && swept.sweep().is_some());
    let plan = plan(selectors::prefix("docs/1"), What::Originals).await;
    assert_eq!(keys(&plan), BTreeSet::from([id(1)]));
    assert_eq!(plan.sweep(), None);
}

/// What a sweep takes is known before it is sent again, or it is not sent.
#[tokio::test]
async fn a_sweep_whose_list_holds_others_is_not_sent() {
    let meanwhile = Arc::new(AtomicBool::new(false));
    let added = Arc::clone(&meanwhile);
    let peer = answering(move |_| if added.load(Ordering::Relaxed) { 4 } else { 1 }).await;
    let client = client(&peer);
    let plan = plan_from(&client, selectors::prefix("docs/1"), What::Originals).await;
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::open(&folder.path().join("journal.sqlite")).unwrap();
    let confirmed = confirmed(plan.into(), Route::Sweep, clock::now());
    let job = journal.begin(confirmed).await.unwrap();
    meanwhile.store(true, Ordering::Relaxed);
    let control = watch::Sender::new(Control::Run);
    let progress = watch::Sender::default();
    let mut board = progress.subscribe();
    let tools = Tools {
        reader: client.reader(),
        deleter: client.deleter(&job.warrant()),
        quota: client.quota(),
        journal,
        control: control.subscribe(),
        progress,
        settings: JobSettings::default(),
        clock: Clock::default(),
    };
    let run = tokio::spawn(runner::run(tools, JobSnapshot::fresh(job), true));
    let tries = |all: &Vec<Progress>| all.iter().any(|it| matches!(it.phase, Phase::TryingAgain { .. }));
    within(board.wait_for(tries)).await.unwrap();
    control.send_replace(Control::Stop);
    let ended = within(run).await.unwrap();
    assert_eq!(ended.summary.tally.skipped, 1);
    assert!(peer.seen().iter().all(|seen| seen.method != "DELETE"), "{:#?}", peer.seen());
}
