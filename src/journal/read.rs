//! What is read: rows back into the model.

use std::str::FromStr as _;

use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{JournalError, Standing};
use crate::model::account::EnvironmentId;
use crate::model::asset::{AssetId, AssetName, DeliveryType, ResourceType};
use crate::model::job::{Batch, BatchState, Job, JobHeader, JobId};
use crate::model::outcome::{Outcome, Tally};
use crate::model::plan::{Fingerprint, PlanItem, PlannedCopy};
use crate::model::receipt::{Line, Receipt, Summary};

/// The word that serde writes for a plain enum: what the text columns hold.
pub(super) fn word<T: Serialize>(value: &T) -> Result<String, JournalError> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        other => Err(JournalError::Row(format!("not a word: {other:?}"))),
    }
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
    fingerprint, previewed_at, confirmed_at, state, ended_at FROM job";

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

fn tally(connection: &Connection, job: JobId) -> Result<Tally, JournalError> {
    let mut query = connection.prepare_cached(
        "SELECT outcome, COUNT(*), COALESCE(SUM(copies), 0) FROM item
         WHERE job = ?1 AND outcome IS NOT NULL GROUP BY outcome",
    )?;
    let mut rows = query.query(params![job.0])?;
    let mut tally = Tally::default();
    while let Some(row) = rows.next()? {
        let (kind, count, copies): (String, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let count = count as u64;
        match kind.as_str() {
            "deleted" => {
                tally.deleted = count;
                tally.copies = copies as u64;
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

/// Every job, newest first.
pub(super) fn summaries(connection: &Connection) -> Result<Vec<Summary>, JournalError> {
    let mut query = connection.prepare(&format!("{HEADER} ORDER BY id DESC"))?;
    let mut rows = query.query([])?;
    let mut summaries = Vec::new();
    while let Some(row) = rows.next()? {
        let mut summary = header(row)?;
        summary.tally = tally(connection, summary.header.id)?;
        summaries.push(summary);
    }
    Ok(summaries)
}

/// One job's header and counts.
pub(super) fn summary(connection: &Connection, job: JobId) -> Result<Summary, JournalError> {
    let mut query = connection.prepare_cached(&format!("{HEADER} WHERE id = ?1"))?;
    let found = query.query_row(params![job.0], |row| Ok(header(row))).optional()?;
    let mut summary = found.ok_or(JournalError::NoSuchJob(job))??;
    summary.tally = tally(connection, job)?;
    Ok(summary)
}

fn item(row: &Row<'_>) -> Result<PlanItem, JournalError> {
    let resource_type: String = row.get(1)?;
    let copy = match row.get::<_, Option<Vec<u8>>>(11)? {
        Some(bytes) => Some(PlannedCopy {
            id: id(bytes)?,
            transformation: row.get::<_, Option<Box<str>>>(12)?.unwrap_or_default(),
        }),
        None => None,
    };
    Ok(PlanItem {
        asset_id: id(row.get(0)?)?,
        name: AssetName {
            resource_type: ResourceType::from_str(&resource_type)
                .map_err(|error| JournalError::Row(error.to_string()))?,
            delivery_type: DeliveryType::from(row.get::<_, String>(2)?),
            public_id: row.get(3)?,
        },
        version: row.get::<_, i64>(4)? as u64,
        etag: row.get(5)?,
        bytes: row.get::<_, i64>(6)? as u64,
        created_at: row.get(7)?,
        format: row.get(8)?,
        backed_up: row.get(9)?,
        secure_url: row.get(10)?,
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

fn lines(connection: &Connection, job: JobId) -> Result<Vec<Line>, JournalError> {
    let mut query = connection.prepare_cached(
        "SELECT asset_id, resource_type, delivery_type, public_id, version, etag, bytes, created_at, format,
                backed_up, secure_url, copy_id, transformation, outcome, reason, copies
         FROM item WHERE job = ?1 ORDER BY position",
    )?;
    let mut rows = query.query(params![job.0])?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        lines.push(Line { item: item(row)?, outcome: outcome(row)? });
    }
    Ok(lines)
}

/// One job, item by item.
pub(super) fn receipt(connection: &Connection, job: JobId) -> Result<Receipt, JournalError> {
    Ok(Receipt { summary: summary(connection, job)?, lines: lines(connection, job)? })
}

/// One job as a run starts from it.
pub(super) fn standing(connection: &Connection, job: JobId) -> Result<Standing, JournalError> {
    let header = summary(connection, job)?.header;
    let (items, outcomes) = lines(connection, job)?.into_iter().map(|line| (line.item, line.outcome)).unzip();
    let mut query = connection
        .prepare_cached("SELECT number, first, past, state FROM batch WHERE job = ?1 ORDER BY number")?;
    let mut rows = query.query(params![job.0])?;
    let mut batches = Vec::new();
    while let Some(row) = rows.next()? {
        let (first, past): (i64, i64) = (row.get(1)?, row.get(2)?);
        let state: BatchState = from_word(row.get(3)?)?;
        batches.push((Batch { index: row.get(0)?, items: first as usize..past as usize }, state));
    }
    Ok(Standing { job: Job::reopen(header, items), batches, outcomes })
}
