//! What versions before this one wrote.

use super::*;
use crate::model::fixture::at;
use crate::model::message::Message;

/// A journal of the version that kept reasons as prose, written by it.
const WITH_PROSE: &str = include_str!("earlier.sql");

#[tokio::test]
async fn reasons_that_were_kept_as_prose_are_shown_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.sqlite");
    let file = Connection::open(&path).unwrap();
    file.execute_batch(WITH_PROSE).unwrap();
    let kept: Vec<String> = file
        .prepare("SELECT COALESCE(reason, '') FROM item ORDER BY position")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    drop(file);

    let journal = Journal::open(&path).unwrap();
    let receipt = journal.receipt(JobId(1)).await.unwrap();
    assert_eq!(receipt.summary.ending(), Some(Ending::Stopped));
    assert!(receipt.summary.adds_up());
    let outcomes: Vec<&Outcome> =
        receipt.lines.iter().map(|line| line.outcome.as_ref().expect("an end")).collect();
    assert_eq!(outcomes.len(), kept.len());
    let mut prose = 0;
    for (outcome, kept) in outcomes.iter().zip(kept) {
        match outcome {
            Outcome::Refused { reason } => assert_eq!(*reason, Message::Own(kept)),
            Outcome::Unknown { reason } => {
                assert_eq!(*reason, Cause::Prose(kept).into());
                prose += 1;
            }
            Outcome::Skipped { reason } => {
                assert!(!matches!(reason, Skip::Other(_)), "{reason:?}");
            }
            Outcome::Deleted { .. } | Outcome::AlreadyGone => assert_eq!(kept, ""),
        }
    }
    assert_eq!(prose, 5);
}

/// A later version may know more reasons. Its codes are shown as they are.
#[tokio::test]
async fn reasons_of_a_later_version_are_shown_as_they_are() {
    let (folder, journal, id) = begun(3).await;
    let ends = vec![
        (0, Outcome::Refused { reason: "no".into() }),
        (1, Outcome::Skipped { reason: Skip::Changed }),
        (2, Outcome::Unknown { reason: Cause::CutOff.into() }),
    ];
    journal.record(id, record(ends, Some(BatchState::Done))).await.unwrap();
    journal.end(id, at(9)).await.unwrap();
    drop(journal);
    let path = folder.path().join("journal.sqlite");
    closed(&path);
    let later = [r#"{"fault":"newer"}"#, "newer", r#"{"cause":{"newer":{"number":7}}}"#];
    let file = Connection::open(&path).unwrap();
    for (position, text) in later.iter().enumerate() {
        file.execute("UPDATE item SET reason = ?2 WHERE position = ?1", (position as i64, text)).unwrap();
    }
    drop(file);
    let receipt = Journal::open(&path).unwrap().receipt(id).await.unwrap();
    let told: Vec<Outcome> = receipt.lines.into_iter().filter_map(|line| line.outcome).collect();
    let [refused, skipped, unknown] = later.map(str::to_owned);
    assert_eq!(
        told,
        [
            Outcome::Refused { reason: Message::Own(refused) },
            Outcome::Skipped { reason: Skip::Other(skipped) },
            Outcome::Unknown { reason: Cause::Prose(unknown).into() },
        ]
    );
}
