//! What became of each row of a list: shown beside the preview, so that nothing the user pasted
//! is dropped in silence.

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

pub use super::found::{Found, Offer};
use super::lines::{Line, Rows, lines};
use crate::model::asset::{AssetId, AssetName};
use crate::model::list::{PublicIdList, Row, Wanted};

/// What became of each row of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListReport {
    /// What was looked up.
    pub list: Arc<PublicIdList>,
    /// What each of its rows matched, in their order.
    pub found: Vec<Found>,
    /// What rows that matched nothing could mean, in the order of the rows.
    pub offers: Vec<Offer>,
    /// Rows that matched nothing, and for which nothing else was looked for, being too many.
    pub not_looked_for: usize,
    /// Assets of rows that name several, for certain.
    pub several: Arc<HashSet<AssetId>>,
    pub(super) made: Made,
}

/// What is made of a report when it is first asked for, so that nothing walks it again.
#[derive(Clone, Debug, Default)]
pub(super) struct Made {
    counts: OnceLock<Counts>,
    lines: OnceLock<Arc<[Line]>>,
}

/// It says nothing that the report does not say.
impl PartialEq for Made {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

/// How many rows ended how.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// Rows that matched nothing or cannot be looked up.
    pub unmatched: usize,
    /// Of them, rows that cannot be looked up.
    pub unreadable: usize,
    /// Rows that name several assets, for certain.
    pub ambiguous: usize,
    /// Rows whose asset ID is of an asset with another name.
    pub renamed: usize,
    /// Hosts of links in it that are not the environment's, each with its number of links.
    pub foreign: Vec<(String, usize)>,
}

impl Counts {
    /// Whether there are rows that the user should look at.
    pub fn are_odd(&self) -> bool {
        self.unmatched + self.ambiguous + self.renamed > 0
    }
}

impl ListReport {
    /// A report in which no row has matched anything yet.
    pub(super) fn blank(list: &Arc<PublicIdList>) -> Self {
        let found = list.rows.iter().map(|row| match &row.wanted {
            Wanted::Unreadable(refusal) | Wanted::Address(refusal) => Found::Unreadable(refusal.clone()),
            Wanted::PublicId | Wanted::Id(_) | Wanted::Record(_) | Wanted::Link(_) => Found::Nothing,
        });
        Self { found: found.collect(), list: Arc::clone(list), ..Self::default() }
    }

    /// Notes that a row matched an asset.
    pub(super) fn matched(&mut self, row: usize, name: &AssetName) {
        match &mut self.found[row] {
            Found::Assets(names) if names.contains(name) => {}
            Found::Assets(names) => names.push(name.clone()),
            found => *found = Found::Assets(vec![name.clone()]),
        }
    }

    /// Each row with what it matched.
    pub fn rows(&self) -> impl Iterator<Item = (&Row, &Found)> {
        self.list.rows.iter().zip(&self.found)
    }

    /// Whether a row's asset ID is of an asset with another public ID than the row says: renamed
    /// since, or the columns do not belong together.
    pub fn is_renamed(&self, row: usize) -> bool {
        let Wanted::Record(narrowed) = &self.list.rows[row].wanted else { return false };
        match (&self.found[row], &narrowed.asset_id, &narrowed.public_id) {
            (Found::Assets(names), Some(_), Some(id)) => names.iter().any(|name| name.public_id != *id),
            _ => false,
        }
    }

    /// Makes what the window asks of a report at once, in the background.
    pub fn prepare(&self) {
        self.counts();
        self.all_lines();
    }

    /// How many rows ended how.
    pub fn counts(&self) -> &Counts {
        self.made.counts.get_or_init(|| {
            let found = |wanted: fn(&Found) -> bool| self.found.iter().filter(|found| wanted(found)).count();
            let foreign = self.list.foreign_hosts().into_iter();
            Counts {
                unmatched: found(|found| !matches!(found, Found::Assets(_))),
                unreadable: found(|found| matches!(found, Found::Unreadable(_))),
                ambiguous: found(|found| matches!(found, Found::Assets(names) if names.len() > 1)),
                renamed: (0..self.found.len()).filter(|row| self.is_renamed(*row)).count(),
                foreign: foreign.map(|(host, links)| (host.to_owned(), links)).collect(),
            }
        })
    }

    /// All of its lines.
    pub fn all_lines(&self) -> &Arc<[Line]> {
        self.made.lines.get_or_init(|| self.lines(Rows::All))
    }

    /// The lines of the rows that are wanted, in the order of the list.
    pub fn lines(&self, wanted: Rows) -> Arc<[Line]> {
        lines(&self.found, &self.offers, |row| self.is_renamed(row), wanted)
    }
}
