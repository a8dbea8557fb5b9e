//! Whether the journal's files are still the ones that were opened.
//!
//! A file that was removed, moved or replaced can still be written to by whoever has it open, and
//! nobody would ever read it again. So what stands at the path is compared with what was opened
//! before every write is committed.

use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::JournalError;

/// The journal's file, and the two that `SQLite` keeps beside it while it is open, as they were
/// last seen.
#[derive(Debug)]
pub(super) struct Place {
    main: Seen,
    /// Committed writes that are not in the main file yet: it grows, and is written over from its
    /// start, but never gets shorter.
    log: Seen,
    index: Seen,
}

#[derive(Debug)]
struct Seen {
    path: PathBuf,
    id: FileId,
    length: u64,
    changed: Option<SystemTime>,
}

/// Tells a file from every other that is there at the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FileId {
    #[cfg(unix)]
    device: u64,
    #[cfg(unix)]
    inode: u64,
}

impl FileId {
    #[cfg(unix)]
    fn of(file: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt as _;
        Self { device: file.dev(), inode: file.ino() }
    }

    /// All are the same: here the system lets nobody remove or replace a file that `SQLite` has open.
    #[cfg(not(unix))]
    fn of(_: &Metadata) -> Self {
        Self {}
    }

    /// Of what stands at a path now; `None` where nothing does.
    pub(super) fn at(path: &Path) -> io::Result<Option<Self>> {
        match std::fs::metadata(path) {
            Ok(file) => Ok(Some(Self::of(&file))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl Seen {
    fn at(path: PathBuf) -> Result<Self, JournalError> {
        let file = look(&path)?;
        Ok(Self { id: FileId::of(&file), length: file.len(), changed: changed(&file), path })
    }

    /// What stands at the path now, if it is the same file.
    fn same(&self) -> Result<Metadata, JournalError> {
        let file = look(&self.path)?;
        if FileId::of(&file) != self.id {
            return Err(self.moved(&technical!("another file is in its place")));
        }
        if file.permissions().readonly() {
            return Err(JournalError::ReadOnly(technical!("{} was made read-only", self.path.display())));
        }
        Ok(file)
    }

    fn moved(&self, how: &str) -> JournalError {
        JournalError::Moved(format!("{}: {how}", self.path.display()))
    }

    fn foreign(&self, how: &str) -> JournalError {
        JournalError::Foreign(format!("{}: {how}", self.path.display()))
    }

    fn note(&mut self, file: &Metadata) {
        (self.length, self.changed) = (file.len(), changed(file));
    }
}

fn look(path: &Path) -> Result<Metadata, JournalError> {
    std::fs::metadata(path).map_err(|error| JournalError::Moved(format!("{}: {error}", path.display())))
}

/// When its content was last written. Elsewhere than on Unix the time may be set only when the file
/// is closed, and says nothing.
fn changed(file: &Metadata) -> Option<SystemTime> {
    if cfg!(unix) { file.modified().ok() } else { None }
}

impl Place {
    /// Notes the files of a journal that is open.
    pub(super) fn of(path: &Path) -> Result<Self, JournalError> {
        let beside = |ending: &str| {
            let mut name = path.as_os_str().to_owned();
            name.push(ending);
            Seen::at(name.into())
        };
        Ok(Self { main: Seen::at(path.to_owned())?, log: beside("-wal")?, index: beside("-shm")? })
    }

    /// Which file is the journal.
    pub(super) fn id(&self) -> FileId {
        self.main.id
    }

    /// Tells the file from every copy of it, after a restart too.
    pub(super) fn lasting(&self) -> Vec<u8> {
        #[cfg(unix)]
        // Not the device: the system may number it anew at every start.
        let lasting = self.main.id.inode.to_le_bytes().to_vec();
        #[cfg(not(unix))]
        let lasting = self.main.path.as_os_str().as_encoded_bytes().to_vec();
        lasting
    }

    /// Compares what stands at the paths with what was opened and written. Before a transaction.
    ///
    /// # Errors
    /// [`JournalError::Moved`] where another file or none stands there, [`JournalError::Foreign`]
    /// where somebody else wrote to it, [`JournalError::ReadOnly`] where its mode says so.
    pub(super) fn check(&self) -> Result<(), JournalError> {
        // Only this program's own transactions write to it while it is open.
        if changed(&self.log.same()?) != self.log.changed {
            return Err(self.log.foreign(&technical!("another program wrote over it")));
        }
        self.check_within()
    }

    /// The same within a transaction, which may have written to the log already.
    pub(super) fn check_within(&self) -> Result<(), JournalError> {
        let main = self.main.same()?;
        if main.len() < self.main.length {
            return Err(self.main.foreign(&technical!("it is shorter than it was written")));
        }
        if changed(&main) != self.main.changed {
            return Err(self.main.foreign(&technical!("another program wrote over it")));
        }
        if self.log.same()?.len() < self.log.length {
            return Err(self.log.foreign(&technical!("it is shorter than it was written")));
        }
        self.index.same().map(drop)
    }

    /// Notes what an own transaction made of them, whether it was committed or not.
    pub(super) fn note(&mut self) -> Result<(), JournalError> {
        self.main.note(&look(&self.main.path)?);
        self.log.note(&look(&self.log.path)?);
        Ok(())
    }
}
