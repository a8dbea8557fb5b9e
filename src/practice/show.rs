//! Assets as the API writes them: in listings, in details, in search results.

use std::sync::Arc;

use super::asset::{Asset, DeliveryType, Derived, ResourceType};
use super::environment::Environment;
use super::json::Json;
use super::params::Params;
use super::settings::FolderMode;
use super::{clock, sign};

/// Which of the three shapes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    List,
    Details,
    Search,
}

/// What a search item shows, whatever `fields` says.
const ALWAYS_FOUND: [&str; 7] =
    ["asset_id", "public_id", "asset_folder", "created_at", "status", "type", "resource_type"];

/// How assets are to be written for one request.
#[derive(Debug)]
pub struct Shape<'a> {
    environment: &'a Environment,
    style: Style,
    /// Of tags, context, metadata and moderation those that are shown.
    blocks: Vec<&'static str>,
    fields: Option<Vec<String>>,
}

impl<'a> Shape<'a> {
    /// As the request's `tags`, `context`, `with_field`, `fields` … say.
    pub fn new(environment: &'a Environment, style: Style, params: &Params) -> Self {
        let fields = params.list("fields").filter(|fields| !fields.is_empty());
        let with = params.list("with_field").unwrap_or_default();
        let wanted = |name: &&str| {
            style == Style::Details
                || fields.as_ref().is_some_and(|fields| fields.iter().any(|field| field == *name))
                || with.iter().any(|field| field == *name)
                || (style == Style::List && matches!(params.text(name).as_deref(), Some("true" | "1")))
        };
        let mut blocks: Vec<_> =
            ["tags", "context", "metadata", "moderation"].into_iter().filter(wanted).collect();
        if wanted(&"moderations") {
            blocks.push("moderation");
        }
        Self { environment, style, blocks, fields }
    }

    /// Context is part of each item, as in the listing by context.
    pub fn with_context(mut self) -> Self {
        self.blocks.push("context");
        self
    }

    fn has(&self, block: &str) -> bool {
        self.blocks.contains(&block)
    }

    fn shows(&self, name: &str) -> bool {
        let Some(fields) = &self.fields else { return true };
        fields.iter().any(|field| field == name)
            || match self.style {
                Style::Search => ALWAYS_FOUND.contains(&name),
                _ => matches!(name, "asset_id" | "public_id"),
            }
    }

    /// All fields of one asset.
    pub fn write(&self, json: &mut Json, asset: &Asset) {
        self.names(json, asset);
        self.measures(json, asset);
        if self.style == Style::Search {
            self.search_only(json, asset);
        }
        self.places(json, asset);
        self.extras(json, asset);
    }

    fn names(&self, json: &mut Json, asset: &Asset) {
        let mut id = [0; 32];
        hex(asset.id.0, &mut id);
        if self.shows("asset_id") {
            json.text("asset_id", std::str::from_utf8(&id).unwrap_or_default());
        }
        json.text("public_id", &asset.public_id);
        if !asset.format.is_empty() && self.shows("format") {
            json.text("format", &asset.format);
        }
        if self.shows("version") {
            json.number("version", asset.version);
        }
        if self.shows("resource_type") {
            json.text("resource_type", asset.kind.resource_type.word());
        }
        if self.shows("type") {
            json.text("type", asset.kind.delivery_type.word());
        }
        if self.shows("created_at") {
            json.text("created_at", &self.time(asset.created_at));
        }
        if self.style == Style::Search && self.shows("uploaded_at") {
            json.text("uploaded_at", &self.time(asset.version));
        }
    }

    fn time(&self, at: i64) -> String {
        let mut text = clock::iso(at);
        text.push_str(if self.style == Style::Search { "+00:00" } else { "Z" });
        text
    }

    fn measures(&self, json: &mut Json, asset: &Asset) {
        if self.shows("bytes") {
            json.number("bytes", if asset.placeholder { 0 } else { asset.bytes });
        }
        if asset.width > 0 {
            if self.shows("width") {
                json.number("width", asset.width);
            }
            if self.shows("height") {
                json.number("height", asset.height);
            }
        } else if self.style == Style::Search && self.fields.is_none() {
            json.null("width");
            json.null("height");
        }
        if asset.duration_ms > 0 && self.style != Style::List && self.shows("duration") {
            json.number("duration", f64::from(asset.duration_ms) / 1000.0);
        }
        if asset.pages > 0 && self.style != Style::List && self.shows("pages") {
            json.number("pages", asset.pages);
        }
        if asset.placeholder {
            json.flag("placeholder", true);
        }
    }

    fn search_only(&self, json: &mut Json, asset: &Asset) {
        if self.shows("filename") {
            json.text("filename", asset.name());
        }
        if self.shows("backup_bytes") {
            json.number("backup_bytes", asset.backup_bytes());
        }
        if asset.width > 0 && self.shows("aspect_ratio") {
            let ratio = f64::from(asset.width) / f64::from(asset.height.max(1));
            json.number("aspect_ratio", (ratio * 100_000.0).round() / 100_000.0);
        }
        if asset.width > 0 && self.shows("pixels") {
            json.number("pixels", u64::from(asset.width) * u64::from(asset.height));
        }
        if self.shows("status") {
            json.text("status", "active");
        }
        if self.shows("access_control") {
            json.null("access_control");
        }
        if self.shows("etag") {
            json.text("etag", &asset.etag.to_string());
        }
        for by in ["created_by", "uploaded_by"] {
            if self.shows(by) {
                json.nested(by, |json| json.text("access_key", &self.environment.settings.api_key));
            }
        }
        if let Some(moderation) = asset.moderation.filter(|_| self.shows("moderation_status")) {
            json.text("moderation_kind", moderation.kind);
            json.text("moderation_status", moderation.status);
        }
    }

    fn places(&self, json: &mut Json, asset: &Asset) {
        if self.environment.settings.folder_mode == FolderMode::Dynamic {
            if self.shows("asset_folder") {
                json.text("asset_folder", &asset.folder);
            }
            if self.shows("display_name") {
                json.text("display_name", asset.display_name());
            }
        } else if self.style != Style::Details && self.shows("folder") {
            json.text("folder", &asset.folder);
        }
        if self.shows("access_mode") {
            json.text("access_mode", "public");
        }
        if self.style != Style::Search && self.fields.is_none() && !asset.backups.is_empty() {
            json.flag("backup", true);
        }
        let (url, secure_url) = (self.shows("url"), self.shows("secure_url"));
        if url || secure_url {
            // Made once: both name the same loopback address.
            let address = asset_url(self.environment, asset);
            if url {
                json.text("url", &address);
            }
            if secure_url {
                json.text("secure_url", &address);
            }
        }
    }

    fn extras(&self, json: &mut Json, asset: &Asset) {
        if self.has("tags") {
            json.array("tags", |json| asset.tags.iter().for_each(|tag| json.text_item(tag)));
        }
        if self.has("context") && (!asset.context.is_empty() || self.style == Style::Search) {
            if self.style == Style::Search {
                json.nested("context", |json| pairs(json, &asset.context));
            } else {
                json.nested("context", |json| json.nested("custom", |json| pairs(json, &asset.context)));
            }
        }
        if self.has("metadata") {
            if self.style == Style::Search {
                json.nested("metadata", |_| {});
            } else {
                json.array("metadata", |_| {});
            }
        }
        if let Some(moderation) = asset.moderation.filter(|_| self.has("moderation")) {
            json.array("moderation", |json| {
                json.item(|json| {
                    json.text("kind", moderation.kind);
                    json.text("status", moderation.status);
                    json.text("updated_at", &self.time(asset.version));
                });
            });
        }
        let etag = self.style == Style::Details
            || (self.style == Style::List && self.fields.is_some() && self.shows("etag"));
        if etag {
            json.text("etag", &asset.etag.to_string());
        }
    }
}

fn pairs(json: &mut Json, pairs: &[(Arc<str>, Arc<str>)]) {
    for (key, value) in pairs {
        json.text(key, value);
    }
}

fn hex(value: u128, out: &mut [u8; 32]) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut rest = value;
    let mut at = 32;
    while at > 0 {
        at -= 1;
        out[at] = DIGITS[(rest & 15) as usize];
        rest >>= 4;
    }
}

/// The delivery URL of the original.
pub fn asset_url(environment: &Environment, asset: &Asset) -> String {
    file_url(environment, asset, "", &asset.format)
}

/// The path of the original below the cloud's name, in this format.
pub fn asset_path(environment: &Environment, asset: &Asset, format: &str) -> String {
    let url = file_url(environment, asset, "", format);
    let before = environment.origin.len() + environment.settings.cloud_name.len() + 2;
    url[before..].to_owned()
}

/// The delivery URL of a derived file.
pub fn derived_url(environment: &Environment, asset: &Asset, copy: &Derived) -> String {
    file_url(environment, asset, &copy.transformation, &copy.format)
}

fn file_url(environment: &Environment, asset: &Asset, transformation: &str, format: &str) -> String {
    let kind = asset.kind;
    let mut name = String::with_capacity(asset.public_id.len() + 8);
    encode(&mut name, &asset.public_id);
    if kind.resource_type != ResourceType::Raw
        && kind.delivery_type != DeliveryType::FETCH
        && !format.is_empty()
    {
        name.push('.');
        name.push_str(format);
    }
    let mut url = String::with_capacity(environment.origin.len() + name.len() + 96);
    url.push_str(&environment.origin);
    for part in [&environment.settings.cloud_name, kind.resource_type.word(), kind.delivery_type.word()] {
        url.push('/');
        url.push_str(part);
    }
    url.push('/');
    if kind.delivery_type.is_restricted() {
        let between = if transformation.is_empty() { "" } else { "/" };
        let to_sign = format!("{transformation}{between}{name}");
        url.push_str(&sign::delivery(&to_sign, &environment.settings.api_secret));
        url.push('/');
    }
    if !transformation.is_empty() {
        url.push_str(transformation);
        url.push('/');
    }
    url.push('v');
    url.push_str(&asset.version.to_string());
    url.push('/');
    url.push_str(&name);
    url
}

/// Percent-encode as the SDKs do in delivery URLs.
fn encode(out: &mut String, text: &str) {
    let bytes = text.as_bytes();
    let (mut from, mut at) = (0, 0);
    while at < bytes.len() {
        let byte = bytes[at];
        if !(byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-' | b'/' | b':')) {
            // Between two encoded bytes of one character there is nothing, and no boundary.
            if from < at {
                out.push_str(&text[from..at]);
            }
            let digit = |nibble: u8| char::from(b"0123456789ABCDEF"[usize::from(nibble & 15)]);
            out.extend(['%', digit(byte >> 4), digit(byte)]);
            from = at + 1;
        }
        at += 1;
    }
    out.push_str(&text[from..]);
}
