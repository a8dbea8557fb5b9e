//! What the path of a delivery URL names: one public ID for certain, or none, and what else it
//! could name.
//!
//! `/{resource type}/{type}[/{signature}][/{transformation}…][/v{version}]/{public ID}[.{ext}]`
//! (the facts are those of the SDKs' URL builders). Where two readings are left, none is certain.

use std::borrow::Cow;

use super::behind_kind::Reading;
use super::kind::{Kind, Trust, kind};
use super::named::Named;
use super::transformation::{Likeness, likeness};
use super::words::{self, decoded, is_signature, is_version};
use crate::model::asset::{AssetName, DeliveryType, ResourceType};
use crate::model::guess::{Guess, Guesses, Why};

/// The version in what stands behind the kind of a delivery URL, if it has one.
pub fn version(behind_kind: &str) -> Option<u64> {
    let segments = segments(behind_kind);
    let signed = usize::from(segments.first().is_some_and(|first| is_signature(first)));
    let at = segments.iter().skip(signed).position(|it| likeness(it) < Likeness::Doubtful)? + signed;
    let version = segments.get(at).filter(|it| is_version(it) && at + 1 < segments.len())?;
    version[1..].parse().ok()
}

/// Whether a path begins with a kind: `image/upload`, `image`, or a short word with enough behind
/// it, since many paths begin with `images`.
pub(super) fn begins_with_kind(path: &str) -> bool {
    let segments = segments(path);
    let Some(first) = segments.first() else { return false };
    match words::short(first) {
        Some((_, _, with_suffix)) => segments.len() > 1 + usize::from(with_suffix),
        None => ResourceType::from_word(first).is_some() && segments.len() > 1,
    }
}

/// Whether it begins with resource type and delivery type, both written out.
pub(super) fn begins_with_both_kinds(path: &str) -> bool {
    let mut segments = path.split('/').filter(|segment| !segment.is_empty());
    let Some(first) = segments.next() else { return false };
    (ResourceType::from_word(first).is_some() || first == "any")
        && segments.next().is_some_and(|second| words::delivery_type(second).is_some())
}

/// Reads a path from its kind on, encoded as it stands in the URL.
pub(super) fn read(path: &str, query: Option<&str>, trust: Trust) -> Named {
    read_with(path, query, trust, Guesses::default())
}

/// What it certainly names, and nothing else.
pub(super) fn certain(path: &str, query: Option<&str>, trust: Trust) -> Option<AssetName> {
    read_with(path, query, trust, Guesses::unwanted()).certain
}

fn read_with(path: &str, query: Option<&str>, trust: Trust, guesses: Guesses) -> Named {
    let all = segments(path);
    // A word for lists alone, whatever the assets in it: none is named.
    if let ["any", "list", tag] = all[..] {
        return any_list(tag);
    }
    let Some((kind, behind)) = kind(&all) else { return Named::default() };
    let signed = all.get(behind).is_some_and(|first| is_signature(first));
    let behind = behind + usize::from(signed);
    if behind >= all.len() {
        return Named::default();
    }
    let named = match kind.is_remote().then(|| remote(after(path, behind), query, &kind)).flatten() {
        Some(named) => named,
        None => Reading::of(&all[behind..], &kind, guesses).named(),
    };
    // Nobody knows whether an empty part is a part of the public ID.
    let empty_parts =
        !kind.is_remote() && (path.trim_start_matches('/').contains("//") || path.ends_with('/'));
    let certain = signed || kind.form.is_certain(trust, &all[behind..]);
    if certain && !empty_parts { named } else { named.doubted() }
}

fn any_list(tag: &str) -> Named {
    let tag = decoded(tag).map_or_else(|| tag.to_owned(), Cow::into_owned);
    let tag = tag.strip_suffix(".json").unwrap_or(&tag);
    let mut guesses = Guesses::default();
    for resource_type in ResourceType::ALL {
        guesses.add(Guess {
            public_id: tag.into(),
            kind: Some((resource_type, DeliveryType::List)),
            why: Why::List,
        });
    }
    Named { certain: None, guesses: guesses.into_vec() }
}

fn segments(path: &str) -> Vec<&str> {
    path.split('/').filter(|segment| !segment.is_empty()).collect()
}

/// What follows so many parts of a path.
fn after(path: &str, parts: usize) -> &str {
    let mut rest = path.trim_start_matches('/');
    for _ in 0..parts {
        rest = rest.split_once('/').map_or("", |(_, rest)| rest).trim_start_matches('/');
    }
    rest
}

/// The public ID of a fetched asset is a whole URL. The SDKs encode it, so decoded once it is what
/// they were given; a query that was not encoded may be the delivery URL's own.
fn remote(behind: &str, query: Option<&str>, kind: &Kind) -> Option<Named> {
    let mut rest = behind;
    while !words::starts_a_url(rest) {
        rest = rest.split_once('/').map(|(_, rest)| rest.trim_start_matches('/'))?;
    }
    let once = decoded(rest).map(Cow::into_owned);
    let mut guesses = Guesses::default();
    let mut add = |id: String, why| guesses.add(Guess::named(&kind.name(&id), why));
    // The analytics that the SDKs add are no part of it.
    let query = query.filter(|query| !query.starts_with("_a=") && !query.starts_with("_i="));
    let mut certain = None;
    if let Some(once) = once {
        // Browsers and mail programs make one slash of two.
        let mended = once.split_once(":/").filter(|(_, rest)| !rest.starts_with('/'));
        match (query, mended) {
            (Some(query), _) => {
                let query = decoded(query).map_or_else(|| query.to_owned(), Cow::into_owned);
                add(format!("{once}?{query}"), Why::Fetched);
                add(once.clone(), Why::Fetched);
            }
            (None, Some((scheme, rest))) => add(format!("{scheme}://{rest}"), Why::SlashMended),
            (None, None) => certain = Some(once.clone()),
        }
        if let Some(twice) = decoded(&once).filter(|twice| **twice != *once) {
            add(twice.into_owned(), Why::DecodedTwice);
        }
        if once != rest {
            add(rest.to_owned(), Why::NotDecoded);
        }
    } else {
        add(rest.to_owned(), Why::NotDecoded);
    }
    Some(Named { certain: kind.certain(certain), guesses: guesses.into_vec() })
}
