//! A product environment and the way to reach it, and what people paste to name one.
//!
//! The API secret is left out of every `Debug`, `Display` and serialisation: an [`Environment`] can
//! be written to a file, [`Credentials`] cannot.

mod bare;
mod credentials;
mod hosts;
mod pasted;
mod typed;

use std::fmt;

use serde::{Deserialize, Serialize};

use super::delivery::{DeliveryHost, Hosts};
use super::unix_time::UnixTime;
pub use credentials::{Credentials, Field, FieldError, UrlError, Wrong};
pub use hosts::KnownHosts;
pub use pasted::holds_credentials;
pub use typed::TypedSecret;

/// Where an account lives. The wrong region fails the authentication.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Region {
    /// `api.cloudinary.com`, the default.
    #[default]
    Us,
    /// `api-eu.cloudinary.com`.
    Eu,
    /// `api-ap.cloudinary.com`.
    Ap,
    /// An own address: scheme, host and port, without a slash at the end (the SDKs'
    /// `upload_prefix`).
    Own(String),
}

impl Region {
    /// Scheme and host of the API, without a slash at the end.
    pub fn api_prefix(&self) -> &str {
        match self {
            Self::Us => "https://api.cloudinary.com",
            Self::Eu => "https://api-eu.cloudinary.com",
            Self::Ap => "https://api-ap.cloudinary.com",
            Self::Own(prefix) => prefix.trim_end_matches('/'),
        }
    }

    /// The region that an `upload_prefix` stands for.
    pub fn from_prefix(prefix: &str) -> Self {
        let prefix = prefix.trim().trim_end_matches('/');
        [Self::Us, Self::Eu, Self::Ap]
            .into_iter()
            .find(|region| region.api_prefix().eq_ignore_ascii_case(prefix))
            .unwrap_or_else(|| Self::Own(prefix.to_owned()))
    }
}

/// One of Cloudinary's own regions: the only ones that are ever offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Geo {
    /// United States.
    Us,
    /// Europe.
    Eu,
    /// Asia Pacific.
    Ap,
}

impl Geo {
    /// What Cloudinary calls it in its messages, `eu`; a host that stands there is not looked at.
    pub fn from_code(code: &str) -> Option<Self> {
        match code.to_ascii_lowercase().as_str() {
            "us" | "na" => Some(Self::Us),
            "eu" => Some(Self::Eu),
            "ap" => Some(Self::Ap),
            _ => None,
        }
    }

    /// Where its API is.
    pub fn region(self) -> Region {
        match self {
            Self::Us => Region::Us,
            Self::Eu => Region::Eu,
            Self::Ap => Region::Ap,
        }
    }
}

/// The hash of signed calls. Accounts can be locked to SHA-256.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SignatureAlgorithm {
    /// The default.
    #[default]
    Sha1,
    /// Set in the account's security settings.
    Sha256,
}

/// A product environment as the program remembers it: everything but the secret.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Environment {
    /// As typed; 2–128 letters, digits and hyphens.
    pub cloud_name: String,
    /// Digits.
    pub api_key: String,
    /// Where the account lives.
    #[serde(default)]
    pub region: Region,
    /// Hash of signed calls.
    #[serde(default)]
    pub signature_algorithm: SignatureAlgorithm,
    /// What its owner calls it; `None`: by its cloud name alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Marked by its owner: the strictest confirmation.
    #[serde(default)]
    pub production: bool,
    /// Hosts on which its assets are delivered, beside Cloudinary's own.
    #[serde(flatten)]
    pub delivery_hosts: KnownHosts,
    /// The practice environment in the program: never saved.
    #[serde(skip)]
    pub practice: bool,
}

impl Environment {
    /// One of which nothing else is known yet.
    pub fn new(cloud_name: impl Into<String>, api_key: impl Into<String>, region: Region) -> Self {
        Self {
            cloud_name: cloud_name.into(),
            api_key: api_key.into(),
            region,
            signature_algorithm: SignatureAlgorithm::default(),
            name: None,
            production: false,
            delivery_hosts: KnownHosts::default(),
            practice: false,
        }
    }

    /// What tells two remembered environments apart, and the user name of the keychain's entry:
    /// `cloud_name/api_key@prefix`. The program's own practice environment has another port each
    /// time, and one name.
    pub fn id(&self) -> EnvironmentId {
        if self.practice {
            return EnvironmentId(EnvironmentId::PRACTICE.to_owned());
        }
        EnvironmentId(format!("{}/{}@{}", self.cloud_name, self.api_key, self.region.api_prefix()))
    }

    /// Most characters of a given name.
    pub const LONGEST_NAME: usize = 60;

    /// What its owner calls it, or else its cloud name.
    pub fn title(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.cloud_name)
    }

    /// Gives it a name, or takes it off where the text is blank or the cloud name itself. No control
    /// characters, at most [`Self::LONGEST_NAME`].
    pub fn call(&mut self, name: &str) {
        let name: String = name.chars().filter(|c| !c.is_control()).take(Self::LONGEST_NAME).collect();
        let name = name.trim();
        self.name = (!name.is_empty() && name != self.cloud_name).then(|| name.to_owned());
    }

    /// Takes over what its owner set, and what was learned, when the same environment was opened in
    /// another way: with a new secret, by a variable, in its right region. A mark is never lost by it.
    pub fn inherit(&mut self, known: &Self) {
        self.production |= known.production;
        if self.name.is_none() {
            self.name.clone_from(&known.name);
        }
        self.delivery_hosts.inherit(&known.delivery_hosts);
    }

    /// Which links are of this environment, and from where pictures may come.
    pub fn hosts(&self) -> Hosts {
        // A stand-in for Cloudinary delivers from the host that it answers on.
        let stand_in = match &self.region {
            Region::Own(prefix) => DeliveryHost::of_base(prefix),
            Region::Us | Region::Eu | Region::Ap => None,
        };
        let known = &self.delivery_hosts;
        Hosts {
            cloud_name: self.cloud_name.clone(),
            confirmed: known.confirmed().iter().chain(&stand_in).map(|it| it.host().to_owned()).collect(),
            own: known.all().cloned().chain(stand_in).collect(),
            any: false,
        }
    }
}

/// See [`Environment::id`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EnvironmentId(pub String);

impl EnvironmentId {
    const PRACTICE: &str = "practice";

    /// Whether it is the program's own practice environment.
    pub fn is_practice(&self) -> bool {
        self.0 == Self::PRACTICE
    }
}

impl fmt::Display for EnvironmentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What the start-up calls tell about an environment: `config` and `usage`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Account {
    /// Fixed or dynamic, where the answer told.
    pub folder_mode: Option<FolderMode>,
    /// Name of the plan, `Free`.
    pub plan: Option<String>,
    /// Originals in the environment; hours old.
    pub originals: Option<u64>,
    /// Made-to-size copies in the environment; hours old.
    pub derived: Option<u64>,
    /// Bytes stored; hours old.
    pub storage_bytes: Option<u64>,
}

/// How public IDs and folders go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FolderMode {
    /// The folder is the start of the public ID.
    Fixed,
    /// The folder is a field of its own; accounts made since June 2024.
    Dynamic,
}

/// Admin API calls of this hour, from the headers of the last counted answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Quota {
    /// Calls an hour.
    pub limit: Option<u64>,
    /// Calls left.
    pub remaining: Option<u64>,
    /// When the hour ends.
    pub resets_at: Option<UnixTime>,
    /// Set while Cloudinary refuses counted calls: until when.
    pub paused_until: Option<UnixTime>,
}

#[cfg(test)]
mod tests;
