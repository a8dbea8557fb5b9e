//! What is written, statement by statement. Each function runs inside the owner's transaction.

use rusqlite::{Connection, params};

use super::JournalError;
use super::read::word;
use crate::model::confirm::ConfirmedPlan;
use crate::model::job::{Job, JobId};
use crate::model::outcome::Outcome;
use crate::model::receipt::JobState;

/// The job, its items, its batches.
pub(super) fn begin(connection: &Connection, confirmed: &ConfirmedPlan) -> Result<Job, JournalError> {
    let draft = Job::new(JobId(0), confirmed);
    let header = draft.header();
    connection.execute(
        "INSERT INTO job (environment, cloud_name, description, what, route, invalidate, planned,
                          fingerprint, previewed_at, confirmed_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            header.environment.0,
            header.cloud_name,
            header.description,
            word(&header.what)?,
            word(&header.route)?,
            header.invalidate,
            header.planned as i64,
            header.fingerprint.0,
            header.previewed_at,
            header.confirmed_at,
        ],
    )?;
    let job = Job::new(JobId(connection.last_insert_rowid()), confirmed);
    items(connection, &job)?;
    batches(connection, &job)?;
    Ok(job)
}

fn items(connection: &Connection, job: &Job) -> Result<(), JournalError> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO item (job, position, asset_id, resource_type, delivery_type, public_id, version, etag,
                           bytes, created_at, format, backed_up, secure_url, copy_id, transformation)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
    )?;
    for (position, item) in job.items().iter().enumerate() {
        insert.execute(params![
            job.header().id.0,
            position as i64,
            item.asset_id.as_bytes(),
            item.name.resource_type.as_str(),
            item.name.delivery_type.as_str(),
            item.name.public_id,
            item.version as i64,
            item.etag,
            item.bytes as i64,
            item.created_at,
            item.format,
            item.backed_up,
            item.secure_url,
            item.copy.as_ref().map(|copy| copy.id.as_bytes().to_vec()),
            item.copy.as_ref().map(|copy| &*copy.transformation),
        ])?;
    }
    Ok(())
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
pub(super) fn sending(connection: &Connection, job: JobId, batch: u32) -> Result<(), JournalError> {
    let changed = connection
        .prepare_cached(
            "UPDATE batch SET state = 'sending' WHERE job = ?1 AND number = ?2 AND state <> 'done'",
        )?
        .execute(params![job.0, batch])?;
    if changed == 1 { Ok(()) } else { Err(JournalError::Row(format!("batch {batch} of job {job} is done"))) }
}

/// The first end of an item stands; only “unknown” gives way to a better answer.
pub(super) fn outcomes(
    connection: &Connection,
    job: JobId,
    outcomes: &[(u32, Outcome)],
    done: Option<u32>,
) -> Result<(), JournalError> {
    let mut update = connection.prepare_cached(
        "UPDATE item SET outcome = ?3, reason = ?4, copies = ?5
         WHERE job = ?1 AND position = ?2 AND (outcome IS NULL OR outcome = 'unknown')",
    )?;
    for (position, outcome) in outcomes {
        let (kind, reason, copies) = columns(outcome)?;
        update.execute(params![job.0, position, kind, reason, copies])?;
    }
    if let Some(batch) = done {
        connection
            .prepare_cached("UPDATE batch SET state = 'done' WHERE job = ?1 AND number = ?2")?
            .execute(params![job.0, batch])?;
    }
    Ok(())
}

fn columns(outcome: &Outcome) -> Result<(&'static str, Option<String>, Option<i64>), JournalError> {
    Ok(match outcome {
        Outcome::Deleted { copies } => ("deleted", None, copies.map(|copies| copies as i64)),
        Outcome::AlreadyGone => ("already-gone", None, None),
        Outcome::Refused { reason } => ("refused", Some(reason.clone()), None),
        Outcome::Skipped { reason } => ("skipped", Some(word(reason)?), None),
        Outcome::Unknown { reason } => ("unknown", Some(reason.clone()), None),
    })
}

/// The state, and when. On a stop, what has no end yet was not sent.
pub(super) fn end(connection: &Connection, job: JobId, state: JobState, at: i64) -> Result<(), JournalError> {
    let changed = connection.execute(
        "UPDATE job SET state = ?2, ended_at = ?3 WHERE id = ?1",
        params![job.0, word(&state)?, at],
    )?;
    if changed == 1 { Ok(()) } else { Err(JournalError::NoSuchJob(job)) }
}
