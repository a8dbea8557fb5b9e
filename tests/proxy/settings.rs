//! What is chosen, kept and read again, with keychains and files that do not play along.

use std::sync::Arc;

use cloudsweep::model::problem::{Code, KeychainProblem, Problem, ProgramProblem, Secret, Trouble};
use cloudsweep::model::proxy::ProxyChoice;
use cloudsweep::platform::keychain::{SessionVault, Vault as _};
use cloudsweep::platform::paths::Paths;
use cloudsweep::platform::proxy;
use cloudsweep::runtime::command::{Command, Keep};
use cloudsweep::runtime::event::Event;

use crate::forward::Forward;
use crate::office::{PASSWORD, USER, credentials, practice, server, trouble};
use crate::program::Program;
use crate::shut::Shut;

const PLAIN: &str = "http://api.cloudsweep.test";

fn opened(event: &Event) -> Option<Result<(), Problem>> {
    match event {
        Event::Opened { .. } => Some(Ok(())),
        Event::OpenFailed { problem, .. } => Some(Err(problem.clone())),
        _ => None,
    }
}

fn warning(event: &Event) -> Option<Problem> {
    match event {
        Event::Warning(problem) => Some(problem.clone()),
        _ => None,
    }
}

#[test]
fn a_keychain_that_never_answers_keeps_nobody_from_the_proxy() {
    let (home, practice) = (tempfile::tempdir().unwrap(), practice());
    let paths = Paths::at(home.path().join("home"));
    paths.make().unwrap();
    let proxy = Forward::to(practice.address(), Some((USER, PASSWORD)));
    let dead = Shut(|| {
        loop {
            std::thread::park();
        }
    });
    let mut program = Program::start(paths.home(), Arc::new(dead), |_| {});
    let choice = ProxyChoice::Own(server(proxy.address, Some(USER)));
    program.ask(Command::ChooseProxy { choice, password: Some(PASSWORD.into()) }, |event| {
        matches!(event, Event::KeychainWaits { waits: true, .. }).then_some(())
    });
    program.send(Command::GoOnWithoutKeychain);
    let told = program.wait(warning);
    assert_eq!(told.code, Code::Keychain(KeychainProblem::NotWaitedFor, Secret::ProxyPasswordNotKept));
    assert!(told.what().contains("for this session only"), "{told:?}");
    let remember = Command::Remember { credentials: credentials(&practice, PLAIN), keep: Keep::Session };
    assert_eq!(program.ask(remember, opened), Ok(()));
}

#[test]
fn without_its_password_from_the_keychain_the_proxy_says_that_it_wants_one() {
    let (home, practice) = (tempfile::tempdir().unwrap(), practice());
    let paths = Paths::at(home.path().join("home"));
    paths.make().unwrap();
    let proxy = Forward::to(practice.address(), Some((USER, PASSWORD)));
    let choice = ProxyChoice::Own(server(proxy.address, Some(USER)));
    proxy::write(&paths.proxy(), &choice).unwrap();
    let locked = Shut(|| Problem::new(KeychainProblem::Locked));
    let mut program = Program::start(paths.home(), Arc::new(locked), |_| {});
    let remember = || Command::Remember { credentials: credentials(&practice, PLAIN), keep: Keep::Session };
    let problem = program.ask(remember(), opened).unwrap_err();
    assert_eq!(trouble(&problem), Some(Trouble::ProxyLogin));
    assert_eq!(proxy.came()[0].login, None, "nobody logs in without a password");
    // Typed, it holds for this session.
    let typed = Command::ChooseProxy { choice, password: Some(PASSWORD.into()) };
    let told = program.ask(typed, warning);
    assert_eq!(told.code, Code::Keychain(KeychainProblem::Locked, Secret::ProxyPasswordNotKept));
    assert_eq!(program.ask(remember(), opened), Ok(()));
}

#[test]
fn a_proxy_that_nobody_uses_any_more_leaves_no_password_behind() {
    let home = tempfile::tempdir().unwrap();
    let vault = Arc::new(SessionVault::default());
    let mut program = Program::start(home.path(), Arc::clone(&vault) as _, |_| {});
    // As it is at the start.
    program.wait(|event| matches!(event, Event::Proxy { .. }).then_some(()));
    let one = server("10.0.0.7:3128".parse().unwrap(), Some(USER));
    let mut choose = |choice: ProxyChoice, password: Option<&str>| {
        let command = Command::ChooseProxy { choice: choice.clone(), password: password.map(Into::into) };
        program.ask(command, |event| match event {
            Event::Proxy { choice: told, .. } if *told == choice => Some(()),
            _ => None,
        });
    };
    choose(ProxyChoice::Own(one.clone()), Some(PASSWORD));
    assert!(proxy::password(&*vault, &one).unwrap().is_some());
    choose(ProxyChoice::Own(one.clone()), None);
    assert!(proxy::password(&*vault, &one).unwrap().is_some(), "the same proxy keeps it");
    choose(ProxyChoice::System, None);
    // The keychain is told in its turn: before the answer to any later question.
    drop(program);
    vault.check().unwrap();
    let begun = std::time::Instant::now();
    while proxy::password(&*vault, &one).unwrap().is_some() {
        assert!(begun.elapsed().as_secs() < 20, "the password is still there");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

#[test]
fn a_choice_that_cannot_be_read_is_told_and_one_that_cannot_be_written_holds_for_the_session() {
    let (home, practice) = (tempfile::tempdir().unwrap(), practice());
    let paths = Paths::at(home.path().join("home"));
    paths.make().unwrap();
    std::fs::write(paths.proxy(), "{\"use\":").unwrap();
    let mut program = Program::start(paths.home(), Arc::new(SessionVault::default()), |_| {});
    assert_eq!(program.wait(warning).code, ProgramProblem::ProxyNotRead.into());
    let choice = program.wait(|event| match event {
        Event::Proxy { choice, .. } => Some(choice.clone()),
        _ => None,
    });
    assert_eq!(choice, ProxyChoice::System);
    std::fs::remove_file(paths.proxy()).unwrap();
    std::fs::create_dir_all(paths.proxy().join("in the way")).unwrap();
    let proxy = Forward::to(practice.address(), None);
    let choice = ProxyChoice::Own(server(proxy.address, None));
    let told = program.ask(Command::ChooseProxy { choice, password: None }, warning);
    assert_eq!(told.code, ProgramProblem::ProxyNotSaved.into());
    let remember = Command::Remember { credentials: credentials(&practice, PLAIN), keep: Keep::Session };
    assert_eq!(program.ask(remember, opened), Ok(()));
}
