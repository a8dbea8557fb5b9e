//! A job's receipt, in parts: its head, which lines a view of it has, and a few lines at a time. A
//! receipt may have millions of lines, so none of this holds them all.
//!
//! While a job is not at its end, an end that no seal shows to be Cloudinary's word is none, and neither
//! is one that came after the head was read: the lines and the sums above them say the same.

use std::ops::Range;
use std::sync::Arc;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, params};

use super::read::{any_summary, tally};
use super::rows::{self, EXTRA, ITEM, LAST_SECOND, LINE, MOST};
use super::{Journal, JournalError, ends};
use crate::model::bits::Bits;
use crate::model::item::{PlanItem, Words};
use crate::model::job_id::JobId;
use crate::model::outcome::{Outcome, Tally};
use crate::model::receipt::{
    EndCounts, Extra, Filter, JobState, Line, ListedRows, PAGE, Positions, ReceiptHead, ReceiptRow,
    ReceiptView, Shown, Summary,
};
use crate::model::seal::SealKeys;

/// The planned items of a job. One whose position is no whole number has no place.
const ITEMS: &str = "item WHERE job = ?1 AND typeof(position) = 'integer'";

/// Whether [`rows::line`] can read a row, by the columns' types and bounds.
fn whole() -> String {
    format!(
        "typeof(asset_id) = 'blob' AND length(asset_id) = 16
         AND typeof(resource_type) = 'text' AND lower(resource_type) IN ('image', 'video', 'raw')
         AND typeof(delivery_type) = 'text' AND typeof(public_id) = 'text' AND typeof(secure_url) = 'text'
         AND typeof(version) = 'integer' AND version >= 0 AND typeof(bytes) = 'integer' AND bytes >= 0
         AND (created_at IS NULL
              OR typeof(created_at) = 'integer' AND created_at BETWEEN 0 AND {})
         AND typeof(etag) IN ('null', 'text') AND typeof(format) IN ('null', 'text')
         AND typeof(backed_up) IN ('null', 'integer')
         AND (copy_id IS NULL OR typeof(copy_id) = 'blob' AND length(copy_id) = 16
              AND typeof(transformation) IN ('null', 'text'))
         AND (outcome IS NULL OR typeof(reason) IN ('null', 'text')
              AND outcome IN ('deleted', 'already-gone', 'refused', 'skipped', 'unknown')
              AND (outcome <> 'deleted' OR copies IS NULL
                   OR typeof(copies) = 'integer' AND copies BETWEEN 0 AND {MOST}))",
        LAST_SECOND.seconds()
    )
}

/// How an item's row ended, where the column `outcome` is at `column` and [`whole`] behind it. One that
/// is damaged counts as unknown.
fn end(row: &Row<'_>, column: usize) -> Result<Filter, JournalError> {
    if !row.get::<_, bool>(column + 1)? {
        return Ok(Filter::Unknown);
    }
    Ok(match row.get_ref(column)? {
        ValueRef::Null => Filter::Open,
        ValueRef::Text(b"deleted") => Filter::Deleted,
        ValueRef::Text(b"already-gone") => Filter::AlreadyGone,
        ValueRef::Text(b"refused") => Filter::Refused,
        ValueRef::Text(b"skipped") => Filter::Skipped,
        _ => Filter::Unknown,
    })
}

/// Header, sums and counts of one job.
fn head(connection: &Connection, keys: Option<&SealKeys>, job: JobId) -> Result<ReceiptHead, JournalError> {
    let mut summary = any_summary(connection, job)?;
    // The sums of its end were those of its items.
    let ended = matches!(summary.state, JobState::Done | JobState::Stopped);
    if ended && tally(connection, job).ok() != Some(summary.tally) {
        summary = Summary { state: JobState::Damaged, ..summary };
    }
    let open = summary.state == JobState::Open;
    let unproven = match keys.filter(|_| open) {
        Some(keys) => unproven(connection, keys, job)?,
        None => Vec::new(),
    };
    let proven = |position: i64| {
        let next = unproven.partition_point(|range| range.end <= position);
        unproven.get(next).is_none_or(|range| position < range.start)
    };

    let mut told = match open {
        true => Some(Bits::clear(number(connection, "item WHERE", job)? as usize)),
        false => None,
    };
    let mut query = connection.prepare_cached(&format!(
        "SELECT position, outcome, {}, copies FROM {ITEMS} ORDER BY position",
        whole()
    ))?;
    let mut rows = query.query(params![job.0])?;
    let (mut counts, mut sums, mut gapless) = (EndCounts::default(), Tally::default(), true);
    while let Some(row) = rows.next()? {
        let position: i64 = row.get(0)?;
        gapless &= u64::try_from(position) == Ok(counts.total());
        let mut filter = end(row, 1)?;
        if let Some(told) = &mut told {
            let place = usize::try_from(position).ok().filter(|_| filter != Filter::Open && proven(position));
            if !place.is_some_and(|place| told.set(place, true)) {
                filter = Filter::Open;
            }
            add(&mut sums, filter, row.get(3).ok().flatten());
        }
        counts.add(filter);
    }
    if open {
        // As they are now, and not as they were when the job was last looked at.
        let Tally { extras, left_out, .. } = summary.tally;
        summary.tally = Tally { extras, left_out, ..sums };
    }
    let extras = number(connection, "extra WHERE state <> 'seen' AND", job)?;
    let left_out = number(connection, "left_out WHERE", job)?;
    Ok(ReceiptHead { summary, counts, extras, left_out, told, gapless })
}

/// How many rows of a job a table has. `rows`: its name, and what else counts.
fn number(connection: &Connection, rows: &str, job: JobId) -> Result<u64, JournalError> {
    let mut query = connection.prepare_cached(&format!("SELECT COUNT(*) FROM {rows} job = ?1"))?;
    query.query_row(params![job.0], |row| Ok(rows::count(row, 0, rows::MOST_ITEMS)))?
}

/// Positions of items whose ends no seal shows to be written here: ranges in their order, of which none
/// overlaps another.
fn unproven(connection: &Connection, keys: &SealKeys, job: JobId) -> Result<Vec<Range<i64>>, JournalError> {
    let mut ranges: Vec<_> = match ends::unproven(connection, keys, job) {
        Err(error) if error.is_of_one_job() => std::iter::once(0..i64::MAX).collect(),
        unproven => unproven?.into_iter().map(|row| row.first..row.past).collect(),
    };
    ranges.sort_by_key(|range| range.start);
    ranges.dedup_by(|next, before| {
        let one = next.start <= before.end;
        if one {
            before.end = before.end.max(next.end);
        }
        one
    });
    Ok(ranges)
}

fn add(sums: &mut Tally, filter: Filter, copies: Option<i64>) {
    match filter {
        Filter::Deleted => {
            sums.add(&Outcome::Deleted { copies: copies.and_then(|copies| u64::try_from(copies).ok()) });
        }
        Filter::AlreadyGone => sums.already_gone += 1,
        Filter::Refused => sums.refused += 1,
        Filter::Skipped => sums.skipped += 1,
        Filter::Unknown => sums.unknown += 1,
        Filter::Open => {}
    }
}

/// The lines of a view. What of the extras and of what was left out is damaged is not among them.
fn list(connection: &Connection, head: &ReceiptHead, view: ReceiptView) -> Result<ListedRows, JournalError> {
    let search = view.search.trim().to_lowercase();
    let named = |public_id: &str| search.is_empty() || public_id.to_lowercase().contains(&search);
    let job = head.summary.header.id;
    let mut positions = Vec::new();
    match view.shown {
        Shown::All if head.gapless && search.is_empty() => {}
        Shown::Extras => each_extra(connection, job, i64::MIN, None, |position, row| {
            positions.extend(row.filter(|extra| named(&extra.public_id)).map(|_| position));
        })?,
        Shown::LeftOut => each_left_out(connection, job, i64::MIN, None, |position, row| {
            positions.extend(row.filter(|item| named(&item.name.public_id)).map(|_| position));
        })?,
        Shown::All => positions = planned(connection, head, None, &named)?,
        Shown::Ended(filter) => positions = planned(connection, head, Some(filter), &named)?,
    }
    let positions = match view.shown {
        Shown::All if head.gapless && search.is_empty() => Positions::First(head.counts.total() as usize),
        _ => Positions::These(positions.into()),
    };
    let first = at(connection, head, view.shown, &positions.part(0..PAGE))?;
    Ok(ListedRows { view, positions, first })
}

/// Positions of planned items that ended like this, or in any way, and whose public ID is as wanted.
fn planned(
    connection: &Connection,
    head: &ReceiptHead,
    wanted: Option<Filter>,
    named: &dyn Fn(&str) -> bool,
) -> Result<Vec<i64>, JournalError> {
    let mut query = connection.prepare_cached(&format!(
        "SELECT position, outcome, {}, public_id FROM {ITEMS} ORDER BY position",
        whole()
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
fn at(
    connection: &Connection,
    head: &ReceiptHead,
    shown: Shown,
    positions: &[i64],
) -> Result<Vec<Option<ReceiptRow>>, JournalError> {
    let mut query = connection.prepare_cached(&match shown {
        Shown::Extras => format!("SELECT {EXTRA} FROM extra WHERE job = ?1 AND id = ?2"),
        Shown::LeftOut => format!("SELECT {ITEM} FROM left_out WHERE job = ?1 AND position = ?2"),
        Shown::All | Shown::Ended(_) => format!("SELECT {LINE} FROM {ITEMS} AND position = ?2"),
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
fn behind(
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
                "SELECT {LINE}, position FROM {ITEMS} AND position >= ?2 ORDER BY position LIMIT ?3"
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
fn undone(connection: &Connection, job: JobId) -> Result<Vec<PlanItem>, JournalError> {
    let mut query = connection.prepare_cached(&format!(
        "SELECT {LINE} FROM {ITEMS} AND (outcome IN ('refused', 'unknown') OR NOT ({}))
         ORDER BY position",
        whole()
    ))?;
    let mut words = Words::default();
    let mut rows = query.query(params![job.0])?;
    let mut items = Vec::new();
    while let Some(row) = rows.next()? {
        items.push(rows::line(row, &mut words)?.item);
    }
    Ok(items)
}

impl Journal {
    /// What stands above the lines of one job's receipt, as it is now.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn receipt_head(&self, job: JobId) -> Result<ReceiptHead, JournalError> {
        self.read(move |connection, keys| head(connection, keys, job)).await
    }

    /// The same with the lines of a view of it, both of one moment.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn open_receipt(
        &self,
        job: JobId,
        view: ReceiptView,
    ) -> Result<(ReceiptHead, ListedRows), JournalError> {
        self.read(move |connection, keys| {
            let head = head(connection, keys, job)?;
            let listed = list(connection, &head, view)?;
            Ok((head, listed))
        })
        .await
    }

    /// The lines of another view of it. `None`: it was not `wanted` any more when its turn came.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn list_receipt(
        &self,
        head: Arc<ReceiptHead>,
        view: ReceiptView,
        wanted: impl FnOnce() -> bool + Send + 'static,
    ) -> Result<Option<ListedRows>, JournalError> {
        self.read(move |connection, _| wanted().then(|| list(connection, &head, view)).transpose()).await
    }

    /// Rows of a receipt at these positions, each `None` where it is damaged or not there.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn receipt_rows(
        &self,
        head: Arc<ReceiptHead>,
        shown: Shown,
        positions: Vec<i64>,
    ) -> Result<Vec<Option<ReceiptRow>>, JournalError> {
        self.read(move |connection, _| at(connection, &head, shown, &positions)).await
    }

    /// Rows of a receipt behind a position, or the first ones; at most `most`.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn receipt_part(
        &self,
        head: Arc<ReceiptHead>,
        of: Section,
        after: Option<i64>,
        most: usize,
    ) -> Result<ReceiptPart, JournalError> {
        self.read(move |connection, _| behind(connection, &head, of, after, most)).await
    }

    /// The items of a job that were refused, and those whose end is unknown.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn undone(&self, job: JobId) -> Result<Vec<PlanItem>, JournalError> {
        self.read(move |connection, _| undone(connection, job)).await
    }
}
