//! The user is asked about a job, before it is stopped or the window closes: nothing is sent meanwhile,
//! and what was answered holds after the next start.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use cloudsweep::jobs::progress::Phase;
use cloudsweep::model::job::Control;
use cloudsweep::model::job_id::JobId;
use cloudsweep::model::route::Route;
use cloudsweep::platform::keychain::SessionVault;
use cloudsweep::runtime::command::Command;
use cloudsweep::runtime::event::Event;
use cloudsweep_practice::Server;

use crate::program::{Program, environment, names, settled};

const PLANNED: usize = 800;

fn slow() -> Server {
    environment(PLANNED, Duration::from_millis(25))
}

/// A program in the middle of a job about which the user is being asked; gives what is left.
fn held(server: &Server, folder: &Path) -> (Program, JobId, usize) {
    let mut program = Program::start(folder, &Arc::default());
    let job = program.deleting(server);
    program.send(Command::Hold(job));
    program.wait_for("it rests", |progress| progress.phase == Phase::Paused);
    (program, job, settled(server))
}

#[test]
fn nothing_is_sent_while_a_person_is_asked_and_the_job_goes_on_after() {
    let server = slow();
    let folder = tempfile::tempdir().unwrap();
    let (mut program, job, left) = held(&server, folder.path());
    assert!(left > 0);
    program.send(Command::Release(job));
    let summary = program.ended();
    assert_eq!(summary.tally.deleted, PLANNED as u64);
    assert!(server.probe().is_empty());
}

#[test]
fn stopping_after_the_question_keeps_what_was_there_when_it_was_asked() {
    let server = slow();
    let folder = tempfile::tempdir().unwrap();
    let (mut program, job, left) = held(&server, folder.path());
    program.send(Command::Stop(job));
    assert_eq!(program.ended().tally.skipped, left as u64);
    assert_eq!(server.probe().len(), left);
}

#[test]
fn a_waiting_job_that_is_asked_about_keeps_its_place() {
    let server = environment(60, Duration::from_millis(40));
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), &Arc::default());
    program.open(&server);
    let [first, second, third] = [names(0, 20), names(20, 40), names(40, 60)].map(|list| program.plan(list));
    program.start_job(first, Route::Thorough);
    program.started();
    program.start_job(second, Route::Thorough);
    let two = program.queued();
    program.send(Command::Hold(two));
    program.start_job(third, Route::Thorough);
    let three = program.queued();
    assert_eq!([program.ended().header.id, program.ended().header.id], [JobId(1), three]);
    assert_eq!(settled(&server), 20, "its turn does not come");
    program.send(Command::Release(two));
    assert_eq!(program.ended().header.id, two);
}

/// Holds the job, answers the question at closing, and ends the program once it may close; gives what
/// the next start is told of the job.
fn closed(server: &Server, resume: bool) -> (tempfile::TempDir, Arc<SessionVault>, JobId, usize) {
    let (folder, vault) = (tempfile::tempdir().unwrap(), Arc::<SessionVault>::default());
    let mut program = Program::start(folder.path(), &vault);
    let job = program.deleting(server);
    program.send(Command::Hold(job));
    program.wait_for("it rests", |progress| progress.phase == Phase::Paused);
    let left = settled(server);
    program.send(Command::PrepareToClose { jobs: vec![job], resume });
    program.next("the journal", |event| matches!(event, Event::ReadyToClose).then_some(()));
    assert_eq!(settled(server), left, "nothing is sent while it closes");
    (folder, vault, job, left)
}

fn control(program: &mut Program, wanted: JobId) -> Control {
    program.next("what was left", |event| match event {
        Event::Unfinished { jobs, .. } => {
            jobs.into_iter().find(|left| left.summary.header.id == wanted).map(|left| left.control)
        }
        _ => None,
    })
}

#[test]
fn what_was_paused_at_closing_is_paused_at_the_next_start() {
    let server = slow();
    let (folder, vault, job, left) = closed(&server, false);
    let mut program = Program::start(folder.path(), &vault);
    assert_eq!(control(&mut program, job), Control::Pause);
    program.open(&server);
    assert_eq!(settled(&server), left);
    program.send(Command::Resume(job));
    assert_eq!(program.ended().tally.deleted, PLANNED as u64);
}

#[test]
fn what_is_to_resume_at_the_next_start_does() {
    let server = slow();
    let (folder, vault, job, _) = closed(&server, true);
    let mut program = Program::start(folder.path(), &vault);
    assert_eq!(control(&mut program, job), Control::Run);
    program.open(&server);
    assert_eq!(program.ended().tally.deleted, PLANNED as u64);
    assert!(server.probe().is_empty());
}
