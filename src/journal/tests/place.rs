//! The file under an open journal: removed, moved, replaced, cut, written over, made read-only; and
//! a second program that opens it.

use std::path::PathBuf;
use std::time::Duration;

use super::*;
use crate::model::problem::RecordProblem;

type Harm = fn(&Path);

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// A whole journal of somebody else, in a folder of its own.
fn another() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.sqlite");
    drop(schema::open(&path).unwrap());
    (folder, path)
}

fn sql(path: &Path, statement: &str) {
    Connection::open(path).unwrap().execute_batch(statement).unwrap();
}

fn overwrite(path: &Path) {
    use std::io::Write as _;
    // Past the granularity of a file's times.
    std::thread::sleep(Duration::from_millis(20));
    let mut file = std::fs::File::options().write(true).open(path).unwrap();
    file.write_all(&[0xa5; 64]).unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn nothing_is_written_to_a_file_that_is_not_the_one_at_its_path() {
    let harms: [(&str, Harm); 8] = [
        ("removed with all that is beside it", |path| {
            for ending in ["", "-wal", "-shm"] {
                std::fs::remove_file(beside(path, ending)).unwrap();
            }
        }),
        ("moved", |path| std::fs::rename(path, path.with_extension("moved")).unwrap()),
        ("its folder renamed", |path| {
            let folder = path.parent().unwrap();
            std::fs::rename(folder, folder.with_extension("elsewhere")).unwrap();
        }),
        ("its folder removed", |path| std::fs::remove_dir_all(path.parent().unwrap()).unwrap()),
        ("another moved over it", |path| std::fs::rename(another().1, path).unwrap()),
        ("a copy of itself moved over it", |path| {
            let copy = path.with_extension("copy");
            std::fs::copy(path, &copy).unwrap();
            std::fs::rename(copy, path).unwrap();
        }),
        ("its log removed", |path| std::fs::remove_file(beside(path, "-wal")).unwrap()),
        ("its index removed", |path| std::fs::remove_file(beside(path, "-shm")).unwrap()),
    ];
    for (name, harm) in harms {
        let outer = tempfile::tempdir().unwrap();
        let folder = outer.path().join("home");
        std::fs::create_dir(&folder).unwrap();
        let path = folder.join("journal.sqlite");
        let journal = Journal::open(&path).unwrap();
        let id = journal.begin(confirmed(3)).await.unwrap().header().id;
        harm(&path);
        let there = path.exists();
        let failed = journal.sending(id, 0).await;
        assert!(matches!(failed, Err(JournalError::Moved(_))), "{name}: {failed:?}");
        assert!(journal.begin(confirmed(1)).await.is_err(), "{name}: every write");
        let problem = failed.unwrap_err().problem();
        assert_eq!(problem.code, RecordProblem::Moved.into());
        assert_eq!(path.exists(), there, "{name}: no new one is made");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_journal_that_was_moved_away_and_back_goes_on() {
    let (folder, journal, id) = begun(3).await;
    let home = folder.path().join("journal.sqlite");
    let away = folder.path().join("away");
    std::fs::rename(&home, &away).unwrap();
    assert!(journal.sending(id, 0).await.is_err());
    std::fs::rename(&away, &home).unwrap();
    journal.sending(id, 0).await.unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn what_somebody_else_wrote_to_the_file_is_noticed() {
    let harms: [(&str, Harm); 12] = [
        ("its rows deleted", |path| sql(path, "DELETE FROM item")),
        ("its rows changed", |path| sql(path, "UPDATE item SET outcome = 'deleted'")),
        ("its batches deleted", |path| sql(path, "DELETE FROM batch")),
        ("anything written", |path| sql(path, "INSERT INTO setting VALUES ('a', 'b')")),
        ("written and taken back", |path| {
            sql(path, "INSERT INTO setting VALUES ('a', 'b')");
            sql(path, "DELETE FROM setting");
        }),
        ("its log zeroed in its place", |path| {
            use std::io::Write as _;
            let mut log = std::fs::File::options().write(true).open(beside(path, "-wal")).unwrap();
            let length = log.metadata().unwrap().len();
            log.write_all(&vec![0; length as usize]).unwrap();
        }),
        ("emptied", |path| drop(std::fs::File::create(path).unwrap())),
        ("cut", |path| std::fs::File::options().write(true).open(path).unwrap().set_len(4096).unwrap()),
        ("written over", overwrite),
        ("another copied over it", |path| assert!(std::fs::copy(another().1, path).unwrap() > 0)),
        ("its log emptied", |path| drop(std::fs::File::create(beside(path, "-wal")).unwrap())),
        ("its log cut", |path| {
            let log = std::fs::File::options().write(true).open(beside(path, "-wal")).unwrap();
            log.set_len(log.metadata().unwrap().len() - 1).unwrap();
        }),
    ];
    for (name, harm) in harms {
        let (folder, journal, id) = begun(3).await;
        std::thread::sleep(Duration::from_millis(20));
        harm(&folder.path().join("journal.sqlite"));
        let failed = journal.sending(id, 0).await;
        assert!(matches!(failed, Err(JournalError::Foreign(_))), "{name}: {failed:?}");
        assert!(journal.begin(confirmed(1)).await.is_err(), "{name}: every write");
        assert_eq!(failed.unwrap_err().problem().code, RecordProblem::Foreign.into());
    }
}

/// The times of files say nothing here: the connection itself tells.
#[tokio::test]
async fn what_somebody_else_commits_is_noticed_by_the_connection_itself() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.sqlite");
    let mut opened = schema::open(&path).unwrap();
    let others = |connection: &Connection| schema::others_commits(connection).unwrap();
    opened.writing.execute("INSERT INTO setting VALUES ('a', 'b')", []).unwrap();
    assert_eq!(others(&opened.writing), opened.others, "an own commit");
    opened.reading.query_row("SELECT COUNT(*) FROM setting", [], |_| Ok(())).unwrap();
    assert_eq!(others(&opened.writing), opened.others, "a reader");
    let before = opened.writing.transaction().unwrap();
    sql(&path, "DELETE FROM setting");
    assert_ne!(others(&before), opened.others);
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_that_was_made_read_only_is_not_written() {
    use std::os::unix::fs::PermissionsExt as _;
    for ending in ["", "-wal"] {
        let (folder, journal, id) = begun(3).await;
        let file = beside(&folder.path().join("journal.sqlite"), ending);
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o444)).unwrap();
        assert!(matches!(journal.sending(id, 0).await, Err(JournalError::ReadOnly(_))));
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
        journal.sending(id, 0).await.unwrap();
    }
}

/// Own writes grow the log, write it back into the file and begin it anew: none of that is foreign.
#[tokio::test]
async fn own_writes_are_never_taken_for_somebody_elses() {
    let (_folder, journal, id) = begun(250).await;
    for round in 0..1500_u32 {
        journal.sending(id, 0).await.unwrap();
        journal.set_job_settings(JobSettings::default()).await.unwrap();
        if round % 500 == 0 {
            journal.begin(confirmed(250)).await.unwrap();
        }
    }
    // Larger than what is kept in memory until it is committed.
    let large = || {
        let items = (0..60_000_u32).map(|number| {
            let mut item = item(1, true);
            item.asset_id = AssetId::from_bytes(u128::from(number).to_le_bytes());
            item.name.public_id = format!("{number:0100}").into();
            item
        });
        confirmed_plan(plan(items.collect()))
    };
    journal.begin(large()).await.unwrap();
    let failed = journal.write(move |connection, _| {
        write::begin(connection, None, &large())?;
        Err::<(), _>(JournalError::NoSuchJob(JobId(0)))
    });
    assert_eq!(failed.await, Err(JournalError::NoSuchJob(JobId(0))));
    journal.sending(id, 0).await.unwrap();
}

#[tokio::test]
async fn a_journal_is_open_once_at_a_time() {
    let (folder, journal, _) = begun(1).await;
    let path = folder.path().join("journal.sqlite");
    let second = Journal::open(&path);
    assert!(matches!(second, Err(JournalError::Locked(_))), "{second:?}");
    journal.begin(confirmed(1)).await.unwrap();
    drop(journal);
    let after = Journal::open(&path).unwrap();
    assert_eq!(after.summaries().await.unwrap().len(), 2);
}

/// A trigger could change rows behind every write, and a view could show others than there are.
#[tokio::test]
async fn a_file_with_anything_but_the_own_tables_is_not_opened() {
    for planted in [
        "CREATE TRIGGER t AFTER UPDATE ON batch BEGIN UPDATE job SET control = 'run'; END",
        "CREATE TRIGGER t AFTER INSERT ON job BEGIN DELETE FROM item; END",
        "ALTER TABLE item RENAME TO real; CREATE VIEW item AS SELECT * FROM real",
        "CREATE VIEW other AS SELECT 1",
        "CREATE TABLE other (a)",
        "CREATE INDEX other ON item (etag)",
        "DROP INDEX item_by_public_id",
        "ALTER TABLE job ADD COLUMN more TEXT",
    ] {
        let (folder, journal, _) = begun(2).await;
        drop(journal);
        let path = folder.path().join("journal.sqlite");
        drop(Journal::open(&path).unwrap());
        Connection::open(&path).unwrap().execute_batch(planted).unwrap();
        let opened = Journal::open(&path);
        assert!(matches!(opened, Err(JournalError::Damaged(_))), "{planted}: {opened:?}");
    }
    let folder = tempfile::tempdir().unwrap();
    let foreign = folder.path().join("journal.sqlite");
    Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE notes (a)").unwrap();
    assert!(Journal::open(&foreign).is_err(), "another program's file");
    let tables: i64 = Connection::open(&foreign)
        .unwrap()
        .query_row("SELECT COUNT(*) FROM sqlite_schema", [], |row| row.get(0))
        .unwrap();
    assert_eq!(tables, 1, "and it is left as it was");
}

#[tokio::test]
async fn a_trigger_that_is_planted_under_an_open_journal_stops_every_write() {
    let (folder, journal, id) = begun(2).await;
    let other = Connection::open(folder.path().join("journal.sqlite")).unwrap();
    other
        .execute_batch(
            "CREATE TRIGGER t AFTER UPDATE ON batch BEGIN UPDATE item SET public_id = 'precious'; END",
        )
        .unwrap();
    assert!(matches!(journal.sending(id, 0).await, Err(JournalError::Foreign(_))));
    assert!(journal.snapshot(id).await.is_ok(), "nothing was changed");
}

#[tokio::test]
async fn a_panic_fails_its_own_asker_and_nobody_else() {
    let (_folder, journal, id) = begun(1).await;
    let read: Result<(), _> = journal.read(|_, _| panic!("a fault")).await;
    assert_eq!(read, Err(JournalError::Panicked("a fault".into())));
    let broken = journal.write(|connection, _| -> Result<(), JournalError> {
        connection.execute("UPDATE job SET control = 'stop'", [])?;
        panic!("in the middle of {}", 1)
    });
    let (broken, good) = tokio::join!(broken, journal.sending(id, 0));
    assert_eq!(broken, Err(JournalError::Panicked("in the middle of 1".into())));
    good.unwrap();
    assert_eq!(journal.unfinished().await.unwrap()[0].control, Control::Run, "it left nothing behind");
}
