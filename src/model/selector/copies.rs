//! Copies of one asset, chosen from its details.

use std::sync::Arc;

use super::select::{Finding, Named, Select};
use crate::model::asset::{Asset, Derived};
use crate::model::breadth::Breadth;
use crate::model::description::Way;
use crate::model::kinds::Kinds;

/// Copies of one asset.
#[derive(Clone, Debug, PartialEq)]
pub struct Copies {
    /// The original, which stays.
    pub of: Arc<Asset>,
    /// The copies that go.
    pub copies: Vec<Derived>,
}

impl Select for Copies {
    fn describe(&self, _: &Kinds) -> Way {
        Way::Copies { number: self.copies.len() as u64, of: self.of.name.public_id.clone() }
    }

    fn breadth(&self) -> Breadth {
        Breadth::Named
    }

    fn finding(&self, _: &Kinds) -> Finding<'_> {
        let ids = self.copies.iter().map(|copy| copy.id).collect();
        Finding::Named(match self.of.asset_id {
            Some(of) => Named { copies: vec![(of, ids)], ..Named::default() },
            None => Named { nameless: vec![&self.of], ..Named::default() },
        })
    }
}
