//! Signatures of calls and of delivery URLs, as the official SDKs make them.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret as _, SecretString};
use sha1::{Digest as _, Sha1};
use sha2::Sha256;

use crate::model::account::SignatureAlgorithm;

/// How `&` inside a value stands in the string to sign.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SignatureVersion {
    /// As it is.
    One,
    /// As `%26`; every SDK's default since 2025.
    #[default]
    Two,
}

/// `name=value` pairs in the order of their names, joined with `&`; empty values are left out.
/// Arrays are given joined with `,`.
pub fn string_to_sign(parameters: &[(&str, &str)], version: SignatureVersion) -> String {
    let mut sorted: Vec<_> = parameters.iter().filter(|(_, value)| !value.is_empty()).collect();
    sorted.sort();
    let pairs: Vec<String> = sorted
        .into_iter()
        .map(|(name, value)| {
            let pair = format!("{name}={value}");
            if version == SignatureVersion::Two { pair.replace('&', "%26") } else { pair }
        })
        .collect();
    pairs.join("&")
}

/// The `signature` parameter: lower-case hexadecimal, 40 or 64 characters.
pub fn signature(
    parameters: &[(&str, &str)],
    secret: &SecretString,
    algorithm: SignatureAlgorithm,
    version: SignatureVersion,
) -> String {
    hex::encode(digest(&string_to_sign(parameters, version), secret, algorithm))
}

/// The signature segment of a delivery URL, `s--Ai4Znfl3--`. `to_sign` is the path behind it, as
/// it stands in the URL, without the version.
pub fn delivery_signature(to_sign: &str, secret: &SecretString, algorithm: SignatureAlgorithm) -> String {
    let text = URL_SAFE_NO_PAD.encode(digest(to_sign, secret, algorithm));
    format!("s--{}--", &text[..8])
}

fn digest(text: &str, secret: &SecretString, algorithm: SignatureAlgorithm) -> Vec<u8> {
    let secret = secret.expose_secret();
    match algorithm {
        SignatureAlgorithm::Sha1 => Sha1::new().chain_update(text).chain_update(secret).finalize().to_vec(),
        SignatureAlgorithm::Sha256 => {
            Sha256::new().chain_update(text).chain_update(secret).finalize().to_vec()
        }
    }
}
