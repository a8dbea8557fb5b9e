//! Another program under the same account: it writes jobs into the journal, opens the journal a second
//! time, and takes the journal away in the middle of a job.

use std::path::Path;
use std::process::{Command as Process, Stdio};
use std::sync::Arc;
use std::time::Duration;

use cloudsweep::journal::{Journal, JournalError};
use cloudsweep::model::job::Control;
use cloudsweep::model::job_id::JobId;
use cloudsweep::model::problem::{KeychainProblem, Problem, RecordProblem};
use cloudsweep::model::receipt::Ending;
use cloudsweep::model::seal::Unconfirmed;
use cloudsweep::model::unfinished::{Held, Unfinished};
use cloudsweep::platform::paths::Paths;
use cloudsweep::runtime::command::Command;
use cloudsweep::runtime::event::Event;
use cloudsweep::runtime::{self, Setup};
use cloudsweep_practice::Settings;

use crate::program::{Program, environment, left_behind, settled};
use crate::shut::Shut;
use crate::support::{Running, Way, World, closed, server, within};

/// What an earlier session left; nothing of it runs.
pub fn what_was_left(program: &mut Program) -> Vec<Unfinished> {
    program.next("what was left", |event| match event {
        Event::Unfinished { jobs, .. } => Some(jobs),
        Event::JobStarted(_) => panic!("it runs"),
        _ => None,
    })
}

/// What another program does to the file.
pub fn write(journal: &Path, statements: &str) {
    rusqlite::Connection::open(journal).unwrap().execute_batch(statements).unwrap();
}

/// Another installation confirmed it: a whole journal, fingerprints and all, with the same keys in the
/// keychain but that of the seals.
#[test]
fn a_forged_job_waits_and_goes_on_after_a_persons_word_alone() {
    let server = environment(400, Duration::from_millis(50));
    let folder = tempfile::tempdir().unwrap();
    // A neighbour's own Cloudsweep wrote it.
    let job = left_behind(&server, folder.path(), &Arc::default());
    let left = server.probe().len();

    let vault = Arc::default();
    let own = tempfile::tempdir().unwrap();
    Program::start(own.path(), &vault).open(&server);
    let mut program = Program::start(folder.path(), &vault);
    let told = what_was_left(&mut program);
    assert_eq!(told[0].held, Some(Held::Unconfirmed(Unconfirmed::WrongSeal)));
    program.open(&server);
    assert_eq!(settled(&server), left, "opening its environment is no word about it");
    assert_eq!(program.receipt(job).lines.len(), 400, "its items can be looked at");
    program.send(Command::Resume(job));
    assert_eq!(program.started(), job);
    program.wait_for("it goes on", |progress| progress.tally.deleted > 0);
    drop(program);

    let mut program = Program::start(folder.path(), &vault);
    assert_eq!(what_was_left(&mut program)[0].held, None, "it is sealed now");
    assert_eq!(program.ended().ending(), Some(Ending::Complete));
}

/// Of a job that was confirmed here, and paused.
#[test]
fn a_pause_cannot_be_taken_back_in_the_file() {
    for change in [
        "UPDATE job SET control = 'run'",
        "UPDATE job SET control = 'run'; DELETE FROM setting; UPDATE batch SET state = 'planned'",
        "UPDATE job SET control = 'run', seal = NULL",
    ] {
        let server = environment(1_500, Duration::from_millis(50));
        let folder = tempfile::tempdir().unwrap();
        let vault = Arc::default();
        let mut program = Program::start(folder.path(), &vault);
        let job = program.deleting(&server);
        program.pause(job);
        drop(program);
        let left = settled(&server);
        write(&Paths::at(folder.path()).journal(), change);

        let mut program = Program::start(folder.path(), &vault);
        assert!(what_was_left(&mut program)[0].held.is_some(), "{change}");
        program.open(&server);
        assert_eq!(settled(&server), left, "{change}");
    }
}

/// A backup that was restored, or what somebody kept: the job was carried out, paused or stopped since.
#[test]
fn an_older_copy_of_the_journal_is_not_carried_out_again() {
    for since in ["carried out", "paused", "stopped"] {
        let server = environment(1_500, Duration::from_millis(50));
        let folder = tempfile::tempdir().unwrap();
        let vault = Arc::default();
        left_behind(&server, folder.path(), &vault);
        let journal = Paths::at(folder.path()).journal();
        closed(&journal);
        let older = std::fs::read(&journal).unwrap();
        let mut program = Program::start(folder.path(), &vault);
        let job = program.started();
        match since {
            "paused" => program.pause(job),
            "stopped" => program.send(Command::Stop(job)),
            _ => {}
        }
        if since != "paused" {
            assert!(program.ended().ending().is_some(), "{since}");
        }
        let left = settled(&server);
        drop(program);
        closed(&journal);

        // Into the same file: a copy is known by its being another.
        std::fs::write(&journal, older).unwrap();
        let mut program = Program::start(folder.path(), &vault);
        let told = what_was_left(&mut program);
        assert_eq!(told[0].held, Some(Held::Unconfirmed(Unconfirmed::WrongSeal)), "{since}");
        program.open(&server);
        assert_eq!(settled(&server), left, "{since}");
    }
}

/// A folder that was copied with everything in it: the one that goes on is the one that was there.
#[cfg(unix)]
#[test]
fn a_copied_folder_does_not_carry_the_job_out_a_second_time() {
    let server = environment(1_500, Duration::from_millis(50));
    let (folder, copy) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let vault = Arc::default();
    left_behind(&server, folder.path(), &vault);
    closed(&Paths::at(folder.path()).journal());
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let file = file.unwrap();
        if file.file_type().unwrap().is_file() {
            std::fs::copy(file.path(), copy.path().join(file.file_name())).unwrap();
        }
    }
    let mut program = Program::start(copy.path(), &vault);
    let told = what_was_left(&mut program);
    assert_eq!(told[0].held, Some(Held::Unconfirmed(Unconfirmed::WrongSeal)));
    drop(program);
    assert_eq!(Program::start(folder.path(), &vault).ended().ending(), Some(Ending::Complete));
}

/// What was changed while the program runs is looked at again when the job is read to go on.
#[test]
fn a_word_counts_for_the_job_that_was_told_and_for_no_other() {
    let server = environment(400, Duration::from_millis(50));
    let folder = tempfile::tempdir().unwrap();
    let job = left_behind(&server, folder.path(), &Arc::default());
    let vault = Arc::default();
    let mut program = Program::start(folder.path(), &vault);
    what_was_left(&mut program);
    program.open(&server);
    let left = settled(&server);
    write(&Paths::at(folder.path()).journal(), "UPDATE job SET description = 'another'");
    program.send(Command::Resume(job));
    let problem = program.next("a refusal", |event| match event {
        Event::JobRefused { problem, .. } => Some(problem),
        Event::JobStarted(_) => panic!("it runs"),
        _ => None,
    });
    assert_eq!(problem.code, RecordProblem::Foreign.into());
    assert_eq!(settled(&server), left);
}

/// A keychain that is shut for the seals' key, as for everything.
fn shut() -> Arc<Shut> {
    Arc::new(Shut(|| Problem::new(KeychainProblem::Locked)))
}

#[test]
fn without_a_keychain_it_asks_first() {
    let server = environment(400, Duration::from_millis(50));
    let folder = tempfile::tempdir().unwrap();
    let start = || {
        let paths = Paths::at(folder.path());
        let setup = Setup { paths, vault: shut(), from_variable: None };
        Program::of(runtime::start(setup, || {}).unwrap())
    };
    let job = start().deleting(&server);
    let mut program = start();
    assert_eq!(what_was_left(&mut program)[0].held, Some(Held::Unconfirmed(Unconfirmed::NoKey)));
    program.open(&server);
    let left = settled(&server);
    assert!(left > 0);
    program.send(Command::Resume(job));
    assert_eq!(program.ended().ending(), Some(Ending::Complete));
}

type Harm<'a> = &'a dyn Fn(&Path);

/// Of everything: the file, the log and the index beside it.
fn remove(journal: &Path) {
    for ending in ["", "-wal", "-shm"] {
        let mut name = journal.as_os_str().to_owned();
        name.push(ending);
        std::fs::remove_file(name).unwrap();
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_journal_that_is_taken_away_in_the_middle_halts_the_job_and_says_so() {
    let (gone, foreign) = (RecordProblem::Moved, RecordProblem::Foreign);
    let harms: [(&str, RecordProblem, Harm<'_>); 6] = [
        ("items deleted", foreign, &|journal| write(journal, "DELETE FROM item")),
        ("ends written", foreign, &|journal| write(journal, "UPDATE item SET outcome = 'deleted'")),
        ("batches deleted", foreign, &|journal| write(journal, "DELETE FROM batch")),
        ("removed", gone, &remove),
        ("moved", gone, &|journal| std::fs::rename(journal, journal.with_extension("old")).unwrap()),
        ("replaced", gone, &|journal| {
            let other = journal.with_file_name("other.sqlite");
            std::fs::copy(journal, &other).unwrap();
            std::fs::rename(other, journal).unwrap();
        }),
    ];
    for way in [Way::Thorough, Way::Batches, Way::SweepPrefix] {
        for (name, why, harm) in harms {
            let latency = Duration::from_millis(100);
            let mut world = World::in_real_time(Settings { latency, ..server() }).await;
            world.settings.calls = 1;
            world.settings.destroys = 4;
            world.fill(1_000, 20);
            let job = world.job(way).await;
            let running = Running::under_way(&world, job).await;
            let journal = world.folder.path().join("journal.sqlite");
            harm(&journal);
            let begun = world.probe.requests().changing;
            let ended = within(running.run).await.unwrap();
            let problem = ended.problem.unwrap_or_else(|| panic!("{way:?}, {name}: it ran to its end"));
            assert_eq!(problem.code, why.into());
            assert_eq!(ended.summary.ending(), None);
            // Of a hundred that was written before, one after the other may still go.
            let after = world.probe.requests().changing - begun;
            assert!(after <= 3 * 100, "{way:?}, {name}: {after}");
            assert!(!world.there().is_empty() && journal.exists() != ["removed", "moved"].contains(&name));
            if why == foreign {
                // What is read now is not what was written.
                continue;
            }
            let known: usize = ended.unwritten.iter().map(|record| record.outcomes.len()).sum();
            let told = world.journal.summary(JobId(1)).await.unwrap().tally.ended() as usize;
            assert!(known + told >= 1_020 - world.there().len(), "{way:?}, {name}: what went is known");
        }
    }
}

/// Started by the test below, in another process.
#[test]
#[ignore = "the second program"]
fn second_program() {
    let home = std::env::var("CLOUDSWEEP_NEIGHBOUR_HOME").unwrap();
    let opened = Journal::open(&Path::new(&home).join("journal.sqlite"));
    let code = match opened {
        Ok(_) => 0,
        Err(JournalError::Locked(_)) => 10,
        Err(_) => 11,
    };
    std::process::exit(code);
}

fn second(home: &Path) -> i32 {
    let mut process = Process::new(std::env::current_exe().unwrap());
    process.args(["--ignored", "--exact", "neighbour::second_program"]).stdout(Stdio::null());
    process.env("CLOUDSWEEP_NEIGHBOUR_HOME", home).status().unwrap().code().unwrap()
}

#[test]
fn two_programs_never_have_one_journal_whatever_became_of_the_file_lock() {
    let folder = tempfile::tempdir().unwrap();
    let paths = Paths::at(folder.path());
    let journal = Journal::open(&paths.journal()).unwrap();
    assert!(!paths.lock().exists(), "nothing but the journal keeps the second out");
    assert_eq!(second(folder.path()), 10);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        journal.set_job_settings(cloudsweep::model::settings::JobSettings::default()).await.unwrap();
        assert!(journal.unfinished().await.unwrap().is_empty());
        assert!(journal.control(JobId(1), Control::Run).await.is_err(), "there is no such job");
    });
    assert_eq!(second(folder.path()), 10, "still");
    drop(journal);
    assert_eq!(second(folder.path()), 0);
}
