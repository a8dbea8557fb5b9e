//! Pages that never end: cursors that come again, new cursors that bring nothing new, and deletions
//! that are never through. Each comes to an end that is told.

use std::sync::atomic::{AtomicUsize, Ordering};

use cloudsweep::api::AssetRef;
use cloudsweep::jobs::planner;
use cloudsweep::jobs::preview_reader::PreviewReader;
use cloudsweep::model::asset::AssetId;
use cloudsweep::model::criteria::Criteria;
use cloudsweep::model::kinds::Kinds;
use cloudsweep::model::message::Fault;
use cloudsweep::model::outcome::{Outcome, Skip};
use cloudsweep::model::problem::{Code, Kind, Problem, RequestProblem};
use cloudsweep::model::selector::{Everything, Selector};
use cloudsweep::model::what::What;
use cloudsweep::platform::clock::Clock;
use cloudsweep::runtime::command::Command;
use cloudsweep::runtime::event::Event;
use serde_json::{Value, json};

use crate::panics::Program;
use crate::peer::{Peer, Seen, ok};
use crate::proxy::{self, Deed};
use crate::selectors;
use crate::support::Way;
use crate::world::{Hostile, OTHERS, SECRET, client, count, credentials};

/// More requests than any of these may take.
const MOST: usize = 120;

fn entry(number: u64) -> Value {
    json!({ "public_id": format!("p/{number}"), "asset_id": format!("{number:032x}"),
        "resource_type": "image", "type": "upload", "version": 1, "tags": ["t"] })
}

/// How pages go on for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Endless {
    /// New items, and the cursors a, b, a, b.
    Circle,
    /// The same item, and always a new cursor.
    NothingNew,
    /// No item, and always a new cursor.
    Empty,
}

impl Endless {
    const ALL: [Self; 3] = [Self::Circle, Self::NothingNew, Self::Empty];

    fn page(self, asked: usize) -> (Vec<u64>, String) {
        match self {
            Self::Circle => (vec![asked as u64], ["a", "b"][asked % 2].to_owned()),
            Self::NothingNew => (vec![1], format!("c{asked}")),
            Self::Empty => (Vec::new(), format!("c{asked}")),
        }
    }

    /// The page of whatever is asked for.
    fn answer(self, seen: &Seen, asked: usize) -> String {
        let (items, next) = self.page(asked);
        let entries: Vec<Value> = items.iter().map(|item| entry(*item)).collect();
        let path = seen.path();
        if path.contains("/tags/") && !path.contains("/resources/") {
            let tags: Vec<String> = items.iter().map(ToString::to_string).collect();
            return json!({ "tags": tags, "next_cursor": next }).to_string();
        }
        if path.ends_with(&format!("{:032x}", 1)) {
            let copy = |item: &u64| json!({ "id": format!("{item:032x}"), "transformation": "w_1" });
            let copies: Vec<Value> = items.iter().map(copy).collect();
            let mut details = entry(1);
            details["derived"] = json!(copies);
            details["derived_next_cursor"] = json!(next);
            return details.to_string();
        }
        json!({ "resources": entries, "next_cursor": next, "total_count": 9 }).to_string()
    }
}

fn never_ends(problem: &Problem) -> bool {
    matches!(problem.code, Code::Request(RequestProblem { kind: Kind::Endless, .. }))
}

#[tokio::test]
async fn details_and_previews_come_to_an_end() {
    for endless in Endless::ALL {
        let peer = Peer::new(move |seen, asked| ok(&endless.answer(seen, asked))).await;
        let id: AssetId = format!("{:032x}", 1).parse().unwrap();
        let error = client(&peer.prefix()).reader().details(&AssetRef::ById(id)).await.unwrap_err();
        assert_eq!(error.message, Fault::Endless.into(), "{endless:?}");
        assert!(peer.seen().len() < MOST, "{endless:?}");
        for selector in [selectors::prefix("p/"), selectors::tag("t"), Selector::Everything(Everything)] {
            let before = peer.seen().len();
            let reader = PreviewReader::new(&client(&peer.prefix()), 20, Clock::default(), |_| {});
            let what = format!("{endless:?} {selector:?}");
            let criteria =
                Criteria { selector, kinds: Kinds::default(), what: What::Originals, invalidate: true };
            let problem = planner::plan(&reader, &criteria, None).await.unwrap_err();
            assert!(never_ends(&problem), "{what}: {problem:?}");
            assert!(peer.seen().len() - before < MOST, "{what}");
        }
    }
}

/// The library's pages and the tags, through the whole background.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_library_and_its_tags_come_to_an_end() {
    for endless in Endless::ALL {
        let peer = Peer::new(move |seen, asked| match seen.path() {
            path if path.ends_with("/config") || path.ends_with("/usage") => ok("{}"),
            _ => ok(&endless.answer(seen, asked)),
        })
        .await;
        let mut program = Program::open(credentials(&peer.prefix(), SECRET)).await;
        program.send(Command::ListTags { generation: 1 }).await;
        let told = program.until(|event| match event {
            Event::Tags { result, .. } => Some(result),
            _ => None,
        });
        let problem = told.await.unwrap_err();
        assert!(never_ends(&problem), "{endless:?}: {problem:?}");
        let mut cursor = None;
        for generation in 1.. {
            assert!(generation < MOST as u64, "{endless:?}");
            program.send(Command::ListLibrary { generation, kind: None, cursor }).await;
            let page = program.until(|event| match event {
                Event::LibraryPage { result, .. } => Some(result),
                _ => None,
            });
            match page.await {
                Ok(page) => cursor = page.next_cursor,
                Err(problem) => {
                    assert!(never_ends(&problem), "{endless:?}: {problem:?}");
                    break;
                }
            }
            assert!(cursor.is_some(), "{endless:?}: the end is told as one that is none");
        }
        assert!(peer.seen().len() < 2 * MOST, "{endless:?}");
    }
}

/// A sweep whose answers say that there is more, and never end anything of the plan.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_sweep_that_is_never_through_comes_to_an_end() {
    for extras in [false, true] {
        let times = AtomicUsize::new(0);
        let hostile = Hostile::new(move |request| {
            if request.method != "DELETE" {
                return Deed::Pass;
            }
            let time = times.fetch_add(1, Ordering::Relaxed);
            let name = format!("unheard-of/{time}");
            let deleted = if extras { json!({ name: "deleted" }) } else { json!({}) };
            let next = if extras { format!("c{time}") } else { ["a", "b"][time % 2].to_owned() };
            let body = json!({ "deleted": deleted, "partial": true, "next_cursor": next });
            Deed::Instead(proxy::json(200, &body.to_string()))
        })
        .await;
        hostile.world.fill(7, OTHERS);
        let receipt = hostile.delete(Way::SweepPrefix).await;
        assert_eq!(hostile.left(), 7, "nothing was carried out");
        let not_caught = Outcome::Skipped { reason: Skip::NotCaught };
        assert_eq!(count(&receipt, |end| *end == not_caught), 7, "{:?}", receipt.lines);
        assert_eq!(receipt.extras.is_empty(), !extras);
        let sent = hostile.proxy.seen().iter().filter(|request| request.method == "DELETE").count();
        // A part for each of five kinds.
        assert!(sent <= 5 * MOST, "{sent}");
    }
}
