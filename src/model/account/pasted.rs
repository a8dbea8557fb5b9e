//! Credentials in a text that was pasted: the `CLOUDINARY_URL` line as the Console, shells, `.env`
//! files, JSON, YAML and command lines write it, or the three separate variables.

use std::borrow::Cow;
use std::collections::BTreeSet;

use secrecy::zeroize::Zeroizing;

use super::bare::{is_masked, is_placeholder, visible};
use super::{Credentials, Region, SignatureAlgorithm, UrlError};
use crate::model::source;

const SCHEME: &str = "cloudinary://";
/// Three variables are looked for in texts of less than so many bytes.
const LONGEST: usize = 1 << 16;

/// Whether a text holds credentials, of Cloudinary or others: it belongs into no field but those made
/// for it.
pub fn holds_credentials(text: &str) -> bool {
    // Most texts hold none of these words, and looking for a word is quick.
    let named = text.contains("://")
        && addresses(text).iter().any(|url| url.contains('@') && url[SCHEME.len()..].contains(':'));
    let all = || text.len() < LONGEST && Parts::of(text).is_some_and(|parts| parts.are_all());
    named
        || source::holds_credentials(text)
        || ["ecret", "ECRET"].iter().any(|word| text.contains(word)) && all()
}

impl Credentials {
    /// Reads `cloudinary://KEY:SECRET@CLOUD[/host][?upload_prefix=…]` out of whatever stands around
    /// it: a variable's name, `export`, `set`, `setx`, `$Env:`, `heroku config:set`, `-e`, quotes, JSON,
    /// YAML, comments, other lines. Without one, `CLOUDINARY_CLOUD_NAME`, `CLOUDINARY_API_KEY` and
    /// `CLOUDINARY_API_SECRET`, or their like, do.
    ///
    /// The case of the cloud name is kept; `%XX` in key and secret is decoded. Lines that are comments
    /// count only where no other names anything.
    ///
    /// # Errors
    /// A sentence that says what is missing. It never repeats the text, which may hold the secret.
    pub fn from_cloudinary_url(text: &str) -> Result<Self, UrlError> {
        let text = visible(text);
        let lines = || text.lines();
        let said = Zeroizing::new(lines().filter(|line| !is_comment(line)).collect::<Vec<_>>().join("\n"));
        find(&said).or_else(|| find(&text)).unwrap_or(Err(UrlError::Scheme))
    }
}

fn is_comment(line: &str) -> bool {
    let line = line.trim_start();
    ["#", "//", "::", "REM ", "rem "].iter().any(|mark| line.starts_with(mark))
}

/// What a text names; `None`: nothing at all.
fn find(text: &str) -> Option<Result<Credentials, UrlError>> {
    let urls = addresses(text);
    let whole: Vec<&&str> = urls.iter().filter(|url| !url.contains(['<', '>', '{', '}', '$'])).collect();
    let parts = Parts::of(text);
    match (whole[..].first(), parts) {
        (Some(_), _) if whole.len() > 1 => Some(Err(UrlError::Several)),
        (Some(url), _) => Some(of_url(url)),
        (None, Some(parts)) if urls.is_empty() || parts.are_all() => Some(parts.credentials()),
        (None, _) => urls.first().map(|url| of_url(url)),
    }
}

/// Every different `cloudinary://…`, without what stands behind it.
fn addresses(text: &str) -> BTreeSet<&str> {
    let starts = text.match_indices("://").filter_map(|(at, _)| {
        let start = at.checked_sub("cloudinary".len())?;
        text.get(start..at)?.eq_ignore_ascii_case("cloudinary").then_some(start)
    });
    starts
        .map(|at| {
            let rest = &text[at..];
            let end = rest.find(|c: char| c.is_whitespace() || "\"'`;\\|".contains(c)).unwrap_or(rest.len());
            let url = rest[..end].trim_end_matches([',', '.', ')', ']']);
            let linked = text[..at].ends_with('<');
            if linked { url.strip_suffix('>').unwrap_or(url) } else { url }
        })
        .collect()
}

/// One `cloudinary://…`.
fn of_url(url: &str) -> Result<Credentials, UrlError> {
    let rest = &url[SCHEME.len()..];
    let (authority, options) = rest.split_once('?').unwrap_or((rest, ""));
    let Some((userinfo, host)) = authority.rsplit_once('@') else {
        return Err(UrlError::KeyAndSecret);
    };
    let Some((key, secret)) = userinfo.split_once(':') else {
        return Err(UrlError::Secret);
    };
    let cloud = host.split('/').next().unwrap_or_default().trim_end_matches('}');
    if [key, secret, cloud].into_iter().any(is_placeholder) || is_masked(secret) {
        return Err(UrlError::Placeholder);
    }
    let mut region = Region::Us;
    let mut algorithm = SignatureAlgorithm::Sha1;
    for (name, value) in url::form_urlencoded::parse(options.as_bytes()) {
        match &*name {
            "upload_prefix" => region = Region::from_prefix(&value),
            "signature_algorithm" if value == "sha256" => algorithm = SignatureAlgorithm::Sha256,
            _ => {}
        }
    }
    let (key, secret) = (decode(key), decode(secret));
    let mut credentials =
        Credentials::from_fields(cloud, &key, &secret, &region).map_err(UrlError::Fields)?;
    credentials.environment.signature_algorithm = algorithm;
    Ok(credentials)
}

fn decode(text: &str) -> Zeroizing<String> {
    let decoded = percent_encoding::percent_decode_str(text).decode_utf8_lossy();
    Zeroizing::new(Cow::into_owned(decoded))
}

/// Values of the separate variables, each in every different form that a text gives.
struct Parts<'a> {
    cloud: BTreeSet<&'a str>,
    key: BTreeSet<&'a str>,
    secret: BTreeSet<&'a str>,
    prefix: BTreeSet<&'a str>,
}

impl<'a> Parts<'a> {
    /// `None`: neither a key nor a secret is named.
    fn of(text: &'a str) -> Option<Self> {
        let small = Zeroizing::new(text.to_ascii_lowercase());
        let of = |names: &[&str]| -> BTreeSet<&'a str> {
            let ends = names.iter().flat_map(|name| small.match_indices(name).map(|(at, _)| at + name.len()));
            ends.filter_map(|end| value(&text[end..])).collect()
        };
        let parts = Self {
            cloud: of(&["cloud_name", "cloud-name", "cloud name", "cloudname"]),
            key: of(&["api_key", "api-key", "api key", "apikey"]),
            secret: of(&["api_secret", "api-secret", "api secret", "apisecret"]),
            prefix: of(&["upload_prefix"]),
        };
        (!parts.key.is_empty() || !parts.secret.is_empty()).then_some(parts)
    }

    fn are_all(&self) -> bool {
        [&self.cloud, &self.key, &self.secret].iter().all(|values| !values.is_empty())
    }

    fn credentials(&self) -> Result<Credentials, UrlError> {
        if !self.are_all() {
            return Err(UrlError::Parts);
        }
        let all = [&self.cloud, &self.key, &self.secret];
        if all.iter().any(|values| values.len() > 1) || self.prefix.len() > 1 {
            return Err(UrlError::Several);
        }
        let [cloud, key, secret] = all.map(|values| values.first().copied().unwrap_or_default());
        let region = self.prefix.first().map_or(Region::Us, |prefix| Region::from_prefix(prefix));
        Credentials::from_fields(cloud, key, secret, &region).map_err(UrlError::Fields)
    }
}

/// What stands behind a name: `="…"`, `: …`, ` => '…'`, or after blanks.
fn value(rest: &str) -> Option<&str> {
    let rest = rest.strip_prefix(['"', '\'', '`']).unwrap_or(rest);
    let start = rest.trim_start_matches([' ', '\n', '=', ':', '>']);
    if start.len() == rest.len() {
        return None;
    }
    let quote = start.chars().next().filter(|c| "\"'`".contains(*c));
    let value = match quote {
        Some(quote) => start[1..].split(quote).next(),
        None => start.split(|c: char| c.is_whitespace() || ",;\"'`".contains(c)).next(),
    };
    value.map(str::trim).filter(|value| !value.is_empty())
}
