//! What a row of a list matched, and what else it could mean.

use crate::model::asset::AssetName;
use crate::model::guess::Why;
use crate::model::item::PlanItem;
use crate::model::list::Refusal;

/// What a row matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// These assets, by their full names; more than one where the same public ID exists in several
    /// kinds.
    Assets(Vec<AssetName>),
    /// Nothing of these kinds.
    Nothing,
    /// The row could not be looked up.
    Unreadable(Refusal),
}

/// An asset that a row could mean. Not in the plan unless the user takes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// Position in the list.
    pub row: u32,
    /// As it is now.
    pub item: PlanItem,
    /// How the row would have to be read to name it.
    pub why: Why,
}
