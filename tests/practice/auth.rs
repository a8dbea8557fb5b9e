//! Who may call, and what everybody else is told.

use std::time::{SystemTime, UNIX_EPOCH};

use cloudsweep_practice::Settings;
use reqwest::Method;
use serde_json::json;
use sha1::{Digest, Sha1};
use sha2::Sha256;

use crate::support::{Answer, Caller, read};

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

async fn destroy(caller: &Caller, form: &[(&str, &str)]) -> Answer {
    read(caller.request(Method::POST, "image/destroy").form(form).send().await.unwrap()).await
}

#[tokio::test]
async fn wrong_names_and_secrets_are_told_apart() {
    let caller = Caller::empty().await;
    let ask = async |root: &str, key: &str, secret: &str| {
        read(caller.http.get(format!("{root}/ping")).basic_auth(key, Some(secret)).send().await.unwrap())
            .await
    };
    let other = caller.root.replace("practice", "somebody");
    for (root, key, secret, message) in [
        (&other, &*caller.key, &*caller.secret, "Invalid cloud_name somebody"),
        (&caller.root, "123", &*caller.secret, "Invalid api_key"),
        (&caller.root, &*caller.key, "wrong", "api_secret mismatch"),
    ] {
        let answer = ask(root, key, secret).await;
        assert_eq!((answer.status, answer.message()), (401, message));
        assert!(answer.headers.get("x-featureratelimit-limit").is_none());
    }
    assert_eq!(read(caller.request(Method::GET, "ping").send().await.unwrap()).await.status, 401);
}

#[tokio::test]
async fn a_further_key_opens_the_same_library_with_its_own_secret() {
    let further_keys = vec![("555".to_owned(), "its-own".to_owned())];
    let caller = Caller::new(Settings { assets: 3, further_keys, ..Settings::default() }).await;
    let ask = async |key: &str, secret: &str| {
        let request = caller.http.get(format!("{}/usage", caller.root)).basic_auth(key, Some(secret));
        read(request.send().await.unwrap()).await
    };
    let (own, further) = (ask(&caller.key, &caller.secret).await, ask("555", "its-own").await);
    assert_eq!((own.status, further.status), (200, 200));
    assert_eq!(own.json["resources"], further.json["resources"]);
    for (key, secret, message) in [
        ("555", &*caller.secret, "api_secret mismatch"),
        (&*caller.key, "its-own", "api_secret mismatch"),
        ("556", "its-own", "Invalid api_key"),
    ] {
        let answer = ask(key, secret).await;
        assert_eq!((answer.status, answer.message()), (401, message));
    }
    let at = now().to_string();
    let signature = |secret: &str| hex::encode(Sha1::digest(format!("public_id=a&timestamp={at}{secret}")));
    for (secret, status) in [("its-own", 200), (&*caller.secret, 401)] {
        let signature = signature(secret);
        let form = [("public_id", "a"), ("timestamp", &*at), ("api_key", "555"), ("signature", &*signature)];
        assert_eq!(destroy(&caller, &form).await.status, status, "{secret}");
    }
}

#[tokio::test]
async fn a_bearer_token_works_only_where_one_is_configured() {
    let bearer = async |caller: &Caller, token: &str| {
        let request = caller.request(Method::GET, "ping").bearer_auth(token);
        read(request.send().await.unwrap()).await
    };
    let without = Caller::empty().await;
    let answer = bearer(&without, "t").await;
    assert_eq!((answer.status, answer.message()), (401, "Invalid token"));
    let with =
        Caller::new(Settings { oauth_token: Some("t".to_owned()), assets: 0, ..Settings::default() }).await;
    assert_eq!(bearer(&with, "t").await.status, 200);
    assert_eq!(bearer(&with, "u").await.status, 401);
}

#[tokio::test]
async fn both_hashes_of_a_signature_are_right_and_a_wrong_one_is_explained() {
    let caller = Caller::empty().await;
    let at = now().to_string();
    let text = format!("invalidate=true&public_id=a b/ü&timestamp={at}");
    let digests = [
        hex::encode(Sha1::digest(format!("{text}{}", caller.secret))),
        hex::encode(Sha256::digest(format!("{text}{}", caller.secret))),
    ];
    let form = |signature| {
        [
            ("public_id", "a b/ü"),
            ("invalidate", "true"),
            ("timestamp", &*at),
            ("api_key", &*caller.key),
            ("signature", signature),
        ]
    };
    for digest in &digests {
        caller.image("a b/ü");
        assert_eq!(destroy(&caller, &form(digest)).await.json, json!({ "result": "ok" }));
        assert!(!caller.has("a b/ü"));
    }
    caller.image("a b/ü");
    let answer = destroy(&caller, &form("0f")).await;
    assert_eq!(answer.status, 401);
    assert_eq!(answer.message(), format!("Invalid Signature 0f. String to sign - '{text}'."));
    assert!(caller.has("a b/ü"));
}

#[tokio::test]
async fn a_signature_is_stale_after_an_hour() {
    let caller = Caller::empty().await;
    caller.image("a");
    let at = (now() - 3700).to_string();
    let signature = hex::encode(Sha1::digest(format!("public_id=a&timestamp={at}{}", caller.secret)));
    let form =
        [("public_id", "a"), ("timestamp", &*at), ("api_key", &*caller.key), ("signature", &*signature)];
    let answer = destroy(&caller, &form).await;
    assert_eq!(answer.status, 401);
    assert!(answer.message().starts_with("Stale request"), "{}", answer.message());
    assert!(caller.has("a"));
    let unknown = [("public_id", "a"), ("timestamp", &*at), ("api_key", "77"), ("signature", &*signature)];
    assert_eq!(destroy(&caller, &unknown).await.message(), "Unknown API key 77");
}
