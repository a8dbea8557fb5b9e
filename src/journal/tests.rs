//! The journal alone, over real files.

#[path = "../../tests/support/closed.rs"]
mod closed;
mod damage;
mod earlier;
mod place;
mod receipts;
mod seals;

use self::closed::closed;
use super::*;
use crate::model::account::EnvironmentId;
use crate::model::destroy::DestroyBy;
use crate::model::fixture::{self, at, item, plan};
use crate::model::item::PlanItem;
use crate::model::job::{Batch, BatchState};
use crate::model::outcome::{Outcome, Skip, Tally};
use crate::model::plan::Plan;
use crate::model::receipt::{Ending, Extra, ExtraEnd, Found, JobState};
use crate::model::route::Route;
use crate::model::settings::JobSettings;
use crate::model::unsettled::Cause;

/// How the writing thread fails.
#[derive(Clone, Copy, Debug)]
pub(crate) enum End {
    /// Dies before its last write is on the disk.
    Unwritten,
    /// Dies after its last write, before it answers.
    Unanswered,
    /// The disk is full from that write on.
    Full,
    /// The file cannot be written from that write on.
    ReadOnly,
}

impl Journal {
    /// A journal whose writing thread fails at its `writes`-th write.
    pub(crate) fn open_until(path: &Path, writes: u32, end: End) -> Result<Self, JournalError> {
        Self::start(path, Life { end: Some((writes, end)) })
    }
}

/// A confirmed plan of so many items.
pub(crate) fn confirmed(items: u8) -> ConfirmedPlan {
    confirmed_plan(plan((0..items).map(|number| item(number, true)).collect()))
}

fn confirmed_plan(plan: Plan) -> ConfirmedPlan {
    fixture::confirmed(plan, Route::Batches, at(7))
}

fn record(outcomes: Vec<(u32, Outcome)>, state: Option<BatchState>) -> Record {
    Record { outcomes, state, ..Record::default() }
}

fn keys(bytes: [u8; 32]) -> SealKeys {
    SealKeys::new(bytes, bytes)
}

/// A journal in a folder of its own, with a job of so many items.
async fn begun(items: u8) -> (tempfile::TempDir, Journal, JobId) {
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::open(&folder.path().join("journal.sqlite")).unwrap();
    let id = journal.begin(confirmed(items)).await.unwrap().header().id;
    (folder, journal, id)
}

#[tokio::test]
async fn a_job_stands_in_a_reopened_file_as_it_was_left() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.sqlite");
    let journal = Journal::open(&path).unwrap();
    let job = journal.begin(confirmed(150)).await.unwrap();
    let id = job.header().id;
    journal.sending(id, 0).await.unwrap();
    let ends = vec![
        (0, Outcome::Deleted { copies: Some(3) }),
        (1, Outcome::AlreadyGone),
        (2, Outcome::Refused { reason: "no".into() }),
        (3, Outcome::Skipped { reason: Skip::Changed }),
        (4, Outcome::Unknown { reason: Cause::CutOff.into() }),
    ];
    journal.record(id, record(ends.clone(), None)).await.unwrap();
    drop(journal);

    let journal = Journal::open(&path).unwrap();
    let snapshot = journal.snapshot(id).await.unwrap();
    assert_eq!(snapshot.job.header(), job.header());
    assert_eq!(snapshot.job.items(), job.items());
    assert_eq!(snapshot.batches[0].1, BatchState::Sending);
    assert_eq!(snapshot.batches[1], (Batch { index: 1, items: 100..150 }, BatchState::Planned));
    assert_eq!(snapshot.ended.iter().filter(|ended| **ended).count(), 5);
    assert_eq!((snapshot.tally.ended(), snapshot.tally.copies), (5, 3));
    let receipt = journal.receipt(id).await.unwrap();
    let read: Vec<Outcome> = receipt.lines.into_iter().filter_map(|line| line.outcome).collect();
    assert_eq!(read, ends.into_iter().map(|(_, outcome)| outcome).collect::<Vec<_>>());
}

#[tokio::test]
async fn the_first_end_of_an_item_stands_unless_it_was_unknown() {
    let (_folder, journal, id) = begun(2).await;
    let unknown = Outcome::Unknown { reason: Unsettled::default() };
    journal.record(id, record(vec![(0, Outcome::AlreadyGone), (1, unknown)], None)).await.unwrap();
    let deleted = Outcome::Deleted { copies: None };
    let both = vec![(0, deleted.clone()), (1, deleted)];
    journal.record(id, record(both, Some(BatchState::Done))).await.unwrap();
    let summary = journal.end(id, at(9)).await.unwrap();
    assert_eq!(summary.tally, Tally { deleted: 1, already_gone: 1, uncounted: 1, ..Tally::default() });
    assert!(summary.adds_up());
    assert!(journal.sending(id, 0).await.is_err(), "a batch that is done is never sent again");
    assert_eq!(journal.summary(id).await.unwrap(), summary, "the sums of the end are the sums counted");
}

#[tokio::test]
async fn what_was_left_out_of_a_plan_is_in_the_receipt_and_no_part_of_the_job() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.sqlite");
    let journal = Journal::open(&path).unwrap();
    let out = |item: &PlanItem| item.key() == crate::model::fixture::item(1, true).key();
    let whole = plan((0..3).map(|number| item(number, true)).collect());
    let id =
        journal.begin(confirmed_plan(whole.without(&whole.items().marked(out)))).await.unwrap().header().id;
    drop(journal);

    let journal = Journal::open(&path).unwrap();
    let snapshot = journal.snapshot(id).await.unwrap();
    assert_eq!((snapshot.job.items().len(), snapshot.job.header().planned), (2, 2));
    assert!(!snapshot.job.items().iter().any(out));
    let receipt = journal.receipt(id).await.unwrap();
    assert_eq!((receipt.lines.len(), &receipt.left_out[..]), (2, &[item(1, true)][..]));
    let deleted = |position| (position, Outcome::Deleted { copies: None });
    journal.record(id, record(vec![deleted(0), deleted(1)], Some(BatchState::Done))).await.unwrap();
    let summary = journal.end(id, at(9)).await.unwrap();
    assert_eq!((summary.tally.left_out, summary.tally.ended()), (1, 2));
    assert!(summary.adds_up() && summary.ending() == Some(Ending::Complete));
}

#[tokio::test]
async fn an_answered_batch_is_not_in_doubt() {
    let (_folder, journal, id) = begun(3).await;
    journal.sending(id, 0).await.unwrap();
    let ends = vec![(0, Outcome::AlreadyGone)];
    journal.record(id, record(ends, Some(BatchState::Answered))).await.unwrap();
    let snapshot = journal.snapshot(id).await.unwrap();
    assert_eq!(snapshot.batches[0].1, BatchState::Answered);
    assert_eq!(snapshot.ended, [true, false, false]);
}

#[tokio::test]
async fn a_job_that_was_tampered_with_is_never_given_back_to_run() {
    let (folder, journal, id) = begun(3).await;
    let other = Connection::open(folder.path().join("journal.sqlite")).unwrap();
    other.execute("UPDATE item SET public_id = 'important' WHERE position = 1", []).unwrap();
    assert!(matches!(journal.snapshot(id).await, Err(JournalError::NotTheSame(_))));
    assert_eq!(journal.receipt(id).await.unwrap().lines.len(), 3, "it can still be looked at");
}

#[tokio::test]
async fn what_a_person_wants_of_a_job_holds_after_a_restart() {
    let (_folder, journal, first) = begun(1).await;
    let second = journal.begin(confirmed(1)).await.unwrap().header().id;
    journal.control(first, Control::Pause).await.unwrap();
    let waiting: Vec<_> = journal.unfinished().await.unwrap();
    let waiting: Vec<_> = waiting.iter().map(|it| (it.summary.header.id, it.control)).collect();
    assert_eq!(waiting, [(first, Control::Pause), (second, Control::Run)]);
    let early = journal.end(first, at(9)).await;
    assert!(matches!(early, Err(JournalError::Row(_))), "an item has no outcome: {early:?}");
    journal.record(first, record(vec![(0, Outcome::AlreadyGone)], Some(BatchState::Done))).await.unwrap();
    journal.end(first, at(9)).await.unwrap();
    assert_eq!(journal.unfinished().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_job_is_abandoned_only_while_nothing_is_in_doubt() {
    let (_folder, journal, id) = begun(2).await;
    journal.sending(id, 0).await.unwrap();
    assert_eq!(journal.abandon(id, at(9)).await.unwrap(), None);
    let ends = vec![(0, Outcome::Deleted { copies: None })];
    journal.record(id, record(ends, Some(BatchState::Answered))).await.unwrap();
    let summary = journal.abandon(id, at(9)).await.unwrap().unwrap();
    assert_eq!((summary.tally.deleted, summary.tally.skipped), (1, 1));
    assert!(summary.adds_up());
    assert_eq!(summary.state, JobState::Stopped);
}

#[tokio::test]
async fn a_job_about_which_nobody_can_be_asked_ends_and_says_what_is_not_known() {
    let (_folder, journal, id) = begun(250).await;
    journal.sending(id, 0).await.unwrap();
    journal.sending(id, 1).await.unwrap();
    journal.record(id, record(vec![(7, Outcome::AlreadyGone)], None)).await.unwrap();
    let answered = Record { batch: 1, state: Some(BatchState::Answered), ..Record::default() };
    journal.record(id, answered).await.unwrap();
    let summary = journal
        .abandon_in_doubt(id, Cause::NotOpen { cloud_name: "demo".into() }.into(), at(9))
        .await
        .unwrap();
    let tally = summary.tally;
    assert_eq!((tally.already_gone, tally.unknown, tally.skipped), (1, 99, 150));
    assert!(summary.adds_up() && summary.state == JobState::Stopped);
    let receipt = journal.receipt(id).await.unwrap();
    let unknown = Outcome::Unknown { reason: Cause::NotOpen { cloud_name: "demo".into() }.into() };
    assert_eq!(receipt.lines[0].outcome, Some(unknown));
    assert_eq!(journal.abandon_in_doubt(id, Cause::CutOff.into(), at(10)).await.unwrap(), summary);
}

#[tokio::test]
async fn a_job_that_is_at_its_end_is_not_stopped_any_more() {
    let (_folder, journal, id) = begun(1).await;
    journal.record(id, record(vec![(0, Outcome::AlreadyGone)], Some(BatchState::Done))).await.unwrap();
    let ended = journal.end(id, at(5)).await.unwrap();
    assert_eq!(journal.abandon(id, at(9)).await.unwrap(), Some(ended));
}

fn extra(name: &str, id: Option<AssetId>, end: ExtraEnd) -> Extra {
    let name = item(1, true).name.public_id.replace("docs/1", name);
    Extra {
        resource_type: item(1, true).name.resource_type,
        delivery_type: Some(item(1, true).name.delivery_type),
        public_id: name.into(),
        asset_id: id,
        end,
    }
}

#[tokio::test]
async fn assets_beyond_the_plan_are_kept_apart_and_named_once() {
    let (_folder, journal, id) = begun(1).await;
    let key = |number| AssetId::from_bytes([number; 16]);
    let named = |name: &str| AssetName { public_id: name.into(), ..item(1, true).name };
    let seen = vec![(key(7), named("new/a")), (key(8), named("new/b")), (key(9), named("new/c"))];
    journal.note_seen(id, 0, seen.clone()).await.unwrap();
    journal.note_seen(id, 0, seen).await.unwrap();
    let told = vec![extra("new/a", None, ExtraEnd::Deleted), extra("new/z", None, ExtraEnd::Deleted)];
    journal.record(id, Record { extras: told, ..Record::default() }).await.unwrap();
    let left = journal.seen(id, 0).await.unwrap();
    assert_eq!(left, [(key(8), named("new/b")), (key(9), named("new/c"))]);
    let asked = vec![extra("new/b", Some(key(8)), ExtraEnd::Gone)];
    journal.record(id, Record { extras: asked, ..Record::default() }).await.unwrap();
    let receipt = journal.receipt(id).await.unwrap();
    let extras: Vec<_> =
        receipt.extras.iter().map(|extra| (&*extra.public_id, extra.asset_id, extra.end)).collect();
    assert_eq!(
        extras,
        [
            ("new/a", Some(key(7)), ExtraEnd::Deleted),
            ("new/b", Some(key(8)), ExtraEnd::Gone),
            ("new/z", None, ExtraEnd::Deleted)
        ]
    );
    assert_eq!(receipt.summary.tally, Tally { extras: 3, ..Tally::default() }, "they are no items");
}

#[tokio::test]
async fn a_search_finds_a_name_in_every_receipt_newest_first() {
    let (_folder, journal, first) = begun(12).await;
    let second = journal.begin(confirmed(2)).await.unwrap().header().id;
    let told = vec![extra("100%_docs/1", None, ExtraEnd::Deleted)];
    journal.record(second, Record { extras: told, ..Record::default() }).await.unwrap();
    let found = async |text: &str| journal.search(text.to_owned(), 100).await.unwrap();
    let jobs = |hits: &[Hit]| hits.iter().map(|hit| hit.summary.header.id).collect::<Vec<_>>();
    assert_eq!(jobs(&found("DOCS/1").await), [second, second, first, first, first]);
    assert!(matches!(&found("%_").await[..], [Hit { found: Found::Extra(_), .. }]));
    assert!(found(" ").await.is_empty() && found("nothing").await.is_empty());
    assert_eq!(journal.search("docs".into(), 3).await.unwrap().len(), 3);
}

#[tokio::test]
async fn settings_and_counts_of_previews_are_remembered() {
    let (_folder, journal, _) = begun(1).await;
    assert_eq!(journal.job_settings().await.unwrap(), JobSettings::default());
    let chosen = JobSettings { go_on: false, reserve: 50, destroys: 4, calls: 2 };
    journal.set_job_settings(chosen).await.unwrap();
    assert_eq!(journal.job_settings().await.unwrap(), chosen);
    let (here, elsewhere) = (EnvironmentId("a".into()), EnvironmentId("b".into()));
    journal.note_preview(here.clone(), "tag/x".into(), 12, at(3)).await.unwrap();
    assert_eq!(journal.last_preview(here, "tag/x".into()).await.unwrap(), Some((12, at(3))));
    assert_eq!(journal.last_preview(elsewhere, "tag/x".into()).await.unwrap(), None);
}

#[tokio::test]
async fn the_form_of_destroy_is_remembered_for_each_server_after_a_restart_too() {
    let (folder, journal, _) = begun(1).await;
    let product = |id: &str| EnvironmentId(id.to_owned()).product();
    let (here, elsewhere) = (product("shop/1@https://a"), product("shop/1@https://b"));
    assert_eq!(journal.destroy_by(here.clone()).await.unwrap(), None);
    for by in DestroyBy::ALL {
        journal.note_destroy_by(here.clone(), by).await.unwrap();
        assert_eq!(journal.destroy_by(here.clone()).await.unwrap(), Some(by));
    }
    assert_eq!(journal.destroy_by(elsewhere).await.unwrap(), None);
    journal.note_destroy_by(product("other/1@https://a"), DestroyBy::AssetIdInForm).await.unwrap();
    drop(journal);
    let again = Journal::open(&folder.path().join("journal.sqlite")).unwrap();
    assert_eq!(again.destroy_by(here).await.unwrap(), Some(DestroyBy::Name));
    let other_key = product("shop/2@https://a");
    assert_eq!(again.destroy_by(other_key).await.unwrap(), Some(DestroyBy::Name), "whatever the key");
}

#[tokio::test]
async fn a_damaged_or_newer_file_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let damaged = folder.path().join("damaged.sqlite");
    std::fs::write(&damaged, vec![b'x'; 8192]).unwrap();
    assert!(matches!(Journal::open(&damaged), Err(JournalError::Damaged(_))));
    assert_eq!(std::fs::read(&damaged).unwrap(), vec![b'x'; 8192]);

    let newer = folder.path().join("newer.sqlite");
    Connection::open(&newer).unwrap().pragma_update(None, "user_version", 99).unwrap();
    assert!(matches!(Journal::open(&newer), Err(JournalError::Newer(99))));
    assert!(matches!(Journal::open(&folder.path().join("no/such/folder")), Err(JournalError::ReadOnly(_))));
}

#[tokio::test]
async fn a_failed_write_falls_on_its_own_asker_alone() {
    let (_folder, journal, id) = begun(1).await;
    let (good, bad) = tokio::join!(journal.sending(id, 0), journal.sending(id, 9));
    assert!(good.is_ok() && bad.is_err());
    assert_eq!(journal.snapshot(id).await.unwrap().batches[0].1, BatchState::Sending);
}
