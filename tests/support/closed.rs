//! A journal that no program has open any more.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

/// Waits until nobody has the journal open any more, and all of it is in the file itself.
pub fn closed(journal: &Path) {
    let alone = Connection::open(journal).unwrap();
    alone.busy_timeout(Duration::from_secs(10)).unwrap();
    alone.pragma_update(None, "locking_mode", "EXCLUSIVE").unwrap();
    alone.execute_batch("BEGIN IMMEDIATE; COMMIT").unwrap();
}
