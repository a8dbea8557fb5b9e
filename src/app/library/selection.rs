//! What is chosen in the library, and where its cursor stands.
//!
//! Chosen are asset IDs, never positions: a list that is begun anew cannot turn a choice into
//! another one. An asset without an ID can be looked at, not chosen.

use std::collections::HashSet;
use std::sync::Arc;

use crate::model::asset::{Asset, AssetId, ResourceType};

/// Asset IDs that are chosen, with their sums, and where cursor and anchor stand.
#[derive(Debug, Default)]
pub struct Selection {
    chosen: HashSet<AssetId>,
    kinds: [u64; 3],
    /// Exact, however large: what is taken off again was added before.
    bytes: u128,
    cursor: Option<usize>,
    anchor: Option<usize>,
}

impl Selection {
    /// Whether an asset is chosen.
    pub fn has(&self, asset: &Asset) -> bool {
        asset.asset_id.is_some_and(|id| self.chosen.contains(&id))
    }

    /// How many are chosen.
    pub fn len(&self) -> u64 {
        self.chosen.len() as u64
    }

    /// Whether nothing is chosen.
    pub fn is_empty(&self) -> bool {
        self.chosen.is_empty()
    }

    /// Bytes of the chosen originals.
    pub fn bytes(&self) -> u64 {
        u64::try_from(self.bytes).unwrap_or(u64::MAX)
    }

    /// The resource type of the chosen ones, if all have the same.
    pub fn kind(&self) -> Option<ResourceType> {
        let mut kinds = ResourceType::ALL.into_iter().zip(self.kinds).filter(|(_, count)| *count > 0);
        let (kind, _) = kinds.next()?;
        kinds.next().is_none().then_some(kind)
    }

    /// Where the cursor stands.
    pub fn cursor(&self) -> Option<usize> {
        self.cursor
    }

    /// A click: alone it chooses this one only, with shift everything from the last click up to
    /// here, with ctrl or cmd this one too.
    pub fn click(&mut self, assets: &[Arc<Asset>], index: usize, shift: bool, command: bool) {
        let Some(asset) = assets.get(index) else { return };
        self.cursor = Some(index);
        match (shift, command) {
            (true, keep) => {
                if !keep {
                    self.clear();
                }
                self.range(assets, index);
                return;
            }
            (false, true) => self.toggle(asset),
            (false, false) => {
                let alone = self.chosen.len() == 1 && self.has(asset);
                self.clear();
                if !alone {
                    self.add(asset);
                }
            }
        }
        self.anchor = Some(index);
    }

    /// The cursor moved by a key; with shift everything from the anchor up to here is chosen.
    pub fn go(&mut self, assets: &[Arc<Asset>], index: usize, shift: bool) {
        if index >= assets.len() {
            return;
        }
        let from = self.cursor;
        self.cursor = Some(index);
        if shift {
            self.anchor = self.anchor.or(from).or(Some(index));
            self.clear();
            self.range(assets, index);
        } else {
            self.anchor = Some(index);
        }
    }

    /// Chooses everything that is loaded.
    pub fn all(&mut self, assets: &[Arc<Asset>]) {
        for asset in assets {
            self.add(asset);
        }
    }

    /// Chooses nothing; the cursor stays.
    pub fn clear(&mut self) {
        self.chosen.clear();
        self.kinds = [0; 3];
        self.bytes = 0;
    }

    fn range(&mut self, assets: &[Arc<Asset>], index: usize) {
        let anchor = self.anchor.unwrap_or(index).min(assets.len() - 1);
        for asset in &assets[anchor.min(index)..=anchor.max(index)] {
            self.add(asset);
        }
    }

    fn toggle(&mut self, asset: &Asset) {
        let Some(id) = asset.asset_id else { return };
        if self.chosen.remove(&id) {
            self.kinds[asset.name.resource_type as usize] -= 1;
            self.bytes -= u128::from(asset.bytes);
        } else {
            self.add(asset);
        }
    }

    fn add(&mut self, asset: &Asset) {
        let Some(id) = asset.asset_id else { return };
        if self.chosen.insert(id) {
            self.kinds[asset.name.resource_type as usize] += 1;
            self.bytes += u128::from(asset.bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture::{asset, item};

    fn assets(number: u8) -> Vec<Arc<Asset>> {
        (0..number)
            .map(|byte| {
                let mut asset = Asset { bytes: 10, ..asset(&item(byte, true)) };
                if byte == 3 {
                    asset.name.resource_type = ResourceType::Video;
                }
                if byte == 5 {
                    asset.asset_id = None;
                }
                Arc::new(asset)
            })
            .collect()
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
        assert!(!selection.has(&assets[5]));
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
}
