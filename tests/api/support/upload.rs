//! The one call that the program does not have: making an asset, signed as the client signs.

use std::time::{SystemTime, UNIX_EPOCH};

use cloudsweep::api::{SignatureVersion, signature};
use cloudsweep::model::account::Credentials;
use cloudsweep::model::asset::ResourceType;

/// `POST /{rt}/upload`; gives the answer. `file`: a data URL.
pub async fn upload(
    credentials: &Credentials,
    kind: ResourceType,
    file: &str,
    parameters: &[(&str, &str)],
) -> serde_json::Value {
    let environment = &credentials.environment;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs().to_string();
    let mut signed = parameters.to_vec();
    signed.push(("timestamp", &now));
    let signature =
        signature(&signed, &credentials.secret, environment.signature_algorithm, SignatureVersion::Two);
    let mut form = signed;
    form.extend([("file", file), ("api_key", &environment.api_key), ("signature", &signature)]);
    drop(rustls::crypto::ring::default_provider().install_default());
    let url = format!("{}/v1_1/{}/{kind}/upload", environment.region.api_prefix(), environment.cloud_name);
    let answer = reqwest::Client::new().post(url).form(&form).send().await.expect("an answer to an upload");
    let status = answer.status();
    let body: serde_json::Value = answer.json().await.expect("JSON");
    assert!(status.is_success(), "upload: {status} {body}");
    body
}
