//! The server's own state, for tests in the same process: what is really there, what was
//! really asked.

use std::sync::Arc;
use std::time::Duration;

use super::asset::Kind;
use super::counts::{Counts, Logged};
use super::fault::Fault;
use super::server::Shared;
use super::settings::DestroyById;
use super::view::AssetView;

/// What tests ask the server itself. Clones look at the same server and outlive it.
#[derive(Clone, Debug)]
pub struct Probe(Arc<Shared>);

impl Probe {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self(shared)
    }

    /// The asset is there; a placeholder is not.
    pub fn exists(&self, resource_type: &str, delivery_type: &str, public_id: &str) -> bool {
        self.asset(resource_type, delivery_type, public_id).is_some()
    }

    /// A living asset.
    pub fn asset(&self, resource_type: &str, delivery_type: &str, public_id: &str) -> Option<AssetView> {
        self.find(resource_type, delivery_type, public_id).filter(|asset| !asset.placeholder)
    }

    /// What remains of a deleted asset with backups.
    pub fn placeholder(
        &self,
        resource_type: &str,
        delivery_type: &str,
        public_id: &str,
    ) -> Option<AssetView> {
        self.find(resource_type, delivery_type, public_id).filter(|asset| asset.placeholder)
    }

    fn find(&self, resource_type: &str, delivery_type: &str, public_id: &str) -> Option<AssetView> {
        let kind = Kind::parse(resource_type, delivery_type)?;
        let environment = self.0.environment();
        let slot = environment.store.find(kind, public_id)?;
        environment.store.get(slot).map(AssetView::from)
    }

    /// All living assets, oldest first.
    pub fn all(&self) -> Vec<AssetView> {
        let environment = self.0.environment();
        let slots = environment.store.everything().iter();
        slots.filter_map(|(_, slot)| environment.store.get(*slot).map(AssetView::from)).collect()
    }

    /// How many living assets there are.
    pub fn len(&self) -> usize {
        self.0.environment().store.everything().len()
    }

    /// No asset is left.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All folders, by path.
    pub fn folders(&self) -> Vec<String> {
        self.0.environment().store.tree.below("").map(|folder| folder.path.to_string()).collect()
    }

    /// Puts a small asset without backups in, or overwrites the one of that name, which keeps its
    /// asset ID and backups, gets another version and etag, and loses its copies.
    ///
    /// # Panics
    /// For an unknown resource type or delivery type.
    pub fn upload(
        &self,
        resource_type: &str,
        delivery_type: &str,
        public_id: &str,
        tags: &[&str],
    ) -> AssetView {
        let kind = Kind::parse(resource_type, delivery_type);
        let kind = kind.unwrap_or_else(|| panic!("no kind {resource_type}/{delivery_type}"));
        let mut environment = self.0.environment();
        let slot = environment.put(kind, public_id, tags);
        environment.store.get(slot).map_or_else(|| panic!("just put in"), AssetView::from)
    }

    /// Take an asset out without a trace; false when it was not there.
    pub fn remove(&self, resource_type: &str, delivery_type: &str, public_id: &str) -> bool {
        let Some(kind) = Kind::parse(resource_type, delivery_type) else { return false };
        let mut environment = self.0.environment();
        let found = environment.store.find(kind, public_id);
        found.is_some_and(|slot| {
            environment.store.erase(slot);
            true
        })
    }

    /// Requests since the start.
    pub fn requests(&self) -> Counts {
        self.0.environment().counts.clone()
    }

    /// Switch recording of calls on, with an empty log, or off.
    pub fn record(&self, on: bool) {
        self.0.environment().log = on.then(Vec::new);
    }

    /// API calls since recording was switched on.
    pub fn request_log(&self) -> Vec<Logged> {
        self.0.environment().log.clone().unwrap_or_default()
    }

    /// Switch a fault on, beside those that are on.
    pub fn fault(&self, fault: Fault) {
        self.0.environment().faults.add(fault);
    }

    /// Switch all faults off.
    pub fn clear_faults(&self) {
        self.0.environment().faults.clear();
    }

    /// Say how many calls of this hour are used up.
    pub fn set_quota_used(&self, used: u32) {
        let mut guard = self.0.environment();
        let environment = &mut *guard;
        let now = environment.now();
        environment.quota.set(used, &environment.settings, now);
    }

    /// Calls of this hour that are used up.
    pub fn quota_used(&self) -> u32 {
        let mut guard = self.0.environment();
        let environment = &mut *guard;
        let now = environment.now();
        environment.quota.used(&environment.settings, now)
    }

    /// Let time pass, for the quota's hour and everything else but the age of signatures.
    pub fn advance(&self, by: Duration) {
        self.0.environment().settings.clock.advance(by);
    }

    /// Let search and folders trail behind changes.
    pub fn set_index_lag(&self, lag: Duration) {
        self.0.environment().settings.index_lag = lag;
    }

    /// Say what is known of destroy by asset ID.
    pub fn set_destroy_by_id(&self, known: DestroyById) {
        self.0.environment().settings.destroy_by_id = known;
    }

    /// Search and folders catch up with all changes.
    pub fn settle(&self) {
        self.0.environment().store.settle();
    }
}
