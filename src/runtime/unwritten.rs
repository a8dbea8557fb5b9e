//! What the server told and the journal did not take: the disk was full, or another program held the
//! file. It is kept while the program runs, written as soon as that is possible, and once more when the
//! program ends: what is lost is asked about at the next start, and told less exactly.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;

use crate::journal::{Journal, JournalError, Record};
use crate::model::job_id::JobId;
use crate::model::problem::Problem;

/// Between two attempts, at first and at most.
const PAUSES: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));
/// How long the end of the program waits for it.
const LAST: Duration = Duration::from_millis(1500);

/// Records of one job, in the order in which they were told; every clone holds the same ones.
#[derive(Clone, Default)]
pub(super) struct Unwritten(Arc<Mutex<VecDeque<Record>>>);

impl Unwritten {
    fn new(records: Vec<Record>) -> Self {
        Self(Arc::new(Mutex::new(records.into())))
    }

    /// Writes each of them once, whoever else tries at the same time: an asset beyond the plan that is
    /// written twice counts as two.
    ///
    /// # Errors
    /// See [`JournalError`]. What is not written yet stays here.
    pub(super) async fn write(&self, journal: &Journal, job: JobId) -> Result<(), JournalError> {
        let mut records = self.0.lock().await;
        while let Some(record) = records.front() {
            journal.record(job, record.clone()).await?;
            records.pop_front();
        }
        Ok(())
    }
}

/// What was not written yet, by job.
pub(super) struct UnwrittenJobs {
    journal: Result<Journal, Problem>,
    by_job: HashMap<JobId, Unwritten>,
}

impl UnwrittenJobs {
    pub(super) fn new(journal: Result<Journal, Problem>) -> Self {
        Self { journal, by_job: HashMap::new() }
    }

    /// What there is of a job.
    pub(super) fn of(&self, job: JobId) -> Unwritten {
        self.by_job.get(&job).cloned().unwrap_or_default()
    }

    /// Everything of a job is written.
    pub(super) fn forget(&mut self, job: JobId) {
        self.by_job.remove(&job);
    }

    /// Keeps what a halted run could not write, and tries again until it is written, or never can be.
    pub(super) fn keep(&mut self, job: JobId, records: Vec<Record>) {
        if records.is_empty() {
            return;
        }
        let unwritten = Unwritten::new(records);
        self.by_job.insert(job, unwritten.clone());
        let Ok(journal) = self.journal.clone() else { return };
        tokio::spawn(async move {
            let mut pause = PAUSES.0;
            loop {
                tokio::time::sleep(pause).await;
                match unwritten.write(&journal, job).await {
                    // Or the program ends.
                    Ok(()) | Err(JournalError::Closed) => return,
                    Err(error) => {
                        tracing::warn!(%job, %error, "not written yet");
                        if error.is_of_one_job() {
                            return;
                        }
                    }
                }
                pause = (pause * 2).min(PAUSES.1);
            }
        });
    }

    /// The program ends: the last attempt.
    pub(super) async fn write_what_is_left(&mut self) {
        let Ok(journal) = self.journal.clone() else { return };
        let left = std::mem::take(&mut self.by_job);
        // A task of its own: one that is cut off between a record and the next would leave it to be
        // written again.
        let all = tokio::spawn(async move {
            for (job, unwritten) in left {
                if let Err(error) = unwritten.write(&journal, job).await {
                    tracing::warn!(%job, %error, "answers are lost, and will be asked for");
                }
            }
        });
        let _ = tokio::time::timeout(LAST, all).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::tests::{End, confirmed};
    use crate::model::asset::ResourceType;
    use crate::model::receipt::{Extra, ExtraEnd};

    /// As the answer to a sweep names it: by public ID alone.
    fn told(public_id: &str) -> Record {
        let extra = Extra {
            resource_type: ResourceType::Image,
            delivery_type: None,
            public_id: public_id.into(),
            asset_id: None,
            end: ExtraEnd::Deleted,
        };
        Record { extras: vec![extra], ..Record::default() }
    }

    #[tokio::test]
    async fn what_is_written_is_not_written_again() {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::open(&folder.path().join("journal.sqlite")).unwrap();
        let job = journal.begin(confirmed(1)).await.unwrap().header().id;
        let unwritten = Unwritten::new(vec![told("one")]);
        let other = unwritten.clone();
        let (first, second) = tokio::join!(unwritten.write(&journal, job), other.write(&journal, job));
        assert!(first.is_ok() && second.is_ok());
        unwritten.write(&journal, job).await.unwrap();
        assert_eq!(journal.receipt(job).await.unwrap().extras.len(), 1);
    }

    #[tokio::test]
    async fn what_was_written_before_a_failure_is_not_written_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.sqlite");
        // The job is the first write, and the second record the third.
        let journal = Journal::open_until(&path, 3, End::ReadOnly).unwrap();
        let job = journal.begin(confirmed(1)).await.unwrap().header().id;
        let unwritten = Unwritten::new(vec![told("one"), told("two")]);
        assert!(unwritten.write(&journal, job).await.is_err());
        drop(journal);
        let journal = Journal::open(&path).unwrap();
        unwritten.write(&journal, job).await.unwrap();
        let names: Vec<_> =
            journal.receipt(job).await.unwrap().extras.into_iter().map(|extra| extra.public_id).collect();
        assert_eq!(names, ["one".into(), "two".into()]);
    }
}
