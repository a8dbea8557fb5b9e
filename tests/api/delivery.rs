//! Delivery URLs, row by row of the SDK's: made from their parts, and read back to them.

use cloudsweep::api::{DeliverySigner, DeliveryUrl, Distribution, Form, SignatureLength};
use cloudsweep::model::account::SignatureAlgorithm;
use cloudsweep::model::asset::AssetName;
use cloudsweep::model::delivery::{self, DeliveryHost, Hosts, Reading};
use proptest::prelude::*;
use serde_json::Value;

use crate::support::name;
use crate::support::vectors::{self, About, Row};

/// Of the vectors, which are made with it.
const SECRET: &str = "abcd";
const CLOUD: &str = "demo";

/// Endings that a public ID may have by itself.
const FORMATS: [&str; 16] = [
    "jpg", "jpeg", "png", "gif", "webp", "avif", "svg", "pdf", "psd", "tif", "tiff", "heic", "mp4", "mov",
    "mp3", "webm",
];

/// The options of a row.
struct Parts<'a> {
    options: &'a Value,
    name: AssetName,
    url: &'a str,
}

impl<'a> Parts<'a> {
    fn of(row: &'a Row) -> Self {
        let options = &row.value["options"];
        let word = |name: &str, default: &'static str| options[name].as_str().unwrap_or(default).to_owned();
        let kind = word("resource_type", "image").parse().expect("a resource type");
        let name = name(kind, &word("type", "upload"), row.text("public_id"));
        Self { options, name, url: row.text("url") }
    }

    fn text(&self, name: &str) -> Option<String> {
        match &self.options[name] {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    fn flag(&self, name: &str) -> bool {
        self.options[name].as_bool().unwrap_or_default()
    }

    /// Scheme, host and, where it is part of the path, the cloud.
    fn base(&self) -> &'a str {
        let path = self.url.find("://").map_or(0, |at| at + 3);
        let host = path + self.url[path..].find('/').expect("a path");
        let in_path = self.url[host..].strip_prefix(&format!("/{CLOUD}/")).is_some();
        &self.url[..host + if in_path { 1 + CLOUD.len() } else { 0 }]
    }

    fn distribution(&self) -> Distribution<'a> {
        let usual = !["secure_distribution", "cname", "cdn_subdomain", "secure_cdn_subdomain"]
            .iter()
            .any(|option| !self.options[option].is_null())
            && self.options["secure"] != false;
        match usual {
            true if self.flag("private_cdn") => Distribution::PrivateCdn,
            true => Distribution::Shared,
            false => Distribution::Like(self.base()),
        }
    }

    /// The URL of these parts with a transformation.
    fn url<'b>(&'b self, transformation: &'b str, text: &'b Texts) -> DeliveryUrl<'b> {
        DeliveryUrl {
            format: text.format.as_deref(),
            transformation,
            version: text.version,
            suffix: text.suffix.as_deref(),
            form: match () {
                () if self.flag("use_root_path") => Form::Root,
                () if self.flag("shorten") => Form::Short,
                () => Form::Usual,
            },
            ..DeliveryUrl::new(self.distribution(), &self.name)
        }
    }

    fn texts(&self) -> Texts {
        Texts {
            format: self.text("format"),
            version: self.text("version").and_then(|version| version.parse().ok()),
            suffix: self.text("url_suffix"),
        }
    }

    /// Whether the text alone tells the public ID for certain. It does not where a part that may be
    /// absent looks like a part of the public ID, or the other way round.
    fn is_decided(&self) -> bool {
        let id = &*self.name.public_id;
        let versioned = self.url.split('/').any(|segment| {
            segment.strip_prefix('v').is_some_and(|v| !v.is_empty() && v.bytes().all(|c| c.is_ascii_digit()))
        });
        let ending = id.rsplit_once('.').map(|(_, ending)| ending);
        let like_a_format = ending.is_some_and(|ending| FORMATS.contains(&ending));
        let like_a_version = id.split('/').next().is_some_and(|first| {
            id.contains('/') && first.strip_prefix('v').is_some_and(|rest| rest.starts_with(char::is_numeric))
        });
        let like_a_transformation = !versioned && id.contains('_') && id.contains('/');
        let root_with_suffix = self.flag("use_root_path") && self.text("url_suffix").is_some();
        // A path without a kind is a delivery link for certain on Cloudinary's own hosts alone, and the
        // words for those with a suffix are the names of folders elsewhere.
        let root_elsewhere = self.flag("use_root_path")
            && self.text("secure_distribution").is_some()
            && !self.flag("sign_url");
        let suffixed = self.text("url_suffix").is_some();
        let suffixed_elsewhere = suffixed && !versioned && self.text("secure_distribution").is_some();
        let format_is_known =
            self.text("format").is_some() || self.name.resource_type.as_str() == "raw" || suffixed;
        !(like_a_format && !format_is_known
            || like_a_version
            || like_a_transformation
            || root_with_suffix
            || root_elsewhere
            || suffixed_elsewhere)
    }
}

struct Texts {
    format: Option<String>,
    version: Option<u64>,
    suffix: Option<String>,
}

/// What stands in a URL between kind and version, without the signature.
fn between(without: &str, url: &str) -> String {
    let (without, url): (Vec<&str>, Vec<&str>) = (without.split('/').collect(), url.split('/').collect());
    let same = without.iter().zip(&url).take_while(|(a, b)| a == b).count();
    let end = (url.len() + same).saturating_sub(without.len()).max(same);
    let middle = url[same..end].iter().copied().filter(|segment| !segment.starts_with("s--"));
    middle.collect::<Vec<_>>().join("/")
}

#[test]
fn urls_are_made_and_signed_as_the_sdk_does() {
    let rows = vectors::rows(About::DeliveryUrls);
    let mut wrong = Vec::new();
    for row in &rows {
        let parts = Parts::of(row);
        let algorithm = match parts.text("signature_algorithm").as_deref() {
            Some("sha256") => SignatureAlgorithm::Sha256,
            _ => SignatureAlgorithm::Sha1,
        };
        let secret = parts.text("api_secret").unwrap_or_else(|| SECRET.to_owned());
        let signer = DeliverySigner::new(secret.into(), algorithm);
        let texts = parts.texts();
        let Some(without) = parts.url("", &texts).unsigned(CLOUD) else {
            wrong.push(format!("{}: no such form", row.place));
            continue;
        };
        let transformation = between(&without, parts.url);
        let url = parts.url(&transformation, &texts);
        let length =
            if parts.flag("long_url_signature") { SignatureLength::Long } else { SignatureLength::Short };
        let made =
            if parts.flag("sign_url") { url.signed(CLOUD, &signer, length) } else { url.unsigned(CLOUD) };
        if made.as_deref() != Some(parts.url) {
            wrong.push(format!("{}: {made:?}, not {}", row.place, parts.url));
        }
    }
    vectors::report(About::DeliveryUrls, rows.len(), &wrong);
}

#[test]
fn urls_are_read_back_to_what_they_name() {
    let rows = vectors::rows(About::DeliveryUrls);
    let mut wrong = Vec::new();
    for row in &rows {
        let parts = Parts::of(row);
        let hosts = hosts(parts.text("secure_distribution").or_else(|| parts.text("cname")).as_deref());
        let Reading::Link(named) = delivery::read(parts.url, &hosts) else {
            wrong.push(format!("{}: {} is not read", row.place, parts.url));
            continue;
        };
        let known = named.names().any(|name| name == parts.name);
        let certain = named.certain.as_ref() == Some(&parts.name);
        if !known || (parts.is_decided() && !certain) {
            wrong.push(format!("{}: {} gives {named:?}", row.place, parts.url));
        }
    }
    vectors::report(About::DeliveryUrls, rows.len(), &wrong);
}

/// Cloudinary's hosts, and one of the environment's own.
fn hosts(own: Option<&str>) -> Hosts {
    Hosts { own: own.and_then(DeliveryHost::typed).into_iter().collect(), ..Hosts::of_cloud(CLOUD) }
}

fn kinds() -> impl Strategy<Value = (&'static str, &'static str)> {
    prop::sample::select(vec![
        ("image", "upload"),
        ("image", "private"),
        ("image", "authenticated"),
        ("image", "facebook"),
        ("video", "upload"),
        ("video", "authenticated"),
        ("raw", "upload"),
        ("raw", "private"),
    ])
}

/// Public IDs as Cloudinary allows them, and worse ones of old assets.
fn public_ids() -> impl Strategy<Value = String> {
    let segment = "[\\p{L}\\p{N} ._,+&=%?#'()~!$-]{1,12}".prop_filter("no dots alone", |text| {
        text.trim() == text && !text.starts_with('.') && !text.ends_with('.') && !looks_like_a_version(text)
    });
    prop::collection::vec(segment, 1..4).prop_map(|segments| segments.join("/"))
}

fn looks_like_a_version(text: &str) -> bool {
    text.strip_prefix('v').is_some_and(|rest| rest.bytes().all(|c| c.is_ascii_digit()))
}

proptest! {
    #[test]
    fn a_url_made_from_its_parts_reads_back(
        (kind, delivery) in kinds(),
        public_id in public_ids(),
        version in prop::option::of(1_u64..2_000_000_000),
        transformation in prop::sample::select(vec![
            "", "c_fill,h_320,w_320", "c_scale,w_100/e_sepia", "$w_200/c_crop,w_$w", "t_media_lib_thumb",
            "l_text:Arial_20:a%252Cb,co_red/fl_layer_apply", "so_2,w_300",
        ]),
        format in prop::sample::select(vec!["jpg", "png", "webp", "mp4", "m3u8"]),
        signed in any::<bool>(),
        private_cdn in any::<bool>(),
        suffixed in any::<bool>(),
    ) {
        let kind: cloudsweep::model::asset::ResourceType = kind.parse().unwrap();
        let raw = kind.as_str() == "raw";
        let name = name(kind, delivery, &public_id);
        let signer = DeliverySigner::new(SECRET.into(), SignatureAlgorithm::Sha1);
        let distribution = if private_cdn { Distribution::PrivateCdn } else { Distribution::Shared };
        let suffix = (suffixed && delivery == "upload").then_some("a-name");
        let url = DeliveryUrl {
            format: (!raw).then_some(format),
            transformation: if raw { "" } else { transformation },
            version,
            suffix,
            ..DeliveryUrl::new(distribution, &name)
        };
        let made = if signed {
            url.signed(CLOUD, &signer, SignatureLength::Short)
        } else {
            url.unsigned(CLOUD)
        };
        let made = made.expect("a form of every kind");
        let Reading::Link(named) = delivery::read(&made, &hosts(None)) else {
            return Err(TestCaseError::fail(format!("{made} is not read")));
        };
        // Whatever is certain is right, and with a time as its version everything is.
        prop_assert!(named.names().any(|it| it == name), "{made} gives {named:?}");
        let decided = version.is_some_and(|version| version >= 1_000_000_000);
        prop_assert!(!decided || named.certain.as_ref() == Some(&name), "{made} gives {named:?}");
    }
}
