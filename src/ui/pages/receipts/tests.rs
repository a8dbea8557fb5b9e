//! The receipts without a window.

use std::sync::Arc;

use super::*;
use crate::model::criteria::What;
use crate::model::job::{JobHeader, Route};
use crate::model::outcome::{Outcome, Skip, Tally};
use crate::model::plan::{Fingerprint, tests::item};
use crate::model::receipt::{Line, Receipt};
use crate::ui::pages::forms::tests::opened;

fn summary(state: &state::State, job: i64, ends: &[Option<Outcome>], job_state: JobState) -> Summary {
    let mut tally = Tally::default();
    ends.iter().flatten().for_each(|outcome| tally.add(outcome));
    let header = JobHeader {
        id: JobId(job),
        environment: state.session.as_ref().unwrap().environment.id(),
        cloud_name: "demo".into(),
        description: "Tag “old”".into(),
        what: What::Originals,
        route: Route::Thorough,
        invalidate: true,
        planned: ends.len() as u64,
        fingerprint: Fingerprint([0; 32]),
        previewed_at: 0,
        confirmed_at: 0,
    };
    Summary { header, state: job_state, tally, ended_at: None }
}

fn receipt(state: &state::State, ends: Vec<Option<Outcome>>, job_state: JobState) -> Arc<Receipt> {
    let summary = summary(state, 3, &ends, job_state);
    let lines = ends.into_iter().enumerate();
    let lines = lines.map(|(n, outcome)| Line { item: item(n as u8, true), outcome }).collect();
    Arc::new(Receipt { summary, lines, extras: Vec::new() })
}

fn mixed() -> Vec<Option<Outcome>> {
    vec![
        Some(Outcome::Deleted { copies: Some(2) }),
        Some(Outcome::AlreadyGone),
        Some(Outcome::Refused { reason: "no".into() }),
        Some(Outcome::Skipped { reason: Skip::Changed }),
        Some(Outcome::Unknown { reason: "away".into() }),
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

#[test]
fn every_line_is_counted_once_and_the_sum_is_the_plan() {
    let state = open_mixed();
    let opened = state.receipts.opened.as_ref().unwrap();
    let counts: Vec<u64> = Filter::ALL.iter().map(|filter| opened.count(*filter)).collect();
    assert_eq!(counts, [1, 2, 1, 1, 1, 0]);
    assert_eq!(opened.total(), 6);
}

#[test]
fn not_found_is_never_among_the_deleted() {
    let mut state = open_mixed();
    update(&mut state, Msg::Filter(Some(Filter::Deleted)));
    assert_eq!(state.receipts.opened.as_ref().unwrap().shown(), [0]);
    update(&mut state, Msg::Filter(Some(Filter::AlreadyGone)));
    assert_eq!(state.receipts.opened.as_ref().unwrap().shown(), [1, 5]);
    update(&mut state, Msg::Search("docs/5".into()));
    assert_eq!(state.receipts.opened.as_ref().unwrap().shown(), [5]);
}

#[test]
fn a_receipt_is_saved_through_the_dialog_or_the_path_field() {
    let mut state = open_mixed();
    update(&mut state, Msg::ExportForm(ExportForm::Csv));
    assert!(update(&mut state, Msg::Write).is_empty(), "no path yet");
    update(&mut state, Msg::ExportPath(" /tmp/a.csv ".into()));
    let commands = update(&mut state, Msg::Write);
    assert!(matches!(&commands[..], [Command::Export { path, .. }] if path == &PathBuf::from("/tmp/a.csv")));
    on_event(&mut state, Event::Exported(Ok("/tmp/a.csv".into())));

    update(&mut state, Msg::ExportForm(ExportForm::SupportList));
    let commands = update(&mut state, Msg::ChoosePath);
    let [Command::ChooseSavePath { generation, .. }] = &commands[..] else { panic!("{commands:?}") };
    let chosen = Event::PathChosen { generation: *generation, path: Some("/tmp/b.csv".into()) };
    let commands = crate::ui::update::update(&mut state, crate::ui::msg::Msg::Event(Box::new(chosen)));
    assert!(matches!(&commands[..], [Command::Export { form: ExportForm::SupportList, .. }]));
}

#[test]
fn only_an_interrupted_job_can_go_on() {
    let mut state = open_mixed();
    assert!(update(&mut state, Msg::GoOn(JobId(3))).is_empty());
    let mut ends = mixed();
    ends.push(None);
    let result = Ok(receipt(&state, ends, JobState::Open));
    on_event(&mut state, Event::Receipt { job: JobId(3), result });
    assert!(matches!(update(&mut state, Msg::GoOn(JobId(3)))[..], [Command::Resume(JobId(3))]));
    assert_eq!(state.page, Page::Flow);
}

#[test]
fn a_job_that_ended_makes_the_list_out_of_date() {
    let mut state = opened();
    assert!(matches!(update(&mut state, Msg::Load)[..], [Command::ListReceipts]));
    assert!(update(&mut state, Msg::Load).is_empty(), "asked once");
    let known = vec![summary(&state, 3, &mixed(), JobState::Done)];
    on_event(&mut state, Event::Receipts(Ok(known)));
    assert_eq!(state.receipts.list.summaries().len(), 1);
    job_ended(&mut state, JobId(4), None);
    assert!(matches!(state.receipts.list, List::Unasked));
}
