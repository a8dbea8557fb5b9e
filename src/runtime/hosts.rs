//! Hosts on which an environment's assets are delivered, as they are seen in what is listed.

use std::collections::BTreeSet;

use crate::model::asset::Asset;
use crate::model::delivery::DeliveryHost;
use crate::model::item::{self, Items};

/// The hosts of listed assets, beside Cloudinary's own.
pub(super) fn of_assets<'a>(assets: impl IntoIterator<Item = &'a Asset>) -> Vec<DeliveryHost> {
    let bases: BTreeSet<&str> =
        assets.into_iter().map(|asset| item::host(&asset.secure_url, &asset.name)).collect();
    bases.into_iter().filter_map(DeliveryHost::of_base).collect()
}

/// The hosts of planned items, beside Cloudinary's own.
pub(super) fn of_items(items: &Items) -> Vec<DeliveryHost> {
    let bases: BTreeSet<&str> = items.iter().map(|item| &*item.host).collect();
    bases.into_iter().filter_map(DeliveryHost::of_base).collect()
}
