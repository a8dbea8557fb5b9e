//! The journal: what was confirmed, what was sent and what became of it, in `SQLite`.
//!
//! A job and all of its items are written before the first request. A batch is written as sending
//! before its first byte goes out, and each item's outcome after its answer. So after a kill at
//! any moment the journal tells exactly which batches are in doubt, and nothing else has to be
//! asked for. A job whose items are not those that were confirmed (its fingerprint tells) is never
//! given back to run.
//!
//! One thread owns the connection that writes; everybody else holds a [`Journal`] and waits for its
//! answer without blocking a thread of the runtime. Writes that wait at the same time share a
//! transaction. `synchronous=FULL`: an answered write survives a power cut. Receipts and searches
//! are read on a second thread, which cannot write.
//!
//! A file that is open here can be opened by no other Cloudsweep, and every write makes sure that the
//! file at the path is still the one that was opened.
//!
//! The file holds no secret: environments are named by cloud name, key and address.

mod ends;
mod error;
mod memory;
mod owner;
mod place;
mod read;
mod receipt;
mod record;
mod rows;
mod schema;
mod seal;
mod search;
mod snapshot;
#[cfg(test)]
pub(crate) mod tests;
mod write;

use std::path::Path;

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

pub use error::JournalError;
use owner::{Life, Owner, Pending, Read, Write, guarded};
pub use receipt::{ReceiptPart, Section};
pub use record::Record;
use schema::Opened;
use seal::Keys;
pub use snapshot::JobSnapshot;

use crate::model::asset::{AssetId, AssetName};
use crate::model::confirm::ConfirmedPlan;
use crate::model::job::{Control, Job, JobHeader};
use crate::model::job_id::JobId;
use crate::model::receipt::{Hit, Summary};
use crate::model::seal::SealKeys;
use crate::model::unfinished::Unfinished;
use crate::model::unix_time::UnixTime;
use crate::model::unsettled::Unsettled;

/// A handle to the threads, which end when the last one is dropped.
#[derive(Clone)]
pub struct Journal {
    writes: mpsc::Sender<Box<dyn Write>>,
    reads: mpsc::Sender<Read>,
    keys: Keys,
}

impl std::fmt::Debug for Journal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Journal").finish_non_exhaustive()
    }
}

impl Journal {
    /// How many requests may wait; a sender waits beyond that.
    const WAITING: usize = 256;

    /// Opens or makes the file, keeps other programs out of it, brings its schema up to date and
    /// starts the threads. Blocks.
    ///
    /// # Errors
    /// Where the file cannot be opened, is open in another program, is damaged, holds anything but
    /// this program's tables, or is of a newer version.
    pub fn open(path: &Path) -> Result<Self, JournalError> {
        Self::start(path, Life::default())
    }

    fn start(path: &Path, life: Life) -> Result<Self, JournalError> {
        let Opened { writing, reading, place, schema, others } = schema::open(path)?;
        let keys = Keys::of(&place);
        let owner = Owner { connection: writing, place, schema, others };
        let (writes, inbox) = mpsc::channel(Self::WAITING);
        let (reads, questions) = mpsc::channel(Self::WAITING);
        let thread = |name: &str| std::thread::Builder::new().name(name.to_owned());
        thread("journal")
            .spawn(move || owner::write(owner, inbox, life))
            .and_then(|_| thread("journal-reading").spawn(move || owner::read(reading, questions)))
            .map_err(|error| JournalError::Other(error.to_string()))?;
        Ok(Self { writes, reads, keys })
    }

    /// Seals with these keys from now on, for every clone of this handle. Their seals hold in this
    /// file alone.
    pub fn seal_with(&self, keys: &SealKeys) {
        self.keys.set(keys);
    }

    /// Whether there are keys.
    pub fn is_sealing(&self) -> bool {
        self.keys.get().is_some()
    }

    /// Seals with the current key whatever the one before sealed and still holds.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn renew_seals(&self) -> Result<(), JournalError> {
        self.write(seal::renew).await
    }

    /// Does work that writes, with the keys that there are when its turn comes.
    async fn write<T: Send + 'static>(
        &self,
        mut work: impl FnMut(&Connection, Option<&SealKeys>) -> Result<T, JournalError> + Send + 'static,
    ) -> Result<T, JournalError> {
        let (asker, answer) = oneshot::channel();
        let keys = self.keys.clone();
        let work = move |connection: &Connection| work(connection, keys.get().as_deref());
        let write = Box::new(Pending { work, done: None, asker });
        self.writes.send(write).await.map_err(|_closed| JournalError::Closed)?;
        answer.await.map_err(|_closed| JournalError::Closed)?
    }

    /// The same with work that only reads.
    async fn read<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Connection, Option<&SealKeys>) -> Result<T, JournalError> + Send + 'static,
    ) -> Result<T, JournalError> {
        let (asker, answer) = oneshot::channel();
        let keys = self.keys.clone();
        let read: Read = Box::new(move |connection| {
            let answer = guarded(|| {
                // Whatever it asks, it sees one state of the file.
                let _snapshot = connection.unchecked_transaction()?;
                question(connection, keys.get().as_deref())
            });
            drop(asker.send(answer));
        });
        self.reads.send(read).await.map_err(|_closed| JournalError::Closed)?;
        answer.await.map_err(|_closed| JournalError::Closed)?
    }

    /// Writes a job, all of its items and batches, in one transaction, sealed if there is a key.
    ///
    /// # Errors
    /// See [`JournalError`]; then there is no job, and nothing may be sent.
    pub async fn begin(&self, confirmed: ConfirmedPlan) -> Result<Job, JournalError> {
        self.write(move |connection, keys| write::begin(connection, keys, &confirmed)).await
    }

    /// Writes that a batch is about to be sent. Nothing of it may be sent before this answers.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn sending(&self, job: JobId, batch: u32) -> Result<(), JournalError> {
        self.write(move |connection, keys| write::sending(connection, keys, job, batch)).await
    }

    /// Writes what an answer told.
    ///
    /// # Errors
    /// See [`JournalError`]; then none of it is written.
    pub async fn record(&self, job: JobId, record: Record) -> Result<(), JournalError> {
        self.write(move |connection, keys| write::record(connection, keys, job, &record)).await
    }

    /// Writes which assets beyond the plan are there before a sweep is sent. One that is written
    /// already stays as it is.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn note_seen(
        &self,
        job: JobId,
        batch: u32,
        seen: Vec<(AssetId, AssetName)>,
    ) -> Result<(), JournalError> {
        self.write(move |connection, _| write::seen(connection, job, batch, &seen)).await
    }

    /// Assets beyond the plan that were there before a sweep, and of which no answer told since.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn seen(&self, job: JobId, batch: u32) -> Result<Vec<(AssetId, AssetName)>, JournalError> {
        self.read(move |connection, _| read::seen(connection, job, batch)).await
    }

    /// Seals a job that was confirmed in this session, if it is still the one with this header.
    /// Without a key it stays as it is.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn vouch(&self, header: JobHeader) -> Result<(), JournalError> {
        self.write(move |connection, keys| seal::vouch(connection, keys, &header)).await
    }

    /// The same of a job that did not count as confirmed, and of which the user said that it is
    /// theirs: what no seal shows to have been answered is in doubt from now on.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn adopt(&self, header: JobHeader) -> Result<(), JournalError> {
        self.write(move |connection, keys| seal::adopt(connection, keys, &header)).await
    }

    /// Writes what the user wants of a job.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn control(&self, job: JobId, control: Control) -> Result<(), JournalError> {
        self.write(move |connection, keys| write::control(connection, keys, job, control)).await
    }

    /// Writes the end of a job of which every item has an outcome: as stopped, if that kept anything
    /// from being sent.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn end(&self, job: JobId, at: UnixTime) -> Result<Summary, JournalError> {
        self.write(move |connection, _| write::end(connection, job, at)).await
    }

    /// Ends a job of which nothing is in doubt as stopped: what was not sent is skipped. `None`:
    /// something is in doubt, and must be asked about first.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn abandon(&self, job: JobId, at: UnixTime) -> Result<Option<Summary>, JournalError> {
        self.write(move |connection, _| write::abandon(connection, job, at)).await
    }

    /// Ends a job about which nobody can be asked as stopped: what is in doubt is unknown, for this
    /// reason; what was not sent is skipped.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn abandon_in_doubt(
        &self,
        job: JobId,
        reason: Unsettled,
        at: UnixTime,
    ) -> Result<Summary, JournalError> {
        self.write(move |connection, _| write::abandon_in_doubt(connection, job, &reason, at)).await
    }

    /// A job with everything that a run needs.
    ///
    /// # Errors
    /// See [`JournalError`]; [`JournalError::NotTheSame`] where it is not what was confirmed.
    pub async fn snapshot(&self, job: JobId) -> Result<JobSnapshot, JournalError> {
        self.read(move |connection, keys| read::snapshot(connection, keys, job)).await
    }

    /// Every job, newest first. One of which a row is damaged is among them, as far as it can be read.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn summaries(&self) -> Result<Vec<Summary>, JournalError> {
        self.read(|connection, _| read::summaries(connection)).await
    }

    /// Every job that is not at its end, in the order in which they were confirmed. One of which
    /// a row is damaged is among them, as far as it can be read.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn unfinished(&self) -> Result<Vec<Unfinished>, JournalError> {
        self.read(read::unfinished).await
    }

    /// One job's header and counts.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn summary(&self, job: JobId) -> Result<Summary, JournalError> {
        self.read(move |connection, _| read::summary(connection, job)).await
    }

    /// Lines of any receipt whose public ID holds a text, newest first, at most `most`.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn search(&self, text: String, most: usize) -> Result<Vec<Hit>, JournalError> {
        self.read(move |connection, _| search::search(connection, &text, most)).await
    }

    /// Takes a job out of those that are not at their end, of which a row is damaged. Its rows stay.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn put_aside(&self, job: JobId) -> Result<Summary, JournalError> {
        self.write(move |connection, _| write::put_aside(connection, job)).await
    }
}
