//! One public ID or pasted link: a list of one row.

use std::sync::Arc;

use super::form_error::FormError;
use super::list::List;
use super::select::{Reading, Typed};
use crate::model::list::Wanted;

pub(super) const READING: Reading = Reading::One;

/// Takes what may be looked up. What a link cannot be read as is told by the list's own row.
pub(super) fn read(typed: Typed<'_>) -> Result<List, FormError> {
    match typed.list.rows.first().map(|row| &row.wanted) {
        None => Err(FormError::NoPublicId),
        Some(Wanted::Unreadable(refusal)) => Err(FormError::Refused(refusal.clone())),
        Some(_) => Ok(List(Arc::clone(typed.list))),
    }
}
