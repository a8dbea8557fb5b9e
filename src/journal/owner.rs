//! The thread that owns the connection. Takes every request that waits, writes them in one
//! transaction, and answers only after the commit: an answered write is on the disk.

use rusqlite::Connection;
use tokio::sync::mpsc;

use super::{JournalError, Request, read, write};

/// Most requests that share a transaction.
const TOGETHER: usize = 128;

/// Runs until the last handle is dropped.
pub(super) fn run(mut connection: Connection, mut inbox: mpsc::Receiver<Request>) {
    let mut waiting = Vec::new();
    while inbox.blocking_recv_many(&mut waiting, TOGETHER) > 0 {
        let mut writes = Vec::new();
        for request in waiting.drain(..) {
            if is_write(&request) {
                writes.push(request);
            } else {
                // Reads see what was asked for before them.
                commit(&mut connection, std::mem::take(&mut writes));
                answer_read(&connection, request);
            }
        }
        commit(&mut connection, writes);
    }
}

fn is_write(request: &Request) -> bool {
    matches!(request, Request::Begin(..) | Request::Sending(..) | Request::Outcomes(..) | Request::End(..))
}

/// All in one transaction; if it cannot be committed, every one of them is told so. A failure of
/// one of several makes each be tried alone, so that it falls on its own asker only.
fn commit(connection: &mut Connection, mut writes: Vec<Request>) {
    if writes.is_empty() {
        return;
    }
    match together(connection, &writes) {
        Ok(answers) => {
            for (request, answer) in writes.into_iter().zip(answers) {
                reply(request, Ok(answer));
            }
        }
        Err(error) if writes.len() == 1 => {
            if let Some(request) = writes.pop() {
                reply(request, Err(error));
            }
        }
        Err(_) => {
            for request in writes {
                commit(connection, vec![request]);
            }
        }
    }
}

/// What a write gives back.
enum Written {
    Job(Box<crate::model::job::Job>),
    Summary(Box<crate::model::receipt::Summary>),
    Nothing,
}

fn together(connection: &mut Connection, writes: &[Request]) -> Result<Vec<Written>, JournalError> {
    let transaction = connection.transaction()?;
    let mut answers = Vec::with_capacity(writes.len());
    for request in writes {
        answers.push(one(&transaction, request)?);
    }
    transaction.commit()?;
    Ok(answers)
}

fn one(connection: &Connection, request: &Request) -> Result<Written, JournalError> {
    Ok(match request {
        Request::Begin(confirmed, _) => Written::Job(Box::new(write::begin(connection, confirmed)?)),
        Request::Sending(job, batch, _) => {
            write::sending(connection, *job, *batch)?;
            Written::Nothing
        }
        Request::Outcomes(job, outcomes, done, _) => {
            write::outcomes(connection, *job, outcomes, *done)?;
            Written::Nothing
        }
        Request::End(job, state, at, _) => {
            write::end(connection, *job, *state, *at)?;
            Written::Summary(Box::new(read::summary(connection, *job)?))
        }
        Request::Standing(..) | Request::Summaries(_) | Request::Summary(..) | Request::Receipt(..) => {
            Written::Nothing
        }
    })
}

/// A receiver that is gone does not matter: the write stands.
fn reply(request: Request, result: Result<Written, JournalError>) {
    match (request, result) {
        (Request::Begin(_, answer), Ok(Written::Job(job))) => drop(answer.send(Ok(*job))),
        (Request::Begin(_, answer), Err(error)) => drop(answer.send(Err(error))),
        (Request::End(_, _, _, answer), Ok(Written::Summary(summary))) => drop(answer.send(Ok(*summary))),
        (Request::End(_, _, _, answer), Err(error)) => drop(answer.send(Err(error))),
        (Request::Sending(_, _, answer) | Request::Outcomes(_, _, _, answer), result) => {
            drop(answer.send(result.map(|_nothing| ())));
        }
        _ => {}
    }
}

fn answer_read(connection: &Connection, request: Request) {
    match request {
        Request::Standing(job, answer) => drop(answer.send(read::standing(connection, job))),
        Request::Summaries(answer) => drop(answer.send(read::summaries(connection))),
        Request::Summary(job, answer) => drop(answer.send(read::summary(connection, job))),
        Request::Receipt(job, answer) => drop(answer.send(read::receipt(connection, job))),
        Request::Begin(..) | Request::Sending(..) | Request::Outcomes(..) | Request::End(..) => {}
    }
}
