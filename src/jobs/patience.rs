//! Reading that waits where the hour's calls are used up, and goes on by itself.

use std::time::Duration;

use crate::api::{ApiError, Kind};
use crate::model::unix_time::UnixTime;
use crate::platform::clock::Clock;

/// How many limits one question may meet in a row: each holds for an hour at most, so whoever meets
/// more of them is told.
pub const LIMITS: u32 = 3;
/// Where a limit is told without its end.
const UNTOLD: Duration = Duration::from_mins(5);

/// Asks; after a limit it waits until calls are accepted again, and asks once more. `waits` hears
/// until when, and `None` when the wait is over. Drop the future to cancel.
///
/// # Errors
/// Any other failure, at once; and a limit that was met [`LIMITS`] times after a wait.
pub async fn patiently<T, F>(
    clock: &Clock,
    mut waits: impl FnMut(Option<UnixTime>),
    ask: impl Fn() -> F,
) -> Result<T, ApiError>
where
    F: Future<Output = Result<T, ApiError>>,
{
    let mut limits = 0;
    loop {
        let error = match ask().await {
            Err(error) if error.kind == Kind::LimitReached && limits < LIMITS => error,
            answer => return answer,
        };
        limits += 1;
        let now = clock.now();
        let until = error.retry_at.unwrap_or(now + UNTOLD).max(now + Duration::from_secs(1));
        waits(Some(until));
        let deadline = clock.deadline(until);
        while !clock.is_past(&deadline) {
            clock.wait_towards(until).await;
        }
        waits(None);
    }
}
