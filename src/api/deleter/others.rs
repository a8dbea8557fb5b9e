//! Deleting what is no asset: backed-up versions, folders, transformations, links. Admin API: one
//! counted call each.

use std::fmt;

use serde::de::IgnoredAny;
use serde_json::json;

use super::told::{UnlinkAnswer, VersionsAnswer};
use super::{Deleter, only_sent};
use crate::api::call::Call;
use crate::api::encode;
use crate::api::error::ApiError;
use crate::api::wire;
use crate::model::asset::AssetName;

impl Deleter {
    /// `DELETE /resources/backup/{asset_id}`: backed-up versions, of a live or a deleted asset, for
    /// good (Python SDK `api.delete_backed_up_assets`). Some may fail (HTTP 207).
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn backed_up_versions(
        &self,
        asset_id: impl fmt::Display,
        version_ids: &[impl fmt::Display],
    ) -> Result<VersionsAnswer, ApiError> {
        let asset_id = asset_id.to_string();
        self.check(&asset_id)?;
        let ids = self.check_ids(version_ids)?;
        let path = format!("resources/backup/{}", encode::segment(&asset_id));
        let call = Call::delete(path, json!({ "version_ids": ids }));
        let answer: wire::DeletedVersions = self.http.change(call).await?;
        let VersionsAnswer { deleted, failed } = answer.into_answer();
        let deleted = only_sent(deleted, |id| Some(id), &ids);
        Ok(VersionsAnswer { deleted, failed: only_sent(failed, |it| Some(&it.key), &ids) })
    }

    /// `DELETE /folders/{path}`: an empty folder with its empty folders; gives the paths that went
    /// (Python SDK `api.delete_folder`). `skip_backup`: also where only backed-up, invisible assets
    /// are in it.
    ///
    /// # Errors
    /// Not found where the folder is missing; any other refusal (400, 409) most likely means that
    /// it is not empty, or not yet: the index trails deletions by seconds. The root is never
    /// deleted.
    pub async fn folder(&self, path: &str, skip_backup: Option<bool>) -> Result<Vec<String>, ApiError> {
        for name in path.split('/') {
            self.check(name)?;
        }
        let mut body = json!({});
        if let Some(skip) = skip_backup {
            body["skip_backup"] = json!(skip);
        }
        let call = Call::delete(format!("folders/{}", encode::path(path)), body);
        self.http.change::<wire::DeletedFolder>(call).await.map(wire::DeletedFolder::into_paths)
    }

    /// `DELETE /transformations`: a transformation, named (`t_name`) or written out, and its copies
    /// of all assets, if they are at most 1000 (Python SDK `api.delete_transformation`).
    ///
    /// # Errors
    /// See [`ApiError`]; not found where it is unknown.
    pub async fn transformation(&self, transformation: &str) -> Result<(), ApiError> {
        self.check(transformation)?;
        let call = Call::delete("transformations", json!({ "transformation": transformation }));
        self.http.change::<IgnoredAny>(call).await.map(drop)
    }

    /// `DELETE /resources/related_assets/{rt}/{type}/{public_id}`: links to other assets
    /// (`image/upload/x`), 1–10; deletes no file (Python SDK `api.delete_related_assets`).
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn links(&self, of: &AssetName, to: &[impl fmt::Display]) -> Result<UnlinkAnswer, ApiError> {
        self.check(&of.public_id)?;
        let (kind, delivery) = (of.resource_type, encode::segment(of.delivery_type.as_str()));
        let path = format!("resources/related_assets/{kind}/{delivery}/{}", encode::path(&of.public_id));
        self.unlink(path, to).await
    }

    /// `DELETE /resources/related_assets/{asset_id}`: the same by asset IDs (Python SDK
    /// `api.delete_related_assets_by_asset_ids`).
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn links_by_asset_ids(
        &self,
        of: impl fmt::Display,
        to: &[impl fmt::Display],
    ) -> Result<UnlinkAnswer, ApiError> {
        let of = of.to_string();
        self.check(&of)?;
        self.unlink(format!("resources/related_assets/{}", encode::segment(&of)), to).await
    }

    async fn unlink(&self, path: String, to: &[impl fmt::Display]) -> Result<UnlinkAnswer, ApiError> {
        let to = self.check_ids(to)?;
        let call = Call::delete(path, json!({ "assets_to_unrelate": to }));
        let answer: wire::Unlinked = self.http.change(call).await?;
        let UnlinkAnswer { unlinked, failed } = answer.into_answer();
        let unlinked = only_sent(unlinked, |asset| Some(asset), &to);
        Ok(UnlinkAnswer { unlinked, failed: only_sent(failed, |it| Some(&it.key), &to) })
    }
}
