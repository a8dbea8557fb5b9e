//! Building a plan in the background, one at a time.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::task::AbortHandle;

use super::command::Generation;
use super::event::Event;
use super::hub::Hub;
use crate::jobs::planner::{self, Planned};
use crate::model::criteria::Criteria;
use crate::model::plan::Preview;
use crate::model::problem::Problem;
use crate::platform::clock;

/// The plan that is being built.
pub(super) struct Counting {
    generation: Generation,
    found: Arc<AtomicU64>,
    task: AbortHandle,
}

impl Hub {
    pub(super) fn preview(&mut self, generation: Generation, criteria: Box<Criteria>) {
        self.drop_preview();
        let client = match self.client() {
            Ok(client) => client.clone(),
            Err(problem) => {
                let preview = Preview::Incomplete { found: 0, problem };
                return self.send(Event::Preview { generation, preview, report: None });
            }
        };
        let found = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&found);
        let outbox = self.outbox.clone();
        let task = tokio::spawn(async move {
            let counting =
                |found| Event::Preview { generation, preview: Preview::Counting { found }, report: None };
            outbox.send(counting(0)).await;
            let mut tell = |found| {
                counter.store(found, Ordering::Relaxed);
                outbox.offer(counting(found));
            };
            let environment = client.environment().id();
            let planned =
                planner::plan(&client.reader(), &environment, &criteria, clock::now, &mut tell).await;
            let found = counter.load(Ordering::Relaxed);
            let (preview, report) = match planned {
                Ok(Planned { plan, report }) => (Preview::Complete(Arc::new(plan)), report.map(Arc::new)),
                Err(problem) => (Preview::Incomplete { found, problem }, None),
            };
            outbox.send(Event::Preview { generation, preview, report }).await;
        });
        self.counting = Some(Counting { generation, found, task: task.abort_handle() });
    }

    /// A person cancelled.
    pub(super) fn cancel_preview(&mut self) {
        let Some(counting) = self.counting.take().filter(|counting| !counting.task.is_finished()) else {
            return;
        };
        counting.task.abort();
        let problem = Problem::nothing_changed(
            "You stopped the preview before it was complete.",
            "Preview again when you are ready.",
        );
        let preview = Preview::Incomplete { found: counting.found.load(Ordering::Relaxed), problem };
        self.send(Event::Preview { generation: counting.generation, preview, report: None });
    }

    /// Another preview, or another environment, takes its place.
    pub(super) fn drop_preview(&mut self) {
        if let Some(counting) = self.counting.take() {
            counting.task.abort();
        }
    }
}
