//! One program at a time: two would carry out the same unfinished job twice. This lets the second say
//! so before it shows its window; what keeps it out whatever becomes of this file is the journal itself.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;

use super::paths::Paths;

/// Held while the program runs; the system lets go of it even when the program is killed.
#[derive(Debug)]
pub struct Instance {
    _lock: File,
}

/// Takes the place of the one running program. `None` when another one has it.
///
/// # Errors
/// Where the lock's file cannot be made.
pub fn claim(paths: &Paths) -> io::Result<Option<Instance>> {
    let path = paths.lock();
    let file = File::options().create(true).truncate(false).write(true).open(&path)?;
    match file.try_lock() {
        Ok(()) if is_at(&file, &path)? => Ok(Some(Instance { _lock: file })),
        // Somebody removed it in between: the next one is another file.
        Ok(()) => claim(paths),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Whether a file that was opened is the one at a path.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt as _;
    let opened = file.metadata()?;
    match std::fs::metadata(path) {
        Ok(there) => Ok((there.dev(), there.ino()) == (opened.dev(), opened.ino())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Here the system lets nobody remove a file that is open.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> io::Result<bool> {
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_program_waits_for_the_first_to_end() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::at(folder.path());
        let first = claim(&paths).unwrap();
        assert!(first.is_some());
        assert!(claim(&paths).unwrap().is_none());
        drop(first);
        assert!(claim(&paths).unwrap().is_some());
    }
}
