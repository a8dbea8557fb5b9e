//! The receipts without a window.

use std::sync::Arc;

use super::*;
use crate::app::bin::SMALL;
use crate::app::fixture::{carried_out, opened, summary};
use crate::app::jobs;
use crate::app::msg;
use crate::app::update::update as window;
use crate::model::fixture::{at, item};
use crate::model::job::Control;
use crate::model::outcome::{Outcome, Skip};
use crate::model::receipt::{
    EndCounts, Filter, Found, Hit, JobState, Line, ListedRows, PAGE, Positions, ReceiptHead, ReceiptRow,
    ReceiptView,
};
use crate::model::selector::{Again, Selector};
use crate::model::unfinished::Unfinished;
use crate::model::unsettled::Cause;

carried_out!(update(Msg), on_event(Event), open(JobId));

/// A receipt as the background reads it.
type Read = (Arc<ReceiptHead>, ListedRows);

fn receipt(state: &state::State, ends: Vec<Option<Outcome>>, job_state: JobState) -> Read {
    let mut summary = summary(state, 3, job_state);
    summary.header.planned = ends.len() as u64;
    ends.iter().flatten().for_each(|outcome| summary.tally.add(outcome));
    let lines = ends.into_iter().enumerate();
    let lines: Vec<_> = lines.map(|(n, outcome)| Line { item: item(n as u8, true), outcome }).collect();
    let mut counts = EndCounts::default();
    for line in &lines {
        counts.add(Filter::of(line));
    }
    let positions = Positions::First(lines.len());
    let first = lines.into_iter().take(PAGE).map(|line| Some(ReceiptRow::Planned(line))).collect();
    let head = ReceiptHead { summary, counts, extras: 0, left_out: 0, told: None, gapless: true };
    (Arc::new(head), ListedRows { view: ReceiptView::default(), positions, first })
}

fn mixed() -> Vec<Option<Outcome>> {
    vec![
        Some(Outcome::Deleted { copies: Some(2) }),
        Some(Outcome::AlreadyGone),
        Some(Outcome::Refused { reason: "no".into() }),
        Some(Outcome::Skipped { reason: Skip::Changed }),
        Some(Outcome::Unknown { reason: Cause::CutOff.into() }),
        Some(Outcome::AlreadyGone),
    ]
}

fn open_mixed() -> state::State {
    let mut state = opened();
    open(&mut state, JobId(3));
    let result = Ok(receipt(&state, mixed(), JobState::Done));
    on_event(&mut state, Event::Receipt { job: JobId(3), result });
    state
}

fn rows(state: &state::State) -> &ReceiptRows {
    &state.receipts.opened.as_ref().unwrap().rows
}

/// The rows of a view that was asked for, at these positions.
fn listed(command: &Command, positions: &[i64]) -> Event {
    let Command::ListReceiptRows { generation, view, .. } = command else { panic!("{command:?}") };
    let positions = Positions::These(positions.into());
    let first = positions.part(0..PAGE).into_iter().map(|_| None).collect();
    let result = Ok(ListedRows { view: view.clone(), positions, first });
    Event::ReceiptListed { generation: *generation, result }
}

fn asked(commands: Vec<Command>) -> Command {
    let [command] = <[Command; 1]>::try_from(commands).unwrap();
    command
}

#[test]
fn other_lines_are_listed_in_the_background_and_only_the_last_view_is_taken() {
    let mut state = open_mixed();
    assert_eq!((rows(&state).len(), rows(&state).get(5).is_some()), (6, true));
    let gone = asked(update(&mut state, Msg::Show(Shown::Ended(Filter::AlreadyGone))));
    let found = asked(update(&mut state, Msg::Search("docs/5".into())));
    let Command::ListReceiptRows { view, .. } = &found else { panic!("{found:?}") };
    let wanted = ReceiptView { shown: Shown::Ended(Filter::AlreadyGone), search: "docs/5".into() };
    assert_eq!(view, &wanted);
    on_event(&mut state, listed(&gone, &[1, 5]));
    assert_eq!(rows(&state).len(), 6, "nobody waits for it");
    on_event(&mut state, listed(&found, &[5]));
    assert_eq!((rows(&state).len(), rows(&state).view()), (1, &wanted));
}

#[test]
fn lines_that_were_listed_below_an_older_head_are_listed_anew() {
    let mut state = open_mixed();
    let skipped = asked(update(&mut state, Msg::Show(Shown::Ended(Filter::Skipped))));
    let newer = receipt(&state, vec![Some(Outcome::AlreadyGone); 4], JobState::Done);
    let head = Arc::clone(&newer.0);
    let anew = asked(on_event(&mut state, Event::Receipt { job: JobId(3), result: Ok(newer) }));
    on_event(&mut state, listed(&skipped, &[3]));
    assert_eq!(rows(&state).len(), 6, "it is of the head before");
    assert!(matches!(&anew, Command::ListReceiptRows { head: of, .. } if Arc::ptr_eq(of, &head)));
    on_event(&mut state, listed(&anew, &[]));
    assert!(rows(&state).is_empty());
}

#[test]
fn lines_in_sight_are_asked_for_and_a_failure_is_told() {
    let mut state = opened();
    open(&mut state, JobId(3));
    assert!(update(&mut state, Msg::InSight(0..10)).is_empty(), "there is no receipt yet");
    let result = Ok(receipt(&state, vec![None; 1_000], JobState::Done));
    on_event(&mut state, Event::Receipt { job: JobId(3), result });
    assert!(update(&mut state, Msg::InSight(0..100)).is_empty(), "they are there");
    let command = asked(update(&mut state, Msg::InSight(150..250)));
    let Command::ReadReceiptRows { generation, positions, .. } = command else { panic!("{command:?}") };
    assert_eq!(positions, (100..300).collect::<Vec<i64>>());
    let problem = || Problem::new(crate::model::problem::ProgramProblem::Panicked);
    on_event(&mut state, Event::ReceiptRows { generation: generation + 1, result: Err(problem()) });
    assert!(matches!(state.receipts.opened.as_ref().unwrap().paper, Paper::Here(_)), "of another question");
    on_event(&mut state, Event::ReceiptRows { generation, result: Err(problem()) });
    assert!(matches!(state.receipts.opened.as_ref().unwrap().paper, Paper::Failed(_)));
}

#[test]
fn a_receipt_is_saved_through_the_dialog_or_the_path_field() {
    let mut state = open_mixed();
    update(&mut state, Msg::ExportForm(ExportForm::Csv));
    assert!(update(&mut state, Msg::Write).is_empty(), "no path yet");
    let export = state.receipts.opened.as_ref().unwrap().export.as_ref().unwrap();
    assert_eq!(export.state, ExportState::Unnamed);
    update(&mut state, Msg::ExportPath(" /tmp/a.csv ".into()));
    let commands = update(&mut state, Msg::Write);
    let [Command::Export { generation, path, .. }] = &commands[..] else { panic!("{commands:?}") };
    assert_eq!(path, &PathBuf::from("/tmp/a.csv"));
    let written = |generation| Event::Exported { generation, result: Ok("/tmp/a.csv".into()) };
    on_event(&mut state, written(generation - 1));
    let export = |state: &state::State| {
        let export = state.receipts.opened.as_ref().unwrap().export.as_ref().unwrap();
        matches!(export.state, ExportState::Written(_))
    };
    assert!(!export(&state), "another file was written");
    on_event(&mut state, written(*generation));
    assert!(export(&state));

    update(&mut state, Msg::ExportForm(ExportForm::SupportList));
    assert_eq!(state.receipts.opened.as_ref().unwrap().export.as_ref().unwrap().path, "");
    let commands = update(&mut state, Msg::ChoosePath);
    let [Command::ChooseSavePath { generation, .. }] = &commands[..] else { panic!("{commands:?}") };
    let chosen = Event::PathChosen { generation: *generation, path: Some("/tmp/b.csv".into()) };
    let commands = crate::app::update::update(&mut state, crate::app::msg::Msg::Event(Box::new(chosen)));
    assert!(matches!(&commands[..], [Command::Export { form: ExportForm::SupportList, .. }]));
}

#[test]
fn each_form_of_a_receipt_is_proposed_a_file_among_the_documents() {
    let mut state = open_mixed();
    state.documents = Some("/home/me/Documents".into());
    for (form, ending) in [(ExportForm::Csv, "csv"), (ExportForm::Html, "html")] {
        update(&mut state, Msg::ExportForm(form));
        let commands = update(&mut state, Msg::Write);
        let [Command::Export { path, .. }] = &commands[..] else { panic!("{commands:?}") };
        assert!(path.starts_with("/home/me/Documents"), "{path:?}");
        assert_eq!(path.extension().and_then(|it| it.to_str()), Some(ending));
    }
}

#[test]
fn only_a_job_that_is_not_at_its_end_can_go_on() {
    let mut state = open_mixed();
    assert!(update(&mut state, Msg::GoOn(JobId(3))).is_empty());
    let left = Unfinished { summary: summary(&state, 3, JobState::Open), control: Control::Run, held: None };
    jobs::left(&mut state, &[left], false);
    state.look_only = true;
    assert!(update(&mut state, Msg::GoOn(JobId(3))).is_empty());
    state.look_only = false;
    assert!(matches!(update(&mut state, Msg::GoOn(JobId(3)))[..], [Command::Resume(JobId(3))]));
    assert_eq!(state.page, Page::Jobs);
}

#[test]
fn trying_again_previews_what_was_refused_or_is_unknown_and_nothing_else() {
    let mut state = open_mixed();
    let first = undone(&mut state);
    let command = asked(update(&mut state, Msg::TryAgain));
    let Command::ReadUndone { generation, header } = command else { panic!("{command:?}") };
    assert_eq!(header.id, JobId(3));
    let items = vec![item(2, true), item(4, true)].into();
    let criteria = Criteria::again(&header, items);
    let answer = |generation| Event::Undone { generation, result: Ok(Some(Box::new(criteria.clone()))) };
    assert!(on_event(&mut state, answer(first)).is_empty(), "it was asked for once more");
    let commands = on_event(&mut state, answer(generation));
    let [Command::Preview { criteria, .. }] = &commands[..] else { panic!("{commands:?}") };
    let Selector::Again(Again { of, items }) = &criteria.selector else { panic!("{criteria:?}") };
    assert_eq!((*of, items.len()), (JobId(3), 2));
    assert_eq!(state.page, Page::Flow);
}

/// Asks for what was left undone; gives the question's number.
fn undone(state: &mut state::State) -> Generation {
    let command = asked(update(state, Msg::TryAgain));
    let Command::ReadUndone { generation, .. } = command else { panic!("{command:?}") };
    generation
}

#[test]
fn nothing_is_tried_again_from_a_receipt_that_was_closed() {
    let mut state = open_mixed();
    let generation = undone(&mut state);
    update(&mut state, Msg::Close);
    let header = summary(&state, 3, JobState::Done).header;
    let criteria = Criteria::again(&header, vec![item(2, true)].into());
    let answer = Event::Undone { generation, result: Ok(Some(Box::new(criteria))) };
    assert!(on_event(&mut state, answer).is_empty());
    assert_ne!(state.page, Page::Flow);
}

#[test]
fn nothing_is_tried_again_in_another_environment_or_before_the_end() {
    let mut state = open_mixed();
    state.session.as_mut().unwrap().environment.cloud_name = "other".into();
    assert!(update(&mut state, Msg::TryAgain).is_empty());
    let mut state = open_mixed();
    state.session.as_mut().unwrap().environment.api_key = "999".into();
    assert!(!update(&mut state, Msg::TryAgain).is_empty(), "another key of the same");
    let mut state = open_mixed();
    let mut ends = mixed();
    ends.push(None);
    let result = Ok(receipt(&state, ends, JobState::Open));
    on_event(&mut state, Event::Receipt { job: JobId(3), result });
    assert!(update(&mut state, Msg::TryAgain).is_empty());
}

#[test]
fn a_search_through_all_receipts_shows_the_latest_answer_only() {
    let mut state = opened();
    assert!(update(&mut state, Msg::FindNow).is_empty(), "nothing to look for");
    update(&mut state, Msg::Find("docs".into()));
    let [Command::SearchReceipts { generation: late, .. }] = update(&mut state, Msg::FindNow)[..] else {
        panic!()
    };
    update(&mut state, Msg::Find("docs/1".into()));
    let [Command::SearchReceipts { generation, .. }] = update(&mut state, Msg::FindNow)[..] else { panic!() };
    let hit = Hit {
        summary: summary(&state, 3, JobState::Done),
        found: Found::Line(Box::new(Line { item: item(1, true), outcome: Some(Outcome::AlreadyGone) })),
    };
    on_event(&mut state, Event::ReceiptsFound { generation: late, result: Ok(Vec::new()) });
    assert!(matches!(state.receipts.search.hits, Hits::Searching { .. }));
    update(&mut state, Msg::Find("docs/1 ".into()));
    on_event(&mut state, Event::ReceiptsFound { generation, result: Ok(vec![hit.clone()]) });
    assert!(
        matches!(&state.receipts.search.hits, Hits::Here { of, hits } if of == "docs/1" && hits.len() == 1)
    );
    update(&mut state, Msg::Find("docs/17".into()));
    assert!(matches!(state.receipts.search.hits, Hits::None), "it was for another text");
    on_event(&mut state, Event::ReceiptsFound { generation, result: Ok(vec![hit]) });
    assert!(matches!(state.receipts.search.hits, Hits::None), "nor does a late answer bring it back");
    update(&mut state, Msg::Find(" ".into()));
    assert!(matches!(state.receipts.search.hits, Hits::None));
}

#[test]
fn a_job_that_ended_makes_the_list_out_of_date() {
    let mut state = opened();
    assert!(matches!(update(&mut state, Msg::Load)[..], [Command::ListReceipts]));
    assert!(update(&mut state, Msg::Load).is_empty(), "asked once");
    let known = vec![summary(&state, 3, JobState::Done)];
    on_event(&mut state, Event::Receipts(Ok(known)));
    assert_eq!(state.receipts.list.summaries().len(), 1);
    assert!(job_ended(&mut state, JobId(4)).is_empty());
    assert!(matches!(&state.receipts.list, List::Stale(known) if known.len() == 1), "it stays on screen");
}

#[test]
fn the_open_receipt_of_a_job_that_ends_is_read_anew() {
    let mut state = opened();
    open(&mut state, JobId(3));
    let ends = vec![Some(Outcome::AlreadyGone), None];
    let result = Ok(receipt(&state, ends, JobState::Open));
    on_event(&mut state, Event::Receipt { job: JobId(3), result });
    assert!(matches!(job_ended(&mut state, JobId(3))[..], [Command::OpenReceipt { job: JobId(3), .. }]));
    let opened = state.receipts.opened.as_ref().unwrap();
    assert!(opened.head().is_some(), "what is on screen stays until the new one is there");
}

#[test]
fn the_open_receipt_keeps_up_with_its_running_job() {
    let mut state = opened();
    open(&mut state, JobId(3));
    let mut running = summary(&state, 3, JobState::Open);
    running.header.planned = 2;
    jobs::started(&mut state, &running);
    let tally = |deleted| crate::model::outcome::Tally { deleted, ..Default::default() };
    let progress = |deleted| crate::jobs::progress::Progress {
        job: JobId(3),
        environment: running.header.environment.clone(),
        planned: 2,
        tally: tally(deleted),
        phase: crate::jobs::progress::Phase::Running,
        under_way: 1,
        time_left: None,
        started_at: at(0),
    };
    state.progress = vec![progress(1)];
    state.tick(at(0), 5.0);
    assert!(keep_up(&mut state).is_empty(), "it is still being read");
    let result = Ok(receipt(&state, vec![None, None], JobState::Open));
    on_event(&mut state, Event::Receipt { job: JobId(3), result });
    assert!(keep_up(&mut state).is_empty(), "not all the time");
    state.tick(at(0), 5.0 + 10.0 * 5.0);
    assert!(matches!(keep_up(&mut state)[..], [Command::OpenReceipt { job: JobId(3), .. }]));
    assert!(keep_up(&mut state).is_empty(), "once");
    let ends = vec![Some(Outcome::Deleted { copies: None }), None];
    let result = Ok(receipt(&state, ends, JobState::Open));
    on_event(&mut state, Event::Receipt { job: JobId(3), result });
    state.tick(at(0), 1000.0);
    assert!(keep_up(&mut state).is_empty(), "it shows what there is");
}

#[test]
fn a_large_receipt_is_freed_elsewhere() {
    let frees = |commands: &[Command]| commands.iter().any(|command| matches!(command, Command::Free(_)));
    let answer = |state: &mut state::State| {
        let gone = vec![Some(Outcome::AlreadyGone); SMALL + 1];
        let result = Ok(receipt(state, gone, JobState::Done));
        window(state, msg::Msg::Event(Box::new(Event::Receipt { job: JobId(3), result })))
    };
    let says = |state: &mut state::State, msg| window(state, msg::Msg::Receipts(msg));
    let mut state = open_mixed();
    assert!(!frees(&answer(&mut state)), "the one before was small");
    assert!(frees(&answer(&mut state)), "it was read once more");
    assert!(frees(&says(&mut state, Msg::Close)));
    assert!(frees(&answer(&mut state)), "nobody waits for it");
    says(&mut state, Msg::Open(JobId(3)));
    answer(&mut state);
    assert!(frees(&says(&mut state, Msg::Open(JobId(4)))));
    says(&mut state, Msg::Open(JobId(3)));
    answer(&mut state);
    assert!(frees(&window(&mut state, msg::Msg::Intent(Intent::EnvironmentOpened))));
}
