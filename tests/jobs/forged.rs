//! Ends that another program wrote of a job, and a user's word about that job: nobody's word but the
//! server's says what became of an item.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use cloudsweep::model::job_id::JobId;
use cloudsweep::model::receipt::{Ending, Summary};
use cloudsweep::model::route::Route;
use cloudsweep::model::seal::Unconfirmed;
use cloudsweep::model::unfinished::Held;
use cloudsweep::platform::keychain::SessionVault;
use cloudsweep::platform::paths::Paths;
use cloudsweep::runtime::command::Command;
use cloudsweep::runtime::event::Event;
use cloudsweep_practice::Server;

use crate::neighbour::{what_was_left, write};
use crate::program::{Program, environment, left_behind, names, settled};
use crate::support::closed;

/// Every item has an end that nobody but the other program knows of.
const FORGED: &str = "UPDATE item SET outcome = 'deleted'; UPDATE batch SET state = 'done'";

/// Leaves a job behind, and forges its ends; gives how many assets are there.
fn forged(server: &Server, folder: &Path, vault: &Arc<SessionVault>, change: &str) -> (JobId, u64) {
    let job = left_behind(server, folder, vault);
    let left = settled(server);
    let journal = Paths::at(folder).journal();
    closed(&journal);
    write(&journal, change);
    (job, left as u64)
}

fn refused(program: &mut Program, job: JobId) {
    program.next("a refusal", |event| match event {
        Event::JobRefused { job: of, .. } => (of == Some(job)).then_some(()),
        Event::JobStarted(_) => panic!("it runs"),
        _ => None,
    });
}

/// What somebody wrote is not told as Cloudinary's word, and keeps nothing from being asked about: not
/// before the user's word, and not after it.
#[test]
fn ends_that_were_written_while_the_program_was_closed_are_not_believed() {
    for (command, seal) in [
        (Command::Resume as fn(JobId) -> Command, ""),
        (Command::Stop, ""),
        (Command::Resume, "; UPDATE batch SET seal = NULL; UPDATE job SET seal = NULL"),
        (Command::Stop, "; UPDATE batch SET seal = NULL; UPDATE job SET seal = NULL"),
    ] {
        let server = environment(400, Duration::from_millis(50));
        let folder = tempfile::tempdir().unwrap();
        let vault = Arc::default();
        let (job, left) = forged(&server, folder.path(), &vault, &format!("{FORGED}{seal}"));
        let mut program = Program::start(folder.path(), &vault);
        let told = what_was_left(&mut program);
        let expected = if seal.is_empty() { Unconfirmed::WrongSeal } else { Unconfirmed::NoSeal };
        assert_eq!(told[0].held, Some(Held::Unconfirmed(expected)));
        program.open(&server);
        assert_eq!(settled(&server) as u64, left);
        let receipt = program.receipt(job);
        assert!(receipt.lines.iter().all(|line| line.outcome.is_none()), "nobody's word");
        assert_eq!(receipt.summary.tally.ended(), 0);

        program.send(command(job));
        let summary = program.ended();
        assert!(summary.adds_up());
        let there = server.probe().len() as u64;
        if matches!(command(job), Command::Resume(_)) {
            assert_eq!((there, summary.ending()), (0, Some(Ending::Complete)));
            assert_eq!(summary.tally.deleted, left, "what this program was told");
        } else {
            assert_eq!((there, summary.ending()), (left, Some(Ending::Stopped)));
            assert_eq!(summary.tally.deleted, 0);
            assert_eq!(summary.tally.unknown + summary.tally.skipped, there);
        }
    }
}

/// Resumed while its key is not at hand, and then stopped: nobody can be asked about it.
#[test]
fn a_stop_after_a_resume_that_could_not_begin_believes_nobody_either() {
    let server = environment(400, Duration::from_millis(50));
    let folder = tempfile::tempdir().unwrap();
    let (job, left) = forged(&server, folder.path(), &Arc::default(), FORGED);
    let mut program = Program::start(folder.path(), &Arc::default());
    what_was_left(&mut program);
    program.send(Command::Resume(job));
    refused(&mut program, job);
    program.send(Command::Stop(job));
    let summary = program.ended();
    assert_eq!((summary.tally.deleted, summary.tally.unknown), (0, 400));
    assert_eq!(summary.ending(), Some(Ending::Stopped));
    assert_eq!(settled(&server) as u64, left);
}

/// Resumed while another job runs, and then stopped: it is asked about once that one is over.
#[test]
fn a_stop_in_the_queue_believes_nobody_either() {
    let server = environment(400, Duration::from_millis(50));
    let folder = tempfile::tempdir().unwrap();
    let vault = Arc::default();
    let (job, _) = forged(&server, folder.path(), &vault, FORGED);
    let mut program = Program::start(folder.path(), &vault);
    what_was_left(&mut program);
    program.open(&server);
    let plan = program.plan(names(100, 400));
    program.start_job(plan, Route::Thorough);
    let other = program.started();
    program.pause(other);
    program.send(Command::Resume(job));
    program.next("a place in the queue", |event| match event {
        Event::JobQueued(summary) => (summary.header.id == job).then_some(()),
        _ => None,
    });
    program.send(Command::Stop(job));
    program.send(Command::Stop(other));
    let mut ends = [program.ended(), program.ended()];
    ends.sort_by_key(|summary| summary.header.id);
    let [ended, _]: [Summary; 2] = ends;
    assert_eq!(ended.header.id, job);
    assert_eq!(ended.tally.deleted, 0);
    assert_eq!(ended.tally.unknown, server.probe().len() as u64);
    assert_eq!(ended.tally.unknown + ended.tally.already_gone, 400);
}

/// The journal did not take that the job is the user's: it is said again, and counts then.
#[test]
fn a_resume_that_the_journal_did_not_take_believes_nobody_the_next_time() {
    let server = environment(400, Duration::from_millis(50));
    let folder = tempfile::tempdir().unwrap();
    let vault = Arc::default();
    let (job, left) = forged(&server, folder.path(), &vault, FORGED);
    let mut program = Program::start(folder.path(), &vault);
    what_was_left(&mut program);
    program.open(&server);
    let other = rusqlite::Connection::open(Paths::at(folder.path()).journal()).unwrap();
    other.busy_timeout(Duration::from_secs(5)).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    program.send(Command::Resume(job));
    refused(&mut program, job);
    other.execute_batch("ROLLBACK").unwrap();
    drop(other);
    program.send(Command::Resume(job));
    let summary = program.ended();
    assert_eq!((summary.ending(), summary.tally.deleted), (Some(Ending::Complete), left));
    assert!(server.probe().is_empty());
}
