//! The flow without a window: what reaches the background, and above all what does not.

use std::sync::Arc;

use super::*;
use crate::app::fixture::{carried_out, opened, summary};
use crate::app::update::update as window;
use crate::app::{forms, msg};
use crate::model::account::EnvironmentId;
use crate::model::breadth::Breadth;
use crate::model::criteria::Criteria;
use crate::model::description::Way;
use crate::model::destroy::DestroyBy;
use crate::model::fixture::{self, at, item};
use crate::model::item::PlanItem;
use crate::model::job::Job;
use crate::model::job_id::JobId;
use crate::model::kinds::Kinds;
use crate::model::offer::Offer;
use crate::model::plan::{Draft, Plan};
use crate::model::preview::Preview;
use crate::model::problem::{DeletionProblem, ProgramProblem, RecordProblem};
use crate::model::receipt::JobState;
use crate::model::selector::By;
use crate::model::sweep::SweepBy;
use crate::runtime::event::Event;

mod anew;
mod kept;
mod large;
mod sources;

carried_out!(update(Msg));

fn on_event(state: &mut state::State, event: Event) -> Vec<Command> {
    window(state, msg::Msg::Event(Box::new(event)))
}

fn criteria() -> Criteria {
    Criteria {
        selector: fixture::prefix("docs/"),
        kinds: Kinds::default(),
        what: What::Originals,
        invalidate: true,
    }
}

fn plan(state: &state::State, count: u8, backed_up: bool, breadth: Breadth) -> Arc<Plan> {
    let items = (0..count).map(|number| item(number, backed_up)).collect();
    let by = (breadth == Breadth::Caught).then(|| SweepBy::Prefix("docs/".into()));
    Arc::new(Plan::freeze_with_selector(draft(state, items, breadth), by))
}

/// Of items as they are now.
fn draft(state: &state::State, items: Vec<PlanItem>, breadth: Breadth) -> Draft {
    Draft {
        environment: state.open_id().unwrap(),
        description: Way::Prefix { text: "docs/".into() }.into(),
        breadth,
        taken_at: state.now,
        ..fixture::draft(items)
    }
}

fn preview(state: &mut state::State, preview: Preview) {
    let generation = state.flow.generation;
    on_event(state, Event::Preview { generation, preview, report: None, instead: Vec::new() });
}

fn ready(count: u8, backed_up: bool, breadth: Breadth) -> state::State {
    let mut state = opened();
    window(&mut state, msg::Msg::Forms(forms::Msg::Text(FormKind::Originals(By::Prefix), "docs/".into())));
    start(&mut state, criteria(), Some(FormKind::Originals(By::Prefix)));
    let plan = plan(&state, count, backed_up, breadth);
    preview(&mut state, Preview::Complete(plan));
    state
}

fn started(commands: &[Command]) -> bool {
    commands.iter().any(|command| matches!(command, Command::StartJob(_)))
}

#[test]
fn an_incomplete_preview_can_be_asked_again_and_never_reviewed() {
    let mut state = opened();
    start(&mut state, criteria(), None);
    preview(&mut state, Preview::Counting { found: 12, indexed: None, until: None });
    update(&mut state, Msg::Review);
    assert!(state.flow.confirming.is_none());
    let problem = Problem::new(DeletionProblem::PreviewStopped);
    preview(&mut state, Preview::Incomplete { found: 12, problem, doubt: None });
    update(&mut state, Msg::Review);
    assert!(state.flow.confirming.is_none());
    assert!(!started(&update(&mut state, Msg::Delete)));
    let commands = update(&mut state, Msg::Again);
    assert!(matches!(commands[..], [Command::Preview { .. }]));
}

#[test]
fn the_price_of_one_at_a_time_follows_what_the_last_job_found_here() {
    let mut state = ready(3, true, Breadth::Named);
    let price = |state: &state::State| {
        let Stage::Ready(ready) = &state.flow.stage else { panic!("ready") };
        words::price(&Offer::all(ready.plan(), &conditions(state))[0])
    };
    assert!(price(&state).starts_with("At most 1 API call and 3 uncounted requests"), "{}", price(&state));
    let environment = state.open_id().unwrap();
    let by = Some(DestroyBy::AssetIdInForm);
    let tell = |state: &mut state::State, environment| {
        let told = Event::DestroyBy { environment, by };
        window(state, msg::Msg::Event(Box::new(told)));
    };
    tell(&mut state, EnvironmentId("another".into()));
    assert_eq!(state.destroy_by, None);
    tell(&mut state, environment);
    assert!(price(&state).starts_with("0 API calls and 3 uncounted requests"), "{}", price(&state));
}

#[test]
fn a_late_preview_is_dropped() {
    let mut state = opened();
    start(&mut state, criteria(), None);
    let late = state.flow.generation;
    start(&mut state, criteria(), None);
    let plan = plan(&state, 3, true, Breadth::Named);
    on_event(
        &mut state,
        Event::Preview {
            generation: late,
            preview: Preview::Complete(plan),
            report: None,
            instead: Vec::new(),
        },
    );
    assert!(matches!(state.flow.stage, Stage::Counting { .. }));
}

#[test]
fn closing_the_confirmation_sends_nothing_and_forgets_what_was_typed() {
    let mut state = ready(5, false, Breadth::Caught);
    update(&mut state, Msg::Review);
    update(&mut state, Msg::Typed("5".into()));
    update(&mut state, Msg::Tick(true));
    assert!(update(&mut state, Msg::CloseReview).is_empty());
    assert!(update(&mut state, Msg::Delete).is_empty(), "no dialog, no deletion");
    update(&mut state, Msg::Review);
    let confirming = state.flow.confirming.as_ref().unwrap();
    assert!(confirming.confirmation.typed.is_empty() && !confirming.confirmation.ticked);
}

#[test]
fn going_to_another_page_closes_the_confirmation() {
    let mut state = ready(5, false, Breadth::Caught);
    update(&mut state, Msg::Review);
    window(&mut state, msg::Msg::Go(Page::Jobs));
    assert!(state.flow.confirming.is_none());
    assert!(update(&mut state, Msg::Delete).is_empty());
}

#[test]
fn only_what_was_asked_for_starts_the_job_and_only_once() {
    let mut state = ready(5, false, Breadth::Caught);
    update(&mut state, Msg::Review);
    assert!(!started(&update(&mut state, Msg::Delete)));
    update(&mut state, Msg::Typed("4".into()));
    update(&mut state, Msg::Tick(true));
    assert!(!started(&update(&mut state, Msg::Delete)));
    update(&mut state, Msg::Typed("5".into()));
    assert!(started(&update(&mut state, Msg::Delete)));
    assert!(!started(&update(&mut state, Msg::Delete)), "a second press");
    update(&mut state, Msg::Review);
    assert!(state.flow.confirming.is_none(), "not while it is starting");
}

#[test]
fn the_strictest_tier_arms_after_the_name_has_been_right_for_three_seconds() {
    let mut state = ready(3, true, Breadth::Named);
    state.session.as_mut().unwrap().environment.production = true;
    update(&mut state, Msg::Review);
    state.time = 10.0;
    update(&mut state, Msg::Typed("demo".into()));
    state.time = 12.9;
    assert!(!started(&update(&mut state, Msg::Delete)));
    update(&mut state, Msg::Typed("dem".into()));
    update(&mut state, Msg::Typed("demo".into()));
    state.time = 14.0;
    assert!(!started(&update(&mut state, Msg::Delete)), "the wait starts anew");
    state.time = 16.0;
    assert!(started(&update(&mut state, Msg::Delete)));
}

#[test]
fn look_only_and_another_environment_block_the_last_button() {
    let mut state = ready(3, true, Breadth::Named);
    update(&mut state, Msg::Review);
    state.look_only = true;
    assert!(!started(&update(&mut state, Msg::Delete)));
    state.look_only = false;
    state.session.as_mut().unwrap().environment.cloud_name = "other".into();
    assert!(!started(&update(&mut state, Msg::Delete)));
    assert_eq!(blocked(&state), Some(Blocked::OtherEnvironment));
}

#[test]
fn changing_the_form_drops_its_preview() {
    use crate::app::forms;
    let mut state = ready(3, true, Breadth::Caught);
    window(&mut state, msg::Msg::Forms(forms::Msg::Text(FormKind::Originals(By::Tag), "x".into())));
    assert!(matches!(state.flow.stage, Stage::Ready(_)), "another form's text is no change");
    window(&mut state, msg::Msg::Forms(forms::Msg::Text(FormKind::Originals(By::Prefix), "docs/2".into())));
    assert!(matches!(state.flow.stage, Stage::Nothing));
}

#[test]
fn what_is_left_out_is_not_confirmed() {
    let mut state = ready(3, true, Breadth::Named);
    update(&mut state, Msg::LeaveOut(item(1, true).key(), true));
    update(&mut state, Msg::Review);
    let commands = update(&mut state, Msg::Delete);
    let [Command::StartJob(confirmed)] = &commands[..] else { panic!("{commands:?}") };
    let job = Job::new(JobId(1), confirmed);
    let keys: Vec<_> = job.items().iter().map(PlanItem::key).collect();
    assert_eq!(keys, [item(0, true).key(), item(2, true).key()]);
}

#[test]
fn the_end_of_a_job_opens_its_receipt_for_whoever_watched() {
    let mut state = ready(3, true, Breadth::Named);
    update(&mut state, Msg::Review);
    update(&mut state, Msg::Delete);
    let running = summary(&state, 7, JobState::Open);
    on_event(&mut state, Event::JobQueued(running.clone()));
    on_event(&mut state, Event::JobStarted(running));
    let ended = summary(&state, 7, JobState::Done);
    let commands = on_event(&mut state, Event::JobEnded { summary: ended, problem: None });
    assert!(matches!(commands[..], [Command::OpenReceipt { job: JobId(7), .. }]));
    assert_eq!(state.page, Page::Receipts);
}

#[test]
fn the_end_of_a_job_pulls_nobody_away_from_another_page() {
    let mut state = opened();
    let running = summary(&state, 7, JobState::Open);
    on_event(&mut state, Event::JobStarted(running));
    state.page = Page::Library;
    let ended = summary(&state, 7, JobState::Done);
    let commands = on_event(&mut state, Event::JobEnded { summary: ended, problem: None });
    assert!(matches!(commands[..], [Command::ListLibrary { .. }]), "the list alone is loaded anew");
    assert_eq!(state.page, Page::Library);
    assert!(state.flow.ended.is_some());
    window(&mut state, msg::Msg::Intent(Intent::OpenReceipt(JobId(7))));
    assert!(state.flow.ended.is_none(), "it was looked at");
}

#[test]
fn a_job_of_an_earlier_session_that_starts_does_not_take_the_confirmed_plan_away() {
    let mut state = ready(3, true, Breadth::Named);
    let earlier = summary(&state, 3, JobState::Open);
    crate::app::jobs::queued(&mut state, &earlier);
    update(&mut state, Msg::Review);
    update(&mut state, Msg::Delete);
    on_event(&mut state, Event::JobStarted(earlier));
    assert!(state.flow.starting && matches!(state.flow.stage, Stage::Ready(_)));
    let queued = summary(&state, 7, JobState::Open);
    on_event(&mut state, Event::JobQueued(queued));
    assert!(!state.flow.starting && matches!(state.flow.stage, Stage::Nothing));
    assert_eq!(state.page, Page::Jobs);
}

/// A job of the open environment ends, and nobody knows what became of one of its items.
fn something_was_deleted(state: &mut state::State) {
    let mut ended = summary(state, 7, JobState::Done);
    ended.tally.unknown = 1;
    on_event(state, Event::JobEnded { summary: ended, problem: None });
}

#[test]
fn what_could_be_undone_before_is_not_offered_beside_a_deletion() {
    let mut state = ready(3, true, Breadth::Named);
    start(&mut state, criteria(), None);
    let plan = plan(&state, 2, true, Breadth::Named);
    preview(&mut state, Preview::Complete(plan));
    assert!(state.toasts.iter().any(|toast| toast.undo.is_some()));
    update(&mut state, Msg::Review);
    assert!(started(&update(&mut state, Msg::Delete)));
    assert!(!state.toasts.iter().any(|toast| toast.undo.is_some()));
    assert!(!state.flow.aside.is_empty(), "the plan is still there");
}

#[test]
fn an_environment_that_is_opened_again_closes_the_confirmation_of_its_plan() {
    let mut state = ready(3, true, Breadth::Named);
    update(&mut state, Msg::Review);
    assert!(state.flow.confirming.is_some());
    drop(environment_opened(&mut state));
    assert!(state.flow.confirming.is_none() && matches!(state.flow.stage, Stage::Ready(_)));
}

#[test]
fn a_refused_job_keeps_the_plan_and_says_why() {
    let mut state = ready(3, true, Breadth::Named);
    update(&mut state, Msg::Review);
    update(&mut state, Msg::Delete);
    on_event(&mut state, Event::JobRefused { job: None, problem: Problem::new(RecordProblem::Full) });
    assert!(state.flow.refused.is_some() && !state.flow.starting);
    assert!(matches!(state.flow.stage, Stage::Ready(_)));
}

/// The same is counted anew and finds these.
fn counted_anew(state: &mut state::State, items: Vec<PlanItem>) {
    assert!(matches!(state.flow.stage, Stage::Counting { .. }), "{:?}", state.flow.stage);
    let plan = Arc::new(Plan::freeze(draft(state, items, Breadth::Named)));
    preview(state, Preview::Complete(plan));
}

fn changes(state: &state::State) -> Option<Changes> {
    let Stage::Ready(ready) = &state.flow.stage else { panic!("{:?}", state.flow.stage) };
    ready.changes
}

#[test]
fn the_confirmation_opens_over_no_other_page() {
    let mut state = ready(3, true, Breadth::Named);
    state.tick(at(4000), 1.0);
    update(&mut state, Msg::Review);
    window(&mut state, msg::Msg::Go(Page::Jobs));
    counted_anew(&mut state, vec![item(0, true), item(1, true), item(2, true)]);
    assert!(state.flow.confirming.is_none());
}
