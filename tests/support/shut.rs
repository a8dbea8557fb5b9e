//! A keychain that gives and takes nothing.

use cloudsweep::model::account::EnvironmentId;
use cloudsweep::model::problem::Problem;
use cloudsweep::platform::keychain::Vault;
use secrecy::SecretString;

/// What every question ends in. One that never returns makes it a keychain that never answers.
pub struct Shut(pub fn() -> Problem);

impl Vault for Shut {
    fn check(&self) -> Result<(), Problem> {
        Err((self.0)())
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
}
