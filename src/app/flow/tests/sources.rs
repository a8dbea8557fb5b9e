//! More than one source in a plan: added, counted in turn, taken out.

use super::*;
use crate::model::asset::AssetId;
use crate::model::fingerprint::Fingerprint;
use crate::model::problem::DeletionProblem;

/// Answers the question for a source that finds these.
fn found(state: &mut state::State, commands: &[Command], numbers: std::ops::Range<u8>) -> Vec<Command> {
    let [Command::Preview { generation, with, .. }] = commands else { panic!("{commands:?}") };
    let items = numbers.map(|number| item(number, true)).collect();
    let plan = Plan::freeze(draft(state, items, Breadth::Named));
    let plan = with.as_ref().map_or_else(|| Some(plan.clone()), |with| with.united(&plan)).unwrap();
    let preview = Preview::Complete(Arc::new(plan));
    let event = Event::Preview { generation: *generation, preview, report: None, instead: Vec::new() };
    on_event(state, event)
}

fn by(text: &str) -> Criteria {
    Criteria { selector: fixture::prefix(text), ..criteria() }
}

fn adding(state: &mut state::State, text: &str) -> Vec<Command> {
    window(state, msg::Msg::Intent(Intent::AddToPlan { criteria: by(text), from: None }))
}

fn fails(state: &mut state::State) {
    let problem = Problem::new(DeletionProblem::PreviewStopped);
    preview(state, Preview::Incomplete { found: 1, problem, doubt: None });
}

fn standing(state: &state::State) -> &Ready {
    let Stage::Ready(ready) = &state.flow.stage else { panic!("{:?}", state.flow.stage) };
    ready
}

fn fingerprint(state: &state::State) -> Fingerprint {
    standing(state).frozen_now().fingerprint()
}

fn undo(state: &mut state::State) {
    let undo = state.toasts.iter().rev().find_map(|toast| toast.undo).expect("Undo is offered");
    drop(window(state, msg::Msg::Undo(undo)));
}

fn key(number: u8) -> AssetId {
    item(number, true).key()
}

#[test]
fn what_is_added_is_counted_alone_and_united_with_what_was_left_of_the_plan() {
    let mut state = ready(3, true, Breadth::Named);
    update(&mut state, Msg::LeaveOut(key(1), true));
    let commands = adding(&mut state, "b");
    assert!(matches!(&commands[..], [Command::Preview { criteria, with: Some(with), .. }]
        if criteria.selector == fixture::prefix("b") && with.items().len() == 3));
    assert!(update(&mut state, Msg::Review).is_empty() && state.flow.confirming.is_none());
    found(&mut state, &commands, 2..5);
    let ready = standing(&state);
    assert_eq!((ready.found().items().len(), ready.plan().len(), ready.left_out()), (5, 4, 1));
    assert_eq!((ready.sources.len(), ready.new_since()), (2, 2));
    assert!(ready.is_left_out(key(1)) && !started(&update(&mut state, Msg::Delete)));
    update(&mut state, Msg::Review);
    assert_eq!(state.flow.confirming.as_ref().unwrap().confirmation.plan().items().len(), 4);
}

#[test]
fn a_source_that_is_not_complete_keeps_the_plan_from_being_reviewed_until_it_is_out() {
    let mut state = ready(3, true, Breadth::Caught);
    update(&mut state, Msg::LeaveOut(key(1), true));
    let before = fingerprint(&state);
    adding(&mut state, "b");
    fails(&mut state);
    assert!(blocked(&state).is_some() && update(&mut state, Msg::Review).is_empty());
    assert!(!started(&update(&mut state, Msg::Delete)));
    let again = update(&mut state, Msg::Again);
    assert!(
        matches!(&again[..], [Command::Preview { criteria, with: Some(_), .. }]
        if criteria.selector == fixture::prefix("b")),
        "only what is missing is counted"
    );
    fails(&mut state);
    update(&mut state, Msg::TakeOut(1));
    assert_eq!((fingerprint(&state), standing(&state).left_out()), (before, 1), "as it was");
}

#[test]
fn the_complete_one_can_be_taken_out_as_well() {
    let mut state = ready(3, true, Breadth::Named);
    adding(&mut state, "b");
    fails(&mut state);
    let commands = update(&mut state, Msg::TakeOut(0));
    assert!(matches!(&commands[..], [Command::Preview { criteria, with: None, .. }]
        if criteria.selector == fixture::prefix("b")));
    found(&mut state, &commands, 7..9);
    assert_eq!(standing(&state).plan().len(), 2);
}

#[test]
fn a_form_that_is_all_that_is_left_holds_what_it_was_asked_for() {
    let mut state = ready(3, true, Breadth::Named);
    let tag = FormKind::Originals(By::Tag);
    for (text, add) in [("owls", true), ("cats", false)] {
        drop(window(&mut state, msg::Msg::Forms(forms::Msg::Text(tag, text.into()))));
        if add {
            drop(window(&mut state, msg::Msg::Forms(forms::Msg::Add(tag))));
            fails(&mut state);
        }
    }
    drop(window(&mut state, msg::Msg::Flow(Msg::TakeOut(0))));
    assert_eq!((state.flow.form(), &*state.forms.form(tag).text), (Some(tag), "owls"));
}

#[test]
fn a_source_that_is_taken_out_leaves_what_others_found_and_undo_brings_it_back() {
    let mut state = ready(3, true, Breadth::Caught);
    let alone = fingerprint(&state);
    let commands = adding(&mut state, "b");
    found(&mut state, &commands, 2..5);
    assert!(standing(&state).plan().sweep().is_none(), "only a lone source is swept");
    update(&mut state, Msg::TakeOut(1));
    assert_eq!((fingerprint(&state), standing(&state).sources.len()), (alone, 1));
    assert!(standing(&state).plan().sweep().is_some());
    assert_eq!(state.flow.form(), Some(FormKind::Originals(By::Prefix)));
    undo(&mut state);
    update(&mut state, Msg::LeaveOut(key(4), true));
    let both = fingerprint(&state);
    update(&mut state, Msg::TakeOut(1));
    assert!(standing(&state).plan().sweep().is_none(), "what is left out could come back");
    undo(&mut state);
    assert_eq!((fingerprint(&state), standing(&state).sources.len()), (both, 2));
    assert!(offered(&state).is_none(), "what stood in between is no plan of its own");
    update(&mut state, Msg::TakeOut(0));
    assert_eq!((standing(&state).plan().len(), standing(&state).left_out()), (2, 1));
    update(&mut state, Msg::TakeOut(0));
    assert!(matches!(state.flow.stage, Stage::Nothing), "the last source takes the plan with it");
}

#[test]
fn all_sources_are_counted_anew_in_turn() {
    let mut state = ready(3, true, Breadth::Named);
    let commands = adding(&mut state, "b");
    found(&mut state, &commands, 2..5);
    let before = fingerprint(&state);
    let first = update(&mut state, Msg::Again);
    assert!(matches!(&first[..], [Command::Preview { with: None, .. }]));
    let second = found(&mut state, &first, 0..3);
    assert!(matches!(&second[..], [Command::Preview { criteria, with: Some(_), .. }]
        if criteria.selector == fixture::prefix("b")));
    assert!(blocked(&state).is_some());
    assert!(found(&mut state, &second, 2..5).is_empty());
    assert_eq!(fingerprint(&state), before);
    assert!(standing(&state).changes.unwrap().are_none());
}

#[test]
fn what_cannot_go_together_becomes_a_plan_of_its_own() {
    let mut state = ready(3, true, Breadth::Named);
    let copies = Criteria { what: What::AllCopies, ..by("b") };
    let commands = add(&mut state, copies, None);
    assert!(matches!(
        &crate::app::update::route(&mut state, commands)[..],
        [Command::Preview { with: None, .. }]
    ));
    assert_eq!(offered(&state).map(|aside| aside.ready.plan().len()), Some(3), "the other one waits");
}

#[test]
fn what_is_added_takes_the_choice_of_the_plan_about_the_cdn() {
    let mut state = ready(3, true, Breadth::Named);
    let commands = window(
        &mut state,
        msg::Msg::Intent(Intent::AddToPlan {
            criteria: Criteria { invalidate: false, ..by("b") },
            from: None,
        }),
    );
    assert!(matches!(&commands[..], [Command::Preview { criteria, .. }] if criteria.invalidate));
}

#[test]
fn a_form_adds_to_the_plan_that_its_change_set_aside() {
    let mut state = ready(3, true, Breadth::Named);
    let form = FormKind::Originals(By::Prefix);
    window(&mut state, msg::Msg::Forms(forms::Msg::Text(form, "b".into())));
    assert!(matches!(state.flow.stage, Stage::Nothing));
    assert_eq!(could_take(&state, What::Originals).map(|ready| ready.plan().len()), Some(3));
    let commands = window(&mut state, msg::Msg::Forms(forms::Msg::Add(form)));
    found(&mut state, &commands, 2..5);
    assert_eq!((standing(&state).plan().len(), state.flow.aside.len()), (5, 0));
    assert_eq!(&*state.forms.form(form).text, "b");
}

/// What a count that came short did not show is left out still, and no sweep takes it.
#[test]
fn what_is_left_out_stays_so_when_it_is_not_found_for_a_while() {
    let mut state = ready(5, true, Breadth::Caught);
    update(&mut state, Msg::LeaveOut(key(3), true));
    let swept = |state: &state::State, count: u8| plan(state, count, true, Breadth::Caught);
    for (count, found, left_out) in [(3, 3, 0), (5, 4, 1), (2, 2, 0), (2, 2, 0), (5, 4, 1)] {
        update(&mut state, Msg::Again);
        let plan = swept(&state, count);
        preview(&mut state, Preview::Complete(plan));
        let ready = standing(&state);
        assert_eq!((ready.plan().len(), ready.left_out()), (found, left_out));
        assert!(ready.plan().sweep().is_none() && ready.frozen_now().sweep().is_none());
        update(&mut state, Msg::Route(Route::Sweep));
        assert_ne!(standing(&state).route, Route::Sweep);
    }
    update(&mut state, Msg::PutAllBack);
    assert_eq!((standing(&state).plan().len(), standing(&state).plan().sweep().is_some()), (5, true));
}

#[test]
fn undo_of_taking_out_keeps_what_was_left_out_since() {
    let mut state = ready(3, true, Breadth::Named);
    let commands = adding(&mut state, "b");
    found(&mut state, &commands, 2..5);
    update(&mut state, Msg::TakeOut(1));
    update(&mut state, Msg::LeaveOut(key(1), true));
    undo(&mut state);
    assert_eq!((standing(&state).plan().len(), standing(&state).left_out()), (4, 1));
    assert_eq!(offered(&state).map(|aside| aside.ready.plan().len()), Some(2), "the other one waits");
}

#[test]
fn a_complete_source_that_is_taken_out_of_an_incomplete_plan_comes_back_with_undo() {
    let mut state = ready(3, true, Breadth::Named);
    update(&mut state, Msg::LeaveOut(key(1), true));
    let before = fingerprint(&state);
    adding(&mut state, "b");
    fails(&mut state);
    let commands = update(&mut state, Msg::TakeOut(0));
    found(&mut state, &commands, 7..9);
    assert_eq!(standing(&state).plan().len(), 2);
    let told = state.toasts.last().map(|toast| toast.words.clone());
    assert_eq!(told, Some(crate::text!("plan-taken-out", number = 3_u64, items = "3 images")));
    undo(&mut state);
    assert_eq!((fingerprint(&state), standing(&state).left_out()), (before, 1));
}

#[test]
fn a_plan_stays_out_of_date_whatever_is_added_to_it_and_taken_out() {
    let mut state = ready(3, true, Breadth::Named);
    something_was_deleted(&mut state);
    let commands = adding(&mut state, "b");
    found(&mut state, &commands, 5..8);
    assert!(state.flow.is_outdated(standing(&state)));
    update(&mut state, Msg::TakeOut(1));
    assert!(state.flow.is_outdated(standing(&state)));
    undo(&mut state);
    assert!(matches!(state.flow.stage, Stage::Counting { .. }), "what comes back is counted anew");
}

#[test]
fn what_was_left_out_of_a_source_is_left_out_when_it_comes_again() {
    let mut state = ready(3, true, Breadth::Named);
    let commands = adding(&mut state, "b");
    found(&mut state, &commands, 5..8);
    update(&mut state, Msg::LeaveOut(key(6), true));
    update(&mut state, Msg::TakeOut(1));
    let commands = adding(&mut state, "b");
    found(&mut state, &commands, 5..8);
    assert_eq!((standing(&state).plan().len(), standing(&state).left_out()), (5, 1));
}

#[test]
fn an_order_that_was_being_made_is_asked_for_again_when_the_plan_is_as_it_was() {
    let mut state = opened();
    start(&mut state, criteria(), None);
    let large = Plan::freeze(draft(&state, fixture::items(3_000, true), Breadth::Named));
    preview(&mut state, Preview::Complete(Arc::new(large)));
    assert!(matches!(update(&mut state, Msg::Sort(Sort::Name))[..], [Command::Arrange { .. }]));
    adding(&mut state, "b");
    fails(&mut state);
    assert!(matches!(update(&mut state, Msg::TakeOut(1))[..], [Command::Arrange { .. }]));
}
