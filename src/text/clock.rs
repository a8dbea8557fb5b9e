//! Times as people read them, in the system's time zone.

use crate::model::unix_time::UnixTime;
use jiff::tz::TimeZone;

/// `14:00`.
pub fn time_of_day(at: UnixTime) -> String {
    shown(at, "%H:%M")
}

/// `3 Mar 2024, 14:00`.
pub fn date_and_time(at: UnixTime) -> String {
    shown(at, "%-d %b %Y, %H:%M")
}

fn shown(at: UnixTime, form: &str) -> String {
    at.to_timestamp()
        .map_or_else(|| "unknown".to_owned(), |at| at.to_zoned(TimeZone::system()).strftime(form).to_string())
}
