//! Thorough: one asset a request, a hundred written together, in the form of destroy that the server
//! knows.
//!
//! By asset ID nothing else can be hit, and each hundred is looked at only where the preview is not
//! fresh. By name alone it is looked at directly before, at most a minute before each request.

use futures_util::StreamExt as _;
use tokio::sync::{mpsc, watch};

use super::batch::{OpenBatch, Seen};
use super::forms::{Missed, Turn, Word};
use super::permit::Permit;
use super::run::Run;
use super::send::{self, Told};
use crate::api::{ApiError, Destroyed, During, Kind};
use crate::model::destroy::DestroyBy;
use crate::model::outcome::Outcome;
use crate::model::route::Route;

/// So many failures in a row, and the rest of a hundred waits with them.
const IN_A_ROW: u32 = 3;

/// What a destroy told of its item.
enum Answer {
    Told(Told),
    /// Not found by its asset ID: it may be there all the same, and is asked about.
    Missed(Missed),
}

/// Sends what is open of a batch, and writes what is answered while the rest is sent. Gives the
/// failure to wait for.
pub(super) async fn send_each(run: &Run, batch: &mut OpenBatch) -> Option<ApiError> {
    if !run.records.sending(batch.index).await {
        return None;
    }
    let (items, seen) = (batch.positions_in_turn(), batch.seen);
    let failed = watch::Sender::new(0);
    let each = |item: usize| {
        let failed = &failed;
        async move { (item, destroy(run, item, seen, failed).await) }
    };
    let (answers, mut answered) = mpsc::unbounded_channel();
    let sending = async move {
        let under_way = futures_util::stream::iter(items).map(each).buffer_unordered(Route::BATCH);
        let mut told = std::pin::pin!(under_way);
        while let Some((item, told)) = told.next().await {
            // Whoever writes is there until the sender is gone.
            let _ = told.is_some_and(|told| answers.send((item, told)).is_err());
        }
    };
    let writing = async {
        let (mut handful, mut worst) = (Vec::new(), None);
        while answered.recv_many(&mut handful, Route::BATCH).await > 0 {
            let mut told = Vec::new();
            for (item, answer) in handful.drain(..) {
                match answer {
                    Answer::Told(answer) => told.push((item, answer)),
                    Answer::Missed(missed) => batch.missed(item, missed),
                }
            }
            worst = run.records.take(batch, told, false).await.or(worst);
        }
        worst
    };
    let ((), worst) = tokio::join!(sending, writing);
    if !batch.is_done() {
        run.records.end(batch, Vec::new(), true).await;
    }
    worst
}

/// `None`: it was not its turn any more, or it must be looked at again (a computer that slept
/// wakes in the middle of a hundred), or so many `failed` in a row that the way is blocked and
/// the rest would only fail, too.
async fn destroy(run: &Run, item: usize, seen: Seen, failed: &watch::Sender<u32>) -> Option<Answer> {
    let mut blocked = failed.subscribe();
    let item = &run.job.items()[item];
    let answer = loop {
        let turn = tokio::select! {
            biased;
            _ = blocked.wait_for(|failed| *failed >= IN_A_ROW) => None,
            turn = turn_to_destroy(run) => turn,
        };
        let (turn, by, permit) = turn?;
        if !run.forms.may_destroy(by, seen) {
            return None;
        }
        let header = run.job.header();
        let request = run.deleter.destroy_by(by, &item.asset_id, &item.name, header.invalidate);
        match run.forms.read(by, &item.name, permit.send(request).await) {
            Word::Unknown => run.forms.is_not_known(by).await,
            Word::Missed(missed) => break Answer::Missed(missed),
            Word::Known(answer) => {
                if matches!(answer, Ok(Destroyed::Ok)) {
                    run.forms.worked(by, &item.name).await;
                }
                break Answer::Told(told_of_one(answer));
            }
        }
        // Until here the others wait.
        drop(turn);
    };
    match &answer {
        Answer::Told(Told::End(_)) => _ = failed.send_replace(0),
        Answer::Told(Told::NotSent(_) | Told::InDoubt(_)) => failed.send_modify(|failed| *failed += 1),
        Answer::Told(Told::Halt(error)) => run.signals.halt(error.problem(During::Deleting)),
        // The rest of the hundred is asked about together with it.
        Answer::Missed(_) => _ = failed.send_replace(IN_A_ROW),
    }
    Some(answer)
}

/// Waits for a form that is known, or for the right to try one, and for a place.
async fn turn_to_destroy(run: &Run) -> Option<(Turn<'_>, DestroyBy, Permit<'_>)> {
    loop {
        let turn = run.forms.turn().await;
        let permit = run.permits.free().await?;
        // It may have been refused meanwhile.
        if let Some(by) = turn.by() {
            return Some((turn, by, permit));
        }
    }
}

/// What the answer to a destroy told, in a form that the server knows. A miss is a 200: a 404 says
/// nothing about the asset.
fn told_of_one(answer: Result<Destroyed, ApiError>) -> Told {
    match answer {
        Ok(Destroyed::Ok) => Told::End(Outcome::Deleted { copies: None }),
        Ok(Destroyed::NotFound) => Told::End(Outcome::AlreadyGone),
        Ok(Destroyed::Other(words)) => Told::End(Outcome::Refused { reason: words.into() }),
        Err(error) if error.kind == Kind::NotFound => Told::InDoubt(error),
        Err(error) => send::sort(error),
    }
}
