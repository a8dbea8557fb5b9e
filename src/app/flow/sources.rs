//! What a plan is made of. Each source was asked for by a form, the library or a receipt; they are
//! counted in turn, and the plan is the union of all of them. One that is not complete keeps the plan
//! from being reviewed until it is counted once more or taken out.

use std::sync::Arc;

use super::anew::{Because, Before};
use super::events::complete;
use super::{Layout, Ready, Stage, State, aside, discard, settle, throw};
use crate::app::filled::Filled;
use crate::app::intent::{Effect, Intent};
use crate::app::page::{FormKind, Page};
use crate::app::state;
use crate::model::criteria::Criteria;
use crate::model::plan::Plan;
use crate::model::what::What;
use crate::runtime::command::Command;
use crate::runtime::event::ListReport;

/// One way of finding what the plan is to hold.
#[derive(Clone, Debug)]
pub struct Source {
    /// What is asked for, so that it can be asked again.
    pub criteria: Arc<Criteria>,
    /// The form that asked, as it was filled.
    pub from: Option<Filled>,
    /// Row by row, for lists that were counted.
    pub report: Option<Arc<ListReport>>,
    /// Whether what was counted so far holds it.
    counted: bool,
}

impl Source {
    fn new(state: &state::State, criteria: Criteria, from: Option<FormKind>) -> Self {
        let from = from.map(|kind| Filled::of(&state.forms, kind));
        Self { criteria: Arc::new(criteria), from, report: None, counted: false }
    }

    /// The same, not counted.
    fn anew(&self) -> Self {
        Self { report: None, counted: false, ..self.clone() }
    }

    /// Whether it was counted to its end.
    pub fn is_complete(&self) -> bool {
        self.counted
    }
}

impl State {
    /// What the plan is made of, in the order in which it came.
    pub fn sources(&self) -> &[Source] {
        match &self.stage {
            Stage::Ready(ready) => &ready.sources,
            Stage::Nothing | Stage::Counting { .. } | Stage::Incomplete { .. } => &self.asked,
        }
    }

    /// The form that the plan came from, where that is all of it.
    pub fn form(&self) -> Option<FormKind> {
        match self.sources() {
            [Source { from: Some(filled), .. }] => Some(filled.kind),
            _ => None,
        }
    }

    /// Nothing of what is asked for counts as counted, and all of it will be as of now.
    fn ask_all_anew(&mut self) {
        self.asked.iter_mut().for_each(|source| *source = source.anew());
        self.asked_after = self.deletions;
    }

    /// Forgets what was asked for.
    pub(super) fn forget_sources(&mut self) {
        self.asked.clear();
        self.so_far = None;
    }
}

/// Asks for a preview of one source alone.
pub(super) fn ask_for(state: &mut state::State, criteria: Criteria, from: Option<FormKind>) -> Vec<Effect> {
    let source = Source::new(state, criteria, from);
    let flow = &mut state.flow;
    flow.asked = vec![source];
    flow.asked_after = flow.deletions;
    count_next(state)
}

/// The sources of a plan are to be counted once more.
pub(super) fn count_all_anew(state: &mut state::State, ready: &Ready) {
    state.flow.asked.clone_from(&ready.sources);
    state.flow.ask_all_anew();
}

/// Counts the first source that is not complete, or all of them anew. What was asked for before is
/// waited for no more.
pub(super) fn count_next(state: &mut state::State) -> Vec<Effect> {
    let flow = &mut state.flow;
    flow.turn(&mut state.bin);
    flow.stage = Stage::Counting { found: 0, indexed: None, until: None };
    (flow.confirming, flow.refused) = (None, None);
    if flow.asked.iter().all(Source::is_complete) {
        flow.ask_all_anew();
    }
    // What was counted comes first.
    if flow.asked.first().is_some_and(|source| !source.counted) {
        flow.so_far = None;
    }
    let Some(source) = flow.asked.iter().find(|source| !source.counted) else { return Vec::new() };
    let criteria = Box::new(Criteria::clone(&source.criteria));
    let (generation, with) = (flow.generation, flow.so_far.clone());
    vec![Command::Preview { generation, criteria, with }.into()]
}

/// The source that was being counted is complete; `plan` holds it and those before it. Gives the next
/// question, or the plan's sources where there is none.
pub(super) fn counted(
    state: &mut state::State,
    plan: Arc<Plan>,
    report: Option<Arc<ListReport>>,
) -> Result<Vec<Source>, Vec<Effect>> {
    let flow = &mut state.flow;
    if let Some(source) = flow.asked.iter_mut().find(|source| !source.counted) {
        (source.counted, source.report) = (true, report);
    }
    if flow.asked.iter().all(Source::is_complete) {
        flow.so_far = None;
        return Ok(std::mem::take(&mut flow.asked));
    }
    flow.so_far = Some(plan);
    Err(count_next(state))
}

/// The plan to which more of the same can be added: the one that stands, or else the one that is
/// offered. `what`: what is to go of the assets that would be added.
pub fn could_take(state: &state::State, what: What) -> Option<&Ready> {
    let flow = &state.flow;
    let ready = match &flow.stage {
        Stage::Ready(ready) => ready,
        Stage::Nothing => &aside::offered(state)?.ready,
        Stage::Counting { .. } | Stage::Incomplete { .. } => return None,
    };
    let open = state.open_id();
    let plan = ready.found();
    let fits = plan.what() == what && open.as_ref() == Some(plan.environment());
    (fits && !plan.items().is_empty() && !flow.starting).then_some(&**ready)
}

/// Adds what a form or the library asks for to the plan. Without a plan that could take it, it becomes
/// one of its own.
pub fn add(state: &mut state::State, criteria: Criteria, from: Option<FormKind>) -> Vec<Effect> {
    if could_take(state, criteria.what).is_none() {
        return super::start(state, criteria, from);
    }
    let Some(ready) = aside::take_standing(state) else { return Vec::new() };
    // The CDN is cleared for all of a plan or for none of it.
    let invalidate = ready.counted().invalidate();
    let mut source = Source::new(state, Criteria { invalidate, ..criteria }, from);
    if let Some(filled) = &mut source.from {
        filled.form.invalidate = invalidate;
    }
    let flow = &mut state.flow;
    flow.asked.clone_from(&ready.sources);
    flow.asked.push(source);
    flow.asked_after = ready.asked_after;
    flow.so_far = Some(Arc::clone(ready.counted()));
    flow.before = Some(Before { ready, review: false, because: Because::Added });
    state.page = Page::Flow;
    count_next(state)
}

/// Takes a source out of the plan: what no other one found goes with it. A form that is all that is
/// left of the plan holds what the plan was chosen by.
pub(super) fn take_out(state: &mut state::State, at: usize) -> Vec<Effect> {
    let flow = &state.flow;
    if at >= flow.sources().len() || flow.starting || flow.confirming.is_some() {
        return Vec::new();
    }
    let mut effects = without(state, at);
    effects.extend(refill(state));
    effects
}

fn without(state: &mut state::State, at: usize) -> Vec<Effect> {
    let flow = &mut state.flow;
    match std::mem::take(&mut flow.stage) {
        Stage::Ready(ready) if ready.sources.len() > 1 => take_out_of(state, ready, at),
        Stage::Incomplete { .. } if flow.asked.len() > 1 => {
            let complete = flow.asked.remove(at).counted;
            flow.stage = Stage::Counting { found: 0, indexed: None, until: None };
            if let Some(before) = &mut flow.before
                && at < before.ready.sources.len()
            {
                before.because = Because::TakenOut;
            }
            if complete {
                // What is left has to be counted without it.
                flow.ask_all_anew();
                return count_next(state);
            }
            without_incomplete(state)
        }
        counting @ Stage::Counting { .. } => {
            flow.stage = counting;
            Vec::new()
        }
        alone => {
            flow.stage = alone;
            discard(state)
        }
    }
}

fn take_out_of(state: &mut state::State, ready: Box<Ready>, at: usize) -> Vec<Effect> {
    let flow = &mut state.flow;
    flow.turn(&mut state.bin);
    let mut sources = ready.sources.clone();
    sources.remove(at);
    let (counted, large) = (Arc::clone(ready.counted()), ready.is_large());
    let found = counted.items().len() as u64;
    flow.asked_after = ready.asked_after;
    flow.before = Some(Before { ready, review: false, because: Because::TakenOut });
    flow.asked = sources;
    flow.stage = Stage::Counting { found, indexed: None, until: None };
    if large {
        let generation = flow.generation;
        return vec![Command::TakeOutSource { generation, plan: counted, at }.into()];
    }
    let Some(plan) = counted.without_source(at) else { return Vec::new() };
    complete(state, Arc::new(plan), None, Vec::new())
}

/// The source that stood in the way is out of it: the next one is counted, or the plan is as it was.
fn without_incomplete(state: &mut state::State) -> Vec<Effect> {
    let flow = &mut state.flow;
    if flow.asked.iter().any(|source| !source.counted) {
        return count_next(state);
    }
    let Some(plan) = flow.so_far.take() else { return Vec::new() };
    if let Some(before) = flow.before.take_if(|before| Arc::ptr_eq(before.ready.counted(), &plan)) {
        flow.turn(&mut state.bin);
        flow.asked.clear();
        let mut ready = before.ready;
        ready.ask_again();
        flow.stage = Stage::Ready(ready);
        return settle(state);
    }
    complete(state, plan, None, Vec::new())
}

/// A plan that has one source again: its form holds what it was chosen by.
pub(super) fn refill(state: &state::State) -> Vec<Effect> {
    match state.flow.sources() {
        [Source { from: Some(filled), .. }] => vec![Intent::Refill(filled.clone()).into()],
        _ => Vec::new(),
    }
}

/// What stood before a source was added or taken out.
/// `told`: what became of it.
pub(super) fn replaced(state: &mut state::State, before: Before, told: Option<String>) {
    match before.because {
        Because::TakenOut => aside::taken_out(state, before.ready, told.unwrap_or_default()),
        Because::Anew | Because::Added => throw(&mut state.bin, before.ready),
    }
}

impl Ready {
    /// The rows of a source that is a list.
    pub(super) fn show_list(&mut self, at: usize) {
        let Some(report) = self.sources.get(at).and_then(|source| source.report.clone()) else { return };
        self.set_report(report);
        self.layout = Layout::Report;
    }
}
