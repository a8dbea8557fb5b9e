//! Writing a file so that at every moment either the old one or the whole new one is there: beside it,
//! under a name that nobody can foresee, then put in its place.

use std::fs::Metadata;
use std::io::{self, BufWriter};
use std::path::Path;

use atomic_write_file::{AtomicWriteFile, OpenOptions};

/// What a new file is written to.
pub type Output = BufWriter<AtomicWriteFile>;

/// Who may read a file that was not there before. One that was keeps its mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Its owner alone.
    Owner,
    /// Whoever the system's own settings let.
    Usual,
}

/// Why a file was not written. What was there is there still.
#[derive(Debug, thiserror::Error)]
pub enum NotWritten {
    /// To write there would mean to follow the link or to break it.
    #[error("it is a link to another file")]
    Link,
    /// A folder, a device, a pipe.
    #[error("it is no ordinary file")]
    NoFile,
    /// Its owner marked it.
    #[error("it is marked as read-only")]
    ReadOnly,
    /// As the system gives it: no permission, no such folder, a full disk.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl From<NotWritten> for io::Error {
    fn from(error: NotWritten) -> Self {
        match error {
            NotWritten::Io(error) => error,
            other => Self::other(other),
        }
    }
}

/// Writes a file, or replaces it. Blocks until it is on the disk. No link is followed, and whatever
/// goes wrong leaves what was there, and nothing beside it.
///
/// # Errors
/// See [`NotWritten`].
pub fn replace(
    path: &Path,
    readers: Readers,
    write: impl FnOnce(&mut Output) -> io::Result<()>,
) -> Result<(), NotWritten> {
    let old = old(path)?;
    // Removed when it is dropped before it was put in its place.
    let new = options(readers).open(path)?;
    if let Some(old) = old {
        new.as_file().set_permissions(mode_of(&old))?;
    }
    let mut out = Output::new(new);
    write(&mut out)?;
    Ok(out.into_inner().map_err(io::IntoInnerError::into_error)?.commit()?)
}

/// The file stays with whom it belonged to where the system lets us. Its mode is [`mode_of`] the old one.
#[cfg(unix)]
fn options(readers: Readers) -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;

    use atomic_write_file::unix::OpenOptionsExt as _;
    let mut options = OpenOptions::new();
    options.preserve_mode(false);
    if readers == Readers::Owner {
        options.mode(0o600);
    }
    options
}

/// Elsewhere the folder decides who may read it.
#[cfg(not(unix))]
fn options(_: Readers) -> OpenOptions {
    OpenOptions::new()
}

/// What is to be replaced.
fn old(path: &Path) -> Result<Option<Metadata>, NotWritten> {
    match std::fs::symlink_metadata(path) {
        Ok(file) if file.is_symlink() => Err(NotWritten::Link),
        Ok(file) if !file.is_file() => Err(NotWritten::NoFile),
        Ok(file) if file.permissions().readonly() => Err(NotWritten::ReadOnly),
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Who may read, write and run it; no more than that.
fn mode_of(old: &Metadata) -> std::fs::Permissions {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::Permissions::from_mode(old.permissions().mode() & 0o777)
    }
    #[cfg(not(unix))]
    old.permissions()
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::io::Write as _;
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

    use super::*;

    fn text(text: &str) -> impl FnOnce(&mut Output) -> io::Result<()> {
        move |file| file.write_all(text.as_bytes())
    }

    fn usual(path: &Path, words: &str) -> Result<(), NotWritten> {
        replace(path, Readers::Usual, text(words))
    }

    fn names(folder: &Path) -> Vec<String> {
        let all = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = all.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).unwrap().permissions().mode() & 0o7777
    }

    #[test]
    fn a_file_is_replaced_whole_and_keeps_its_mode() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        usual(&path, "first").unwrap();
        let plain = folder.path().join("plain");
        std::fs::write(&plain, "").unwrap();
        assert_eq!(mode(&path), mode(&plain), "a new one as the system makes them");
        for kept in [0o600, 0o640, 0o755, 0o660] {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(kept)).unwrap();
            usual(&path, "second").unwrap();
            assert_eq!((mode(&path), std::fs::read_to_string(&path).unwrap()), (kept, "second".into()));
        }
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o7755)).unwrap();
        usual(&path, "third").unwrap();
        assert_eq!(mode(&path), 0o755, "who may read, write and run it, and no more");
        let own = folder.path().join("own.json");
        replace(&own, Readers::Owner, text("{}")).unwrap();
        assert_eq!(mode(&own), 0o600);
        assert_eq!(names(folder.path()), ["a.csv", "own.json", "plain"], "and nothing beside it");
    }

    #[test]
    fn no_link_is_followed_or_broken_and_no_other_file_is_touched() {
        let folder = tempfile::tempdir().unwrap();
        let (path, other) = (folder.path().join("a.csv"), folder.path().join("other"));
        std::fs::write(&other, "mine").unwrap();
        symlink(&other, &path).unwrap();
        assert!(matches!(usual(&path, "x"), Err(NotWritten::Link)));
        assert_eq!(std::fs::read_link(&path).unwrap(), other);
        std::fs::remove_file(&path).unwrap();
        symlink(folder.path().join("nowhere"), &path).unwrap();
        assert!(matches!(usual(&path, "x"), Err(NotWritten::Link)), "one that leads nowhere, too");
        std::fs::remove_file(&path).unwrap();

        // What earlier versions wrote to on the way.
        for beside in ["a.csv.part", "a.json.new"] {
            symlink(&other, folder.path().join(beside)).unwrap();
        }
        usual(&path, "x").unwrap();
        // A second name of the same file stays as it was.
        let second = folder.path().join("second");
        std::fs::hard_link(&path, &second).unwrap();
        usual(&path, "y").unwrap();
        assert_eq!(std::fs::read_to_string(second).unwrap(), "x");
        assert_eq!(std::fs::read_to_string(&other).unwrap(), "mine");
        assert_eq!(std::fs::metadata(&path).unwrap().nlink(), 1);
    }

    #[test]
    fn what_is_no_ordinary_file_or_read_only_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(usual(folder.path(), "x"), Err(NotWritten::NoFile)));
        assert!(matches!(usual(Path::new("/dev/full"), "x"), Err(NotWritten::NoFile)));
        let path = folder.path().join("a.csv");
        std::fs::write(&path, "old").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).unwrap();
        assert!(matches!(usual(&path, "x"), Err(NotWritten::ReadOnly)));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "old");
        let missing = folder.path().join("no/such.csv");
        assert!(matches!(usual(&missing, "x"), Err(NotWritten::Io(_))));
    }

    #[test]
    fn a_failure_leaves_the_old_file_and_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        std::fs::write(&path, "old").unwrap();
        let failed = replace(&path, Readers::Usual, |file| {
            file.write_all(&vec![b'x'; 100_000])?;
            Err(io::Error::from(io::ErrorKind::StorageFull))
        });
        assert!(failed.is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(names(folder.path()), ["a.csv"]);
    }

    /// A file system of 64 KiB that is shut after, in a namespace of its own where this computer lets anybody make one.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_or_read_only_disk_leaves_the_old_file() {
        use std::process::Command;
        const FOLDER: &str = "CLOUDSWEEP_TEST_SMALL";
        const NAME: &str = "platform::replace::tests::a_full_or_read_only_disk_leaves_the_old_file";
        if let Some(folder) = std::env::var_os(FOLDER) {
            let path = Path::new(&folder).join("a.csv");
            usual(&path, "old").unwrap();
            let failed = usual(&path, &"x".repeat(1 << 20)).unwrap_err();
            let NotWritten::Io(error) = failed else { panic!("{failed:?}") };
            assert_eq!(error.kind(), io::ErrorKind::StorageFull);
            assert_eq!(std::fs::read_to_string(&path).unwrap(), "old");
            assert_eq!(names(Path::new(&folder)), ["a.csv"]);
            let shut = Command::new("mount").args(["-o", "remount,ro"]).arg(&folder).status().unwrap();
            assert!(shut.success());
            let failed = usual(&path, "new").unwrap_err();
            let NotWritten::Io(error) = failed else { panic!("{failed:?}") };
            assert_eq!(error.kind(), io::ErrorKind::ReadOnlyFilesystem);
            assert_eq!(std::fs::read_to_string(&path).unwrap(), "old");
            return;
        }
        let folder = tempfile::tempdir().unwrap();
        let mut unshare = Command::new("unshare");
        unshare.args(["-rm", "sh", "-c", "mount -t tmpfs -o size=64k none \"$0\" && \"$@\""]);
        unshare.arg(folder.path());
        if !unshare.arg("true").status().is_ok_and(|made| made.success()) {
            return;
        }
        let mut small = Command::new("unshare");
        small.args(["-rm", "sh", "-c", "mount -t tmpfs -o size=64k none \"$0\" && \"$@\""]);
        small.arg(folder.path()).arg(std::env::current_exe().unwrap()).args(["--exact", NAME]);
        assert!(small.env(FOLDER, folder.path()).status().unwrap().success());
    }
}
