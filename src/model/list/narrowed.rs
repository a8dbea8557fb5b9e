//! A row of a table: an asset by its ID, or by a public ID that further columns narrow.

use crate::model::asset::{Asset, AssetId, AssetName, DeliveryType, ResourceType};

/// What the columns of one row say. Each that is there must fit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Narrowed {
    /// Decides alone; the kinds restrict it.
    pub asset_id: Option<AssetId>,
    /// To the letter.
    pub public_id: Option<Box<str>>,
    /// Image, video or raw.
    pub resource_type: Option<ResourceType>,
    /// Cloudinary's `type`.
    pub delivery_type: Option<DeliveryType>,
    /// In small letters.
    pub format: Option<Box<str>>,
    /// Of the upload.
    pub version: Option<u64>,
}

impl Narrowed {
    /// Whether an asset is one that the row means. `asset`: found by the asset ID or public ID that
    /// the row says.
    pub fn admits(&self, asset: &Asset) -> bool {
        let kinds = self.admits_kinds(&asset.name);
        if self.asset_id.is_some() {
            return kinds && self.asset_id == asset.asset_id;
        }
        let format = match (&self.format, &asset.format) {
            (Some(wanted), Some(has)) => same_format(wanted, has),
            // Raw files have their ending in the public ID, and often no format.
            (Some(wanted), None) if asset.name.resource_type == ResourceType::Raw => {
                let ending = asset.name.public_id.rsplit_once('.').map_or("", |(_, ending)| ending);
                same_format(wanted, ending) || !asset.name.public_id.contains('.')
            }
            // A listing that does not tell the format contradicts nothing.
            (None, _) | (Some(_), None) => true,
        };
        let version = self.version.is_none_or(|version| version == asset.version);
        let public_id = self.public_id.as_ref().is_none_or(|id| *id == asset.name.public_id);
        kinds && format && version && public_id
    }

    /// Whether the kinds of a name are those of the row.
    pub fn admits_kinds(&self, name: &AssetName) -> bool {
        self.resource_type.is_none_or(|kind| kind == name.resource_type)
            && self.delivery_type.as_ref().is_none_or(|kind| *kind == name.delivery_type)
    }
}

/// Formats with two names.
fn same_format(one: &str, other: &str) -> bool {
    let usual = |format: &str| match &*format.to_ascii_lowercase() {
        "jpeg" | "jpe" => "jpg".to_owned(),
        "tiff" => "tif".to_owned(),
        other => other.to_owned(),
    };
    usual(one) == usual(other)
}
