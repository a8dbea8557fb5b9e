//! Other spellings of a prefix or tag that found nothing: asked for, and only told.

use super::listing;
use super::preview_reader::PreviewReader;
use crate::model::criteria::Criteria;
use crate::model::kinds::Kinds;
use crate::model::problem::Problem;
use crate::model::selector::{Finding, Selector, Spelling};

/// Spellings that find something, at most.
const MOST: usize = 3;

/// A spelling that finds something.
#[derive(Clone, Debug, PartialEq)]
pub struct Instead {
    /// How it is spelled.
    pub spelling: Spelling<Selector>,
    /// Assets that it finds.
    pub found: u64,
}

/// Looks for spellings of a prefix or tag that find something in the same kinds.
///
/// # Errors
/// The first request that fails.
pub(super) async fn find(reader: &PreviewReader, criteria: &Criteria) -> Result<Vec<Instead>, Problem> {
    let mut instead = Vec::new();
    for spelling in criteria.selector.other_spellings() {
        // One request instead of one for each kind. The index may read capitals in its own way, so what
        // it knows of is listed.
        let indexed = reader.indexed(&spelling.selector, &criteria.kinds).await?;
        if indexed == Some(0) {
            continue;
        }
        let found = count(reader, &spelling.selector, &criteria.kinds).await?;
        if found > 0 {
            instead.push(Instead { spelling, found });
        }
        if instead.len() == MOST {
            break;
        }
    }
    Ok(instead)
}

async fn count(reader: &PreviewReader, selector: &Selector, kinds: &Kinds) -> Result<u64, Problem> {
    let Finding::Listed(queries) = selector.finding(kinds) else { return Ok(0) };
    let mut count = 0;
    for query in queries {
        listing::to_the_end(reader, &query, |page| {
            let fits = page.items.iter().filter(|asset| !asset.placeholder && kinds.admit(asset));
            count += fits.count() as u64;
        })
        .await?;
    }
    Ok(count)
}
