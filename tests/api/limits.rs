//! The hourly quota, over real sockets: 420 and 429 alike, told by header or message or not at all,
//! met by one task for all, and never asked again before its end.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, UNIX_EPOCH};

use cloudsweep::api::{ApiError, Certainty, Client, Destroyed, Kind};
use cloudsweep::model::account::Credentials;
use cloudsweep::model::asset::ResourceType;
use cloudsweep::model::unix_time::UnixTime;
use cloudsweep::platform::clock::{self, Clock};
use cloudsweep_practice::{Server, Settings};

use crate::support::peer::{Act, Peer, ok, refusal};
use crate::support::warrant::deleter;
use crate::support::{credentials, name};

/// Tasks that run side by side.
const TASKS: usize = 24;
/// How long a slow computer may take between two lines; the times told are further apart.
const SLOW: Duration = Duration::from_secs(45);
const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);

fn client_of(peer: &Peer) -> Client {
    Client::new(credentials("demo", &peer.prefix())).expect("a client")
}

fn http_date(at: UnixTime) -> String {
    httpdate::fmt_http_date(UNIX_EPOCH + at.since(UnixTime::EPOCH).expect("a time after 1970"))
}

/// `2024-10-04 14:00:00`
fn spelled_out(at: UnixTime) -> String {
    at.to_timestamp().expect("a time").strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// Cloudinary's answer when nothing is left.
fn limit(status: u16, headers: Vec<(&'static str, String)>, message: &str) -> Act {
    let Act::Answer(status, mut all, body) = refusal(status, message) else { unreachable!("an answer") };
    all.extend(headers);
    Act::Answer(status, all, body)
}

/// 200 with what is left.
fn left(json: &str, remaining: u64, resets_at: UnixTime) -> Act {
    let headers = vec![
        ("X-FeatureRateLimit-Limit", "500".to_owned()),
        ("X-FeatureRateLimit-Remaining", remaining.to_string()),
        ("X-FeatureRateLimit-Reset", http_date(resets_at)),
    ];
    Act::Answer(200, headers, json.into())
}

/// What it is about was looked at before the computer slept, and may be another by now.
#[tokio::test(flavor = "multi_thread")]
async fn a_deletion_that_could_not_be_sent_before_the_computer_slept_is_not_sent_after() {
    let free = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = free.local_addr().expect("a port").port();
    drop(free);
    let clock = Clock::skipping(|_| {});
    let client =
        Client::with_clock(credentials("practice", &format!("http://127.0.0.1:{port}")), clock.clone());
    let deleter = deleter(&client.expect("a client"));
    let deleting =
        tokio::spawn(async move { deleter.destroy(&name(ResourceType::Image, "upload", "a"), true).await });
    // Nobody listens; it will be tried again in a moment.
    tokio::time::sleep(Duration::from_millis(100)).await;
    clock.wait_towards(clock.now() + 8 * HOUR).await;
    let server =
        Server::start(Settings { port, assets: 0, ..Settings::default() }).await.expect("the port is free");
    let error = deleting.await.expect("no panic").expect_err("nothing was sent");
    assert_eq!(error.certainty, Certainty::NotSent);
    assert_eq!(server.probe().requests().total, 0);
}

/// Many tasks that ping.
async fn all_at_once(client: &Client) -> Vec<Result<(), ApiError>> {
    let tasks: Vec<_> = (0..TASKS)
        .map(|_| {
            let reader = client.reader();
            tokio::spawn(async move { reader.ping().await })
        })
        .collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.expect("no panic"));
    }
    answers
}

#[tokio::test]
async fn one_limit_holds_every_task_until_the_time_that_was_told() {
    let now = clock::now();
    let reset = now + HOUR / 2;
    let message = format!(
        "Rate Limit Exceeded. Limit of 500 api operations reached. Try again on {} UTC",
        spelled_out(reset)
    );
    let date = || ("Date", http_date(now));
    let header = || ("X-FeatureRateLimit-Reset", http_date(reset));
    for (what, status, headers, message, expected) in [
        ("420, header", 420, vec![date(), header()], "Rate Limit Exceeded.", reset),
        ("429, header", 429, vec![date(), header()], "Too many requests", reset),
        ("420, message", 420, vec![date()], &*message, reset),
        ("429, message", 429, vec![], &*message, reset),
        ("429, Retry-After", 429, vec![("Retry-After", "1800".to_owned())], "Slow down", reset),
        ("420, nothing told", 420, vec![], "Rate Limit Exceeded.", now + MINUTE),
        (
            "420, a time that is over",
            420,
            vec![("X-FeatureRateLimit-Reset", http_date(now - Duration::from_secs(9)))],
            "",
            now + MINUTE,
        ),
    ] {
        let peer = Peer::always(limit(status, headers, message)).await;
        let client = client_of(&peer);
        for answer in all_at_once(&client).await {
            let error = answer.unwrap_err();
            assert_eq!(error.kind, Kind::LimitReached, "{what}");
            let retry_at = error.retry_at.expect("a time");
            assert!(retry_at.abs_diff(expected) <= SLOW, "{what}: {retry_at:?}, not {expected:?}");
            assert_eq!(error.certainty == Certainty::Refused, error.status.is_some(), "{what}: {error:?}");
        }
        assert_eq!(peer.seen().len(), 1, "{what}: one task met it, the others never sent");
        let quota = *client.quota().borrow();
        assert!(quota.paused_until.expect("paused").abs_diff(expected) <= SLOW, "{what}: {quota:?}");
        // A deletion is not sent either, and one that is not counted is.
        deleter(&client).folder("x", None).await.unwrap_err();
        assert_eq!(peer.seen().len(), 1, "{what}");
    }
}

#[tokio::test]
async fn a_limit_of_the_admin_api_lets_the_upload_api_go_on() {
    let peer = Peer::new(|seen, _| match seen.path() {
        "/v1_1/demo/image/destroy" => ok("{\"result\":\"ok\"}"),
        _ => limit(420, Vec::new(), "Rate Limit Exceeded."),
    })
    .await;
    let client = client_of(&peer);
    client.reader().ping().await.unwrap_err();
    let owl = name(ResourceType::Image, "upload", "docs/owl");
    for _ in 0..3 {
        assert_eq!(deleter(&client).destroy(&owl, true).await.unwrap(), Destroyed::Ok);
    }
    client.reader().download(&owl, Some("jpg")).await.unwrap_err();
    assert_eq!(peer.seen().len(), 5, "the ping, three destroys and a download");
}

/// A server with so much left, which answers 420 to anything beyond.
async fn with_quota(quota: usize, resets_at: UnixTime) -> (Peer, Arc<AtomicUsize>) {
    let refused = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&refused);
    let peer = Peer::new(move |_, before| {
        if before < quota {
            let answer = left("{\"status\":\"ok\"}", (quota - before - 1) as u64, resets_at);
            return Act::Late(Duration::from_millis(20), Box::new(answer));
        }
        counter.fetch_add(1, Ordering::SeqCst);
        let headers = vec![("X-FeatureRateLimit-Reset", http_date(resets_at))];
        limit(420, headers, "Rate Limit Exceeded.")
    })
    .await;
    (peer, refused)
}

/// The hour's calls are those of the product environment.
#[tokio::test]
async fn two_keys_behind_one_gate_know_of_the_same_limit() {
    let resets_at = clock::now() + 10 * MINUTE;
    let (peer, refused) = with_quota(2, resets_at).await;
    let mut other = credentials("demo", &peer.prefix());
    other.environment.api_key = "999999999999999".to_owned();
    let one = client_of(&peer);
    let other = Client::new(other).expect("a client").behind_the_gate_of(&one);
    assert!(one.reader().ping().await.is_ok() && other.reader().ping().await.is_ok());
    assert_eq!(*one.quota().borrow(), *other.quota().borrow());
    for client in [&one, &other] {
        let error = client.reader().ping().await.expect_err("nothing is left");
        assert_eq!((error.kind, error.certainty), (Kind::LimitReached, Certainty::NotSent));
    }
    assert_eq!((peer.seen().len(), refused.load(Ordering::SeqCst)), (2, 0));
    let keys: Vec<_> = peer.seen().iter().map(|seen| seen.header("authorization").map(str::len)).collect();
    assert!(keys.iter().all(Option::is_some) && peer.seen()[0].headers != peer.seen()[1].headers);
}

#[tokio::test]
async fn what_is_left_is_used_up_without_meeting_the_limit() {
    for quota in [1, 2, 7, 23] {
        let (peer, refused) = with_quota(quota, clock::now() + 10 * MINUTE).await;
        let client = client_of(&peer);
        let answers = all_at_once(&client).await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), quota);
        assert_eq!(refused.load(Ordering::SeqCst), 0, "{quota}: nobody drew a 420");
        let held = answers.iter().filter_map(|answer| answer.as_ref().err());
        assert!(held.clone().all(|error| error.certainty == Certainty::NotSent && error.retry_at.is_some()));
        assert_eq!(peer.seen().len(), quota);
    }
}

#[tokio::test]
async fn after_the_reset_one_goes_ahead_and_the_others_follow() {
    let resets_at = clock::now() + Duration::from_secs(2);
    let peer = Peer::new(move |_, before| {
        let now = clock::now();
        if before == 0 || now < resets_at {
            let headers = vec![("X-FeatureRateLimit-Reset", http_date(resets_at)), ("Date", http_date(now))];
            return limit(420, headers, "Rate Limit Exceeded.");
        }
        left("{\"status\":\"ok\"}", 400, now + HOUR)
    })
    .await;
    let client = client_of(&peer);
    let until = client.reader().ping().await.unwrap_err().retry_at.expect("a time");
    assert!(until >= resets_at, "not before the reset");
    while clock::now() < until {
        client.reader().ping().await.unwrap_err();
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(peer.seen().len(), 1, "nothing was sent meanwhile");
    assert!(all_at_once(&client).await.iter().all(Result::is_ok));
    assert_eq!(peer.seen().len(), 1 + TASKS);
}

#[tokio::test]
async fn a_clock_that_is_five_minutes_off_changes_nothing() {
    for is_ahead in [false, true] {
        // The server's clock is the right one; this computer's is off, and skips waiting.
        let peer = Peer::new(move |_, before| {
            let here = clock::now();
            let now = if is_ahead { here + 5 * MINUTE } else { here - 5 * MINUTE };
            if before == 0 {
                let message =
                    format!("Rate Limit Exceeded. Try again on {} UTC", spelled_out(now + 10 * MINUTE));
                return limit(420, vec![("Date", http_date(now))], &message);
            }
            left("{\"status\":\"ok\"}", 400, now + HOUR)
        })
        .await;
        let clock = Clock::skipping(|_| {});
        let credentials: Credentials = credentials("demo", &peer.prefix());
        let client = Client::with_clock(credentials, clock.clone()).expect("a client");
        let retry_at = client.reader().ping().await.unwrap_err().retry_at.expect("a time");
        let wait = retry_at.since(clock.now()).expect("a wait").as_secs();
        assert!(
            (600 - SLOW.as_secs()..=603).contains(&wait),
            "{is_ahead}: {wait} s, whatever the clocks say"
        );
        clock.wait_towards(retry_at - Duration::from_secs(2)).await;
        client.reader().ping().await.unwrap_err();
        assert_eq!(peer.seen().len(), 1, "{is_ahead}: not before the reset");
        clock.wait_towards(retry_at).await;
        client.reader().ping().await.unwrap();
    }
}

#[tokio::test]
async fn the_counters_are_those_of_the_last_answer() {
    let resets_at = clock::now() + 10 * MINUTE;
    let peer = Peer::always(left("{\"status\":\"ok\"}", 412, resets_at)).await;
    let client = client_of(&peer);
    client.reader().ping().await.unwrap();
    let quota = *client.quota().borrow();
    assert_eq!((quota.limit, quota.remaining, quota.paused_until), (Some(500), Some(412), None));
    assert!(quota.resets_at.is_some_and(|at| at.abs_diff(resets_at) <= SLOW), "{quota:?}");
}
