//! Why an asset is offered that was not certainly named.

use super::Words;
use crate::model::guess::Why;

impl Words for Why {
    /// A part of a sentence, beside the asset that is offered.
    fn words(&self) -> String {
        match self {
            Self::WithoutEnding(ending) => text!("why-without-ending", ending = &**ending),
            Self::WithEnding(ending) => text!("why-with-ending", ending = &**ending),
            Self::EndingAdded => text!("why-ending-added"),
            Self::OtherKind => text!("why-other-kind"),
            Self::DecodedTwice => text!("why-decoded-twice"),
            Self::Decoded => text!("why-decoded"),
            Self::NotDecoded => text!("why-not-decoded"),
            Self::PlusAsBlank => text!("why-plus-as-blank"),
            Self::OtherForm => text!("why-other-form"),
            Self::Trimmed => text!("why-trimmed"),
            Self::WithoutInvisible => text!("why-without-invisible"),
            Self::OtherCapitals => text!("why-other-capitals"),
            Self::StoredField => text!("why-stored-field"),
            Self::Folder(name) | Self::VersionAsFolder(name) => text!("why-folder", name = &**name),
            Self::Transformation(name) => text!("why-transformation", name = &**name),
            Self::BehindVersion(name) => text!("why-behind-version", name = &**name),
            Self::WithoutSuffix => text!("why-without-suffix"),
            Self::WithSuffix => text!("why-with-suffix"),
            Self::WithoutDecoration => text!("why-without-decoration"),
            Self::OtherSlashes => text!("why-other-slashes"),
            Self::Fetched => text!("why-fetched"),
            Self::SlashMended => text!("why-slash-mended"),
            Self::OtherVersion => text!("why-other-version"),
            Self::OtherFormat => text!("why-other-format"),
            Self::OtherAsset => text!("why-other-asset"),
            Self::AssetId => text!("why-asset-id"),
            Self::PublicId => text!("why-public-id"),
            Self::List => text!("why-list"),
            Self::InText => text!("why-in-text"),
            Self::Path => text!("why-path"),
        }
    }
}
