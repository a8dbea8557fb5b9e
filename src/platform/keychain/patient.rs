//! Asking a keychain that may not answer: with a time limit, and without forgetting the question.
//!
//! An answer that comes after whoever asked has gone on is not lost: what they were told meanwhile
//! must stay true.

use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Condvar, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use super::{Vault, silent};
use crate::model::problem::Problem;

type Question = Box<dyn FnOnce(&dyn Vault) + Send>;

/// A vault whose questions are asked one after the other, on a thread of their own.
pub struct Patient {
    questions: mpsc::Sender<Question>,
    patience: Duration,
}

/// Why there is no answer.
#[derive(Debug)]
pub struct Unanswered {
    /// For a person.
    pub problem: Problem,
    /// It may still be done: nothing came in time.
    pub open: bool,
}

/// What has become of a question.
enum Stand<T> {
    Waits,
    Answered(T),
    /// Whoever asked was told that there is no answer.
    GivenUp,
}

impl Patient {
    /// In front of a vault.
    ///
    /// # Errors
    /// Where the system gives no thread.
    pub fn new(vault: Arc<dyn Vault>) -> std::io::Result<Self> {
        let (questions, asked) = mpsc::channel::<Question>();
        let patience = vault.patience();
        let named = thread::Builder::new().name("keychain".to_owned());
        named.spawn(move || {
            for question in asked {
                // A store that panics is one that does not answer; the next question is asked all the same.
                drop(panic::catch_unwind(AssertUnwindSafe(|| question(&*vault))));
            }
        })?;
        Ok(Self { questions, patience })
    }

    /// Asks, and waits as long as the vault's patience. An answer that comes later goes to `late`,
    /// before anything else is asked; a question whose turn had not come by then is never asked.
    ///
    /// # Errors
    /// The vault's own, or that it does not answer.
    pub fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&dyn Vault) -> Result<T, Problem> + Send + 'static,
        late: impl FnOnce(&dyn Vault, Result<T, Problem>) + Send + 'static,
    ) -> Result<T, Unanswered> {
        let place = Arc::new((Mutex::new(Stand::Waits), Condvar::new()));
        let there = Arc::clone(&place);
        let question: Question = Box::new(move |vault| {
            let (stand, answered) = &*there;
            if matches!(*stand.lock().unwrap_or_else(PoisonError::into_inner), Stand::GivenUp) {
                return;
            }
            let answer = question(vault);
            let mut stand = stand.lock().unwrap_or_else(PoisonError::into_inner);
            if matches!(*stand, Stand::GivenUp) {
                drop(stand);
                tracing::warn!("the keychain answered late");
                late(vault, answer);
            } else {
                *stand = Stand::Answered(answer);
                answered.notify_one();
            }
        });
        if self.questions.send(question).is_err() {
            return Err(Unanswered { problem: silent(), open: false });
        }
        let (stand, answered) = &*place;
        let waiting = stand.lock().unwrap_or_else(PoisonError::into_inner);
        let waited =
            answered.wait_timeout_while(waiting, self.patience, |stand| matches!(stand, Stand::Waits));
        let (mut stand, _) = waited.unwrap_or_else(PoisonError::into_inner);
        match std::mem::replace(&mut *stand, Stand::GivenUp) {
            Stand::Answered(answer) => answer.map_err(|problem| Unanswered { problem, open: false }),
            Stand::Waits | Stand::GivenUp => Err(Unanswered { problem: silent(), open: true }),
        }
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
        patient.ask(move |vault| vault.set(&of, &"s".into()), late).unwrap();
        assert!(patient.ask(move |vault| vault.get(&id), |_, _| {}).unwrap().is_some());
    }

    #[test]
    fn a_late_answer_comes_before_the_next_question_and_one_given_up_in_the_queue_is_never_asked() {
        let (patient, go) = slow();
        let id = EnvironmentId("demo/1@x".into());
        let (told, late) = channel();
        let (first, second, last) = (id.clone(), id.clone(), id.clone());
        let gone = patient.ask(
            move |vault| vault.set(&first, &"late".into()),
            move |vault, answer| told.send((answer.is_ok(), vault.delete(&id).is_ok())).unwrap(),
        );
        assert!(gone.is_err_and(|gone| gone.open && gone.problem.what.contains("does not answer")));
        let never = |_: &dyn Vault, _: Result<(), Problem>| panic!("was not asked, and has no answer");
        assert!(patient.ask(move |vault| vault.set(&second, &"never".into()), never).is_err());
        go.send(()).unwrap();
        assert_eq!(late.recv_timeout(Duration::from_mins(1)).unwrap(), (true, true));
        assert!(patient.ask(move |vault| vault.get(&last), |_, _| {}).unwrap().is_none());
    }
}
