//! Answers belong to the request that they answer: not to the next one on the connection, and not to
//! an item that they do not name, or that was not sent.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use cloudsweep::model::outcome::Outcome;
use serde_json::{Value, json as value};

use crate::proxy::{Deed, Request, json, page};
use crate::support::{Way, by_name_alone, server};
use crate::world::{Hostile, OTHERS, PATIENCE, WAYS, count, deleted, side_by_side};

const PLANNED: usize = 40;

fn destroys(request: &Request) -> bool {
    request.path().ends_with("/destroy")
}

/// Every answer is followed by a second one, and every other deletion never arrives.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_answer_too_many_is_credited_to_nothing() {
    for settings in [server(), by_name_alone()] {
        let times = AtomicUsize::new(0);
        let hostile = Hostile::of(settings, move |request| {
            let lost = destroys(request) && times.fetch_add(1, Ordering::Relaxed) % 2 == 1;
            if lost && request.before < 60 {
                Deed::Instead(page(504))
            } else {
                Deed::AndAnother(json(200, r#"{"result":"ok"}"#))
            }
        })
        .await;
        hostile.world.fill(PLANNED, OTHERS);
        // The judge finds nothing there that is called deleted.
        let receipt = hostile.delete(Way::Thorough).await;
        assert_eq!((hostile.left(), count(&receipt, deleted)), (0, PLANNED), "{:?}", receipt.lines);
        let seen = hostile.proxy.seen();
        assert!(seen.iter().all(|request| request.on_connection == 0), "one request a connection");
    }
}

/// A listing's answer that belongs to another query is as bad.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_listing_is_not_answered_by_what_came_before() {
    let nothing = r#"{"resources":[],"next_cursor":null}"#;
    for way in WAYS {
        let hostile = Hostile::new(move |_| Deed::AndAnother(json(200, nothing))).await;
        hostile.world.fill(PLANNED, OTHERS);
        let receipt = hostile.delete(way).await;
        assert_eq!((hostile.left(), receipt.lines.len()), (0, PLANNED), "{way:?}");
        assert_eq!(count(&receipt, deleted), PLANNED, "{way:?}: {:?}", receipt.lines);
    }
}

/// The client has lost its patience before the answer, or before the server even begins.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_comes_after_the_clients_patience_is_asked_about() {
    let mut runs = Vec::new();
    for way in WAYS {
        for begins_late in [false, true] {
            runs.push(async move {
                let times = AtomicUsize::new(0);
                let hostile = Hostile::new(move |request| {
                    if !request.deletes() || times.fetch_add(1, Ordering::Relaxed) >= 3 {
                        Deed::Pass
                    } else if begins_late {
                        Deed::CarriedOutLate(PATIENCE + Duration::from_millis(300))
                    } else {
                        Deed::Late(PATIENCE * 2)
                    }
                })
                .await;
                hostile.world.fill(PLANNED, OTHERS);
                let receipt = hostile.delete(way).await;
                let gone = count(&receipt, |end| *end == Outcome::AlreadyGone);
                assert_eq!(hostile.left(), 0, "{way:?}");
                assert_eq!(gone + count(&receipt, deleted), PLANNED, "{way:?}: {:?}", receipt.lines);
                assert!(begins_late || gone > 0, "{way:?}: its answer came too late");
            });
        }
    }
    side_by_side(runs).await;
}

/// The answer to a hundred names others, too, and says of its own what is not so of theirs.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_answer_that_names_others_ends_nothing_but_what_was_sent() {
    // The answer to the first hundred says that the second went, too; the second is never carried out.
    let times = AtomicUsize::new(0);
    let hostile = Hostile::new(move |request| {
        if request.method != "DELETE" {
            return Deed::Pass;
        }
        let body: Value = serde_json::from_str(&request.body).unwrap();
        let others: serde_json::Map<String, Value> = (0..=255_u32)
            .map(|number| (format!("{number:032x}"), value!("deleted")))
            .chain([("planned/000001".to_owned(), value!("deleted"))])
            .collect();
        match times.fetch_add(1, Ordering::Relaxed) {
            0 => {
                assert!(body["asset_ids"].as_array().is_some());
                Deed::Instead(json(200, &value!({ "deleted": others, "partial": false }).to_string()))
            }
            _ => Deed::Pass,
        }
    })
    .await;
    hostile.world.fill(PLANNED, OTHERS);
    let receipt = hostile.delete(Way::Batches).await;
    assert_eq!((hostile.left(), count(&receipt, deleted)), (0, PLANNED), "{:?}", receipt.lines);
    assert!(receipt.extras.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_destroy_that_answers_for_another_asset_is_in_doubt() {
    let times = AtomicUsize::new(0);
    let hostile = Hostile::new(move |request| {
        let another = r#"{"result":"ok","asset_id":"ffffffffffffffffffffffffffffffff"}"#;
        let first = destroys(request) && times.fetch_add(1, Ordering::Relaxed) < 5;
        if first { Deed::Instead(json(200, another)) } else { Deed::Pass }
    })
    .await;
    hostile.world.fill(PLANNED, OTHERS);
    let receipt = hostile.delete(Way::Thorough).await;
    assert_eq!((hostile.left(), count(&receipt, deleted)), (0, PLANNED), "{:?}", receipt.lines);
}
