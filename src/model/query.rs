//! What a listing asks Cloudinary for.

use super::asset::{DeliveryType, ResourceType};

/// What is listed, page by page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// Everything of a kind, or what starts with a prefix.
    Kind(Listing),
    /// Everything of a resource type that has a tag, of all delivery types.
    Tag(ResourceType, String),
}

/// Everything of a kind, or what of it starts with a prefix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// Image, video or raw.
    pub kind: ResourceType,
    /// All of them, if `None`.
    pub delivery: Option<DeliveryType>,
    /// Start of the public ID; needs a delivery type.
    pub prefix: Option<String>,
}
