//! What may go on by itself: as it was confirmed on this computer, in everything that decides what is
//! sent.

use rusqlite::params;

use super::*;

const KEY: [u8; 32] = [7; 32];

/// A journal that seals, with a job of 150 items, of which the first hundred were sent; nobody has it
/// open.
async fn sealed() -> (tempfile::TempDir, JobId) {
    let folder = tempfile::tempdir().unwrap();
    let journal = keyed(&folder, KEY);
    let id = journal.begin(confirmed(150)).await.unwrap().header().id;
    journal.sending(id, 0).await.unwrap();
    (folder, id)
}

fn keyed(folder: &tempfile::TempDir, key: [u8; 32]) -> Journal {
    let journal = Journal::open(&folder.path().join("journal.sqlite")).unwrap();
    journal.seal_with(SealKey::new(key));
    journal
}

async fn held(journal: &Journal, id: JobId) -> Option<Held> {
    let left = journal.unfinished().await.unwrap();
    let left = left.into_iter().find(|left| left.summary.header.id == id).unwrap();
    if let Ok(standing) = journal.standing(id).await {
        let same = standing.confirmed.err().map(Held::Unconfirmed);
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
    let ends = vec![(0, Outcome::AlreadyGone)];
    journal.record(id, record(ends, Some(BatchState::Answered))).await.unwrap();
    journal.sending(id, 1).await.unwrap();
    drop(journal);
    assert_eq!(held(&keyed(&folder, KEY), id).await, None, "after a restart too");
}

#[tokio::test]
async fn without_the_key_or_with_another_nothing_counts_as_confirmed() {
    let (folder, id) = sealed().await;
    let journal = Journal::open(&folder.path().join("journal.sqlite")).unwrap();
    assert_eq!(held(&journal, id).await, Some(Held::Unconfirmed(Unconfirmed::NoKey)));
    journal.seal_with(SealKey::new([8; 32]));
    assert_eq!(held(&journal, id).await, Some(Held::Unconfirmed(Unconfirmed::WrongSeal)));
    journal.seal_with(SealKey::new(KEY));
    assert_eq!(held(&journal, id).await, None);
    drop(journal);
    // Begun without a keychain, or by an older version.
    let journal = Journal::open(&folder.path().join("journal.sqlite")).unwrap();
    let id = journal.begin(confirmed(1)).await.unwrap().header().id;
    journal.seal_with(SealKey::new(KEY));
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
        "INSERT OR REPLACE INTO setting VALUES ('jobs', '{\"go_on\":false}')",
        "INSERT OR REPLACE INTO setting VALUES ('jobs', 'nonsense')",
        "INSERT OR REPLACE INTO setting VALUES ('jobs', X'00')",
    ];
    for change in changes {
        let (folder, id) = sealed().await;
        drop(keyed(&folder, KEY));
        let file = Connection::open(folder.path().join("journal.sqlite")).unwrap();
        file.execute_batch(change).unwrap();
        drop(file);
        let journal = keyed(&folder, KEY);
        assert!(held(&journal, id).await.is_some(), "{change}");
        for word in [Control::Pause, Control::Run] {
            journal.control(id, word).await.unwrap();
        }
        journal.set_job_settings(JobSettings::default()).await.unwrap();
        // A person's word puts right what was forged of it, and nothing else.
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
        drop(keyed(&folder, KEY));
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
    journal.end(ended, JobState::Done, 9).await.unwrap();
    drop(journal);
    drop(keyed(&folder, KEY));
    let file = Connection::open(folder.path().join("journal.sqlite")).unwrap();
    file.execute_batch(
        "UPDATE job SET state = 'open', ended_at = NULL, tally = NULL; UPDATE item SET outcome = NULL",
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
    drop(keyed(&folder, KEY));
    let file = Connection::open(folder.path().join("journal.sqlite")).unwrap();
    file.execute("UPDATE job SET description = ?1", params!["another"]).unwrap();
    drop(file);
    let journal = keyed(&folder, [8; 32]);
    assert!(journal.vouch(seen).await.is_err(), "it is another one by now");
    assert!(held(&journal, id).await.is_some());
}
