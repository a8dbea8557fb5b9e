//! What may go on by itself: as it was confirmed on this computer, in everything that decides what is
//! sent.

use rusqlite::params;

use super::*;
use crate::journal::place::Place;
use crate::model::description::{Description, Way};
use crate::model::fixture::at;
use crate::model::seal::Unconfirmed;
use crate::model::unfinished::Held;

const KEY: [u8; 32] = [7; 32];

/// A journal that seals, with a job of 150 items, of which the first hundred were sent; nobody has it
/// open.
async fn sealed() -> (tempfile::TempDir, JobId) {
    let folder = tempfile::tempdir().unwrap();
    let journal = keyed(&folder, KEY);
    let id = journal.begin(confirmed(150)).await.unwrap().header().id;
    journal.sending(id, 0).await.unwrap();
    let ends = vec![
        (0, Outcome::Deleted { copies: Some(3) }),
        (1, Outcome::Refused { reason: "no".into() }),
        (2, Outcome::Unknown { reason: Cause::CutOff.into() }),
    ];
    journal.record(id, record(ends, None)).await.unwrap();
    (folder, id)
}

fn keyed(folder: &tempfile::TempDir, key: [u8; 32]) -> Journal {
    let journal = Journal::open(&folder.path().join("journal.sqlite")).unwrap();
    journal.seal_with(&keys(key));
    journal
}

async fn held(journal: &Journal, id: JobId) -> Option<Held> {
    let left = journal.unfinished().await.unwrap();
    let left = left.into_iter().find(|left| left.summary.header.id == id).unwrap();
    if let Ok(snapshot) = journal.snapshot(id).await {
        let same = snapshot.confirmed.err().map(Held::Unconfirmed);
        assert_eq!(same, left.held, "the list and the run say the same");
    }
    left.held
}

#[tokio::test]
async fn a_job_that_was_confirmed_here_holds_through_every_word_and_setting() {
    let (folder, id) = sealed().await;
    let journal = keyed(&folder, KEY);
    assert_eq!(held(&journal, id).await, None);
    for control in [Control::Pause, Control::Run, Control::Stop, Control::Run] {
        journal.control(id, control).await.unwrap();
        assert_eq!(held(&journal, id).await, None, "{control:?}");
    }
    for go_on in [false, true] {
        journal.set_job_settings(JobSettings { go_on, ..JobSettings::default() }).await.unwrap();
        assert_eq!(held(&journal, id).await, None, "{go_on}");
    }
    // One that has an end, one of which it was unknown, and one more.
    let ends = vec![(0, Outcome::AlreadyGone), (2, Outcome::AlreadyGone), (3, Outcome::AlreadyGone)];
    journal.record(id, record(ends, Some(BatchState::Answered))).await.unwrap();
    assert_eq!(held(&journal, id).await, None);
    let skipped = vec![(149, Outcome::Skipped { reason: Skip::Changed })];
    journal.record(id, Record { batch: 1, ..record(skipped, None) }).await.unwrap();
    assert_eq!(held(&journal, id).await, None, "of a batch of which nothing was sent");
    journal.sending(id, 1).await.unwrap();
    drop(journal);
    let journal = keyed(&folder, KEY);
    assert_eq!(held(&journal, id).await, None, "after a restart too");
    let tally = journal.snapshot(id).await.unwrap().tally;
    assert_eq!((tally.deleted, tally.refused, tally.already_gone, tally.skipped), (1, 1, 2, 1));
}

/// The seal over a job that runs, as versions made it that described a job in a sentence.
fn earlier_seal(path: &Path, header: &JobHeader, sentence: &str) -> [u8; 32] {
    let place = Place::of(path).unwrap();
    keys(KEY).bound_to(&place.lasting()).current.seal(
        "job",
        &[
            &header.id.0.to_le_bytes(),
            header.environment.0.as_bytes(),
            header.cloud_name.as_bytes(),
            sentence.as_bytes(),
            b"originals",
            b"batches",
            &[1],
            &header.planned.to_le_bytes(),
            &header.fingerprint.0,
            &header.previewed_at.seconds().to_le_bytes(),
            &header.confirmed_at.seconds().to_le_bytes(),
            b"run",
            &[1],
        ],
    )
}

#[tokio::test]
async fn a_job_that_an_earlier_version_described_in_a_sentence_holds_and_is_shown_as_it_is() {
    let (folder, id) = sealed().await;
    let path = folder.path().join("journal.sqlite");
    let header = keyed(&folder, KEY).summary(id).await.unwrap().header;
    closed(&path);
    let sentence = "Name starts with “docs/” · 2 added by hand";
    let file = Connection::open(&path).unwrap();
    let kept: String = file.query_row("SELECT description FROM job", [], |row| row.get(0)).unwrap();
    assert_eq!(kept, r#"{"parts":[{"by":"prefix","text":"docs/"}]}"#, "as it is kept now");
    let seal = earlier_seal(&path, &header, sentence);
    file.execute("UPDATE job SET description = ?1, seal = ?2", params![sentence, seal]).unwrap();
    drop(file);

    let journal = keyed(&folder, KEY);
    assert_eq!(held(&journal, id).await, None);
    let seen = journal.summary(id).await.unwrap().header;
    assert_eq!(seen.description, Way::Prose { text: sentence.into() }.into());
    for control in [Control::Pause, Control::Run] {
        journal.control(id, control).await.unwrap();
        assert_eq!(held(&journal, id).await, None, "{control:?}");
    }
    journal.vouch(seen).await.unwrap();
    assert_eq!(held(&journal, id).await, None);
    drop(journal);
    closed(&path);
    let file = Connection::open(&path).unwrap();
    let kept: String = file.query_row("SELECT description FROM job", [], |row| row.get(0)).unwrap();
    assert_eq!(kept, sentence, "to the letter");
}

/// The same description in other letters is not what was sealed.
#[tokio::test]
async fn the_seal_covers_the_description_to_the_letter() {
    let (folder, id) = sealed().await;
    let path = folder.path().join("journal.sqlite");
    closed(&path);
    let file = Connection::open(&path).unwrap();
    file.execute("UPDATE job SET description = description || ' '", []).unwrap();
    drop(file);
    let journal = keyed(&folder, KEY);
    assert_eq!(
        journal.summary(id).await.unwrap().header.description,
        Way::Prefix { text: "docs/".into() }.into()
    );
    assert_eq!(held(&journal, id).await, Some(Held::Unconfirmed(Unconfirmed::WrongSeal)));
}

/// What the user took back stays so: the file as it was before says nothing any more.
#[tokio::test]
async fn what_an_older_key_sealed_does_not_hold_and_what_goes_on_is_sealed_anew() {
    let (folder, id) = sealed().await;
    let path = folder.path().join("journal.sqlite");
    closed(&path);
    let older = std::fs::read(&path).unwrap();
    let journal = keyed(&folder, KEY);
    let other = journal.begin(confirmed(2)).await.unwrap().header().id;
    journal.control(id, Control::Pause).await.unwrap();
    let renewed = keys(KEY).renewed([9; 32]);
    journal.seal_with(&renewed);
    for job in [id, other] {
        assert_eq!(held(&journal, job).await, None, "between the two");
    }
    journal.control(other, Control::Run).await.unwrap();
    journal.renew_seals().await.unwrap();
    let settled = renewed.settled();
    journal.seal_with(&settled);
    for job in [id, other] {
        assert_eq!(held(&journal, job).await, None, "after");
    }
    drop(journal);
    closed(&path);

    std::fs::write(&path, older).unwrap();
    let journal = Journal::open(&path).unwrap();
    journal.seal_with(&settled);
    assert_eq!(journal.unfinished().await.unwrap()[0].control, Control::Run, "as it was");
    assert_eq!(held(&journal, id).await, Some(Held::Unconfirmed(Unconfirmed::WrongSeal)));
}

#[cfg(unix)]
#[tokio::test]
async fn in_a_copy_of_the_file_nothing_counts_as_confirmed() {
    let (folder, id) = sealed().await;
    closed(&folder.path().join("journal.sqlite"));
    let elsewhere = tempfile::tempdir().unwrap();
    let path = |folder: &tempfile::TempDir| folder.path().join("journal.sqlite");
    std::fs::copy(path(&folder), path(&elsewhere)).unwrap();
    let copy = keyed(&elsewhere, KEY);
    assert_eq!(held(&copy, id).await, Some(Held::Unconfirmed(Unconfirmed::WrongSeal)));
    let moved = tempfile::tempdir().unwrap();
    std::fs::rename(path(&folder), path(&moved)).unwrap();
    assert_eq!(held(&keyed(&moved, KEY), id).await, None, "the file itself, elsewhere");
}

#[tokio::test]
async fn a_job_without_an_outcome_for_each_item_does_not_end() {
    let (_folder, journal, id) = begun(2).await;
    journal.record(id, record(vec![(0, Outcome::AlreadyGone)], Some(BatchState::Done))).await.unwrap();
    assert!(matches!(journal.end(id, at(9)).await, Err(JournalError::Row(_))));
    for missing in [2, 100, u32::MAX] {
        let told = journal.record(id, record(vec![(missing, Outcome::AlreadyGone)], None)).await;
        assert!(matches!(told, Err(JournalError::Row(_))), "there is no item {missing}: {told:?}");
    }
    let no_batch = Record { batch: 7, ..Record::default() };
    assert!(matches!(journal.record(id, no_batch).await, Err(JournalError::Row(_))));
}

#[tokio::test]
async fn without_the_key_or_with_another_nothing_counts_as_confirmed() {
    let (folder, id) = sealed().await;
    let journal = Journal::open(&folder.path().join("journal.sqlite")).unwrap();
    assert_eq!(held(&journal, id).await, Some(Held::Unconfirmed(Unconfirmed::NoKey)));
    journal.seal_with(&keys([8; 32]));
    assert_eq!(held(&journal, id).await, Some(Held::Unconfirmed(Unconfirmed::WrongSeal)));
    journal.seal_with(&keys(KEY));
    assert_eq!(held(&journal, id).await, None);
    drop(journal);
    // Begun without a keychain, or by an older version.
    let journal = Journal::open(&folder.path().join("journal.sqlite")).unwrap();
    let id = journal.begin(confirmed(1)).await.unwrap().header().id;
    journal.seal_with(&keys(KEY));
    assert_eq!(held(&journal, id).await, Some(Held::Unconfirmed(Unconfirmed::NoSeal)));
}

/// Each with the fingerprint computed anew, as an attacker would.
#[tokio::test]
async fn every_change_of_what_is_sent_is_noticed() {
    let changes = [
        "UPDATE job SET environment = 'other/1@https://api.cloudinary.com'",
        "UPDATE job SET cloud_name = 'other'",
        "UPDATE job SET description = 'harmless'",
        "UPDATE job SET what = 'all-copies'",
        "UPDATE job SET route = 'thorough'",
        "UPDATE job SET invalidate = 0",
        "UPDATE job SET fingerprint = zeroblob(32)",
        "UPDATE job SET previewed_at = previewed_at + 600",
        "UPDATE job SET confirmed_at = confirmed_at + 1",
        "UPDATE job SET control = 'pause'",
        "UPDATE job SET control = 'stop'",
        "UPDATE job SET seal = NULL",
        "UPDATE job SET seal = zeroblob(32)",
        "UPDATE job SET seal = X''",
        "UPDATE job SET seal = 'text'",
        "UPDATE batch SET state = 'sending' WHERE number = 1",
        "UPDATE batch SET state = 'answered' WHERE number = 1",
        "UPDATE batch SET state = 'sending', seal = (SELECT seal FROM batch WHERE number = 0) WHERE number = 1",
        "UPDATE batch SET seal = NULL",
        "UPDATE batch SET seal = X'00'",
        "UPDATE batch SET seal = zeroblob(64)",
        "UPDATE batch SET seal = seal || X'00' WHERE number = 0",
        "UPDATE batch SET state = 'planned' WHERE number = 0",
        "UPDATE batch SET state = 'planned', seal = NULL WHERE number = 0",
        "UPDATE batch SET state = 'done' WHERE number = 0",
        "UPDATE item SET outcome = 'deleted' WHERE position = 9",
        "UPDATE item SET outcome = 'deleted' WHERE position = 120",
        "UPDATE item SET outcome = 'deleted'",
        "UPDATE item SET outcome = 'already-gone' WHERE position = 0",
        "UPDATE item SET copies = 5 WHERE position = 0",
        "UPDATE item SET copies = NULL WHERE position = 0",
        "UPDATE item SET reason = 'forged' WHERE position = 1",
        "UPDATE item SET reason = NULL WHERE position = 1",
        "UPDATE item SET reason = '' WHERE position = 0",
        "UPDATE item SET outcome = NULL WHERE position = 0",
        "INSERT OR REPLACE INTO setting VALUES ('jobs', '{\"go_on\":false}')",
        "INSERT OR REPLACE INTO setting VALUES ('jobs', 'nonsense')",
        "INSERT OR REPLACE INTO setting VALUES ('jobs', X'00')",
    ];
    for change in changes {
        let (folder, id) = sealed().await;
        closed(&folder.path().join("journal.sqlite"));
        let file = Connection::open(folder.path().join("journal.sqlite")).unwrap();
        file.execute_batch(change).unwrap();
        drop(file);
        let journal = keyed(&folder, KEY);
        assert!(held(&journal, id).await.is_some(), "{change}");
        for word in [Control::Pause, Control::Run] {
            journal.control(id, word).await.unwrap();
        }
        journal.set_job_settings(JobSettings::default()).await.unwrap();
        // The user's word puts right what was forged of it, and nothing else.
        let said = change.contains("control") || change.contains("setting");
        assert_eq!(held(&journal, id).await.is_some(), !said, "{change}");
    }
}

#[tokio::test]
async fn a_choice_that_jobs_ask_cannot_be_taken_back_in_the_file() {
    for change in ["DELETE FROM setting", "UPDATE setting SET value = '{\"go_on\":true}'"] {
        let (folder, id) = sealed().await;
        let journal = keyed(&folder, KEY);
        let asks = JobSettings { go_on: false, ..JobSettings::default() };
        journal.set_job_settings(asks).await.unwrap();
        assert_eq!(held(&journal, id).await, None);
        drop(journal);
        closed(&folder.path().join("journal.sqlite"));
        Connection::open(folder.path().join("journal.sqlite")).unwrap().execute_batch(change).unwrap();
        assert!(held(&keyed(&folder, KEY), id).await.is_some(), "{change}");
    }
}

/// A job that is at its end, or a copy of one under another number.
#[tokio::test]
async fn no_job_is_brought_back_with_the_seal_of_another() {
    let (folder, id) = sealed().await;
    let journal = keyed(&folder, KEY);
    let ended = journal.begin(confirmed(1)).await.unwrap().header().id;
    journal.sending(ended, 0).await.unwrap();
    journal.record(ended, record(vec![(0, Outcome::AlreadyGone)], Some(BatchState::Done))).await.unwrap();
    journal.end(ended, at(9)).await.unwrap();
    drop(journal);
    closed(&folder.path().join("journal.sqlite"));
    let file = Connection::open(folder.path().join("journal.sqlite")).unwrap();
    file.execute_batch(
        "UPDATE job SET state = 'open', ended_at = NULL, tally = NULL; UPDATE item SET outcome = NULL WHERE job = 2",
    )
    .unwrap();
    file.execute_batch(
        "CREATE TEMP TABLE copy AS SELECT * FROM job WHERE id = 1; UPDATE copy SET id = 77;
         INSERT INTO job SELECT * FROM copy;",
    )
    .unwrap();
    drop(file);
    let journal = keyed(&folder, KEY);
    assert_eq!(held(&journal, id).await, None, "this one was open");
    assert_eq!(held(&journal, ended).await, Some(Held::Unconfirmed(Unconfirmed::NoSeal)));
    assert_eq!(held(&journal, JobId(77)).await, Some(Held::Unconfirmed(Unconfirmed::WrongSeal)));
}

#[tokio::test]
async fn a_person_can_say_that_a_job_is_theirs_as_they_saw_it() {
    let (folder, id) = sealed().await;
    let journal = keyed(&folder, [8; 32]);
    let seen = journal.summary(id).await.unwrap().header;
    journal.vouch(seen.clone()).await.unwrap();
    assert_eq!(held(&journal, id).await, None);
    drop(journal);
    closed(&folder.path().join("journal.sqlite"));
    let file = Connection::open(folder.path().join("journal.sqlite")).unwrap();
    file.execute("UPDATE job SET description = ?1", params!["another"]).unwrap();
    drop(file);
    let journal = keyed(&folder, [8; 32]);
    assert!(journal.vouch(seen).await.is_err(), "it is another one by now");
    assert!(held(&journal, id).await.is_some());
}

#[tokio::test]
async fn an_end_that_no_batch_covers_or_beside_a_senseless_batch_is_no_end() {
    for batch in [
        "UPDATE batch SET first = 0, past = 0",
        "INSERT INTO batch (job, number, first, past, state, seal) VALUES (1, 2, 19, -5, 'done', x'00')",
        "DELETE FROM batch",
    ] {
        let (folder, id) = sealed().await;
        let path = folder.path().join("journal.sqlite");
        closed(&path);
        let file = Connection::open(&path).unwrap();
        file.execute("UPDATE item SET outcome = 'deleted', copies = NULL, reason = NULL", []).unwrap();
        file.execute(batch, []).unwrap();
        drop(file);
        let receipt = keyed(&folder, KEY).receipt(id).await.unwrap();
        assert_eq!((receipt.summary.tally.deleted, receipt.lines.len()), (0, 150), "{batch}");
        assert!(receipt.lines.iter().all(|line| line.outcome.is_none()), "{batch}");
    }
}

#[tokio::test]
async fn a_job_that_a_user_takes_as_theirs_is_sealed_with_the_ends_that_were_proven_alone() {
    let (folder, id) = sealed().await;
    let journal = keyed(&folder, KEY);
    journal.sending(id, 1).await.unwrap();
    let skipped = vec![(149, Outcome::Skipped { reason: Skip::Changed })];
    let done = Record { batch: 1, ..record(skipped, Some(BatchState::Done)) };
    journal.record(id, done).await.unwrap();
    let seen = journal.summary(id).await.unwrap().header;
    let before = journal.snapshot(id).await.unwrap();
    drop(journal);
    closed(&folder.path().join("journal.sqlite"));
    let file = Connection::open(folder.path().join("journal.sqlite")).unwrap();
    file.execute("UPDATE item SET outcome = 'deleted' WHERE position = 120", []).unwrap();
    drop(file);

    let journal = keyed(&folder, KEY);
    assert!(journal.adopt(JobHeader { description: Description::default(), ..seen.clone() }).await.is_err());
    assert_eq!(held(&journal, id).await, Some(Held::Unconfirmed(Unconfirmed::WrongSeal)));
    journal.adopt(seen).await.unwrap();
    assert_eq!(held(&journal, id).await, None);
    let after = journal.snapshot(id).await.unwrap();
    assert_eq!(after.batches[0], before.batches[0]);
    assert_eq!(after.batches[1].1, BatchState::Sending);
    assert_eq!(after.ended[..100], before.ended[..100]);
    assert!(after.ended[100..].iter().all(|ended| !ended), "of that batch nothing is believed");
}
