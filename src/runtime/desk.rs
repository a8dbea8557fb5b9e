//! Work on what the window shows that would take it too long: sorting, finding, comparing, freezing,
//! and freeing. Each question has a number, and what nobody waits for any more is not begun.

use std::any::Any;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::command::Generation;
use super::event::Event;
use super::outbox::Outbox;
use super::watched::blocking;
use crate::jobs::lines::Rows;
use crate::jobs::report::ListReport;
use crate::model::arrangement::Arrangement;
use crate::model::bits::Bits;
use crate::model::comparison::Compared;
use crate::model::plan::Plan;

/// The last questions of those kinds of which only the last matters.
#[derive(Default)]
struct Latest {
    items: Arc<AtomicU64>,
    lines: Arc<AtomicU64>,
    pub(super) receipt: Arc<AtomicU64>,
}

/// Frees what is large on a thread that may take its time.
pub(super) fn free(things: Vec<Box<dyn Any + Send>>) {
    drop(tokio::task::spawn_blocking(move || drop(things)));
}

/// Work on what the window shows.
pub(super) struct Desk {
    latest: Latest,
    outbox: Outbox,
}

impl Desk {
    pub(super) fn new(outbox: &Outbox) -> Self {
        Self { latest: Latest::default(), outbox: outbox.clone() }
    }

    pub(super) fn arrange(&self, generation: Generation, wanted: Box<Arrangement>) {
        let work = move || Event::Arranged { generation, shown: wanted.positions() };
        self.answer_latest(&self.latest.items, generation, work);
    }

    pub(super) fn arrange_lines(&self, generation: Generation, report: Arc<ListReport>, rows: Rows) {
        let work = move || Event::LinesArranged { generation, lines: report.lines(rows) };
        self.answer_latest(&self.latest.lines, generation, work);
    }

    pub(super) fn compare(&self, generation: Generation, work: impl FnOnce() -> Compared + Send + 'static) {
        let failed = move |problem| Event::Compared { generation, result: Err(problem) };
        self.outbox.answer_or(failed, async move {
            Event::Compared { generation, result: Ok(Box::new(blocking(work).await)) }
        });
    }

    pub(super) fn freeze(&self, generation: Generation, found: Arc<Plan>, left_out: Bits) {
        let failed = move |problem| Event::Frozen { generation, result: Err(problem) };
        self.outbox.answer_or(failed, async move {
            let plan = blocking(move || found.without(&left_out)).await;
            Event::Frozen { generation, result: Ok(Arc::new(plan)) }
        });
    }

    fn answer_latest(
        &self,
        latest: &Arc<AtomicU64>,
        generation: Generation,
        work: impl FnOnce() -> Event + Send + 'static,
    ) {
        latest.store(generation, Ordering::Relaxed);
        let (latest, outbox) = (Arc::clone(latest), self.outbox.clone());
        tokio::spawn(async move {
            let wanted = move || (latest.load(Ordering::Relaxed) == generation).then(work);
            if let Some(answer) = blocking(wanted).await {
                outbox.send(answer).await;
            }
        });
    }
}
