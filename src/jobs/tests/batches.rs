//! Thorough and in batches: what is asked, sent and written.

use serde_json::json;

use super::cloud::refusal;
use super::*;
use crate::api::Login;
use crate::model::fixture::{copy_item, id, item, items};
use crate::model::job::BatchState;
use crate::model::outcome::Skip;
use crate::model::problem::{Code, Kind, RequestProblem};
use crate::model::receipt::JobState;
use crate::model::unsettled::{Asked as AskedAbout, Cause, Unsettled};

/// Assets that are there, in a plan of them that was previewed so many seconds ago.
async fn begun(world: &World, items: Vec<PlanItem>, route: Route, ago: i64) -> Job {
    let plan = world.plan(items, What::Originals, None, ago);
    world.begin(plan, route).await
}

/// The IDs that each deletion in one request named.
fn deletions(world: &World) -> Vec<Vec<String>> {
    let ids = |asked: &Asked| {
        let ids = asked.body["asset_ids"].as_array().unwrap().iter();
        ids.map(|id| id.as_str().unwrap().to_owned()).collect()
    };
    world.asked("DELETE").iter().map(ids).collect()
}

fn names(numbers: &[u8]) -> Vec<String> {
    numbers.iter().map(|number| id(*number).to_string()).collect()
}

fn states(snapshot: JobSnapshot) -> Vec<BatchState> {
    snapshot.batches.into_iter().map(|(_, state)| state).collect()
}

#[tokio::test]
async fn a_fresh_plan_goes_without_a_question_each_batch_in_one_request() {
    let world = World::new(items(250, true));
    world.cloud(|cloud| cloud.copies.push((items(1, true)[0].asset_id, vec![id(101), id(102)])));
    let job = begun(&world, items(250, true), Route::Batches, 0).await;
    let id = job.header().id;
    let ended = world.run(job).await;
    assert_eq!((ended.summary.state, ended.problem), (JobState::Done, None));
    let mut sizes: Vec<usize> = deletions(&world).iter().map(Vec::len).collect();
    sizes.sort_unstable();
    assert_eq!((sizes, world.asked("GET").len()), (vec![50, 100, 100], 0));
    let ends = world.ends(id).await;
    assert_eq!(ends[0], deleted(2));
    assert!(ends[1..].iter().all(|end| *end == deleted(0)));
    assert!(world.cloud(|cloud| cloud.there.is_empty()));
}

#[tokio::test]
async fn each_destroy_ends_one_item_and_no_question_is_asked() {
    let world = World::new(numbered(1..4));
    let job = begun(&world, numbered(1..4), Route::Thorough, 0).await;
    let id = job.header().id;
    let ended = world.run(job).await;
    assert_eq!((ended.summary.state, ended.problem), (JobState::Done, None));
    assert_eq!(world.ends(id).await, [const { Some(Outcome::Deleted { copies: None }) }; 3]);
    assert_eq!((world.asked("POST").len(), world.asked("GET").len()), (3, 0));
}

#[tokio::test]
async fn an_old_plan_is_looked_at_and_only_what_is_as_it_was_is_sent() {
    for (ago, looks) in [(FRESH - 60, false), (FRESH + 1, true), (-60, true)] {
        for route in [Route::Batches, Route::Thorough] {
            let overwritten = PlanItem { version: 2, ..item(2, true) };
            let world = World::new(vec![item(1, true), overwritten.clone()]);
            let job = begun(&world, numbered(1..4), route, ago).await;
            let id = job.header().id;
            let ended = world.run(job).await;
            assert_eq!(ended.problem, None, "{route:?} {ago}");
            if looks {
                let ends = world.ends(id).await;
                assert!(matches!(ends[0], Some(Outcome::Deleted { .. })), "{route:?} {ago}: {ends:?}");
                let changed = Outcome::Skipped { reason: Skip::Changed };
                assert_eq!(ends[1..], [Some(changed), Some(Outcome::AlreadyGone)], "{route:?} {ago}");
                assert_eq!(world.cloud(|cloud| cloud.there.clone()), [overwritten]);
            } else {
                assert!(world.cloud(|cloud| cloud.there.is_empty()), "{route:?} {ago}");
            }
            let first = world.state.lock().unwrap().asked[0].method.clone();
            assert_eq!(first == "GET", looks, "{route:?} {ago}");
        }
    }
}

#[tokio::test]
async fn what_two_lists_leave_out_is_not_gone_while_its_details_are_there() {
    let world = World::new(numbered(1..3));
    let mut lists = 0;
    world.meanwhile(move |asked, _, _| {
        lists += usize::from(asked.path == "resources/by_asset_ids");
        let cut = asked.path == "resources/by_asset_ids" && lists <= 2;
        cut.then(|| Answer::Told(200, json!({ "resources": [] })))
    });
    let job = begun(&world, numbered(1..3), Route::Batches, FRESH + 1).await;
    let id = job.header().id;
    assert_eq!(world.run(job).await.problem, None);
    assert_eq!(world.ends(id).await, [deleted(0), deleted(0)]);
}

#[tokio::test]
async fn what_is_stopped_before_its_turn_is_skipped_and_nothing_is_sent() {
    for route in [Route::Batches, Route::Thorough] {
        let world = World::new(numbered(1..3));
        let job = begun(&world, numbered(1..3), route, 0).await;
        let id = job.header().id;
        world.control.send_replace(Control::Stop);
        let ended = world.run(job).await;
        assert_eq!((ended.summary.state, ended.problem), (JobState::Stopped, None), "{route:?}");
        let stopped = Some(Outcome::Skipped { reason: Skip::Stopped });
        assert_eq!(world.ends(id).await, [stopped.clone(), stopped], "{route:?}");
        assert!(world.state.lock().unwrap().asked.is_empty(), "{route:?}");
    }
}

/// The answer to the first deletion is lost, whether or not it was carried out.
fn lose_the_first_answer(world: &World, carried_out: bool) {
    world.meanwhile(move |asked, before, cloud| {
        let lost = asked.method == "DELETE" && before == 0;
        if lost && carried_out {
            cloud.answer(asked);
        }
        lost.then_some(Answer::Lost)
    });
}

#[tokio::test]
async fn after_a_lost_answer_the_server_is_asked_before_anything_is_sent_again() {
    for (carried_out, sent) in [(true, 1), (false, 2)] {
        let world = World::new(numbered(1..3));
        lose_the_first_answer(&world, carried_out);
        let job = begun(&world, numbered(1..3), Route::Batches, 0).await;
        let id = job.header().id;
        let ended = world.run(job).await;
        assert_eq!((ended.summary.state, ended.problem), (JobState::Done, None));
        assert_eq!(deletions(&world), vec![names(&[1, 2]); sent]);
        let end = if carried_out { Some(Outcome::AlreadyGone) } else { deleted(0) };
        assert_eq!(world.ends(id).await, [end.clone(), end]);
        let state = world.state.lock().unwrap();
        let methods: Vec<&str> = state.asked.iter().map(|asked| &*asked.method).collect();
        assert_eq!(methods[..2], ["DELETE", "GET"]);
    }
}

#[tokio::test]
async fn what_is_there_after_a_stop_and_a_lost_answer_is_unknown_and_the_rest_is_skipped() {
    let world = World::new(items(150, true));
    let control = world.control.clone();
    world.meanwhile(move |asked, before, _| {
        let lost = asked.method == "DELETE" && before == 0;
        if lost {
            control.send_replace(Control::Stop);
        }
        lost.then_some(Answer::Lost)
    });
    let job = begun(&world, items(150, true), Route::Batches, 0).await;
    let id = job.header().id;
    let ended = world.run(job).await;
    assert_eq!(
        (ended.summary.state, ended.problem),
        (JobState::Stopped, None),
        "the journal knew of it in time"
    );
    assert_eq!(world.asked("DELETE").len(), 1);
    let ends = world.ends(id).await;
    let unknown = |end: &Option<Outcome>| {
        let asked = Some(AskedAbout::WhenStopped);
        matches!(end, Some(Outcome::Unknown { reason: Unsettled { asked: told, .. } }) if *told == asked)
    };
    let skipped = Some(Outcome::Skipped { reason: Skip::Stopped });
    let unknowns = ends.iter().filter(|end| unknown(end)).count();
    let skips = ends.iter().filter(|end| **end == skipped).count();
    assert_eq!((unknowns + skips, [50, 100].contains(&unknowns)), (150, true), "{unknowns} {skips}");
}

#[tokio::test]
async fn what_a_killed_run_sent_is_asked_about_even_for_a_job_that_stops() {
    for (control, wanted) in [(Control::Run, deleted(0)), (Control::Stop, None)] {
        let world = World::new(numbered(2..3));
        let job = begun(&world, numbered(1..3), Route::Batches, 0).await;
        let id = job.header().id;
        world.journal.sending(id, 0).await.unwrap();
        world.control.send_replace(control);
        let ended = world.go_on(id).await;
        assert_eq!(ended.problem, None);
        assert_eq!(world.state.lock().unwrap().asked[0].method, "GET");
        let reason = Unsettled { cause: Some(Cause::CutOff), asked: Some(AskedAbout::WhenStopped) };
        let there = wanted.or(Some(Outcome::Unknown { reason }));
        assert_eq!(world.ends(id).await, [Some(Outcome::AlreadyGone), there]);
        let sent: &[Vec<String>] = if control == Control::Run { &[names(&[2])] } else { &[] };
        assert_eq!(deletions(&world), sent);
    }
}

#[tokio::test]
async fn a_question_that_the_server_refuses_halts_the_job_and_sends_nothing() {
    let world = World::new(numbered(1..3));
    world.meanwhile(|_, _, _| Some(refusal(403, "Not allowed")));
    let job = begun(&world, numbered(1..3), Route::Batches, FRESH + 1).await;
    let id = job.header().id;
    let ended = world.run(job).await;
    let code = ended.problem.map(|problem| problem.code);
    assert!(matches!(code, Some(Code::Request(RequestProblem { kind: Kind::Forbidden, .. }))), "{code:?}");
    assert_eq!((ended.summary.state, world.ends(id).await), (JobState::Open, vec![None, None]));
    assert_eq!((world.asked("GET").len(), world.asked("DELETE").len()), (1, 0));
}

#[tokio::test]
async fn a_halted_job_keeps_its_items_open_also_when_it_is_stopped() {
    let world = World::new(numbered(1..3));
    let control = world.control.clone();
    world.meanwhile(move |_, _, _| {
        control.send_replace(Control::Stop);
        Some(refusal(401, "api_secret mismatch"))
    });
    let job = begun(&world, numbered(1..3), Route::Batches, 0).await;
    let id = job.header().id;
    let ended = world.run(job).await;
    let code = ended.problem.map(|problem| problem.code);
    let wanted = Kind::Unauthorised(Login::ApiSecret);
    assert!(matches!(code, Some(Code::Request(RequestProblem { kind, .. })) if kind == wanted), "{code:?}");
    assert_eq!(world.ends(id).await, [None, None], "nothing was done, and it may go on later");
}

#[tokio::test]
async fn a_question_that_failed_for_the_moment_is_asked_again_after_a_pause() {
    let world = World::new(numbered(1..3));
    world.meanwhile(|asked, before, _| (asked.method == "GET" && before < 2).then(|| refusal(409, "Busy")));
    let job = begun(&world, numbered(1..3), Route::Batches, FRESH + 1).await;
    let (id, begun_at) = (job.header().id, world.clock.now());
    let ended = world.run(job).await;
    assert_eq!(ended.problem, None);
    assert_eq!((world.asked("GET").len(), world.ends(id).await), (3, vec![deleted(0), deleted(0)]));
    let waited = world.clock.now().since(begun_at);
    assert!(waited >= Some(Duration::from_secs(3)), "a second, and two more");
}

#[tokio::test]
async fn a_question_that_fails_while_the_job_stops_is_given_up() {
    let world = World::new(numbered(1..3));
    let job = begun(&world, numbered(1..3), Route::Batches, 0).await;
    let id = job.header().id;
    world.journal.sending(id, 0).await.unwrap();
    world.control.send_replace(Control::Stop);
    world.meanwhile(|_, _, _| Some(refusal(409, "Busy")));
    let ended = world.go_on(id).await;
    assert_eq!((ended.summary.state, world.asked("GET").len()), (JobState::Stopped, 1));
    let unknown = Some(Outcome::Unknown { reason: Cause::CutOff.into() });
    assert_eq!(world.ends(id).await, [unknown.clone(), unknown]);
}

#[tokio::test]
async fn what_was_answered_is_written_with_the_batch_it_was_told_of() {
    // The second batch is refused, and only the user can mend that.
    let world = World::new(items(150, true));
    world.meanwhile(|asked, _, _| {
        let short = asked.body["asset_ids"].as_array().is_some_and(|ids| ids.len() == 50);
        short.then(|| refusal(403, "Not allowed"))
    });
    let job = begun(&world, items(150, true), Route::Batches, 0).await;
    let id = job.header().id;
    let ended = world.run(job).await;
    assert!(ended.problem.is_some());
    let snapshot = world.journal.snapshot(id).await.unwrap();
    assert_eq!(snapshot.ended.iter().filter(|ended| **ended).count(), 100);
    assert_eq!(states(snapshot), [BatchState::Done, BatchState::Answered]);
}

#[tokio::test]
async fn what_waited_for_the_next_hour_is_looked_at_again_before_it_is_sent() {
    let world = World::new(vec![item(1, true), PlanItem { version: 2, ..item(2, true) }]);
    world.use_up_the_hour();
    let job = begun(&world, numbered(1..3), Route::Batches, 0).await;
    let id = job.header().id;
    let ended = world.run(job).await;
    assert_eq!(ended.problem, None);
    let changed = Some(Outcome::Skipped { reason: Skip::Changed });
    assert_eq!(world.ends(id).await, [deleted(0), changed]);
    assert_eq!((deletions(&world), world.asked("GET").len()), (vec![names(&[1])], 1));
}

#[tokio::test]
async fn copies_go_and_their_originals_stay() {
    let all_copies = |world: &World| world.plan(numbered(1..3), What::AllCopies, None, 0);
    let chosen = |world: &World| world.plan(vec![copy_item(1, 101)], What::ChosenCopies, None, 0);
    let copies = || vec![(id(1), vec![id(101), id(102)])];
    let plans: [&dyn Fn(&World) -> Plan; 2] = [&all_copies, &chosen];
    let wanted = [vec![deleted(2), Some(Outcome::AlreadyGone)], vec![deleted(1)]];
    for (plan, wanted) in plans.into_iter().zip(wanted) {
        let world = World::new(numbered(1..3));
        world.cloud(|cloud| cloud.copies = copies());
        let job = world.begin(plan(&world), Route::Batches).await;
        let id = job.header().id;
        world.run(job).await;
        assert_eq!(world.ends(id).await, wanted);
        assert_eq!(world.cloud(|cloud| cloud.there.clone()), numbered(1..3));
    }
}

#[tokio::test]
async fn nothing_is_sent_that_the_journal_has_not_taken_first() {
    for route in [Route::Batches, Route::Thorough] {
        let world = World::new(numbered(1..3));
        let job = begun(&world, numbered(1..3), route, 0).await;
        world.lose_the_journal();
        let ended = world.run(job).await;
        assert!(ended.problem.is_some() && ended.unwritten.is_empty(), "{route:?}");
        assert!(world.state.lock().unwrap().asked.is_empty(), "{route:?}");
    }
}

#[tokio::test]
async fn what_was_answered_and_the_journal_did_not_take_is_handed_back() {
    let world = World::new(numbered(1..3));
    let job = begun(&world, numbered(1..3), Route::Batches, 0).await;
    let journal = world.path();
    world.meanwhile(move |_, _, _| {
        std::fs::rename(&journal, journal.with_extension("moved")).unwrap();
        None
    });
    let ended = world.run(job).await;
    assert!(ended.problem.is_some());
    let told: Vec<(u32, usize)> =
        ended.unwritten.iter().map(|record| (record.batch, record.outcomes.len())).collect();
    assert_eq!((told, world.asked("DELETE").len()), (vec![(0, 2)], 1));
}
