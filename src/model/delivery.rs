//! Delivery URLs: from a pasted URL to the names it can mean.

use super::asset::AssetName;

/// One reading of a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What it would name.
    pub name: AssetName,
}

/// What a text can mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// A delivery URL of this environment: its readings, most likely first, never empty.
    Candidates(Vec<Candidate>),
    /// A delivery URL of another environment, whose cloud name this is.
    OtherCloud(String),
    /// A URL, but not of an asset.
    NotADeliveryUrl,
    /// Not a URL: a public ID.
    NotAUrl,
}

/// Reads a text that may be a delivery URL of `cloud_name`.
pub fn read(text: &str, _cloud_name: &str) -> Reading {
    if text.contains("://") { Reading::NotADeliveryUrl } else { Reading::NotAUrl }
}
