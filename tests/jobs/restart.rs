//! What an earlier session left: pauses and choices that hold after a restart, jobs that go on, and
//! those that cannot.

use std::sync::Arc;
use std::time::Duration;

use cloudsweep::journal::Journal;
use cloudsweep::model::account::Credentials;
use cloudsweep::model::job::Control;
use cloudsweep::model::outcome::Outcome;
use cloudsweep::model::problem::{DeletionProblem, RecordProblem};
use cloudsweep::model::receipt::{Ending, JobState};
use cloudsweep::model::route::Route;
use cloudsweep::model::settings::JobSettings;
use cloudsweep::model::unsettled::{Cause, Unsettled};
use cloudsweep::platform::keychain::{SessionVault, Vault as _};
use cloudsweep::platform::paths::Paths;
use cloudsweep::runtime::command::Command;
use cloudsweep::runtime::event::Event;
use cloudsweep_practice::Server;

use crate::program::{Program, environment, left_behind, names, settled};

#[test]
fn a_stop_ends_a_job_and_a_pause_holds_after_a_restart() {
    let server = environment(1_500, Duration::from_millis(50));
    let folder = tempfile::tempdir().unwrap();
    let vault = Arc::default();
    let mut program = Program::start(folder.path(), &vault);
    let job = program.deleting(&server);
    program.pause(job);
    let left = server.probe().len();
    assert!(left > 0);
    drop(program);

    let mut program = Program::start(folder.path(), &vault);
    let (jobs, go_on) = program.left();
    assert!(go_on && jobs.len() == 1);
    program.open(&server);
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(server.probe().len(), left, "paused is paused");
    program.send(Command::Resume(job));
    assert_eq!(program.started(), job);
    program.wait_for("more was deleted", |_| server.probe().len() < left);
    program.send(Command::Stop(job));
    let summary = program.ended();
    assert_eq!(summary.state, JobState::Stopped);
    assert!(summary.adds_up());
    assert_eq!(summary.tally.unknown, 0, "the pause left nothing in doubt");
    assert_eq!(server.probe().len() as u64, summary.tally.skipped, "what is there was never sent");
}

#[test]
fn the_last_word_counts_however_fast_it_follows_the_one_before() {
    let server = environment(2_000, Duration::from_millis(50));
    let folder = tempfile::tempdir().unwrap();
    let vault = Arc::default();
    let job = left_behind(&server, folder.path(), &vault);
    let mut program = Program::start(folder.path(), &vault);
    program.started();
    for _ in 0..20 {
        program.send(Command::Pause(job));
        program.send(Command::Resume(job));
    }
    program.send(Command::Pause(job));
    assert!(settled(&server) > 0);
    drop(program);

    // At the next start it is looked up, and paused before it is found.
    let mut program = Program::start(folder.path(), &vault);
    assert_eq!(program.left().0[0].control, Control::Pause);
    program.open(&server);
    program.send(Command::Resume(job));
    program.send(Command::Pause(job));
    let kept = settled(&server);
    program.send(Command::Resume(job));
    program.send(Command::Stop(job));
    let summary = program.ended();
    assert_eq!(summary.state, JobState::Stopped);
    assert!(summary.adds_up() && server.probe().len() <= kept);
}

#[test]
fn a_job_that_is_paused_before_its_environment_is_open_does_not_go_on() {
    for word in [Command::Pause, Command::Stop] {
        let server = environment(400, Duration::from_millis(50));
        let folder = tempfile::tempdir().unwrap();
        let job = left_behind(&server, folder.path(), &Arc::default());
        // Another keychain: nobody knows the secret until the environment is opened.
        let mut program = Program::start(folder.path(), &Arc::default());
        program.left();
        program.send(word(job));
        let there = settled(&server);
        program.open(&server);
        assert_eq!(settled(&server), there);
    }
}

#[test]
fn whether_jobs_go_on_by_themselves_is_a_choice_that_is_remembered() {
    for go_on in [true, false] {
        let server = environment(300, Duration::from_millis(50));
        let folder = tempfile::tempdir().unwrap();
        let vault = Arc::default();
        let mut program = Program::start(folder.path(), &vault);
        program.choose(go_on);
        let job = program.deleting(&server);
        drop(program);

        // Nobody opens the environment: its secret is in the keychain.
        let mut program = Program::start(folder.path(), &vault);
        let (jobs, goes_on) = program.left();
        assert_eq!(goes_on, go_on);
        assert_eq!(jobs[0].summary.header.id, job);
        if !go_on {
            std::thread::sleep(Duration::from_millis(300));
            assert!(!server.probe().is_empty(), "nobody said go on");
            program.send(Command::Resume(job));
        }
        let summary = program.ended();
        assert_eq!(summary.ending(), Some(Ending::Complete));
        assert!(summary.adds_up() && server.probe().is_empty());
    }
}

#[test]
fn a_job_whose_secret_is_gone_says_what_to_open_and_goes_on_after() {
    let server = environment(300, Duration::from_millis(50));
    let folder = tempfile::tempdir().unwrap();
    let job = left_behind(&server, folder.path(), &Arc::default());

    let mut program = Program::start(folder.path(), &Arc::default());
    program.left();
    program.send(Command::Resume(job));
    let (refused, problem) = program.next("what to open", |event| match event {
        Event::JobRefused { job, problem } => Some((job, problem)),
        _ => None,
    });
    assert_eq!(refused, Some(job));
    assert_eq!(problem.code, DeletionProblem::NotOpen { cloud_name: "practice".to_owned() }.into());
    program.open(&server);
    assert_eq!(program.ended().ending(), Some(Ending::Complete));
    assert!(server.probe().is_empty());
}

/// The key was changed at Cloudinary, or the environment forgotten: nobody can ask any more.
#[test]
fn a_job_in_doubt_whose_environment_is_out_of_reach_can_be_stopped() {
    let server = environment(300, Duration::from_millis(50));
    let folder = tempfile::tempdir().unwrap();
    let job = left_behind(&server, folder.path(), &Arc::default());
    let file = rusqlite::Connection::open(Paths::at(folder.path()).journal()).unwrap();
    file.execute("UPDATE batch SET state = 'sending' WHERE number = 2", []).unwrap();
    let count = |of: &str| file.query_row(of, [], |row| row.get::<_, i64>(0)).unwrap().unsigned_abs();
    let doubtful = count(
        "SELECT COUNT(*) FROM item JOIN batch ON position >= first AND position < past
         WHERE outcome IS NULL AND state = 'sending'",
    );
    let known = count("SELECT COUNT(*) FROM item WHERE outcome IS NOT NULL");
    drop(file);

    let mut program = Program::start(folder.path(), &Arc::default());
    program.send(Command::Stop(job));
    let summary = program.ended();
    assert_eq!(summary.ending(), Some(Ending::Stopped));
    assert!(summary.adds_up() && doubtful >= 100);
    assert_eq!((summary.tally.unknown, summary.tally.skipped), (doubtful, 300 - known - doubtful));
    let receipt = program.receipt(job);
    let reasons = receipt.lines.iter().filter_map(|line| match &line.outcome {
        Some(Outcome::Unknown { reason }) => Some(reason),
        _ => None,
    });
    let not_open = Unsettled::from(Cause::NotOpen { cloud_name: "practice".to_owned() });
    assert!(reasons.into_iter().all(|reason| *reason == not_open));
    let left = server.probe().len();
    program.open(&server);
    assert_eq!(settled(&server), left, "it is at its end");
}

impl Program {
    /// Chooses whether jobs go on by themselves.
    fn choose(&mut self, go_on: bool) {
        self.send(Command::ChangeJobSettings(JobSettings { go_on, ..JobSettings::default() }));
        self.next("the choice", |event| match event {
            Event::JobSettings(settings) => (settings.go_on == go_on).then_some(()),
            _ => None,
        });
    }
}

/// The keychain keeps the key of the seals, and not the API secret.
fn forget_secret(server: &Server, vault: &SessionVault) {
    let credentials = Credentials::from_cloudinary_url(&server.cloudinary_url()).unwrap();
    vault.delete(&credentials.environment.id()).unwrap();
}

/// A choice for the next start changes nothing of what was told at this one.
#[test]
fn what_an_earlier_session_left_goes_on_or_waits_as_it_was_told_at_the_start() {
    for go_on in [true, false] {
        let server = environment(400, Duration::from_millis(50));
        let folder = tempfile::tempdir().unwrap();
        let vault = Arc::default();
        left_behind(&server, folder.path(), &vault);
        forget_secret(&server, &vault);
        Program::start(folder.path(), &vault).choose(go_on);

        // Nothing goes on before the environment is opened.
        let mut program = Program::start(folder.path(), &vault);
        assert_eq!(program.left().1, go_on);
        program.choose(!go_on);
        let left = server.probe().len();
        program.open(&server);
        if go_on {
            assert_eq!(program.ended().ending(), Some(Ending::Complete));
        } else {
            assert_eq!(settled(&server), left);
        }
    }
}

#[test]
fn a_job_that_a_person_went_on_with_goes_on_once_its_environment_is_open() {
    let server = environment(400, Duration::from_millis(50));
    let folder = tempfile::tempdir().unwrap();
    let job = left_behind(&server, folder.path(), &Arc::default());
    let journal = Paths::at(folder.path()).journal();
    let settings = JobSettings { go_on: false, ..JobSettings::default() };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async { Journal::open(&journal).unwrap().set_job_settings(settings).await.unwrap() });
    let mut program = Program::start(folder.path(), &Arc::default());
    program.left();
    program.send(Command::Resume(job));
    program.next("what to open", |event| matches!(event, Event::JobRefused { .. }).then_some(()));
    program.open(&server);
    assert_eq!(program.ended().ending(), Some(Ending::Complete));
}

#[test]
fn a_file_that_is_no_journal_is_told_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let path = Paths::at(folder.path()).journal();
    std::fs::write(&path, vec![0xa5; 40_000]).unwrap();
    let mut program = Program::start(folder.path(), &Arc::default());
    let problem = program.next("the damage", |event| match event {
        Event::JobRefused { job: None, problem } => Some(problem),
        Event::Unfinished { .. } => panic!("nothing is known of what was left"),
        _ => None,
    });
    assert_eq!(problem.code, RecordProblem::Damaged.into());
}

/// It can be looked at and put aside; another one goes on as if it were not there.
#[test]
fn a_damaged_job_waits_to_be_put_aside_and_keeps_nobody_from_going_on() {
    for damage in [
        "UPDATE job SET route = 'nowhere' WHERE id = 1",
        "UPDATE job SET planned = 9223372036854775807 WHERE id = 1",
        "UPDATE item SET version = -1 WHERE job = 1 AND position = 7",
    ] {
        let server = environment(300, Duration::from_millis(250));
        let folder = tempfile::tempdir().unwrap();
        let vault = Arc::default();
        let mut program = Program::start(folder.path(), &vault);
        let damaged = program.deleting(&server);
        let plan = program.plan(names(200, 260));
        program.start_job(plan, Route::Batches);
        let sound = program.queued();
        drop(program);
        let path = Paths::at(folder.path()).journal();
        rusqlite::Connection::open(&path).unwrap().execute_batch(damage).unwrap();

        let mut program = Program::start(folder.path(), &vault);
        let ended = program.next("the end of the other", |event| match event {
            Event::JobEnded { summary, problem: None } => Some(summary.header.id),
            Event::JobRefused { job, problem } => {
                assert_eq!((job, problem.code), (Some(damaged), RecordProblem::OfOneJob.into()));
                None
            }
            _ => None,
        });
        assert_eq!(ended, sound, "{damage}");
        program.send(Command::Stop(damaged));
        let aside = program.ended();
        assert_eq!((aside.header.id, aside.ending()), (damaged, Some(Ending::Damaged)), "{damage}");
        assert!(program.receipt(damaged).lines.len() == 300, "its rows can be looked at");
    }
}

/// A job whose plan is not what the journal says is refused, and the journal stays as it is.
#[test]
fn a_job_that_was_tampered_with_never_goes_on() {
    let server = environment(300, Duration::from_millis(50));
    let folder = tempfile::tempdir().unwrap();
    let vault = Arc::default();
    left_behind(&server, folder.path(), &vault);
    let path = Paths::at(folder.path()).journal();
    let file = rusqlite::Connection::open(&path).unwrap();
    file.execute("UPDATE item SET public_id = 'precious' WHERE position = 299", []).unwrap();
    drop(file);
    server.probe().upload("image", "upload", "precious", &[]);
    let left = server.probe().len();

    let mut program = Program::start(folder.path(), &vault);
    let problem = program.next("a refusal", |event| match event {
        Event::JobRefused { problem, .. } => Some(problem),
        Event::JobStarted(_) => panic!("it goes on"),
        _ => None,
    });
    assert_eq!(problem.code, RecordProblem::NotTheSame.into());
    assert_eq!(server.probe().len(), left);
    drop(program);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let unfinished = runtime.block_on(async { Journal::open(&path).unwrap().unfinished().await.unwrap() });
    assert_eq!(unfinished.len(), 1);
}
