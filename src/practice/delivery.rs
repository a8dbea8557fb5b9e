//! Delivery: what `res.cloudinary.com` would give for a URL, generated pictures and files.
//!
//! `/{cloud}/{resource type}/{type}[/{signature}][/{transformation}…][/v{version}]/{public ID}[.{ext}]`
//! A transformation that is asked for the first time leaves a copy behind, as at Cloudinary.
//! Originals of private and authenticated assets, and every transformation of authenticated ones,
//! need a signature; where one is given, it has to be right.

use std::io::Cursor;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use image::{ImageFormat, RgbImage};
use sha1::{Digest as _, Sha1};
use sha2::Sha256;

use super::Settings;
use super::asset::{Asset, DeliveryType, Derived, Id, Kind, ResourceType};
use super::chance;
use super::params::decode;
use super::picture;
use super::reply::{Content, Refusal, Reply};
use super::store::{Slot, Store};
use super::transform::Wanted;

/// The side of a picture whose size nothing tells.
const SIDE: u32 = 800;

/// A URL that names an asset, ready to be drawn without the library.
pub struct Ordered {
    slot: Slot,
    asset: Asset,
    wanted: Wanted,
    /// Percent-decoded; empty for the original.
    transformation: String,
    /// Of the extension; empty for the original's own.
    format: String,
}

/// What a URL asks for.
pub enum Order {
    /// To be drawn.
    Asset(Box<Ordered>),
    /// There already.
    Ready(Reply),
}

/// Reads the path behind the cloud name, percent-encoded as it came.
///
/// # Errors
/// 404 where it names nothing, 401 where its signature is missing or wrong, 400 for a
/// transformation that makes no sense.
pub fn order(store: &Store, settings: &Settings, path: &str) -> Result<Order, Refusal> {
    let segments: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    let parts = Parts::read(store, &segments).ok_or_else(|| Refusal::not_found(&decode(path)))?;
    if parts.kind.delivery_type.word() == "list" {
        return list(store, &parts).map(Order::Ready);
    }
    let (slot, format) = parts.find(store).ok_or_else(|| Refusal::not_found(&decode(&parts.file)))?;
    parts.check_signature(settings)?;
    let wanted = Wanted::read(&parts.transformation)?;
    let asset = store.get(slot).ok_or_else(|| Refusal::not_found(&parts.file))?.clone();
    let transformation = decode(&parts.transformation);
    Ok(Order::Asset(Box::new(Ordered { slot, asset, wanted, transformation, format })))
}

/// A URL's parts, still percent-encoded.
struct Parts<'a> {
    kind: Kind,
    signature: Option<&'a str>,
    /// Everything between signature and version or public ID.
    transformation: String,
    /// With its extension.
    file: String,
}

impl<'a> Parts<'a> {
    /// Finds the public ID by asking the store: the longest end of the path that names an asset.
    fn read(store: &Store, segments: &[&'a str]) -> Option<Self> {
        let (kind, rest) = match segments {
            [resource_type, delivery_type, rest @ ..] => (Kind::parse(resource_type, delivery_type)?, rest),
            _ => return None,
        };
        let (signature, rest) = match rest {
            [first, rest @ ..] if is_signature(first) => (Some(*first), rest),
            _ => (None, rest),
        };
        let version = rest.iter().position(|segment| is_version(segment));
        let candidates: Vec<usize> = match version {
            Some(at) => vec![at + 1],
            None => (0..rest.len()).collect(),
        };
        let parts = candidates.into_iter().map(|start| Self {
            kind,
            signature,
            transformation: rest[..version.unwrap_or(start)].join("/"),
            file: rest[start..].join("/"),
        });
        let mut parts: Vec<Self> = parts.collect();
        let found = parts.iter().position(|parts| parts.find(store).is_some());
        let list = kind.delivery_type.word() == "list";
        if list { parts.into_iter().next() } else { found.map(|at| parts.swap_remove(at)) }
    }

    /// The asset, and the format that the extension asks for; empty for the original's own.
    fn find(&self, store: &Store) -> Option<(Slot, String)> {
        let whole = decode(&self.file);
        let named = |id: &str| {
            store.find(self.kind, id).filter(|slot| store.get(*slot).is_some_and(|it| !it.placeholder))
        };
        if let Some((stem, extension)) = whole.rsplit_once('.')
            && self.kind.resource_type != ResourceType::Raw
            && let Some(slot) = named(stem)
        {
            return Some((slot, extension.to_lowercase()));
        }
        named(&whole).map(|slot| (slot, String::new()))
    }

    fn check_signature(&self, settings: &Settings) -> Result<(), Refusal> {
        let bare = self.transformation.is_empty();
        let needed = self.kind.delivery_type == DeliveryType::AUTHENTICATED
            || self.kind.delivery_type == DeliveryType::PRIVATE && bare;
        let Some(given) = self.signature else {
            return if needed {
                Err(Refusal::new(401, "Unsigned URL of a restricted asset"))
            } else {
                Ok(())
            };
        };
        let plain = if bare { self.file.clone() } else { format!("{}/{}", self.transformation, self.file) };
        let decoded = decode(&plain);
        let right = [plain, decoded]
            .iter()
            .any(|text| signatures(text, &settings.api_secret).iter().any(|signature| signature == given));
        if right { Ok(()) } else { Err(Refusal::new(401, "Invalid signature in URL")) }
    }
}

/// The forms in which Cloudinary takes a delivery URL's signature.
fn signatures(to_sign: &str, secret: &str) -> [String; 3] {
    let text = format!("{to_sign}{secret}");
    let short = URL_SAFE_NO_PAD.encode(Sha1::digest(&text));
    let long = URL_SAFE_NO_PAD.encode(Sha256::digest(&text));
    [format!("s--{}--", &short[..8]), format!("s--{}--", &long[..8]), format!("s--{}--", &long[..32])]
}

fn is_signature(segment: &str) -> bool {
    let inner = segment.strip_prefix("s--").and_then(|rest| rest.strip_suffix("--"));
    inner.is_some_and(|text| matches!(text.len(), 8 | 32))
}

fn is_version(segment: &str) -> bool {
    let digits = segment.strip_prefix('v').unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Reads, draws and remembers at once, for whoever holds the library anyway.
pub fn answer(store: &mut Store, settings: &Settings, path: &str) -> Reply {
    let fill = |store: &mut Store| -> Result<Reply, Refusal> {
        match order(store, settings, path)? {
            Order::Ready(reply) => Ok(reply),
            Order::Asset(order) => {
                let reply = order.fill()?;
                order.remember(store, &reply);
                Ok(reply)
            }
        }
    };
    fill(store).unwrap_or_else(Reply::from)
}

impl Ordered {
    /// Draws it, or gives the file.
    ///
    /// # Errors
    /// 400 for the picture of a sound.
    pub fn fill(&self) -> Result<Reply, Refusal> {
        let asset = &self.asset;
        let picture = match asset.kind.resource_type {
            ResourceType::Raw => false,
            ResourceType::Image => true,
            ResourceType::Video => matches!(&*self.format, "jpg" | "jpeg" | "png" | "webp" | "gif"),
        };
        if !picture {
            return Ok(file(asset));
        }
        if asset.kind.resource_type == ResourceType::Video && asset.width == 0 {
            return Err(Refusal::bad("Sound without a picture"));
        }
        let (mut width, mut height) = self.wanted.size((u32_or(asset.width), u32_or(asset.height)));
        if self.transformation.is_empty() && width.max(height) > SIDE {
            (width, height) = shrink(width, height);
        }
        let drawn = picture::draw(asset, width, height, self.wanted.moment);
        let extension = if self.format.is_empty() { &*asset.format } else { &*self.format };
        encode(&drawn, self.wanted.format.as_deref().unwrap_or(extension))
    }

    /// Notes the copy that came into being, where the transformation is new.
    pub fn remember(&self, store: &mut Store, reply: &Reply) {
        let Content::File { total, .. } = reply.content else { return };
        let Some(asset) = store.get(self.slot).filter(|asset| asset.id == self.asset.id) else { return };
        let format = if self.format.is_empty() { asset.format.to_string() } else { self.format.clone() };
        let transformation = &*self.transformation;
        let known = |copy: &Derived| *copy.transformation == *transformation && *copy.format == *format;
        if transformation.is_empty() || asset.placeholder || asset.derived.iter().any(known) {
            return;
        }
        let part = |half: &str| chance::of_text(&format!("{half} {} {transformation} {format}", asset.etag));
        let id = Id(u128::from(part("first")) << 64 | u128::from(part("second")));
        let (transformation, format) = (store.word(transformation), store.word(&format));
        store.add_derived(self.slot, Derived { id, transformation, format, bytes: total as u32 });
    }
}

fn u32_or(side: u32) -> u32 {
    if side == 0 { SIDE } else { side }
}

/// Originals are drawn no larger than they need to be looked at.
fn shrink(width: u32, height: u32) -> (u32, u32) {
    let factor = f64::from(SIDE) / f64::from(width.max(height));
    let side = |pixels: u32| ((f64::from(pixels) * factor) as u32).max(1);
    (side(width), side(height))
}

fn encode(picture: &RgbImage, format: &str) -> Result<Reply, Refusal> {
    let (kind, mime) = match format {
        "png" => (ImageFormat::Png, "image/png"),
        "webp" => (ImageFormat::WebP, "image/webp"),
        "gif" => (ImageFormat::Gif, "image/gif"),
        _ => (ImageFormat::Jpeg, "image/jpeg"),
    };
    let mut head = Vec::new();
    let written = picture.write_to(&mut Cursor::new(&mut head), kind);
    written.map_err(|error| Refusal::new(500, error.to_string()))?;
    let total = head.len() as u64;
    Ok(Reply { status: 200, headers: Vec::new(), content: Content::File { mime, head, total } })
}

/// The original as a file of its size.
fn file(asset: &Asset) -> Reply {
    let mime = match asset.kind.resource_type {
        ResourceType::Video => "video/mp4",
        ResourceType::Image | ResourceType::Raw => "application/octet-stream",
    };
    let head = format!("Practice file {}\n", asset.public_id).into_bytes();
    let total = asset.bytes.max(head.len() as u64);
    Reply { status: 200, headers: Vec::new(), content: Content::File { mime, head, total } }
}

/// `list/{tag}.json`: what carries a tag, as websites ask for it.
fn list(store: &Store, parts: &Parts<'_>) -> Result<Reply, Refusal> {
    let name = decode(&parts.file);
    let tag = name.strip_suffix(".json").ok_or_else(|| Refusal::not_found(&name))?;
    let timeline = store.with_tag(parts.kind.resource_type, tag).ok_or_else(|| Refusal::not_found(tag))?;
    let resources: Vec<_> = timeline
        .iter()
        .rev()
        .filter_map(|(_, slot)| store.get(*slot))
        .take(1000)
        .map(|asset| {
            serde_json::json!({
                "public_id": &*asset.public_id, "version": asset.version, "format": &*asset.format,
                "width": asset.width, "height": asset.height, "type": asset.kind.delivery_type.word(),
            })
        })
        .collect();
    Ok(Reply::ok(serde_json::json!({ "resources": resources })))
}
