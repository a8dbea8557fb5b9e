//! The background as a whole, told what a window tells it, over a practice server behind a proxy.

use std::path::Path;
use std::sync::Arc;

use cloudsweep::model::criteria::Criteria;
use cloudsweep::model::delivery::Hosts;
use cloudsweep::model::job_id::JobId;
use cloudsweep::model::kinds::Kinds;
use cloudsweep::model::list::PublicIdList;
use cloudsweep::model::plan::Plan;
use cloudsweep::model::preview::Preview;
use cloudsweep::model::problem::Problem;
use cloudsweep::model::route::Route;
use cloudsweep::model::selector::{List, Selector};
use cloudsweep::model::what::What;
use cloudsweep::platform::clock;
use cloudsweep::platform::keychain::Vault;
use cloudsweep::platform::paths::Paths;
use cloudsweep::runtime::command::Command;
use cloudsweep::runtime::event::Event;
use cloudsweep::runtime::{self, Background, Link, Setup};

use crate::asked::asked;
use crate::confirmed::confirmed;
use crate::events::{PATIENCE, wait_for};
use crate::receipt::Receipt;

/// The background, and the window’s end of the bridge.
pub struct Program {
    link: Link,
    /// Looks at everything that the window is told.
    look: fn(&Event),
    _background: Background,
}

impl Program {
    pub fn start(home: &Path, vault: Arc<dyn Vault>, look: fn(&Event)) -> Self {
        let setup = Setup { paths: Paths::at(home), vault, from_variable: None };
        let (link, background) = runtime::start(setup, || {}).expect("threads");
        Self { link, look, _background: background }
    }

    pub fn send(&self, command: Command) {
        self.link.commands.try_send(command).expect("the background takes commands");
    }

    /// The first event that is wanted; the others are passed over.
    pub fn wait<T>(&mut self, mut wanted: impl FnMut(&Event) -> Option<T>) -> T {
        let look = self.look;
        wait_for(&mut self.link, PATIENCE, "what is wanted", |event| {
            look(&event);
            wanted(&event)
        })
    }

    /// Sends a command, and waits for its answer.
    pub fn ask<T>(&mut self, command: Command, wanted: impl FnMut(&Event) -> Option<T>) -> T {
        self.send(command);
        self.wait(wanted)
    }

    /// Previews assets by their public IDs, lines of a list.
    pub fn preview(&mut self, lines: &str) -> Arc<Plan> {
        let list = PublicIdList::read(lines, &Hosts::of_cloud("practice"));
        let selector = Selector::List(List(Arc::new(list)));
        let criteria =
            Criteria { selector, kinds: Kinds::default(), what: What::Originals, invalidate: true };
        let preview = Command::Preview { generation: 1, criteria: Box::new(criteria), with: None };
        self.ask(preview, |event| match event {
            Event::Preview { preview: Preview::Complete(plan), .. } => Some(Arc::clone(plan)),
            Event::Preview { preview: Preview::Incomplete { problem, .. }, .. } => panic!("{problem:?}"),
            _ => None,
        })
    }

    /// Confirms a plan and carries it out until it is at its end or halted by a problem.
    pub fn carry_out(&mut self, plan: Arc<Plan>) -> (JobId, Option<Problem>) {
        self.ask(Command::StartJob(confirmed(plan, Route::Thorough, clock::now())), ended)
    }

    /// Goes on with a job that a problem halted.
    pub fn resume(&mut self, job: JobId) -> Option<Problem> {
        self.ask(Command::Resume(job), ended).1
    }

    pub fn receipt(&mut self, job: JobId) -> Receipt {
        let receipt = asked(job, |command, answers| {
            self.send(command);
            let look = self.look;
            wait_for(&mut self.link, PATIENCE, "a receipt", |event| {
                look(&event);
                answers(&event).then_some(event)
            })
        });
        assert!(receipt.summary.adds_up(), "{:?}", receipt.summary);
        receipt
    }
}

fn ended(event: &Event) -> Option<(JobId, Option<Problem>)> {
    match event {
        Event::JobEnded { summary, problem } => Some((summary.header.id, problem.clone())),
        Event::JobRefused { problem, .. } => panic!("refused: {problem:?}"),
        _ => None,
    }
}
