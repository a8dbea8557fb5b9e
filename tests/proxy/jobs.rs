//! Deletions through a proxy that answers itself in the middle of them: nothing is called deleted because of
//! it, everything is asked about, and nothing goes twice.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use cloudsweep::model::problem::Trouble;
use cloudsweep::model::proxy::ProxyChoice;
use cloudsweep::platform::keychain::SessionVault;
use cloudsweep::runtime::command::{Command, Keep};
use cloudsweep::runtime::event::Event;
use cloudsweep_practice::Server;

use crate::forward::{Came, Deed, Forward};
use crate::office::{credentials, practice, server, trouble};
use crate::program::Program;
use crate::receipt::Receipt;

/// So many assets are deleted.
const PLANNED: usize = 6;

/// A program that is connected through a proxy, and lines of a list.
fn connected(home: &Path, practice: &Server, proxy: &Forward) -> (Program, String) {
    let mut program = Program::start(home, Arc::new(SessionVault::default()), |_| {});
    choose(&mut program, proxy);
    let credentials = credentials(practice, "http://api.cloudsweep.test");
    program.ask(Command::Remember { credentials, keep: Keep::Session }, |event| match event {
        Event::Opened { .. } => Some(()),
        Event::OpenFailed { problem, .. } => panic!("{problem:?}"),
        _ => None,
    });
    let ids: Vec<String> =
        practice.probe().all().into_iter().take(PLANNED).map(|asset| asset.public_id).collect();
    (program, ids.join("\n"))
}

fn choose(program: &mut Program, proxy: &Forward) {
    let choice = ProxyChoice::Own(server(proxy.address, None));
    let chosen = |event: &Event| matches!(event, Event::Proxy { .. }).then_some(());
    program.ask(Command::ChooseProxy { choice, password: None }, chosen);
}

fn is_destroy(came: &Came) -> bool {
    came.target.ends_with("/destroy")
}

/// How many lines ended with this word.
fn ended(receipt: &Receipt, word: &str) -> usize {
    receipt.lines.iter().filter(|line| line.outcome.as_ref().is_some_and(|end| end.word() == word)).count()
}

/// Deletes through a proxy that answers the first destroy requests itself. Gives how many were called
/// deleted and already gone.
fn deleted_through(deed: &'static Deed, times: usize) -> (usize, usize) {
    let (home, practice) = (tempfile::tempdir().expect("a folder"), practice());
    let left = AtomicUsize::new(times);
    let proxy = Forward::scripted(practice.address(), None, move |came| {
        let meant = is_destroy(came)
            && left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
        if meant { deed.clone() } else { Deed::Pass }
    });
    let before = practice.probe().all().len();
    let (mut program, lines) = connected(home.path(), &practice, &proxy);
    let plan = program.preview(&lines);
    let planned = plan.items().len();
    let (job, problem) = program.carry_out(plan);
    assert_eq!(problem, None, "{deed:?}");
    let receipt = program.receipt(job);
    let (deleted, gone) = (ended(&receipt, "deleted"), ended(&receipt, "already gone"));
    assert_eq!(deleted + gone, planned, "{deed:?}: {:?}", receipt.summary.tally);
    assert_eq!(before - practice.probe().all().len(), planned, "{deed:?}");
    (deleted, gone)
}

#[test]
fn an_answer_of_the_proxy_that_kept_a_deletion_back_is_not_believed() {
    for deed in
        [&Deed::Instead(502, "<h1>Bad gateway</h1>"), &Deed::Instead(503, "{\"error\":{\"message\":\"x\"}}")]
    {
        let (deleted, gone) = deleted_through(deed, 2);
        assert!(deleted >= PLANNED && gone == 0, "{deed:?}: looked for, found, and sent once more");
    }
}

#[test]
fn what_went_behind_an_answer_of_the_proxy_is_found_gone_and_not_called_deleted() {
    for deed in [&Deed::After(502, "<h1>Bad gateway</h1>"), &Deed::After(504, "")] {
        let (_, gone) = deleted_through(deed, 2);
        assert_eq!(gone, 2, "{deed:?}: nobody said that this deletion did it");
    }
}

/// In the middle of a deletion the proxy wants a password, which it lets nothing through without, or has let
/// the request through before it said so.
#[test]
fn a_deletion_stands_still_while_the_proxy_wants_a_password_and_goes_on_afterwards() {
    for reached in [false, true] {
        let (home, practice) = (tempfile::tempdir().unwrap(), practice());
        let (shut, passed) = (Arc::new(AtomicBool::new(true)), AtomicUsize::new(0));
        let locked = Arc::clone(&shut);
        let proxy = Forward::scripted(practice.address(), None, move |came| {
            let second = is_destroy(came) && passed.fetch_add(1, Ordering::SeqCst) > 0;
            match locked.load(Ordering::SeqCst) && second {
                true if reached => Deed::After(407, "<h1>Log in</h1>"),
                true => Deed::Instead(407, "<h1>Log in</h1>"),
                false => Deed::Pass,
            }
        });
        let (mut program, lines) = connected(home.path(), &practice, &proxy);
        let plan = program.preview(&lines);
        let planned = plan.items().len();
        let (job, problem) = program.carry_out(plan);
        let problem = problem.expect("it stands still");
        assert_eq!(trouble(&problem), Some(Trouble::ProxyLogin), "{problem:?}");
        assert!(problem.meaning().contains("may have been deleted"), "{problem:?}");
        let asked = proxy.came().len();
        std::thread::sleep(std::time::Duration::from_millis(1_500));
        assert_eq!(proxy.came().len(), asked, "nothing knocks at a proxy that wants a password");
        let receipt = program.receipt(job);
        assert!(ended(&receipt, "deleted") <= 1, "{:?}", receipt.summary.tally);
        shut.store(false, Ordering::SeqCst);
        choose(&mut program, &proxy);
        assert_eq!(program.resume(job), None);
        let receipt = program.receipt(job);
        let (deleted, gone) = (ended(&receipt, "deleted"), ended(&receipt, "already gone"));
        assert_eq!(deleted + gone, planned, "{:?}", receipt.summary.tally);
        assert_eq!(gone > 0, reached, "{:?}", receipt.summary.tally);
    }
}
