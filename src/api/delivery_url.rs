//! Delivery URLs from their parts, as the Python SDK's `utils.cloudinary_url` makes them. The way
//! back, from a pasted URL to what it can mean, is [`crate::model::delivery`].

use super::encode;
use super::sign::{DeliverySigner, SignatureLength};
use crate::model::asset::{AssetName, DeliveryType, ResourceType};

/// Which host delivers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distribution<'a> {
    /// `https://res.cloudinary.com/{cloud}`
    Shared,
    /// `https://{cloud}-res.cloudinary.com`
    PrivateCdn,
    /// Scheme, host and, where it is part of the path, the cloud name; without a slash at the end:
    /// an own host name, or whatever stands before the kind in an asset's own URL.
    Like(&'a str),
}

/// The parts of a delivery URL.
#[derive(Clone, Copy, Debug)]
pub struct DeliveryUrl<'a> {
    /// Which host.
    pub distribution: Distribution<'a>,
    /// Kind and public ID, decoded.
    pub name: &'a AssetName,
    /// Of the file that is wanted; none for raw, whose public ID has it, and for fetched ones.
    pub format: Option<&'a str>,
    /// As it stands in a URL, encoded; may be empty.
    pub transformation: &'a str,
    /// Where none is given, `v1` stands in for it if the public ID has a slash.
    pub version: Option<u64>,
    /// A name for search engines, which is not part of the public ID: no dot, no slash.
    pub suffix: Option<&'a str>,
    /// Where the kind stands: the usual way, or shorter for uploaded images.
    pub form: Form,
}

/// How the kind is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// `image/upload`; with a suffix `images`, `files` …
    #[default]
    Usual,
    /// `iu` (the SDKs' `shorten`).
    Short,
    /// Nothing (the SDKs' `use_root_path`).
    Root,
}

impl<'a> DeliveryUrl<'a> {
    /// The usual form without transformation, version and suffix.
    pub fn new(distribution: Distribution<'a>, name: &'a AssetName) -> Self {
        let (format, transformation, version, suffix) = (None, "", None, None);
        Self { distribution, name, format, transformation, version, suffix, form: Form::Usual }
    }

    /// Without a signature. `None` where this form does not exist for this kind.
    pub fn unsigned(&self, cloud_name: &str) -> Option<String> {
        self.with(cloud_name, None)
    }

    /// With a signature made by the environment's secret. `None` as above.
    pub fn signed(
        &self,
        cloud_name: &str,
        signer: &DeliverySigner,
        length: SignatureLength,
    ) -> Option<String> {
        self.with(cloud_name, Some(&signer.sign(&self.signed_text(&self.source()), length)))
    }

    /// The same with the signature over the decoded text, as the .NET SDK signs public IDs that are
    /// not ASCII. `None` where it is no other, and as above.
    pub fn signed_decoded(
        &self,
        cloud_name: &str,
        signer: &DeliverySigner,
        length: SignatureLength,
    ) -> Option<String> {
        if self.name.public_id.is_ascii() {
            return None;
        }
        let decoded = self.signed_text(&self.name.public_id);
        self.with(cloud_name, Some(&signer.sign(&decoded, length)))
    }

    /// Transformation, public ID and ending: neither version nor suffix.
    fn signed_text(&self, public_id: &str) -> String {
        joined([self.transformation, &format!("{public_id}{}", self.ending())])
    }

    fn with(&self, cloud: &str, signature: Option<&str>) -> Option<String> {
        let base = match self.distribution {
            Distribution::Shared => format!("https://res.cloudinary.com/{cloud}"),
            Distribution::PrivateCdn => format!("https://{cloud}-res.cloudinary.com"),
            Distribution::Like(base) => base.to_owned(),
        };
        let kind = self.kind()?;
        let source = self.source();
        let version = self.version(&source).map(|version| format!("v{version}")).unwrap_or_default();
        let suffix = self.suffix.map(|suffix| format!("/{suffix}")).unwrap_or_default();
        let file = format!("{source}{suffix}{}", self.ending());
        Some(joined([&base, &kind, signature.unwrap_or_default(), self.transformation, &version, &file]))
    }

    fn kind(&self) -> Option<String> {
        let (resource, delivery) = (self.name.resource_type, &self.name.delivery_type);
        let uploaded_image = resource == ResourceType::Image && *delivery == DeliveryType::Upload;
        if self.suffix.is_some_and(|suffix| suffix.is_empty() || suffix.contains(['.', '/'])) {
            return None;
        }
        match self.form {
            Form::Root => uploaded_image.then(String::new),
            Form::Short if self.suffix.is_none() => uploaded_image.then(|| "iu".to_owned()),
            Form::Short | Form::Usual if self.suffix.is_none() => Some(format!("{resource}/{delivery}")),
            Form::Short | Form::Usual => with_suffix(resource, delivery).map(str::to_owned),
        }
    }

    /// The encoded public ID; slashes that follow each other are one, except behind `http:`.
    fn source(&self) -> String {
        let mut source = String::new();
        for c in self.name.public_id.chars() {
            let twice = c == '/' && source.ends_with('/') && !source.ends_with(":/");
            if !twice {
                source.push(c);
            }
        }
        encode::path(&source)
    }

    fn ending(&self) -> String {
        let format = self.format.filter(|_| !is_url(&self.name.public_id));
        format.map(|format| format!(".{format}")).unwrap_or_default()
    }

    fn version(&self, source: &str) -> Option<u64> {
        let like_a_version =
            source.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        let stand_in = source.contains('/') && !is_url(source) && !like_a_version;
        self.version.or(stand_in.then_some(1))
    }
}

/// The words that stand for resource and delivery type where a suffix follows.
fn with_suffix(resource: ResourceType, delivery: &DeliveryType) -> Option<&'static str> {
    match (resource, delivery) {
        (ResourceType::Image, DeliveryType::Upload) => Some("images"),
        (ResourceType::Image, DeliveryType::Private) => Some("private_images"),
        (ResourceType::Image, DeliveryType::Authenticated) => Some("authenticated_images"),
        (ResourceType::Video, DeliveryType::Upload) => Some("videos"),
        (ResourceType::Raw, DeliveryType::Upload) => Some("files"),
        _ => None,
    }
}

fn is_url(public_id: &str) -> bool {
    public_id.starts_with("http:/") || public_id.starts_with("https:/")
}

/// Joined with slashes; empty parts are left out.
fn joined<const N: usize>(parts: [&str; N]) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
}
