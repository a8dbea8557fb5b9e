//! Hosts on which an environment's assets are delivered: learned from what is listed, and added by
//! hand. Kept with the environment.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::connect::blocking;
use super::event::Event;
use super::hub::Hub;
use crate::model::account::EnvironmentId;
use crate::model::asset::Asset;
use crate::model::delivery::DeliveryHost;
use crate::model::item::{self, Items};

/// Hosts that are kept for an environment, at most: a server that is not Cloudinary's could name a
/// new one with every asset.
const MOST: usize = 16;

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
    /// Keeps hosts that were not known of an environment.
    pub(super) fn seen_on(&mut self, environment: &EnvironmentId, seen: Vec<DeliveryHost>) {
        let Some(open) = self.open.as_mut().filter(|open| open.environment.id() == *environment) else {
            return;
        };
        let known = open.environment.hosts();
        let hosts = &mut open.environment.delivery_hosts;
        let before = hosts.len();
        for host in seen {
            if hosts.len() < MOST && !known.own.contains(&host) {
                hosts.push(host);
            }
        }
        if hosts.len() > before {
            self.thumbnails.hosts(open.environment.hosts());
            let hosts = open.environment.delivery_hosts.clone();
            self.send(Event::DeliveryHosts { environment: environment.clone(), hosts: hosts.clone() });
            self.set_delivery_hosts(environment.clone(), hosts, false);
        }
    }

    /// `by_hand`: a person said so.
    pub(super) fn set_delivery_hosts(
        &mut self,
        environment: EnvironmentId,
        hosts: Vec<DeliveryHost>,
        by_hand: bool,
    ) {
        if let Some(open) = self.open.as_mut().filter(|open| open.environment.id() == environment) {
            open.environment.delivery_hosts.clone_from(&hosts);
            self.thumbnails.hosts(open.environment.hosts());
        }
        let known = Arc::clone(&self.known);
        self.answer(async move {
            let keeper = Arc::clone(&known);
            blocking(move || keeper.set_delivery_hosts(&environment, hosts, by_hand)).await;
            known.event()
        });
    }
}
