//! Destroy in each of its forms: what is sent, and what an answer may be taken for.

use cloudsweep::api::{ApiError, Certainty, Client, Destroyed, Kind, SignatureVersion, signature};
use cloudsweep::model::account::EnvironmentId;
use cloudsweep::model::asset::{AssetId, AssetName, ResourceType};
use cloudsweep::model::destroy::DestroyBy;
use serde_json::{Value, json};

use crate::support::peer::{Act, Peer, Seen, ok, page, refusal};
use crate::support::warrant::{deleter, warrant};
use crate::support::{KEY, client, credentials, name};

const ID: &str = "0123456789abcdef0123456789abcdef";

fn film() -> (AssetId, AssetName) {
    (ID.parse().expect("an asset ID"), name(ResourceType::Video, "authenticated", "docs/film"))
}

fn client_of(peer: &Peer) -> Client {
    client(credentials("demo", &peer.prefix()))
}

async fn destroy(client: &Client, by: DestroyBy) -> Result<Destroyed, ApiError> {
    let (id, name) = film();
    deleter(client).destroy_by(by, &id, &name, true).await
}

/// The parameters of a form or a JSON object, as their texts.
fn fields(seen: &Seen) -> Vec<(String, String)> {
    if seen.header("content-type") == Some("application/json") {
        let body = serde_json::from_slice(&seen.body).expect("JSON");
        let Value::Object(body) = body else { panic!("{seen:?}") };
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        return body.iter().map(|(name, value)| (name.clone(), text(value))).collect();
    }
    url::form_urlencoded::parse(&seen.body).into_owned().collect()
}

#[tokio::test]
async fn each_form_names_the_asset_in_one_way_and_is_signed() {
    for (by, path, named) in [
        (DestroyBy::AssetIdInForm, "/v1_1/demo/video/destroy", vec![("asset_id", ID), ("invalidate", "1")]),
        (
            DestroyBy::AssetIdInJson,
            "/v1_1/demo/asset/destroy",
            vec![("asset_id", ID), ("invalidate", "true")],
        ),
        (
            DestroyBy::Name,
            "/v1_1/demo/video/destroy",
            vec![("invalidate", "1"), ("public_id", "docs/film"), ("type", "authenticated")],
        ),
    ] {
        let peer = Peer::always(ok("{\"result\":\"ok\",\"asset_folder\":\"docs\"}")).await;
        let client = client_of(&peer);
        assert_eq!(destroy(&client, by).await.unwrap(), Destroyed::Ok, "{by:?}");
        let seen = peer.only();
        assert_eq!((&*seen.method, &*seen.target), ("POST", path), "{by:?}");
        assert_eq!(seen.header("authorization"), None, "{by:?}: the secret stays here");
        let mut sent = fields(&seen);
        sent.sort();
        let of = |name: &str| &*sent.iter().find(|(it, _)| it == name).unwrap().1;
        assert_eq!(of("api_key"), KEY);
        let signed: Vec<(&str, &str)> = sent
            .iter()
            .map(|(name, value)| (&**name, &**value))
            .filter(|(name, _)| !["api_key", "signature"].contains(name))
            .collect();
        let credentials = credentials("demo", &peer.prefix());
        let algorithm = credentials.environment.signature_algorithm;
        let expected = signature(&signed, &credentials.secret, algorithm, SignatureVersion::Two);
        assert_eq!(of("signature"), expected, "{by:?}");
        let rest: Vec<_> = signed.into_iter().filter(|(name, _)| *name != "timestamp").collect();
        assert_eq!(rest, named, "{by:?}");
    }
}

/// As the official TypeScript SDK 0.5.6 sends it: a boolean and a number, not their texts.
#[tokio::test]
async fn the_json_form_has_the_types_of_the_typescript_sdk() {
    let peer = Peer::always(ok("{\"result\":\"ok\"}")).await;
    destroy(&client_of(&peer), DestroyBy::AssetIdInJson).await.unwrap();
    let body: Value = serde_json::from_slice(&peer.only().body).unwrap();
    assert!(body["timestamp"].is_i64() && body["signature"].is_string(), "{body}");
    assert_eq!((&body["asset_id"], &body["invalidate"]), (&json!(ID), &json!(true)));
    assert_eq!(body.as_object().unwrap().len(), 5, "{body}");
}

#[tokio::test]
async fn a_miss_is_a_200_alone() {
    for by in DestroyBy::ALL {
        let peer = Peer::always(ok("{\"result\":\"not found\"}")).await;
        assert_eq!(destroy(&client_of(&peer), by).await.unwrap(), Destroyed::NotFound, "{by:?}");
        let peer = Peer::always(refusal(404, "Resource not found")).await;
        let error = destroy(&client_of(&peer), by).await.unwrap_err();
        assert_eq!((error.kind, error.certainty), (Kind::NotFound, Certainty::Refused), "{by:?}");
    }
}

#[tokio::test]
async fn an_unknown_form_is_refused_once_and_in_the_servers_words() {
    for by in [DestroyBy::AssetIdInForm, DestroyBy::AssetIdInJson] {
        let peer = Peer::always(refusal(400, "Missing required parameter - public_id")).await;
        let error = destroy(&client_of(&peer), by).await.unwrap_err();
        assert_eq!((error.kind, error.certainty), (Kind::BadRequest, Certainty::Refused), "{by:?}");
        assert_eq!((error.status, error.foreign), (Some(400), false));
        assert!(error.message.own().contains("public_id"));
        peer.only();
    }
}

/// A proxy or a login page: what it forwarded before nobody knows.
#[tokio::test]
async fn somebody_elses_page_is_never_taken_for_a_miss_or_a_refusal() {
    for (status, act) in [
        (404, page(404, "<html>no such page</html>")),
        (400, page(400, "<html>bad request</html>")),
        (404, Act::Answer(404, Vec::new(), Vec::new())),
    ] {
        for by in DestroyBy::ALL {
            let peer = Peer::always(act.clone()).await;
            let error = destroy(&client_of(&peer), by).await.unwrap_err();
            assert_eq!((error.status, error.foreign), (Some(status), true), "{by:?}");
            assert_eq!(error.certainty, Certainty::Unanswered, "{by:?} {status}");
            peer.only();
        }
    }
}

#[tokio::test]
async fn another_hash_is_tried_in_the_json_form_too() {
    let wrong = refusal(401, "Invalid Signature ab. String to sign - 'asset_id=x'.");
    let peer = Peer::first_then(wrong, ok("{\"result\":\"ok\"}")).await;
    let client = client_of(&peer);
    assert_eq!(destroy(&client, DestroyBy::AssetIdInJson).await.unwrap(), Destroyed::Ok);
    let length = |seen: &Seen| fields(seen).into_iter().find(|(it, _)| it == "signature").unwrap().1.len();
    assert_eq!(peer.seen().iter().map(length).collect::<Vec<_>>(), [40, 64]);
}

#[tokio::test]
async fn no_form_is_sent_without_a_warrant_for_this_environment() {
    let peer = Peer::always(ok("{\"result\":\"ok\"}")).await;
    let (id, name) = film();
    let deleter = client_of(&peer).deleter(&warrant(EnvironmentId("another".into())));
    for by in DestroyBy::ALL {
        let error = deleter.destroy_by(by, &id, &name, true).await.unwrap_err();
        assert_eq!((error.kind, error.certainty), (Kind::Forbidden, Certainty::NotSent), "{by:?}");
    }
    assert!(peer.seen().is_empty());
}
