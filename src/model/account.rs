//! A product environment and the way to reach it, and what people paste to name one.
//!
//! The API secret lives in a `SecretString` here and is left out of every `Debug`, `Display` and
//! serialisation: an [`Environment`] can be written to a file, [`Credentials`] cannot.

use std::fmt;

use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

use super::delivery::{DeliveryHost, Hosts};

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
    /// Marked by its owner: the strictest confirmation.
    #[serde(default)]
    pub production: bool,
    /// Hosts on which its assets are delivered, beside Cloudinary's own: seen in what Cloudinary
    /// listed, or added by hand.
    #[serde(default)]
    pub delivery_hosts: Vec<DeliveryHost>,
    /// The practice environment in the program: never saved.
    #[serde(skip)]
    pub practice: bool,
}

impl Environment {
    /// What tells two remembered environments apart, and the user name of the keychain's entry:
    /// `cloud_name/api_key@prefix`. The program's own practice environment has another port each
    /// time, and one name.
    pub fn id(&self) -> EnvironmentId {
        if self.practice {
            return EnvironmentId(EnvironmentId::PRACTICE.to_owned());
        }
        EnvironmentId(format!("{}/{}@{}", self.cloud_name, self.api_key, self.region.api_prefix()))
    }

    /// Which links are of this environment.
    pub fn hosts(&self) -> Hosts {
        // A stand-in for Cloudinary delivers from the host that it answers on.
        let stand_in = match &self.region {
            Region::Own(prefix) => DeliveryHost::of_base(prefix),
            Region::Us | Region::Eu | Region::Ap => None,
        };
        let own = self.delivery_hosts.iter().cloned().chain(stand_in).collect();
        Hosts { cloud_name: self.cloud_name.clone(), own, any: false }
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

/// An environment with the secret that opens it. Never serialised; `Debug` leaves the secret out.
#[derive(Clone)]
pub struct Credentials {
    /// Which environment.
    pub environment: Environment,
    /// Zeroed when dropped.
    pub secret: SecretString,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("environment", &self.environment).finish_non_exhaustive()
    }
}

impl Credentials {
    /// The secret's text, for signing and for the keychain alone.
    pub fn expose(&self) -> &str {
        self.secret.expose_secret()
    }

    /// Checks what a person typed, field by field.
    ///
    /// # Errors
    /// Every field that is wrong, each with a sentence for its place in the form.
    pub fn from_fields(
        cloud_name: &str,
        api_key: &str,
        secret: &str,
        region: &Region,
    ) -> Result<Self, Vec<FieldError>> {
        let (cloud_name, api_key, secret) = (cloud_name.trim(), api_key.trim(), secret.trim());
        let errors: Vec<FieldError> = [
            check_cloud_name(cloud_name),
            check_api_key(api_key),
            check_secret(secret),
            check_region(region),
        ]
        .into_iter()
        .flatten()
        .collect();
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Self {
            environment: Environment {
                cloud_name: cloud_name.to_owned(),
                api_key: api_key.to_owned(),
                region: Region::from_prefix(region.api_prefix()),
                signature_algorithm: SignatureAlgorithm::default(),
                production: false,
                delivery_hosts: Vec::new(),
                practice: false,
            },
            secret: SecretString::from(secret),
        })
    }

    /// Reads a `CLOUDINARY_URL`, with or without the `CLOUDINARY_URL=` before it, quotes around it
    /// and blanks at its ends: `cloudinary://KEY:SECRET@CLOUD[/host][?upload_prefix=…]`.
    ///
    /// The case of the cloud name is kept; `%XX` in key and secret is decoded.
    ///
    /// # Errors
    /// A sentence that says what is missing. It never repeats the text, which may hold the secret.
    pub fn from_cloudinary_url(text: &str) -> Result<Self, UrlError> {
        let line = text.trim();
        let line = line.strip_prefix("export ").unwrap_or(line).trim_start();
        let line = line
            .strip_prefix("CLOUDINARY_URL")
            .map_or(line, |rest| rest.trim_start().trim_start_matches(['=', ':']).trim_start());
        let line = line.trim_matches(['"', '\'', '`']).trim();
        let Some((scheme, rest)) = line.split_once("://") else {
            return Err(UrlError::Scheme);
        };
        if !scheme.eq_ignore_ascii_case("cloudinary") {
            return Err(UrlError::Scheme);
        }
        let (authority, options) = rest.split_once('?').unwrap_or((rest, ""));
        let Some((userinfo, host)) = authority.rsplit_once('@') else {
            return Err(UrlError::KeyAndSecret);
        };
        let Some((key, secret)) = userinfo.split_once(':') else {
            return Err(UrlError::Secret);
        };
        if secret.contains("<your_api_secret>")
            || key.contains("<your_api_key>")
            || secret.chars().all(|c| c == '*')
        {
            return Err(UrlError::Placeholder);
        }
        let cloud = host.split('/').next().unwrap_or_default();
        let mut region = Region::Us;
        let mut algorithm = SignatureAlgorithm::Sha1;
        for (name, value) in url::form_urlencoded::parse(options.as_bytes()) {
            match &*name {
                "upload_prefix" => region = Region::from_prefix(&value),
                "signature_algorithm" if value == "sha256" => algorithm = SignatureAlgorithm::Sha256,
                _ => {}
            }
        }
        let mut credentials =
            Self::from_fields(cloud, &decode(key), &decode(secret), &region).map_err(UrlError::Fields)?;
        credentials.environment.signature_algorithm = algorithm;
        Ok(credentials)
    }
}

fn decode(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
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
    /// When the hour ends, Unix seconds.
    pub resets_at: Option<i64>,
    /// Set while Cloudinary refuses counted calls: until when, Unix seconds.
    pub paused_until: Option<i64>,
}

/// A field of the connection form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// Cloud name.
    CloudName,
    /// API key.
    ApiKey,
    /// API secret.
    ApiSecret,
    /// Region or own address.
    Region,
}

/// What is wrong with one field; the sentence never repeats a secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct FieldError {
    /// Where the sentence belongs.
    pub field: Field,
    /// For a person.
    pub message: &'static str,
}

/// Why a pasted `CLOUDINARY_URL` could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// Something else was pasted.
    #[error(
        "This is not a CLOUDINARY_URL. It starts with cloudinary:// and stands in the Console under Settings, API Keys."
    )]
    Scheme,
    /// No `KEY:SECRET@`.
    #[error("The API key and secret are missing. The line reads cloudinary://KEY:SECRET@CLOUD.")]
    KeyAndSecret,
    /// No `:SECRET`.
    #[error("The API secret is missing. The line reads cloudinary://KEY:SECRET@CLOUD.")]
    Secret,
    /// The Console's example was pasted.
    #[error(
        "This still has the Console’s placeholder in it. Press “Reveal” in the Console, then copy the line again."
    )]
    Placeholder,
    /// Read, but a part of it is wrong.
    #[error("{}", .0.first().map_or("", |error| error.message))]
    Fields(Vec<FieldError>),
}

fn check_cloud_name(name: &str) -> Option<FieldError> {
    let message = if name.is_empty() {
        "Enter the cloud name. It stands at the top of the Console."
    } else if name.contains("://") || name.contains('.') {
        "Enter the cloud name alone, not an address: letters, digits and hyphens."
    } else if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_') {
        "A cloud name has only letters, digits and hyphens."
    } else if !(2..=128).contains(&name.len()) {
        "A cloud name has 2 to 128 characters."
    } else {
        return None;
    };
    Some(FieldError { field: Field::CloudName, message })
}

fn check_api_key(key: &str) -> Option<FieldError> {
    let message = if key.is_empty() {
        "Enter the API key. It stands in the Console under Settings, API Keys."
    } else if !key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_') {
        "An API key is a row of digits, without blanks or signs."
    } else {
        return None;
    };
    Some(FieldError { field: Field::ApiKey, message })
}

fn check_secret(secret: &str) -> Option<FieldError> {
    let message = if secret.is_empty() {
        "Enter the API secret. It stands beside the API key."
    } else if secret.chars().any(|c| c.is_whitespace() || c.is_control()) {
        "The API secret has no blanks. Copy it again, whole."
    } else {
        return None;
    };
    Some(FieldError { field: Field::ApiSecret, message })
}

fn check_region(region: &Region) -> Option<FieldError> {
    let Region::Own(prefix) = region else { return None };
    let message = match url::Url::parse(prefix.trim()) {
        _ if prefix.trim().is_empty() => "Enter the address of the API, for example https://api.example.com.",
        Ok(url) if !matches!(url.scheme(), "http" | "https") => "The address starts with https://.",
        Ok(url) if url.host_str().is_none_or(str::is_empty) => "The address has no host name.",
        Ok(url) if url.path() != "/" || url.query().is_some() || url.fragment().is_some() => {
            "Enter only the scheme and the host, for example https://api.example.com."
        }
        Ok(url) if !url.username().is_empty() || url.password().is_some() => {
            "The address must not hold a user name or a password."
        }
        Ok(url) if url.scheme() == "http" && !is_loopback(&url) => {
            "Without https the API key could be read on the way. Use https://."
        }
        Ok(_) => return None,
        Err(_) => "This is not an address. It looks like https://api.example.com.",
    };
    Some(FieldError { field: Field::Region, message })
}

fn is_loopback(url: &url::Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests;
