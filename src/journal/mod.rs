//! The journal: what was confirmed, what was sent and what became of it, in `SQLite`.
//!
//! A job and all of its items are written before the first request. A batch is written as sending
//! before its first byte goes out, and each item's outcome after its answer. So after a kill at
//! any moment the journal tells exactly which batches are in doubt, and nothing else has to be
//! asked for.
//!
//! One thread owns the connection; everybody else holds a [`Journal`] and waits for its answer
//! without blocking a thread of the runtime. Writes that wait at the same time share a
//! transaction. `synchronous=FULL`: an answered write survives a power cut.
//!
//! The file holds no secret: environments are named by cloud name, key and address.

mod owner;
mod problem;
mod read;
mod schema;
mod write;

use std::path::Path;

use tokio::sync::{mpsc, oneshot};

use crate::model::confirm::ConfirmedPlan;
use crate::model::job::{Batch, BatchState, Job, JobId};
use crate::model::outcome::Outcome;
use crate::model::receipt::{JobState, Receipt, Summary};

/// Why the journal could not be read or written. Nothing was lost that it had answered for.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The disk is full.
    #[error("the disk is full")]
    Full(#[source] rusqlite::Error),
    /// The file or its folder cannot be written.
    #[error("the journal's file cannot be written")]
    ReadOnly(#[source] rusqlite::Error),
    /// Another program holds it.
    #[error("another program holds the journal's file")]
    Locked(#[source] rusqlite::Error),
    /// Not a journal, or damaged.
    #[error("the journal's file is damaged")]
    Damaged(#[source] rusqlite::Error),
    /// Written by a newer version of this program.
    #[error("the journal was written by a newer version of Cloudsweep (format {0})")]
    Newer(i64),
    /// Anything else that `SQLite` says.
    #[error("the journal could not be used: {0}")]
    Other(#[source] rusqlite::Error),
    /// A row that this version cannot read.
    #[error("the journal has a row that cannot be read: {0}")]
    Row(String),
    /// There is no such job.
    #[error("there is no job {0}")]
    NoSuchJob(JobId),
    /// The owner thread has ended.
    #[error("the journal is closed")]
    Closed,
}

impl From<rusqlite::Error> for JournalError {
    /// Sorts an error of `SQLite` by what a person can do about it.
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        match error.sqlite_error_code() {
            Some(Code::DiskFull) => Self::Full(error),
            Some(Code::ReadOnly | Code::CannotOpen | Code::PermissionDenied) => Self::ReadOnly(error),
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => Self::Locked(error),
            Some(Code::DatabaseCorrupt | Code::NotADatabase) => Self::Damaged(error),
            _ => Self::Other(error),
        }
    }
}

/// A job as it stands in the journal: what a run starts from, the first time and every other.
#[derive(Debug)]
pub struct Standing {
    /// The job with its items.
    pub job: Job,
    /// Every batch, in order.
    pub batches: Vec<(Batch, BatchState)>,
    /// By item; `None` has no end yet.
    pub outcomes: Vec<Option<Outcome>>,
}

/// What the owner thread is asked.
enum Request {
    Begin(ConfirmedPlan, Answer<Job>),
    Sending(JobId, u32, Answer<()>),
    Outcomes(JobId, Vec<(u32, Outcome)>, Option<u32>, Answer<()>),
    End(JobId, JobState, i64, Answer<Summary>),
    Standing(JobId, Answer<Standing>),
    Summaries(Answer<Vec<Summary>>),
    Summary(JobId, Answer<Summary>),
    Receipt(JobId, Answer<Receipt>),
}

type Answer<T> = oneshot::Sender<Result<T, JournalError>>;

/// A handle to the owner thread. The thread ends when the last handle is dropped.
#[derive(Clone, Debug)]
pub struct Journal {
    requests: mpsc::Sender<Request>,
}

impl Journal {
    /// How many requests may wait; a sender waits beyond that.
    const WAITING: usize = 256;

    /// Opens or makes the file, brings its schema up to date and starts the owner thread. Blocks.
    ///
    /// # Errors
    /// Where the file cannot be opened, is damaged, or is of a newer version.
    pub fn open(path: &Path) -> Result<Self, JournalError> {
        let connection = schema::open(path)?;
        let (requests, inbox) = mpsc::channel(Self::WAITING);
        std::thread::Builder::new()
            .name("journal".to_owned())
            .spawn(move || owner::run(connection, inbox))
            .map_err(|error| JournalError::Row(error.to_string()))?;
        Ok(Self { requests })
    }

    async fn ask<T>(&self, request: impl FnOnce(Answer<T>) -> Request) -> Result<T, JournalError> {
        let (answer, wait) = oneshot::channel();
        self.requests.send(request(answer)).await.map_err(|_closed| JournalError::Closed)?;
        wait.await.map_err(|_closed| JournalError::Closed)?
    }

    /// Writes a job, all of its items and batches, in one transaction.
    ///
    /// # Errors
    /// See [`JournalError`]; then there is no job, and nothing may be sent.
    pub async fn begin(&self, confirmed: ConfirmedPlan) -> Result<Job, JournalError> {
        self.ask(|answer| Request::Begin(confirmed, answer)).await
    }

    /// Writes that a batch is about to be sent. Nothing of it may be sent before this answers.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn sending(&self, job: JobId, batch: u32) -> Result<(), JournalError> {
        self.ask(|answer| Request::Sending(job, batch, answer)).await
    }

    /// Writes outcomes by item position; `done` names the batch that has all of its outcomes with
    /// these. An item that has an end keeps it, unless that end was “unknown”.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn outcomes(
        &self,
        job: JobId,
        outcomes: Vec<(u32, Outcome)>,
        done: Option<u32>,
    ) -> Result<(), JournalError> {
        self.ask(|answer| Request::Outcomes(job, outcomes, done, answer)).await
    }

    /// Writes the end of a job.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn end(&self, job: JobId, state: JobState, at: i64) -> Result<Summary, JournalError> {
        self.ask(|answer| Request::End(job, state, at, answer)).await
    }

    /// A job with everything that a run needs.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn standing(&self, job: JobId) -> Result<Standing, JournalError> {
        self.ask(|answer| Request::Standing(job, answer)).await
    }

    /// Every job, newest first.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn summaries(&self) -> Result<Vec<Summary>, JournalError> {
        self.ask(Request::Summaries).await
    }

    /// One job's header and counts.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn summary(&self, job: JobId) -> Result<Summary, JournalError> {
        self.ask(|answer| Request::Summary(job, answer)).await
    }

    /// One job, item by item.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn receipt(&self, job: JobId) -> Result<Receipt, JournalError> {
        self.ask(|answer| Request::Receipt(job, answer)).await
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use super::*;
    use crate::model::confirm::{Confirmation, Stakes};
    use crate::model::job::Route;
    use crate::model::outcome::{Skip, Tally};
    use crate::model::plan::tests::{item, plan};

    fn confirmed(items: u8) -> ConfirmedPlan {
        let plan = Arc::new(plan((0..items).map(|number| item(number, true)).collect()));
        let stakes = Stakes { cloud_name: "demo".into(), production: false, account_total: None };
        let mut confirmation = Confirmation::new(plan, Route::Batches, stakes).unwrap();
        confirmation.ticked = true;
        confirmation.typed = confirmation.phrase().unwrap_or_default();
        confirmation.confirm(Duration::MAX, 7).unwrap()
    }

    #[tokio::test]
    async fn a_job_stands_in_a_reopened_file_as_it_was_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.sqlite");
        let journal = Journal::open(&path).unwrap();
        let job = journal.begin(confirmed(150)).await.unwrap();
        let id = job.header().id;
        journal.sending(id, 0).await.unwrap();
        let ends = vec![
            (0, Outcome::Deleted { copies: Some(3) }),
            (1, Outcome::AlreadyGone),
            (2, Outcome::Refused { reason: "no".into() }),
            (3, Outcome::Skipped { reason: Skip::Changed }),
            (4, Outcome::Unknown { reason: "cut off".into() }),
        ];
        journal.outcomes(id, ends.clone(), None).await.unwrap();
        drop(journal);

        let journal = Journal::open(&path).unwrap();
        let standing = journal.standing(id).await.unwrap();
        assert_eq!(standing.job.header(), job.header());
        assert_eq!(standing.job.items(), job.items());
        assert_eq!(standing.batches[0].1, BatchState::Sending);
        assert_eq!(standing.batches[1], (Batch { index: 1, items: 100..150 }, BatchState::Planned));
        let read: Vec<Outcome> = standing.outcomes.into_iter().flatten().collect();
        assert_eq!(read, ends.into_iter().map(|(_, outcome)| outcome).collect::<Vec<_>>());
    }

    #[tokio::test]
    async fn the_first_end_of_an_item_stands_unless_it_was_unknown() {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::open(&folder.path().join("journal.sqlite")).unwrap();
        let id = journal.begin(confirmed(2)).await.unwrap().header().id;
        let unknown = Outcome::Unknown { reason: String::new() };
        journal.outcomes(id, vec![(0, Outcome::AlreadyGone), (1, unknown)], None).await.unwrap();
        let deleted = Outcome::Deleted { copies: None };
        journal.outcomes(id, vec![(0, deleted.clone()), (1, deleted)], Some(0)).await.unwrap();
        let summary = journal.end(id, JobState::Done, 9).await.unwrap();
        assert_eq!(summary.tally, Tally { deleted: 1, already_gone: 1, ..Tally::default() });
        assert!(summary.adds_up());
        assert!(journal.sending(id, 0).await.is_err(), "a batch that is done is never sent again");
    }

    #[tokio::test]
    async fn a_damaged_or_newer_file_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let damaged = folder.path().join("damaged.sqlite");
        std::fs::write(&damaged, vec![b'x'; 8192]).unwrap();
        assert!(matches!(Journal::open(&damaged), Err(JournalError::Damaged(_))));
        assert_eq!(std::fs::read(&damaged).unwrap(), vec![b'x'; 8192]);

        let newer = folder.path().join("newer.sqlite");
        rusqlite::Connection::open(&newer).unwrap().pragma_update(None, "user_version", 99).unwrap();
        assert!(matches!(Journal::open(&newer), Err(JournalError::Newer(99))));
        assert!(matches!(
            Journal::open(&folder.path().join("no/such/folder")),
            Err(JournalError::ReadOnly(_))
        ));
    }
}
