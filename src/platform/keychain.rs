//! API secrets in the operating system's keychain: the Secret Service on Linux, Keychain on macOS,
//! Credential Manager on Windows.
//!
//! A locked keychain can wait for its owner for ever, and the Linux store blocks on D-Bus, so
//! every call runs on a thread of its own with a time limit. Never call from the window's thread
//! or from an async task; wrap in `spawn_blocking`.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::Duration;

use keyring_core::api::CredentialStore;
use keyring_core::{Entry, Error};
use secrecy::{ExposeSecret as _, SecretString};

use crate::model::account::EnvironmentId;
use crate::model::problem::Problem;

/// The service under which entries are kept; their user name is the environment's ID.
pub const SERVICE: &str = "Cloudsweep";
/// Long enough to type a keychain's password.
const PATIENCE: Duration = Duration::from_mins(1);

/// A place for secrets.
pub trait Vault: Send + Sync {
    /// Whether it can be used at all.
    ///
    /// # Errors
    /// Why not, for a person.
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
}

/// The operating system's keychain. The connection is made at the first call and, where that
/// fails, tried again at the next.
#[derive(Default)]
pub struct SystemVault {
    store: Arc<Mutex<Option<Arc<CredentialStore>>>>,
}

impl Vault for SystemVault {
    fn check(&self) -> Result<(), Problem> {
        let probe = EnvironmentId("availability".to_owned());
        self.get(&probe).map(drop)
    }

    fn get(&self, environment: &EnvironmentId) -> Result<Option<SecretString>, Problem> {
        self.ask(environment, |entry| match entry.get_password() {
            Ok(secret) => Ok(Some(SecretString::from(secret))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(error),
        })
    }

    fn set(&self, environment: &EnvironmentId, secret: &SecretString) -> Result<(), Problem> {
        let secret = secret.clone();
        self.ask(environment, move |entry| entry.set_password(secret.expose_secret()))
    }

    fn delete(&self, environment: &EnvironmentId) -> Result<(), Problem> {
        self.ask(environment, |entry| match entry.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(error),
        })
    }
}

impl SystemVault {
    fn ask<T: Send + 'static>(
        &self,
        environment: &EnvironmentId,
        question: impl FnOnce(&Entry) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Problem> {
        let store = Arc::clone(&self.store);
        let user = environment.0.clone();
        within(PATIENCE, move || {
            let entry = connected(&store)?.build(SERVICE, &user, None)?;
            question(&entry)
        })
        .ok_or_else(silent)?
        .map_err(|error| problem(&error))
    }
}

/// The store, connected to if it is not yet.
fn connected(store: &Mutex<Option<Arc<CredentialStore>>>) -> Result<Arc<CredentialStore>, Error> {
    let known = store.lock().ok().and_then(|held| held.clone());
    if let Some(known) = known {
        return Ok(known);
    }
    let new = system_store()?;
    if let Ok(mut held) = store.lock() {
        *held = Some(Arc::clone(&new));
    }
    Ok(new)
}

#[cfg(target_os = "linux")]
fn system_store() -> Result<Arc<CredentialStore>, Error> {
    let store: Arc<CredentialStore> = zbus_secret_service_keyring_store::Store::new()?;
    Ok(store)
}

#[cfg(target_os = "macos")]
fn system_store() -> Result<Arc<CredentialStore>, Error> {
    let store: Arc<CredentialStore> = apple_native_keyring_store::keychain::Store::new()?;
    Ok(store)
}

#[cfg(target_os = "windows")]
fn system_store() -> Result<Arc<CredentialStore>, Error> {
    let store: Arc<CredentialStore> = windows_native_keyring_store::Store::new()?;
    Ok(store)
}

/// Runs work on a thread of its own; `None` when it took too long, and the thread is left behind.
fn within<T: Send + 'static>(patience: Duration, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let (done, answer) = mpsc::sync_channel(1);
    let named = thread::Builder::new().name("keychain".to_owned());
    named.spawn(move || done.send(work())).ok()?;
    answer.recv_timeout(patience).ok()
}

const ADVICE: &str = "The secret can be kept for this session only. \
    To have it remembered, unlock or set up the keychain and save again.";

fn silent() -> Problem {
    Problem::nothing_changed("The system’s keychain does not answer.", ADVICE)
}

/// The system's words never hold the secret; bytes that an error carries are left out.
fn problem(error: &Error) -> Problem {
    let (what, details) = match error {
        Error::NoStorageAccess(cause) => ("The system’s keychain is locked.", cause.to_string()),
        Error::PlatformFailure(cause) => ("This computer has no keychain that answers.", cause.to_string()),
        Error::Ambiguous(_) => ("The keychain holds several entries for this environment.", String::new()),
        Error::BadEncoding(_) | Error::BadDataFormat(..) => {
            ("The keychain’s entry for this environment is damaged.", String::new())
        }
        Error::TooLong(name, limit) => {
            ("The keychain does not take an entry of this length.", format!("{name}: at most {limit}"))
        }
        _ => ("The system’s keychain could not be used.", String::new()),
    };
    Problem::nothing_changed(what, ADVICE).with_details(details)
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
    fn work_that_never_ends_is_left_behind() {
        let (_keep, never) = mpsc::channel::<()>();
        assert!(within(Duration::from_millis(10), move || never.recv().is_ok()).is_none());
        assert_eq!(within(Duration::from_mins(1), || 7), Some(7));
    }

    #[test]
    fn a_damaged_entry_is_told_without_its_bytes() {
        let told = problem(&Error::BadEncoding(b"CANARY".to_vec()));
        assert!(!format!("{told:?}").contains("CANARY"));
        assert!(told.what.contains("damaged"));
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
