//! The fields that an expression can name, and their values.

use super::super::asset::{Asset, Id};
use super::literal::{Measure, round_ratio};
use super::text::{Manner, Pattern};

/// A field of an asset or a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// No field was named: every text that the subject has.
    AllTexts,
    PublicId,
    Filename,
    DisplayName,
    Tags,
    /// All values of the context, or those of one key.
    Context(Option<String>),
    AssetId,
    ResourceType,
    DeliveryType,
    Format,
    Status,
    AccessMode,
    ModerationStatus,
    ModerationKind,
    Etag,
    /// `folder` and `asset_folder`.
    Folder,
    Bytes,
    BackupBytes,
    Width,
    Height,
    Pixels,
    AspectRatio,
    Duration,
    Pages,
    Version,
    CreatedAt,
    UploadedAt,
    /// `name` of a folder.
    FolderName,
    /// `path` of a folder.
    FolderPath,
    /// Nothing has it.
    Unknown,
}

/// How a field is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    Text(Manner),
    Number(Measure),
}

/// What a search looks at.
#[derive(Clone, Copy)]
pub enum Subject<'a> {
    Asset(&'a Asset),
    Folder { path: &'a str, created_at: i64 },
}

impl Field {
    pub fn named(name: &str) -> Self {
        match name {
            "public_id" => Self::PublicId,
            "filename" => Self::Filename,
            "display_name" => Self::DisplayName,
            "tags" => Self::Tags,
            "context" => Self::Context(None),
            "asset_id" => Self::AssetId,
            "resource_type" => Self::ResourceType,
            "type" => Self::DeliveryType,
            "format" => Self::Format,
            "status" => Self::Status,
            "access_mode" => Self::AccessMode,
            "moderation_status" => Self::ModerationStatus,
            "moderation_kind" => Self::ModerationKind,
            "etag" => Self::Etag,
            "folder" | "asset_folder" => Self::Folder,
            "bytes" => Self::Bytes,
            "backup_bytes" => Self::BackupBytes,
            "width" => Self::Width,
            "height" => Self::Height,
            "pixels" => Self::Pixels,
            "aspect_ratio" => Self::AspectRatio,
            "duration" => Self::Duration,
            "pages" => Self::Pages,
            "version" => Self::Version,
            "created_at" => Self::CreatedAt,
            "uploaded_at" | "last_updated" => Self::UploadedAt,
            "name" => Self::FolderName,
            "path" => Self::FolderPath,
            _ => match name.strip_prefix("context.") {
                Some(key) => Self::Context(Some(key.to_owned())),
                None => Self::Unknown,
            },
        }
    }

    pub fn nature(&self) -> Nature {
        match self {
            Self::Bytes | Self::BackupBytes => Nature::Number(Measure::Size),
            Self::Width | Self::Height | Self::Pixels | Self::Duration | Self::Pages | Self::Version => {
                Nature::Number(Measure::Plain)
            }
            Self::AspectRatio => Nature::Number(Measure::Ratio),
            Self::CreatedAt | Self::UploadedAt => Nature::Number(Measure::Time),
            Self::PublicId | Self::Filename => Nature::Text(Manner::Name),
            Self::Folder => Nature::Text(Manner::Inside),
            Self::FolderPath => Nature::Text(Manner::Path),
            Self::AllTexts | Self::DisplayName | Self::Tags | Self::Context(_) | Self::FolderName => {
                Nature::Text(Manner::Words)
            }
            _ => Nature::Text(Manner::Term),
        }
    }

    /// The number in this field; `None` when the subject has none.
    pub fn number(&self, subject: Subject<'_>) -> Option<f64> {
        let asset = match subject {
            Subject::Asset(asset) => asset,
            Subject::Folder { created_at, .. } if *self == Self::CreatedAt => return Some(created_at as f64),
            Subject::Folder { .. } => return None,
        };
        let (width, height) = (f64::from(asset.width), f64::from(asset.height));
        let picture = asset.width > 0 && asset.height > 0;
        let there = |there: bool, value: f64| if there { Some(value) } else { None };
        match self {
            Self::Bytes => Some(asset.bytes as f64),
            Self::BackupBytes => Some(asset.backup_bytes() as f64),
            Self::Width => there(picture, width),
            Self::Height => there(picture, height),
            Self::Pixels => there(picture, width * height),
            Self::AspectRatio => there(picture, round_ratio(width / height)),
            Self::Duration => there(asset.duration_ms > 0, f64::from(asset.duration_ms) / 1000.0),
            Self::Pages => there(asset.pages > 0, f64::from(asset.pages)),
            Self::Version | Self::UploadedAt => Some(asset.version as f64),
            Self::CreatedAt => Some(asset.created_at as f64),
            _ => None,
        }
    }

    /// Whether any text in this field passes the test.
    pub fn any_text(&self, subject: Subject<'_>, test: &dyn Fn(&str) -> bool) -> bool {
        let asset = match subject {
            Subject::Asset(asset) => asset,
            Subject::Folder { path, .. } => {
                let name = path.rsplit('/').next().unwrap_or_default();
                return match self {
                    Self::FolderName => test(name),
                    Self::FolderPath | Self::AllTexts => test(path),
                    _ => false,
                };
            }
        };
        match self {
            Self::PublicId => test(&asset.public_id),
            Self::Filename => test(filename(asset)),
            Self::DisplayName => test(asset.display_name()),
            Self::Tags => asset.tags.iter().any(|tag| test(tag)),
            Self::Context(key) => asset
                .context
                .iter()
                .any(|(found, value)| key.as_ref().is_none_or(|key| **key == **found) && test(value)),
            Self::AssetId => test(&asset.id.to_string()),
            Self::ResourceType => test(asset.kind.resource_type.word()),
            Self::DeliveryType => test(asset.kind.delivery_type.word()),
            Self::Format => !asset.format.is_empty() && test(&asset.format),
            Self::Status => test("active"),
            Self::AccessMode => test("public"),
            Self::ModerationStatus => asset.moderation.is_some_and(|moderation| test(moderation.status)),
            Self::ModerationKind => asset.moderation.is_some_and(|moderation| test(moderation.kind)),
            Self::Etag => test(&asset.etag.to_string()),
            Self::Folder => test(&asset.folder),
            Self::AllTexts => [Self::PublicId, Self::Folder, Self::Tags, Self::Context(None), Self::Format]
                .iter()
                .any(|field| field.any_text(subject, test)),
            _ => false,
        }
    }
}

/// The last part of the public ID, without the extension that the IDs of raw files have.
fn filename(asset: &Asset) -> &str {
    let name = asset.name();
    match name.rsplit_once('.') {
        Some((stem, _)) if asset.kind.resource_type.word() == "raw" && !stem.is_empty() => stem,
        _ => name,
    }
}

/// The asset ID that a bare word may be.
pub fn is_asset_id(subject: Subject<'_>, pattern: &Pattern) -> bool {
    match subject {
        Subject::Asset(asset) => Id::parse(pattern.text()) == Some(asset.id),
        Subject::Folder { .. } => false,
    }
}
