//! Numbers from the wire: none makes anything wrap, panic or take memory before it is there, and none
//! makes a confirmation weaker or a wait endless.

use std::io::{Read as _, Write as _};
use std::sync::Arc;

use cloudsweep::api::Kind;
use cloudsweep::jobs::planner;
use cloudsweep::jobs::preview_reader::PreviewReader;
use cloudsweep::model::asset::ResourceType;
use cloudsweep::model::confirm::{Confirmation, Stakes, Tier};
use cloudsweep::model::criteria::Criteria;
use cloudsweep::model::format;
use cloudsweep::model::kinds::Kinds;
use cloudsweep::model::outcome::MOST_COPIES;
use cloudsweep::model::plan::Plan;
use cloudsweep::model::route::Route;
use cloudsweep::model::what::What;
use cloudsweep::platform::clock::{self, Clock};
use serde_json::{Value, json};

use crate::peer::{Act, Peer, Seen, ok};
use crate::proxy::{self, Deed};
use crate::selectors;
use crate::support::Way;
use crate::world::{Hostile, OTHERS, client};

/// One page of images whose numbers are all this.
fn listing(seen: &Seen, number: &Value, count: u8) -> Act {
    let image = |at: u8| {
        json!({ "public_id": format!("big/{at}"), "asset_id": format!("{at:032x}"), "resource_type": "image",
            "type": "upload", "version": number, "bytes": number, "width": number, "height": number,
            "created_at": number, "backup_bytes": number })
    };
    let of_images = seen.path().ends_with("/image/upload") || seen.path().ends_with("/search");
    let images: Vec<Value> = (0..count).filter(|_| of_images).map(image).collect();
    ok(&json!({ "resources": images, "total_count": number }).to_string())
}

async fn plan(prefix: &str) -> Arc<Plan> {
    let reader = PreviewReader::new(&client(prefix), 20, Clock::default(), |_| {});
    let criteria = Criteria {
        selector: selectors::prefix("big/"),
        kinds: Kinds::default(),
        what: What::Originals,
        invalidate: true,
    };
    Arc::new(planner::plan(&reader, &criteria, None).await.unwrap().plan)
}

#[tokio::test]
async fn absurd_numbers_are_planned_without_wrapping() {
    for number in [
        json!(u64::MAX),
        json!(i64::MIN),
        json!(-1),
        json!(1_u64 << 63),
        json!(1e308),
        json!("18446744073709551615"),
        json!("-5"),
        json!("9e99"),
        json!(["x"]),
    ] {
        let told = number.clone();
        let peer = Peer::new(move |seen, _| listing(seen, &told, 5)).await;
        let plan = plan(&peer.prefix()).await;
        assert_eq!(plan.items().len(), 5, "{number}");
        assert!(plan.items().iter().all(|item| i64::try_from(item.bytes).is_ok()), "{number}");
        assert_eq!(plan.items().iter().any(|item| item.bytes > 0), plan.totals().bytes > 0, "{number}");
    }
}

/// Two images of 18 EB once were “9.0 kB”.
#[tokio::test]
async fn two_enormous_images_are_enormous_and_need_the_tier_for_that() {
    let peer = Peer::new(|seen, _| listing(seen, &json!(18_446_744_073_709_551_000_u64), 2)).await;
    let plan = plan(&peer.prefix()).await;
    let bytes = plan.totals().bytes;
    assert!(bytes > 18_000_000_000_000_000_000, "{bytes}");
    assert_eq!(format::bytes(bytes), "18447 PB");
    let stakes = Stakes { cloud_name: "demo".into(), production: false, account_total: Some(u64::MAX) };
    let confirmation = Confirmation::new(plan, Route::Batches, stakes).unwrap();
    assert!(confirmation.tier() >= Tier::TypeCount);
}

#[tokio::test]
async fn a_limit_never_holds_for_longer_than_an_hour() {
    for (name, value) in [
        ("Retry-After", "1000000000000000000"),
        ("Retry-After", "-5"),
        ("Retry-After", "soon"),
        ("X-FeatureRateLimit-Reset", "Fri, 31 Dec 9999 23:59:59 GMT"),
        ("X-FeatureRateLimit-Reset", "Thu, 01 Jan 1970 00:00:00 GMT"),
        ("X-FeatureRateLimit-Limit", "18446744073709551615"),
        ("X-FeatureRateLimit-Remaining", "-1"),
    ] {
        let body = json!({ "error": { "message": "Rate Limit Exceeded." } }).to_string();
        let limit = Act::Answer(420, vec![(name, value.to_owned())], body.into());
        let peer = Peer::always(limit).await;
        let error = client(&peer.prefix()).reader().ping().await.unwrap_err();
        assert_eq!(error.kind, Kind::LimitReached);
        let wait = error.retry_at.unwrap().since(clock::now()).unwrap_or_default().as_secs();
        assert!((1..=3_700).contains(&wait), "{name} {value}: {wait}");
    }
}

/// A good answer that says that nothing is left until the end of all days: it is asked again.
#[tokio::test]
async fn counters_that_cannot_be_stop_nothing() {
    let headers = vec![
        ("X-FeatureRateLimit-Limit", "18446744073709551615".to_owned()),
        ("X-FeatureRateLimit-Remaining", "0".to_owned()),
        ("X-FeatureRateLimit-Reset", "Fri, 31 Dec 9999 23:59:59 GMT".to_owned()),
    ];
    let peer = Peer::always(Act::Answer(200, headers, b"{\"status\":\"ok\"}".to_vec())).await;
    let client = client(&peer.prefix());
    for _ in 0..3 {
        client.reader().ping().await.unwrap();
    }
    let quota = *client.quota().borrow();
    assert!(u32::try_from(quota.limit.unwrap()).is_ok() && quota.paused_until.is_none(), "{quota:?}");
}

/// A job whose answers count copies like that is summed up, and read again, all the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn copies_beyond_counting_are_summed_up() {
    let hostile = Hostile::new(|request| {
        if request.method != "DELETE" {
            return Deed::Pass;
        }
        let body: Value = serde_json::from_str(&request.body).unwrap();
        let ids = || body["asset_ids"].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned());
        let deleted: Value = ids().map(|id| (id, json!("deleted"))).collect();
        let counts: Value = ids().map(|id| (id, json!({ "original": 1, "derived": u64::MAX }))).collect();
        let answer = json!({ "deleted": deleted, "deleted_counts": counts, "partial": false });
        Deed::After(proxy::json(200, &answer.to_string()))
    })
    .await;
    hostile.world.fill(7, OTHERS);
    let receipt = hostile.delete(Way::Batches).await;
    assert_eq!((hostile.left(), receipt.summary.tally.deleted), (0, 7));
    assert_eq!(receipt.summary.tally.copies, 7 * MOST_COPIES);
}

/// A length that is told and does not come costs nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_length_that_is_only_told_takes_no_memory() {
    for length in ["67108863", "67108865", "1000000000000000000", "18446744073709551615", "-1"] {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let prefix = format!("http://{}", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            for stream in listener.incoming().take(400) {
                let mut stream = stream.unwrap();
                drop(stream.read(&mut [0; 4096]));
                drop(write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{{\"sta"));
            }
        });
        let client = client(&prefix);
        let asked = (0..50).map(|_| async { client.reader().ping().await.unwrap_err().kind });
        let before = resident();
        let kinds = futures_util::future::join_all(asked).await;
        assert!(kinds.iter().all(|kind| *kind != Kind::LimitReached), "{length}: {kinds:?}");
        assert!(resident().saturating_sub(before) < 300, "{length}: {} MB", resident());
    }
}

/// Tens of millions of entries fit into an answer, and each would take far more memory than its text.
#[tokio::test(flavor = "multi_thread")]
async fn entries_without_end_take_no_memory() {
    let entries = |entry: &str| entry.repeat((40 << 20) / entry.len());
    for body in [
        format!("{{\"resources\":[{}{{}}]}}", entries("{},")),
        format!("{{\"resources\":[{{\"derived\":[{}{{}}]}}]}}", entries("{},")),
        format!("{{\"resources\":[{{\"context\":[{}[]]}}]}}", entries("[],")),
        format!("{{\"resources\":[{}{{}}]}}", entries("{\"tags\":[0,0,0,0],\"versions\":[0,0,0,0]},")),
    ] {
        let what: String = body.chars().take(40).collect();
        let peer = Peer::always(ok(&body)).await;
        let client = client(&peer.prefix());
        let before = resident();
        let error = client.reader().by_tag(ResourceType::Image, "t", None).await.unwrap_err();
        assert_eq!(error.kind, Kind::NotJson, "{what}");
        assert!(error.message.own().contains("too many"), "{what}: {error}");
        assert!(resident().saturating_sub(before) < 300, "{what}: {} MB", resident());
    }
}

/// Memory of this process, MB; 0 where the system does not tell.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse::<u64>().ok()).unwrap_or(0) / 1024
}
