//! Which kinds of assets are looked through.

use super::Words;
use crate::model::asset::{DeliveryType, ResourceType};
use crate::model::kinds::Kinds;

/// A delivery type as it is offered: services by the names that they write themselves.
pub fn offered(delivery: &DeliveryType) -> String {
    match delivery {
        DeliveryType::Upload => text!("delivery-upload"),
        DeliveryType::Private => text!("delivery-private"),
        DeliveryType::Authenticated => text!("delivery-authenticated"),
        DeliveryType::Fetch => text!("delivery-fetch"),
        DeliveryType::List => text!("delivery-list"),
        DeliveryType::Other(word) => match &**word {
            "facebook" => text!("delivery-facebook"),
            "twitter" => text!("delivery-twitter"),
            "gravatar" => text!("delivery-gravatar"),
            "youtube" => text!("delivery-youtube"),
            "hulu" => text!("delivery-hulu"),
            "vimeo" => text!("delivery-vimeo"),
            "animoto" => text!("delivery-animoto"),
            "worldstarhiphop" => text!("delivery-worldstarhiphop"),
            "dailymotion" => text!("delivery-dailymotion"),
            "sprite" => text!("delivery-sprite"),
            word => word.to_owned(),
        },
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_further_delivery_type_has_a_name_that_is_no_word_of_a_path() {
        for word in DeliveryType::FURTHER {
            let name = offered(&DeliveryType::from(word));
            assert!(name != word && name.starts_with(char::is_uppercase), "{name}");
        }
        assert_eq!(offered(&DeliveryType::from("youtube")), "YouTube");
        assert_eq!(offered(&DeliveryType::from("something-new")), "something-new");
    }
}
