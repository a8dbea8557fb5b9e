//! Hosts on which an environment's assets are delivered: seen in what is listed, and confirmed by a
//! person. Kept with the environment.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::connect::blocking;
use super::event::Event;
use super::hub::Hub;
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
        let open = self.open.as_ref().filter(|open| open.environment.id() == *environment);
        let known = open.map(|open| open.environment.hosts());
        let Some(known) = known else { return };
        let new: Vec<_> = seen.into_iter().filter(|host| !known.own.contains(host)).collect();
        if !new.is_empty() {
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

    /// Changes what is open, and what is kept, in whatever order the disk takes it. `by_hand`: a
    /// person said so.
    fn change_hosts(
        &mut self,
        environment: EnvironmentId,
        by_hand: bool,
        change: impl Fn(&mut KnownHosts) + Send + 'static,
    ) {
        if let Some(open) = self.open.as_mut().filter(|open| open.environment.id() == environment) {
            let before = open.environment.delivery_hosts.clone();
            change(&mut open.environment.delivery_hosts);
            let hosts = open.environment.delivery_hosts.clone();
            if hosts == before && !by_hand {
                return;
            }
            self.thumbnails.hosts(open.environment.hosts());
            self.send(Event::DeliveryHosts { environment: environment.clone(), hosts });
        }
        let known = Arc::clone(&self.known);
        self.answer(async move {
            let keeper = Arc::clone(&known);
            blocking(move || keeper.change_hosts(&environment, by_hand, change)).await;
            known.event()
        });
    }
}
