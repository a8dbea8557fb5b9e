//! Asset IDs, one on each line: exactly these assets, whatever they are called by now.

use super::form_error::FormError;
use super::select::{Finding, Named, Reading, Select, Typed};
use crate::model::asset::AssetId;
use crate::model::breadth::Breadth;
use crate::model::description::Way;
use crate::model::kinds::Kinds;
use crate::model::list::{Narrowed, Row, Wanted};
use crate::model::note::Note;

pub(super) const READING: Reading = Reading::Lines;

/// Asset IDs, each once.
#[derive(Clone, Debug, PartialEq)]
pub struct AssetIds(pub Vec<AssetId>);

/// Takes a list of asset IDs and nothing else: what narrows a row, or is no asset ID, is for a list.
pub(super) fn read(typed: Typed<'_>) -> Result<AssetIds, FormError> {
    let rows = &typed.list.rows;
    if rows.is_empty() {
        return Err(FormError::NoAssetIds);
    }
    let mut others = rows.iter().filter(|row| asset_id(row).is_none());
    if let Some(first) = others.next() {
        return Err(FormError::NotAssetIds { line: first.line, more: others.count() });
    }
    Ok(AssetIds(rows.iter().filter_map(asset_id).collect()))
}

/// What a row asks for, where that is an asset ID and nothing else.
fn asset_id(row: &Row) -> Option<AssetId> {
    match &row.wanted {
        Wanted::Id(id) => Some(*id),
        Wanted::Record(narrowed) => {
            let alone = Narrowed { asset_id: narrowed.asset_id, ..Narrowed::default() };
            narrowed.asset_id.filter(|_| **narrowed == alone)
        }
        Wanted::PublicId | Wanted::Link(_) | Wanted::Address(_) | Wanted::Unreadable(_) => None,
    }
}

impl Select for AssetIds {
    fn describe(&self, _: &Kinds) -> Way {
        match &self.0[..] {
            [one] => Way::AssetId { asset_id: *one },
            several => Way::AssetIds { number: several.len() as u64 },
        }
    }

    fn breadth(&self) -> Breadth {
        Breadth::Named
    }

    fn finding(&self, _: &Kinds) -> Finding<'_> {
        Finding::Named(Named { assets: self.0.clone(), ..Named::default() })
    }

    fn gone(&self, number: u64) -> Note {
        Note::UnknownAssetIds(number)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::delivery::Hosts;
    use crate::model::fixture::id;
    use crate::model::list::PublicIdList;

    fn typed(text: &str) -> Result<AssetIds, FormError> {
        read(Typed { text, list: &Arc::new(PublicIdList::read(text, &Hosts::of_cloud("demo"))) })
    }

    #[test]
    fn asset_ids_are_taken_once_each_from_lines_and_from_a_table() {
        let (one, two) = (id(1).to_string(), id(2).to_string());
        let both = Ok(AssetIds(vec![id(1), id(2)]));
        assert_eq!(typed(&format!("{one}\n\n {two}\n{one}")), both);
        assert_eq!(typed(&format!("asset_id\n{one}\n{two}\n")), both);
    }

    #[test]
    fn what_is_no_asset_id_alone_is_refused_with_its_line() {
        let one = id(1).to_string();
        let refused = typed(&format!("{one}\ndocs/owl\n{}\nx", &one[1..]));
        assert_eq!(refused, Err(FormError::NotAssetIds { line: 2, more: 2 }));
        let narrowed = typed(&format!("asset_id,resource_type\n{one},image\n"));
        assert_eq!(narrowed, Err(FormError::NotAssetIds { line: 2, more: 0 }));
    }
}
