//! Jobs of an earlier session that do not go on by themselves, by their labels: those that may be
//! somebody else's, and those whose record is damaged.

use cloudsweep::model::job::Control;
use cloudsweep::model::job_id::JobId;
use cloudsweep::model::problem::{Problem, RecordProblem};
use cloudsweep::model::seal::Unconfirmed;
use cloudsweep::model::unfinished::{Held, Unfinished};
use cloudsweep::runtime::command::Command;
use cloudsweep::runtime::event::Event;
use cloudsweep::text;
use egui_kittest::kittest::Queryable as _;

use crate::fake;
use crate::jobs::left;
use crate::support::Window;

/// The jobs' page of its environment, after the start told what was left.
fn told(held: Held, control: Control) -> Window {
    let mut window = Window::open(5, fake::environment("shop-prod"));
    let left = Unfinished { held: Some(held), ..left(7, control) };
    window.fake.tell(Event::Unfinished { jobs: vec![left], go_on: true });
    window.settle();
    window.press("Jobs");
    window
}

#[test]
fn what_may_be_somebody_elses_says_why_it_waits_and_goes_on_when_told_to() {
    for why in [Unconfirmed::NoKey, Unconfirmed::NoSeal, Unconfirmed::WrongSeal] {
        let words = Problem::new(why).what();
        for control in [Control::Run, Control::Pause, Control::Stop] {
            let mut window = told(Held::Unconfirmed(why), control);
            assert!(window.says(&words) && window.says(&text!("standing-your-word")), "{why:?} {control:?}");
            let shown = window.press("Show its items: 7");
            assert!(matches!(shown[..], [Command::OpenReceipt { job: JobId(7), .. }, ..]), "{shown:?}");
            window.press("Jobs");
            let sent = window.press("Resume 7");
            assert!(matches!(sent[..], [Command::Resume(JobId(7))]), "{sent:?}");
        }
    }
}

#[test]
fn what_is_damaged_can_be_looked_at_and_put_aside_alone() {
    let damaged = Problem::new(RecordProblem::OfOneJob).with_details("-1 where 0 to 9 may stand".to_owned());
    let mut window = told(Held::Damaged(damaged), Control::Run);
    assert!(window.says("The record of this deletion is damaged, so it cannot be resumed"));
    assert!(window.harness.query_by_label("Resume 7").is_none());
    assert!(window.harness.query_by_label("Show its items: 7").is_some());
    window.press("Stop 7…");
    let sent = window.press("Stop it");
    assert!(matches!(sent[..], [Command::Stop(JobId(7))]), "{sent:?}");
}
