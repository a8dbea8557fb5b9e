//! Work on what the window shows that would take it too long: sorting, finding, comparing, freezing,
//! and freeing. Each question has a number, and what nobody waits for any more is not begun.

use std::any::Any;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::command::{Command, Generation};
use super::event::Event;
use super::outbox::Outbox;
use super::watched::{blocking, watched};
use crate::model::comparison::Compared;
use crate::model::problem::Problem;

/// The last questions of those kinds of which only the last matters.
#[derive(Default)]
struct Latest {
    items: Arc<AtomicU64>,
    lines: Arc<AtomicU64>,
}

/// Frees what is large on a thread that may take its time.
pub(super) fn free(things: Vec<Box<dyn Any + Send>>) {
    drop(tokio::task::spawn_blocking(move || drop(things)));
}

/// Works out what a command asks of what the window shows. `None` for a command that asks for something
/// else.
pub fn answer(command: Command) -> Option<Event> {
    Some(match command {
        Command::Arrange { generation, wanted } => Event::Arranged { generation, shown: wanted.positions() },
        Command::ArrangeLines { generation, report, rows } => {
            Event::LinesArranged { generation, lines: report.lines(rows) }
        }
        Command::Compare { generation, before, left_out, counted, found } => {
            let compared = Compared::of(&before, &left_out, &found, counted);
            Event::Compared { generation, result: Ok(Box::new(compared)) }
        }
        Command::Freeze { generation, found, left_out } => {
            Event::Frozen { generation, result: Ok(Arc::new(found.without(&left_out))) }
        }
        _ => return None,
    })
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

    /// Has it worked out in the background. Of arrangements, only the last is wanted.
    pub(super) fn work_out(&self, command: Command) {
        match command {
            Command::Arrange { generation, .. } => {
                self.answer_latest(&self.latest.items, generation, command);
            }
            Command::ArrangeLines { generation, .. } => {
                self.answer_latest(&self.latest.lines, generation, command);
            }
            Command::Compare { generation, .. } => {
                self.work_out_or(command, move |problem| Event::Compared {
                    generation,
                    result: Err(problem),
                });
            }
            Command::Freeze { generation, .. } => {
                self.work_out_or(command, move |problem| Event::Frozen { generation, result: Err(problem) });
            }
            _ => {}
        }
    }

    fn work_out_or(&self, command: Command, failed: impl FnOnce(Problem) -> Event + Send + 'static) {
        let outbox = self.outbox.clone();
        tokio::spawn(async move {
            let answered = watched(blocking(move || answer(command))).await;
            if let Some(event) = answered.unwrap_or_else(|problem| Some(failed(problem))) {
                outbox.send(event).await;
            }
        });
    }

    fn answer_latest(&self, latest: &Arc<AtomicU64>, generation: Generation, command: Command) {
        latest.store(generation, Ordering::Relaxed);
        let (latest, outbox) = (Arc::clone(latest), self.outbox.clone());
        tokio::spawn(async move {
            let wanted = move || latest.load(Ordering::Relaxed) == generation;
            if let Some(event) = blocking(move || wanted().then(|| answer(command)).flatten()).await {
                outbox.send(event).await;
            }
        });
    }
}
