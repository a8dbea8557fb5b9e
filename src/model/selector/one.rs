//! One public ID or pasted link: a list of one row.

use std::sync::Arc;

use super::{FormError, List, Reading, Selector, Typed};
use crate::model::list::Wanted;

pub(super) const READING: Reading = Reading::One;

/// Takes what may be looked up. What a link cannot be read as is told by the list's own row.
pub(super) fn read(typed: Typed<'_>) -> Result<Selector, FormError> {
    match typed.list.rows.first().map(|row| &row.wanted) {
        None => Err(FormError::NoPublicId),
        Some(Wanted::Unreadable(refusal)) => Err(FormError::Refused(refusal.clone())),
        Some(_) => Ok(Selector::List(List(Arc::clone(typed.list)))),
    }
}
