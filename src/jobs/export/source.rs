//! Where an export has its rows from: the journal, a page after the other. However long a receipt is, no
//! more than a page of it is in memory.

use std::io;
use std::sync::Arc;

use tokio::runtime::Handle;

use crate::journal::{Journal, JournalError, Section};
use crate::model::job_id::JobId;
use crate::model::receipt::{ReceiptHead, ReceiptRow, Summary};

/// Rows that are read at once.
const AT_ONCE: usize = 1_000;

/// A receipt that is to be written.
pub trait Source {
    /// Header and sums.
    fn summary(&self) -> &Summary;

    /// How many rows a section has.
    fn number_of(&self, section: Section) -> u64;

    /// Each row of a section, in order, or why there are no more.
    fn rows(&self, section: Section) -> impl Iterator<Item = io::Result<ReceiptRow>>;
}

/// A receipt in the journal, as it was when its head was read. Only for threads that may wait.
pub struct JournalSource {
    journal: Journal,
    head: Arc<ReceiptHead>,
    threads: Handle,
}

impl JournalSource {
    /// Reads the head of a receipt. Its rows are waited for on the runtime that this is called on.
    ///
    /// # Errors
    /// See [`JournalError`].
    pub async fn open(journal: Journal, job: JobId) -> Result<Self, JournalError> {
        let head = Arc::new(journal.receipt_head(job).await?);
        Ok(Self { journal, head, threads: Handle::current() })
    }

    /// The rows behind a position, and the position of the last one.
    fn page(&self, section: Section, after: Option<i64>) -> io::Result<(Vec<ReceiptRow>, Option<i64>)> {
        let part = self.journal.receipt_part(Arc::clone(&self.head), section, after, AT_ONCE);
        let part = self.threads.block_on(part).map_err(io::Error::other)?;
        Ok((part.rows, part.last))
    }
}

impl Source for JournalSource {
    fn summary(&self) -> &Summary {
        &self.head.summary
    }

    fn number_of(&self, section: Section) -> u64 {
        match section {
            Section::Planned => self.head.counts.total(),
            Section::Extras => self.head.extras,
            Section::LeftOut => self.head.left_out,
        }
    }

    fn rows(&self, section: Section) -> impl Iterator<Item = io::Result<ReceiptRow>> {
        let (mut page, mut after, mut ended) = (Vec::new().into_iter(), None, false);
        std::iter::from_fn(move || {
            loop {
                if let Some(row) = page.next() {
                    return Some(Ok(row));
                }
                if ended {
                    return None;
                }
                match self.page(section, after) {
                    Ok((rows, last)) => {
                        (page, after, ended) = (rows.into_iter(), last, last.is_none());
                    }
                    Err(error) => {
                        ended = true;
                        return Some(Err(error));
                    }
                }
            }
        })
    }
}
