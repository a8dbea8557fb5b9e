//! What the background tells of previews and jobs.

use std::sync::Arc;

use super::{Ready, Stage, conditions, drop_plan};
use crate::model::plan::Preview;
use crate::model::problem::Problem;
use crate::model::receipt::Summary;
use crate::model::route::Offer;
use crate::runtime::command::Command;
use crate::runtime::event::{Event, ListReport};
use crate::ui::pages::{jobs, receipts};
use crate::ui::state::{self, Page};

/// Takes one event of this page.
pub fn on_event(state: &mut state::State, event: Event) -> Vec<Command> {
    match event {
        Event::Preview { generation, preview, report, instead } if generation == state.flow.generation => {
            preview_came(state, preview, report);
            if let Stage::Ready(ready) = &mut state.flow.stage {
                ready.instead = instead;
            }
        }
        Event::JobStarted(summary) => jobs::started(state, &summary),
        Event::JobQueued(summary) => {
            let new = state.jobs.find(summary.header.id).is_none();
            jobs::queued(state, &summary);
            if new && std::mem::take(&mut state.flow.starting) {
                handed_over(state);
            }
        }
        Event::JobRefused { job, problem } => {
            let known = job.is_some_and(|job| jobs::refused(state, job, &problem));
            if !known {
                state.flow.starting = false;
                state.flow.refused = Some(problem);
            }
        }
        Event::JobEnded { summary, problem } => return job_ended(state, summary, problem),
        _ => {}
    }
    Vec::new()
}

fn preview_came(state: &mut state::State, preview: Preview, report: Option<Arc<ListReport>>) {
    if matches!(state.flow.stage, Stage::Nothing) {
        return;
    }
    state.flow.stage = match preview {
        Preview::Counting { found, indexed, until } => Stage::Counting { found, indexed, until },
        Preview::Incomplete { found, problem, doubt } => Stage::Incomplete { found, problem, doubt },
        Preview::Complete(plan) => {
            let route = Offer::suggested(&plan, &conditions(state));
            Stage::Ready(Box::new(Ready::new(plan, report, route)))
        }
    };
    state.flow.confirming = None;
}

/// The plan that was confirmed is a job in the journal, and not needed any more: shows the job.
fn handed_over(state: &mut state::State) {
    drop_plan(state);
    state.page = Page::Jobs;
}

/// Shows the receipt to whoever watched the only job; tells everybody else in the bar.
fn job_ended(state: &mut state::State, summary: Summary, problem: Option<Problem>) -> Vec<Command> {
    let id = summary.header.id;
    let halted = problem.is_some();
    jobs::ended(state, &summary, problem);
    let refreshed = receipts::job_ended(state, id);
    let watching = state.page == Page::Jobs;
    if watching && !halted && state.jobs.is_empty() {
        receipts::open(state, id)
    } else {
        state.flow.ended = (!watching || !halted).then_some(summary);
        refreshed
    }
}
