//! A keychain that outlives the program, as a real one does: a folder of the test's own.

use std::path::{Path, PathBuf};

use cloudsweep::model::account::EnvironmentId;
use cloudsweep::model::problem::Problem;
use cloudsweep::platform::keychain::Vault;
use secrecy::{ExposeSecret as _, SecretString};

/// One file for each entry.
pub struct Kept(PathBuf);

impl Kept {
    /// Beside what the program keeps in its home.
    pub fn beside(home: &Path) -> Self {
        let folder = home.join("keychain");
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn file(&self, environment: &EnvironmentId) -> PathBuf {
        self.0.join(environment.0.replace('/', "_"))
    }
}

impl Vault for Kept {
    fn check(&self) -> Result<(), Problem> {
        Ok(())
    }

    fn get(&self, environment: &EnvironmentId) -> Result<Option<SecretString>, Problem> {
        Ok(std::fs::read_to_string(self.file(environment)).ok().map(SecretString::from))
    }

    /// Whole or not at all, wherever the program is killed.
    fn set(&self, environment: &EnvironmentId, secret: &SecretString) -> Result<(), Problem> {
        let beside = self.0.join("new");
        std::fs::write(&beside, secret.expose_secret()).unwrap();
        std::fs::rename(beside, self.file(environment)).unwrap();
        Ok(())
    }

    fn delete(&self, environment: &EnvironmentId) -> Result<(), Problem> {
        drop(std::fs::remove_file(self.file(environment)));
        Ok(())
    }
}
