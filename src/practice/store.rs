//! All assets and the indexes over them.
//!
//! Assets live in slots that are never used twice, so a slot can stand in a cursor. Every
//! page comes out of an ordered set, so it costs the page, not the library.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::ops::Bound;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::asset::{Asset, Derived, Id, Kind, ResourceType};
use super::tree::Tree;

/// Where an asset is kept.
pub type Slot = u32;

/// Assets by time of creation, oldest first.
pub type Timeline = BTreeSet<(i64, Slot)>;

/// How long a deleted asset can still be shown by a lagging index, and how many are.
const GHOST_AGE: Duration = Duration::from_hours(1);
const GHOSTS: usize = 20_000;

/// What an index that trails behind still shows, or does not show yet.
#[derive(Debug)]
pub struct Ghost {
    at: Instant,
    /// The asset as it was before the change; `None` when it did not exist.
    pub before: Option<Arc<Asset>>,
    pub slot: Slot,
}

/// The library.
#[derive(Debug, Default)]
pub struct Store {
    slots: Vec<Option<Asset>>,
    names: BTreeMap<(Kind, Arc<str>), Slot>,
    ids: HashMap<Id, Slot>,
    derived: HashMap<Id, Slot>,
    all: Timeline,
    kinds: BTreeMap<Kind, Timeline>,
    resource_types: BTreeMap<ResourceType, Timeline>,
    tags: BTreeMap<(ResourceType, Arc<str>), Timeline>,
    folders: HashMap<String, Timeline>,
    /// Placeholders by folder, lower case.
    hidden: HashMap<String, BTreeSet<Slot>>,
    /// Folders that exist, empty or not.
    pub tree: Tree,
    words: HashSet<Arc<str>>,
    ghosts: VecDeque<Ghost>,
    /// Counts changes, so that a remembered search can tell it is old.
    pub generation: u64,
}

impl Store {
    /// One shared copy of a text that many assets repeat.
    pub fn word(&mut self, text: &str) -> Arc<str> {
        if let Some(word) = self.words.get(text) {
            return Arc::clone(word);
        }
        let word: Arc<str> = Arc::from(text);
        self.words.insert(Arc::clone(&word));
        word
    }

    pub fn get(&self, slot: Slot) -> Option<&Asset> {
        self.slots.get(slot as usize)?.as_ref()
    }

    /// By name; placeholders included.
    pub fn find(&self, kind: Kind, public_id: &str) -> Option<Slot> {
        self.names.get(&(kind, Arc::from(public_id))).copied()
    }

    /// By asset ID; placeholders included.
    pub fn find_id(&self, id: Id) -> Option<Slot> {
        self.ids.get(&id).copied()
    }

    /// The asset that a derived file belongs to.
    pub fn find_derived(&self, id: Id) -> Option<Slot> {
        self.derived.get(&id).copied()
    }

    /// Put a new asset in. A living one of the same name, or any of the same asset ID, gives way
    /// to it; a placeholder loses its name and is reached by its asset ID alone.
    pub fn insert(&mut self, asset: Asset) -> Slot {
        let named = self.find(asset.kind, &asset.public_id);
        let living = named.filter(|slot| self.get(*slot).is_some_and(|named| !named.placeholder));
        for slot in living.into_iter().chain(self.find_id(asset.id)) {
            self.erase(slot);
        }
        let slot = self.slots.len() as Slot;
        self.names.insert((asset.kind, Arc::clone(&asset.public_id)), slot);
        self.ids.insert(asset.id, slot);
        self.tree.add(&asset.folder, asset.created_at);
        self.index(slot, &asset);
        self.slots.push(Some(asset));
        self.haunt(slot, None);
        slot
    }

    /// Change an asset in any way but its name and asset ID.
    pub fn edit(&mut self, slot: Slot, change: impl FnOnce(&mut Asset)) {
        let Some(mut asset) = self.slots.get_mut(slot as usize).and_then(Option::take) else { return };
        self.unindex(slot, &asset);
        let before = (!asset.placeholder).then(|| asset.clone());
        change(&mut asset);
        if before.is_some() == asset.placeholder {
            self.haunt(slot, before.map(Arc::new));
        }
        self.tree.add(&asset.folder, asset.created_at);
        self.index(slot, &asset);
        self.slots[slot as usize] = Some(asset);
        self.generation += 1;
    }

    /// Delete the original and everything derived from it. With backups a placeholder stays.
    /// Gives the number of derived files that went with it.
    pub fn delete(&mut self, slot: Slot) -> usize {
        let Some(asset) = self.get(slot).filter(|asset| !asset.placeholder) else { return 0 };
        let copies = asset.derived.len();
        if asset.backups.is_empty() {
            self.erase(slot);
        } else {
            self.edit(slot, |asset| {
                asset.placeholder = true;
                asset.derived.clear();
            });
        }
        copies
    }

    /// Take an asset out without a trace.
    pub fn erase(&mut self, slot: Slot) {
        let Some(asset) = self.slots.get_mut(slot as usize).and_then(Option::take) else { return };
        self.unindex(slot, &asset);
        let name = (asset.kind, Arc::clone(&asset.public_id));
        if self.names.get(&name) == Some(&slot) {
            self.names.remove(&name);
        }
        self.ids.remove(&asset.id);
        if !asset.placeholder {
            self.haunt(slot, Some(Arc::new(asset)));
        }
    }

    /// Give an asset another name, or its own back; false when a living asset has that name.
    pub fn rename(&mut self, slot: Slot, kind: Kind, public_id: &str) -> bool {
        let taken = self.find(kind, public_id).filter(|other| *other != slot);
        if taken.is_some_and(|other| self.get(other).is_some_and(|other| !other.placeholder)) {
            return false;
        }
        let Some(asset) = self.slots.get(slot as usize).and_then(Option::as_ref).cloned() else {
            return false;
        };
        self.unindex(slot, &asset);
        let old = (asset.kind, Arc::clone(&asset.public_id));
        if self.names.get(&old) == Some(&slot) {
            self.names.remove(&old);
        }
        let renamed = Asset { kind, public_id: Arc::from(public_id), ..asset };
        self.names.insert((kind, Arc::clone(&renamed.public_id)), slot);
        self.index(slot, &renamed);
        self.slots[slot as usize] = Some(renamed);
        self.generation += 1;
        true
    }

    /// Delete those derived files of an asset that fit; gives their number.
    pub fn delete_derived(&mut self, slot: Slot, fits: impl Fn(&Derived) -> bool) -> usize {
        let Some(asset) = self.slots.get_mut(slot as usize).and_then(Option::as_mut) else { return 0 };
        let before = asset.derived.len();
        let derived = &mut self.derived;
        asset.derived.retain(|copy| {
            let stays = !fits(copy);
            if !stays {
                derived.remove(&copy.id);
            }
            stays
        });
        before - asset.derived.len()
    }

    /// Note a derived file that came into being.
    pub fn add_derived(&mut self, slot: Slot, copy: Derived) {
        if let Some(asset) = self.slots.get_mut(slot as usize).and_then(Option::as_mut) {
            self.derived.insert(copy.id, slot);
            asset.derived.push(copy);
        }
    }

    fn index(&mut self, slot: Slot, asset: &Asset) {
        let folder = asset.folder.to_lowercase();
        if asset.placeholder {
            self.hidden.entry(folder).or_default().insert(slot);
            return;
        }
        let at = (asset.created_at, slot);
        self.all.insert(at);
        self.kinds.entry(asset.kind).or_default().insert(at);
        self.resource_types.entry(asset.kind.resource_type).or_default().insert(at);
        self.folders.entry(folder).or_default().insert(at);
        for tag in &asset.tags {
            self.tags.entry((asset.kind.resource_type, Arc::clone(tag))).or_default().insert(at);
        }
        for copy in &asset.derived {
            self.derived.insert(copy.id, slot);
        }
    }

    fn unindex(&mut self, slot: Slot, asset: &Asset) {
        let folder = asset.folder.to_lowercase();
        if let Some(hidden) = self.hidden.get_mut(&folder) {
            hidden.remove(&slot);
        }
        let at = (asset.created_at, slot);
        self.all.remove(&at);
        remove_from(&mut self.kinds, &asset.kind, at);
        remove_from(&mut self.resource_types, &asset.kind.resource_type, at);
        if let Some(timeline) = self.folders.get_mut(&folder) {
            timeline.remove(&at);
        }
        for tag in &asset.tags {
            remove_from(&mut self.tags, &(asset.kind.resource_type, Arc::clone(tag)), at);
        }
        for copy in &asset.derived {
            self.derived.remove(&copy.id);
        }
    }

    fn haunt(&mut self, slot: Slot, before: Option<Arc<Asset>>) {
        self.generation += 1;
        self.ghosts.push_back(Ghost { at: Instant::now(), before, slot });
        while self.ghosts.len() > GHOSTS
            || self.ghosts.front().is_some_and(|old| old.at.elapsed() > GHOST_AGE)
        {
            self.ghosts.pop_front();
        }
    }

    /// Changes of the last `lag`, oldest first: what an index that trails by it does not know.
    pub fn recent(&self, lag: Duration) -> impl Iterator<Item = &Ghost> {
        self.ghosts.iter().filter(move |ghost| !lag.is_zero() && ghost.at.elapsed() < lag)
    }

    /// Forget what was recent: the indexes are up to date.
    pub fn settle(&mut self) {
        self.ghosts.clear();
    }

    /// Every asset that is there, oldest first.
    pub fn everything(&self) -> &Timeline {
        &self.all
    }

    pub fn of_kind(&self, kind: Kind) -> Option<&Timeline> {
        self.kinds.get(&kind)
    }

    pub fn of_resource_type(&self, resource_type: ResourceType) -> Option<&Timeline> {
        self.resource_types.get(&resource_type)
    }

    pub fn with_tag(&self, resource_type: ResourceType, tag: &str) -> Option<&Timeline> {
        self.tags.get(&(resource_type, Arc::from(tag)))
    }

    /// Direct children of an asset folder, whatever its case.
    pub fn in_folder(&self, folder: &str) -> Option<&Timeline> {
        self.folders.get(&folder.to_lowercase())
    }

    /// Placeholders whose folder this was.
    pub fn hidden_in(&self, folder: &str) -> usize {
        self.hidden.get(&folder.to_lowercase()).map_or(0, BTreeSet::len)
    }

    /// Assets of a kind whose public ID begins with `prefix` and follows `after`, by name.
    /// Placeholders are left out.
    pub fn with_prefix<'a>(
        &'a self,
        kind: Kind,
        prefix: &'a str,
        after: Option<&str>,
    ) -> impl Iterator<Item = Slot> + 'a {
        let start = match after {
            Some(after) if after >= prefix => Bound::Excluded((kind, Arc::from(after))),
            _ => Bound::Included((kind, Arc::from(prefix))),
        };
        self.names
            .range((start, Bound::Unbounded))
            .take_while(move |((found, name), _)| *found == kind && name.starts_with(prefix))
            .map(|(_, slot)| *slot)
            .filter(|slot| self.get(*slot).is_some_and(|asset| !asset.placeholder))
    }

    /// Tags in use with a resource type that begin with `prefix` and follow `after`, by name.
    pub fn tags_of<'a>(
        &'a self,
        resource_type: ResourceType,
        prefix: &'a str,
        after: Option<&str>,
    ) -> impl Iterator<Item = &'a Arc<str>> + 'a {
        let start = match after {
            Some(after) if after >= prefix => Bound::Excluded((resource_type, Arc::from(after))),
            _ => Bound::Included((resource_type, Arc::from(prefix))),
        };
        self.tags
            .range((start, Bound::Unbounded))
            .take_while(move |((found, tag), _)| *found == resource_type && tag.starts_with(prefix))
            .filter(|(_, timeline)| !timeline.is_empty())
            .map(|((_, tag), _)| tag)
    }

    /// Living assets and placeholders that are directly in a folder.
    pub fn slots_in(&self, path: &str) -> Vec<Slot> {
        let key = path.to_lowercase();
        let living = self.folders.get(&key).into_iter().flatten().map(|(_, slot)| *slot);
        living.chain(self.hidden.get(&key).into_iter().flatten().copied()).collect()
    }
}

fn remove_from<K: Ord>(timelines: &mut BTreeMap<K, Timeline>, key: &K, at: (i64, Slot)) {
    if let Some(timeline) = timelines.get_mut(key) {
        timeline.remove(&at);
        if timeline.is_empty() {
            timelines.remove(key);
        }
    }
}

/// A part of a timeline after a position, in either direction.
pub fn stretch(
    timeline: Option<&Timeline>,
    after: Option<(i64, Slot)>,
    ascending: bool,
) -> Box<dyn Iterator<Item = (i64, Slot)> + '_> {
    let Some(timeline) = timeline else { return Box::new(std::iter::empty()) };
    match (after, ascending) {
        (None, true) => Box::new(timeline.iter().copied()),
        (None, false) => Box::new(timeline.iter().rev().copied()),
        (Some(after), true) => Box::new(timeline.range((Bound::Excluded(after), Bound::Unbounded)).copied()),
        (Some(after), false) => Box::new(timeline.range(..after).rev().copied()),
    }
}
