//! Credentials as they are typed field by field, and what is wrong with them.

use std::fmt;

use secrecy::{ExposeSecret as _, SecretString};

use super::bare::{bare, is_masked, is_placeholder};
use super::{Environment, Region, SignatureAlgorithm};

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

    /// Checks what a person typed, field by field. What was certainly copied along with a value
    /// (quotes, its name, invisible characters) is taken off; anything else that does not belong to
    /// it is refused.
    ///
    /// # Errors
    /// Every field that is wrong, each with a sentence for its place in the form.
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
        let wrong =
            checks.into_iter().filter_map(|(field, message)| Some(FieldError { field, message: message? }));
        let errors: Vec<FieldError> = wrong.collect();
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Self {
            environment: Environment {
                cloud_name: String::clone(&cloud_name),
                api_key: String::clone(&api_key),
                region: Region::from_prefix(region.api_prefix()),
                signature_algorithm: SignatureAlgorithm::default(),
                name: None,
                production: false,
                delivery_hosts: super::KnownHosts::default(),
                practice: false,
            },
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

/// What is wrong with one field; the sentence never repeats a secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct FieldError {
    /// Where the sentence belongs.
    pub field: Field,
    /// For a person.
    pub message: &'static str,
}

/// Why a pasted `CLOUDINARY_URL` could not be read. No sentence repeats the text, which may hold the
/// secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// Something else was pasted.
    #[error(
        "This is not a CLOUDINARY_URL. It starts with cloudinary:// and is shown in the Console under Settings, API Keys."
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
    /// More than one environment.
    #[error("This names more than one environment. Paste the line of the one to connect to.")]
    Several,
    /// Some of cloud name, API key and API secret, not all.
    #[error(
        "Of cloud name, API key and API secret one is missing here. Paste all three, or fill in the fields."
    )]
    Parts,
    /// Read, but a part of it is wrong.
    #[error("{}", .0.first().map_or("", |error| error.message))]
    Fields(Vec<FieldError>),
}

fn check_cloud_name(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        Some("Enter the cloud name. It is shown at the top of the Console.")
    } else if is_placeholder(name) {
        Some("This is an example’s cloud name. Yours is shown at the top of the Console.")
    } else if name.contains("://") || name.contains('.') {
        Some("Enter the cloud name alone, not an address: letters, digits and hyphens.")
    } else if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_') {
        Some("A cloud name has only letters, digits and hyphens.")
    } else if !(2..=128).contains(&name.len()) {
        Some("A cloud name has 2 to 128 characters.")
    } else {
        None
    }
}

fn check_api_key(key: &str) -> Option<&'static str> {
    if key.is_empty() {
        Some("Enter the API key. It is shown in the Console under Settings, API Keys.")
    } else if is_placeholder(key) {
        Some("This is an example’s API key. Copy yours from the Console, under Settings, API Keys.")
    } else if !key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_') {
        Some("An API key is a row of digits, without blanks or signs.")
    } else {
        None
    }
}

/// A key in the secret's place, and something else in the key's, which must not be shown as one.
fn check_swapped(key: &str, secret: &str) -> Option<&'static str> {
    let digits = |text: &str| text.len() >= 10 && text.bytes().all(|byte| byte.is_ascii_digit());
    (digits(secret) && !digits(key) && key.len() >= 10)
        .then_some("The API key and the API secret look swapped. The key is the one of digits alone.")
}

fn check_secret(secret: &str) -> Option<&'static str> {
    let odd = |c: char| !c.is_ascii_graphic() || "\"'`\\,;:".contains(c);
    if secret.is_empty() {
        Some("Enter the API secret. It is shown beside the API key.")
    } else if is_masked(secret) {
        Some("This is the secret with its letters hidden. Press “Reveal” in the Console, then copy it again.")
    } else if is_placeholder(secret) {
        Some("This is an example, not the API secret. Press “Reveal” in the Console, then copy the secret.")
    } else if secret.chars().any(char::is_whitespace) {
        Some("The API secret has no blanks. Copy it again, whole and on its own.")
    } else if secret.chars().any(odd) || secret.trim_end_matches('=').contains('=') {
        Some("This holds signs that no API secret has. Copy the secret again, on its own.")
    } else {
        None
    }
}

fn check_region(region: &Region) -> Option<&'static str> {
    let Region::Own(prefix) = region else { return None };
    match url::Url::parse(prefix.trim()) {
        _ if prefix.trim().is_empty() => {
            Some("Enter the address of the API, for example https://api.example.com.")
        }
        Ok(url) if !matches!(url.scheme(), "http" | "https") => Some("The address starts with https://."),
        Ok(url) if url.host_str().is_none_or(str::is_empty) => Some("The address has no host name."),
        Ok(url) if url.path() != "/" || url.query().is_some() || url.fragment().is_some() => {
            Some("Enter only the scheme and the host, for example https://api.example.com.")
        }
        Ok(url) if !url.username().is_empty() || url.password().is_some() => {
            Some("The address must not hold a user name or a password.")
        }
        Ok(url) if url.scheme() == "http" && !is_loopback(&url) => Some(
            "Without https, whoever reads the traffic sees the API key and can change what is asked. Use https://.",
        ),
        Ok(_) => None,
        Err(_) => Some("This is not an address. It looks like https://api.example.com."),
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
