//! Plans that gave way to something else: another preview, a changed form, another environment.
//! None of them is lost. Each can be brought back whole, with what was left out of it and added to
//! it, and the form that it was chosen by, as long as its environment is open; only a plan that was cleared goes for good, and that
//! when the next one gives way.

use std::mem;

use super::{Ready, Stage, settle, throw};
use crate::app::filled::Filled;
use crate::app::intent::{Effect, Intent};
use crate::app::page::Page;
use crate::app::state::{self, Undo};
use crate::app::tone::Tone;
use crate::model::criteria::Criteria;
use crate::model::format;
use crate::runtime::command::Command;
use crate::text::counts;

/// What plans that were set aside may hold together, items: some half a gigabyte.
const MOST_ITEMS: usize = 2_000_000;

/// Number of a plan that was set aside, from 1 on.
pub type AsideId = u64;

/// One of them.
#[derive(Debug)]
pub struct Aside {
    /// Names it.
    pub id: AsideId,
    /// As it was looked at.
    pub ready: Box<Ready>,
    criteria: Option<Criteria>,
    /// The form that it was chosen by, as that was filled.
    pub from: Option<Filled>,
    /// The user cleared it: it can be brought back only while the news of that is shown.
    cleared: bool,
}

impl Aside {
    /// Whether it is offered no more, except by the news that it was cleared.
    pub fn cleared(&self) -> bool {
        self.cleared
    }
}

/// Why a plan gives way.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// Another preview, or a changed form.
    Another,
    /// Another environment.
    Environment,
    /// “Clear”.
    Cleared,
    /// A plan that was set aside is brought back in its place.
    Swapped,
}

/// Takes the plan that stands out of the flow and keeps it, with a word and “Undo”.
pub(super) fn set_aside(state: &mut state::State, why: Why) {
    let flow = &mut state.flow;
    let standing = match mem::take(&mut flow.stage) {
        Stage::Ready(ready) => Some(ready),
        Stage::Nothing | Stage::Counting { .. } | Stage::Incomplete { .. } => {
            flow.before.take().map(|before| before.ready)
        }
    };
    let Some(ready) = standing.filter(|ready| !ready.found().items().is_empty()) else { return };
    flow.set_aside += 1;
    let mut told = told(&ready, why);
    let (id, criteria, from) = (flow.set_aside, flow.criteria.take(), flow.from.take());
    let aside = Aside { id, ready, criteria, from, cleared: why == Why::Cleared };
    let mut gone: Vec<Aside> = flow.aside.extract_if(.., |aside| aside.cleared()).collect();
    // The one that is brought back came from the end: so each has its turn.
    let at = if why == Why::Swapped { 0 } else { flow.aside.len() };
    flow.aside.insert(at, aside);
    let let_go = let_go(&mut flow.aside, id, MOST_ITEMS);
    if !let_go.is_empty() {
        let older = format::plural(let_go.len() as u64, "older one was", "older ones were");
        told = format!("{told}. {older} let go to save memory");
    }
    gone.extend(let_go);
    for aside in gone {
        throw(&mut state.bin, aside.ready);
    }
    match why {
        Why::Environment => state.say(Tone::Info, told),
        Why::Another | Why::Cleared | Why::Swapped => state.offer(told, Undo::Plan(id)),
    }
}

/// Takes plans out, the oldest first, until the others hold no more than so many items; never the one
/// that gives way just now.
pub(super) fn let_go(aside: &mut Vec<Aside>, kept: AsideId, most: usize) -> Vec<Aside> {
    let mut gone = Vec::new();
    let items = |aside: &[Aside]| aside.iter().map(|it| it.ready.found().items().len()).sum::<usize>();
    while items(aside) > most
        && let Some(at) = aside.iter().position(|it| it.id != kept)
    {
        gone.push(aside.remove(at));
    }
    gone
}

fn told(ready: &Ready, why: Why) -> String {
    let plan = ready.plan();
    let counted = counts::planned(plan.totals().items, plan.what(), plan.totals().only_kind());
    match why {
        Why::Another | Why::Swapped => format!("The plan of {counted} was set aside"),
        Why::Environment => {
            format!("The plan of {counted} was set aside. It is offered again in its own environment")
        }
        Why::Cleared => format!("The plan of {counted} was cleared"),
    }
}

/// The plan that is offered where none stands: the latest of the open environment.
pub fn offered(state: &state::State) -> Option<&Aside> {
    let open = state.session.as_ref()?.environment.id();
    state.flow.aside.iter().rev().find(|aside| !aside.cleared() && *aside.ready.plan().environment() == open)
}

/// Brings a plan back, and the form as it was chosen by; what stands in its place is set aside.
pub(super) fn bring_back(state: &mut state::State, id: AsideId) -> Vec<Effect> {
    let open = state.session.as_ref().map(|session| session.environment.id());
    let Some(at) = state
        .flow
        .aside
        .iter()
        .position(|aside| aside.id == id && open.as_ref() == Some(aside.ready.plan().environment()))
    else {
        return Vec::new();
    };
    let Aside { mut ready, criteria, from, .. } = state.flow.aside.remove(at);
    ready.ask_again();
    let counting = matches!(state.flow.stage, Stage::Counting { .. });
    set_aside(state, Why::Swapped);
    let flow = &mut state.flow;
    flow.turn(&mut state.bin);
    (flow.stage, flow.criteria, flow.from) = (Stage::Ready(ready), criteria, from.clone());
    (flow.before, flow.confirming, flow.refused) = (None, None, None);
    state.page = Page::Flow;
    let mut commands = settle(state);
    commands.extend(counting.then(|| Command::CancelPreview.into()));
    commands.extend(from.map(|filled| Intent::Refill(filled).into()));
    commands
}

/// Whether closing the window would lose a plan.
pub fn would_be_lost(state: &state::State) -> Option<String> {
    let standing = match &state.flow.stage {
        Stage::Ready(ready) if !state.flow.starting => Some(ready),
        _ => state.flow.before.as_ref().map(|before| &before.ready),
    };
    let standing = standing.filter(|ready| !ready.found().items().is_empty());
    let aside = state.flow.aside.iter().filter(|aside| !aside.cleared());
    let all: Vec<&Ready> =
        standing.map(|ready| &**ready).into_iter().chain(aside.map(|it| &*it.ready)).collect();
    let counted = |ready: &Ready| {
        let plan = ready.plan();
        counts::planned(plan.totals().items, plan.what(), plan.totals().only_kind())
    };
    match &all[..] {
        [] => None,
        [one] => Some(format!("Your plan of {} is not confirmed, and is not kept.", counted(one))),
        several => Some(format!("{} plans are not confirmed, and are not kept.", several.len())),
    }
}
