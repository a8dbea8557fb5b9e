//! Sums over a plan, made once.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::asset::ResourceType;
use super::item::Items;
use super::unix_time::UnixTime;
use super::what::What;

/// Sums over a plan, made once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Number of items.
    pub items: u64,
    /// Bytes of all items.
    pub bytes: u64,
    /// Items that cannot be put back, or of which it is not known.
    pub without_backup: u64,
    /// Items by resource type.
    pub by_kind: BTreeMap<ResourceType, u64>,
    /// Items by folder of the public ID, the largest first, at most [`Totals::FOLDERS`].
    pub by_folder: Vec<(Box<str>, u64)>,
    /// Number of folders in all.
    pub folders: u64,
    /// When the oldest and the newest were created.
    pub created: Option<(UnixTime, UnixTime)>,
}

impl Totals {
    /// How many folders the totals keep.
    pub const FOLDERS: usize = 12;

    pub(crate) fn of(items: &Items, what: What) -> Self {
        let mut totals = Self { items: items.len() as u64, ..Self::default() };
        let mut folders: HashMap<&str, u64> = HashMap::new();
        for item in items.iter() {
            *totals.by_kind.entry(item.name.resource_type).or_default() += 1;
            *folders.entry(item.folder()).or_default() += 1;
            if what != What::AllCopies {
                totals.bytes = totals.bytes.saturating_add(item.bytes);
            }
            if what == What::Originals && item.backed_up != Some(true) {
                totals.without_backup += 1;
            }
            if let Some(at) = item.created_at {
                let (first, last) = totals.created.unwrap_or((at, at));
                totals.created = Some((first.min(at), last.max(at)));
            }
        }
        totals.folders = folders.len() as u64;
        let mut largest: Vec<(&str, u64)> = folders.into_iter().collect();
        largest.sort_unstable_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
        largest.truncate(Self::FOLDERS);
        totals.by_folder = largest.into_iter().map(|(folder, count)| (folder.into(), count)).collect();
        totals
    }

    /// The resource type, if all items are of one.
    pub fn only_kind(&self) -> Option<ResourceType> {
        match self.by_kind.iter().collect::<Vec<_>>()[..] {
            [(kind, _)] => Some(*kind),
            _ => None,
        }
    }
}
