//! Ending jobs that do not run.

use super::seals;
use super::unwritten::Unwritten;
use crate::journal::{Journal, JournalError};
use crate::model::job::JobHeader;
use crate::model::job_id::JobId;
use crate::model::receipt::Summary;
use crate::model::unsettled::Unsettled;
use crate::platform::clock;

/// Ends a job of which nothing is in doubt; one of which a row is damaged is put aside. `told`: it does
/// not count as confirmed here, and neither do the ends that are written of it.
pub(super) async fn abandon(
    journal: &Journal,
    job: JobId,
    told: Option<JobHeader>,
    unwritten: &Unwritten,
) -> Result<Option<Summary>, JournalError> {
    seals::adopt(journal, told).await?;
    let ended = async {
        unwritten.write(journal, job).await?;
        journal.abandon(job, clock::now()).await
    };
    match ended.await {
        Err(error) => aside_if_damaged(journal, job, error).await.map(Some),
        ended => ended,
    }
}

/// A user stops a job, and `error` came of it: if a part of its record is damaged, it is put aside.
///
/// # Errors
/// Any other one that came, and where it cannot be put aside.
pub(super) async fn aside_if_damaged(
    journal: &Journal,
    job: JobId,
    error: JournalError,
) -> Result<Summary, JournalError> {
    if error.is_of_one_job() { journal.put_aside(job).await } else { Err(error) }
}

/// Ends a job about which nobody can be asked.
///
/// # Errors
/// See [`JournalError`].
pub(super) async fn abandon_in_doubt(
    journal: &Journal,
    job: JobId,
    reason: Unsettled,
    unwritten: &Unwritten,
) -> Result<Summary, JournalError> {
    unwritten.write(journal, job).await?;
    journal.abandon_in_doubt(job, reason, clock::now()).await
}
