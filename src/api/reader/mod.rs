//! Everything that only reads.

mod admission;
mod assets;
mod details;
mod folders;
mod listing;
mod page;
mod search;
mod told;

use std::fmt;
use std::sync::Arc;

use serde::de::IgnoredAny;

pub use assets::Assets;
pub use details::{AssetRef, Backups, LookFor};
pub use listing::{Ask, Block, Direction};
pub use page::{Folder, FolderPage, Page, TagPage, Unreadable};
pub use search::{Search, SearchPage};
pub use told::{Config, Look, Usage};

use super::call::Call;
use super::download::Download;
use super::error::{ApiError, Kind};
use super::http::Http;
use super::thumbnail::Thumbnail;
use super::wire;
use crate::model::asset::{AssetName, ResourceType};

/// The most items that a listing gives in a page.
const PAGE: u16 = 500;
/// The largest thumbnail, bytes; 320 by 320 pixels have a fifth of it without any compression.
const LARGEST_PICTURE: usize = 2 << 20;

/// The reading half of a client. It has no method that changes anything at Cloudinary.
///
/// Every call of the Admin API counts as one against the hourly quota; one that says so counts
/// more often or not at all. Errors are those of [`ApiError`]; what passes (a network that is away
/// for a moment, trouble of the server) is tried four times before it is an error.
#[derive(Clone)]
pub struct Reader {
    pub(super) http: Arc<Http>,
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").field("environment", &self.http.environment).finish_non_exhaustive()
    }
}

impl Reader {
    /// `GET /ping`: whether the credentials are right (Python SDK `api.ping`).
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn ping(&self) -> Result<(), ApiError> {
        self.http.read::<IgnoredAny>(Call::get("ping")).await.map(drop)
    }

    /// `GET /config?settings=true`: the environment's settings (Python SDK `api.config`).
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn config(&self) -> Result<Config, ApiError> {
        let answer: wire::Config = self.http.read(Call::get("config").with("settings", "true")).await?;
        Ok(answer.into_config())
    }

    /// `GET /usage`: plan and counts (Python SDK `api.usage`).
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn usage(&self) -> Result<Usage, ApiError> {
        let answer: wire::Usage = self.http.read(Call::get("usage")).await?;
        Ok(answer.into_usage())
    }

    /// `GET /resources`: the resource types in use, as Cloudinary names them (Python SDK
    /// `api.resource_types`).
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn resource_types(&self) -> Result<Vec<String>, ApiError> {
        let answer: wire::ResourceTypes = self.http.read(Call::get("resources")).await?;
        Ok(answer.into_words())
    }

    /// A page of at most 500 tags of one resource type.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn tags(&self, kind: ResourceType, cursor: Option<&str>) -> Result<TagPage, ApiError> {
        self.tag_page(kind, None, Some(PAGE), cursor).await
    }

    /// `GET /tags/{rt}`: tags of one resource type that start with a prefix (Python SDK
    /// `api.tags`). 1–500 a page; 10 where not said. An unknown prefix gives none.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn tag_page(
        &self,
        kind: ResourceType,
        prefix: Option<&str>,
        max_results: Option<u16>,
        cursor: Option<&str>,
    ) -> Result<TagPage, ApiError> {
        let call = Call::get(format!("tags/{kind}"))
            .with_some("prefix", prefix)
            .with_some("max_results", max_results.map(|max| max.to_string()))
            .with_some("next_cursor", cursor);
        let answer: wire::Tags = self.http.read(call).await?;
        Ok(answer.into_page())
    }

    /// A picture's bytes, at most 2 MB. Not counted; makes a copy at Cloudinary when it is asked
    /// for the first time.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn thumbnail(&self, thumbnail: &Thumbnail) -> Result<Vec<u8>, ApiError> {
        let picture = self.http.picture(thumbnail.url(), LARGEST_PICTURE).await;
        match (picture, thumbnail.other_spelling()) {
            (Err(error), Some(url)) if matches!(error.kind, Kind::Unauthorised(_)) => {
                self.http.picture(url, LARGEST_PICTURE).await
            }
            (picture, _) => picture,
        }
    }

    /// `GET /{rt}/download`: an original, byte by byte as it was uploaded, also a private one
    /// (Python SDK `utils.private_download_url`). Upload API: not counted. `format` is that of the
    /// asset; raw ones have theirs in the public ID.
    ///
    /// # Errors
    /// See [`ApiError`]; not tried again.
    pub async fn download(&self, name: &AssetName, format: Option<&str>) -> Result<Download, ApiError> {
        let call = Call::get_signed(format!("{}/download", name.resource_type))
            .with("public_id", &*name.public_id)
            .with_some("format", format.filter(|format| !format.is_empty()))
            .with("type", name.delivery_type.as_str());
        self.http.file(call).await
    }

    /// `GET /download_backup`: a backed-up version, of a live or a deleted asset (Python SDK
    /// `utils.download_backedup_asset`). Upload API: not counted.
    ///
    /// # Errors
    /// See [`ApiError`]; not tried again.
    pub async fn download_version(
        &self,
        asset_id: impl fmt::Display,
        version_id: &str,
    ) -> Result<Download, ApiError> {
        let call = Call::get_signed("download_backup")
            .with("asset_id", asset_id.to_string())
            .with("version_id", version_id);
        self.http.file(call).await
    }
}
