//! Folders, which exist apart from the assets in them.

use serde_json::json;

use super::page::FolderPage;
use super::{PAGE, Reader};
use crate::api::call::Call;
use crate::api::encode;
use crate::api::error::ApiError;
use crate::api::wire;

impl Reader {
    /// A page of at most 500 folders directly in one, or in the root where `path` is empty.
    ///
    /// # Errors
    /// See [`ApiError`]; not found where the folder is missing.
    pub async fn folders(&self, path: &str, cursor: Option<&str>) -> Result<FolderPage, ApiError> {
        self.folder_page(path, Some(PAGE), cursor).await
    }

    /// `GET /folders[/{path}]` (Python SDK `api.root_folders`, `api.subfolders`). Cloudinary gives
    /// 2,000 at most.
    ///
    /// # Errors
    /// See [`ApiError`]; not found where the folder is missing.
    pub async fn folder_page(
        &self,
        path: &str,
        max_results: Option<u16>,
        cursor: Option<&str>,
    ) -> Result<FolderPage, ApiError> {
        let path = path.trim_matches('/');
        let path =
            if path.is_empty() { "folders".to_owned() } else { format!("folders/{}", encode::path(path)) };
        let call = Call::get(path)
            .with_some("max_results", max_results.map(|max| max.to_string()))
            .with_some("next_cursor", cursor);
        let answer: wire::Folders = self.http.read(call).await?;
        Ok(answer.into_page())
    }

    /// `POST /folders/search` over `name`, `path` and `created_at`, for example `path="a/b"`
    /// (Python SDK `SearchFolders`). The index trails changes by seconds. 1–500 a page, 50 where
    /// not said.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn search_folders(
        &self,
        expression: &str,
        max_results: Option<u16>,
        cursor: Option<&str>,
    ) -> Result<FolderPage, ApiError> {
        let mut body = json!({});
        if !expression.is_empty() {
            body["expression"] = json!(expression);
        }
        if let Some(max) = max_results {
            body["max_results"] = json!(max);
        }
        if let Some(cursor) = cursor {
            body["next_cursor"] = json!(cursor);
        }
        let answer: wire::Folders = self.http.read(Call::post_json("folders/search", body)).await?;
        Ok(answer.into_page())
    }
}
