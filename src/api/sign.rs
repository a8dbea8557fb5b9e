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

/// How many characters the signature of a delivery URL has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SignatureLength {
    /// Eight, of the account's own hash.
    #[default]
    Short,
    /// Thirty-two, always of SHA-256 (the SDKs' `long_url_signature`).
    Long,
}

/// Signs delivery URLs with one secret. `Debug` does not show it.
#[derive(Clone, Debug)]
pub struct DeliverySigner {
    secret: SecretString,
    algorithm: SignatureAlgorithm,
}

impl DeliverySigner {
    /// Signs as the account does.
    pub fn new(secret: SecretString, algorithm: SignatureAlgorithm) -> Self {
        Self { secret, algorithm }
    }

    /// See [`delivery_signature`].
    pub(super) fn sign(&self, text: &str, length: SignatureLength) -> String {
        delivery_signature(text, &self.secret, self.algorithm, length)
    }
}

/// `name=value` pairs in order, joined with `&`; empty values are left out (Python SDK
/// `utils.api_string_to_sign`). Arrays are given joined with `,`, as they are signed.
pub fn string_to_sign(parameters: &[(&str, &str)], version: SignatureVersion) -> String {
    let given = parameters.iter().filter(|(_, value)| !value.is_empty());
    let mut pairs: Vec<String> = given
        .map(|(name, value)| {
            let pair = format!("{name}={value}");
            if version == SignatureVersion::Two { pair.replace('&', "%26") } else { pair }
        })
        .collect();
    pairs.sort();
    pairs.join("&")
}

/// The `signature` parameter: lower-case hexadecimal, 40 or 64 characters (Python SDK
/// `utils.api_sign_request`).
pub fn signature(
    parameters: &[(&str, &str)],
    secret: &SecretString,
    algorithm: SignatureAlgorithm,
    version: SignatureVersion,
) -> String {
    hex::encode(digest(&string_to_sign(parameters, version), secret, algorithm))
}

/// The signature segment of a delivery URL, `s--Ai4Znfl3--`. `to_sign` is transformation and
/// public ID as they stand in the URL, without the version and a name for search engines (Python
/// SDK `utils.cloudinary_url`).
pub fn delivery_signature(
    to_sign: &str,
    secret: &SecretString,
    algorithm: SignatureAlgorithm,
    length: SignatureLength,
) -> String {
    let (algorithm, characters) = match length {
        SignatureLength::Short => (algorithm, 8),
        SignatureLength::Long => (SignatureAlgorithm::Sha256, 32),
    };
    let text = URL_SAFE_NO_PAD.encode(digest(to_sign, secret, algorithm));
    format!("s--{}--", &text[..text.len().min(characters)])
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

#[cfg(test)]
mod tests {
    use super::*;
    use SignatureAlgorithm::{Sha1, Sha256};
    use SignatureLength::{Long, Short};

    /// From the tests of the SDKs for Python, Node and .NET.
    #[test]
    fn delivery_signatures_are_those_of_the_sdks() {
        for (text, secret, algorithm, length, expected) in [
            ("c_crop,h_20,w_10/image.jpg", "b", Sha1, Short, "s--Ai4Znfl3--"),
            ("image.jpg", "b", Sha1, Short, "s----SjmNDA--"),
            ("http://google.com/path/to/image.png", "b", Sha1, Short, "s--hH_YcbiS--"),
            (
                "co_red,l_text:Times_70_bold:Cool%25F0%259F%2598%258D/image.jpg",
                "b",
                Sha1,
                Short,
                "s--Uqk1a-5W--",
            ),
            ("sample.jpg", "b", Sha1, Short, "s--v2fTPYTu--"),
            ("sample.jpg", "b", Sha256, Short, "s--2hbrSMPO--"),
            ("sample.jpg", "b", Sha1, Long, "s--2hbrSMPOjj5BJ4xV7SgFbRDevFaQNUFf--"),
            ("c_scale,h_200,w_300/testFolder/Test%20Image.jpg", "abcd", Sha1, Short, "s--rmmMhYpj--"),
            ("c_scale,h_200,w_300/testFolder/TestImage_僅測試.jpg", "abcd", Sha1, Short, "s--FvJh0bXb--"),
        ] {
            let secret = SecretString::from(secret);
            assert_eq!(delivery_signature(text, &secret, algorithm, length), expected, "{text}");
        }
    }
}
