//! The journal's file is taken away, or damaged, while a job runs: it stops with a clear message,
//! and loses nothing that was known.

use std::io::{Seek as _, SeekFrom, Write as _};
use std::sync::Arc;
use std::time::Duration;

use cloudsweep::jobs::runner::{self, Control};
use cloudsweep::model::problem::RecordProblem;
use cloudsweep::model::receipt::Ending;
use cloudsweep::model::route::Route;
use cloudsweep::platform::paths::Paths;
use cloudsweep::runtime::command::Command;
use cloudsweep::runtime::event::Event;
use cloudsweep_practice::Settings;
use tokio::sync::watch;

use crate::program::{Program, environment};
use crate::selectors;
use crate::support::{PREFIX, Running, Way, World, server, within};

/// Another program takes the file for itself in the middle of a job and keeps it for long.
#[tokio::test(flavor = "multi_thread")]
async fn a_locked_journal_stops_the_job_and_what_was_told_is_kept() {
    for way in [Way::Thorough, Way::Batches, Way::SweepPrefix] {
        let latency = Duration::from_millis(100);
        let mut world = World::in_real_time(Settings { latency, ..server() }).await;
        world.settings.calls = 1;
        world.fill(400, 20);
        let job = world.job(way).await;
        let id = job.header().id;
        let running = Running::under_way(&world, job).await;

        let other = rusqlite::Connection::open(world.folder.path().join("journal.sqlite")).unwrap();
        other.busy_timeout(Duration::from_secs(5)).unwrap();
        other.execute_batch("BEGIN EXCLUSIVE").unwrap();
        let ended = within(running.run).await.unwrap();
        assert_eq!(ended.problem.as_ref().unwrap().code, RecordProblem::Locked.into());
        assert_eq!(ended.summary.ending(), None);
        let sent = world.probe.requests().changing;
        other.execute_batch("ROLLBACK").unwrap();

        for record in ended.unwritten {
            world.journal.record(id, record).await.unwrap();
        }
        assert_eq!(world.probe.requests().changing, sent, "nothing was sent meanwhile");
        let ended = world.go_on(id, Control::Run).await;
        world.judge(&ended.summary).await;
        assert_eq!(ended.summary.ending(), Some(Ending::Complete));
        assert_eq!(ended.summary.tally.deleted, 400, "{way:?}: every answer is known");
        assert_eq!(world.there().len(), 20);
    }
}

/// What was answered meanwhile is written once the file is free, or at the latest when the program ends:
/// nobody has to press anything, and nothing is called gone that this program deleted.
#[test]
fn what_a_lock_kept_out_of_the_record_is_written_before_the_program_ends() {
    for waits in [Duration::ZERO, Duration::from_secs(3)] {
        let server = environment(300, Duration::from_millis(100));
        let folder = tempfile::tempdir().unwrap();
        let vault = Arc::default();
        let mut program = Program::start(folder.path(), &vault);
        let job = program.deleting(&server);
        let other = rusqlite::Connection::open(Paths::at(folder.path()).journal()).unwrap();
        other.busy_timeout(Duration::from_secs(5)).unwrap();
        other.execute_batch("BEGIN EXCLUSIVE").unwrap();
        let (summary, problem) = program.next("an end", |event| match event {
            Event::JobEnded { summary, problem } => Some((summary, problem.unwrap())),
            _ => None,
        });
        assert!(problem.unwritten > 0, "{problem:?}");
        assert!(summary.tally.ended() < 300);
        let gone = 300 - server.probe().len() as u64;
        other.execute_batch("ROLLBACK").unwrap();
        drop(other);
        std::thread::sleep(waits);
        if !waits.is_zero() {
            assert_eq!(program.receipt(job).summary.tally.deleted, gone, "by itself");
        }
        drop(program);

        let mut program = Program::start(folder.path(), &vault);
        let summary = program.ended();
        assert_eq!((summary.ending(), summary.tally.deleted), (Some(Ending::Complete), 300));
    }
}

/// What a late attempt wrote is not written once more when the job goes on: an asset beyond the plan
/// that has no asset ID cannot be told from another one.
#[test]
fn what_is_written_late_is_written_once() {
    let server = environment(30, Duration::from_secs(1));
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), &Arc::default());
    program.open(&server);
    let plan = program.plan(selectors::prefix(PREFIX));
    server.probe().upload("image", "upload", &format!("{PREFIX}added"), &[]);
    program.start_job(plan, Route::Sweep);
    let job = program.started();
    while server.probe().requests().changing == 0 {
        std::thread::sleep(Duration::from_millis(2));
    }
    let other = rusqlite::Connection::open(Paths::at(folder.path()).journal()).unwrap();
    other.busy_timeout(Duration::from_secs(5)).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    program.next("an end", |event| match event {
        Event::JobEnded { problem, .. } => Some(problem.expect("the answer cannot be written")),
        _ => None,
    });
    other.execute_batch("ROLLBACK").unwrap();
    drop(other);
    while program.receipt(job).extras.is_empty() {
        std::thread::sleep(Duration::from_millis(50));
    }
    program.send(Command::Resume(job));
    let summary = program.ended();
    assert_eq!((summary.tally.deleted, summary.tally.extras), (30, 1));
    assert_eq!(program.receipt(job).extras.len(), 1);
}

/// Writes over everything but the first pages of a file.
fn damage(path: &std::path::Path) {
    let mut file = std::fs::File::options().write(true).open(path).unwrap();
    let length = file.metadata().unwrap().len();
    let start = 20 * 4096;
    assert!(length > start + 4096, "{length}");
    file.seek(SeekFrom::Start(start)).unwrap();
    file.write_all(&vec![0xa5; usize::try_from(length - start).unwrap()]).unwrap();
    file.sync_all().unwrap();
}

#[tokio::test]
async fn a_journal_that_is_written_over_stops_the_job_with_a_clear_message() {
    let mut world = World::new(server()).await;
    world.fill(1_500, 0);
    let id = world.job(Way::Batches).await.header().id;
    // The last handle writes everything into the file itself.
    let path = world.folder.path().join("journal.sqlite");
    world.reopen();
    let snapshot = world.journal.snapshot(id).await.unwrap();
    damage(&path);
    let control = watch::Sender::new(Control::Run);
    let tools = world.tools(&snapshot.job, control.subscribe());
    let ended = Box::pin(within(runner::run(tools, snapshot, false))).await;
    let problem = ended.problem.unwrap();
    assert_eq!(problem.code, RecordProblem::Foreign.into());
    let gone = 1_500 - world.there().len();
    let known: usize = ended.unwritten.iter().map(|record| record.outcomes.len()).sum();
    assert_eq!(gone, known, "what went is known, and nothing more went");
    let summary = world.journal.summary(id).await;
    assert!(summary.is_err() || summary.unwrap().ending().is_none());
}
