//! What the background tells of previews and jobs.

use std::sync::Arc;

use super::{Before, Ready, Stage, conditions, open_review};
use crate::app::intent::{Effect, Intent};
use crate::app::page::Page;
use crate::app::state;
use crate::model::criteria::Criteria;
use crate::model::job_id::JobId;
use crate::model::offer::Offer;
use crate::model::plan::Plan;
use crate::model::preview::Preview;
use crate::model::problem::Problem;
use crate::model::receipt::Summary;
use crate::model::selector::Selector;
use crate::runtime::event::{Event, ListReport};

/// Takes one event of this page.
pub fn on_event(state: &mut state::State, event: Event) {
    match event {
        Event::Preview { generation, preview, report, instead } if generation == state.flow.generation => {
            preview_came(state, preview, report);
            if let Stage::Ready(ready) = &mut state.flow.stage {
                ready.instead = instead;
            }
        }
        _ => {}
    }
}

fn preview_came(state: &mut state::State, preview: Preview, report: Option<Arc<ListReport>>) {
    // A complete one is looked at: nothing that comes late takes its place.
    if matches!(state.flow.stage, Stage::Nothing | Stage::Ready(_)) {
        return;
    }
    state.flow.confirming = None;
    state.flow.stage = match preview {
        Preview::Counting { found, indexed, until } => Stage::Counting { found, indexed, until },
        Preview::Incomplete { found, problem, doubt } => {
            // Whoever reads why must ask for the review again.
            if let Some(before) = &mut state.flow.before {
                before.review = false;
            }
            Stage::Incomplete { found, problem, doubt }
        }
        Preview::Complete(plan) => return complete(state, plan, report),
    };
}

fn complete(state: &mut state::State, plan: Arc<Plan>, report: Option<Arc<ListReport>>) {
    let route = Offer::suggested(&plan, &conditions(state));
    let mut ready = Box::new(Ready::new(plan, report, route));
    ready.number = state.flow.generation;
    let before = state.flow.before.take();
    let mut review = false;
    if let Some(Before { ready: before, review: wanted }) = before {
        let changes = ready.take_over(&before);
        review = wanted && changes.are_none() && state.page == Page::Flow;
    }
    state.flow.stage = Stage::Ready(ready);
    if review {
        open_review(state);
    }
}

/// A job that was not known is in the journal: the plan that was handed over, if one was.
pub fn job_queued(state: &mut state::State) -> Vec<Effect> {
    if std::mem::take(&mut state.flow.starting) { handed_over(state) } else { Vec::new() }
}

/// The plan that was confirmed is a job in the journal, and not needed any more: shows the job.
/// Another one that was made in the meantime stays.
fn handed_over(state: &mut state::State) -> Vec<Effect> {
    let Some(plan) = state.flow.handed_over.take() else { return Vec::new() };
    state.flow.aside.retain(|aside| !Arc::ptr_eq(aside.ready.plan(), &plan));
    if !matches!(&state.flow.stage, Stage::Ready(ready) if Arc::ptr_eq(ready.plan(), &plan)) {
        return Vec::new();
    }
    let flow = &mut state.flow;
    let picked = |criteria: &Criteria| matches!(criteria.selector, Selector::Picked(_));
    let picked = flow.criteria.as_ref().is_some_and(picked);
    flow.generation += 1;
    (flow.stage, flow.criteria, flow.from) = (Stage::Nothing, None, None);
    flow.confirming = None;
    state.page = Page::Jobs;
    if picked { vec![Intent::Unselect.into()] } else { Vec::new() }
}

/// What was handed over could not be started.
pub fn job_refused(state: &mut state::State, problem: Problem) {
    state.flow.starting = false;
    state.flow.handed_over = None;
    state.flow.refused = Some(problem);
}

/// A job is at its end or halted, and the jobs know it: shows the receipt to whoever watched the only
/// job, and tells everybody else in the bar.
pub fn job_ended(state: &mut state::State, summary: Summary, halted: bool) -> Option<Intent> {
    let watching = state.page == Page::Jobs;
    if watching && !halted && state.jobs.is_empty() {
        return Some(Intent::OpenReceipt(summary.header.id));
    }
    state.flow.ended = (!watching || !halted).then_some(summary);
    None
}

/// The receipt of a job is on screen: the news that it ended was read.
pub fn receipt_opened(state: &mut state::State, job: JobId) {
    if state.flow.ended.as_ref().is_some_and(|ended| ended.header.id == job) {
        state.flow.ended = None;
    }
}
