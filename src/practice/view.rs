//! Assets as tests and scripts see them: plain data, apart from the API's own shapes.

use super::asset::Asset;

/// One asset of the practice environment.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct AssetView {
    /// 32 hex characters.
    pub asset_id: String,
    /// `image`, `video` or `raw`.
    pub resource_type: &'static str,
    /// `upload`, `private` ….
    pub delivery_type: &'static str,
    /// Public ID.
    pub public_id: String,
    /// Unix seconds of the last overwrite.
    pub version: i64,
    /// Changes with the content.
    pub etag: String,
    /// Asset folder, or the public ID's folder in fixed mode.
    pub folder: String,
    /// Tags.
    pub tags: Vec<String>,
    /// Size of the original.
    pub bytes: u64,
    /// Copies.
    pub derived: Vec<DerivedView>,
    /// IDs of the backed-up versions, oldest first.
    pub backups: Vec<String>,
    /// Deleted; only its backups remain.
    pub placeholder: bool,
}

/// A made-to-size copy.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct DerivedView {
    /// 32 hex characters.
    pub id: String,
    /// `c_scale,w_100`.
    pub transformation: String,
    /// `jpg`.
    pub format: String,
}

impl From<&Asset> for AssetView {
    fn from(asset: &Asset) -> Self {
        let derived = asset.derived.iter().map(|copy| DerivedView {
            id: copy.id.to_string(),
            transformation: copy.transformation.to_string(),
            format: copy.format.to_string(),
        });
        Self {
            asset_id: asset.id.to_string(),
            resource_type: asset.kind.resource_type.word(),
            delivery_type: asset.kind.delivery_type.word(),
            public_id: asset.public_id.to_string(),
            version: asset.version,
            etag: asset.etag.to_string(),
            folder: asset.folder.to_string(),
            tags: asset.tags.iter().map(ToString::to_string).collect(),
            bytes: asset.bytes,
            derived: derived.collect(),
            backups: asset.backups.iter().map(|backup| backup.version_id.to_string()).collect(),
            placeholder: asset.placeholder,
        }
    }
}
