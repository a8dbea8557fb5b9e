//! Receipts in parts: the same, whether they are read from the first row to the last or looked at by
//! views and pages.

use std::sync::Arc;

use super::*;
use crate::model::fixture::Receipt;
use crate::model::receipt::{Filter, PAGE, ReceiptHead, ReceiptRow, ReceiptView, Shown};

impl Journal {
    /// All of a receipt; what its views and pages have of it is compared.
    pub(crate) async fn receipt(&self, job: JobId) -> Result<Receipt, JournalError> {
        let head = Arc::new(self.receipt_head(job).await?);
        let mut rows = Vec::new();
        for section in [Section::Planned, Section::Extras, Section::LeftOut] {
            let mut after = None;
            loop {
                let part = self.receipt_part(Arc::clone(&head), section, after, 50).await?;
                rows.extend(part.rows);
                if part.last.is_none() {
                    break;
                }
                after = part.last;
            }
        }
        let receipt = Receipt::new(head.summary.clone(), rows);
        for filter in Filter::ALL {
            let lines = receipt.lines.iter().filter(|line| Filter::of(line) == filter);
            let lines: Vec<_> = lines.cloned().map(ReceiptRow::Planned).collect();
            assert_eq!(head.counts.of(filter), lines.len() as u64, "{filter:?}");
            assert_eq!(self.view(&head, Shown::Ended(filter), "").await?, lines, "{filter:?}");
        }
        let all: Vec<_> = receipt.lines.iter().cloned().map(ReceiptRow::Planned).collect();
        assert_eq!(self.view(&head, Shown::All, "").await?, all);
        let extras: Vec<_> = receipt.extras.iter().cloned().map(ReceiptRow::Extra).collect();
        assert_eq!(self.view(&head, Shown::Extras, "").await?, extras);
        let left_out: Vec<_> = receipt.left_out.iter().cloned().map(ReceiptRow::LeftOut).collect();
        assert_eq!(self.view(&head, Shown::LeftOut, "").await?, left_out);
        Ok(receipt)
    }

    /// The rows of a view, as the window asks for them.
    async fn view(
        &self,
        head: &Arc<ReceiptHead>,
        shown: Shown,
        search: &str,
    ) -> Result<Vec<ReceiptRow>, JournalError> {
        let view = ReceiptView { shown, search: search.to_owned() };
        let listed = self.list_receipt(Arc::clone(head), view.clone(), || true).await?.unwrap();
        assert_eq!(listed.view, view);
        assert_eq!(listed.first.len(), listed.positions.len().min(PAGE));
        let rest = listed.positions.part(PAGE..usize::MAX);
        let rest = self.receipt_rows(Arc::clone(head), shown, rest).await?;
        Ok(listed.first.into_iter().chain(rest).map(|row| row.expect("each is there")).collect())
    }
}

fn names(rows: &[ReceiptRow]) -> Vec<&str> {
    rows.iter()
        .map(|row| match row {
            ReceiptRow::Planned(line) => &*line.item.name.public_id,
            ReceiptRow::Extra(extra) => &*extra.public_id,
            ReceiptRow::LeftOut(item) => &*item.name.public_id,
        })
        .collect()
}

#[tokio::test]
async fn a_view_has_what_ended_like_this_and_holds_the_text() {
    let (_folder, journal, id) = begun(12).await;
    let refused = || Outcome::Refused { reason: "no".into() };
    let ends = vec![(0, Outcome::AlreadyGone), (1, refused()), (10, refused()), (11, Outcome::AlreadyGone)];
    let extras = vec![extra("new/DOCS/1", None, ExtraEnd::Deleted), extra("new/z", None, ExtraEnd::Gone)];
    journal.record(id, Record { batch: 0, outcomes: ends, extras, state: None }).await.unwrap();
    let head = Arc::new(journal.receipt_head(id).await.unwrap());
    let of = async |shown, text| journal.view(&head, shown, text).await.unwrap();
    assert_eq!(names(&of(Shown::All, "DOCS/1").await), ["docs/1", "docs/10", "docs/11"]);
    assert_eq!(names(&of(Shown::Ended(Filter::Refused), "").await), ["docs/1", "docs/10"]);
    assert_eq!(names(&of(Shown::Ended(Filter::Refused), " docs/10 ").await), ["docs/10"]);
    assert_eq!(of(Shown::Ended(Filter::Open), "").await.len(), 8);
    assert_eq!(names(&of(Shown::Extras, "docs").await), ["new/DOCS/1"]);
    assert!(of(Shown::All, "%").await.is_empty(), "a text is only that text");
    assert_eq!(journal.list_receipt(head, ReceiptView::default(), || false).await.unwrap(), None);
}

/// What comes after the head was read changes no line under it: its sums and its lines are of one moment.
#[tokio::test]
async fn the_lines_of_a_running_job_are_those_of_its_head() {
    let (_folder, journal, id) = begun(3).await;
    journal.record(id, record(vec![(0, Outcome::AlreadyGone)], None)).await.unwrap();
    let head = Arc::new(journal.receipt_head(id).await.unwrap());
    let (opened, listed) = journal.open_receipt(id, ReceiptView::default()).await.unwrap();
    assert_eq!((&opened, listed.first.len()), (&*head, 3));
    journal.record(id, record(vec![(1, Outcome::AlreadyGone)], None)).await.unwrap();
    assert_eq!(journal.view(&head, Shown::Ended(Filter::AlreadyGone), "").await.unwrap().len(), 1);
    let part = journal.receipt_part(Arc::clone(&head), Section::Planned, Some(0), 1).await.unwrap();
    let [ReceiptRow::Planned(line)] = &part.rows[..] else { panic!("{part:?}") };
    assert_eq!((line.outcome.as_ref(), part.last), (None, Some(1)));
    assert_eq!(journal.receipt(id).await.unwrap().summary.tally.already_gone, 2, "the next one has it");
}

#[tokio::test]
async fn what_a_job_left_undone_is_refused_or_unknown() {
    let (_folder, journal, id) = begun(4).await;
    let unknown = Outcome::Unknown { reason: Cause::CutOff.into() };
    let skipped = Outcome::Skipped { reason: Skip::Changed };
    let ends = vec![(0, unknown), (1, Outcome::Refused { reason: "no".into() }), (2, skipped)];
    journal.record(id, record(ends, None)).await.unwrap();
    let undone = journal.undone(id).await.unwrap();
    assert_eq!(undone, [item(0, true), item(1, true)]);
}
