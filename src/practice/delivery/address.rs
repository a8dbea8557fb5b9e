//! The parts of a delivery URL, and the asset that it means.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE;
use sha1::{Digest, Sha1};
use sha2::Sha256;

use super::super::asset::{DeliveryType, Kind, ResourceType};
use super::super::params::decode;
use super::super::reply::Refusal;
use super::super::store::{Slot, Store};
use super::transformation;

/// Extensions that ask for a format. Anything else behind a dot belongs to the public ID.
const FORMATS: [&str; 48] = [
    "jpg", "jpeg", "jpe", "png", "gif", "webp", "avif", "bmp", "tif", "tiff", "ico", "svg", "pdf", "psd",
    "ai", "eps", "heic", "heif", "jp2", "jxl", "mp4", "mov", "webm", "mkv", "avi", "ogv", "m4v", "3gp",
    "flv", "wmv", "mpeg", "mpd", "m3u8", "ts", "mp3", "wav", "ogg", "aac", "m4a", "flac", "aiff", "amr",
    "opus", "tga", "wdp", "djvu", "glb", "gltf",
];

/// What a path is about.
#[derive(Debug)]
pub enum Target<'a> {
    /// `{resource type}/list/{tag}.json`, of one resource type or of `any`.
    List(Vec<ResourceType>, String),
    Asset(Address<'a>),
}

/// A path of which the front is understood.
#[derive(Debug)]
pub struct Address<'a> {
    kind: Kind,
    /// With its `s--` and `--`.
    signature: Option<&'a str>,
    /// What follows, by slashes, still encoded.
    rest: Vec<&'a str>,
    /// How many of `rest` are transformations, if the text alone is asked.
    transformations: usize,
    /// The version stands after the transformations.
    versioned: bool,
    /// The last part is for search engines.
    suffixed: bool,
}

/// The asset that an address means.
#[derive(Debug)]
pub struct Found {
    pub slot: Slot,
    pub public_id: String,
    /// As written in the URL; empty for the original.
    pub transformation: String,
    /// The extension.
    pub format: Option<String>,
}

impl<'a> Address<'a> {
    /// Take a path apart.
    pub fn read(path: &'a str) -> Target<'a> {
        let mut parts: Vec<&str> = path.split('/').collect();
        if let [of, "list", name] = parts[..]
            && let Some(tag) = name.strip_suffix(".json")
        {
            let types = ResourceType::parse(of).map_or_else(|| ResourceType::ALL.to_vec(), |one| vec![one]);
            return Target::List(types, decode(tag));
        }
        let (kind, taken, seo) = kind(&parts);
        parts.drain(..taken);
        let signature = parts.first().copied().filter(|part| is_signature(part) && parts.len() > 1);
        parts.drain(..usize::from(signature.is_some()));
        let last = parts.len().saturating_sub(1);
        let transformations = parts[..last].iter().take_while(|part| transformation::is_one(part)).count();
        let versioned = transformations < last && is_version(parts[transformations]);
        let suffixed = seo && parts.len() > transformations + usize::from(versioned) + 1;
        Target::Asset(Self { kind, signature, rest: parts, transformations, versioned, suffixed })
    }

    /// Whether there is a signature.
    ///
    /// # Errors
    /// 401 when there is one and it is wrong.
    pub fn check_signature(&self, secret: &str) -> Result<bool, Refusal> {
        let Some(signature) = self.signature else { return Ok(false) };
        let text = self.to_sign();
        // Python and Node sign the encoded text, .NET the decoded one.
        if [text.clone(), decode(&text)]
            .iter()
            .any(|text| signatures(text, secret).contains(&signature.to_owned()))
        {
            return Ok(true);
        }
        Err(Refusal::new(401, format!("Invalid Signature {signature}. String to sign - '{text}'.")))
    }

    /// Transformations, public ID and extension as in the URL, without version and suffix.
    fn to_sign(&self) -> String {
        let mut parts = self.rest.clone();
        if self.versioned {
            parts.remove(self.transformations);
        }
        let suffix = if self.suffixed { parts.pop() } else { None };
        let extension = suffix.and_then(|suffix| suffix.rsplit_once('.')).map(|(_, extension)| extension);
        let text = parts.join("/");
        extension.map_or(text.clone(), |extension| format!("{text}.{extension}"))
    }

    /// The asset, of all that the text could mean the first that there is.
    ///
    /// # Errors
    /// 404 when there is none.
    pub fn find(&self, store: &Store, query: &str) -> Result<Found, Refusal> {
        let fewest = if self.versioned { self.transformations } else { 0 };
        let splits: Vec<usize> = (fewest..=self.transformations).rev().collect();
        for split in &splits {
            for (public_id, format) in self.names(*split, query) {
                let slot = store.find(self.kind, &public_id);
                let living = slot.filter(|slot| store.get(*slot).is_some_and(|asset| !asset.placeholder));
                if let Some(slot) = living {
                    let transformation = self.rest[..*split].join("/");
                    return Ok(Found { slot, public_id, transformation, format });
                }
            }
        }
        let first = splits.first().and_then(|split| self.names(*split, query).into_iter().next());
        Err(Refusal::not_found(&first.map(|(name, _)| name).unwrap_or_default()))
    }

    /// The public IDs that the rest after so many transformations can be, with the extension
    /// taken off.
    fn names(&self, transformations: usize, query: &str) -> Vec<(String, Option<String>)> {
        let mut parts = self.rest[transformations + usize::from(self.versioned)..].to_vec();
        let suffix = if self.suffixed { parts.pop() } else { None };
        let name = decode(&parts.join("/"));
        if self.kind.delivery_type == DeliveryType::FETCH {
            let name = whole_url(&name);
            let asked = format!("{name}?{query}");
            let bare = (name, None);
            return if query.is_empty() { vec![bare] } else { vec![(asked, None), bare] };
        }
        if self.kind.resource_type == ResourceType::Raw {
            return vec![(name, None)];
        }
        if let Some(suffix) = suffix {
            let format = suffix.rsplit_once('.').map(|(_, extension)| extension.to_owned());
            return vec![(name, format)];
        }
        let mut names = Vec::new();
        if let Some((stem, extension)) = name.rsplit_once('.')
            && !stem.is_empty()
            && FORMATS.contains(&extension.to_lowercase().as_str())
        {
            names.push((stem.to_owned(), Some(extension.to_owned())));
        }
        names.push((name, None));
        names
    }
}

/// The kind, how many parts say it, and whether this is a form for search engines.
fn kind(parts: &[&str]) -> (Kind, usize, bool) {
    let of = |resource_type, delivery_type| Kind { resource_type, delivery_type };
    let (image, video) = (ResourceType::Image, ResourceType::Video);
    match parts[0] {
        "images" => (of(image, DeliveryType::UPLOAD), 1, true),
        "private_images" => (of(image, DeliveryType::PRIVATE), 1, true),
        "authenticated_images" => (of(image, DeliveryType::AUTHENTICATED), 1, true),
        "videos" => (of(video, DeliveryType::UPLOAD), 1, true),
        "files" => (of(ResourceType::Raw, DeliveryType::UPLOAD), 1, true),
        "iu" => (of(image, DeliveryType::UPLOAD), 1, false),
        word => match ResourceType::parse(word) {
            None => (of(image, DeliveryType::UPLOAD), 0, false),
            Some(resource_type) => match parts.get(1).and_then(|word| DeliveryType::parse(word)) {
                Some(delivery_type) => (of(resource_type, delivery_type), 2, false),
                None => (of(resource_type, DeliveryType::UPLOAD), 1, false),
            },
        },
    }
}

/// `s--` and `--` around 8 or 32 characters.
fn is_signature(part: &str) -> bool {
    let inner = part.strip_prefix("s--").and_then(|part| part.strip_suffix("--")).unwrap_or_default();
    matches!(inner.len(), 8 | 32)
        && inner.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

fn is_version(part: &str) -> bool {
    part.strip_prefix('v')
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// SHA-1 and SHA-256 in 8 characters, SHA-256 in 32.
pub fn signatures(text: &str, secret: &str) -> [String; 3] {
    let text = format!("{}{secret}", single_slashes(text));
    let (short, long) = (URL_SAFE.encode(Sha1::digest(&text)), URL_SAFE.encode(Sha256::digest(&text)));
    [&short[..8], &long[..8], &long[..32]].map(|digest| format!("s--{digest}--"))
}

/// Double slashes are taken for one before signing, except after a colon.
fn single_slashes(text: &str) -> String {
    let mut single = String::with_capacity(text.len());
    for c in text.chars() {
        if c != '/' || !single.ends_with('/') || single.ends_with(":/") {
            single.push(c);
        }
    }
    single
}

/// Something on the way may have taken `https://` for a path with one slash too many.
fn whole_url(name: &str) -> String {
    for scheme in ["https:/", "http:/"] {
        if let Some(rest) = name.strip_prefix(scheme) {
            return format!("{scheme}/{}", rest.trim_start_matches('/'));
        }
    }
    name.to_owned()
}
