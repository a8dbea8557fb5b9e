//! The question at closing while jobs go on, or while a plan stands that nobody confirmed. From the
//! first moment on nothing is sent, until it is answered.

use super::flow;
use super::msg::Msg;
use super::state::State;
use super::tone::Tone;
use crate::runtime::command::Command;
use crate::text;

/// Takes one message about closing.
pub fn update(state: &mut State, msg: &Msg) -> Vec<Command> {
    match msg {
        Msg::CloseRequested => {
            state.closing.get_or_insert_default();
            hold(state)
        }
        Msg::Stay => {
            let held = state.closing.take().map(|closing| closing.held).unwrap_or_default();
            held.into_iter().filter(|job| state.jobs.find(*job).is_some()).map(Command::Release).collect()
        }
        Msg::Close { resume } => {
            let Some(closing) = &mut state.closing else { return Vec::new() };
            closing.answered = true;
            vec![Command::PrepareToClose { jobs: closing.held.clone(), resume: *resume }]
        }
        Msg::CloseNow => {
            state.close_confirmed = true;
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// Holds every job that would go on, as long as the question is open.
pub fn hold(state: &mut State) -> Vec<Command> {
    let Some(closing) = state.closing.as_mut().filter(|closing| !closing.answered) else { return Vec::new() };
    let going: Vec<_> = state.jobs.going_on().filter(|job| !closing.held.contains(job)).collect();
    closing.held.extend(&going);
    going.into_iter().map(Command::Hold).collect()
}

/// A job is at its end: without another one there is nothing to ask about.
pub fn job_ended(state: &mut State) {
    let open = state.closing.as_ref().is_some_and(|closing| !closing.answered);
    if open && state.jobs.going_on().next().is_none() && flow::would_be_lost(state).is_none() {
        state.closing = None;
        state.say(Tone::Info, text!("closing-ended"));
    }
}
