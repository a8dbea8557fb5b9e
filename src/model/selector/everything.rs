//! Everything of the kinds.

use super::expression;
use super::form_error::FormError;
use super::select::{Finding, Reading, Select, Typed};
use crate::model::breadth::Breadth;
use crate::model::description::Way;
use crate::model::kinds::Kinds;
use crate::model::query::{Listing, Query};
use crate::model::sweep::SweepBy;

pub(super) const READING: Reading = Reading::Text;

/// Takes whatever was typed: the kinds say all.
#[expect(clippy::unnecessary_wraps, reason = "as it is for every form")]
pub(super) fn read(_: Typed<'_>) -> Result<Everything, FormError> {
    Ok(Everything)
}

/// Everything of the kinds; of all kinds, everything there is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Everything;

impl Select for Everything {
    fn describe(&self, kinds: &Kinds) -> Way {
        Way::Everything(kinds.clone())
    }

    fn breadth(&self) -> Breadth {
        Breadth::Everything
    }

    fn finding(&self, kinds: &Kinds) -> Finding<'_> {
        let listing =
            |(kind, delivery)| Query::Kind(Listing { kind, delivery: Some(delivery), prefix: None });
        Finding::Listed(kinds.pairs().map(listing).collect())
    }

    fn key(&self) -> Option<(&'static str, &str)> {
        Some(("all", ""))
    }

    fn expression(&self, kinds: &Kinds) -> Option<String> {
        Some(expression::all(expression::kinds(kinds)))
    }

    fn sweep(&self, _: &Kinds) -> Option<SweepBy> {
        Some(SweepBy::All)
    }
}
