//! Delivery URLs: from a pasted URL to the names it can mean.
//!
//! `https://{host}[/{cloud}]/{resource type}/{type}[/{signature}][/{transformation}…][/v{version}]/{public ID}[.{ext}]`
//! What the text alone cannot decide comes as several candidates, to be settled by asking.

use percent_encoding::percent_decode_str;

use super::asset::{AssetName, DeliveryType, ResourceType};

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

/// Hosts that all environments share: the first segment is the cloud name.
const SHARED: [&str; 3] =
    ["res.cloudinary.com", "cloudinary-a.akamaihd.net", "d3jpl91pxevbkh.cloudfront.net"];

/// Words that stand for resource type and delivery type together. After the long ones the path
/// ends with a name for search engines.
const SHORT: [(&str, ResourceType, DeliveryType); 6] = [
    ("images", ResourceType::Image, DeliveryType::Upload),
    ("private_images", ResourceType::Image, DeliveryType::Private),
    ("authenticated_images", ResourceType::Image, DeliveryType::Authenticated),
    ("videos", ResourceType::Video, DeliveryType::Upload),
    ("files", ResourceType::Raw, DeliveryType::Upload),
    ("iu", ResourceType::Image, DeliveryType::Upload),
];

/// Keys of transformation parameters, as in `c_fill`.
const KEYS: [&str; 56] = [
    "a", "ac", "af", "ar", "b", "bl", "bo", "br", "c", "co", "cs", "d", "dl", "dn", "dpr", "du", "e", "eo",
    "f", "fl", "fn", "fps", "g", "h", "if", "ki", "l", "o", "p", "pg", "q", "r", "so", "sp", "t", "u", "vc",
    "vs", "w", "x", "y", "z", "ocr", "ll", "lang", "ph", "dc", "sf", "st", "xc", "yc", "ec", "su", "sb",
    "ds", "kf",
];

/// Endings that Cloudinary reads as a format; any other ending belongs to the public ID.
const FORMATS: [&str; 46] = [
    "jpg", "jpeg", "jpe", "jfif", "png", "gif", "webp", "avif", "bmp", "tif", "tiff", "ico", "svg", "pdf",
    "psd", "ai", "eps", "heic", "heif", "jp2", "jxl", "jxr", "wdp", "mp4", "mov", "webm", "mkv", "avi",
    "ogv", "m4v", "3gp", "flv", "wmv", "mpeg", "mpg", "mpd", "m3u8", "ts", "mp3", "wav", "ogg", "aac", "m4a",
    "flac", "aiff", "json",
];

/// Reads a text that may be a delivery URL of `cloud_name`.
pub fn read(text: &str, cloud_name: &str) -> Reading {
    let text = text.trim();
    let Some((host, path)) = split(text) else {
        return if text.contains("://") { Reading::NotADeliveryUrl } else { Reading::NotAUrl };
    };
    let (path, query) = match path.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (path, None),
    };
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let Some((cloud, rest)) = cloud(host, &segments) else { return Reading::NotADeliveryUrl };
    if let Some(cloud) = cloud.filter(|cloud| !cloud.eq_ignore_ascii_case(cloud_name)) {
        return Reading::OtherCloud(cloud.to_owned());
    }
    let candidates = of_path(rest, path, query);
    if candidates.is_empty() { Reading::NotADeliveryUrl } else { Reading::Candidates(candidates) }
}

/// Host, and path without the first slash and the fragment.
fn split(text: &str) -> Option<(&str, &str)> {
    let rest = match text.split_once("://") {
        Some((scheme, rest))
            if scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http") =>
        {
            rest
        }
        Some(_) => return None,
        None => {
            text.strip_prefix("//").or_else(|| text.starts_with("res.cloudinary.com/").then_some(text))?
        }
    };
    let rest = rest.split('#').next().unwrap_or_default();
    rest.split_once('/')
}

/// The cloud name, where host or path tell it, and the segments behind it. `None` where the
/// address is not one of deliveries.
fn cloud<'a>(host: &'a str, segments: &'a [&'a str]) -> Option<(Option<&'a str>, &'a [&'a str])> {
    let lower = host.to_ascii_lowercase();
    let name = lower.split(':').next().unwrap_or_default();
    if let Some(first) = name.strip_suffix(".cloudinary.com") {
        let private = first.rsplit_once("-res").filter(|(_, shard)| shard.is_empty() || is_shard(shard));
        if let Some((cloud, _)) = private {
            return Some((host.get(..cloud.len()), segments));
        }
        if first != "res" && !first.strip_prefix("res").is_some_and(is_shard) {
            return None;
        }
        return segments.split_first().map(|(cloud, rest)| (Some(*cloud), rest));
    }
    if SHARED.contains(&name) {
        return segments.split_first().map(|(cloud, rest)| (Some(*cloud), rest));
    }
    match segments {
        [first, ..] if is_kind(first) => Some((None, segments)),
        [cloud, second, ..] if is_kind(second) => Some((Some(*cloud), &segments[1..])),
        _ => None,
    }
}

fn is_shard(text: &str) -> bool {
    text.strip_prefix('-')
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_kind(word: &str) -> bool {
    word.parse::<ResourceType>().is_ok() || SHORT.iter().any(|(short, ..)| *short == word)
}

/// What stands before the public ID.
struct Kind {
    resource_type: ResourceType,
    delivery_type: DeliveryType,
    /// The path ends with a name for search engines.
    with_suffix: bool,
}

fn kind<'a>(segments: &'a [&'a str]) -> Option<(Kind, &'a [&'a str])> {
    let (first, rest) = segments.split_first()?;
    if let Ok(resource_type) = first.parse() {
        let (second, behind) = rest.split_first()?;
        let delivery_type = DeliveryType::from(*second);
        let known = !matches!(delivery_type, DeliveryType::Other(_))
            || DeliveryType::FURTHER.contains(second)
            || ["multi", "text", "twitter_name", "public"].contains(second);
        let (delivery_type, rest) =
            if known { (delivery_type, behind) } else { (DeliveryType::Upload, rest) };
        return Some((Kind { resource_type, delivery_type, with_suffix: false }, rest));
    }
    if let Some((word, resource_type, delivery_type)) = SHORT.iter().find(|(word, ..)| word == first) {
        let kind = Kind {
            resource_type: *resource_type,
            delivery_type: delivery_type.clone(),
            with_suffix: *word != "iu",
        };
        return Some((kind, rest));
    }
    let root =
        Kind { resource_type: ResourceType::Image, delivery_type: DeliveryType::Upload, with_suffix: false };
    Some((root, segments))
}

fn of_path(segments: &[&str], path: &str, query: Option<&str>) -> Vec<Candidate> {
    let Some((kind, rest)) = kind(segments) else { return Vec::new() };
    let rest = match rest.split_first() {
        Some((first, behind)) if is_signature(first) => behind,
        _ => rest,
    };
    let ids = match remote(rest, path, query) {
        Some(ids) => ids,
        None => public_ids(rest, &kind),
    };
    let mut candidates: Vec<Candidate> = Vec::new();
    for public_id in ids.into_iter().filter(|id| !id.is_empty()) {
        let name = AssetName {
            resource_type: kind.resource_type,
            delivery_type: kind.delivery_type.clone(),
            public_id: public_id.into(),
        };
        if !candidates.iter().any(|known| known.name == name) {
            candidates.push(Candidate { name });
        }
    }
    candidates
}

fn is_signature(segment: &str) -> bool {
    segment.strip_prefix("s--").and_then(|rest| rest.strip_suffix("--")).is_some_and(|hash| {
        (hash.len() == 8 || hash.len() == 32)
            && hash.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    })
}

/// A remote asset's public ID is a whole URL, encoded or not, with its query.
fn remote(rest: &[&str], path: &str, query: Option<&str>) -> Option<Vec<String>> {
    let at = rest.iter().position(|segment| {
        let lower = segment.to_ascii_lowercase();
        ["http:", "https:", "http%3a", "https%3a"].iter().any(|start| lower.starts_with(start))
    })?;
    // From the path itself: the segments have lost the double slash.
    let raw = &path[path.find(rest[at])?..];
    let once = decoded(raw);
    let mut ids = Vec::new();
    if let Some(query) = query.filter(|query| !query.starts_with("_a=") && !query.starts_with("_i=")) {
        ids.push(format!("{once}?{}", decoded(query)));
    }
    ids.push(once);
    ids.push(raw.to_owned());
    Some(ids)
}

fn public_ids(rest: &[&str], kind: &Kind) -> Vec<String> {
    let transformed = rest.iter().take_while(|segment| is_transformation(segment)).count();
    let version = rest.iter().position(|segment| is_version(segment)).filter(|at| at + 1 < rest.len());
    let mut starts: Vec<usize> = match version {
        Some(at) if at <= transformed => vec![at + 1],
        // A folder before the version: rather a version-like folder in the public ID.
        Some(at) => vec![transformed.min(rest.len() - 1), at + 1],
        None => vec![transformed.min(rest.len().saturating_sub(1))],
    };
    if version.is_none() && transformed > 0 {
        starts.push(0);
    }
    starts.into_iter().flat_map(|start| endings(&rest[start..], kind)).collect()
}

/// The public IDs that the last segments can mean: without the format, then with it.
fn endings(segments: &[&str], kind: &Kind) -> Vec<String> {
    let mut ids = Vec::new();
    if kind.with_suffix && segments.len() > 1 {
        ids.push(joined(&segments[..segments.len() - 1]));
    }
    let whole = joined(segments);
    if kind.resource_type != ResourceType::Raw || kind.delivery_type == DeliveryType::List {
        if let Some((stem, _)) = whole.rsplit_once('.').filter(|(stem, end)| {
            !stem.is_empty() && !end.contains('/') && FORMATS.contains(&&*end.to_ascii_lowercase())
        }) {
            ids.push(stem.to_owned());
        }
    }
    ids.push(whole);
    ids
}

fn joined(segments: &[&str]) -> String {
    let decoded: Vec<String> = segments.iter().map(|segment| decoded(segment)).collect();
    decoded.join("/")
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn is_version(segment: &str) -> bool {
    segment
        .strip_prefix('v')
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Every comma-separated part is a known `key_value` or a `$variable_value`.
fn is_transformation(segment: &str) -> bool {
    !segment.is_empty()
        && segment.split(',').all(|part| {
            part.split_once('_').is_some_and(|(key, value)| {
                !value.is_empty()
                    && (KEYS.contains(&key) || key.strip_prefix('$').is_some_and(|name| !name.is_empty()))
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(url: &str) -> String {
        match read(url, "demo") {
            Reading::Candidates(candidates) => candidates[0].name.to_string(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn every_form_of_a_delivery_url_is_read() {
        for (path, name) in [
            ("res.cloudinary.com/demo/image/upload/sample.jpg", "image/upload/sample"),
            ("res.cloudinary.com/demo/image/upload/v1312461204/docs/owl.jpg", "image/upload/docs/owl"),
            (
                "res.cloudinary.com/demo/image/upload/c_fill,w_200/e_sepia/v1/docs/owl",
                "image/upload/docs/owl",
            ),
            ("res.cloudinary.com/demo/image/upload/c_fill,w_200/docs/owl.png", "image/upload/docs/owl"),
            (
                "res.cloudinary.com/demo/image/authenticated/s--Ai4Znfl3--/c_crop,h_20,w_10/v1234/image.jpg",
                "image/authenticated/image",
            ),
            ("res.cloudinary.com/demo/image/upload/s----SjmNDA--/v1234/image.jpg", "image/upload/image"),
            (
                "res.cloudinary.com/demo/video/upload/so_2,w_300/v17/clips/stream.jpg",
                "video/upload/clips/stream",
            ),
            ("res.cloudinary.com/demo/video/upload/sp_full_hd/v1533125278/dog.m3u8", "video/upload/dog"),
            (
                "res.cloudinary.com/demo/raw/upload/v16/files/report.v2.docx",
                "raw/upload/files/report.v2.docx",
            ),
            (
                "res.cloudinary.com/demo/image/upload/v17/caf%C3%A9/my%20photo.jpg",
                "image/upload/café/my photo",
            ),
            ("res.cloudinary.com/demo/image/upload/v1/sticker-2.5in-holo", "image/upload/sticker-2.5in-holo"),
            (
                "res.cloudinary.com/demo/images/f_auto/v1654624121/myimage/seo-name.jpg?_i=AA",
                "image/upload/myimage",
            ),
            ("res.cloudinary.com/demo/files/v1/report.pdf.zip/nice-name", "raw/upload/report.pdf.zip"),
            (
                "res.cloudinary.com/demo/image/fetch/c_limit,w_100/https://example.com/a%2Fb.png",
                "image/fetch/https://example.com/a/b.png",
            ),
            ("res.cloudinary.com/demo/image/facebook/65646572251.jpg", "image/facebook/65646572251"),
            ("res.cloudinary.com/demo/iu/docs/owl", "image/upload/docs/owl"),
            ("demo-res.cloudinary.com/videos/dog.mp4", "video/upload/dog"),
            ("demo-res-3.cloudinary.com/image/upload/dog.png", "image/upload/dog"),
            ("images.shop.example/image/upload/v9/a/b.webp", "image/upload/a/b"),
            ("127.0.0.1:8123/demo/image/upload/v9/a/b.webp", "image/upload/a/b"),
            ("res.cloudinary.com/demo/image/list/logo.json", "image/list/logo"),
            ("res.cloudinary.com/demo/image/upload/my_folder/cat.jpg", "image/upload/my_folder/cat"),
        ] {
            assert_eq!(first(&format!("https://{path}")), name, "{path}");
        }
    }

    #[test]
    fn other_texts_are_told_apart() {
        assert_eq!(
            read("https://res.cloudinary.com/other/image/upload/a.jpg", "demo"),
            Reading::OtherCloud("other".into())
        );
        assert_eq!(read("docs/owl", "demo"), Reading::NotAUrl);
        assert_eq!(
            read("res.cloudinary.com/demo/image/upload/a.jpg", "demo"),
            read("https://res.cloudinary.com/demo/image/upload/a.jpg", "demo")
        );
        for text in [
            "https://example.com/a.jpg",
            "https://console.cloudinary.com/app/demo/image/upload",
            "https://res.cloudinary.com/",
            "https://res.cloudinary.com/demo/image/upload/",
            "cloudinary://1:2@demo",
            "ftp://res.cloudinary.com/demo/image/upload/a.jpg",
        ] {
            assert_eq!(read(text, "demo"), Reading::NotADeliveryUrl, "{text}");
        }
    }

    #[test]
    fn what_the_text_cannot_decide_comes_as_candidates() {
        let Reading::Candidates(candidates) =
            read("https://res.cloudinary.com/demo/image/upload/w_100/a.b.png", "demo")
        else {
            panic!("not read");
        };
        let ids: Vec<&str> = candidates.iter().map(|candidate| &*candidate.name.public_id).collect();
        assert_eq!(ids, ["a.b", "a.b.png", "w_100/a.b", "w_100/a.b.png"]);
    }
}
