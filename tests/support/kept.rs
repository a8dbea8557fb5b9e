//! A whole receipt, read from the journal.

use std::sync::Arc;

use cloudsweep::journal::{Journal, Section};
use cloudsweep::model::job_id::JobId;

use crate::receipt::Receipt;

pub async fn kept(journal: &Journal, job: JobId) -> Receipt {
    let head = Arc::new(journal.receipt_head(job).await.unwrap());
    let mut rows = Vec::new();
    for section in [Section::Planned, Section::Extras, Section::LeftOut] {
        let mut after = None;
        loop {
            // Few at once, so that every receipt has more than one page.
            let part = journal.receipt_part(Arc::clone(&head), section, after, 7).await.unwrap();
            rows.extend(part.rows);
            if part.last.is_none() {
                break;
            }
            after = part.last;
        }
    }
    Receipt::new(head.summary.clone(), rows)
}
