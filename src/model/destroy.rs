//! How destroy names an asset, and on which server that was found out.

use serde::{Deserialize, Serialize};

use super::account::Environment;

/// The forms of destroy (Upload API, one asset a request, not counted).
///
/// Only those by asset ID spare what is uploaded anew under a public ID. Which of them a server
/// knows is told nowhere: an unknown one is refused with 400 or 404, and deletes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DestroyBy {
    /// `POST /{rt}/destroy` with `asset_id` in its form (Cloudinary's reference of 2026).
    AssetIdInForm,
    /// `POST /asset/destroy` with a JSON body (TypeScript SDK `destroyByAssetId`).
    AssetIdInJson,
    /// `POST /{rt}/destroy` with `public_id` and `type`: every server knows it.
    Name,
}

impl DestroyBy {
    /// In the order in which they are tried.
    pub const ALL: [Self; 3] = [Self::AssetIdInForm, Self::AssetIdInJson, Self::Name];

    /// Whether it goes by asset ID.
    pub fn is_exact(self) -> bool {
        self != Self::Name
    }
}

/// The server of an environment, whatever API key is used there: what it understands does not
/// depend on who asks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ServerId {
    /// The environment's cloud name.
    pub cloud_name: String,
    /// Scheme and host of its API, without a slash at the end.
    pub api: String,
}

impl ServerId {
    /// The program's own practice environment has another port each time, and one name.
    pub fn of(environment: &Environment) -> Self {
        let api = if environment.practice { "practice" } else { environment.region.api_prefix() };
        Self { cloud_name: environment.cloud_name.clone(), api: api.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::account::{Region, SignatureAlgorithm};

    fn environment(api_key: &str, region: Region, practice: bool) -> Environment {
        let (cloud_name, api_key) = ("shop".to_owned(), api_key.to_owned());
        let signature_algorithm = SignatureAlgorithm::Sha1;
        Environment {
            cloud_name,
            api_key,
            region,
            signature_algorithm,
            production: false,
            delivery_hosts: Vec::new(),
            practice,
        }
    }

    #[test]
    fn a_server_is_the_same_for_every_key_and_another_in_every_region() {
        let id = |key: &str, region| ServerId::of(&environment(key, region, false));
        assert_eq!(id("1", Region::Us), id("2", Region::Us));
        assert_ne!(id("1", Region::Us), id("1", Region::Eu));
        let port = |port: u16| environment("1", Region::Own(format!("http://127.0.0.1:{port}")), true);
        assert_eq!(ServerId::of(&port(1)), ServerId::of(&port(2)), "the practice environment");
    }
}
