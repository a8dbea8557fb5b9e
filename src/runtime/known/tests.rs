//! Environments over connecting, marking, forgetting and restarts; a keychain that fails or is late.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use proptest::prelude::*;
use secrecy::{ExposeSecret as _, SecretString};
use tempfile::TempDir;
use tokio::sync::mpsc;

use super::*;
use crate::model::account::{Geo, KnownHosts, Region};
use crate::model::delivery::DeliveryHost;
use crate::model::problem::KeychainProblem;

const PATIENCE: Duration = Duration::from_millis(2_400);

/// A keychain that outlives the program, refuses while it is broken, and waits while it is held.
#[derive(Clone, Default)]
struct Chain(Arc<Inner>);

#[derive(Default)]
struct Inner {
    secrets: SessionVault,
    broken: AtomicBool,
    held: AtomicBool,
}

impl Chain {
    fn ask<T>(&self, question: impl FnOnce(&SessionVault) -> Result<T, Problem>) -> Result<T, Problem> {
        while self.0.held.load(Ordering::SeqCst) {
            std::thread::sleep(Duration::from_millis(2));
        }
        if self.0.broken.load(Ordering::SeqCst) {
            return Err(Problem::new(KeychainProblem::Locked));
        }
        question(&self.0.secrets)
    }

    fn hold(&self, on: bool) {
        self.0.held.store(on, Ordering::SeqCst);
    }
}

impl Vault for Chain {
    fn check(&self) -> Result<(), Problem> {
        self.ask(|_| Ok(()))
    }

    fn get(&self, id: &EnvironmentId) -> Result<Option<SecretString>, Problem> {
        self.ask(|secrets| secrets.get(id))
    }

    fn set(&self, id: &EnvironmentId, secret: &SecretString) -> Result<(), Problem> {
        self.ask(|secrets| secrets.set(id, secret))
    }

    fn delete(&self, id: &EnvironmentId) -> Result<(), Problem> {
        self.ask(|secrets| secrets.delete(id))
    }

    fn patience(&self) -> Duration {
        PATIENCE
    }
}

/// A computer: its disk, its keychain, and the program that runs on it.
struct Computer {
    home: TempDir,
    chain: Chain,
    threads: tokio::runtime::Runtime,
    known: Arc<Known>,
    told: mpsc::Receiver<Event>,
}

impl Computer {
    fn new() -> Self {
        let (home, chain) = (tempfile::tempdir().unwrap(), Chain::default());
        let threads =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_time().build().unwrap();
        let (known, told) = start(&home, &chain, &threads, None);
        Self { home, chain, threads, known, told }
    }

    fn restart(&mut self, variable: Option<Credentials>) {
        (self.known, self.told) = start(&self.home, &self.chain, &self.threads, variable);
    }

    fn listed(&self) -> BTreeMap<EnvironmentId, Remembered> {
        let Event::Environments { remembered, .. } = self.known.event() else { panic!("the list") };
        remembered.into_iter().map(|one| (one.environment.id(), one)).collect()
    }

    fn warning(&mut self) -> Problem {
        loop {
            if let Event::Warning(problem) = self.told.blocking_recv().expect("the program runs") {
                return problem;
            }
        }
    }
}

fn start(
    home: &TempDir,
    chain: &Chain,
    threads: &tokio::runtime::Runtime,
    variable: Option<Credentials>,
) -> (Arc<Known>, mpsc::Receiver<Event>) {
    let (events, told) = mpsc::channel(1024);
    let outbox = Outbox::new(events, Arc::new(|| {}));
    let vault = Arc::new(chain.clone());
    let known = Known::read(vault, Paths::at(home.path()), variable, outbox, threads.handle().clone());
    (Arc::new(known), told)
}

/// The first two are the same environment in two regions.
fn credentials(number: usize, secret: &str) -> Credentials {
    let (key, region) = [("1", Region::Us), ("1", Region::Eu), ("2", Region::Us)][number].clone();
    Credentials::from_fields("shop", key, secret, &region).unwrap()
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Connect(usize, bool),
    Restart(Option<usize>),
    Mark(usize, bool),
    Call(usize, &'static str),
    Host(usize, &'static str, Word),
    Forget(usize),
    Move,
    Break(bool),
}

/// What is said of a host.
#[derive(Clone, Copy, Debug)]
enum Word {
    Seen,
    Confirmed,
    Removed,
}

impl Word {
    fn by_hand(self) -> bool {
        !matches!(self, Self::Seen)
    }

    fn of(self, host: &str, hosts: &mut KnownHosts) {
        let host = DeliveryHost::typed(host).unwrap();
        match self {
            Self::Seen => {
                hosts.see([host]);
            }
            Self::Confirmed => hosts.confirm(host),
            Self::Removed => hosts.remove(&host),
        }
    }
}

fn word() -> impl Strategy<Value = Word> {
    prop_oneof![Just(Word::Seen), Just(Word::Confirmed), Just(Word::Removed)]
}

fn step() -> impl Strategy<Value = Step> {
    let one = || 0..3_usize;
    prop_oneof![
        4 => (one(), any::<bool>()).prop_map(|(of, session)| Step::Connect(of, session)),
        3 => proptest::option::of(one()).prop_map(Step::Restart),
        3 => (one(), any::<bool>()).prop_map(|(of, on)| Step::Mark(of, on)),
        2 => (one(), prop_oneof![Just("Ours"), Just(""), Just("Old")]).prop_map(|(of, name)| Step::Call(of, name)),
        4 => (one(), prop_oneof![Just("a.example"), Just("b.example")], word())
            .prop_map(|(of, host, word)| Step::Host(of, host, word)),
        1 => one().prop_map(Step::Forget),
        1 => Just(Step::Move),
        1 => any::<bool>().prop_map(Step::Break),
    ]
}

/// What the user set, as far as they can know.
#[derive(Clone, Debug, Default, PartialEq)]
struct Set {
    production: bool,
    name: Option<String>,
    hosts: KnownHosts,
    /// They connected to it or said something of it, and it is in the list.
    lasting: bool,
}

impl Set {
    fn of(environment: &Environment) -> Self {
        let Environment { production, name, delivery_hosts, .. } = environment.clone();
        Self { production, name, hosts: delivery_hosts, lasting: false }
    }
}

impl Set {
    fn settings(&self) -> Self {
        Self { lasting: false, ..self.clone() }
    }
}

fn take(
    computer: &mut Computer,
    expected: &mut BTreeMap<EnvironmentId, Set>,
    variable: &mut Option<usize>,
    step: Step,
) {
    let id = |of: usize| credentials(of, "s").environment.id();
    let known = Arc::clone(&computer.known);
    match step {
        Step::Connect(of, session) => {
            let keep = if session { Keep::Session } else { Keep::Keychain };
            let (kept, _) = known.keep(credentials(of, "new"), keep);
            let set = expected.entry(id(of)).or_default();
            set.lasting = true;
            assert_eq!(Set::of(&kept.environment), set.settings(), "what is opened has what was set");
        }
        Step::Restart(by) => {
            computer.restart(by.map(|of| credentials(of, "variable")));
            *variable = by;
            // What a variable named alone lasts as long as the variable.
            expected.retain(|_, set| set.lasting);
            if let Some(of) = by {
                expected.entry(id(of)).or_default();
            }
        }
        Step::Mark(of, on) => {
            known.change(&id(of), true, |it| it.production = on);
            expected.entry(id(of)).and_modify(|set| (set.production, set.lasting) = (on, true));
        }
        Step::Call(of, name) => {
            known.change(&id(of), true, |it| it.call(name));
            let name = Some(name.to_owned()).filter(|name| !name.is_empty());
            expected.entry(id(of)).and_modify(|set| (set.name, set.lasting) = (name, true));
        }
        Step::Host(of, host, word) => {
            known.change(&id(of), word.by_hand(), |it| word.of(host, &mut it.delivery_hosts));
            expected.entry(id(of)).and_modify(|set| {
                word.of(host, &mut set.hosts);
                set.lasting |= word.by_hand();
            });
        }
        Step::Forget(of) => {
            if *variable != Some(of) && known.forget(&id(of)).is_ok() {
                expected.remove(&id(of));
                assert!(!computer.chain.0.secrets.holds(&id(of)), "its secret is gone with it");
            }
        }
        Step::Move => {
            let Ok(mut old) = known.credentials(&id(0)) else { return };
            old.environment.region = Geo::Eu.region();
            let (moved, _) = known.move_to(&id(0), old);
            let there = expected.get(&id(1)).cloned().unwrap_or_default();
            let here = expected.get(&id(0)).cloned().unwrap_or_default();
            let mut hosts = here.hosts;
            hosts.inherit(&there.hosts);
            let set = Set {
                production: here.production || there.production,
                name: here.name.or(there.name),
                hosts,
                lasting: true,
            };
            assert_eq!(Set::of(&moved.environment), set.settings());
            expected.insert(id(1), set);
            if !computer.listed().contains_key(&id(0)) {
                expected.remove(&id(0));
            }
            if *variable == Some(0) {
                *variable = Some(1);
            }
        }
        Step::Break(on) => computer.chain.0.broken.store(on, Ordering::SeqCst),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_was_set_survives_every_way_of_opening_and_no_secret_stays_behind(
        steps in proptest::collection::vec(step(), 1..14),
    ) {
        let mut computer = Computer::new();
        let (mut expected, mut variable) = (BTreeMap::new(), None);
        for step in steps {
            let told = format!("{step:?}");
            take(&mut computer, &mut expected, &mut variable, step);
            let listed = computer.listed();
            for (id, one) in &listed {
                let set = expected.get(id).map(Set::settings).unwrap_or_default();
                prop_assert_eq!(Set::of(&one.environment), set, "{} after {}", id, told);
            }
            for id in expected.keys() {
                prop_assert!(listed.contains_key(id), "{} after {}", id, told);
            }
            for of in 0..3 {
                let id = credentials(of, "s").environment.id();
                let held = computer.chain.0.secrets.holds(&id);
                prop_assert!(!held || listed.contains_key(&id), "a secret of {} stays behind after {}", id, told);
            }
        }
        let text = std::fs::read_to_string(Paths::at(computer.home.path()).environments()).unwrap_or_default();
        prop_assert!(!text.contains("variable") && !text.contains("\"new\""), "{}", text);
    }
}

fn left_late(kept: KeptNow) -> Code {
    let environment = credentials(0, "s").environment.title().to_owned();
    ProgramProblem::SecretLeftLate { environment, kept }.into()
}

#[test]
fn a_secret_that_is_stored_after_it_was_said_not_to_be_is_taken_out_again() {
    let mut computer = Computer::new();
    let id = credentials(0, "s").environment.id();
    computer.chain.hold(true);
    let (_, problem) = computer.known.keep(credentials(0, "s"), Keep::Keychain);
    assert_eq!(problem.unwrap().code, KeychainProblem::Silent.into());
    assert!(computer.listed()[&id].session_only);
    computer.chain.hold(false);
    let warning = computer.warning();
    assert_eq!(warning.code, left_late(KeptNow::ForSession), "{warning:?}");
    assert!(!computer.chain.0.secrets.holds(&id), "undone");
    assert_eq!(computer.known.credentials(&id).unwrap().secret.expose_secret(), "s", "for this session");
    computer.restart(None);
    assert!(computer.listed()[&id].secret_missing, "listed, and asks for its secret");
}

#[test]
fn an_environment_whose_secret_goes_late_is_forgotten_then() {
    let mut computer = Computer::new();
    let id = credentials(0, "s").environment.id();
    computer.known.keep(credentials(0, "s"), Keep::Keychain);
    computer.chain.hold(true);
    let problem = computer.known.forget(&id).unwrap_err();
    assert!(matches!(problem.code, Code::Keychain(_, Secret::StillThere)), "{problem:?}");
    assert!(computer.listed().contains_key(&id), "its secret may still be there");
    computer.chain.hold(false);
    assert_eq!(computer.warning().code, left_late(KeptNow::Forgotten));
    assert!(computer.listed().is_empty() && !computer.chain.0.secrets.holds(&id));
}

#[test]
fn a_new_secret_after_a_late_one_is_the_one_that_stays() {
    let mut computer = Computer::new();
    let id = credentials(0, "s").environment.id();
    computer.chain.hold(true);
    computer.known.keep(credentials(0, "late"), Keep::Keychain);
    let (known, chain) = (Arc::clone(&computer.known), computer.chain.clone());
    std::thread::spawn(move || {
        std::thread::sleep(PATIENCE / 60);
        chain.hold(false);
    });
    let (_, problem) = known.keep(credentials(0, "newer"), Keep::Keychain);
    assert_eq!(problem, None);
    assert_eq!(computer.chain.get(&id).unwrap().unwrap().expose_secret(), "newer");
    assert!(!computer.listed()[&id].session_only);
    computer.restart(None);
    assert_eq!(computer.known.credentials(&id).unwrap().secret.expose_secret(), "newer");
}

#[test]
fn a_list_that_cannot_be_written_is_told_once() {
    let mut computer = Computer::new();
    std::fs::write(Paths::at(computer.home.path()).environments(), "[{").unwrap();
    computer.restart(None);
    computer.known.keep(credentials(0, "s"), Keep::Session);
    computer.known.change(&credentials(0, "s").environment.id(), true, |it| it.production = true);
    assert_eq!(computer.warning().code, ProgramProblem::EnvironmentsNotRead.into());
    assert!(computer.told.try_recv().is_err(), "once");
    let path = Paths::at(computer.home.path()).environments();
    assert_eq!(std::fs::read_to_string(path).unwrap(), "[{", "left as it was");
}
