//! A million planned assets stay below 400 MB: while they are taken over one by one, as from a
//! listing, and frozen; when one is left out; when the job is written; and when it is read again
//! after a restart. In processes of their own, whose highest mark the system tells. The window and
//! the listing's requests are not part of it.

use std::path::Path;
use std::sync::Arc;

use cloudsweep::journal::{JobSnapshot, Journal};
use cloudsweep::model::account::EnvironmentId;
use cloudsweep::model::asset::{Asset, AssetId};
use cloudsweep::model::breadth::Breadth;
use cloudsweep::model::description::Way;
use cloudsweep::model::item::{PlanItem, Words};
use cloudsweep::model::plan::{Draft, Plan};
use cloudsweep::model::route::Route;
use cloudsweep::model::sweep::SweepBy;
use cloudsweep::model::unix_time::UnixTime;
use cloudsweep::model::what::What;

use crate::confirmed::confirmed;
use crate::image::image;

/// The figure of the issue.
const ASSETS: u32 = 1_000_000;
const MEGABYTES: u64 = 400;

/// An asset as a listing gives it, with names and addresses of a usual length.
fn asset(number: u32) -> Asset {
    let mut id = [7; 16];
    id[..4].copy_from_slice(&number.to_be_bytes());
    let public_id = format!("products/2021/summer/item-{number:07}");
    let secure_url = format!("https://res.cloudinary.com/shop-prod/image/upload/v1719305903/{public_id}.jpg");
    Asset {
        format: Some("jpg".into()),
        version: 1_719_305_903,
        bytes: 379_132,
        width: Some(1870),
        height: Some(1250),
        created_at: Some(UnixTime::from_seconds(1_708_851_503)),
        secure_url: secure_url.into(),
        backed_up: Some(number.is_multiple_of(2)),
        ..image(AssetId::from_bytes(id), &public_id)
    }
}

fn plan() -> Plan {
    let mut words = Words::default();
    let items: Vec<PlanItem> =
        (0..ASSETS).map(|number| PlanItem::of_asset(&asset(number), &mut words).unwrap()).collect();
    let draft = Draft {
        environment: EnvironmentId("shop-prod/1@test".into()),
        description: Way::Prefix { text: "products/".into() }.into(),
        what: What::Originals,
        breadth: Breadth::Caught,
        invalidate: true,
        items,
        taken_at: UnixTime::EPOCH,
        notes: Vec::new(),
    };
    Plan::freeze_with_selector(draft, Some(SweepBy::Prefix("products/".into())))
}

/// Highest resident memory of this process, MB.
fn highest() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
}

async fn written(folder: &Path) {
    let plan = Arc::new(plan());
    assert_eq!(plan.items().len() as u32, ASSETS);
    // One asset is left out, as the user may.
    let first = plan.items()[0].key();
    let fewer = plan.without(&plan.items().marked(|item| item.key() == first));
    assert_eq!(fewer.items().len() as u32, ASSETS - 1);
    let journal = Journal::open(&folder.join("journal.sqlite")).unwrap();
    let job = journal.begin(confirmed(plan, Route::Sweep, UnixTime::EPOCH)).await.unwrap();
    let snapshot = JobSnapshot::fresh(job);
    println!("planned and written: {} MB", highest());
    assert!(highest() < MEGABYTES);
    assert_eq!(snapshot.ended.len() as u32, ASSETS);
}

async fn reopened(folder: &Path) {
    let journal = Journal::open(&folder.join("journal.sqlite")).unwrap();
    let job = journal.unfinished().await.unwrap()[0].summary.header.id;
    let snapshot = journal.snapshot(job).await.unwrap();
    println!("reopened: {} MB", highest());
    assert!(highest() < MEGABYTES);
    assert_eq!(snapshot.job.items().len() as u32, ASSETS);
}

#[tokio::test]
#[ignore = "a process of its own, started by the memory test"]
async fn memory_process() {
    let folder = std::env::var("CLOUDSWEEP_MEMORY_HOME").unwrap();
    let folder = Path::new(&folder);
    if folder.join("journal.sqlite").exists() { reopened(folder).await } else { written(folder).await }
}

#[test]
#[cfg(target_os = "linux")]
fn a_million_planned_assets_stay_below_four_hundred_megabytes() {
    let folder = tempfile::tempdir().unwrap();
    for step in ["planned and written", "reopened"] {
        let mut process = crate::process("memory::memory_process");
        let output = process.env("CLOUDSWEEP_MEMORY_HOME", folder.path()).output().unwrap();
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        print!(
            "{}",
            told.lines()
                .filter(|line| line.contains("MB"))
                .fold(String::new(), |all, line| all + line + "\n")
        );
        assert!(output.status.success(), "{step}: {told}");
    }
}
