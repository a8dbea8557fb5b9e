//! Errors by their meaning, and what is sent again: by how certain it is that nothing happened.

use std::time::Duration;

use cloudsweep::api::{ApiError, BulkOptions, Certainty, Client, Destroyed, During, Kind, Login, Trouble};
use cloudsweep::model::account::EnvironmentId;
use cloudsweep::model::asset::{AssetName, DeliveryType, ResourceType};
use cloudsweep::model::message::Fault;
use cloudsweep::model::problem::{Effect, RequestProblem};
use cloudsweep::model::unix_time::UnixTime;
use cloudsweep::text::Words as _;

use crate::support::peer::{Act, Peer, ok, page, refusal};
use crate::support::warrant::{deleter, warrant};
use crate::support::{client, credentials, name};

fn client_of(peer: &Peer) -> Client {
    client(credentials("demo", &peer.prefix()))
}

fn owl() -> AssetName {
    name(ResourceType::Image, "upload", "docs/owl")
}

async fn destroy(client: &Client) -> Result<Destroyed, ApiError> {
    deleter(client).destroy(&owl(), true).await
}

#[tokio::test]
async fn every_refusal_has_its_meaning_and_is_sent_once() {
    for (status, message, kind) in [
        (400, "Missing required parameter - tag", Kind::BadRequest),
        (401, "Invalid cloud_name demo", Kind::Unauthorised(Login::CloudName)),
        (401, "Unknown API key 12", Kind::Unauthorised(Login::ApiKey)),
        (401, "api_secret mismatch", Kind::Unauthorised(Login::ApiSecret)),
        (403, "no permission", Kind::Forbidden),
        (404, "Can't find folder with path x", Kind::NotFound),
        (409, "exists already", Kind::Conflict),
        (418, "I'm a teapot", Kind::BadRequest),
    ] {
        let peer = Peer::always(refusal(status, message)).await;
        let client = client_of(&peer);
        for error in
            [client.reader().ping().await.unwrap_err(), deleter(&client).folder("x", None).await.unwrap_err()]
        {
            assert_eq!((error.kind, error.certainty), (kind, Certainty::Refused), "{status}");
            assert_eq!((error.status, error.message.own()), (Some(status), message));
            assert_eq!(error.request_id.as_deref(), Some("5f1c0d9e7b"));
            let details = error.problem(During::Reading).details;
            let told = details.words();
            assert!(told.contains(message) && told.contains("5f1c0d9e7b"), "{told}");
        }
        assert_eq!(peer.seen().len(), 2, "{status}: each once");
    }
}

#[tokio::test]
async fn a_page_instead_of_an_answer_says_nothing_of_the_request() {
    for (status, kind) in [
        (400, Kind::NotJson),
        (401, Kind::Unauthorised(Login::Unclear)),
        (403, Kind::NotJson),
        (404, Kind::NotJson),
        (407, Kind::Network(Trouble::ProxyLogin)),
        (408, Kind::NotJson),
        (410, Kind::NotJson),
        (423, Kind::NotJson),
        (429, Kind::LimitReached),
        (503, Kind::ServerTrouble),
        (200, Kind::NotJson),
    ] {
        let peer = Peer::always(page(status, "<html><h1>Sign in</h1></html>")).await;
        let error = destroy(&client_of(&peer)).await.unwrap_err();
        assert_eq!((error.kind, error.certainty), (kind, Certainty::Unanswered), "{status}");
        assert!(error.message.own().contains("<h1>Sign in</h1>"), "{error}");
        peer.only();
    }
}

#[tokio::test]
async fn what_was_sent_and_not_answered_is_never_repeated_if_it_changes_something() {
    let cut = Act::CutOff(200, b"{\"result\":\"o".to_vec());
    for (what, act) in [
        ("hung up", Act::HangUp),
        ("cut off", cut),
        ("silent", Act::Silence),
        ("trouble", refusal(500, "General Error")),
        ("another shape", ok("{\"resources\":[]}")),
        ("an empty body", Act::Answer(200, Vec::new(), Vec::new())),
    ] {
        let peer = Peer::always(act).await;
        let error = destroy(&client_of(&peer)).await.unwrap_err();
        assert_eq!(error.certainty, Certainty::Unanswered, "{what}: {error:?}");
        assert_eq!(error.kind == Kind::Timeout, what == "silent", "{what}: {error:?}");
        let unanswered = RequestProblem { kind: error.kind, effect: Effect::DeletionUnanswered };
        assert_eq!(error.problem(During::Deleting).code, unanswered.into(), "{what}");
        peer.only();
    }
}

#[tokio::test]
async fn a_connection_that_ends_before_it_is_read_leaves_the_end_open() {
    let (prefix, connections) = Peer::that_never_reads().await;
    let error = destroy(&client(credentials("demo", &prefix))).await.unwrap_err();
    assert_eq!((error.kind, error.certainty), (Kind::Network(Trouble::Broken), Certainty::Unanswered));
    assert_eq!(*connections.lock().unwrap(), 1);
}

#[tokio::test]
async fn what_reads_is_sent_again_after_what_passes() {
    let pong = ok("{\"status\":\"ok\"}");
    for passing in [
        Act::HangUp,
        Act::CutOff(200, b"{\"sta".to_vec()),
        page(503, "<html>"),
        refusal(500, "General Error"),
        refusal(423, "Still processing"),
        Act::Silence,
    ] {
        let peer = Peer::first_then(passing.clone(), pong.clone()).await;
        client_of(&peer).reader().ping().await.unwrap_or_else(|error| panic!("{passing:?}: {error}"));
        assert_eq!(peer.seen().len(), 2, "{passing:?}");
    }
}

#[tokio::test]
async fn what_never_reached_the_server_is_sent_again_even_if_it_deletes() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let client = client(credentials("demo", &format!("http://{address}")));
    let sending = tokio::spawn(async move { destroy(&client).await });
    // Nobody is there for the first attempt.
    tokio::time::sleep(Duration::from_millis(100)).await;
    let peer = Peer::at(address, |_, _| ok("{\"result\":\"ok\"}")).await;
    assert_eq!(sending.await.unwrap().unwrap(), Destroyed::Ok);
    peer.only();
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told_apart() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let nobody = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = destroy(&client(credentials("demo", &nobody))).await.unwrap_err();
    assert_eq!(
        (error.kind, error.certainty),
        (Kind::Network(Trouble::ConnectionRefused), Certainty::NotSent)
    );
    let nowhere = client(credentials("demo", "https://nowhere.invalid"));
    let error = deleter(&nowhere).by_token("t").await.unwrap_err();
    assert_eq!(error.certainty, Certainty::NotSent, "{error:?}");
    assert!(matches!(
        error.kind,
        Kind::Network(Trouble::Name | Trouble::Other | Trouble::Proxy) | Kind::Timeout
    ));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        let other = Peer::always(ok("{\"result\":\"ok\"}")).await;
        let location = vec![("Location", format!("{}/v1_1/demo/image/destroy", other.prefix()))];
        let peer = Peer::always(Act::Answer(status, location, Vec::new())).await;
        let error = destroy(&client_of(&peer)).await.unwrap_err();
        assert_eq!((error.kind, error.certainty), (Kind::NotJson, Certainty::Unanswered), "{status}");
        peer.only();
        assert!(other.seen().is_empty(), "the credentials stay here");
    }
}

#[tokio::test]
async fn an_answer_without_bounds_is_refused() {
    let length = vec![("Content-Type", "application/json".to_owned())];
    let long = Act::Answer(200, length, vec![b' '; 65 << 20]);
    for act in [long, Act::Endless] {
        let peer = Peer::always(act).await;
        let client = Client::new(credentials("demo", &peer.prefix())).unwrap();
        let error = destroy(&client).await.unwrap_err();
        assert_eq!((error.kind, error.certainty), (Kind::NotJson, Certainty::Unanswered));
        assert_eq!(error.message, Fault::TooLong.into());
    }
}

#[tokio::test]
async fn no_compressed_answer_is_asked_for() {
    let peer = Peer::always(ok("{\"status\":\"ok\"}")).await;
    client_of(&peer).reader().ping().await.unwrap();
    let seen = peer.only();
    assert_eq!(seen.header("accept-encoding"), None);
    assert!(seen.header("user-agent").is_some_and(|agent| agent.starts_with("Cloudsweep/")));
}

#[tokio::test]
async fn a_delete_whose_body_was_lost_on_the_way_is_sent_in_its_query() {
    let lost = refusal(400, "Missing required parameter - public_ids");
    let done = ok("{\"deleted\":{\"a b\":\"deleted\",\"c,d\":\"not_found\"}}");
    let peer = Peer::first_then(lost, done).await;
    let options = BulkOptions { invalidate: Some(true), ..BulkOptions::default() };
    let deleter = deleter(&client_of(&peer));
    let answer =
        deleter.by_public_ids(ResourceType::Image, &DeliveryType::Upload, &["a b", "c,d"], options).await;
    assert_eq!(answer.unwrap().deleted.len(), 2);
    let seen = peer.seen();
    let pairs = seen[1].query();
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (&**name, &**value)).collect();
    assert_eq!(pairs, [("public_ids[]", "a b"), ("public_ids[]", "c,d"), ("invalidate", "true")]);
    assert!(seen[1].body.is_empty());
}

#[tokio::test]
async fn a_clock_that_is_hours_off_is_put_right_by_the_refusal() {
    let server_now = cloudsweep::platform::clock::now() + Duration::from_hours(5);
    let date = std::time::UNIX_EPOCH + server_now.since(UnixTime::EPOCH).unwrap();
    let stale = Act::Answer(
        401,
        vec![("Date", httpdate::fmt_http_date(date))],
        b"{\"error\":{\"message\":\"Stale request - reported time is old\"}}".to_vec(),
    );
    let peer = Peer::first_then(stale, ok("{\"result\":\"ok\"}")).await;
    assert_eq!(destroy(&client_of(&peer)).await.unwrap(), Destroyed::Ok);
    let seen = peer.seen();
    let timestamp = |index: usize| {
        let body = String::from_utf8(seen[index].body.clone()).unwrap();
        let (_, value) = body.split('&').find_map(|pair| pair.split_once("timestamp=")).unwrap();
        UnixTime::from_seconds(value.parse().unwrap())
    };
    assert!(timestamp(1).abs_diff(server_now) < Duration::from_mins(1), "{:?}", timestamp(1));
    assert!(timestamp(1) > timestamp(0) + Duration::from_hours(4));
}

#[tokio::test]
async fn an_account_that_takes_the_other_hash_alone_is_understood_once() {
    let signature_length = |body: &[u8]| {
        let body = String::from_utf8_lossy(body).into_owned();
        body.split('&').find_map(|pair| pair.strip_prefix("signature=").map(str::len)).unwrap()
    };
    let peer = Peer::new(move |seen, _| match signature_length(&seen.body) {
        64 => ok("{\"result\":\"ok\"}"),
        _ => refusal(401, "Invalid Signature abc. String to sign - 'public_id=docs/owl'."),
    })
    .await;
    let client = client_of(&peer);
    assert_eq!(destroy(&client).await.unwrap(), Destroyed::Ok);
    assert_eq!(destroy(&client).await.unwrap(), Destroyed::Ok);
    let lengths: Vec<usize> = peer.seen().iter().map(|seen| signature_length(&seen.body)).collect();
    assert_eq!(lengths, [40, 64, 64]);
}

#[tokio::test]
async fn a_deletion_that_names_nothing_or_something_else_is_never_sent() {
    let peer = Peer::always(ok("{\"result\":\"ok\",\"deleted\":{}}")).await;
    let client = client_of(&peer);
    let deleter = deleter(&client);
    let (image, upload) = (ResourceType::Image, &DeliveryType::Upload);
    let none: [&str; 0] = [];
    let options = BulkOptions::default();
    let mut errors = Vec::new();
    for blank in ["", " ", "\t"] {
        errors.push(deleter.by_prefix(image, upload, blank, options).await.unwrap_err());
        errors.push(deleter.by_tag(image, blank, options).await.unwrap_err());
        errors.push(deleter.by_public_ids(image, upload, &["a", blank], options).await.unwrap_err());
        errors.push(deleter.by_asset_ids(&[blank], options).await.unwrap_err());
        errors.push(deleter.derived(&[blank]).await.unwrap_err());
        errors.push(deleter.backed_up_versions(blank, &["v"]).await.unwrap_err());
        errors.push(deleter.folder(blank, None).await.unwrap_err());
        errors.push(deleter.transformation(blank).await.unwrap_err());
        errors.push(deleter.by_token(blank).await.unwrap_err());
        errors.push(deleter.destroy(&name(image, "upload", blank), None).await.unwrap_err());
        let nothing = DeliveryType::from(blank);
        errors.push(deleter.all(image, &nothing, options).await.unwrap_err());
        errors.push(
            deleter.derived_by_transformation(image, upload, &["a"], &[blank], None).await.unwrap_err(),
        );
    }
    errors.push(deleter.by_public_ids(image, upload, &none, options).await.unwrap_err());
    errors.push(deleter.by_asset_ids(&none, options).await.unwrap_err());
    errors.push(deleter.by_asset_ids(&["x"; 101], options).await.unwrap_err());
    errors.push(deleter.derived(&none).await.unwrap_err());
    errors.push(deleter.backed_up_versions("a", &none).await.unwrap_err());
    // Steps up would reach another request: `…/tags/../upload` is everything uploaded.
    for step in ["..", ".", "../upload", "a/../../upload", "a/./b"] {
        errors.push(deleter.by_tag(image, step, options).await.unwrap_err());
        errors.push(deleter.folder(step, None).await.unwrap_err());
        errors.push(deleter.links(&name(image, "upload", step), &["b"]).await.unwrap_err());
    }
    errors.push(deleter.all(image, &DeliveryType::from(".."), options).await.unwrap_err());
    errors.push(deleter.backed_up_versions("..", &["v"]).await.unwrap_err());
    for path in ["/", "a//b", "/a", "a/"] {
        errors.push(deleter.folder(path, Some(true)).await.unwrap_err());
    }
    assert!(errors.iter().all(|error| error.certainty == Certainty::Refused), "{errors:#?}");
    let other = client.deleter(&warrant(EnvironmentId("demo/other".to_owned())));
    let error = other.by_asset_ids(&["a"], options).await.unwrap_err();
    assert_eq!((error.kind, error.certainty), (Kind::Forbidden, Certainty::NotSent));
    assert_eq!(peer.seen().len(), 0, "{:#?}", peer.seen());
    let with_another_key = EnvironmentId(format!("demo/999@{}", peer.prefix().to_uppercase()));
    assert!(client.deleter(&warrant(with_another_key)).by_asset_ids(&["a"], options).await.is_ok());
    assert_eq!(peer.seen().len(), 1, "a warrant is good with every key of its environment");
}

#[tokio::test]
async fn a_missing_asset_is_no_error() {
    let peer = Peer::new(|seen, _| match seen.path() {
        "/v1_1/demo/image/destroy" => ok("{\"result\":\"not found\"}"),
        _ => refusal(404, "Resource not found - docs/owl"),
    })
    .await;
    let client = client_of(&peer);
    assert_eq!(destroy(&client).await.unwrap(), Destroyed::NotFound);
    let asked = cloudsweep::api::AssetRef::ByName(owl());
    assert_eq!(client.reader().details(&asked).await.unwrap(), None);
    assert_eq!(client.reader().backups(&asked).await.unwrap(), None);
}
