//! Signatures of calls, row by row of the SDK's.

use cloudsweep::api::{SignatureVersion, signature, string_to_sign};
use cloudsweep::model::account::SignatureAlgorithm;
use secrecy::SecretString;
use serde_json::Value;

use crate::support::vectors::{self, About};

/// A parameter as it is sent and signed: arrays joined with `,`; what is false or nothing in
/// Python is left out.
fn text(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(false) => String::new(),
        Value::Number(number) if number.as_f64() == Some(0.0) => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(text).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

#[test]
fn calls_are_signed_as_the_sdk_signs_them() {
    let rows = vectors::rows(About::Signatures);
    let mut wrong = Vec::new();
    for row in &rows {
        let params = row.value["params"].as_object().expect("an object");
        let texts: Vec<(String, String)> =
            params.iter().map(|(name, value)| (name.clone(), text(value))).collect();
        let pairs: Vec<(&str, &str)> = texts.iter().map(|(name, value)| (&**name, &**value)).collect();
        let version = match row.value["signature_version"].as_u64().unwrap_or(2) {
            1 => SignatureVersion::One,
            _ => SignatureVersion::Two,
        };
        let algorithm = match row.value["algorithm"].as_str().unwrap_or("sha1") {
            "sha256" => SignatureAlgorithm::Sha256,
            _ => SignatureAlgorithm::Sha1,
        };
        let secret = SecretString::from(row.text("api_secret"));
        let signed = string_to_sign(&pairs, version);
        if let Some(expected) = row.value["string_to_sign"].as_str().filter(|expected| *expected != signed) {
            wrong.push(format!("{}: signs {signed:?}, not {expected:?}", row.place));
        }
        let made = signature(&pairs, &secret, algorithm, version);
        if made != row.text("signature") {
            wrong.push(format!("{}: {made}, not {}", row.place, row.text("signature")));
        }
    }
    vectors::report(About::Signatures, rows.len(), &wrong);
}
