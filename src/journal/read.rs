//! What is read: rows back into the model.

use std::str::FromStr as _;

use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{JournalError, Standing, Unfinished};
use crate::model::account::EnvironmentId;
use crate::model::asset::{AssetId, AssetName, DeliveryType, ResourceType};
use crate::model::destroy::DestroyBy;
use crate::model::item;
use crate::model::job::{Batch, BatchState, Job, JobHeader, JobId};
use crate::model::outcome::{Outcome, Tally};
use crate::model::plan::{Fingerprint, Items, PlanItem, PlannedCopy, Words};
use crate::model::product_environment::ProductEnvironment;
use crate::model::receipt::{Extra, Line, Receipt, Summary};

/// The word that serde writes for a plain enum: what the text columns hold.
pub(super) fn word<T: Serialize>(value: &T) -> Result<String, JournalError> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        other => Err(JournalError::Row(format!("not a word: {other:?}"))),
    }
}

/// A value as JSON text.
pub(super) fn json<T: Serialize>(value: &T) -> Result<String, JournalError> {
    serde_json::to_string(value).map_err(|error| JournalError::Row(error.to_string()))
}

fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, JournalError> {
    serde_json::from_str(text).map_err(|error| JournalError::Row(error.to_string()))
}

fn from_word<T: DeserializeOwned>(word: String) -> Result<T, JournalError> {
    serde_json::from_value(serde_json::Value::String(word))
        .map_err(|error| JournalError::Row(error.to_string()))
}

fn id(bytes: Vec<u8>) -> Result<AssetId, JournalError> {
    let length = bytes.len();
    <[u8; 16]>::try_from(bytes)
        .map(AssetId::from_bytes)
        .map_err(|_wrong| JournalError::Row(format!("an asset ID of {length} bytes")))
}

const HEADER: &str = "SELECT id, environment, cloud_name, description, what, route, invalidate, planned,
    fingerprint, previewed_at, confirmed_at, state, ended_at, tally, control FROM job";

fn header(row: &Row<'_>) -> Result<Summary, JournalError> {
    Ok(Summary {
        header: JobHeader {
            id: JobId(row.get(0)?),
            environment: EnvironmentId(row.get(1)?),
            cloud_name: row.get(2)?,
            description: row.get(3)?,
            what: from_word(row.get(4)?)?,
            route: from_word(row.get(5)?)?,
            invalidate: row.get(6)?,
            planned: row.get::<_, i64>(7)? as u64,
            fingerprint: Fingerprint(row.get(8)?),
            previewed_at: row.get(9)?,
            confirmed_at: row.get(10)?,
        },
        state: from_word(row.get(11)?)?,
        ended_at: row.get(12)?,
        tally: Tally::default(),
    })
}

/// How a job's items ended so far, counted.
pub(super) fn tally(connection: &Connection, job: JobId) -> Result<Tally, JournalError> {
    let mut query = connection.prepare_cached(
        "SELECT outcome, COUNT(*), COALESCE(SUM(copies), 0), COUNT(copies) FROM item
         WHERE job = ?1 AND outcome IS NOT NULL GROUP BY outcome",
    )?;
    let mut rows = query.query(params![job.0])?;
    let mut tally = Tally {
        extras: count(connection, "SELECT COUNT(*) FROM extra WHERE job = ?1 AND state <> 'seen'", job)?,
        left_out: count(connection, "SELECT COUNT(*) FROM left_out WHERE job = ?1", job)?,
        ..Tally::default()
    };
    while let Some(row) = rows.next()? {
        let (kind, count, copies): (String, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let count = count as u64;
        match kind.as_str() {
            "deleted" => {
                tally.deleted = count;
                tally.copies = copies as u64;
                tally.uncounted = count.saturating_sub(row.get::<_, i64>(3)?.unsigned_abs());
            }
            "already-gone" => tally.already_gone = count,
            "refused" => tally.refused = count,
            "skipped" => tally.skipped = count,
            "unknown" => tally.unknown = count,
            other => return Err(JournalError::Row(format!("an outcome “{other}”"))),
        }
    }
    Ok(tally)
}

fn count(connection: &Connection, query: &str, job: JobId) -> Result<u64, JournalError> {
    let count: i64 = connection.prepare_cached(query)?.query_row(params![job.0], |row| row.get(0))?;
    Ok(count as u64)
}

/// A row of [`HEADER`] with its sums: those of its end, or counted.
fn summed(connection: &Connection, row: &Row<'_>) -> Result<Summary, JournalError> {
    let mut summary = header(row)?;
    summary.tally = match row.get::<_, Option<String>>(13)? {
        Some(sums) => from_json(&sums)?,
        None => tally(connection, summary.header.id)?,
    };
    Ok(summary)
}

/// Every job, newest first.
pub(super) fn summaries(connection: &Connection) -> Result<Vec<Summary>, JournalError> {
    let mut query = connection.prepare(&format!("{HEADER} ORDER BY id DESC"))?;
    let mut rows = query.query([])?;
    let mut summaries = Vec::new();
    while let Some(row) = rows.next()? {
        summaries.push(summed(connection, row)?);
    }
    Ok(summaries)
}

/// Every job that is not at its end, in the order in which they were confirmed.
pub(super) fn unfinished(connection: &Connection) -> Result<Vec<Unfinished>, JournalError> {
    let mut query = connection.prepare(&format!("{HEADER} WHERE state = 'open' ORDER BY id"))?;
    let mut rows = query.query([])?;
    let mut jobs = Vec::new();
    while let Some(row) = rows.next()? {
        jobs.push(Unfinished { summary: summed(connection, row)?, control: from_word(row.get(14)?)? });
    }
    Ok(jobs)
}

/// One job's header and counts.
pub(super) fn summary(connection: &Connection, job: JobId) -> Result<Summary, JournalError> {
    let mut query = connection.prepare_cached(&format!("{HEADER} WHERE id = ?1"))?;
    let mut rows = query.query(params![job.0])?;
    summed(connection, rows.next()?.ok_or(JournalError::NoSuchJob(job))?)
}

macro_rules! item_columns {
    () => {
        "asset_id, resource_type, delivery_type, public_id, version, etag, bytes, created_at, format, \
         backed_up, secure_url, copy_id, transformation"
    };
}

/// The columns of an item.
const ITEM: &str = item_columns!();

/// The same with its outcome.
pub(super) const LINE: &str = concat!(item_columns!(), ", outcome, reason, copies");

fn kind(word: &str) -> Result<ResourceType, JournalError> {
    ResourceType::from_str(word).map_err(|error| JournalError::Row(error.to_string()))
}

fn item(row: &Row<'_>, words: &mut Words) -> Result<PlanItem, JournalError> {
    let copy = match row.get::<_, Option<Vec<u8>>>(11)? {
        Some(bytes) => Some(Box::new(PlannedCopy {
            id: id(bytes)?,
            transformation: row.get::<_, Option<Box<str>>>(12)?.unwrap_or_default(),
        })),
        None => None,
    };
    let name = AssetName {
        resource_type: kind(row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?)?,
        delivery_type: DeliveryType::from(row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?),
        public_id: row.get(3)?,
    };
    let address = row.get_ref(10)?.as_str().map_err(rusqlite::Error::from)?;
    // Older files hold whole delivery URLs.
    let host = Some(item::host(address, &name)).filter(|host| !host.is_empty()).unwrap_or(address);
    Ok(PlanItem {
        asset_id: id(row.get(0)?)?,
        host: words.share(host),
        name,
        version: row.get::<_, i64>(4)? as u64,
        etag: row.get(5)?,
        bytes: row.get::<_, i64>(6)? as u64,
        created_at: row.get(7)?,
        format: row.get_ref(8)?.as_str_or_null().map_err(rusqlite::Error::from)?.map(|it| words.share(it)),
        backed_up: row.get(9)?,
        copy,
    })
}

fn outcome(row: &Row<'_>) -> Result<Option<Outcome>, JournalError> {
    let Some(kind) = row.get::<_, Option<String>>(13)? else { return Ok(None) };
    let reason = row.get::<_, Option<String>>(14)?.unwrap_or_default();
    Ok(Some(match kind.as_str() {
        "deleted" => Outcome::Deleted { copies: row.get::<_, Option<i64>>(15)?.map(|copies| copies as u64) },
        "already-gone" => Outcome::AlreadyGone,
        "refused" => Outcome::Refused { reason },
        "skipped" => Outcome::Skipped { reason: from_word(reason)? },
        "unknown" => Outcome::Unknown { reason },
        other => return Err(JournalError::Row(format!("an outcome “{other}”"))),
    }))
}

/// A row of [`LINE`].
pub(super) fn line(row: &Row<'_>, words: &mut Words) -> Result<Line, JournalError> {
    Ok(Line { item: item(row, words)?, outcome: outcome(row)? })
}

/// The columns of an extra asset.
pub(super) const EXTRA: &str = "resource_type, delivery_type, public_id, asset_id, state";

/// A row of [`EXTRA`].
pub(super) fn extra(row: &Row<'_>) -> Result<Extra, JournalError> {
    Ok(Extra {
        resource_type: kind(&row.get::<_, String>(0)?)?,
        delivery_type: row.get::<_, Option<String>>(1)?.map(DeliveryType::from),
        public_id: row.get(2)?,
        asset_id: row.get::<_, Option<Vec<u8>>>(3)?.map(id).transpose()?,
        end: from_word(row.get(4)?)?,
    })
}

/// One job, item by item.
pub(super) fn receipt(connection: &Connection, job: JobId) -> Result<Receipt, JournalError> {
    let mut query =
        connection.prepare_cached(&format!("SELECT {LINE} FROM item WHERE job = ?1 ORDER BY position"))?;
    let (mut words, mut lines) = (Words::default(), Vec::new());
    let mut rows = query.query(params![job.0])?;
    while let Some(row) = rows.next()? {
        lines.push(line(row, &mut words)?);
    }
    let mut query = connection.prepare_cached(&format!(
        "SELECT {EXTRA} FROM extra WHERE job = ?1 AND state <> 'seen' ORDER BY id"
    ))?;
    let mut extras = Vec::new();
    let mut rows = query.query(params![job.0])?;
    while let Some(row) = rows.next()? {
        extras.push(extra(row)?);
    }
    let mut query = connection
        .prepare_cached(&format!("SELECT {ITEM} FROM left_out WHERE job = ?1 ORDER BY position"))?;
    let mut left_out = Vec::new();
    let mut rows = query.query(params![job.0])?;
    while let Some(row) = rows.next()? {
        left_out.push(item(row, &mut words)?);
    }
    Ok(Receipt { summary: summary(connection, job)?, lines, extras, left_out })
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
        let name = AssetName {
            resource_type: kind(&row.get::<_, String>(1)?)?,
            delivery_type: DeliveryType::from(row.get::<_, String>(2)?),
            public_id: row.get(3)?,
        };
        seen.push((id(row.get(0)?)?, name));
    }
    Ok(seen)
}

/// One job as a run starts from it.
pub(super) fn standing(connection: &Connection, job: JobId) -> Result<Standing, JournalError> {
    let Summary { header, tally, .. } = summary(connection, job)?;
    let mut query =
        connection.prepare_cached(&format!("SELECT {LINE} FROM item WHERE job = ?1 ORDER BY position"))?;
    let (mut words, mut ended) = (Words::default(), Vec::with_capacity(header.planned as usize));
    let mut items = Vec::with_capacity(header.planned as usize);
    let mut rows = query.query(params![job.0])?;
    while let Some(row) = rows.next()? {
        items.push(item(row, &mut words)?);
        ended.push(row.get_ref(13)? != rusqlite::types::ValueRef::Null);
    }
    let sweep: Option<String> =
        connection.query_row("SELECT sweep FROM job WHERE id = ?1", params![job.0], |row| row.get(0))?;
    let sweep = sweep.as_deref().map(from_json).transpose()?;
    let job = Job::reopen(header, Items::from(items), sweep)?;
    let batches = batches(connection, &job)?;
    Ok(Standing { job, batches, ended, tally })
}

/// The ranges come from the job itself, whose fingerprint was compared; the states from the rows.
fn batches(connection: &Connection, job: &Job) -> Result<Vec<(Batch, BatchState)>, JournalError> {
    let mut query =
        connection.prepare_cached("SELECT first, past, state FROM batch WHERE job = ?1 ORDER BY number")?;
    let mut rows = query.query(params![job.header().id.0])?;
    let mut batches = Vec::new();
    for batch in job.batches() {
        let row =
            rows.next()?.ok_or_else(|| JournalError::Row(format!("batch {} is missing", batch.index)))?;
        let (first, past): (i64, i64) = (row.get(0)?, row.get(1)?);
        if (first, past) != (batch.items.start as i64, batch.items.end as i64) {
            return Err(JournalError::Row(format!("batch {} has another range", batch.index)));
        }
        batches.push((batch, from_word(row.get(2)?)?));
    }
    Ok(batches)
}

/// A setting's text.
pub(super) fn setting(connection: &Connection, name: &str) -> Result<Option<String>, JournalError> {
    let found =
        connection.query_row("SELECT value FROM setting WHERE name = ?1", params![name], |row| row.get(0));
    Ok(found.optional()?)
}

/// What the last complete preview of these criteria found, and when.
pub(super) fn preview(
    connection: &Connection,
    environment: &EnvironmentId,
    criteria: &str,
) -> Result<Option<(u64, i64)>, JournalError> {
    let found = connection.query_row(
        "SELECT found, at FROM preview WHERE environment = ?1 AND criteria = ?2",
        params![environment.0, criteria],
        |row| Ok((row.get::<_, i64>(0)? as u64, row.get(1)?)),
    );
    Ok(found.optional()?)
}

/// Which form of destroy a product environment was found to know. A word of a later version counts as none.
pub(super) fn destroy_by(
    connection: &Connection,
    environment: &ProductEnvironment,
) -> Result<Option<DestroyBy>, JournalError> {
    let found: Option<String> = connection
        .query_row(
            "SELECT form FROM destroy WHERE environment = ?1",
            params![environment.to_string()],
            |row| row.get(0),
        )
        .optional()?;
    Ok(found.and_then(|word| from_word(word).ok()))
}
