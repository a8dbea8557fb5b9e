//! Jobs one after the other in an environment, several environments at once, and what is done with
//! a job that is at its end: the rest is tried again, and a search finds it. And what is told while
//! the server is gone.

use std::sync::Arc;
use std::time::Duration;

use cloudsweep::jobs::progress::Phase;
use cloudsweep::model::destroy::DestroyBy;
use cloudsweep::model::job_id::JobId;
use cloudsweep::model::problem::RecordProblem;
use cloudsweep::model::receipt::{Ending, JobState};
use cloudsweep::model::route::Route;
use cloudsweep::platform::paths::Paths;
use cloudsweep::runtime::command::Command;
use cloudsweep::runtime::event::Event;

use crate::program::{Program, environment, names};
use crate::selectors;
use crate::support::PREFIX;

#[test]
fn jobs_of_one_environment_wait_their_turn() {
    let server = environment(60, Duration::from_millis(40));
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), &Arc::default());
    program.open(&server);
    let plans = [names(0, 20), names(20, 40), names(40, 60)].map(|list| program.plan(list));
    let [first, second, third] = plans;
    program.start_job(first, Route::Thorough);
    let one = program.started();
    program.start_job(second, Route::Thorough);
    let two = program.queued();
    program.start_job(third, Route::Batches);
    let three = program.queued();
    assert!(program.link.progress.borrow().len() <= 1, "one at a time");
    // The third is wanted now, the second not at all.
    program.send(Command::Resume(three));
    program.send(Command::Stop(two));
    let mut ends = [program.ended(), program.ended(), program.ended()];
    ends.sort_by_key(|summary| summary.header.id);
    let told: Vec<_> = ends.iter().map(|it| (it.header.id, it.tally.deleted, it.tally.skipped)).collect();
    assert_eq!(told, [(one, 20, 0), (two, 0, 20), (three, 20, 0)]);
    assert_eq!(ends[1].state, JobState::Stopped);
    assert_eq!(server.probe().len(), 20);
}

#[test]
fn several_environments_are_worked_on_at_once() {
    let latency = Duration::from_millis(60);
    let servers = [environment(1_500, latency), environment(40, latency)];
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), &Arc::default());
    for server in &servers {
        program.open(server);
        let plan = program.plan(selectors::prefix(PREFIX));
        program.start_job(plan, Route::Thorough);
        program.started();
    }
    // What is told of a job's beginning comes before its first counters.
    let both_run = || program.link.progress.borrow().len() == 2;
    for _ in 0..1_000 {
        if both_run() {
            break;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(both_run(), "the first still runs while the second does");
    let ends = [program.ended(), program.ended()];
    assert!(ends.iter().all(|summary| summary.ending() == Some(Ending::Complete)));
    assert_ne!(ends[0].header.environment, ends[1].header.environment);
    assert!(servers.iter().all(|server| server.probe().is_empty()));
}

/// Its row is damaged between the writing and the reading.
#[test]
fn a_new_job_is_told_before_anything_of_it_is_refused() {
    let server = environment(400, Duration::from_millis(50));
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), &Arc::default());
    let first = program.deleting(&server);
    program.pause(first);
    let plan = program.plan(selectors::prefix(PREFIX));
    program.start_job(plan, Route::Batches);
    let job = program.queued();
    let file = rusqlite::Connection::open(Paths::at(folder.path()).journal()).unwrap();
    file.execute("UPDATE job SET route = 'nowhere' WHERE id = ?1", [job.0]).unwrap();
    drop(file);
    program.send(Command::Resume(first));
    let problem = program.next("an end", |event| match event {
        Event::JobEnded { problem, .. } => Some(problem.expect("nothing is written beside another program")),
        _ => None,
    });
    assert_eq!(problem.code, RecordProblem::Foreign.into());
    program.send(Command::Resume(job));
    let refused = program.next("a refusal", |event| match event {
        Event::JobRefused { job, .. } => Some(job),
        Event::JobStarted(summary) => panic!("it runs: {summary:?}"),
        _ => None,
    });
    assert_eq!(refused, Some(job));
}

#[test]
fn what_a_job_left_undone_is_previewed_and_confirmed_again() {
    let server = environment(90, Duration::ZERO);
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), &Arc::default());
    program.open(&server);
    let plan = program.plan(selectors::prefix(PREFIX));
    server.probe().fault("refuse-third@changing".parse().unwrap());
    program.start_job(plan, Route::Batches);
    let summary = program.ended();
    assert_eq!((summary.tally.deleted, summary.tally.refused), (60, 30));
    server.probe().clear_faults();
    let receipt = program.receipt(summary.header.id);
    let again = program.undone(&receipt.summary.header).unwrap();
    let plan = program.plan(again.selector);
    assert_eq!(plan.items().len(), 30);
    assert!(plan.sweep().is_none());
    program.start_job(plan, Route::Thorough);
    assert_eq!(program.ended().tally.deleted, 30);
    assert!(server.probe().is_empty());
    let receipt = program.receipt(JobId(2));
    assert!(program.undone(&receipt.summary.header).is_none(), "nothing is left undone");
}

#[test]
fn a_search_tells_which_job_deleted_an_asset() {
    let server = environment(40, Duration::ZERO);
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), &Arc::default());
    program.open(&server);
    for list in [names(0, 20), names(20, 40)] {
        let plan = program.plan(list);
        program.start_job(plan, Route::Batches);
        program.ended();
    }
    program.send(Command::SearchReceipts { generation: 4, text: "00025".into() });
    let hits = program.next("the search", |event| match event {
        Event::ReceiptsFound { generation: 4, result } => Some(result.unwrap()),
        _ => None,
    });
    assert_eq!(hits.len(), 1);
    assert_eq!(hits[0].summary.header.id, JobId(2));
}

#[test]
fn a_server_that_is_gone_is_told_while_the_job_tries_again_and_a_stop_comes_to_its_end() {
    let server = environment(400, Duration::from_millis(300));
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), &Arc::default());
    let job = program.deleting(&server);
    drop(server);
    program.wait_for("why it stands still", |progress| matches!(progress.phase, Phase::TryingAgain { .. }));
    program.send(Command::Stop(job));
    let summary = program.ended();
    assert_eq!(summary.ending(), Some(Ending::Stopped));
    let tally = summary.tally;
    assert!(tally.deleted > 0 && tally.unknown > 0 && tally.skipped > 0, "{tally:?}");
}

/// For the price of the next plan: after each job, and when the environment is opened again.
#[test]
fn how_destroy_names_assets_is_told_once_it_is_known() {
    let server = environment(60, Duration::ZERO);
    let folder = tempfile::tempdir().unwrap();
    let told = |program: &mut Program| {
        program.next("how destroy names assets", |event| match event {
            Event::DestroyBy { environment, by } => Some((environment, by)),
            _ => None,
        })
    };
    let mut program = Program::start(folder.path(), &Arc::default());
    let id = program.open(&server);
    assert_eq!(told(&mut program), (id.clone(), None));
    let plan = program.plan(names(0, 30));
    program.start_job(plan, Route::Batches);
    assert_eq!(told(&mut program), (id.clone(), None), "batches do not need it");
    let plan = program.plan(names(30, 60));
    program.start_job(plan, Route::Thorough);
    assert_eq!(told(&mut program), (id.clone(), Some(DestroyBy::AssetIdInForm)));
    drop(program);
    let mut program = Program::start(folder.path(), &Arc::default());
    program.open(&server);
    assert_eq!(told(&mut program), (id, Some(DestroyBy::AssetIdInForm)));
}
