//! A plan that is too large for the window's thread: what is asked of the background, which answers
//! are taken, and which come too late.

use proptest::prelude::*;

use super::*;
use crate::app::bin::SMALL;
use crate::model::asset::AssetId;
use crate::model::fixture::{at, items};
use crate::model::problem::ProgramProblem;
use crate::runtime::answer;

const MANY: u32 = SMALL as u32 + 5;

fn key(number: u32) -> AssetId {
    items(number + 1, true).pop().expect("an item").key()
}

fn counted(state: &state::State, items: Vec<PlanItem>) -> Arc<Plan> {
    Arc::new(Plan::freeze_with_selector(
        draft(state, items, Breadth::Caught),
        Some(SweepBy::Prefix("docs/".into())),
    ))
}

/// Every third has no backup.
fn many() -> Vec<PlanItem> {
    let mut all = items(MANY, true);
    for item in all.iter_mut().step_by(3) {
        item.backed_up = Some(false);
    }
    all
}

fn large() -> state::State {
    let mut state = opened();
    start(&mut state, criteria(), None);
    let plan = counted(&state, many());
    preview(&mut state, Preview::Complete(plan));
    state
}

fn plan_of(state: &state::State) -> &Ready {
    let Stage::Ready(ready) = &state.flow.stage else { panic!("{:?}", state.flow.stage) };
    ready
}

/// Has every one of these answered, and what they lead to.
fn answered(state: &mut state::State, commands: Vec<Command>) {
    for event in commands.into_iter().filter_map(answer).collect::<Vec<_>>() {
        let further = on_event(state, event);
        answered(state, further);
    }
}

fn frees(commands: &[Command]) -> bool {
    commands.iter().any(|command| matches!(command, Command::Free(_)))
}

#[test]
fn what_is_on_screen_stays_until_the_new_comes_and_a_late_answer_is_dropped() {
    let mut state = large();
    assert_eq!(plan_of(&state).shown().len(), MANY as usize);
    let first = update(&mut state, Msg::Search("docs/7".into()));
    let second = update(&mut state, Msg::Search("docs/77".into()));
    assert_eq!(plan_of(&state).shown().len(), MANY as usize, "nothing has come yet");
    answered(&mut state, first);
    assert_eq!(plan_of(&state).shown().len(), MANY as usize, "it is not wanted any more");
    answered(&mut state, second);
    assert_eq!(plan_of(&state).shown().len(), 11, "77, and 770 to 779");
    let longer = update(&mut state, Msg::Search("docs/771".into()));
    let [Command::Arrange { wanted, .. }] = &longer[..] else { panic!("{longer:?}") };
    assert_eq!(wanted.within.as_ref().map(|within| within.len()), Some(11), "only those are looked through");
    let other = update(&mut state, Msg::Sort(Sort::Newest));
    let [Command::Arrange { wanted, .. }] = &other[..] else { panic!("{other:?}") };
    assert!(wanted.within.is_none(), "another order is made of all");
}

#[test]
fn what_is_asked_for_already_is_asked_for_once() {
    let mut state = large();
    let asked = update(&mut state, Msg::Search("docs/7".into()));
    assert!(update(&mut state, Msg::LeaveOut(key(5), true)).is_empty());
    answered(&mut state, asked);
    assert!(plan_of(&state).shown().len() < MANY as usize, "leaving one out hides nothing");
}

#[test]
fn back_to_what_is_on_screen_needs_nothing() {
    let mut state = large();
    let asked = update(&mut state, Msg::Search("docs/7".into()));
    assert!(update(&mut state, Msg::Search(String::new())).is_empty());
    answered(&mut state, asked);
    assert_eq!(plan_of(&state).shown().len(), MANY as usize);
}

#[test]
fn a_large_plan_is_frozen_elsewhere_and_its_confirmation_opens_then() {
    let mut state = large();
    assert!(update(&mut state, Msg::LeaveOut(key(5), true)).is_empty());
    let asked = update(&mut state, Msg::Review);
    assert!(matches!(asked[..], [Command::Freeze { .. }]) && state.flow.confirming.is_none());
    assert!(update(&mut state, Msg::Review).is_empty(), "once is enough");
    assert!(update(&mut state, Msg::Delete).is_empty(), "there is nothing to confirm yet");
    answered(&mut state, asked);
    let confirmation = &state.flow.confirming.as_ref().expect("it opens").confirmation;
    assert_eq!(confirmation.plan().items().len(), MANY as usize - 1);
    assert!(confirmation.plan().items().iter().all(|item| item.key() != key(5)));
    assert_eq!(confirmation.plan().totals(), plan_of(&state).plan().totals());
    assert!(confirmation.plan().sweep().is_none());
    update(&mut state, Msg::CloseReview);
    assert!(update(&mut state, Msg::Review).is_empty() && state.flow.confirming.is_some(), "it is frozen");
}

type Change = fn(&mut state::State);

#[test]
fn nothing_but_the_plan_that_is_on_screen_is_confirmed() {
    let changes: [(&str, Change); 10] = [
        ("leave out", |state| drop(update(state, Msg::LeaveOut(key(6), true)))),
        ("include again", |state| drop(update(state, Msg::LeaveOut(key(5), false)))),
        ("without backup", |state| drop(update(state, Msg::LeaveOutWithoutBackup))),
        ("include all", |state| drop(update(state, Msg::PutAllBack))),
        ("route", |state| drop(update(state, Msg::Route(Route::Thorough)))),
        ("page", |state| {
            window(state, msg::Msg::Go(Page::Jobs));
            window(state, msg::Msg::Go(Page::Flow));
        }),
        ("look only", |state| state.look_only = true),
        ("environment", |state| {
            state.session.as_mut().expect("open").environment.cloud_name = "other".into();
        }),
        ("cleared", |state| {
            update(state, Msg::Discard);
            let id = offered(state).map_or_else(|| state.flow.aside[0].id, |aside| aside.id);
            update(state, Msg::BringBack(id));
        }),
        ("another preview", |state| drop(start(state, criteria(), None))),
    ];
    for (name, change) in changes {
        let mut state = large();
        update(&mut state, Msg::LeaveOut(key(5), true));
        let asked = update(&mut state, Msg::Review);
        assert!(matches!(asked[..], [Command::Freeze { .. }]));
        change(&mut state);
        answered(&mut state, asked);
        assert!(state.flow.confirming.is_none(), "{name}");
    }
}

#[test]
fn a_plan_that_was_frozen_too_late_is_not_taken_for_the_one_that_is_waited_for() {
    let mut state = large();
    update(&mut state, Msg::LeaveOut(key(5), true));
    let first = update(&mut state, Msg::Review);
    update(&mut state, Msg::LeaveOut(key(6), true));
    let second = update(&mut state, Msg::Review);
    answered(&mut state, first);
    assert!(state.flow.confirming.is_none(), "one more is left out on screen");
    answered(&mut state, second);
    let confirmation = &state.flow.confirming.as_ref().expect("it opens").confirmation;
    assert_eq!(confirmation.plan().items().len(), MANY as usize - 2);
}

#[test]
fn a_plan_that_cannot_be_frozen_says_why_and_can_be_tried_again() {
    let mut state = large();
    update(&mut state, Msg::LeaveOut(key(5), true));
    let failed = |commands: Vec<Command>| {
        let [Command::Freeze { generation, .. }] = commands[..] else { panic!("{commands:?}") };
        Event::Frozen { generation, result: Err(Problem::new(ProgramProblem::NoNetwork)) }
    };
    let asked = update(&mut state, Msg::Review);
    on_event(&mut state, failed(asked));
    assert!(state.flow.confirming.is_none() && state.flow.refused.is_some());
    let asked = update(&mut state, Msg::Review);
    answered(&mut state, asked);
    assert!(state.flow.confirming.is_some() && state.flow.refused.is_none());
}

#[test]
fn a_large_plan_as_it_was_counted_needs_no_freezing_and_keeps_its_sweep() {
    let mut state = large();
    update(&mut state, Msg::LeaveOut(key(5), true));
    update(&mut state, Msg::LeaveOut(key(5), false));
    update(&mut state, Msg::Route(Route::Sweep));
    assert!(update(&mut state, Msg::Review).is_empty());
    let confirmation = &state.flow.confirming.as_ref().expect("it opens").confirmation;
    assert!(Arc::ptr_eq(confirmation.plan(), plan_of(&state).found()));
    assert_eq!(confirmation.route(), Route::Sweep);
    update(&mut state, Msg::CloseReview);
    update(&mut state, Msg::LeaveOutWithoutBackup);
    assert_eq!(plan_of(&state).route, Route::Batches, "what is left is not what the selector finds");
    update(&mut state, Msg::Route(Route::Sweep));
    assert_eq!(plan_of(&state).route, Route::Batches);
}

#[test]
fn a_large_plan_that_is_counted_anew_is_compared_elsewhere() {
    let mut state = large();
    update(&mut state, Msg::LeaveOut(key(5), true));
    update(&mut state, Msg::LeaveOut(key(6), true));
    state.tick(at(4000), 1.0);
    update(&mut state, Msg::Review);
    let fewer = many().into_iter().filter(|item| item.key() != key(6)).collect();
    let plan = counted(&state, fewer);
    let generation = state.flow.generation;
    let complete = |plan: &Arc<Plan>| Event::Preview {
        generation,
        preview: Preview::Complete(Arc::clone(plan)),
        report: None,
        instead: Vec::new(),
    };
    let asked = on_event(&mut state, complete(&plan));
    assert!(matches!(asked[..], [Command::Compare { .. }]));
    assert!(matches!(state.flow.stage, Stage::Counting { .. }), "it is not known yet what is left out");
    assert!(frees(&on_event(&mut state, complete(&plan))), "nothing takes its place");
    answered(&mut state, asked);
    assert!(changes(&state).expect("compared").words().starts_with("Refreshed: 1 gone since "));
    assert_eq!((plan_of(&state).left_out(), plan_of(&state).is_left_out(key(5))), (1, true));
    assert!(state.flow.confirming.is_none(), "what changed is seen first");
    state.tick(at(8000), 2.0);
    update(&mut state, Msg::Review);
    let generation = state.flow.generation;
    let plan = counted(&state, plan_items(&plan));
    let again =
        Event::Preview { generation, preview: Preview::Complete(plan), report: None, instead: Vec::new() };
    let asked = on_event(&mut state, again);
    answered(&mut state, asked);
    let confirmation = &state.flow.confirming.as_ref().expect("nothing changed").confirmation;
    assert_eq!(confirmation.plan().items().len(), MANY as usize - 2);
}

fn plan_items(plan: &Plan) -> Vec<PlanItem> {
    plan.items().iter().cloned().collect()
}

#[test]
fn a_count_that_cannot_be_compared_is_not_complete_and_loses_nothing() {
    let mut state = large();
    update(&mut state, Msg::LeaveOut(key(5), true));
    update(&mut state, Msg::Again);
    let generation = state.flow.generation;
    let plan = counted(&state, many());
    preview(&mut state, Preview::Complete(plan));
    let problem = Problem::new(ProgramProblem::NoNetwork);
    assert!(frees(&on_event(&mut state, Event::Compared { generation, result: Err(problem) })));
    assert!(matches!(state.flow.stage, Stage::Incomplete { .. }));
    update(&mut state, Msg::Again);
    let plan = counted(&state, many());
    let generation = state.flow.generation;
    let preview = Preview::Complete(plan);
    let asked =
        on_event(&mut state, Event::Preview { generation, preview, report: None, instead: Vec::new() });
    answered(&mut state, asked);
    assert!(plan_of(&state).is_left_out(key(5)), "what was left out stays left out");
}

#[test]
fn a_large_plan_is_never_freed_here() {
    let mut state = large();
    let late = counted(&state, many());
    let generation = state.flow.generation - 1;
    let preview = Preview::Complete(late);
    assert!(frees(&on_event(
        &mut state,
        Event::Preview { generation, preview, report: None, instead: Vec::new() }
    )));
    assert!(!frees(&update(&mut state, Msg::Discard)), "it can be brought back");
    drop(start(&mut state, criteria(), None));
    let plan = plan(&state, 3, true, Breadth::Named);
    super::preview(&mut state, Preview::Complete(plan));
    assert!(frees(&window(&mut state, msg::Msg::Flow(Msg::Discard))), "the one that was cleared before");
    let mut state = large();
    update(&mut state, Msg::LeaveOut(key(5), true));
    let asked = update(&mut state, Msg::Review);
    let frozen = asked.into_iter().find_map(answer).expect("an answer");
    update(&mut state, Msg::LeaveOut(key(6), true));
    assert!(frees(&on_event(&mut state, frozen)), "a late answer may be the last to hold the items");
}

#[test]
fn a_large_plan_that_became_a_job_is_freed_elsewhere() {
    let mut state = large();
    update(&mut state, Msg::Review);
    state.time = 1.0;
    let name = state.session.as_ref().expect("open").environment.cloud_name.clone();
    update(&mut state, Msg::Typed(name));
    update(&mut state, Msg::Tick(true));
    state.time = 60.0;
    assert!(started(&update(&mut state, Msg::Delete)));
    let queued = summary(&state, 7, JobState::Open);
    assert!(frees(&on_event(&mut state, Event::JobQueued(queued))));
    assert!(matches!(state.flow.stage, Stage::Nothing));
}

#[derive(Clone, Debug)]
enum Deed {
    LeaveOut(u16, bool),
    WithoutBackup,
    AllBack,
    Sort(Sort),
    Only(Only),
    Search(&'static str),
    Route(Route),
    Review,
    Close,
    Go,
    Again,
    /// One of the answers that are under way comes.
    Answer(usize),
}

fn deed() -> impl Strategy<Value = Deed> {
    let number = 0..8_u16;
    let text = prop::sample::select(vec!["", "docs/1", "docs/12", "5"]);
    let only = prop::sample::select(vec![Only::All, Only::WithoutBackup, Only::LeftOut, Only::New]);
    let sort = prop::sample::select(vec![Sort::Plan, Sort::Newest, Sort::Sample]);
    let route = prop::sample::select(vec![Route::Thorough, Route::Batches, Route::Sweep]);
    prop_oneof![
        4 => (number, any::<bool>()).prop_map(|(number, out)| Deed::LeaveOut(number, out)),
        1 => Just(Deed::WithoutBackup),
        1 => Just(Deed::AllBack),
        1 => sort.prop_map(Deed::Sort),
        2 => only.prop_map(Deed::Only),
        2 => text.prop_map(Deed::Search),
        1 => route.prop_map(Deed::Route),
        5 => Just(Deed::Review),
        2 => Just(Deed::Close),
        1 => Just(Deed::Go),
        1 => Just(Deed::Again),
        9 => (0..4_usize).prop_map(Deed::Answer),
    ]
}

fn act(state: &mut state::State, deed: &Deed, under_way: &mut Vec<Command>) {
    let commands = match deed.clone() {
        Deed::LeaveOut(number, out) => update(state, Msg::LeaveOut(key(number.into()), out)),
        Deed::WithoutBackup => update(state, Msg::LeaveOutWithoutBackup),
        Deed::AllBack => update(state, Msg::PutAllBack),
        Deed::Sort(sort) => update(state, Msg::Sort(sort)),
        Deed::Only(only) => update(state, Msg::Only(only)),
        Deed::Search(text) => update(state, Msg::Search(text.into())),
        Deed::Route(route) => update(state, Msg::Route(route)),
        Deed::Review => update(state, Msg::Review),
        Deed::Close => update(state, Msg::CloseReview),
        Deed::Go => {
            window(state, msg::Msg::Go(Page::Jobs));
            window(state, msg::Msg::Go(Page::Flow))
        }
        Deed::Again => {
            update(state, Msg::Again);
            let (generation, plan) = (state.flow.generation, counted(state, many()));
            let preview = Preview::Complete(plan);
            on_event(state, Event::Preview { generation, preview, report: None, instead: Vec::new() })
        }
        Deed::Answer(which) => {
            let at = which.min(under_way.len().saturating_sub(1));
            let event = (!under_way.is_empty()).then(|| under_way.remove(at)).and_then(answer);
            event.map(|event| on_event(state, event)).unwrap_or_default()
        }
    };
    under_way.extend(commands);
}

/// What is on screen once everything is answered, as one would write it down.
fn expected(ready: &Ready) -> Vec<u32> {
    let items = ready.found().items();
    let visible = |position: &u32| {
        let item = &items[*position as usize];
        let kept = match ready.only {
            Only::All => true,
            Only::WithoutBackup => item.backed_up != Some(true),
            Only::LeftOut => ready.is_left_out(item.key()),
            _ => false,
        };
        kept && item.name.public_id.contains(&ready.search)
    };
    let mut all: Vec<u32> = (0..items.len() as u32).filter(visible).collect();
    all.sort_by(|one, other| ready.sort.compare(&items[*one as usize], &items[*other as usize]));
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn however_late_answers_come_what_is_confirmed_is_what_is_on_screen(
        deeds in prop::collection::vec(deed(), 1..30),
    ) {
        let mut state = large();
        let mut under_way = Vec::new();
        for deed in &deeds {
            let was_open = state.flow.confirming.is_some();
            act(&mut state, deed, &mut under_way);
            if let (Some(confirming), false) = (&state.flow.confirming, was_open) {
                let (confirmation, ready) = (&confirming.confirmation, plan_of(&state));
                prop_assert_eq!(confirmation.plan().fingerprint(), ready.frozen_now().fingerprint());
                prop_assert_eq!(confirmation.plan().totals(), ready.plan().totals());
                prop_assert_eq!(confirmation.route(), ready.route);
                prop_assert_eq!(state.page, Page::Flow);
            }
        }
        while !under_way.is_empty() {
            act(&mut state, &Deed::Answer(0), &mut under_way);
        }
        let ready = plan_of(&state);
        prop_assert_eq!(ready.shown(), &expected(ready)[..]);
    }
}
