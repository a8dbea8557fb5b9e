//! Thumbnails: one fixed size, signed, from the asset's own delivery URL, so that private CDNs and
//! own host names stay right.

use super::client::Client;
use super::encode;
use super::sign::delivery_signature;
use crate::model::asset::{AssetName, DeliveryType, ResourceType};

/// Each other size would be another copy at Cloudinary, and cost another transformation.
const IMAGE: &str = "c_fill,h_320,w_320";
const DOCUMENT: &str = "c_fill,h_320,pg_1,w_320";
const VIDEO: &str = "c_fill,h_320,so_0,w_320";

/// Formats of resource type video that are sound alone.
const SOUND: [&str; 8] = ["mp3", "wav", "ogg", "aac", "m4a", "flac", "aiff", "amr"];
/// Formats of resource type image that have pages.
const PAGED: [&str; 6] = ["pdf", "ai", "psd", "eps", "ps", "indd"];

/// Where a picture of an asset is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thumbnail {
    url: String,
}

impl Thumbnail {
    /// `None` where there is no picture to be had: raw files, sound, URLs of an unknown shape.
    pub fn of(client: &Client, secure_url: &str, name: &AssetName, format: Option<&str>) -> Option<Self> {
        let transformation = transformation(name.resource_type, format.unwrap_or_default())?;
        let kind = format!("/{}/{}/", name.resource_type, name.delivery_type);
        let start = secure_url.find(&kind)? + kind.len();
        let (base, rest) = secure_url.split_at(start);
        let version = rest.split('/').find(|segment| is_version(segment));
        let public_id = encode::delivery(&name.public_id);
        let file =
            if name.delivery_type == DeliveryType::Fetch { public_id } else { format!("{public_id}.jpg") };
        let http = &client.http;
        let to_sign = format!("{transformation}/{file}");
        let signature = delivery_signature(&to_sign, &http.secret, http.environment.signature_algorithm);
        let version = version.map(|version| format!("{version}/")).unwrap_or_default();
        Some(Self { url: format!("{base}{signature}/{transformation}/{version}{file}") })
    }

    /// Holds a signature of this URL alone, no credentials.
    pub fn url(&self) -> &str {
        &self.url
    }
}

fn transformation(kind: ResourceType, format: &str) -> Option<&'static str> {
    match kind {
        ResourceType::Raw => None,
        ResourceType::Video if SOUND.contains(&format) => None,
        ResourceType::Video => Some(VIDEO),
        ResourceType::Image if PAGED.contains(&format) => Some(DOCUMENT),
        ResourceType::Image => Some(IMAGE),
    }
}

fn is_version(segment: &str) -> bool {
    segment
        .strip_prefix('v')
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
}
