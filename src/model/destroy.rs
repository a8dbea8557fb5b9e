//! How destroy names an asset.

use serde::{Deserialize, Serialize};

/// The forms of destroy (Upload API, one asset a request, not counted).
///
/// Only those by asset ID spare what is uploaded anew under a public ID. Which of them a server
/// knows is told nowhere: an unknown one is refused with 400 or 404, and deletes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DestroyBy {
    /// `POST /{rt}/destroy` with `asset_id` in its form (Cloudinary's reference of 2026).
    AssetIdInForm,
    /// `POST /asset/destroy` with a JSON body (TypeScript SDK `destroyByAssetId`).
    AssetIdInJson,
    /// `POST /{rt}/destroy` with `public_id` and `type`: every server knows it.
    Name,
}

impl DestroyBy {
    /// In the order in which they are tried.
    pub const ALL: [Self; 3] = [Self::AssetIdInForm, Self::AssetIdInJson, Self::Name];

    /// Whether it goes by asset ID.
    pub fn is_exact(self) -> bool {
        self != Self::Name
    }
}
