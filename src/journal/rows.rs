//! Rows back into the model.
//!
//! Whoever can write to the file can put anything into any column, so nothing that stands there is
//! believed: a number is within its bounds before it counts or sizes anything, a word is one that is
//! known. A row that is not so is an error of its job ([`JournalError::Row`]), and of nothing else.

use std::str::FromStr as _;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Row, ToSql};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::JournalError;
use crate::model::account::EnvironmentId;
use crate::model::asset::{AssetId, AssetName, DeliveryType, ResourceType};
use crate::model::description::Description;
use crate::model::fingerprint::Fingerprint;
use crate::model::item;
use crate::model::item::{PlanItem, PlannedCopy, Words};
use crate::model::job::JobHeader;
use crate::model::job_id::JobId;
use crate::model::message::Message;
use crate::model::outcome::{Outcome, Tally};
use crate::model::receipt::{Extra, JobState, Line, Summary};
use crate::model::route::Route;
use crate::model::unix_time::UnixTime;
use crate::model::unsettled::{Cause, Unsettled};

/// The most items that a job can have: positions are kept in 32 bits.
pub(super) const MOST_ITEMS: u64 = u32::MAX as u64;
/// The most copies and bytes that are believed of one row.
pub(super) const MOST: u64 = 1 << 53;
/// The end of the year 9999.
pub(super) const LAST_SECOND: UnixTime = UnixTime::from_seconds(253_402_300_799);
/// Of a text in a damaged row, at most so many characters are shown.
const SHOWN: usize = 300;

/// The word that serde writes for a plain enum: what the text columns hold.
pub(super) fn word<T: Serialize>(value: &T) -> Result<String, JournalError> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        other => Err(JournalError::Row(technical!("not a word: {other:?}"))),
    }
}

/// A value as JSON text.
pub(super) fn json<T: Serialize>(value: &T) -> Result<String, JournalError> {
    serde_json::to_string(value).map_err(|error| JournalError::Row(error.to_string()))
}

pub(super) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, JournalError> {
    serde_json::from_str(text).map_err(|error| JournalError::Row(error.to_string()))
}

pub(super) fn from_word<T: DeserializeOwned>(word: String) -> Result<T, JournalError> {
    serde_json::from_value(serde_json::Value::String(word))
        .map_err(|error| JournalError::Row(error.to_string()))
}

/// A number of something, from 0 to `most`.
pub(super) fn count(row: &Row<'_>, column: usize, most: u64) -> Result<u64, JournalError> {
    let number: i64 = row.get(column)?;
    match u64::try_from(number) {
        Ok(number) if number <= most => Ok(number),
        _ => Err(JournalError::Row(technical!("{number} where 0 to {most} may stand"))),
    }
}

/// A time from 1970 to 9999, of its seconds.
pub(super) fn time(seconds: i64) -> Result<UnixTime, JournalError> {
    let time = UnixTime::from_seconds(seconds);
    let may_be = (UnixTime::EPOCH..=LAST_SECOND).contains(&time);
    may_be.then_some(time).ok_or_else(|| JournalError::Row(technical!("{seconds} is no time")))
}

impl ToSql for UnixTime {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.seconds().into())
    }
}

fn id(bytes: Vec<u8>) -> Result<AssetId, JournalError> {
    let length = bytes.len();
    <[u8; 16]>::try_from(bytes)
        .map(AssetId::from_bytes)
        .map_err(|_wrong| JournalError::Row(technical!("an asset ID of {length} bytes")))
}

/// The columns of a job.
pub(super) const HEADER: &str = "SELECT id, environment, cloud_name, description, what, route, invalidate,
    planned, fingerprint, previewed_at, confirmed_at, state, ended_at, tally, control FROM job";
/// Where [`HEADER`] has how the plan was chosen: as [`Description`] says, or as a sentence.
pub(super) const DESCRIPTION: usize = 3;

/// A row of [`HEADER`], without its sums.
pub(super) fn header(row: &Row<'_>) -> Result<Summary, JournalError> {
    Ok(Summary {
        header: JobHeader {
            id: JobId(row.get(0)?),
            environment: EnvironmentId(row.get(1)?),
            cloud_name: row.get(2)?,
            description: Description::read(
                row.get_ref(DESCRIPTION)?.as_str().map_err(rusqlite::Error::from)?,
            ),
            what: from_word(row.get(4)?)?,
            route: from_word(row.get(5)?)?,
            invalidate: row.get(6)?,
            planned: count(row, 7, MOST_ITEMS)?,
            fingerprint: Fingerprint(row.get(8)?),
            previewed_at: time(row.get(9)?)?,
            confirmed_at: time(row.get(10)?)?,
        },
        state: from_word(row.get(11)?)?,
        ended_at: row.get::<_, Option<i64>>(12)?.map(time).transpose()?,
        tally: Tally::default(),
    })
}

/// What can be read of a row of [`HEADER`] that is damaged.
pub(super) fn damaged(row: &Row<'_>) -> Result<Summary, JournalError> {
    let at = |column| row.get(column).ok().and_then(|seconds| time(seconds).ok());
    let words = |column| row.get::<_, String>(column).ok();
    Ok(Summary {
        header: JobHeader {
            id: JobId(row.get(0)?),
            environment: EnvironmentId(shown(row, 1)),
            cloud_name: shown(row, 2),
            description: described(row),
            what: words(4).and_then(|word| from_word(word).ok()).unwrap_or_default(),
            route: words(5).and_then(|word| from_word(word).ok()).unwrap_or(Route::Batches),
            invalidate: row.get(6).unwrap_or_default(),
            planned: count(row, 7, MOST_ITEMS).unwrap_or_default(),
            fingerprint: Fingerprint(row.get(8).unwrap_or_default()),
            previewed_at: at(9).unwrap_or_default(),
            confirmed_at: at(10).unwrap_or_default(),
        },
        state: JobState::Damaged,
        ended_at: at(12),
        tally: Tally::default(),
    })
}

/// How a job's plan was chosen, or as much of it as can be shown.
fn described(row: &Row<'_>) -> Description {
    match row.get_ref(DESCRIPTION).ok().and_then(|kept| kept.as_str().ok()) {
        Some(kept) if kept.len() <= 4 * SHOWN => Description::read(kept),
        _ => Description::read(&shown(row, DESCRIPTION)),
    }
}

/// As much of a text as can be shown.
fn shown(row: &Row<'_>, column: usize) -> String {
    match row.get_ref(column) {
        Ok(ValueRef::Text(text)) => {
            String::from_utf8_lossy(&text[..text.len().min(4 * SHOWN)]).chars().take(SHOWN).collect()
        }
        _ => String::new(),
    }
}

/// The sums of an ended job as they were written.
pub(super) fn sums(text: &str, planned: u64) -> Result<Tally, JournalError> {
    let tally: Tally = from_json(text)?;
    let Tally { deleted, already_gone, refused, skipped, unknown, copies, uncounted, extras, left_out } =
        tally;
    let parts = [deleted, already_gone, refused, skipped, unknown];
    let ended = parts.into_iter().try_fold(0_u64, u64::checked_add);
    let may_be = ended.is_some_and(|ended| ended <= planned)
        && uncounted <= deleted
        && copies <= MOST
        && extras <= MOST_ITEMS
        && left_out <= MOST_ITEMS;
    may_be.then_some(tally).ok_or_else(|| JournalError::Row(technical!("sums beyond the plan")))
}

macro_rules! item_columns {
    () => {
        "asset_id,resource_type,delivery_type,public_id,version,etag,bytes,created_at,format,backed_up,\
         secure_url,copy_id,transformation"
    };
}

/// The columns of an item.
pub(super) const ITEM: &str = item_columns!();

/// The same with its outcome.
pub(super) const LINE: &str = concat!(item_columns!(), ",outcome,reason,copies");

fn kind(word: &str) -> Result<ResourceType, JournalError> {
    ResourceType::from_str(word).map_err(|error| JournalError::Row(error.to_string()))
}

/// An item of a row of [`ITEM`] or [`LINE`].
pub(super) fn item(row: &Row<'_>, words: &mut Words) -> Result<PlanItem, JournalError> {
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
        version: count(row, 4, i64::MAX as u64)?,
        etag: row.get(5)?,
        bytes: count(row, 6, i64::MAX as u64)?,
        created_at: row.get::<_, Option<i64>>(7)?.map(time).transpose()?,
        format: row.get_ref(8)?.as_str_or_null().map_err(rusqlite::Error::from)?.map(|it| words.share(it)),
        backed_up: row.get(9)?,
        copy,
    })
}

/// The outcome of a row of [`LINE`].
pub(super) fn outcome(row: &Row<'_>) -> Result<Option<Outcome>, JournalError> {
    let Some(kind) = row.get::<_, Option<String>>(13)? else { return Ok(None) };
    let reason = row.get::<_, Option<String>>(14)?.unwrap_or_default();
    let copies = || match row.get_ref(15)? {
        ValueRef::Null => Ok(None),
        _ => count(row, 15, MOST).map(Some),
    };
    Ok(Some(match kind.as_str() {
        "deleted" => Outcome::Deleted { copies: copies()? },
        "already-gone" => Outcome::AlreadyGone,
        "refused" => Outcome::Refused { reason: Message::from_stored(reason) },
        "skipped" => Outcome::Skipped { reason: from_word(reason)? },
        "unknown" => Outcome::Unknown { reason: Unsettled::from_stored(reason) },
        other => return Err(JournalError::Row(technical!("an outcome “{other}”"))),
    }))
}

/// A row of [`LINE`]; of one that is damaged, what can be read.
pub(super) fn line(row: &Row<'_>, words: &mut Words) -> Result<Line, JournalError> {
    let whole = item(row, words).and_then(|item| Ok(Line { item, outcome: outcome(row)? }));
    match whole {
        Err(error) if error.is_of_one_job() => Ok(damaged_line(row)),
        whole => whole,
    }
}

fn damaged_line(row: &Row<'_>) -> Line {
    let name = AssetName {
        resource_type: kind(&shown(row, 1)).unwrap_or(ResourceType::Image),
        delivery_type: DeliveryType::from(shown(row, 2)),
        public_id: shown(row, 3).into(),
    };
    let item = PlanItem {
        asset_id: row.get(0).ok().and_then(|bytes| id(bytes).ok()).unwrap_or(AssetId::from_bytes([0; 16])),
        name,
        version: 0,
        etag: None,
        bytes: 0,
        created_at: None,
        format: None,
        host: "".into(),
        backed_up: None,
        copy: None,
    };
    Line { item, outcome: Some(Outcome::Unknown { reason: Cause::DamagedLine.into() }) }
}

/// The columns of an extra asset.
pub(super) const EXTRA: &str = "resource_type, delivery_type, public_id, asset_id, state";

/// A row of [`EXTRA`]; `None` where it is damaged.
pub(super) fn extra(row: &Row<'_>) -> Result<Option<Extra>, JournalError> {
    let whole = || {
        Ok(Extra {
            resource_type: kind(&row.get::<_, String>(0)?)?,
            delivery_type: row.get::<_, Option<String>>(1)?.map(DeliveryType::from),
            public_id: row.get(2)?,
            asset_id: row.get::<_, Option<Vec<u8>>>(3)?.map(id).transpose()?,
            end: from_word(row.get(4)?)?,
        })
    };
    unless_damaged(whole(), "extra")
}

/// An item of a row of [`ITEM`] that the user left out; `None` where it is damaged.
pub(super) fn left_out(row: &Row<'_>, words: &mut Words) -> Result<Option<PlanItem>, JournalError> {
    unless_damaged(item(row, words), "left_out")
}

/// `table`: in which the row stands.
fn unless_damaged<T>(whole: Result<T, JournalError>, table: &str) -> Result<Option<T>, JournalError> {
    match whole {
        Ok(whole) => Ok(Some(whole)),
        Err(error) if error.is_of_one_job() => {
            tracing::warn!(%error, table, "a row is damaged");
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// The name and ID of an asset that was seen: `asset_id`, `resource_type`, `delivery_type`, `public_id`.
pub(super) fn seen(row: &Row<'_>) -> Result<(AssetId, AssetName), JournalError> {
    let name = AssetName {
        resource_type: kind(&row.get::<_, String>(1)?)?,
        delivery_type: DeliveryType::from(row.get::<_, String>(2)?),
        public_id: row.get(3)?,
    };
    Ok((id(row.get(0)?)?, name))
}
