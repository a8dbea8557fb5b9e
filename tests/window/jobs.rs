//! The jobs' page, the receipts' search, and trying again, by their labels.

use std::time::Duration;

use cloudsweep::jobs::progress::{Phase, Progress};
use cloudsweep::model::account::Environment;
use cloudsweep::model::description::Description;
use cloudsweep::model::fingerprint::Fingerprint;
use cloudsweep::model::job::{Control, JobHeader};
use cloudsweep::model::job_id::JobId;
use cloudsweep::model::outcome::Tally;
use cloudsweep::model::problem::{Problem, RecordProblem};
use cloudsweep::model::receipt::{JobState, Summary};
use cloudsweep::model::route::Route;
use cloudsweep::model::settings::JobSettings;
use cloudsweep::model::unfinished::Unfinished;
use cloudsweep::model::unix_time::UnixTime;
use cloudsweep::model::what::What;
use cloudsweep::runtime::command::Command;
use cloudsweep::runtime::event::Event;
use cloudsweep::text;
use egui_kittest::kittest::Queryable as _;

use crate::fake;
use crate::support::Window;

pub fn summary(job: i64, cloud_name: &str, description: &str) -> Summary {
    let header = JobHeader {
        id: JobId(job),
        environment: fake::environment(cloud_name).id(),
        cloud_name: cloud_name.into(),
        description: Description::read(description),
        what: What::Originals,
        route: Route::Thorough,
        invalidate: true,
        planned: 1_204,
        fingerprint: Fingerprint([0; 32]),
        previewed_at: UnixTime::EPOCH,
        confirmed_at: UnixTime::EPOCH,
    };
    Summary { header, state: JobState::Open, tally: Tally::default(), ended_at: None }
}

/// A job that an earlier session left, of the open environment.
pub fn left(job: i64, control: Control) -> Unfinished {
    Unfinished { summary: summary(job, "shop-prod", "Tag “old”"), control, held: None }
}

pub fn progress(summary: &Summary, phase: Phase) -> Progress {
    Progress {
        job: summary.header.id,
        environment: summary.header.environment.clone(),
        planned: summary.header.planned,
        tally: Tally { deleted: 400, ..Tally::default() },
        phase,
        under_way: 4,
        time_left: Some(Duration::from_secs(7_100)),
        started_at: UnixTime::EPOCH,
    }
}

/// A window on the jobs' page of an environment in which job 1 runs and job 2 waits.
pub fn busy() -> Window {
    let mut window = Window::open(5, fake::environment("shop-prod"));
    let running = summary(1, "shop-prod", "Tag “old”");
    window.fake.progress.send_replace(vec![progress(&running, Phase::Running)]);
    window.fake.tell(Event::JobStarted(running));
    window.fake.tell(Event::JobQueued(summary(2, "shop-prod", "Name starts with “docs/”")));
    window.settle();
    window.press("Jobs");
    window
}

#[test]
fn each_job_shows_how_it_stands_and_is_paused_gone_on_with_and_stopped_by_itself() {
    let mut window = busy();
    assert!(window.says("400 of 1,204") && window.says("400 deleted") && window.says("Next in line"));
    assert!(matches!(window.press("Pause 1")[..], [Command::Pause(JobId(1))]));
    assert!(matches!(window.press("Pause 2")[..], [Command::Pause(JobId(2))]));
    assert!(window.says("Paused, nothing was sent"));
    assert!(window.says("Paused: 400 of 1,204 assets") && window.says("Paused: 0 of 1,204 assets"));
    assert!(!window.says("Deleting 1,204"), "nothing is deleted now");
    let title = window.harness.get_by_label("Paused: 400 of 1,204 assets").rect();
    assert!(title.left() < window.harness.get_by_label("Pause 1").rect().left() + 1.0, "at the card's edge");
    assert!(matches!(window.press("Resume 2")[..], [Command::Resume(JobId(2))]));
    assert!(window.says("Next in line"));
    assert!(matches!(window.press("Stop 2…")[..], [Command::Hold(JobId(2))]));
    assert!(window.says("Stop this deletion?") && window.says("Nothing of it is sent while you decide."));
    assert!(matches!(window.press("Keep going")[..], [Command::Release(JobId(2))]));
    window.press("Stop 2…");
    assert!(matches!(window.press("Stop it")[..], [Command::Stop(JobId(2))]));
}

#[test]
fn environments_are_worked_on_at_the_same_time() {
    let mut window = busy();
    let elsewhere = summary(3, "museum", "Tag “loan”");
    let here = summary(1, "shop-prod", "Tag “old”");
    let limit = Phase::WaitingForLimit { until: UnixTime::from_seconds(1_700_000_000) };
    window.fake.progress.send_replace(vec![progress(&here, Phase::Running), progress(&elsewhere, limit)]);
    window.fake.tell(Event::JobStarted(elsewhere));
    window.settle();
    assert!(window.says("Pause 1") && window.says("Pause 3"));
    assert!(window.says("Paused by Cloudinary’s hourly limit until"));
    window.press("Library");
    assert!(window.says("2 more"), "the bar tells how many there are");
}

#[test]
fn under_a_limit_the_time_left_is_told_with_the_hour_at_which_it_goes_on() {
    let mut window = busy();
    let reserve = Phase::KeepingReserve { until: UnixTime::from_seconds(1_700_000_000), kept: 100 };
    let running = summary(1, "shop-prod", "Tag “old”");
    window.fake.progress.send_replace(vec![progress(&running, reserve)]);
    window.settle();
    assert!(window.says("the last 100 API calls of this hour are left for your site"));
    assert!(window.says("about 2 hours left"));
}

#[test]
fn what_waits_behind_a_paused_job_says_so() {
    let mut window = busy();
    let running = summary(1, "shop-prod", "Tag “old”");
    window.fake.progress.send_replace(vec![progress(&running, Phase::Paused)]);
    window.settle();
    assert!(window.says(&text!("standing-behind-paused")));
    assert!(matches!(window.press("Resume 1")[..], [Command::Resume(JobId(1))]));
}

#[test]
fn without_an_environment_jobs_and_receipts_lead_to_one_another_and_back() {
    let mut window = Window::first_start(5);
    let jobs = vec![left(1, Control::Pause)];
    window.fake.tell(Event::Unfinished { jobs, go_on: true });
    window.settle();
    window.press("Show the jobs");
    window.press("Receipts");
    assert!(window.says(&text!("receipts-none")));
    window.press("Jobs");
    assert!(window.says("Paused, nothing was sent"));
    window.press("Open an environment…");
    assert!(window.says("Connect to Cloudinary"));
}

#[test]
fn unfinished_jobs_are_told_at_start_and_open_their_environment() {
    let mut window = Window::first_start(5);
    let jobs = vec![left(1, Control::Run), left(2, Control::Pause)];
    window.fake.tell(Event::Unfinished { jobs, go_on: false });
    let remembered = vec![cloudsweep::runtime::event::Remembered {
        environment: fake::environment("shop-prod"),
        session_only: false,
        secret_missing: false,
    }];
    window.fake.tell(Event::Environments { remembered, keychain: None, from_variable: None });
    window.settle();
    assert!(window.says("2 deletions are not finished"));
    window.press("Show the jobs");
    assert!(window.says("Interrupted, 0 of 1,204 done") && window.says("Paused, nothing was sent"));
    assert!(matches!(window.press("Resume 1")[..], [Command::Resume(JobId(1))]));
    assert!(window.says("as soon as its environment is open"));
    let asked = window.press("Open it: shop-prod for 1");
    assert!(asked.iter().any(|command| matches!(command, Command::Open(_))), "{asked:?}");
}

/// The same cloud as `fake::environment` gives, with another key.
fn with_another_key(cloud_name: &str) -> Environment {
    Environment { api_key: "999988887777".into(), ..fake::environment(cloud_name) }
}

#[test]
fn a_job_of_another_key_waits_for_a_word_and_goes_on_with_the_key_that_is_open() {
    let mut window = Window::first_start(5);
    let jobs = vec![left(1, Control::Run), left(2, Control::Pause)];
    window.fake.tell(Event::Unfinished { jobs, go_on: true });
    let environment = with_another_key("shop-prod");
    let key = environment.id();
    window.enter(environment);
    window.press("Jobs");
    let told = window.harness.query_all_by_label("It was confirmed with another API key, …2345").count();
    assert_eq!(told, 2);
    assert!(window.says(&text!("standing-your-word")) && window.says("Paused, nothing was sent"));
    assert!(!window.says("Resume 1") && !window.says("Open it:"), "its secret is not here");
    window.press(&text!("look-only"));
    assert!(window.press(&text!("job-resume-with-for", job = "1", key = "7777")).is_empty());
    window.press(&text!("look-only"));
    let asked = window.press(&text!("job-resume-with-for", job = "1", key = "7777"));
    let [Command::ContinueWith { job: JobId(1), key: with }] = &asked[..] else { panic!("{asked:?}") };
    assert_eq!(*with, key);
    assert!(
        window.says("Begins in a moment")
            && window.says(&text!("job-resume-with-for", job = "2", key = "7777"))
    );
}

#[test]
fn jobs_of_two_keys_of_one_cloud_stand_in_one_line() {
    let mut window = busy();
    let mut other = summary(3, "shop-prod", "Tag “new”");
    other.header.environment = with_another_key("shop-prod").id();
    window.fake.tell(Event::JobQueued(other));
    window.settle();
    assert!(window.says("Next in line") && window.says("2 are before it"));
    assert!(!window.says(&text!("standing-your-word")));
}

#[test]
fn an_unfinished_job_of_the_practice_library_starts_it_again() {
    let mut window = Window::first_start(5);
    let mut left = left(1, Control::Run);
    left.summary.header.environment = Environment { practice: true, ..fake::environment("practice") }.id();
    window.fake.tell(Event::Unfinished { jobs: vec![left], go_on: true });
    window.settle();
    window.press("Show the jobs");
    let asked = window.press("Open it: Practice library for 1");
    assert!(asked.iter().any(|command| matches!(command, Command::StartPractice)), "{asked:?}");
}

#[test]
fn a_halted_job_says_why_and_look_only_keeps_it_still() {
    let mut window = busy();
    let problem = Problem::new(RecordProblem::Full);
    let what = problem.what();
    window.fake.progress.send_replace(Vec::new());
    let summary = summary(1, "shop-prod", "Tag “old”");
    window.fake.tell(Event::JobEnded { summary, problem: Some(problem) });
    window.settle();
    assert!(window.says(&what) && window.says(&text!("standing-behind-interrupted")));
    window.press(&text!("look-only"));
    assert!(window.press("Resume 1").is_empty());
    window.press(&text!("look-only"));
    assert!(matches!(window.press("Resume 1")[..], [Command::Resume(JobId(1))]));
}

#[test]
fn how_deletions_run_is_changed_by_steps_and_kept() {
    let mut window = busy();
    window.fake.tell(Event::JobEnded { summary: summary(2, "shop-prod", "x"), problem: None });
    window.settle();
    let default = JobSettings::default();
    for (label, expected) in [
        ("Resume automatically after a restart", JobSettings { go_on: false, ..default }),
        ("More: Keep in reserve for your site", JobSettings { go_on: false, reserve: 25, ..default }),
    ] {
        window.harness.get_by_label(label).scroll_to_me();
        window.settle();
        let sent = window.press(label);
        assert!(matches!(sent[..], [Command::ChangeJobSettings(sent)] if sent == expected), "{sent:?}");
    }
    let last = "Less: API calls at the same time, at most";
    window.harness.get_by_label(last).scroll_to_me();
    window.settle();
    let sent = window.press(last);
    assert!(matches!(sent[..], [Command::ChangeJobSettings(JobSettings { calls: 7, .. })]), "{sent:?}");
}
