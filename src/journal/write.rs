//! What is written, statement by statement. Each function runs inside the owner's transaction.

use rusqlite::{Connection, params};

use super::rows::{json, word};
use super::{JournalError, Record, ends, read, seal};
use crate::model::asset::{AssetId, AssetName, DeliveryType};
use crate::model::confirm::ConfirmedPlan;
use crate::model::item::{Items, PlanItem};
use crate::model::job::{BatchState, Control, Job};
use crate::model::job_id::JobId;
use crate::model::outcome::Skip;
use crate::model::receipt::{Extra, JobState, Summary};
use crate::model::seal::SealKeys;
use crate::model::unix_time::UnixTime;
use crate::model::unsettled::Unsettled;

/// The job, its items, its batches, and the seal if there is a key.
pub(super) fn begin(
    connection: &Connection,
    keys: Option<&SealKeys>,
    confirmed: &ConfirmedPlan,
) -> Result<Job, JournalError> {
    let draft = Job::new(JobId(0), confirmed);
    let header = draft.header();
    connection.execute(
        "INSERT INTO job (environment, cloud_name, description, what, route, invalidate, planned,
                          fingerprint, previewed_at, confirmed_at, sweep)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            header.environment.0,
            header.cloud_name,
            json(&header.description)?,
            word(&header.what)?,
            word(&header.route)?,
            header.invalidate,
            header.planned as i64,
            header.fingerprint.0,
            header.previewed_at,
            header.confirmed_at,
            draft.sweep().map(json).transpose()?,
        ],
    )?;
    let job = Job::new(JobId(connection.last_insert_rowid()), confirmed);
    items(connection, job.header().id, "item", job.items())?;
    items(connection, job.header().id, "left_out", confirmed.plan().left_out())?;
    batches(connection, &job)?;
    if let Some(keys) = keys {
        seal::set(connection, keys, job.header().id)?;
    }
    Ok(job)
}

/// `table`: `item` or `left_out`.
fn items(
    connection: &Connection,
    job: JobId,
    table: &'static str,
    items: &Items,
) -> Result<(), JournalError> {
    let mut insert = connection.prepare_cached(&format!(
        "INSERT INTO {table} (job, position, asset_id, resource_type, delivery_type, public_id, version, etag,
                              bytes, created_at, format, backed_up, secure_url, copy_id, transformation)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)"
    ))?;
    for (position, item) in items.iter().enumerate() {
        let PlanItem { asset_id, name, version, etag, bytes, created_at, format, host, backed_up, copy } =
            item;
        insert.execute(params![
            job.0,
            position as i64,
            asset_id.as_bytes(),
            name.resource_type.as_str(),
            name.delivery_type.as_str(),
            name.public_id,
            signed(*version)?,
            etag,
            // Shown alone; no picture is so large.
            i64::try_from(*bytes).unwrap_or(i64::MAX),
            created_at,
            format.as_deref(),
            backed_up,
            &**host,
            copy.as_ref().map(|copy| copy.id.as_bytes().to_vec()),
            copy.as_ref().map(|copy| &*copy.transformation),
        ])?;
    }
    Ok(())
}

/// A number that must be read back as it was.
fn signed(number: u64) -> Result<i64, JournalError> {
    i64::try_from(number).map_err(|_beyond| JournalError::Row(technical!("{number} is no version")))
}

fn batches(connection: &Connection, job: &Job) -> Result<(), JournalError> {
    let mut insert =
        connection.prepare_cached("INSERT INTO batch (job, number, first, past) VALUES (?1, ?2, ?3, ?4)")?;
    for batch in job.batches() {
        insert.execute(params![
            job.header().id.0,
            batch.index,
            batch.items.start as i64,
            batch.items.end as i64
        ])?;
    }
    Ok(())
}

/// A batch that is done stays done.
pub(super) fn sending(
    connection: &Connection,
    keys: Option<&SealKeys>,
    job: JobId,
    batch: u32,
) -> Result<(), JournalError> {
    let row = ends::Batch::read(connection, keys, job, batch)?;
    if row.state == BatchState::Done {
        return Err(JournalError::Row(technical!("batch {batch} of job {job} is done")));
    }
    row.write(BatchState::Sending)
}

/// What an answer told.
pub(super) fn record(
    connection: &Connection,
    keys: Option<&SealKeys>,
    job: JobId,
    record: &Record,
) -> Result<(), JournalError> {
    let mut batch = ends::Batch::read(connection, keys, job, record.batch)?;
    for (position, outcome) in &record.outcomes {
        batch.end(*position, outcome)?;
    }
    for extra in &record.extras {
        deleted_extra(connection, job, record.batch, extra)?;
    }
    let state = if batch.state == BatchState::Done { None } else { record.state };
    let state = state.unwrap_or(batch.state);
    batch.write(state)
}

/// The server said, or it was asked: one that was seen before ends, any other is new.
fn deleted_extra(connection: &Connection, job: JobId, batch: u32, extra: &Extra) -> Result<(), JournalError> {
    let delivery = extra.delivery_type.as_ref().map(DeliveryType::as_str);
    let id = extra.asset_id.as_ref().map(AssetId::as_bytes);
    let (kind, state) = (extra.resource_type.as_str(), word(&extra.end)?);
    let changed = connection
        .prepare_cached(
            "UPDATE extra SET state = ?6 WHERE id = (
                 SELECT id FROM extra
                 WHERE job = ?1 AND batch = ?2 AND resource_type = ?3 AND public_id = ?5 AND state = 'seen'
                       AND (?4 IS NULL OR delivery_type = ?4) AND (?7 IS NULL OR asset_id = ?7)
                 LIMIT 1)",
        )?
        .execute(params![job.0, batch, kind, delivery, extra.public_id, state, id])?;
    if changed == 0 {
        connection
            .prepare_cached(
                "INSERT OR IGNORE INTO extra (job, batch, resource_type, delivery_type, public_id, state, asset_id)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![job.0, batch, kind, delivery, extra.public_id, state, id])?;
    }
    Ok(())
}

/// Assets beyond the plan that are there before a sweep is sent.
pub(super) fn seen(
    connection: &Connection,
    job: JobId,
    batch: u32,
    seen: &[(AssetId, AssetName)],
) -> Result<(), JournalError> {
    let mut insert = connection.prepare_cached(
        "INSERT OR IGNORE INTO extra (job, batch, resource_type, delivery_type, public_id, asset_id, state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'seen')",
    )?;
    for (id, name) in seen {
        let AssetName { resource_type, delivery_type, public_id } = name;
        insert.execute(params![
            job.0,
            batch,
            resource_type.as_str(),
            delivery_type.as_str(),
            public_id,
            id.as_bytes()
        ])?;
    }
    Ok(())
}

/// What the user wants. A seal that held holds for it.
pub(super) fn control(
    connection: &Connection,
    keys: Option<&SealKeys>,
    job: JobId,
    control: Control,
) -> Result<(), JournalError> {
    let word = word(&control)?;
    seal::keeping(connection, keys, &[job], || {
        let changed =
            connection.execute("UPDATE job SET control = ?2 WHERE id = ?1", params![job.0, word])?;
        if changed == 1 { Ok(()) } else { Err(JournalError::NoSuchJob(job)) }
    })
}

/// The state and when, with the sums as they are now: nothing of an ended job changes any more.
///
/// # Errors
/// An item has no outcome, or is missing.
pub(super) fn end(connection: &Connection, job: JobId, at: UnixTime) -> Result<Summary, JournalError> {
    let control: String =
        connection.query_row("SELECT control FROM job WHERE id = ?1", params![job.0], |row| row.get(0))?;
    end_as(connection, job, control == word(&Control::Stop)?, at)
}

/// `stopped`: the user stopped it, perhaps when everything was done already.
fn end_as(connection: &Connection, job: JobId, stopped: bool, at: UnixTime) -> Result<Summary, JournalError> {
    let (planned, tally) = (read::summary(connection, job)?.header.planned, read::tally(connection, job)?);
    if tally.ended() != planned {
        return Err(JournalError::Row(technical!("{} ends where {planned} were planned", tally.ended())));
    }
    let cut_short = stopped && (tally.unknown > 0 || left_by_stop(connection, job)?);
    let state = if cut_short { JobState::Stopped } else { JobState::Done };
    connection.execute(
        "UPDATE job SET state = ?2, ended_at = ?3, tally = ?4 WHERE id = ?1",
        params![job.0, word(&state)?, at, json(&tally)?],
    )?;
    seal::clear(connection, job)?;
    read::summary(connection, job)
}

/// Whether anything was not sent because the job was stopped.
fn left_by_stop(connection: &Connection, job: JobId) -> Result<bool, JournalError> {
    let left = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM item WHERE job = ?1 AND outcome = 'skipped' AND reason = ?2)",
        params![job.0, word(&Skip::Stopped)?],
        |row| row.get(0),
    )?;
    Ok(left)
}

/// Takes a damaged job out of those that are not at their end; its rows stay as they are.
pub(super) fn put_aside(connection: &Connection, job: JobId) -> Result<Summary, JournalError> {
    seal::clear(connection, job)?;
    connection.execute(
        "UPDATE job SET state = ?2 WHERE id = ?1 AND state = ?3",
        params![job.0, word(&JobState::Damaged)?, word(&JobState::Open)?],
    )?;
    read::any_summary(connection, job)
}

/// Ends a job of which nothing is in doubt: what was not sent is skipped. `None`: something is in
/// doubt and must be asked about first. One that is at its end stays as it ended.
pub(super) fn abandon(
    connection: &Connection,
    job: JobId,
    at: UnixTime,
) -> Result<Option<Summary>, JournalError> {
    let doubtful: i64 = connection.query_row(
        "SELECT COUNT(*) FROM batch WHERE job = ?1 AND state = ?2 AND EXISTS (
             SELECT 1 FROM item
             WHERE item.job = ?1 AND outcome IS NULL AND item.position >= first AND item.position < past)",
        params![job.0, word(&BatchState::Sending)?],
        |row| row.get(0),
    )?;
    if doubtful > 0 { Ok(None) } else { stop(connection, job, at).map(Some) }
}

/// Ends a job about which nobody can be asked: what is in doubt is unknown, for this reason; what
/// was not sent is skipped. One that is at its end stays as it ended.
pub(super) fn abandon_in_doubt(
    connection: &Connection,
    job: JobId,
    reason: &Unsettled,
    at: UnixTime,
) -> Result<Summary, JournalError> {
    connection.execute(
        "UPDATE item SET outcome = 'unknown', reason = ?2
         WHERE job = ?1 AND outcome IS NULL AND EXISTS (
             SELECT 1 FROM batch
             WHERE batch.job = ?1 AND state = ?3 AND item.position >= first AND item.position < past)",
        params![job.0, json(reason)?, word(&BatchState::Sending)?],
    )?;
    stop(connection, job, at)
}

fn stop(connection: &Connection, job: JobId, at: UnixTime) -> Result<Summary, JournalError> {
    let summary = read::summary(connection, job)?;
    if summary.ending().is_some() {
        return Ok(summary);
    }
    connection.execute(
        "UPDATE item SET outcome = 'skipped', reason = ?2 WHERE job = ?1 AND outcome IS NULL",
        params![job.0, word(&Skip::Stopped)?],
    )?;
    connection.execute("UPDATE batch SET state = 'done' WHERE job = ?1", params![job.0])?;
    end_as(connection, job, true, at)
}
