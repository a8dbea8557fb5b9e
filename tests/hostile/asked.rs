//! Only what was asked for is admitted: whatever else an answer holds, no plan takes it.

use std::sync::Arc;

use cloudsweep::api::LookFor;
use cloudsweep::jobs::planner::{self, Planned};
use cloudsweep::jobs::preview_reader::PreviewReader;
use cloudsweep::model::asset::{Asset, AssetId};
use cloudsweep::model::criteria::Criteria;
use cloudsweep::model::delivery::Hosts;
use cloudsweep::model::item::{Items, PlanItem, Words};
use cloudsweep::model::job_id::JobId;
use cloudsweep::model::kinds::Kinds;
use cloudsweep::model::list::PublicIdList;
use cloudsweep::model::problem::Problem;
use cloudsweep::model::selector::{Again, Copies, List, Picked, Selector};
use cloudsweep::model::what::What;
use cloudsweep::platform::clock::Clock;
use serde_json::{Value, json};

use crate::peer::{Act, Peer, Seen, ok};
use crate::world::client;

fn entry(number: u8, name: &str) -> Value {
    json!({ "public_id": name, "asset_id": format!("{number:032x}"), "resource_type": "image",
        "type": "upload", "version": 1, "bytes": 10, "created_at": "2024-02-25T08:58:23Z",
        "secure_url": format!("https://res.cloudinary.com/demo/image/upload/v1/{name}") })
}

/// One was asked for, and every listing brings three others.
fn too_much(seen: &Seen) -> Act {
    let all = [entry(1, "asked"), entry(2, "other"), entry(3, "asked/too"), entry(4, "Asked")];
    if seen.path().ends_with("/search") {
        return ok(&json!({ "resources": all, "total_count": 4 }).to_string());
    }
    let listed = seen.path().ends_with("by_asset_ids") || seen.path().ends_with("/image/upload");
    if listed {
        return ok(&json!({ "resources": all }).to_string());
    }
    if seen.path().contains(&format!("{:032x}", 1)) {
        let copies = [("a", 7_u8), ("b", 8), ("c", 9)].map(
            |(name, number)| json!({ "id": format!("{number:032x}"), "transformation": name, "bytes": 1 }),
        );
        let mut details = entry(1, "asked");
        details["derived"] = json!(copies);
        return ok(&details.to_string());
    }
    ok(r#"{"resources":[]}"#)
}

async fn plan(peer: &Peer, selector: Selector, what: What) -> Result<Planned, Problem> {
    let reader = PreviewReader::new(&client(&peer.prefix()), 20, Clock::default(), |_| {});
    let criteria = Criteria { selector, kinds: Kinds::default(), what, invalidate: true };
    planner::plan(&reader, &criteria, None).await
}

async fn asked(peer: &Peer) -> Asset {
    let page = client(&peer.prefix()).reader().by_asset_ids(&[format!("{:032x}", 1)]).await.unwrap();
    assert_eq!((page.items.len(), page.others), (1, 3));
    page.items[0].clone()
}

fn ids(planned: &Planned) -> Vec<AssetId> {
    planned.plan.items().iter().map(PlanItem::key).collect()
}

fn id(number: u8) -> AssetId {
    format!("{number:032x}").parse().unwrap()
}

#[tokio::test]
async fn no_way_of_naming_assets_plans_another() {
    let peer = Peer::new(|seen, _| too_much(seen)).await;
    let asset = asked(&peer).await;
    let item = PlanItem::of_asset(&asset, &mut Words::default()).unwrap();
    let list =
        |text: &str| Selector::List(List(Arc::new(PublicIdList::read(text, &Hosts::of_cloud("demo")))));
    let by_id = format!("asset_id\n{}\n", id(1));
    for (what, selector) in [
        ("picked", Selector::Picked(Picked(vec![Arc::new(asset.clone())]))),
        ("tried again", Selector::Again(Again { of: JobId(1), items: Items::from(vec![item]) })),
        ("a list of public IDs", list("asked\n")),
        ("a list of asset IDs", list(&by_id)),
        ("a link", list("https://res.cloudinary.com/demo/image/upload/v1/asked\n")),
    ] {
        let planned = plan(&peer, selector, What::Originals).await.unwrap();
        assert_eq!(ids(&planned), [id(1)], "{what}");
        // What is close to a row is looked for, and of that, too, only what was asked for.
        let offers = planned.report.iter().flat_map(|report| &report.offers);
        assert_eq!(offers.count(), 0, "{what}");
    }
    assert!(peer.seen().iter().all(|seen| seen.method == "GET" || seen.path().ends_with("/search")));
}

#[tokio::test]
async fn only_the_chosen_copies_are_planned() {
    let peer = Peer::new(|seen, _| too_much(seen)).await;
    let of = Arc::new(asked(&peer).await);
    let details =
        client(&peer.prefix()).reader().look_by_id(id(1), &LookFor::default()).await.unwrap().unwrap();
    let copies = details.derived[..1].to_vec();
    let planned = plan(&peer, Selector::Copies(Copies { of, copies }), What::ChosenCopies).await.unwrap();
    assert_eq!(ids(&planned), [id(7)]);
}

/// Details of another asset say nothing of the one that was asked for: neither its copies nor that it
/// is gone.
#[tokio::test]
async fn details_of_another_asset_are_nobodys() {
    let peer = Peer::new(|seen, _| match seen.path() {
        path if path.ends_with(&format!("{:032x}", 1)) => ok(&entry(2, "other").to_string()),
        _ => too_much(seen),
    })
    .await;
    let of = Arc::new(asked(&peer).await);
    for what in [What::ChosenCopies, What::AllCopies] {
        let copies = Vec::new();
        let selector = match what {
            What::ChosenCopies => Selector::Copies(Copies { of: Arc::clone(&of), copies }),
            _ => Selector::Picked(Picked(vec![Arc::clone(&of)])),
        };
        assert!(plan(&peer, selector, what).await.is_err(), "{what:?}");
    }
}
