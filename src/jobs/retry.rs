//! What follows from a failure: asking or sending again after a pause, or not at all.

use std::time::Duration;

use super::progress::Phase;
use crate::api::{ApiError, During, Kind};
use crate::model::unix_time::UnixTime;

/// So often an answer that cannot be read is asked for again.
const UNREADABLE: u32 = 3;
/// The longest pause between two attempts while they fail.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);
/// Where a limit is told without its end: Cloudinary counts by the hour, and to ask again is cheap.
const LIMIT_WITHOUT_END: Duration = Duration::from_mins(5);
/// The shortest pause.
const SECOND: Duration = Duration::from_secs(1);

/// What follows from a question that failed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Failed {
    /// It stays unasked: a stop comes to its end.
    GiveUp,
    /// The user must mend something first.
    Halt,
    /// It is asked again after a pause.
    Wait,
}

/// `failures`: so many before it, in a row.
pub(super) fn failed_to_ask(error: &ApiError, failures: u32, is_stopped: bool) -> Failed {
    match error.kind {
        _ if is_stopped => Failed::GiveUp,
        Kind::Unauthorised(_)
        | Kind::OtherRegion(_)
        | Kind::Forbidden
        | Kind::BadRequest
        | Kind::NotFound => Failed::Halt,
        kind if kind.wants_proxy_login() => Failed::Halt,
        // It may be a bad moment. What stays unreadable is the user's to look at.
        Kind::Unusable if failures >= UNREADABLE => Failed::Halt,
        _ => Failed::Wait,
    }
}

/// How long to wait after a failure, and as what it is shown: until the limit ends, or one second,
/// two, four … for each failure in a row.
pub(super) fn pause_after(error: &ApiError, failures: &mut u32, now: UnixTime) -> Phase {
    if matches!(error.kind, Kind::LimitReached) {
        let until = error.retry_at.unwrap_or(now + LIMIT_WITHOUT_END).max(now + SECOND);
        return Phase::WaitingForLimit { until };
    }
    let pause = SECOND * (1 << (*failures).min(6));
    *failures += 1;
    let why = error.problem(During::Deleting).code;
    Phase::TryingAgain { until: now + pause.min(LONGEST_PAUSE), why }
}

#[cfg(test)]
mod tests;
