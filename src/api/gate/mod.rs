//! One gate for each environment: it counts what the server tells of the hourly quota, lets
//! nothing through while a limit holds, and knows how far this computer's clock is off.
//!
//! Invariants:
//! - Counted requests (Admin API) and free ones (Upload API) are metered apart; a limit of the one
//!   never holds up the other.
//! - While nothing is known of this hour's quota (at the start, after a limit), one request goes
//!   ahead and the others wait for its answer; later no more are under way than the quota has
//!   left. So tasks that run side by side do not each draw a 420.
//! - After a limit, and when an answer said that nothing is left, no counted request passes before
//!   the reset by the *server's* clock, and none waits for longer than an hour: this computer's clock
//!   may be set back meanwhile. Times are told in this computer's clock; the difference
//!   comes from the `Date` of the answers.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use reqwest::header::HeaderMap;
use tokio::sync::{Notify, watch};

use super::call::Meter;
use super::error::{ApiError, Certainty, Kind};
use crate::model::account::Quota;
use crate::model::message::Fault;
use crate::model::schedule::{HOUR, is_ahead};
use crate::model::unix_time::UnixTime;

/// How long a limit without a time is taken to hold.
const UNTOLD: Duration = Duration::from_mins(1);
/// `Date` has whole seconds, and travels: so much is added so that a wait never ends too early.
const ROUNDING: Duration = Duration::from_secs(1);
/// Rounding makes the end of the same hour come out this much apart at most.
const SAME_HOUR: Duration = Duration::from_secs(5);

#[derive(Debug)]
pub(super) struct Gate {
    counted: Mutex<Lane>,
    free: Mutex<Lane>,
    /// Wakes those who wait for somebody else's answer.
    answered: Notify,
    quota: watch::Sender<Quota>,
    /// Seconds that the server's clock is ahead of this computer's.
    ahead: AtomicI64,
}

/// What is known of one meter.
#[derive(Debug)]
struct Lane {
    /// Requests without an answer yet.
    under_way: u64,
    /// Requests ever let through.
    passed: u64,
    /// How many of them had been let through when `room` was told: a later one was served later.
    told_at: u64,
    room: Room,
    /// A limit holds until then, by this computer's clock.
    until: Option<UnixTime>,
}

/// How many requests may be under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Room {
    /// Nothing was told: one, to ask.
    Unknown,
    /// The answers tell no figures.
    Unlimited,
    /// As many as were left when it was told.
    Left { remaining: u64, resets_at: Option<UnixTime> },
}

/// What becomes of a request that wants to pass.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Pass,
    WaitForAnAnswer,
    Closed { until: UnixTime },
}

impl Lane {
    fn new(room: Room) -> Mutex<Self> {
        Mutex::new(Self { under_way: 0, passed: 0, told_at: 0, room, until: None })
    }

    fn verdict(&mut self, now: UnixTime) -> Verdict {
        if let Some(until) = self.until {
            if is_ahead(until, now) {
                return Verdict::Closed { until };
            }
            self.until = None;
            self.room = Room::Unknown;
        }
        let allowed = match self.room {
            Room::Unlimited => u64::MAX,
            Room::Left { resets_at: Some(at), .. } if !is_ahead(at, now) => {
                self.room = Room::Unknown;
                1
            }
            // Nobody told when the hour ends: asking is the only way to know.
            Room::Left { remaining, resets_at: None } => remaining.max(1),
            Room::Left { remaining, resets_at: Some(_) } => remaining,
            Room::Unknown => 1,
        };
        match self.room {
            _ if self.under_way < allowed => Verdict::Pass,
            Room::Left { remaining: 0, resets_at: Some(until) } => Verdict::Closed { until },
            _ => Verdict::WaitForAnAnswer,
        }
    }

    /// Answers overtake each other. What the answer to the `number`th request tells is newer than
    /// what is known if that request was let through after it was told; else it is newer if it is
    /// smaller, within one hour, or of a later hour.
    fn told(&mut self, number: u64, remaining: u64, resets_at: Option<UnixTime>) {
        if let Room::Left { remaining: before, resets_at: known } = self.room
            && number <= self.told_at
            && (if is_same_hour(known, resets_at) { remaining >= before } else { resets_at < known })
        {
            return;
        }
        self.told_at = self.passed;
        self.room = Room::Left { remaining, resets_at };
    }

    fn let_through<'a>(&mut self, gate: &'a Gate, meter: Meter) -> Pass<'a> {
        self.under_way += 1;
        self.passed += 1;
        Pass { gate, meter, number: self.passed }
    }
}

/// The right to send one request; given back when its answer was read, or when it is dropped.
#[derive(Debug)]
pub(super) struct Pass<'a> {
    gate: &'a Gate,
    meter: Meter,
    /// The sequence number of the request, from 1.
    number: u64,
}

impl Pass<'_> {
    pub(super) fn meter(&self) -> Meter {
        self.meter
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        self.gate.lane(self.meter).under_way -= 1;
        self.gate.answered.notify_waiters();
    }
}

impl Gate {
    pub(super) fn new() -> Self {
        Self {
            counted: Lane::new(Room::Unknown),
            free: Lane::new(Room::Unlimited),
            answered: Notify::new(),
            quota: watch::Sender::new(Quota::default()),
            ahead: AtomicI64::new(0),
        }
    }

    pub(super) fn quota(&self) -> watch::Receiver<Quota> {
        self.quota.subscribe()
    }

    fn lane(&self, meter: Meter) -> MutexGuard<'_, Lane> {
        let lane = match meter {
            Meter::Counted => &self.counted,
            Meter::Free => &self.free,
        };
        lane.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The server's time, for signatures.
    pub(super) fn server_time(&self, now: UnixTime) -> UnixTime {
        UnixTime::from_seconds(now.seconds().saturating_add(self.ahead.load(Ordering::Relaxed)))
    }

    /// Waits for its turn, or says until when the gate is closed.
    ///
    /// # Errors
    /// [`Kind::LimitReached`], not sent, with the time to go on.
    pub(super) async fn pass(&self, meter: Meter, now: impl Fn() -> UnixTime) -> Result<Pass<'_>, ApiError> {
        loop {
            let mut answered = std::pin::pin!(self.answered.notified());
            answered.as_mut().enable();
            {
                let mut lane = self.lane(meter);
                match lane.verdict(now()) {
                    Verdict::Pass => return Ok(lane.let_through(self, meter)),
                    Verdict::Closed { until } => return Err(closed(until)),
                    Verdict::WaitForAnAnswer => {}
                }
            }
            answered.await;
        }
    }

    /// Takes the clock and the counters from the headers of an answer that is no limit.
    /// `served`: it did what was asked; then no figures mean that there are none, while a gateway's
    /// refusal tells nothing about the quota.
    pub(super) fn note(&self, pass: &Pass<'_>, served: bool, headers: &HeaderMap, now: UnixTime) {
        let meter = pass.meter;
        self.note_clock(headers, now);
        let limit = number(headers, "x-featureratelimit-limit");
        let Some(remaining) = number(headers, "x-featureratelimit-remaining") else {
            let mut lane = self.lane(meter);
            if served && lane.room == Room::Unknown {
                lane.room = Room::Unlimited;
            }
            return;
        };
        if meter == Meter::Free {
            return;
        }
        let resets_at = self.reset(headers);
        let mut lane = self.lane(meter);
        lane.told(pass.number, remaining, resets_at);
        let Room::Left { remaining, resets_at } = lane.room else { return };
        // A limit that another task met meanwhile stays.
        let until = lane.until.filter(|&until| is_ahead(until, now));
        let used_up = resets_at.filter(|&at| remaining == 0 && is_ahead(at, now));
        let new = Quota { limit, remaining: Some(remaining), resets_at, paused_until: until.or(used_up) };
        self.quota.send_if_modified(|quota| std::mem::replace(quota, new) != new);
    }

    /// Closes the gate after a 420 or 429, and says until when.
    pub(super) fn close(&self, meter: Meter, headers: &HeaderMap, message: &str, now: UnixTime) -> UnixTime {
        self.note_clock(headers, now);
        let told = self
            .reset(headers)
            .or_else(|| time_in(message).map(|time| self.here(time)))
            .or_else(|| retry_after(headers).map(|wait| now + wait));
        // Cloudinary counts by the hour, so that asking after one costs one request.
        let until = told.filter(|&until| until > now).unwrap_or(now + UNTOLD).min(now + HOUR);
        let mut lane = self.lane(meter);
        lane.until = Some(until);
        lane.room = Room::Unknown;
        if meter == Meter::Counted {
            self.quota.send_modify(|quota| {
                quota.limit = number(headers, "x-featureratelimit-limit").or(quota.limit);
                quota.remaining = Some(0);
                quota.resets_at = Some(until);
                quota.paused_until = Some(until);
            });
        }
        until
    }

    fn note_clock(&self, headers: &HeaderMap, now: UnixTime) {
        if let Some(date) = date(headers, "date") {
            self.ahead.store(date.seconds().saturating_sub(now.seconds()), Ordering::Relaxed);
        }
    }

    /// When the hour ends, in this computer's time.
    fn reset(&self, headers: &HeaderMap) -> Option<UnixTime> {
        date(headers, "x-featureratelimit-reset").map(|time| self.here(time))
    }

    fn here(&self, server_time: UnixTime) -> UnixTime {
        let ahead = self.ahead.load(Ordering::Relaxed);
        UnixTime::from_seconds(server_time.seconds().saturating_sub(ahead)) + ROUNDING
    }
}

fn is_same_hour(a: Option<UnixTime>, b: Option<UnixTime>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.abs_diff(b) <= SAME_HOUR,
        (None, None) => true,
        _ => false,
    }
}

fn closed(until: UnixTime) -> ApiError {
    let mut error = ApiError::new(Kind::LimitReached, Certainty::NotSent, Fault::LimitUsedUp);
    error.retry_at = Some(until);
    error
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

/// No more than any account could have: what is counted with it does not wrap.
fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    text(headers, name)?.parse::<u64>().ok().map(|number| number.min(u32::MAX.into()))
}

fn date(headers: &HeaderMap, name: &str) -> Option<UnixTime> {
    let time = httpdate::parse_http_date(text(headers, name)?).ok()?;
    UnixTime::from_system(time)
}

/// Cloudinary does not send it; what stands before it may.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    text(headers, "retry-after")?.parse().ok().map(Duration::from_secs).filter(|wait| *wait <= HOUR)
}

/// `… Try again on 2024-10-04 14:00:00 UTC`
fn time_in(message: &str) -> Option<UnixTime> {
    let (_, rest) = message.split_once("Try again on ")?;
    let time = jiff::civil::DateTime::strptime("%Y-%m-%d %H:%M:%S", rest.get(..19)?).ok()?;
    time.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp().into())
}

#[cfg(test)]
mod tests;
