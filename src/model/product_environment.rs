//! A product environment itself, whichever API key opens it.
//!
//! Its assets, its jobs and its hourly quota are the same under every key: jobs run one at a time in
//! it, and another key may carry one on. What is remembered and what the keychain holds goes by key,
//! see [`EnvironmentId`].

use std::fmt;

use super::account::{Environment, EnvironmentId, Region};

/// Cloud name and API host. Capitals do not count, since cloud names are parts of host names, too; nor
/// do a default port or a slash at the host's end. The program's own practice environment is one of its own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProductEnvironment(String);

impl fmt::Display for ProductEnvironment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Environment {
    /// Without its key.
    pub fn product(&self) -> ProductEnvironment {
        self.id().product()
    }

    /// What an ID alone tells of an environment; `None` where it is no `cloud_name/api_key@prefix`.
    pub fn of_id(id: &EnvironmentId) -> Option<Self> {
        let (cloud_name, api_key, prefix) = id.parts()?;
        Some(Self::new(cloud_name, api_key, Region::from_prefix(prefix)))
    }
}

impl EnvironmentId {
    /// Without its key. What is no `cloud_name/api_key@prefix` stands for itself alone.
    pub fn product(&self) -> ProductEnvironment {
        ProductEnvironment(match self.parts() {
            Some((cloud, _, prefix)) => format!("{}@{}", cloud.to_lowercase(), host(prefix)),
            None => self.0.clone(),
        })
    }

    /// The last four characters of the API key, by which people tell keys apart; empty where there
    /// is none.
    pub fn key_ending(&self) -> &str {
        let key = self.parts().map_or("", |(_, key, _)| key);
        let start = key.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
        &key[start..]
    }

    /// Cloud name, key and prefix: the first two hold neither `/` nor `@`.
    fn parts(&self) -> Option<(&str, &str, &str)> {
        let (cloud, rest) = self.0.split_once('/')?;
        let (key, prefix) = rest.split_once('@')?;
        Some((cloud, key, prefix))
    }
}

fn host(prefix: &str) -> String {
    match url::Url::parse(prefix) {
        Ok(url) if url.has_host() => url.origin().ascii_serialization(),
        _ => prefix.trim_end_matches('/').to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::account::Credentials;

    fn environment(options: &str) -> Environment {
        Credentials::from_cloudinary_url(&format!("cloudinary://{options}")).unwrap().environment
    }

    #[test]
    fn every_key_of_a_cloud_opens_the_same_environment() {
        let one = environment("111122223333:s@demo");
        let other = environment("444455556666:t@demo?signature_algorithm=sha256");
        assert_ne!(one.id(), other.id());
        assert_eq!(one.product(), other.product());
        assert_eq!(environment("1:s@Demo").product(), one.product());
        assert_eq!((one.id().key_ending(), other.id().key_ending()), ("3333", "6666"));
        for another in ["1:s@demo_", "1:s@demo2", "1:s@demo?upload_prefix=https://api-eu.cloudinary.com"] {
            assert_ne!(environment(another).product(), one.product(), "{another}");
        }
    }

    #[test]
    fn a_host_is_the_same_however_it_is_written() {
        let id = |prefix: &str| EnvironmentId(format!("demo/1@{prefix}")).product();
        for same in ["https://API.example.com", "https://api.example.com:443", "https://api.example.com/"] {
            assert_eq!(id(same), id("https://api.example.com"), "{same}");
        }
        for other in ["https://api.example.com:8443", "http://api.example.com", "https://api.example.org"] {
            assert_ne!(id(other), id("https://api.example.com"), "{other}");
        }
        assert_eq!(id("https://api.cloudinary.com:443"), environment("9:s@demo").product());
    }

    #[test]
    fn what_has_no_key_stands_for_itself() {
        let practice = Environment { practice: true, ..environment("1:s@practice") };
        assert_eq!(practice.product().to_string(), "practice");
        assert_ne!(practice.product(), environment("1:s@practice").product());
        assert_eq!(practice.id().key_ending(), "");
        assert_eq!(EnvironmentId("demo/12".into()).product().to_string(), "demo/12");
        assert_eq!(environment("12:s@demo").id().key_ending(), "12");
    }
}
