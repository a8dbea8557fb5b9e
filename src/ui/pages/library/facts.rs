//! An asset in words: the lines under its tile and in the inspector.

use std::borrow::Cow;

use crate::model::asset::{Asset, DeliveryType, ResourceType};
use crate::model::format;
use crate::text::Words as _;

/// The name by which a screen reader tells it from every other: `Image docs/owl`.
pub fn accessible(asset: &Asset) -> String {
    let name = &asset.name;
    let kind = name.resource_type.words();
    if name.delivery_type == DeliveryType::Upload {
        format!("{kind} {}", name.public_id)
    } else {
        format!("{kind} {}, {}", name.public_id, name.delivery_type)
    }
}

/// The name of an asset on a button, shortened in its middle: `hero-2023`.
pub fn named(asset: &Asset) -> Cow<'_, str> {
    format::shortened(asset.short_name(), 28)
}

/// `864 × 576`, where it has dimensions.
pub fn dimensions(asset: &Asset) -> Option<String> {
    let (width, height) = asset.width.zip(asset.height)?;
    Some(format!("{} × {}", format::count(u64::from(width)), format::count(u64::from(height))))
}

/// The line under a tile's name.
pub fn caption(asset: &Asset) -> String {
    let bytes = format::bytes(asset.bytes);
    let mut parts: Vec<String> = dimensions(asset).into_iter().collect();
    parts.push(bytes);
    if asset.name.delivery_type != DeliveryType::Upload {
        parts.push(asset.name.delivery_type.to_string());
    }
    parts.join(" · ")
}

/// The word on a tile's corner: the format of what is not simply a picture.
pub fn mark(asset: &Asset) -> Option<&str> {
    match asset.name.resource_type {
        ResourceType::Image => asset.format.as_deref().filter(|format| {
            matches!(*format, "pdf" | "gif" | "svg" | "psd" | "ai" | "eps" | "tif" | "tiff" | "ico")
        }),
        ResourceType::Video => asset.format.as_deref(),
        ResourceType::Raw => {
            let extension = asset.name.public_id.rsplit('/').next()?.rsplit_once('.')?.1;
            (extension.len() <= 5).then_some(extension)
        }
    }
}

/// The folder that a public ID names, with its slash: `docs/2021/`.
pub fn folder_of(public_id: &str) -> Option<&str> {
    public_id.rfind('/').map(|slash| &public_id[..=slash])
}

#[cfg(test)]
mod tests {
    use super::folder_of;

    #[test]
    fn a_folder_ends_with_its_slash() {
        assert_eq!(folder_of("docs/2021/owl"), Some("docs/2021/"));
        assert_eq!(folder_of("owl"), None);
    }
}
