//! The server's own state, for tests in the same process: what is really there, what was
//! really asked.

use std::sync::Arc;
use std::time::Duration;

use super::asset::{Asset, Kind, parent};
use super::counts::{Counts, Logged};
use super::environment::Environment;
use super::fault::Fault;
use super::server::Shared;
use super::settings::FolderMode;
use super::view::AssetView;

/// See the module. Clones look at the same server and outlive it.
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
        self.0.environment().store.all_folders().map(ToString::to_string).collect()
    }

    /// Puts a small asset in, or overwrites the one of that name: the same asset ID then, another
    /// version and etag, no tags and no copies.
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
        let slot = put(&mut environment, kind, public_id, tags);
        environment.store.get(slot).map_or_else(|| panic!("just put in"), AssetView::from)
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

    /// Search and folders catch up with all changes.
    pub fn settle(&self) {
        self.0.environment().store.settle();
    }
}

fn put(environment: &mut Environment, kind: Kind, public_id: &str, tags: &[&str]) -> u32 {
    let now = environment.now();
    let known = environment.store.find(kind, public_id);
    let known = known.and_then(|slot| environment.store.get(slot)).filter(|asset| !asset.placeholder);
    let (id, version) = match known {
        Some(asset) => (asset.id, now.max(asset.version + 1)),
        None => (environment.chance.id(), now),
    };
    let mut asset = Asset::new(id, kind, Arc::from(public_id), now);
    asset.version = version;
    asset.etag = environment.chance.id();
    asset.bytes = 1024;
    asset.tags = tags.iter().map(|tag| environment.store.word(tag)).collect();
    if environment.settings.folder_mode == FolderMode::Fixed {
        asset.folder = environment.store.word(parent(public_id));
    }
    environment.store.insert(asset)
}
