//! Delivery URLs: from a pasted URL to what it certainly names, and what else it could mean.
//!
//! A link counts only on a host of the environment ([`Hosts`]), and names one asset or none; what
//! its text leaves open comes as guesses, to be offered and never taken. Every text is read without
//! a panic, however odd it is.

mod behind_kind;
mod hosts;
mod kind;
mod named;
mod path;
#[cfg(test)]
mod tests;
mod transformation;
mod words;

pub use hosts::{DeliveryHost, Hosts};
pub use named::Named;
pub use path::version;

use self::hosts::Place;
use self::kind::Trust;
use super::asset::{AssetName, DeliveryType};
use super::guess::{Guess, Why};

/// What a text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// A delivery link of this environment. One that names nothing, for certain or perhaps, is none.
    Link(Named),
    /// A delivery link of another environment, whose cloud name this is.
    OtherCloud(Box<str>),
    /// A link on a host that is not this environment's.
    OtherHost(Box<str>),
    /// A link on a host of this environment or of Cloudinary's, but not to an asset.
    NoAsset,
    /// Not a link: a public ID.
    NotALink,
}

/// Addresses within addresses that are opened, at most.
const WRAPPED: usize = 3;

/// Reads a text that may be a delivery link.
pub fn read(text: &str, hosts: &Hosts) -> Reading {
    read_wrapped(text.trim(), hosts, WRAPPED, &path::read)
}

/// The same, without guesses where there is a certain reading: for lists of a million links.
pub fn read_certain(text: &str, hosts: &Hosts) -> Reading {
    let certain = |path: &str, query: Option<&str>, trust: Trust| match path::certain(path, query, trust) {
        Some(name) => Named { certain: Some(name), guesses: Vec::new() },
        None => path::read(path, query, trust),
    };
    read_wrapped(text.trim(), hosts, WRAPPED, &certain)
}

fn read_wrapped(
    text: &str,
    hosts: &Hosts,
    depth: usize,
    read: &dyn Fn(&str, Option<&str>, Trust) -> Named,
) -> Reading {
    let wrapped = || {
        let inner = unwrapped(text).filter(|_| depth > 0)?;
        Some(read_wrapped(inner.trim(), hosts, depth - 1, read))
    };
    // On a page of its own host, written without it.
    if text.starts_with('/')
        && !text.starts_with("//")
        && let Some(inner) = wrapped()
    {
        return inner;
    }
    let Some(address) = Address::of(text) else {
        return if has_scheme(text) { Reading::NoAsset } else { Reading::NotALink };
    };
    let (path, trust) = match hosts.place(address.authority, address.path) {
        // An image loader is on a host that is not known to deliver assets.
        Place::Here(_, Trust::Unknown) | Place::Foreign if let Some(inner) = wrapped() => return inner,
        Place::Here(path, trust) => (path, trust),
        Place::OtherCloud(cloud) => return Reading::OtherCloud(cloud.into()),
        Place::Foreign => return Reading::OtherHost(address.host().into()),
        Place::NoDelivery => return Reading::NoAsset,
    };
    let named = read(path, address.query, trust);
    if named == Named::default() { Reading::NoAsset } else { Reading::Link(named) }
}

/// A path as a database field keeps it (`CloudinaryField` of the Ruby and Python SDKs):
/// `image/upload/v1428825384/ok9wh8hw.jpg`, perhaps with a signature behind `#`. With a version it
/// can be no public ID, since no folder is called so; without one it may be both.
pub fn stored_field(text: &str) -> Option<Named> {
    let path = text.split('#').next().unwrap_or_default();
    if !path::begins_with_both_kinds(path) || path.contains("://") {
        return None;
    }
    let mut named = path::read(path, None, Trust::Cloudinary);
    let behind_kind = path.splitn(3, '/').nth(2).unwrap_or_default();
    // A folder `v2` is no good idea, but `v1428825384` can only be a version.
    if version(behind_kind).is_none_or(|version| version < 1_000_000_000)
        && let Some(name) = named.certain.take()
    {
        named.guesses.insert(0, Guess::named(&name, Why::StoredField));
    }
    (named != Named::default()).then_some(named)
}

/// The public ID of a fetched asset is a whole URL.
pub fn is_address(text: &str) -> bool {
    let scheme = text.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    scheme.is_some_and(|scheme| scheme == "http" || scheme == "https")
}

/// Whether a host ends as Cloudinary's own do.
fn is_cloudinarys(host: &str) -> bool {
    const END: &str = ".cloudinary.com";
    let end = host.len().checked_sub(END.len()).and_then(|start| host.get(start..));
    end.is_some_and(|end| end.eq_ignore_ascii_case(END))
}

/// `ftp://…`, `cloudinary://…`: a link of whatever kind.
fn has_scheme(text: &str) -> bool {
    let scheme = text.split_once("://").map_or("", |(scheme, _)| scheme);
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'+' | b'.' | b'-'))
}

/// What stands before the last dot and what behind it, where that may be an ending.
pub fn ending(text: &str) -> Option<(&str, &str)> {
    words::ending(text)
}

/// A delivery type that the API names.
pub fn type_of_word(word: &str) -> Option<DeliveryType> {
    words::delivery_type(word)
}

/// Whether an ending is a format of images or videos.
pub fn is_format(ending: &str) -> bool {
    words::is_format(ending)
}

/// The text with its `%XX` decoded once. `None` where nothing changes, or where no text comes of it.
pub fn decoded(text: &str) -> Option<String> {
    words::decoded(text).filter(|decoded| *decoded != text).map(std::borrow::Cow::into_owned)
}

/// The address in one of Next.js's or Vercel's image loaders: `/_next/image?url=https%3A%2F%2F…`.
fn unwrapped(text: &str) -> Option<String> {
    let (before, query) = text.split_once('?')?;
    let path = before.trim_end_matches('/');
    if !path.ends_with("/_next/image") && !path.ends_with("/_vercel/image") {
        return None;
    }
    let parameters = url::form_urlencoded::parse(query.split('#').next().unwrap_or_default().as_bytes());
    let inner = parameters.into_iter().find(|(name, _)| name == "url")?.1.into_owned();
    // One on the page's own host is an address as well.
    Some(if inner.starts_with('/') && !inner.starts_with("//") {
        let host =
            before.split_once("://").map_or("", |(_, rest)| rest.split('/').next().unwrap_or_default());
        format!("https://{host}{inner}")
    } else {
        inner
    })
}

/// The parts of a URL that matter.
struct Address<'a> {
    /// Host and port, perhaps with a user before them.
    authority: &'a str,
    path: &'a str,
    query: Option<&'a str>,
}

impl<'a> Address<'a> {
    /// `None` where it is no URL over HTTP. Without a scheme it is one where the host is
    /// Cloudinary's.
    fn of(text: &'a str) -> Option<Self> {
        let rest = match text.split_once("://") {
            Some(_) if is_address(text) => text.split_once("://")?.1,
            _ if text.starts_with("//") => text.trim_start_matches('/'),
            _ if is_cloudinarys(text.split_once('/')?.0) => text,
            _ => return None,
        };
        let rest = rest.split('#').next().unwrap_or_default();
        let (rest, query) = match rest.split_once('?') {
            Some((rest, query)) => (rest, Some(query)),
            None => (rest, None),
        };
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        Some(Self { authority, path, query })
    }

    fn host(&self) -> &'a str {
        self.authority.rsplit('@').next().unwrap_or_default()
    }
}

impl Named {
    /// Every name that it may be, the certain one first.
    pub fn names(&self) -> impl Iterator<Item = AssetName> + '_ {
        let guessed = self.guesses.iter().filter_map(|guess| {
            let (resource_type, delivery_type) = guess.kind.clone()?;
            Some(AssetName { resource_type, delivery_type, public_id: guess.public_id.clone() })
        });
        self.certain.iter().cloned().chain(guessed)
    }
}
