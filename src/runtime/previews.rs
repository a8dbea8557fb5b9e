//! Building a plan in the background, one at a time.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::mpsc;
use tokio::task::AbortHandle;

use super::command::Generation;
use super::event::{Event, Instead, ListReport};
use super::hosts;
use super::news::News;
use super::outbox::Outbox;
use super::watched::{blocking, watched};
use crate::api::Client;
use crate::jobs::planner::{self, Planned};
use crate::jobs::preview_reader::{Counted, PreviewReader};
use crate::journal::Journal;
use crate::model::account::EnvironmentId;
use crate::model::criteria::Criteria;
use crate::model::plan::Plan;
use crate::model::preview::Preview;
use crate::model::problem::{DeletionProblem, Problem};
use crate::model::unix_time::UnixTime;
use crate::platform::clock::{self, Clock};

/// The plan that is being built.
struct Counting {
    generation: Generation,
    shared: Arc<Mutex<Shared>>,
    task: AbortHandle,
}

/// What the task knows so far.
#[derive(Default)]
struct Shared {
    found: u64,
    /// A plan that is doubted, until the user takes it as it is.
    doubted: Option<Doubted>,
}

struct Doubted {
    plan: Arc<Plan>,
    report: Option<Arc<ListReport>>,
    memory: Memory,
    listed: u64,
}

/// What the same criteria found last time, in the journal.
#[derive(Clone)]
struct Memory {
    journal: Option<Journal>,
    environment: EnvironmentId,
    criteria: Option<String>,
}

impl Memory {
    /// Without it a preview works as well; a list that shrank is then not noticed.
    async fn last(&self) -> Option<(u64, UnixTime)> {
        let (journal, criteria) = (self.journal.as_ref()?, self.criteria.clone()?);
        journal.last_preview(self.environment.clone(), criteria).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "what the last preview found could not be read");
            None
        })
    }

    async fn note(&self, listed: u64) {
        let (Some(journal), Some(criteria)) = (&self.journal, self.criteria.clone()) else { return };
        let noted = journal.note_preview(self.environment.clone(), criteria, listed, clock::now()).await;
        if let Err(error) = noted {
            tracing::warn!(%error, "what a preview found could not be written");
        }
    }
}

fn locked(shared: &Mutex<Shared>) -> std::sync::MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The plan that is being built, if one is.
pub(super) struct Previews {
    counting: Option<Counting>,
    journal: Result<Journal, Problem>,
    outbox: Outbox,
    news: mpsc::Sender<News>,
}

impl Previews {
    pub(super) fn new(
        journal: &Result<Journal, Problem>,
        outbox: &Outbox,
        news: &mpsc::Sender<News>,
    ) -> Self {
        Self { counting: None, journal: journal.clone(), outbox: outbox.clone(), news: news.clone() }
    }

    /// Begins with a plan. `reserve`: per cent of the hour's calls that are left alone.
    pub(super) fn begin(
        &mut self,
        client: Result<&Client, Problem>,
        reserve: u8,
        generation: Generation,
        criteria: Box<Criteria>,
        with: Option<Arc<Plan>>,
    ) {
        self.cancel_silently();
        let client = match client {
            Ok(client) => client.clone(),
            Err(problem) => {
                let preview = Preview::Incomplete { found: 0, problem, doubt: None };
                return self.outbox.post(Event::Preview {
                    generation,
                    preview,
                    report: None,
                    instead: Vec::new(),
                });
            }
        };
        let memory = Memory {
            journal: self.journal.clone().ok(),
            environment: client.environment().id(),
            criteria: criteria.key(),
        };
        let shared = Arc::<Mutex<Shared>>::default();
        let (known, outbox) = (Arc::clone(&shared), self.outbox.clone());
        let news = self.news.clone();
        let task = tokio::spawn(async move {
            let counting = move |Counted { found, indexed, until }| {
                let preview = Preview::Counting { found, indexed, until };
                Event::Preview { generation, preview, report: None, instead: Vec::new() }
            };
            outbox.send(counting(Counted::default())).await;
            let (teller, found) = (outbox.clone(), Arc::clone(&known));
            let tell = move |counted: Counted| {
                locked(&found).found = counted.found;
                teller.offer(counting(counted));
            };
            let reader = PreviewReader::new(&client, reserve, Clock::default(), tell);
            let built = watched(build(&reader, &criteria, with, memory, &known)).await;
            let (preview, report, instead) = built.unwrap_or_else(|problem| {
                let found = locked(&known).found;
                (Preview::Incomplete { found, problem, doubt: None }, None, Vec::new())
            });
            if let Preview::Complete(plan) = &preview {
                let seen = hosts::of_items(plan.items());
                drop(news.send(News::SeenOn(client.environment().id(), seen)).await);
            }
            outbox.send(Event::Preview { generation, preview, report, instead }).await;
        });
        self.counting = Some(Counting { generation, shared, task: task.abort_handle() });
    }

    /// Takes a source out of a plan.
    pub(super) fn take_out_source(&self, generation: Generation, plan: Arc<Plan>, at: usize) {
        let found = plan.items().len() as u64;
        let answer = move |preview| Event::Preview { generation, preview, report: None, instead: Vec::new() };
        let failed = move |problem| answer(Preview::Incomplete { found, problem, doubt: None });
        self.outbox.answer_or(failed, async move {
            let without = blocking(move || {
                let plan = plan.without_source(at)?;
                plan.prepare();
                Some(Arc::new(plan))
            });
            match without.await {
                Some(plan) => answer(Preview::Complete(plan)),
                None => failed(apart()),
            }
        });
    }

    /// The user cancelled.
    pub(super) fn cancel(&mut self) {
        let Some(counting) = self.counting.take().filter(|counting| !counting.task.is_finished()) else {
            return;
        };
        counting.task.abort();
        let problem = Problem::new(DeletionProblem::PreviewStopped);
        let found = locked(&counting.shared).found;
        let preview = Preview::Incomplete { found, problem, doubt: None };
        let generation = counting.generation;
        self.outbox.post(Event::Preview { generation, preview, report: None, instead: Vec::new() });
    }

    /// The user has seen both numbers, and takes the plan as it is.
    pub(super) fn accept(&mut self, generation: Generation) {
        let counting = self.counting.as_ref().filter(|counting| counting.generation == generation);
        let doubted = counting.and_then(|counting| locked(&counting.shared).doubted.take());
        let Some(Doubted { plan, report, memory, listed }) = doubted else { return };
        self.outbox.answer(async move {
            memory.note(listed).await;
            let preview = Preview::Complete(plan);
            Event::Preview { generation, preview, report, instead: Vec::new() }
        });
    }

    /// Another preview, or another environment, takes its place.
    pub(super) fn cancel_silently(&mut self) {
        if let Some(counting) = self.counting.take() {
            counting.task.abort();
        }
    }
}

async fn build(
    reader: &PreviewReader,
    criteria: &Criteria,
    with: Option<Arc<Plan>>,
    memory: Memory,
    shared: &Mutex<Shared>,
) -> (Preview, Option<Arc<ListReport>>, Vec<Instead>) {
    let last = memory.last().await;
    let planned = planner::plan(reader, criteria, last).await;
    let Planned { plan, report, listed, doubt, instead } = match planned {
        Ok(planned) => planned,
        Err(problem) => {
            let found = locked(shared).found;
            return (Preview::Incomplete { found, problem, doubt: None }, None, Vec::new());
        }
    };
    let united = blocking(move || {
        let plan = match with {
            Some(with) => with.united(&plan)?,
            None => plan,
        };
        plan.prepare();
        report.iter().for_each(ListReport::prepare);
        Some((Arc::new(plan), report.map(Arc::new)))
    });
    let Some((plan, report)) = united.await else {
        return (Preview::Incomplete { found: listed, problem: apart(), doubt: None }, None, Vec::new());
    };
    match doubt {
        None => {
            memory.note(listed).await;
            (Preview::Complete(plan), report, instead)
        }
        Some(doubt) => {
            if doubt.acceptable() {
                locked(shared).doubted = Some(Doubted { plan, report, memory, listed });
            }
            let (found, problem) = (doubt.found, Problem::new(doubt));
            (Preview::Incomplete { found, problem, doubt: Some(doubt) }, None, instead)
        }
    }
}

/// What was to be added is of another environment, or something else is to go of it. The window asks
/// for no such thing.
fn apart() -> Problem {
    Problem::new(DeletionProblem::Apart)
}
