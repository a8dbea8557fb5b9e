//! Plans that gave way to something else: another preview, a changed form, another environment.
//! None of them is lost. Each can be brought back whole, with what was left out of it and added to
//! it, and the form that it was chosen by, as long as its environment is open; only a plan that was cleared goes for good, and that
//! when the next one gives way.

use std::mem;

use super::{Ready, Stage, State, anew, settle, sources, throw};
use crate::app::filled::Filled;
use crate::app::intent::Effect;
use crate::app::page::Page;
use crate::app::state::{self, Undo};
use crate::app::tone::Tone;
use crate::runtime::command::{Command, Generation};
use crate::text;
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
    /// The user cleared it: it can be brought back only while the news of that is shown.
    cleared: bool,
    /// The number of the plan that it became when one of its sources was taken out, and how often that
    /// had been changed then.
    became: Option<(Generation, u64)>,
}

impl Aside {
    /// Whether it is offered no more, except by the news that it was cleared.
    pub fn cleared(&self) -> bool {
        self.cleared
    }
}

impl State {
    /// The forms by which plans that can be brought back were chosen, as they were filled.
    pub fn forms_aside(&self) -> impl Iterator<Item = &Filled> {
        let before = self.before.iter().map(|before| &before.ready);
        let plans = self.aside.iter().map(|aside| &aside.ready).chain(before);
        plans.flat_map(|ready| &ready.sources).filter_map(|source| source.from.as_ref())
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
    flow.forget_sources();
    let told = told(&ready, why);
    keep(state, ready, why, None, told);
}

/// Keeps the plan that a source was taken out of, with what is told of that and “Undo”.
pub(super) fn taken_out(state: &mut state::State, ready: Box<Ready>, told: String) {
    let Stage::Ready(now) = &state.flow.stage else { return };
    let became = (now.number, now.changes_made());
    keep(state, ready, Why::Cleared, Some(became), told);
}

fn keep(
    state: &mut state::State,
    ready: Box<Ready>,
    why: Why,
    became: Option<(Generation, u64)>,
    mut told: String,
) {
    let flow = &mut state.flow;
    flow.set_aside += 1;
    let id = flow.set_aside;
    let aside = Aside { id, ready, cleared: why == Why::Cleared, became };
    let mut gone: Vec<Aside> = flow.aside.extract_if(.., |aside| aside.cleared()).collect();
    // The one that is brought back came from the end: so each has its turn.
    let at = if why == Why::Swapped { 0 } else { flow.aside.len() };
    flow.aside.insert(at, aside);
    let let_go = let_go(&mut flow.aside, id, MOST_ITEMS);
    if !let_go.is_empty() {
        told = text!("aside-dropped", number = let_go.len(), aside = told);
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
    let items = counts::of_plan(ready.plan());
    match why {
        Why::Another | Why::Swapped => text!("aside-set", items = items),
        Why::Environment => text!("aside-set-environment", items = items),
        Why::Cleared => text!("aside-cleared", items = items),
    }
}

/// The plan that is offered where none stands: the latest of the open environment.
pub fn offered(state: &state::State) -> Option<&Aside> {
    let open = state.open_id()?;
    state.flow.aside.iter().rev().find(|aside| !aside.cleared() && *aside.ready.plan().environment() == open)
}

/// Brings a plan back, and the form as it was chosen by; what stands in its place is set aside. One
/// that was counted before something was deleted is counted anew.
pub(super) fn bring_back(state: &mut state::State, id: AsideId) -> Vec<Effect> {
    let open = state.open_id();
    let Some(at) = state
        .flow
        .aside
        .iter()
        .position(|aside| aside.id == id && open.as_ref() == Some(aside.ready.plan().environment()))
    else {
        return Vec::new();
    };
    let Aside { mut ready, became, .. } = state.flow.aside.remove(at);
    ready.ask_again();
    let counting = matches!(state.flow.stage, Stage::Counting { .. });
    match std::mem::take(&mut state.flow.stage) {
        Stage::Ready(now) if became == Some((now.number, now.changes_made())) => {
            throw(&mut state.bin, now);
        }
        other => {
            if let Stage::Ready(now) = &other
                && became.is_some_and(|(number, _)| number == now.number)
            {
                // What was left out since stays so.
                ready.leave_out_as(now);
            }
            state.flow.stage = other;
            set_aside(state, Why::Swapped);
        }
    }
    let outdated = state.flow.is_outdated(&ready);
    let flow = &mut state.flow;
    flow.turn(&mut state.bin);
    flow.forget_sources();
    flow.stage = Stage::Ready(ready);
    (flow.before, flow.confirming, flow.refused) = (None, None, None);
    state.page = Page::Flow;
    let mut commands: Vec<Effect> = counting.then(|| Command::CancelPreview.into()).into_iter().collect();
    commands.extend(if outdated { anew::count(state, false) } else { settle(state) });
    commands.extend(sources::refill(state));
    commands
}

/// Takes the plan that stands out of the flow, or else the one that is offered.
pub(super) fn take_standing(state: &mut state::State) -> Option<Box<Ready>> {
    if let Stage::Ready(ready) = std::mem::take(&mut state.flow.stage) {
        return Some(ready);
    }
    let id = offered(state)?.id;
    let at = state.flow.aside.iter().position(|aside| aside.id == id)?;
    Some(state.flow.aside.remove(at).ready)
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
    match &all[..] {
        [] => None,
        [one] => Some(text!("plan-lost", items = counts::of_plan(one.plan()))),
        several => Some(text!("plans-lost", number = several.len())),
    }
}
