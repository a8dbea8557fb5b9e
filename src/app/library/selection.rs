//! What is chosen in the library, and where its cursor stands.
//!
//! Chosen are ranges of positions, so that choosing a million assets costs no more than choosing one. The
//! list is only ever appended to; where it is begun anew, the selection is dropped with it
//! ([`super::State`] sees to that), so that no position can turn into another asset. An asset without an
//! ID can be looked at, not chosen.

use std::ops::Range;

use super::loaded::{Loaded, Total};
use crate::model::asset::ResourceType;

/// Positions that are chosen, with what they come to, and where cursor and anchor stand.
#[derive(Debug, Default)]
pub struct Selection {
    /// In their order; between two of them is something that is not chosen.
    ranges: Vec<Range<usize>>,
    total: Total,
    cursor: Option<usize>,
    anchor: Option<usize>,
}

impl Selection {
    /// Whether the asset at a position is chosen.
    pub fn has(&self, assets: &Loaded, index: usize) -> bool {
        self.holds(index) && assets.get(index).is_some_and(|asset| asset.asset_id.is_some())
    }

    fn holds(&self, index: usize) -> bool {
        let next = self.ranges.partition_point(|range| range.end <= index);
        self.ranges.get(next).is_some_and(|range| range.contains(&index))
    }

    /// How many are chosen.
    pub fn len(&self) -> u64 {
        self.total.number()
    }

    /// Whether nothing is chosen.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Positions of the chosen ones, in the order of the list.
    pub fn positions<'a>(&'a self, assets: &'a Loaded) -> impl Iterator<Item = usize> + 'a {
        self.ranges.iter().cloned().flatten().filter(|index| self.has(assets, *index))
    }

    /// Bytes of the chosen originals.
    pub fn bytes(&self) -> u64 {
        self.total.bytes()
    }

    /// The resource type of the chosen ones, if all have the same.
    pub fn kind(&self) -> Option<ResourceType> {
        self.total.kind()
    }

    /// Where the cursor stands.
    pub fn cursor(&self) -> Option<usize> {
        self.cursor
    }

    /// A click: alone it chooses this one only, with shift everything from the last click up to
    /// here, with ctrl or cmd this one too.
    pub fn click(&mut self, assets: &Loaded, index: usize, shift: bool, command: bool) {
        if index >= assets.len() {
            return;
        }
        self.cursor = Some(index);
        match (shift, command) {
            (true, keep) => {
                if !keep {
                    self.clear();
                }
                self.up_to(assets, index);
                return;
            }
            (false, true) => self.toggle(assets, index),
            (false, false) => {
                let alone = self.len() == 1 && self.has(assets, index);
                self.clear();
                if !alone {
                    self.add(assets, index..index + 1);
                }
            }
        }
        self.anchor = Some(index);
    }

    /// The cursor moved by a key; with shift everything from the anchor up to here is chosen.
    pub fn go(&mut self, assets: &Loaded, index: usize, shift: bool) {
        if index >= assets.len() {
            return;
        }
        let from = self.cursor;
        self.cursor = Some(index);
        if shift {
            self.anchor = self.anchor.or(from).or(Some(index));
            self.clear();
            self.up_to(assets, index);
        } else {
            self.anchor = Some(index);
        }
    }

    /// Chooses everything that is loaded.
    pub fn all(&mut self, assets: &Loaded) {
        self.add(assets, 0..assets.len());
    }

    /// Chooses nothing; the cursor stays.
    pub fn clear(&mut self) {
        self.ranges.clear();
        self.total = Total::default();
    }

    /// Everything from the anchor up to here.
    fn up_to(&mut self, assets: &Loaded, index: usize) {
        let anchor = self.anchor.unwrap_or(index).min(assets.len() - 1);
        self.add(assets, anchor.min(index)..anchor.max(index) + 1);
    }

    fn add(&mut self, assets: &Loaded, more: Range<usize>) {
        // Those that it touches become one with it.
        let first = self.ranges.partition_point(|range| range.end < more.start);
        let past = self.ranges.partition_point(|range| range.start <= more.end);
        let touched = &self.ranges[first..past];
        let start = touched.first().map_or(more.start, |range| range.start.min(more.start));
        let end = touched.last().map_or(more.end, |range| range.end.max(more.end));
        self.ranges.splice(first..past, std::iter::once(start..end));
        self.sum_up(assets);
    }

    fn toggle(&mut self, assets: &Loaded, index: usize) {
        if !self.holds(index) {
            return self.add(assets, index..index + 1);
        }
        let at = self.ranges.partition_point(|range| range.end <= index);
        let Range { start, end } = self.ranges[at];
        let rest = [start..index, index + 1..end];
        self.ranges.splice(at..=at, rest.into_iter().filter(|range| !range.is_empty()));
        self.sum_up(assets);
    }

    fn sum_up(&mut self, assets: &Loaded) {
        let totals = self.ranges.iter().map(|range| assets.total(range));
        self.total = totals.fold(Total::default(), |total, more| total.plus(&more));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::model::asset::Asset;
    use crate::model::fixture::{asset, item};

    fn assets(number: u8) -> Loaded {
        let mut loaded = Loaded::default();
        loaded.extend((0..number).map(|byte| {
            let mut asset = Asset { bytes: 10, ..asset(&item(byte, true)) };
            if byte == 3 {
                asset.name.resource_type = ResourceType::Video;
            }
            if byte == 5 {
                asset.asset_id = None;
            }
            Arc::new(asset)
        }));
        loaded
    }

    #[test]
    fn clicks_choose_one_a_range_and_single_ones() {
        let assets = assets(10);
        let mut selection = Selection::default();
        selection.click(&assets, 1, false, false);
        assert_eq!((selection.len(), selection.kind()), (1, Some(ResourceType::Image)));
        selection.click(&assets, 4, true, false);
        assert_eq!((selection.len(), selection.kind(), selection.bytes()), (4, None, 40));
        selection.click(&assets, 3, false, true);
        assert_eq!((selection.len(), selection.kind()), (3, Some(ResourceType::Image)));
        selection.click(&assets, 8, false, false);
        assert_eq!(selection.len(), 1);
        selection.click(&assets, 8, false, false);
        assert!(selection.is_empty());
    }

    #[test]
    fn an_asset_without_an_id_is_never_chosen() {
        let assets = assets(10);
        let mut selection = Selection::default();
        selection.all(&assets);
        assert_eq!(selection.len(), 9);
        assert!(!selection.has(&assets, 5));
        selection.click(&assets, 5, false, false);
        assert!(selection.is_empty());
        assert_eq!(selection.cursor(), Some(5));
    }

    #[test]
    fn keys_move_the_cursor_and_shift_chooses_the_way() {
        let assets = assets(10);
        let mut selection = Selection::default();
        selection.go(&assets, 6, false);
        assert!(selection.is_empty());
        selection.go(&assets, 8, true);
        assert_eq!(selection.len(), 3);
        selection.go(&assets, 7, true);
        assert_eq!(selection.len(), 2);
    }

    #[derive(Clone, Debug)]
    enum Step {
        Click(usize, bool, bool),
        Go(usize, bool),
        All,
        Clear,
        More(u8),
    }

    fn step() -> impl Strategy<Value = Step> {
        let place = 0_usize..700;
        prop_oneof![
            6 => (place.clone(), any::<bool>(), any::<bool>()).prop_map(|(at, a, b)| Step::Click(at, a, b)),
            3 => (place, any::<bool>()).prop_map(|(at, shift)| Step::Go(at, shift)),
            1 => Just(Step::All),
            1 => Just(Step::Clear),
            2 => (0_u8..=255).prop_map(Step::More),
        ]
    }

    proptest! {
        /// As a set of positions has it.
        #[test]
        fn ranges_choose_what_a_set_would(steps in prop::collection::vec(step(), 0..40)) {
            let (mut list, mut selection) = (assets(200), Selection::default());
            let (mut set, mut anchor, mut cursor) = (BTreeSet::new(), None::<usize>, None);
            for step in steps {
                match step {
                    Step::More(number) => list.extend(assets(number).iter().cloned()),
                    Step::All => {
                        selection.all(&list);
                        set.extend(0..list.len());
                    }
                    Step::Clear => {
                        selection.clear();
                        set.clear();
                    }
                    Step::Click(at, shift, command) => {
                        selection.click(&list, at, shift, command);
                        if at >= list.len() {
                            continue;
                        }
                        let alone = chosen(&list, &set) == [at];
                        if !command {
                            set.clear();
                        }
                        match (shift, command) {
                            (true, _) => set.extend(between(anchor.unwrap_or(at), at)),
                            (false, true) => {
                                if !set.remove(&at) {
                                    set.insert(at);
                                }
                            }
                            (false, false) => set.extend((!alone).then_some(at)),
                        }
                        anchor = if shift { anchor } else { Some(at) };
                        cursor = Some(at);
                    }
                    Step::Go(at, shift) => {
                        selection.go(&list, at, shift);
                        if at >= list.len() {
                            continue;
                        }
                        if shift {
                            anchor = anchor.or(cursor).or(Some(at));
                            set = between(anchor.unwrap_or(at), at).collect();
                        } else {
                            anchor = Some(at);
                        }
                        cursor = Some(at);
                    }
                }
                let chosen = chosen(&list, &set);
                prop_assert_eq!(selection.positions(&list).collect::<Vec<_>>(), &chosen[..]);
                prop_assert_eq!((selection.len(), selection.cursor()), (chosen.len() as u64, cursor));
                prop_assert_eq!(selection.bytes(), 10 * chosen.len() as u64);
                let kinds: BTreeSet<_> = chosen.iter().map(|at| list[*at].name.resource_type).collect();
                let one = (kinds.len() == 1).then(|| kinds.first().copied()).flatten();
                prop_assert_eq!(selection.kind(), one);
            }
        }
    }

    fn chosen(list: &Loaded, set: &BTreeSet<usize>) -> Vec<usize> {
        set.iter().copied().filter(|at| list[*at].asset_id.is_some()).collect()
    }

    fn between(one: usize, other: usize) -> impl Iterator<Item = usize> {
        one.min(other)..=one.max(other)
    }
}
