//! API secrets in the operating system's keychain: the Secret Service on Linux, Keychain on macOS,
//! Credential Manager on Windows.
//!
//! A locked keychain can wait for its owner for ever, and the Linux store blocks on D-Bus: it is
//! asked through a [`Patient`] alone, from `spawn_blocking`, never from the window's thread or an
//! async task.

mod patient;

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use keyring::{Entry, Error};
use secrecy::{ExposeSecret as _, SecretString};

use crate::model::account::EnvironmentId;
use crate::model::problem::{KeychainProblem, Problem};
pub use patient::{Asker, Patient, Unanswered};

/// The service under which entries are kept; their user name is the environment's ID.
pub const SERVICE: &str = "Cloudsweep";
/// A place for secrets.
pub trait Vault: Send + Sync {
    /// Whether it can be used at all.
    ///
    /// # Errors
    /// Why not.
    fn check(&self) -> Result<(), Problem>;
    /// The secret of an environment; `None` when there is none.
    ///
    /// # Errors
    /// The keychain could not be asked.
    fn get(&self, environment: &EnvironmentId) -> Result<Option<SecretString>, Problem>;
    /// Keeps a secret; replaces an earlier one.
    ///
    /// # Errors
    /// It was not kept.
    fn set(&self, environment: &EnvironmentId, secret: &SecretString) -> Result<(), Problem>;
    /// Removes a secret; one that is not there counts as removed.
    ///
    /// # Errors
    /// It may still be there.
    fn delete(&self, environment: &EnvironmentId) -> Result<(), Problem>;
    /// How long whoever asks waits: long enough to type a keychain's password.
    fn patience(&self) -> Duration {
        Duration::from_mins(1)
    }
}

/// The operating system's keychain. It is connected to at the first call; where that fails, the next start
/// tries again.
pub struct SystemVault;

impl Vault for SystemVault {
    fn check(&self) -> Result<(), Problem> {
        let probe = EnvironmentId("availability".to_owned());
        self.get(&probe).map(drop)
    }

    fn get(&self, environment: &EnvironmentId) -> Result<Option<SecretString>, Problem> {
        ask(environment, |entry| match entry.get_password() {
            Ok(secret) => Ok(Some(SecretString::from(secret))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(error),
        })
    }

    fn set(&self, environment: &EnvironmentId, secret: &SecretString) -> Result<(), Problem> {
        ask(environment, |entry| entry.set_password(secret.expose_secret()))
    }

    fn delete(&self, environment: &EnvironmentId) -> Result<(), Problem> {
        ask(environment, |entry| match entry.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(error),
        })
    }
}

fn ask<T>(
    environment: &EnvironmentId,
    question: impl FnOnce(&Entry) -> Result<T, Error>,
) -> Result<T, Problem> {
    if let Err(error) = Entry::store_status() {
        return Err(problem(error));
    }
    Entry::new(SERVICE, &environment.0).and_then(|entry| question(&entry)).map_err(|error| problem(&error))
}

/// The system's words never hold the secret; bytes that an error carries are left out.
fn problem(error: &Error) -> Problem {
    let (code, details) = match error {
        Error::NoStorageAccess(cause) => (KeychainProblem::Locked, cause.to_string()),
        Error::PlatformFailure(cause) => (KeychainProblem::Absent, cause.to_string()),
        Error::Ambiguous(_) => (KeychainProblem::Several, String::new()),
        Error::BadEncoding(_) | Error::BadDataFormat(..) => (KeychainProblem::Damaged, String::new()),
        Error::TooLong(name, limit) => (KeychainProblem::TooLong, format!("{name} > {limit}")),
        _ => (KeychainProblem::Other, String::new()),
    };
    Problem::new(code).with_details(details)
}

/// Secrets in memory, until the program ends.
#[derive(Default)]
pub struct SessionVault {
    secrets: Mutex<HashMap<EnvironmentId, SecretString>>,
}

impl SessionVault {
    fn secrets(&self) -> std::sync::MutexGuard<'_, HashMap<EnvironmentId, SecretString>> {
        self.secrets.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Whether an environment's secret is here.
    pub fn holds(&self, environment: &EnvironmentId) -> bool {
        self.secrets().contains_key(environment)
    }
}

impl Vault for SessionVault {
    fn check(&self) -> Result<(), Problem> {
        Ok(())
    }

    fn get(&self, environment: &EnvironmentId) -> Result<Option<SecretString>, Problem> {
        Ok(self.secrets().get(environment).cloned())
    }

    fn set(&self, environment: &EnvironmentId, secret: &SecretString) -> Result<(), Problem> {
        self.secrets().insert(environment.clone(), secret.clone());
        Ok(())
    }

    fn delete(&self, environment: &EnvironmentId) -> Result<(), Problem> {
        self.secrets().remove(environment);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_entry_is_told_without_its_bytes() {
        let told = problem(&Error::BadEncoding(b"CANARY".to_vec()));
        assert!(!format!("{told:?}").contains("CANARY"));
        assert_eq!(told.code, KeychainProblem::Damaged.into());
    }

    #[test]
    fn a_session_forgets_what_is_deleted() {
        let vault = SessionVault::default();
        let id = EnvironmentId("demo/1@x".into());
        assert!(vault.get(&id).unwrap().is_none());
        vault.set(&id, &SecretString::from("s")).unwrap();
        assert!(vault.holds(&id));
        assert_eq!(vault.get(&id).unwrap().unwrap().expose_secret(), "s");
        vault.delete(&id).unwrap();
        assert!(!vault.holds(&id));
    }
}
