//! Public IDs and links, row by row: pasted lines, or a file.

use std::sync::Arc;

use super::form_error::FormError;
use super::select::{Finding, Reading, Select, Typed};
use crate::model::breadth::Breadth;
use crate::model::description::Way;
use crate::model::item::PlanItem;
use crate::model::kinds::Kinds;
use crate::model::list::{PublicIdList, Wanted};
use crate::model::note::Note;

pub(super) const READING: Reading = Reading::Lines;

/// Public IDs and links, each row looked up by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct List(pub Arc<PublicIdList>);

/// Takes a list in which at least one row can be looked up; what cannot is told row by row.
pub(super) fn read(typed: Typed<'_>) -> Result<List, FormError> {
    let list = typed.list;
    if let Some(looks_like) = list.looks_like {
        return Err(FormError::NotAList(looks_like));
    }
    let Some(first) = list.rows.first() else {
        return Err(FormError::NoPublicIds);
    };
    match &first.wanted {
        Wanted::Unreadable(refusal) if list.unreadable() == list.rows.len() => {
            Err(FormError::AllRefused { first: refusal.clone() })
        }
        _ => Ok(List(Arc::clone(list))),
    }
}

impl Select for List {
    fn describe(&self, _: &Kinds) -> Way {
        match &self.0.rows[..] {
            [row] => match &row.wanted {
                Wanted::Link(Some(name)) => Way::PublicId { public_id: name.public_id.clone() },
                Wanted::Link(None) | Wanted::Address(_) => Way::Link { link: row.text.clone() },
                _ => Way::PublicId { public_id: row.text.clone() },
            },
            rows => Way::List { rows: rows.len() as u64 },
        }
    }

    fn breadth(&self) -> Breadth {
        Breadth::Named
    }

    fn finding(&self, _: &Kinds) -> Finding<'_> {
        Finding::Rows(&self.0)
    }

    /// Says again that links on hosts that are not the environment's were read.
    fn notes(&self, _: &[PlanItem]) -> Vec<Note> {
        self.0.hosts.any.then_some(Note::AnyHost).into_iter().collect()
    }
}
