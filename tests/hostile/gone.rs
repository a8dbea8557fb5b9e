//! Only Cloudinary's own answer about an item ends it. Everything else is in doubt and asked about,
//! and nobody else's answer to the question makes anything gone.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use cloudsweep::jobs::runner::Control;
use cloudsweep::model::outcome::Outcome;
use cloudsweep::model::problem::{Code, Kind, RequestProblem};

use crate::proxy::{Answer, Deed, Request, json, page};
use crate::support::{PREFIX, Way, by_name_alone, kind, server};
use crate::world::{Hostile, OTHERS, WAYS, count, deleted, side_by_side, unknown};

const PLANNED: usize = 7;

/// What is no answer about any item.
fn no_answers() -> Vec<Answer> {
    let empty = |status| Answer { body: Vec::new(), ..page(status) };
    let pages = [400, 403, 404, 408, 409, 410, 418, 500, 502, 503].map(page);
    let mut all = vec![
        page(200),
        empty(200),
        empty(404),
        empty(410),
        json(200, "{}"),
        json(200, "[]"),
        json(200, r#"{"result":true}"#),
        json(200, r#"{"result":null,"deleted":null}"#),
        json(200, r#"{"message":"not found"}"#),
        json(404, r#"{"message":"not found"}"#),
        json(404, r#"{"error":"not found"}"#),
        json(404, r#"{"result":"not found"}"#),
        json(410, r#"{"error":{"code":410}}"#),
        json(408, r#"{"error":{"message":"Request timeout"}}"#),
        json(404, r#"{"errors":[{"message":"no Route matched with those values"}]}"#),
    ];
    all.extend(pages);
    all
}

async fn world(way: Option<Way>, script: impl Fn(&Request) -> Deed + Send + Sync + 'static) -> Hostile {
    let settings = if way.is_some() { server() } else { by_name_alone() };
    let hostile = Hostile::of(settings, script).await;
    hostile.world.fill(PLANNED, OTHERS);
    hostile
}

/// Every route, and thorough on a server that knows the public ID alone.
fn ways() -> Vec<Option<Way>> {
    WAYS.into_iter().map(Some).chain([None]).collect()
}

/// `first`: how many deletions are answered so. `carried_out`: the server carried them out first.
async fn answered(way: Option<Way>, answer: Answer, first: usize, carried_out: bool) {
    let what = format!("{way:?} {answer:?} {first} {carried_out}");
    let times = AtomicUsize::new(0);
    let hostile = world(way, move |request| {
        if !request.deletes() || times.fetch_add(1, Ordering::Relaxed) >= first {
            Deed::Pass
        } else if carried_out {
            Deed::After(answer.clone())
        } else {
            Deed::Instead(answer.clone())
        }
    })
    .await;
    let receipt = hostile.delete(way.unwrap_or(Way::Thorough)).await;
    // The judge has compared each line with what is there.
    if first == usize::MAX {
        assert_eq!(hostile.left(), PLANNED, "{what}");
        assert_eq!(count(&receipt, unknown), PLANNED, "{what}: {:?}", receipt.lines);
        return;
    }
    let gone = count(&receipt, |end| *end == Outcome::AlreadyGone);
    assert_eq!((hostile.left(), gone + count(&receipt, deleted)), (0, PLANNED), "{what}");
    // A server that knows the public ID alone did not carry out the first, which tried the form.
    assert_eq!(gone > 0, carried_out && way.is_some(), "{what}: {:?}", receipt.lines);
    assert!(receipt.extras.is_empty(), "{what}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_no_answer_about_an_item_is_asked_about_and_sent_again() {
    let runs = ways().into_iter().flat_map(|way| no_answers().into_iter().map(move |it| (way, it)));
    side_by_side(runs.map(|(way, answer)| answered(way, answer, 2, false)).collect()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_carried_out_behind_such_an_answer_is_found_gone_by_asking() {
    let answers = [page(404), page(200), json(404, r#"{"message":"not found"}"#)];
    let runs = ways().into_iter().flat_map(|way| answers.clone().map(|it| (way, it)));
    side_by_side(runs.map(|(way, answer)| answered(way, answer, 1, true)).collect()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn where_no_other_answer_ever_comes_the_end_is_unknown_and_nothing_is_called_gone() {
    let answers = [page(404), page(410), json(200, "{}")];
    let runs = ways().into_iter().flat_map(|way| answers.clone().map(|it| (way, it)));
    side_by_side(runs.map(|(way, answer)| answered(way, answer, usize::MAX, false)).collect()).await;
}

/// Every question about the items is answered so, after every deletion was lost on its way.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_elses_answer_to_the_question_makes_anything_gone() {
    let mut runs = Vec::new();
    for way in ways() {
        for answer in [page(404), json(404, r#"{"message":"not found"}"#), json(200, "{}"), page(200)] {
            runs.push(async move {
                let (begun, asked_after) = (Arc::new(AtomicUsize::new(0)), Arc::<AtomicUsize>::default());
                let asked = Arc::clone(&asked_after);
                let foreign = answer.clone();
                let hostile = world(way, move |request| {
                    if request.deletes() {
                        begun.store(1, Ordering::Relaxed);
                        Deed::Instead(page(502))
                    } else if begun.load(Ordering::Relaxed) == 1 {
                        asked.fetch_add(1, Ordering::Relaxed);
                        Deed::Instead(foreign.clone())
                    } else {
                        Deed::Pass
                    }
                })
                .await;
                let time = Duration::from_secs(6);
                let receipt = hostile.delete_for(way.unwrap_or(Way::Thorough), time).await;
                assert!(asked_after.load(Ordering::Relaxed) > 1, "it asked");
                assert_eq!(hostile.left(), PLANNED);
                let gone = |end: &Outcome| deleted(end) || *end == Outcome::AlreadyGone;
                assert_eq!(count(&receipt, gone), 0, "{way:?} {answer:?}: {:?}", receipt.lines);
            });
        }
    }
    side_by_side(runs).await;
}

/// A question whose answer cannot be read is not asked for ever: the job stands still and says why,
/// and nothing goes.
#[tokio::test]
async fn a_question_whose_answer_cannot_be_read_is_not_asked_for_ever() {
    for entry in [r#"{"resource_type":"image"}"#, r#"{"asset_id":7,"public_id":null}"#] {
        for way in WAYS {
            let answer = json(200, &format!(r#"{{"resources":[{entry}]}}"#));
            let hostile = Hostile::new(move |request| {
                if request.path().contains("by_asset_ids") {
                    Deed::Instead(answer.clone())
                } else {
                    Deed::Pass
                }
            })
            .await;
            hostile.world.fill(40, OTHERS);
            let id = hostile.world.job(way).await.header().id;
            // Of what an earlier session sent, each is asked about.
            hostile.world.journal.sending(id, 0).await.unwrap();
            for number in (0..40).step_by(2) {
                let (resource, delivery) = kind(number);
                assert!(hostile.world.probe.remove(resource, delivery, &format!("{PREFIX}{number:06}")));
            }
            let ended = hostile.world.go_on(id, Control::Run).await;
            let problem = ended.problem.expect("it says why");
            assert!(
                matches!(problem.code, Code::Request(RequestProblem { kind: Kind::Unusable, .. })),
                "{way:?}: {problem:?}"
            );
            assert_eq!(hostile.left(), 20, "{way:?}");
        }
    }
}
