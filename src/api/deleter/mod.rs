//! Everything that deletes. See [`super::Client::deleter`].
//!
//! What must never be sent is refused here, before it leaves: a deletion without a warrant for
//! this environment, and one that does not name what is to go (no IDs, an empty prefix, tag,
//! folder, token or transformation). A blank selector would mean everything, or nobody knows what.

mod bulk;
mod others;

use std::fmt;
use std::sync::Arc;

pub use bulk::{BulkAnswer, BulkEntry, BulkOptions, Verdict};
pub use others::{NotDeleted, UnlinkAnswer, VersionsAnswer};

use super::call::{Call, Login};
use super::error::{ApiError, Certainty, Kind};
use super::http::Http;
use super::wire;
use crate::model::asset::{AssetName, DeliveryType};

/// The most that Cloudinary takes in one request by IDs.
const HUNDRED: usize = 100;

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

    /// `POST /{rt}/destroy`: one original with all of its copies, by name (Python SDK
    /// `uploader.destroy`). Upload API: not counted. Clears the CDN for certain, where
    /// `invalidate` is true; says nothing about it where it is `None`. Backed-up versions stay.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn destroy(
        &self,
        name: &AssetName,
        invalidate: impl Into<Option<bool>>,
    ) -> Result<Destroyed, ApiError> {
        self.check(&name.public_id, "public ID")?;
        let mut parameters = vec![("public_id", name.public_id.to_string())];
        if name.delivery_type != DeliveryType::Upload {
            parameters.push(("type", name.delivery_type.to_string()));
        }
        if let Some(invalidate) = invalidate.into() {
            parameters.push(("invalidate", u8::from(invalidate).to_string()));
        }
        let call = Call::post_form(format!("{}/destroy", name.resource_type), Login::Signed, parameters);
        destroyed(self.http.change_signed(call).await)
    }

    /// `POST /delete_by_token`: what was uploaded with `return_delete_token` less than ten minutes
    /// ago (Java SDK `Uploader.deleteByToken`). Upload API: not counted; needs no credentials.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn by_token(&self, token: &str) -> Result<Destroyed, ApiError> {
        self.check(token, "token")?;
        let call = Call::post_form("delete_by_token", Login::None, vec![("token", token.to_owned())]);
        destroyed(self.http.change(call).await)
    }

    /// What must never be sent: without a warrant, or without naming what is to go.
    fn check(&self, selector: &str, what: &str) -> Result<(), ApiError> {
        self.check_warrant()?;
        if selector.trim().is_empty() {
            return Err(ApiError::not_sent(&format!("A deletion by an empty {what} is never sent.")));
        }
        Ok(())
    }

    /// The same for IDs; gives their texts.
    fn check_ids(&self, ids: &[impl fmt::Display]) -> Result<Vec<String>, ApiError> {
        self.check_warrant()?;
        if !(1..=HUNDRED).contains(&ids.len()) {
            return Err(ApiError::not_sent("A deletion by IDs names 1 to 100."));
        }
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        ids.iter().try_for_each(|id| self.check(id, "ID"))?;
        Ok(ids)
    }

    fn check_warrant(&self) -> Result<(), ApiError> {
        if self.warranted {
            return Ok(());
        }
        let words = "This confirmation was given for another environment.";
        Err(ApiError::new(Kind::Forbidden, Certainty::NotSent, words))
    }
}

fn destroyed(answer: Result<wire::Destroyed, ApiError>) -> Result<Destroyed, ApiError> {
    match answer {
        Ok(answer) => Ok(match &*answer.result {
            "ok" => Destroyed::Ok,
            "not found" | "not_found" => Destroyed::NotFound,
            _ => Destroyed::Other(answer.result),
        }),
        Err(error) if error.kind == Kind::NotFound => Ok(Destroyed::NotFound),
        Err(error) => Err(error),
    }
}
