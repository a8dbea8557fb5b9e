//! Hosts on which an environment's assets are delivered, beside Cloudinary's own.
//!
//! The rule: links on all of them are read, since reading sends nothing. Only a host that the user
//! confirmed is ever asked for anything: what a listing names may be the choice of a server that is
//! not Cloudinary's.

use serde::{Deserialize, Serialize};

use super::super::delivery::DeliveryHost;

/// Hosts that are kept of those that listings name, at most: a server that is not Cloudinary's could name a new one with
/// every asset.
const MOST_SEEN: usize = 16;

/// The hosts, by who named them. No host name is in both lists.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct KnownHosts {
    /// Named by what was listed. Lists of earlier versions have all their hosts here, since they did
    /// not tell who named them.
    #[serde(default, rename = "delivery_hosts")]
    seen: Vec<DeliveryHost>,
    /// Added or confirmed by the user.
    #[serde(default, rename = "confirmed_hosts", skip_serializing_if = "Vec::is_empty")]
    confirmed: Vec<DeliveryHost>,
}

impl KnownHosts {
    /// Named by what was listed alone.
    pub fn seen(&self) -> &[DeliveryHost] {
        &self.seen
    }

    /// Added or confirmed by the user.
    pub fn confirmed(&self) -> &[DeliveryHost] {
        &self.confirmed
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &DeliveryHost> {
        self.confirmed.iter().chain(&self.seen)
    }

    /// Notes hosts that were listed. Another path on a host that the user confirmed is confirmed with
    /// it: they confirmed it by its name.
    pub fn see(&mut self, hosts: impl IntoIterator<Item = DeliveryHost>) {
        for host in hosts {
            if self.all().any(|known| *known == host) {
                continue;
            }
            let confirmed = self.confirmed.iter().any(|known| known.host() == host.host());
            let list = if confirmed { &mut self.confirmed } else { &mut self.seen };
            if list.len() < MOST_SEEN {
                list.push(host);
            }
        }
    }

    /// The user said that a host is the environment's, by its name.
    pub fn confirm(&mut self, host: DeliveryHost) {
        let of_name = |known: &mut DeliveryHost| known.host() == host.host();
        let named: Vec<_> = self.seen.extract_if(.., of_name).collect();
        let new = if named.is_empty() { vec![host] } else { named };
        for host in new {
            if !self.confirmed.contains(&host) {
                self.confirmed.push(host);
            }
        }
    }

    /// The user took a host off, by its name. It may be seen again, and is not confirmed then.
    pub fn remove(&mut self, host: &DeliveryHost) {
        self.seen.retain(|known| known.host() != host.host());
        self.confirmed.retain(|known| known.host() != host.host());
    }

    /// Adds what is known of the same environment.
    pub fn inherit(&mut self, known: &Self) {
        for host in &known.confirmed {
            self.confirm(host.clone());
            // Where its name was seen, those took its place.
            if !self.confirmed.contains(host) {
                self.confirmed.push(host.clone());
            }
        }
        self.see(known.seen.iter().cloned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(base: &str) -> DeliveryHost {
        DeliveryHost::of_base(base).unwrap()
    }

    #[test]
    fn a_seen_host_is_confirmed_by_a_person_alone_and_by_its_name() {
        let mut hosts = KnownHosts::default();
        hosts.see([host("https://a.example/demo"), host("https://a.example"), host("https://b.example")]);
        hosts.see([host("https://a.example")]);
        assert_eq!(hosts.seen().len(), 3, "each once");
        assert!(hosts.confirmed().is_empty());
        hosts.confirm(DeliveryHost::typed("a.example").unwrap());
        assert_eq!(hosts.confirmed(), [host("https://a.example/demo"), host("https://a.example")]);
        assert_eq!(hosts.seen(), [host("https://b.example")]);
        hosts.see([host("https://a.example")]);
        assert_eq!((hosts.confirmed().len(), hosts.seen().len()), (2, 1), "confirmed, and not seen anew");
        hosts.remove(&host("https://a.example"));
        assert!(hosts.confirmed().is_empty());
        hosts.see([host("https://a.example")]);
        assert_eq!((hosts.confirmed().len(), hosts.seen().len()), (0, 2), "only seen");
    }

    #[test]
    fn another_path_on_a_confirmed_host_is_confirmed_with_it() {
        let mut hosts = KnownHosts::default();
        hosts.confirm(DeliveryHost::typed("media.example").unwrap());
        hosts.see([host("https://media.example/demo"), host("https://other.example/demo")]);
        assert_eq!(hosts.confirmed(), [host("https://media.example"), host("https://media.example/demo")]);
        assert_eq!(hosts.seen(), [host("https://other.example/demo")]);
        hosts.see((0..1000).map(|number| host(&format!("https://media.example/{number}"))));
        assert_eq!(hosts.confirmed().len(), MOST_SEEN, "no listing fills the list without end");
    }

    #[test]
    fn nothing_confirmed_is_lost_where_its_name_was_only_seen() {
        let (mut hosts, mut known) = (KnownHosts::default(), KnownHosts::default());
        hosts.see([host("https://a.example")]);
        known.confirm(host("https://a.example/x"));
        hosts.inherit(&known);
        assert_eq!(hosts.confirmed(), [host("https://a.example"), host("https://a.example/x")]);
        assert!(hosts.seen().is_empty());
    }

    #[test]
    fn hosts_without_end_are_not_kept_and_what_a_person_adds_is() {
        let mut hosts = KnownHosts::default();
        hosts.see((0..1000).map(|number| host(&format!("https://{number}.example"))));
        assert_eq!(hosts.seen().len(), MOST_SEEN);
        hosts.confirm(host("https://ours.example"));
        assert_eq!(hosts.confirmed(), [host("https://ours.example")]);
        let mut other = KnownHosts::default();
        other.see([host("https://ours.example")]);
        other.inherit(&hosts);
        assert_eq!((other.confirmed().len(), other.seen().len()), (1, MOST_SEEN));
    }

    #[test]
    fn stored_hosts_of_an_earlier_version_are_seen_ones() {
        let hosts: KnownHosts = serde_json::from_str(r#"{"delivery_hosts":["a.example"]}"#).unwrap();
        assert_eq!((hosts.seen().len(), hosts.confirmed().len()), (1, 0));
    }
}
