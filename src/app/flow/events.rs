//! What the background tells of previews and jobs.

use std::sync::Arc;

use super::{
    Before, Ready, Source, Stage, State, conditions, open_review, plan_frozen, settle, sources, throw,
};
use crate::app::bin::Bin;
use crate::app::intent::{Effect, Intent};
use crate::app::page::Page;
use crate::app::state;
use crate::model::comparison::Compared;
use crate::model::job_id::JobId;
use crate::model::offer::Offer;
use crate::model::outcome::Tally;
use crate::model::plan::Plan;
use crate::model::preview::Preview;
use crate::model::problem::Problem;
use crate::model::receipt::Summary;
use crate::model::selector::Selector;
use crate::runtime::command::Command;
use crate::runtime::event::{Event, Instead, ListReport};

/// Takes one event of this page.
pub fn on_event(state: &mut state::State, event: Event) -> Vec<Effect> {
    match event {
        Event::Preview { generation, preview, report, instead } => {
            if generation == state.flow.generation && awaited(&state.flow) {
                return preview_came(state, preview, report, instead);
            }
            throw_preview(&mut state.bin, preview, report);
        }
        Event::Compared { generation, result } => {
            if generation == state.flow.generation && state.flow.arriving.is_some() {
                return compared(state, result);
            }
            state.bin.throw_large(result);
        }
        Event::Arranged { generation, shown } => {
            if let Stage::Ready(ready) = &mut state.flow.stage {
                ready.sight.take(generation, shown);
            }
        }
        Event::LinesArranged { generation, lines } => {
            if let Stage::Ready(ready) = &mut state.flow.stage {
                ready.lines.take(generation, lines);
            }
        }
        Event::Frozen { generation, result } => plan_frozen(state, generation, result),
        _ => {}
    }
    Vec::new()
}

/// Whether news of the preview may come. A complete one is looked at: nothing that comes late takes its
/// place.
fn awaited(flow: &State) -> bool {
    matches!(flow.stage, Stage::Counting { .. } | Stage::Incomplete { .. }) && flow.arriving.is_none()
}

fn throw_preview(bin: &mut Bin, preview: Preview, report: Option<Arc<ListReport>>) {
    if let Preview::Complete(plan) = preview {
        let pieces = plan.items().len();
        bin.throw(plan, pieces);
    }
    if let Some(report) = report {
        let pieces = report.found.len();
        bin.throw(report, pieces);
    }
}

fn preview_came(
    state: &mut state::State,
    preview: Preview,
    report: Option<Arc<ListReport>>,
    instead: Vec<Instead>,
) -> Vec<Effect> {
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
        Preview::Complete(plan) => return complete(state, plan, report, instead),
    };
    Vec::new()
}

/// Another source is counted, unless this was the last.
pub(super) fn complete(
    state: &mut state::State,
    plan: Arc<Plan>,
    report: Option<Arc<ListReport>>,
    instead: Vec<Instead>,
) -> Vec<Effect> {
    let sources = match sources::counted(state, Arc::clone(&plan), report) {
        Ok(sources) => sources,
        Err(effects) => return effects,
    };
    let route = Offer::suggested(&plan, &conditions(state));
    let mut ready = Box::new(Ready::new(plan, sources, route));
    (ready.number, ready.instead) = (state.flow.generation, instead);
    ready.asked_after = state.flow.asked_after;
    whole(state, ready)
}

/// What was counted before is compared with it first, a large one in the background.
fn whole(state: &mut state::State, mut ready: Box<Ready>) -> Vec<Effect> {
    let Some(Before { ready: before, .. }) = &state.flow.before else {
        state.flow.stage = Stage::Ready(ready);
        return Vec::new();
    };
    ready.take_over_offers(before);
    let large = before.is_large() || ready.is_large();
    let (before, left_out) = before.remembered();
    let (counted, found) = (Arc::clone(ready.counted()), Arc::clone(ready.found()));
    if large {
        state.flow.arriving = Some(ready);
        let generation = state.flow.generation;
        return vec![Command::Compare { generation, before, left_out, counted, found }.into()];
    }
    arrived(state, ready, Compared::of(&before, &left_out, &found, counted))
}

fn compared(state: &mut state::State, result: Result<Box<Compared>, Problem>) -> Vec<Effect> {
    let Some(ready) = state.flow.arriving.take() else { return Vec::new() };
    match result {
        Ok(compared) => arrived(state, ready, *compared),
        Err(problem) => {
            let preview =
                Preview::Incomplete { found: ready.found().items().len() as u64, problem, doubt: None };
            sources::count_all_anew(state, &ready);
            throw(&mut state.bin, ready);
            preview_came(state, preview, None, Vec::new())
        }
    }
}

fn arrived(state: &mut state::State, mut ready: Box<Ready>, compared: Compared) -> Vec<Effect> {
    let before = state.flow.before.take();
    let changes = before.as_ref().map(|before| ready.take_over(before, compared));
    state.flow.stage = Stage::Ready(ready);
    let mut effects = settle(state);
    if let Some(before) = before {
        let review = before.review;
        sources::replaced(state, before, changes.map(|changes| changes.words()));
        if review && changes.is_some_and(|changes| changes.are_none()) && state.page == Page::Flow {
            effects.extend(open_review(state));
        }
    }
    effects
}

/// A job that was not known is in the journal: the plan that was handed over, if one was.
pub fn job_queued(state: &mut state::State) -> Vec<Effect> {
    if std::mem::take(&mut state.flow.starting) { handed_over(state) } else { Vec::new() }
}

/// The plan that was confirmed is a job in the journal, and not needed any more: shows the job.
/// Another one that was made in the meantime stays.
fn handed_over(state: &mut state::State) -> Vec<Effect> {
    let Some(plan) = state.flow.handed_over.take() else { return Vec::new() };
    for aside in state.flow.aside.extract_if(.., |aside| aside.ready.frozen.is(&plan)) {
        throw(&mut state.bin, aside.ready);
    }
    if !matches!(&state.flow.stage, Stage::Ready(ready) if ready.frozen.is(&plan)) {
        return Vec::new();
    }
    let flow = &mut state.flow;
    let picked = |source: &Source| matches!(source.criteria.selector, Selector::Picked(_));
    let picked = flow.sources().iter().any(picked);
    if let Stage::Ready(ready) = std::mem::take(&mut flow.stage) {
        throw(&mut state.bin, ready);
    }
    flow.turn(&mut state.bin);
    flow.forget_sources();
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

/// Something was deleted in a product environment: plans that were counted there before may hold what
/// is gone.
pub fn on_deleted(state: &mut state::State, job: &Summary) {
    let Tally { deleted, extras, unknown, .. } = job.tally;
    if deleted + extras + unknown == 0 {
        return;
    }
    let flow = &mut state.flow;
    flow.deletions += 1;
    flow.last_deletion.insert(job.header.environment.product(), flow.deletions);
}

/// The receipt of a job is on screen: the news that it ended was read.
pub fn receipt_opened(state: &mut state::State, job: JobId) {
    if state.flow.ended.as_ref().is_some_and(|ended| ended.header.id == job) {
        state.flow.ended = None;
    }
}
