//! Hosts on which an environment's assets are delivered: seen in what is listed, and confirmed by a
//! user. Kept with the environment.

use std::collections::BTreeSet;

use super::event::Event;
use super::hub::{Hub, Open};
use crate::model::account::{EnvironmentId, KnownHosts};
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

impl Hub {
    /// Keeps hosts that were not known of an environment. Nothing is sent to them.
    pub(super) fn seen_on(&mut self, environment: &EnvironmentId, seen: Vec<DeliveryHost>) {
        let Some(open) = self.open_as(environment) else { return };
        let known = open.environment.hosts();
        let new: Vec<_> = seen.into_iter().filter(|host| !known.own.contains(host)).collect();
        // No more than so many are kept.
        let mut after = open.environment.delivery_hosts.clone();
        after.see(new.clone());
        if after != open.environment.delivery_hosts {
            self.change_hosts(environment.clone(), false, move |hosts| {
                hosts.see(new.clone());
            });
        }
    }

    pub(super) fn confirm_host(&mut self, environment: EnvironmentId, host: DeliveryHost) {
        self.change_hosts(environment, true, move |hosts| hosts.confirm(host.clone()));
    }

    pub(super) fn remove_host(&mut self, environment: EnvironmentId, host: DeliveryHost) {
        self.change_hosts(environment, true, move |hosts| hosts.remove(&host));
    }

    fn open_as(&self, environment: &EnvironmentId) -> Option<&Open> {
        self.open.as_ref().filter(|open| open.environment.id() == *environment)
    }

    /// `by_hand`: a user said so.
    fn change_hosts(
        &mut self,
        environment: EnvironmentId,
        by_hand: bool,
        change: impl Fn(&mut KnownHosts) + Send + 'static,
    ) {
        self.change(environment.clone(), by_hand, move |environment| change(&mut environment.delivery_hosts));
        if let Some(open) = self.open_as(&environment) {
            self.thumbnails.hosts(open.environment.hosts());
            let hosts = open.environment.delivery_hosts.clone();
            self.send(Event::DeliveryHosts { environment, hosts });
        }
    }
}
