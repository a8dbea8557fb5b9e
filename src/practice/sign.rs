//! Signatures of calls and of delivery URLs, checked independently of the client.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE;
use serde_json::Value;
use sha1::{Digest, Sha1};
use sha2::Sha256;

use super::params::Params;

/// Parameters that are never part of a signature.
const UNSIGNED: [&str; 5] = ["file", "cloud_name", "resource_type", "api_key", "signature"];

/// `name=value&…`, sorted. Version 2 writes `&` inside a pair as `%26`, version 1 does not.
pub fn string_to_sign(params: &Params, version_2: bool) -> String {
    let mut pairs: Vec<String> = params
        .all()
        .filter(|(name, _)| !UNSIGNED.contains(&name.as_str()))
        .map(|(name, value)| (name, signed_text(value)))
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    if version_2 {
        for pair in &mut pairs {
            *pair = pair.replace('&', "%26");
        }
    }
    pairs.join("&")
}

fn signed_text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(signed_text).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

/// Whether the call's signature is right for any version and hash that Cloudinary takes.
/// The length tells SHA-1 from SHA-256.
pub fn is_right(params: &Params, secret: &str, signature: &str) -> bool {
    [true, false].into_iter().any(|version_2| {
        let text = string_to_sign(params, version_2) + secret;
        let expected = if signature.len() == 64 {
            hex::encode(Sha256::digest(text))
        } else {
            hex::encode(Sha1::digest(text))
        };
        expected == signature
    })
}

/// `s--xxxxxxxx--` for a delivery URL: `[transformation/]public_id[.ext]` as in the URL.
pub fn delivery(to_sign: &str, secret: &str) -> String {
    let digest = Sha1::digest(format!("{to_sign}{secret}"));
    format!("s--{}--", &URL_SAFE.encode(digest)[..8])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(text: &str) -> Params {
        let mut params = Params::default();
        params.add_urlencoded(text);
        params
    }

    #[test]
    fn every_signature_of_the_official_sdk_is_right() {
        let text = include_str!("../../tests/vectors/signatures.json");
        let vectors: Value = serde_json::from_str(text).unwrap();
        let rows = vectors["rows"].as_array().unwrap();
        assert!(rows.len() > 20);
        // The SDK's function signs whatever it is given; no call sends a cloud name to be signed.
        for row in rows.iter().filter(|row| row["params"].get("cloud_name").is_none()) {
            let mut params = Params::default();
            params.add_json(row["params"].to_string().as_bytes()).unwrap();
            let (secret, signature) =
                (row["api_secret"].as_str().unwrap(), row["signature"].as_str().unwrap());
            assert!(is_right(&params, secret, signature), "{row}");
            assert!(!is_right(&params, "another", signature), "{row}");
            let version_2 = row["signature_version"] == 2;
            assert_eq!(string_to_sign(&params, version_2), row["string_to_sign"].as_str().unwrap());
        }
    }

    #[test]
    fn both_versions_and_hashes_of_the_sdks_are_right() {
        let secret = "hdcixPpR2iKERPwqvH6sHdK9cyac";
        let login = params("timestamp=1568810420&username=user@cloudinary.com&api_key=1&file=x&callback=");
        assert_eq!(string_to_sign(&login, true), "timestamp=1568810420&username=user@cloudinary.com");
        let hook =
            params("p1=v1%3Dv2*%7C%7D%7B+%26+!%40%23%24%25%5E%26*()_%3B%2F.%2C%3F%3E%3C%5C%2F%7C_%2Ba");
        assert!(is_right(&hook, "secret", "ced1e363d8db0a8d7ebcfb9e67fadbf5ee78a0f1"));
        let sha256 = "0c06416c30bfc727eb2cbc9f93245be70bd6567c788b5bd93a3772e8253312bf";
        assert!(is_right(&hook, "secret", sha256));
        let list = params("p1[]=v1&p1[]=v2");
        assert!(is_right(&list, "secret", "9e06ad20c8a98319b00503edc4053be120017905"));
        let cafe = params("public_id=Caf%C3%A9+d%27%C3%A9t%C3%A9/salt+%26+pepper&timestamp=1700000000");
        for signature in
            ["1310d7716d36f048a66d9af724f6b18d301baeb0", "01e1b45acf17bd9834d299e900043feb3a8bb550"]
        {
            assert!(is_right(&cafe, "abcd", signature));
        }
        assert!(!is_right(&cafe, secret, "1310d7716d36f048a66d9af724f6b18d301baeb0"));
    }

    #[test]
    fn delivery_urls_are_signed_as_the_sdks_do() {
        assert_eq!(delivery("c_crop,h_20,w_10/image.jpg", "b"), "s--Ai4Znfl3--");
        assert_eq!(delivery("image.jpg", "b"), "s----SjmNDA--");
        assert_eq!(delivery("c_scale,h_200,w_300/testFolder/Test%20Image.jpg", "abcd"), "s--rmmMhYpj--");
    }
}
