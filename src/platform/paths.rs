//! Where the program keeps its files. No secret is ever written to any of them.

use std::io;
use std::path::{Path, PathBuf};

/// The variable that moves all files elsewhere.
pub const HOME_VARIABLE: &str = "CLOUDSWEEP_HOME";

/// One folder for everything that the program writes.
#[derive(Clone, Debug)]
pub struct Paths {
    home: PathBuf,
}

impl Paths {
    /// The folder that `CLOUDSWEEP_HOME` names, or else the system's folder for a user's data:
    /// `~/.local/share/cloudsweep` on Linux, `~/Library/Application Support/…` on macOS,
    /// `%APPDATA%\…` on Windows. `None` where the user has no home folder.
    pub fn of_user() -> Option<Self> {
        if let Some(home) = std::env::var_os(HOME_VARIABLE).filter(|home| !home.is_empty()) {
            return Some(Self::at(PathBuf::from(home)));
        }
        let directories = directories::ProjectDirs::from("com", "Cloudsweep", "Cloudsweep")?;
        Some(Self::at(directories.data_dir().to_owned()))
    }

    /// Everything below one folder.
    pub fn at(home: impl Into<PathBuf>) -> Self {
        Self { home: home.into() }
    }

    /// Makes the folder, for its owner alone.
    ///
    /// # Errors
    /// As the system gives them: a read-only disk, no permission.
    pub fn make(&self) -> io::Result<()> {
        std::fs::create_dir_all(&self.home)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            std::fs::set_permissions(&self.home, std::fs::Permissions::from_mode(0o700))?;
        }
        Ok(())
    }

    /// The folder itself.
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// Jobs and their outcomes, `SQLite`.
    pub fn journal(&self) -> PathBuf {
        self.home.join("journal.sqlite")
    }

    /// Remembered environments, without secrets, JSON.
    pub fn environments(&self) -> PathBuf {
        self.home.join("environments.json")
    }

    /// What a person has set for the window, JSON.
    pub fn preferences(&self) -> PathBuf {
        self.home.join("preferences.json")
    }

    /// Held by the running program.
    pub fn lock(&self) -> PathBuf {
        self.home.join("lock")
    }

    /// Folder of the log files.
    pub fn logs(&self) -> PathBuf {
        self.home.join("logs")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_is_made_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::at(folder.path().join("a/b"));
        paths.make().unwrap();
        assert!(paths.home().is_dir());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(std::fs::metadata(paths.home()).unwrap().permissions().mode() & 0o777, 0o700);
        }
    }
}
