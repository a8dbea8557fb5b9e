//! Requests, row by row of those that the official Python SDK sent: method, path and its encoding,
//! query, body, who it says it is, and the signature.
//!
//! Rows are matched to calls by what they are, never by where they stand, so that other recordings
//! of the same shape can be tried. Two differences are none: JSON `null` means absent, and
//! `type=upload` of a destroy is Cloudinary's own default, which the client does not repeat.

mod asked;
mod sent;

use cloudsweep::model::account::Credentials;
use serde_json::Value;

use crate::support::peer::{self, Peer};
use crate::support::vectors::{self, About, Row};
use crate::support::{self, upload};

use self::asked::Asked;

#[tokio::test]
async fn requests_are_those_of_the_sdk() {
    let rows = vectors::rows(About::Requests);
    let mut wrong = Vec::new();
    for row in &rows {
        if let Err(why) = compare(row).await {
            wrong.push(format!("{}: {why}", row.place));
        }
    }
    vectors::report(About::Requests, rows.len(), &wrong);
}

async fn compare(row: &Row) -> Result<(), String> {
    let asked = Asked::of(row)?;
    let peer = Peer::always(peer::ok(&answer(&asked))).await;
    let credentials = support::credentials(&asked.cloud, &peer.prefix());
    send(&asked, &credentials).await?;
    let seen = peer.seen();
    match &seen[..] {
        [seen] => sent::compare(&asked, seen, &credentials),
        _ => Err(format!("{} requests instead of one", seen.len())),
    }
}

/// Something that every call understands.
fn answer(asked: &Asked) -> String {
    let deleted = if asked.segments[0] == "folders" { serde_json::json!([]) } else { serde_json::json!({}) };
    serde_json::json!({
        "result": "ok", "deleted": deleted, "deleted_version_ids": [], "resources": [], "folders": [],
        "tags": [], "resource_types": [], "public_id": "a", "resource_type": "image", "type": "upload",
    })
    .to_string()
}

/// Makes the call of the client that the row is about.
async fn send(asked: &Asked, credentials: &Credentials) -> Result<(), String> {
    let client = support::client(credentials.clone());
    let words: Vec<&str> = asked.segments.iter().map(String::as_str).collect();
    match (&*asked.method, &words[..]) {
        ("POST", [kind, "upload"]) => {
            let Value::Object(body) = &asked.body else { return Err("no body".to_owned()) };
            let parameters: Vec<(&str, &str)> = (body.iter())
                .filter(|(name, _)| *name != "file")
                .filter_map(|(name, value)| Some((&**name, value.as_str()?)))
                .collect();
            let file = body["file"].as_str().unwrap_or_default();
            upload::upload(credentials, asked::kind(kind)?, file, &parameters).await;
            Ok(())
        }
        ("POST", [.., "restore"]) => asked.restore(&client.restorer()).await,
        ("DELETE", _) | ("POST", [_, "destroy"] | ["delete_by_token"]) => {
            asked.delete(&crate::support::warrant::deleter(&client)).await
        }
        _ => asked.read(&client.reader()).await,
    }
}
