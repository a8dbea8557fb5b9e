//! Public IDs and links, row by row: pasted lines, or a file.

use std::sync::Arc;

use super::{Finding, FormError, Reading, Select, Selector, Typed};
use crate::model::breadth::Breadth;
use crate::model::format;
use crate::model::kinds::Kinds;
use crate::model::list::{PublicIdList, Wanted};

pub(super) const READING: Reading = Reading::Lines;

/// Public IDs and links, each row looked up by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct List(pub Arc<PublicIdList>);

/// Takes a list in which at least one row can be looked up; what cannot is told row by row.
pub(super) fn read(typed: Typed<'_>) -> Result<Selector, FormError> {
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
        _ => Ok(Selector::List(List(Arc::clone(list)))),
    }
}

impl Select for List {
    fn describe(&self, _: &Kinds) -> String {
        match &self.0.rows[..] {
            [row] => match &row.wanted {
                Wanted::Link(Some(name)) => format!("Public ID “{}”", name.public_id),
                Wanted::Link(None) | Wanted::Address(_) => format!("Link “{}”", row.text),
                _ => format!("Public ID “{}”", row.text),
            },
            rows => format!("List of {} public IDs", format::count(rows.len() as u64)),
        }
    }

    fn breadth(&self) -> Breadth {
        Breadth::Named
    }

    fn finding(&self, _: &Kinds) -> Finding<'_> {
        Finding::Rows(&self.0)
    }

    /// Says again that links on hosts that are not the environment's were read.
    fn notes(&self, _: &[crate::model::item::PlanItem]) -> Vec<String> {
        let told = "Links on hosts that are not this environment’s were read all the same, as you chose.";
        self.0.hosts.any.then(|| told.to_owned()).into_iter().collect()
    }
}
