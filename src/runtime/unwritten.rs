//! What the server told and the journal did not take: the disk was full, or another program held the
//! file. It is kept while the program runs, written as soon as that is possible, and once more when the
//! program ends: what is lost is asked about at the next start, and told less exactly.

use std::time::Duration;

use super::hub::Hub;
use crate::journal::{Journal, JournalError, Record};
use crate::model::job_id::JobId;

/// Between two attempts, at first and at most.
const PAUSES: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));
/// How long the end of the program waits for it.
const LAST: Duration = Duration::from_millis(1500);

impl Hub {
    /// Keeps what a halted run could not write, and tries again until it is written. How far the batches
    /// are is written when the job goes on: it may have gone on when a late attempt succeeds.
    pub(super) fn keep_unwritten(&mut self, job: JobId, records: Vec<Record>) {
        if records.is_empty() {
            return;
        }
        let ends: Vec<Record> =
            records.iter().map(|record| Record { state: None, ..record.clone() }).collect();
        self.unwritten.insert(job, records);
        let Ok(journal) = self.journal.clone() else { return };
        tokio::spawn(async move {
            let mut pause = PAUSES.0;
            loop {
                tokio::time::sleep(pause).await;
                match write(&journal, job, &ends).await {
                    // Or the program ends.
                    Ok(()) | Err(JournalError::Closed) => return,
                    Err(error) => tracing::warn!(%job, %error, "not written yet"),
                }
                pause = (pause * 2).min(PAUSES.1);
            }
        });
    }

    /// The program ends: the last attempt.
    pub(super) async fn write_what_is_left(&mut self) {
        let Ok(journal) = self.journal.clone() else { return };
        let left = std::mem::take(&mut self.unwritten);
        let all = async {
            for (job, records) in left {
                if let Err(error) = write(&journal, job, &records).await {
                    tracing::warn!(%job, %error, "answers are lost, and will be asked for");
                }
            }
        };
        let _ = tokio::time::timeout(LAST, all).await;
    }
}

/// An end that is written already stays.
async fn write(journal: &Journal, job: JobId, records: &[Record]) -> Result<(), JournalError> {
    for record in records {
        journal.record(job, record.clone()).await?;
    }
    Ok(())
}
