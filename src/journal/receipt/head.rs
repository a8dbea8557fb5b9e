//! What stands above a receipt's lines.

use std::ops::Range;

use rusqlite::{Connection, params};

use super::{end, items};
use crate::journal::read::{any_summary, tally};
use crate::journal::{JournalError, ends, rows};
use crate::model::bits::Bits;
use crate::model::job_id::JobId;
use crate::model::outcome::{Outcome, Tally};
use crate::model::receipt::{EndCounts, Filter, JobState, ReceiptHead, Summary};
use crate::model::seal::SealKeys;

/// Header, sums and counts of one job.
pub(super) fn head(
    connection: &Connection,
    keys: Option<&SealKeys>,
    job: JobId,
) -> Result<ReceiptHead, JournalError> {
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

    let number_of_items = || number(connection, "SELECT COUNT(*) FROM item WHERE job = ?1", job);
    let mut told = open.then(number_of_items).transpose()?.map(|number| Bits::clear(number as usize));
    let mut query = connection.prepare_cached(&format!(
        "SELECT position, outcome, whole, copies FROM ({}) ORDER BY position",
        items()
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
    let extras = number(connection, "SELECT COUNT(*) FROM extra WHERE job = ?1 AND state <> 'seen'", job)?;
    let left_out = number(connection, "SELECT COUNT(*) FROM left_out WHERE job = ?1", job)?;
    Ok(ReceiptHead { summary, counts, extras, left_out, told, gapless })
}

/// How many rows of a job a query counts.
fn number(connection: &Connection, query: &str, job: JobId) -> Result<u64, JournalError> {
    let mut query = connection.prepare_cached(query)?;
    query.query_row(params![job.0], |row| Ok(rows::count(row, 0, rows::MOST_ITEMS)))?
}

/// Positions of items whose ends no seal shows to be written here: ranges in their order, of which none
/// overlaps another.
fn unproven(connection: &Connection, keys: &SealKeys, job: JobId) -> Result<Vec<Range<i64>>, JournalError> {
    let mut ranges: Vec<_> = match ends::unproven(connection, keys, job) {
        Err(error) if error.is_of_one_job() => std::iter::once(0..i64::MAX).collect(),
        unproven => unproven?.into_iter().map(|row| row.first..row.past).collect(),
    };
    ranges.extend(outside(connection, job)?);
    ranges.retain(|range| range.start < range.end);
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

/// Positions that are in no batch: no seal covers them.
fn outside(connection: &Connection, job: JobId) -> Result<Vec<Range<i64>>, JournalError> {
    let mut query = connection.prepare_cached(
        "SELECT first, past FROM batch
         WHERE job = ?1 AND typeof(first) = 'integer' AND typeof(past) = 'integer' AND first < past
         ORDER BY first",
    )?;
    let mut rows = query.query(params![job.0])?;
    let (mut outside, mut past) = (Vec::new(), i64::MIN);
    while let Some(row) = rows.next()? {
        outside.push(past..row.get(0)?);
        past = past.max(row.get(1)?);
    }
    outside.push(past..i64::MAX);
    Ok(outside)
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
