//! Why a text is no list, and why a row of one names no asset.

use super::Words;
use crate::model::list::Refusal;
use crate::model::source::LooksLike;

impl Words for Refusal {
    /// A sentence for the row. Never repeats credentials.
    fn words(&self) -> String {
        match self {
            Self::OtherCloud(cloud) => text!("refusal-other-cloud", cloud = &**cloud),
            Self::OtherHost(host) => text!("refusal-other-host", host = &**host),
            Self::NoAsset => text!("refusal-no-asset"),
            Self::TooLong => text!("public-id-too-long"),
            Self::Control => text!("refusal-control"),
            Self::Credentials => text!("refusal-credentials"),
            Self::NotAnAssetId => text!("refusal-not-an-asset-id"),
            Self::NotAResourceType(word) => text!("refusal-not-a-resource-type", word = &**word),
            Self::NotADeliveryType(word) => text!("refusal-not-a-delivery-type", word = &**word),
            Self::NotAVersion => text!("refusal-not-a-version"),
            Self::Conflict => text!("refusal-conflict"),
            Self::CopiesOnly => text!("refusal-copies-only"),
            Self::LeftOut => text!("refusal-left-out"),
            Self::Unclear => text!("refusal-unclear"),
            Self::Nothing => text!("refusal-nothing"),
        }
    }
}

impl Words for LooksLike {
    /// What it is, and what to do: two sentences or three. Never repeats any of the text.
    fn words(&self) -> String {
        format!("{} {}", what(*self), advice(*self))
    }
}

/// What a text or a file is instead of a list.
pub fn what(looks: LooksLike) -> String {
    match looks {
        LooksLike::WebPage => text!("looks-web-page"),
        LooksLike::Spreadsheet => text!("looks-spreadsheet"),
        LooksLike::Pdf => text!("looks-pdf"),
        LooksLike::Picture => text!("looks-picture"),
        LooksLike::Document => text!("looks-document"),
        LooksLike::Archive => text!("looks-archive"),
        LooksLike::Binary => text!("looks-binary"),
        LooksLike::Credentials => text!("looks-credentials"),
        LooksLike::Sql => text!("looks-sql"),
        LooksLike::Code => text!("looks-code"),
        LooksLike::OtherJson => text!("looks-other-json"),
        LooksLike::BrokenJson => text!("looks-broken-json"),
    }
}

/// What to do with it.
pub fn advice(looks: LooksLike) -> String {
    match looks {
        LooksLike::WebPage => text!("looks-web-page-help"),
        LooksLike::Spreadsheet => text!("looks-spreadsheet-help"),
        LooksLike::Pdf | LooksLike::Document => text!("looks-document-help"),
        LooksLike::Picture => text!("looks-picture-help"),
        LooksLike::Archive => text!("looks-archive-help"),
        LooksLike::Binary => text!("looks-binary-help"),
        LooksLike::Credentials => text!("looks-credentials-help"),
        LooksLike::Sql => text!("looks-sql-help"),
        LooksLike::Code => text!("looks-code-help"),
        LooksLike::OtherJson => text!("looks-other-json-help"),
        LooksLike::BrokenJson => text!("looks-broken-json-help"),
    }
}
