//! A receipt's lines: which a view has, some of them, and all of them one part after the other.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, params};

use super::{end, items};
use crate::journal::rows::{EXTRA, ITEM, LINE};
use crate::journal::{JournalError, rows};
use crate::model::item::{PlanItem, Words};
use crate::model::job_id::JobId;
use crate::model::receipt::{
    Extra, Filter, Line, ListedRows, PAGE, Positions, ReceiptHead, ReceiptRow, ReceiptView, Shown,
};

/// The lines of a view. What of the extras and of what was left out is damaged is not among them.
pub(super) fn list(
    connection: &Connection,
    head: &ReceiptHead,
    view: ReceiptView,
) -> Result<ListedRows, JournalError> {
    let search = view.search.trim().to_lowercase();
    let named = |public_id: &str| search.is_empty() || public_id.to_lowercase().contains(&search);
    let positions = if view.shown == Shown::All && head.gapless && search.is_empty() {
        Positions::First(head.counts.total() as usize)
    } else {
        Positions::These(named_rows(connection, head, view.shown, &named)?.into())
    };
    let first = at(connection, head, view.shown, &positions.part(0..PAGE))?;
    Ok(ListedRows { view, positions, first })
}

/// Positions of the rows whose public ID is as wanted.
fn named_rows(
    connection: &Connection,
    head: &ReceiptHead,
    shown: Shown,
    named: &dyn Fn(&str) -> bool,
) -> Result<Vec<i64>, JournalError> {
    let job = head.summary.header.id;
    let mut positions = Vec::new();
    match shown {
        Shown::All => return planned(connection, head, None, named),
        Shown::Ended(filter) => return planned(connection, head, Some(filter), named),
        Shown::Extras => each_extra(connection, job, i64::MIN, None, |position, row| {
            positions.extend(row.filter(|extra| named(&extra.public_id)).map(|_| position));
        })?,
        Shown::LeftOut => each_left_out(connection, job, i64::MIN, None, |position, row| {
            positions.extend(row.filter(|item| named(&item.name.public_id)).map(|_| position));
        })?,
    }
    Ok(positions)
}

/// Positions of planned items that ended like this, or in any way, and whose public ID is as wanted.
fn planned(
    connection: &Connection,
    head: &ReceiptHead,
    wanted: Option<Filter>,
    named: &dyn Fn(&str) -> bool,
) -> Result<Vec<i64>, JournalError> {
    let mut query = connection.prepare_cached(&format!(
        "SELECT position, outcome, whole, public_id FROM ({}) ORDER BY position",
        items()
    ))?;
    let mut rows = query.query(params![head.summary.header.id.0])?;
    let mut positions = Vec::new();
    while let Some(row) = rows.next()? {
        let position = row.get(0)?;
        let end = if head.counts_at(position) { end(row, 1)? } else { Filter::Open };
        let public_id = match row.get_ref(3)? {
            ValueRef::Text(text) => String::from_utf8_lossy(text),
            _ => "".into(),
        };
        if wanted.is_none_or(|wanted| wanted == end) && named(&public_id) {
            positions.push(position);
        }
    }
    Ok(positions)
}

/// Each extra of a job from a position on, `None` where it is damaged; all, or so many.
fn each_extra(
    connection: &Connection,
    job: JobId,
    from: i64,
    most: Option<usize>,
    mut take: impl FnMut(i64, Option<Extra>),
) -> Result<(), JournalError> {
    let mut query = connection.prepare_cached(&format!(
        "SELECT {EXTRA}, id FROM extra WHERE job = ?1 AND id >= ?2 AND state <> 'seen' ORDER BY id LIMIT ?3"
    ))?;
    let mut rows = query.query(params![job.0, from, limit(most)])?;
    while let Some(row) = rows.next()? {
        take(row.get(5)?, rows::extra(row)?);
    }
    Ok(())
}

/// The same of what was left out.
fn each_left_out(
    connection: &Connection,
    job: JobId,
    from: i64,
    most: Option<usize>,
    mut take: impl FnMut(i64, Option<PlanItem>),
) -> Result<(), JournalError> {
    let mut query = connection.prepare_cached(&format!(
        "SELECT {ITEM}, position FROM left_out
         WHERE job = ?1 AND typeof(position) = 'integer' AND position >= ?2 ORDER BY position LIMIT ?3"
    ))?;
    let mut words = Words::default();
    let mut rows = query.query(params![job.0, from, limit(most)])?;
    while let Some(row) = rows.next()? {
        take(row.get(13)?, rows::left_out(row, &mut words)?);
    }
    Ok(())
}

/// As `LIMIT` takes it: a negative one is none.
fn limit(most: Option<usize>) -> i64 {
    most.map_or(-1, |most| most as i64)
}

/// A planned item with its end, if that counts.
fn line(row: &Row<'_>, position: i64, head: &ReceiptHead, words: &mut Words) -> Result<Line, JournalError> {
    let line = rows::line(row, words)?;
    Ok(if head.counts_at(position) { line } else { Line { outcome: None, ..line } })
}

/// The rows at these positions, `None` where there is none, or where it is damaged.
pub(super) fn at(
    connection: &Connection,
    head: &ReceiptHead,
    shown: Shown,
    positions: &[i64],
) -> Result<Vec<Option<ReceiptRow>>, JournalError> {
    let mut query = connection.prepare_cached(&match shown {
        Shown::Extras => format!("SELECT {EXTRA} FROM extra WHERE job = ?1 AND id = ?2"),
        Shown::LeftOut => format!("SELECT {ITEM} FROM left_out WHERE job = ?1 AND position = ?2"),
        Shown::All | Shown::Ended(_) => {
            format!("SELECT {LINE} FROM ({}) WHERE position = ?2", items())
        }
    })?;
    let mut words = Words::default();
    let mut found = Vec::with_capacity(positions.len());
    for position in positions {
        let mut rows = query.query(params![head.summary.header.id.0, position])?;
        found.push(match (rows.next()?, shown) {
            (None, _) => None,
            (Some(row), Shown::Extras) => rows::extra(row)?.map(ReceiptRow::Extra),
            (Some(row), Shown::LeftOut) => rows::left_out(row, &mut words)?.map(ReceiptRow::LeftOut),
            (Some(row), Shown::All | Shown::Ended(_)) => {
                Some(ReceiptRow::Planned(line(row, *position, head, &mut words)?))
            }
        });
    }
    Ok(found)
}

/// Rows from one position on, and where the rest begins.
#[derive(Debug, Default)]
pub struct ReceiptPart {
    /// In their order; what is damaged among extras and what was left out is not there.
    pub rows: Vec<ReceiptRow>,
    /// The position of the last row that was looked at; `None` where there was none.
    pub last: Option<i64>,
}

/// Which rows of a receipt, one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Planned items.
    Planned,
    /// What a sweep deleted beyond the plan.
    Extras,
    /// What was left out of the plan.
    LeftOut,
}

/// At most `most` rows behind a position.
pub(super) fn behind(
    connection: &Connection,
    head: &ReceiptHead,
    of: Section,
    after: Option<i64>,
    most: usize,
) -> Result<ReceiptPart, JournalError> {
    let (job, mut part) = (head.summary.header.id, ReceiptPart::default());
    let Some(from) = after.map_or(Some(i64::MIN), |after| after.checked_add(1)) else { return Ok(part) };
    match of {
        Section::Planned => {
            let mut query = connection.prepare_cached(&format!(
                "SELECT {LINE}, position FROM ({}) WHERE position >= ?2 ORDER BY position LIMIT ?3",
                items()
            ))?;
            let mut words = Words::default();
            let mut rows = query.query(params![job.0, from, most as i64])?;
            while let Some(row) = rows.next()? {
                let position = row.get(16)?;
                part.last = Some(position);
                part.rows.push(ReceiptRow::Planned(line(row, position, head, &mut words)?));
            }
        }
        Section::Extras => each_extra(connection, job, from, Some(most), |position, extra| {
            part.last = Some(position);
            part.rows.extend(extra.map(ReceiptRow::Extra));
        })?,
        Section::LeftOut => each_left_out(connection, job, from, Some(most), |position, item| {
            part.last = Some(position);
            part.rows.extend(item.map(ReceiptRow::LeftOut));
        })?,
    }
    Ok(part)
}

/// What a job left undone.
pub(super) fn undone(connection: &Connection, job: JobId) -> Result<Vec<PlanItem>, JournalError> {
    let mut query = connection.prepare_cached(&format!(
        "SELECT {LINE} FROM ({}) WHERE outcome IN ('refused', 'unknown') OR NOT whole
         ORDER BY position",
        items()
    ))?;
    let mut words = Words::default();
    let mut rows = query.query(params![job.0])?;
    let mut items = Vec::new();
    while let Some(row) = rows.next()? {
        items.push(rows::line(row, &mut words)?.item);
    }
    Ok(items)
}
