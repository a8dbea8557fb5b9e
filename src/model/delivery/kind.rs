//! What stands before the public ID in the path of a delivery URL: resource type and delivery type, in
//! one of several forms.

use super::words::{self, SHORTEST_TIME, is_version};
use crate::model::asset::{AssetName, DeliveryType, ResourceType};
use crate::model::guess::can_be_public_id;

/// What stands before the public ID.
pub(super) struct Kind {
    pub(super) resource_type: ResourceType,
    pub(super) delivery_type: DeliveryType,
    pub(super) suffix: Suffix,
    pub(super) form: Form,
}

/// How the kind is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Resource type and delivery type.
    Whole,
    /// The resource type alone, which no SDK writes.
    Half,
    /// One word for both, as other pages have it in their paths, too.
    Short,
    /// Not at all.
    Root,
}

/// Whose host it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// Cloudinary's: every path on it is a delivery link.
    Cloudinary,
    /// The environment's own, on which there may be other pages.
    Own,
    /// Of which nothing is known.
    Unknown,
}

/// A name for search engines at the end of the path.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Suffix {
    None,
    Always,
    Perhaps,
}

impl Form {
    /// Whether an address with a kind in this form can only be a delivery link.
    pub(super) fn is_certain(self, trust: Trust, behind: &[&str]) -> bool {
        let before_last = &behind[..behind.len() - 1];
        let versioned = before_last.iter().any(|it| is_version(it));
        let dated = before_last.iter().any(|it| is_version(it) && it.len() >= SHORTEST_TIME);
        match self {
            Self::Whole => true,
            Self::Short => trust == Trust::Cloudinary || versioned,
            Self::Root => trust == Trust::Cloudinary || dated,
            Self::Half => dated,
        }
    }
}

/// Reads the kind, and gives how many parts it takes.
pub(super) fn kind(segments: &[&str]) -> Option<(Kind, usize)> {
    let first = *segments.first()?;
    let kind =
        |resource_type, delivery_type, suffix, form| Kind { resource_type, delivery_type, suffix, form };
    if let Some(resource_type) = ResourceType::from_word(first) {
        return Some(match segments.get(1).and_then(|word| words::delivery_type(word)) {
            Some(delivery_type) => (kind(resource_type, delivery_type, Suffix::None, Form::Whole), 2),
            None => (kind(resource_type, DeliveryType::Upload, Suffix::None, Form::Half), 1),
        });
    }
    if let Some((resource_type, delivery_type, with_suffix)) = words::short(first) {
        let suffix = if with_suffix { Suffix::Always } else { Suffix::None };
        return Some((kind(resource_type, delivery_type, suffix, Form::Short), 1));
    }
    Some((kind(ResourceType::Image, DeliveryType::Upload, Suffix::Perhaps, Form::Root), 0))
}

impl Kind {
    /// Whether its public IDs may be whole URLs.
    pub(super) fn is_remote(&self) -> bool {
        !matches!(
            self.delivery_type,
            DeliveryType::Upload | DeliveryType::Private | DeliveryType::Authenticated | DeliveryType::List
        )
    }

    pub(super) fn name(&self, public_id: &str) -> AssetName {
        AssetName {
            resource_type: self.resource_type,
            delivery_type: self.delivery_type.clone(),
            public_id: public_id.into(),
        }
    }

    /// The name for certain, if it can be one.
    pub(super) fn certain(&self, public_id: Option<String>) -> Option<AssetName> {
        public_id.filter(|id| can_be_public_id(id)).map(|id| self.name(&id))
    }
}
