//! Anything in any column: the start, the other jobs and the threads take no harm, and nothing runs
//! that is not what was confirmed.

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use rusqlite::types::Value;

use super::*;
use crate::model::fixture::at;
use crate::model::problem::{Details, RecordProblem};
use crate::model::unfinished::Held;

const KEY: [u8; 32] = [7; 32];

/// Every column of every table.
const COLUMNS: &[(&str, &[&str])] = &[
    (
        "job",
        &[
            "environment",
            "cloud_name",
            "description",
            "what",
            "route",
            "invalidate",
            "planned",
            "fingerprint",
            "previewed_at",
            "confirmed_at",
            "state",
            "ended_at",
            "sweep",
            "control",
            "tally",
            "seal",
        ],
    ),
    (
        "item",
        &[
            "job",
            "position",
            "asset_id",
            "resource_type",
            "delivery_type",
            "public_id",
            "version",
            "etag",
            "bytes",
            "created_at",
            "format",
            "backed_up",
            "secure_url",
            "copy_id",
            "transformation",
            "outcome",
            "reason",
            "copies",
        ],
    ),
    ("batch", &["job", "number", "first", "past", "state", "seal"]),
    ("extra", &["job", "batch", "resource_type", "delivery_type", "public_id", "asset_id", "state"]),
    ("setting", &["name", "value"]),
    ("preview", &["environment", "criteria", "found", "at"]),
    ("destroy", &["environment", "form"]),
];

/// Values that are absurd, and those that are nearly right.
fn value() -> impl Strategy<Value = Value> {
    let numbers = prop_oneof![
        Just(i64::MIN),
        Just(i64::MAX),
        Just(-1),
        Just(i64::from(u32::MAX)),
        Just(1 << 53),
        any::<i64>(),
        -3_i64..200,
    ];
    let words = prop_oneof![
        "[ -~]{0,12}",
        Just("open".to_owned()),
        Just("done".to_owned()),
        Just("sending".to_owned()),
        Just("sweep".to_owned()),
        Just("deleted".to_owned()),
        Just(
            "{\"deleted\":18446744073709551615,\"already_gone\":1,\"refused\":0,\"skipped\":0,\
              \"unknown\":0,\"copies\":0,\"extras\":0}"
                .to_owned()
        ),
        Just(
            "{\"by\":\"all\",\"strokes\":[{\"resource_type\":\"image\",\"delivery_type\":\"upload\",\
              \"items\":{\"start\":0,\"end\":4294967295}}]}"
                .to_owned()
        ),
        Just("{\"by\":{\"prefix\":\"\"},\"strokes\":[]}".to_owned()),
        Just("\u{0}\u{202e}\u{1b}[2J".to_owned()),
        Just("x".repeat(100_000)),
    ];
    prop_oneof![
        Just(Value::Null),
        numbers.prop_map(Value::Integer),
        any::<f64>().prop_map(Value::Real),
        words.prop_map(Value::Text),
        proptest::collection::vec(any::<u8>(), 0..40).prop_map(Value::Blob),
    ]
}

/// A journal with a finished, an untouched and a begun job, and something in every table; nobody has
/// it open.
async fn journal(path: &Path) {
    let journal = Journal::open(path).unwrap();
    journal.seal_with(&keys(KEY));
    for (job, items) in [(0, 2), (1, 3), (2, 120)] {
        let id = journal.begin(confirmed(items)).await.unwrap().header().id;
        if job == 1 {
            continue;
        }
        journal.sending(id, 0).await.unwrap();
        let ends = vec![(0, Outcome::Deleted { copies: Some(2) }), (1, Outcome::AlreadyGone)];
        let extras = vec![extra("new/z", None, ExtraEnd::Deleted)];
        let state = Some(if job == 0 { BatchState::Done } else { BatchState::Answered });
        journal.record(id, Record { batch: 0, outcomes: ends, extras, state }).await.unwrap();
        if job == 0 {
            journal.end(id, at(9)).await.unwrap();
        }
    }
    journal.set_job_settings(JobSettings::default()).await.unwrap();
    let environment = EnvironmentId("demo".into());
    journal.note_preview(environment.clone(), "tag/x".into(), 12, at(3)).await.unwrap();
    journal.note_destroy_by(environment.product(), DestroyBy::AssetIdInForm).await.unwrap();
}

/// Asks everything; gives the jobs that may go on by themselves.
async fn ask_everything(journal: &Journal) -> Vec<Job> {
    let summaries = journal.summaries().await.unwrap();
    let settings = journal.job_settings().await.unwrap();
    assert!((1..=JobSettings::DESTROYS).contains(&settings.destroys));
    for summary in &summaries {
        let id = summary.header.id;
        journal.receipt(id).await.unwrap();
        let _ = journal.seen(id, 0).await;
        let _ = summary.tally.ended();
    }
    let environment = EnvironmentId("demo".into());
    let _ = journal.last_preview(environment.clone(), "tag/x".into()).await;
    let _ = journal.destroy_by(environment.product()).await;
    for text in ["docs", "new", "%", &"x".repeat(100_000)] {
        journal.search(text.to_owned(), 50).await.unwrap();
    }
    let mut runs = Vec::new();
    for left in journal.unfinished().await.unwrap() {
        if let Ok(snapshot) = journal.snapshot(left.summary.header.id).await {
            assert_eq!(snapshot.ended.len(), snapshot.job.items().len());
            if snapshot.confirmed.is_ok() {
                assert_eq!(left.held, None);
                runs.push(snapshot.job);
            }
        }
    }
    runs
}

/// As many cases as `PROPTEST_CASES` says, or 200.
#[test]
fn nothing_in_any_column_does_harm() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.sqlite");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(journal(&path));
    closed(&path);
    let whole = std::fs::read(&path).unwrap();
    let confirmed = runtime.block_on(async {
        let journal = Journal::open(&path).unwrap();
        journal.seal_with(&keys(KEY));
        ask_everything(&journal).await
    });
    assert_eq!(confirmed.len(), 2);
    let edit = (0..COLUMNS.len(), any::<prop::sample::Index>(), value(), any::<bool>());
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(200);
    let mut runner = TestRunner::new(ProptestConfig { cases, ..ProptestConfig::default() });
    let outcome = runner.run(&proptest::collection::vec(edit, 1..3), |edits| {
        closed(&path);
        // Into the same file: seals do not hold in another.
        std::fs::write(&path, &whole).unwrap();
        let file = Connection::open(&path).unwrap();
        file.pragma_update(None, "foreign_keys", false).unwrap();
        for (table, column, value, all) in &edits {
            let (table, columns) = COLUMNS[*table];
            let some = if *all { "" } else { "WHERE rowid % 2 = 0" };
            let some = if matches!(table, "job" | "extra") { some } else { "" };
            // What the tables themselves refuse stays as it was.
            let _ = file.execute(
                &format!("UPDATE OR IGNORE {table} SET {} = ?1 {some}", column.get(columns)),
                [value],
            );
        }
        drop(file);
        runtime.block_on(async {
            let journal = Journal::open(&path).unwrap();
            journal.seal_with(&keys(KEY));
            for job in ask_everything(&journal).await {
                let same = confirmed.iter().find(|it| it.header() == job.header()).expect("no other job");
                let names = |job: &Job| -> Vec<_> {
                    job.items().iter().map(|item| (item.key(), item.name.clone(), item.version)).collect()
                };
                assert_eq!(names(same), names(&job));
            }
            journal.begin(super::confirmed(1)).await.unwrap();
        });
        Ok(())
    });
    outcome.unwrap();
}

/// What is said of a job as a whole and what is said of its items are the same thing, or it is told as
/// damaged.
#[tokio::test]
async fn a_receipt_whose_items_were_changed_afterwards_is_told_as_damaged() {
    for (change, sound) in [
        ("UPDATE item SET etag = 'x'", true),
        ("UPDATE item SET outcome = 'deleted'", false),
        ("UPDATE item SET copies = 9 WHERE position = 0", false),
        ("DELETE FROM item WHERE position = 1", false),
        ("UPDATE job SET tally = replace(tally, '1', '2')", false),
        ("INSERT INTO left_out SELECT job, position, asset_id, resource_type, delivery_type, public_id, version,
             etag, bytes, created_at, format, backed_up, secure_url, copy_id, transformation FROM item", false),
    ] {
        let (folder, journal, id) = begun(2).await;
        let ends = vec![(0, Outcome::Deleted { copies: Some(1) }), (1, Outcome::AlreadyGone)];
        journal.record(id, record(ends, Some(BatchState::Done))).await.unwrap();
        journal.end(id, at(9)).await.unwrap();
        assert_eq!(journal.receipt(id).await.unwrap().summary.ending(), Some(Ending::Complete));
        drop(journal);
        let path = folder.path().join("journal.sqlite");
        closed(&path);
        Connection::open(&path).unwrap().execute_batch(change).unwrap();
        let told = Journal::open(&path).unwrap().receipt(id).await.unwrap().summary.ending();
        let expected = if sound { Ending::Complete } else { Ending::Damaged };
        assert_eq!(told, Some(expected), "{change}");
    }
}

#[tokio::test]
async fn one_damaged_job_is_told_as_damaged_and_the_others_stand() {
    for damage in [
        "UPDATE job SET planned = 9223372036854775807 WHERE id = 1",
        "UPDATE job SET planned = -1 WHERE id = 1",
        "UPDATE job SET planned = 4000000000 WHERE id = 1",
        "UPDATE job SET route = 'nowhere' WHERE id = 1",
        "UPDATE job SET fingerprint = X'00' WHERE id = 1",
        "UPDATE job SET previewed_at = 9223372036854775807 WHERE id = 1",
        "UPDATE job SET control = 'dance' WHERE id = 1",
        "UPDATE job SET description = X'ff' WHERE id = 1",
        "UPDATE item SET version = -1 WHERE job = 1 AND position = 1",
        "UPDATE item SET asset_id = X'00' WHERE job = 1 AND position = 1",
        "UPDATE item SET outcome = 'lost' WHERE job = 1 AND position = 1",
        "UPDATE item SET position = 77 WHERE job = 1 AND position = 1",
        "DELETE FROM item WHERE job = 1 AND position = 1",
        "DELETE FROM batch WHERE job = 1",
        "INSERT INTO batch (job, number, first, past) VALUES (1, 9, 0, 1)",
        "UPDATE batch SET past = 9223372036854775807 WHERE job = 1",
    ] {
        let (folder, journal, first) = begun(3).await;
        let second = journal.begin(confirmed(2)).await.unwrap().header().id;
        drop(journal);
        let path = folder.path().join("journal.sqlite");
        closed(&path);
        Connection::open(&path).unwrap().execute_batch(damage).unwrap();
        let journal = Journal::open(&path).unwrap();
        assert!(journal.snapshot(first).await.is_err(), "{damage}");
        let sound = journal.snapshot(second).await;
        assert!(sound.is_ok(), "{damage}: {sound:?}");
        let left = journal.unfinished().await.unwrap();
        assert_eq!(left.len(), 2, "{damage}");
        assert_eq!(journal.summaries().await.unwrap().len(), 2, "{damage}");
        journal.receipt(first).await.unwrap();
        let aside = journal.put_aside(first).await.unwrap();
        assert_eq!(aside.ending(), Some(Ending::Damaged), "{damage}");
        assert_eq!(journal.unfinished().await.unwrap().len(), 1, "{damage}");
        assert!(journal.receipt(first).await.unwrap().lines.len() >= 2, "its rows stay: {damage}");
    }
}

#[tokio::test]
async fn a_damaged_job_is_held_with_what_is_wrong_in_its_row() {
    let (folder, journal, _) = begun(3).await;
    drop(journal);
    let path = folder.path().join("journal.sqlite");
    closed(&path);
    Connection::open(&path).unwrap().execute_batch("UPDATE job SET planned = -1").unwrap();
    let left = Journal::open(&path).unwrap().unfinished().await.unwrap();
    let [Unfinished { held: Some(Held::Damaged(problem)), control: Control::Pause, .. }] = &left[..] else {
        panic!("{left:?}")
    };
    assert_eq!(problem.code, RecordProblem::OfOneJob.into());
    let Details::System(words) = &problem.details else { panic!("{problem:?}") };
    assert!(words.contains("-1 where 0 to 4294967295 may stand"), "{words}");
}
