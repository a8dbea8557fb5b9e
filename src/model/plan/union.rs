//! Plans of several sources. A plan begins with one; others can be united with it, and each can be
//! taken out again.

use std::collections::HashMap;

use super::{Plan, Source};
use crate::model::asset::AssetId;
use crate::model::bits::Bits;
use crate::model::item::{Items, PlanItem};

/// The items of two plans, those of the first where they stood, and where those of the second stand.
/// `position`: where the first plan holds an item.
fn union(first: &Items, second: &Items, position: impl Fn(AssetId) -> Option<usize>) -> (Items, Vec<usize>) {
    let (mut new, mut newer) = (Vec::new(), HashMap::new());
    let mut places = Vec::with_capacity(second.len());
    for item in second {
        let place = position(item.key()).unwrap_or_else(|| {
            new.push(item.clone());
            first.len() + new.len() - 1
        });
        if first.get(place).is_some_and(|then| then != item) {
            newer.insert(place, item);
        }
        places.push(place);
    }
    let items = if newer.is_empty() {
        first.joined(new)
    } else {
        let first = first.iter().enumerate();
        let first = first.map(|(place, item)| newer.get(&place).copied().unwrap_or(item).clone());
        first.chain(new).collect::<Vec<PlanItem>>().into()
    };
    (items, places)
}

impl Plan {
    /// A plan of the same kind with other sources and items.
    fn of_same(&self, sources: Vec<Source>, items: Items) -> Self {
        Self::of_sources(self.environment.clone(), self.what, self.invalidate, sources, items)
    }

    /// The complete ways in which its items were found, at least one, in the order in which they came.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// Whether another plan can be united with this one: the same goes of each asset, in the same
    /// environment, and the CDN is cleared for both or neither.
    pub fn can_take(&self, other: &Self) -> bool {
        self.environment == other.environment
            && self.what == other.what
            && self.invalidate == other.invalidate
    }

    /// What either of two plans holds, each item once: as the other one found it, if both did, for it
    /// was counted later. The sources of both are kept. No selector finds exactly these, so it cannot
    /// be swept. `None`: they do not go together, see [`Self::can_take`].
    pub fn united(&self, other: &Self) -> Option<Self> {
        if !self.can_take(other) {
            return None;
        }
        let (items, places) = union(&self.items, &other.items, |key| self.position(key));
        let first = self.sources.iter().map(|source| source.over(source.found.resized(items.len())));
        let second = other.sources.iter().map(|source| {
            let mut found = Bits::clear(items.len());
            for position in source.found.iter() {
                found.set(places[position], true);
            }
            source.over(found)
        });
        let sources = first.chain(second).collect();
        Some(self.of_same(sources, items))
    }

    /// The same plan without one of its sources: what another one found stays. The last one that is
    /// left is a plan as if it had been alone. `None`: there is no such source, or no other one.
    pub fn without_source(&self, at: usize) -> Option<Self> {
        let mut sources = self.sources.clone();
        if at >= sources.len() || sources.len() == 1 {
            return None;
        }
        sources.remove(at);
        let nothing = Bits::clear(self.items.len());
        let kept = sources.iter().fold(nothing, |kept, source| kept.or(&source.found));
        let places: Vec<usize> = kept.iter().collect();
        for source in &mut sources {
            source.found = source.found.picked(&places);
        }
        if let [_] = sources[..] {
            // In one piece, as the sources of a sweep are.
            let items = places.iter().map(|place| self.items[*place].clone()).collect::<Vec<_>>();
            return Some(self.of_same(sources, items.into()));
        }
        let (_, items) = self.items.parted(&kept.inverted());
        Some(self.of_same(sources, items))
    }
}

#[cfg(test)]
mod tests;
