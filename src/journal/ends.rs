//! Batches under their seals: how far each is, and how its items ended.
//!
//! A batch's column `seal` holds 64 bytes: the sum of its ends, and the seal over that sum, the job,
//! the number and the state. The sum is the exclusive or of one keyed digest for each item that has an
//! end, so that one more end costs one more digest, however many items the batch has; a sweep's only
//! batch has all of them. A batch of which nothing is written has no seal.

use rusqlite::{CachedStatement, Connection, OptionalExtension as _, params};

use super::JournalError;
use super::rows::{from_word, json, word};
use crate::model::job::BatchState;
use crate::model::job_id::JobId;
use crate::model::outcome::{MOST_COPIES, Outcome};
use crate::model::seal::SealKeys;
use crate::model::unsettled::Unsettled;

/// The one outcome after which an item can have another one.
const UNKNOWN: &str = "unknown";

/// Bytes of a sum, and of a seal.
const SUM: usize = 32;

/// The columns of an item's end.
#[derive(Debug)]
struct End {
    outcome: String,
    reason: Option<String>,
    copies: Option<i64>,
}

impl End {
    fn of(outcome: &Outcome) -> Result<Self, JournalError> {
        let (outcome, reason, copies) = match outcome {
            Outcome::Deleted { copies } => {
                ("deleted", None, copies.map(|copies| copies.min(MOST_COPIES) as i64))
            }
            Outcome::AlreadyGone => ("already-gone", None, None),
            Outcome::Refused { reason } => ("refused", Some(json(reason)?), None),
            Outcome::Skipped { reason } => ("skipped", Some(word(reason)?), None),
            Outcome::Unknown { reason } => {
                let known = Some(reason).filter(|reason| **reason != Unsettled::default());
                (UNKNOWN, known.map(json).transpose()?, None)
            }
        };
        Ok(Self { outcome: outcome.to_owned(), reason, copies })
    }

    /// From the columns `outcome`, `reason`, `copies`, the first of which is at `column`.
    fn read(row: &rusqlite::Row<'_>, column: usize) -> Result<Option<Self>, JournalError> {
        let Some(outcome) = row.get(column)? else { return Ok(None) };
        Ok(Some(Self { outcome, reason: row.get(column + 1)?, copies: row.get(column + 2)? }))
    }
}

/// The sum over the ends of a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sum([u8; SUM]);

impl Sum {
    /// Takes an end in, or out again.
    fn toggle(&mut self, keys: &SealKeys, job: JobId, position: i64, end: &End) {
        let (reason, copies) = (end.reason.as_deref(), end.copies.map(i64::to_le_bytes));
        let digest = keys.lasting.seal(
            "end",
            &[
                &job.0.to_le_bytes(),
                &position.to_le_bytes(),
                end.outcome.as_bytes(),
                &[u8::from(reason.is_some())],
                reason.unwrap_or_default().as_bytes(),
                copies.as_ref().map_or(&[], |bytes| bytes),
            ],
        );
        self.0.iter_mut().zip(digest).for_each(|(byte, other)| *byte ^= other);
    }

    /// As the items' rows have it.
    fn counted(
        connection: &Connection,
        keys: &SealKeys,
        job: JobId,
        first: i64,
        past: i64,
    ) -> Result<Self, JournalError> {
        let mut query = connection.prepare_cached(
            "SELECT position, outcome, reason, copies FROM item
             WHERE job = ?1 AND position >= ?2 AND position < ?3 AND outcome IS NOT NULL",
        )?;
        let mut rows = query.query(params![job.0, first, past])?;
        let mut sum = Self::default();
        while let Some(row) = rows.next()? {
            if let Some(end) = End::read(row, 1)? {
                sum.toggle(keys, job, row.get(0)?, &end);
            }
        }
        Ok(sum)
    }
}

/// A batch that is being written to.
pub(super) struct Batch<'a> {
    connection: &'a Connection,
    keys: Option<&'a SealKeys>,
    job: JobId,
    number: i64,
    first: i64,
    past: i64,
    pub(super) state: BatchState,
    /// Where its seal holds, or it needs none yet. One that does not hold is not put right by writing.
    sum: Option<Sum>,
}

impl<'a> Batch<'a> {
    /// As it stands.
    ///
    /// # Errors
    /// There is none of this number.
    pub(super) fn read(
        connection: &'a Connection,
        keys: Option<&'a SealKeys>,
        job: JobId,
        number: u32,
    ) -> Result<Self, JournalError> {
        let mut query = connection.prepare_cached(&format!("{ROW} AND number = ?2"))?;
        let mut rows = query.query(params![job.0, number])?;
        let row = rows
            .next()?
            .ok_or_else(|| JournalError::Row(technical!("batch {number} of job {job} is missing")))?;
        let Row { number, first, past, state, seal } = Row::read(row)?;
        let sum = keys.and_then(|keys| sealed(keys, job, number, state, seal.as_deref()));
        Ok(Self { connection, keys, job, number, first, past, state, sum })
    }

    /// Writes how an item ended, unless it has an end other than “unknown”.
    ///
    /// # Errors
    /// It is not there, or of another batch.
    pub(super) fn end(&mut self, position: u32, outcome: &Outcome) -> Result<(), JournalError> {
        let at = i64::from(position);
        let missing = || JournalError::Row(technical!("item {position} of job {} is missing", self.job));
        if !(self.first..self.past).contains(&at) {
            return Err(missing());
        }
        let before = self
            .prepare("SELECT outcome, reason, copies FROM item WHERE job = ?1 AND position = ?2")?
            .query_row(params![self.job.0, at], |row| Ok(End::read(row, 0)))
            .optional()?
            .ok_or_else(missing)??;
        if before.as_ref().is_some_and(|before| before.outcome != UNKNOWN) {
            return Ok(());
        }
        let end = End::of(outcome)?;
        let End { outcome, reason, copies } = &end;
        self.prepare(
            "UPDATE item SET outcome = ?3, reason = ?4, copies = ?5 WHERE job = ?1 AND position = ?2",
        )?
        .execute(params![self.job.0, at, outcome, reason, copies])?;
        for end in before.iter().chain([&end]) {
            self.toggle(at, end);
        }
        Ok(())
    }

    fn prepare(&self, statement: &str) -> Result<CachedStatement<'a>, JournalError> {
        Ok(self.connection.prepare_cached(statement)?)
    }

    fn toggle(&mut self, position: i64, end: &End) {
        if let (Some(keys), Some(sum)) = (self.keys, &mut self.sum) {
            sum.toggle(keys, self.job, position, end);
        }
    }

    /// Writes how far it is, with the seal over it.
    pub(super) fn write(self, state: BatchState) -> Result<(), JournalError> {
        let seal = self.keys.zip(self.sum).map(|(keys, sum)| seal(keys, self.job, self.number, state, sum));
        let changed = self
            .prepare("UPDATE batch SET state = ?3, seal = ?4 WHERE job = ?1 AND number = ?2")?
            .execute(params![self.job.0, self.number, word(&state)?, seal])?;
        if changed == 1 {
            Ok(())
        } else {
            Err(JournalError::Row(technical!("batch {} of job {} is missing", self.number, self.job)))
        }
    }
}

const ROW: &str = "SELECT number, first, past, state, seal FROM batch WHERE job = ?1";

/// A batch as it stands.
pub(super) struct Row {
    number: i64,
    /// The position of its first item.
    pub(super) first: i64,
    /// The position after its last item.
    pub(super) past: i64,
    state: BatchState,
    seal: Option<Vec<u8>>,
}

impl Row {
    fn read(row: &rusqlite::Row<'_>) -> Result<Self, JournalError> {
        let state = from_word(row.get(3)?)?;
        Ok(Self { number: row.get(0)?, first: row.get(1)?, past: row.get(2)?, state, seal: row.get(4)? })
    }

    /// Every batch of a job, in order.
    fn all(connection: &Connection, job: JobId) -> Result<Vec<Self>, JournalError> {
        let mut query = connection.prepare_cached(&format!("{ROW} ORDER BY number"))?;
        let mut rows = query.query(params![job.0])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(Self::read(row)?);
        }
        Ok(all)
    }
}

fn seal(keys: &SealKeys, job: JobId, number: i64, state: BatchState, sum: Sum) -> Vec<u8> {
    let seal = keys.lasting.seal("batch", &parts(&job.0.to_le_bytes(), &number.to_le_bytes(), state, &sum));
    [sum.0, seal].concat()
}

/// What a batch's seal covers.
fn parts<'a>(job: &'a [u8; 8], number: &'a [u8; 8], state: BatchState, sum: &'a Sum) -> [&'a [u8]; 4] {
    let state: &[u8] = match state {
        BatchState::Planned => b"planned",
        BatchState::Sending => b"sending",
        BatchState::Answered => b"answered",
        BatchState::Done => b"done",
    };
    [job, number, state, &sum.0]
}

/// The sum of a batch whose seal holds, or that needs none; `None` for another.
fn sealed(keys: &SealKeys, job: JobId, number: i64, state: BatchState, kept: Option<&[u8]>) -> Option<Sum> {
    match kept {
        None => (state == BatchState::Planned).then(Sum::default),
        Some(kept) => {
            let sum = Sum(*kept.first_chunk()?);
            let (job, number) = (job.0.to_le_bytes(), number.to_le_bytes());
            let holds = keys.lasting.holds("batch", &parts(&job, &number, state, &sum), &kept[SUM..]);
            holds.then_some(sum)
        }
    }
}

/// The batches of a job that do not stand as they were written here, with the ends of their items.
pub(super) fn unproven(
    connection: &Connection,
    keys: &SealKeys,
    job: JobId,
) -> Result<Vec<Row>, JournalError> {
    let mut unproven = Vec::new();
    for row in Row::all(connection, job)? {
        let sum = sealed(keys, job, row.number, row.state, row.seal.as_deref());
        if sum.is_none() || sum != Some(Sum::counted(connection, keys, job, row.first, row.past)?) {
            unproven.push(row);
        }
    }
    Ok(unproven)
}

/// Takes back what nobody can be shown to have answered: those items are in doubt, and asked about.
/// Afterwards every batch stands as it was written here.
pub(super) fn doubt(connection: &Connection, keys: &SealKeys, job: JobId) -> Result<(), JournalError> {
    let state = BatchState::Sending;
    for Row { number, first, past, .. } in unproven(connection, keys, job)? {
        connection
            .prepare_cached(
                "UPDATE item SET outcome = NULL, reason = NULL, copies = NULL
                 WHERE job = ?1 AND position >= ?2 AND position < ?3",
            )?
            .execute(params![job.0, first, past])?;
        let seal = seal(keys, job, number, state, Sum::default());
        connection
            .prepare_cached("UPDATE batch SET state = ?3, seal = ?4 WHERE job = ?1 AND number = ?2")?
            .execute(params![job.0, number, word(&state)?, seal])?;
    }
    Ok(())
}

/// Seals every batch as it stands.
pub(super) fn vouch(connection: &Connection, keys: &SealKeys, job: JobId) -> Result<(), JournalError> {
    for Row { number, first, past, state, .. } in Row::all(connection, job)? {
        let sum = Sum::counted(connection, keys, job, first, past)?;
        let untouched = state == BatchState::Planned && sum == Sum::default();
        let seal = (!untouched).then(|| seal(keys, job, number, state, sum));
        connection
            .prepare_cached("UPDATE batch SET seal = ?3 WHERE job = ?1 AND number = ?2")?
            .execute(params![job.0, number, seal])?;
    }
    Ok(())
}
