//! The jobs without a window: their order, and what reaches the background.

use super::*;
use crate::app::fixture::{opened, summary};
use crate::app::state::Session;
use crate::model::account::{Account, Environment, EnvironmentId};
use crate::model::problem::RecordProblem;
use crate::model::receipt::JobState;
use crate::model::seal::Unconfirmed;
use crate::runtime::event::Remembered;

/// Job 1 runs, 2 and 3 wait for it, 4 runs elsewhere.
fn busy() -> state::State {
    let mut state = opened();
    let mut elsewhere = summary(&state, 4, JobState::Open);
    elsewhere.header.environment = EnvironmentId("other/1".into());
    for job in [2, 3] {
        let waiting = summary(&state, job, JobState::Open);
        queued(&mut state, &waiting);
    }
    let running = summary(&state, 1, JobState::Open);
    started(&mut state, &running);
    started(&mut state, &elsewhere);
    state
}

fn order(state: &state::State) -> Vec<i64> {
    state.jobs.all().map(|job| job.header.id.0).collect()
}

fn before(state: &state::State, job: i64) -> usize {
    state.jobs.before(state.jobs.find(JobId(job)).unwrap()).count()
}

#[test]
fn running_jobs_come_first_and_each_environment_has_its_own_queue() {
    let state = busy();
    assert_eq!(order(&state), [1, 4, 2, 3]);
    assert_eq!([before(&state, 2), before(&state, 3)], [1, 2]);
}

#[test]
fn a_waiting_job_can_be_taken_out_and_comes_first_when_it_is_to_go_on() {
    let mut state = busy();
    assert!(matches!(update(&mut state, Msg::Pause(JobId(2)))[..], [Command::Pause(JobId(2))]));
    assert_eq!(order(&state), [1, 4, 3, 2]);
    assert!(update(&mut state, Msg::Pause(JobId(2))).is_empty(), "it is paused");
    assert!(matches!(update(&mut state, Msg::GoOn(JobId(2)))[..], [Command::Resume(JobId(2))]));
    assert_eq!(order(&state), [1, 4, 2, 3]);
}

#[test]
fn a_job_can_go_on_with_every_other_key_that_is_remembered_until_its_own_is_open() {
    let mut state = opened();
    let mut left = summary(&state, 1, JobState::Open);
    let environment = state.session.as_ref().unwrap().environment.clone();
    let with = |key: &str| Environment { api_key: key.into(), ..environment.clone() };
    left.header.environment = with("22223333").id();
    queued(&mut state, &left);
    let job = |state: &state::State| state.jobs.find(JobId(1)).unwrap().clone();
    let endings = |state: &state::State| -> Vec<String> {
        keys::others(state, &job(state)).iter().map(|key| key.key_ending().to_owned()).collect()
    };
    let elsewhere = Environment { cloud_name: "other".into(), ..with("66667777") };
    for environment in [with("44445555"), elsewhere, environment.clone()] {
        state.connect.remembered.push(Remembered { environment, session_only: false, secret_missing: false });
    }
    assert_eq!(endings(&state), ["1", "5555"], "the open one first, each once");
    assert_eq!(words::wait(&state, &job(&state)), words::Wait::OtherKey);
    state.session = None;
    let own = Remembered { environment: with("22223333"), session_only: false, secret_missing: false };
    state.connect.remembered.push(own.clone());
    assert_eq!(words::wait(&state, &job(&state)), words::Wait::Closed, "its own can be opened");
    state.session = Some(Session { environment: own.environment, account: Account::default() });
    assert!(endings(&state).is_empty());
    assert_eq!(words::wait(&state, &job(&state)), words::Wait::Moment);
}

#[test]
fn stopping_asks_first() {
    let mut state = busy();
    assert!(update(&mut state, Msg::Stop).is_empty());
    for job in [1, 3] {
        let job = JobId(job);
        assert!(matches!(update(&mut state, Msg::AskToStop(job))[..], [Command::Hold(held)] if held == job));
        assert!(update(&mut state, Msg::AskToStop(job)).is_empty(), "once");
        assert!(matches!(update(&mut state, Msg::KeepRunning)[..], [Command::Release(held)] if held == job));
        assert!(update(&mut state, Msg::Stop).is_empty());
        update(&mut state, Msg::AskToStop(job));
        assert!(matches!(update(&mut state, Msg::Stop)[..], [Command::Stop(stopped)] if stopped == job));
    }
    assert_eq!(order(&state), [1, 4, 2, 3], "each keeps its place");
}

#[test]
fn what_was_paused_before_the_question_stays_paused_after_it() {
    let mut state = busy();
    for job in [1, 3] {
        update(&mut state, Msg::Pause(JobId(job)));
        assert!(update(&mut state, Msg::AskToStop(JobId(job))).is_empty());
        assert!(update(&mut state, Msg::KeepRunning).is_empty());
    }
    assert_eq!(state.jobs.going_on().collect::<Vec<_>>(), [JobId(2), JobId(4)]);
    update(&mut state, Msg::GoOn(JobId(1)));
    assert!(matches!(update(&mut state, Msg::AskToStop(JobId(1)))[..], [Command::Hold(JobId(1))]));
}

#[test]
fn the_question_about_a_job_that_ended_meanwhile_is_withdrawn() {
    let mut state = busy();
    update(&mut state, Msg::AskToStop(JobId(1)));
    let done = summary(&state, 1, JobState::Done);
    ended(&mut state, &done, None);
    assert!(update(&mut state, Msg::Stop).is_empty());
    assert!(state.toasts[0].words.starts_with("This deletion has ended meanwhile: "), "{:?}", state.toasts);
    assert_eq!(order(&state), [4, 2, 3]);
}

#[test]
fn what_an_earlier_session_left_says_whether_it_goes_on_by_itself() {
    for (go_on, expected) in [(true, JobStatus::Waiting), (false, JobStatus::Interrupted)] {
        let mut state = opened();
        let one =
            |job, control| Unfinished { summary: summary(&state, job, JobState::Open), control, held: None };
        let jobs = [one(1, Control::Run), one(2, Control::Pause)];
        left(&mut state, &jobs, go_on);
        let stands: Vec<_> = [1, 2].map(|job| state.jobs.find(JobId(job)).unwrap().status.clone()).into();
        assert_eq!(stands, [expected, JobStatus::Paused]);
    }
}

#[test]
fn what_may_be_somebody_elses_waits_for_a_persons_word_and_what_is_damaged_for_none() {
    for go_on in [true, false] {
        let mut state = opened();
        let damaged = Problem::new(RecordProblem::OfOneJob).with_details("a row".to_owned());
        let held = [Held::Unconfirmed(Unconfirmed::NoSeal), Held::Damaged(damaged.clone())];
        let jobs = (1..).zip(&held).map(|(job, held)| Unfinished {
            summary: summary(&state, job, JobState::Open),
            control: Control::Run,
            held: Some(held.clone()),
        });
        let jobs: Vec<_> = jobs.collect();
        left(&mut state, &jobs, go_on);
        let status = |state: &state::State, job| state.jobs.find(JobId(job)).unwrap().status.clone();
        assert_eq!(status(&state, 1), JobStatus::Unconfirmed(Problem::new(Unconfirmed::NoSeal)));
        assert_eq!(status(&state, 2), JobStatus::Damaged(damaged));
        assert!(matches!(update(&mut state, Msg::GoOn(JobId(1)))[..], [Command::Resume(JobId(1))]));
        assert_eq!(status(&state, 1), JobStatus::Waiting);
    }
}

#[test]
fn a_halted_job_keeps_its_reason_until_it_goes_on_and_look_only_keeps_it_still() {
    let mut state = busy();
    let halted = summary(&state, 1, JobState::Open);
    let problem = Problem::new(RecordProblem::Full);
    ended(&mut state, &halted, Some(problem.clone()));
    assert_eq!(state.jobs.find(JobId(1)).unwrap().status, JobStatus::Halted(problem));
    assert_eq!(words::wait(&state, state.jobs.find(JobId(2)).unwrap()), words::Wait::Halted);
    state.look_only = true;
    assert!(update(&mut state, Msg::GoOn(JobId(1))).is_empty());
    state.look_only = false;
    assert!(matches!(update(&mut state, Msg::GoOn(JobId(1)))[..], [Command::Resume(JobId(1))]));
    assert_eq!(state.jobs.find(JobId(1)).unwrap().status, JobStatus::Waiting);
}

#[test]
fn settings_stay_in_their_bounds() {
    let mut state = opened();
    let wild = JobSettings { reserve: 200, ..JobSettings::default() };
    let sent = update(&mut state, Msg::Settings(wild));
    assert!(matches!(sent[..], [Command::ChangeJobSettings(JobSettings { reserve: 90, .. })]));
    assert_eq!(state.job_settings.reserve, 90);
}
