//! What is remembered of environments, and the way to their secrets.
//!
//! The rule: what the user set about an environment (its name, the Production mark, its delivery
//! hosts) survives every way of opening it and every restart, until they change it or forget the
//! environment. An entry leaves the list only after its secret has left the keychain.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::runtime::Handle;

use super::command::Keep;
use super::event::{Event, Remembered};
use super::keychain::Keychain;
use super::outbox::Outbox;
use super::proxies::Proxies;
use crate::model::account::{Credentials, Environment, EnvironmentId};
use crate::model::problem::{Code, KeptNow, Problem, ProgramProblem, Secret};
use crate::platform::keychain::{SessionVault, Unanswered, Vault};
use crate::platform::paths::Paths;
use crate::platform::remembered::{self, Listed};

/// The environments that the user connected to. Everything here may block on the disk or the
/// keychain: call it from [`super::watched::blocking`] alone.
pub(super) struct Known {
    keychain: Arc<Keychain>,
    /// Secrets that are not in the keychain, and newer ones than there.
    session: SessionVault,
    /// Through which proxy their requests go.
    pub(super) proxies: Proxies,
    paths: Paths,
    list: Mutex<List>,
    outbox: Outbox,
    threads: Handle,
}

#[derive(Default)]
struct List {
    entries: BTreeMap<EnvironmentId, Entry>,
    from_variable: Option<EnvironmentId>,
    /// Why no keychain can be used.
    keychain: Option<Problem>,
    /// A list that could not be read is never written over.
    read_only: bool,
    /// That the list cannot be kept was told.
    told: bool,
}

struct Entry {
    environment: Environment,
    /// The keychain may hold a secret of it.
    in_keychain: bool,
    /// The user connected to it or set something about it; what a variable names alone is not written.
    lasting: bool,
    /// It was to be forgotten, and the keychain has not said yet that the secret is gone.
    leaving: bool,
}

impl Known {
    /// Reads the list. The keychain is not asked yet.
    pub(super) fn read(
        vault: Arc<dyn Vault>,
        paths: Paths,
        from_variable: Option<Credentials>,
        outbox: Outbox,
        threads: Handle,
    ) -> Self {
        let keychain = Arc::new(Keychain::new(vault, outbox.clone(), threads.clone()));
        let (proxies, unread) = Proxies::read(&keychain, &paths);
        let known = Self {
            keychain,
            session: SessionVault::default(),
            proxies,
            paths,
            list: Mutex::default(),
            outbox,
            threads,
        };
        known.load(from_variable);
        if let Some(problem) = unread {
            known.tell(Event::Warning(problem));
        }
        known
    }

    fn load(&self, from_variable: Option<Credentials>) {
        let mut list = List::default();
        match remembered::read(&self.paths.environments()) {
            Ok(read) => list.entries.extend(read.into_iter().map(|one| {
                let Listed { environment, in_keychain } = one;
                (environment.id(), Entry { environment, in_keychain, lasting: true, leaving: false })
            })),
            Err(error) => {
                tracing::error!(%error, "the list of environments could not be read");
                list.read_only = true;
            }
        }
        if let Some(Credentials { mut environment, secret }) = from_variable {
            let id = environment.id();
            if self.session.set(&id, &secret).is_ok() {
                let known = list.entries.remove(&id);
                let (in_keychain, lasting) =
                    known.as_ref().map_or((false, false), |it| (it.in_keychain, true));
                if let Some(known) = known {
                    environment.inherit(&known.environment);
                }
                list.entries.insert(id.clone(), Entry { environment, in_keychain, lasting, leaving: false });
                list.from_variable = Some(id);
            }
        }
        *self.list() = list;
    }

    /// Asks the keychain for something else than an environment's secret. Nobody waits for an answer
    /// that comes too late.
    ///
    /// # Errors
    /// Those of the question, or that the keychain does not answer.
    pub(super) fn ask_keychain<T: Send + 'static>(
        &self,
        question: impl FnOnce(&dyn Vault) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.keychain.ask_quietly(question)
    }

    /// A keychain can wait for its owner: not asked before the window is there.
    pub(super) fn check_keychain(&self) {
        let keychain = self.ask_keychain(|vault| vault.check()).err();
        self.list().keychain = keychain;
    }

    /// The user does not wait for the keychain any longer.
    pub(super) fn go_on_without_keychain(&self) {
        self.keychain.give_up();
    }

    fn list(&self) -> MutexGuard<'_, List> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn event(&self) -> Event {
        let list = self.list();
        let one = |(id, entry): (&EnvironmentId, &Entry)| Remembered {
            environment: entry.environment.clone(),
            session_only: self.session.holds(id),
            secret_missing: !self.session.holds(id) && !entry.in_keychain,
        };
        let mut remembered: Vec<Remembered> = list.entries.iter().map(one).collect();
        remembered.sort_by_key(|one| one.environment.title().to_lowercase());
        Event::Environments {
            remembered,
            keychain: list.keychain.clone(),
            from_variable: list.from_variable.clone(),
        }
    }

    /// Keeps a secret where it was asked for; where the keychain does not take it, for this session,
    /// and says why. Gives the credentials with what is known of their environment.
    pub(super) fn keep(
        self: &Arc<Self>,
        mut credentials: Credentials,
        keep: Keep,
    ) -> (Credentials, Option<Problem>) {
        let id = credentials.environment.id();
        let was_there = self.list().entries.get(&id).is_some_and(|known| known.in_keychain);
        let (in_keychain, problem) = match keep {
            Keep::Keychain => match self.put_into_keychain(&id, &credentials) {
                Ok(()) => (true, None),
                Err(failed) => (was_there || failed.open, Some(failed.problem)),
            },
            // An older secret there would come back at the next start.
            Keep::Session if was_there => match self.take_out_of_keychain(&id) {
                Err(failed) => (true, Some(still_there(failed.problem))),
                Ok(()) => (false, None),
            },
            // None is known to be there; nobody waits for that.
            Keep::Session => {
                let of = id.clone();
                self.keychain.post(move |vault| drop(vault.delete(&of)));
                (false, None)
            }
        };
        let session = if keep == Keep::Keychain && problem.is_none() {
            self.session.delete(&id)
        } else {
            self.session.set(&id, &credentials.secret)
        };
        debug_assert!(session.is_ok(), "memory takes every secret");
        let mut list = self.list();
        if let Some(known) = list.entries.get(&id) {
            credentials.environment.inherit(&known.environment);
        }
        let environment = credentials.environment.clone();
        list.entries.insert(id, Entry { environment, in_keychain, lasting: true, leaving: false });
        drop(list);
        self.save();
        (credentials, problem)
    }

    /// A secret that is stored after it was said not to be is taken out again.
    fn put_into_keychain(
        self: &Arc<Self>,
        id: &EnvironmentId,
        credentials: &Credentials,
    ) -> Result<(), Unanswered> {
        let (secret, of, later, known) =
            (credentials.secret.clone(), id.clone(), id.clone(), Arc::clone(self));
        self.keychain.ask(
            move |vault| vault.set(&of, &secret),
            move |vault, answer| match answer.and_then(|()| vault.delete(&later)) {
                Ok(()) => known.left_late(&later),
                Err(problem) => tracing::warn!(code = ?problem.code, "a late answer could not be undone"),
            },
        )
    }

    fn take_out_of_keychain(self: &Arc<Self>, id: &EnvironmentId) -> Result<(), Unanswered> {
        let (of, later, known) = (id.clone(), id.clone(), Arc::clone(self));
        self.keychain.ask(
            move |vault| vault.delete(&of),
            move |_, answer| {
                if answer.is_ok() {
                    known.left_late(&later);
                }
            },
        )
    }

    /// The keychain holds no secret of it any more, as turned out after it was said that it may.
    fn left_late(&self, id: &EnvironmentId) {
        let mut list = self.list();
        let Some(entry) = list.entries.get_mut(id) else { return };
        entry.in_keychain = false;
        let (title, leaving) = (entry.environment.title().to_owned(), entry.leaving);
        if leaving {
            list.entries.remove(id);
        }
        drop(list);
        self.save();
        let kept = if leaving {
            KeptNow::Forgotten
        } else if self.session.holds(id) {
            KeptNow::ForSession
        } else {
            KeptNow::Nowhere
        };
        let left = ProgramProblem::SecretLeftLate { environment: title, kept };
        self.tell(Event::Warning(Problem::new(left)));
        self.tell(self.event());
    }

    fn tell(&self, event: Event) {
        let outbox = self.outbox.clone();
        self.threads.spawn(async move { outbox.send(event).await });
    }

    /// What a variable names is not written as long as nothing was set about it. The practice
    /// environment is never here.
    fn save(&self) {
        let mut list = self.list();
        let lasting = list.entries.values().filter(|entry| entry.lasting);
        let listed: Vec<Listed> = lasting
            .map(|entry| Listed { environment: entry.environment.clone(), in_keychain: entry.in_keychain })
            .collect();
        let problem = if list.read_only {
            Problem::new(ProgramProblem::EnvironmentsNotRead)
        } else {
            match remembered::write(&self.paths.environments(), &listed) {
                Ok(()) => return,
                Err(error) => {
                    Problem::new(ProgramProblem::EnvironmentsNotSaved).with_details(error.to_string())
                }
            }
        };
        tracing::error!(why = ?problem, "the list of environments could not be written");
        if !std::mem::replace(&mut list.told, true) {
            self.tell(Event::Warning(problem));
        }
    }

    pub(super) fn credentials(&self, id: &EnvironmentId) -> Result<Credentials, Problem> {
        let environment = self.list().entries.get(id).map(|entry| entry.environment.clone());
        let Some(environment) = environment else {
            return Err(Problem::new(ProgramProblem::EnvironmentForgotten));
        };
        let of = id.clone();
        let secret = match self.session.get(id)? {
            Some(secret) => Some(secret),
            None => {
                self.keychain.ask(move |vault| vault.get(&of), |_, _| {}).map_err(|failed| failed.problem)?
            }
        };
        if let Some(secret) = secret {
            return Ok(Credentials { environment, secret });
        }
        if let Some(entry) = self.list().entries.get_mut(id) {
            entry.in_keychain = false;
        }
        self.save();
        Err(Problem::new(ProgramProblem::NoSecret { environment: environment.title().to_owned() }))
    }

    /// # Errors
    /// The keychain may still hold the secret: the entry stays, and goes when the keychain says so.
    pub(super) fn forget(self: &Arc<Self>, id: &EnvironmentId) -> Result<(), Problem> {
        let mut in_keychain = false;
        if let Some(entry) = self.list().entries.get_mut(id) {
            entry.leaving = true;
            in_keychain = entry.in_keychain;
        }
        let taken_out = self.take_out_of_keychain(id);
        self.session.delete(id)?;
        if let Some(failed) = taken_out.err().filter(|_| in_keychain) {
            return Err(still_there(failed.problem));
        }
        self.list().entries.remove(id);
        self.save();
        Ok(())
    }

    /// Puts an environment that answered in another region into the place of the old entry: its
    /// secret goes where the old one was.
    pub(super) fn move_to(
        self: &Arc<Self>,
        old: &EnvironmentId,
        mut credentials: Credentials,
    ) -> (Credentials, Option<Problem>) {
        let mut keep = Keep::Session;
        {
            let mut list = self.list();
            if let Some(known) = list.entries.get(old) {
                credentials.environment.inherit(&known.environment);
                keep = if known.in_keychain { Keep::Keychain } else { Keep::Session };
            }
            if list.from_variable.as_ref() == Some(old) {
                list.from_variable = Some(credentials.environment.id());
            }
        }
        let (credentials, problem) = self.keep(credentials, keep);
        let left = if credentials.environment.id() == *old { Ok(()) } else { self.forget(old) };
        (credentials, problem.or(left.err()))
    }

    /// Changes what is known of an environment. `by_hand`: the user said so; what was only seen does not
    /// make a variable's environment last.
    pub(super) fn change(&self, id: &EnvironmentId, by_hand: bool, change: impl FnOnce(&mut Environment)) {
        if let Some(entry) = self.list().entries.get_mut(id) {
            change(&mut entry.environment);
            entry.lasting |= by_hand;
        }
        self.save();
    }
}

/// Says of a problem that the secret could not be taken out of the keychain.
fn still_there(mut problem: Problem) -> Problem {
    if let Code::Keychain(_, secret) = &mut problem.code {
        *secret = Secret::StillThere;
    }
    problem
}

#[cfg(test)]
mod tests;
