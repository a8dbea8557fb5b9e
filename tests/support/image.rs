//! An asset as a listing gives it.

use cloudsweep::model::asset::{Asset, AssetId, AssetName, DeliveryType, ResourceType};

/// An uploaded image that has a backup, and of which nothing else is told.
pub fn image(id: AssetId, public_id: &str) -> Asset {
    Asset {
        asset_id: Some(id),
        name: AssetName {
            resource_type: ResourceType::Image,
            delivery_type: DeliveryType::Upload,
            public_id: public_id.into(),
        },
        format: None,
        version: 1,
        bytes: 1,
        width: None,
        height: None,
        created_at: None,
        secure_url: "".into(),
        backed_up: Some(true),
        asset_folder: None,
        display_name: None,
        tags: Vec::new(),
        context: Vec::new(),
        etag: None,
        placeholder: false,
    }
}
