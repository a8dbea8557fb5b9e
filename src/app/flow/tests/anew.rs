//! A plan that is old, or older than a deletion, is counted anew before it is confirmed.

use super::*;

#[test]
fn a_plan_that_was_counted_before_something_was_deleted_is_counted_anew() {
    for deleted in [0, 1] {
        let mut state = ready(3, true, Breadth::Named);
        start(&mut state, criteria(), None);
        let plan = plan(&state, 2, true, Breadth::Named);
        preview(&mut state, Preview::Complete(plan));
        let mut ended = summary(&state, 7, JobState::Done);
        ended.tally.deleted = deleted;
        on_event(&mut state, Event::JobEnded { summary: ended, problem: None });
        let counts_anew = |commands: &[Command]| matches!(commands, [Command::Preview { .. }]);
        let aside = offered(&state).unwrap().id;
        assert_eq!(
            counts_anew(&update(&mut state, Msg::BringBack(aside))),
            deleted > 0,
            "when it comes back"
        );
        let aside = offered(&state).unwrap().id;
        update(&mut state, Msg::BringBack(aside));
        if deleted > 0 {
            counted_anew(&mut state, vec![item(0, true)]);
            assert!(changes(&state).unwrap().words().starts_with("Refreshed: 1 gone since "));
            assert!(update(&mut state, Msg::Review).is_empty() && state.flow.confirming.is_some());
        }
    }
    let mut state = ready(3, true, Breadth::Named);
    something_was_deleted(&mut state);
    assert!(matches!(update(&mut state, Msg::Review)[..], [Command::Preview { .. }]), "before its review");
}

#[test]
fn what_was_deleted_while_the_confirmation_is_open_must_be_counted_anew_first() {
    let mut state = ready(3, true, Breadth::Named);
    update(&mut state, Msg::Review);
    something_was_deleted(&mut state);
    assert!(confirmed_is_outdated(&state));
    assert!(!started(&update(&mut state, Msg::Delete)));
    assert!(matches!(update(&mut state, Msg::Review)[..], [Command::Preview { .. }]));
    counted_anew(&mut state, vec![item(0, true), item(1, true), item(2, true)]);
    assert!(started(&update(&mut state, Msg::Delete)), "nothing changed, and it was confirmed");
}

#[test]
fn what_was_deleted_while_a_plan_is_counted_makes_it_out_of_date() {
    let mut state = opened();
    start(&mut state, criteria(), None);
    something_was_deleted(&mut state);
    let plan = plan(&state, 3, true, Breadth::Named);
    preview(&mut state, Preview::Complete(plan));
    assert!(matches!(update(&mut state, Msg::Review)[..], [Command::Preview { .. }]));
}

#[test]
fn an_old_preview_is_counted_anew_before_the_review() {
    let mut state = ready(3, true, Breadth::Named);
    state.tick(at(3600), 1.0);
    assert!(update(&mut state, Msg::Review).is_empty());
    assert!(state.flow.confirming.take().is_some(), "an hour is not too old");
    state.tick(at(3601), 2.0);
    let commands = update(&mut state, Msg::Review);
    let [Command::Preview { criteria: asked, .. }] = &commands[..] else { panic!("{commands:?}") };
    assert_eq!(**asked, criteria());
    assert!(state.flow.confirming.is_none() && update(&mut state, Msg::Delete).is_empty());
    counted_anew(&mut state, vec![item(0, true), item(1, true), item(2, true)]);
    assert!(state.flow.confirming.is_some(), "nothing changed");
    assert!(started(&update(&mut state, Msg::Delete)));
}

#[test]
fn what_changed_is_seen_before_the_review_opens() {
    let mut state = ready(3, true, Breadth::Named);
    state.tick(at(4000), 1.0);
    update(&mut state, Msg::Review);
    counted_anew(&mut state, vec![item(0, true), item(1, true), item(7, true)]);
    assert!(state.flow.confirming.is_none());
    assert!(changes(&state).unwrap().words().starts_with("Refreshed: 1 more, 1 gone since "));
    assert!(update(&mut state, Msg::Delete).is_empty());
    update(&mut state, Msg::Review);
    assert!(state.flow.confirming.is_some(), "it was seen");
}

#[test]
fn a_clock_that_was_set_back_makes_the_preview_old() {
    let mut state = opened();
    state.tick(at(9000), 0.0);
    start(&mut state, criteria(), None);
    let plan = plan(&state, 3, true, Breadth::Named);
    preview(&mut state, Preview::Complete(plan));
    state.tick(at(8000), 1.0);
    assert!(matches!(update(&mut state, Msg::Review)[..], [Command::Preview { .. }]));
}

#[test]
fn what_was_left_out_stays_left_out_however_often_it_is_counted() {
    let mut state = ready(4, true, Breadth::Named);
    update(&mut state, Msg::LeaveOut(item(1, true).key(), true));
    update(&mut state, Msg::LeaveOut(item(2, true).key(), true));
    update(&mut state, Msg::Route(Route::Batches));
    state.tick(at(4000), 1.0);
    update(&mut state, Msg::Review);
    let problem = || Problem::new(ProgramProblem::NoNetwork);
    preview(&mut state, Preview::Incomplete { found: 0, problem: problem(), doubt: None });
    update(&mut state, Msg::Again);
    preview(&mut state, Preview::Incomplete { found: 0, problem: problem(), doubt: None });
    update(&mut state, Msg::Again);
    counted_anew(&mut state, vec![item(0, true), item(1, true), item(3, true), item(5, true)]);
    assert!(state.flow.confirming.is_none(), "there was something to read in between");
    let Stage::Ready(ready) = &state.flow.stage else { panic!("{:?}", state.flow.stage) };
    let keys: Vec<_> = ready.frozen_now().items().iter().map(PlanItem::key).collect();
    assert_eq!(keys, [0, 3, 5].map(|number| item(number, true).key()));
    assert_eq!((ready.left_out(), ready.route), (1, Route::Batches), "what is gone need not be left out");
    start(&mut state, criteria(), None);
    let plan = plan(&state, 4, true, Breadth::Named);
    preview(&mut state, Preview::Complete(plan));
    assert_eq!(changes(&state), None, "another preview has nothing to do with it");
}

#[test]
fn a_sweep_needs_a_younger_preview() {
    let mut state = ready(3, true, Breadth::Caught);
    state.tick(at(601), 1.0);
    update(&mut state, Msg::Review);
    assert!(state.flow.confirming.take().is_some(), "it does not go by a sweep");
    update(&mut state, Msg::Route(Route::Sweep));
    assert!(matches!(update(&mut state, Msg::Review)[..], [Command::Preview { .. }]));
    let again = plan(&state, 3, true, Breadth::Caught);
    preview(&mut state, Preview::Complete(again));
    let confirming = state.flow.confirming.as_ref().expect("nothing changed");
    assert_eq!(confirming.confirmation.route(), Route::Sweep);
}

#[test]
fn a_plan_that_cannot_be_swept_any_more_is_shown_first() {
    let mut state = ready(3, true, Breadth::Caught);
    update(&mut state, Msg::Route(Route::Sweep));
    state.tick(at(700), 1.0);
    update(&mut state, Msg::Review);
    counted_anew(&mut state, vec![item(0, true), item(1, true), item(2, true)]);
    assert!(state.flow.confirming.is_none());
    assert!(changes(&state).unwrap().advice() == crate::text!("refreshed-no-sweep"));
}

#[test]
fn a_preview_that_grows_old_in_the_open_confirmation_is_counted_anew_from_there() {
    let mut state = ready(3, true, Breadth::Named);
    update(&mut state, Msg::Review);
    assert!(state.flow.confirming.as_ref().unwrap().armed(0.0, at(3600)));
    state.tick(at(3601), 1.0);
    assert!(!state.flow.confirming.as_ref().unwrap().armed(1.0, at(3601)));
    assert!(update(&mut state, Msg::Delete).is_empty());
    assert!(matches!(update(&mut state, Msg::Review)[..], [Command::Preview { .. }]));
    assert!(state.flow.confirming.is_none());
}
