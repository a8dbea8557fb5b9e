//! What is read: jobs, and what a run starts from.

use rusqlite::{Connection, Row, params};

use super::rows::{self, HEADER, LINE, MOST_ITEMS, from_json, from_word};
use super::seal;
use super::{JobSnapshot, JournalError};
use crate::model::asset::{AssetId, AssetName};
use crate::model::item::{Items, Words};
use crate::model::job::{Batch, BatchState, Control, Job};
use crate::model::job_id::JobId;
use crate::model::outcome::{MOST_COPIES, Tally};
use crate::model::receipt::Summary;
use crate::model::seal::{SealKeys, Unconfirmed};
use crate::model::unfinished::{Held, Unfinished};

/// How a job's items ended so far, counted.
pub(super) fn tally(connection: &Connection, job: JobId) -> Result<Tally, JournalError> {
    let mut query = connection.prepare_cached(
        "SELECT outcome, COUNT(*), SUM(CASE WHEN typeof(copies) = 'integer' AND copies BETWEEN 0 AND ?2
                                            THEN copies ELSE 0 END), COUNT(copies)
         FROM item WHERE job = ?1 AND outcome IS NOT NULL GROUP BY outcome",
    )?;
    let mut rows = query.query(params![job.0, MOST_COPIES as i64])?;
    let mut tally = Tally {
        extras: count(connection, "SELECT COUNT(*) FROM extra WHERE job = ?1 AND state <> 'seen'", job)?,
        left_out: count(connection, "SELECT COUNT(*) FROM left_out WHERE job = ?1", job)?,
        ..Tally::default()
    };
    while let Some(row) = rows.next()? {
        let kind: String = row.get(0)?;
        let count = rows::count(row, 1, MOST_ITEMS)?;
        match kind.as_str() {
            "deleted" => {
                tally.deleted = count;
                tally.copies = rows::count(row, 2, u64::MAX)?;
                tally.uncounted = count.saturating_sub(rows::count(row, 3, MOST_ITEMS)?);
            }
            "already-gone" => tally.already_gone = count,
            "refused" => tally.refused = count,
            "skipped" => tally.skipped = count,
            "unknown" => tally.unknown = count,
            other => return Err(JournalError::Row(technical!("an outcome “{other}”"))),
        }
    }
    Ok(tally)
}

fn count(connection: &Connection, query: &str, job: JobId) -> Result<u64, JournalError> {
    connection.prepare_cached(query)?.query_row(params![job.0], |row| Ok(rows::count(row, 0, MOST_ITEMS)))?
}

/// A row of [`HEADER`] with its sums: those of its end, or counted.
fn summed(connection: &Connection, row: &Row<'_>) -> Result<Summary, JournalError> {
    let mut summary = rows::header(row)?;
    from_word::<Control>(row.get(14)?)?;
    summary.tally = match row.get::<_, Option<String>>(13)? {
        Some(sums) => rows::sums(&sums, summary.header.planned)?,
        None => tally(connection, summary.header.id)?,
    };
    Ok(summary)
}

/// The same; of a row that is damaged, what can be read.
fn listed(connection: &Connection, row: &Row<'_>) -> Result<Summary, JournalError> {
    match summed(connection, row) {
        Err(error) if error.is_of_one_job() => rows::damaged(row),
        summed => summed,
    }
}

/// Every job, newest first.
pub(super) fn summaries(connection: &Connection) -> Result<Vec<Summary>, JournalError> {
    let mut query = connection.prepare(&format!("{HEADER} ORDER BY id DESC"))?;
    let mut rows = query.query([])?;
    let mut summaries = Vec::new();
    while let Some(row) = rows.next()? {
        summaries.push(listed(connection, row)?);
    }
    Ok(summaries)
}

/// Every job that is not at its end, in the order in which they were confirmed, each with what
/// keeps it from going on by itself.
pub(super) fn unfinished(
    connection: &Connection,
    keys: Option<&SealKeys>,
) -> Result<Vec<Unfinished>, JournalError> {
    let mut query = connection.prepare(&format!("{HEADER} WHERE state = 'open' ORDER BY id"))?;
    let mut rows = query.query([])?;
    let mut jobs = Vec::new();
    while let Some(row) = rows.next()? {
        jobs.push(left(connection, row, keys)?);
    }
    Ok(jobs)
}

fn left(connection: &Connection, row: &Row<'_>, keys: Option<&SealKeys>) -> Result<Unfinished, JournalError> {
    let whole = || {
        let summary = summed(connection, row)?;
        let control: Control = from_word(row.get(14)?)?;
        let held = seal::check(connection, keys, summary.header.id)?.err().map(Held::Unconfirmed);
        Ok(Unfinished { summary, control, held })
    };
    match whole() {
        Err(error) if JournalError::is_of_one_job(&error) => Ok(Unfinished {
            summary: rows::damaged(row)?,
            control: Control::Pause,
            held: Some(Held::Damaged(error.problem())),
        }),
        whole => whole,
    }
}

/// One job's header and counts.
pub(super) fn summary(connection: &Connection, job: JobId) -> Result<Summary, JournalError> {
    one(connection, job, summed)
}

/// The same; of a job that is damaged, what can be read.
pub(super) fn any_summary(connection: &Connection, job: JobId) -> Result<Summary, JournalError> {
    one(connection, job, listed)
}

fn one(
    connection: &Connection,
    job: JobId,
    read: impl FnOnce(&Connection, &Row<'_>) -> Result<Summary, JournalError>,
) -> Result<Summary, JournalError> {
    let mut query = connection.prepare_cached(&format!("{HEADER} WHERE id = ?1"))?;
    let mut rows = query.query(params![job.0])?;
    read(connection, rows.next()?.ok_or(JournalError::NoSuchJob(job))?)
}

/// Assets beyond the plan that were there before a sweep and of which no answer told since.
pub(super) fn seen(
    connection: &Connection,
    job: JobId,
    batch: u32,
) -> Result<Vec<(AssetId, AssetName)>, JournalError> {
    let mut query = connection.prepare_cached(
        "SELECT asset_id, resource_type, delivery_type, public_id FROM extra
         WHERE job = ?1 AND batch = ?2 AND state = 'seen' AND asset_id IS NOT NULL ORDER BY id",
    )?;
    let mut rows = query.query(params![job.0, batch])?;
    let mut seen = Vec::new();
    while let Some(row) = rows.next()? {
        seen.push(rows::seen(row)?);
    }
    Ok(seen)
}

/// One job as a run starts from it.
pub(super) fn snapshot(
    connection: &Connection,
    keys: Option<&SealKeys>,
    job: JobId,
) -> Result<JobSnapshot, JournalError> {
    let Summary { header, tally, .. } = summary(connection, job)?;
    let there =
        connection.query_row("SELECT COUNT(*) FROM item WHERE job = ?1", params![job.0], |row| {
            Ok(rows::count(row, 0, MOST_ITEMS))
        })??;
    if there != header.planned {
        return Err(JournalError::Row(technical!("{there} items where {} were planned", header.planned)));
    }
    // No more than there are rows in the file.
    let (mut items, mut ended) = (Vec::with_capacity(there as usize), Vec::with_capacity(there as usize));
    let mut query = connection
        .prepare_cached(&format!("SELECT {LINE}, position FROM item WHERE job = ?1 ORDER BY position"))?;
    let mut words = Words::default();
    let mut rows = query.query(params![job.0])?;
    while let Some(row) = rows.next()? {
        if rows::count(row, 16, MOST_ITEMS)? != items.len() as u64 {
            return Err(JournalError::Row(technical!("item {} is missing", items.len())));
        }
        items.push(rows::item(row, &mut words)?);
        ended.push(rows::outcome(row)?.is_some());
    }
    let sweep: Option<String> =
        connection.query_row("SELECT sweep FROM job WHERE id = ?1", params![job.0], |row| row.get(0))?;
    let sweep = sweep.as_deref().map(from_json).transpose()?;
    let confirmed: Result<(), Unconfirmed> = seal::check(connection, keys, job)?;
    let job = Job::reopen(header, Items::from(items), sweep)?;
    let batches = batches(connection, &job)?;
    Ok(JobSnapshot { job, batches, ended, tally, confirmed })
}

/// The ranges come from the job itself, whose fingerprint was compared; the states from the rows.
fn batches(connection: &Connection, job: &Job) -> Result<Vec<(Batch, BatchState)>, JournalError> {
    let mut query = connection
        .prepare_cached("SELECT first, past, state, number FROM batch WHERE job = ?1 ORDER BY number")?;
    let mut rows = query.query(params![job.header().id.0])?;
    let mut batches = Vec::new();
    for batch in job.batches() {
        let row =
            rows.next()?.ok_or_else(|| JournalError::Row(technical!("batch {} is missing", batch.index)))?;
        let found: (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(3)?);
        if found != (batch.items.start as i64, batch.items.end as i64, batch.index.into()) {
            return Err(JournalError::Row(technical!("batch {} has another range", batch.index)));
        }
        batches.push((batch, from_word(row.get(2)?)?));
    }
    match rows.next()? {
        None => Ok(batches),
        Some(_) => Err(JournalError::Row(technical!("more batches than the plan has"))),
    }
}
