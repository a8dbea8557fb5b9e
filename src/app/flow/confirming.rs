//! The confirmation: when it may open, what it asks for, and the one way from it to a job.

use std::sync::Arc;
use std::time::Duration;

use super::frozen::Freezing;
use super::{Msg, Stage, anew};
use crate::app::intent::Effect;
use crate::app::page::Page;
use crate::app::state;
use crate::model::confirm::{Confirmation, Stakes};
use crate::model::plan::Plan;
use crate::model::problem::Problem;
use crate::model::unix_time::UnixTime;
use crate::runtime::command::{Command, Generation};
use crate::text;
use crate::text::Words;

/// The open confirmation.
#[derive(Debug)]
pub struct Confirming {
    /// What was typed and ticked.
    pub confirmation: Confirmation,
    /// Since when everything asked for is done, in [`state::State::time`].
    pub right_since: Option<f64>,
}

impl Confirming {
    fn judge(&mut self, time: f64) {
        self.right_since = if self.confirmation.satisfied() { self.right_since.or(Some(time)) } else { None };
    }

    /// How long everything asked for has been done.
    pub fn right_for(&self, time: f64) -> Duration {
        self.right_since.map_or(Duration::ZERO, |since| Duration::from_secs_f64((time - since).max(0.0)))
    }

    /// Whether the last button works now.
    pub fn armed(&self, time: f64, now: UnixTime) -> bool {
        self.confirmation.satisfied() && self.arming_left(time).is_zero() && self.confirmation.is_fresh(now)
    }

    /// How long the last button must still wait.
    pub fn arming_left(&self, time: f64) -> Duration {
        self.confirmation.arming_left(self.right_for(time))
    }
}

/// Why the plan cannot be reviewed now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blocked {
    /// There is no complete preview.
    NoPreview,
    /// Everything is left out.
    Empty,
    /// It is of an environment that is not open.
    OtherEnvironment,
    /// Nothing can be deleted.
    LookOnly,
    /// The plan before it is still being written into the journal.
    Saving,
}

impl Words for Blocked {
    /// A sentence.
    fn words(&self) -> String {
        match self {
            Self::NoPreview => text!("blocked-no-preview"),
            Self::Empty => text!("blocked-empty"),
            Self::OtherEnvironment => text!("blocked-other-environment"),
            Self::LookOnly => text!("blocked-look-only"),
            Self::Saving => text!("blocked-saving"),
        }
    }
}

/// Why the plan cannot be reviewed now; `None` where it can.
pub fn blocked(state: &state::State) -> Option<Blocked> {
    let Stage::Ready(ready) = &state.flow.stage else { return Some(Blocked::NoPreview) };
    let environment = state.open_id();
    if ready.plan().is_empty() {
        Some(Blocked::Empty)
    } else if environment.as_ref() != Some(ready.plan().environment()) {
        Some(Blocked::OtherEnvironment)
    } else if state.look_only {
        Some(Blocked::LookOnly)
    } else if state.flow.starting {
        Some(Blocked::Saving)
    } else {
        None
    }
}

/// Opens the confirmation; a preview that is old, or older than the last deletion, is counted anew first.
pub(super) fn review(state: &mut state::State) -> Vec<Effect> {
    if blocked(state).is_some() {
        return Vec::new();
    }
    let Stage::Ready(ready) = &state.flow.stage else { return Vec::new() };
    if state.flow.is_outdated(ready) || !anew::age(state, ready).is_fresh(ready.route) {
        return anew::count(state, true);
    }
    open_review(state)
}

/// Opens the confirmation of the plan as it is now, once that is frozen.
pub(super) fn open_review(state: &mut state::State) -> Vec<Effect> {
    if blocked(state).is_some() {
        return Vec::new();
    }
    let generation = state.next_question();
    let Stage::Ready(ready) = &mut state.flow.stage else { return Vec::new() };
    match ready.freeze(generation) {
        Freezing::Now(plan) => {
            open(state, plan);
            Vec::new()
        }
        Freezing::Later(command) => command.map(Effect::from).into_iter().collect(),
    }
}

/// The plan that was asked for is frozen: its confirmation opens over its page, unless anything was
/// changed since.
pub(super) fn frozen(state: &mut state::State, generation: Generation, result: Result<Arc<Plan>, Problem>) {
    let ready = match &mut state.flow.stage {
        Stage::Ready(ready) if ready.frozen.is_asked(generation) => ready,
        // It may be the last to hold all of its items.
        _ => return state.bin.throw_large(result),
    };
    match result {
        Ok(plan) => {
            if ready.frozen.take(generation, &plan) && state.page == Page::Flow && blocked(state).is_none() {
                open(state, plan);
            }
        }
        Err(problem) => {
            ready.frozen.stop();
            state.flow.refused = Some(problem);
        }
    }
}

fn open(state: &mut state::State, plan: Arc<Plan>) {
    let (Stage::Ready(ready), Some(session)) = (&state.flow.stage, &state.session) else { return };
    let stakes = Stakes {
        cloud_name: session.environment.cloud_name.clone(),
        production: session.environment.production,
        account_total: session.account.originals,
    };
    let confirmation = Confirmation::new(plan, ready.route, stakes);
    state.flow.refused = None;
    state.flow.confirming = confirmation.map(|confirmation| {
        let mut confirming = Confirming { confirmation, right_since: None };
        confirming.judge(state.time);
        confirming
    });
}

pub(super) fn confirmation_changed(state: &mut state::State, msg: Msg) {
    let Some(confirming) = &mut state.flow.confirming else { return };
    match msg {
        Msg::Tick(on) => confirming.confirmation.ticked = on,
        Msg::Typed(text) => confirming.confirmation.typed = text,
        _ => {}
    }
    confirming.judge(state.time);
}

/// Whether something was deleted since the plan of the open confirmation was counted.
pub fn confirmed_is_outdated(state: &state::State) -> bool {
    matches!(&state.flow.stage, Stage::Ready(ready) if state.flow.is_outdated(ready))
}

/// The only place that makes a [`Command::StartJob`].
pub(super) fn delete(state: &mut state::State) -> Vec<Effect> {
    if blocked(state).is_some() || confirmed_is_outdated(state) {
        return Vec::new();
    }
    let Some(confirming) = state.flow.confirming.take() else { return Vec::new() };
    let right_for = confirming.right_for(state.time);
    let right_since = confirming.right_since;
    let plan = Arc::clone(confirming.confirmation.plan());
    match confirming.confirmation.confirm(right_for, state.now) {
        Ok(confirmed) => {
            state.flow.starting = true;
            state.flow.handed_over = Some(plan);
            state.flow.ended = None;
            // “Undo” beside a deletion would read as if that could be undone.
            state.toasts.retain(|toast| toast.undo.is_none());
            vec![Command::StartJob(confirmed).into()]
        }
        Err(confirmation) => {
            state.flow.confirming = Some(Confirming { confirmation: *confirmation, right_since });
            Vec::new()
        }
    }
}
