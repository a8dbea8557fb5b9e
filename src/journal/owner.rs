//! The two threads behind a [`super::Journal`].
//!
//! One owns the only connection that writes. It takes every write that waits, carries them out in
//! one transaction, and answers only after the commit: an answered write is on the disk. The other
//! reads, from a connection that cannot write, so that a long receipt never holds up a running job;
//! it sees every write that was answered before it was asked.

use std::panic::AssertUnwindSafe;

use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::{mpsc, oneshot};

use super::JournalError;
use super::place::Place;
use super::schema::{others_commits, schema_version};

/// Most writes that share a transaction.
const TOGETHER: usize = 128;

/// A write that waits for its turn.
pub(super) trait Write: Send {
    /// Carries it out; may be done again if the transaction was not committed.
    fn apply(&mut self, connection: &Connection) -> Result<(), JournalError>;
    /// Tells its asker. One that is gone does not matter: the write stands.
    fn answer(self: Box<Self>, committed: Result<(), JournalError>);
}

/// A write with the way back to its asker.
pub(super) struct Pending<T, F> {
    pub(super) work: F,
    pub(super) done: Option<T>,
    pub(super) asker: oneshot::Sender<Result<T, JournalError>>,
}

impl<T: Send, F: FnMut(&Connection) -> Result<T, JournalError> + Send> Write for Pending<T, F> {
    fn apply(&mut self, connection: &Connection) -> Result<(), JournalError> {
        self.done = Some((self.work)(connection)?);
        Ok(())
    }

    fn answer(self: Box<Self>, committed: Result<(), JournalError>) {
        let Self { done, asker, .. } = *self;
        drop(asker.send(committed.and_then(|()| done.ok_or(JournalError::Closed))));
    }
}

/// A question to the reading thread.
pub(super) type Read = Box<dyn FnOnce(&Connection) + Send>;

/// The connection that writes, and what it must find unchanged before each commit.
pub(super) struct Owner {
    pub(super) connection: Connection,
    pub(super) place: Place,
    pub(super) schema: i64,
    /// As [`others_commits`] gives it.
    pub(super) others: i64,
}

/// Runs until the last handle is dropped.
pub(super) fn write(mut owner: Owner, mut inbox: mpsc::Receiver<Box<dyn Write>>, mut life: Life) {
    let mut waiting = Vec::new();
    while inbox.blocking_recv_many(&mut waiting, life.together()) > 0 {
        if life.ends_before(&owner.connection) {
            return;
        }
        let committed = owner.commit(std::mem::take(&mut waiting));
        if life.ends_after() {
            return;
        }
        for (write, result) in committed {
            write.answer(result);
        }
    }
}

type Answered = (Box<dyn Write>, Result<(), JournalError>);

impl Owner {
    /// All in one transaction. A failure of one of several makes each be tried alone, so that it
    /// falls on its own asker only; one of the file or the disk is everybody's.
    fn commit(&mut self, mut writes: Vec<Box<dyn Write>>) -> Vec<Answered> {
        match self.together(&mut writes) {
            Ok(()) => writes.into_iter().map(|write| (write, Ok(()))).collect(),
            Err(error) if writes.len() == 1 || error.concerns_all() => {
                writes.into_iter().map(|write| (write, Err(error.clone()))).collect()
            }
            Err(_) => writes.into_iter().flat_map(|write| self.commit(vec![write])).collect(),
        }
    }

    fn together(&mut self, writes: &mut [Box<dyn Write>]) -> Result<(), JournalError> {
        self.place.check()?;
        let done = guarded(|| self.transaction(writes));
        if !matches!(done, Err(JournalError::Moved(_) | JournalError::Foreign(_))) {
            self.place.note()?;
        }
        done
    }

    fn transaction(&mut self, writes: &mut [Box<dyn Write>]) -> Result<(), JournalError> {
        // Nobody else can write from here on.
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if schema_version(&transaction)? != self.schema {
            return Err(JournalError::Foreign(technical!("another program changed its tables")));
        }
        if others_commits(&transaction)? != self.others {
            return Err(JournalError::Foreign(technical!("another program changed its rows")));
        }
        for write in writes {
            write.apply(&transaction)?;
        }
        self.place.check_within()?;
        Ok(transaction.commit()?)
    }
}

/// A panic fails what it happened in, and not the thread, which everybody else still needs.
pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T, JournalError>) -> Result<T, JournalError> {
    std::panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let words = panic.downcast_ref::<&str>().map(|words| (*words).to_owned());
        let words = words.or_else(|| panic.downcast_ref::<String>().cloned());
        Err(JournalError::Panicked(words.unwrap_or_default()))
    })
}

/// Runs until the last handle is dropped. Each question sees one state of the file.
pub(super) fn read(connection: Connection, mut inbox: mpsc::Receiver<Read>) {
    while let Some(question) = inbox.blocking_recv() {
        question(&connection);
    }
    drop(connection);
}

/// What befalls the writing thread: nothing in the program; tests let it die after so many writes,
/// as a killed program does, or take the disk away from it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Life {
    #[cfg(test)]
    pub(super) end: Option<(u32, super::tests::End)>,
}

#[cfg(not(test))]
#[expect(clippy::unused_self, reason = "the tests' lives end")]
impl Life {
    fn together(self) -> usize {
        TOGETHER
    }

    fn ends_before(&mut self, _: &Connection) -> bool {
        false
    }

    fn ends_after(self) -> bool {
        false
    }
}

#[cfg(test)]
impl Life {
    fn together(self) -> usize {
        if self.end.is_some() { 1 } else { TOGETHER }
    }

    /// Whether this write is the last thing that it was asked for.
    fn ends_before(&mut self, connection: &Connection) -> bool {
        use super::tests::End;
        let Some((left, end)) = &mut self.end else { return false };
        *left -= 1;
        if *left > 0 {
            return false;
        }
        match *end {
            End::Unwritten => return true,
            End::Unanswered => return false,
            // SQLite's own way to be full: no page more than there are.
            End::Full => connection.pragma_update(None, "max_page_count", 1).unwrap(),
            End::ReadOnly => connection.pragma_update(None, "query_only", true).unwrap(),
        }
        self.end = None;
        false
    }

    /// Whether the write that is on the disk now is never answered.
    fn ends_after(self) -> bool {
        matches!(self.end, Some((0, super::tests::End::Unanswered)))
    }
}
