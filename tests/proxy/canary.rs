//! The proxy's password through a whole life of the program: given, refused, kept, used, repeated by a proxy
//! that should not; and then looked for in everything that the program left behind or let out.

use std::path::Path;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use cloudsweep::model::problem::Trouble;
use cloudsweep::model::proxy::ProxyChoice;
use cloudsweep::platform::keychain::SessionVault;
use cloudsweep::platform::paths::Paths;
use cloudsweep::platform::proxy;
use cloudsweep::runtime::command::{Command, ExportForm, Keep};
use cloudsweep::runtime::event::Event;
use secrecy::ExposeSecret as _;

use crate::forward::{Deed, Forward};
use crate::office::{PASSWORD, USER, credentials, practice, server, trouble};
use crate::program::Program;

const PLAIN: &str = "http://api.cloudsweep.test";

/// Every form in which the password can be written.
fn forms() -> Vec<String> {
    let encoded: String = url::form_urlencoded::byte_serialize(PASSWORD.as_bytes()).collect();
    vec![
        PASSWORD.to_owned(),
        encoded,
        STANDARD_NO_PAD.encode(format!("{USER}:{PASSWORD}")).trim_end_matches(['=']).to_owned(),
        STANDARD_NO_PAD.encode(PASSWORD),
        PASSWORD.replace('/', "\\/"),
        hex::encode(PASSWORD),
    ]
}

fn is_clean(what: &str, text: &str) {
    let found = forms().into_iter().find_map(|form| text.find(&form));
    assert_eq!(found.map(|at| &text[at.saturating_sub(200)..at]), None, "{what} holds the password");
}

/// Looks through every file below a folder; gives how many there were.
fn search(folder: &Path) -> usize {
    let mut looked = 0;
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            looked += search(&path);
        } else {
            looked += 1;
            let content = String::from_utf8_lossy(&std::fs::read(&path).expect("a file")).into_owned();
            is_clean(&path.display().to_string(), &content);
        }
    }
    looked
}

/// Looks through what the window is told.
fn look(event: &Event) {
    is_clean("an event", &format!("{event:?}"));
    if let Event::OpenFailed { problem, .. } | Event::Warning(problem) = event {
        is_clean("a problem", &format!("{} {} {}", problem.what(), problem.body(), problem.more()));
    }
}

/// The same for what is asked.
fn ask<T>(program: &mut Program, command: Command, wanted: impl FnMut(&Event) -> Option<T>) -> T {
    is_clean("a command", &format!("{command:?}"));
    program.ask(command, wanted)
}

/// How opening ended.
fn opened(event: &Event) -> Option<Result<(), Option<Trouble>>> {
    match event {
        Event::Opened { .. } => Some(Ok(())),
        Event::OpenFailed { problem, .. } => Some(Err(trouble(problem))),
        _ => None,
    }
}

fn chosen(event: &Event) -> Option<()> {
    matches!(event, Event::Proxy { .. }).then_some(())
}

#[test]
fn the_password_is_left_nowhere_but_in_the_keychain() {
    let (folder, exports) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let home = folder.path().join("home");
    Paths::at(&home).make().unwrap();
    let log = std::fs::File::create(home.join("everything.log")).unwrap();
    tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false).with_writer(log).init();

    let practice = practice();
    let changing = practice.probe().all().into_iter().take(3).map(|it| it.public_id).collect::<Vec<_>>();
    let proxy = Forward::scripted(practice.address(), Some((USER, PASSWORD)), |came| {
        if came.target.ends_with("/destroy") { Deed::After(502, "Bad gateway") } else { Deed::Pass }
    });
    let strict = Forward::to(practice.address(), Some((USER, "another")));
    let vault = Arc::new(SessionVault::default());
    let mut program = Program::start(&home, Arc::clone(&vault) as _, look);
    let credentials = credentials(&practice, PLAIN);
    let id = credentials.environment.id();
    let choose = |proxy: &Forward, user: bool| {
        let choice = ProxyChoice::Own(server(proxy.address, user.then_some(USER)));
        Command::ChooseProxy { choice, password: user.then(|| PASSWORD.into()) }
    };
    let remember = || Command::Remember { credentials: credentials.clone(), keep: Keep::Keychain };

    // A proxy that knows nobody by it, and repeats what it was sent.
    ask(&mut program, choose(&strict, true), chosen);
    assert_eq!(ask(&mut program, remember(), opened), Err(Some(Trouble::ProxyLogin)));
    // Another one: the password for the first is forgotten.
    ask(&mut program, choose(&proxy, false), chosen);
    assert_eq!(ask(&mut program, remember(), opened), Err(Some(Trouble::ProxyLogin)));
    ask(&mut program, choose(&proxy, true), chosen);
    assert_eq!(ask(&mut program, remember(), opened), Ok(()));
    let kept = |of: &Forward| proxy::password(&*vault, &server(of.address, Some(USER))).unwrap();
    assert_eq!(kept(&proxy).expect("it is kept").expose_secret(), PASSWORD);
    assert!(kept(&strict).is_none());

    let plan = program.preview(&changing.join("\n"));
    let (receipt, problem) = program.carry_out(plan);
    assert_eq!(problem, None);
    is_clean("a receipt", &format!("{:?}", program.receipt(receipt)));
    for (form, name) in [
        (ExportForm::Csv, "a.csv"),
        (ExportForm::Json, "a.json"),
        (ExportForm::Html, "a.html"),
        (ExportForm::SupportList, "a.txt"),
    ] {
        let path = exports.path().join(name);
        let command = Command::Export { generation: 1, job: receipt, form, path };
        let written = ask(&mut program, command, |event| match event {
            Event::Exported { result, .. } => Some(result.is_ok()),
            _ => None,
        });
        assert!(written, "{name}");
    }
    // The next start asks the keychain for it.
    drop(program);
    let mut program = Program::start(&home, Arc::clone(&vault) as _, look);
    assert_eq!(ask(&mut program, Command::Open(id), opened), Ok(()));
    drop(program);

    assert!(search(&home) >= 4 && search(exports.path()) == 4);
    let log = std::fs::read_to_string(home.join("everything.log")).unwrap();
    assert!(log.contains("answered") && log.contains("hyper_util"), "everything was logged");
    let file = std::fs::read_to_string(Paths::at(&home).proxy()).unwrap();
    assert!(file.contains(USER) && file.contains("127.0.0.1"), "{file}");
}
