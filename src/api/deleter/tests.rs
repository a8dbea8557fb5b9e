use std::sync::Mutex;

use serde_json::Value;

use super::*;
use crate::api::client::Client;
use crate::api::fixture::{Answer, Asked};
use crate::model::fixture::{id, item};
use crate::platform::clock::Clock;

/// A deleter whose requests are answered one after the other, and what it was asked.
struct Served {
    deleter: Deleter,
    asked: Arc<Mutex<Vec<Asked>>>,
}

fn served(answers: Vec<Answer>, warranted: bool) -> Served {
    let asked = Arc::<Mutex<Vec<Asked>>>::default();
    let (all, answers) = (Arc::clone(&asked), Mutex::new(answers.into_iter()));
    let client = Client::scripted(Clock::default(), move |asked| {
        all.lock().unwrap().push(asked);
        answers.lock().unwrap().next().expect("no further request")
    });
    Served { deleter: Deleter::new(client.http, warranted), asked }
}

fn told(body: Value) -> Served {
    served(vec![Answer::Told(200, body)], true)
}

fn refusal(message: &str) -> Answer {
    Answer::Told(400, json!({ "error": { "message": message } }))
}

impl Served {
    fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// Method, path and body of the one request.
    fn only(&self) -> (String, String, Value) {
        let [asked] = &self.asked()[..] else { panic!("{:?}", self.asked()) };
        assert!(asked.query.is_empty(), "{asked:?}");
        (asked.method.clone(), asked.path.clone(), asked.body.clone())
    }
}

fn request(method: &str, path: &str, body: Value) -> (String, String, Value) {
    (method.to_owned(), path.to_owned(), body)
}

const IMAGE: ResourceType = ResourceType::Image;
const NONE: BulkOptions<'_> =
    BulkOptions { invalidate: None, keep_original: None, transformations: &[], next_cursor: None };

/// The parameters of a destroy that say what it is about.
async fn destroyed_by(by: DestroyBy, delivery: &str, invalidate: Option<bool>) -> (String, Value) {
    let server = told(json!({ "result": "ok" }));
    let name = AssetName { delivery_type: delivery.into(), ..item(1, true).name };
    let answer = server.deleter.destroy_by(by, &id(1), &name, invalidate).await;
    assert_eq!(answer, Ok(Destroyed::Ok));
    let (method, path, mut body) = server.only();
    assert_eq!(method, "POST");
    let fields = body.as_object_mut().unwrap();
    for of_the_signature in ["timestamp", "api_key", "signature"] {
        assert!(fields.remove(of_the_signature).is_some(), "{of_the_signature}");
    }
    (path, body)
}

#[tokio::test]
async fn each_form_of_destroy_names_the_asset_in_one_way() {
    use DestroyBy::{AssetIdInForm, AssetIdInJson, Name};
    let asset_id = id(1).to_string();
    for (by, path, body) in [
        (AssetIdInForm, "image/destroy", json!({ "asset_id": asset_id, "invalidate": "1" })),
        (AssetIdInJson, "asset/destroy", json!({ "asset_id": asset_id, "invalidate": true })),
        (Name, "image/destroy", json!({ "public_id": "docs/1", "invalidate": "1" })),
    ] {
        assert_eq!(destroyed_by(by, "upload", Some(true)).await, (path.to_owned(), body), "{by:?}");
    }
    let private = json!({ "public_id": "docs/1", "type": "private" });
    assert_eq!(destroyed_by(Name, "private", None).await.1, private);
    let kept = json!({ "asset_id": asset_id, "invalidate": "0" });
    assert_eq!(destroyed_by(AssetIdInForm, "upload", Some(false)).await.1, kept);
    assert_eq!(destroyed_by(AssetIdInJson, "upload", None).await.1, json!({ "asset_id": asset_id }));
}

#[tokio::test]
async fn only_ok_is_deleted_and_only_not_found_is_not_found() {
    for (word, expected) in [
        ("ok", Destroyed::Ok),
        ("not found", Destroyed::NotFound),
        ("not_found", Destroyed::NotFound),
        ("OK", Destroyed::Other("OK".into())),
        ("queued", Destroyed::Other("queued".into())),
    ] {
        let server = told(json!({ "result": word }));
        assert_eq!(server.deleter.destroy(&item(1, true).name, true).await, Ok(expected), "{word}");
    }
}

#[tokio::test]
async fn an_answer_about_another_asset_tells_nothing_of_the_one_that_was_sent() {
    for by in [DestroyBy::AssetIdInForm, DestroyBy::AssetIdInJson] {
        for (told_of, is_deleted) in [(1, true), (2, false)] {
            let server = told(json!({ "result": "ok", "asset_id": id(told_of).to_string() }));
            let answer = server.deleter.destroy_by(by, &id(1), &item(1, true).name, true).await;
            match answer {
                Ok(answer) => assert!(is_deleted && answer == Destroyed::Ok, "{by:?}"),
                Err(error) => {
                    assert!(!is_deleted && error.certainty == Certainty::Unanswered, "{by:?}: {error}");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_token_is_sent_without_credentials() {
    let server = told(json!({ "result": "ok" }));
    assert_eq!(server.deleter.by_token("t0ken").await, Ok(Destroyed::Ok));
    assert_eq!(server.only(), request("POST", "delete_by_token", json!({ "token": "t0ken" })));
}

#[tokio::test]
async fn each_bulk_deletion_names_what_is_to_go() {
    let upload = DeliveryType::Upload;
    let nothing = || told(json!({ "deleted": {} }));

    let server = nothing();
    server.deleter.by_public_ids(IMAGE, &upload, &["a", "b"], NONE).await.unwrap();
    assert_eq!(
        server.only(),
        request("DELETE", "resources/image/upload", json!({ "public_ids": ["a", "b"] }))
    );

    let server = nothing();
    server.deleter.by_asset_ids(&["a", "b"], NONE).await.unwrap();
    assert_eq!(server.only(), request("DELETE", "resources", json!({ "asset_ids": ["a", "b"] })));

    let server = nothing();
    server.deleter.by_prefix(IMAGE, &upload, "docs/", NONE).await.unwrap();
    assert_eq!(server.only(), request("DELETE", "resources/image/upload", json!({ "prefix": "docs/" })));

    let server = nothing();
    server.deleter.all(IMAGE, &upload, NONE).await.unwrap();
    assert_eq!(server.only(), request("DELETE", "resources/image/upload", json!({ "all": true })));

    let server = nothing();
    server.deleter.by_tag(IMAGE, "old", NONE).await.unwrap();
    assert_eq!(server.only(), request("DELETE", "resources/image/tags/old", json!({})));

    let server = nothing();
    server.deleter.derived(&["a"]).await.unwrap();
    assert_eq!(
        server.only(),
        request("DELETE", "derived_resources", json!({ "derived_resource_ids": ["a"] }))
    );

    let server = nothing();
    let copies =
        server.deleter.derived_by_transformation(IMAGE, &upload, &["a"], &["w_1", "w_2"], Some(true));
    copies.await.unwrap();
    let body = json!({
        "public_ids": ["a"], "keep_original": true, "invalidate": true, "transformations": "w_1|w_2",
    });
    assert_eq!(server.only(), request("DELETE", "resources/image/upload", body));
}

#[tokio::test]
async fn options_are_sent_as_they_were_chosen_and_left_out_otherwise() {
    let server = told(json!({ "deleted": {} }));
    let options = BulkOptions {
        invalidate: Some(false),
        keep_original: Some(true),
        transformations: &["w_1"],
        next_cursor: Some("rest"),
    };
    server.deleter.all(IMAGE, &DeliveryType::Upload, options).await.unwrap();
    let body = json!({
        "all": true, "invalidate": false, "keep_original": true, "transformations": "w_1",
        "next_cursor": "rest",
    });
    assert_eq!(server.only().2, body);
}

#[tokio::test]
async fn an_answer_tells_of_what_was_sent_and_of_nothing_else() {
    let deleted = json!({ "a": "deleted", "b": "not_found", "c": "deleted" });
    let server = told(json!({ "deleted": deleted, "partial": true, "next_cursor": "rest" }));
    let answer = server.deleter.by_asset_ids(&["a", "b"], NONE).await.unwrap();
    let mut keys: Vec<&str> = answer.deleted.iter().filter_map(|entry| entry.key.exact()).collect();
    keys.sort_unstable();
    assert_eq!((keys, answer.partial, answer.next_cursor.as_deref()), (vec!["a", "b"], true, Some("rest")));
    // By a selector, every name is told.
    let server = told(json!({ "deleted": { "docs/1": "deleted" } }));
    let answer = server.deleter.by_prefix(IMAGE, &DeliveryType::Upload, "docs/", NONE).await.unwrap();
    assert_eq!((answer.deleted.len(), answer.partial), (1, false));
}

#[tokio::test]
async fn what_names_nothing_is_never_sent() {
    let server = served(Vec::new(), true);
    let (deleter, upload) = (&server.deleter, DeliveryType::Upload);
    let blank = AssetName { public_id: " ".into(), ..item(1, true).name };
    let transformations: &[&str] = &[" "];
    let many: Vec<String> = (0..101).map(|number| number.to_string()).collect();
    let refused = [
        deleter.destroy(&blank, true).await.unwrap_err(),
        deleter.by_token("").await.unwrap_err(),
        deleter.by_prefix(IMAGE, &upload, " ", NONE).await.unwrap_err(),
        deleter.by_tag(IMAGE, "\t", NONE).await.unwrap_err(),
        deleter.all(IMAGE, &DeliveryType::from(""), NONE).await.unwrap_err(),
        deleter.by_asset_ids(&[] as &[&str], NONE).await.unwrap_err(),
        deleter.by_asset_ids(&many, NONE).await.unwrap_err(),
        deleter.by_asset_ids(&["a", " "], NONE).await.unwrap_err(),
        deleter.by_public_ids(IMAGE, &upload, &[""], NONE).await.unwrap_err(),
        deleter.derived(&[""]).await.unwrap_err(),
        deleter.derived_by_transformation(IMAGE, &upload, &["a"], transformations, None).await.unwrap_err(),
        deleter.backed_up_versions("", &["v"]).await.unwrap_err(),
        deleter.backed_up_versions("a", &[""]).await.unwrap_err(),
        deleter.folder("", None).await.unwrap_err(),
        deleter.folder("docs//old", None).await.unwrap_err(),
        deleter.transformation(" ").await.unwrap_err(),
        deleter.links(&blank, &["image/upload/a"]).await.unwrap_err(),
        deleter.links(&item(1, true).name, &[""]).await.unwrap_err(),
        deleter.links_by_asset_ids("", &["a"]).await.unwrap_err(),
    ];
    for (number, error) in refused.iter().enumerate() {
        assert_eq!((error.kind, error.certainty), (Kind::BadRequest, Certainty::Refused), "{number}");
    }
    assert!(server.asked().is_empty());
    let server = told(json!({ "deleted": {} }));
    server.deleter.by_asset_ids(&many[..100], NONE).await.unwrap();
    assert_eq!(server.only().2["asset_ids"].as_array().map(Vec::len), Some(100));
}

#[tokio::test]
async fn without_a_warrant_for_this_environment_nothing_is_sent() {
    let server = served(Vec::new(), false);
    let (deleter, upload, name) = (&server.deleter, DeliveryType::Upload, item(1, true).name);
    let mut refused = vec![
        deleter.by_token("t").await.unwrap_err(),
        deleter.by_public_ids(IMAGE, &upload, &["a"], NONE).await.unwrap_err(),
        deleter.by_asset_ids(&["a"], NONE).await.unwrap_err(),
        deleter.by_prefix(IMAGE, &upload, "a", NONE).await.unwrap_err(),
        deleter.all(IMAGE, &upload, NONE).await.unwrap_err(),
        deleter.by_tag(IMAGE, "a", NONE).await.unwrap_err(),
        deleter.derived(&["a"]).await.unwrap_err(),
        deleter.backed_up_versions("a", &["v"]).await.unwrap_err(),
        deleter.folder("a", None).await.unwrap_err(),
        deleter.transformation("w_1").await.unwrap_err(),
        deleter.links(&name, &["a"]).await.unwrap_err(),
        deleter.links_by_asset_ids("a", &["b"]).await.unwrap_err(),
    ];
    for by in DestroyBy::ALL {
        refused.push(deleter.destroy_by(by, &id(1), &name, true).await.unwrap_err());
    }
    for (number, error) in refused.iter().enumerate() {
        assert_eq!((error.kind, error.certainty), (Kind::Forbidden, Certainty::NotSent), "{number}");
    }
    assert!(server.asked().is_empty());
}

/// What the server says that was told nothing.
const TOLD_NOTHING: &str = "Missing required parameter - asset_ids";

#[tokio::test]
async fn a_deletion_that_lost_its_body_on_the_way_is_sent_again_in_the_query() {
    let done = || Answer::Told(200, json!({ "deleted": { "a": "deleted" } }));
    let server = served(vec![refusal(TOLD_NOTHING), done()], true);
    let options = BulkOptions {
        invalidate: Some(true),
        keep_original: Some(false),
        transformations: &["w_1", "w_2"],
        next_cursor: Some("rest"),
    };
    let answer = server.deleter.by_asset_ids(&["a", "b"], options).await.unwrap();
    assert_eq!(answer.deleted.len(), 1);
    let again = &server.asked()[1];
    assert_eq!((&*again.method, &*again.path, &again.body), ("DELETE", "resources", &Value::Null));
    let query: Vec<(&str, &str)> = again.query.iter().map(|(name, value)| (&**name, &**value)).collect();
    let expected = [
        ("asset_ids[]", "a"),
        ("asset_ids[]", "b"),
        ("invalidate", "true"),
        ("keep_original", "false"),
        ("transformations", "w_1|w_2"),
        ("next_cursor", "rest"),
    ];
    assert_eq!(query, expected);
    let server = served(vec![refusal(TOLD_NOTHING), done()], true);
    server.deleter.by_asset_ids(&["a"], NONE).await.unwrap();
    assert_eq!(server.asked()[1].query, [("asset_ids[]".to_owned(), "a".to_owned())]);
}

#[tokio::test]
async fn no_other_refusal_is_answered_with_a_second_request() {
    let missing = json!({ "error": { "message": TOLD_NOTHING } });
    for answer in [refusal("Invalid asset IDs"), Answer::Told(409, missing), Answer::Lost] {
        let server = served(vec![answer.clone()], true);
        assert!(server.deleter.by_asset_ids(&["a"], NONE).await.is_err(), "{answer:?}");
        assert_eq!(server.asked().len(), 1, "{answer:?}");
    }
}

/// `asset_ids%5B%5D=…&` of each, at most 6000 characters in all.
#[tokio::test]
async fn what_is_too_long_for_an_address_is_not_sent_in_one() {
    let done = || Answer::Told(200, json!({ "deleted": {} }));
    // Each takes 17 characters more than its own.
    for (length, sent) in [(103, 2), (104, 1)] {
        let ids: Vec<String> = (0..50).map(|number| format!("{number:0length$}")).collect();
        let server = served(vec![refusal(TOLD_NOTHING), done()], true);
        let answer = server.deleter.by_asset_ids(&ids, NONE).await;
        assert_eq!((answer.is_ok(), server.asked().len()), (sent == 2, sent), "{length}");
    }
}

#[tokio::test]
async fn of_versions_and_links_an_answer_tells_only_what_was_sent() {
    let failures = json!([{ "version_id": "v2", "error": "in use" }, { "version_id": "v8" }]);
    let server = told(json!({ "deleted_version_ids": ["v1", "v9"], "failures": failures }));
    let answer = server.deleter.backed_up_versions("a/b", &["v1", "v2"]).await.unwrap();
    let failed = NotDeleted { key: "v2".into(), why: "in use".into() };
    assert_eq!(answer, VersionsAnswer { deleted: vec!["v1".into()], failed: vec![failed] });
    let body = json!({ "version_ids": ["v1", "v2"] });
    assert_eq!(server.only(), request("DELETE", "resources/backup/a/b", body));

    let links = || {
        told(json!({
            "success": [{ "asset": "image/upload/a" }, { "asset": "image/upload/z" }],
            "failed": [{ "asset": "image/upload/b", "message": "no link" }, { "asset": "x" }],
        }))
    };
    let (to, failed) = (["image/upload/a", "image/upload/b"], "no link");
    let failed = NotDeleted { key: to[1].into(), why: failed.into() };
    let unlinked = UnlinkAnswer { unlinked: vec![to[0].into()], failed: vec![failed] };
    let body = json!({ "assets_to_unrelate": to });
    let server = links();
    assert_eq!(server.deleter.links(&item(1, true).name, &to).await.unwrap(), unlinked);
    let path = "resources/related_assets/image/upload/docs/1";
    assert_eq!(server.only(), request("DELETE", path, body.clone()));
    let server = links();
    assert_eq!(server.deleter.links_by_asset_ids("a1", &to).await.unwrap(), unlinked);
    assert_eq!(server.only(), request("DELETE", "resources/related_assets/a1", body));
}

#[tokio::test]
async fn folders_and_transformations_go_by_their_names() {
    let server = told(json!({ "deleted": ["docs/old"] }));
    assert_eq!(server.deleter.folder("docs/old", None).await.unwrap(), ["docs/old"]);
    assert_eq!(server.only(), request("DELETE", "folders/docs/old", json!({})));
    let server = told(json!({ "deleted": [] }));
    assert!(server.deleter.folder("docs", Some(true)).await.unwrap().is_empty());
    assert_eq!(server.only().2, json!({ "skip_backup": true }));
    let server = told(json!({ "message": "deleted" }));
    server.deleter.transformation("w_1").await.unwrap();
    assert_eq!(server.only(), request("DELETE", "transformations", json!({ "transformation": "w_1" })));
}

#[test]
fn a_deleter_is_of_its_clients_environment_and_shows_no_secret() {
    let deleter = served(Vec::new(), true).deleter;
    assert_eq!(deleter.environment().cloud_name, "demo");
    let shown = format!("{deleter:?}");
    assert!(shown.contains("demo") && !shown.contains("secret"), "{shown}");
}
