//! Delivery: what Cloudinary answers below its delivery host, at `/{cloud}/…` here.
//!
//! Pictures are drawn for every request and nothing of them is kept; a transformation that
//! was not asked for before leaves a derived file in the library, as it does at Cloudinary.
//! Which asset a URL means cannot always be told from its text, so the library is asked.

mod address;
mod file;
mod list;
mod transformation;

use self::address::{Address, Target};
use self::transformation::Outcome;
use super::asset::{Asset, DeliveryType, Derived, Id, ResourceType};
use super::chance::of_text;
use super::picture::{self, Format, Shot};
use super::reply::{Answer, Content, Refusal, Reply};
use super::settings::Settings;
use super::store::{Slot, Store};

/// An original is drawn no larger than this at its longer side, though its file is as long as
/// it says.
const LARGEST_ORIGINAL: u32 = 1600;

/// What a URL asks for, once it is known which asset it means.
pub enum Order {
    /// To be drawn, which takes its time and needs no library.
    Drawing(Box<Drawing>),
    /// There already.
    Ready(Reply),
}

/// A file that can be made without the library.
pub struct Drawing {
    slot: Slot,
    asset: Asset,
    transformation: String,
    outcome: Outcome,
    format: String,
    original: bool,
}

/// Answer a request at once, for whoever holds the library anyway. See [`order`].
pub fn answer(store: &mut Store, settings: &Settings, path: &str, query: &str, now: i64) -> Reply {
    let filled = order(store, settings, path, query, now).and_then(|order| match order {
        Order::Ready(reply) => Ok(reply),
        Order::Drawing(drawing) => {
            let reply = drawing.draw()?;
            drawing.note(store, &reply);
            Ok(reply)
        }
    });
    filled.unwrap_or_else(Reply::from)
}

/// Reads a request. `path` is what follows the cloud name, still percent-encoded:
/// `{resource type}/{delivery type}/[s--signature--/][transformations/][v1/]{public ID}[.{ext}]`,
/// or one of its short and search-engine forms.
///
/// # Errors
/// 404 where it names nothing, 401 for a signature that is missing or wrong, 400 for a
/// transformation that makes no sense.
pub fn order(
    store: &Store,
    settings: &Settings,
    path: &str,
    query: &str,
    now: i64,
) -> Result<Order, Refusal> {
    let address = match Address::read(path.trim_start_matches('/')) {
        Target::List(resource_types, tag) => {
            return list::answer(store, &resource_types, &tag, now).map(Order::Ready);
        }
        Target::Asset(address) => address,
    };
    let signed = address.check_signature(&settings.api_secret)?;
    let found = address.find(store, query)?;
    let asset = store.get(found.slot).ok_or_else(|| Refusal::not_found(&found.public_id))?;
    // Only the originals of private assets are private (`image_upload_api_reference`: type).
    let public = match asset.kind.delivery_type {
        DeliveryType::PRIVATE => {
            !found.transformation.is_empty() && asset.kind.resource_type != ResourceType::Raw
        }
        other => other != DeliveryType::AUTHENTICATED,
    };
    if !public && !signed {
        return Err(Refusal::new(401, format!("Signature required to access {}", found.public_id)));
    }
    if asset.kind.resource_type == ResourceType::Raw {
        let mime = file::mime(asset.public_id.rsplit('.').next().unwrap_or_default());
        return Ok(Order::Ready(send(mime, Vec::new(), asset.bytes)));
    }
    let outcome = transformation::apply(&found.transformation, asset)?;
    let format = format(&outcome, found.format.as_deref(), asset);
    let original = found.transformation.is_empty() && *format == *asset.format;
    let (slot, transformation, asset) = (found.slot, found.transformation, asset.clone());
    Ok(Order::Drawing(Box::new(Drawing { slot, asset, transformation, outcome, format, original })))
}

impl Drawing {
    /// Makes the file.
    ///
    /// # Errors
    /// 400 where it cannot be had in the format.
    pub fn draw(&self) -> Answer {
        let Self { asset, outcome, format, original, .. } = self;
        let (mime, head) = if let Some(format) = Format::parse(format) {
            (format.mime(), drawn(asset, outcome, *original, format)?)
        } else if format.is_empty() {
            (Format::Jpeg.mime(), drawn(asset, outcome, *original, Format::Jpeg)?)
        } else {
            (file::mime(format), file::head(format))
        };
        let total = if *original { asset.bytes } else { estimate(&head, format, outcome) };
        Ok(send(mime, head, total))
    }

    /// Notes the copy that came into being.
    pub fn note(&self, store: &mut Store, reply: &Reply) {
        let there = store.get(self.slot).is_some_and(|asset| asset.id == self.asset.id && !asset.placeholder);
        if there && !self.transformation.is_empty() {
            note(store, self.slot, &self.transformation, &self.format, reply);
        }
    }
}

/// In lower case: what the transformation says, what the extension says, or what the original is.
fn format(outcome: &Outcome, extension: Option<&str>, asset: &Asset) -> String {
    let format = outcome.format.as_deref().or(extension).unwrap_or(&asset.format).to_lowercase();
    let image = asset.kind.resource_type == ResourceType::Image;
    if outcome.automatic && image && Format::parse(&format).is_none() { "jpg".to_owned() } else { format }
}

fn drawn(asset: &Asset, outcome: &Outcome, original: bool, format: Format) -> Result<Vec<u8>, Refusal> {
    let (mut width, mut height) = outcome.size;
    let longer = width.max(height);
    if original && longer > LARGEST_ORIGINAL {
        width = (width * LARGEST_ORIGINAL / longer).max(1);
        height = (height * LARGEST_ORIGINAL / longer).max(1);
    }
    let shot = Shot { width, height, view: outcome.view, page: outcome.page, moment: outcome.moment };
    let file = picture::draw(asset, &shot).encode(format, outcome.quality);
    file.map_err(|error| {
        Refusal::new(400, format!("Image cannot be delivered as {}: {error}", format.extension()))
    })
}

/// The length of a derived file: its own if it is a picture, else what its pixels suggest.
fn estimate(head: &[u8], format: &str, outcome: &Outcome) -> u64 {
    if Format::parse(format).is_some() || format.is_empty() {
        return head.len() as u64;
    }
    let (width, height) = outcome.size;
    2_000
        + u64::from(width) * u64::from(height) / if file::mime(format).starts_with("video/") { 1 } else { 8 }
}

fn send(mime: &'static str, head: Vec<u8>, total: u64) -> Reply {
    let total = total.max(head.len() as u64);
    Reply { status: 200, headers: Vec::new(), content: Content::File { mime, head, total } }
}

/// The first request for a transformation makes a derived file of it.
fn note(store: &mut Store, slot: Slot, transformation: &str, format: &str, reply: &Reply) {
    let Some(asset) = store.get(slot) else { return };
    let known = |copy: &Derived| *copy.transformation == *transformation && *copy.format == *format;
    let Content::File { total, .. } = &reply.content else { return };
    if asset.derived.iter().any(known) {
        return;
    }
    let seed = format!("{} {} {transformation} {format}", asset.id, asset.version);
    let id = Id(u128::from(of_text(&seed)) << 64 | u128::from(of_text(&format!("{seed} delivered"))));
    let bytes = u32::try_from(*total).unwrap_or(u32::MAX);
    let copy = Derived { id, transformation: store.word(transformation), format: store.word(format), bytes };
    store.add_derived(slot, copy);
}

#[cfg(test)]
mod tests;
