//! What a plan is known by: no two plans, and no two ways to send one, have the same.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::account::EnvironmentId;
use super::asset::DeliveryType;
use super::item::Items;
use super::route::Route;
use super::sweep::{Sweep, SweepPart};
use super::what::What;

/// SHA-256 over what a plan holds and how it is to be carried out.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Fingerprint(pub [u8; 32]);

impl Fingerprint {
    /// Each number and text goes in with its length, so that no two plans read alike.
    pub fn over(
        environment: &EnvironmentId,
        what: What,
        invalidate: bool,
        sweep: Option<&Sweep>,
        items: &Items,
    ) -> Self {
        let mut hash = Sha256::new();
        let mut part = |part: &[u8]| {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        };
        part(environment.0.as_bytes());
        part(what.word().as_bytes());
        part(if invalidate { b"invalidate" } else { b"keep-cdn" });
        if let Some(Sweep { by, parts }) = sweep {
            let (word, text) = by.parts();
            part(word.as_bytes());
            part(text.as_bytes());
            for SweepPart { resource_type, delivery_type, items } in parts {
                part(resource_type.as_str().as_bytes());
                part(delivery_type.as_ref().map_or("", DeliveryType::as_str).as_bytes());
                part(&items.start.to_le_bytes());
                part(&items.end.to_le_bytes());
            }
        }
        for item in items.iter() {
            part(item.key().as_bytes());
            part(item.asset_id.as_bytes());
            part(item.name.resource_type.as_str().as_bytes());
            part(item.name.delivery_type.as_str().as_bytes());
            part(item.name.public_id.as_bytes());
            part(&item.version.to_le_bytes());
            part(item.etag.as_deref().unwrap_or_default().as_bytes());
        }
        Self(hash.finalize().into())
    }

    /// Of the same plan on its way: what the user confirms is a plan and how it is sent.
    #[must_use]
    pub fn on(self, route: Route) -> Self {
        let mut hash = Sha256::new();
        hash.update(self.0);
        hash.update(route.word());
        Self(hash.finalize().into())
    }
}

impl std::fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Fingerprint({})", hex::encode(&self.0[..6]))
    }
}
