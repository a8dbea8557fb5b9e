use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::model::fixture::at;

const MESSAGE: &str =
    "Rate Limit Exceeded. Limit of 500 api operations reached. Try again on 2024-10-04 14:00:00 UTC";
/// 2024-10-04 14:00:00 UTC.
const RESET: UnixTime = at(1_728_050_400);
/// Ten minutes before.
const NOW: UnixTime = at(1_728_050_400 - 600);
const SECOND: Duration = Duration::from_secs(1);

fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
}

fn http_date(at: UnixTime) -> String {
    httpdate::fmt_http_date(std::time::UNIX_EPOCH + at.since(UnixTime::EPOCH).unwrap())
}

/// A counted request that was let through, whatever the gate says.
fn sent(gate: &Gate) -> Pass<'_> {
    gate.lane(Meter::Counted).let_through(gate, Meter::Counted)
}

async fn passes(gate: &Gate, meter: Meter, now: UnixTime) -> Result<(), Option<UnixTime>> {
    gate.pass(meter, || now).await.map(drop).map_err(|error| error.retry_at)
}

#[tokio::test]
async fn a_limit_holds_until_the_time_in_header_or_message() {
    let gate = Gate::new();
    let until = RESET + ROUNDING;
    assert_eq!(gate.close(Meter::Counted, &HeaderMap::new(), MESSAGE, NOW), until);
    assert_eq!(passes(&gate, Meter::Counted, NOW).await, Err(Some(until)));
    assert_eq!(passes(&gate, Meter::Counted, until - SECOND).await, Err(Some(until)));
    assert_eq!(passes(&gate, Meter::Counted, until).await, Ok(()));
    let told = headers(&[("x-featureratelimit-reset", "Fri, 04 Oct 2024 14:00:00 GMT")]);
    assert_eq!(Gate::new().close(Meter::Counted, &told, "", NOW), until);
    assert_eq!(Gate::new().close(Meter::Counted, &HeaderMap::new(), "no time", NOW), NOW + UNTOLD);
    let wait = headers(&[("retry-after", "7")]);
    assert_eq!(Gate::new().close(Meter::Counted, &wait, "", NOW), NOW + Duration::from_secs(7));
}

#[tokio::test]
async fn a_clock_that_is_set_back_does_not_prolong_a_limit() {
    let back = RESET - 3 * HOUR;
    let gate = Gate::new();
    gate.close(Meter::Counted, &HeaderMap::new(), MESSAGE, NOW);
    assert!(passes(&gate, Meter::Counted, NOW + SECOND).await.is_err());
    assert_eq!(passes(&gate, Meter::Counted, back).await, Ok(()), "asking is the way to know");
    let gate = Gate::new();
    let none_left =
        headers(&[("x-featureratelimit-remaining", "0"), ("x-featureratelimit-reset", &http_date(RESET))]);
    gate.note(&sent(&gate), true, &none_left, NOW);
    assert!(passes(&gate, Meter::Counted, NOW + SECOND).await.is_err());
    assert_eq!(passes(&gate, Meter::Counted, back).await, Ok(()));
    let far = headers(&[("x-featureratelimit-reset", &http_date(RESET + 9 * HOUR))]);
    assert_eq!(Gate::new().close(Meter::Counted, &far, "", RESET), RESET + HOUR, "an hour, then it asks");
}

#[tokio::test]
async fn a_limit_of_counted_calls_does_not_hold_up_free_ones() {
    let gate = Gate::new();
    gate.close(Meter::Counted, &HeaderMap::new(), MESSAGE, NOW);
    assert_eq!(passes(&gate, Meter::Free, NOW).await, Ok(()));
    let gate = Gate::new();
    gate.close(Meter::Free, &HeaderMap::new(), "", NOW);
    assert!(passes(&gate, Meter::Free, NOW).await.is_err());
    assert_eq!(passes(&gate, Meter::Counted, NOW).await, Ok(()));
    assert_eq!(gate.quota().borrow().paused_until, None, "the hourly quota has nothing to do with it");
}

#[tokio::test]
async fn a_clock_that_is_off_either_way_never_lets_a_request_through_early() {
    for ahead in [-300, -1, 0, 1, 300] {
        let gate = Gate::new();
        let there = at(NOW.seconds() + ahead);
        let answer = headers(&[
            ("date", &http_date(there)),
            ("x-featureratelimit-limit", "500"),
            ("x-featureratelimit-remaining", "7"),
        ]);
        gate.note(&sent(&gate), true, &answer, NOW);
        assert_eq!(gate.server_time(NOW), there);
        let until = gate.close(Meter::Counted, &HeaderMap::new(), MESSAGE, NOW);
        assert_eq!(gate.server_time(until), RESET + ROUNDING, "{ahead}");
        assert!(passes(&gate, Meter::Counted, until - SECOND).await.is_err());
        assert!(passes(&gate, Meter::Counted, until).await.is_ok());
    }
}

#[tokio::test]
async fn nothing_is_sent_when_nothing_is_left() {
    let gate = Gate::new();
    let told = |remaining| {
        headers(&[
            ("date", &http_date(NOW)),
            ("x-featureratelimit-limit", "500"),
            ("x-featureratelimit-remaining", remaining),
            ("x-featureratelimit-reset", &http_date(RESET)),
        ])
    };
    gate.note(&sent(&gate), true, &told("2"), NOW);
    let first = gate.pass(Meter::Counted, || NOW).await.unwrap();
    let second = gate.pass(Meter::Counted, || NOW).await.unwrap();
    gate.note(&second, true, &told("0"), NOW);
    drop(second);
    // The answer of the one that was served before comes late.
    gate.note(&first, true, &told("1"), NOW + SECOND);
    drop(first);
    assert!(passes(&gate, Meter::Counted, NOW).await.is_err());
    let quota = *gate.quota().borrow();
    assert_eq!((quota.remaining, quota.limit), (Some(0), Some(500)));
    let until = quota.paused_until.unwrap();
    assert_eq!(passes(&gate, Meter::Counted, until - SECOND).await, Err(Some(until)));
    assert!(until > RESET);
    assert_eq!(passes(&gate, Meter::Counted, until).await, Ok(()), "the hour is over");
    gate.note(&sent(&gate), true, &told("400"), NOW);
    assert_eq!(passes(&gate, Meter::Counted, NOW).await, Ok(()), "more was granted");
}

/// Of three requests under way the first is answered last, when no more is under way.
#[tokio::test]
async fn an_answer_that_was_overtaken_gives_nothing_back() {
    let (hour, next) = (http_date(RESET), http_date(RESET + HOUR));
    let told = |remaining, resets_at: &str| {
        headers(&[
            ("date", &http_date(NOW)),
            ("x-featureratelimit-limit", "500"),
            ("x-featureratelimit-remaining", remaining),
            ("x-featureratelimit-reset", resets_at),
        ])
    };
    let gate = Gate::new();
    let left = || gate.quota().borrow().remaining;
    let (first, second, third) = (sent(&gate), sent(&gate), sent(&gate));
    gate.note(&third, true, &told("17", &hour), NOW);
    gate.note(&second, true, &told("18", &hour), NOW);
    drop((second, third));
    gate.note(&first, true, &told("19", &hour), NOW);
    assert_eq!(left(), Some(17), "an older figure");
    gate.note(&sent(&gate), true, &told("30", &hour), NOW);
    assert_eq!(left(), Some(30), "sent after the figure was known: more was granted");
    let (before, after) = (sent(&gate), sent(&gate));
    gate.note(&after, true, &told("499", &next), NOW);
    gate.note(&before, true, &told("29", &hour), NOW);
    assert_eq!(left(), Some(499), "of the hour before");
    drop(first);
}

#[test]
fn counters_come_from_the_headers() {
    let gate = Gate::new();
    let told = headers(&[("x-featureratelimit-limit", "500"), ("x-featureratelimit-remaining", "412")]);
    gate.note(&sent(&gate), true, &told, at(0));
    gate.note(&sent(&gate), true, &HeaderMap::new(), at(0));
    let quota = *gate.quota().borrow();
    assert_eq!((quota.limit, quota.remaining), (Some(500), Some(412)));
}

/// Thirty tasks, of which `room` may be under way at once.
async fn most_at_once(gate: Gate) -> usize {
    let gate = Arc::new(gate);
    let (under_way, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let tasks: Vec<_> = (0..30)
        .map(|_| {
            let (gate, under_way, most) = (Arc::clone(&gate), Arc::clone(&under_way), Arc::clone(&most));
            tokio::spawn(async move {
                let _pass = gate.pass(Meter::Counted, || at(0)).await.unwrap();
                most.fetch_max(under_way.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                tokio::task::yield_now().await;
                under_way.fetch_sub(1, Ordering::SeqCst);
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    most.load(Ordering::SeqCst)
}

#[tokio::test]
async fn no_more_go_side_by_side_than_the_quota_has_left() {
    assert_eq!(most_at_once(Gate::new()).await, 1, "nothing is known: one goes ahead");
    let refused = Gate::new();
    refused.note(&sent(&refused), false, &HeaderMap::new(), at(0));
    assert_eq!(most_at_once(refused).await, 1, "a gateway's page tells nothing");
    let told = Gate::new();
    let left = headers(&[("x-featureratelimit-limit", "500"), ("x-featureratelimit-remaining", "4")]);
    told.note(&sent(&told), true, &left, at(0));
    assert_eq!(most_at_once(told).await, 4);
    let untold = Gate::new();
    untold.note(&sent(&untold), true, &HeaderMap::new(), at(0));
    assert_eq!(most_at_once(untold).await, 30, "a server without figures sets no bound");
}

#[tokio::test]
async fn a_request_that_is_dropped_makes_room() {
    let gate = Gate::new();
    let pass = gate.pass(Meter::Counted, || at(0)).await.unwrap();
    drop(pass);
    assert_eq!(passes(&gate, Meter::Counted, at(0)).await, Ok(()));
}
