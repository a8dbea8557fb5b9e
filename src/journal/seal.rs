//! Seals over what the user confirmed on this computer: what may go on by itself.
//!
//! Everyone who can write to the file could write a job into it, fingerprint and all. So each
//! unfinished job carries a seal, made with a key that is not in the file, over everything of it that
//! decides what is sent and whether anything is sent without the user: its header with the fingerprint
//! over its items, what the user wants of it, and whether jobs go on by themselves at all. Each batch
//! carries one, too ([`super::ends`]): a sweep that was not begun does not begin on an old preview, and
//! nobody else's word counts as the server's. A job that is at its end has none: it cannot be opened
//! again.
//!
//! Seals hold in this file alone, not in a copy of it. The key over jobs is made anew whenever a
//! user took something back, a job ended or was paused: the whole file as it was before says
//! nothing any more. Assets beyond the plan are not sealed: nothing is sent because of them.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, OptionalExtension as _, params};

use super::place::Place;
use super::rows::{self, DESCRIPTION, HEADER, from_word};
use super::{JournalError, ends, memory};
use crate::model::job::{Control, JobHeader};
use crate::model::job_id::JobId;
use crate::model::seal::{SealKeys, Unconfirmed};

/// The keys with which a journal seals, once the keychain gave them: bound to its file, and the same
/// for every handle.
#[derive(Clone, Default)]
pub(super) struct Keys {
    keys: Arc<Mutex<Option<Arc<SealKeys>>>>,
    /// What tells the file from every copy of it.
    place: Arc<[u8]>,
}

impl Keys {
    pub(super) fn of(place: &Place) -> Self {
        Self { keys: Arc::default(), place: place.lasting().into() }
    }

    pub(super) fn set(&self, keys: &SealKeys) {
        *self.keys.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(Arc::new(keys.bound_to(&self.place)));
    }

    /// To be asked for where it is used: it can be another one by then.
    pub(super) fn get(&self) -> Option<Arc<SealKeys>> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// A job's header and the rest that its seal covers, as they stand in the file.
struct Sealed {
    header: JobHeader,
    /// To the letter, whatever it is read as.
    description: String,
    control: Control,
    go_on: bool,
}

impl Sealed {
    fn read(connection: &Connection, job: JobId) -> Result<Self, JournalError> {
        let mut query = connection.prepare_cached(&format!("{HEADER} WHERE id = ?1 AND state = 'open'"))?;
        let mut rows = query.query(params![job.0])?;
        let row = rows.next()?.ok_or(JournalError::NoSuchJob(job))?;
        Ok(Self {
            header: rows::header(row)?.header,
            description: row.get(DESCRIPTION)?,
            control: from_word(row.get(14)?)?,
            go_on: memory::read_settings(connection)?.go_on,
        })
    }

    fn with<T>(&self, use_parts: impl FnOnce(&[&[u8]]) -> T) -> T {
        let JobHeader {
            id,
            environment,
            cloud_name,
            description: _,
            what,
            route,
            invalidate,
            planned,
            fingerprint,
            previewed_at,
            confirmed_at,
        } = &self.header;
        let control = match self.control {
            Control::Run => "run",
            Control::Pause => "pause",
            Control::Stop => "stop",
        };
        use_parts(&[
            &id.0.to_le_bytes(),
            environment.0.as_bytes(),
            cloud_name.as_bytes(),
            self.description.as_bytes(),
            what.word().as_bytes(),
            route.word().as_bytes(),
            &[u8::from(*invalidate)],
            &planned.to_le_bytes(),
            &fingerprint.0,
            &previewed_at.seconds().to_le_bytes(),
            &confirmed_at.seconds().to_le_bytes(),
            control.as_bytes(),
            &[u8::from(self.go_on)],
        ])
    }
}

/// Whether an unfinished job stands as it was sealed, with its batches and their ends.
pub(super) fn check(
    connection: &Connection,
    keys: Option<&SealKeys>,
    job: JobId,
) -> Result<Result<(), Unconfirmed>, JournalError> {
    let Some(keys) = keys else { return Ok(Err(Unconfirmed::NoKey)) };
    Ok(match job_holds(connection, keys, job)? {
        Ok(()) if !ends::unproven(connection, keys, job)?.is_empty() => Err(Unconfirmed::WrongSeal),
        held => held,
    })
}

/// The same without its batches.
fn job_holds(
    connection: &Connection,
    keys: &SealKeys,
    job: JobId,
) -> Result<Result<(), Unconfirmed>, JournalError> {
    let Some(seal) = seal_of(connection, job)? else { return Ok(Err(Unconfirmed::NoSeal)) };
    let holds = Sealed::read(connection, job)?.with(|parts| keys.hold("job", parts, &seal));
    Ok(if holds { Ok(()) } else { Err(Unconfirmed::WrongSeal) })
}

fn seal_of(connection: &Connection, job: JobId) -> Result<Option<Vec<u8>>, JournalError> {
    let seal = connection
        .prepare_cached("SELECT seal FROM job WHERE id = ?1")?
        .query_row(params![job.0], |row| row.get(0))
        .optional()?;
    Ok(seal.flatten())
}

/// Seals a job as it stands.
pub(super) fn set(connection: &Connection, keys: &SealKeys, job: JobId) -> Result<(), JournalError> {
    let seal = Sealed::read(connection, job)?.with(|parts| keys.current.seal("job", parts));
    connection.prepare_cached("UPDATE job SET seal = ?2 WHERE id = ?1")?.execute(params![job.0, seal])?;
    Ok(())
}

/// Makes sure that a job is still the one that was seen with this header.
///
/// # Errors
/// It is another one by now.
fn is_still(connection: &Connection, header: &JobHeader) -> Result<(), JournalError> {
    if Sealed::read(connection, header.id)?.header == *header {
        Ok(())
    } else {
        Err(JournalError::Row(technical!("job {} is not the one that was seen", header.id)))
    }
}

/// Seals a job as it stands, with every batch: it was confirmed in this session. Only if its header is
/// still this one, and there are keys.
pub(super) fn vouch(
    connection: &Connection,
    keys: Option<&SealKeys>,
    header: &JobHeader,
) -> Result<(), JournalError> {
    let Some(keys) = keys else { return Ok(()) };
    is_still(connection, header)?;
    set(connection, keys, header.id)?;
    ends::vouch(connection, keys, header.id)
}

/// The same of a job that did not count as confirmed: the user has said that it is theirs, as they saw
/// it. How its items ended is not theirs to say: what no seal shows to have been answered is in doubt.
pub(super) fn adopt(
    connection: &Connection,
    keys: Option<&SealKeys>,
    header: &JobHeader,
) -> Result<(), JournalError> {
    let Some(keys) = keys else { return Ok(()) };
    is_still(connection, header)?;
    ends::doubt(connection, keys, header.id)?;
    set(connection, keys, header.id)
}

/// Seals with the current key what the one before sealed.
pub(super) fn renew(connection: &Connection, keys: Option<&SealKeys>) -> Result<(), JournalError> {
    keeping(connection, keys, &open_jobs(connection)?, || Ok(()))
}

/// Every job that is not at its end.
pub(super) fn open_jobs(connection: &Connection) -> Result<Vec<JobId>, JournalError> {
    let mut query = connection.prepare("SELECT id FROM job WHERE state = 'open'")?;
    let jobs = query.query_map([], |row| row.get(0).map(JobId))?;
    Ok(jobs.collect::<Result<_, _>>()?)
}

/// Does what changes what the seals of these jobs cover, and seals anew those that held before. Their
/// batches have seals of their own, which stay.
pub(super) fn keeping<T>(
    connection: &Connection,
    keys: Option<&SealKeys>,
    jobs: &[JobId],
    change: impl FnOnce() -> Result<T, JournalError>,
) -> Result<T, JournalError> {
    let mut held = Vec::new();
    if let Some(keys) = keys {
        for job in jobs {
            match job_holds(connection, keys, *job) {
                Ok(Ok(())) => held.push((keys, *job)),
                Ok(Err(_)) | Err(JournalError::NoSuchJob(_)) => {}
                Err(error) if error.is_of_one_job() => {}
                Err(error) => return Err(error),
            }
        }
    }
    let done = change()?;
    held.into_iter().try_for_each(|(keys, job)| set(connection, keys, job))?;
    Ok(done)
}

/// Takes the seals off a job that is at its end: it cannot be opened again.
pub(super) fn clear(connection: &Connection, job: JobId) -> Result<(), JournalError> {
    connection.execute("UPDATE job SET seal = NULL WHERE id = ?1", params![job.0])?;
    connection.execute("UPDATE batch SET seal = NULL WHERE job = ?1 AND seal IS NOT NULL", params![job.0])?;
    Ok(())
}
