//! The receipts without a window.

use std::sync::Arc;

use super::*;
use crate::app::bin::SMALL;
use crate::app::fixture::{carried_out, opened, summary};
use crate::app::jobs;
use crate::app::msg;
use crate::app::update::update as window;
use crate::model::asset::ResourceType;
use crate::model::fixture::{at, item};
use crate::model::job::Control;
use crate::model::outcome::{Outcome, Skip};
use crate::model::receipt::{Extra, ExtraEnd, Found, Hit, JobState, Line, Receipt};
use crate::model::selector::{Again, Selector};
use crate::model::unfinished::Unfinished;
use crate::model::unsettled::Cause;

carried_out!(update(Msg), on_event(Event), open(JobId));

fn receipt(state: &state::State, ends: Vec<Option<Outcome>>, job_state: JobState) -> Arc<Receipt> {
    let mut summary = summary(state, 3, job_state);
    summary.header.planned = ends.len() as u64;
    ends.iter().flatten().for_each(|outcome| summary.tally.add(outcome));
    let lines = ends.into_iter().enumerate();
    let lines = lines.map(|(n, outcome)| Line { item: item(n as u8, true), outcome }).collect();
    Arc::new(Receipt { summary, lines, extras: Vec::new(), left_out: Vec::new() })
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
    update(&mut state, Msg::Show(Shown::Ended(Filter::Deleted)));
    assert_eq!(state.receipts.opened.as_ref().unwrap().lines(), [0]);
    update(&mut state, Msg::Show(Shown::Ended(Filter::AlreadyGone)));
    assert_eq!(state.receipts.opened.as_ref().unwrap().lines(), [1, 5]);
    update(&mut state, Msg::Search("docs/5".into()));
    assert_eq!(state.receipts.opened.as_ref().unwrap().lines(), [5]);
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
    assert!(matches!(&commands[..], [Command::Export { path, .. }] if path == &PathBuf::from("/tmp/a.csv")));
    on_event(&mut state, Event::Exported(Ok("/tmp/a.csv".into())));

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
    let commands = update(&mut state, Msg::TryAgain);
    let [Command::Preview { criteria, .. }] = &commands[..] else { panic!("{commands:?}") };
    let Selector::Again(Again { of, items }) = &criteria.selector else { panic!("{criteria:?}") };
    assert_eq!(*of, JobId(3));
    let keys: Vec<_> = items.iter().map(crate::model::item::PlanItem::key).collect();
    assert_eq!(keys, [item(2, true).key(), item(4, true).key()]);
    assert_eq!(state.page, Page::Flow);
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
fn what_went_beyond_the_plan_has_a_list_of_its_own() {
    let mut state = opened();
    open(&mut state, JobId(3));
    let mut paper = receipt(&state, mixed(), JobState::Done);
    let extra = |public_id: &str| Extra {
        resource_type: ResourceType::Image,
        delivery_type: None,
        public_id: public_id.into(),
        asset_id: None,
        end: ExtraEnd::Deleted,
    };
    Arc::get_mut(&mut paper).unwrap().extras = vec![extra("new/a"), extra("new/b")];
    on_event(&mut state, Event::Receipt { job: JobId(3), result: Ok(paper) });
    assert_eq!(state.receipts.opened.as_ref().unwrap().lines().len(), 6);
    update(&mut state, Msg::Show(Shown::Extras));
    assert_eq!(state.receipts.opened.as_ref().unwrap().lines(), [0, 1]);
    update(&mut state, Msg::Search("NEW/B".into()));
    assert_eq!(state.receipts.opened.as_ref().unwrap().lines(), [1]);
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
    assert!(matches!(job_ended(&mut state, JobId(3))[..], [Command::OpenReceipt(JobId(3))]));
    let opened = state.receipts.opened.as_ref().unwrap();
    assert!(opened.receipt().is_some(), "what is on screen stays until the new one is there");
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
    assert!(matches!(keep_up(&mut state)[..], [Command::OpenReceipt(JobId(3))]));
    assert!(keep_up(&mut state).is_empty(), "once");
    let ends = vec![Some(Outcome::Deleted { copies: None }), None];
    let result = Ok(receipt(&state, ends, JobState::Open));
    on_event(&mut state, Event::Receipt { job: JobId(3), result });
    state.tick(at(0), 1000.0);
    assert!(keep_up(&mut state).is_empty(), "it shows what there is");
}

#[test]
fn what_was_left_out_has_a_list_of_its_own() {
    let mut state = opened();
    open(&mut state, JobId(3));
    let mut paper = receipt(&state, mixed(), JobState::Done);
    Arc::get_mut(&mut paper).unwrap().left_out = vec![item(7, true), item(8, true)];
    on_event(&mut state, Event::Receipt { job: JobId(3), result: Ok(paper) });
    assert_eq!(state.receipts.opened.as_ref().unwrap().total(), 6, "they are no items");
    update(&mut state, Msg::Show(Shown::LeftOut));
    assert_eq!(state.receipts.opened.as_ref().unwrap().lines(), [0, 1]);
    update(&mut state, Msg::Search("docs/8".into()));
    assert_eq!(state.receipts.opened.as_ref().unwrap().lines(), [1]);
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
