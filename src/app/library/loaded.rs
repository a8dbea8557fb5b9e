//! The assets that are loaded, in their order, and what any range of them comes to: a million are
//! summed up in no more steps than a few hundred.

use std::ops::{Deref, Range};
use std::sync::Arc;

use crate::model::asset::{Asset, ResourceType};

/// Assets that are summed up once for all.
const BLOCK: usize = 256;

/// Assets in the order in which they came. They are only ever appended, until all go.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    assets: Vec<Arc<Asset>>,
    /// What is before each whole block, and after the last one.
    before: Vec<Total>,
}

/// What some assets come to. One without an asset ID cannot be chosen, and counts for nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// By resource type.
    kinds: [u64; ResourceType::ALL.len()],
    /// Exact, however large.
    bytes: u128,
}

impl Total {
    /// How many they are.
    pub fn number(&self) -> u64 {
        self.kinds.iter().sum()
    }

    /// Bytes of the originals.
    pub fn bytes(&self) -> u64 {
        u64::try_from(self.bytes).unwrap_or(u64::MAX)
    }

    /// The resource type, if all have the same.
    pub fn kind(&self) -> Option<ResourceType> {
        let mut kinds = ResourceType::ALL.into_iter().zip(self.kinds).filter(|(_, count)| *count > 0);
        let (kind, _) = kinds.next()?;
        kinds.next().is_none().then_some(kind)
    }

    /// With others.
    #[must_use]
    pub fn plus(mut self, other: &Self) -> Self {
        self.kinds.iter_mut().zip(other.kinds).for_each(|(count, more)| *count += more);
        self.bytes += other.bytes;
        self
    }

    /// Without those of it that are counted in another.
    fn minus(mut self, other: &Self) -> Self {
        self.kinds.iter_mut().zip(other.kinds).for_each(|(count, less)| *count -= less);
        self.bytes -= other.bytes;
        self
    }

    fn add(&mut self, asset: &Asset) {
        if asset.asset_id.is_some() {
            self.kinds[asset.name.resource_type as usize] += 1;
            self.bytes += u128::from(asset.bytes);
        }
    }
}

impl Deref for Loaded {
    type Target = [Arc<Asset>];

    fn deref(&self) -> &Self::Target {
        &self.assets
    }
}

impl Extend<Arc<Asset>> for Loaded {
    fn extend<T: IntoIterator<Item = Arc<Asset>>>(&mut self, assets: T) {
        self.assets.extend(assets);
        for number in self.before.len()..=self.assets.len() / BLOCK {
            let start = number.saturating_sub(1) * BLOCK;
            let mut total = self.before.last().copied().unwrap_or_default();
            self.assets[start..number * BLOCK].iter().for_each(|asset| total.add(asset));
            self.before.push(total);
        }
    }
}

impl Loaded {
    /// What a range of them comes to.
    pub fn total(&self, range: &Range<usize>) -> Total {
        self.up_to(range.end).minus(&self.up_to(range.start))
    }

    /// What those before a position come to.
    fn up_to(&self, end: usize) -> Total {
        let end = end.min(self.assets.len());
        let block = end / BLOCK;
        let mut total = self.before.get(block).copied().unwrap_or_default();
        self.assets[block * BLOCK..end].iter().for_each(|asset| total.add(asset));
        total
    }
}
