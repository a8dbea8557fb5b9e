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

    /// Whether a file is, or would be, in the program's own folder: its journal, its lists, its logs.
    /// Links on the way there are followed, but not one at the end.
    pub fn own(&self, file: &Path) -> bool {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        match (folder.canonicalize(), self.home.canonicalize()) {
            (Ok(folder), Ok(home)) => folder.starts_with(home),
            _ => false,
        }
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
    fn own_files_are_known_by_whatever_name() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::at(folder.path().join("home"));
        std::fs::create_dir_all(paths.logs()).unwrap();
        let home = paths.home();
        for own in ["journal.sqlite", "journal.sqlite-wal", "logs/x", "logs/../lock", "new.csv"] {
            assert!(paths.own(&home.join(own)), "{own}");
        }
        for other in ["x.csv", "home", "home/../x.csv"] {
            assert!(!paths.own(&folder.path().join(other)), "{other}");
        }
        #[cfg(unix)]
        {
            let link = folder.path().join("link");
            std::os::unix::fs::symlink(home, &link).unwrap();
            assert!(paths.own(&link.join("preferences.json")), "through a link to the folder");
        }
    }

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
