//! Seals over what a person confirmed on this computer: what may go on by itself.
//!
//! Everyone who can write to the file could write a job into it, fingerprint and all. So each
//! unfinished job carries a seal, made with a key that is not in the file, over everything of it that
//! decides what is sent and whether anything is sent without a person: its header with the fingerprint
//! over its items, what a person wants of it, and whether jobs go on by themselves at all. Each batch
//! that was begun carries one, too: a sweep that was not begun does not begin on an old preview. A job
//! that is at its end has none: it cannot be opened again.
//!
//! Outcomes of items are not sealed. Taking one away only makes the program ask about the item again,
//! and send it again if it is there as it was planned; adding one keeps the item from being sent.
//! What no seal can tell: the whole file as it was earlier, while the key is still the same, which is
//! until no job is open.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::JournalError;
use super::rows::{self, HEADER, from_word, word};
use crate::model::job::{BatchState, Control, JobHeader, JobId};
use crate::model::problem::Problem;
use crate::model::seal::SealKey;
use crate::model::settings::JobSettings;

/// Under which [`JobSettings`] are kept.
pub(super) const JOB_SETTINGS: &str = "jobs";

/// Why a job does not count as confirmed on this computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unconfirmed {
    /// The keychain gave no key to compare its seal with.
    NoKey,
    /// It has no seal.
    NoSeal,
    /// Its seal is another one.
    WrongSeal,
}

impl Unconfirmed {
    /// What happened, what it means for the assets, what to do.
    pub fn problem(self) -> Problem {
        let what = match self {
            Self::NoKey => {
                "This computer’s keychain could not confirm that this deletion was confirmed here, so it \
                 does not go on by itself."
            }
            Self::NoSeal => {
                "Nothing shows that this deletion was confirmed on this computer: it was begun without a \
                 keychain or by an older version, or another program wrote it. It does not go on by itself."
            }
            Self::WrongSeal => {
                "The record of this deletion is not as Cloudsweep wrote it on this computer, or the keychain \
                 is another one. It does not go on by itself."
            }
        };
        Problem::new(
            what,
            "It waits. Nothing more of it is sent.",
            "Look at its items. Resume it only if it is yours; otherwise stop it.",
        )
    }
}

/// A job's header and the rest that its seal covers, as they stand in the file.
struct Sealed {
    header: JobHeader,
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
            control: from_word(row.get(14)?)?,
            go_on: settings(connection)?.go_on,
        })
    }

    fn with<T>(&self, use_parts: impl FnOnce(&[&[u8]]) -> T) -> T {
        let JobHeader {
            id,
            environment,
            cloud_name,
            description,
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
            description.as_bytes(),
            what.word().as_bytes(),
            route.word().as_bytes(),
            &[u8::from(*invalidate)],
            &planned.to_le_bytes(),
            &fingerprint.0,
            &previewed_at.to_le_bytes(),
            &confirmed_at.to_le_bytes(),
            control.as_bytes(),
            &[u8::from(self.go_on)],
        ])
    }
}

/// How jobs run; the defaults where nothing was chosen. What cannot be read lets none go on by itself.
pub(super) fn settings(connection: &Connection) -> Result<JobSettings, JournalError> {
    let text = match super::read::setting(connection, JOB_SETTINGS) {
        Err(error) if error.is_of_one_job() => Some(String::new()),
        text => text?,
    };
    let unreadable = JobSettings { go_on: false, ..JobSettings::default() };
    Ok(text.map_or_else(JobSettings::default, |text| {
        serde_json::from_str(&text).map_or(unreadable, JobSettings::bounded)
    }))
}

/// Whether an unfinished job stands as it was sealed.
pub(super) fn check(
    connection: &Connection,
    key: Option<&SealKey>,
    job: JobId,
) -> Result<Result<(), Unconfirmed>, JournalError> {
    let Some(key) = key else { return Ok(Err(Unconfirmed::NoKey)) };
    let Some(seal) = seal_of(connection, job)? else { return Ok(Err(Unconfirmed::NoSeal)) };
    let holds = Sealed::read(connection, job)?.with(|parts| key.holds("job", parts, &seal));
    Ok(if holds && batches_hold(connection, key, job)? { Ok(()) } else { Err(Unconfirmed::WrongSeal) })
}

fn seal_of(connection: &Connection, job: JobId) -> Result<Option<Vec<u8>>, JournalError> {
    let seal = connection
        .prepare_cached("SELECT seal FROM job WHERE id = ?1")?
        .query_row(params![job.0], |row| row.get(0))
        .optional()?;
    Ok(seal.flatten())
}

fn batches_hold(connection: &Connection, key: &SealKey, job: JobId) -> Result<bool, JournalError> {
    let planned = word(&BatchState::Planned)?;
    let mut query =
        connection.prepare_cached("SELECT number, seal FROM batch WHERE job = ?1 AND state IS NOT ?2")?;
    let mut rows = query.query(params![job.0, planned])?;
    while let Some(row) = rows.next()? {
        let (number, seal): (i64, Option<Vec<u8>>) = (row.get(0)?, row.get(1)?);
        let parts: [&[u8]; 2] = [&job.0.to_le_bytes(), &number.to_le_bytes()];
        if !seal.is_some_and(|seal| key.holds("batch", &parts, &seal)) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The seal of a batch that is about to be sent.
pub(super) fn of_batch(key: &SealKey, job: JobId, batch: u32) -> [u8; 32] {
    key.seal("batch", &[&job.0.to_le_bytes(), &i64::from(batch).to_le_bytes()])
}

/// Seals a job as it stands.
pub(super) fn set(connection: &Connection, key: &SealKey, job: JobId) -> Result<(), JournalError> {
    let seal = Sealed::read(connection, job)?.with(|parts| key.seal("job", parts));
    connection.prepare_cached("UPDATE job SET seal = ?2 WHERE id = ?1")?.execute(params![job.0, seal])?;
    Ok(())
}

/// Seals a job as it stands, with every batch that was begun: a person has said that it is theirs, or
/// it was confirmed in this session. Only if its header is still this one.
pub(super) fn vouch(connection: &Connection, key: &SealKey, header: &JobHeader) -> Result<(), JournalError> {
    let job = header.id;
    if Sealed::read(connection, job)?.header != *header {
        return Err(JournalError::Row(format!("job {job} is not the one that was seen")));
    }
    set(connection, key, job)?;
    let mut query = connection.prepare("SELECT number FROM batch WHERE job = ?1 AND state IS NOT ?2")?;
    let numbers = query.query_map(params![job.0, word(&BatchState::Planned)?], |row| row.get(0))?;
    for number in numbers.collect::<Result<Vec<u32>, _>>()? {
        connection.execute(
            "UPDATE batch SET seal = ?3 WHERE job = ?1 AND number = ?2",
            params![job.0, number, of_batch(key, job, number)],
        )?;
    }
    Ok(())
}

/// Does what changes what the seals of these jobs cover, and seals anew those that held before.
pub(super) fn keeping<T>(
    connection: &Connection,
    key: Option<&SealKey>,
    jobs: &[JobId],
    change: impl FnOnce() -> Result<T, JournalError>,
) -> Result<T, JournalError> {
    let mut held = Vec::new();
    for job in jobs {
        match check(connection, key, *job) {
            Ok(Ok(())) => held.push(*job),
            Ok(Err(_)) | Err(JournalError::NoSuchJob(_)) => {}
            Err(error) if error.is_of_one_job() => {}
            Err(error) => return Err(error),
        }
    }
    let done = change()?;
    if let Some(key) = key {
        held.into_iter().try_for_each(|job| set(connection, key, job))?;
    }
    Ok(done)
}

/// Takes the seals off a job that is at its end: it cannot be opened again.
pub(super) fn clear(connection: &Connection, job: JobId) -> Result<(), JournalError> {
    connection.execute("UPDATE job SET seal = NULL WHERE id = ?1", params![job.0])?;
    connection.execute("UPDATE batch SET seal = NULL WHERE job = ?1 AND seal IS NOT NULL", params![job.0])?;
    Ok(())
}
