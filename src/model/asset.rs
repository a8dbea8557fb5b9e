//! An asset of a product environment, and the names by which Cloudinary addresses it.
//!
//! Pure data: nothing here knows of HTTP, of the disk or of the window. Field names are those of
//! Cloudinary's resource object.

use std::fmt;
use std::str::FromStr;

use super::unix_time::UnixTime;
use serde::{Deserialize, Serialize};

/// Cloudinary's three resource types. Audio is `Video`; PDF, PSD and AI files are `Image`;
/// everything that is neither is `Raw`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ResourceType {
    /// Pictures, and documents that Cloudinary can draw (PDF, PSD …).
    Image,
    /// Videos and audio.
    Video,
    /// Any other file; its public ID includes the extension.
    Raw,
}

impl ResourceType {
    /// All of them, in the order in which the program asks for them.
    pub const ALL: [Self; 3] = [Self::Image, Self::Video, Self::Raw];

    /// The type that a word names, in any case of letters.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str().eq_ignore_ascii_case(word))
    }

    /// The word that Cloudinary uses in paths: `image`, `video` or `raw`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Video => "video",
            Self::Raw => "raw",
        }
    }
}

impl fmt::Display for ResourceType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that is not one of Cloudinary's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a resource type: Cloudinary knows image, video and raw")]
pub struct UnknownResourceType(pub String);

impl FromStr for ResourceType {
    type Err = UnknownResourceType;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::from_word(word).ok_or_else(|| UnknownResourceType(word.to_owned()))
    }
}

/// How an asset is delivered: Cloudinary's `type`.
///
/// The server knows more words than the program offers, and may learn others, so an unknown one
/// is kept as it came.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum DeliveryType {
    /// Public, the default.
    Upload,
    /// The original is private, its transformations are public.
    Private,
    /// Only signed URLs are delivered.
    Authenticated,
    /// Fetched from elsewhere on first request; the public ID is a whole URL.
    Fetch,
    /// A client-side list (JSON).
    List,
    /// Any other: `facebook`, `youtube`, `sprite`, `multi`, `text` …
    Other(Box<str>),
}

impl DeliveryType {
    /// The types that hold nearly every library; what a form looks through when asked for all.
    pub const COMMON: [Self; 3] = [Self::Upload, Self::Private, Self::Authenticated];

    /// Every further word that Cloudinary's API names, for the forms' choice.
    pub const FURTHER: [&'static str; 12] = [
        "fetch",
        "list",
        "facebook",
        "twitter",
        "gravatar",
        "youtube",
        "hulu",
        "vimeo",
        "animoto",
        "worldstarhiphop",
        "dailymotion",
        "sprite",
    ];

    /// The word that Cloudinary uses in paths.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Upload => "upload",
            Self::Private => "private",
            Self::Authenticated => "authenticated",
            Self::Fetch => "fetch",
            Self::List => "list",
            Self::Other(word) => word,
        }
    }
}

impl From<&str> for DeliveryType {
    fn from(word: &str) -> Self {
        match word {
            "upload" => Self::Upload,
            "private" => Self::Private,
            "authenticated" => Self::Authenticated,
            "fetch" => Self::Fetch,
            "list" => Self::List,
            other => Self::Other(other.into()),
        }
    }
}

impl From<String> for DeliveryType {
    fn from(word: String) -> Self {
        Self::from(word.as_str())
    }
}

impl From<DeliveryType> for String {
    fn from(kind: DeliveryType) -> Self {
        kind.as_str().to_owned()
    }
}

impl fmt::Display for DeliveryType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The immutable ID that Cloudinary gives every asset: 32 hexadecimal characters.
///
/// It survives renames, and a re-upload under the same public ID gets another one, which is why
/// plans hold it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AssetId([u8; 16]);

impl AssetId {
    /// From its sixteen bytes.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Its sixteen bytes, as the journal stores them.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

/// A text that is not 32 hexadecimal characters.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not an asset ID: it has 32 characters, 0–9 and a–f")]
pub struct NotAnAssetId(pub String);

impl FromStr for AssetId {
    type Err = NotAnAssetId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut bytes = [0; 16];
        match hex::decode_to_slice(text, &mut bytes) {
            Ok(()) => Ok(Self(bytes)),
            Err(_) => Err(NotAnAssetId(text.to_owned())),
        }
    }
}

impl TryFrom<String> for AssetId {
    type Error = NotAnAssetId;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<AssetId> for String {
    fn from(id: AssetId) -> Self {
        id.to_string()
    }
}

impl fmt::Display for AssetId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for AssetId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AssetId({self})")
    }
}

/// The name by which destroy and delivery URLs address an asset. Unique in a product environment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AssetName {
    /// Image, video or raw.
    pub resource_type: ResourceType,
    /// Cloudinary's `type`.
    pub delivery_type: DeliveryType,
    /// Decoded, at most 255 characters; raw ones include the extension.
    pub public_id: Box<str>,
}

impl fmt::Display for AssetName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.resource_type, self.delivery_type, self.public_id)
    }
}

/// One original, as a listing, a search or the details of it describe it.
#[derive(Clone, Debug, PartialEq)]
pub struct Asset {
    /// Absent only in very old data; such an asset can be shown, never planned.
    pub asset_id: Option<AssetId>,
    /// Resource type, delivery type and public ID.
    pub name: AssetName,
    /// `jpg`, `mp4` …; usually absent for raw.
    pub format: Option<Box<str>>,
    /// Unix seconds of the last upload of its content; part of delivery URLs.
    pub version: u64,
    /// Of the original alone.
    pub bytes: u64,
    /// Pixels; absent for raw.
    pub width: Option<u32>,
    /// Pixels; absent for raw.
    pub height: Option<u32>,
    /// When it was created; absent if the server's text could not be read.
    pub created_at: Option<UnixTime>,
    /// Where delivery finds it; holds the right host for private CDNs and own host names.
    pub secure_url: Box<str>,
    /// Whether a backed-up version exists. `None`: the answer did not say.
    pub backed_up: Option<bool>,
    /// The folder shown in the Media Library (dynamic folder mode).
    pub asset_folder: Option<Box<str>>,
    /// The name shown in the Media Library (dynamic folder mode).
    pub display_name: Option<Box<str>>,
    /// Empty unless the listing asked for tags.
    pub tags: Vec<Box<str>>,
    /// Pairs of key and value, such as the alternative text; empty unless the listing asked for
    /// context.
    pub context: Vec<(Box<str>, Box<str>)>,
    /// Hash of the content, where the answer has it.
    pub etag: Option<Box<str>>,
    /// Deleted, with a backed-up version left: invisible, and never planned.
    pub placeholder: bool,
}

impl Asset {
    /// The last segment of the public ID: what a tile shows.
    pub fn short_name(&self) -> &str {
        self.display_name
            .as_deref()
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| self.name.public_id.rsplit('/').next().unwrap_or_default())
    }
}

/// A made-to-size copy of an original: Cloudinary's `derived` item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derived {
    /// Cloudinary's ID of the copy, 32 hexadecimal characters; what single deletion addresses.
    pub id: AssetId,
    /// The transformation that made it, `c_scale,w_101`.
    pub transformation: Box<str>,
    /// Its format, which may differ from the original's.
    pub format: Option<Box<str>>,
    /// Its size.
    pub bytes: u64,
    /// Where delivery finds it.
    pub secure_url: Box<str>,
}

/// A backed-up version of an original: what can be put back, and what can be deleted for good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackedUpVersion {
    /// Cloudinary's ID of the version; what restoring and deleting it address.
    pub version_id: Box<str>,
    /// Unix seconds of the upload that made it, where told.
    pub version: Option<u64>,
    /// Its size, where told.
    pub bytes: Option<u64>,
    /// When it was uploaded, where told.
    pub taken_at: Option<UnixTime>,
    /// Whether it can be put back.
    pub restorable: bool,
}

/// What the details call adds to an asset.
#[derive(Clone, Debug, PartialEq)]
pub struct Details {
    /// The asset itself.
    pub asset: Asset,
    /// All of its copies, every page of them.
    pub derived: Vec<Derived>,
    /// Number of backed-up versions.
    pub versions: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_asset_id_is_thirty_two_hexadecimal_characters() {
        let id: AssetId = "b5e6d2b39ba3e0869d67141ba7dba6cf".parse().unwrap();
        assert_eq!(id.to_string(), "b5e6d2b39ba3e0869d67141ba7dba6cf");
        for wrong in ["", "b5e6", "b5e6d2b39ba3e0869d67141ba7dba6cg", "docs/owl"] {
            assert!(wrong.parse::<AssetId>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_unknown_delivery_type_is_kept_as_it_came() {
        let kind = DeliveryType::from("multi");
        assert_eq!(kind.as_str(), "multi");
        assert_eq!(DeliveryType::from("private"), DeliveryType::Private);
    }
}
