//! Delivery URLs: from a pasted URL to the names it can mean.
//!
//! `https://{host}[/{cloud}]/{resource type}/{type}[/{signature}][/{transformation}…][/v{version}]/{public ID}[.{ext}]`
//! What the text alone cannot decide comes as several candidates, the likeliest first, to be
//! settled by asking. Every text is read without a panic, however odd it is.

mod words;

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use self::words::{is_format, is_shard, is_signature, is_transformation, is_version};
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
const SHARED: [&str; 2] = ["cloudinary-a.akamaihd.net", "d3jpl91pxevbkh.cloudfront.net"];

/// Reads a text that may be a delivery URL of `cloud_name`.
pub fn read(text: &str, cloud_name: &str) -> Reading {
    let text = text.trim();
    let Some(address) = Address::of(text) else {
        return if text.contains("://") { Reading::NotADeliveryUrl } else { Reading::NotAUrl };
    };
    let Some((cloud, path)) = address.cloud(cloud_name) else { return Reading::NotADeliveryUrl };
    if let Some(cloud) = cloud.filter(|cloud| !cloud.eq_ignore_ascii_case(cloud_name)) {
        return Reading::OtherCloud(cloud.to_owned());
    }
    let candidates = candidates(path, address.query);
    if candidates.is_empty() { Reading::NotADeliveryUrl } else { Reading::Candidates(candidates) }
}

/// The version in what stands behind the kind of a delivery URL, if it has one.
pub fn version(behind_kind: &str) -> Option<u64> {
    let mut path = Path(behind_kind).without_signature();
    while let Some((segment, rest)) = path.next() {
        if is_version(segment) && rest.next().is_some() {
            return segment[1..].parse().ok();
        }
        if !is_transformation(segment) {
            return None;
        }
        path = rest;
    }
    None
}

/// The parts of a URL that matter.
struct Address<'a> {
    host: &'a str,
    path: Path<'a>,
    query: Option<&'a str>,
}

impl<'a> Address<'a> {
    /// `None` where it is no URL over HTTP. Without a scheme it is one where the host is
    /// Cloudinary's.
    fn of(text: &'a str) -> Option<Self> {
        let rest = match text.split_once("://") {
            Some((scheme, rest)) if ["http", "https"].contains(&&*scheme.to_ascii_lowercase()) => rest,
            _ if text.starts_with("//") => text.trim_start_matches('/'),
            _ if text.split_once('/')?.0.to_ascii_lowercase().ends_with(".cloudinary.com") => text,
            _ => return None,
        };
        let rest = rest.split('#').next().unwrap_or_default();
        let (rest, query) = match rest.split_once('?') {
            Some((rest, query)) => (rest, Some(query)),
            None => (rest, None),
        };
        let (host, path) = rest.split_once('/')?;
        let host = host.rsplit('@').next().unwrap_or_default();
        Some(Self { host, path: Path(path), query })
    }

    /// The cloud name, where host or path tell it, and the path behind it. `None` where the
    /// address is not one of deliveries.
    fn cloud(&self, cloud_name: &str) -> Option<(Option<&'a str>, Path<'a>)> {
        let name = self.host.split(':').next().unwrap_or_default();
        let lower = name.to_ascii_lowercase();
        if let Some(first) = lower.strip_suffix(".cloudinary.com") {
            if let Some((cloud, _)) =
                first.rsplit_once("-res").filter(|(_, shard)| shard.is_empty() || is_shard(shard))
            {
                return Some((Some(&name[..cloud.len()]), self.path));
            }
            let shared = first.strip_prefix("res").is_some_and(|shard| shard.is_empty() || is_shard(shard));
            return if shared { self.path.next().map(|(cloud, rest)| (Some(cloud), rest)) } else { None };
        }
        let (first, rest) = self.path.next()?;
        if SHARED.contains(&&*lower) {
            return Some((Some(first), rest));
        }
        if self.path.names_a_kind() || self.path.can_only_be_cloudinarys() {
            Some((None, self.path))
        } else if rest.names_a_kind() || (first == cloud_name && rest.next().is_some()) {
            Some((Some(first), rest))
        } else {
            None
        }
    }
}

/// A path, encoded, without the first slash.
#[derive(Clone, Copy)]
struct Path<'a>(&'a str);

impl<'a> Path<'a> {
    /// The first segment and what is behind it. Empty segments are skipped.
    fn next(self) -> Option<(&'a str, Self)> {
        let text = self.0.trim_start_matches('/');
        let (segment, rest) = text.split_once('/').unwrap_or((text, ""));
        (!segment.is_empty()).then_some((segment, Self(rest)))
    }

    fn segments(self) -> Vec<&'a str> {
        self.0.split('/').filter(|segment| !segment.is_empty()).collect()
    }

    fn without_signature(self) -> Self {
        self.next().filter(|(segment, _)| is_signature(segment)).map_or(self, |(_, rest)| rest)
    }

    /// On a host of which nothing is known, without a kind: a signature, a transformation with a
    /// version behind it, or a version that is a time.
    fn can_only_be_cloudinarys(self) -> bool {
        let segments = self.segments();
        let transformed = segments.iter().take_while(|segment| is_transformation(segment)).count();
        let version = segments.get(transformed).filter(|segment| is_version(segment));
        segments.len() > 1
            && (is_signature(segments[0])
                || version.is_some_and(|version| transformed > 0 || version.len() > 9))
    }

    /// On a host of which nothing is known: many pages have a folder `images`, so a short word
    /// needs both a public ID and the name for search engines behind it.
    fn names_a_kind(self) -> bool {
        let Some((word, rest)) = self.next() else { return false };
        match words::short(word) {
            Some((_, _, with_suffix)) => rest.segments().len() > usize::from(with_suffix),
            None => word.parse::<ResourceType>().is_ok() && rest.next().is_some(),
        }
    }
}

/// What stands before the public ID.
struct Kind {
    resource_types: Vec<ResourceType>,
    delivery_type: DeliveryType,
    suffix: Suffix,
}

/// A name for search engines at the end of the path.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Suffix {
    None,
    Always,
    Perhaps,
}

/// Reads the kind, and gives what is behind it.
fn kind(path: Path<'_>) -> Option<(Kind, Path<'_>)> {
    let kind = |types: &[ResourceType], delivery_type, suffix| Kind {
        resource_types: types.to_vec(),
        delivery_type,
        suffix,
    };
    let (first, rest) = path.next()?;
    let second = rest.next().and_then(|(word, rest)| Some((words::delivery_type(word)?, rest)));
    // A word for lists alone.
    if first == "any"
        && let Some((DeliveryType::List, rest)) = second
    {
        return Some((kind(&ResourceType::ALL, DeliveryType::List, Suffix::None), rest));
    }
    if let Ok(resource_type) = first.parse() {
        let (delivery_type, rest) = second.unwrap_or((DeliveryType::Upload, rest));
        return Some((kind(&[resource_type], delivery_type, Suffix::None), rest));
    }
    if let Some((resource_type, delivery_type, with_suffix)) = words::short(first) {
        let suffix = if with_suffix { Suffix::Always } else { Suffix::None };
        return Some((kind(&[resource_type], delivery_type, suffix), rest));
    }
    Some((kind(&[ResourceType::Image], DeliveryType::Upload, Suffix::Perhaps), path))
}

fn candidates(path: Path<'_>, query: Option<&str>) -> Vec<Candidate> {
    let Some((kind, rest)) = kind(path) else { return Vec::new() };
    let rest = rest.without_signature();
    let ids = remote(rest, query, &kind).unwrap_or_else(|| public_ids(&rest.segments(), &kind));
    let mut candidates: Vec<Candidate> = Vec::new();
    for public_id in ids {
        if public_id.is_empty() || public_id.chars().any(char::is_control) {
            continue;
        }
        for &resource_type in &kind.resource_types {
            let name = AssetName {
                resource_type,
                delivery_type: kind.delivery_type.clone(),
                public_id: (&*public_id).into(),
            };
            if !candidates.iter().any(|known| known.name == name) {
                candidates.push(Candidate { name });
            }
        }
    }
    candidates
}

/// The public ID of a fetched asset is a whole URL, encoded or not, with its query.
fn remote(mut rest: Path<'_>, query: Option<&str>, kind: &Kind) -> Option<Vec<String>> {
    let here = matches!(
        kind.delivery_type,
        DeliveryType::Upload | DeliveryType::Private | DeliveryType::Authenticated | DeliveryType::List
    );
    if here {
        return None;
    }
    let url = loop {
        let text = rest.0.trim_start_matches('/');
        if words::starts_a_url(text) {
            break text;
        }
        rest = rest.next()?.1;
    };
    let decoded = decoded(url);
    // Browsers and mail programs make one slash of two.
    let mended = match decoded.split_once(":/") {
        Some((scheme, rest)) if !rest.starts_with('/') => format!("{scheme}://{rest}"),
        _ => decoded.clone(),
    };
    let mut ids = Vec::new();
    // The analytics that the SDKs add are no part of it.
    if let Some(query) = query.filter(|query| !query.starts_with("_a=") && !query.starts_with("_i=")) {
        ids.push(format!("{mended}?{}", self::decoded(query)));
    }
    ids.extend([mended, decoded, url.to_owned()]);
    Some(ids)
}

/// The public IDs that the segments behind kind and signature can mean.
fn public_ids(segments: &[&str], kind: &Kind) -> Vec<String> {
    let Some(last) = segments.len().checked_sub(1) else { return Vec::new() };
    // A name for search engines is not the public ID; an address without one is not impossible.
    let before_suffix = last.checked_sub(1).filter(|_| kind.suffix == Suffix::Always);
    let lasts = before_suffix.into_iter().chain([last]);
    lasts
        .flat_map(|last| starts(segments, last))
        .flat_map(|start| endings(&segments[start..], kind))
        .collect()
}

/// Where the public ID can begin, at `last` at the latest.
fn starts(segments: &[&str], last: usize) -> Vec<usize> {
    let transformed = segments.iter().take_while(|segment| is_transformation(segment)).count().min(last);
    match segments.iter().position(|segment| is_version(segment)).filter(|at| *at < last) {
        None => (0..=transformed).rev().collect(),
        // Cloudinary allows no folder `v1`; an SDK would not stop one.
        Some(at) if at == transformed => vec![at + 1, at],
        Some(at) if segments[..at].iter().all(|segment| words::may_be_transformation(segment)) => {
            vec![at + 1, transformed]
        }
        // A folder before the version: rather a folder of such a name in the public ID.
        Some(at) => vec![transformed, at + 1],
    }
}

/// The public IDs that the last segments can mean: without the format, then with it.
fn endings(segments: &[&str], kind: &Kind) -> Vec<String> {
    let mut ids = Vec::new();
    let before_suffix =
        (segments.len() > 1 && kind.suffix != Suffix::None).then(|| joined(&segments[..segments.len() - 1]));
    if kind.suffix == Suffix::Always {
        ids.extend(before_suffix.clone());
    }
    let whole = joined(segments);
    let raw = kind.resource_types == [ResourceType::Raw] && kind.delivery_type != DeliveryType::List;
    match whole.rsplit_once('.') {
        Some((stem, ending)) if !raw && !stem.is_empty() && !stem.ends_with('/') => {
            if is_format(ending) {
                ids.extend([stem.to_owned(), whole]);
            } else if words::may_be_format(ending) {
                let stem = stem.to_owned();
                ids.extend([whole, stem]);
            } else {
                ids.push(whole);
            }
        }
        _ => ids.push(whole),
    }
    ids.extend(before_suffix);
    ids
}

fn joined(segments: &[&str]) -> String {
    let decoded: Vec<String> = segments.iter().map(|segment| decoded(segment)).collect();
    decoded.join("/")
}

/// Once; a text that is no UTF-8 then stays as it is.
fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), Cow::into_owned)
}

#[cfg(test)]
mod tests;
