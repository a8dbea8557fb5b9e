//! What kinds of assets are called.

use super::Words;
use crate::model::asset::ResourceType;

impl Words for ResourceType {
    /// The word for one asset of this type.
    fn words(&self) -> String {
        match self {
            Self::Image => text!("resource-image"),
            Self::Video => text!("resource-video"),
            Self::Raw => text!("resource-raw-file"),
        }
    }
}
