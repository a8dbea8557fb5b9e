//! The file: its tables, and the migrations that bring an older one up to date.
//!
//! `PRAGMA user_version` counts the migrations that a file has seen. A migration is never changed
//! and never removed; a file with a higher number is left alone.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

use super::JournalError;

/// “CSWP”: tells `file` and other tools whose this is.
const APPLICATION_ID: i32 = 0x4353_5750;

const MIGRATIONS: &[&str] = &[JOBS, SWEEPS, DESTROY, LEFT_OUT];

/// Jobs, their items and batches.
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

/// Sweeps and what they delete beyond the plan, what a person wants of a job, the sums of ended
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

/// What a person left out of a job's plan, for its receipt: the columns of `item` without an outcome.
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

/// How long a write waits for another program to let go of the file.
const PATIENCE: Duration = Duration::from_secs(3);

/// Opens or makes the file and brings it up to date. Gives the connection that writes and the one
/// that reads.
pub(super) fn open(path: &Path) -> Result<(Connection, Connection), JournalError> {
    let mut writing = Connection::open(path)?;
    prepare(&mut writing)?;
    let reading = Connection::open(path)?;
    reading.busy_timeout(PATIENCE)?;
    reading.pragma_update(None, "query_only", true)?;
    Ok((writing, reading))
}

fn prepare(connection: &mut Connection) -> Result<(), JournalError> {
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let seen = usize::try_from(version).map_err(|_negative| JournalError::Newer(version))?;
    if seen > MIGRATIONS.len() {
        return Err(JournalError::Newer(version));
    }
    let transaction = connection.transaction()?;
    for migration in &MIGRATIONS[seen..] {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "user_version", MIGRATIONS.len() as i64)?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_file_is_brought_up_to_date_and_keeps_what_it_holds() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.sqlite");
        let old = Connection::open(&path).unwrap();
        old.execute_batch(JOBS).unwrap();
        old.execute_batch(
            "INSERT INTO job (environment, cloud_name, description, what, route, invalidate, planned,
                              fingerprint, previewed_at, confirmed_at)
             VALUES ('e', 'c', 'd', 'originals', 'batches', 1, 0, zeroblob(32), 1, 2);
             PRAGMA user_version = 1;",
        )
        .unwrap();
        drop(old);
        let (new, _) = open(&path).unwrap();
        let version: i64 = new.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
        assert_eq!(version, MIGRATIONS.len() as i64);
        let control: String = new.query_row("SELECT control FROM job", [], |row| row.get(0)).unwrap();
        assert_eq!(control, "run");
    }
}
