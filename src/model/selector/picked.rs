//! Assets clicked in the library.

use std::sync::Arc;

use super::select::{Finding, Named, Select};
use crate::model::asset::{Asset, ResourceType};
use crate::model::breadth::Breadth;
use crate::model::description::Way;
use crate::model::kinds::Kinds;
use crate::model::note::Note;

/// Clicked assets. They are asked for anew, since the library may have been read long ago.
#[derive(Clone, Debug, PartialEq)]
pub struct Picked(pub Vec<Arc<Asset>>);

impl Select for Picked {
    fn describe(&self, _: &Kinds) -> Way {
        match &self.0[..] {
            [one] => Way::Clicked { public_id: one.name.public_id.clone() },
            several => {
                let kinds = several.iter().map(|asset| asset.name.resource_type);
                Way::Selected { number: several.len() as u64, resource_type: only(kinds) }
            }
        }
    }

    fn breadth(&self) -> Breadth {
        Breadth::Named
    }

    fn finding(&self, _: &Kinds) -> Finding<'_> {
        Finding::Named(Named {
            assets: self.0.iter().filter_map(|asset| asset.asset_id).collect(),
            nameless: self.0.iter().filter(|asset| asset.asset_id.is_none()).map(|asset| &**asset).collect(),
            ..Named::default()
        })
    }

    fn gone(&self, number: u64) -> Note {
        Note::SelectedGone(number)
    }
}

/// The one that all are, if they are.
fn only(mut kinds: impl Iterator<Item = ResourceType>) -> Option<ResourceType> {
    let first = kinds.next()?;
    kinds.all(|kind| kind == first).then_some(first)
}
