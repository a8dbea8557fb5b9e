//! Everything that deletes. See [`super::Client::deleter`].

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use serde_json::{Value, json};

use super::encode;
use super::error::{ApiError, Certainty, Kind, Login};
use super::http::{Call, Http};
use super::wire;
use crate::model::asset::{AssetId, AssetName, DeliveryType, ResourceType};

/// The most that Cloudinary takes in one request by IDs.
const HUNDRED: usize = 100;

/// The deleting half of a client.
#[derive(Clone)]
pub struct Deleter {
    http: Arc<Http>,
    /// Whether the warrant is for this environment.
    warranted: bool,
}

impl fmt::Debug for Deleter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Deleter").field("environment", &self.http.environment).finish_non_exhaustive()
    }
}

/// What `destroy` answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destroyed {
    /// `ok`
    Ok,
    /// `not found`: nothing of this name, resource type and delivery type.
    NotFound,
    /// Words that are not documented: not deleted.
    Other(String),
}

/// Options of a bulk deletion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BulkOptions {
    /// Clear the CDN; works only where Cloudinary enabled it for bulk calls.
    pub invalidate: bool,
    /// Delete the made-to-size copies alone.
    pub keep_original: bool,
}

/// What a bulk deletion said of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// `deleted`. With `keep_original` it speaks of the copies.
    Deleted,
    /// `not_found`
    NotFound,
    /// Any other word: not deleted.
    Other(String),
}

/// One item of a bulk deletion's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkEntry {
    /// The ID as it was sent.
    pub key: String,
    /// What became of it.
    pub verdict: Verdict,
    /// Copies deleted with it, where told.
    pub derived: Option<u64>,
}

/// A bulk deletion's answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BulkAnswer {
    /// In no order.
    pub deleted: Vec<BulkEntry>,
    /// More remains; to be asked again with the cursor.
    pub partial: bool,
    /// For the rest.
    pub next_cursor: Option<String>,
}

impl Deleter {
    pub(super) fn new(http: Arc<Http>, warranted: bool) -> Self {
        Self { http, warranted }
    }

    /// `POST /{rt}/destroy`: one original with all of its copies, by name. Not counted against the
    /// hourly quota.
    ///
    /// # Errors
    /// See [`ApiError`]; its certainty says whether it can have happened all the same.
    pub async fn destroy(&self, name: &AssetName, invalidate: bool) -> Result<Destroyed, ApiError> {
        self.check(!name.public_id.is_empty())?;
        let mut parameters = vec![("public_id", name.public_id.to_string())];
        if name.delivery_type != DeliveryType::Upload {
            parameters.push(("type", name.delivery_type.to_string()));
        }
        if invalidate {
            parameters.push(("invalidate", "1".to_owned()));
        }
        let call = Call::post_signed(format!("{}/destroy", name.resource_type), parameters);
        let mut answer = self.http.change::<wire::Destroyed>(call.clone()).await;
        // The refusal told the server's time; the next signature is made with it.
        if answer.as_ref().is_err_and(|error| error.kind == Kind::Unauthorised(Login::Clock)) {
            answer = self.http.change(call).await;
        }
        match answer {
            Ok(answer) => match &*answer.result {
                "ok" => Ok(Destroyed::Ok),
                "not found" | "not_found" => Ok(Destroyed::NotFound),
                _ => Ok(Destroyed::Other(answer.result)),
            },
            Err(error) if error.kind == Kind::NotFound => Ok(Destroyed::NotFound),
            Err(error) => Err(error),
        }
    }

    /// `DELETE /resources` by asset IDs, 1–100. One counted call.
    ///
    /// # Errors
    /// See [`ApiError`]; its certainty says whether it can have happened all the same.
    pub async fn by_asset_ids(&self, ids: &[AssetId], options: BulkOptions) -> Result<BulkAnswer, ApiError> {
        self.check((1..=HUNDRED).contains(&ids.len()))?;
        let mut body = json!({ "asset_ids": texts(ids) });
        if options.invalidate {
            body["invalidate"] = json!(true);
        }
        if options.keep_original {
            body["keep_original"] = json!(true);
        }
        self.bulk(Call::delete("resources", body)).await
    }

    /// `DELETE /derived_resources`: chosen copies by their IDs, 1–100; originals stay. One counted
    /// call.
    ///
    /// # Errors
    /// See [`ApiError`]; its certainty says whether it can have happened all the same.
    pub async fn derived(&self, ids: &[AssetId]) -> Result<BulkAnswer, ApiError> {
        self.check((1..=HUNDRED).contains(&ids.len()))?;
        self.bulk(Call::delete("derived_resources", json!({ "derived_resource_ids": texts(ids) }))).await
    }

    /// `DELETE /resources/{rt}/{type}` by prefix: at most 1,000 originals of one kind whose public
    /// ID starts with it. Not folder-aware. One counted call; `cursor` from a partial answer.
    ///
    /// # Errors
    /// See [`ApiError`]; an empty prefix is never sent.
    pub async fn by_prefix(
        &self,
        kind: ResourceType,
        delivery: &DeliveryType,
        prefix: &str,
        options: BulkOptions,
        cursor: Option<&str>,
    ) -> Result<BulkAnswer, ApiError> {
        self.check(!prefix.trim().is_empty())?;
        self.selected(of_kind(kind, delivery), json!({ "prefix": prefix }), options, cursor).await
    }

    /// `DELETE /resources/{rt}/{type}` with `all`: at most 1,000 originals of one kind. One counted
    /// call; `cursor` from a partial answer.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn all(
        &self,
        kind: ResourceType,
        delivery: &DeliveryType,
        options: BulkOptions,
        cursor: Option<&str>,
    ) -> Result<BulkAnswer, ApiError> {
        self.check(true)?;
        self.selected(of_kind(kind, delivery), json!({ "all": true }), options, cursor).await
    }

    /// `DELETE /resources/{rt}/tags/{tag}`: at most 1,000 originals of one resource type, of all
    /// delivery types. One counted call; `cursor` from a partial answer.
    ///
    /// # Errors
    /// See [`ApiError`]; an empty tag is never sent.
    pub async fn by_tag(
        &self,
        kind: ResourceType,
        tag: &str,
        options: BulkOptions,
        cursor: Option<&str>,
    ) -> Result<BulkAnswer, ApiError> {
        self.check(!tag.trim().is_empty())?;
        let path = format!("resources/{kind}/tags/{}", encode::path(tag));
        self.selected(path, json!({}), options, cursor).await
    }

    async fn selected(
        &self,
        path: String,
        mut body: Value,
        options: BulkOptions,
        cursor: Option<&str>,
    ) -> Result<BulkAnswer, ApiError> {
        if options.invalidate {
            body["invalidate"] = json!(true);
        }
        if options.keep_original {
            body["keep_original"] = json!(true);
        }
        if let Some(cursor) = cursor {
            body["next_cursor"] = json!(cursor);
        }
        self.bulk(Call::delete(path, body)).await
    }

    async fn bulk(&self, call: Call) -> Result<BulkAnswer, ApiError> {
        self.http.change::<wire::Bulk>(call).await.map(wire::Bulk::into_model)
    }

    /// What must never be sent: without a warrant, or without naming what is to go.
    fn check(&self, named: bool) -> Result<(), ApiError> {
        if !self.warranted {
            let words = "This confirmation was given for another environment.";
            return Err(ApiError::new(Kind::Forbidden, Certainty::NotSent, words));
        }
        if named { Ok(()) } else { Err(ApiError::not_sent("A deletion names 1 to 100 items.")) }
    }
}

fn of_kind(kind: ResourceType, delivery: &DeliveryType) -> String {
    format!("resources/{kind}/{}", encode::path(delivery.as_str()))
}

fn texts(ids: &[AssetId]) -> Value {
    ids.iter().map(ToString::to_string).collect()
}

impl wire::Bulk {
    fn into_model(self) -> BulkAnswer {
        let mut counts: HashMap<String, wire::Counts> = self.deleted_counts.unwrap_or_default();
        let entry = |(key, word): (String, String)| {
            let verdict = match &*word {
                "deleted" => Verdict::Deleted,
                "not_found" | "not found" => Verdict::NotFound,
                _ => Verdict::Other(word),
            };
            let derived = counts.remove(&key).and_then(|counts| counts.derived);
            BulkEntry { key, verdict, derived }
        };
        let mut deleted: Vec<BulkEntry> = self.deleted.into_iter().map(entry).collect();
        let refused = self.unauthorized.unwrap_or_default().into_iter();
        deleted.extend(refused.map(|key| BulkEntry {
            key,
            verdict: Verdict::Other("unauthorized".to_owned()),
            derived: None,
        }));
        BulkAnswer {
            deleted,
            partial: self.partial.unwrap_or_default(),
            next_cursor: self.next_cursor.filter(|cursor| !cursor.is_empty()),
        }
    }
}
