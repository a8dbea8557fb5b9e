//! One gate for each environment: it counts what the server tells of the hourly quota, lets
//! nothing through while a limit holds, and knows how far this computer's clock is off.

use std::sync::atomic::{AtomicI64, Ordering};

use reqwest::header::HeaderMap;
use tokio::sync::watch;

use super::error::{ApiError, Certainty, Kind};
use crate::model::account::Quota;

/// How long a limit without a time is taken to hold, seconds.
const UNTOLD: i64 = 60;

#[derive(Debug)]
pub(super) struct Gate {
    quota: watch::Sender<Quota>,
    /// Seconds that the server's clock is ahead of this computer's.
    ahead: AtomicI64,
}

impl Gate {
    pub(super) fn new() -> Self {
        Self { quota: watch::Sender::new(Quota::default()), ahead: AtomicI64::new(0) }
    }

    pub(super) fn quota(&self) -> watch::Receiver<Quota> {
        self.quota.subscribe()
    }

    /// The server's time, for signatures.
    pub(super) fn server_time(&self, now: i64) -> i64 {
        now + self.ahead.load(Ordering::Relaxed)
    }

    /// Lets a request through, or says until when not.
    pub(super) fn pass(&self, now: i64) -> Result<(), ApiError> {
        match self.quota.borrow().paused_until {
            Some(until) if now < until => {
                let mut error = ApiError::new(
                    Kind::LimitReached,
                    Certainty::NotSent,
                    "Rate limit reached earlier; not sent.",
                );
                error.retry_at = Some(until);
                Err(error)
            }
            _ => Ok(()),
        }
    }

    /// Takes the clock and the counters from an answer's headers.
    pub(super) fn note(&self, headers: &HeaderMap, now: i64) {
        if let Some(date) = date(headers, "date") {
            let ahead = date - now;
            // Headers have whole seconds, and travel.
            self.ahead.store(if ahead.abs() <= 2 { 0 } else { ahead }, Ordering::Relaxed);
        }
        let limit = number(headers, "x-featureratelimit-limit");
        let remaining = number(headers, "x-featureratelimit-remaining");
        let resets_at = self.reset(headers);
        if limit.is_none() && remaining.is_none() {
            return;
        }
        self.quota.send_if_modified(|quota| {
            let new = Quota {
                limit,
                remaining,
                resets_at,
                paused_until: quota.paused_until.filter(|&until| now < until),
            };
            std::mem::replace(quota, new) != new
        });
    }

    /// Closes the gate after a 420 or 429, and says until when.
    pub(super) fn close(&self, headers: &HeaderMap, message: &str, now: i64) -> i64 {
        let told = self.reset(headers).or_else(|| time_in(message).map(|time| self.here(time)));
        let until = told.filter(|&until| until > now).unwrap_or(now + UNTOLD);
        self.quota.send_modify(|quota| quota.paused_until = Some(until));
        until
    }

    /// When the hour ends, in this computer's time.
    fn reset(&self, headers: &HeaderMap) -> Option<i64> {
        date(headers, "x-featureratelimit-reset").map(|time| self.here(time))
    }

    fn here(&self, server_time: i64) -> i64 {
        server_time - self.ahead.load(Ordering::Relaxed)
    }
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

fn date(headers: &HeaderMap, name: &str) -> Option<i64> {
    let time = httpdate::parse_http_date(headers.get(name)?.to_str().ok()?).ok()?;
    time.duration_since(std::time::UNIX_EPOCH).ok().map(|since| since.as_secs() as i64)
}

/// `… Try again on 2024-10-04 14:00:00 UTC`
fn time_in(message: &str) -> Option<i64> {
    let (_, rest) = message.split_once("Try again on ")?;
    let time = jiff::civil::DateTime::strptime("%Y-%m-%d %H:%M:%S", rest.get(..19)?).ok()?;
    time.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp().as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGE: &str =
        "Rate Limit Exceeded. Limit of 500 api operations reached. Try again on 2024-10-04 14:00:00 UTC";
    /// 2024-10-04 14:00:00 UTC.
    const RESET: i64 = 1_728_050_400;

    #[test]
    fn a_limit_holds_until_the_time_in_header_or_message() {
        let gate = Gate::new();
        let now = RESET - 600;
        assert_eq!(gate.close(&HeaderMap::new(), MESSAGE, now), RESET);
        assert_eq!(gate.pass(now).unwrap_err().retry_at, Some(RESET));
        assert!(gate.pass(RESET).is_ok());
        let mut headers = HeaderMap::new();
        headers.insert("x-featureratelimit-reset", "Fri, 04 Oct 2024 14:00:00 GMT".parse().unwrap());
        assert_eq!(Gate::new().close(&headers, "", now), RESET);
        assert_eq!(Gate::new().close(&HeaderMap::new(), "no time", now), now + UNTOLD);
    }

    #[test]
    fn a_clock_that_is_off_is_allowed_for() {
        let gate = Gate::new();
        let mut headers = HeaderMap::new();
        headers.insert("date", "Fri, 04 Oct 2024 13:55:00 GMT".parse().unwrap());
        let here = RESET - 600;
        gate.note(&headers, here);
        assert_eq!(gate.server_time(here), RESET - 300);
        assert_eq!(gate.close(&headers, MESSAGE, here), RESET - 300);
    }

    #[test]
    fn counters_come_from_the_headers() {
        let gate = Gate::new();
        let mut headers = HeaderMap::new();
        headers.insert("x-featureratelimit-limit", "500".parse().unwrap());
        headers.insert("x-featureratelimit-remaining", "412".parse().unwrap());
        gate.note(&headers, 0);
        gate.note(&HeaderMap::new(), 0);
        let quota = *gate.quota().borrow();
        assert_eq!((quota.limit, quota.remaining), (Some(500), Some(412)));
    }
}
