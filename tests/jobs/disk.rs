//! The journal's file is taken away, or damaged, while a job runs: it stops with a clear message,
//! and loses nothing that was known.

use std::io::{Seek as _, SeekFrom, Write as _};
use std::time::Duration;

use cloudsweep::jobs::runner::{self, Control};
use cloudsweep::model::criteria::What;
use cloudsweep::model::receipt::Ending;
use cloudsweep::practice::Settings;
use tokio::sync::watch;

use crate::support::{Running, Way, World, server, within};

/// Another program takes the file for itself in the middle of a job and keeps it for long.
#[tokio::test(flavor = "multi_thread")]
async fn a_locked_journal_stops_the_job_and_what_was_told_is_kept() {
    for way in [Way::Thorough, Way::Batches, Way::SweepPrefix] {
        let latency = Duration::from_millis(100);
        let mut world = World::in_real_time(Settings { latency, ..server() }).await;
        world.settings.calls = 1;
        world.fill(400, 20);
        let plan = world.plan(way.selector(), What::Originals).await;
        let job = world.begin(plan, way.route()).await;
        let id = job.header().id;
        let mut running = Running::start(&world, job, false);
        running.shows(|progress| progress.tally.deleted > 0).await;

        let other = rusqlite::Connection::open(world.folder.path().join("journal.sqlite")).unwrap();
        other.busy_timeout(Duration::from_secs(5)).unwrap();
        other.execute_batch("BEGIN EXCLUSIVE").unwrap();
        let ended = within(running.run).await.unwrap();
        assert!(ended.problem.as_ref().unwrap().what.contains("Another program"), "{:?}", ended.problem);
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
    let plan = world.plan(Way::Batches.selector(), What::Originals).await;
    let id = world.begin(plan, Way::Batches.route()).await.header().id;
    // The last handle writes everything into the file itself.
    let path = world.folder.path().join("journal.sqlite");
    world.reopen();
    let standing = world.journal.standing(id).await.unwrap();
    damage(&path);
    let control = watch::Sender::new(Control::Run);
    let tools = world.tools(&standing.job, control.subscribe());
    let ended = Box::pin(within(runner::run(tools, standing, false))).await;
    let problem = ended.problem.unwrap();
    assert!(problem.what.contains("Another program wrote"), "{problem:?}");
    assert!(problem.advice.contains("Keep a copy"));
    let gone = 1_500 - world.there().len();
    let known: usize = ended.unwritten.iter().map(|record| record.outcomes.len()).sum();
    assert_eq!(gone, known, "what went is known, and nothing more went");
    let summary = world.journal.summary(id).await;
    assert!(summary.is_err() || summary.unwrap().ending().is_none());
}
