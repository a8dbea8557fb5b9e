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

const MIGRATIONS: &[&str] = &["
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
"];

/// Opens or makes the file and brings it up to date.
pub(super) fn open(path: &Path) -> Result<Connection, JournalError> {
    let mut connection = Connection::open(path)?;
    prepare(&mut connection)?;
    Ok(connection)
}

fn prepare(connection: &mut Connection) -> Result<(), JournalError> {
    connection.busy_timeout(Duration::from_secs(5))?;
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
