//! Thumbnails: one fixed size, signed, from the asset's own delivery URL, so that private CDNs and
//! own host names stay right.

use std::fmt;

use super::delivery_url::{DeliveryUrl, Distribution};
use super::sign::{DeliverySigner, SignatureLength};
use crate::model::account::Environment;
use crate::model::asset::{AssetName, DeliveryType, ResourceType};
use crate::model::delivery::{self, Hosts};
use crate::model::picture::NoPicture;

/// Each other size would be another copy at Cloudinary, and cost another transformation.
const IMAGE: &str = "c_fill,h_320,w_320";
/// The first page.
const DOCUMENT: &str = "c_fill,h_320,pg_1,w_320";
/// A fetched one has no ending of its own; without a format it could come in one that cannot be
/// drawn.
const FETCHED: &str = "c_fill,f_jpg,h_320,w_320";
/// The first frame.
const VIDEO: &str = "c_fill,h_320,so_0,w_320";

/// Formats of resource type video that are sound alone.
const SOUND: [&str; 8] = ["mp3", "wav", "ogg", "aac", "m4a", "flac", "aiff", "amr"];
/// Formats of resource type image that have pages.
const PAGED: [&str; 6] = ["pdf", "ai", "psd", "eps", "ps", "indd"];

/// Where a picture of an asset is. `Debug` leaves the signature out.
#[derive(Clone, PartialEq, Eq)]
pub struct Thumbnail {
    url: String,
    other: Option<String>,
}

impl fmt::Debug for Thumbnail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Thumbnail").finish_non_exhaustive()
    }
}

impl Thumbnail {
    /// Where the picture of an asset of an environment is, on hosts of it as they are known by now. A
    /// signature is made for these hosts alone.
    ///
    /// # Errors
    /// Raw files, sound, lists and URLs of an unknown shape have none; one on any other host is not
    /// fetched.
    pub fn on(
        hosts: &Hosts,
        environment: &Environment,
        signer: &DeliverySigner,
        secure_url: &str,
        name: &AssetName,
        format: Option<&str>,
    ) -> Result<Self, NoPicture> {
        let transformation = transformation(name, format.unwrap_or_default()).ok_or(NoPicture::Kind)?;
        let kind = format!("/{}/{}/", name.resource_type, name.delivery_type);
        let (base, rest) = secure_url.split_once(&kind).ok_or(NoPicture::Kind)?;
        if !hosts.may_fetch(secure_url, environment.region.api_prefix()) {
            return Err(NoPicture::Host);
        }
        let fetched = name.delivery_type == DeliveryType::Fetch;
        let url = DeliveryUrl {
            format: (!fetched).then_some("jpg"),
            transformation,
            version: delivery::version(rest),
            ..DeliveryUrl::new(Distribution::Like(base), name)
        };
        let cloud_name = &environment.cloud_name;
        Ok(Self {
            other: url.signed_decoded(cloud_name, signer, SignatureLength::Short),
            url: url.signed(cloud_name, signer, SignatureLength::Short).ok_or(NoPicture::Kind)?,
        })
    }

    /// Holds a signature of this URL alone, no credentials.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Where a server finds the signature of [`Self::url`] wrong because it signs the decoded text:
    /// the SDKs contradict each other for public IDs that are not ASCII.
    pub(super) fn other_spelling(&self) -> Option<&str> {
        self.other.as_deref()
    }
}

fn transformation(name: &AssetName, format: &str) -> Option<&'static str> {
    match name.resource_type {
        _ if name.delivery_type == DeliveryType::List => None,
        ResourceType::Raw => None,
        ResourceType::Video if SOUND.contains(&format) => None,
        ResourceType::Video => Some(VIDEO),
        ResourceType::Image if name.delivery_type == DeliveryType::Fetch => Some(FETCHED),
        ResourceType::Image if PAGED.contains(&format) => Some(DOCUMENT),
        ResourceType::Image => Some(IMAGE),
    }
}
