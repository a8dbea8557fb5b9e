//! Deleting many in one request. Admin API: one counted call each, whatever it deletes.

use std::fmt;

use serde_json::{Value, json};

use super::told::BulkAnswer;
use super::{Deleter, only_sent};
use crate::api::call::Call;
use crate::api::encode::{self, LONGEST_QUERY};
use crate::api::error::{ApiError, Kind};
use crate::api::wire;
use crate::model::asset::{DeliveryType, ResourceType};

/// Options of a bulk deletion. The default sends none, which means no to each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BulkOptions<'a> {
    /// Clear the CDN; works only where Cloudinary enabled it for bulk calls.
    pub invalidate: Option<bool>,
    /// Delete the made-to-size copies alone.
    pub keep_original: Option<bool>,
    /// Only copies of these transformations, as `derived[].transformation` has them, with `/` and
    /// the format behind where it matters. Their presence alone keeps the originals.
    pub transformations: &'a [&'a str],
    /// Where the deletion before stopped. Without it, one that keeps the originals would begin
    /// anew for ever.
    pub next_cursor: Option<&'a str>,
}

impl Deleter {
    /// `DELETE /resources/{rt}/{type}` by public IDs, 1–100, of one resource and delivery type
    /// (Python SDK `api.delete_resources`). One that exists under another type is `not_found`.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn by_public_ids(
        &self,
        kind: ResourceType,
        delivery: &DeliveryType,
        public_ids: &[impl fmt::Display],
        options: BulkOptions<'_>,
    ) -> Result<BulkAnswer, ApiError> {
        self.by_ids(&path(kind, delivery), ("public_ids", "public_ids[]"), public_ids, options).await
    }

    /// `DELETE /resources` by asset IDs, 1–100, of all kinds (Python SDK
    /// `api.delete_resources_by_asset_ids`).
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn by_asset_ids(
        &self,
        ids: &[impl fmt::Display],
        options: BulkOptions<'_>,
    ) -> Result<BulkAnswer, ApiError> {
        self.by_ids("resources", ("asset_ids", "asset_ids[]"), ids, options).await
    }

    /// `DELETE /resources/{rt}/{type}` by the start of the public ID, not folder-aware; up to 1000
    /// originals, then `partial` (Python SDK `api.delete_resources_by_prefix`).
    ///
    /// # Errors
    /// See [`ApiError`]; a blank prefix would be everything, and is never sent.
    pub async fn by_prefix(
        &self,
        kind: ResourceType,
        delivery: &DeliveryType,
        prefix: &str,
        options: BulkOptions<'_>,
    ) -> Result<BulkAnswer, ApiError> {
        self.check(prefix)?;
        self.bulk(Call::delete(path(kind, delivery), body(("prefix", json!(prefix)), options))).await
    }

    /// `DELETE /resources/{rt}/{type}`, everything of this resource and delivery type; up to 1000
    /// originals, then `partial` (Python SDK `api.delete_all_resources`).
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn all(
        &self,
        kind: ResourceType,
        delivery: &DeliveryType,
        options: BulkOptions<'_>,
    ) -> Result<BulkAnswer, ApiError> {
        self.check(delivery.as_str())?;
        self.bulk(Call::delete(path(kind, delivery), body(("all", json!(true)), options))).await
    }

    /// `DELETE /resources/{rt}/tags/{tag}`: of every delivery type, and of this resource type
    /// alone; up to 1000 originals, then `partial` (Python SDK `api.delete_resources_by_tag`).
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn by_tag(
        &self,
        kind: ResourceType,
        tag: &str,
        options: BulkOptions<'_>,
    ) -> Result<BulkAnswer, ApiError> {
        self.check(tag)?;
        let path = format!("resources/{kind}/tags/{}", encode::path(tag));
        self.bulk(Call::delete(path, with_options(json!({}), options))).await
    }

    /// `DELETE /derived_resources`: chosen copies by their IDs, 1–100; originals stay (Python SDK
    /// `api.delete_derived_resources`). Cloudinary makes a copy again when its URL is visited.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn derived(&self, ids: &[impl fmt::Display]) -> Result<BulkAnswer, ApiError> {
        let names = ("derived_resource_ids", "derived_resource_ids[]");
        self.by_ids("derived_resources", names, ids, BulkOptions::default()).await
    }

    /// `DELETE /resources/{rt}/{type}`: the copies of these transformations, of 1–100 originals,
    /// which stay (Python SDK `api.delete_derived_by_transformation`).
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn derived_by_transformation(
        &self,
        kind: ResourceType,
        delivery: &DeliveryType,
        public_ids: &[impl fmt::Display],
        transformations: &[&str],
        invalidate: Option<bool>,
    ) -> Result<BulkAnswer, ApiError> {
        self.check(&transformations.concat())?;
        let options =
            BulkOptions { invalidate, keep_original: Some(true), transformations, next_cursor: None };
        self.by_public_ids(kind, delivery, public_ids, options).await
    }

    async fn by_ids(
        &self,
        path: &str,
        (name, name_in_query): (&'static str, &'static str),
        ids: &[impl fmt::Display],
        options: BulkOptions<'_>,
    ) -> Result<BulkAnswer, ApiError> {
        let ids = self.check_ids(ids)?;
        let mut answer = self.bulk(Call::delete(path, body((name, json!(ids)), options))).await;
        if let Err(error) = &answer
            && lost_its_body(error)
            && let Some(call) = in_the_query(path, name_in_query, &ids, options)
        {
            answer = self.bulk(call).await;
        }
        let mut answer = answer?;
        answer.deleted = only_sent(answer.deleted, |entry| entry.key.exact(), &ids);
        Ok(answer)
    }

    async fn bulk(&self, call: Call) -> Result<BulkAnswer, ApiError> {
        self.http.change::<wire::Bulk>(call).await.map(wire::Bulk::into_answer)
    }
}

fn path(kind: ResourceType, delivery: &DeliveryType) -> String {
    format!("resources/{kind}/{}", encode::segment(delivery.as_str()))
}

fn body((selector, value): (&'static str, Value), options: BulkOptions<'_>) -> Value {
    with_options(json!({ selector: value }), options)
}

fn with_options(mut body: Value, options: BulkOptions<'_>) -> Value {
    if let Some(invalidate) = options.invalidate {
        body["invalidate"] = json!(invalidate);
    }
    if let Some(keep_original) = options.keep_original {
        body["keep_original"] = json!(keep_original);
    }
    if !options.transformations.is_empty() {
        body["transformations"] = json!(options.transformations.join("|"));
    }
    if let Some(cursor) = options.next_cursor {
        body["next_cursor"] = json!(cursor);
    }
    body
}

/// Something on the way dropped the body of a DELETE: the server did nothing, and says that it was
/// told nothing.
fn lost_its_body(error: &ApiError) -> bool {
    error.kind == Kind::BadRequest && error.message.own().starts_with("Missing required parameter")
}

/// The same deletion without a body; `None` where it would be too long for an address.
fn in_the_query(path: &str, name: &'static str, ids: &[String], options: BulkOptions<'_>) -> Option<Call> {
    let length: usize = ids.iter().map(|id| encode::length_in_query(id) + name.len() + 6).sum();
    let yes_or_no = |option: Option<bool>| option.map(|yes| yes.to_string());
    (length <= LONGEST_QUERY).then(|| {
        Call::delete_without_body(path)
            .with_each(name, ids)
            .with_some("invalidate", yes_or_no(options.invalidate))
            .with_some("keep_original", yes_or_no(options.keep_original))
            .with_some(
                "transformations",
                (!options.transformations.is_empty()).then(|| options.transformations.join("|")),
            )
            .with_some("next_cursor", options.next_cursor)
    })
}
