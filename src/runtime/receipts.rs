//! Receipts: their heads, some of their lines at a time, and the files made of them.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::command::{ExportForm, Generation};
use super::event::{Event, HITS};
use super::outbox::Outbox;
use super::watched::{blocking, told};
use crate::jobs::export::{self, JournalSource, Source};
use crate::journal::{Journal, JournalError};
use crate::model::criteria::Criteria;
use crate::model::item::Items;
use crate::model::job::JobHeader;
use crate::model::job_id::JobId;
use crate::model::problem::Problem;
use crate::model::receipt::{ReceiptHead, ReceiptView, Shown};
use crate::platform::paths::Paths;

/// What is read from the journal for the window, and written into files.
pub(super) struct Receipts {
    /// Where the program keeps its own: no receipt is written there.
    paths: Paths,
    journal: Result<Journal, Problem>,
    outbox: Outbox,
    /// The latest view of a receipt's rows that was asked for.
    latest: Arc<AtomicU64>,
}

impl Receipts {
    pub(super) fn new(paths: &Paths, journal: &Result<Journal, Problem>, outbox: &Outbox) -> Self {
        Self {
            paths: paths.clone(),
            journal: journal.clone(),
            outbox: outbox.clone(),
            latest: Arc::default(),
        }
    }

    pub(super) fn list(&self) {
        let answer = self.ask_journal(|journal| async move { journal.summaries().await });
        self.outbox.answer(async move { Event::Receipts(answer.await) });
    }

    pub(super) fn search(&self, generation: Generation, text: String) {
        let answer = self.ask_journal(move |journal| async move { journal.search(text, HITS).await });
        self.outbox.answer(async move { Event::ReceiptsFound { generation, result: answer.await } });
    }

    pub(super) fn open(&self, job: JobId, view: ReceiptView) {
        let answer = self.ask_journal(move |journal| async move {
            let (head, rows) = journal.open_receipt(job, view).await?;
            Ok((Arc::new(head), rows))
        });
        self.outbox.answer(async move { Event::Receipt { job, result: answer.await } });
    }

    /// Of views that are asked for one after the other, only the last is wanted.
    pub(super) fn list_rows(&self, generation: Generation, head: Arc<ReceiptHead>, view: ReceiptView) {
        let latest = Arc::clone(&self.latest);
        latest.store(generation, Ordering::Relaxed);
        let wanted = move || latest.load(Ordering::Relaxed) == generation;
        let listed =
            self.ask_journal(move |journal| async move { journal.list_receipt(head, view, wanted).await });
        let outbox = self.outbox.clone();
        tokio::spawn(async move {
            if let Some(result) = listed.await.transpose() {
                outbox.send(Event::ReceiptListed { generation, result }).await;
            }
        });
    }

    pub(super) fn read_rows(
        &self,
        generation: Generation,
        head: Arc<ReceiptHead>,
        shown: Shown,
        positions: Vec<i64>,
    ) {
        let answer = self
            .ask_journal(move |journal| async move { journal.receipt_rows(head, shown, positions).await });
        self.outbox.answer(async move { Event::ReceiptRows { generation, result: answer.await } });
    }

    pub(super) fn read_undone(&self, generation: Generation, header: Box<JobHeader>) {
        let answer = self.ask_journal(move |journal| async move {
            let items = journal.undone(header.id).await?;
            Ok((!items.is_empty()).then(|| Box::new(Criteria::again(&header, Items::from(items)))))
        });
        self.outbox.answer(async move { Event::Undone { generation, result: answer.await } });
    }

    pub(super) fn export(&self, generation: Generation, job: JobId, form: ExportForm, path: PathBuf) {
        let own = self.paths.clone();
        let opened = self.ask_journal(move |journal| JournalSource::open(journal, job));
        self.outbox.answer(async move {
            let result = match opened.await {
                Ok(receipt) => told(blocking(move || write(&receipt, form, path, &own))).await,
                Err(problem) => Err(problem),
            };
            Event::Exported { generation, result }
        });
    }

    /// Asks the journal, if there is one.
    fn ask_journal<T, A, Q>(
        &self,
        question: Q,
    ) -> impl Future<Output = Result<T, Problem>> + Send + use<T, A, Q>
    where
        A: Future<Output = Result<T, JournalError>> + Send,
        Q: FnOnce(Journal) -> A + Send,
    {
        let journal = self.journal.clone();
        told(async move { question(journal?).await.map_err(|error| error.problem()) })
    }
}

fn write(receipt: &impl Source, form: ExportForm, path: PathBuf, own: &Paths) -> Result<PathBuf, Problem> {
    export::to_file(&path, own, |file| match form {
        ExportForm::Csv => export::csv(receipt, file),
        ExportForm::Json => export::json(receipt, file),
        ExportForm::Html => export::html(receipt, file),
        ExportForm::SupportList => export::support_list(receipt, file),
    })?;
    Ok(path)
}
