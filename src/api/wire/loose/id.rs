//! IDs of assets, copies and the like.

use serde::de::{Deserializer, Visitor};

use crate::model::asset::AssetId;

/// An ID of 32 hexadecimal characters; any other text counts as absent.
pub(in crate::api::wire) fn id<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<AssetId>, D::Error> {
    struct Id;
    impl<'de> Visitor<'de> for Id {
        type Value = Option<AssetId>;
        absent_otherwise!(bool numbers list object refused);
        fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
            Ok(text.parse().ok())
        }
    }
    deserializer.deserialize_any(Id)
}
