//! The file: its tables, and the migrations that bring an older one up to date.
//!
//! `PRAGMA user_version` counts the migrations that a file has seen. A migration is never changed
//! and never removed; a file with a higher number is left alone.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, TransactionBehavior};

use super::JournalError;
use super::place::{FileId, Place};

/// “CSWP”: tells `file` and other tools whose this is.
const APPLICATION_ID: i32 = 0x4353_5750;

const MIGRATIONS: &[&str] = &[JOBS, SWEEPS, DESTROY, SEALS, LEFT_OUT];

/// Jobs, their items and batches.
///
/// `item.reason`: what [`Skip`](crate::model::outcome::Skip) is called of one that was skipped; JSON of a
/// [`Message`](crate::model::message::Message) of one that was refused, and of an
/// [`Unsettled`](crate::model::unsettled::Unsettled) of one whose outcome is unknown. Versions before that
/// wrote prose in place of JSON.
const JOBS: &str = "
    CREATE TABLE job (
        id           INTEGER PRIMARY KEY AUTOINCREMENT,
        environment  TEXT NOT NULL,
        cloud_name   TEXT NOT NULL,
        description  TEXT NOT NULL,
        what         TEXT NOT NULL,
        route        TEXT NOT NULL,
        invalidate   INTEGER NOT NULL,
        planned      INTEGER NOT NULL,
        fingerprint  BLOB NOT NULL,
        previewed_at INTEGER NOT NULL,
        confirmed_at INTEGER NOT NULL,
        state        TEXT NOT NULL DEFAULT 'open',
        ended_at     INTEGER
    );
    CREATE TABLE item (
        job            INTEGER NOT NULL REFERENCES job (id),
        position       INTEGER NOT NULL,
        asset_id       BLOB NOT NULL,
        resource_type  TEXT NOT NULL,
        delivery_type  TEXT NOT NULL,
        public_id      TEXT NOT NULL,
        version        INTEGER NOT NULL,
        etag           TEXT,
        bytes          INTEGER NOT NULL,
        created_at     INTEGER,
        format         TEXT,
        backed_up      INTEGER,
        secure_url     TEXT NOT NULL,
        copy_id        BLOB,
        transformation TEXT,
        outcome        TEXT,
        reason         TEXT,
        copies         INTEGER,
        PRIMARY KEY (job, position)
    ) WITHOUT ROWID;
    CREATE TABLE batch (
        job    INTEGER NOT NULL REFERENCES job (id),
        number INTEGER NOT NULL,
        first  INTEGER NOT NULL,
        past   INTEGER NOT NULL,
        state  TEXT NOT NULL DEFAULT 'planned',
        PRIMARY KEY (job, number)
    ) WITHOUT ROWID;
";

/// Sweeps and what they delete beyond the plan, what the user wants of a job, the sums of ended
/// jobs, the search through all receipts, settings, and what previews found last time.
///
/// `extra.state`: `seen` was there before a sweep was sent, and is no part of any receipt;
/// `deleted` and `gone` are.
const SWEEPS: &str = "
    ALTER TABLE job ADD COLUMN sweep TEXT;
    ALTER TABLE job ADD COLUMN control TEXT NOT NULL DEFAULT 'run';
    ALTER TABLE job ADD COLUMN tally TEXT;
    CREATE TABLE extra (
        id            INTEGER PRIMARY KEY AUTOINCREMENT,
        job           INTEGER NOT NULL REFERENCES job (id),
        batch         INTEGER NOT NULL,
        resource_type TEXT NOT NULL,
        delivery_type TEXT,
        public_id     TEXT NOT NULL,
        asset_id      BLOB,
        state         TEXT NOT NULL
    );
    CREATE INDEX extra_of_job ON extra (job, batch, public_id);
    CREATE UNIQUE INDEX extra_by_asset_id ON extra (job, asset_id) WHERE asset_id IS NOT NULL;
    CREATE INDEX item_by_public_id ON item (public_id COLLATE NOCASE);
    CREATE INDEX open_jobs ON job (id) WHERE state = 'open';
    CREATE TABLE setting (
        name  TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE preview (
        environment TEXT NOT NULL,
        criteria    TEXT NOT NULL,
        found       INTEGER NOT NULL,
        at          INTEGER NOT NULL,
        PRIMARY KEY (environment, criteria)
    ) WITHOUT ROWID;
";

/// Which form of destroy each product environment was found to know.
const DESTROY: &str = "
    CREATE TABLE destroy (
        environment TEXT NOT NULL PRIMARY KEY,
        form        TEXT NOT NULL
    ) WITHOUT ROWID;
";

/// Seals over what the user confirmed and what was sent of it: see [`super::seal`].
const SEALS: &str = "
    ALTER TABLE job ADD COLUMN seal BLOB;
    ALTER TABLE batch ADD COLUMN seal BLOB;
";

/// What the user left out of a job's plan, for its receipt: the columns of `item` without an outcome.
const LEFT_OUT: &str = "
    CREATE TABLE left_out (
        job            INTEGER NOT NULL REFERENCES job (id),
        position       INTEGER NOT NULL,
        asset_id       BLOB NOT NULL,
        resource_type  TEXT NOT NULL,
        delivery_type  TEXT NOT NULL,
        public_id      TEXT NOT NULL,
        version        INTEGER NOT NULL,
        etag           TEXT,
        bytes          INTEGER NOT NULL,
        created_at     INTEGER,
        format         TEXT,
        backed_up      INTEGER,
        secure_url     TEXT NOT NULL,
        copy_id        BLOB,
        transformation TEXT,
        PRIMARY KEY (job, position)
    ) WITHOUT ROWID;
";

/// How long the file may be held by another program before that is an error.
const PATIENCE: Duration = Duration::from_secs(3);

/// The longest text, blob or row that is read or written, bytes: far beyond what this program writes.
const LONGEST: i32 = 8 * 1024 * 1024;

/// A journal that is open, and that no other program can open.
pub(super) struct Opened {
    pub(super) writing: Connection,
    pub(super) reading: Connection,
    /// The files that were opened.
    pub(super) place: Place,
    /// As [`schema_version`] gives it.
    pub(super) schema: i64,
    /// As [`others_commits`] gives it to the writing connection.
    pub(super) others: i64,
}

/// Opens or makes the file, keeps every other program out and brings it up to date.
///
/// The lock is `SQLite`'s own, on the file itself: whoever has a journal open holds it shared for as
/// long, and whoever opens one must first have had it alone.
pub(super) fn open(path: &Path) -> Result<Opened, JournalError> {
    let before = FileId::at(path).map_err(|error| JournalError::ReadOnly(error.to_string()))?;
    let mut writing = connect(path)?;
    prepare(&mut writing)?;
    let reading = connect(path)?;
    reading.pragma_update(None, "query_only", true)?;
    // Opens what belongs to it now: later it could be another file.
    let schema = schema_version(&reading)?;
    let place = Place::of(path)?;
    if before.is_some_and(|before| before != place.id()) {
        return Err(JournalError::Moved(technical!("another file took its place while it was opened")));
    }
    let others = others_commits(&writing)?;
    Ok(Opened { writing, reading, place, schema, others })
}

/// A connection on which nothing that a foreign file holds is carried out: no trigger, no view, no
/// function in a schema.
fn connect(path: &Path) -> Result<Connection, JournalError> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(PATIENCE)?;
    for (setting, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
    ] {
        connection.set_db_config(setting, on)?;
    }
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    Ok(connection)
}

fn prepare(connection: &mut Connection) -> Result<(), JournalError> {
    let mode: String = connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if !mode.eq_ignore_ascii_case("wal") {
        return Err(JournalError::Other(technical!("the disk takes no write-ahead log ({mode})")));
    }
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // Begun shared: a log that was begun exclusively could not be shared after.
    schema_version(connection)?;
    // The next transaction takes the file alone, and fails where another program has it open.
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    migrate(&transaction)?;
    transaction.commit()?;
    // The end of the next one leaves it shared with the reading connection: another program still
    // cannot have it alone.
    connection.pragma_update(None, "locking_mode", "NORMAL")?;
    connection.transaction_with_behavior(TransactionBehavior::Immediate)?.commit()?;
    Ok(())
}

/// Brings a file up to date whose tables are exactly those that its version had.
fn migrate(connection: &Connection) -> Result<(), JournalError> {
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let seen = usize::try_from(version).map_err(|_negative| JournalError::Newer(version))?;
    if seen > MIGRATIONS.len() {
        return Err(JournalError::Newer(version));
    }
    compare(connection, seen)?;
    for migration in &MIGRATIONS[seen..] {
        connection.execute_batch(migration)?;
    }
    if seen < MIGRATIONS.len() {
        connection.pragma_update(None, "user_version", MIGRATIONS.len() as i64)?;
        connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    }
    Ok(())
}

/// Compares every table, index, view and trigger with those of a file that saw so many migrations.
fn compare(connection: &Connection, seen: usize) -> Result<(), JournalError> {
    let expected = Connection::open_in_memory()?;
    for migration in &MIGRATIONS[..seen] {
        expected.execute_batch(migration)?;
    }
    let (expected, found) = (parts(&expected)?, parts(connection)?);
    let Some(part) = expected.symmetric_difference(&found).next() else { return Ok(()) };
    let [kind, name, ..] = part;
    Err(JournalError::Damaged(technical!("its {kind} “{name}” is not as Cloudsweep makes it")))
}

/// Everything that a schema holds: sort, name, table and text. Statistics of other tools are no
/// part of it.
fn parts(connection: &Connection) -> Result<BTreeSet<[String; 4]>, JournalError> {
    let mut query = connection.prepare(
        "SELECT type, name, tbl_name, COALESCE(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%'",
    )?;
    let rows = query.query_map([], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?]))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A number that every commit of any other connection changes, and no own one.
pub(super) fn others_commits(connection: &Connection) -> Result<i64, JournalError> {
    Ok(connection.pragma_query_value(None, "data_version", |row| row.get(0))?)
}

/// A number that every change of the schema changes.
pub(super) fn schema_version(connection: &Connection) -> Result<i64, JournalError> {
    Ok(connection.pragma_query_value(None, "schema_version", |row| row.get(0))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_every_earlier_version_is_brought_up_to_date_and_keeps_what_it_holds() {
        for seen in 1..=MIGRATIONS.len() {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("journal.sqlite");
            let old = Connection::open(&path).unwrap();
            MIGRATIONS[..seen].iter().for_each(|migration| old.execute_batch(migration).unwrap());
            old.execute_batch(
                "INSERT INTO job (environment, cloud_name, description, what, route, invalidate, planned,
                                  fingerprint, previewed_at, confirmed_at)
                 VALUES ('e', 'c', 'd', 'originals', 'batches', 1, 1, zeroblob(32), 1, 2);
                 INSERT INTO item (job, position, asset_id, resource_type, delivery_type, public_id, version,
                                   bytes, secure_url)
                 VALUES (1, 0, zeroblob(16), 'image', 'upload', 'docs/owl', 1, 2, 'https://example.com');",
            )
            .unwrap();
            old.pragma_update(None, "user_version", seen as i64).unwrap();
            drop(old);
            let new = open(&path).unwrap().writing;
            let version: i64 = new.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
            assert_eq!(version, MIGRATIONS.len() as i64);
            compare(&new, MIGRATIONS.len()).unwrap();
            let control: String = new.query_row("SELECT control FROM job", [], |row| row.get(0)).unwrap();
            assert_eq!(control, "run");
            let name: String = new.query_row("SELECT public_id FROM item", [], |row| row.get(0)).unwrap();
            assert_eq!(name, "docs/owl", "of version {seen}");
        }
    }
}
