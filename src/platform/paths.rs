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

    /// The user's folder for documents, where the system names one that is there. Reads files.
    pub fn documents() -> Option<PathBuf> {
        let user = directories::UserDirs::new()?;
        user.document_dir().filter(|folder| folder.is_dir()).map(Path::to_owned)
    }

    /// Everything below one folder.
    pub fn at(home: impl Into<PathBuf>) -> Self {
        Self { home: home.into() }
    }

    /// Makes the folder, and a folder for the log in it, for their owner alone. Folders that are there
    /// already keep their modes: they are somebody's.
    ///
    /// # Errors
    /// As the system gives them: a read-only disk, no permission.
    pub fn make(&self) -> io::Result<()> {
        for folder in [self.home.clone(), self.logs()] {
            let mut maker = std::fs::DirBuilder::new();
            maker.recursive(true);
            #[cfg(unix)]
            std::os::unix::fs::DirBuilderExt::mode(&mut maker, 0o700);
            maker.create(folder)?;
        }
        Ok(())
    }

    /// Whether other users of this computer may look into the folder or change it, as its mode says.
    pub fn is_open_to_others(&self) -> bool {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(&self.home).map(|folder| folder.permissions().mode());
            mode.is_ok_and(|mode| mode & 0o077 != 0)
        }
        #[cfg(not(unix))]
        false
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

    /// What the user has set for the window, JSON.
    pub fn preferences(&self) -> PathBuf {
        self.home.join("preferences.json")
    }

    /// The chosen proxy, without its password, JSON.
    pub fn proxy(&self) -> PathBuf {
        self.home.join("proxy.json")
    }

    /// Held by the running program.
    pub fn lock(&self) -> PathBuf {
        self.home.join("lock")
    }

    /// Where the open window listens for later starts, JSON.
    pub fn door(&self) -> PathBuf {
        self.home.join("window")
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
    fn a_folder_of_its_own_is_made_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::at(folder.path().join("a/b"));
        paths.make().unwrap();
        assert!(paths.home().is_dir() && paths.logs().is_dir());
        #[cfg(unix)]
        assert_eq!([mode(paths.home()), mode(&paths.logs())], [0o700, 0o700]);
        assert!(!paths.is_open_to_others());
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_was_there_keeps_its_mode_and_is_told_if_others_may_use_it() {
        use std::os::unix::fs::PermissionsExt as _;
        for (given, open) in [(0o1777, true), (0o755, true), (0o750, true), (0o711, true), (0o700, false)] {
            let folder = tempfile::tempdir().unwrap();
            std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(given)).unwrap();
            let paths = Paths::at(folder.path());
            paths.make().unwrap();
            assert_eq!(mode(paths.home()), given, "{given:o}");
            assert_eq!(paths.is_open_to_others(), open, "{given:o}");
            assert_eq!(mode(&paths.logs()), 0o700, "made by the program");
        }
    }

    #[cfg(unix)]
    fn mode(folder: &Path) -> u32 {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::metadata(folder).unwrap().permissions().mode() & 0o7777
    }
}
