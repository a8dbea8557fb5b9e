//! A plan on its way: preview, review, confirmation.
//!
//! What keeps it safe: only a complete preview can be reviewed; only [`Msg::Delete`] makes a
//! [`Command::StartJob`], and only through [`crate::model::confirm::Confirmation::confirm`]; closing the dialog, leaving
//! the page, another environment or “Look only” send nothing.

mod anew;
mod aside;
mod confirming;
mod events;
mod frozen;
mod lines;
mod look;
mod marks;
mod ready;
mod sight;
mod sources;
pub mod words;

use std::collections::HashMap;
use std::sync::Arc;

pub use anew::{Because, Before, Changes, age};
use aside::Why;
pub use aside::{Aside, AsideId, offered, would_be_lost};
pub use confirming::confirmed_is_outdated;
pub use confirming::{Blocked, Confirming, blocked};
use confirming::{confirmation_changed, delete, frozen as plan_frozen, open_review, review};
pub use events::{job_ended, job_queued, job_refused, on_deleted, on_event, receipt_opened};
pub use look::{Layout, Only};
pub use ready::Ready;
pub use sources::{Source, add, could_take};

use crate::app::bin::Bin;
use crate::app::intent::{Effect, Intent};
use crate::app::page::{FormKind, Page};
use crate::app::state;
pub use crate::jobs::lines::{Line, Rows};
use crate::model::asset::AssetId;
use crate::model::criteria::Criteria;
use crate::model::doubt::Doubt;
use crate::model::offer::Conditions;
pub use crate::model::order::Sort;
use crate::model::plan::Plan;
use crate::model::problem::Problem;
use crate::model::product_environment::ProductEnvironment;
use crate::model::receipt::Summary;
use crate::model::route::Route;
use crate::model::schedule::Allowance;
use crate::model::unix_time::UnixTime;
use crate::model::what::What;
use crate::runtime::command::{Command, Generation};

/// State of the plan on its way.
#[derive(Debug, Default)]
pub struct State {
    generation: Generation,
    /// How far the plan is.
    pub stage: Stage,
    /// What the plan is to be made of, until it is complete.
    asked: Vec<Source>,
    /// How many deletions were known of when the oldest of it was asked for.
    asked_after: u64,
    /// How many deletions ended or were halted in this session, and the last one of each product
    /// environment by its number.
    deletions: u64,
    last_deletion: HashMap<ProductEnvironment, u64>,
    /// The plan of those of them that are.
    so_far: Option<Arc<Plan>>,
    /// The preview before, while the same is counted anew.
    pub before: Option<Before>,
    /// A complete preview, while it is compared with the one before.
    arriving: Option<Box<Ready>>,
    /// Plans that gave way to something else; the latest is the last.
    pub aside: Vec<Aside>,
    set_aside: AsideId,
    /// The open confirmation.
    pub confirming: Option<Confirming>,
    /// The plan that was handed over, while [`Self::starting`].
    handed_over: Option<Arc<Plan>>,
    /// A confirmed plan was handed over; the journal has not answered yet.
    pub starting: bool,
    /// Why a job could not be started.
    pub refused: Option<Problem>,
    /// The job that ended last or was halted, until it was looked at.
    pub ended: Option<Summary>,
}

impl State {
    /// Whether something was deleted in the product environment of a plan since the oldest of it was asked
    /// for: it may hold what is gone.
    fn is_outdated(&self, ready: &Ready) -> bool {
        let last = self.last_deletion.get(&ready.plan().environment().product());
        last.is_some_and(|last| *last > ready.asked_after)
    }

    /// Nothing that was asked for so far is waited for any more.
    fn turn(&mut self, bin: &mut Bin) {
        self.generation += 1;
        if let Some(ready) = self.arriving.take() {
            throw(bin, ready);
        }
    }
}

/// Throws a preview away.
fn throw(bin: &mut Bin, ready: Box<Ready>) {
    let size = ready.size();
    bin.throw(ready, size);
}

/// How far a plan is.
#[derive(Debug, Default)]
pub enum Stage {
    /// There is none.
    #[default]
    Nothing,
    /// Being counted.
    Counting {
        /// Found so far.
        found: u64,
        /// How many the search index knows of, about.
        indexed: Option<u64>,
        /// Waits for the next hour's calls until then.
        until: Option<UnixTime>,
    },
    /// Stopped or cut off: can be asked again, never confirmed.
    Incomplete {
        /// Found until then.
        found: u64,
        /// Why.
        problem: Problem,
        /// It came to its end, and may be taken as it is by the user who has seen both numbers.
        doubt: Option<Doubt>,
    },
    /// Complete.
    Ready(Box<Ready>),
}

/// What happens on the way.
#[derive(Debug)]
pub enum Msg {
    /// The same preview once more.
    Again,
    /// Counting is to stop.
    CancelCounting,
    /// A plan that is doubted is to be taken as it is.
    Accept,
    /// The plan is not wanted any more.
    Discard,
    /// One of its sources is not wanted any more, by position.
    TakeOut(usize),
    /// The rows of one of its sources, which is a list, by position.
    ShowList(usize),
    /// A plan that was set aside is wanted again.
    BringBack(AsideId),
    /// Back to the form that asked.
    Change,
    /// An item is taken out of the plan (or put back).
    LeaveOut(AssetId, bool),
    /// Everything that cannot be put back is taken out.
    LeaveOutWithoutBackup,
    /// Everything taken out is put back.
    PutAllBack,
    /// An offered asset is taken into the plan, or out of it again.
    Take(AssetId, bool),
    /// The other spelling of a prefix or tag that found nothing.
    Instead(String),
    /// A host of links that were not looked up is one of this environment's: the form asks again.
    CountHost(String),
    /// Other rows of the pasted list on screen.
    Rows(Rows),
    /// Another order on screen.
    Sort(Sort),
    /// Other items on screen.
    Only(Only),
    /// Only public IDs that hold this text.
    Search(String),
    /// Tiles or lines.
    Layout(Layout),
    /// Another way to send it.
    Route(Route),
    /// “Review plan…”, and “Count again” in the confirmation. An old preview is counted anew first.
    Review,
    /// The box in the confirmation.
    Tick(bool),
    /// The phrase in the confirmation.
    Typed(String),
    /// Cancel or Escape in the confirmation.
    CloseReview,
    /// The last button.
    Delete,
    /// The notice about a job that ended or could not start is read.
    DismissNotice,
    /// The receipt of the job that ended last, or where it stands.
    ShowEnded,
}

/// Takes one message of this page.
pub fn update(state: &mut state::State, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Again => return anew::count(state, false),
        Msg::CancelCounting => {
            return if matches!(state.flow.stage, Stage::Counting { .. }) {
                vec![Command::CancelPreview.into()]
            } else {
                Vec::new()
            };
        }
        Msg::Instead(text) => return instead(state, text),
        Msg::CountHost(host) => return count_host(state, host),
        Msg::Accept => return accept(state),
        Msg::Discard => return discard(state),
        Msg::TakeOut(at) => return sources::take_out(state, at),
        Msg::BringBack(id) => return aside::bring_back(state, id),
        Msg::Change => {
            if let Some(kind) = state.flow.form() {
                state.page = Page::Form(kind);
            }
        }
        Msg::Review => return review(state),
        Msg::CloseReview => close_review(state),
        Msg::Delete => return delete(state),
        Msg::Tick(_) | Msg::Typed(_) => confirmation_changed(state, msg),
        Msg::DismissNotice => {
            state.flow.refused = None;
            state.flow.ended = None;
        }
        Msg::ShowEnded => {
            let Some(summary) = state.flow.ended.take() else { return Vec::new() };
            if summary.ending().is_some() {
                return vec![Intent::OpenReceipt(summary.header.id).into()];
            }
            state.page = Page::Jobs;
        }
        msg => return arrange(state, msg),
    }
    Vec::new()
}

/// No confirmation is open, nor is one to open.
pub fn close_review(state: &mut state::State) {
    state.flow.confirming = None;
    if let Stage::Ready(ready) = &mut state.flow.stage {
        ready.frozen.stop();
    }
}

/// Changes to what is looked at and what is left out.
fn arrange(state: &mut state::State, msg: Msg) -> Vec<Effect> {
    if state.flow.confirming.is_some() || state.flow.starting {
        return Vec::new();
    }
    let Stage::Ready(ready) = &mut state.flow.stage else { return Vec::new() };
    match msg {
        Msg::LeaveOut(key, out) => ready.set_left_out(key, out),
        Msg::LeaveOutWithoutBackup => ready.leave_out_without_backup(),
        Msg::PutAllBack => ready.put_all_back(),
        Msg::Take(key, taken) => ready.set_taken(key, taken),
        Msg::Rows(rows) => ready.set_rows(rows),
        Msg::ShowList(at) => ready.show_list(at),
        Msg::Sort(sort) => ready.set_sort(sort),
        Msg::Only(only) => ready.set_only(only),
        Msg::Search(text) => ready.set_search(text),
        Msg::Layout(layout) => ready.layout = layout,
        // Destroy always takes the original, so copies have one route only.
        // A sweep needs a selector that found exactly this plan.
        Msg::Route(Route::Sweep) if ready.plan().sweep().is_none() => {}
        Msg::Route(route) if ready.plan().what() == What::Originals => ready.set_route(route),
        _ => {}
    }
    settle(state)
}

/// Puts on screen what is wanted of the plan, or asks for it.
fn settle(state: &mut state::State) -> Vec<Effect> {
    let generation = state.next_question();
    let Stage::Ready(ready) = &mut state.flow.stage else { return Vec::new() };
    ready.settle(generation).into_iter().map(Effect::from).collect()
}

/// What the prices of routes depend on besides the plan.
pub fn conditions(state: &state::State) -> Conditions {
    let allowance = Allowance { quota: state.quota, reserve: state.job_settings.reserve };
    Conditions { allowance, now: state.now, destroy_by: state.destroy_by }
}

fn accept(state: &state::State) -> Vec<Effect> {
    match &state.flow.stage {
        Stage::Incomplete { doubt: Some(doubt), .. } if doubt.acceptable() => {
            vec![Command::AcceptPreview { generation: state.flow.generation }.into()]
        }
        _ => Vec::new(),
    }
}

/// Asks for a preview and shows it. The plan that stood is set aside.
pub fn start(state: &mut state::State, criteria: Criteria, from: Option<FormKind>) -> Vec<Effect> {
    if state.session.is_none() {
        return Vec::new();
    }
    aside::set_aside(state, Why::Another);
    state.flow.before = None;
    state.page = Page::Flow;
    sources::ask_for(state, criteria, from)
}

/// Asks for the other spelling, in its form, too.
fn instead(state: &state::State, text: String) -> Vec<Effect> {
    let Some(asked) = state.flow.sources().last() else { return Vec::new() };
    let Stage::Ready(ready) = &state.flow.stage else { return Vec::new() };
    let Some(other) = ready.instead.iter().find(|other| other.spelling.text == text) else {
        return Vec::new();
    };
    let selector = other.spelling.selector.clone();
    let criteria = Criteria { selector, ..Criteria::clone(&asked.criteria) };
    if state.flow.sources().len() > 1 {
        return vec![Intent::AddToPlan { criteria, from: None }.into()];
    }
    let from = state.flow.form();
    let retype = from.map(|kind| Intent::Retype(kind, text).into());
    let start = Intent::StartPreview { criteria, from };
    retype.into_iter().chain([start.into()]).collect()
}

fn count_host(state: &state::State, host: String) -> Vec<Effect> {
    let again = state.flow.form().map(|kind| Intent::PreviewForm(kind).into());
    [Intent::ConfirmHost(host).into()].into_iter().chain(again).collect()
}

/// A form was changed: the preview it gave is of something else now, and is set aside.
pub fn form_changed(state: &mut state::State, kind: FormKind) -> Vec<Effect> {
    if state.flow.form() == Some(kind) { drop_plan(state, Why::Another) } else { Vec::new() }
}

/// An environment was opened: no plan of another one may stand. A running job stays.
pub fn environment_opened(state: &mut state::State) -> Vec<Effect> {
    let open = state.open_id();
    match &state.flow.stage {
        Stage::Ready(ready) if open.as_ref() == Some(ready.plan().environment()) => {
            // Its name or its mark may be others now: what is at stake is shown anew.
            close_review(state);
            Vec::new()
        }
        _ => drop_plan(state, Why::Environment),
    }
}

fn discard(state: &mut state::State) -> Vec<Effect> {
    if state.page == Page::Flow {
        state.page = state.flow.form().map_or(Page::Library, Page::Form);
    }
    drop_plan(state, Why::Cleared)
}

/// No plan stands any more; the one that stood is set aside.
fn drop_plan(state: &mut state::State, why: Why) -> Vec<Effect> {
    let counting = matches!(state.flow.stage, Stage::Counting { .. });
    aside::set_aside(state, why);
    let flow = &mut state.flow;
    flow.turn(&mut state.bin);
    flow.stage = Stage::Nothing;
    flow.before = None;
    flow.confirming = None;
    flow.forget_sources();
    flow.refused = None;
    if counting { vec![Command::CancelPreview.into()] } else { Vec::new() }
}

#[cfg(test)]
mod tests;
