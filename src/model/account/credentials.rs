//! Credentials as they are typed field by field, and what is wrong with them.

use std::fmt;

use secrecy::{ExposeSecret as _, SecretString};

use super::bare::{bare, is_masked, is_placeholder};
use super::{Environment, Region};

/// An environment with the secret that opens it. Never serialised; `Debug` leaves the secret out.
#[derive(Clone)]
pub struct Credentials {
    /// The environment.
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

    /// Checks what the user typed, field by field. What was certainly copied along with a value
    /// (quotes, its name, invisible characters) is taken off; anything else that does not belong to
    /// it is refused.
    ///
    /// # Errors
    /// Every field that is wrong, and how.
    pub fn from_fields(
        cloud_name: &str,
        api_key: &str,
        secret: &str,
        region: &Region,
    ) -> Result<Self, Vec<FieldError>> {
        let cloud_name = bare(cloud_name, &["cloudname", "productenvironment"]);
        let api_key = bare(api_key, &["apikey"]);
        let secret = bare(secret, &["apisecret", "secret"]);
        let checks = [
            (Field::CloudName, check_cloud_name(&cloud_name)),
            (Field::ApiKey, check_swapped(&api_key, &secret).or_else(|| check_api_key(&api_key))),
            (Field::ApiSecret, check_secret(&secret)),
            (Field::Region, check_region(region)),
        ];
        let wrong = checks.into_iter().filter_map(|(field, wrong)| Some(FieldError { field, wrong: wrong? }));
        let errors: Vec<FieldError> = wrong.collect();
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Self {
            environment: Environment::new(
                cloud_name.as_str(),
                api_key.as_str(),
                Region::from_prefix(region.api_prefix()),
            ),
            secret: SecretString::from(secret.as_str()),
        })
    }
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

/// What is wrong with one field. Never repeats what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Which field.
    pub field: Field,
    /// What is wrong with it.
    pub wrong: Wrong,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// No cloud name.
    NoCloudName,
    /// The cloud name of an example.
    ExampleCloudName,
    /// An address in the place of the cloud name.
    AddressForCloudName,
    /// Characters that no cloud name has.
    OddCloudName,
    /// Too short or too long.
    CloudNameLength,
    /// No API key.
    NoApiKey,
    /// The API key of an example.
    ExampleApiKey,
    /// Characters that no API key has.
    OddApiKey,
    /// A key in the secret's place, and something else in the key's.
    Swapped,
    /// No API secret.
    NoApiSecret,
    /// Dots or asterisks in place of the secret.
    MaskedApiSecret,
    /// The API secret of an example.
    ExampleApiSecret,
    /// A blank in the secret.
    BlankInApiSecret,
    /// Characters that no API secret has.
    OddApiSecret,
    /// No own address.
    NoAddress,
    /// Another scheme than http and https.
    AddressScheme,
    /// No host.
    AddressWithoutHost,
    /// More than scheme, host and port.
    AddressWithPath,
    /// A user name or a password in it.
    AddressWithPassword,
    /// Plain http to another computer.
    AddressUnencrypted,
    /// No address.
    NoAddressAtAll,
}

/// Why a pasted `CLOUDINARY_URL` could not be read. Never repeats the text, which may hold the secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{self:?}")]
pub enum UrlError {
    /// Something else was pasted.
    Scheme,
    /// No `KEY:SECRET@`.
    KeyAndSecret,
    /// No `:SECRET`.
    Secret,
    /// The Console's example was pasted.
    Placeholder,
    /// More than one environment.
    Several,
    /// Some of cloud name, API key and API secret, not all.
    Parts,
    /// Read, but a part of it is wrong.
    Fields(Vec<FieldError>),
}

fn check_cloud_name(name: &str) -> Option<Wrong> {
    if name.is_empty() {
        Some(Wrong::NoCloudName)
    } else if is_placeholder(name) {
        Some(Wrong::ExampleCloudName)
    } else if name.contains("://") || name.contains('.') {
        Some(Wrong::AddressForCloudName)
    } else if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_') {
        Some(Wrong::OddCloudName)
    } else if !(2..=128).contains(&name.len()) {
        Some(Wrong::CloudNameLength)
    } else {
        None
    }
}

fn check_api_key(key: &str) -> Option<Wrong> {
    if key.is_empty() {
        Some(Wrong::NoApiKey)
    } else if is_placeholder(key) {
        Some(Wrong::ExampleApiKey)
    } else if !key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_') {
        Some(Wrong::OddApiKey)
    } else {
        None
    }
}

/// A key in the secret's place, and something else in the key's, which must not be shown as one.
fn check_swapped(key: &str, secret: &str) -> Option<Wrong> {
    let digits = |text: &str| text.len() >= 10 && text.bytes().all(|byte| byte.is_ascii_digit());
    (digits(secret) && !digits(key) && key.len() >= 10).then_some(Wrong::Swapped)
}

fn check_secret(secret: &str) -> Option<Wrong> {
    let odd = |c: char| !c.is_ascii_graphic() || "\"'`\\,;:".contains(c);
    if secret.is_empty() {
        Some(Wrong::NoApiSecret)
    } else if is_masked(secret) {
        Some(Wrong::MaskedApiSecret)
    } else if is_placeholder(secret) {
        Some(Wrong::ExampleApiSecret)
    } else if secret.chars().any(char::is_whitespace) {
        Some(Wrong::BlankInApiSecret)
    } else if secret.chars().any(odd) || secret.trim_end_matches('=').contains('=') {
        Some(Wrong::OddApiSecret)
    } else {
        None
    }
}

fn check_region(region: &Region) -> Option<Wrong> {
    let Region::Own(prefix) = region else { return None };
    match url::Url::parse(prefix.trim()) {
        _ if prefix.trim().is_empty() => Some(Wrong::NoAddress),
        Ok(url) if !matches!(url.scheme(), "http" | "https") => Some(Wrong::AddressScheme),
        Ok(url) if url.host_str().is_none_or(str::is_empty) => Some(Wrong::AddressWithoutHost),
        Ok(url) if url.path() != "/" || url.query().is_some() || url.fragment().is_some() => {
            Some(Wrong::AddressWithPath)
        }
        Ok(url) if !url.username().is_empty() || url.password().is_some() => Some(Wrong::AddressWithPassword),
        Ok(url) if url.scheme() == "http" && !is_loopback(&url) => Some(Wrong::AddressUnencrypted),
        Ok(_) => None,
        Err(_) => Some(Wrong::NoAddressAtAll),
    }
}

fn is_loopback(url: &url::Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
