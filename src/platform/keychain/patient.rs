//! Asking a keychain that may not answer: with a time limit, and without forgetting the question.
//!
//! An answer that comes after whoever asked has gone on is not lost: what they were told meanwhile
//! must stay true.

use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use super::Vault;
use crate::model::problem::{KeychainProblem, Problem};

type Question = Box<dyn FnOnce(&dyn Vault) + Send>;

/// How much of its patience is left to the user's question while an earlier one was given up and has no answer
/// yet: a keychain that is silent is not waited for again and again.
const SHORT_OF: u32 = 12;

/// A vault whose questions are asked one after the other, on a thread of their own.
pub struct Patient {
    questions: mpsc::Sender<Question>,
    patience: Duration,
    line: Arc<Line>,
}

/// Everybody who waits for an answer.
#[derive(Default)]
struct Line {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// A question was given up, and nothing was answered since.
    silent: bool,
    /// How often the user would not wait any longer.
    given_up: u64,
}

/// For whom a question is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    /// Somebody who may give it up; see [`Patient::give_up`].
    User,
    /// Nobody in particular.
    Program,
}

/// Why there is no answer.
#[derive(Debug)]
pub struct Unanswered {
    /// For the user.
    pub problem: Problem,
    /// It may still be done: nothing came in time.
    pub open: bool,
}

/// What has become of a question.
enum Slot<T> {
    Waits,
    Answered(T),
    /// Whoever asked was told that there is no answer.
    GivenUp,
}

impl Line {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answered(&self) {
        self.state().silent = false;
        self.changed.notify_all();
    }

    /// Waits for an answer, or tells why it was given up.
    fn wait_for<T>(&self, asker: Asker, place: &Mutex<Slot<T>>, patience: Duration) -> Result<T, Problem> {
        let begun = Instant::now();
        let mut state = self.state();
        let before = state.given_up;
        loop {
            let mut slot = place.lock().unwrap_or_else(PoisonError::into_inner);
            if let Slot::Answered(_) = *slot
                && let Slot::Answered(answer) = std::mem::replace(&mut *slot, Slot::GivenUp)
            {
                return Ok(answer);
            }
            let short = asker == Asker::User && state.silent;
            let limit = if short { patience / SHORT_OF } else { patience };
            let left = limit.saturating_sub(begun.elapsed());
            let by_user = asker == Asker::User && state.given_up > before;
            if left.is_zero() || by_user {
                *slot = Slot::GivenUp;
                state.silent = true;
                self.changed.notify_all();
                return Err(Problem::new(if by_user {
                    KeychainProblem::NotWaitedFor
                } else {
                    KeychainProblem::Silent
                }));
            }
            drop(slot);
            let waited = self.changed.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

impl Patient {
    /// In front of a vault.
    ///
    /// # Errors
    /// Where the system gives no thread.
    pub fn new(vault: Arc<dyn Vault>) -> std::io::Result<Self> {
        let (questions, asked) = mpsc::channel::<Question>();
        let patience = vault.patience();
        let line = Arc::<Line>::default();
        let waiting = Arc::clone(&line);
        let named = thread::Builder::new().name("keychain".to_owned());
        named.spawn(move || {
            for question in asked {
                // A store that panics is one that does not answer; the next question is asked all the same.
                if panic::catch_unwind(AssertUnwindSafe(|| question(&*vault))).is_ok() {
                    waiting.answered();
                }
            }
        })?;
        Ok(Self { questions, patience, line })
    }

    /// Asks, and waits as long as the vault's patience; the user waits shortly where an earlier question
    /// was given up and has no answer yet. An answer that comes later goes to `late`, before anything else is asked; a question
    /// whose turn had not come by then is never asked.
    ///
    /// # Errors
    /// The vault's own, or that it does not answer.
    pub fn ask<T: Send + 'static>(
        &self,
        asker: Asker,
        question: impl FnOnce(&dyn Vault) -> Result<T, Problem> + Send + 'static,
        late: impl FnOnce(&dyn Vault, Result<T, Problem>) + Send + 'static,
    ) -> Result<T, Unanswered> {
        let place = Arc::new(Mutex::new(Slot::Waits));
        let there = Arc::clone(&place);
        let question: Question = Box::new(move |vault| {
            let slot = || there.lock().unwrap_or_else(PoisonError::into_inner);
            if matches!(*slot(), Slot::GivenUp) {
                return;
            }
            let answer = question(vault);
            let mut told = slot();
            if matches!(*told, Slot::GivenUp) {
                drop(told);
                tracing::warn!("the keychain answered late");
                late(vault, answer);
            } else {
                *told = Slot::Answered(answer);
            }
        });
        if self.questions.send(question).is_err() {
            return Err(Unanswered { problem: Problem::new(KeychainProblem::Silent), open: false });
        }
        match self.line.wait_for(asker, &place, self.patience) {
            Ok(answer) => answer.map_err(|problem| Unanswered { problem, open: false }),
            Err(problem) => Err(Unanswered { problem, open: true }),
        }
    }

    /// Asks in its turn, and waits for nothing.
    pub fn post(&self, question: impl FnOnce(&dyn Vault) + Send + 'static) {
        drop(self.questions.send(Box::new(question)));
    }

    /// The user does not wait any longer: what was asked for the user counts as not answered.
    pub fn give_up(&self) {
        self.line.state().given_up += 1;
        self.line.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, Sender, channel};

    use secrecy::SecretString;

    use super::super::SessionVault;
    use super::*;
    use crate::model::account::EnvironmentId;

    /// Answers when it is let.
    struct Slow {
        let_go: Mutex<Receiver<()>>,
        inner: SessionVault,
    }

    impl Vault for Slow {
        fn check(&self) -> Result<(), Problem> {
            Ok(())
        }

        fn get(&self, environment: &EnvironmentId) -> Result<Option<SecretString>, Problem> {
            self.inner.get(environment)
        }

        fn set(&self, environment: &EnvironmentId, secret: &SecretString) -> Result<(), Problem> {
            self.let_go.lock().unwrap().recv().unwrap();
            self.inner.set(environment, secret)
        }

        fn delete(&self, environment: &EnvironmentId) -> Result<(), Problem> {
            self.inner.delete(environment)
        }

        fn patience(&self) -> Duration {
            Duration::from_millis(20)
        }
    }

    fn slow() -> (Patient, Sender<()>) {
        let (go, let_go) = channel();
        (
            Patient::new(Arc::new(Slow { let_go: Mutex::new(let_go), inner: SessionVault::default() }))
                .unwrap(),
            go,
        )
    }

    #[test]
    fn an_answer_in_time_is_given() {
        let (patient, go) = slow();
        let id = EnvironmentId("demo/1@x".into());
        go.send(()).unwrap();
        let (of, late) = (id.clone(), |_: &dyn Vault, _| panic!("in time"));
        patient.ask(Asker::Program, move |vault| vault.set(&of, &"s".into()), late).unwrap();
        assert!(patient.ask(Asker::Program, move |vault| vault.get(&id), |_, _| {}).unwrap().is_some());
    }

    #[test]
    fn a_late_answer_comes_before_the_next_question_and_one_given_up_in_the_queue_is_never_asked() {
        let (patient, go) = slow();
        let id = EnvironmentId("demo/1@x".into());
        let (told, late) = channel();
        let (first, second, last) = (id.clone(), id.clone(), id.clone());
        let gone = patient.ask(
            Asker::Program,
            move |vault| vault.set(&first, &"late".into()),
            move |vault, answer| told.send((answer.is_ok(), vault.delete(&id).is_ok())).unwrap(),
        );
        assert!(gone.is_err_and(|gone| gone.open && gone.problem.code == KeychainProblem::Silent.into()));
        let never = |_: &dyn Vault, _: Result<(), Problem>| panic!("was not asked, and has no answer");
        assert!(
            patient.ask(Asker::Program, move |vault| vault.set(&second, &"never".into()), never).is_err()
        );
        go.send(()).unwrap();
        assert_eq!(late.recv_timeout(Duration::from_mins(1)).unwrap(), (true, true));
        assert!(patient.ask(Asker::Program, move |vault| vault.get(&last), |_, _| {}).unwrap().is_none());
    }

    /// Never answers, and has all the time in the world.
    struct Dead;

    impl Vault for Dead {
        fn check(&self) -> Result<(), Problem> {
            loop {
                thread::park();
            }
        }

        fn get(&self, _: &EnvironmentId) -> Result<Option<SecretString>, Problem> {
            self.check().map(|()| None)
        }

        fn set(&self, _: &EnvironmentId, _: &SecretString) -> Result<(), Problem> {
            self.check()
        }

        fn delete(&self, _: &EnvironmentId) -> Result<(), Problem> {
            self.check()
        }

        fn patience(&self) -> Duration {
            Duration::from_mins(10)
        }
    }

    fn check(patient: &Patient, asker: Asker) -> Unanswered {
        patient.ask(asker, |vault| vault.check(), |_, _| {}).unwrap_err()
    }

    #[test]
    fn a_person_need_not_wait_and_the_program_goes_on_waiting() {
        let patient = Arc::new(Patient::new(Arc::new(Dead)).unwrap());
        let (program, user) = (Arc::clone(&patient), Arc::clone(&patient));
        let program = thread::spawn(move || check(&program, Asker::Program));
        let user = thread::spawn(move || check(&user, Asker::User));
        while !user.is_finished() {
            patient.give_up();
            thread::sleep(Duration::from_millis(5));
        }
        let gone = user.join().unwrap();
        assert!(gone.open && gone.problem.code == KeychainProblem::NotWaitedFor.into(), "{gone:?}");
        assert!(!program.is_finished(), "its time is not over");
    }

    #[test]
    fn one_that_hangs_costs_those_behind_it_little() {
        let (patient, _go) = slow();
        let patience = Duration::from_millis(240);
        let patient = Patient { patience, ..patient };
        let id = EnvironmentId("demo/1@x".into());
        let hangs = patient.ask(Asker::Program, move |vault| vault.set(&id, &"s".into()), |_, _| {});
        assert!(hangs.is_err_and(|gone| gone.open));
        let begun = Instant::now();
        for _ in 0..3 {
            assert!(check(&patient, Asker::User).open);
        }
        let waited = begun.elapsed();
        assert!(waited < patience, "{waited:?} for three behind it");
    }
}
