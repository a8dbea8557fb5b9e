//! The two threads behind a [`super::Journal`].
//!
//! One owns the only connection that writes. It takes every write that waits, carries them out in
//! one transaction, and answers only after the commit: an answered write is on the disk. The other
//! reads, from a connection that cannot write, so that a long receipt never holds up a running job;
//! it sees every write that was answered before it was asked.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::JournalError;

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

/// Runs until the last handle is dropped.
pub(super) fn write(mut connection: Connection, mut inbox: mpsc::Receiver<Box<dyn Write>>, mut life: Life) {
    let mut waiting = Vec::new();
    while inbox.blocking_recv_many(&mut waiting, life.together()) > 0 {
        if life.ends_before(&connection) {
            return;
        }
        let committed = commit(&mut connection, std::mem::take(&mut waiting));
        if life.ends_after() {
            return;
        }
        for (write, result) in committed {
            write.answer(result);
        }
    }
}

/// All in one transaction. A failure of one of several makes each be tried alone, so that it falls
/// on its own asker only; one of the file or the disk is everybody's.
fn commit(connection: &mut Connection, mut writes: Vec<Box<dyn Write>>) -> Vec<Answered> {
    match together(connection, &mut writes) {
        Ok(()) => writes.into_iter().map(|write| (write, Ok(()))).collect(),
        Err(error) if writes.len() == 1 || error.concerns_all() => {
            writes.into_iter().map(|write| (write, Err(error.clone()))).collect()
        }
        Err(_) => writes.into_iter().flat_map(|write| commit(connection, vec![write])).collect(),
    }
}

type Answered = (Box<dyn Write>, Result<(), JournalError>);

fn together(connection: &mut Connection, writes: &mut [Box<dyn Write>]) -> Result<(), JournalError> {
    let transaction = connection.transaction()?;
    for write in writes {
        // What was done of the transaction is undone.
        let applied = catch_unwind(AssertUnwindSafe(|| write.apply(&transaction)));
        applied.unwrap_or_else(|_told_in_the_log| Err(JournalError::Other("it panicked".to_owned())))?;
    }
    transaction.commit()?;
    Ok(())
}

/// Runs until the last handle is dropped.
pub(super) fn read(connection: Connection, mut inbox: mpsc::Receiver<Read>) {
    while let Some(question) = inbox.blocking_recv() {
        // A question that panics has no answer; the next one has.
        drop(catch_unwind(AssertUnwindSafe(|| question(&connection))));
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
