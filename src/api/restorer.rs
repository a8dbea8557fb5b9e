//! What puts back: the newest backed-up version of deleted assets, or chosen ones. It neither
//! reads nor deletes. Restoring a version of a live asset replaces what is there.

use std::fmt;
use std::sync::Arc;

use serde_json::json;

use super::call::Call;
use super::encode;
use super::error::ApiError;
use super::http::Http;
use super::restored::RestoreEntry;
use super::wire;
use crate::model::asset::{DeliveryType, ResourceType};
use crate::model::message::Fault;

/// The restoring half of a client. Admin API: one counted call each.
///
/// The certainty of an error says whether it can have happened all the same; nothing is sent twice
/// unless it certainly never arrived.
#[derive(Clone)]
pub struct Restorer {
    pub(super) http: Arc<Http>,
}

impl fmt::Debug for Restorer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Restorer").field("environment", &self.http.environment).finish_non_exhaustive()
    }
}

impl Restorer {
    /// `POST /resources/{rt}/{type}/restore`, 1–100 public IDs of one resource and delivery type
    /// (upload, private, authenticated) (Python SDK `api.restore`). `versions`: none, for the
    /// newest of each, or one for each ID, in order.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn by_public_ids(
        &self,
        kind: ResourceType,
        delivery: &DeliveryType,
        public_ids: &[impl fmt::Display],
        versions: &[impl fmt::Display],
    ) -> Result<Vec<RestoreEntry>, ApiError> {
        let path = format!("resources/{kind}/{}/restore", encode::segment(delivery.as_str()));
        self.restore(path, "public_ids", public_ids, versions).await
    }

    /// `POST /resources/restore`, 1–100 asset IDs of all kinds (Python SDK
    /// `api.restore_by_asset_ids`). `versions` as above.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn by_asset_ids(
        &self,
        asset_ids: &[impl fmt::Display],
        versions: &[impl fmt::Display],
    ) -> Result<Vec<RestoreEntry>, ApiError> {
        self.restore("resources/restore".to_owned(), "asset_ids", asset_ids, versions).await
    }

    async fn restore(
        &self,
        path: String,
        name: &'static str,
        ids: &[impl fmt::Display],
        versions: &[impl fmt::Display],
    ) -> Result<Vec<RestoreEntry>, ApiError> {
        if !encode::is_request(ids.len()) {
            return Err(ApiError::not_sent(Fault::NotAHundred));
        }
        if !versions.is_empty() && versions.len() != ids.len() {
            return Err(ApiError::not_sent(Fault::VersionsDiffer));
        }
        let ids = texts(ids);
        let mut body = json!({ name: ids });
        if !versions.is_empty() {
            body["versions"] = json!(texts(versions));
        }
        let answer: wire::Restored = self.http.change(Call::post_json(path, body)).await?;
        let mut answer = answer.into_answer();
        answer.retain(|entry| ids.contains(&entry.key));
        Ok(answer)
    }
}

fn texts(ids: &[impl fmt::Display]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}
