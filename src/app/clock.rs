//! Times as people read them, in the system's time zone.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// `14:00`, of Unix seconds.
pub fn time_of_day(unix: i64) -> String {
    shown(unix, "%H:%M")
}

/// `3 Mar 2024, 14:00`, of Unix seconds.
pub fn date_and_time(unix: i64) -> String {
    shown(unix, "%-d %b %Y, %H:%M")
}

fn shown(unix: i64, form: &str) -> String {
    Timestamp::from_second(unix).map_or_else(
        |_| "unknown".to_owned(),
        |at| at.to_zoned(TimeZone::system()).strftime(form).to_string(),
    )
}
