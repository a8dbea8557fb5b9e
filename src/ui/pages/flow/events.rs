//! What the background tells of previews and jobs.

use std::sync::Arc;

use super::{Ready, Running, Stage, conditions, drop_plan};
use crate::model::plan::Preview;
use crate::model::problem::Problem;
use crate::model::receipt::Summary;
use crate::model::route::Offer;
use crate::runtime::command::Command;
use crate::runtime::event::{Event, ListReport};
use crate::ui::pages::receipts;
use crate::ui::state::{self, Page};
use crate::ui::theme::Tone;

/// Takes one event of this page.
pub fn on_event(state: &mut state::State, event: Event) -> Vec<Command> {
    match event {
        Event::Preview { generation, preview, report } if generation == state.flow.generation => {
            preview_came(state, preview, report);
        }
        Event::JobStarted(summary) => {
            state.flow.job = Some(Running::of(&summary));
            if std::mem::take(&mut state.flow.starting) {
                drop_plan(state);
                state.page = Page::Flow;
            }
        }
        Event::JobQueued(_) if state.flow.starting => {
            state.flow.starting = false;
            drop_plan(state);
            state.say(Tone::Info, "Lined up: it starts when the job before it has ended.");
        }
        Event::JobRefused(problem) => {
            state.flow.starting = false;
            state.flow.job = None;
            state.flow.refused = Some(problem);
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

/// Shows the receipt to whoever watched the job; tells everybody else in the bar.
fn job_ended(state: &mut state::State, summary: Summary, problem: Option<Problem>) -> Vec<Command> {
    let id = summary.header.id;
    if state.flow.job.as_ref().is_some_and(|running| running.job == id) {
        state.flow.job = None;
    }
    receipts::job_ended(state, id, problem);
    let watching = state.page == Page::Flow && matches!(state.flow.stage, Stage::Nothing);
    if watching {
        receipts::open(state, id)
    } else {
        state.flow.ended = Some(summary);
        Vec::new()
    }
}
