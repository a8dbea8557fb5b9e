//! What the tests of the client share.

#[path = "../../support/peer.rs"]
pub mod peer;
pub mod upload;
pub mod vectors;
pub mod warrant;

use std::time::Duration;

use cloudsweep::api::{Client, Timeouts};
use cloudsweep::model::account::{Credentials, Region, SignatureAlgorithm};
use cloudsweep::model::asset::{AssetName, DeliveryType, ResourceType};
use cloudsweep::platform::clock::Clock;

/// The secret of every test: to be found nowhere.
pub const SECRET: &str = "CANARY-8f3b1d07_c0ffee";
/// The API key of every test.
pub const KEY: &str = "123456789012345";

/// Credentials for a server on this computer.
pub fn credentials(cloud: &str, prefix: &str) -> Credentials {
    Credentials::from_fields(cloud, KEY, SECRET, &Region::Own(prefix.to_owned())).expect("good credentials")
}

/// The credentials of the vectors' delivery URLs.
pub fn credentials_of(cloud: &str, secret: &str, algorithm: SignatureAlgorithm) -> Credentials {
    let mut credentials =
        Credentials::from_fields(cloud, KEY, secret, &Region::Us).expect("good credentials");
    credentials.environment.signature_algorithm = algorithm;
    credentials
}

/// A client that loses its patience soon.
pub fn client(credentials: Credentials) -> Client {
    let patience = Duration::from_millis(400);
    let timeouts = Timeouts { connect: patience, read: patience, change: patience };
    Client::with(credentials, Clock::default(), timeouts).expect("a client")
}

/// A name from its three parts.
pub fn name(resource_type: ResourceType, delivery_type: &str, public_id: &str) -> AssetName {
    AssetName { resource_type, delivery_type: DeliveryType::from(delivery_type), public_id: public_id.into() }
}
