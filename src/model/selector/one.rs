//! One public ID or pasted link: a list of one row.

use std::sync::Arc;

use super::{List, Reading, Selector, Typed};
use crate::model::list::Wanted;

pub(super) const READING: Reading = Reading::One;

/// Takes what may be looked up. What a link cannot be read as is told by the list's own row.
pub(super) fn read(typed: Typed<'_>) -> Result<Selector, String> {
    match typed.list.rows.first().map(|row| &row.wanted) {
        None => Err("Enter a public ID or paste a link to the asset.".to_owned()),
        Some(Wanted::Unreadable(refusal)) => Err(refusal.words(&typed.list.hosts.cloud_name)),
        Some(_) => Ok(Selector::List(List(Arc::clone(typed.list)))),
    }
}
