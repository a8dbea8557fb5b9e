//! The hosts whose links are of one product environment.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::kind::Trust;
use super::path::{begins_with_both_kinds, begins_with_kind};

/// Hosts that every product environment shares: the first part of the path is the cloud name.
const SHARED: [&str; 2] = ["cloudinary-a.akamaihd.net", "d3jpl91pxevbkh.cloudfront.net"];

/// Where an environment's assets are delivered, as far as it is not Cloudinary's own host: a host
/// name, with the cloud name behind it where the path begins with that:
/// `media.example.com`, `media.example.com/demo`, `127.0.0.1:8080/practice`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DeliveryHost(String);

impl DeliveryHost {
    /// Reads what the user typed: a host, or any link on it. `None`: no host is in it.
    pub fn typed(text: &str) -> Option<Self> {
        let text = text.trim();
        let rest = text.split_once("://").map_or(text, |(_, rest)| rest).trim_start_matches('/');
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        Self::named(authority)
    }

    /// From the start of a delivery URL, up to the resource type: `https://media.example.com/demo`.
    /// `None` where it is a host of Cloudinary's.
    pub fn of_base(base: &str) -> Option<Self> {
        let rest = base.split_once("://").map_or(base, |(_, rest)| rest);
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        let host = Self::named(authority)?;
        if is_cloudinarys(&host.0) {
            return None;
        }
        let path = path.trim_matches('/');
        Some(if path.is_empty() { host } else { Self(format!("{}/{path}", host.0)) })
    }

    fn named(authority: &str) -> Option<Self> {
        host_of(authority).map(|host| Self(host.into_owned()))
    }

    /// The host name, with its port where it has one.
    pub fn host(&self) -> &str {
        self.0.split_once('/').map_or(&self.0, |(host, _)| host)
    }

    /// What the path begins with, without slashes; empty where it begins with the kind.
    fn path(&self) -> &str {
        self.0.split_once('/').map_or("", |(_, path)| path)
    }
}

impl std::fmt::Display for DeliveryHost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.host())
    }
}

/// Which links are of one product environment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hosts {
    /// The environment's cloud name.
    pub cloud_name: String,
    /// Hosts beside Cloudinary's own: seen in delivery URLs, and added by hand.
    pub own: Vec<DeliveryHost>,
    /// Names of those of [`Self::own`] that the user confirmed, and of the host that answers in
    /// Cloudinary's place: nothing is sent to any other one.
    pub confirmed: Vec<String>,
    /// Links on any other host are read all the same.
    pub any: bool,
}

/// Whose a link is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place<'a> {
    /// Of this environment; what follows the cloud name, and whose host it is.
    Here(&'a str, Trust),
    /// Of the environment with this cloud name.
    OtherCloud(&'a str),
    /// On a host that is not this environment's.
    Foreign,
    /// On a host of Cloudinary's that delivers no assets, or without a path.
    NoDelivery,
}

impl Hosts {
    /// Cloudinary's own hosts alone.
    pub fn of_cloud(cloud_name: &str) -> Self {
        Self { cloud_name: cloud_name.to_owned(), own: Vec::new(), confirmed: Vec::new(), any: false }
    }

    /// Finds out whose an address is. `path`: without its first slash.
    pub(super) fn place<'a>(&self, authority: &'a str, path: &'a str) -> Place<'a> {
        let Some(host) = host_of(authority) else { return Place::Foreign };
        let host = &*host;
        let bare = host;
        if let Some(first) = bare.strip_suffix(".cloudinary.com") {
            return self.at_cloudinary(first, authority, path);
        }
        if SHARED.contains(&bare) {
            return self.in_path(path, Trust::Cloudinary);
        }
        let own = || self.own.iter().filter(|own| own.host() == host);
        if let Some(rest) =
            own().filter(|own| !own.path().is_empty()).find_map(|own| behind(path, own.path()))
        {
            return Place::Here(rest, Trust::Own);
        }
        match own().map(|own| own.path().is_empty()).max() {
            // Its links all have the cloud name in them.
            Some(false) => self.in_path(path, Trust::Own),
            Some(true) => self.on_own_host(path, Trust::Own),
            None if self.any => self.on_own_host(path, Trust::Unknown),
            None => Place::Foreign,
        }
    }

    /// Whether somebody stands for the host of this environment's address: Cloudinary itself, or a
    /// user. `path`: without its first slash.
    pub fn is_trusted(&self, authority: &str, path: &str) -> bool {
        match self.place(authority, path) {
            Place::Here(_, Trust::Cloudinary) => true,
            Place::Here(_, Trust::Own) => host_of(authority).is_some_and(|host| self.is_confirmed(&host)),
            _ => false,
        }
    }

    /// Whether the user confirmed a host, or it answers in Cloudinary's place.
    pub fn is_confirmed(&self, host: &str) -> bool {
        self.confirmed.iter().any(|confirmed| confirmed == host)
    }

    /// Whether a picture may be fetched from an address: over HTTPS from a host that is trusted, or
    /// from where the API answers, in the same way. `api`: scheme and host of the API.
    pub fn may_fetch(&self, url: &str, api: &str) -> bool {
        let Some((scheme, rest)) = url.split_once("://") else { return false };
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        if authority.contains('@') {
            return false;
        }
        let own = api.split_once("://").is_some_and(|(of_api, api)| {
            scheme == of_api && api.split('/').next().is_some_and(|api| api.eq_ignore_ascii_case(authority))
        });
        self.is_trusted(authority, path) && (scheme == "https" || own)
    }

    /// No two cloud names differ in capitals alone: they are parts of host names, too.
    fn is_cloud(&self, name: &str) -> bool {
        name.eq_ignore_ascii_case(&self.cloud_name)
    }

    /// `{cloud}-res[-N]`, and `res[-N]` with the cloud name in the path.
    fn at_cloudinary<'a>(&self, first: &str, authority: &'a str, path: &'a str) -> Place<'a> {
        if let Some((cloud, shard)) = first.rsplit_once("-res")
            && is_shard(shard)
        {
            // As it was written: cloud names keep their capitals, hosts do not.
            let start = authority.len() - authority.rsplit('@').next().unwrap_or_default().len();
            let written = authority.get(start..start + cloud.len()).unwrap_or_default();
            return if self.is_cloud(cloud) {
                Place::Here(path, Trust::Cloudinary)
            } else {
                Place::OtherCloud(written)
            };
        }
        match first.strip_prefix("res") {
            Some(shard) if is_shard(shard) => self.in_path(path, Trust::Cloudinary),
            _ => Place::NoDelivery,
        }
    }

    fn in_path<'a>(&self, path: &'a str, trust: Trust) -> Place<'a> {
        let path = path.trim_start_matches('/');
        let (cloud, rest) = path.split_once('/').unwrap_or((path, ""));
        if cloud.is_empty() || rest.is_empty() {
            Place::NoDelivery
        } else if self.is_cloud(cloud) {
            Place::Here(rest, trust)
        } else if begins_with_both_kinds(path) {
            // The cloud name was left out.
            Place::NoDelivery
        } else {
            Place::OtherCloud(cloud)
        }
    }

    /// The path may begin with a cloud name or not.
    fn on_own_host<'a>(&self, path: &'a str, trust: Trust) -> Place<'a> {
        let path = path.trim_start_matches('/');
        let Some((first, rest)) = path.split_once('/') else { return Place::Here(path, trust) };
        if begins_with_kind(path) {
            Place::Here(path, trust)
        } else if self.is_cloud(first) {
            Place::Here(rest, trust)
        } else if begins_with_both_kinds(rest) {
            Place::OtherCloud(first)
        } else {
            Place::Here(path, trust)
        }
    }
}

/// The host of an authority in small letters, with its port unless that is the usual one. `None`: it
/// can be no host.
fn host_of(authority: &str) -> Option<Cow<'_, str>> {
    // A browser takes it for a slash, and what is before it for the host.
    if authority.contains('\\') {
        return None;
    }
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = host.strip_suffix(":443").or_else(|| host.strip_suffix(":80")).unwrap_or(host);
    let host = host.trim_end_matches('.');
    let named = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | ':' | '_' | '[' | ']');
    let whole =
        host.chars().all(named) && (host.contains(['.', ':']) || host.eq_ignore_ascii_case("localhost"));
    if !whole || host.len() > 253 {
        None
    } else if !host.is_ascii() {
        // As the network and browsers have it: letters of other scripts can look like Latin ones.
        let url = url::Url::parse(&format!("https://{host}")).ok()?;
        Some(Cow::Owned(url.authority().to_owned()))
    } else if host.bytes().any(|c| c.is_ascii_uppercase()) {
        Some(Cow::Owned(host.to_ascii_lowercase()))
    } else {
        Some(Cow::Borrowed(host))
    }
}

fn behind<'a>(path: &'a str, start: &str) -> Option<&'a str> {
    path.trim_start_matches('/').strip_prefix(start)?.strip_prefix('/')
}

fn is_shard(text: &str) -> bool {
    let digits = |rest: &str| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit());
    text.is_empty() || text.strip_prefix('-').is_some_and(digits)
}

fn is_cloudinarys(host: &str) -> bool {
    let bare = host.split(':').next().unwrap_or_default();
    bare.ends_with(".cloudinary.com") || SHARED.contains(&bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(own: &[&str]) -> Hosts {
        Hosts {
            own: own.iter().filter_map(|base| DeliveryHost::of_base(base)).collect(),
            confirmed: vec!["media.example.com".to_owned(), "127.0.0.1:8123".to_owned()],
            ..Hosts::of_cloud("demo")
        }
    }

    #[test]
    fn a_host_is_known_by_its_whole_name() {
        let hosts = hosts(&["https://media.example.com", "https://cdn.example.com/demo"]);
        for (authority, path, expected) in [
            ("res.cloudinary.com", "demo/image/upload/a", Place::Here("image/upload/a", Trust::Cloudinary)),
            ("RES.cloudinary.com:443", "demo/a", Place::Here("a", Trust::Cloudinary)),
            ("x@res-2.cloudinary.com", "demo/a", Place::Here("a", Trust::Cloudinary)),
            ("Demo-res.cloudinary.com", "a", Place::Here("a", Trust::Cloudinary)),
            ("Other-res-3.cloudinary.com", "a", Place::OtherCloud("Other")),
            ("res.cloudinary.com", "other/a", Place::OtherCloud("other")),
            ("res.cloudinary.com", "Demo/a", Place::Here("a", Trust::Cloudinary)),
            ("res.cloudinary.com", "demo", Place::NoDelivery),
            ("console.cloudinary.com", "demo/a", Place::NoDelivery),
            ("res.cloudinary.com.evil.example", "demo/image/upload/a", Place::Foreign),
            ("res.cloudinary.com@evil.example", "demo/image/upload/a", Place::Foreign),
            ("evil-res.cloudinary.com.example", "a", Place::Foreign),
            ("media.example.com", "image/upload/a", Place::Here("image/upload/a", Trust::Own)),
            ("media.example.com", "demo/image/upload/a", Place::Here("image/upload/a", Trust::Own)),
            ("media.example.com", "other/image/upload/a", Place::OtherCloud("other")),
            ("cdn.example.com", "demo/image/upload/a", Place::Here("image/upload/a", Trust::Own)),
            ("cdn.example.com", "demo/a", Place::Here("a", Trust::Own)),
            ("cdn.example.com", "image/upload/a", Place::NoDelivery),
            ("res.cloudinary.com", "image/upload/a", Place::NoDelivery),
            ("www.media.example.com", "image/upload/a", Place::Foreign),
            ("media.example.com:8080", "image/upload/a", Place::Foreign),
        ] {
            assert_eq!(hosts.place(authority, path), expected, "{authority} {path}");
        }
        let any = Hosts { any: true, ..hosts };
        assert_eq!(
            any.place("www.shop.example", "image/upload/a"),
            Place::Here("image/upload/a", Trust::Unknown)
        );
        assert_eq!(any.place("res.cloudinary.com", "other/a"), Place::OtherCloud("other"));
    }

    #[test]
    fn pictures_come_from_confirmed_hosts_alone() {
        let hosts =
            hosts(&["https://media.example.com", "https://seen.example", "http://127.0.0.1:8123/demo"]);
        let api = "http://127.0.0.1:8123";
        for url in [
            "https://res.cloudinary.com/demo/image/upload/a.jpg",
            "https://demo-res.cloudinary.com/image/upload/a.jpg",
            "https://media.example.com/image/upload/a.jpg",
            "http://127.0.0.1:8123/demo/image/upload/a.jpg",
        ] {
            assert!(hosts.may_fetch(url, api), "{url}");
        }
        for url in [
            "http://res.cloudinary.com/demo/image/upload/a.jpg",
            "https://res.cloudinary.com/other/image/upload/a.jpg",
            "https://other-res.cloudinary.com/image/upload/a.jpg",
            "https://res.cloudinary.com.evil.example/demo/image/upload/a.jpg",
            "https://res.cloudinary.com@evil.example/demo/image/upload/a.jpg",
            "https://me@media.example.com/image/upload/a.jpg",
            "https://evil.example\\@media.example.com/image/upload/a.jpg",
            "http://media.example.com/image/upload/a.jpg",
            "https://seen.example/image/upload/a.jpg",
            "https://medi\u{430}.example.com/image/upload/a.jpg",
            "http://127.0.0.1:9999/demo/image/upload/a.jpg",
            "http://169.254.169.254/demo/image/upload/a.jpg",
            "ftp://media.example.com/image/upload/a.jpg",
            "file:///etc/passwd",
            "media.example.com/image/upload/a.jpg",
        ] {
            assert!(!hosts.may_fetch(url, api), "{url}");
        }
    }

    #[test]
    fn a_typed_host_may_be_a_whole_link() {
        for text in
            ["media.example.com", " https://Media.example.com/image/upload/a.jpg ", "//media.example.com:443"]
        {
            assert_eq!(DeliveryHost::typed(text).unwrap().to_string(), "media.example.com", "{text}");
        }
        for text in ["", "   ", "shop", "a b.example", "https://"] {
            assert_eq!(DeliveryHost::typed(text), None, "{text}");
        }
        assert_eq!(DeliveryHost::of_base("https://res.cloudinary.com/demo"), None);
    }
}
