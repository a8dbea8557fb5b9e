//! What a new count of the same criteria found otherwise than the one before, item by item.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::asset::AssetId;
use super::bits::Bits;
use super::chosen::Chosen;
use super::item::PlanItem;
use super::plan::Plan;

/// What a user left out of a plan, which stays left out whatever the counts that follow find.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// By position in the plan.
    pub at: Bits,
    /// What the plan does not hold any more, or not at the moment: a listing may come short.
    pub absent: Arc<HashSet<AssetId>>,
}

impl From<Bits> for LeftOut {
    fn from(at: Bits) -> Self {
        Self { at, absent: Arc::default() }
    }
}

/// What a new count found otherwise. Positions are those of the new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Items that were not there.
    pub more: u64,
    /// Items that are not there any more.
    pub gone: u64,
    /// Items that are not as they were: overwritten, renamed, backed up or not.
    pub changed: u64,
    /// Those that are new or changed.
    pub new: Bits,
    /// Those that were left out before.
    pub left_out: LeftOut,
}

impl Comparison {
    /// Compares all that was found, what is left out too.
    pub fn between(before: &Plan, left_out: &LeftOut, now: &Plan) -> Self {
        let mut missing: HashMap<AssetId, (usize, &PlanItem)> =
            before.items().iter().enumerate().map(|(at, item)| (item.key(), (at, item))).collect();
        let blank = || Bits::clear(now.items().len());
        let mut told = Self { more: 0, gone: 0, changed: 0, new: blank(), left_out: blank().into() };
        let mut absent = HashSet::clone(&left_out.absent);
        for (position, item) in now.items().iter().enumerate() {
            let Some((at, then)) = missing.remove(&item.key()) else {
                told.more += 1;
                told.new.set(position, true);
                told.left_out.at.set(position, absent.remove(&item.key()));
                continue;
            };
            told.left_out.at.set(position, left_out.at.has(at));
            if then != item {
                told.changed += 1;
                told.new.set(position, true);
            }
        }
        told.gone = missing.len() as u64;
        absent.extend(missing.into_iter().filter(|(_, (at, _))| left_out.at.has(*at)).map(|(key, _)| key));
        told.left_out.absent = Arc::new(absent);
        told
    }
}

/// A new count beside the one before, with what was left out of that left out of it.
#[derive(Debug)]
pub struct Compared {
    /// What it found otherwise.
    pub comparison: Comparison,
    /// Of the plan as it was counted.
    pub chosen: Chosen,
}

impl Compared {
    /// `counted`: the new count without what the user took in besides.
    pub fn of(before: &Plan, left_out: &LeftOut, found: &Plan, counted: Arc<Plan>) -> Self {
        let comparison = Comparison::between(before, left_out, found);
        let left_out = comparison.left_out.at.resized(counted.items().len());
        Self { comparison, chosen: Chosen::without(counted, left_out) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture::{item, plan};

    #[test]
    fn what_was_left_out_is_found_again_wherever_it_stands_now() {
        let before = plan(vec![item(1, true), item(2, true), item(3, true)]);
        let mut overwritten = item(2, true);
        overwritten.version = 2;
        let now = plan(vec![item(4, true), item(1, true), overwritten]);
        let left_out = before.items().marked(|item| item.key() != before.items()[0].key());
        let told = Comparison::between(&before, &left_out.into(), &now);
        assert_eq!((told.more, told.gone, told.changed), (1, 1, 1));
        assert!(told.new.iter().eq([0, 2]));
        assert!(told.left_out.at.iter().eq([2]));
        assert_eq!(*told.left_out.absent, HashSet::from([item(3, true).key()]));
        let again = Comparison::between(&now, &told.left_out, &before);
        assert!(again.left_out.at.iter().eq([1, 2]), "what comes back is left out still");
        assert!(again.left_out.absent.is_empty());
    }
}
