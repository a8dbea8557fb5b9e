//! An asset as the practice environment keeps it: compact, so that a million fit in memory.

use std::fmt;
use std::sync::Arc;

use super::reply::Refusal;

/// `image`, `video` or `raw`. PDF is `image`, audio is `video`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ResourceType {
    Image,
    Raw,
    Video,
}

impl ResourceType {
    pub const ALL: [Self; 3] = [Self::Image, Self::Raw, Self::Video];

    pub fn word(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Raw => "raw",
            Self::Video => "video",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }
}

const DELIVERY_TYPES: [&str; 18] = [
    "upload",
    "private",
    "authenticated",
    "fetch",
    "list",
    "facebook",
    "twitter",
    "twitter_name",
    "gravatar",
    "youtube",
    "hulu",
    "vimeo",
    "animoto",
    "worldstarhiphop",
    "dailymotion",
    "sprite",
    "text",
    "multi",
];

/// How the asset is delivered: `upload`, `private`, `authenticated`, `fetch` and the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeliveryType(u8);

impl DeliveryType {
    pub const UPLOAD: Self = Self(0);
    pub const PRIVATE: Self = Self(1);
    pub const AUTHENTICATED: Self = Self(2);
    pub const FETCH: Self = Self(3);

    pub fn word(self) -> &'static str {
        DELIVERY_TYPES[usize::from(self.0)]
    }

    pub fn parse(word: &str) -> Option<Self> {
        DELIVERY_TYPES.iter().position(|known| *known == word).map(|index| Self(index as u8))
    }

    /// Delivery needs a signed URL.
    pub fn is_restricted(self) -> bool {
        self == Self::PRIVATE || self == Self::AUTHENTICATED
    }

    /// The file was uploaded; only such files can have backups.
    pub fn is_uploaded(self) -> bool {
        self <= Self::AUTHENTICATED
    }
}

/// Resource type and delivery type: with the public ID they name an asset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kind {
    pub resource_type: ResourceType,
    pub delivery_type: DeliveryType,
}

impl Kind {
    pub fn parse(resource_type: &str, delivery_type: &str) -> Option<Self> {
        Some(Self {
            resource_type: ResourceType::parse(resource_type)?,
            delivery_type: DeliveryType::parse(delivery_type)?,
        })
    }
}

/// 32 hex characters on the wire: an asset, a derived file, a backed-up version or an etag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub u128);

impl Id {
    pub fn parse(text: &str) -> Option<Self> {
        let hex = text.len() == 32 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if hex { u128::from_str_radix(text, 16).ok().map(Self) } else { None }
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// A made-to-size copy.
#[derive(Clone, Debug)]
pub struct Derived {
    pub id: Id,
    pub transformation: Arc<str>,
    pub format: Arc<str>,
    pub bytes: u32,
}

/// A backed-up version of the original.
#[derive(Clone, Debug)]
pub struct Backup {
    pub version_id: Id,
    pub version: i64,
    pub bytes: u64,
    pub time: i64,
    pub width: u32,
    pub height: u32,
    pub etag: Id,
}

impl Backup {
    /// A backed-up version of what the asset is now.
    pub fn of(asset: &Asset, version_id: Id, time: i64) -> Self {
        let &Asset { version, bytes, width, height, etag, .. } = asset;
        Self { version_id, version, bytes, time, width, height, etag }
    }
}

/// The moderation queue an asset is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moderation {
    pub kind: &'static str,
    pub status: &'static str,
}

const MODERATION_KINDS: [&str; 9] = [
    "manual",
    "webpurify",
    "aws_rek",
    "aws_rek_video",
    "perception_point",
    "google_video_moderation",
    "duplicate",
    "metascan",
    "rekognition",
];
const MODERATION_STATUSES: [&str; 5] = ["pending", "approved", "rejected", "queued", "aborted"];

impl Moderation {
    /// Reads both words.
    ///
    /// # Errors
    /// 400 for one that is not known.
    pub fn parse(kind: &str, status: &str) -> Result<Self, Refusal> {
        let known = |words: &'static [&str], word: &str| words.iter().copied().find(|known| *known == word);
        Ok(Self {
            kind: known(&MODERATION_KINDS, kind).ok_or_else(|| Refusal::invalid("moderation", kind))?,
            status: known(&MODERATION_STATUSES, status)
                .ok_or_else(|| Refusal::invalid("moderation_status", status))?,
        })
    }
}

/// What the user noted about an asset, by keyword.
pub type Context = Box<[(Arc<str>, Arc<str>)]>;

/// One asset, or the placeholder that remains of a deleted one with backups.
#[derive(Clone, Debug)]
pub struct Asset {
    pub id: Id,
    pub kind: Kind,
    pub public_id: Arc<str>,
    /// Without the dot; empty where the service would leave it out (raw, remote).
    pub format: Arc<str>,
    /// Asset folder, or in fixed folder mode the public ID up to its last slash.
    pub folder: Arc<str>,
    /// As shown in the Media Library (dynamic folder mode); `None` for the end of the public ID.
    pub display_name: Option<Arc<str>>,
    pub tags: Box<[Arc<str>]>,
    pub context: Context,
    pub derived: Vec<Derived>,
    pub backups: Vec<Backup>,
    pub moderation: Option<Moderation>,
    /// Unix seconds of the last overwrite.
    pub version: i64,
    pub created_at: i64,
    pub bytes: u64,
    pub width: u32,
    pub height: u32,
    pub duration_ms: u32,
    pub pages: u16,
    pub etag: Id,
    /// Deleted, with backups left.
    pub placeholder: bool,
}

impl Asset {
    /// An asset of which nothing but the name is known.
    pub fn new(id: Id, kind: Kind, public_id: Arc<str>, created_at: i64) -> Self {
        Self {
            id,
            kind,
            public_id,
            format: Arc::from(""),
            folder: Arc::from(""),
            display_name: None,
            tags: Box::default(),
            context: Box::default(),
            derived: Vec::new(),
            backups: Vec::new(),
            moderation: None,
            version: created_at,
            created_at,
            bytes: 0,
            width: 0,
            height: 0,
            duration_ms: 0,
            pages: 0,
            etag: id,
            placeholder: false,
        }
    }

    /// The public ID after its last slash.
    pub fn name(&self) -> &str {
        self.public_id.rsplit('/').next().unwrap_or_default()
    }

    /// What the Media Library calls it.
    pub fn display_name(&self) -> &str {
        self.display_name.as_deref().unwrap_or_else(|| self.name())
    }

    /// What all backed-up versions take.
    pub fn backup_bytes(&self) -> u64 {
        self.backups.iter().map(|backup| backup.bytes).sum()
    }
}

/// The part of a path before its last slash; empty without one.
pub fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}
