//! Which kinds of assets are looked through.

use super::Words;
use crate::model::asset::{DeliveryType, ResourceType};
use crate::model::kinds::Kinds;

impl Words for Kinds {
    /// A part of a heading: `images (upload)`.
    fn words(&self) -> String {
        let resource = match self.resource_type {
            Some(ResourceType::Image) => text!("kinds-images"),
            Some(ResourceType::Video) => text!("kinds-videos"),
            Some(ResourceType::Raw) => text!("kinds-raw"),
            None => text!("kinds-every-resource"),
        };
        let delivery = self.delivery_type.as_ref().map(DeliveryType::as_str);
        let delivery = delivery.map_or_else(|| text!("kinds-common-delivery"), str::to_owned);
        text!("kinds", resource = resource, delivery = delivery)
    }
}
