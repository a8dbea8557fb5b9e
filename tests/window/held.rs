//! Jobs of an earlier session that do not go on by themselves, by their labels: those that may be
//! somebody else's, and those whose record is damaged.

use cloudsweep::journal::{Held, Unconfirmed, Unfinished};
use cloudsweep::model::fingerprint::Fingerprint;
use cloudsweep::model::job::{Control, JobHeader};
use cloudsweep::model::job_id::JobId;
use cloudsweep::model::outcome::Tally;
use cloudsweep::model::receipt::{JobState, Summary};
use cloudsweep::model::route::Route;
use cloudsweep::model::what::What;
use cloudsweep::runtime::command::Command;
use cloudsweep::runtime::event::Event;
use egui_kittest::kittest::Queryable as _;

use crate::fake;
use crate::support::Window;

fn left(held: Held, control: Control) -> Unfinished {
    let header = JobHeader {
        id: JobId(7),
        environment: fake::environment("shop-prod").id(),
        cloud_name: "shop-prod".into(),
        description: "Tag “old”".into(),
        what: What::Originals,
        route: Route::Thorough,
        invalidate: true,
        planned: 1_204,
        fingerprint: Fingerprint([0; 32]),
        previewed_at: 0,
        confirmed_at: 0,
    };
    let summary = Summary { header, state: JobState::Open, tally: Tally::default(), ended_at: None };
    Unfinished { summary, control, held: Some(held) }
}

/// The jobs' page of its environment, after the start told what was left.
fn told(held: Held, control: Control) -> Window {
    let mut window = Window::open(5, fake::environment("shop-prod"));
    window.fake.tell(Event::Unfinished { jobs: vec![left(held, control)], go_on: true });
    window.settle();
    press(&mut window, "Jobs");
    window
}

fn press(window: &mut Window, label: &str) -> Vec<Command> {
    window.harness.get_by_label(label).click();
    window.settle()
}

fn says(window: &Window, words: &str) -> bool {
    window.harness.query_all_by_label_contains(words).next().is_some()
}

#[test]
fn what_may_be_somebody_elses_says_why_it_waits_and_goes_on_when_told_to() {
    for (why, words) in [
        (Unconfirmed::NoKey, "keychain could not confirm that this deletion was confirmed here"),
        (Unconfirmed::NoSeal, "Nothing shows that this deletion was confirmed on this computer"),
        (Unconfirmed::WrongSeal, "The record of this deletion is not as Cloudsweep left it"),
    ] {
        for control in [Control::Run, Control::Pause, Control::Stop] {
            let mut window = told(Held::Unconfirmed(why), control);
            assert!(says(&window, words) && says(&window, "Waits for your word"), "{why:?} {control:?}");
            let shown = press(&mut window, "Show its items: 7");
            assert!(matches!(shown[..], [Command::OpenReceipt(JobId(7)), ..]), "{shown:?}");
            press(&mut window, "Jobs");
            let sent = press(&mut window, "Resume 7");
            assert!(matches!(sent[..], [Command::Resume(JobId(7))]), "{sent:?}");
        }
    }
}

#[test]
fn what_is_damaged_can_be_looked_at_and_put_aside_alone() {
    let mut window = told(Held::Damaged("-1 where 0 to 9 may stand".into()), Control::Run);
    assert!(says(&window, "The record of this deletion is damaged, so it cannot be resumed"));
    assert!(window.harness.query_by_label("Resume 7").is_none());
    assert!(window.harness.query_by_label("Show its items: 7").is_some());
    press(&mut window, "Stop 7…");
    let sent = press(&mut window, "Stop it");
    assert!(matches!(sent[..], [Command::Stop(JobId(7))]), "{sent:?}");
}
