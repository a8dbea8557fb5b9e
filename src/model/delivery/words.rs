//! What single segments of a delivery URL can be.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::model::asset::{DeliveryType, ResourceType};

/// Words that stand for resource type and delivery type together. Behind all but the last, the
/// path ends with a name for search engines.
const SHORT: [(&str, ResourceType, DeliveryType); 6] = [
    ("images", ResourceType::Image, DeliveryType::Upload),
    ("private_images", ResourceType::Image, DeliveryType::Private),
    ("authenticated_images", ResourceType::Image, DeliveryType::Authenticated),
    ("videos", ResourceType::Video, DeliveryType::Upload),
    ("files", ResourceType::Raw, DeliveryType::Upload),
    ("iu", ResourceType::Image, DeliveryType::Upload),
];

/// Delivery types that the API names beside those of [`DeliveryType::FURTHER`].
const RARE: [&str; 6] = ["multi", "text", "twitter_name", "gplus", "instagram_name", "public"];

/// Endings that Cloudinary reads as a format of an image or a video.
const FORMATS: [&str; 67] = [
    "jpg", "jpeg", "jpe", "jfif", "jpc", "jp2", "j2k", "jxl", "jxr", "hdp", "wdp", "png", "apng", "gif",
    "webp", "avif", "bmp", "tif", "tiff", "tga", "ico", "svg", "pdf", "psd", "ai", "ps", "eps", "ept",
    "eps3", "djvu", "indd", "heic", "heif", "arw", "cr2", "cr3", "dng", "fbx", "glb", "gltf", "obj", "usdz",
    "mp4", "mov", "webm", "mkv", "avi", "ogv", "m4v", "3gp", "3g2", "flv", "wmv", "mpeg", "mpg", "mts",
    "m2ts", "mxf", "mpd", "m3u8", "ts", "mp3", "wav", "ogg", "aac", "m4a", "flac",
];

/// Cloudinary gives versions as times, Unix seconds: `v` and at least so many digits.
pub(super) const SHORTEST_TIME: usize = "v1000000000".len();

/// A short word for a kind, and whether a name for search engines ends the path.
pub(super) fn short(word: &str) -> Option<(ResourceType, DeliveryType, bool)> {
    let (word, kind, delivery) = SHORT.iter().find(|(short, ..)| *short == word)?;
    Some((*kind, delivery.clone(), *word != "iu"))
}

/// A delivery type that the API names.
pub(super) fn delivery_type(word: &str) -> Option<DeliveryType> {
    match DeliveryType::from(word) {
        DeliveryType::Other(word) if !DeliveryType::FURTHER.contains(&&*word) && !RARE.contains(&&*word) => {
            None
        }
        known => Some(known),
    }
}

/// `s--` and 8 or 32 characters and `--`.
pub(super) fn is_signature(segment: &str) -> bool {
    segment.strip_prefix("s--").and_then(|rest| rest.strip_suffix("--")).is_some_and(|hash| {
        (hash.len() == 8 || hash.len() == 32)
            && hash.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    })
}

/// `v` and digits.
pub(super) fn is_version(segment: &str) -> bool {
    segment.strip_prefix('v').is_some_and(is_digits)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether an ending is a known format.
pub(super) fn is_format(ending: &str) -> bool {
    FORMATS.iter().any(|format| format.eq_ignore_ascii_case(ending))
}

/// Whether what follows a dot could be an ending: a format that this program does not know yet, or
/// none.
pub(super) fn may_be_ending(ending: &str) -> bool {
    (1..=10).contains(&ending.len())
        && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && ending.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// Where a whole URL begins, encoded or not.
pub(super) fn starts_a_url(text: &str) -> bool {
    let start = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    ["http:/", "https:/", "http%3a", "https%3a"].iter().any(|scheme| start.starts_with(scheme))
}

/// A name and its ending, where it has both.
pub(super) fn ending(text: &str) -> Option<(&str, &str)> {
    let (stem, ending) = text.rsplit_once('.')?;
    let whole = !stem.is_empty() && !stem.ends_with('/') && may_be_ending(ending);
    whole.then_some((stem, ending))
}

/// Once. `None`: no UTF-8.
pub(super) fn decoded(text: &str) -> Option<Cow<'_, str>> {
    percent_decode_str(text).decode_utf8().ok()
}
