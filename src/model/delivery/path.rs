//! What the path of a delivery URL names: one public ID for certain, or none, and what else it
//! could name.
//!
//! `/{resource type}/{type}[/{signature}][/{transformation}…][/v{version}]/{public ID}[.{ext}]`
//! (the facts are those of the SDKs' URL builders). Where two readings are left, none is certain.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::transformation::{Likeness, likeness};
use super::words;
use super::words::{is_signature, is_version};
use crate::model::asset::{AssetName, DeliveryType, ResourceType};
use crate::model::guess::{Guess, Guesses, Why};

/// What a path names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// For certain.
    pub certain: Option<AssetName>,
    /// What else it could name, the likeliest first.
    pub guesses: Vec<Guess>,
}

/// The version in what stands behind the kind of a delivery URL, if it has one.
pub fn version(behind_kind: &str) -> Option<u64> {
    let segments = segments(behind_kind);
    let signed = usize::from(segments.first().is_some_and(|first| is_signature(first)));
    let at = segments.iter().skip(signed).position(|it| likeness(it) < Likeness::Doubtful)? + signed;
    let version = segments.get(at).filter(|it| is_version(it) && at + 1 < segments.len())?;
    version[1..].parse().ok()
}

/// What stands before the public ID.
struct Kind {
    resource_type: ResourceType,
    delivery_type: DeliveryType,
    suffix: Suffix,
    form: Form,
}

/// How the kind is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Resource type and delivery type.
    Whole,
    /// The resource type alone, which no SDK writes.
    Half,
    /// One word for both, as other pages have it in their paths, too.
    Short,
    /// Not at all.
    Root,
}

/// Whose host it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// Cloudinary's: every path on it is a delivery link.
    Cloudinary,
    /// The environment's own, on which there may be other pages.
    Own,
    /// Of which nothing is known.
    Unknown,
}

/// A name for search engines at the end of the path.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Suffix {
    None,
    Always,
    Perhaps,
}

/// Whether a path begins with a kind: `image/upload`, `image`, or a short word with enough behind
/// it, since many paths begin with `images`.
pub(super) fn begins_with_kind(path: &str) -> bool {
    let segments = segments(path);
    let Some(first) = segments.first() else { return false };
    match words::short(first) {
        Some((_, _, with_suffix)) => segments.len() > 1 + usize::from(with_suffix),
        None => first.parse::<ResourceType>().is_ok() && segments.len() > 1,
    }
}

/// Whether it begins with resource type and delivery type, both written out.
pub(super) fn begins_with_both_kinds(path: &str) -> bool {
    let segments = segments(path);
    let [first, second, ..] = &segments[..] else { return false };
    (first.parse::<ResourceType>().is_ok() || *first == "any") && words::delivery_type(second).is_some()
}

/// Reads a path from its kind on, encoded as it stands in the URL.
pub(super) fn read(path: &str, query: Option<&str>, trust: Trust) -> Named {
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
        None => Reading::of(&all[behind..], &kind).named(),
    };
    if signed || kind.form.is_certain(trust, &all[behind..]) { named } else { named.doubted() }
}

impl Form {
    /// Whether an address with a kind in this form can only be a delivery link.
    fn is_certain(self, trust: Trust, behind: &[&str]) -> bool {
        let before_last = &behind[..behind.len() - 1];
        let versioned = before_last.iter().any(|it| is_version(it));
        let dated = before_last.iter().any(|it| is_version(it) && it.len() >= SHORTEST_TIME);
        match self {
            Self::Whole => true,
            Self::Short => trust != Trust::Unknown || versioned,
            Self::Root => trust == Trust::Cloudinary || dated,
            Self::Half => dated,
        }
    }
}

impl Named {
    /// The same, with nothing certain.
    fn doubted(mut self) -> Self {
        if let Some(name) = self.certain.take() {
            self.guesses.insert(0, Guess::named(&name, Why::Path));
        }
        self
    }
}

/// Cloudinary gives versions as times, Unix seconds: `v` and at least so many digits.
const SHORTEST_TIME: usize = "v1000000000".len();

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

/// Reads the kind, and gives how many parts it takes.
fn kind(segments: &[&str]) -> Option<(Kind, usize)> {
    let first = *segments.first()?;
    let kind =
        |resource_type, delivery_type, suffix, form| Kind { resource_type, delivery_type, suffix, form };
    if let Ok(resource_type) = first.parse() {
        return Some(match segments.get(1).and_then(|word| words::delivery_type(word)) {
            Some(delivery_type) => (kind(resource_type, delivery_type, Suffix::None, Form::Whole), 2),
            None => (kind(resource_type, DeliveryType::Upload, Suffix::None, Form::Half), 1),
        });
    }
    if let Some((resource_type, delivery_type, with_suffix)) = words::short(first) {
        let suffix = if with_suffix { Suffix::Always } else { Suffix::None };
        return Some((kind(resource_type, delivery_type, suffix, Form::Short), 1));
    }
    Some((kind(ResourceType::Image, DeliveryType::Upload, Suffix::Perhaps, Form::Root), 0))
}

impl Kind {
    /// Whether its public IDs may be whole URLs.
    fn is_remote(&self) -> bool {
        !matches!(
            self.delivery_type,
            DeliveryType::Upload | DeliveryType::Private | DeliveryType::Authenticated | DeliveryType::List
        )
    }

    fn name(&self, public_id: &str) -> AssetName {
        AssetName {
            resource_type: self.resource_type,
            delivery_type: self.delivery_type.clone(),
            public_id: public_id.into(),
        }
    }

    /// The name for certain, if it can be one.
    fn certain(&self, public_id: Option<String>) -> Option<AssetName> {
        public_id.filter(|id| is_public_id(id)).map(|id| self.name(&id))
    }
}

/// Whether a text can be a public ID.
fn is_public_id(text: &str) -> bool {
    (1..=255).contains(&text.chars().count()) && !text.chars().any(char::is_control)
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

/// What stands behind kind and signature.
struct Reading<'a> {
    segments: &'a [&'a str],
    kind: &'a Kind,
    /// Where the public ID ends: behind the last part, or before a name for search engines.
    end: usize,
    guesses: Guesses,
}

impl<'a> Reading<'a> {
    fn of(segments: &'a [&'a str], kind: &'a Kind) -> Self {
        Self { segments, kind, end: segments.len(), guesses: Guesses::default() }
    }

    fn named(mut self) -> Named {
        if self.kind.suffix == Suffix::Always {
            return self.before_suffix();
        }
        let last = self.segments.len() - 1;
        let certain = self.start(last).and_then(|start| self.public_id(start));
        if let (Suffix::Perhaps, Some(id)) = (self.kind.suffix, self.whole(0, last))
            && last > 0
        {
            self.guess(&id, Why::WithoutSuffix);
        }
        self.finish(certain)
    }

    fn before_suffix(mut self) -> Named {
        let last = self.segments.len() - 1;
        if last == 0 {
            // `/videos/dog.mp4`: without a name for search engines it is a public ID, or a folder
            // `videos` on a path without a kind.
            if let Some(id) = self.public_id(0) {
                self.guess(&id, Why::WithSuffix);
            }
            return self.finish(None);
        }
        self.end = last;
        let start = self.start(last - 1);
        let certain = start.and_then(|start| self.public_id(start));
        self.end = last + 1;
        if let Some(id) = self.public_id(start.unwrap_or_default()) {
            self.guess(&id, Why::WithSuffix);
        }
        self.finish(certain)
    }

    fn finish(mut self, certain: Option<String>) -> Named {
        if let Some(id) = &certain {
            if let Some(twice) = decoded(id).filter(|twice| *twice != **id) {
                let twice = twice.into_owned();
                self.guess(&twice, Why::DecodedTwice);
            }
            if id.contains('+') {
                self.guess(&id.replace('+', " "), Why::PlusAsBlank);
            }
        }
        let certain = self.kind.certain(certain);
        let mut guesses = self.guesses.into_vec();
        guesses.retain(|guess| {
            certain.as_ref().is_none_or(|name| name.public_id != guess.public_id)
                && !guess.public_id.chars().any(char::is_control)
        });
        Named { certain, guesses }
    }

    fn guess(&mut self, public_id: &str, why: Why) {
        let name = self.kind.name(public_id);
        self.guesses.add(Guess::named(&name, why));
    }

    /// Where the public ID begins, at `last` at the latest; `None` where that is not certain. What
    /// else could be meant is guessed.
    fn start(&mut self, last: usize) -> Option<usize> {
        let like: Vec<Likeness> = self.segments.iter().take(last).map(|it| likeness(it)).collect();
        let known = like.iter().take_while(|it| **it >= Likeness::Doubtful).count();
        let version = self.segments.iter().take(last).position(|it| is_version(it));
        match version {
            Some(at) => self.start_at_version(at, &like, known),
            None => self.start_without_version(&like, known),
        }
    }

    fn start_at_version(&mut self, at: usize, like: &[Likeness], known: usize) -> Option<usize> {
        let before = &like[..at];
        let version = self.segments[at];
        let is_time = version.len() >= SHORTEST_TIME;
        let all = |least: Likeness| before.iter().all(|it| *it >= least);
        if all(Likeness::Certain) || (is_time && all(Likeness::NewKey)) {
            self.guess_from(at, Why::VersionAsFolder(version.into()));
            self.guess_folders(at, like);
            return Some(at + 1);
        }
        if all(Likeness::NewKey) {
            self.guess_from(at + 1, Why::BehindVersion(version.into()));
            self.guess_from(known, Why::VersionAsFolder(version.into()));
            self.guess_folders(known.min(at), like);
            return None;
        }
        // A folder stands before it: then what looks like a version is one, too.
        self.guess_from(at + 1, Why::BehindVersion(version.into()));
        self.start_without_version(like, known)
    }

    fn start_without_version(&mut self, like: &[Likeness], known: usize) -> Option<usize> {
        let certain = like[..known].iter().all(|it| *it == Likeness::Certain);
        if !certain {
            self.guess_from(known, Why::Transformation(self.segments[known - 1].into()));
        }
        self.guess_folders(known, like);
        if like.get(known) == Some(&Likeness::NewKey) {
            self.guess_from(known + 1, Why::Transformation(self.segments[known].into()));
        }
        certain.then_some(known)
    }

    /// Each of the last transformations could be a folder.
    fn guess_folders(&mut self, until: usize, like: &[Likeness]) {
        for start in (0..until.min(like.len())).rev() {
            self.guess_from(start, Why::Folder(self.segments[start].into()));
        }
    }

    fn guess_from(&mut self, start: usize, why: Why) {
        if let Some(id) = self.public_id_quietly(start) {
            self.guess(&id, why);
        }
    }

    /// The public ID from here to the end, its format cut off; what the ending leaves open is
    /// guessed. `None` where it cannot be decoded.
    fn public_id(&mut self, start: usize) -> Option<String> {
        let whole = self.whole(start, self.end);
        let Some(whole) = whole else {
            let undecoded = self.segments[start..self.end].join("/");
            self.guess(&self.without_format(&undecoded), Why::NotDecoded);
            return None;
        };
        let id = self.without_format(&whole);
        if id != whole {
            let ending = whole[id.len() + 1..].into();
            self.guess(&whole, Why::WithEnding(ending));
        } else if let Some((stem, ending)) = ending(&whole).filter(|_| !self.is_raw()) {
            self.guess(stem, Why::WithoutEnding(ending.into()));
        }
        Some(id)
    }

    fn public_id_quietly(&self, start: usize) -> Option<String> {
        self.whole(start, self.end).map(|whole| self.without_format(&whole))
    }

    fn without_format(&self, whole: &str) -> String {
        match ending(whole) {
            // A name for search engines carries the ending, so the public ID before it has none.
            Some((stem, ending))
                if !self.is_raw() && self.end == self.segments.len() && self.is_format(ending) =>
            {
                stem.to_owned()
            }
            _ => whole.to_owned(),
        }
    }

    fn is_format(&self, ending: &str) -> bool {
        match self.kind.delivery_type {
            DeliveryType::List => ending == "json",
            _ => words::is_format(ending),
        }
    }

    fn is_raw(&self) -> bool {
        self.kind.resource_type == ResourceType::Raw && self.kind.delivery_type != DeliveryType::List
    }

    /// Some parts, each decoded once. `None` where one is no UTF-8 then.
    fn whole(&self, start: usize, end: usize) -> Option<String> {
        let parts: Option<Vec<_>> = self.segments[start..end].iter().map(|it| decoded(it)).collect();
        parts.map(|parts| parts.join("/"))
    }
}

/// A name and its ending, where it has both.
pub(super) fn ending(text: &str) -> Option<(&str, &str)> {
    let (stem, ending) = text.rsplit_once('.')?;
    let whole = !stem.is_empty() && !stem.ends_with('/') && words::may_be_ending(ending);
    whole.then_some((stem, ending))
}

/// Once. `None`: no UTF-8.
pub(super) fn decoded(text: &str) -> Option<Cow<'_, str>> {
    percent_decode_str(text).decode_utf8().ok()
}
