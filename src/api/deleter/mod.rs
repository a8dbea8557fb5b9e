//! Everything that deletes. See [`super::Client::deleter`].
//!
//! What must never be sent is refused here, before it leaves: a deletion without a warrant for
//! this environment, and one that does not name what is to go (no IDs, an empty prefix, tag,
//! folder, token or transformation). A blank selector would mean everything, or nobody knows what.

mod bulk;
mod others;
mod told;

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

pub use bulk::BulkOptions;
pub use told::{BulkAnswer, BulkEntry, NotDeleted, UnlinkAnswer, Verdict, VersionsAnswer};

use serde_json::json;

use super::call::{Call, Login};
use super::encode;
use super::error::{ApiError, Certainty, Kind};
use super::http::Http;
use super::wire;
use crate::model::account::Environment;
use crate::model::asset::{AssetId, AssetName, DeliveryType, ResourceType};
use crate::model::destroy::DestroyBy;
use crate::model::message::Fault;

/// The deleting half of a client.
///
/// The certainty of an error says whether the deletion can have happened all the same; nothing is
/// sent twice unless it certainly never arrived.
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

impl Deleter {
    pub(super) fn new(http: Arc<Http>, warranted: bool) -> Self {
        Self { http, warranted }
    }

    /// Which environment.
    pub fn environment(&self) -> &Environment {
        &self.http.environment
    }

    /// One original with all of its copies. Upload API: not counted. Clears the CDN for certain,
    /// where `invalidate` is true; says nothing about it where it is `None`. Backed-up versions
    /// stay. Never names an asset in two ways: which one wins is not known.
    ///
    /// # Errors
    /// See [`ApiError`]. By asset ID, 400, 404 and 405 mean that the server does not know the
    /// form, unless it is known to; they are errors, and never a miss.
    pub async fn destroy_by(
        &self,
        by: DestroyBy,
        id: &AssetId,
        name: &AssetName,
        invalidate: impl Into<Option<bool>>,
    ) -> Result<Destroyed, ApiError> {
        match by {
            DestroyBy::AssetIdInForm => self.destroy_by_form(id, name.resource_type, invalidate.into()).await,
            DestroyBy::AssetIdInJson => self.destroy_by_json(id, invalidate.into()).await,
            DestroyBy::Name => self.destroy(name, invalidate).await,
        }
    }

    /// `POST /{rt}/destroy` by name (Python SDK `uploader.destroy`). See [`Self::destroy_by`].
    ///
    /// # Errors
    /// See [`ApiError`]. Only a 200 says that it was not found.
    pub async fn destroy(
        &self,
        name: &AssetName,
        invalidate: impl Into<Option<bool>>,
    ) -> Result<Destroyed, ApiError> {
        self.check(&name.public_id)?;
        let mut parameters = vec![("public_id", name.public_id.to_string())];
        if name.delivery_type != DeliveryType::Upload {
            parameters.push(("type", name.delivery_type.to_string()));
        }
        parameters.extend(in_form(invalidate.into()));
        let call = Call::post_form(format!("{}/destroy", name.resource_type), Login::Signed, parameters);
        destroyed(self.http.change_signed(call).await, None)
    }

    /// `POST /{rt}/destroy` by asset ID, as Cloudinary's reference of 2026 has it.
    async fn destroy_by_form(
        &self,
        id: &AssetId,
        kind: ResourceType,
        invalidate: Option<bool>,
    ) -> Result<Destroyed, ApiError> {
        self.check_warrant()?;
        let mut parameters = vec![("asset_id", id.to_string())];
        parameters.extend(in_form(invalidate));
        let call = Call::post_form(format!("{kind}/destroy"), Login::Signed, parameters);
        destroyed(self.http.change_signed(call).await, Some(id))
    }

    /// `POST /asset/destroy` (TypeScript SDK `destroyByAssetId`).
    async fn destroy_by_json(&self, id: &AssetId, invalidate: Option<bool>) -> Result<Destroyed, ApiError> {
        self.check_warrant()?;
        let mut body = json!({ "asset_id": id.to_string() });
        if let Some(invalidate) = invalidate {
            body["invalidate"] = invalidate.into();
        }
        let call = Call::post_json_signed("asset/destroy", body);
        destroyed(self.http.change_signed(call).await, Some(id))
    }

    /// `POST /delete_by_token`: what was uploaded with `return_delete_token` less than ten minutes
    /// ago (Java SDK `Uploader.deleteByToken`). Upload API: not counted; needs no credentials.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn by_token(&self, token: &str) -> Result<Destroyed, ApiError> {
        self.check(token)?;
        let call = Call::post_form("delete_by_token", Login::None, vec![("token", token.to_owned())]);
        destroyed(self.http.change(call).await, None)
    }

    /// What must never be sent: without a warrant, or without naming what is to go.
    fn check(&self, selector: &str) -> Result<(), ApiError> {
        self.check_warrant()?;
        if selector.trim().is_empty() {
            return Err(ApiError::not_sent(Fault::NamesNothing));
        }
        Ok(())
    }

    /// The same for IDs; gives their texts.
    fn check_ids(&self, ids: &[impl fmt::Display]) -> Result<Vec<String>, ApiError> {
        self.check_warrant()?;
        if !encode::is_request(ids.len()) {
            return Err(ApiError::not_sent(Fault::NotAHundred));
        }
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        ids.iter().try_for_each(|id| self.check(id))?;
        Ok(ids)
    }

    fn check_warrant(&self) -> Result<(), ApiError> {
        if self.warranted {
            return Ok(());
        }
        Err(ApiError::new(Kind::Forbidden, Certainty::NotSent, Fault::OtherEnvironment))
    }
}

/// What an answer tells of what was sent, and of nothing else. An ID with a comma in it was once taken
/// apart by the server: such an answer names others.
fn only_sent<T>(told: Vec<T>, key: impl Fn(&T) -> Option<&str>, sent: &[String]) -> Vec<T> {
    let sent: HashSet<&str> = sent.iter().map(String::as_str).collect();
    let all = told.len();
    let told: Vec<T> =
        told.into_iter().filter(|one| key(one).is_some_and(|key| sent.contains(key))).collect();
    if told.len() < all {
        let others = all - told.len();
        tracing::warn!(others, "the answer to a deletion names what was not sent");
    }
    told
}

/// As the SDKs write it in forms.
fn in_form(invalidate: Option<bool>) -> Option<(&'static str, String)> {
    invalidate.map(|invalidate| ("invalidate", u8::from(invalidate).to_string()))
}

/// What an answer tells; one that names another asset tells nothing of the one that was `sent`.
fn destroyed(
    answer: Result<wire::Destroyed, ApiError>,
    sent: Option<&AssetId>,
) -> Result<Destroyed, ApiError> {
    let answer = answer?;
    if sent.zip(answer.asset_id.as_ref()).is_some_and(|(sent, told)| sent != told) {
        tracing::warn!("the answer to a deletion names another asset than the one that was sent");
        return Err(ApiError::unreadable(Fault::OtherAsset));
    }
    Ok(match &*answer.result {
        "ok" => Destroyed::Ok,
        "not found" | "not_found" => Destroyed::NotFound,
        _ => Destroyed::Other(answer.result),
    })
}

#[cfg(test)]
mod tests;
