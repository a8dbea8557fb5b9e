//! Which resource and delivery types a listing goes through.

use serde::{Deserialize, Serialize};

use super::asset::{Asset, DeliveryType, ResourceType};

/// Which resource and delivery types to look through; `None` is all.
///
/// “All” delivery types means [`DeliveryType::COMMON`] where Cloudinary's listing needs one type
/// a request (public IDs, prefix); a tag's listing crosses every type by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kinds {
    /// Image, video, raw, or all three.
    pub resource_type: Option<ResourceType>,
    /// One delivery type, or all.
    pub delivery_type: Option<DeliveryType>,
}

impl Kinds {
    /// The resource types to ask for.
    pub fn resource_types(&self) -> Vec<ResourceType> {
        self.resource_type.map_or_else(|| ResourceType::ALL.to_vec(), |kind| vec![kind])
    }

    /// The delivery types to ask for, where the request needs one.
    pub fn delivery_types(&self) -> Vec<DeliveryType> {
        self.delivery_type.clone().map_or_else(|| DeliveryType::COMMON.to_vec(), |kind| vec![kind])
    }

    /// Each resource type with each delivery type, where the request needs both.
    pub fn pairs(&self) -> impl Iterator<Item = (ResourceType, DeliveryType)> {
        let deliveries = self.delivery_types();
        self.resource_types()
            .into_iter()
            .flat_map(move |kind| deliveries.clone().into_iter().map(move |delivery| (kind, delivery)))
    }

    /// Whether an asset is of these kinds.
    pub fn admit(&self, asset: &Asset) -> bool {
        self.resource_type.is_none_or(|kind| kind == asset.name.resource_type)
            && self.delivery_type.as_ref().is_none_or(|kind| *kind == asset.name.delivery_type)
    }
}
