//! What is added to a plan and cannot be counted.

use cloudsweep::app::flow::Stage;
use cloudsweep::model::preview::Preview;
use cloudsweep::model::problem::{DeletionProblem, Problem};
use cloudsweep::text;
use egui::accesskit::Role;

use crate::collections;
use crate::preview;
use crate::support::Window;

#[test]
fn an_addition_that_is_not_complete_is_taken_out_alone() {
    let mut window = collections::plan();
    let before = planned(&window);
    window.press(&text!("form-tag"));
    window.write(Role::TextInput, &text!("form-tag"), "owls");
    let asked = window.press(&text!("add-to-plan-of", assets = text!("images", number = before)));
    let problem = Problem::new(DeletionProblem::PreviewStopped);
    preview::answer(&mut window, &asked, Preview::Incomplete { found: 0, problem, doubt: None }, Vec::new());
    assert!(window.says(&text!("incomplete-help-source")) && window.says(&text!("incomplete-discard-all")));
    window.press(&text!("incomplete-take-out"));
    assert_eq!(planned(&window), before, "what was planned before");
}

fn planned(window: &Window) -> u64 {
    let Stage::Ready(ready) = &window.harness.state().state().flow.stage else { panic!("a plan stands") };
    ready.plan().len()
}
