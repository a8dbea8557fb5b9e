//! What stands in a form is what its plan was chosen by, and a plan never vanishes silently: whatever happens in the window, a plan that stood still stands,
//! became a job, was cleared on purpose, or can be brought back whole.

use std::time::Duration;

use proptest::prelude::*;

use super::*;
use crate::app::fixture::summary;
use crate::app::forms;
use crate::app::msg;
use crate::app::update as window;
use crate::model::account::Account;
use crate::model::problem::{DeletionProblem, RecordProblem};
use crate::model::selector::{By, List, Selector};

/// One thing that happens in the window.
#[derive(Clone, Debug)]
enum Deed {
    Type(FormKind, &'static str),
    Preview(FormKind),
    /// All of it at once: else few plans ever come from a form.
    Plan(FormKind, &'static str),
    FromLibrary,
    Add(FormKind, &'static str),
    AddFromLibrary,
    TakeOut(usize),
    Complete(u8),
    Incomplete,
    Counting,
    Again,
    Cancel,
    Clear,
    LeaveOut(u8),
    IncludeAll,
    BringBack,
    Undo,
    Open(&'static str),
    File(&'static str),
    OpenForm,
    ClearList,
    Kinds,
    CopiesBy(By),
    Hosts,
    Review,
    Delete,
    Queued,
    Refused,
    Late(u8),
    Go(bool),
    Hour,
}

/// Texts that every form takes.
const ANY_FORM: &str = "0123456789abcdef0123456789abcdef";
const ANY_FORM_TOO: &str = "fedcba9876543210fedcba9876543210";

fn deed() -> impl Strategy<Value = Deed> {
    use Deed::*;
    let kind = prop::sample::select(FormKind::all().collect::<Vec<_>>());
    prop_oneof![
        (kind.clone(), prop_oneof![Just("a"), Just("docs/"), Just("")])
            .prop_map(|(kind, text)| Type(kind, text)),
        kind.clone().prop_map(Preview),
        (kind.clone(), prop_oneof![Just(ANY_FORM), Just(ANY_FORM_TOO)])
            .prop_map(|(kind, text)| Plan(kind, text)),
        Just(FromLibrary),
        (kind, prop_oneof![Just(ANY_FORM), Just(ANY_FORM_TOO)]).prop_map(|(kind, text)| Add(kind, text)),
        Just(AddFromLibrary),
        (0..3_usize).prop_map(TakeOut),
        (0..3_usize).prop_map(TakeOut),
        (0..6_u8).prop_map(Complete),
        (1..6_u8).prop_map(Complete),
        Just(Incomplete),
        Just(Counting),
        Just(Again),
        Just(Cancel),
        Just(Clear),
        (0..6_u8).prop_map(LeaveOut),
        Just(IncludeAll),
        Just(BringBack),
        Just(Undo),
        prop_oneof![Just(Open("demo")), Just(Open("other"))],
        prop_oneof![Just(File("")), Just(File("b\nc"))],
        Just(OpenForm),
        Just(ClearList),
        Just(Kinds),
        prop_oneof![Just(CopiesBy(By::Prefix)), Just(CopiesBy(By::Tag))],
        Just(Hosts),
        Just(Review),
        Just(Delete),
        Just(Queued),
        Just(Refused),
        (0..4_u8).prop_map(Late),
        any::<bool>().prop_map(Go),
        Just(Hour),
    ]
}

fn send(state: &mut state::State, msg: msg::Msg) {
    drop(window::update(state, msg));
}

fn tell(state: &mut state::State, event: Event) {
    send(state, msg::Msg::Event(Box::new(event)));
}

fn answer(state: &mut state::State, generation: Generation, preview: Preview) {
    tell(state, Event::Preview { generation, preview, report: None, instead: Vec::new() });
}

fn act(state: &mut state::State, deed: &Deed, job: &mut i64) {
    let flow = |state: &mut state::State, msg| send(state, msg::Msg::Flow(msg));
    let form = |state: &mut state::State, msg| send(state, msg::Msg::Forms(msg));
    let generation = state.flow.generation;
    match deed.clone() {
        Deed::Type(kind, text) => form(state, forms::Msg::Text(kind, text.into())),
        Deed::Preview(kind) => form(state, forms::Msg::Preview(kind)),
        Deed::Plan(kind, text) => {
            for deed in [Deed::Type(kind, text), Deed::Preview(kind), Deed::Complete(3)] {
                act(state, &deed, job);
            }
        }
        Deed::FromLibrary => {
            send(state, msg::Msg::Intent(Intent::StartPreview { criteria: criteria(), from: None }));
        }
        Deed::Add(kind, text) => {
            act(state, &Deed::Type(kind, text), job);
            form(state, forms::Msg::Add(kind));
        }
        Deed::AddFromLibrary => {
            send(state, msg::Msg::Intent(Intent::AddToPlan { criteria: criteria(), from: None }));
        }
        Deed::TakeOut(at) => flow(state, Msg::TakeOut(at)),
        Deed::Complete(count) => {
            let plan = plan(state, count, true, Breadth::Named);
            let united = match &state.flow.so_far {
                Some(with) => with.united(&plan).map(Arc::new),
                None => Some(plan),
            };
            if let Some(plan) = united {
                answer(state, generation, Preview::Complete(plan));
            }
        }
        Deed::Incomplete => {
            let problem = Problem::new(DeletionProblem::PreviewStopped);
            answer(state, generation, Preview::Incomplete { found: 1, problem, doubt: None });
        }
        Deed::Counting => {
            answer(state, generation, Preview::Counting { found: 1, indexed: None, until: None });
        }
        Deed::Again => flow(state, Msg::Again),
        Deed::Cancel => flow(state, Msg::CancelCounting),
        Deed::Clear => flow(state, Msg::Discard),
        Deed::LeaveOut(number) => flow(state, Msg::LeaveOut(item(number, true).key(), true)),
        Deed::IncludeAll => flow(state, Msg::PutAllBack),
        Deed::BringBack => {
            if let Some(id) = offered(state).map(|aside| aside.id) {
                flow(state, Msg::BringBack(id));
            }
        }
        Deed::Undo => {
            if let Some(undo) = state.toasts.iter().rev().find_map(|toast| toast.undo) {
                send(state, msg::Msg::Undo(undo));
            }
        }
        Deed::Open(cloud) => {
            let mut environment = opened().session.expect("open").environment;
            environment.cloud_name = cloud.into();
            tell(state, Event::Opened { environment, account: Account::default() });
        }
        Deed::File(text) => {
            form(state, forms::Msg::FilePath("/a.txt".into()));
            form(state, forms::Msg::ReadFile(FormKind::Originals(By::List)));
            tell(state, Event::FileRead { path: "/a.txt".into(), guessed: None, result: Ok(text.into()) });
        }
        Deed::OpenForm => form(state, forms::Msg::Open(FormKind::Originals(By::Tag), "owls".into())),
        Deed::ClearList => form(state, forms::Msg::Clear(FormKind::Originals(By::List))),
        Deed::Kinds => form(state, forms::Msg::Invalidate(FormKind::Originals(By::Prefix), false)),
        Deed::CopiesBy(by) => form(state, forms::Msg::CopiesBy(by)),
        Deed::Hosts => form(state, forms::Msg::AddHost("media.example.com".into())),
        Deed::Review => flow(state, Msg::Review),
        Deed::Delete => flow(state, Msg::Delete),
        Deed::Queued => {
            *job += 1;
            let queued = summary(state, *job, JobState::Open);
            tell(state, Event::JobQueued(queued));
        }
        Deed::Refused => {
            let problem = Problem::new(RecordProblem::Full);
            tell(state, Event::JobRefused { job: None, problem });
        }
        Deed::Late(count) => {
            let plan = plan(state, count, true, Breadth::Named);
            answer(state, generation.saturating_sub(1), Preview::Complete(plan));
        }
        Deed::Go(away) => send(state, msg::Msg::Go(if away { Page::Jobs } else { Page::Flow })),
        Deed::Hour => state.tick(state.now + Duration::from_secs(3700), state.time + 1.0),
    }
}

/// A plan as it was counted, and what was made of it.
#[derive(Clone)]
struct Kept {
    counted: Arc<Plan>,
    plan: Arc<Plan>,
    handed_over: bool,
}

impl Kept {
    fn of(ready: &Ready, handed: Option<&Arc<Plan>>) -> Self {
        Self {
            counted: Arc::clone(ready.found()),
            plan: ready.frozen_now(),
            handed_over: handed.is_some_and(|plan| ready.frozen.is(plan)),
        }
    }

    fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.counted, &other.counted)
    }

    fn is_whole(&self, other: &Self) -> bool {
        self.is(other) && self.plan.fingerprint() == other.plan.fingerprint()
    }
}

fn standing(state: &state::State) -> Option<Kept> {
    let ready = match &state.flow.stage {
        Stage::Ready(ready) => ready,
        _ => &state.flow.before.as_ref()?.ready,
    };
    (!ready.found().items().is_empty()).then(|| Kept::of(ready, state.flow.handed_over.as_ref()))
}

fn all(state: &state::State) -> Vec<Kept> {
    let aside = state.flow.aside.iter().filter(|aside| !aside.cleared());
    let handed = state.flow.handed_over.as_ref();
    standing(state).into_iter().chain(aside.map(|aside| Kept::of(&aside.ready, handed))).collect()
}

/// Whether the form that the plan came from asks for what the plan was asked for.
fn stands_in_its_form(state: &state::State) -> bool {
    let (Some(kind), Some(asked)) = (state.flow.form(), state.flow.sources().first()) else { return true };
    let asked = &asked.criteria;
    let Ok(now) = state.forms.form(kind).criteria(asked.what) else { return false };
    let same = match (&now.selector, &asked.selector) {
        // Which links count may be more by now.
        (Selector::List(List(now)), Selector::List(List(asked))) => now.rows == asked.rows,
        (now, asked) => now == asked,
    };
    same && (&now.kinds, now.invalidate) == (&asked.kinds, asked.invalidate)
}

fn offers_undo(state: &state::State) -> bool {
    state.toasts.iter().any(|toast| matches!(toast.undo, Some(state::Undo::Plan(_))))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn a_plan_never_vanishes_silently(deeds in prop::collection::vec(deed(), 1..40)) {
        let mut state = opened();
        let mut job = 6;
        for deed in &deeds {
            let before = all(&state);
            let stood = standing(&state);
            let counts = matches!(state.flow.stage, Stage::Counting { .. } | Stage::Incomplete { .. });
            act(&mut state, deed, &mut job);
            let after = all(&state);
            for plan in &before {
                let was_standing = stood.as_ref().is_some_and(|stood| stood.is(plan));
                let excused = match deed {
                    // On purpose; it can be undone all the same.
                    Deed::Clear | Deed::Undo | Deed::TakeOut(_) => was_standing || after.iter().any(|kept| kept.is(plan)),
                    // It is a job now.
                    Deed::Queued => plan.handed_over,
                    // What was left out of it is left out of the new count.
                    Deed::Complete(_) => was_standing && counts,
                    Deed::LeaveOut(_) | Deed::IncludeAll => after.iter().any(|kept| kept.is(plan)),
                    _ => false,
                };
                let kept = after.iter().any(|kept| kept.is_whole(plan));
                prop_assert!(kept || excused, "{deed:?} of {deeds:?}");
            }
            prop_assert!(stands_in_its_form(&state), "{deed:?} of {deeds:?}");
            if let Stage::Ready(ready) = &state.flow.stage {
                prop_assert_eq!(ready.sources.len(), ready.counted().sources().len(), "{:?}", deeds);
            }
            if matches!(deed, Deed::Clear) && stood.is_some() && standing(&state).is_none() {
                prop_assert!(offers_undo(&state));
            }
            prop_assert_eq!(would_be_lost(&state).is_some(), all(&state).iter().any(|kept| {
                !state.flow.starting || !standing(&state).is_some_and(|standing| standing.is(kept))
            }) , "{:?}", deed);
        }
        // Each that waits comes back whole, with the environment open that it is of.
        for cloud in ["demo", "other"] {
            act(&mut state, &Deed::Open(cloud), &mut job);
            while let Some(aside) = offered(&state) {
                let (id, expected) = (aside.id, Kept::of(&aside.ready, None));
                drop(update(&mut state, Msg::BringBack(id)));
                prop_assert!(standing(&state).is_some_and(|standing| standing.is_whole(&expected)));
                prop_assert!(stands_in_its_form(&state), "{deeds:?}");
                drop(update(&mut state, Msg::Discard));
            }
        }
    }
}

#[test]
fn a_changed_form_sets_its_plan_aside_and_undo_brings_it_back_whole() {
    let mut state = ready(4, true, Breadth::Named);
    update(&mut state, Msg::LeaveOut(item(1, true).key(), true));
    send(&mut state, msg::Msg::Forms(forms::Msg::Text(FormKind::Originals(By::Prefix), "docs/2".into())));
    assert!(matches!(state.flow.stage, Stage::Nothing) && offered(&state).is_some());
    assert!(would_be_lost(&state).unwrap().contains("3 images"));
    let undo = state.toasts.iter().find_map(|toast| toast.undo).expect("Undo is offered");
    send(&mut state, msg::Msg::Undo(undo));
    let Stage::Ready(ready) = &state.flow.stage else { panic!("{:?}", state.flow.stage) };
    assert_eq!((ready.plan().len(), ready.left_out()), (3, 1));
    assert!(offered(&state).is_none() && state.page == Page::Flow);
    assert_eq!(&*state.forms.form(FormKind::Originals(By::Prefix)).text, "docs/", "what it was chosen by");
    assert!(
        matches!(update(&mut state, Msg::Again)[..], [Command::Preview { .. }]),
        "it can be counted anew"
    );
    send(&mut state, msg::Msg::Undo(state::Undo::Text));
    assert_eq!(
        &*state.forms.form(FormKind::Originals(By::Prefix)).text,
        "docs/2",
        "what stood there is not lost"
    );
}

#[test]
fn another_plan_that_is_made_while_one_is_written_down_stays() {
    let mut state = ready(3, true, Breadth::Named);
    update(&mut state, Msg::Review);
    assert!(started(&update(&mut state, Msg::Delete)));
    start(&mut state, criteria(), None);
    let other = plan(&state, 5, true, Breadth::Named);
    preview(&mut state, Preview::Complete(Arc::clone(&other)));
    let queued = summary(&state, 7, JobState::Open);
    on_event(&mut state, Event::JobQueued(queued));
    let Stage::Ready(ready) = &state.flow.stage else { panic!("{:?}", state.flow.stage) };
    assert!(Arc::ptr_eq(ready.found(), &other));
    assert!(state.flow.aside.is_empty(), "what is a job now is offered no more");
}

#[test]
fn an_empty_file_leaves_the_list_and_the_plan_alone() {
    let mut state = opened();
    let mut job = 1;
    for deed in [
        Deed::Type(FormKind::Originals(By::List), "a\nb"),
        Deed::Preview(FormKind::Originals(By::List)),
        Deed::Complete(2),
        Deed::File(""),
    ] {
        act(&mut state, &deed, &mut job);
    }
    assert_eq!(&*state.forms.form(FormKind::Originals(By::List)).text, "a\nb");
    assert!(matches!(state.flow.stage, Stage::Ready(_)) && state.forms.file.problem.is_some());
    act(&mut state, &Deed::File("c"), &mut job);
    assert_eq!(&*state.forms.form(FormKind::Originals(By::List)).text, "c");
    send(&mut state, msg::Msg::Undo(state::Undo::Text));
    assert_eq!(&*state.forms.form(FormKind::Originals(By::List)).text, "a\nb");
}

#[test]
fn what_was_typed_waits_for_its_environment() {
    let mut state = opened();
    let mut job = 1;
    for deed in [Deed::Open("demo"), Deed::Type(FormKind::Originals(By::List), "a\nb"), Deed::Open("other")] {
        act(&mut state, &deed, &mut job);
    }
    assert!(state.forms.form(FormKind::Originals(By::List)).text.is_empty());
    act(&mut state, &Deed::Open("demo"), &mut job);
    assert_eq!(&*state.forms.form(FormKind::Originals(By::List)).text, "a\nb");
}

#[test]
fn only_for_want_of_memory_are_the_oldest_plans_let_go() {
    let mut state = opened();
    for count in [3, 4, 5] {
        start(&mut state, criteria(), None);
        let counted = plan(&state, count, true, Breadth::Named);
        preview(&mut state, Preview::Complete(counted));
    }
    start(&mut state, criteria(), None);
    let sizes = |state: &state::State| -> Vec<usize> {
        state.flow.aside.iter().map(|aside| aside.ready.found().items().len()).collect()
    };
    assert_eq!(sizes(&state), [3, 4, 5]);
    let latest = state.flow.aside.last().unwrap().id;
    assert_eq!(aside::let_go(&mut state.flow.aside, latest, 12).len(), 0);
    assert_eq!(aside::let_go(&mut state.flow.aside, latest, 11).len(), 1);
    assert_eq!(sizes(&state), [4, 5]);
    assert_eq!(aside::let_go(&mut state.flow.aside, latest, 0).len(), 1);
    assert_eq!(sizes(&state), [5], "the one that gives way now stays, however large");
}

#[test]
fn what_is_set_aside_is_told_as_it_was_left() {
    let mut state = opened();
    start(&mut state, criteria(), None);
    let counted = plan(&state, 5, true, Breadth::Named);
    preview(&mut state, Preview::Complete(counted));
    update(&mut state, Msg::LeaveOut(item(0, true).key(), true));
    start(&mut state, criteria(), None);
    let told = &state.toasts.last().unwrap().words;
    assert!(told.starts_with("The plan of 4 "), "{told}");
}
