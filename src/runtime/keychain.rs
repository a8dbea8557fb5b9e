//! The keychain as the background asks it: in its turn, with a time limit, and seen by whoever waits.

use std::sync::Arc;

use tokio::runtime::Handle;

use super::outbox::Outbox;
use super::waits::Waits;
use crate::model::problem::{KeychainProblem, Problem};
use crate::platform::keychain::{Asker, Patient, Unanswered, Vault};

/// The way to the keychain. Everything that waits here blocks: call it from [`super::watched::blocking`]
/// alone.
pub(super) struct Keychain {
    patient: Result<Patient, Problem>,
    waits: Arc<Waits>,
    outbox: Outbox,
    threads: Handle,
}

impl Keychain {
    /// Asks nothing yet.
    pub(super) fn new(vault: Arc<dyn Vault>, outbox: Outbox, threads: Handle) -> Self {
        let patient = Patient::new(vault)
            .map_err(|error| Problem::new(KeychainProblem::NoThread).with_details(error.to_string()));
        Self { patient, waits: Arc::default(), outbox, threads }
    }

    /// Asks for nobody in particular, who waits for no answer that comes too late.
    ///
    /// # Errors
    /// Those of the question, or that the keychain does not answer.
    pub(super) fn ask_quietly<T: Send + 'static>(
        &self,
        question: impl FnOnce(&dyn Vault) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let patient = self.patient.as_ref().map_err(Clone::clone)?;
        patient.ask(Asker::Program, question, |_, _| {}).map_err(|unanswered| unanswered.problem)
    }

    /// Asks for somebody who sees that it is waited for.
    ///
    /// # Errors
    /// As [`Self::ask_quietly`].
    pub(super) fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&dyn Vault) -> Result<T, Problem> + Send + 'static,
        late: impl FnOnce(&dyn Vault, Result<T, Problem>) + Send + 'static,
    ) -> Result<T, Unanswered> {
        match &self.patient {
            Ok(patient) => {
                let _seen = self.waits.begin(&self.outbox, &self.threads);
                patient.ask(Asker::User, question, late)
            }
            Err(problem) => Err(Unanswered { problem: problem.clone(), open: false }),
        }
    }

    /// Asks in its turn, and waits for nothing.
    pub(super) fn post(&self, question: impl FnOnce(&dyn Vault) + Send + 'static) {
        if let Ok(patient) = &self.patient {
            patient.post(question);
        }
    }

    /// The user does not wait any longer.
    pub(super) fn give_up(&self) {
        if let Ok(patient) = &self.patient {
            patient.give_up();
        }
    }
}
