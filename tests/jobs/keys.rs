//! Two API keys of one product environment: its jobs never run side by side, and one goes on with
//! another key after the user's word alone.

use std::sync::Arc;
use std::time::Duration;

use cloudsweep::model::job_id::JobId;
use cloudsweep::model::problem::{Code, DeletionProblem, Problem};
use cloudsweep::model::receipt::Ending;
use cloudsweep::model::route::Route;
use cloudsweep::model::settings::JobSettings;
use cloudsweep::runtime::command::Command;
use cloudsweep::runtime::event::Event;

use crate::program::{Program, environment, left_behind, names, settled, with_other_key};

fn refused(program: &mut Program, job: JobId) -> Problem {
    program.next("a refusal", |event| match event {
        Event::JobRefused { job: of, problem } => {
            assert_eq!(of, Some(job));
            Some(problem)
        }
        Event::JobStarted(_) => panic!("it runs"),
        _ => None,
    })
}

#[test]
fn jobs_of_two_keys_run_one_after_the_other() {
    let server = environment(240, Duration::from_millis(20));
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), &Arc::default());
    let one = program.open(&server);
    let plan = program.plan(names(0, 120));
    program.start_job(plan, Route::Thorough);
    let first = program.started();
    program.send(Command::Pause(first));
    let two = program.open_with(&with_other_key(&server));
    assert_eq!(one.product(), two.product());
    let plan = program.plan(names(120, 240));
    program.start_job(plan, Route::Thorough);
    let second = program.queued();
    program.send(Command::Resume(first));
    let ended = program.next("the first's end", |event| match event {
        Event::JobStarted(_) => panic!("both run"),
        Event::JobEnded { summary, .. } => Some(summary),
        _ => None,
    });
    assert_eq!((ended.header.id, ended.header.environment, ended.tally.deleted), (first, one, 120));
    assert_eq!(program.started(), second);
    let ended = program.ended();
    assert_eq!((ended.header.id, ended.header.environment, ended.tally.deleted), (second, two, 120));
    assert!(server.probe().is_empty());
    let most = server.probe().requests().free_at_once.most;
    assert!(most <= JobSettings::default().destroys.into(), "{most} at once");
}

#[test]
fn a_job_goes_on_with_another_key_after_a_word_and_not_before() {
    let server = environment(300, Duration::from_millis(50));
    let folder = tempfile::tempdir().unwrap();
    let job = left_behind(&server, folder.path(), &Arc::default());
    // Another keychain: the key that it was confirmed with is gone.
    let mut program = Program::start(folder.path(), &Arc::default());
    let key = program.open_with(&with_other_key(&server));
    let left = settled(&server);
    assert!(left > 0);
    program.send(Command::Resume(job));
    let problem = refused(&mut program, job);
    let (confirmed, other) = ("8979".to_owned(), "4321".to_owned());
    assert_eq!(problem.code, DeletionProblem::OtherKey { confirmed, other }.into());
    assert_eq!(settled(&server), left, "going on is no word about the key");

    program.send(Command::ContinueWith { job, key });
    assert_eq!(program.started(), job);
    let summary = program.ended();
    assert_eq!((summary.ending(), summary.header.planned), (Some(Ending::Complete), 300));
    assert!(summary.adds_up() && server.probe().is_empty());
    let receipt = program.receipt(job);
    assert!(receipt.lines.iter().all(|line| line.outcome.is_some()));

    // It is at its end, whichever key comes back.
    program.open(&server);
    settled(&server);
    while let Ok(event) = program.link.events.try_recv() {
        assert!(!matches!(event, Event::JobStarted(_) | Event::JobRefused { .. }), "{event:?}");
    }
}

/// The word needs the secret of the key alone, and no environment that is open.
#[test]
fn a_remembered_key_carries_a_job_on_without_being_opened() {
    let server = environment(300, Duration::from_millis(50));
    let folder = tempfile::tempdir().unwrap();
    let job = left_behind(&server, folder.path(), &Arc::default());
    let vault = Arc::default();
    let key = Program::start(folder.path(), &vault).open_with(&with_other_key(&server));
    let mut program = Program::start(folder.path(), &vault);
    assert!(settled(&server) > 0);
    program.send(Command::ContinueWith { job, key });
    assert_eq!(program.ended().ending(), Some(Ending::Complete));
    assert!(server.probe().is_empty());
}

#[test]
fn a_key_of_another_environment_carries_nothing_on() {
    let servers = [environment(300, Duration::from_millis(50)), environment(5, Duration::ZERO)];
    let folder = tempfile::tempdir().unwrap();
    let job = left_behind(&servers[0], folder.path(), &Arc::default());
    let mut program = Program::start(folder.path(), &Arc::default());
    let key = program.open(&servers[1]);
    let left = settled(&servers[0]);
    program.send(Command::ContinueWith { job, key });
    let problem = refused(&mut program, job);
    assert!(matches!(problem.code, Code::Deletion(DeletionProblem::KeyOfAnother { .. })), "{problem:?}");
    assert_eq!((settled(&servers[0]), servers[1].probe().len()), (left, 5));
}

/// A stop needs no word, and says why nobody could be asked.
#[test]
fn a_job_whose_key_is_gone_can_be_stopped() {
    let server = environment(300, Duration::from_millis(50));
    let folder = tempfile::tempdir().unwrap();
    let job = left_behind(&server, folder.path(), &Arc::default());
    let mut program = Program::start(folder.path(), &Arc::default());
    program.open_with(&with_other_key(&server));
    let left = settled(&server);
    program.send(Command::Stop(job));
    let summary = program.ended();
    assert_eq!(summary.ending(), Some(Ending::Stopped));
    assert!(summary.adds_up());
    assert_eq!(settled(&server), left);
}
