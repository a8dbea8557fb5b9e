//! What an earlier job left undone: looked up anew, previewed and confirmed like anything else.

use std::collections::{HashMap, HashSet};

use super::select::{Finding, Named, Select};
use crate::model::breadth::Breadth;
use crate::model::description::Way;
use crate::model::item::Items;
use crate::model::job_id::JobId;
use crate::model::kinds::Kinds;
use crate::model::note::Note;

/// What an earlier job left undone: refused, or of unknown end. What was replaced since is taken as it is
/// now.
#[derive(Clone, Debug, PartialEq)]
pub struct Again {
    /// That job.
    pub of: JobId,
    /// Its items.
    pub items: Items,
}

impl Select for Again {
    fn describe(&self, _: &Kinds) -> Way {
        Way::Again { items: self.items.len() as u64, job: self.of }
    }

    fn breadth(&self) -> Breadth {
        Breadth::Named
    }

    fn finding(&self, _: &Kinds) -> Finding<'_> {
        let mut named = Named::default();
        let mut places = HashMap::new();
        for item in self.items.iter() {
            let Some(copy) = &item.copy else {
                named.assets.push(item.asset_id);
                continue;
            };
            let place = *places.entry(item.asset_id).or_insert(named.copies.len());
            if place == named.copies.len() {
                named.copies.push((item.asset_id, HashSet::default()));
            }
            named.copies[place].1.insert(copy.id);
        }
        Finding::Named(named)
    }

    fn gone(&self, number: u64) -> Note {
        Note::UndoneGone(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture::{copy_item, id, item};

    #[test]
    fn undone_assets_are_asked_for_by_id_and_undone_copies_by_their_originals() {
        let items =
            vec![item(1, true), copy_item(2, 101), copy_item(3, 102), copy_item(2, 103), item(4, true)];
        let again = Again { of: JobId(1), items: items.into() };
        let Finding::Named(named) = again.finding(&Kinds::default()) else { panic!("{again:?}") };
        assert_eq!(named.assets, [id(1), id(4)]);
        let copies = [(id(2), HashSet::from([id(101), id(103)])), (id(3), HashSet::from([id(102)]))];
        assert_eq!(named.copies, copies);
    }
}
