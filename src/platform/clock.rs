//! The time.

use std::time::{SystemTime, UNIX_EPOCH};

/// Now, in Unix seconds; 0 where the clock stands before 1970.
pub fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64)
}
